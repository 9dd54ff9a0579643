//! Asks politely.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use domain::moment::Moment;

use super::{Cache, Failure, Http, Pace, Request, Response};
use crate::fault::{Code, Fault, Result};
use crate::json::Json;

/// How often one may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// So many questions
    pub calls: usize,
    /// in so long.
    pub window: Duration,
}

/// How much patience there is.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// How many times a question is asked at most.
    pub attempts: u32,
    /// The first wait after a stumble; each next is twice as long, give or take a half.
    pub first_wait: Duration,
    /// No wait is longer, whatever the other end asks for.
    pub longest_wait: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self { attempts: 6, first_wait: Duration::from_secs(1), longest_wait: Duration::from_mins(2) }
    }
}

/// How far a fetch has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// This many of so many parts are there.
    Part {
        /// Fetched.
        done: usize,
        /// In all, if that is known.
        of: Option<usize>,
    },
    /// Waiting, because of this.
    Waiting {
        /// How long.
        seconds: u64,
        /// Why.
        why: String,
    },
}

/// Asks one source.
pub struct Client<'a> {
    http: &'a dyn Http,
    pace: &'a dyn Pace,
    cache: Option<Cache>,
    manners: Manners,
    limit: Cell<Limit>,
    asked: RefCell<VecDeque<Moment>>,
    progress: &'a dyn Fn(Progress),
    source: &'static str,
}

impl<'a> Client<'a> {
    /// For a source of this name.
    pub fn new(source: &'static str, http: &'a dyn Http, pace: &'a dyn Pace, limit: Limit) -> Self {
        Self {
            http,
            pace,
            cache: None,
            manners: Manners::default(),
            limit: Cell::new(limit),
            asked: RefCell::default(),
            progress: &|_| {},
            source,
        }
    }

    /// With a place for answers.
    #[must_use]
    pub fn cached(mut self, cache: Option<Cache>) -> Self {
        self.cache = cache;
        self
    }

    /// With this much patience.
    #[must_use]
    pub fn patient(mut self, manners: Manners) -> Self {
        self.manners = manners;
        self
    }

    /// Telling how far it has come.
    #[must_use]
    pub fn telling(mut self, progress: &'a dyn Fn(Progress)) -> Self {
        self.progress = progress;
        self
    }

    /// What time it is.
    pub fn now(&self) -> Moment {
        self.pace.now()
    }

    /// Asks less often from now on; never more often than before.
    pub fn slower(&self, limit: Limit) {
        let now = self.limit.get();
        let rate = |limit: Limit| {
            limit.window.as_secs_f64() / f64::from(u32::try_from(limit.calls).unwrap_or(u32::MAX).max(1))
        };
        if rate(limit) > rate(now) {
            self.limit.set(limit);
        }
    }

    /// Says how far it has come.
    pub fn tell(&self, done: usize, of: Option<usize>) {
        (self.progress)(Progress::Part { done, of });
    }

    /// The body of an answer that must be good.
    pub fn get(&self, url: &str) -> Result<Response> {
        self.ask(&Request::get(url))
    }

    /// An answer in JSON, whose kept copy is let go of when it cannot be read.
    pub fn json(&self, url: &str) -> Result<Json> {
        self.read(&Request::get(url), |response| {
            Json::parse(&response.body).map_err(|fault| fault.within(&format!("{}, {url}", self.source)))
        })
    }

    /// Reads an answer. One that cannot be read is not kept: asking again must not give it again.
    pub fn read<T>(&self, request: &Request, read: impl Fn(&Response) -> Result<T>) -> Result<T> {
        let response = self.ask(request)?;
        read(&response).inspect_err(|_| self.forget(request))
    }

    /// Lets go of what is kept of a question.
    pub fn forget(&self, request: &Request) {
        if let Some(cache) = &self.cache {
            cache.forget(request);
        }
    }

    /// Asks until there is a good answer, a refusal, or no patience left. An answer of 404 or another refusal is a fault.
    pub fn ask(&self, request: &Request) -> Result<Response> {
        let response = self.ask_any(request)?;
        if (200..300).contains(&response.status) { Ok(response) } else { Err(self.refused(request, &response)) }
    }

    /// What a refusal is told as.
    pub fn refused(&self, request: &Request, response: &Response) -> Fault {
        let said = String::from_utf8_lossy(&response.body);
        let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
        let text = format!("answered {} {said}", response.status);
        let (code, remedy) = match response.status {
            404 => (Code::Unknown, "Is the identifier right? Try `cairn sources search`."),
            400 | 403 | 414 => (Code::Refused, "Ask for less at a time, or check the codes."),
            401 | 407 => (Code::Refused, "The address needs a key that we do not have."),
            _ => (Code::Refused, self.later()),
        };
        Fault::new(code, self.place(request), text.trim_end()).remedy(remedy)
    }

    fn later(&self) -> &'static str {
        if self.cache.is_some() {
            "Try again later; what has been fetched is kept."
        } else {
            "Try again later; with --cache FOLDER it goes on where it broke off."
        }
    }

    fn place(&self, request: &Request) -> String {
        format!("{}, {}", self.source, request.url)
    }

    /// Asks until there is an answer that does not ask us to come back.
    pub fn ask_any(&self, request: &Request) -> Result<Response> {
        let kept = self.cache.as_ref().and_then(|cache| cache.find(request, self.pace.now()));
        let mut request = request.clone();
        if let (Some(kept), Some(cache)) = (&kept, &self.cache) {
            if kept.age < cache.fresh {
                return Ok(kept.response.clone());
            }
            for (header, question) in [("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")] {
                if let Some(value) = kept.response.header(header) {
                    request.headers.push((question.to_owned(), value.to_owned()));
                }
            }
        }
        let plain = Request { headers: Vec::new(), ..request.clone() };
        let mut attempt = 0;
        loop {
            attempt += 1;
            self.hold_back();
            let (asked_wait, why, code) = match self.http.send(&request) {
                Ok(response) if response.status == 304 => match &kept {
                    Some(kept) => {
                        if let Some(cache) = &self.cache {
                            cache.keep(&plain, &kept.response, self.pace.now());
                        }
                        return Ok(kept.response.clone());
                    }
                    None => return Err(self.refused(&request, &response)),
                },
                Ok(response) if response.status == 429 => {
                    (self.retry_after(&response), "the source asks us to wait".to_owned(), Code::Limited)
                }
                Ok(response) if response.status >= 500 => {
                    (self.retry_after(&response), format!("the source answered {}", response.status), Code::Refused)
                }
                Ok(response) => {
                    if let (200, Some(cache)) = (response.status, &self.cache) {
                        cache.keep(&plain, &response, self.pace.now());
                    }
                    return Ok(response);
                }
                Err(Failure::TooLarge) => {
                    return Err(Fault::new(Code::TooLarge, self.place(&request), "the answer is too large")
                        .remedy("Ask for fewer areas or years."));
                }
                Err(Failure::Address(text)) => {
                    return Err(Fault::new(Code::Question, self.place(&request), format!("no address to ask: {text}"))
                        .remedy("An address begins with https:// and the name of a server."));
                }
                Err(Failure::Timeout) => (None, "no answer in time".to_owned(), Code::Network),
                Err(Failure::Unreachable(text)) => (None, text, Code::Network),
                Err(Failure::Cut(text)) => (None, format!("the answer breaks off ({text})"), Code::Incomplete),
            };
            if attempt >= self.manners.attempts {
                return Err(Fault::new(code, self.place(&request), format!("{why}, after {attempt} attempts"))
                    .remedy(self.later()));
            }
            self.wait(asked_wait.unwrap_or_else(|| self.backoff(attempt)), &why);
        }
    }

    /// How long the other end asks us to wait: seconds, or a date.
    fn retry_after(&self, response: &Response) -> Option<Duration> {
        let text = response.header("retry-after")?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = jiff::fmt::rfc2822::parse(text).ok()?;
        let until = Moment::from_microseconds(date.timestamp().as_microsecond()).since(self.pace.now());
        Some(Duration::try_from(until).unwrap_or(Duration::ZERO))
    }

    /// Twice as long after each stumble, between a half and one and a half of that, so that many do not come back at once.
    fn backoff(&self, attempt: u32) -> Duration {
        let doubled = self.manners.first_wait.saturating_mul(2_u32.saturating_pow(attempt - 1));
        doubled.mul_f64(0.5 + self.pace.chance())
    }

    fn wait(&self, duration: Duration, why: &str) {
        let duration = duration.min(self.manners.longest_wait);
        if duration >= Duration::from_secs(2) {
            (self.progress)(Progress::Waiting { seconds: duration.as_secs(), why: why.to_owned() });
        }
        self.pace.wait(duration);
    }

    /// Waits until one more question is within the limit.
    fn hold_back(&self) {
        let limit = self.limit.get();
        let now = self.pace.now();
        let mut asked = self.asked.borrow_mut();
        while asked.len() >= limit.calls.max(1) {
            let Some(first) = asked.pop_front() else { break };
            let since = Duration::try_from(now.since(first)).unwrap_or(Duration::ZERO);
            if let Some(left) = limit.window.checked_sub(since).filter(|left| !left.is_zero()) {
                self.pace.wait(left);
            }
        }
        asked.push_back(self.pace.now());
    }
}
