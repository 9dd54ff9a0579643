//! The child, the people with custody, and protected identity. Source: dossier 2.3, 2.5.

use crate::id::Id;
use crate::moment::Day;

pub mod joining;

/// The child that a trail is about. Only an identifier lives here: what describes the child is sealed.
#[derive(Debug)]
pub enum Child {}
/// Someone who can log in as a private person: a child or a guardian.
#[derive(Debug)]
pub enum Person {}

/// How closely a child's whereabouts are protected (*skyddade personuppgifter*). Source: dossier 2.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protection {
    /// No protection.
    None,
    /// *Sekretessmarkering*: a flag that asks for a test before each disclosure.
    Marked,
    /// *Skyddad folkbokföring*: registered elsewhere; no address, no geography, no place in any notice.
    Registered,
    /// *Fingerade personuppgifter*: a new identity whose link to the old must never be made.
    NewIdentity,
}

/// Custody of a child (*vårdnad*). Source: FB 6:2, 6:13.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Custody {
    /// Has custody, alone or together with another.
    Holder,
    /// A relative or contact without custody.
    None,
}

/// One grown-up's relation to the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Guardian {
    /// The grown-up, if they can log in.
    pub person: Id<Person>,
    /// Whether they have custody.
    pub custody: Custody,
}

/// A child's age in whole years on a day, `None` before birth.
pub fn age(born: Day, today: Day) -> Option<u8> {
    today.age_of_born(born)
}
