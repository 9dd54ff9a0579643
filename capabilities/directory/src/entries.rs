//! The entries as they stand, held in memory and read anew when they change.

use std::sync::Arc;

use database::{Failure, Transaction};
use domain::directory::{Entry, OpenNow};
use domain::front_door::routing;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::Unit;

use crate::store;

/// Every entry of the directory, by the name of its unit.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    kept: Vec<Kept>,
}

/// An entry, and the version that a change must name.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The entry.
    pub entry: Entry,
    /// Its version.
    pub version: i64,
}

impl Entries {
    pub(crate) fn new(kept: Vec<Kept>) -> Self {
        Self { kept }
    }

    /// All entries, by the name of their unit.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.kept.iter().map(|kept| &kept.entry)
    }

    /// All entries, copied, by the name of their unit.
    pub fn all(&self) -> Vec<Entry> {
        self.iter().cloned().collect()
    }

    /// The entry of a unit.
    pub fn of(&self, unit: Id<Unit>) -> Option<&Entry> {
        self.kept_of(unit).map(|kept| &kept.entry)
    }

    /// The entry of a unit with its version.
    pub fn kept_of(&self, unit: Id<Unit>) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.entry.unit == unit)
    }
}

/// The directory as it stands: from memory, or read anew if anything has changed. One statement when nothing has.
pub async fn entries(transaction: &mut Transaction) -> Result<Arc<Entries>, Failure> {
    let version = store::state(transaction).await?.version;
    if let Some(entries) = transaction.database().snapshot::<Entries>(version) {
        return Ok(entries);
    }
    let entries = Arc::new(store::read_entries(transaction).await?);
    transaction.database().hold_snapshot(version, Arc::clone(&entries));
    Ok(entries)
}

/// What the front door needs to choose a place: every unit that still takes anybody on this day, expired ones too, which
/// the front door is warned about.
pub async fn routing_entries(transaction: &mut Transaction, today: Day) -> Result<Vec<routing::Entry>, Failure> {
    let entries = entries(transaction).await?;
    Ok(entries.iter().filter(|entry| entry.takes_anybody(today)).map(Entry::for_routing).collect())
}

/// Whether a unit answers right now.
pub fn open_now(entry: &Entry, now: Moment) -> OpenNow {
    entry.open_now(now)
}
