//! HTTP over the wire.

use std::io::Read;
use std::time::Duration;

use super::{Failure, Http, Request, Response};

/// The most bytes of an answer, unpacked.
const BODY_MAX: u64 = 512 * 1024 * 1024;

/// The real thing: HTTPS with the root certificates of Mozilla, proxies from the environment.
pub struct Wire {
    agent: ureq::Agent,
}

impl Wire {
    /// With this much time for a whole answer, and a fifth of it to be connected.
    pub fn new(time: Duration) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(time))
            .timeout_connect(Some(time / 5))
            .http_status_as_error(false)
            .user_agent(concat!("cairn/", env!("CARGO_PKG_VERSION"), " (open statistics about children; polite)"))
            .build()
            .new_agent();
        Self { agent }
    }
}

impl Http for Wire {
    fn send(&self, request: &Request) -> Result<Response, Failure> {
        let answer = match &request.body {
            None => {
                let mut call = self.agent.get(&request.url);
                for (name, value) in &request.headers {
                    call = call.header(name, value);
                }
                call.call()
            }
            Some(body) => {
                let mut call = self.agent.post(&request.url).header("Content-Type", "application/json");
                for (name, value) in &request.headers {
                    call = call.header(name, value);
                }
                call.send(body.as_bytes())
            }
        };
        let mut answer = answer.map_err(|error| failure(&error))?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let mut body = Vec::new();
        let mut reader = answer.body_mut().as_reader().take(BODY_MAX + 1);
        match reader.read_to_end(&mut body) {
            Ok(_) if body.len() as u64 > BODY_MAX => Err(Failure::TooLarge),
            Ok(_) => Ok(Response { status, headers, body }),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => Err(Failure::Timeout),
            Err(error) => Err(match error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>()) {
                Some(ureq::Error::Timeout(_)) => Failure::Timeout,
                _ => Failure::Cut(error.to_string()),
            }),
        }
    }
}

fn failure(error: &ureq::Error) -> Failure {
    if matches!(error, ureq::Error::Timeout(_)) {
        return Failure::Timeout;
    }
    if matches!(error, ureq::Error::BadUri(_) | ureq::Error::Http(_)) {
        return Failure::Address(error.to_string());
    }
    let kind = if let ureq::Error::Io(inner) = error { Some(inner.kind()) } else { None };
    match kind {
        Some(std::io::ErrorKind::TimedOut) => Failure::Timeout,
        Some(std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::ConnectionReset) => {
            Failure::Cut(error.to_string())
        }
        Some(_) | None => Failure::Unreachable(error.to_string()),
    }
}
