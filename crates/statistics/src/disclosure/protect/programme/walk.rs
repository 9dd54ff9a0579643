//! The walk of the dual simplex: the row furthest outside its range leaves, the column that mends it at the least price
//! takes its place, until no row is outside.

use super::{Outcome, Place, Programme, SMALL};

/// How far outside its range a quantity may stand.
const SLACK: f64 = 1e-7;

impl Programme {
    /// Until every row stands inside its range, or it is seen that none can; `go_on` is asked now and then.
    pub(super) fn walk(&mut self, go_on: &dyn Fn() -> bool) -> Outcome {
        let most = 50 * (self.rows.len() + self.free.len() + 10);
        for step in 0..most {
            if step % 64 == 63 && !go_on() {
                return Outcome::BrokenOff;
            }
            let Some((row, bound, sign)) = self.leaving() else { return Outcome::Solved };
            let Some(column) = self.entering(row, sign) else { return Outcome::Impossible };
            self.exchange(row, column, bound);
        }
        Outcome::BrokenOff
    }

    /// The row furthest outside its range, the end it must come back to, and which way that is.
    fn leaving(&self) -> Option<(usize, f64, f64)> {
        let mut worst: Option<(usize, f64, f64, f64)> = None;
        for (at, (quantity, value)) in self.basic.iter().enumerate() {
            let range = self.range(*quantity);
            let (outside, bound, sign) = if *value < range.low {
                (range.low - value, range.low, 1.0)
            } else {
                (value - range.high, range.high, -1.0)
            };
            if outside > SLACK && worst.is_none_or(|worst| outside > worst.3) {
                worst = Some((at, bound, sign, outside));
            }
        }
        worst.map(|(at, bound, sign, _)| (at, bound, sign))
    }

    /// The column that can bring the row back at the least price.
    fn entering(&self, row: usize, sign: f64) -> Option<usize> {
        let line = self.rows.get(row)?;
        let mut best: Option<(usize, f64, f64)> = None;
        for (column, ((term, slope), (quantity, value))) in line.iter().zip(&self.slopes).zip(&self.free).enumerate() {
            let rate = term * sign;
            if rate.abs() <= SMALL {
                continue;
            }
            let range = self.range(*quantity);
            let can = if rate > 0.0 { *value < range.high - SMALL } else { *value > range.low + SMALL };
            if !can {
                continue;
            }
            let price = slope.abs() / rate.abs();
            let better = best
                .is_none_or(|(_, least, size)| price < least - 1e-10 || (price < least + 1e-10 && rate.abs() > size));
            if better {
                best = Some((column, price, rate.abs()));
            }
        }
        best.map(|found| found.0)
    }

    /// The row's quantity leaves at `bound` and the column's takes its place.
    fn exchange(&mut self, row: usize, column: usize, bound: f64) {
        let (Some(mut pivot), Some(held), Some(entered)) =
            (self.rows.get_mut(row).map(std::mem::take), self.basic.get(row).copied(), self.free.get(column).copied())
        else {
            return;
        };
        let lead = pivot.get(column).copied().unwrap_or(1.0);
        let step = (bound - held.1) / lead;
        for entry in &mut pivot {
            *entry = -*entry / lead;
        }
        if let Some(entry) = pivot.get_mut(column) {
            *entry = 1.0 / lead;
        }
        for (at, (line, (_, value))) in self.rows.iter_mut().zip(&mut self.basic).enumerate() {
            let factor = line.get(column).copied().unwrap_or(0.0);
            if at == row || factor == 0.0 {
                continue;
            }
            *value += factor * step;
            substitute(line, column, factor, &pivot);
        }
        let factor = self.slopes.get(column).copied().unwrap_or(0.0);
        substitute(&mut self.slopes, column, factor, &pivot);
        if let Some(slot) = self.rows.get_mut(row) {
            *slot = pivot;
        }
        if let Some(slot) = self.free.get_mut(column) {
            *slot = (held.0, bound);
        }
        if let Some(slot) = self.basic.get_mut(row) {
            *slot = (entered.0, entered.1 + step);
        }
        self.put(held.0, Place::Column(column));
        self.put(entered.0, Place::Row(row));
        self.exchanges += 1;
    }
}

fn substitute(line: &mut [f64], column: usize, factor: f64, pivot: &[f64]) {
    if let Some(entry) = line.get_mut(column) {
        *entry = 0.0;
    }
    for (entry, above) in line.iter_mut().zip(pivot) {
        *entry += factor * above;
        if entry.abs() < 1e-12 {
            *entry = 0.0;
        }
    }
}
