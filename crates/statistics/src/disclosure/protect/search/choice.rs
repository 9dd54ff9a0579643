//! On which cell to split: each of the doubtful ones is tried both ways for a few exchanges, and the one whose worse side
//! rises most is taken. A side that is already too dear settles the cell. Source: Achterberg, Koch & Martin 2005,
//! Operations Research Letters 33, 42–54.

use crate::disclosure::protect::deviation::Range;
use crate::disclosure::protect::programme::Outcome;
use crate::disclosure::protect::search::{Node, Search};

/// The most cells that are tried.
const TRIED_MAX: usize = 12;
/// After so many cells that are no better than the best so far, the rest is not tried.
const PATIENCE: usize = 5;
/// A rise smaller than this is counted as this, so that one side alone says something.
const RISE_MIN: f64 = 1e-3;

/// What became of the choice.
pub(super) enum Choice {
    /// Split on this cell; what either side costs at least, not held back first, and its share.
    Split { cell: usize, share: f64, ends: [f64; 2] },
    /// A cell can only be one way, and is now.
    Settled,
    /// Neither way is cheap enough, for some cell.
    Dead,
}

impl Search<'_> {
    /// The cell to split on; `None` when all shares are whole.
    pub(super) fn choose(&self, node: &mut Node, cost: f64, shares: &[f64], price: f64) -> Option<Choice> {
        let mut best: Option<(f64, usize, f64, [f64; 2])> = None;
        let mut waited = 0;
        for (cell, share) in self.doubtful(shares).into_iter().take(TRIED_MAX) {
            let ends = [0.0, 1.0].map(|value| self.tried(node, cell, value).max(cost));
            let dear = ends.map(|end| self.lift(end) >= price - 1e-6);
            match dear {
                [true, true] => return Some(Choice::Dead),
                [true, false] | [false, true] => {
                    node.settled.push((cell, if dear == [true, false] { 1.0 } else { 0.0 }));
                    return Some(Choice::Settled);
                }
                [false, false] => {}
            }
            let [rise, other] = ends.map(|end| (end - cost).clamp(RISE_MIN, self.unit()));
            let score = rise * other;
            if best.is_none_or(|best| score > best.0 * 1.001) {
                best = Some((score, cell, share, ends));
                waited = 0;
            } else {
                waited += 1;
            }
            if waited >= PATIENCE || self.judge.left().is_zero() {
                break;
            }
        }
        best.map(|(_, cell, share, ends)| Choice::Split { cell, share, ends })
    }

    /// A bound on the cost with the cell settled so.
    fn tried(&self, node: &Node, cell: usize, value: f64) -> f64 {
        let mut ranges = self.ranges(node);
        if let Some(range) = ranges.get_mut(cell) {
            *range = Range { low: value, high: value };
        }
        let mut trial = self.programme.clone();
        trial.settle(&ranges);
        match trial.solve(&|| false) {
            Outcome::Impossible => f64::INFINITY,
            Outcome::Solved | Outcome::BrokenOff => trial.bound().cost,
        }
    }

    /// The cells whose shares are not whole: furthest from whole first, the dearer of equals.
    fn doubtful(&self, shares: &[f64]) -> Vec<(usize, f64)> {
        let doubt = |share: f64| share.min(1.0 - share);
        let cost = |cell: usize| self.cells.get(cell).and_then(|cell| self.costs.get(cell)).map_or(0.0, |cost| cost.0);
        let mut found: Vec<(usize, f64)> =
            shares.iter().copied().enumerate().filter(|(_, share)| doubt(*share) > 1e-6).collect();
        found.sort_by(|(one, one_share), (other, other_share)| {
            let size = |share: f64| (doubt(share) * 20.0).round();
            size(*other_share).total_cmp(&size(*one_share)).then(cost(*other).total_cmp(&cost(*one)))
        });
        found
    }

    /// More than this a side need not rise to be good.
    fn unit(&self) -> f64 {
        self.costs.values().map(|cost| cost.0).fold(1.0, f64::max)
    }
}
