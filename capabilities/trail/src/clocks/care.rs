//! Promised times about the help itself, as they run along a trail. What starts and ends them is `domain::clock::course`;
//! here it is kept.

pub(crate) mod store;

use access::action::trail::Open;
use access::facts::TrailFacts;
use access::{Action, Permit};
use audit::Act;
use database::Failure;
use domain::child::Child;
use domain::clock::Running;
use domain::clock::course::{Ended, Milestone, Steps, but_of_those_who_wait, follow};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use domain::trail::entry::Kind;
use domain::trail::{Event, Happened, NextStep, Purpose, Trail};

use crate::clocks::{calendar, definitions};
use crate::store::subject;

/// Something has happened on a trail, at a unit, that promised times may be about. One statement when nothing runs and
/// nothing starts.
async fn reached(
    act: &mut Act,
    on: (Id<Child>, Id<Trail>),
    happened: (Milestone, Id<Unit>),
    at: Moment,
) -> Result<(), Failure> {
    let clocks = clocks_of(act, on).await?;
    reached_for(act, on, happened, at, &clocks).await
}

async fn clocks_of(act: &mut Act, (child, trail): (Id<Child>, Id<Trail>)) -> Result<Vec<Running>, Failure> {
    let running = store::running(act.transaction(), child, trail).await?;
    Ok(running.into_iter().map(|(_, clock)| clock).collect())
}

/// The same, of those promises that it is about: the others run on.
async fn reached_for(
    act: &mut Act,
    (child, trail): (Id<Child>, Id<Trail>),
    (milestone, unit): (Milestone, Id<Unit>),
    at: Moment,
    clocks: &[Running],
) -> Result<(), Failure> {
    let promises = definitions(act.transaction()).await?;
    let calendar = calendar(act.transaction(), unit).await?;
    let Steps { started, stopped } = follow(clocks, promises.all(), milestone, at, &calendar);
    for Ended { code, scope, received_at, outcome } in stopped {
        store::stop(act.transaction(), (child, trail), (code, scope, received_at), (at, outcome)).await?;
    }
    for clock in &started {
        crate::clocks::store::insert_definition(act.transaction(), clock.definition()).await?;
        store::insert(act.transaction(), (child, trail), unit, clock).await?;
    }
    Ok(())
}

/// Somebody has asked the front door: its trail has just been opened there.
pub(crate) async fn asked(act: &mut Act, trail: &Trail, door: Id<Unit>) -> Result<(), Failure> {
    let snapshot = trail.snapshot();
    reached(act, (snapshot.child, snapshot.id), (Milestone::Asked, door), snapshot.opened_at).await
}

/// Somebody has asked again, and their request joins a trail that the front door holds: what is promised to who asks is
/// promised to them too, from this receipt.
pub async fn asked_again(
    act: &mut Act,
    permit: &Permit<Open>,
    on: (Id<Child>, Id<Trail>),
    door: Id<Unit>,
) -> Result<(), Failure> {
    if !permit.is_for(door.value()) {
        return Err(Failure::Conflict);
    }
    let now = act.now();
    reached(act, on, (Milestone::Asked, door), now).await
}

/// How somebody who asked is done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// The front door has talked with the family and decided.
    Interviewed,
    /// Whoever asked has taken it back, or could not be reached.
    AskedNoMore,
}

/// The promises that run along a trail. Read before it is asked who still waits: whoever asks in that very moment is then
/// one of those who wait, or their promise is none of these.
pub async fn running<A: Action>(
    act: &mut Act,
    permit: &Permit<A>,
    on: (Id<Child>, Id<Trail>),
) -> Result<Vec<Running>, Failure> {
    refuse_another(permit, on.0)?;
    clocks_of(act, on).await
}

/// The front door is done with somebody who asked. `running` is what ran before it was asked who waits; `waiting` says when
/// the others on the trail asked who still wait: what was promised to them runs on. Whoever holds the trail, the promise was
/// the front door's.
pub async fn done_with<A: Action>(
    act: &mut Act,
    permit: &Permit<A>,
    on: (Id<Child>, Id<Trail>),
    (done, door): (Done, Id<Unit>),
    (running, waiting): (Vec<Running>, &[Moment]),
) -> Result<(), Failure> {
    refuse_another(permit, on.0)?;
    let now = act.now();
    let milestone = match done {
        Done::Interviewed => Milestone::Interviewed,
        Done::AskedNoMore => Milestone::AskedNoMore,
    };
    let clocks = but_of_those_who_wait(running, waiting);
    reached_for(act, on, (milestone, door), now, &clocks).await
}

/// A permit about one child does nothing to the promises of another.
fn refuse_another<A: Action>(permit: &Permit<A>, child: Id<Child>) -> Result<(), Failure> {
    if permit.subject().child == Some(child) { Ok(()) } else { Err(Failure::Conflict) }
}

/// A unit has written what it did: a visit, an assessment or a decision may be what was promised.
pub(crate) async fn written<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    kind: Kind,
) -> Result<(), Failure> {
    let (on, now) = (subject(permit)?, act.now());
    let Some((unit, branch)) = act.actor().post().map(|post| (post.unit, post.branch)) else { return Ok(()) };
    let milestone = match kind {
        Kind::Visit => Milestone::Visited(branch),
        Kind::Assessment => Milestone::Assessed(branch),
        Kind::Decision => Milestone::CareDecided(branch),
        Kind::Note | Kind::Call | Kind::Meeting | Kind::ChildsWords | Kind::Advice => return Ok(()),
    };
    reached(act, on, (milestone, unit), now).await
}

/// Lets the promises follow what has happened to a trail. `before` is the trail as it was.
pub(crate) async fn happened(act: &mut Act, before: &Trail, trail: &Trail, events: &[Event]) -> Result<(), Failure> {
    let on = (trail.snapshot().child, trail.snapshot().id);
    let pending = trail.pending().or(before.pending());
    let asked = pending.map(|pending| (pending.to, pending.purpose));
    for event in events {
        let giver = before.holder().map(|holder| holder.unit);
        let milestone = match (&event.happened, asked) {
            (Happened::Received { .. }, Some((to, Purpose::Referral(_)))) => (Milestone::Referred(to.branch), to.unit),
            (Happened::Accepted { holder, .. }, Some((to, _))) => (Milestone::Accepted(to.branch), holder.unit),
            // The giver owes word to whoever waits.
            (Happened::Returned { .. }, Some((to, _))) => (Milestone::Refused(to.branch), giver.unwrap_or(to.unit)),
            (Happened::Withdrawn { .. }, Some((to, _))) => (Milestone::TakenBack(to.branch), giver.unwrap_or(to.unit)),
            (Happened::Offered(offer), _) => (Milestone::Replied, giver.unwrap_or(offer.to.unit)),
            (Happened::NextStepSet { next_step: NextStep::Known(_) }, _) => match giver {
                Some(unit) => (Milestone::Replied, unit),
                None => continue,
            },
            (Happened::Closed { .. }, _) => match giver {
                Some(unit) => (Milestone::Ended, unit),
                None => continue,
            },
            (
                Happened::Opened { .. }
                | Happened::Received { .. }
                | Happened::Accepted { .. }
                | Happened::Returned { .. }
                | Happened::Withdrawn { .. }
                | Happened::MoreWanted { .. }
                | Happened::Supplied { .. }
                | Happened::ManagerAlerted { .. }
                | Happened::Reassigned { .. }
                | Happened::NextStepSet { .. }
                | Happened::Reopened { .. },
                _,
            ) => continue,
        };
        reached(act, on, milestone, event.at).await?;
    }
    Ok(())
}
