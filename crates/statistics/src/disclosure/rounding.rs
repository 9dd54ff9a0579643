//! Rounding instead of holding back: small counts become 0 or the base, once, in the finest cells.
//!
//! Everything published is summed from the rounded finest cells, so all tables add up and no two of them can be played
//! against each other. Rounding table by table would break both. Which small counts go up is chosen so that the
//! published sums stay close. Source: Langsrud & Heldal 2018, "An algorithm for small count rounding of tabular data".

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::disclosure::table::{Table, real};
use crate::mean::whole;

/// The most rounds of exchanging a cell rounded up with one rounded down.
const ROUNDS_MAX: usize = 1_000;
/// Beyond this many small counts the search starts only once.
const MANY: usize = 400;
/// The places it starts from otherwise; the first is "all down", the others are drawn from a fixed seed.
const STARTS: u64 = 12;
/// Beyond this many each is exchanged only with those next to it, and rounds are few: the time stays in proportion.
const VERY_MANY: usize = 2_000;
/// How many next to it.
const NEXT: usize = 100;
/// How few.
const FEW_ROUNDS: usize = 20;
/// How much large differences weigh beyond their squares, tried in turn.
const STEEPNESS: [f64; 4] = [0.0, 0.5, 5.0, 50.0];

/// Rounded counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounded {
    /// The finest cells.
    pub inner: Vec<u64>,
    /// The published cells, their sums.
    pub cells: Vec<u64>,
}

/// How far rounded counts are from the true ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// The largest difference.
    pub largest: u64,
    /// The mean of the sizes of the differences.
    pub mean: f64,
    /// The root of the mean of their squares.
    pub root_mean_square: f64,
    /// 1 − √(Σ(√true − √rounded)²/(2Σtrue)): one less Hellinger's distance.
    pub utility: f64,
}

/// Rounds every finest count from 1 to base − 1 to 0 or the base; a base of 0 or 1 changes nothing.
pub fn round(table: &Table, base: u64) -> Rounded {
    let small: Vec<usize> =
        table.inner().iter().enumerate().filter(|(_, count)| (1..base).contains(count)).map(|(at, _)| at).collect();
    // Small squares alone leave a few cells far off, fourth powers alone leave many a little off: the better is kept.
    // The search stops where no exchange of two helps, so it starts from several places.
    let starts = if small.len() <= MANY { STARTS } else { 1 };
    let steep = STEEPNESS.iter().flat_map(|steepness| (0..starts).map(move |start| (*steepness, start)));
    let tries = steep.map(|(steepness, start)| attempt(table, &small, base, steepness, start));
    let better = |one: &Rounded, other: &Rounded| {
        let [one, other] = [one, other].map(|rounded| quality(table.frequencies(), &rounded.cells));
        one.largest.cmp(&other.largest).then(other.utility.total_cmp(&one.utility))
    };
    let unchanged = || Rounded { inner: table.inner().to_vec(), cells: table.frequencies().to_vec() };
    tries.min_by(better).unwrap_or_else(unchanged)
}

fn attempt(table: &Table, small: &[usize], base: u64, steepness: f64, start: u64) -> Rounded {
    let mut search = Search::new(table, small, base, steepness);
    if start > 0 {
        let mut chance = StdRng::seed_from_u64(start);
        for at in small {
            if chance.random_range(0..base) == 0 {
                search.turn(*at);
            }
        }
    }
    search.fill(small);
    search.exchange(small);
    let round = |(at, count): (usize, &u64)| match (1..base).contains(count) {
        true if search.up.get(at).is_some_and(|up| *up) => base,
        true => 0,
        false => *count,
    };
    let inner: Vec<u64> = table.inner().iter().enumerate().map(round).collect();
    let sum = |members: &Vec<usize>| members.iter().filter_map(|member| inner.get(*member)).sum();
    let cells = table.cells().iter().map(|cell| sum(&cell.members)).collect();
    Rounded { inner, cells }
}

/// Compares two lists of counts of the same length.
pub fn quality(original: &[u64], rounded: &[u64]) -> Quality {
    let pairs = || original.iter().zip(rounded);
    let gaps = || pairs().map(|(one, other)| real(one.abs_diff(*other)));
    let n = whole(original.len()).max(1.0);
    let all: f64 = original.iter().map(|count| real(*count)).sum();
    let roots: f64 = pairs().map(|(one, other)| (real(*one).sqrt() - real(*other).sqrt()).powi(2)).sum();
    Quality {
        largest: pairs().map(|(one, other)| one.abs_diff(*other)).max().unwrap_or(0),
        mean: gaps().sum::<f64>() / n,
        root_mean_square: (gaps().map(|gap| gap * gap).sum::<f64>() / n).sqrt(),
        utility: if all > 0.0 { 1.0 - (roots / (2.0 * all)).sqrt() } else { 1.0 },
    }
}

/// The differences of the published cells while small counts are moved up and down.
struct Search {
    up: Vec<bool>,
    gaps: Vec<f64>,
    cells_of: Vec<Vec<usize>>,
    counts: Vec<f64>,
    base: f64,
    steepness: f64,
}

impl Search {
    /// All small counts start at 0.
    fn new(table: &Table, small: &[usize], base: u64, steepness: f64) -> Self {
        let mut cells_of = vec![Vec::new(); table.inner().len()];
        for (at, cell) in table.cells().iter().enumerate() {
            for member in &cell.members {
                if let Some(cells) = cells_of.get_mut(*member) {
                    cells.push(at);
                }
            }
        }
        let mut gaps = vec![0.0; table.cells().len()];
        for at in small {
            let count = real(table.inner().get(*at).copied().unwrap_or(0));
            for cell in cells_of.get(*at).into_iter().flatten() {
                if let Some(gap) = gaps.get_mut(*cell) {
                    *gap -= count;
                }
            }
        }
        let counts = table.frequencies().iter().map(|count| real(*count)).collect();
        Self { up: vec![false; table.inner().len()], gaps, cells_of, counts, base: real(base), steepness }
    }

    fn is_up(&self, at: usize) -> bool {
        self.up.get(at).is_some_and(|up| *up)
    }

    /// What a difference weighs: its square, more when it is large, and more in a small cell.
    fn weight(&self, gap: f64, count: f64) -> f64 {
        let square = gap * gap;
        square * (1.0 + self.steepness * square / self.base) * (1.0 + self.base / (count + self.base))
    }

    /// How the sum of weights changes when the cell turns.
    fn change(&self, at: usize) -> f64 {
        let step = if self.is_up(at) { -self.base } else { self.base };
        let cells = self.cells_of.get(at).into_iter().flatten();
        let known = cells.filter_map(|cell| self.gaps.get(*cell).zip(self.counts.get(*cell)));
        known.map(|(gap, count)| self.weight(gap + step, *count) - self.weight(*gap, *count)).sum()
    }

    fn turn(&mut self, at: usize) {
        let step = if self.is_up(at) { -self.base } else { self.base };
        for cell in self.cells_of.get(at).into_iter().flatten() {
            if let Some(gap) = self.gaps.get_mut(*cell) {
                *gap += step;
            }
        }
        if let Some(up) = self.up.get_mut(at) {
            *up = !*up;
        }
    }

    /// Moves up whatever helps most until nothing helps.
    fn fill(&mut self, small: &[usize]) {
        if small.len() > VERY_MANY {
            for at in small {
                if self.change(*at) < 0.0 {
                    self.turn(*at);
                }
            }
            return;
        }
        for _ in 0..small.len() {
            let best = small
                .iter()
                .copied()
                .filter(|at| !self.is_up(*at))
                .min_by(|one, other| self.change(*one).total_cmp(&self.change(*other)));
            match best {
                Some(at) if self.change(at) < 0.0 => self.turn(at),
                Some(_) | None => return,
            }
        }
    }

    /// Turns one cell and, where that alone does not help, the best other one with it.
    fn exchange(&mut self, small: &[usize]) {
        let (rounds, near) = if small.len() > VERY_MANY { (FEW_ROUNDS, NEXT) } else { (ROUNDS_MAX, small.len()) };
        for _ in 0..rounds {
            let mut better = false;
            for (place, at) in small.iter().enumerate() {
                let first = self.change(*at);
                self.turn(*at);
                if first < -1e-9 {
                    better = true;
                    continue;
                }
                let from = place.saturating_sub(near);
                let others = small.iter().skip(from).take(2 * near + 1).copied().filter(|other| other != at);
                let best = others.min_by(|one, other| self.change(*one).total_cmp(&self.change(*other)));
                match best.filter(|other| first + self.change(*other) < -1e-9) {
                    Some(other) => {
                        self.turn(other);
                        better = true;
                    }
                    None => self.turn(*at),
                }
            }
            if !better {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::table::{Cell, Sensitivity, Zeros};

    #[test]
    fn rounded_tables_add_up_and_show_no_small_count() {
        let inner = vec![1, 2, 4, 0, 9, 2, 1, 1, 3];
        let rows = (0..3).map(|row| (0..3).map(|column| 3 * row + column).collect::<Vec<_>>());
        let columns = (0..3).map(|column| (0..3).map(|row| 3 * row + column).collect());
        let singles = (0..9).map(|at| vec![at]);
        let all = std::iter::once((0..9).collect());
        let cell = |members: Vec<usize>| Cell { members, sensitivity: Sensitivity::Open };
        let cells: Vec<Cell> = rows.chain(columns).chain(singles).chain(all).map(cell).collect();
        let table = Table::new(inner, cells, Zeros::Protected).unwrap();
        let rounded = round(&table, 3);
        assert!(rounded.cells.iter().all(|count| !(1..3).contains(count)));
        for (cell, count) in table.cells().iter().zip(&rounded.cells) {
            assert_eq!(cell.members.iter().map(|member| rounded.inner[*member]).sum::<u64>(), *count);
        }
        assert!(quality(table.frequencies(), &rounded.cells).largest <= 3);
    }
}
