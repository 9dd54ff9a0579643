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
use crate::form::{Fields, SIZE_MAX, TOKEN_FIELD};
use crate::kept::Kept;
use crate::once::Sending;
use crate::problem::Problem;
use crate::visit::{SESSION_COOKIE, cookie};

/// How many times a request is made before the person is told that too many save at once.
const ATTEMPTS_MAX: u32 = 5;

/// How much is read of a form that is too large, in bytes, so that it can be given back.
const READ_MAX: usize = 4 * SIZE_MAX;

/// Stands in the address of a form that is sent again because nobody could say whether it was saved the first time.
pub(crate) const IN_DOUBT: &str = "igen";

/// What a page saves by itself while somebody writes is saved as often as it is sent.
const BY_ITSELF: HeaderName = HeaderName::from_static("x-requested-with");

/// Forms on their way in this process: the same form twice goes through one after the other.
#[derive(Clone, Default)]
pub(crate) struct OnTheirWay(Arc<Mutex<HashMap<Sending, Weak<tokio::sync::Mutex<()>>>>>);

impl OnTheirWay {
    /// Its turn, and whether another of the same came before it.
    fn turn(&self, sending: &Sending) -> (Arc<tokio::sync::Mutex<()>>, Came) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = all.get(sending).and_then(Weak::upgrade) {
            return (turn, Came::Again);
        }
        all.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::new(tokio::sync::Mutex::new(()));
        all.insert(sending.clone(), Arc::downgrade(&turn));
        (turn, Came::First)
    }
}

/// Whether the same may have been sent, and saved, before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    First,
    Again,
}

/// Makes a request, again if need be.
pub(crate) async fn serve(
    State((app, on_their_way)): State<(App, OnTheirWay)>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let kept = parts.extensions.get::<Kept>().cloned().unwrap_or_default();
    let Ok(body) = to_bytes(body, READ_MAX).await else { return Problem::TooLarge.into_response() };
    let fields = if parts.method == Method::POST { Fields::parse(&body).ok() } else { None };
    // Kept before anything is asked of the database, so that it can be given back when the database is gone.
    match &fields {
        Some(fields) => kept.keep(fields),
        None => kept.keep(&Fields::as_far_as_readable(&body)),
    }
    if body.len() > SIZE_MAX {
        return Problem::TooLarge.into_response();
    }
    let sending = fields.as_ref().and_then(|fields| sending(&parts, fields, &body));
    let turn = sending.as_ref().map(|sending| on_their_way.turn(sending));
    let (_alone, came) = match &turn {
        Some((turn, came)) => (Some(turn.lock().await), *came),
        None => (None, Came::First),
    };
    let came = if is_in_doubt(parts.uri.query().unwrap_or_default()) { Came::Again } else { came };
    with_attempts(&app, &Incoming { parts, body, kept, came }, sending.as_ref(), next).await
}

/// What is asked for, as often as it is made.
struct Incoming {
    parts: Parts,
    body: Bytes,
    kept: Kept,
    came: Came,
}

impl Incoming {
    fn request(&self) -> Request {
        Request::from_parts(self.parts.clone(), Body::from(self.body.clone()))
    }
}

/// Whether the query of an address says that what is sent may have been saved before.
pub(crate) fn is_in_doubt(query: &str) -> bool {
    query.split('&').any(|part| part == IN_DOUBT)
}

async fn with_attempts(app: &App, incoming: &Incoming, sending: Option<&Sending>, next: Next) -> Response {
    let witness = incoming.kept.witness();
    let mut attempts = 1;
    loop {
        if let Some(sending) = sending {
            match sending.led_to(app.database()).await {
                Ok(None) => {}
                Ok(Some(place)) => return first_result(&place),
                Err(failure) => {
                    match incoming.came {
                        Came::First => {}
                        Came::Again => witness.doubt(),
                    }
                    return Problem::from(failure).into_response();
                }
            }
        }
        let mark = sending.map(|sending| sending.mark(app.environment().now()));
        let response = attempt(mark, witness, next.clone().run(incoming.request())).await;
        let saved = witness.saved();
        let met = response.extensions().get() == Some(&Problem::Busy);
        if met && saved == Saved::Nothing && attempts < ATTEMPTS_MAX {
            attempts += 1;
            continue;
        }
        if let (Some(sending), Saved::Marked) = (sending, saved) {
            // A page that was shown instead can be asked for again; a place that was led to is where it leads for good.
            // When something went wrong after it was saved, sending it again must not do it twice.
            let noted = match place(&response) {
                Some(place) => sending.led(app.database(), place).await,
                None if went_wrong(&response) => Ok(()),
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

fn went_wrong(response: &Response) -> bool {
    response.extensions().get::<Problem>().is_some() || response.status().is_server_error()
}

fn place(response: &Response) -> Option<&str> {
    response.headers().get(LOCATION).and_then(|place| place.to_str().ok())
}
