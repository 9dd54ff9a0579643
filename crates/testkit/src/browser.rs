//! A browser without a window: keeps its cookies and the form token of the page it is on. It reaches the pages directly,
//! or a running server over a socket.

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::Body;
use database::Tally;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, Method, Request};
use http_body_util::BodyExt as _;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt as _;

use crate::socket::{Line, Reply};

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
    /// What the request asked of the database; nothing is known of a server behind a socket.
    pub tally: Tally,
}

impl Answer {
    /// Fails unless the page says this. A fixed space is a space: it reads the same.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(
            spaced(&self.text).contains(&spaced(words)),
            "the page (status {}) should say {words:?}:\n{}",
            self.status,
            self.text
        );
        self
    }

    /// Fails if the page says this.
    #[track_caller]
    pub fn does_not_say(&self, words: &str) -> &Self {
        assert!(!spaced(&self.text).contains(&spaced(words)), "the page should not say {words:?}:\n{}", self.text);
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

/// With every fixed space as a plain one.
fn spaced(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// A browser without a window.
#[derive(Clone)]
pub struct Browser {
    way: Way,
    cookies: Vec<(String, String)>,
    token: String,
    site: &'static str,
}

/// How the pages are reached.
#[derive(Clone)]
enum Way {
    Direct(Router),
    Socket(Line),
}

impl Browser {
    /// A browser that reaches the pages without a socket.
    pub fn of(router: Router) -> Self {
        Self { way: Way::Direct(router), cookies: vec![], token: String::new(), site: "" }
    }

    /// A browser that reaches a running server, from an address of this machine: a server counts tries by address.
    pub fn at(server: SocketAddr, from: IpAddr) -> Self {
        Self { way: Way::Socket(Line::new(server, from)), cookies: vec![], token: String::new(), site: "" }
    }

    /// The same browser, without a socket, as it says of everything it sends where that comes from: `same-origin`, or
    /// `cross-site` as for a form on somebody else's page. Without this it says nothing, as old browsers do.
    #[must_use]
    pub fn that_sends_from(self, site: &'static str) -> Self {
        Self { site, ..self }
    }

    /// The same browser with the server at another address, as when it has been started again.
    #[must_use]
    pub fn moved_to(self, server: SocketAddr, from: IpAddr) -> Self {
        Self { way: Way::Socket(Line::new(server, from)), ..self }
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
        self.try_get(path).await.expect("the server answers")
    }

    /// Asks for a page of a server that may be gone.
    pub async fn try_get(&mut self, path: &str) -> std::io::Result<Answer> {
        self.send(Method::GET, path, Vec::new()).await
    }

    /// Sends a form with the form token of the page this browser was last on, and does not follow where it leads.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.try_post(path, fields).await.expect("the server answers")
    }

    /// Sends a form to a server that may be gone.
    pub async fn try_post(&mut self, path: &str, fields: &[(&str, &str)]) -> std::io::Result<Answer> {
        let token = self.token.clone();
        let with_token = std::iter::once(("csrf", token.as_str())).chain(fields.iter().copied());
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let body: Vec<_> = with_token.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.send(Method::POST, path, body.join("&").into_bytes()).await
    }

    /// Sends a form and follows where it leads.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        if answer.location.is_empty() { answer } else { self.open(&answer.location.clone()).await }
    }

    /// Sends bytes as a form, as an attacker might.
    pub async fn post_bytes(&mut self, path: &str, body: Vec<u8>) -> Answer {
        self.send(Method::POST, path, body).await.expect("the server answers")
    }

    /// The form token of the page this browser was last on.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The names of the cookies this browser holds.
    pub fn cookie_names(&self) -> Vec<&str> {
        self.cookies.iter().map(|(name, _)| name.as_str()).collect()
    }

    async fn send(&mut self, method: Method, path: &str, body: Vec<u8>) -> std::io::Result<Answer> {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let (reply, tally) = match &mut self.way {
            Way::Direct(router) => direct(router.clone(), method, path, (&cookies, self.site), body).await,
            Way::Socket(line) => (line.ask(&method, path, &cookies, &body).await?, Tally::default()),
        };
        let Reply { status, headers, body } = reply;
        self.keep_cookies(&headers);
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let text = String::from_utf8_lossy(&body).into_owned();
        let answer = Answer { status, location: header(LOCATION), headers: headers.clone(), text, tally };
        let token = answer.field("csrf");
        if !token.is_empty() {
            self.token = token;
        }
        Ok(answer)
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

async fn direct(
    router: Router,
    method: Method,
    path: &str,
    (cookies, site): (&str, &str),
    body: Vec<u8>,
) -> (Reply, Tally) {
    let mut request = Request::builder().method(method.clone()).uri(path);
    if !site.is_empty() {
        request = request.header("sec-fetch-site", site);
    }
    if !cookies.is_empty() {
        request = request.header(COOKIE, cookies);
    }
    if method == Method::POST {
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    let request = request.body(Body::from(body)).expect("the request is well formed");
    let response = router.oneshot(request).await.expect("the server answers");
    let (parts, body) = response.into_parts();
    let tally = parts.extensions.get().cloned().unwrap_or_default();
    let body = body.collect().await.expect("the body can be read").to_bytes();
    (Reply { status: parts.status.as_u16(), headers: parts.headers, body }, tally)
}
