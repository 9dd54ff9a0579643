//! Writing one more grown-up down around a child: whoever helps the child, wherever it came from.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::child::{Child, Protection};
use domain::id::Id;
use i18n::Say;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::children::adults::commands::{self, AdultError, Around};
use crate::children::adults::forms;
use crate::children::adults::pages::{custodies, sources};
use crate::children::pages::messages;
use crate::pages::{Choice, ErrorView, Errors, FieldWords, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/barn/{child}/vuxna/lagg-till", get(form).post(add))
}

#[derive(Template)]
#[template(path = "adult_new.html")]
struct NewPage<'v> {
    a: Assets,
    say: Say<'v>,
    t: FieldWords,
    csrf: String,
    back: String,
    here: String,
    protected: bool,
    errors: Vec<ErrorView>,
    name: String,
    name_error: String,
    relation: String,
    relation_error: String,
    phone: String,
    phone_error: String,
    messages: Vec<Choice>,
    number: String,
    number_error: String,
    custody: Vec<Choice>,
    custody_error: String,
    sources: Vec<Choice>,
    source_error: String,
}

async fn form(visit: Visit, Path(child): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let (around, logged) = commands::around_to_change(&visit.asker(), id_of(&child)?).await?;
    let fields = Fields::of([("message", "not_asked")]);
    let page = page(&visit, &around, &fields, &Errors::default());
    visit.personal_page(logged, Shell::Work, &visit.say().t("adults-new-page"), &page)
}

fn page<'v>(visit: &'v Visit, around: &Around, fields: &Fields, errors: &Errors) -> NewPage<'v> {
    let say = visit.say();
    let back = format!("/barn/{}/vuxna", around.child);
    NewPage {
        a: visit.assets(),
        say,
        t: FieldWords::of(say),
        csrf: visit.form_token(),
        here: format!("{back}/lagg-till"),
        back,
        protected: around.who.protection != Protection::None,
        errors: errors.views(say),
        name: fields.raw("name").to_owned(),
        name_error: errors.of(say, "name"),
        relation: fields.raw("relation").to_owned(),
        relation_error: errors.of(say, "relation"),
        phone: fields.raw("phone").to_owned(),
        phone_error: errors.of(say, "phone"),
        messages: messages(say, fields.text("message")),
        number: fields.raw("number").to_owned(),
        number_error: errors.of(say, "number"),
        custody: custodies(say, fields.text("custody")),
        custody_error: errors.of(say, "custody"),
        sources: sources(say, fields.text("source")),
        source_error: errors.of(say, "source"),
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
                Err(AdultError::AlreadyHere) => errors.add("number", "adults-error-here"),
                Err(AdultError::ChildsOwn) => errors.add("number", "adults-error-childs-own"),
                Err(error) => return Err(error.into()),
            }
            errors
        }
    };
    let (around, logged) = commands::around_to_change(&visit.asker(), child).await?;
    let page = page(&visit, &around, &fields, &errors);
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("adults-new-page"), &page)
}
