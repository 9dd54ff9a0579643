//! All releases of a ledger as one table, and what can be said of its cells.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::attack::{self, AttackError, Knowledge, Rule};
use crate::disclosure::ledger::{Exposure, Insider, Ledger, Place};
use crate::disclosure::table::{Attacker, Cell, Sensitivity, Table, TableError, Zeros, real};

/// The most published cells searched for the few that reveal; beyond it all are named.
const EXPLAINED_MAX: usize = 1_000;
/// Up to this many cells are left out one by one, in order; more are first left out in larger pieces.
const ONE_BY_ONE: usize = 16;
/// Whoever attacks knows the rule, and what else they know is told them cell by cell.
const RULE_ONLY: Knowledge = Knowledge { rule: Rule::Known, own_cell: None };

/// A system of unlike cells with where they stand and whether they are told.
///
/// Finest cells that stand in exactly the same published cells cannot be told apart by anybody. They are one *class*, whose
/// count is as free as theirs, so the table is over classes: it is no larger than what was published.
pub(super) struct System {
    /// The unlike cells of all releases, over classes.
    pub(super) table: Table,
    /// Where each of them stands.
    places: Vec<Vec<Place>>,
    /// Those told in some release.
    pub(super) told: BTreeSet<usize>,
    /// For every release those held back in it and told in none.
    pub(super) held: Vec<BTreeSet<usize>>,
    /// Those sensitive in a release that keeps them from insiders.
    inside: BTreeSet<usize>,
    /// The finest cells of every class.
    pub(super) classes: Vec<Vec<usize>>,
    /// Finest cells that a release lists as they are.
    listed: BTreeSet<usize>,
}

/// A sensitive sum of classes.
pub(super) struct Aim {
    /// The system's cell, where a release lists it.
    pub(super) cell: Option<usize>,
    /// Its classes.
    pub(super) members: Vec<usize>,
    /// Where no release lists it, the sensitive finest cells of the class.
    inner: Vec<usize>,
    /// Whether the class holds other finest cells too, behind which these can hide down to nothing.
    shared: bool,
    /// Whether it is kept from insiders.
    pub(super) inside: bool,
}

/// What can be said of an aim, in whole counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    low: f64,
    high: f64,
}

impl Range {
    pub(super) fn is_wide(self, width: u64) -> bool {
        self.high - self.low >= real(width) - 1e-6
    }
}

impl System {
    pub(super) fn of(ledger: &Ledger) -> Result<Self, TableError> {
        let mut numbers: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let (mut cells, mut places): (Vec<Cell>, Vec<Vec<Place>>) = (Vec::new(), Vec::new());
        let (mut told, mut held, mut inside) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        for release in &ledger.releases {
            let suppressed: BTreeSet<usize> = release.suppressed.iter().copied().collect();
            let mut held_here = BTreeSet::new();
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
                    if release.attacker == Attacker::Insider {
                        inside.insert(number);
                    }
                }
                if suppressed.contains(&at) {
                    held_here.insert(number)
                } else {
                    told.insert(number)
                };
            }
            held.push(held_here);
        }
        for release in &mut held {
            release.retain(|cell| !told.contains(cell));
        }
        let fine = Table::new(ledger.inner.clone(), cells, ledger.zeros)?;
        let alone = |cell: &Cell| cell.members.first().copied().filter(|_| cell.members.len() == 1);
        let listed = fine.cells().iter().filter_map(alone).collect();
        let (table, classes) = by_class(&fine)?;
        Ok(Self { table, places, told, held, inside, classes, listed })
    }

    /// Everything sensitive: what releases list, and what the ledger watches without it.
    pub(super) fn aims(&self, ledger: &Ledger) -> Vec<Aim> {
        let listed = self.table.primaries().map(|cell| Aim {
            cell: Some(cell),
            members: self.table.cells().get(cell).map(|cell| cell.members.clone()).unwrap_or_default(),
            inner: Vec::new(),
            shared: false,
            inside: self.inside.contains(&cell),
        });
        let inside = ledger.releases.iter().any(|release| release.attacker == Attacker::Insider);
        let unlisted = self.classes.iter().enumerate().map(|(class, finest)| Aim {
            cell: None,
            members: vec![class],
            inner: finest
                .iter()
                .copied()
                .filter(|at| ledger.watched.contains(at) && !self.listed.contains(at))
                .collect(),
            shared: finest.len() > 1,
            inside,
        });
        listed.chain(unlisted.filter(|aim| !aim.inner.is_empty())).collect()
    }

    /// What can be said of aims by somebody who sees these cells.
    pub(super) fn ranges(&self, aims: &[&Aim], seen: &BTreeSet<usize>) -> Result<Vec<Range>, AttackError> {
        let asked: Vec<&[usize]> = aims.iter().map(|aim| aim.members.as_slice()).collect();
        let bounds = attack::sums(&self.table, &self.hidden(seen), RULE_ONLY, &asked)?;
        let range = |(bound, aim): (attack::Bound, &&Aim)| Range {
            low: if aim.shared { 0.0 } else { bound.low_whole },
            high: bound.high_whole.unwrap_or(f64::INFINITY),
        };
        Ok(bounds.into_iter().zip(aims).map(range).collect())
    }

    /// The same for one.
    pub(super) fn range(&self, aim: &Aim, seen: &BTreeSet<usize>) -> Result<Range, AttackError> {
        self.ranges(&[aim], seen)?.into_iter().next().ok_or(AttackError::NoSuchCell(0))
    }

    /// For every aim the classes that can move it for somebody outside.
    pub(super) fn parts(&self, aims: &[&Aim]) -> Result<Vec<BTreeSet<usize>>, AttackError> {
        let asked: Vec<&[usize]> = aims.iter().map(|aim| aim.members.as_slice()).collect();
        attack::parts(&self.table, &self.hidden(&self.told), RULE_ONLY, &asked)
    }

    fn hidden(&self, seen: &BTreeSet<usize>) -> Vec<usize> {
        (0..self.table.cells().len()).filter(|cell| !seen.contains(cell)).collect()
    }

    /// The exposure of an aim, with what is needed for it: first of what an insider knows (in these finest cells these
    /// cells), then of what is told.
    pub(super) fn exposure(
        &self,
        aim: &Aim,
        range: Range,
        insider: Option<(&[usize], &BTreeSet<usize>)>,
        width: u64,
    ) -> Result<Exposure, AttackError> {
        let mut knows = insider.map(|insider| insider.1.clone()).unwrap_or_default();
        for cell in knows.clone() {
            knows.remove(&cell);
            if self.range(aim, &self.told.union(&knows).copied().collect())?.is_wide(width) {
                knows.insert(cell);
            }
        }
        let needed = self.needed(aim, &knows, width)?;
        Ok(Exposure {
            cell: aim.cell.map(|cell| self.named([cell].iter())).unwrap_or_default(),
            inner: aim.inner.clone(),
            low: range.low,
            high: range.high,
            insider: insider.map(|(inner, _)| Insider { inner: inner.to_vec(), knows: self.named(knows.iter()) }),
            revealed_by: self.named(needed.iter()),
        })
    }

    fn named<'a>(&self, cells: impl Iterator<Item = &'a usize>) -> Vec<Place> {
        cells.filter_map(|cell| self.places.get(*cell)).flatten().cloned().collect()
    }

    /// Leaves out told cells as long as the aim stays revealed; what is left is needed, every one.
    fn needed(&self, aim: &Aim, knows: &BTreeSet<usize>, width: u64) -> Result<BTreeSet<usize>, AttackError> {
        if let Some(cell) = aim.cell.filter(|cell| self.told.contains(cell)) {
            return Ok(BTreeSet::from([cell]));
        }
        let mut needed = self.told.clone();
        if needed.len() > EXPLAINED_MAX {
            return Ok(needed);
        }
        // A zero that the rule always publishes cannot be imagined away.
        let fixed = |cell: &usize| {
            self.table.zeros() == Zeros::Published
                && self.table.frequencies().get(*cell).is_none_or(|count| *count == 0)
        };
        let mut piece = if needed.len() > ONE_BY_ONE { needed.len() / 2 } else { 1 };
        while piece > 0 {
            let order: Vec<usize> = needed.iter().copied().filter(|cell| !fixed(cell)).collect();
            for some in order.chunks(piece) {
                let fewer: BTreeSet<usize> = needed.iter().copied().filter(|cell| !some.contains(cell)).collect();
                if !self.range(aim, &fewer.union(knows).copied().collect())?.is_wide(width) {
                    needed = fewer;
                }
            }
            piece /= 2;
        }
        Ok(needed)
    }
}

/// The same table over classes, with the finest cells of each. Finest cells that nothing was published of are in none.
fn by_class(fine: &Table) -> Result<(Table, Vec<Vec<usize>>), TableError> {
    let mut stands_in: Vec<Vec<usize>> = vec![Vec::new(); fine.inner().len()];
    for (number, cell) in fine.cells().iter().enumerate() {
        for member in &cell.members {
            if let Some(cells) = stands_in.get_mut(*member) {
                cells.push(number);
            }
        }
    }
    let mut same: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (at, cells) in stands_in.into_iter().enumerate().filter(|(_, cells)| !cells.is_empty()) {
        same.entry(cells).or_default().push(at);
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); fine.cells().len()];
    let (mut counts, mut classes) = (Vec::with_capacity(same.len()), Vec::with_capacity(same.len()));
    for (class, (cells, finest)) in same.into_iter().enumerate() {
        for cell in cells {
            if let Some(slot) = members.get_mut(cell) {
                slot.push(class);
            }
        }
        counts.push(finest.iter().filter_map(|at| fine.inner().get(*at)).sum());
        classes.push(finest);
    }
    let cells = fine.cells().iter().zip(members).map(|(cell, members)| Cell { members, ..*cell }).collect();
    Ok((Table::new(counts, cells, fine.zeros())?, classes))
}
