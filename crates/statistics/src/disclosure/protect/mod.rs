//! Which cells to hold back so that every sensitive one keeps an interval of the width asked for, at the lowest cost.

mod blocks;
mod deviation;
mod judge;
mod known;
mod programme;
mod search;
mod separation;
mod strengthen;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::disclosure::protect::search::{Found, Search, cost};
use crate::disclosure::protect::separation::{Allowed, Room, Scope};
use crate::disclosure::table::{Attacker, Demand, Table, TableError, real};

/// The largest table searched as one; larger ones are cut into blocks.
pub const EXACT_CELLS_MAX: usize = 200;

/// Why there is no protection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unprotected {
    /// The table or the demand is wrong.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Even with everything held back a sensitive cell is too narrow, for example because its members stand alone.
    #[error("no pattern leaves published cell {cell} the width asked for{}", for_whom(.known.as_ref()))]
    Impossible {
        /// The sensitive cell.
        cell: usize,
        /// The cell that an insider would have to know for it; none when everybody can tell.
        known: Option<usize>,
    },
    /// No pattern was found within the time, and none is published unproven.
    #[error("no safe pattern was found within the time")]
    NotFound,
}

fn for_whom(known: Option<&usize>) -> String {
    known.map(|known| format!(" from somebody in cell {known} who knows its count")).unwrap_or_default()
}

/// What an attacker can say of a suppressed cell at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// The published cell.
    pub cell: usize,
    /// The lowest value that agrees with everything published.
    pub low: f64,
    /// The highest; none when nothing limits it.
    pub high: Option<f64>,
    /// The lowest whole value.
    pub low_whole: f64,
    /// The highest whole value.
    pub high_whole: Option<f64>,
}

impl Certificate {
    /// The width in whole counts.
    pub fn width(&self) -> f64 {
        self.high_whole.map_or(f64::INFINITY, |high| high - self.low_whole)
    }
}

/// A safe pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Protection {
    /// The cells held back, in order, sensitive ones included.
    pub suppressed: Vec<usize>,
    /// Whether no safe pattern is cheaper.
    pub optimal: bool,
    /// No safe pattern costs less than this.
    pub bound: f64,
    /// The parts of the search that were looked at, each with some cells settled; 1 where no choice was needed.
    pub nodes: usize,
    /// Cells held back beside the sensitive ones.
    pub secondary_cells: usize,
    /// The sum of their counts.
    pub secondary_frequency: u64,
    /// What can be said of every suppressed cell. Against an insider, a sensitive cell's narrowest interval.
    pub certificates: Vec<Certificate>,
}

/// Finds a safe pattern within the time asked for.
pub fn protect(table: &Table, demand: &Demand) -> Result<Protection, Unprotected> {
    if demand.width == 0 {
        return Err(TableError::Width.into());
    }
    let all: Vec<usize> = (0..table.cells().len()).collect();
    let search = || Search::new(table, *demand, Scope::whole(table), &all, demand.time);
    let found = if table.cells().len() <= EXACT_CELLS_MAX {
        search().run()
    } else {
        blocks::run(table, *demand, Instant::now())
    };
    let Some(Found { suppressed, bound, optimal, nodes }) = found else {
        let hopeless = search().hopeless();
        return Err(hopeless
            .map_or(Unprotected::NotFound, |found| Unprotected::Impossible { cell: found.cell, known: found.known }));
    };
    let primaries: BTreeSet<usize> = table.primaries().collect();
    let secondary: Vec<usize> = suppressed.difference(&primaries).copied().collect();
    Ok(Protection {
        optimal,
        bound,
        nodes,
        secondary_cells: secondary.len(),
        secondary_frequency: secondary.iter().filter_map(|cell| table.frequencies().get(*cell)).sum(),
        certificates: certificates(table, demand.attacker, &suppressed),
        suppressed: suppressed.into_iter().collect(),
    })
}

/// The cover at the end of the search, in the LP format of other solvers: whoever solves it has checked the bound, and can
/// compare the time. The cost is what [`Protection::bound`] counts; none for a table too large to be searched as one.
pub fn cover(table: &Table, demand: &Demand) -> Option<String> {
    let all: Vec<usize> = (0..table.cells().len()).collect();
    let mut search = Search::new(table, *demand, Scope::whole(table), &all, demand.time);
    (all.len() <= EXACT_CELLS_MAX && search.run().is_some()).then(|| search.written())
}

/// The cost of a pattern beyond the sensitive cells.
pub fn secondary_cost(table: &Table, demand: &Demand, suppressed: &[usize]) -> f64 {
    let primaries: BTreeSet<usize> = table.primaries().collect();
    let secondary = suppressed.iter().filter(|cell| !primaries.contains(cell));
    // Not `sum`: of nothing it is minus zero.
    secondary.map(|cell| cost(table, demand.objective, *cell)).fold(0.0, |all, one| all + one)
}

/// The intervals of every suppressed cell under a pattern; against an insider, those of sensitive cells at their
/// narrowest.
fn certificates(table: &Table, attacker: Attacker, suppressed: &BTreeSet<usize>) -> Vec<Certificate> {
    let held = |cell: usize| if suppressed.contains(&cell) { 1.0 } else { 0.0 };
    let pattern: Vec<f64> = (0..table.cells().len()).map(held).collect();
    let mut allowed = Allowed::new(table, &Scope::whole(table), &pattern, Room::True(1.0));
    let mut all: BTreeMap<usize, Certificate> =
        suppressed.iter().map(|cell| (*cell, certificate(table, &mut allowed, &pattern, *cell))).collect();
    if attacker == Attacker::Insider {
        let primaries: BTreeSet<usize> = table.primaries().collect();
        let contributes = |cell: &&usize| table.frequencies().get(**cell).copied().unwrap_or(0) > 0;
        for known in suppressed.iter().filter(contributes) {
            let Some(range) = allowed.hold_still(*known) else { continue };
            let mut pattern = pattern.clone();
            if let Some(slot) = pattern.get_mut(*known) {
                *slot = 0.0;
            }
            let near: Vec<&usize> =
                primaries.iter().filter(|cell| *cell != known && allowed.touch(**cell, *known)).collect();
            for cell in near {
                let narrower = certificate(table, &mut allowed, &pattern, *cell);
                if let Some(slot) = all.get_mut(cell).filter(|slot| narrower.width() < slot.width()) {
                    *slot = narrower;
                }
            }
            allowed.let_move(*known, range);
        }
    }
    all.into_values().collect()
}

fn certificate(table: &Table, allowed: &mut Allowed, pattern: &[f64], cell: usize) -> Certificate {
    let count = real(table.frequencies().get(cell).copied().unwrap_or(0));
    let width = allowed.width(cell);
    let (low, high) = (count - width.down.distance, count + width.up.distance);
    let high = high.is_finite().then_some(high);
    let (low_whole, high_whole) = if width.whole {
        (low.round(), high.map(f64::round))
    } else {
        let (down, up) = whole::ends(table, &allowed.scope_of(cell), pattern, cell);
        (down.map_or(0.0, |down| count + down), up.map(|up| count + up))
    };
    Certificate { cell, low, high, low_whole, high_whole }
}
