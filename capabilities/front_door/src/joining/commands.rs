//! Choosing whom a child may be the same as, seeing both beside each other, and joining them. Everything is asked about each of
//! the two: nobody joins, or compares, what they may not read.

use access::Permit;
use access::action::front_door::{Interview, SeeQueue, Take};
use access::action::identity::{ChangeIdentity, FindChild};
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::child::Child;
use domain::child::joining::{self, Joining};
use domain::front_door::request::{Refusal, Request, State};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::organisation::{Assignment, Post};
use domain::trail::Text;
use identity::children::Relations;
use identity::children::commands::find_by_number;
use identity::children::joining::commands::{Permits, join as join_children, take};
use trail::commands::CommandError;
use web::Problem;

use crate::joining::compare::{Sides, open};
use crate::joining::merging::{Merging, merge};
use crate::joining::store;
use crate::queue::commands::own_unit;
use crate::request::store::{self as requests, Stored};

pub use crate::joining::compare::{Around, Compared};
pub use crate::joining::store::Alike;

/// Why two children were not compared or joined. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// There is no such request, or no such child.
    #[error("there is no such request or child")]
    NotFound,
    /// The request at hand is decided: the other is taken, and joined from there.
    #[error("the request at hand is decided")]
    Decided,
    /// Somebody else has a request of the other.
    #[error("somebody else has a request of the other child")]
    TakenBy(Id<Assignment>),
    /// The two are not made one.
    #[error(transparent)]
    Apart(#[from] joining::Refusal),
    /// A request says no.
    #[error(transparent)]
    Request(#[from] Refusal),
    /// A trail says no.
    #[error(transparent)]
    Trail(#[from] CommandError),
    /// Somebody was quicker.
    #[error("somebody has changed one of the two since the page was opened")]
    Changed,
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for JoinError {
    fn from(failure: Failure) -> Self {
        if matches!(failure, Failure::Conflict) { Self::Changed } else { Self::Act(failure.into()) }
    }
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::NotFound => Self::NotFound,
            JoinError::Decided | JoinError::TakenBy(_) | JoinError::Apart(_) | JoinError::Request(_) => Self::NotNow,
            JoinError::Changed => Self::Conflict,
            JoinError::Trail(error) => error.into(),
            JoinError::Act(refused) => refused.into(),
        }
    }
}

/// Other children at the front door, for whoever has a request that may be about one of them.
pub async fn choose(asker: &Asker, post: Post, id: Id<Request>) -> Result<(Vec<Alike>, Logged), JoinError> {
    let mut act = asker.begin_reading("front_door.choose_same").await?;
    let (interview, mine) = at_hand(&mut act, id).await?;
    let queue = act.authorize::<SeeQueue>(&own_unit(&post)).await?;
    let alike = store::alike(&mut act, &queue, (post.unit, mine.child, post.assignment)).await?;
    act.used(queue, Outcome::Read);
    Ok((alike, act.finish(interview).await?))
}

/// The other child with an identity number, if there is one whom whoever asks may join. In the same words as nobody otherwise.
pub async fn find(
    asker: &Asker,
    post: Post,
    id: Id<Request>,
    number: &IdentityNumber,
) -> Result<Option<Id<Child>>, JoinError> {
    let mut act = asker.begin_reading("front_door.find_same").await?;
    let now = act.now();
    let (interview, mine) = at_hand(&mut act, id).await?;
    let finding = act.authorize::<FindChild>(&own_unit(&post)).await?;
    let known = find_by_number(&mut act, &finding, number).await?;
    let mut found = None;
    for child in known.iter().copied().filter(|child| *child != mine.child) {
        let Some(relations) = Relations::of(act.transaction(), child, now).await? else { continue };
        if act.may::<access::action::identity::Join>(&relations.identity_facts()) {
            found = Some(child);
            break;
        }
    }
    act.used(interview, Outcome::Read);
    act.finish_found(finding, &known).await?;
    Ok(found)
}

/// Both children beside each other, and whether they can be made one.
pub async fn compare(
    asker: &Asker,
    post: Post,
    id: Id<Request>,
    other: Id<Child>,
) -> Result<(Compared, Logged), JoinError> {
    let mut act = asker.begin_reading("front_door.compare").await?;
    let (interview, mine) = at_hand(&mut act, id).await?;
    let sides = open(&mut act, (mine.child, other)).await?;
    let plan = joining::join(&sides.one.side, &sides.other.side, post.unit);
    let compared = Box::pin(sides.shown(&mut act, (post, &mine), plan)).await?;
    Ok((compared, act.finish(interview).await?))
}

/// Why two children are one, and what the family reads where a trail ends because of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// How one knows.
    pub reason: Note,
    /// In words for the family.
    pub family: Text<2000>,
}

/// Makes the child of a request and another one: children, requests and trails together, or nothing.
pub async fn join(asker: &Asker, post: Post, id: Id<Request>, other: Id<Child>, told: Told) -> Result<(), JoinError> {
    let mut act = asker.begin("front_door.join").await?;
    let now = act.now();
    // Before anything is read: what is decided on here, and what moves, is what stands there when nobody else writes any more.
    let request = requests::facts(act.transaction(), id, now).await?.ok_or(JoinError::NotFound)?;
    take(&mut act, (request.child, other)).await?;
    let (interview, mine) = at_hand(&mut act, id).await?;
    let sides = open(&mut act, (mine.child, other)).await?;
    let plan = joining::join(&sides.one.side, &sides.other.side, post.unit)?;
    // All rights are asked for before anything is written.
    let change = act.authorize::<ChangeIdentity>(sides.facts_of(plan.kept)).await?;
    let merging = undecided(&mut act, post, other).await?;
    join_both(&mut act, &sides, &change, (post, &plan, &told.reason)).await?;
    merge(&mut act, &interview, Merging { mine: id, others: merging, post, told }).await?;
    let Sides { one, other } = sides;
    for side in [one, other] {
        act.used(side.see, Outcome::Read);
        act.used(side.join, Outcome::Changed);
    }
    act.used(change, Outcome::Changed);
    act.commit(interview).await?;
    Ok(())
}

/// Makes the children one, whichever of the two goes on.
async fn join_both(
    act: &mut Act,
    sides: &Sides,
    change: &Permit<ChangeIdentity>,
    (post, plan, reason): (Post, &Joining, &Note),
) -> Result<(), JoinError> {
    let (kept, gone) =
        if plan.kept == sides.one.side.child { (&sides.one, &sides.other) } else { (&sides.other, &sides.one) };
    let permits = Permits { kept: &kept.join, other: &gone.join, change, see_kept: &kept.see, see_other: &gone.see };
    join_children(act, &permits, plan, (post, reason.as_str())).await?;
    Ok(())
}

/// The request at hand, which whoever asks has taken and nobody has decided on.
async fn at_hand(act: &mut Act, id: Id<Request>) -> Result<(Permit<Interview>, Stored), JoinError> {
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(JoinError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let mine = requests::find(act, &permit, id).await?.ok_or(JoinError::NotFound)?;
    match mine.request.record().state {
        State::Taken(_) | State::Interviewed(..) => Ok((permit, mine)),
        State::Waiting | State::Closed(_) => Err(JoinError::NotFound),
        State::Decided(..) => Err(JoinError::Decided),
    }
}

/// Leave to take the undecided requests of the other, which are merged into the one at hand.
async fn undecided(act: &mut Act, post: Post, other: Id<Child>) -> Result<Vec<(Permit<Take>, Id<Request>)>, JoinError> {
    let now = act.now();
    let mut merging = Vec::new();
    for asked in store::of_child(act.transaction(), other, post.unit).await? {
        if !asked.is_undecided() {
            continue;
        }
        if let Some(by) = asked.taken_by.filter(|by| *by != post.assignment) {
            return Err(JoinError::TakenBy(by));
        }
        let facts = requests::facts(act.transaction(), asked.id, now).await?.ok_or(JoinError::NotFound)?;
        merging.push((act.authorize::<Take>(&facts).await?, asked.id));
    }
    Ok(merging)
}
