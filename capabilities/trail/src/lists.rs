//! Lists of trails for people at work: what waits for someone, what they wait for, what is new, and what their unit
//! holds. A list shows first name, age and place; of a protected child not even that.

pub(crate) mod store;
pub(crate) mod waiting;

use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};
use domain::trail::{Actor, Happened, NextStep, Trail};
use identity::children::Label;

/// Whom a row is about.
#[derive(Clone, Debug)]
pub(crate) enum Whom {
    /// First name, age and place.
    Known(Label),
    /// A protected identity: opened only by the few, never listed by name.
    Protected,
}

/// Where in a list the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) at: Moment,
    pub(crate) trail: Id<Trail>,
}

impl Place {
    /// Before everything.
    pub(crate) fn start() -> Self {
        Self { at: Moment::from_microseconds(-1), trail: Id::new(uuid::Uuid::nil()) }
    }

    /// Before everything, in a list with the latest first.
    pub(crate) fn latest() -> Self {
        Self { at: Moment::from_microseconds(i64::MAX), trail: Id::new(uuid::Uuid::max()) }
    }

    /// As it stands in an address.
    pub(crate) fn written(self) -> String {
        format!("{}.{}", self.at.microseconds(), self.trail)
    }

    /// From an address.
    pub(crate) fn read(written: &str) -> Option<Self> {
        let (at, trail) = written.split_once('.')?;
        Some(Self { at: Moment::from_microseconds(at.parse().ok()?), trail: trail.parse().ok()? })
    }
}

/// A trail in a list.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) trail: Id<Trail>,
    pub(crate) whom: Whom,
    pub(crate) holder: Id<Assignment>,
    pub(crate) next: NextStep,
    /// Where it stands in its list.
    pub(crate) at: Moment,
    pub(crate) offered_to: Option<Id<Unit>>,
    pub(crate) returns: u32,
}

/// Some of a list, and whether there is more of it.
pub(crate) struct Part<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) more: bool,
}

/// Something that happened on a trail one holds.
#[derive(Clone, Debug)]
pub(crate) struct News {
    pub(crate) trail: Id<Trail>,
    pub(crate) whom: Whom,
    pub(crate) at: Moment,
    pub(crate) by: Actor,
    pub(crate) happened: Happened,
}

/// A trail that one handed over.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) trail: Id<Trail>,
    pub(crate) whom: Whom,
    pub(crate) at: Moment,
    pub(crate) holder: Option<Id<Unit>>,
}
