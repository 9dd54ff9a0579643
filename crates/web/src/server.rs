//! The outermost layers: limits, security headers, plain pages for problems, compression.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use database::Health;
use domain::moment::Moment;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::kept::Kept;
use crate::problem::Problem;
use crate::problem_page::{self, Met, Site};
use crate::steady::{self, OnTheirWay};
use crate::visit::Visit;

/// A page that takes longer than this is a page that says so.
const SECONDS_MAX: u64 = 30;

/// Nothing inline, nothing from elsewhere, no frame around it, forms only to ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Wraps the pages of all capabilities in what every page needs.
pub fn serve(pages: Router<App>, app: &App) -> Router {
    pages
        .route("/assets/{name}", get(crate::assets::send))
        .fallback(|| async { Problem::NotFound })
        .method_not_allowed_fallback(|| async { Problem::Method })
        .layer(from_fn_with_state((app.clone(), OnTheirWay::default()), steady::serve))
        // Inside of all that gives pages their looks, so that what took too long gets its page and headers like the rest.
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            std::time::Duration::from_secs(SECONDS_MAX),
        ))
        // Nothing that another site sends is read, and nothing of it is given back.
        .layer(from_fn(refuse_from_elsewhere))
        .layer(from_fn_with_state(app.clone(), problem_pages))
        .layer(CatchPanicLayer::custom(|_| Problem::Internal.into_response()))
        .layer(from_fn_with_state(app.clone(), problem_pages))
        // Plain answers for machines: their problems get no page.
        .route("/halsa", get(health))
        .route("/halsa/drift", get(state))
        .layer(from_fn(security_headers))
        .layer(from_fn(count_statements))
        .layer(CompressionLayer::new())
        .with_state(app.clone())
}

/// Says that the server answers. Asks nothing of anybody.
async fn health() -> &'static str {
    "ok"
}

/// What is known of the server without asking anybody: for those who keep it running. 503 when the last thing heard of
/// the database was that it is gone or full. Nothing personal.
async fn state(State(app): State<App>) -> Response {
    let (health, now) = (app.database().health(), app.environment().now());
    let ago = |at: Option<Moment>| at.map_or_else(|| "-".to_owned(), |at| now.since(at).as_secs().to_string());
    let Health { engine, connections, idle, keys_held, .. } = health;
    let text = format!(
        "version {}\nengine {engine}\nconnections {connections}\nidle_connections {idle}\nkeys_held {keys_held}\n\
         answered_seconds_ago {}\nfailed_seconds_ago {}\n",
        env!("CARGO_PKG_VERSION"),
        ago(health.answered_at),
        ago(health.failed_at),
    );
    let status = if health.is_well() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], text).into_response()
}

/// Counts what a request asks of the database. The count goes with the response, where tests read it, and into the log.
/// The route is logged, never the address: an address may name a child.
async fn count_statements(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let (mut response, tally) = database::tallied(next.run(request)).await;
    let (route, status) = (route.as_ref().map_or("-", MatchedPath::as_str), response.status().as_u16());
    let statements = tally.statements();
    tracing::debug!(%method, route, status, statements, %tally, "answered {method} {route} after {statements} statements");
    response.extensions_mut().insert(tally);
    response
}

/// Where a browser says that a request comes from.
const SENT_FROM: HeaderName = HeaderName::from_static("sec-fetch-site");

async fn refuse_from_elsewhere(request: Request, next: Next) -> Response {
    let elsewhere = request.method() == Method::POST
        && request.headers().get(SENT_FROM).is_some_and(|site| site != "same-origin" && site != "none");
    if elsewhere { Problem::StaleForm.into_response() } else { next.run(request).await }
}

async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 7] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Whatever does not say that it may be kept is not kept: redirects tell of somebody as much as pages do.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Gives every problem its page, in the visitor's language. Extractors of axum answer in English without a page; those
/// answers get one too.
async fn problem_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let kept = parts.extensions.get_or_insert_default::<Kept>().clone();
    let mut asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(problem) = problem_of(&response) else { return response };
    let method = asked.method.clone();
    let from =
        if asked.headers.get(SENT_FROM).is_some_and(|site| site == "same-origin") { Site::Ours } else { Site::Unknown };
    // A database that does not answer is not asked once more who this is.
    let visit = if problem == Problem::Unavailable { None } else { Visit::of(&mut asked, &app).await.ok() };
    let mut page = if let Some(visit) = visit {
        problem_page::show(&visit, &Met { problem, method, kept: &kept, from })
    } else {
        let met = Met { problem: Problem::Unavailable, method, kept: &kept, from };
        problem_page::show(&Visit::of_nobody(&asked, &app), &met)
    };
    // Which methods an address takes, where another was tried.
    if let Some(allowed) = response.headers().get(ALLOW) {
        page.headers_mut().insert(ALLOW, allowed.clone());
    }
    page
}

fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(*problem);
    }
    let shown = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match response.status() {
        _ if shown => None,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Some(Problem::Unreadable),
        StatusCode::NOT_FOUND => Some(Problem::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => Some(Problem::Method),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Problem::TooLarge),
        StatusCode::INTERNAL_SERVER_ERROR => Some(Problem::Internal),
        StatusCode::SERVICE_UNAVAILABLE => Some(Problem::Unavailable),
        _ => None,
    }
}
