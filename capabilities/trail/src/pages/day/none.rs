//! The first page of whoever has no trails: the keeper of the log, or of the system. It says what is theirs to do instead, in the
//! order in which somebody in a new installation does it.

use access::action::front_door::KeepRules;
use access::facts::RegionFacts;
use askama::Template;
use audit::Act;
use axum::response::Response;
use i18n::Say;
use web::{Assets, Problem, Shell, Visit};

/// What keeps a region going: where it is done, and what it is called.
const KEPT: [(&str, &str); 5] = [
    ("/regler", "rules"),
    ("/regler/kommuner", "areas"),
    ("/vem-gor-vad", "directory"),
    ("/tider", "promises"),
    ("/vem-bestammer", "deciding"),
];

struct KeptView {
    href: &'static str,
    title: String,
    text: String,
}

#[derive(Template)]
#[template(path = "day_none.html")]
struct NoDayPage<'a> {
    a: Assets,
    s: Say<'a>,
    today: String,
    greeting: String,
    /// What is theirs to keep, first things first; empty for those who keep nothing of this.
    kept: Vec<KeptView>,
}

/// Shows that there are no trails, and what there is to do.
pub(super) fn no_trails(visit: &Visit, act: &Act, (today, greeting): (String, String)) -> Result<Response, Problem> {
    let say = visit.say();
    let kept = if act.may::<KeepRules>(&RegionFacts) { KEPT.map(|one| kept(say, one)).into() } else { vec![] };
    let page = NoDayPage { a: visit.assets(), s: say, today, greeting, kept };
    visit.open_page(Shell::Work, &say.t("trail-menu-day"), &page)
}

fn kept(say: Say<'_>, (href, key): (&'static str, &str)) -> KeptView {
    KeptView { href, title: say.t(&format!("trail-kept-{key}")), text: say.t(&format!("trail-kept-{key}-text")) }
}
