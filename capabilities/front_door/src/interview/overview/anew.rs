//! Taking a decided request up again, with a reason: the form, and what is sent.

use axum::extract::Path;
use axum::response::Response;
use i18n::Say;
use web::{Fields, Problem, Sent};

use crate::decision::anew::{Anew, take_up_again};
use crate::interview::overview::holding::with_reason;
use crate::interview::step::Step;
use crate::work::{Errors, id_of};

/// Why a new decision is needed, as it is typed.
pub(super) struct AnewForm {
    pub(super) reason: String,
    pub(super) error: String,
}

pub(super) fn anew_form(say: Say<'_>, anew: Anew, fields: &Fields, errors: &Errors) -> Option<AnewForm> {
    let form = || AnewForm { reason: fields.raw("anew_reason").to_owned(), error: errors.of(say, "anew_reason") };
    (anew == Anew::Open).then(form)
}

/// The assessment is gone through again before anything is decided.
pub(super) async fn send(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    match with_reason(&visit, id, &fields, "anew_reason").await? {
        Ok(reason) => {
            take_up_again(&visit.asker(), visit.post()?, id, reason).await?;
            Ok(visit.see_and_tell(&Step::Areas.of(id), "front-anew"))
        }
        Err(response) => Ok(response),
    }
}
