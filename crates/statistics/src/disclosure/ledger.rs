//! What was ever published of one set of microdata, as one system.
//!
//! Two releases that are safe alone can reveal a child together: another age grouping, another year's running total,
//! another area. So a release is weighed together with all before it, and refused with the cells that would reveal.
//!
//! # The system
//!
//! Its unknowns are the counts of the finest cells: whole and not negative. Every cell told in any release is an equation.
//! A cell held back in one release and told in another is told. Where zeros are always published, a cell held back and told
//! nowhere is at least 1. What must keep its width: every cell that is sensitive in any release, and every finest cell
//! that is sensitive by the ledger's rule although no release lists it, for that is what two groupings set apart
//! between them.
//!
//! # Insiders
//!
//! Within one release an insider is somebody who contributes to a cell held back and knows its count. The same person
//! contributes to many releases: they stand in one finest cell, and so in every published cell above it, in the table by
//! year and in the one by area, in ages 0–5 and in ages 0–6. What they know adds up. So for every finest cell that holds
//! anybody the system gets, beside all that is told, one more equation per release: the count of one cell held back there
//! above that finest cell, whichever tells most. For a ledger of one release this is exactly the insider of
//! [`protect`](crate::disclosure::protect) and of [`attack`], so what was protected there enters here.
//!
//! A person counted every year stands in one finest cell of each year, and the counts alone cannot tell which: the ledger
//! must say which finest cells can hold the same person ([`Ledger::with_people`]). Then the insider knows one cell held
//! back per release and finest cell of theirs.
//!
//! They are kept from the sensitive cells of releases that ask for it; what they know comes from all releases, and later
//! releases cannot take back what an earlier one asked. A cell is not kept from those who know it itself. Not in the
//! system: that several insiders put their heads together, and what is known of the people in a cell rather than of
//! their number.

mod insiders;
mod system;

use std::collections::BTreeSet;

use crate::disclosure::attack::AttackError;
use crate::disclosure::ledger::system::{Aim, System};
use crate::disclosure::table::{Attacker, Cell, FREQUENCY_MAX, INNER_MAX, TableError, Zeros};

/// The most releases of one ledger.
pub const RELEASES_MAX: usize = 1_000;

/// One release: its cells, and which of them are held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its name, unique in the ledger.
    pub name: String,
    /// Its cells, as sums of the ledger's finest cells.
    pub cells: Vec<Cell>,
    /// The numbers of the cells held back.
    pub suppressed: Vec<usize>,
    /// From whom its sensitive cells must be kept, now and ever after.
    pub attacker: Attacker,
}

/// A cell of a release.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The release.
    pub release: String,
    /// The cell's number in it.
    pub cell: usize,
}

/// Somebody who knows cells held back because they are counted in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insider {
    /// The finest cells in which such a person stands.
    pub inner: Vec<usize>,
    /// The cells held back whose counts they need to know; without any one of them they would not find out.
    pub knows: Vec<Place>,
}

/// A sensitive cell that would be revealed, and what reveals it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// The sensitive cell, in every release that holds it.
    pub cell: Vec<Place>,
    /// The sensitive finest cells that are revealed although no release lists them.
    pub inner: Vec<usize>,
    /// What could be said of it.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// To whom; everybody when none.
    pub insider: Option<Insider>,
    /// Published cells that together reveal it; without any one of them they would not.
    pub revealed_by: Vec<Place>,
}

/// Why a release is not entered.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refused {
    /// Together with what is out already it would reveal.
    #[error("together with what is published already, {} sensitive cells would be revealed", .0.len())]
    Reveals(Vec<Exposure>),
    /// The name is taken or the ledger full.
    #[error("a release of this name is entered already, or the ledger is full")]
    Name,
    /// A cell held back that is not in the release.
    #[error("cell {0} is held back but not in the release")]
    NoSuchCell(usize),
    /// A zero held back although zeros are always published.
    #[error("cell {0} is zero and held back, but zeros are published")]
    HeldZero(usize),
    /// The release's cells are wrong.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The bounds could not be worked out, so nothing can be promised.
    #[error(transparent)]
    Attack(#[from] AttackError),
}

/// Everything published from one set of microdata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    inner: Vec<u64>,
    zeros: Zeros,
    width: u64,
    /// Finest cells that are sensitive whether a release lists them or not.
    watched: BTreeSet<usize>,
    /// For every finest cell who can stand in it, where the same people stand in several.
    people: Option<Vec<usize>>,
    releases: Vec<Release>,
}

impl Ledger {
    /// An empty ledger over finest cells; sensitive cells keep this width.
    pub fn new(inner: Vec<u64>, zeros: Zeros, width: u64) -> Result<Self, TableError> {
        if width == 0 {
            return Err(TableError::Width);
        }
        if inner.len() > INNER_MAX {
            return Err(TableError::TooLarge);
        }
        if let Some(at) = inner.iter().position(|count| *count > FREQUENCY_MAX) {
            return Err(TableError::Frequency(at));
        }
        Ok(Self { inner, zeros, width, watched: BTreeSet::new(), people: None, releases: Vec::new() })
    }

    /// Finest cells that are sensitive also where no release lists them. A release that lists one says for itself whether
    /// it is.
    pub fn watching(mut self, inner: impl IntoIterator<Item = usize>) -> Result<Self, TableError> {
        self.watched = inner.into_iter().collect();
        match self.watched.iter().find(|at| **at >= self.inner.len()) {
            Some(at) => Err(TableError::NoSuchInner(*at)),
            None => Ok(self),
        }
    }

    /// Says for every finest cell which people it counts: finest cells of one number can hold the same person, for
    /// example the same children year by year. Unless it is said, a person stands in one finest cell.
    pub fn with_people(mut self, people: Vec<usize>) -> Result<Self, TableError> {
        if people.len() != self.inner.len() {
            return Err(TableError::NoSuchInner(people.len()));
        }
        self.people = Some(people);
        Ok(self)
    }

    /// The ledger with what is out already. It is not weighed here: [`Ledger::exposures`] does, and [`Ledger::enter`]
    /// with the next release.
    pub fn with_releases(mut self, releases: Vec<Release>) -> Result<Self, Refused> {
        for release in releases {
            self.put(release)?;
        }
        Ok(self)
    }

    /// The releases entered so far.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// Enters a release, or says what it would reveal. What was promised of earlier sensitive cells holds on.
    pub fn enter(mut self, release: Release) -> Result<Self, Refused> {
        self.put(release)?;
        let exposures = self.exposures()?;
        if exposures.is_empty() { Ok(self) } else { Err(Refused::Reveals(exposures)) }
    }

    fn put(&mut self, release: Release) -> Result<(), Refused> {
        if self.releases.len() >= RELEASES_MAX || self.releases.iter().any(|other| other.name == release.name) {
            return Err(Refused::Name);
        }
        for at in &release.suppressed {
            let Some(cell) = release.cells.get(*at) else { return Err(Refused::NoSuchCell(*at)) };
            let empty = cell.members.iter().all(|member| self.inner.get(*member).is_none_or(|count| *count == 0));
            if empty && self.zeros == Zeros::Published {
                return Err(Refused::HeldZero(*at));
            }
        }
        self.releases.push(release);
        Ok(())
    }

    /// The sensitive cells that everything in the ledger together leaves narrower than the width.
    pub fn exposures(&self) -> Result<Vec<Exposure>, Refused> {
        let system = System::of(self)?;
        let aims = system.aims(self);
        let mut exposures = Vec::new();
        let (mut shown, mut hidden): (Vec<&Aim>, Vec<&Aim>) = (Vec::new(), Vec::new());
        for (aim, range) in aims.iter().zip(system.ranges(&aims.iter().collect::<Vec<_>>(), &system.told)?) {
            if range.is_wide(self.width) {
                hidden.push(aim);
                continue;
            }
            // What stands below a listed cell that is shown already needs no line of its own.
            let below = |other: &&Aim| aim.cell.is_none() && aim.members.iter().all(|at| other.members.contains(at));
            if !shown.iter().any(below) {
                exposures.push(system.exposure(aim, range, None, self.width)?);
                shown.push(aim);
            }
        }
        exposures.extend(insiders::exposures(self, &system, hidden)?);
        Ok(exposures)
    }
}

#[cfg(test)]
mod tests;
