//! Finding a child when somebody calls, among the open trails that my unit holds or has a part in: by what it is called, or
//! by number. What is sought travels in the body, never in an address, and every search stands in the log.

use access::action::identity::FindChild;
use access::action::trail::List;
use access::facts::UnitFacts;
use askama::Template;
use audit::Logged;
use axum::response::Response;
use domain::identity_number::IdentityNumber;
use domain::moment::Moment;
use domain::organisation::Post;
use i18n::Say;
use identity::children::commands::find_by_number;
use identity::organisations::Book;
use std::sync::Arc;
use web::{Assets, Problem, Sent, Shell, Visit};

use crate::entries::views::FieldWords;
use crate::lists::Part;
use crate::lists::sought::store as lists;
use crate::lists::sought::{Held, Hit, Sought};
use crate::views::{colleague_name, name_and_age, next_or_missing};

/// The most rows that are shown.
const ROWS: usize = 25;
/// The longest that is read of what is sought, in characters.
const SOUGHT_MAX: usize = 100;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    a: Assets,
    s: Say<'a>,
    t: FieldWords,
    csrf: String,
    sought: String,
    error: String,
    /// Whether anything has been looked for.
    looked: bool,
    /// Whether there is more than is shown.
    more: bool,
    rows: Vec<HitView>,
}

/// A trail that was found.
struct HitView {
    href: String,
    child: String,
    place: String,
    text: String,
}

/// The field with nothing in it: where an address that was kept leads.
pub(super) async fn empty(visit: Visit) -> Result<Response, Problem> {
    visit.post()?;
    let page = page(&visit, "", "", None);
    visit.open_page(Shell::Work, &visit.say().t("trail-search"), &page)
}

/// Looks.
pub(super) async fn search(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let post = visit.post()?;
    let say = visit.say();
    let sought: String = fields.text("sok").chars().take(SOUGHT_MAX).collect();
    if sought.is_empty() {
        let page = page(&visit, "", &say.t("trail-search-missing"), None);
        return visit.refused_form(Shell::Work, &say.t("trail-search"), &page);
    }
    let (found, book, logged) = look(&visit, &post, &sought).await?;
    let (now, more) = (visit.now(), found.more);
    let found = found.rows.iter().map(|hit| view(say, &book, hit, now)).collect();
    let page = page(&visit, &sought, "", Some((found, more)));
    visit.personal_page(logged, Shell::Work, &say.t("trail-search"), &page)
}

type Found = (Part<Hit>, Arc<Book>, Logged);

async fn look(visit: &Visit, post: &Post, sought: &str) -> Result<Found, Problem> {
    let mut act = visit.asker().begin_reading("trail.search").await?;
    let facts = UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch };
    let permit = act.authorize::<List>(&facts).await?;
    let today = act.now().day();
    let sought = match IdentityNumber::parse(sought, today) {
        Ok(number) if number.normal_form().is_some() => {
            let find = act.authorize::<FindChild>(&facts).await?;
            let children = find_by_number(&mut act, &find, &number).await?;
            // Each child sees in the log that somebody looked.
            act.found(find, &children);
            Sought::Children(children)
        }
        Ok(_) | Err(_) => Sought::Name(sought.to_lowercase()),
    };
    let book = Book::open(act.transaction()).await?;
    let rows = lists::sought(&mut act, &permit, &sought, ROWS).await?;
    Ok((rows, book, act.finish(permit).await?))
}

fn view(say: Say<'_>, book: &Book, hit: &Hit, now: Moment) -> HitView {
    HitView {
        href: format!("/led/{}", hit.trail),
        child: name_and_age(say, &hit.label, now.day()),
        place: hit.label.place.clone(),
        text: match &hit.held {
            Held::Here { by, next } => {
                format!("{} · {}", next_or_missing(say, next, now), colleague_name(say, book, *by))
            }
            Held::Elsewhere(unit) => say.with("trail-search-elsewhere", "unit", book.unit_name(*unit)),
        },
    }
}

fn page<'a>(visit: &'a Visit, sought: &str, error: &str, found: Option<(Vec<HitView>, bool)>) -> SearchPage<'a> {
    let say = visit.say();
    let looked = found.is_some();
    let (rows, more) = found.unwrap_or_default();
    SearchPage {
        a: visit.assets(),
        s: say,
        t: FieldWords::new(say),
        csrf: visit.form_token(),
        sought: sought.to_owned(),
        error: error.to_owned(),
        looked,
        more,
        rows,
    }
}
