//! What happens to an entry. Its words are in the entry, not here.

use super::{Entry, HiddenFrom, HideReason, Kind, Writer};
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::trail::Trail;

/// What happened to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which entry.
    pub entry: Id<Entry>,
    /// On which trail.
    pub trail: Id<Trail>,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub by: Writer,
    /// What.
    pub happened: Happened,
}

/// What happened to an entry. Its words are in the entry, not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// It was written.
    Written(Kind),
    /// A new version was written.
    Corrected {
        /// The new version's number, from 2.
        version: usize,
    },
    /// It was hidden, or a hiding was looked at and renewed.
    Hidden {
        /// From whom.
        from: HiddenFrom,
        /// Why.
        reason: HideReason,
        /// When it must be looked at again.
        review_on: Day,
    },
    /// A hiding was taken away.
    Shown {
        /// From whom it had been hidden.
        from: HiddenFrom,
    },
}
