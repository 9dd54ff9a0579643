//! Large tables, cut into blocks that are searched one by one.
//!
//! A block is a set of finest cells that belongs together in the published structure, for example a region's. Searched
//! with everything outside published, its pattern is safe in the whole table; searched with everything outside free,
//! its bound adds up to a bound of the whole. The gap between the two is stated. A block that cannot protect itself is
//! joined with others; what is left over is mended in the whole table, and what has become superfluous is let go.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::disclosure::protect::search::{Found, Search};
use crate::disclosure::protect::separation::Scope;
use crate::disclosure::table::{Demand, Table};

/// The published cells a block may hold so that its search is quick.
const BLOCK_CELLS_MAX: usize = 120;
/// The published cells that joined blocks may hold.
const JOINED_CELLS_MAX: usize = 480;

/// Finest cells that are searched together.
type Block = BTreeSet<usize>;

/// Searches a table too large to be searched as one; none when no pattern is safe.
pub(super) fn run(table: &Table, demand: Demand, start: Instant) -> Option<Found> {
    let cells_of = cells_of(table);
    let primaries: BTreeSet<usize> = table.primaries().collect();
    let mut waiting: Vec<Block> = blocks(table, &cells_of);
    let mut suppressed = primaries.clone();
    // Most of the time is for the blocks, the rest for mending and letting go.
    let left = |share: f64| demand.time.mul_f64(share).saturating_sub(start.elapsed());
    let (mut bound, mut nodes, mut carried): (f64, usize, Option<Block>) = (0.0, 0, None);
    waiting.reverse();
    while let Some(mut block) = waiting.pop() {
        let remaining = u32::try_from(waiting.len() + 1).unwrap_or(u32::MAX);
        let time = left(0.7) / remaining;
        let inside = inside(table, &cells_of, &block);
        if inside.iter().any(|cell| primaries.contains(cell)) {
            bound += free_bound(table, demand, &block, &inside, time / 3);
        }
        if let Some(before) = carried.take() {
            block.extend(before);
        }
        let inside = self::inside(table, &cells_of, &block);
        if !inside.iter().any(|cell| primaries.contains(cell)) {
            continue;
        }
        match Search::new(table, demand, bounded(&cells_of, &block), &inside, time).run() {
            Some(found) => {
                nodes += found.nodes;
                suppressed.extend(found.suppressed);
            }
            None if inside.len() < JOINED_CELLS_MAX => carried = Some(block),
            None => {}
        }
    }
    let all: Vec<usize> = (0..table.cells().len()).collect();
    let mend = Search::new(table, demand, Scope::whole(table), &all, left(1.0).max(Duration::from_secs(1)));
    let (suppressed, price) = mend.mend(suppressed)?;
    let bound = mend_bound(bound, &demand);
    Some(Found { optimal: price <= bound + 1e-4, suppressed, bound, nodes })
}

/// A bound of what the block costs whatever happens outside: there everything counts as held back already.
fn free_bound(table: &Table, demand: Demand, block: &Block, inside: &[usize], time: Duration) -> f64 {
    let scope = Scope { inner: block.iter().copied().collect(), cells: inside.to_vec() };
    Search::new(table, demand, scope, inside, time).run().map_or(0.0, |found| found.bound)
}

fn mend_bound(bound: f64, demand: &Demand) -> f64 {
    match demand.objective {
        crate::disclosure::table::Objective::Cells => (bound - 1e-6).ceil(),
        crate::disclosure::table::Objective::Frequency => bound,
    }
}

/// For every finest cell the published cells it stands in.
fn cells_of(table: &Table) -> Vec<Vec<usize>> {
    let mut cells_of = vec![Vec::new(); table.inner().len()];
    for (at, cell) in table.cells().iter().enumerate() {
        for member in &cell.members {
            if let Some(cells) = cells_of.get_mut(*member) {
                cells.push(at);
            }
        }
    }
    cells_of
}

/// The published cells that lie wholly within a block.
fn inside(table: &Table, cells_of: &[Vec<usize>], block: &Block) -> Vec<usize> {
    let whole = |cell: usize, found: usize| table.cells().get(cell).is_some_and(|cell| cell.members.len() == found);
    let counts = touching(cells_of, block);
    counts.into_iter().filter(|(cell, found)| whole(*cell, *found)).map(|(cell, _)| cell).collect()
}

/// The published cells that touch a block, with the number of finest cells they share with it.
fn touching(cells_of: &[Vec<usize>], block: &Block) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for cell in block.iter().filter_map(|inner| cells_of.get(*inner)).flatten() {
        *counts.entry(*cell).or_insert(0) += 1;
    }
    counts
}

/// The block with every published cell that touches it.
fn bounded(cells_of: &[Vec<usize>], block: &Block) -> Scope {
    Scope { inner: block.iter().copied().collect(), cells: touching(cells_of, block).into_keys().collect() }
}

/// Disjoint published cells with as much beneath them as a quick search can hold, the largest first; what they leave
/// over stands alone.
fn blocks(table: &Table, cells_of: &[Vec<usize>]) -> Vec<Block> {
    let mut heads: Vec<(usize, Block)> = table
        .cells()
        .iter()
        .filter(|cell| cell.members.len() > 1 && cell.members.len() <= BLOCK_CELLS_MAX)
        .map(|cell| cell.members.iter().copied().collect::<Block>())
        .map(|block| (inside(table, cells_of, &block).len(), block))
        .filter(|(size, _)| *size <= BLOCK_CELLS_MAX)
        .collect();
    heads.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut taken: Block = Block::new();
    let mut blocks = Vec::new();
    for (_, block) in heads {
        if block.is_disjoint(&taken) {
            taken.extend(&block);
            blocks.push(block);
        }
    }
    blocks.sort();
    blocks.extend((0..table.inner().len()).filter(|inner| !taken.contains(inner)).map(|inner| Block::from([inner])));
    blocks
}
