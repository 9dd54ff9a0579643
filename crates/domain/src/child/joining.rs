//! Two records of one and the same child become one: which goes on, how it is protected, and when not. Nobody's trail is
//! poured into another's: where two units each hold one, they talk first. Source: dossier 2.4, 2.5; PROPOSED: no public rule
//! was found. Not here: what becomes of the requests (`front_door::request`), and how anything is moved.

use super::{Child, Protection};
use crate::id::Id;
use crate::organisation::{Staff, Unit};
use crate::trail::Trail;

/// A trail that is open, and who holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which one.
    pub trail: Id<Trail>,
    /// The unit that holds it.
    pub unit: Id<Unit>,
    /// Who there holds it; nobody where that post has ended.
    pub by: Option<Id<Staff>>,
}

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Which child.
    pub child: Id<Child>,
    /// How its identity is protected.
    pub protection: Protection,
    /// The few who may open it where it is.
    pub named: Vec<Id<Staff>>,
    /// The identity number in its normal form; empty when it is not known.
    pub number: String,
    /// Its open trails.
    pub open: Vec<Held>,
}

/// What becomes of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    /// The one that goes on.
    pub kept: Id<Child>,
    /// The one that is no more.
    pub other: Id<Child>,
    /// How the identity is protected from now on: never less than either was.
    pub protection: Protection,
    /// The few who may open it; nobody where it is not protected.
    pub named: Vec<Id<Staff>>,
}

/// Why two children are not made one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// They are one already.
    #[error("it is the same child already")]
    SameChild,
    /// Each has an identity number, and they differ.
    #[error("the two have different identity numbers")]
    TwoNumbers,
    /// One has a new identity, whose link to the old must never be made.
    #[error("a new identity is joined to nothing")]
    NewIdentity,
    /// Another unit holds a trail of each.
    #[error("two units each hold a trail")]
    BothHeld {
        /// Who holds that of the one at hand.
        one: Id<Unit>,
        /// Who holds that of the other.
        other: Id<Unit>,
    },
    /// Whoever holds a trail could not open it any more.
    #[error("who holds a trail is not named")]
    HolderNotNamed(Id<Unit>),
}

impl Refusal {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SameChild => "same_child",
            Self::TwoNumbers => "two_numbers",
            Self::NewIdentity => "new_identity",
            Self::BothHeld { .. } => "both_held",
            Self::HolderNotNamed(_) => "holder_not_named",
        }
    }
}

/// What becomes of two children who are one. `one` is the child whose request is at hand, at this front door.
pub fn join(one: &Side, other: &Side, front_door: Id<Unit>) -> Result<Joining, Refusal> {
    if one.child == other.child {
        return Err(Refusal::SameChild);
    }
    let protection = one.protection.max(other.protection);
    if protection == Protection::NewIdentity {
        return Err(Refusal::NewIdentity);
    }
    if !one.number.is_empty() && !other.number.is_empty() && one.number != other.number {
        return Err(Refusal::TwoNumbers);
    }
    let (kept, gone) = match (elsewhere(one, front_door), elsewhere(other, front_door)) {
        (Some(one), Some(other)) => return Err(Refusal::BothHeld { one, other }),
        (None, Some(_)) => (other.child, one.child),
        (Some(_) | None, None) => (one.child, other.child),
    };
    let named = named(one, other);
    let locked_out = |held: &&Held| held.by.is_none_or(|by| !named.contains(&by));
    if protection != Protection::None
        && let Some(held) = one.open.iter().chain(&other.open).find(locked_out)
    {
        return Err(Refusal::HolderNotNamed(held.unit));
    }
    Ok(Joining { kept, other: gone, protection, named })
}

/// Another unit that holds a trail of the child.
fn elsewhere(side: &Side, front_door: Id<Unit>) -> Option<Id<Unit>> {
    side.open.iter().map(|held| held.unit).find(|unit| *unit != front_door)
}

/// Who may open it: nobody who could not open what was protected before.
fn named(one: &Side, other: &Side) -> Vec<Id<Staff>> {
    match (one.protection, other.protection) {
        (Protection::None, Protection::None) => Vec::new(),
        (_, Protection::None) => one.named.clone(),
        (Protection::None, _) => other.named.clone(),
        (Protection::Marked | Protection::Registered | Protection::NewIdentity, _) => {
            one.named.iter().copied().filter(|staff| other.named.contains(staff)).collect()
        }
    }
}
