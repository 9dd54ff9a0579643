//! The two pages: whom the child may be the same as, and the two beside each other with what happens if they are made one.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::child::Child;
use domain::front_door::request::Request;
use domain::front_door::text::Note;
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::trail::Text;
use i18n::Say;
use web::limit::Tries;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::interview::views::request_address;
use crate::joining::commands::{self, Told};
use crate::joining::views::{ChoiceRow, ComparedView, obstacle, row};
use crate::work::{ErrorView, Errors, FieldWords, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/en-vag-in/{id}/samma-barn", get(choose).post(find))
        .route("/en-vag-in/{id}/samma-barn/{child}", get(compare).post(join))
}

#[derive(Template)]
#[template(path = "joining_choose.html")]
struct ChoosePage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    request: String,
    here: String,
    rows: Vec<ChoiceRow>,
    errors: Vec<ErrorView>,
    number: String,
    number_error: String,
}

#[derive(Template)]
#[template(path = "joining_compare.html")]
struct ComparePage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    back: String,
    here: String,
    errors: Vec<ErrorView>,
    compared: ComparedView,
    reason: String,
    reason_error: String,
    sure: bool,
    sure_error: String,
}

/// Where one chooses.
fn address(id: Id<Request>) -> String {
    format!("{}/samma-barn", request_address(id))
}

async fn choose(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    choosing(&visit, id_of(&id)?, &Fields::default(), &Errors::default()).await
}

async fn choosing(visit: &Visit, id: Id<Request>, fields: &Fields, errors: &Errors) -> Result<Response, Problem> {
    let (say, now) = (visit.say(), visit.now());
    let (alike, logged) = commands::choose(&visit.asker(), visit.post()?, id).await?;
    let page = ChoosePage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 0),
        csrf: visit.form_token(),
        request: request_address(id),
        here: address(id),
        rows: alike.iter().map(|one| row(say, one, &address(id), now)).collect(),
        errors: errors.views(say),
        number: fields.raw("number").to_owned(),
        number_error: errors.of(say, "number"),
    };
    let title = say.t("joining-choose");
    if errors.is_empty() {
        return visit.personal_page(logged, Shell::Work, &title, &page);
    }
    visit.refused_personal_form(logged, Shell::Work, &title, &page)
}

/// Looks for the other by number. Whoever tries number after number is stopped, as where one opens without a relation.
async fn find(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id: Id<Request> = id_of(&id)?;
    let mut errors = Errors::default();
    match IdentityNumber::parse(fields.text("number"), visit.now().day()) {
        Err(_) => errors.add("number", "joining-error-number"),
        Ok(number) => {
            visit.try_once_more(Tries::Numbers)?;
            match commands::find(&visit.asker(), visit.post()?, id, &number).await? {
                Some(child) => return Ok(visit.see(&format!("{}/{child}", address(id)))),
                None => errors.add("number", "joining-error-nobody"),
            }
        }
    }
    choosing(&visit, id, &fields, &errors).await
}

async fn compare(visit: Visit, Path((id, child)): Path<(String, String)>) -> Result<Response, Problem> {
    let (id, child) = (id_of(&id)?, id_of(&child)?);
    Box::pin(comparing(&visit, (id, child), &Fields::default(), &Errors::default())).await
}

async fn comparing(
    visit: &Visit,
    (id, child): (Id<Request>, Id<Child>),
    fields: &Fields,
    errors: &Errors,
) -> Result<Response, Problem> {
    let say = visit.say();
    let (compared, logged) = Box::pin(commands::compare(&visit.asker(), visit.post()?, id, child)).await?;
    let page = ComparePage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 2_000),
        csrf: visit.form_token(),
        back: address(id),
        here: format!("{}/{child}", address(id)),
        errors: errors.views(say),
        compared: ComparedView::new(say, &compared),
        reason: fields.raw("reason").to_owned(),
        reason_error: errors.of(say, "reason"),
        sure: fields.has("sure"),
        sure_error: errors.of(say, "sure"),
    };
    let title = say.t("joining-compare");
    if errors.is_empty() {
        return visit.personal_page(logged, Shell::Work, &title, &page);
    }
    visit.refused_personal_form(logged, Shell::Work, &title, &page)
}

async fn join(Path((id, child)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (id, child): (Id<Request>, Id<Child>) = (id_of(&id)?, id_of(&child)?);
    let (told, mut errors) = told(visit.say(), &fields);
    if let Some(told) = told {
        match Box::pin(commands::join(&visit.asker(), visit.post()?, id, child, told)).await {
            Ok(()) => return Ok(visit.see_and_tell(&request_address(id), "joining-done")),
            Err(error) => match obstacle(&error) {
                Some(key) => errors.add("reason", &key),
                None => return Err(error.into()),
            },
        }
    }
    Box::pin(comparing(&visit, (id, child), &fields, &errors)).await
}

/// Why they are one, and that it is meant: what is missing is said by its field.
fn told(say: Say<'_>, fields: &Fields) -> (Option<Told>, Errors) {
    let mut errors = Errors::default();
    let reason = Note::new(fields.text("reason"));
    if reason.is_err() {
        errors.add("reason", "joining-error-reason");
    }
    if !fields.has("sure") {
        errors.add("sure", "joining-error-sure");
    }
    match (reason, Text::parse(&say.t("joining-family")), errors.is_empty()) {
        (Ok(reason), Ok(family), true) => (Some(Told { reason, family }), errors),
        (Ok(_) | Err(_), Ok(_) | Err(_), true | false) => (None, errors),
    }
}
