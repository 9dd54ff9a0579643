//! Who holds the request: laying it back in the queue, and taking it over from a colleague. Both want a reason.

use axum::extract::Path;
use axum::response::Response;
use domain::front_door::request::Request;
use domain::front_door::text::Note;
use domain::id::Id;
use web::{Fields, Problem, Sent, Visit};

use crate::interview::overview::again;
use crate::interview::views::request_address;
use crate::queue::commands as queue;
use crate::work::{Errors, id_of};

/// A reason, or the page again with what to do.
pub(super) async fn with_reason(
    visit: &Visit,
    id: Id<Request>,
    fields: &Fields,
    field: &str,
) -> Result<Result<Note, Response>, Problem> {
    if let Ok(reason) = Note::new(fields.text(field)) {
        return Ok(Ok(reason));
    }
    let mut errors = Errors::default();
    errors.add(field, "front-error-reason");
    Box::pin(again(visit, id, fields, &errors)).await.map(Err)
}

pub(super) async fn release(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    match with_reason(&visit, id, &fields, "release_reason").await? {
        Ok(reason) => {
            queue::release(&visit.asker(), visit.post()?, id, reason).await?;
            Ok(visit.see_and_tell("/en-vag-in", "front-released"))
        }
        Err(response) => Ok(response),
    }
}

pub(super) async fn take_over(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    match with_reason(&visit, id, &fields, "reason").await? {
        Ok(reason) => {
            queue::take_over(&visit.asker(), visit.post()?, id, reason).await?;
            Ok(visit.see(&request_address(id)))
        }
        Err(response) => Ok(response),
    }
}
