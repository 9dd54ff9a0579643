//! HTTP, the only thing behind a trait; and the manners with which it is used: never faster than the other end allows, later when
//! it asks for that, again when it stumbles, not at all when the answer is known. See docs/decisions/0030.

mod cache;
mod client;
mod wire;

pub use cache::Cache;
pub use client::{Client, Limit, Manners, Progress};
pub use wire::Wire;

use std::time::Duration;

use domain::moment::Moment;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The whole address.
    pub url: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// What is posted, as JSON; without it, the address is got.
    pub body: Option<String>,
}

impl Request {
    /// Gets an address.
    pub fn get(url: impl Into<String>) -> Self {
        Self { url: url.into(), headers: Vec::new(), body: None }
    }

    /// Posts JSON to an address.
    pub fn post(url: impl Into<String>, body: impl Into<String>) -> Self {
        Self { url: url.into(), headers: Vec::new(), body: Some(body.into()) }
    }
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, whole and unpacked.
    pub body: Vec<u8>,
}

impl Response {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// None in time.
    Timeout,
    /// The other end is not there.
    Unreachable(String),
    /// The answer breaks off.
    Cut(String),
    /// The answer is larger than we take.
    TooLarge,
    /// Nobody can be asked at such an address.
    Address(String),
}

/// Sends questions.
pub trait Http {
    /// Sends one and waits for the whole answer.
    fn send(&self, request: &Request) -> Result<Response, Failure>;
}

/// Time, waiting and chance, handed in by whoever has them.
pub trait Pace {
    /// What time it is.
    fn now(&self) -> Moment;
    /// Waits.
    fn wait(&self, duration: Duration);
    /// A number from 0 up to 1.
    fn chance(&self) -> f64;
}

/// A text as a part of an address.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~,*()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            // Writing to memory does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
