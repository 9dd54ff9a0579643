//! What the server tells its operator: one line per event on standard error. Lines hold identifiers, counts and names of
//! acts; never a name, a number, an address or a sentence of anybody's. A request is told by its route, not by its
//! address: what stands in an address or its query may be about somebody.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing_subscriber::EnvFilter;

/// What is told when `CAIRN_LOG` says nothing.
const USUAL: &str = "warn,server=info,jobs=info,database=info";

/// Begins to tell. `CAIRN_LOG` filters, `CAIRN_LOG_FORMAT=json` makes each line a JSON object.
pub fn start() {
    let filter = EnvFilter::try_from_env("CAIRN_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    #[expect(clippy::disallowed_methods, reason = "read before the settings, whose faults are to be told too")]
    let format = std::env::var("CAIRN_LOG_FORMAT").unwrap_or_default();
    if format == "json" {
        lines.json().flatten_event(true).init();
    } else {
        lines.init();
    }
}

/// Tells of each request once it is answered: with `CAIRN_LOG=server=debug`, and always when the fault is ours.
pub async fn request(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::warn!(%method, route, status, milliseconds, "answered {method} {route} with {status}");
    } else {
        tracing::debug!(%method, route, status, milliseconds, "answered {method} {route} with {status}");
    }
    response
}
