//! Ending a grown-up who was written down by mistake. It is asked twice: this is the second question.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::child::{Child, Person};
use domain::id::Id;
use web::{App, Problem, Sent, Shell, Visit};

use crate::children::Shown;
use crate::children::adults::commands::{self, Around};
use crate::children::adults::pages::{AdultView, adult};
use crate::children::pages::Frame;
use crate::pages::{Errors, book_of, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/barn/{child}/vuxna/{person}/ta-bort", get(ask).post(end))
}

/// The box that says yes.
const SURE: &str = "sure";

#[derive(Template)]
#[template(path = "adult_end.html")]
struct EndPage<'v> {
    frame: Frame<'v>,
    here: String,
    adult: AdultView,
    sure_error: String,
}

async fn ask(visit: Visit, Path((child, person)): Path<(String, String)>) -> Result<Response, Problem> {
    visit.post()?;
    let (child, person) = (id_of(&child)?, id_of(&person)?);
    let (around, logged) = commands::around_to_change(&visit.asker(), child).await?;
    let page = page(&visit, &around, person, &Errors::default()).await?;
    visit.personal_page(logged, Shell::Work, &visit.say().t("adults-end-page"), &page)
}

async fn page<'v>(
    visit: &'v Visit,
    around: &Around,
    person: Id<Person>,
    errors: &Errors,
) -> Result<EndPage<'v>, Problem> {
    let (say, book) = (visit.say(), book_of(visit).await?);
    let guardian = around.who.guardians.iter().find(|one| one.person == person).ok_or(Problem::NotFound)?;
    if guardian.shown == Shown::Hidden {
        return Err(Problem::NotFound);
    }
    let back = format!("/barn/{}/vuxna/{person}", around.child);
    Ok(EndPage {
        here: format!("{back}/ta-bort"),
        frame: Frame::of(visit, say.t("adults-end-page"), (back, "adults-one-page"), errors),
        adult: adult(say, &book, around, guardian),
        sure_error: errors.of(say, SURE),
    })
}

async fn end(Path((child, person)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let (child, person): (Id<Child>, Id<Person>) = (id_of(&child)?, id_of(&person)?);
    if fields.text(SURE) != "1" {
        let mut errors = Errors::default();
        errors.add(SURE, "adults-error-sure");
        let (around, logged) = commands::around_to_change(&visit.asker(), child).await?;
        let page = page(&visit, &around, person, &errors).await?;
        return visit.refused_personal_form(logged, Shell::Work, &visit.say().t("adults-end-page"), &page);
    }
    commands::end(&visit.asker(), child, person).await?;
    Ok(visit.see_and_tell(&format!("/barn/{child}/vuxna"), "adults-gone"))
}
