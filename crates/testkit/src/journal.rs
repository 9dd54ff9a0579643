//! What requests leave in logs, histories and places of that kind: everything but the bodies.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http_body_util::BodyExt as _;

/// What one request left.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The method and the address that was asked for.
    pub asked: String,
    /// The status code.
    pub status: u16,
    /// Every header of the answer, one on each line.
    pub headers: String,
    /// The title of the page; empty when there is none.
    pub title: String,
}

/// What all browsers of a running Cairn have asked for, in order; and where they are when they ask.
#[derive(Clone)]
pub struct Journal(Arc<Mutex<Noted>>);

struct Noted {
    seen: Vec<Seen>,
    from: IpAddr,
}

impl Default for Journal {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Noted { seen: Vec::new(), from: IpAddr::V4(Ipv4Addr::LOCALHOST) })))
    }
}

impl Journal {
    /// Everything so far.
    pub fn all(&self) -> Vec<Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).seen.clone()
    }

    /// From now on requests come from this address: how often one may try is counted by address.
    pub fn ask_from(&self, address: IpAddr) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).from = address;
    }

    /// The same pages, with everything that is asked of them noted here.
    pub(crate) fn watch(&self, pages: Router) -> Router {
        pages.layer(from_fn_with_state(self.clone(), note))
    }
}

async fn note(State(journal): State<Journal>, mut request: Request, next: Next) -> Response {
    let asked = format!("{} {}", request.method(), request.uri());
    let from = journal.0.lock().unwrap_or_else(PoisonError::into_inner).from;
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(from, 40_000)));
    let (parts, body) = next.run(request).await.into_parts();
    let bytes = body.collect().await.expect("the body can be read").to_bytes();
    let written =
        |(name, value): (_, &http::HeaderValue)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    let headers: Vec<_> = parts.headers.iter().map(written).collect();
    let text = String::from_utf8_lossy(&bytes);
    let (_, title) = text.split_once("<title>").unwrap_or_default();
    let title = title.split_once("</title>").map_or("", |(title, _)| title).to_owned();
    let seen = Seen { asked, status: parts.status.as_u16(), headers: headers.join("\n"), title };
    journal.0.lock().unwrap_or_else(PoisonError::into_inner).seen.push(seen);
    Response::from_parts(parts, Body::from(bytes))
}
