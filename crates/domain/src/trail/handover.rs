//! Handing the baton over: offered, received, perhaps asked about, and then accepted, given back or withdrawn. The
//! giver holds the baton until the receiver has accepted it. Source: products A3; dossier 3.6.

use super::baton::{Destination, Handover, Purpose, QUESTIONS_MAX, ReturnReason, Stage, Step, WithdrawReason};
use super::event::{Actor, Event, Happened};
use super::trail::{Open, Trail, holder_from, refuse_past_step};
use super::{Refusal, Text};
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::{Assignment, Branch, Post, Unit};

/// From which return on a manager is told: a child who bounces must be seen. Source: dossier 3.6.
const RETURNS_ALARMING: u32 = 2;

/// What a giver sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The handover it makes.
    pub id: Id<Handover>,
    /// To whom.
    pub to: Destination,
    /// Why.
    pub purpose: Purpose,
    /// What the receiver needs to know in order to answer.
    pub summary: Text<4000>,
}

/// How a receiver gives the baton back: never without a reason, words for the family and a next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// Why.
    pub reason: ReturnReason,
    /// What the family is told, in plain Swedish.
    pub to_family: Text<1000>,
    /// What happens instead.
    pub onward: Onward,
}

/// What happens instead of the handover. In both cases the giver still holds the baton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Onward {
    /// The giver goes on, with this step.
    GiverKeeps(Step),
    /// Another unit has said yes; the giver hands over to it next.
    OtherUnit(Acceptance),
}

/// A yes from a unit, before the baton is formally offered to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Which unit.
    pub unit: Id<Unit>,
    /// Who said yes there.
    pub by: Id<Assignment>,
    /// When.
    pub at: Moment,
    /// What they will do.
    pub step: Step,
}

impl Onward {
    /// The step that follows.
    pub fn step(&self) -> &Step {
        match self {
            Self::GiverKeeps(step) => step,
            Self::OtherUnit(acceptance) => &acceptance.step,
        }
    }
}

impl Trail {
    /// Offers the baton to another unit. The giver holds it until the receiver accepts.
    pub fn offer(self, by: Post, offer: Offer, now: Moment) -> Result<(Self, Event), Refusal> {
        let open = self.held_by(&by, now)?;
        if open.pending.is_some() {
            return Err(Refusal::AlreadyPending);
        }
        if offer.to.unit == open.holder.unit {
            return Err(Refusal::OfferedToSelf);
        }
        refuse_internal_referral(&by, &offer)?;
        self.record(Actor::Post(by), now, Happened::Offered(offer))
    }

    /// The handover has reached the receiver, by delivery or because someone there took it in. Clocks start now, and
    /// do not wait for anyone to pick it up.
    pub fn receive(self, by: Actor, now: Moment) -> Result<(Self, Event), Refusal> {
        let handover = self.open_at(now)?.pending.as_ref().ok_or(Refusal::NothingPending)?;
        match &by {
            Actor::Job(_) => {}
            Actor::Post(post) if post.unit == handover.to.unit => {}
            Actor::Post(_) | Actor::Guardian(_) | Actor::Child(_) => return Err(Refusal::NotOfReceivingUnit),
        }
        if handover.receipt().is_some() {
            return Err(Refusal::AlreadyReceived);
        }
        let handover = handover.id;
        self.record(by, now, Happened::Received { handover })
    }

    /// The receiver takes the baton, and says what happens next. The giver holds it no more.
    pub fn accept(self, by: Post, step: Step, now: Moment) -> Result<(Self, Event), Refusal> {
        let handover = self.received_by(&by, now)?.1.id;
        refuse_past_step(&step, now)?;
        let holder = holder_from(&by, now);
        self.record(Actor::Post(by), now, Happened::Accepted { handover, holder, step })
    }

    /// The receiver asks for more before it answers (*begär komplettering*). The family's clock goes on.
    pub fn want_more(self, by: Post, question: Text<1000>, now: Moment) -> Result<(Self, Event), Refusal> {
        let handover = self.received_by(&by, now)?.1;
        if matches!(handover.stage, Stage::Asked { .. }) {
            return Err(Refusal::QuestionOpen);
        }
        if handover.supplements.len() >= QUESTIONS_MAX {
            return Err(Refusal::TooManyQuestions);
        }
        let handover = handover.id;
        self.record(Actor::Post(by), now, Happened::MoreWanted { handover, question })
    }

    /// The giver answers the receiver's question.
    pub fn supply(self, by: Post, answer: Text<4000>, now: Moment) -> Result<(Self, Event), Refusal> {
        let handover = self.held_by(&by, now)?.pending.as_ref().ok_or(Refusal::NothingPending)?;
        if !matches!(handover.stage, Stage::Asked { .. }) {
            return Err(Refusal::NoQuestion);
        }
        let handover = handover.id;
        self.record(Actor::Post(by), now, Happened::Supplied { handover, answer })
    }

    /// The receiver gives the baton back. The giver has held it all the time and still does. From the second return on
    /// a second event tells the managers.
    pub fn give_back(self, by: Post, back: Return, now: Moment) -> Result<(Self, Event, Option<Event>), Refusal> {
        let (open, handover) = self.received_by(&by, now)?;
        if let Onward::OtherUnit(acceptance) = &back.onward {
            if acceptance.unit == open.holder.unit || acceptance.unit == by.unit {
                return Err(Refusal::OnwardMustBeAnother);
            }
            if acceptance.at > now {
                return Err(Refusal::OnwardNotAccepted);
            }
        }
        refuse_past_step(back.onward.step(), now)?;
        let handover = handover.id;
        let (trail, event) = self.record(Actor::Post(by), now, Happened::Returned { handover, back })?;
        let returns = trail.snapshot().returns;
        if returns < RETURNS_ALARMING {
            return Ok((trail, event, None));
        }
        let (trail, alert) = trail.record(Actor::Post(by), now, Happened::ManagerAlerted { returns })?;
        Ok((trail, event, Some(alert)))
    }

    /// The giver takes the offer back before it is accepted.
    pub fn withdraw(self, by: Post, reason: WithdrawReason, now: Moment) -> Result<(Self, Event), Refusal> {
        let handover = self.held_by(&by, now)?.pending.as_ref().ok_or(Refusal::NothingPending)?.id;
        self.record(Actor::Post(by), now, Happened::Withdrawn { handover, reason })
    }

    /// The handover that waits, if the actor works at the unit it has been received by.
    fn received_by(&self, by: &Post, now: Moment) -> Result<(&Open, &Handover), Refusal> {
        let open = self.open_at(now)?;
        let handover = open.pending.as_ref().ok_or(Refusal::NothingPending)?;
        if handover.to.unit != by.unit {
            return Err(Refusal::NotOfReceivingUnit);
        }
        match handover.stage {
            Stage::Sent => Err(Refusal::NotReceived),
            Stage::Received(_) | Stage::Asked { .. } => Ok((open, handover)),
        }
    }
}

/// Child psychiatry does not refer to itself: a child there moves between clinics without a new queue.
fn refuse_internal_referral(by: &Post, offer: &Offer) -> Result<(), Refusal> {
    let is_within_psychiatry = by.branch == Branch::ChildPsychiatry && offer.to.branch == Branch::ChildPsychiatry;
    match offer.purpose {
        Purpose::Referral(_) if is_within_psychiatry => Err(Refusal::InternalPsychiatryReferral),
        Purpose::Referral(_) | Purpose::Transition18 | Purpose::Ordinary => Ok(()),
    }
}
