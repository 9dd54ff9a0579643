//! Language, light or dark, clearer letters; and the way out. Nothing here is personal: it lives in the browser's cookie.

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderName, StatusCode};
use i18n::Language;

use crate::app::App;
use crate::form::Fields;
use crate::layout::{EXIT, Shell};
use crate::page::{see_other, set_cookie};
use crate::problem::Problem;
use crate::visit::{Letters, PREFERENCE_COOKIE, Theme, Visit};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/sprak", get(choose)).route("/installningar", get(show)).route(EXIT, get(leave))
}

#[derive(Template)]
#[template(path = "looks.html")]
struct Body {
    title: String,
    lead: String,
    save: String,
    groups: Vec<Group>,
}

struct Group {
    legend: String,
    name: &'static str,
    choices: Vec<Choice>,
}

struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let (say, now) = (visit.say(), visit.preferences);
    let choice = |value, label: String, chosen| Choice { value, label, chosen };
    let groups = vec![
        Group {
            legend: say.t("looks-language"),
            name: "language",
            choices: vec![
                choice("sv", "Svenska".to_owned(), now.language == Language::Swedish),
                choice("en", "English".to_owned(), now.language == Language::English),
            ],
        },
        Group {
            legend: say.t("looks-theme"),
            name: "theme",
            choices: vec![
                choice("device", say.t("looks-theme-device"), now.theme == Theme::Device),
                choice("light", say.t("looks-theme-light"), now.theme == Theme::Light),
                choice("dark", say.t("looks-theme-dark"), now.theme == Theme::Dark),
            ],
        },
        Group {
            legend: say.t("looks-letters"),
            name: "letters",
            choices: vec![
                choice("ordinary", say.t("looks-letters-ordinary"), now.letters == Letters::Ordinary),
                choice("clear", say.t("looks-letters-clear"), now.letters == Letters::Clear),
            ],
        },
    ];
    let body = Body { title: say.t("looks-title"), lead: say.t("looks-lead"), save: say.t("looks-save"), groups };
    let title = body.title.clone();
    visit.open_page(Shell::Public, &title, &body)
}

async fn choose(visit: Visit) -> Result<Response, Problem> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let mut preferences = visit.preferences;
    preferences.language = Language::from_tag(fields.text("language")).unwrap_or(preferences.language);
    preferences.theme = match fields.text("theme") {
        "device" => Theme::Device,
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => preferences.theme,
    };
    preferences.letters = match fields.text("letters") {
        "ordinary" => Letters::Ordinary,
        "clear" => Letters::Clear,
        _ => preferences.letters,
    };
    // Only to ourselves: an address with a host, or one that a browser reads as one, is not followed.
    let back = fields.text("back");
    let ours = back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\n', '\r']);
    let mut response = see_other(if ours { back } else { "/" });
    let cookie = format!(
        "{PREFERENCE_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000",
        preferences.written()
    );
    set_cookie(&mut response, &cookie);
    Ok(response)
}

/// A neutral page. The browser is asked to forget what it has kept of ours; its history it keeps, and we say so where
/// leaving is explained.
async fn leave() -> Response {
    let page = "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
                content=\"width=device-width, initial-scale=1\"><title>Väder</title></head><body><main><h1>Väder</h1><p><a \
                href=\"https://www.smhi.se/\" rel=\"noreferrer\">Till väderprognosen</a></p></main></body></html>";
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("clear-site-data"), "\"cache\""),
    ];
    (StatusCode::OK, headers, page).into_response()
}
