//! A page on its way out.

use askama::Template;
use audit::Logged;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderValue, StatusCode};

use crate::assets::Assets;
use crate::form::Fields;
use crate::layout::{self, Notice, Shell};
use crate::problem::Problem;
use crate::visit::{Visit, session_cookie};

/// Notices that a redirect may ask the next page to tell, by the last part of their keys. A closed list: an address that
/// somebody made up tells nothing.
const NOTICE_PARAMETER: &str = "klart";

impl Visit {
    /// A page without personal data.
    pub fn open_page(&self, shell: Shell, title: &str, body: &impl Template) -> Result<Response, Problem> {
        self.page(StatusCode::OK, shell, title, body)
    }

    /// A page with personal data: it can only be made when the log has its line.
    pub fn personal_page(
        &self,
        logged: Logged,
        shell: Shell,
        title: &str,
        body: &impl Template,
    ) -> Result<Response, Problem> {
        logged.shown();
        self.page(StatusCode::OK, shell, title, body)
    }

    /// A form that was refused, shown again with what was typed and what to do. Nothing was saved and nothing is shown
    /// that the person did not type.
    pub fn refused_form(&self, shell: Shell, title: &str, body: &impl Template) -> Result<Response, Problem> {
        let title = format!("{}{title}", self.say().t("frame-error-prefix"));
        self.page(StatusCode::UNPROCESSABLE_ENTITY, shell, &title, body)
    }

    /// A refused form around which personal data is shown: the log has its line.
    pub fn refused_personal_form(
        &self,
        logged: Logged,
        shell: Shell,
        title: &str,
        body: &impl Template,
    ) -> Result<Response, Problem> {
        logged.shown();
        self.refused_form(shell, title, body)
    }

    /// A page for whoever came second: somebody else has changed or taken it, and nothing of this was saved.
    pub fn too_late_page(&self, shell: Shell, title: &str, body: &impl Template) -> Result<Response, Problem> {
        self.page(StatusCode::CONFLICT, shell, title, body)
    }

    /// The same around which personal data is shown: the log has its line.
    pub fn too_late_personal_page(
        &self,
        logged: Logged,
        shell: Shell,
        title: &str,
        body: &impl Template,
    ) -> Result<Response, Problem> {
        logged.shown();
        self.too_late_page(shell, title, body)
    }

    pub(crate) fn page(
        &self,
        status: StatusCode,
        shell: Shell,
        title: &str,
        body: &impl Template,
    ) -> Result<Response, Problem> {
        let render = || {
            let body = body.render()?;
            layout::render(self, &self.assets(), shell, title, self.notice(), &body)
        };
        let html = render().map_err(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "a page did not render");
            Problem::Internal
        })?;
        let mut response = (status, html).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(cookie) = self.cookie_to_set() {
            set_cookie(&mut response, &cookie);
        }
        Ok(response)
    }

    /// Addresses of style sheet, module and icons.
    pub fn assets(&self) -> Assets {
        self.app.assets().clone()
    }

    /// Leads to another page after something was done.
    pub fn see(&self, address: &str) -> Response {
        see_other(address)
    }

    /// Leads to another page, which begins by telling what was done: the message `notice-…` of this code.
    pub fn see_and_tell(&self, address: &str, notice: &str) -> Response {
        let joint = if address.contains('?') { '&' } else { '?' };
        see_other(&format!("{address}{joint}{NOTICE_PARAMETER}={notice}"))
    }

    fn notice(&self) -> Option<Notice> {
        let fields = Fields::parse(self.query.as_bytes()).ok()?;
        let key = format!("notice-{}", fields.text(NOTICE_PARAMETER));
        let say = self.say();
        say.has(&key).then(|| Notice { tone: "ok", icon: "circle-check", text: say.t(&key) })
    }
}

/// Leads to another page with GET.
pub fn see_other(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response(),
        Err(_) => Problem::Internal.into_response(),
    }
}

/// Leads to another page with a new session token in the browser.
pub fn see_other_with_token(address: &str, token: &str) -> Response {
    let mut response = see_other(address);
    set_cookie(&mut response, &session_cookie(token));
    response
}

/// Adds a cookie to a response.
pub fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}
