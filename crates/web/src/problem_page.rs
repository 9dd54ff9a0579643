//! The page of a problem.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use crate::assets::Assets;
use crate::form::TOKEN_FIELD;
use crate::layout::Link;
use crate::problem::Problem;
use crate::server::shell_of;
use crate::session::Session;
use crate::steady::Typed;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "problem.html")]
struct Body {
    title: String,
    text: String,
    what_now: String,
    link: Link,
    /// Where to send again what was typed; empty when nothing was.
    again: String,
    again_label: String,
    fields: Vec<(String, String)>,
}

/// The page of a problem, in the visitor's language. One who must log in is led there.
/// What was typed into a form that could not be saved can be sent again from it.
pub(crate) fn show(visit: &Visit, problem: Problem, typed: Option<&Typed>) -> Response {
    let (status, key) = problem.table();
    // Whoever has not logged in is asked to do so before being told that they may not.
    let stranger = problem == Problem::Forbidden && visit.session == Session::Nobody;
    if problem == Problem::NotLoggedIn || stranger {
        return (StatusCode::SEE_OTHER, [(LOCATION, HeaderValue::from_static("/logga-in"))]).into_response();
    }
    let say = visit.say();
    let body = Body {
        title: say.t(key),
        text: say.t(&format!("{key}-text")),
        what_now: say.t(&format!("{key}-now")),
        link: Link { href: "/".to_owned(), label: say.t("problem-home") },
        again: typed.map(|typed| typed.path.clone()).unwrap_or_default(),
        again_label: say.t("problem-send-again"),
        fields: typed.map(|typed| kept(visit, typed)).unwrap_or_default(),
    };
    let title = body.title.clone();
    let mut page = visit.page(status, shell_of(visit), &title, &body).unwrap_or_else(|_| plain(problem));
    if let Problem::TooMany { wait_seconds } = problem {
        page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait_seconds));
    }
    page
}

/// Everything that was typed, under a token of this page.
fn kept(visit: &Visit, typed: &Typed) -> Vec<(String, String)> {
    let fields = typed.fields.iter().filter(|(name, _)| *name != TOKEN_FIELD);
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    std::iter::once((TOKEN_FIELD.to_owned(), visit.form_token())).chain(fields).collect()
}

/// The page of a problem when not even the visitor is known, as when the database is gone. Swedish and English.
pub(crate) fn plain(problem: Problem) -> Response {
    let status = problem.table().0;
    let css = Assets::built().map(|assets| assets.css).unwrap_or_default();
    let page = format!(
        "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\"><title>Cairn</title><link rel=\"stylesheet\" href=\"{css}\"></head><body class=\"pub\"><main \
         class=\"wrap wrap--text page\"><h1>Det gick inte just nu</h1><p class=\"lead\">Inget har sparats. Gå tillbaka, \
         vänta en minut och försök igen. Det du skrev finns kvar i formuläret.</p><p>Är det bråttom? Ring <a \
         href=\"tel:112\">112</a>.</p><p lang=\"en\">Nothing was saved. Go back, wait a minute and try again. If it is \
         urgent, call 112.</p></main></body></html>"
    );
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}
