//! Finding a child among the open trails of my unit, when somebody calls: by what it is called, or by number. What is sought
//! travels in the body, never in an address, and every search stands in the log.

use access::action::identity::FindChild;
use access::action::trail::List;
use access::facts::UnitFacts;
use askama::Template;
use audit::Logged;
use axum::response::Response;
use domain::identity_number::IdentityNumber;
use domain::organisation::Post;
use i18n::Say;
use identity::children::commands::find_by_number;
use identity::organisations::Book;
use web::{Assets, Problem, Sent, Shell, Visit};

use crate::lists::store::{self as lists, Sought};
use crate::lists::{Part, Row};
use crate::pages::list::{RowView, Show, view};

/// The most rows that are shown.
const ROWS: usize = 25;
/// The longest that is read of what is sought, in characters.
const SOUGHT_MAX: usize = 100;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    a: Assets,
    s: Say<'a>,
    t: Words,
    csrf: String,
    sought: String,
    error: String,
    /// Whether anything has been looked for.
    looked: bool,
    /// Whether there is more than is shown.
    more: bool,
    rows: Vec<RowView>,
}

/// What the macros of form fields ask for.
struct Words {
    error_prefix: String,
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
    let found = found.rows.iter().map(|row| view(say, &book, row, Show::Units, now)).collect();
    let page = page(&visit, &sought, "", Some((found, more)));
    visit.personal_page(logged, Shell::Work, &say.t("trail-search"), &page)
}

type Found = (Part<Row>, std::sync::Arc<Book>, Logged);

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

fn page<'a>(visit: &'a Visit, sought: &str, error: &str, found: Option<(Vec<RowView>, bool)>) -> SearchPage<'a> {
    let say = visit.say();
    let looked = found.is_some();
    let (rows, more) = found.unwrap_or_default();
    SearchPage {
        a: visit.assets(),
        s: say,
        t: Words { error_prefix: say.t("frame-error-prefix") },
        csrf: visit.form_token(),
        sought: sought.to_owned(),
        error: error.to_owned(),
        looked,
        more,
        rows,
    }
}
