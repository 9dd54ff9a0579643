//! Safe patterns: made from shares, mended, thinned, and made cheaper by exchanging cells.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::protect::judge::Narrowed;
use crate::disclosure::protect::search::Search;
use crate::disclosure::table::Objective;

/// How many exchanges are put before the judge in one go.
const EXCHANGES_MAX: usize = 40;
/// More cuts than this and exchanges are not looked for: they are compared one by one.
const CUTS_MAX: usize = 20_000;

impl Search<'_> {
    /// A safe pattern near the shares: cells with much of a share first, then what the cuts ask for, then whatever has
    /// become superfluous is let go. None when nothing more can be added.
    pub(super) fn repair(&mut self, shares: &BTreeMap<usize, f64>) -> Option<BTreeSet<usize>> {
        let high = shares.iter().filter(|(_, share)| **share > 0.6).map(|(cell, _)| *cell);
        let held: BTreeSet<usize> = self.judge.forced().iter().copied().chain(high).collect();
        let held = self.complete(held, shares)?;
        Some(self.let_go(held))
    }

    /// Takes a pattern as the best when it is cheaper, or as cheap and lighter.
    pub(super) fn keep(&self, pattern: BTreeSet<usize>, best: &mut BTreeSet<usize>) {
        let (new, old) = (self.price(&pattern), self.price(best));
        if new < old - 1e-6 || (new < old + 1e-6 && self.weight(&pattern) < self.weight(best) - 1e-6) {
            *best = pattern;
        }
    }

    /// What decides between patterns of one cost: of as many cells, how many are counted in them; of as high counts, how
    /// many cells.
    fn weight(&self, pattern: &BTreeSet<usize>) -> f64 {
        pattern.iter().map(|cell| self.light(*cell)).sum()
    }

    fn light(&self, cell: usize) -> f64 {
        match self.objective {
            Objective::Cells => self.judge.count(cell),
            Objective::Frequency => 1.0,
        }
    }

    /// A cell that stays too narrow even with everything held back, and for whom. None where that is only so because the
    /// question was not answered in time.
    pub(in crate::disclosure::protect) fn hopeless(self) -> Option<Narrowed> {
        let found = self.judge.narrowed(&self.judge.forced().iter().chain(&self.cells).copied().collect());
        found.filter(|_| !self.judge.is_in_doubt())
    }

    /// Makes a pattern found elsewhere safe and lets go what it does not need; none when that is impossible.
    pub(in crate::disclosure::protect) fn mend(mut self, held: BTreeSet<usize>) -> Option<(BTreeSet<usize>, f64)> {
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
            // Of equals the lightest.
            let next = open.max_by(|one, other| {
                let gains = gain(one.0, one.1).total_cmp(&gain(other.0, other.1));
                gains.then_with(|| self.light(other.0).total_cmp(&self.light(one.0)))
            });
            held.insert(next.filter(|(cell, _)| self.costs.contains_key(cell))?.0);
        }
    }

    /// Publishes again what the pattern is safe without, the dearest first and of equals the heaviest.
    fn let_go(&self, mut held: BTreeSet<usize>) -> BTreeSet<usize> {
        let mut by_cost: Vec<usize> = held.iter().copied().filter(|cell| !self.judge.forced().contains(cell)).collect();
        let price = |cell: &usize| self.costs.get(cell).map_or(0.0, |cost| cost.0);
        by_cost.sort_by(|one, other| {
            price(other).total_cmp(&price(one)).then_with(|| self.light(*other).total_cmp(&self.light(*one)))
        });
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

    /// Makes a safe pattern cheaper by giving back one or two cells for none or one that costs less, as long as the cuts
    /// known so far allow it and the judge agrees. What the judge misses becomes a cut, so nothing is asked twice. None
    /// when no pattern is safe.
    pub(super) fn exchange(&mut self, best: &mut BTreeSet<usize>) -> Option<()> {
        for _ in 0..EXCHANGES_MAX {
            if self.judge.left().is_zero() {
                break;
            }
            let Some(pattern) = self.exchanged(best, Gain::Cost) else { break };
            if !self.put(pattern, best)? {
                break;
            }
        }
        Some(())
    }

    /// Makes a safe pattern lighter at the same cost by giving back one cell for another, in the same way.
    pub(super) fn lighten(&mut self, best: &mut BTreeSet<usize>) {
        for _ in 0..EXCHANGES_MAX {
            if self.objective != Objective::Cells || self.judge.left().is_zero() {
                return;
            }
            let Some(pattern) = self.exchanged(best, Gain::Weight) else { return };
            if self.put(pattern, best) != Some(true) {
                return;
            }
        }
    }

    /// Puts a pattern before the judge; whether anything came of it.
    fn put(&mut self, pattern: BTreeSet<usize>, best: &mut BTreeSet<usize>) -> Option<bool> {
        let cuts = self.judge.lacking(&pattern);
        if cuts.is_empty() {
            self.keep(pattern, best);
            return Some(true);
        }
        self.add_all(&cuts)
    }

    /// A better pattern that meets all cuts known so far.
    fn exchanged(&self, best: &BTreeSet<usize>, gain: Gain) -> Option<BTreeSet<usize>> {
        let chosen: Vec<f64> = self.cells.iter().map(|cell| if best.contains(cell) { 1.0 } else { 0.0 }).collect();
        let met = self.programme.met(&chosen);
        if met.len() > CUTS_MAX {
            return None;
        }
        let mut columns: Vec<Vec<f64>> = vec![vec![0.0; met.len()]; self.cells.len()];
        for cut in 0..met.len() {
            for (cell, term) in self.programme.terms(cut) {
                if let Some(slot) = columns.get_mut(*cell).and_then(|column| column.get_mut(cut)) {
                    *slot = *term;
                }
            }
        }
        let price = |number: usize| match (gain, self.cells.get(number)) {
            (Gain::Cost, Some(cell)) => self.costs.get(cell).map_or(0.0, |cost| cost.0),
            (Gain::Weight, Some(cell)) => self.light(*cell),
            (Gain::Cost | Gain::Weight, None) => 0.0,
        };
        let held: Vec<usize> =
            (0..chosen.len()).filter(|number| chosen.get(*number).is_some_and(|share| *share > 0.5)).collect();
        let spare: Vec<usize> =
            (0..chosen.len()).filter(|number| chosen.get(*number).is_some_and(|share| *share < 0.5)).collect();
        for (at, one) in held.iter().enumerate() {
            let most = if gain == Gain::Cost { held.len() } else { 1 };
            for other in held.iter().skip(at).take(most) {
                let given = if one == other { vec![*one] } else { vec![*one, *other] };
                let saved: f64 = given.iter().map(|number| price(*number)).sum();
                let lacking: Vec<(usize, f64)> = met
                    .iter()
                    .enumerate()
                    .map(|(cut, met)| {
                        (cut, 1.0 - met + given.iter().map(|cell| entry(&columns, *cell, cut)).sum::<f64>())
                    })
                    .filter(|(_, lack)| *lack > 1e-6)
                    .collect();
                let meets =
                    |taken: usize| lacking.iter().all(|(cut, lack)| entry(&columns, taken, *cut) >= lack - 1e-6);
                let taken = if lacking.is_empty() {
                    None
                } else {
                    let found = spare.iter().copied().find(|taken| price(*taken) < saved - 1e-6 && meets(*taken));
                    if found.is_none() {
                        continue;
                    }
                    found
                };
                let name = |number: &usize| self.cells.get(*number).copied();
                let given: Vec<usize> = given.iter().filter_map(name).collect();
                let kept = best.iter().copied().filter(|cell| !given.contains(cell));
                return Some(kept.chain(taken.as_ref().and_then(name)).collect());
            }
        }
        None
    }
}

/// What an exchange is to bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gain {
    /// Less cost.
    Cost,
    /// Less weight at the same cost: one cell for one.
    Weight,
}

/// What a cell gives to a cut.
fn entry(columns: &[Vec<f64>], cell: usize, cut: usize) -> f64 {
    columns.get(cell).and_then(|column| column.get(cut)).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use crate::disclosure::protect::search::Search;
    use crate::disclosure::protect::separation::Scope;
    use crate::disclosure::table::{Attacker, Cell, Demand, Objective, Sensitivity, Table, Zeros};

    /// Four rows by four columns with margins; the number makes the counts.
    fn square(number: u64, zeros: Zeros) -> Table {
        let inner: Vec<u64> = (0..16_u64).map(|at| (at * at * 7 + number * 13 + at * number * 5) % 17).collect();
        let lines = (0..4_usize).flat_map(|line| {
            [(0..4).map(|at| line * 4 + at).collect::<Vec<_>>(), (0..4).map(|at| at * 4 + line).collect()]
        });
        let members = (0..16).map(|cell| vec![cell]).chain(lines).chain([(0..16).collect()]);
        let cells = members.map(|members| {
            let count: u64 = members.iter().map(|at| inner[*at]).sum();
            let small = count < 3 && (count > 0 || zeros == Zeros::Protected);
            Cell { sensitivity: if small { Sensitivity::Primary } else { Sensitivity::Open }, members }
        });
        let cells = cells.collect();
        Table::new(inner, cells, zeros).unwrap()
    }

    #[test]
    fn every_safe_pattern_meets_every_cut() {
        let mut looked = 0;
        for number in 0..12 {
            for (attacker, zeros) in [
                (Attacker::Outsider, Zeros::Protected),
                (Attacker::Outsider, Zeros::Published),
                (Attacker::Insider, Zeros::Protected),
                (Attacker::Insider, Zeros::Published),
            ] {
                let table = square(number, zeros);
                let time = Duration::from_mins(15);
                let demand = Demand { width: 3, attacker, objective: Objective::Cells, time };
                let all: Vec<usize> = (0..table.cells().len()).collect();
                let mut search = Search::new(&table, demand, Scope::whole(&table), &all, time);
                let Some(found) = search.run() else { continue };
                // Beside the cheapest pattern: all cells but one at a time, thinned from there.
                let mut patterns = vec![found.suppressed];
                for left_out in &search.cells {
                    let forced = search.judge.forced().iter().copied();
                    let held: BTreeSet<usize> = forced.chain(search.cells.iter().copied()).collect();
                    let held: BTreeSet<usize> = held.into_iter().filter(|cell| cell != left_out).collect();
                    if search.judge.is_safe(&held) {
                        patterns.push(search.let_go(held));
                    }
                }
                for pattern in patterns {
                    assert!(search.judge.is_safe(&pattern));
                    let chosen: Vec<f64> =
                        search.cells.iter().map(|cell| f64::from(u8::from(pattern.contains(cell)))).collect();
                    assert!(search.programme.met(&chosen).iter().all(|met| *met > 1.0 - 1e-6), "{pattern:?}");
                    looked += 1;
                }
            }
        }
        assert!(looked > 100, "{looked}");
    }
}
