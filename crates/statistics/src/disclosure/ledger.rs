//! What was ever published of one set of microdata, as one system.
//!
//! Two releases that are safe alone can reveal a child together: another age grouping, another year's running total,
//! another area. So a release is weighed together with all before it, and refused with the cells that would reveal.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::attack::{self, AttackError, Bound, Knowledge, Rule};
use crate::disclosure::table::{Cell, FREQUENCY_MAX, INNER_MAX, Sensitivity, Table, TableError, Zeros, real};

/// The most releases of one ledger.
pub const RELEASES_MAX: usize = 1_000;
/// The most published cells searched for the few that reveal; beyond it all that touch are named.
const EXPLAINED_MAX: usize = 400;

/// One release: its cells, and which of them are held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its name, unique in the ledger.
    pub name: String,
    /// Its cells, as sums of the ledger's finest cells.
    pub cells: Vec<Cell>,
    /// The numbers of the cells held back.
    pub suppressed: Vec<usize>,
}

/// A cell of a release.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The release.
    pub release: String,
    /// The cell's number in it.
    pub cell: usize,
}

/// A sensitive cell that would be revealed, and what reveals it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// The sensitive cell, in every release that holds it.
    pub cell: Vec<Place>,
    /// What could be said of it.
    pub low: f64,
    /// The upper end.
    pub high: f64,
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
    releases: Vec<Release>,
}

/// A system of unlike cells with where they stand and whether they are told.
struct System {
    table: Table,
    places: Vec<Vec<Place>>,
    told: BTreeSet<usize>,
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
        Ok(Self { inner, zeros, width, releases: Vec::new() })
    }

    /// A ledger as it was kept, with what is out already. It is not weighed here: [`Ledger::exposures`] does, and
    /// [`Ledger::enter`] with the next release.
    pub fn of(inner: Vec<u64>, zeros: Zeros, width: u64, releases: Vec<Release>) -> Result<Self, Refused> {
        let mut ledger = Self::new(inner, zeros, width)?;
        for release in releases {
            ledger.put(release)?;
        }
        Ok(ledger)
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
        if let Some(cell) = release.suppressed.iter().find(|cell| **cell >= release.cells.len()) {
            return Err(Refused::NoSuchCell(*cell));
        }
        self.releases.push(release);
        Ok(())
    }

    fn system(&self) -> Result<System, TableError> {
        let mut numbers: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let (mut cells, mut places, mut told): (Vec<Cell>, Vec<Vec<Place>>, _) =
            (Vec::new(), Vec::new(), BTreeSet::new());
        for release in &self.releases {
            for (at, cell) in release.cells.iter().enumerate() {
                let mut members = cell.members.clone();
                members.sort_unstable();
                let number = *numbers.entry(members).or_insert_with(|| {
                    cells.push(Cell { members: cell.members.clone(), sensitivity: Sensitivity::Open });
                    places.push(Vec::new());
                    cells.len() - 1
                });
                if let Some(places) = places.get_mut(number) {
                    places.push(Place { release: release.name.clone(), cell: at });
                }
                if let (Sensitivity::Primary, Some(slot)) = (cell.sensitivity, cells.get_mut(number)) {
                    slot.sensitivity = Sensitivity::Primary;
                }
                if !release.suppressed.contains(&at) {
                    told.insert(number);
                }
            }
        }
        Ok(System { table: Table::new(self.inner.clone(), cells, self.zeros)?, places, told })
    }

    /// The sensitive cells that everything in the ledger together leaves narrower than the width.
    pub fn exposures(&self) -> Result<Vec<Exposure>, Refused> {
        let system = self.system()?;
        let mut exposures = Vec::new();
        for bound in system.bounds()? {
            let cell = bound.cell;
            if bound.width() < real(self.width) - 1e-6 {
                exposures.push(Exposure {
                    cell: system.places.get(cell).cloned().unwrap_or_default(),
                    low: bound.low_whole,
                    high: bound.high_whole.unwrap_or(f64::INFINITY),
                    revealed_by: system.explain(cell, self.width)?,
                });
            }
        }
        Ok(exposures)
    }
}

impl System {
    /// What can be said of every sensitive cell.
    fn bounds(&self) -> Result<Vec<Bound>, AttackError> {
        let held: Vec<usize> = (0..self.table.cells().len()).filter(|cell| !self.told.contains(cell)).collect();
        let (told, asked): (Vec<usize>, Vec<usize>) = self.table.primaries().partition(|cell| self.told.contains(cell));
        let mut all: Vec<Bound> = told.into_iter().map(|cell| self.known(cell)).collect();
        all.extend(attack::bounds(&self.table, &held, Knowledge { rule: Rule::Known, own_cell: None }, &asked)?);
        all.sort_by_key(|bound| bound.cell);
        Ok(all)
    }

    /// A cell that is told.
    fn known(&self, cell: usize) -> Bound {
        let value = real(self.table.frequencies().get(cell).copied().unwrap_or(0));
        Bound { cell, low: value, high: Some(value), low_whole: value, high_whole: Some(value) }
    }

    /// What can be said of a cell when these are told.
    fn bound(&self, cell: usize, told: &BTreeSet<usize>) -> Result<Bound, AttackError> {
        let held: Vec<usize> = (0..self.table.cells().len()).filter(|cell| !told.contains(cell)).collect();
        if told.contains(&cell) {
            return Ok(self.known(cell));
        }
        let found = attack::bounds(&self.table, &held, Knowledge { rule: Rule::Known, own_cell: None }, &[cell])?;
        found.into_iter().next().ok_or(AttackError::NoSuchCell(cell))
    }

    /// Drops told cells one by one as long as the cell stays revealed; what is left is needed, every one.
    fn explain(&self, cell: usize, width: u64) -> Result<Vec<Place>, AttackError> {
        let mut needed = if self.told.contains(&cell) { BTreeSet::from([cell]) } else { self.told.clone() };
        // A zero that the rule always publishes cannot be imagined away.
        let fixed = |other: usize| {
            self.table.zeros() == Zeros::Published
                && self.table.frequencies().get(other).is_none_or(|count| *count == 0)
        };
        if needed.len() > 1 && needed.len() <= EXPLAINED_MAX {
            for other in self.told.iter().filter(|other| !fixed(**other)) {
                needed.remove(other);
                if self.bound(cell, &needed)?.width() >= real(width) - 1e-6 {
                    needed.insert(*other);
                }
            }
        }
        Ok(needed.iter().filter_map(|other| self.places.get(*other)).flatten().cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(name: &str, cells: &[(&[usize], Sensitivity)], suppressed: &[usize]) -> Release {
        let cell = |(members, sensitivity): &(&[usize], Sensitivity)| Cell {
            members: members.to_vec(),
            sensitivity: *sensitivity,
        };
        Release { name: name.to_owned(), cells: cells.iter().map(cell).collect(), suppressed: suppressed.to_vec() }
    }

    fn revealed_by(refused: Result<Ledger, Refused>) -> Vec<Place> {
        match refused {
            Err(Refused::Reveals(exposures)) => exposures.into_iter().flat_map(|found| found.revealed_by).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn place(release: &str, cell: usize) -> Place {
        Place { release: release.to_owned(), cell }
    }

    #[test]
    fn two_age_groupings_that_differ_by_a_few_children_are_refused_together() {
        // Ages 0–5, 6, 7–12; the second grouping sets the three six-year-olds apart.
        let ledger = Ledger::new(vec![40, 3, 50], Zeros::Protected, 4).unwrap();
        let open = Sensitivity::Open;
        let ledger = ledger.enter(release("0-5", &[(&[0], open), (&[1, 2], open)], &[])).unwrap();
        let second = release("0-6", &[(&[0, 1], open), (&[2], open), (&[1], Sensitivity::Primary)], &[2]);
        let found = revealed_by(ledger.enter(second));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|place| place.release == "0-5") && found.iter().any(|place| place.release == "0-6"));
    }

    #[test]
    fn running_totals_over_years_that_give_away_one_year_are_refused() {
        let ledger = Ledger::new(vec![20, 2, 30, 25], Zeros::Protected, 3).unwrap();
        let (open, primary) = (Sensitivity::Open, Sensitivity::Primary);
        let years = release("years", &[(&[0], open), (&[1], primary), (&[2], open)], &[0, 1]);
        let ledger = ledger.enter(years).unwrap().enter(release("2020-21", &[(&[0, 1], open)], &[])).unwrap();
        let ledger = ledger.enter(release("2022-23", &[(&[2, 3], open)], &[])).unwrap();
        let found = revealed_by(ledger.enter(release("2021-23", &[(&[1, 2, 3], open)], &[])));
        assert_eq!(found, vec![place("2022-23", 0), place("2021-23", 0)]);
    }

    #[test]
    fn a_sensitive_cell_that_is_published_reveals_itself() {
        let ledger = Ledger::new(vec![2, 9], Zeros::Protected, 3).unwrap();
        let found = revealed_by(ledger.enter(release("all", &[(&[0], Sensitivity::Primary)], &[])));
        assert_eq!(found, vec![place("all", 0)]);
    }
}
