//! Choosing how soon somebody must act on a request, by whoever has it.

use access::action::front_door::Interview;
use audit::Asker;
use domain::front_door::queue::Urgency;
use domain::front_door::request::Request;
use domain::front_door::text::Note;
use domain::id::Id;
use domain::organisation::Post;

use crate::interview::commands::AssessError;
use crate::request::{promise, store as requests};

/// Chooses how soon somebody must act, up or down, and says why. The time it is due is counted anew from when it came in:
/// nothing that was promised moves later because somebody looked late.
pub(crate) async fn choose(
    asker: &Asker,
    post: Post,
    id: Id<Request>,
    urgency: Urgency,
    reason: Note,
) -> Result<(), AssessError> {
    let mut act = asker.begin("front_door.choose_urgency").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let due_at = promise::due(act.transaction(), before.unit, urgency, before.request.record().received_at).await?;
    let (request, event) = before.request.clone().choose_urgency(urgency, reason, due_at, post, now)?;
    requests::save(&mut act, &permit, &before, &request, &event).await?;
    act.commit(permit).await?;
    Ok(())
}
