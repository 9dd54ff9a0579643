//! A browser without a window: keeps its cookies and the form token of the page it is on.

use axum::Router;
use axum::body::Body;
use database::Tally;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, Method, Request};
use http_body_util::BodyExt as _;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt as _;

/// What came back.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Where it leads, if it leads elsewhere; empty otherwise.
    pub location: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
    /// What the request asked of the database.
    pub tally: Tally,
}

impl Answer {
    /// Fails unless the page says this.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text.contains(words), "the page (status {}) should say {words:?}:\n{}", self.status, self.text);
        self
    }

    /// Fails if the page says this.
    #[track_caller]
    pub fn does_not_say(&self, words: &str) -> &Self {
        assert!(!self.text.contains(words), "the page should not say {words:?}:\n{}", self.text);
        self
    }

    /// Fails unless the status is this.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "to {:?}: {}", self.location, self.text);
        self
    }

    /// Fails if the request asked more of the database than this.
    #[track_caller]
    pub fn asks_at_most(&self, statements: u32) -> &Self {
        let asked = self.tally.statements();
        assert!(asked <= statements, "at most {statements} statements, not {asked}: {}", self.tally);
        self
    }

    /// The value of a hidden field on the page; empty when there is none.
    pub fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        self.text
            .split_once(&start)
            .and_then(|(_, rest)| rest.split_once('"'))
            .map_or(String::new(), |(value, _)| value.to_owned())
    }

    /// The first address on the page that begins like this; empty when there is none.
    pub fn link(&self, beginning: &str) -> String {
        let start = format!("href=\"{beginning}");
        self.text
            .split_once(&start)
            .and_then(|(_, rest)| rest.split_once('"'))
            .map_or(String::new(), |(rest, _)| format!("{beginning}{rest}"))
    }
}

/// A browser without a window.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
    token: String,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: vec![], token: String::new() }
    }

    /// Opens a page, and follows where it leads.
    pub async fn open(&mut self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..5 {
            if answer.location.is_empty() {
                break;
            }
            let next = answer.location.clone();
            answer = self.get(&next).await;
        }
        answer
    }

    /// Asks for a page and does not follow where it leads.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, Vec::new()).await
    }

    /// Sends a form with the form token of the page this browser was last on, and does not follow where it leads.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token.clone();
        let with_token = std::iter::once(("csrf", token.as_str())).chain(fields.iter().copied());
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let body: Vec<_> = with_token.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.post_bytes(path, body.join("&").into_bytes()).await
    }

    /// Sends a form and follows where it leads.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        if answer.location.is_empty() { answer } else { self.open(&answer.location.clone()).await }
    }

    /// Sends bytes as a form, as an attacker might.
    pub async fn post_bytes(&mut self, path: &str, body: Vec<u8>) -> Answer {
        self.send(Method::POST, path, body).await
    }

    /// The form token of the page this browser was last on.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The names of the cookies this browser holds.
    pub fn cookie_names(&self) -> Vec<&str> {
        self.cookies.iter().map(|(name, _)| name.as_str()).collect()
    }

    async fn send(&mut self, method: Method, path: &str, body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method.clone()).uri(path);
        if !self.cookies.is_empty() {
            let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, cookies.join("; "));
        }
        if method == Method::POST {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Body::from(body)).expect("the request is well formed");
        let response = self.router.clone().oneshot(request).await.expect("the server answers");
        let (parts, body) = response.into_parts();
        self.keep_cookies(&parts.headers);
        let bytes = body.collect().await.expect("the body can be read").to_bytes();
        let header =
            |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let answer = Answer {
            status: parts.status.as_u16(),
            location: header(LOCATION),
            headers: parts.headers.clone(),
            text,
            tally: parts.extensions.get().cloned().unwrap_or_default(),
        };
        let token = answer.field("csrf");
        if !token.is_empty() {
            self.token = token;
        }
        answer
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for value in headers.get_all(SET_COOKIE) {
            let text = value.to_str().unwrap_or_default();
            let pair = text.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            self.cookies.retain(|(kept, _)| kept != name);
            if !text.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}
