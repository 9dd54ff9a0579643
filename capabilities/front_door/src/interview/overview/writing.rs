//! Writing to whoever asked: the form, and what is sent.

use axum::extract::Path;
use axum::response::Response;
use domain::front_door::following::can_be_written_to;
use domain::front_door::text::{Note, TextFault};
use i18n::Say;
use web::{Fields, Problem, Sent};

use crate::interview::commands::{AssessError, Overview};
use crate::interview::overview::again;
use crate::interview::views::request_address;
use crate::interview::writing::{self, Written};
use crate::work::{Errors, id_of};

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
