//! Changing how soon somebody must act: the form, and what is sent.

use axum::extract::Path;
use axum::response::Response;
use domain::front_door::queue::Urgency;
use domain::front_door::request::Refusal;
use i18n::Say;
use web::{Fields, Problem, Sent};

use crate::interview::commands::AssessError;
use crate::interview::overview::again;
use crate::interview::overview::holding::with_reason;
use crate::interview::urgency;
use crate::interview::views::request_address;
use crate::work::{Choice, Errors, id_of};

/// How soon somebody must act, to be changed.
pub(super) struct UrgencyForm {
    pub(super) choices: Vec<Choice>,
    pub(super) error: String,
    pub(super) reason: String,
    pub(super) reason_error: String,
}

pub(super) fn urgency_form(say: Say<'_>, now: Urgency, fields: &Fields, errors: &Errors) -> UrgencyForm {
    let chosen = if fields.has("urgency") { fields.text("urgency") } else { now.code() };
    let choice = |one: Urgency| Choice::new(one.code(), say.t(&format!("front-urgency-{}", one.code())), chosen);
    UrgencyForm {
        choices: Urgency::ALL.into_iter().map(choice).collect(),
        error: errors.of(say, "urgency"),
        reason: fields.raw("urgency_reason").to_owned(),
        reason_error: errors.of(say, "urgency_reason"),
    }
}

pub(super) async fn choose(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let mut errors = Errors::default();
    let Some(chosen) = Urgency::from_code(fields.text("urgency")) else {
        errors.add("urgency", "front-error-urgency");
        return again(&visit, id, &fields, &errors).await;
    };
    let reason = match with_reason(&visit, id, &fields, "urgency_reason").await? {
        Ok(reason) => reason,
        Err(response) => return Ok(response),
    };
    match urgency::choose(&visit.asker(), visit.post()?, id, chosen, reason).await {
        Ok(()) => Ok(visit.see_and_tell(&request_address(id), "front-urgency-chosen")),
        Err(AssessError::Refused(Refusal::Interrupted)) => {
            errors.add("urgency", "front-error-urgency-danger");
            again(&visit, id, &fields, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
