//! Where an entry comes from: written here, or a copy that a sharing made, on a ground. Source: dossier 2.3 (OSL 12:3).

use super::{Entry, Place};
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::trail::sharing::{Ground, Sharing};

/// Written here, or received from another domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Written in the domain it belongs to.
    Own,
    /// A copy that a sharing made.
    Copy(Provenance),
}

/// Where a copy comes from, and on what ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// What it is a copy of.
    pub copy_of: Id<Entry>,
    /// Which version of it.
    pub version: usize,
    /// Where that belongs.
    pub from: Place,
    /// The sharing that made the copy.
    pub sharing: Id<Sharing>,
    /// The ground to disclose.
    pub ground: Ground,
    /// Whether the sharing still goes on.
    pub standing: Standing,
}

/// Whether the sharing behind a copy still goes on. The copy stays either way: it was lawfully received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It goes on.
    Shared,
    /// It has ended; the copy carries this note.
    SharingEnded {
        /// When.
        at: Moment,
    },
}

impl Standing {
    /// From when the sharing was ended and the last day of its consent. A consent that has run out ends it, whether or not
    /// anyone has come to close it.
    pub fn of(ended_at: Option<Moment>, until: Option<Day>, now: Moment) -> Self {
        match (ended_at, until) {
            (Some(at), _) => Self::SharingEnded { at },
            (None, Some(until)) if until < now.day() => {
                Self::SharingEnded { at: Moment::in_stockholm(until.plus_days(1), 0, 0) }
            }
            (None, Some(_) | None) => Self::Shared,
        }
    }
}
