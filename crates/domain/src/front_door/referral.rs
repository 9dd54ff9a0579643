//! A referral (*remiss*): what somebody at work tells beside what everybody tells, when they ask the front door for help for
//! a child; and what they are told of how it goes. Source: dossier 3.2 (what a referral holds), 3.5 (the referrer is
//! answered), 6.1 (what another secrecy domain may know).
//! Not here: what it is about and how to reach the family, which is the `intake`; what was heard and decided, which is not
//! the referrer's to know.

use thiserror::Error;

use crate::front_door::reach::Telephone;
use crate::front_door::request::{Ending, State};
use crate::front_door::text::{Line, Note};
use crate::id::Id;
use crate::organisation::Unit;

/// What somebody at work tells beside the intake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Since when.
    pub since: Line,
    /// What has been tried, and how it went.
    pub tried: Note,
    /// Whether the family has been told.
    pub told: Told,
    /// What the child and the guardians want.
    pub wish: Note,
    /// Where whoever asks can be called.
    pub call_back: Telephone,
}

/// Whether somebody has been told that help is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Knows {
    /// Told.
    Yes,
    /// Told in part, or only one of two guardians.
    Partly,
    /// Not told.
    No,
}

impl Knows {
    /// Every answer, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// The stable name used in storage, forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    /// The answer with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|knows| knows.code() == code)
    }
}

/// Whether child and guardians have been told. A professional tells them before asking, or says why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Both.
    Everyone,
    /// Not both.
    NotEveryone {
        /// The child.
        child: Knows,
        /// Those with custody.
        guardians: Knows,
        /// Why.
        why: Note,
    },
}

/// Somebody has not been told, and nobody says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("why somebody has not been told is missing")]
pub struct WhyMissing;

impl Told {
    /// Takes what was answered. Why is needed as soon as somebody has not been told everything.
    pub fn new(child: Knows, guardians: Knows, why: Option<Note>) -> Result<Self, WhyMissing> {
        match (child, guardians, why) {
            (Knows::Yes, Knows::Yes, _) => Ok(Self::Everyone),
            (child, guardians, Some(why)) => Ok(Self::NotEveryone { child, guardians, why }),
            (_, _, None) => Err(WhyMissing),
        }
    }

    /// What the child knows.
    pub const fn child(&self) -> Knows {
        match self {
            Self::Everyone => Knows::Yes,
            Self::NotEveryone { child, .. } => *child,
        }
    }

    /// What those with custody know.
    pub const fn guardians(&self) -> Knows {
        match self {
            Self::Everyone => Knows::Yes,
            Self::NotEveryone { guardians, .. } => *guardians,
        }
    }
}

/// Whether the front door waits for an answer from whoever asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Questions {
    /// It has asked nothing, or been answered.
    Answered,
    /// It waits.
    Unanswered,
}

/// How it stands, as whoever asked is told. Neither level, nor reasons, nor which unit: the family tells that, if they want.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Received; nobody has begun.
    Received,
    /// Somebody at the front door is on it.
    UnderWay,
    /// The front door wants to know more, from whoever asked.
    MoreWanted,
    /// It is decided what happens; the front door holds it until somebody else has said yes.
    Decided,
    /// Another unit has accepted.
    Accepted,
    /// The family has its answer from the front door.
    Answered,
    /// Nobody could be reached: it comes back to whoever asked.
    Returned,
    /// It goes on together with another request about the child.
    Joined,
    /// It was taken back.
    Withdrawn,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::UnderWay,
        Self::MoreWanted,
        Self::Decided,
        Self::Accepted,
        Self::Answered,
        Self::Returned,
        Self::Joined,
        Self::Withdrawn,
    ];

    /// How a request of a front door stands.
    pub fn of(state: &State, front_door: Id<Unit>, questions: Questions) -> Self {
        match (state, questions) {
            (State::Waiting | State::Taken(_) | State::Interviewed(..), Questions::Unanswered) => Self::MoreWanted,
            (State::Waiting, Questions::Answered) => Self::Received,
            (State::Taken(_) | State::Interviewed(..), Questions::Answered) => Self::UnderWay,
            (State::Decided(..), Questions::Answered | Questions::Unanswered) => Self::Decided,
            (State::Closed(ending), Questions::Answered | Questions::Unanswered) => match ending {
                Ending::CarriedOut { by } if by.unit == front_door => Self::Answered,
                Ending::CarriedOut { .. } => Self::Accepted,
                Ending::NotReached { .. } => Self::Returned,
                Ending::Merged { .. } => Self::Joined,
                Ending::Withdrawn => Self::Withdrawn,
            },
        }
    }

    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::UnderWay => "under_way",
            Self::MoreWanted => "more_wanted",
            Self::Decided => "decided",
            Self::Accepted => "accepted",
            Self::Answered => "answered",
            Self::Returned => "returned",
            Self::Joined => "joined",
            Self::Withdrawn => "withdrawn",
        }
    }
}
