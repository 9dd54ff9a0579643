//! How far a cell can move while everything published stays as it is: a bounded simplex that starts at the truth.
//!
//! The unknowns are deviations from the true counts, so zero is always a solution and no first phase is needed; every
//! quantity is a linear form without constant, so an optimum is the sum of its bounds times their prices. Those prices
//! make the cuts of the cover. The libraries at hand give no prices and cannot start where the last question ended,
//! which is what makes this many small questions cheap: docs/decisions/0011.

const SMALL: f64 = 1e-9;

/// The range a quantity may deviate in; it holds zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Range {
    pub(super) const ANY: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };
}

/// Where a quantity stands in the tableau.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Row(usize),
    Column(usize),
}

/// Which way to push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Up,
    Down,
}

/// An answer: how far, and what each bound it rests on is worth.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reach {
    /// The distance, at least 0, infinite when nothing holds it.
    pub(super) distance: f64,
    /// Quantity, and the price of its upper (positive) or lower (negative) bound.
    pub(super) prices: Vec<(usize, f64)>,
}

/// Columns (deviations of finest cells) and rows (deviations of sums of them). Quantities are numbered columns first.
#[derive(Debug, Clone)]
pub(super) struct Deviations {
    rows: Vec<Vec<f64>>,
    /// Quantities in the rows, with their values.
    basic: Vec<(usize, f64)>,
    /// Quantities in the columns, with their values.
    free: Vec<(usize, f64)>,
    ranges: Vec<Range>,
    places: Vec<Place>,
}

impl Deviations {
    /// `ranges` holds the columns' first; each of `sums` names the columns of one row.
    pub(super) fn new(columns: usize, sums: &[Vec<usize>], ranges: Vec<Range>) -> Self {
        let mut rows = Vec::with_capacity(sums.len());
        for sum in sums {
            let mut row = vec![0.0; columns];
            for column in sum {
                if let Some(entry) = row.get_mut(*column) {
                    *entry = 1.0;
                }
            }
            rows.push(row);
        }
        let places = (0..columns).map(Place::Column).chain((0..sums.len()).map(Place::Row)).collect();
        Self {
            rows,
            basic: (columns..columns + sums.len()).map(|quantity| (quantity, 0.0)).collect(),
            free: (0..columns).map(|quantity| (quantity, 0.0)).collect(),
            ranges,
            places,
        }
    }

    /// How far a quantity can be pushed one way.
    pub(super) fn reach(&mut self, quantity: usize, side: Side) -> Reach {
        let sign = if side == Side::Up { 1.0 } else { -1.0 };
        let steps_max = 200 * (self.rows.len() + self.free.len() + 10);
        let patience = 20 * (self.rows.len() + self.free.len() + 10);
        for step in 0..steps_max {
            let slopes = self.slopes(quantity, sign);
            let Some((column, slope)) = self.entering(&slopes, step > patience) else {
                let prices: Vec<(usize, f64)> = self
                    .free
                    .iter()
                    .zip(&slopes)
                    .filter(|(_, slope)| slope.abs() > 1e-7)
                    .map(|((quantity, _), slope)| (*quantity, *slope))
                    .collect();
                return Reach { distance: sign * self.value(quantity), prices };
            };
            if !self.advance(column, slope.signum()) {
                return Reach { distance: f64::INFINITY, prices: Vec::new() };
            }
        }
        // Never seen: the walk did not end. Saying "no room at all" errs on the side of holding back more.
        Reach { distance: 0.0, prices: Vec::new() }
    }

    /// Gives a quantity another range and goes back to the truth, which every range allows. Returns the range it had.
    pub(super) fn limit(&mut self, quantity: usize, range: Range) -> Range {
        let before = self.range(quantity);
        if let Some(slot) = self.ranges.get_mut(quantity) {
            *slot = range;
        }
        for (_, value) in self.basic.iter_mut().chain(&mut self.free) {
            *value = 0.0;
        }
        before
    }

    /// The quantities that have moved, with how far.
    pub(super) fn moved(&self) -> impl Iterator<Item = (usize, f64)> {
        self.basic.iter().chain(&self.free).copied().filter(|(_, value)| value.abs() > SMALL)
    }

    /// Whether every column stands on a whole number.
    pub(super) fn is_whole(&self, columns: usize) -> bool {
        (0..columns).all(|column| {
            let value = self.value(column);
            (value - value.round()).abs() < 1e-6
        })
    }

    fn value(&self, quantity: usize) -> f64 {
        match self.places.get(quantity) {
            Some(Place::Row(row)) => self.basic.get(*row).map_or(0.0, |entry| entry.1),
            Some(Place::Column(column)) => self.free.get(*column).map_or(0.0, |entry| entry.1),
            None => 0.0,
        }
    }

    fn range(&self, quantity: usize) -> Range {
        self.ranges.get(quantity).copied().unwrap_or(Range::ANY)
    }

    /// How fast the quantity grows with each column.
    fn slopes(&self, quantity: usize, sign: f64) -> Vec<f64> {
        match self.places.get(quantity) {
            Some(Place::Row(row)) => {
                self.rows.get(*row).map_or_else(Vec::new, |row| row.iter().map(|entry| sign * entry).collect())
            }
            Some(Place::Column(at)) => {
                (0..self.free.len()).map(|column| if column == *at { sign } else { 0.0 }).collect()
            }
            None => Vec::new(),
        }
    }

    /// The column that gains most; when the walk stalls, the first that gains, which cannot go round in circles.
    fn entering(&self, slopes: &[f64], cautious: bool) -> Option<(usize, f64)> {
        let gains = self.free.iter().zip(slopes).enumerate().filter_map(|(column, ((quantity, value), slope))| {
            let range = self.range(*quantity);
            let open = if *slope > 0.0 { *value < range.high } else { *value > range.low };
            (slope.abs() > SMALL && open).then_some((column, *slope, *quantity))
        });
        if cautious {
            return gains.min_by_key(|gain| gain.2).map(|gain| (gain.0, gain.1));
        }
        gains.max_by(|one, other| one.1.abs().total_cmp(&other.1.abs())).map(|gain| (gain.0, gain.1))
    }

    /// Moves a column as far as it goes; false when nothing stops it.
    fn advance(&mut self, column: usize, direction: f64) -> bool {
        let Some((quantity, value)) = self.free.get(column).copied() else { return false };
        let range = self.range(quantity);
        let own = if direction > 0.0 { range.high - value } else { value - range.low };
        let (mut step, mut leaving, mut pivot) = (own, None, 0.0_f64);
        for (at, (row, (held, level))) in self.rows.iter().zip(&self.basic).enumerate() {
            let rate = row.get(column).copied().unwrap_or(0.0) * direction;
            if rate.abs() <= SMALL {
                continue;
            }
            let range = self.range(*held);
            let room = if rate > 0.0 { (range.high - level) / rate } else { (range.low - level) / rate };
            let room = room.max(0.0);
            if room < step - SMALL || (room < step + SMALL && rate.abs() > pivot.abs() && leaving.is_some()) {
                (step, leaving, pivot) = (room.min(step), Some(at), rate);
            }
        }
        if step.is_infinite() {
            return false;
        }
        for (row, (_, level)) in self.rows.iter().zip(&mut self.basic) {
            *level += row.get(column).copied().unwrap_or(0.0) * direction * step;
        }
        if let Some(entry) = self.free.get_mut(column) {
            entry.1 = if leaving.is_none() {
                if direction > 0.0 { range.high } else { range.low }
            } else {
                value + direction * step
            };
        }
        if let Some(row) = leaving {
            self.exchange(row, column, pivot * direction);
        }
        true
    }

    /// The quantity of a row leaves at its bound and the column's takes its place.
    fn exchange(&mut self, row: usize, column: usize, rate: f64) {
        let (Some(mut pivot), Some(held), Some(entered)) =
            (self.rows.get_mut(row).map(std::mem::take), self.basic.get(row).copied(), self.free.get(column).copied())
        else {
            return;
        };
        let lead = pivot.get(column).copied().unwrap_or(rate);
        for entry in &mut pivot {
            *entry = -*entry / lead;
        }
        if let Some(entry) = pivot.get_mut(column) {
            *entry = 1.0 / lead;
        }
        for (at, line) in self.rows.iter_mut().enumerate() {
            let factor = line.get(column).copied().unwrap_or(0.0);
            if at == row || factor == 0.0 {
                continue;
            }
            if let Some(entry) = line.get_mut(column) {
                *entry = 0.0;
            }
            for (entry, above) in line.iter_mut().zip(&pivot) {
                *entry += factor * above;
                if entry.abs() < 1e-12 {
                    *entry = 0.0;
                }
            }
        }
        if let Some(slot) = self.rows.get_mut(row) {
            *slot = pivot;
        }
        // The leaving quantity stands exactly on the bound it met.
        let range = self.range(held.0);
        let bound = if (held.1 - range.low).abs() < (held.1 - range.high).abs() { range.low } else { range.high };
        if let Some(slot) = self.free.get_mut(column) {
            *slot = (held.0, bound);
        }
        if let Some(slot) = self.basic.get_mut(row) {
            *slot = entered;
        }
        for (quantity, place) in [(held.0, Place::Column(column)), (entered.0, Place::Row(row))] {
            if let Some(slot) = self.places.get_mut(quantity) {
                *slot = place;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_in_a_square_moves_as_far_as_its_neighbours_let_it() {
        // Four cells 3 50 / 70 2 with all margins published: the first reaches from 1 to 53 (vector trap-005).
        let counts = [3.0, 50.0, 70.0, 2.0];
        let mut ranges: Vec<Range> = counts.iter().map(|count| Range { low: -count, high: f64::INFINITY }).collect();
        ranges.extend([Range { low: 0.0, high: 0.0 }; 4]);
        let sums = [vec![0, 1], vec![2, 3], vec![0, 2], vec![1, 3]];
        let mut deviations = Deviations::new(4, &sums, ranges);
        let up = deviations.reach(0, Side::Up);
        let down = deviations.reach(0, Side::Down);
        assert!((up.distance - 50.0).abs() < 1e-9 && (down.distance - 2.0).abs() < 1e-9);
        assert!(deviations.is_whole(4));
    }
}
