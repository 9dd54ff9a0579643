//! The search for the cheapest safe pattern in one scope: cuts, relaxed cover, whole cover, until the bound is met.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::disclosure::protect::cover::{Cells, Cover};
use crate::disclosure::protect::separation::{Allowed, Cut, Room, Scope, Width};
use crate::disclosure::protect::whole;
use crate::disclosure::table::{Attacker, Demand, Objective, Sensitivity, Table, Zeros, real};

/// The share given to cells that are not held back, so that prices fall on few of them.
const TRACE: f64 = 1e-4;
/// A cut is worth adding when a pattern lacks this share of it.
const LACK: f64 = 1e-4;
/// What a cell costs beside its count, so that fewer cells win between equals.
const PER_CELL: f64 = 0.001;
/// The most rounds of cuts; each adds at least one, and the time limit comes first.
const ROUNDS_MAX: usize = 5_000;

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
    table: &'a Table,
    demand: Demand,
    scope: Scope,
    forced: BTreeSet<usize>,
    cover: Cover,
    width: f64,
    end: Instant,
}

/// The cost of holding back a cell.
pub(super) fn cost(table: &Table, objective: Objective, cell: usize) -> f64 {
    match objective {
        Objective::Cells => 1.0,
        Objective::Frequency => real(table.frequencies().get(cell).copied().unwrap_or(0)) + PER_CELL,
    }
}

/// Whether a cell may be held back at all.
pub(super) fn candidate(table: &Table, cell: usize) -> bool {
    table.zeros() == Zeros::Protected || table.frequencies().get(cell).copied().unwrap_or(0) > 0
}

impl<'a> Search<'a> {
    /// Cells of the scope that are not in `candidates` stay published; sensitive ones in `forced` are held back.
    pub(super) fn new(table: &'a Table, demand: Demand, scope: Scope, candidates: &[usize], time: Duration) -> Self {
        let sensitive =
            |cell: &usize| table.cells().get(*cell).is_some_and(|cell| cell.sensitivity == Sensitivity::Primary);
        let forced: BTreeSet<usize> = candidates.iter().copied().filter(|cell| sensitive(cell)).collect();
        let costs = candidates
            .iter()
            .filter(|cell| !forced.contains(cell) && candidate(table, **cell))
            .map(|cell| (*cell, cost(table, demand.objective, *cell)))
            .collect();
        let width = real(demand.width);
        Self { table, demand, scope, forced, cover: Cover::new(costs), width, end: Instant::now() + time }
    }

    /// None when no pattern in the scope is safe.
    pub(super) fn run(mut self) -> Option<Found> {
        if self.forced.is_empty() {
            return Some(Found { suppressed: BTreeSet::new(), bound: 0.0, optimal: true });
        }
        let (mut shares, mut bound) = (BTreeMap::new(), 0.0);
        for _ in 0..ROUNDS_MAX {
            let Some(cover) = self.cover.solve(Cells::Fractional, None, self.left()) else { break };
            (shares, bound) = (cover.shares, cover.bound);
            let cuts = self.fractional_cuts(&shares);
            if cuts.is_empty() || self.left().is_zero() {
                break;
            }
            if !self.add_all(&cuts) {
                return None;
            }
        }
        let mut best = self.repair(&shares)?;
        for _ in 0..ROUNDS_MAX {
            bound = self.lift(bound);
            if self.price(&best) <= bound + 1e-4 || self.left().is_zero() {
                break;
            }
            let hint: Vec<usize> = best.iter().copied().collect();
            let Some(cover) = self.cover.solve(Cells::Whole, Some(&hint), self.left()) else { break };
            bound = bound.max(cover.bound);
            let chosen = cover.shares.iter().filter(|(_, share)| **share > 0.5).map(|(cell, _)| *cell);
            let pattern: BTreeSet<usize> = self.forced.iter().copied().chain(chosen).collect();
            let lacking = self.lacking(&pattern, false);
            if lacking.is_empty() {
                if self.price(&pattern) < self.price(&best) {
                    best = pattern;
                }
                continue;
            }
            if !self.add_all(&lacking) {
                return None;
            }
            let repaired = self.repair(&cover.shares)?;
            if self.price(&repaired) < self.price(&best) {
                best = repaired;
            }
        }
        let optimal = self.price(&best) <= self.lift(bound) + 1e-4;
        Some(Found { suppressed: best, bound: self.lift(bound), optimal })
    }

    fn left(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }

    /// Whole cells cost whole numbers.
    fn lift(&self, bound: f64) -> f64 {
        match self.demand.objective {
            Objective::Cells => (bound - 1e-6).ceil(),
            Objective::Frequency => bound,
        }
    }

    fn price(&self, pattern: &BTreeSet<usize>) -> f64 {
        pattern.iter().filter_map(|cell| self.cover.costs().get(cell)).sum()
    }

    fn add_all(&mut self, cuts: &[Cut]) -> bool {
        let forced = self.forced.clone();
        cuts.iter().all(|cut| self.cover.add(cut, |cell| forced.contains(&cell)))
    }

    /// The pattern as shares over all published cells; `trace` is what every other candidate gets.
    fn pattern(&self, share: impl Fn(usize) -> f64, trace: f64, known: Option<usize>) -> Vec<f64> {
        let mut pattern = vec![0.0; self.table.cells().len()];
        let all = self.cover.costs().keys().chain(&self.forced);
        for cell in all.filter(|cell| Some(**cell) != known) {
            if let Some(slot) = pattern.get_mut(*cell) {
                *slot = if self.forced.contains(cell) { 1.0 } else { share(*cell).max(trace) };
            }
        }
        pattern
    }

    fn fractional_cuts(&self, shares: &BTreeMap<usize, f64>) -> Vec<Cut> {
        let share = |cell: usize| shares.get(&cell).copied().unwrap_or(0.0);
        let held = shares.iter().filter(|(_, share)| **share > 0.5).map(|(cell, _)| *cell);
        let real_pattern = self.pattern(share, 0.0, None);
        let mut cuts = Vec::new();
        for known in self.insiders(held.chain(self.forced.iter().copied())) {
            let mut allowed = self.allowed(&self.pattern(share, TRACE, known), Room::Capped(self.width));
            for cell in self.forced.iter().filter(|cell| Some(**cell) != known) {
                let width = allowed.width(*cell);
                let found = self.cut(&allowed, *cell, &width, known);
                cuts.extend(found.filter(|cut| cut.lack(&real_pattern) > LACK));
            }
        }
        cuts
    }

    /// The outsider, and each insider when they are asked for.
    fn insiders(&self, held: impl Iterator<Item = usize>) -> Vec<Option<usize>> {
        let contributes = |cell: &usize| self.table.frequencies().get(*cell).copied().unwrap_or(0) > 0;
        let mut all = vec![None];
        if self.demand.attacker == Attacker::Insider {
            all.extend(held.filter(contributes).map(Some));
        }
        all
    }

    fn allowed(&self, pattern: &[f64], room: Room) -> Allowed<'a> {
        Allowed::new(self.table, &self.scope, pattern, room)
    }

    fn cut(&self, allowed: &Allowed, cell: usize, width: &Width, known: Option<usize>) -> Option<Cut> {
        let mut cut = allowed.cut(cell, width, self.width)?;
        cut.terms.retain(|(cell, _)| Some(*cell) != known);
        Some(cut)
    }

    /// Cuts that a whole pattern does not meet; only the first when one is enough. Empty means safe.
    fn lacking(&self, held: &BTreeSet<usize>, first_only: bool) -> Vec<Cut> {
        let share = |cell: usize| if held.contains(&cell) { 1.0 } else { 0.0 };
        let mut cuts = Vec::new();
        for known in self.insiders(held.iter().copied()) {
            let exact = self.pattern(share, 0.0, known);
            let mut allowed = self.allowed(&exact, Room::True(self.width));
            let mut traced: Option<Allowed> = None;
            for cell in self.forced.iter().filter(|cell| Some(**cell) != known) {
                let width = allowed.width(*cell);
                let wide = width.total() >= self.width - 1e-6;
                if wide && width.whole {
                    continue;
                }
                if wide {
                    if whole::is_wide(self.table, &self.scope, &exact, *cell, self.demand.width) {
                        continue;
                    }
                    cuts.push(self.excluded(held, *cell, known));
                } else {
                    let traced = traced.get_or_insert_with(|| {
                        self.allowed(&self.pattern(share, TRACE, known), Room::True(self.width))
                    });
                    let width = traced.width(*cell);
                    let cut = self.cut(traced, *cell, &width, known).filter(|cut| cut.lack(&exact) > 0.0);
                    cuts.push(cut.unwrap_or_else(|| self.excluded(held, *cell, known)));
                }
                if first_only {
                    return cuts;
                }
            }
        }
        cuts
    }

    /// One more cell must be held back than these: the cut that always holds for an unsafe pattern. It is made stronger
    /// by cells that would not help either.
    fn excluded(&self, held: &BTreeSet<usize>, cell: usize, known: Option<usize>) -> Cut {
        let mut useless = held.clone();
        for other in self.cover.costs().keys().filter(|other| !held.contains(other)) {
            if self.left().is_zero() {
                break;
            }
            useless.insert(*other);
            let pattern = self.pattern(|cell| if useless.contains(&cell) { 1.0 } else { 0.0 }, 0.0, known);
            let mut allowed = self.allowed(&pattern, Room::True(self.width));
            let width = allowed.width(cell);
            let wide = width.total() >= self.width - 1e-6
                && (width.whole || whole::is_wide(self.table, &self.scope, &pattern, cell, self.demand.width));
            if wide {
                useless.remove(other);
            }
        }
        let terms = self.cover.costs().keys().filter(|cell| !useless.contains(cell) && Some(**cell) != known);
        Cut { terms: terms.map(|cell| (*cell, 1.0)).collect(), right: 1.0 }
    }

    /// A safe pattern near the shares: cells with much of a share first, then what the cuts ask for, then whatever has
    /// become superfluous is let go. None when nothing more can be added.
    fn repair(&mut self, shares: &BTreeMap<usize, f64>) -> Option<BTreeSet<usize>> {
        let high = shares.iter().filter(|(_, share)| **share > 0.6).map(|(cell, _)| *cell);
        let held: BTreeSet<usize> = self.forced.iter().copied().chain(high).collect();
        let held = self.complete(held, shares)?;
        Some(self.let_go(held))
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
            let cuts = self.lacking(&held, false);
            if cuts.is_empty() {
                break;
            }
            if !self.add_all(&cuts) {
                return None;
            }
            let mut worth: BTreeMap<usize, f64> = BTreeMap::new();
            for (cell, term, right) in
                cuts.iter().flat_map(|cut| cut.terms.iter().map(|(cell, term)| (*cell, *term, cut.right)))
            {
                *worth.entry(cell).or_insert(0.0) += term / right;
            }
            let gain = |cell: usize, worth: f64| {
                let share = shares.get(&cell).copied().unwrap_or(0.0);
                self.cover.costs().get(&cell).map_or(0.0, |cost| worth * (0.1 + share) / cost)
            };
            let open = worth.into_iter().filter(|(cell, _)| !held.contains(cell));
            let next = open.max_by(|one, other| gain(one.0, one.1).total_cmp(&gain(other.0, other.1)));
            held.insert(next.filter(|(cell, _)| self.cover.costs().contains_key(cell))?.0);
        }
        Some(held)
    }

    /// Publishes again, the dearest first, what the pattern is safe without.
    fn let_go(&self, mut held: BTreeSet<usize>) -> BTreeSet<usize> {
        let mut by_cost: Vec<usize> = held.iter().copied().filter(|cell| !self.forced.contains(cell)).collect();
        let price = |cell: &usize| self.cover.costs().get(cell).copied().unwrap_or(0.0);
        by_cost.sort_by(|one, other| price(other).total_cmp(&price(one)));
        for cell in by_cost {
            if self.left().is_zero() {
                break;
            }
            held.remove(&cell);
            if !self.lacking(&held, true).is_empty() {
                held.insert(cell);
            }
        }
        held
    }
}
