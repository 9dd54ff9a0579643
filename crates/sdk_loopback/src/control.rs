//! The loopback's own door: what there is, what is to go wrong, and letting go of what is held. JSON only, so that no page
//! in a browser can send it unasked.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as Extracted;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post, put};
use serde_json::{Value, json};

use crate::Loopback;
use crate::api::{is_json, json_answer};
use crate::post::Trouble;

pub(crate) fn routes() -> Router<Loopback> {
    Router::new()
        .route("/loopback", get(show))
        .route("/loopback/trouble", put(trouble))
        .route("/loopback/release", post(release))
}

async fn show(Extracted(loopback): Extracted<Loopback>) -> Response {
    json_answer(&loopback.told())
}

async fn trouble(Extracted(loopback): Extracted<Loopback>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match serde_json::from_slice::<Trouble>(&body) {
        Ok(trouble) if is_json(&headers) => match loopback.set_trouble(trouble) {
            Ok(()) => StatusCode::NO_CONTENT,
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
        },
        Ok(_) | Err(_) => StatusCode::BAD_REQUEST,
    }
}

async fn release(Extracted(loopback): Extracted<Loopback>, headers: HeaderMap) -> Response {
    if !is_json(&headers) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    match tokio::task::spawn_blocking(move || loopback.release()).await {
        Ok(Ok(released)) => json_answer(&json!({ "released": released })),
        Ok(Err(_)) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Loopback {
    /// What there is, without what any letter says.
    pub fn told(&self) -> Value {
        let state = self.state();
        let letters: Vec<Value> = state
            .letters
            .iter()
            .map(|letter| json!({ "owner": letter.owner, "message": letter.message, "way": letter.way }))
            .collect();
        json!({
            "transfers": state.transfers,
            "deliveries": state.deliveries,
            "letters": letters,
            "trouble": state.trouble,
        })
    }

    /// Says what is to go wrong from now on.
    pub fn set_trouble(&self, trouble: Trouble) -> std::io::Result<()> {
        self.change(|state| {
            state.trouble = trouble;
            Ok(())
        })
    }
}
