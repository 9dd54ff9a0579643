//! Deciding anew, when a unit has given the child back or could not be asked: the request is taken up again with a reason, the
//! assessment as it stands is gone through, and a new decision is made by the rules in force now. The earlier one stays.

use std::collections::BTreeMap;

use access::action::front_door::Take;
use access::facts::{Openness, TrailFacts};
use audit::Asker;
use domain::front_door::request::{Request, Whereabouts};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::organisation::{Post, Unit};

use crate::interview::store as assessments;
use crate::queue::commands::{TakeError, hold_trail, plan_if_held};
use crate::request::store as requests;

/// Whether a request can be decided anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anew {
    /// It can, by whoever looks.
    Open,
    /// It is not decided, somebody else has it, or they may not.
    Closed,
}

/// Where the trail of a request of this front door is.
pub(crate) fn whereabouts(trail: &TrailFacts, door: Id<Unit>) -> Whereabouts {
    match (trail.openness, trail.pending_unit) {
        (Openness::Closed, _) => Whereabouts::Elsewhere,
        (Openness::Open, _) if trail.holder_unit != door => Whereabouts::Elsewhere,
        (Openness::Open, Some(_)) => Whereabouts::Offered,
        (Openness::Open, None) => Whereabouts::Here,
    }
}

/// Takes a decided request up again. Whoever does is on it, and holds its trail; what was typed about the earlier decision is
/// put aside, so that nobody sends it a second time by habit.
pub async fn take_up_again(asker: &Asker, post: Post, id: Id<Request>, reason: Note) -> Result<(), TakeError> {
    let mut act = asker.begin("front_door.decide_anew").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(TakeError::NotFound)?;
    let permit = act.authorize::<Take>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(TakeError::NotFound)?;
    let mut assessment = assessments::find(&mut act, &permit, &before).await?.ok_or(TakeError::NotFound)?;
    let trail = trail::facts(act.transaction(), before.trail, now).await?.ok_or(TakeError::NotFound)?;
    let whereabouts = whereabouts(&trail, before.unit);
    let (request, event) = before.request.clone().take_up_again(assessment.id, whereabouts, reason, post, now)?;
    // All rights are asked for before anything is written.
    let plan = plan_if_held(&mut act, before.trail, before.unit).await?;
    requests::save(&mut act, &permit, &before, &request, &event).await?;
    assessment.sheet.type_in(BTreeMap::new());
    assessments::save(&mut act, &permit, &before, &assessment).await?;
    hold_trail(&mut act, plan).await?;
    act.commit(permit).await?;
    Ok(())
}
