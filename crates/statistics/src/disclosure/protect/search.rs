//! The search for the cheapest safe pattern in one scope: branch and cut.
//!
//! A node settles some cells one way or the other. Its relaxed cover is solved, cuts that its shares miss are added
//! until none is found, and then a cell is settled both ways. A node whose bound reaches the best pattern found is done.
//! Source: Fischetti & Salazar 2001, Management Science 47, 1008–1027.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::disclosure::protect::deviation::Range;
use crate::disclosure::protect::judge::{Judge, Narrowed};
use crate::disclosure::protect::programme::{Outcome, Programme};
use crate::disclosure::protect::separation::{Cut, Scope};
use crate::disclosure::table::{Demand, Objective, Sensitivity, Table, Zeros, real};

/// What a cell costs beside its count, so that fewer cells win between equals.
const PER_CELL: f64 = 0.000_2;
/// The rounds of cuts at the first node, and at later ones.
const FIRST_ROUNDS_MAX: usize = 400;
const ROUNDS_MAX: usize = 6;
/// The most relaxed covers solved in one node; more would mean that it goes in circles.
const SOLUTIONS_MAX: usize = 5_000;
/// How often a pattern is sought near a node's shares, in nodes.
const REPAIR_EVERY: usize = 12;

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The cells held back in the scope, sensitive ones included.
    pub(super) suppressed: BTreeSet<usize>,
    /// No safe pattern in the scope costs less.
    pub(super) bound: f64,
    /// Whether the pattern's cost meets the bound.
    pub(super) optimal: bool,
}

/// One search.
pub(super) struct Search<'a> {
    objective: Objective,
    judge: Judge<'a>,
    /// What each candidate costs, and its number in the programme.
    costs: BTreeMap<usize, (f64, usize)>,
    cells: Vec<usize>,
    programme: Programme,
    nodes: usize,
}

/// Part of the search: cells settled so far, and what any pattern that agrees costs at least.
#[derive(Debug, Clone)]
struct Node {
    bound: f64,
    settled: Vec<(usize, f64)>,
}

/// What became of a node.
enum Visited {
    /// No better pattern agrees with it.
    Done,
    /// It is split on a cell; the share says which way to look first.
    Split(usize, f64),
    /// The time or the patience ran out.
    Open,
}

/// The cost of holding back a cell, as the demand counts it.
pub(super) fn cost(table: &Table, objective: Objective, cell: usize) -> f64 {
    match objective {
        Objective::Cells => 1.0,
        Objective::Frequency => real(table.frequencies().get(cell).copied().unwrap_or(0)),
    }
}

/// Whether a cell may be held back at all.
fn candidate(table: &Table, cell: usize) -> bool {
    table.zeros() == Zeros::Protected || table.frequencies().get(cell).copied().unwrap_or(0) > 0
}

impl<'a> Search<'a> {
    /// Cells of the scope that are not in `candidates` stay published; sensitive ones in `forced` are held back.
    pub(super) fn new(table: &'a Table, demand: Demand, scope: Scope, candidates: &[usize], time: Duration) -> Self {
        let sensitive =
            |cell: &usize| table.cells().get(*cell).is_some_and(|cell| cell.sensitivity == Sensitivity::Primary);
        let (forced, open): (BTreeSet<usize>, BTreeSet<usize>) = candidates.iter().copied().partition(sensitive);
        let open: BTreeSet<usize> = open.into_iter().filter(|cell| candidate(table, *cell)).collect();
        let cells: Vec<usize> = open.iter().copied().collect();
        let price = |cell: usize| match demand.objective {
            Objective::Cells => 1.0,
            Objective::Frequency => cost(table, demand.objective, cell) + PER_CELL,
        };
        let costs: BTreeMap<usize, (f64, usize)> =
            cells.iter().enumerate().map(|(number, cell)| (*cell, (price(*cell), number))).collect();
        let programme = Programme::new(cells.iter().map(|cell| price(*cell)).collect());
        let judge = Judge::new(table, demand, scope, forced, open, Instant::now() + time);
        Self { objective: demand.objective, judge, costs, cells, programme, nodes: 0 }
    }

    /// None when no pattern in the scope is safe.
    pub(super) fn run(mut self) -> Option<Found> {
        if self.judge.forced().is_empty() {
            return Some(Found { suppressed: BTreeSet::new(), bound: 0.0, optimal: true });
        }
        let mut best = self.repair(&BTreeMap::new())?;
        let mut first = Node { bound: 0.0, settled: Vec::new() };
        let visited = self.visit(&mut first, &mut best, FIRST_ROUNDS_MAX)?;
        let certain = if self.judge.is_in_doubt() { 0.0 } else { first.bound };
        let bound = self.branch(first, visited, &mut best)?;
        let bound = if self.judge.is_in_doubt() { certain } else { bound };
        let price = self.price(&best);
        let bound = bound.min(price);
        Some(Found { optimal: bound >= price - 1e-6, suppressed: best, bound })
    }

    /// Visits nodes until all are done or the time is out; gives what no pattern can cost less than.
    fn branch(&mut self, first: Node, visited: Visited, best: &mut BTreeSet<usize>) -> Option<f64> {
        let mut open: Vec<Node> = Vec::new();
        let mut left_over = f64::INFINITY;
        let mut at = (first, visited);
        loop {
            let (node, visited) = at;
            let mut next = None;
            match visited {
                Visited::Done => {}
                Visited::Open => left_over = left_over.min(node.bound),
                Visited::Split(cell, share) => {
                    let likely = if share >= 0.4 { 1.0 } else { 0.0 };
                    let with = |value: f64| {
                        let mut child = node.clone();
                        child.settled.push((cell, value));
                        child
                    };
                    open.push(with(1.0 - likely));
                    next = Some(with(likely));
                }
            }
            let price = self.price(best);
            open.retain(|node| node.bound < price - 1e-6);
            let Some(mut node) = next.filter(|node| node.bound < price - 1e-6).or_else(|| take_lowest(&mut open))
            else {
                return Some(left_over);
            };
            if self.judge.left().is_zero() {
                let least = open.iter().map(|node| node.bound).fold(node.bound, f64::min);
                return Some(left_over.min(least));
            }
            let visited = self.visit(&mut node, best, ROUNDS_MAX)?;
            at = (node, visited);
        }
    }

    /// Works a node out: its bound rises, `best` may fall. None when no pattern at all is safe.
    fn visit(&mut self, node: &mut Node, best: &mut BTreeSet<usize>, rounds: usize) -> Option<Visited> {
        self.nodes += 1;
        self.programme.settle(&self.ranges(node));
        let mut round = 0;
        for _ in 0..SOLUTIONS_MAX {
            let end = self.judge.left();
            let start = Instant::now();
            match self.programme.solve(&|| start.elapsed() < end) {
                Outcome::Impossible => return Some(Visited::Done),
                Outcome::BrokenOff => return Some(Visited::Open),
                Outcome::Solved => {}
            }
            let found = self.programme.bound();
            node.bound = node.bound.max(self.lift(found.cost));
            let price = self.price(best);
            if node.bound >= price - 1e-6 {
                return Some(Visited::Done);
            }
            if end.is_zero() {
                return Some(Visited::Open);
            }
            self.settle_by_price(node, found.cost, &found.reduced, price);
            let shares = self.programme.shares();
            let near: BTreeMap<usize, f64> = self.cells.iter().copied().zip(shares.iter().copied()).collect();
            let split = split(&shares, &self.costs);
            if split.is_none() {
                let chosen = near.iter().filter(|(_, share)| **share > 0.5).map(|(cell, _)| *cell);
                let pattern: BTreeSet<usize> = self.judge.forced().iter().copied().chain(chosen).collect();
                let cuts = self.judge.lacking(&pattern);
                if cuts.is_empty() {
                    self.keep(pattern, best);
                    return Some(Visited::Done);
                }
                self.add_all(&cuts)?;
                continue;
            }
            let cuts = if round < rounds { self.judge.fractional_cuts(&near) } else { Vec::new() };
            round += 1;
            if !cuts.is_empty() {
                self.add_all(&cuts)?;
                continue;
            }
            if self.nodes % REPAIR_EVERY == 1 {
                let found = self.repair(&near)?;
                self.keep(found, best);
            }
            return Some(split.map_or(Visited::Open, |(cell, share)| Visited::Split(cell, share)));
        }
        Some(Visited::Open)
    }

    /// What moving a cell would cost may already be too much: then it stays where it is in all of this node.
    fn settle_by_price(&self, node: &mut Node, bound: f64, reduced: &[f64], price: f64) {
        let known: BTreeSet<usize> = node.settled.iter().map(|(cell, _)| *cell).collect();
        for (cell, reduced) in reduced.iter().enumerate().filter(|(cell, _)| !known.contains(cell)) {
            if reduced.abs() > 1e-6 && self.lift(bound + reduced.abs()) >= price - 1e-6 {
                node.settled.push((cell, if *reduced > 0.0 { 0.0 } else { 1.0 }));
            }
        }
    }

    fn ranges(&self, node: &Node) -> Vec<Range> {
        let mut ranges = vec![Range { low: 0.0, high: 1.0 }; self.cells.len()];
        for (cell, value) in &node.settled {
            if let Some(range) = ranges.get_mut(*cell) {
                *range = Range { low: *value, high: *value };
            }
        }
        ranges
    }

    /// What a relaxed cost means for whole patterns: costs are whole numbers but for the little extra per cell.
    fn lift(&self, bound: f64) -> f64 {
        let extra = match self.objective {
            Objective::Cells => 0.0,
            Objective::Frequency => {
                (PER_CELL * f64::from(u32::try_from(self.cells.len()).unwrap_or(u32::MAX))).min(0.9)
            }
        };
        (bound - extra - 1e-6).ceil().max(0.0)
    }

    fn price(&self, pattern: &BTreeSet<usize>) -> f64 {
        let costs = pattern.iter().filter_map(|cell| self.costs.get(cell));
        match self.objective {
            Objective::Cells => costs.map(|cost| cost.0).sum(),
            Objective::Frequency => costs.map(|cost| (cost.0 - PER_CELL).round()).sum(),
        }
    }

    /// Takes a pattern as the best when it is cheaper, or as cheap with fewer cells.
    fn keep(&self, pattern: BTreeSet<usize>, best: &mut BTreeSet<usize>) {
        let (new, old) = (self.price(&pattern), self.price(best));
        if new < old - 1e-6 || (new < old + 1e-6 && pattern.len() < best.len()) {
            *best = pattern;
        }
    }

    /// None when a cut cannot be met by any pattern.
    fn add_all(&mut self, cuts: &[Cut]) -> Option<()> {
        for cut in cuts {
            let given: f64 =
                cut.terms.iter().filter(|(cell, _)| self.judge.forced().contains(cell)).map(|(_, term)| term).sum();
            let right = cut.right - given;
            if right <= 1e-9 {
                continue;
            }
            let terms: Vec<(usize, f64)> = cut
                .terms
                .iter()
                .filter_map(|(cell, term)| self.costs.get(cell).map(|(_, number)| (*number, term.min(right))))
                .collect();
            if terms.iter().map(|(_, term)| term).sum::<f64>() < right - 1e-7 {
                return None;
            }
            self.programme.add(&Cut { terms, right });
        }
        Some(())
    }

    /// A safe pattern near the shares: cells with much of a share first, then what the cuts ask for, then whatever has
    /// become superfluous is let go. None when nothing more can be added.
    fn repair(&mut self, shares: &BTreeMap<usize, f64>) -> Option<BTreeSet<usize>> {
        let high = shares.iter().filter(|(_, share)| **share > 0.6).map(|(cell, _)| *cell);
        let held: BTreeSet<usize> = self.judge.forced().iter().copied().chain(high).collect();
        let held = self.complete(held, shares)?;
        Some(self.let_go(held))
    }

    /// A cell that stays too narrow even with everything held back, and for whom.
    pub(super) fn hopeless(self) -> Option<Narrowed> {
        self.judge.narrowed(&self.judge.forced().iter().chain(&self.cells).copied().collect())
    }

    /// Makes a pattern found elsewhere safe and lets go what it does not need; none when that is impossible.
    pub(super) fn mend(mut self, held: BTreeSet<usize>) -> Option<(BTreeSet<usize>, f64)> {
        let held = self.complete(held, &BTreeMap::new())?;
        let held = self.let_go(held);
        let price = self.price(&held);
        Some((held, price))
    }

    /// Adds cells until nothing is lacking.
    fn complete(&mut self, mut held: BTreeSet<usize>, shares: &BTreeMap<usize, f64>) -> Option<BTreeSet<usize>> {
        loop {
            let cuts = self.judge.lacking(&held);
            if cuts.is_empty() {
                return Some(held);
            }
            self.add_all(&cuts)?;
            let mut worth: BTreeMap<usize, f64> = BTreeMap::new();
            for (cell, term, right) in
                cuts.iter().flat_map(|cut| cut.terms.iter().map(|(cell, term)| (*cell, *term, cut.right)))
            {
                *worth.entry(cell).or_insert(0.0) += term / right;
            }
            let gain = |cell: usize, worth: f64| {
                let share = shares.get(&cell).copied().unwrap_or(0.0);
                self.costs.get(&cell).map_or(0.0, |(cost, _)| worth * (0.1 + share) / cost)
            };
            let open = worth.into_iter().filter(|(cell, _)| !held.contains(cell));
            let next = open.max_by(|one, other| gain(one.0, one.1).total_cmp(&gain(other.0, other.1)));
            held.insert(next.filter(|(cell, _)| self.costs.contains_key(cell))?.0);
        }
    }

    /// Publishes again, the dearest first, what the pattern is safe without.
    fn let_go(&self, mut held: BTreeSet<usize>) -> BTreeSet<usize> {
        let mut by_cost: Vec<usize> = held.iter().copied().filter(|cell| !self.judge.forced().contains(cell)).collect();
        let price = |cell: &usize| self.costs.get(cell).map_or(0.0, |cost| cost.0);
        by_cost.sort_by(|one, other| price(other).total_cmp(&price(one)));
        for cell in by_cost {
            if self.judge.left().is_zero() {
                break;
            }
            held.remove(&cell);
            if !self.judge.is_safe(&held) {
                held.insert(cell);
            }
        }
        held
    }
}

/// The open node with the lowest bound; of equals the one with most settled.
fn take_lowest(open: &mut Vec<Node>) -> Option<Node> {
    let lowest = open.iter().enumerate().min_by(|(_, one), (_, other)| {
        one.bound.total_cmp(&other.bound).then(other.settled.len().cmp(&one.settled.len()))
    });
    let at = lowest.map(|(at, _)| at)?;
    Some(open.swap_remove(at))
}

/// The cell whose share is furthest from whole, the dearer of equals; none when all are whole.
fn split(shares: &[f64], costs: &BTreeMap<usize, (f64, usize)>) -> Option<(usize, f64)> {
    let doubt = |share: f64| share.min(1.0 - share);
    let fractional = shares.iter().zip(costs.values()).enumerate().filter(|(_, (share, _))| doubt(**share) > 1e-6);
    let found = fractional.max_by(|(_, (one, one_cost)), (_, (other, other_cost))| {
        let size = |share: f64| (doubt(share) * 100.0).round();
        size(**one).total_cmp(&size(**other)).then(one_cost.0.total_cmp(&other_cost.0))
    });
    found.map(|(at, (share, _))| (at, *share))
}
