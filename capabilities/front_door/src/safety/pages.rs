//! The page of acute danger: calm, whom to call, what was done, and when somebody follows up.

use askama::Template;
use audit::Logged;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use directory::numbers::{Call, listed};
use domain::front_door::interrupt::Action;
use domain::front_door::request::{Refusal, Request};
use domain::id::Id;
use i18n::Say;
use identity::children::Shown;
use identity::organisations::Book;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::interview::commands::AssessError;
use crate::interview::step::Step;
use crate::safety::commands::{self, Danger, HandleError, Theirs};
use crate::safety::forms;
use crate::work::{Choice, ErrorView, Errors, FieldWords, book_of, id_of, sentence};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/en-vag-in/{id}/fara", get(show).post(handle))
}

/// The address of a request's danger.
pub(crate) fn address(id: Id<Request>) -> String {
    format!("/en-vag-in/{id}/fara")
}

#[derive(Template)]
#[template(path = "danger.html")]
struct DangerPage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    here: String,
    overview: String,
    title: String,
    items: Vec<String>,
    alone: bool,
    calls: Vec<Call>,
    duty: String,
    child_phone: String,
    child_phone_href: String,
    /// That the number is for those who are named; empty where it is shown.
    hidden: String,
    theirs: bool,
    holder: String,
    errors: Vec<ErrorView>,
    actions: Vec<Choice>,
    action_error: String,
    note: String,
    note_error: String,
    day: String,
    time: String,
    follow_up_error: String,
    call_back: String,
    call_back_error: String,
    place: String,
    place_error: String,
}

/// The number that the family gave, or whom to turn to where it is not for whoever looks.
fn phone(say: Say<'_>, danger: &Danger) -> (String, String) {
    let given = danger.stored.request.record().intake.reach.telephone();
    match (danger.asker, given) {
        (Shown::Hidden, _) => (String::new(), say.t("front-reach-hidden")),
        (Shown::Open | Shown::ToTheNamed, Some(given)) => (given.as_str().to_owned(), String::new()),
        (Shown::Open | Shown::ToTheNamed, None) => (String::new(), String::new()),
    }
}

fn page<'a>(visit: &'a Visit, book: &Book, danger: &Danger, fields: &Fields, errors: &Errors) -> DangerPage<'a> {
    let say = visit.say();
    let record = danger.stored.request.record();
    let items = record.interrupt.as_ref().map(|interrupt| interrupt.items.as_slice()).unwrap_or_default();
    let item = |item: &domain::front_door::safety::Item| say.t(&format!("front-acute-{}", item.code()));
    let (phone, hidden) = phone(say, danger);
    let alone = record.screen.answer(domain::front_door::safety::Item::AloneNow)
        == Some(domain::front_door::safety::Answer::Yes);
    let action = |action: Action| {
        Choice::new(action.code(), say.t(&format!("front-danger-action-{}", action.code())), fields.text("action"))
    };
    let holder = record.state.holder().map(|holder| book.colleague_name(holder.by.assignment).to_owned());
    let name = match danger.label.given_name.as_str() {
        "" => say.t("front-no-name"),
        name => name.to_owned(),
    };
    DangerPage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 2_000),
        csrf: visit.form_token(),
        here: address(record.id),
        overview: format!("/en-vag-in/{}", record.id),
        title: say.with("front-danger-title", "name", name.as_str()),
        items: items.iter().map(item).map(|text| sentence(&text)).collect(),
        alone,
        calls: listed(visit, |_| None),
        duty: book.duty(danger.stored.unit).map(|duty| duty.name.clone()).unwrap_or_default(),
        child_phone_href: format!("tel:{phone}"),
        child_phone: phone,
        hidden,
        theirs: danger.theirs == Theirs::Own,
        holder: holder.unwrap_or_default(),
        errors: errors.views(say),
        actions: Action::ALL.into_iter().map(action).collect(),
        action_error: errors.of(say, "action"),
        note: fields.raw("note").to_owned(),
        note_error: errors.of(say, "note"),
        day: fields.text("follow_up_day").to_owned(),
        time: fields.text("follow_up_time").to_owned(),
        follow_up_error: errors.of(say, "follow_up_day"),
        call_back: fields.text("call_back").to_owned(),
        call_back_error: errors.of(say, "call_back"),
        place: fields.raw("place").to_owned(),
        place_error: errors.of(say, "place"),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let (danger, logged) = commands::show(&visit.asker(), id).await?;
    let record = danger.stored.request.record();
    if record.interrupt.is_none() {
        return Ok(visit.see(&format!("/en-vag-in/{id}")));
    }
    let today = visit.now().day().to_string();
    let (phone, _) = phone(visit.say(), &danger);
    let fields = Fields::of([("follow_up_day", today.as_str()), ("call_back", &phone)]);
    let book = book_of(&visit).await?;
    let page = page(&visit, &book, &danger, &fields, &Errors::default());
    visit.personal_page(logged, Shell::Work, &visit.say().t("front-danger-page"), &page)
}

async fn refused(
    visit: &Visit,
    (danger, logged): (Danger, Logged),
    fields: &Fields,
    errors: &Errors,
) -> Result<Response, Problem> {
    let book = book_of(visit).await?;
    let page = page(visit, &book, &danger, fields, errors);
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("front-danger-page"), &page)
}

async fn handle(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let (response, errors) = forms::response(&fields, visit.now());
    if !errors.is_empty() {
        let shown = commands::show(&visit.asker(), id).await?;
        return refused(&visit, shown, &fields, &errors).await;
    }
    let words = visit.say().t("front-danger-next-step");
    match commands::handle(&visit.asker(), visit.post()?, id, response, &words).await {
        Ok(()) => Ok(visit.see_and_tell(&Step::Safety.of(id), "front-danger-handled")),
        Err(HandleError::Assess(AssessError::Refused(Refusal::Response(refusal)))) => {
            let shown = commands::show(&visit.asker(), id).await?;
            refused(&visit, shown, &fields, &forms::refused(&refusal)).await
        }
        Err(error) => Err(error.into()),
    }
}
