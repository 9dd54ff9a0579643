//! What becomes of the requests and the trails of two children who are one now: the undecided requests of the other are
//! closed into the one at hand, and a trail with no request behind it any more ends.

use access::Permit;
use access::action::front_door::{Interview, Take};
use access::action::trail::Close;
use access::facts::Openness;
use audit::{Act, Outcome};
use domain::front_door::request::{Merged, Request};
use domain::id::Id;
use domain::organisation::Post;
use domain::trail::Trail;

use crate::joining::commands::{JoinError, Told};
use crate::joining::store;
use crate::request::store::{self as requests, Stored};

/// What is to be merged.
pub(super) struct Merging {
    /// The request at hand, which goes on.
    pub(super) mine: Id<Request>,
    /// Those of the other, each with leave to take it.
    pub(super) others: Vec<(Permit<Take>, Id<Request>)>,
    /// Who joins.
    pub(super) post: Post,
    /// Why, and what the family reads.
    pub(super) told: Told,
}

/// Merges what is undecided, after the children have been made one: both requests are under one key by then.
pub(super) async fn merge(act: &mut Act, interview: &Permit<Interview>, merging: Merging) -> Result<(), JoinError> {
    let now = act.now();
    let Merging { mine, others, post, told } = merging;
    let mut kept = requests::find(act, interview, mine).await?.ok_or(JoinError::NotFound)?;
    let mut trails = Vec::new();
    for (take, other) in others {
        let closing = requests::find(act, &take, other).await?.ok_or(JoinError::NotFound)?;
        let (merged, event) =
            closing.request.clone().merge_into(kept.request.clone(), told.reason.clone(), post, now)?;
        let Merged { closed, kept: goes_on } = merged;
        requests::save(act, &take, &closing, &closed, &event).await?;
        requests::save(act, interview, &kept, &goes_on, &event).await?;
        store::note_merged(act.transaction(), interview, other, mine).await?;
        act.used(take, Outcome::Changed);
        trails.push(closing.trail);
        kept = requests::find(act, interview, mine).await?.ok_or(JoinError::NotFound)?;
    }
    for trail in trails {
        end(act, interview, (&kept, post), trail, &told).await?;
    }
    Ok(())
}

/// Ends the trail of a request that is no more, if the front door holds it and nothing else is behind it.
async fn end(
    act: &mut Act,
    interview: &Permit<Interview>,
    (kept, post): (&Stored, Post),
    trail: Id<Trail>,
    told: &Told,
) -> Result<(), JoinError> {
    let now = act.now();
    if trail == kept.trail || store::still_on(act.transaction(), interview, (kept.child, trail)).await? {
        return Ok(());
    }
    let Some(facts) = trail::facts(act.transaction(), trail, now).await? else { return Ok(()) };
    if facts.openness != Openness::Open || facts.holder_unit != post.unit {
        return Ok(());
    }
    let close = act.authorize::<Close>(&facts).await?;
    trail::joining::end_into(act, &close, kept.trail, told.family.clone()).await?;
    act.used(close, Outcome::Changed);
    Ok(())
}
