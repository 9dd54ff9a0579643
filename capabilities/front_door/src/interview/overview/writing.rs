//! Writing to whoever asked, and changing how soon somebody must act.

use axum::extract::Path;
use axum::response::Response;
use domain::front_door::following::can_be_written_to;
use domain::front_door::queue::Urgency;
use domain::front_door::request::Refusal;
use domain::front_door::text::{Note, TextFault};
use i18n::Say;
use web::{Fields, Problem, Sent};

use crate::interview::commands::{AssessError, Overview};
use crate::interview::overview::again;
use crate::interview::overview::holding::with_reason;
use crate::interview::views::request_address;
use crate::interview::writing::{self, Written};
use crate::work::{Choice, Errors, id_of};

/// What is being written to whoever asked.
pub(super) struct WriteForm {
    pub(super) words: String,
    pub(super) error: String,
}

/// The form, where whoever asked can read what is written.
pub(super) fn write_form(say: Say<'_>, overview: &Overview, fields: &Fields, errors: &Errors) -> Option<WriteForm> {
    let record = overview.stored.request.record();
    let can = overview.stored.follower.is_some() && can_be_written_to(&record.intake.asker, overview.protection);
    can.then(|| WriteForm { words: fields.raw("write").to_owned(), error: errors.of(say, "write") })
}

/// How soon somebody must act, to be changed.
pub(super) struct HurryForm {
    pub(super) choices: Vec<Choice>,
    pub(super) error: String,
    pub(super) reason: String,
    pub(super) reason_error: String,
}

pub(super) fn hurry_form(say: Say<'_>, now: Urgency, fields: &Fields, errors: &Errors) -> HurryForm {
    let chosen = if fields.has("urgency") { fields.text("urgency") } else { now.code() };
    let choice = |one: Urgency| Choice::new(one.code(), say.t(&format!("front-urgency-{}", one.code())), chosen);
    HurryForm {
        choices: Urgency::ALL.into_iter().map(choice).collect(),
        error: errors.of(say, "urgency"),
        reason: fields.raw("hurry_reason").to_owned(),
        reason_error: errors.of(say, "hurry_reason"),
    }
}

pub(super) async fn write(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let mut errors = Errors::default();
    match Note::new(fields.raw("write")) {
        Ok(words) => match writing::write_to(&visit.asker(), visit.post()?, id, &words).await {
            Ok(Written::TheirTurn) => return Ok(visit.see_and_tell(&request_address(id), "front-written")),
            Ok(Written::NoCode) => return Ok(visit.see_and_tell(&request_address(id), "front-written-no-code")),
            Err(AssessError::WrittenTooOften) => errors.add("write", "front-error-write-many"),
            Err(error) => return Err(error.into()),
        },
        Err(TextFault::Blank | TextFault::Unstorable) => errors.add("write", "front-error-write"),
        Err(TextFault::TooLong { .. }) => errors.add("write", "follow-error-long"),
    }
    again(&visit, id, &fields, &errors).await
}

pub(super) async fn choose_urgency(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let mut errors = Errors::default();
    let Some(urgency) = Urgency::from_code(fields.text("urgency")) else {
        errors.add("urgency", "front-error-urgency");
        return again(&visit, id, &fields, &errors).await;
    };
    let reason = match with_reason(&visit, id, &fields, "hurry_reason").await? {
        Ok(reason) => reason,
        Err(response) => return Ok(response),
    };
    match writing::choose_urgency(&visit.asker(), visit.post()?, id, urgency, reason).await {
        Ok(()) => Ok(visit.see_and_tell(&request_address(id), "front-urgency-chosen")),
        Err(AssessError::Refused(Refusal::Interrupted)) => {
            errors.add("urgency", "front-error-urgency-danger");
            again(&visit, id, &fields, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
