//! What stands around every request, so that a person need not know what happens at the same moment: a request that met
//! another and saved nothing is made again, and a form that was sent twice shows what came of the first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use database::{Saved, attempt};
use http::header::LOCATION;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, StatusCode};

use crate::app::App;
use crate::form::{Fields, SIZE_MAX, TOKEN_FIELD, Typed};
use crate::once::Sending;
use crate::problem::Problem;
use crate::visit::{SESSION_COOKIE, cookie};

/// How many times a request is made before the person is told that too many save at once.
const ATTEMPTS_MAX: u32 = 5;

/// What a page saves by itself while somebody writes is saved as often as it is sent.
const BY_ITSELF: HeaderName = HeaderName::from_static("x-requested-with");

/// Forms on their way in this process: the same form twice goes through one after the other.
#[derive(Clone, Default)]
pub(crate) struct OnTheirWay(Arc<Mutex<HashMap<Sending, Weak<tokio::sync::Mutex<()>>>>>);

impl OnTheirWay {
    fn turn(&self, sending: &Sending) -> Arc<tokio::sync::Mutex<()>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = all.get(sending).and_then(Weak::upgrade) {
            return turn;
        }
        all.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::new(tokio::sync::Mutex::new(()));
        all.insert(sending.clone(), Arc::downgrade(&turn));
        turn
    }
}

/// Makes a request, again if need be.
pub(crate) async fn serve(
    State((app, on_their_way)): State<(App, OnTheirWay)>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, SIZE_MAX).await else { return Problem::TooLarge.into_response() };
    let fields = if parts.method == Method::POST { Fields::parse(&body).ok() } else { None };
    // Kept before anything is asked of the database, so that it can be given back when the database is gone.
    if let (Some(typed), Some(fields)) = (parts.extensions.get::<Typed>(), &fields) {
        typed.keep(fields);
    }
    let sending = fields.as_ref().and_then(|fields| sending(&parts, fields, &body));
    let turn = sending.as_ref().map(|sending| on_their_way.turn(sending));
    let _alone = match &turn {
        Some(turn) => Some(turn.lock().await),
        None => None,
    };
    with_attempts(&app, &parts, &body, sending.as_ref(), next).await
}

async fn with_attempts(app: &App, parts: &Parts, body: &Bytes, sending: Option<&Sending>, next: Next) -> Response {
    let mut attempts = 1;
    loop {
        if let Some(sending) = sending {
            match sending.led_to(app.database()).await {
                Ok(None) => {}
                Ok(Some(place)) => return first_result(&place),
                Err(failure) => return Problem::from(failure).into_response(),
            }
        }
        let request = Request::from_parts(parts.clone(), Body::from(body.clone()));
        let mark = sending.map(|sending| sending.mark(app.environment().now()));
        let (response, saved) = attempt(mark, next.clone().run(request)).await;
        let met = response.extensions().get() == Some(&Problem::Busy);
        if met && saved == Saved::Nothing && attempts < ATTEMPTS_MAX {
            attempts += 1;
            continue;
        }
        if let (Some(sending), Saved::Marked) = (sending, saved) {
            // A page that was shown instead can be asked for again; a place that was led to is where it leads for good.
            let noted = match place(&response) {
                Some(place) => sending.led(app.database(), place).await,
                None => sending.forget(app.database()).await,
            };
            if let Err(failure) = noted {
                // What was asked for is done. Only a second sending would have had use of this.
                tracing::warn!(error = &failure as &dyn std::error::Error, "where a form led was not noted");
            }
        }
        return response;
    }
}

fn sending(parts: &Parts, fields: &Fields, body: &[u8]) -> Option<Sending> {
    let page = fields.raw(TOKEN_FIELD);
    let browser = cookie(parts, SESSION_COOKIE)?;
    // A token without its page's own part cannot tell one page from another.
    let known = page.contains('.') && !parts.headers.contains_key(BY_ITSELF);
    known.then(|| Sending::of(&browser, page, parts.uri.path(), body))
}

/// Where the first sending led. When the server stopped in that very moment that is not known; what is known is that it
/// was done.
fn first_result(place: &str) -> Response {
    match HeaderValue::from_str(place) {
        Ok(place) if !place.is_empty() => (StatusCode::SEE_OTHER, [(LOCATION, place)]).into_response(),
        Ok(_) | Err(_) => Problem::Done.into_response(),
    }
}

fn place(response: &Response) -> Option<&str> {
    response.headers().get(LOCATION).and_then(|place| place.to_str().ok())
}
