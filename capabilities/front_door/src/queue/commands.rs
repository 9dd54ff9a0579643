//! What can be done with the queue: seeing it, taking from it, taking over, putting back.

use std::collections::BTreeSet;

use access::action::front_door::{Interview, SeeQueue, SeeRequest, Take};
use access::action::trail::Plan;
use access::facts::UnitFacts;
use access::{Action, Permit};
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::child::Child;
use domain::front_door::request::{Refusal, Request};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Post, Unit};
use domain::trail::Trail;
use jiff::SignedDuration;
use trail::commands::{CommandError, permitted, reassign_in};
use web::Problem;

pub use crate::queue::counts::store::Counts;
pub use crate::queue::store::{Cursor, Tab, Waiting};

use crate::interview::store as assessments;
use crate::queue::counts::store::{self as counting, Times};
use crate::queue::store::{self, Asked};
use crate::request::store as requests;

/// Rows on a page of the queue.
pub(crate) const PAGE: usize = 25;
/// How often taking the next is tried when somebody else is quicker.
const TRIES: usize = 3;

/// A page of the queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The rows.
    pub rows: Vec<Waiting>,
    /// Where the next page begins; none on the last.
    pub next: Option<Cursor>,
    /// How many there are.
    pub counts: Counts,
    /// Children with a protected identity that the asker is named for.
    pub named: BTreeSet<Id<Child>>,
}

/// Why a request was not taken, taken over or put back. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// There is no such request.
    #[error("there is no such request")]
    NotFound,
    /// Nobody waits.
    #[error("nobody waits")]
    NobodyWaits,
    /// Somebody else was quicker.
    #[error("somebody else was quicker")]
    TakenBy(Option<Id<Assignment>>),
    /// It cannot be done as things stand.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The trail says no.
    #[error(transparent)]
    Trail(#[from] CommandError),
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for TakeError {
    fn from(failure: Failure) -> Self {
        Self::Act(failure.into())
    }
}

impl From<TakeError> for Problem {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::NotFound => Self::NotFound,
            TakeError::NobodyWaits | TakeError::TakenBy(_) | TakeError::Refused(_) => Self::NotNow,
            TakeError::Trail(error) => error.into(),
            TakeError::Act(refused) => refused.into(),
        }
    }
}

/// The unit one stands at, as a unit.
pub(crate) fn own_unit(post: &Post) -> UnitFacts {
    UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch }
}

/// A page of the queue of one's own front door. The number of questions does not depend on how many wait.
pub async fn list(asker: &Asker, post: Post, tab: Tab, after: Cursor) -> Result<(Queue, Logged), Refused> {
    let mut act = asker.begin_reading("front_door.queue").await?;
    let permit = act.authorize::<SeeQueue>(&own_unit(&post)).await?;
    let now = act.now();
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let question = Asked { unit: post.unit, me: post.assignment, tab, after, limit, today: midnight(now, 0) };
    let mut rows = store::page(&mut act, &permit, question).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let counts = counting::counts(&mut act, &permit, post.unit, post.assignment, times(now)).await?;
    let named = identity::children::commands::named_for_me(&mut act).await?.into_iter().collect();
    act.saw(rows.len());
    let next = rows.last().filter(|_| more).map(Cursor::after);
    Ok((Queue { rows, next, counts, named }, act.finish(permit).await?))
}

/// The first moment of a day so many days from today, in Stockholm.
fn midnight(now: Moment, days: i32) -> Moment {
    Moment::in_stockholm(now.day().plus_days(days), 0, 0)
}

fn times(now: Moment) -> Times {
    let days = |days: i64| now.plus(-SignedDuration::from_hours(24 * days));
    let (today, tomorrow) = (midnight(now, 0), midnight(now, 1));
    Times { now, today, tomorrow, week: days(7), fortnight: days(14), month: days(30) }
}

/// Takes a request (*Ta emot*): from now on one holds it, and its trail.
pub async fn take(asker: &Asker, post: Post, id: Id<Request>) -> Result<(), TakeError> {
    let mut act = asker.begin("front_door.take").await?;
    take_in(&mut act, post, id).await?.commit(act).await
}

/// Takes the first that waits and that one may take (*Ta nästa*).
pub async fn take_next(asker: &Asker, post: Post) -> Result<Id<Request>, TakeError> {
    for _ in 0..TRIES {
        match take_first(asker, post).await {
            Err(TakeError::TakenBy(_) | TakeError::Act(Refused::Failed(Failure::Contention(_)))) => {}
            other => return other,
        }
    }
    Err(TakeError::TakenBy(None))
}

async fn take_first(asker: &Asker, post: Post) -> Result<Id<Request>, TakeError> {
    let mut act = asker.begin("front_door.take_next").await?;
    // Whoever may not see the queue is told so, and not that it is empty.
    let see = act.authorize::<SeeQueue>(&own_unit(&post)).await?;
    let now = act.now();
    for id in store::next(&mut act, post.unit).await? {
        let Some(facts) = requests::facts(act.transaction(), id, now).await? else { continue };
        if act.may::<Take>(&facts) {
            let ready = take_in(&mut act, post, id).await?;
            act.used(see, Outcome::Read);
            ready.commit(act).await?;
            return Ok(id);
        }
    }
    Err(TakeError::NobodyWaits)
}

/// The permit of an act that is ready to be saved.
pub(crate) struct Ready<A: Action>(Permit<A>);

impl<A: Action> Ready<A> {
    pub(crate) async fn commit(self, act: Act) -> Result<(), TakeError> {
        match act.commit(self.0).await {
            Ok(_) => Ok(()),
            Err(failure) => Err(failure.into()),
        }
    }
}

/// Takes a request inside another act, so that everything is saved together.
pub(crate) async fn take_in(act: &mut Act, post: Post, id: Id<Request>) -> Result<Ready<Take>, TakeError> {
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(TakeError::NotFound)?;
    let permit = act.authorize::<Take>(&facts).await?;
    let before = requests::find(act, &permit, id).await?.ok_or(TakeError::NotFound)?;
    let holder = before.request.record().state.holder().map(|holder| holder.by.assignment);
    let (request, event) = match before.request.clone().take(post, now) {
        Ok(taken) => taken,
        Err(Refusal::NotWaiting) => return Err(TakeError::TakenBy(holder)),
        Err(refusal) => return Err(refusal.into()),
    };
    // All rights are asked for before anything is written.
    let plan = plan_if_held(act, before.trail, before.unit).await?;
    match requests::save(act, &permit, &before, &request, &event).await {
        Ok(()) => {}
        Err(Failure::Conflict) => return Err(TakeError::TakenBy(None)),
        Err(failure) => return Err(failure.into()),
    }
    assessments::begin(act, &permit, &before).await?;
    hold_trail(act, plan).await?;
    Ok(Ready(permit))
}

/// Leave to hold the trail, if the front door holds it. A request that joined a trail of another unit moves no baton.
pub(crate) async fn plan_if_held(
    act: &mut Act,
    trail: Id<Trail>,
    front_door: Id<Unit>,
) -> Result<Option<Permit<Plan>>, CommandError> {
    let now = act.now();
    let facts = trail::facts(act.transaction(), trail, now).await?.ok_or(CommandError::NotFound)?;
    Ok(if facts.holder_unit == front_door { Some(permitted::<Plan>(act, trail).await?) } else { None })
}

/// Whoever takes a request holds its trail too. The duty person who takes it holds it already.
pub(crate) async fn hold_trail(act: &mut Act, permit: Option<Permit<Plan>>) -> Result<(), TakeError> {
    let Some(permit) = permit else { return Ok(()) };
    match reassign_in(act, &permit).await {
        Ok(()) | Err(CommandError::Refused(domain::trail::Refusal::AlreadyHolder)) => {}
        Err(error) => return Err(error.into()),
    }
    act.used(permit, Outcome::Changed);
    Ok(())
}

/// Takes over from a colleague, openly and with a reason, also in acute danger.
pub async fn take_over(asker: &Asker, post: Post, id: Id<Request>, reason: Note) -> Result<(), TakeError> {
    let mut act = asker.begin("front_door.take_over").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(TakeError::NotFound)?;
    let permit = act.authorize::<Take>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(TakeError::NotFound)?;
    let (request, event) = before.request.clone().take_over(post, reason, now)?;
    let plan = plan_if_held(&mut act, before.trail, before.unit).await?;
    requests::save(&mut act, &permit, &before, &request, &event).await?;
    hold_trail(&mut act, plan).await?;
    Ready(permit).commit(act).await
}

/// Puts a request back in the queue, with its place in it. One holds its trail until somebody takes it.
pub async fn release(asker: &Asker, post: Post, id: Id<Request>, reason: Note) -> Result<(), TakeError> {
    let mut act = asker.begin("front_door.release").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(TakeError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(TakeError::NotFound)?;
    let (request, event) = before.request.clone().release(post, reason, now)?;
    requests::save(&mut act, &permit, &before, &request, &event).await?;
    Ready(permit).commit(act).await
}

/// Who has a request, for the page that says that somebody else was quicker.
pub async fn holder(asker: &Asker, id: Id<Request>) -> Result<(Option<Id<Assignment>>, Logged), TakeError> {
    let mut act = asker.begin_reading("front_door.holder").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(TakeError::NotFound)?;
    let permit = act.authorize::<SeeRequest>(&facts).await?;
    Ok((facts.taken_by, act.finish(permit).await?))
}
