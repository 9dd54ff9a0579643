//! Promised times: which are in force, and those that run about a handover. A clock starts at receipt, not when someone
//! picks the handover up, and counts on the receiver's working calendar. Source: dossier 3.5, 3.6.
//! Not here: what a promise is and how time is counted, which `domain::clock` and `domain::calendar` know.

pub mod care;
pub(crate) mod store;

use std::sync::Arc;

use audit::Act;
use database::{Failure, Transaction};
use directory::Promises;
use domain::calendar::WorkingDays;
use domain::clock::{Code, Event as Clock, PauseReason, Running, Stopped, promised};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use domain::trail::{Event, Handover, Happened, Purpose, Trail};

use crate::handovers::store::set_due;

/// Every promised time that is or has been in force, and those to come. One statement.
pub async fn definitions(transaction: &mut Transaction) -> Result<Arc<Promises>, Failure> {
    directory::promises(transaction).await
}

/// Ordinary office hours. PROPOSED: what is not a unit's promise to a family, such as a review, is counted on them.
pub fn office_hours() -> WorkingDays {
    WorkingDays::default()
}

/// The working calendars of units. What is left of a promise is counted on the one that it fell due by.
pub struct Calendars(Arc<directory::Entries>);

impl Calendars {
    /// All of them. One statement.
    pub async fn read(transaction: &mut Transaction) -> Result<Self, Failure> {
        Ok(Self(directory::entries(transaction).await?))
    }

    /// The weekdays and hours that the directory says of a unit; ordinary office hours until somebody has said.
    pub fn of(&self, unit: Id<Unit>) -> WorkingDays {
        self.0.of(unit).map_or_else(office_hours, |entry| entry.hours.calendar())
    }
}

/// The working calendar of one unit. One statement.
pub async fn calendar(transaction: &mut Transaction, unit: Id<Unit>) -> Result<WorkingDays, Failure> {
    Ok(Calendars::read(transaction).await?.of(unit))
}

/// Which promise the answer to a handover is under.
pub const fn promise_of(purpose: Purpose) -> Code {
    match purpose {
        Purpose::Referral(_) => Code::ReferralTriage,
        Purpose::Transition18 | Purpose::Ordinary => Code::ContactOrdinary,
    }
}

/// Starts, pauses, resumes and stops the clocks that the events are about.
pub(crate) async fn follow(act: &mut Act, trail: &Trail, events: &[Event]) -> Result<(), Failure> {
    for event in events {
        match &event.happened {
            Happened::Received { .. } => start(act, trail, event.at).await?,
            Happened::MoreWanted { handover, .. } => change(act, trail, *handover, event.at, Change::Pause).await?,
            Happened::Supplied { handover, .. } => change(act, trail, *handover, event.at, Change::Resume).await?,
            Happened::Accepted { handover, .. } | Happened::Returned { handover, .. } => {
                change(act, trail, *handover, event.at, Change::Stop).await?;
            }
            Happened::Withdrawn { handover, .. } => change(act, trail, *handover, event.at, Change::Withdraw).await?,
            Happened::Opened { .. }
            | Happened::Offered(_)
            | Happened::ManagerAlerted { .. }
            | Happened::Reassigned { .. }
            | Happened::NextStepSet { .. }
            | Happened::Closed { .. }
            | Happened::Reopened { .. } => {}
        }
    }
    Ok(())
}

async fn start(act: &mut Act, trail: &Trail, at: Moment) -> Result<(), Failure> {
    let Some(pending) = trail.pending() else { return Ok(()) };
    let (handover, unit) = (pending.id, pending.to.unit);
    let promises = definitions(act.transaction()).await?;
    let calendar = calendar(act.transaction(), unit).await?;
    let clocks = promised(promises.all(), promise_of(pending.purpose), at);
    let clocks: Vec<Running> =
        clocks.into_iter().map(|definition| Running::start(definition, at, &calendar).0).collect();
    for clock in &clocks {
        // What runs keeps the definition it began under, whatever is set later.
        store::insert_definition(act.transaction(), clock.definition()).await?;
        store::insert_running(act.transaction(), trail.snapshot().child, handover, unit, clock).await?;
    }
    match clocks.iter().map(Running::due_at).min() {
        Some(due_at) => set_due(act, trail, handover, due_at).await,
        None => Ok(()),
    }
}

#[derive(Clone, Copy)]
enum Change {
    Pause,
    Resume,
    Stop,
    Withdraw,
}

async fn change(
    act: &mut Act,
    trail: &Trail,
    handover: Id<Handover>,
    at: Moment,
    change: Change,
) -> Result<(), Failure> {
    let child = trail.snapshot().child;
    let mut due_at = None;
    for (unit, clock) in store::running(act.transaction(), child, handover).await? {
        let calendar = calendar(act.transaction(), unit).await?;
        let (code, scope) = (clock.definition().code, clock.definition().scope);
        let ended = |event: Clock| match event {
            Clock::Stopped(Stopped { outcome, .. }) => Some(outcome),
            Clock::Started { .. } | Clock::Paused(_) | Clock::Resumed { .. } => None,
        };
        // A national clock never pauses, and a broken promise is not hidden by a pause: then the clock goes on as it is.
        let after = match change {
            Change::Pause => clock.clone().pause(at, PauseReason::SupplementRequested).map_or(clock, |after| after.0),
            Change::Resume => clock.clone().resume(at, &calendar).map_or(clock, |after| after.0),
            Change::Stop | Change::Withdraw => {
                let stopped = match change {
                    Change::Withdraw => clock.withdraw(at, &calendar),
                    Change::Pause | Change::Resume | Change::Stop => clock.stop(at, &calendar),
                };
                if let Some(outcome) = stopped.ok().and_then(ended) {
                    store::stop(act.transaction(), (child, handover), (code, scope), at, outcome).await?;
                }
                continue;
            }
        };
        store::update_running(act.transaction(), child, handover, &after).await?;
        due_at = due_at.into_iter().chain([after.due_at()]).min();
    }
    match due_at {
        Some(due_at) => set_due(act, trail, handover, due_at).await,
        None => Ok(()),
    }
}
