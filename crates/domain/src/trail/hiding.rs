//! Hiding an entry from guardians: by the child's choice or for fear of harm, with a day to look at it again.
//! Source: dossier 2.3 (OSL 12:3), 2.5. Not here: whether a child is mature enough, which a professional judges.

use super::{Text, coded};
use crate::child::Person;
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::organisation::Post;

/// From which guardians an entry is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HiddenFrom {
    /// From everyone with custody.
    EveryGuardian,
    /// From one of them.
    Guardian(Id<Person>),
}

/// Why an entry is hidden from a guardian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HideReason {
    /// The child has asked, and has been judged mature enough to own its secrecy.
    ChildsChoice,
    /// The guardian's knowing can be assumed to harm the child considerably. Source: OSL 12:3.
    ConsiderableHarm,
    /// It would tell where someone with protected identity is.
    ProtectedIdentity,
}
coded!(HideReason {
    ChildsChoice => "childs_choice",
    ConsiderableHarm => "considerable_harm",
    ProtectedIdentity => "protected_identity",
});

/// A mark that hides an entry from guardians until somebody has looked at it again. It never falls off by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hiding {
    /// From whom.
    pub from: HiddenFrom,
    /// Why.
    pub reason: HideReason,
    /// Why, in words.
    pub why: Text<1000>,
    /// Who decided.
    pub by: Post,
    /// When.
    pub at: Moment,
    /// The day it must be looked at again.
    pub review_on: Day,
}

impl Hiding {
    /// Whether it must be looked at again on this day, or was to be before.
    pub fn is_due(&self, today: Day) -> bool {
        self.review_on <= today
    }

    /// Whether it hides from this guardian.
    pub fn covers(&self, guardian: Id<Person>) -> bool {
        match self.from {
            HiddenFrom::EveryGuardian => true,
            HiddenFrom::Guardian(person) => person == guardian,
        }
    }
}
