//! What has happened to a trail, and how the trail follows from it: replaying every event gives the current trail.

use super::Text;
use super::baton::{CloseReason, Handover, Holder, NextStep, Receipt, Stage, Step, Supplement, WithdrawReason};
use super::handover::{Offer, Return};
use super::trail::{Closed, Open, Snapshot, State, Trail};
use crate::child::{Child, Person};
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::{Post, Unit};

/// Something that happened to a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which trail.
    pub trail: Id<Trail>,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub by: Actor,
    /// What.
    pub happened: Happened,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Someone at work.
    Post(Post),
    /// A grown-up of the child's.
    Guardian(Id<Person>),
    /// The child.
    Child(Id<Child>),
    /// A job of Cairn's own, by name.
    Job(String),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// The trail was opened and someone held the baton.
    Opened {
        /// About whom.
        child: Id<Child>,
        /// Who held it first.
        holder: Holder,
        /// What was to happen next.
        next_step: NextStep,
    },
    /// The baton was offered to another unit.
    Offered(Offer),
    /// The offer reached the receiver; clocks started.
    Received {
        /// Which handover.
        handover: Id<Handover>,
    },
    /// The receiver asked for more.
    MoreWanted {
        /// Which handover.
        handover: Id<Handover>,
        /// What it asked.
        question: Text<1000>,
    },
    /// The giver answered.
    Supplied {
        /// Which handover.
        handover: Id<Handover>,
        /// What it answered.
        answer: Text<4000>,
    },
    /// The receiver took the baton.
    Accepted {
        /// Which handover.
        handover: Id<Handover>,
        /// Who holds it now.
        holder: Holder,
        /// What happens next.
        step: Step,
    },
    /// The receiver gave the baton back; the giver still holds it.
    Returned {
        /// Which handover.
        handover: Id<Handover>,
        /// Why, with words to the family and the next step.
        back: Return,
    },
    /// The child has bounced so often that the managers were told.
    ManagerAlerted {
        /// How many returns so far.
        returns: u32,
    },
    /// The giver took the offer back.
    Withdrawn {
        /// Which handover.
        handover: Id<Handover>,
        /// Why.
        reason: WithdrawReason,
    },
    /// A colleague at the holding unit took over.
    Reassigned {
        /// Who holds the baton now.
        holder: Holder,
    },
    /// The next step was said, or found missing.
    NextStepSet {
        /// What happens next.
        next_step: NextStep,
    },
    /// The trail ended.
    Closed {
        /// Why.
        reason: CloseReason,
        /// What the family was told.
        told: Text<2000>,
    },
    /// The trail was opened again.
    Reopened {
        /// Why.
        why: Text<1000>,
        /// Who holds the baton now.
        holder: Holder,
        /// What happens next.
        step: Step,
    },
}

impl Happened {
    /// The stable name, for storage and for texts in the interface.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Offered(_) => "offered",
            Self::Received { .. } => "received",
            Self::MoreWanted { .. } => "more_wanted",
            Self::Supplied { .. } => "supplied",
            Self::Accepted { .. } => "accepted",
            Self::Returned { .. } => "returned",
            Self::ManagerAlerted { .. } => "manager_alerted",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Reassigned { .. } => "reassigned",
            Self::NextStepSet { .. } => "next_step_set",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
        }
    }

    /// Who holds the baton from here on, where somebody took it.
    pub const fn taker(&self) -> Option<&Holder> {
        match self {
            Self::Opened { holder, .. }
            | Self::Accepted { holder, .. }
            | Self::Reassigned { holder }
            | Self::Reopened { holder, .. } => Some(holder),
            Self::Offered(_)
            | Self::Received { .. }
            | Self::MoreWanted { .. }
            | Self::Supplied { .. }
            | Self::Returned { .. }
            | Self::ManagerAlerted { .. }
            | Self::Withdrawn { .. }
            | Self::NextStepSet { .. }
            | Self::Closed { .. } => None,
        }
    }
}

/// An event that cannot have happened to the trail as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("the event does not fit the trail")]
pub struct Misfit;

/// The trail that a whole history makes, oldest event first.
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Result<Trail, Misfit> {
    let mut events = events.into_iter();
    let first = events.next().ok_or(Misfit)?;
    events.try_fold(Trail::opened_by(first)?, Trail::after)
}

impl Trail {
    /// The trail that its first event makes.
    pub(super) fn opened_by(event: &Event) -> Result<Self, Misfit> {
        let Happened::Opened { child, holder, next_step } = &event.happened else { return Err(Misfit) };
        let open = Open { holder: *holder, pending: None, next_step: next_step.clone() };
        Ok(Self::restore(Snapshot {
            id: event.trail,
            child: *child,
            opened_at: event.at,
            changed_at: event.at,
            hops: 0,
            returns: 0,
            version: 1,
            state: State::Open(open),
        }))
    }

    /// The trail after one more event.
    pub fn after(self, event: &Event) -> Result<Self, Misfit> {
        let before = self.into_snapshot();
        if event.trail != before.id || event.at < before.changed_at {
            return Err(Misfit);
        }
        let hop = u32::from(matches!(event.happened, Happened::Accepted { .. }));
        let back = u32::from(matches!(event.happened, Happened::Returned { .. }));
        Ok(Self::restore(Snapshot {
            changed_at: event.at,
            hops: before.hops.saturating_add(hop),
            returns: before.returns.saturating_add(back),
            version: before.version.saturating_add(1),
            state: match before.state {
                State::Open(open) => open_after(open, event)?,
                State::Closed(closed) => closed_after(&closed, event)?,
            },
            ..before
        }))
    }
}

fn open_after(open: Open, event: &Event) -> Result<State, Misfit> {
    let open = match &event.happened {
        Happened::Offered(offer) if open.pending.is_none() => Open { pending: Some(sent(offer, event)?), ..open },
        Happened::Received { handover }
        | Happened::MoreWanted { handover, .. }
        | Happened::Supplied { handover, .. } => {
            let pending = Some(handover_after(pending(open.pending, *handover)?, event)?);
            Open { pending, ..open }
        }
        Happened::Accepted { handover, holder, step } => {
            let to = pending(open.pending, *handover)?.to.unit;
            Open { holder: taken(holder, to, event)?, pending: None, next_step: NextStep::Known(step.clone()) }
        }
        Happened::Returned { handover, back } => {
            pending(open.pending, *handover)?;
            Open { pending: None, next_step: NextStep::Known(back.onward.step().clone()), ..open }
        }
        Happened::Withdrawn { handover, .. } => {
            pending(open.pending, *handover)?;
            Open { pending: None, ..open }
        }
        Happened::ManagerAlerted { .. } => open,
        Happened::Reassigned { holder } => Open { holder: taken(holder, open.holder.unit, event)?, ..open },
        Happened::NextStepSet { next_step } => Open { next_step: next_step.clone(), ..open },
        Happened::Closed { reason, told } if open.pending.is_none() => {
            let (told, by) = (told.clone(), event.by.clone());
            return Ok(State::Closed(Closed { reason: *reason, told, at: event.at, by, last: open.holder }));
        }
        Happened::Offered(_) | Happened::Closed { .. } | Happened::Opened { .. } | Happened::Reopened { .. } => {
            return Err(Misfit);
        }
    };
    Ok(State::Open(open))
}

fn closed_after(closed: &Closed, event: &Event) -> Result<State, Misfit> {
    match &event.happened {
        Happened::Reopened { holder, step, .. } => {
            let holder = taken(holder, closed.last.unit, event)?;
            Ok(State::Open(Open { holder, pending: None, next_step: NextStep::Known(step.clone()) }))
        }
        Happened::Opened { .. }
        | Happened::Offered(_)
        | Happened::Received { .. }
        | Happened::MoreWanted { .. }
        | Happened::Supplied { .. }
        | Happened::Accepted { .. }
        | Happened::Returned { .. }
        | Happened::ManagerAlerted { .. }
        | Happened::Withdrawn { .. }
        | Happened::Reassigned { .. }
        | Happened::NextStepSet { .. }
        | Happened::Closed { .. } => Err(Misfit),
    }
}

/// The new holder, if it is of the unit that could take the baton, and took it in this event by its own act.
fn taken(holder: &Holder, unit: Id<Unit>, event: &Event) -> Result<Holder, Misfit> {
    let Actor::Post(by) = &event.by else { return Err(Misfit) };
    let fits = holder.unit == unit && holder.since == event.at;
    if fits && (by.unit, by.assignment) == (holder.unit, holder.assignment) { Ok(*holder) } else { Err(Misfit) }
}

/// The handover that an offer makes.
fn sent(offer: &Offer, event: &Event) -> Result<Handover, Misfit> {
    let Actor::Post(by) = &event.by else { return Err(Misfit) };
    Ok(Handover {
        id: offer.id,
        to: offer.to,
        purpose: offer.purpose,
        summary: offer.summary.clone(),
        sent_by: by.assignment,
        sent_at: event.at,
        supplements: Vec::new(),
        stage: Stage::Sent,
    })
}

/// The handover that waits, if it is the one that the event is about.
fn pending(handover: Option<Handover>, id: Id<Handover>) -> Result<Handover, Misfit> {
    handover.filter(|handover| handover.id == id).ok_or(Misfit)
}

/// A handover that goes on waiting after the event.
fn handover_after(handover: Handover, event: &Event) -> Result<Handover, Misfit> {
    let Handover { mut supplements, stage, .. } = handover;
    let stage = match stage {
        Stage::Sent => {
            let Happened::Received { .. } = &event.happened else { return Err(Misfit) };
            Stage::Received(Receipt { at: event.at, paused: jiff::SignedDuration::ZERO })
        }
        Stage::Received(receipt) => {
            let Happened::MoreWanted { question, .. } = &event.happened else { return Err(Misfit) };
            Stage::Asked { receipt, question: question.clone(), asked_at: event.at }
        }
        Stage::Asked { receipt, question, asked_at } => {
            let Happened::Supplied { answer, .. } = &event.happened else { return Err(Misfit) };
            supplements.push(Supplement { question, answer: answer.clone() });
            let paused = receipt.paused.saturating_add(event.at.since(asked_at));
            Stage::Received(Receipt { paused, ..receipt })
        }
    };
    Ok(Handover { supplements, stage, ..handover })
}
