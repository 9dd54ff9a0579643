//! The relaxed cover: the cheapest shares of cells that meet all cuts, by a dual simplex that keeps its place.
//!
//! Cuts are added and cells are settled one way or the other between questions, and each question starts where the last
//! one ended. The bound that is reported is worked out anew from the prices and the cuts as they were given, so that
//! rounding in the tableau can weaken it but never make it false.

mod rounding;
mod walk;

use std::fmt::Write as _;
use std::rc::Rc;

use crate::disclosure::protect::deviation::Range;
use crate::disclosure::protect::separation::Cut;

const SMALL: f64 = 1e-9;
/// After so many exchanges the tableau is made anew.
const EXCHANGES_MAX: usize = 3_000;
/// Cuts that lie idle in the tableau before they are taken out of it.
const IDLE_MAX: usize = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantity {
    Cell(usize),
    Cut(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Row(usize),
    Column(usize),
    Outside,
}

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With the cheapest shares.
    Solved,
    /// No shares meet the cuts.
    Impossible,
    /// Broken off; the bound still holds.
    BrokenOff,
}

/// A bound on the cost and what each cell would add to it if it were moved from where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bound {
    pub(super) cost: f64,
    pub(super) reduced: Vec<f64>,
}

/// The programme. Cells are numbered from 0; every cut is scaled to a right side of 1.
#[derive(Debug, Clone)]
pub(super) struct Programme {
    costs: Vec<f64>,
    ranges: Vec<Range>,
    /// Shared between trials of one programme.
    cuts: Vec<Rc<[(usize, f64)]>>,
    rows: Vec<Vec<f64>>,
    basic: Vec<(Quantity, f64)>,
    free: Vec<(Quantity, f64)>,
    /// What one more of each column costs.
    slopes: Vec<f64>,
    cell_places: Vec<Place>,
    cut_places: Vec<Place>,
    exchanges: usize,
}

impl Programme {
    pub(super) fn new(costs: Vec<f64>) -> Self {
        let mut made = Self {
            ranges: vec![Range { low: 0.0, high: 1.0 }; costs.len()],
            cuts: Vec::new(),
            rows: Vec::new(),
            basic: Vec::new(),
            free: Vec::new(),
            slopes: Vec::new(),
            cell_places: Vec::new(),
            cut_places: Vec::new(),
            exchanges: 0,
            costs,
        };
        made.start_anew();
        made
    }

    /// Adds a cut over numbered cells; it takes part from the next question on.
    pub(super) fn add(&mut self, cut: &Cut) {
        self.cuts.push(cut.terms.iter().map(|(cell, term)| (*cell, term / cut.right)).collect());
        self.cut_places.push(Place::Outside);
        self.enter(self.cuts.len() - 1);
    }

    /// Settles what each cell may be, and goes on from there.
    pub(super) fn settle(&mut self, ranges: &[Range]) {
        self.ranges = ranges.to_vec();
        self.stand();
    }

    /// Makes a tableau anew that has been through many exchanges.
    pub(super) fn refresh(&mut self) {
        if self.exchanges > EXCHANGES_MAX {
            self.start_anew();
        }
    }

    /// Looks for the cheapest shares; `go_on` is asked now and then.
    pub(super) fn solve(&mut self, go_on: &dyn Fn() -> bool) -> Outcome {
        loop {
            let mut outcome = self.walk(go_on);
            if outcome == Outcome::Impossible && self.exchanges > 0 {
                self.start_anew();
                outcome = self.walk(go_on);
            }
            if outcome != Outcome::Solved {
                return outcome;
            }
            self.take_out_idle();
            let shares = self.shares();
            let lacking: Vec<usize> = (0..self.cuts.len())
                .filter(|cut| self.cut_places.get(*cut) == Some(&Place::Outside))
                .filter(|cut| self.activity(*cut, &shares) < 1.0 - 1e-6)
                .collect();
            if lacking.is_empty() {
                return Outcome::Solved;
            }
            for cut in lacking {
                self.enter(cut);
            }
        }
    }

    /// The share of every cell.
    pub(super) fn shares(&self) -> Vec<f64> {
        (0..self.costs.len()).map(|cell| self.value(Quantity::Cell(cell)).clamp(0.0, 1.0)).collect()
    }

    /// No shares within the ranges cost less, whatever the tableau has lost to rounding: for any prices y ≥ 0 the cost
    /// is at least Σ y + Σ over cells of the least of (c − Σ y·a)·x.
    pub(super) fn bound(&self) -> Bound {
        let mut reduced = self.costs.clone();
        let mut cost = 0.0;
        for ((quantity, _), slope) in self.free.iter().zip(&self.slopes) {
            let Quantity::Cut(cut) = quantity else { continue };
            let price = slope.max(0.0);
            if price <= SMALL {
                continue;
            }
            cost += price;
            for (cell, term) in self.terms(*cut) {
                if let Some(entry) = reduced.get_mut(*cell) {
                    *entry -= price * term;
                }
            }
        }
        for (entry, range) in reduced.iter().zip(&self.ranges) {
            cost += if *entry > 0.0 { entry * range.low } else { entry * range.high };
        }
        Bound { cost, reduced }
    }

    /// How often each cut is met by a whole choice of cells; 1 is enough.
    pub(super) fn met(&self, chosen: &[f64]) -> Vec<f64> {
        (0..self.cuts.len()).map(|cut| self.activity(cut, chosen)).collect()
    }

    /// The terms of a cut, scaled to a right side of 1.
    pub(super) fn terms(&self, cut: usize) -> &[(usize, f64)] {
        self.cuts.get(cut).map_or(&[], |terms| terms.as_ref())
    }

    /// The programme in the LP format that other solvers read, in whole cells.
    pub(super) fn written(&self) -> String {
        let mut text = String::from("Minimize\n cost:");
        for (cell, cost) in self.costs.iter().enumerate() {
            let _ = write!(text, " + {cost} x{cell}");
        }
        text.push_str("\nSubject To\n");
        for cut in 0..self.cuts.len() {
            let _ = write!(text, " c{cut}:");
            for (cell, term) in self.terms(cut) {
                let _ = write!(text, " + {term} x{cell}");
            }
            text.push_str(" >= 1\n");
        }
        text.push_str("Binary\n");
        for cell in 0..self.costs.len() {
            let _ = write!(text, " x{cell}");
        }
        text.push_str("\nEnd\n");
        text
    }

    fn activity(&self, cut: usize, shares: &[f64]) -> f64 {
        self.terms(cut).iter().map(|(cell, term)| term * shares.get(*cell).copied().unwrap_or(0.0)).sum()
    }

    /// Costs made a little unlike, so that the walk does not go in circles; the bound is worked out with the true ones.
    fn uneven(&self) -> Vec<f64> {
        let shake = |at: usize| f64::from(u32::try_from((at * 7_919 + 13) % 1_009).unwrap_or(0)) / 1_009.0;
        self.costs.iter().enumerate().map(|(at, cost)| cost * (1.0 + 1e-6 * shake(at))).collect()
    }

    /// Back to a tableau without exchanges, with the cuts that are in it now.
    fn start_anew(&mut self) {
        let inside: Vec<usize> = self
            .cut_places
            .iter()
            .enumerate()
            .filter(|(_, place)| **place != Place::Outside)
            .map(|(cut, _)| cut)
            .collect();
        self.rows.clear();
        self.basic.clear();
        self.free = (0..self.costs.len()).map(|cell| (Quantity::Cell(cell), 0.0)).collect();
        self.slopes = self.uneven();
        self.cell_places = (0..self.costs.len()).map(Place::Column).collect();
        self.cut_places.fill(Place::Outside);
        self.exchanges = 0;
        for cut in inside {
            self.enter(cut);
        }
        self.stand();
    }

    fn place(&self, quantity: Quantity) -> Place {
        let found = match quantity {
            Quantity::Cell(cell) => self.cell_places.get(cell),
            Quantity::Cut(cut) => self.cut_places.get(cut),
        };
        found.copied().unwrap_or(Place::Outside)
    }

    fn put(&mut self, quantity: Quantity, place: Place) {
        let slot = match quantity {
            Quantity::Cell(cell) => self.cell_places.get_mut(cell),
            Quantity::Cut(cut) => self.cut_places.get_mut(cut),
        };
        if let Some(slot) = slot {
            *slot = place;
        }
    }

    fn range(&self, quantity: Quantity) -> Range {
        match quantity {
            Quantity::Cell(cell) => self.ranges.get(cell).copied().unwrap_or(Range { low: 0.0, high: 0.0 }),
            Quantity::Cut(_) => Range { low: 1.0, high: f64::INFINITY },
        }
    }

    fn value(&self, quantity: Quantity) -> f64 {
        match self.place(quantity) {
            Place::Row(row) => self.basic.get(row).map_or(0.0, |entry| entry.1),
            Place::Column(column) => self.free.get(column).map_or(0.0, |entry| entry.1),
            Place::Outside => 0.0,
        }
    }

    /// Puts a cut into the tableau, written in the columns of today.
    fn enter(&mut self, cut: usize) {
        let mut line = vec![0.0; self.free.len()];
        let mut activity = 0.0;
        for (cell, term) in self.terms(cut) {
            activity += term * self.value(Quantity::Cell(*cell));
            match self.place(Quantity::Cell(*cell)) {
                Place::Column(column) => {
                    if let Some(entry) = line.get_mut(column) {
                        *entry += term;
                    }
                }
                Place::Row(row) => {
                    for (entry, of) in line.iter_mut().zip(self.rows.get(row).into_iter().flatten()) {
                        *entry += term * of;
                    }
                }
                Place::Outside => {}
            }
        }
        self.put(Quantity::Cut(cut), Place::Row(self.rows.len()));
        self.rows.push(line);
        self.basic.push((Quantity::Cut(cut), activity));
    }

    /// Every column stands at the end of its range that its slope asks for; the rows follow.
    fn stand(&mut self) {
        let ends: Vec<f64> = self
            .free
            .iter()
            .zip(&self.slopes)
            .map(|((quantity, _), slope)| {
                let range = self.range(*quantity);
                if *slope >= 0.0 || range.high.is_infinite() { range.low } else { range.high }
            })
            .collect();
        for (entry, end) in self.free.iter_mut().zip(&ends) {
            entry.1 = *end;
        }
        for (row, entry) in self.rows.iter().zip(&mut self.basic) {
            entry.1 = row.iter().zip(&ends).map(|(term, end)| term * end).sum();
        }
    }

    fn take_out_idle(&mut self) {
        let idle = |(quantity, value): &(Quantity, f64)| matches!(quantity, Quantity::Cut(_)) && *value > 1.0 + 1e-6;
        if self.basic.iter().filter(|entry| idle(entry)).count() <= IDLE_MAX {
            return;
        }
        let rows = std::mem::take(&mut self.rows);
        let basic = std::mem::take(&mut self.basic);
        for (row, entry) in rows.into_iter().zip(basic) {
            if idle(&entry) {
                self.put(entry.0, Place::Outside);
            } else {
                self.put(entry.0, Place::Row(self.rows.len()));
                self.rows.push(row);
                self.basic.push(entry);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_shares_of_an_odd_ring_are_halves() {
        // Of three cells any two neighbours must hold one together; in shares a half of each is enough.
        let mut programme = Programme::new(vec![1.0; 3]);
        for pair in [[0, 1], [1, 2], [0, 2]] {
            programme.add(&Cut { terms: pair.map(|cell| (cell, 1.0)).to_vec(), right: 1.0 });
        }
        assert_eq!(programme.solve(&|| true), Outcome::Solved);
        assert!((programme.bound().cost - 1.5).abs() < 1e-6);
        // Settled one way, and back again.
        let whole = Range { low: 1.0, high: 1.0 };
        let open = Range { low: 0.0, high: 1.0 };
        programme.settle(&[whole, open, open]);
        assert_eq!(programme.solve(&|| true), Outcome::Solved);
        assert!((programme.bound().cost - 2.0).abs() < 1e-6);
        let none = Range { low: 0.0, high: 0.0 };
        programme.settle(&[none, none, open]);
        assert_eq!(programme.solve(&|| true), Outcome::Impossible);
        programme.settle(&[open; 3]);
        assert_eq!(programme.solve(&|| true), Outcome::Solved);
        assert!((programme.bound().cost - 1.5).abs() < 1e-6);
    }
}
