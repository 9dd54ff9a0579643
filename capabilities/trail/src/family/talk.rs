//! Numbers to ring now, for a child. The same reviewed list as everywhere.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use i18n::Say;
use web::{App, Assets, Problem, Shell, Visit};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/prata-nu", get(show))
}

#[derive(Template)]
#[template(path = "family/talk.html")]
struct TalkPage<'v> {
    a: Assets,
    say: Say<'v>,
    numbers: Vec<NumberView>,
}

struct NumberView {
    href: String,
    number: String,
    about: String,
    calm: bool,
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let say = visit.say();
    let view = |number: &web::app::AcuteNumber| {
        // A card reads from the number to what it is for; the operator's own words are written to stand before a number.
        let card = format!("child-page-talk-{}", number.code);
        NumberView {
            href: format!("tel:{}", number.dialled),
            number: number.shown.clone(),
            about: if say.has(&card) { say.t(&card) } else { number.about(visit.preferences.language).to_owned() },
            calm: number.code != DANGER,
        }
    };
    let numbers = visit.app.settings().acute.iter().map(view).collect();
    let page = TalkPage { a: visit.assets(), say, numbers };
    visit.open_page(Shell::Child, &say.t("child-page-talk-title"), &page)
}

/// The number for danger to life; the others are help that is not an emergency.
const DANGER: &str = "112";
