//! Ways of moving found before: a cell that could move under one pattern can under every pattern that allows the same.

use std::collections::{BTreeMap, BTreeSet};

/// The most ways remembered for one cell.
const WAYS_MAX: usize = 96;

/// A set of published cells, quick to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn of<'a>(cells: impl IntoIterator<Item = &'a usize>, size: usize) -> Self {
        let mut words = vec![0_u64; size / 64 + 1];
        for cell in cells {
            if let Some(word) = words.get_mut(cell / 64) {
                *word |= 1 << (cell % 64);
            }
        }
        Self(words)
    }

    /// Without one cell.
    pub(super) fn without(&self, cell: Option<usize>) -> Self {
        let mut words = self.0.clone();
        if let Some((word, cell)) = cell.and_then(|cell| words.get_mut(cell / 64).zip(Some(cell))) {
            *word &= !(1 << (cell % 64));
        }
        Self(words)
    }

    fn holds(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(own, asked)| asked & !own == 0)
    }
}

/// One way: how far, upwards or (negative) downwards, in whole counts, and which published cells move.
#[derive(Debug, Clone, PartialEq)]
struct Way {
    amount: f64,
    touched: Bits,
}

/// The ways of every sensitive cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Ways {
    of: BTreeMap<usize, (usize, Vec<Way>)>,
}

impl Ways {
    /// The width that is certain in whole counts when these cells may move.
    pub(super) fn width(&self, cell: usize, allowed: &Bits) -> f64 {
        let (mut up, mut down) = (0.0_f64, 0.0_f64);
        for way in self.of.get(&cell).iter().flat_map(|(_, ways)| ways) {
            if (way.amount > up || way.amount < -down) && allowed.holds(&way.touched) {
                if way.amount > 0.0 {
                    up = way.amount;
                } else {
                    down = -way.amount;
                }
            }
        }
        up + down
    }

    /// Remembers a way; the oldest is forgotten when there are many.
    pub(super) fn add(&mut self, cell: usize, amount: f64, touched: &BTreeSet<usize>, size: usize) {
        let (next, ways) = self.of.entry(cell).or_default();
        let way = Way { amount, touched: Bits::of(touched, size) };
        if ways.contains(&way) {
            return;
        }
        if ways.len() < WAYS_MAX {
            ways.push(way);
        } else if let Some(slot) = ways.get_mut(*next % WAYS_MAX) {
            *slot = way;
            *next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_counts_where_all_it_touches_may_move() {
        let mut ways = Ways::default();
        ways.add(3, 2.0, &BTreeSet::from([3, 70]), 100);
        ways.add(3, -1.0, &BTreeSet::from([3, 5]), 100);
        let check = |cells: &[usize], known: Option<usize>, wanted: f64| {
            assert!((ways.width(3, &Bits::of(cells, 100).without(known)) - wanted).abs() < 1e-12);
        };
        check(&[3, 70], None, 2.0);
        check(&[3, 5, 70], None, 3.0);
        check(&[3], None, 0.0);
        check(&[3, 5, 70], Some(70), 1.0);
    }
}
