//! Pages of who has read: the child's own, and a guardian's.

use askama::Template;
use audit::{Cursor, Logged};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use i18n::Say;
use web::{App, Assets, Fields, Problem, Session, Shell, Visit};

use crate::readers::commands::{self, Readers};
use crate::readers::gathered::gathered;
use crate::readers::words::{LineView, Teller};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/min-sida/last", get(own)).route("/min-familj/{child}/last", get(of_child))
}

#[derive(Template)]
#[template(path = "readers.html")]
struct ReadersPage<'v> {
    a: Assets,
    s: Say<'v>,
    title: String,
    lead: String,
    back: &'static str,
    back_label: String,
    lines: Vec<LineView>,
    shown: String,
    next: String,
}

/// Where a page stands, and for whom.
struct Side {
    shell: Shell,
    here: String,
    home: &'static str,
    back: &'static str,
    lead: &'static str,
}

async fn own(visit: Visit) -> Result<Response, Problem> {
    let Session::Child(_) = visit.session else { return Err(outside(&visit)) };
    let (readers, logged) = commands::of_oneself(&visit.asker(), cursor(&visit)?).await?;
    let side = Side {
        shell: Shell::Child,
        here: visit.path.clone(),
        home: "/min-sida",
        back: "oversight-readers-back",
        lead: "oversight-readers-lead-child",
    };
    show(&visit, &side, &readers, logged)
}

async fn of_child(visit: Visit, Path(child): Path<String>) -> Result<Response, Problem> {
    let Session::Guardian(_) = visit.session else { return Err(outside(&visit)) };
    let child = child.parse().map_err(|_| Problem::NotFound)?;
    let (readers, logged) = commands::of_child(&visit.asker(), child, cursor(&visit)?).await?;
    let side = Side {
        shell: Shell::Public,
        here: visit.path.clone(),
        home: "/min-familj",
        back: "oversight-readers-back-family",
        lead: "oversight-readers-lead-family",
    };
    show(&visit, &side, &readers, logged)
}

fn show(visit: &Visit, side: &Side, readers: &Readers, logged: Logged) -> Result<Response, Problem> {
    let say = visit.say();
    let teller = Teller {
        say,
        book: &readers.book,
        now: readers.now,
        names: visit.app.settings().reader_names,
        viewer: visit.session.actor().person(),
        openings: &readers.openings,
    };
    let rows = gathered(&readers.lines, |line| teller.own_day(line));
    let lines: Vec<_> = rows.iter().map(|row| teller.tell_row(row)).collect();
    let next = readers.next.map_or(String::new(), |next| format!("{}?fore={}", side.here, next.written()));
    let page = ReadersPage {
        a: visit.assets(),
        s: say,
        title: say.t("oversight-readers-title"),
        lead: say.t(side.lead),
        back: side.home,
        back_label: say.t(side.back),
        shown: say.with("oversight-readers-shown", "count", lines.len()),
        lines,
        next,
    };
    let title = page.title.clone();
    visit.personal_page(logged, side.shell, &title, &page)
}

/// The page belongs to somebody else; one who is nobody logs in first.
fn outside(visit: &Visit) -> Problem {
    if visit.session == Session::Nobody { Problem::NotLoggedIn } else { Problem::NotFound }
}

fn cursor(visit: &Visit) -> Result<Option<Cursor>, Problem> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    match fields.text("fore") {
        "" => Ok(None),
        written => Cursor::read(written).map(Some).ok_or(Problem::NotFound),
    }
}
