//! Writing one more grown-up down around a child: whoever helps the child, wherever it came from.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::child::Child;
use domain::id::Id;
use web::limit::Tries;
use web::{App, Fields, Problem, Sent, Shell, Visit};

use crate::children::adults::commands::{self, AdultError, Around};
use crate::children::adults::forms::{self, AdultForm};
use crate::children::pages::Frame;
use crate::pages::{Errors, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/barn/{child}/vuxna/lagg-till", get(form).post(add))
}

#[derive(Template)]
#[template(path = "adult_new.html")]
struct NewPage<'v> {
    frame: Frame<'v>,
    here: String,
    form: AdultForm,
}

async fn form(visit: Visit, Path(child): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let (around, logged) = commands::around_to_change(&visit.asker(), id_of(&child)?).await?;
    let page = page(&visit, &around, &Fields::default(), &Errors::default());
    visit.personal_page(logged, Shell::Work, &visit.say().t("adults-new-page"), &page)
}

fn page<'v>(visit: &'v Visit, around: &Around, fields: &Fields, errors: &Errors) -> NewPage<'v> {
    let (say, back) = (visit.say(), format!("/barn/{}/vuxna", around.child));
    NewPage {
        here: format!("{back}/lagg-till"),
        frame: Frame::of(visit, say.t("adults-new-page"), (back, "adults-all"), errors).warning(around.who.protection),
        form: AdultForm::of(say, fields, errors, "adults-new-number-hint"),
    }
}

async fn add(Path(child): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let child: Id<Child> = id_of(&child)?;
    let errors = match forms::read_new(&fields, visit.now().day()) {
        Err(errors) => errors,
        Ok(found) => {
            let mut errors = Errors::default();
            match commands::add(&visit.asker(), child, found).await {
                Ok(person) => {
                    return Ok(visit.see_and_tell(&format!("/barn/{child}/vuxna/{person}"), "adults-added"));
                }
                Err(AdultError::NotUsable) => errors.add("number", "adults-error-not-usable"),
                Err(error) => return Err(error.into()),
            }
            // Whoever tries number after number is stopped, as where one opens without a relation.
            visit.try_once_more(Tries::Numbers)?;
            errors
        }
    };
    let (around, logged) = commands::around_to_change(&visit.asker(), child).await?;
    let page = page(&visit, &around, &fields, &errors);
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("adults-new-page"), &page)
}
