//! Cuts from the tableau: a cell that stands at a share between none and all shows a sum of cuts that, rounded, no whole
//! pattern misses and the shares of now do.
//!
//! Only the prices are taken from the tableau; the sum is made anew from the cuts as they were given, so rounding in the
//! tableau can make a cut shallow but not false. Source: Gomory 1960; as mixed integer rounding, Marchand & Wolsey 2001.

use super::{Programme, Quantity};
use crate::disclosure::protect::separation::Cut;
use crate::disclosure::protect::strengthen::{depth, upward, whole};

/// Shares closer to none or all than this make no cut.
const DOUBT_MIN: f64 = 0.05;
/// Prices smaller than this are left out of the sum.
const PRICE_MIN: f64 = 1e-7;
/// How deep the shares must lie below a cut, and how unlike its terms may be.
const DEPTH_MIN: f64 = 0.01;
const SPREAD_MAX: f64 = 1e4;

impl Programme {
    /// The deepest cuts, at most so many, over numbered cells.
    pub(in crate::disclosure::protect) fn rounded(&self, most: usize) -> Vec<Cut> {
        let shares = self.shares();
        let mut found: Vec<(f64, Cut)> = Vec::new();
        for (row, (quantity, value)) in self.rows.iter().zip(&self.basic) {
            if matches!(quantity, Quantity::Cut(_)) || (value - value.round()).abs() < DOUBT_MIN {
                continue;
            }
            let prices: Vec<(usize, f64)> = row
                .iter()
                .zip(&self.free)
                .filter_map(|(term, (quantity, _))| match quantity {
                    Quantity::Cut(cut) if term.abs() > PRICE_MIN => Some((*cut, *term)),
                    Quantity::Cut(_) | Quantity::Cell(_) => None,
                })
                .collect();
            for sign in [1.0, -1.0] {
                let made = self.rounded_sum(&prices, sign, &shares).map(|cut| (depth(&cut, &shares), cut));
                found.extend(made.filter(|(depth, cut)| *depth > DEPTH_MIN && spread(cut) < SPREAD_MAX));
            }
        }
        found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        found.truncate(most);
        found.into_iter().map(|(_, cut)| cut).collect()
    }

    /// Σ price·(cut − its excess) is a number; rounded, with the cells that are mostly held back turned round.
    fn rounded_sum(&self, prices: &[(usize, f64)], sign: f64, shares: &[f64]) -> Option<Cut> {
        let mut sums = vec![0.0; self.costs.len()];
        let mut level = 0.0;
        for (cut, price) in prices {
            level += sign * price;
            for (cell, term) in self.terms(*cut) {
                if let Some(sum) = sums.get_mut(*cell) {
                    *sum += sign * price * term;
                }
            }
        }
        let turned = |cell: usize| shares.get(cell).is_some_and(|share| *share > 0.5);
        level -= sums.iter().enumerate().filter(|(cell, _)| turned(*cell)).map(|(_, sum)| sum).sum::<f64>();
        let part = level - level.floor();
        if !(DOUBT_MIN..=1.0 - DOUBT_MIN / 5.0).contains(&part) {
            return None;
        }
        let mut right = level.ceil();
        let mut terms: Vec<f64> = Vec::with_capacity(sums.len());
        for (cell, sum) in sums.iter().enumerate() {
            if turned(cell) {
                let back = whole(-sum, part);
                right -= back;
                terms.push(-back);
            } else {
                terms.push(whole(*sum, part));
            }
        }
        // The excess of a cut counts where it helps, and is the cut again less one.
        for (cut, price) in prices {
            let excess = -sign * price / part;
            if excess > 0.0 {
                right += excess;
                for (cell, term) in self.terms(*cut) {
                    if let Some(slot) = terms.get_mut(*cell) {
                        *slot += excess * term;
                    }
                }
            }
        }
        upward(terms.into_iter().enumerate().collect(), right)
    }
}

/// The largest term over the smallest.
fn spread(cut: &Cut) -> f64 {
    let terms = || cut.terms.iter().map(|(_, term)| *term);
    terms().fold(0.0, f64::max) / terms().fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::protect::programme::Outcome;

    #[test]
    fn an_odd_ring_is_rounded_to_its_true_cost() {
        // Of five in a ring any two neighbours hold one: halves cost 2.5, whole cells 3.
        let mut programme = Programme::new(vec![1.0; 5]);
        let pairs: Vec<[usize; 2]> = (0..5).map(|at| [at, (at + 1) % 5]).collect();
        for pair in &pairs {
            programme.add(&Cut { terms: pair.map(|cell| (cell, 1.0)).to_vec(), right: 1.0 });
        }
        for _ in 0..5 {
            assert_eq!(programme.solve(&|| true), Outcome::Solved);
            for cut in programme.rounded(10) {
                // No whole choice that meets the pairs misses the cut.
                for chosen in 0..32_usize {
                    let holds = |cell: usize| (chosen >> cell) & 1 == 1;
                    let left: f64 = cut.terms.iter().filter(|(cell, _)| holds(*cell)).map(|(_, term)| term).sum();
                    let fits = pairs.iter().all(|pair| pair.iter().any(|cell| holds(*cell)));
                    assert!(!fits || left >= cut.right - 1e-6, "{cut:?} {chosen:b}");
                }
                programme.add(&cut);
            }
        }
        assert!(programme.bound().cost > 2.99, "{}", programme.bound().cost);
    }
}
