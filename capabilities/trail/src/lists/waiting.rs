//! Handovers that wait: for a unit's answer, and for the answers of others.

pub(crate) mod store;

use domain::clock::Unit as Counted;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};
use domain::trail::{Purpose, Trail};

use crate::lists::{Place, Whom};

/// A handover in a list.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    /// Where it stands in its list.
    pub(crate) place: Place,
    pub(crate) trail: Id<Trail>,
    pub(crate) whom: Whom,
    pub(crate) from: Id<Unit>,
    pub(crate) to: Id<Unit>,
    pub(crate) sent_by: Id<Assignment>,
    pub(crate) purpose: Purpose,
    pub(crate) answer: Answer,
    pub(crate) clock: Clock,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The receiver's.
    Receiver,
    /// The giver's: the receiver has asked for more.
    Giver,
}

/// A promise as a list shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    pub(crate) counts_from: Moment,
    pub(crate) due_at: Moment,
    pub(crate) paused_since: Option<Moment>,
    pub(crate) counted: Counted,
}
