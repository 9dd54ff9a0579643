//! The page of a problem.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use crate::assets::Assets;
use crate::form::Fields;
use crate::layout::{Link, Shell};
use crate::problem::Problem;
use crate::server::shell_of;
use crate::session::Session;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "problem.html")]
struct Body {
    title: String,
    text: String,
    what_now: String,
    link: Link,
    again: Option<Again>,
}

/// The page of a problem, in the visitor's language. One who must log in is led there.
/// What was typed into a form that could not be saved can be sent again from it.
pub(crate) fn show(visit: &Visit, problem: Problem, typed: &Fields) -> Response {
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
        again: if problem == Problem::Busy { again(visit, typed) } else { None },
    };
    let title = body.title.clone();
    let mut page = visit.page(status, shell_of(visit), &title, &body).unwrap_or_else(|_| plain(problem));
    if let Problem::TooMany { wait_seconds } = problem {
        page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait_seconds));
    }
    page
}

/// What was typed and could not be saved: it is given back, to be sent again from this page or copied.
struct Again {
    action: String,
    fields: Vec<(String, String)>,
    /// What was written in words, to be read and copied.
    written: Vec<String>,
    send: String,
    show: String,
}

/// What was typed, with the token it was sent with: a form that was saved after all is known again by it.
fn again(visit: &Visit, typed: &Fields) -> Option<Again> {
    let say = visit.say();
    let again = Again {
        action: visit.path.clone(),
        fields: typed.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        written: typed
            .iter()
            .map(|(_, value)| value)
            .filter(|value| is_written(value))
            .map(ToOwned::to_owned)
            .collect(),
        send: say.t("problem-send-again"),
        show: say.t("problem-show-again"),
    };
    (!again.fields.is_empty()).then_some(again)
}

/// The page when the database does not answer or has no room. It asks the database nothing, and gives back what was typed:
/// a browser that goes back to a page with personal data loads it anew, and what was typed there would be gone.
pub(crate) fn not_now(visit: &Visit, typed: &Fields) -> Response {
    let problem = Problem::Unavailable;
    let (status, key) = problem.table();
    let say = visit.say();
    let again = again(visit, typed);
    let what_now = if again.is_some() { format!("{key}-kept") } else { format!("{key}-now") };
    let body = Body {
        title: say.t(key),
        text: say.t(&format!("{key}-text")),
        what_now: say.t(&what_now),
        link: Link { href: "/".to_owned(), label: say.t("problem-home") },
        again,
    };
    let title = body.title.clone();
    visit.page(status, Shell::Public, &title, &body).unwrap_or_else(|_| plain(problem))
}

/// Whether somebody wrote it, rather than chose it.
fn is_written(value: &str) -> bool {
    value.trim().contains(char::is_whitespace)
}

/// The page of a problem when not even a page can be made. Swedish and English.
fn plain(problem: Problem) -> Response {
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
