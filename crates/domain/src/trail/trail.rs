//! A trail about one child: open with exactly one accepted holder, or closed. Every change is a transition that gives
//! the new trail and the event that made it.

use super::baton::{CloseReason, Handover, Holder, NextStep, Step};
use super::event::{Actor, Event, Happened};
use super::{Refusal, Text};
use crate::child::Child;
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::{Branch, Post};

/// What follows a child between organisations (*led*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail(Snapshot);

/// Everything a trail knows, to read and to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Which trail.
    pub id: Id<Trail>,
    /// About whom.
    pub child: Id<Child>,
    /// When it was first opened.
    pub opened_at: Moment,
    /// When its latest event happened.
    pub changed_at: Moment,
    /// How many times a unit has taken over from another.
    pub hops: u32,
    /// How many times a receiver has given it back.
    pub returns: u32,
    /// How many events it has had; a save with another count is a conflict.
    pub version: u32,
    /// Open or closed.
    pub state: State,
}

/// Open or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Someone holds the baton.
    Open(Open),
    /// The trail has ended.
    Closed(Closed),
}

/// An open trail: one holder, at most one handover, one next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Who holds the baton.
    pub holder: Holder,
    /// The handover that waits for its answer.
    pub pending: Option<Handover>,
    /// What happens next.
    pub next_step: NextStep,
}

/// A closed trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Why.
    pub reason: CloseReason,
    /// What the family was told.
    pub told: Text<2000>,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// Who held the baton last; only their unit may reopen.
    pub last: Holder,
}

/// How a trail starts, and so who holds it first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// A professional starts it and holds it.
    Professional(Post),
    /// Someone asks for help; the front door's duty person holds it at once.
    FrontDoor {
        /// Who has duty there.
        duty: Post,
        /// Who asked.
        by: Actor,
    },
}

impl Trail {
    /// Opens a trail about a child. From this moment someone holds the baton.
    pub fn open(
        id: Id<Self>,
        child: Id<Child>,
        start: Start,
        next_step: NextStep,
        now: Moment,
    ) -> Result<(Self, Event), Refusal> {
        let (post, by) = match start {
            Start::Professional(post) => (post, Actor::Post(post)),
            Start::FrontDoor { duty, .. } if duty.branch != Branch::FrontDoor => return Err(Refusal::NotAFrontDoor),
            Start::FrontDoor { duty, by } => (duty, by),
        };
        refuse_past(&next_step, now)?;
        let happened = Happened::Opened { child, holder: holder_from(&post, now), next_step };
        let event = Event { trail: id, at: now, by, happened };
        Ok((Self::opened_by(&event)?, event))
    }

    /// A trail as it was stored.
    pub fn restore(snapshot: Snapshot) -> Self {
        Self(snapshot)
    }

    /// Everything the trail knows.
    pub fn snapshot(&self) -> &Snapshot {
        &self.0
    }

    /// Gives everything the trail knows.
    pub fn into_snapshot(self) -> Snapshot {
        self.0
    }

    /// Who holds the baton; nobody holds a closed trail.
    pub fn holder(&self) -> Option<Holder> {
        match &self.0.state {
            State::Open(open) => Some(open.holder),
            State::Closed(_) => None,
        }
    }

    /// The handover that waits for its answer.
    pub fn pending(&self) -> Option<&Handover> {
        match &self.0.state {
            State::Open(open) => open.pending.as_ref(),
            State::Closed(_) => None,
        }
    }

    /// A colleague at the same unit takes over the baton. The taker's own act is the acceptance. A handover that
    /// waits goes on waiting: its giver is the unit.
    pub fn reassign(self, taker: Post, now: Moment) -> Result<(Self, Event), Refusal> {
        let open = self.held_by(&taker, now)?;
        if open.holder.assignment == taker.assignment {
            return Err(Refusal::AlreadyHolder);
        }
        self.record(Actor::Post(taker), now, Happened::Reassigned { holder: holder_from(&taker, now) })
    }

    /// Says what happens next, or admits that nobody knows.
    pub fn set_next_step(self, by: Post, next_step: NextStep, now: Moment) -> Result<(Self, Event), Refusal> {
        self.held_by(&by, now)?;
        refuse_past(&next_step, now)?;
        self.record(Actor::Post(by), now, Happened::NextStepSet { next_step })
    }

    /// Ends the trail and keeps what the family was told.
    pub fn close(self, by: Post, reason: CloseReason, told: Text<2000>, now: Moment) -> Result<(Self, Event), Refusal> {
        let open = self.held_by(&by, now)?;
        if open.pending.is_some() {
            return Err(Refusal::HandoverPending);
        }
        self.record(Actor::Post(by), now, Happened::Closed { reason, told })
    }

    /// Opens a closed trail again at the unit that held it last. Who reopens holds it. Any other unit opens a new trail.
    pub fn reopen(self, by: Post, why: Text<1000>, step: Step, now: Moment) -> Result<(Self, Event), Refusal> {
        self.refuse_earlier(now)?;
        let last = match &self.0.state {
            State::Open(_) => return Err(Refusal::TrailOpen),
            State::Closed(closed) => closed.last,
        };
        if last.unit != by.unit {
            return Err(Refusal::NotOfHoldingUnit);
        }
        refuse_past_step(&step, now)?;
        self.record(Actor::Post(by), now, Happened::Reopened { why, holder: holder_from(&by, now), step })
    }

    /// The open trail, if it is open and `now` is not before its latest event.
    pub(super) fn open_at(&self, now: Moment) -> Result<&Open, Refusal> {
        self.refuse_earlier(now)?;
        match &self.0.state {
            State::Open(open) => Ok(open),
            State::Closed(_) => Err(Refusal::TrailClosed),
        }
    }

    /// The open trail, if the actor works at the unit that holds it.
    pub(super) fn held_by(&self, by: &Post, now: Moment) -> Result<&Open, Refusal> {
        let open = self.open_at(now)?;
        if open.holder.unit == by.unit { Ok(open) } else { Err(Refusal::NotOfHoldingUnit) }
    }

    /// Makes the event and the trail after it.
    pub(super) fn record(self, by: Actor, now: Moment, happened: Happened) -> Result<(Self, Event), Refusal> {
        let event = Event { trail: self.0.id, at: now, by, happened };
        Ok((self.after(&event)?, event))
    }

    fn refuse_earlier(&self, now: Moment) -> Result<(), Refusal> {
        if now < self.0.changed_at { Err(Refusal::TimeWentBack) } else { Ok(()) }
    }
}

/// The person at a post, as holder from now.
pub(super) fn holder_from(post: &Post, now: Moment) -> Holder {
    Holder { unit: post.unit, assignment: post.assignment, since: now }
}

/// A step must lie ahead.
pub(super) fn refuse_past_step(step: &Step, now: Moment) -> Result<(), Refusal> {
    if step.when.is_past(now) { Err(Refusal::StepInThePast) } else { Ok(()) }
}

fn refuse_past(next_step: &NextStep, now: Moment) -> Result<(), Refusal> {
    match next_step {
        NextStep::Known(step) => refuse_past_step(step, now),
        NextStep::Missing => Ok(()),
    }
}
