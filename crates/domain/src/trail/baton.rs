//! The baton: who holds it, the handover that waits for an answer, and the next step. Source: products A3; dossier 3.6.

use jiff::SignedDuration;

use super::{Text, coded};
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::organisation::{Assignment, Branch, Unit};

/// How many times a receiver may ask for more before it must accept or return. PROPOSED: endless questions are also a
/// way of letting a child bounce.
pub const QUESTIONS_MAX: usize = 3;

/// The one unit, and the one person in it, that holds the baton (*håller i det*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Holder {
    /// Which unit.
    pub unit: Id<Unit>,
    /// Whose assignment there.
    pub assignment: Id<Assignment>,
    /// Since when this person has held it.
    pub since: Moment,
}

/// What happens next for the child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// A step with a date.
    Known(Step),
    /// Nobody has said. Shown as a fault, never hidden.
    Missing,
}

/// A step and its date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What will happen, in words the child can read.
    pub what: Text<200>,
    /// When.
    pub when: When,
}

/// When a step happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// At the latest on a day.
    On(Day),
    /// At an hour that is booked.
    At(Moment),
}

impl When {
    /// The Stockholm date.
    pub fn day(self) -> Day {
        match self {
            Self::On(day) => day,
            Self::At(moment) => moment.day(),
        }
    }

    /// Whether it has passed. A step on a day lasts the whole day.
    pub fn is_past(self, now: Moment) -> bool {
        match self {
            Self::On(day) => day < now.day(),
            Self::At(moment) => moment < now,
        }
    }
}

/// The level of care that a referral asks for, 0 (self-care) to 5 (inpatient). A professional has decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(u8);

impl Level {
    /// The highest level.
    pub const MAX: u8 = 5;

    /// The level with this number, `None` above 5.
    pub const fn new(number: u8) -> Option<Self> {
        if number <= Self::MAX { Some(Self(number)) } else { None }
    }

    /// The number, 0 to 5.
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// Why the baton is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A referral (*remiss*) at a level of care.
    Referral(Level),
    /// To those who meet adults: the child turns 18.
    Transition18,
    /// Any other handing over of responsibility.
    Ordinary,
}

impl Purpose {
    /// The stable name, for storage and for texts in the interface.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Referral(_) => "referral",
            Self::Transition18 => "transition_18",
            Self::Ordinary => "ordinary",
        }
    }
}

/// Where the baton is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Destination {
    /// Which unit.
    pub unit: Id<Unit>,
    /// What kind of service it gives.
    pub branch: Branch,
}

/// An offer of the baton that has not been answered. The giver holds until the receiver accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Which one.
    pub id: Id<Handover>,
    /// To whom.
    pub to: Destination,
    /// Why.
    pub purpose: Purpose,
    /// What the receiver needs to know in order to answer; all it sees until it accepts.
    pub summary: Text<4000>,
    /// Who sent it.
    pub sent_by: Id<Assignment>,
    /// When.
    pub sent_at: Moment,
    /// What the receiver has asked and been told since.
    pub supplements: Vec<Supplement>,
    /// How far it has come.
    pub stage: Stage,
}

/// A question from the receiver, with the giver's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplement {
    /// What was asked.
    pub question: Text<1000>,
    /// What was answered.
    pub answer: Text<4000>,
}

/// How far a handover has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// On its way.
    Sent,
    /// With the receiver; its clocks run.
    Received(Receipt),
    /// The receiver has asked for more (*komplettering*).
    Asked {
        /// When it came, and earlier pauses.
        receipt: Receipt,
        /// What is asked.
        question: Text<1000>,
        /// When it was asked.
        asked_at: Moment,
    },
}

/// The receipt that every clock starts at, whenever someone picks the item up. Source: dossier 0, rule 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Receipt {
    /// When it came.
    pub at: Moment,
    /// How long the receiver has waited for answers so far.
    pub paused: SignedDuration,
}

/// Two measures of one wait. Source: dossier 3.6: national figures do not pause for questions, so both are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clocks {
    /// What the family has waited since receipt. Never pauses.
    pub family: SignedDuration,
    /// What the receiver has had to itself: the same, less its waits for answers.
    pub receiver: SignedDuration,
}

impl Handover {
    /// The receipt, if it has come.
    pub fn receipt(&self) -> Option<Receipt> {
        match &self.stage {
            Stage::Sent => None,
            Stage::Received(receipt) | Stage::Asked { receipt, .. } => Some(*receipt),
        }
    }

    /// How long an answer has been waited for, `None` before receipt.
    pub fn clocks(&self, now: Moment) -> Option<Clocks> {
        let (receipt, waiting) = match &self.stage {
            Stage::Sent => return None,
            Stage::Received(receipt) => (receipt, SignedDuration::ZERO),
            Stage::Asked { receipt, asked_at, .. } => (receipt, now.since(*asked_at)),
        };
        let family = now.since(receipt.at);
        Some(Clocks { family, receiver: family.saturating_sub(receipt.paused).saturating_sub(waiting) })
    }
}

/// Why a receiver gives the baton back. There is no bare rejection. Source: dossier 3.6 (PROPOSED list).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReturnReason {
    /// Advice to the giver is enough.
    AdviceIsEnough,
    /// Another level of care fits better.
    OtherLevel,
    /// Another principal is responsible.
    OtherPrincipal,
    /// Outside the ages that the unit meets.
    OutsideAges,
    /// Answers are still missing after questions.
    InformationMissing,
    /// The child already has a contact that can do it.
    ContactExists,
    /// The child or the family does not want it.
    FamilyDeclines,
}
coded!(ReturnReason {
    AdviceIsEnough => "advice_is_enough",
    OtherLevel => "other_level",
    OtherPrincipal => "other_principal",
    OutsideAges => "outside_ages",
    InformationMissing => "information_missing",
    ContactExists => "contact_exists",
    FamilyDeclines => "family_declines",
});

/// Why a giver withdraws an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WithdrawReason {
    /// It went to the wrong unit, or holds the wrong words.
    Mistake,
    /// The child or the family has changed their mind.
    FamilyChangedMind,
    /// Other help has come first.
    OtherHelp,
    /// No answer came.
    NoAnswer,
}
coded!(WithdrawReason {
    Mistake => "mistake",
    FamilyChangedMind => "family_changed_mind",
    OtherHelp => "other_help",
    NoAnswer => "no_answer",
});

/// Why a trail is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CloseReason {
    /// The help has helped.
    GoalsReached,
    /// Advice was what was needed.
    AdviceGiven,
    /// The child or the family does not want to go on.
    FamilyEnds,
    /// The family has moved to another region.
    MovedAway,
    /// The child has turned 18, and adult services go on or are not needed.
    TurnedEighteen,
    /// The child has died.
    Died,
    /// It should never have been opened.
    OpenedByMistake,
}
coded!(CloseReason {
    GoalsReached => "goals_reached",
    AdviceGiven => "advice_given",
    FamilyEnds => "family_ends",
    MovedAway => "moved_away",
    TurnedEighteen => "turned_eighteen",
    Died => "died",
    OpenedByMistake => "opened_by_mistake",
});
