//! Ending a grown-up who was written down by mistake. It is asked twice: this is the second question.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::child::{Child, Person};
use domain::id::Id;
use domain::protection::Refusal;
use web::{App, Problem, Sent, Shell, Visit};

use crate::children::Shown;
use crate::children::adults::commands::{self, AdultError, Around};
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

async fn again(visit: &Visit, (child, person): (Id<Child>, Id<Person>), errors: &Errors) -> Result<Response, Problem> {
    let (around, logged) = commands::around_to_change(&visit.asker(), child).await?;
    let page = page(visit, &around, person, errors).await?;
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("adults-end-page"), &page)
}

/// Who must do what before somebody protected is ended.
const fn key_of(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::SamePerson => "adults-error-end-same",
        Refusal::TwoSteps | Refusal::FamilySays | Refusal::LastNamed | Refusal::Ahead => "adults-error-end-two",
    }
}

async fn end(Path((child, person)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let (child, person): (Id<Child>, Id<Person>) = (id_of(&child)?, id_of(&person)?);
    if fields.text(SURE) != "1" {
        return again(&visit, (child, person), &Errors::one(SURE, "adults-error-sure")).await;
    }
    match commands::end(&visit.asker(), child, person).await {
        Ok(()) => Ok(visit.see_and_tell(&format!("/barn/{child}/vuxna"), "adults-gone")),
        Err(AdultError::Protected(refusal)) => {
            again(&visit, (child, person), &Errors::one(SURE, key_of(refusal))).await
        }
        Err(error) => Err(error.into()),
    }
}
