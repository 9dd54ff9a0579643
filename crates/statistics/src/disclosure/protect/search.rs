//! The search for the cheapest safe pattern in one scope: branch and cut.
//!
//! A node settles some cells one way or the other. Its relaxed cover is solved, cuts that its shares miss are added
//! until none is found, and then a cell is settled both ways. A node whose bound reaches the best pattern found is done.
//! Source: Fischetti & Salazar 2001, Management Science 47, 1008–1027.

mod choice;
mod effort;
mod pattern;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::disclosure::protect::deviation::Range;
use crate::disclosure::protect::judge::Judge;
use crate::disclosure::protect::programme::{Outcome, Programme};
use crate::disclosure::protect::search::choice::{Choice, Learned};
use crate::disclosure::protect::search::effort::{Effort, Spent};
use crate::disclosure::protect::separation::{Cut, Scope};
use crate::disclosure::table::{Demand, Objective, Sensitivity, Table, Zeros, real};

/// What a cell costs beside its count, so that fewer cells win between equals.
const PER_CELL: f64 = 0.000_2;
/// The most relaxed covers solved in one node; more would mean that it goes in circles.
const SOLUTIONS_MAX: usize = 5_000;
/// The most cuts made of one tableau by rounding.
const ROUNDED_MAX: usize = 12;
/// A bound that rises less than this, as a share of the cheapest cell, does not rise; so many rounds of cuts from the
/// table, and by rounding, are worth trying without a rise. What is left over is for the branches.
const RISE_MIN: f64 = 0.01;
const FLAT_MAX: usize = 20;
const IDLE_MAX: usize = 3;
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
    /// The nodes that were visited.
    pub(super) nodes: usize,
}

/// One search.
pub(super) struct Search<'a> {
    objective: Objective,
    judge: Judge<'a>,
    /// What each candidate costs, and its number in the programme.
    costs: BTreeMap<usize, (f64, usize)>,
    cells: Vec<usize>,
    programme: Programme,
    /// The cuts in the programme, so that none stands there twice.
    seen: BTreeSet<Vec<(usize, u64)>>,
    /// What settling each cell brought, published and held back.
    learned: Vec<[Learned; 2]>,
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
    /// It is split on a cell; the share says which way to look first, the ends what either way costs at least.
    Split { cell: usize, share: f64, ends: [f64; 2] },
    /// The time or the patience ran out.
    Open,
}

/// What a whole pattern in a node came to.
enum Whole {
    Safe,
    Cut,
    /// Nothing new can be said against it.
    Stuck,
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
        let (seen, learned) = (BTreeSet::new(), vec![Default::default(); cells.len()]);
        Self { objective: demand.objective, judge, costs, cells, programme, seen, learned, nodes: 0 }
    }

    /// None when no pattern in the scope is safe.
    pub(super) fn run(&mut self) -> Option<Found> {
        if self.judge.forced().is_empty() {
            return Some(Found { suppressed: BTreeSet::new(), bound: 0.0, optimal: true, nodes: 0 });
        }
        let mut best = self.repair(&BTreeMap::new())?;
        let mut first = Node { bound: 0.0, settled: Vec::new() };
        // A safe pattern is at hand: a search that comes to "none is safe" has met a question left open. Then nothing is
        // proven, and the pattern stands.
        let bound = match self.visit(&mut first, &mut best, Effort::FIRST) {
            Some(visited) => {
                let certain = if self.judge.is_in_doubt() { 0.0 } else { first.bound };
                let bound = self.branch(first, visited, &mut best).unwrap_or(certain);
                if self.judge.is_in_doubt() { certain } else { bound }
            }
            None => 0.0,
        };
        self.lighten(&mut best);
        let price = self.price(&best);
        let bound = bound.min(price);
        Some(Found { optimal: bound >= price - 1e-6, suppressed: best, bound, nodes: self.nodes })
    }

    /// The cover with all cuts found so far, as other solvers read it.
    pub(super) fn written(&self) -> String {
        self.programme.written()
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
                Visited::Split { cell, share, ends } => {
                    let [mut without, mut with] = [node.clone(), node];
                    without.settled.push((cell, 0.0));
                    with.settled.push((cell, 1.0));
                    without.bound = without.bound.max(self.lift(ends[0]));
                    with.bound = with.bound.max(self.lift(ends[1]));
                    let (likely, other) = if share >= 0.4 { (with, without) } else { (without, with) };
                    open.push(other);
                    next = Some(likely);
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
            let visited = self.visit(&mut node, best, Effort::LATER)?;
            if self.price(best) < price - 1e-6 {
                self.exchange(best)?;
            }
            at = (node, visited);
        }
    }

    /// Works a node out: its bound rises, `best` may fall. None when no pattern at all is safe.
    fn visit(&mut self, node: &mut Node, best: &mut BTreeSet<usize>, effort: Effort) -> Option<Visited> {
        self.nodes += 1;
        self.programme.refresh();
        self.programme.settle(&self.ranges(node));
        let mut spent = Spent::default();
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
            if shares.iter().all(|share| share.min(1.0 - share) < 1e-6) {
                match self.whole(&shares, best)? {
                    Whole::Safe => return Some(Visited::Done),
                    Whole::Stuck => return Some(Visited::Open),
                    Whole::Cut => continue,
                }
            }
            if self.tighten(&shares, found.cost, effort, &mut spent)? {
                continue;
            }
            if self.nodes == 1 {
                self.exchange(best)?;
            }
            if self.nodes % REPAIR_EVERY == 1 {
                let pattern = self.repair(&self.near(&shares))?;
                self.keep(pattern, best);
            }
            match self.choose(node, found.cost, &shares, self.price(best)) {
                Some(Choice::Split { cell, share, ends }) => return Some(Visited::Split { cell, share, ends }),
                Some(Choice::Settled) => self.programme.settle(&self.ranges(node)),
                Some(Choice::Dead) => return Some(Visited::Done),
                None => return Some(Visited::Open),
            }
        }
        Some(Visited::Open)
    }

    /// The cheapest shares are a whole pattern: is it safe, or are there cuts to add?
    fn whole(&mut self, shares: &[f64], best: &mut BTreeSet<usize>) -> Option<Whole> {
        let near = self.near(shares);
        let chosen = near.iter().filter(|(_, share)| **share > 0.5).map(|(cell, _)| *cell);
        let pattern: BTreeSet<usize> = self.judge.forced().iter().copied().chain(chosen).collect();
        let cuts = self.judge.lacking(&pattern);
        if cuts.is_empty() {
            self.keep(pattern, best);
            return Some(Whole::Safe);
        }
        // Cuts that stand in the programme already would be asked for again and again.
        Some(if self.add_all(&cuts)? { Whole::Cut } else { Whole::Stuck })
    }

    /// Adds cuts that the shares miss, from the table or by rounding; whether there were any.
    fn tighten(&mut self, shares: &[f64], cost: f64, effort: Effort, spent: &mut Spent) -> Option<bool> {
        let cheapest = self.costs.values().map(|cost| cost.0).fold(f64::INFINITY, f64::min);
        let rise = RISE_MIN * cheapest.max(1.0);
        spent.flat = if cost > spent.bound + rise { 0 } else { spent.flat + 1 };
        spent.bound = spent.bound.max(cost);
        if spent.rounds < effort.rounds && spent.flat <= FLAT_MAX {
            spent.rounds += 1;
            let cuts = self.judge.fractional_cuts(&self.near(shares), effort.known, effort.rooms);
            if self.add_all(&cuts)? {
                return Some(true);
            }
        }
        spent.idle = if cost > spent.rounded_bound + rise { 0 } else { spent.idle + 1 };
        spent.rounded_bound = spent.rounded_bound.max(cost);
        if spent.rounded >= effort.rounded || spent.idle > IDLE_MAX {
            return Some(false);
        }
        spent.rounded += 1;
        let cuts = self.programme.rounded(ROUNDED_MAX);
        let mut added = false;
        for cut in &cuts {
            added |= self.add(cut);
        }
        Some(added)
    }

    /// The shares by published cell.
    fn near(&self, shares: &[f64]) -> BTreeMap<usize, f64> {
        self.cells.iter().copied().zip(shares.iter().copied()).collect()
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

    /// Whether any of the cuts was new; none when one cannot be met by any pattern.
    fn add_all(&mut self, cuts: &[Cut]) -> Option<bool> {
        let mut added = false;
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
            added |= self.add(&Cut { terms, right });
        }
        Some(added)
    }

    /// Adds a cut over numbered cells unless it is there already.
    fn add(&mut self, cut: &Cut) -> bool {
        let mut key: Vec<(usize, u64)> =
            cut.terms.iter().map(|(cell, term)| (*cell, parts(term / cut.right))).collect();
        key.sort_unstable();
        let new = self.seen.insert(key);
        if new {
            self.programme.add(cut);
        }
        new
    }
}

/// A share in whole parts of ten million, to tell cuts apart.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "terms are shares of the right side, 0 to 1"
)]
fn parts(share: f64) -> u64 {
    (share * 1e7).round() as u64
}

/// The open node with the lowest bound; of equals the one with most settled.
fn take_lowest(open: &mut Vec<Node>) -> Option<Node> {
    let lowest = open.iter().enumerate().min_by(|(_, one), (_, other)| {
        one.bound.total_cmp(&other.bound).then(other.settled.len().cmp(&one.settled.len()))
    });
    let at = lowest.map(|(at, _)| at)?;
    Some(open.swap_remove(at))
}
