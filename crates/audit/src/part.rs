//! The parts of the installation that somebody who keeps organisations changes: what the line of such a change is about.

use access::Subject;
use domain::id::Id;
use domain::organisation::{Assignment, Municipality, Principal, SecrecyDomain, Staff, Unit};

/// A part of the installation that an act has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who is responsible by law.
    Principal(Id<Principal>),
    /// What may know without a disclosure.
    Domain(Id<SecrecyDomain>),
    /// Where children live.
    Municipality(Id<Municipality>),
    /// Where people work.
    Unit(Id<Unit>),
    /// Someone at work.
    Staff(Id<Staff>),
    /// Someone's role at a unit.
    Assignment(Id<Assignment>),
}

impl Part {
    /// What the log says it is.
    pub(crate) fn subject(self) -> Subject {
        let (kind, id) = match self {
            Self::Principal(id) => ("Principal", id.value()),
            Self::Domain(id) => ("SecrecyDomain", id.value()),
            Self::Municipality(id) => ("Municipality", id.value()),
            Self::Unit(id) => ("Unit", id.value()),
            Self::Staff(id) => ("Staff", id.value()),
            Self::Assignment(id) => ("Assignment", id.value()),
        };
        Subject { kind, id, child: None }
    }
}
