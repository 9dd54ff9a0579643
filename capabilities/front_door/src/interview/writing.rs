//! Writing to whoever asked, for them to read with their code.

use access::action::front_door::Interview;
use audit::Asker;
use domain::front_door::following;
use domain::front_door::request::Request;
use domain::front_door::text::Note;
use domain::id::Id;
use domain::organisation::Post;
use identity::children::codes::commands::has_code;

use crate::interview::commands::{AssessError, under_way};
use crate::interview::sheet::{Attempt, Reached};
use crate::interview::store;
use crate::request::following::store as additions;
use crate::request::store as requests;

/// The most that the front door writes to whoever asked. PROPOSED: more than this is a talk.
const WRITTEN_MAX: usize = 50;

/// What came of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// They read it with their code: it is their turn.
    TheirTurn,
    /// They have no code that works, and cannot read it until they get one.
    NoCode,
}

/// Writes to whoever asked. They read it with their code; nothing is sent. It is noted as a try to reach them.
pub(crate) async fn write_to(asker: &Asker, post: Post, id: Id<Request>, words: &Note) -> Result<Written, AssessError> {
    let mut act = asker.begin("front_door.write_to_who_asked").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    under_way(&before.request)?;
    let follower = before.follower.ok_or(AssessError::CannotBeWrittenTo)?;
    if !following::can_be_written_to(&before.request.record().intake.asker, facts.protection) {
        return Err(AssessError::CannotBeWrittenTo);
    }
    if additions::written(&additions::additions(&mut act, &permit, &before).await?) >= WRITTEN_MAX {
        return Err(AssessError::WrittenTooOften);
    }
    let came = if has_code(&mut act, &permit, follower).await? { Written::TheirTurn } else { Written::NoCode };
    let mut assessment = store::find(&mut act, &permit, &before).await?.ok_or(AssessError::NotTheirs)?;
    let (outcome, by) = (Reached::Written.code().to_owned(), post.assignment.to_string());
    assessment.sheet.tried(Attempt { at: now.microseconds(), outcome, note: String::new(), by });
    if came == Written::TheirTurn {
        assessment.waiting_since = assessment.waiting_since.or(Some(now));
    }
    store::save(&mut act, &permit, &before, &assessment).await?;
    additions::insert(&mut act, &permit, (before.child, id), Some(post.assignment), words).await?;
    act.commit(permit).await?;
    Ok(came)
}
