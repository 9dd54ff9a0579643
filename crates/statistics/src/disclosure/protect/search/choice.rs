//! On which cell to split: each of the doubtful ones is tried both ways for a few exchanges, and the one whose worse side
//! rises most is taken. A side that is already too dear settles the cell. What trials have shown before says which are
//! tried first. Source: Achterberg, Koch & Martin 2005, Operations Research Letters 33, 42–54.

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

/// How much a cell's sides have raised the bound so far, for each unit of share that it had to move.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Learned {
    sum: f64,
    times: f64,
}

impl Learned {
    fn note(&mut self, rise: f64) {
        self.sum += rise;
        self.times += 1.0;
    }

    /// The mean; none before anything was learned.
    fn mean(self) -> Option<f64> {
        (self.times > 0.0).then(|| self.sum / self.times)
    }
}

impl Search<'_> {
    /// The cell to split on; `None` when all shares are whole.
    pub(super) fn choose(&mut self, node: &mut Node, cost: f64, shares: &[f64], price: f64) -> Option<Choice> {
        let mut best: Option<(f64, Choice)> = None;
        let mut waited = 0;
        let unit = self.unit();
        for (cell, share) in self.doubtful(shares).into_iter().take(TRIED_MAX) {
            let ends = [0.0, 1.0].map(|value| self.tried(node, cell, value).max(cost));
            self.learn(cell, share, ends.map(|end| end.min(price) - cost));
            let dear = ends.map(|end| self.lift(end) >= price - 1e-6);
            match dear {
                [true, true] => return Some(Choice::Dead),
                [true, false] | [false, true] => {
                    node.settled.push((cell, if dear == [true, false] { 1.0 } else { 0.0 }));
                    return Some(Choice::Settled);
                }
                [false, false] => {}
            }
            let [rise, other] = ends.map(|end| (end - cost).clamp(RISE_MIN, unit));
            let score = rise * other;
            if best.as_ref().is_none_or(|best| score > best.0 * 1.001) {
                best = Some((score, Choice::Split { cell, share, ends }));
                waited = 0;
            } else {
                waited += 1;
            }
            if waited >= PATIENCE || self.judge.left().is_zero() {
                break;
            }
        }
        best.map(|(_, choice)| choice)
    }

    fn learn(&mut self, cell: usize, share: f64, rises: [f64; 2]) {
        let moves = [share, 1.0 - share];
        if let Some(sides) = self.learned.get_mut(cell) {
            for (side, (rise, moved)) in sides.iter_mut().zip(rises.into_iter().zip(moves)) {
                side.note(rise / moved.max(1e-6));
            }
        }
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

    /// The cells whose shares are not whole, the most promising first; of equals the dearer.
    fn doubtful(&self, shares: &[f64]) -> Vec<(usize, f64)> {
        let cost = |cell: usize| self.cells.get(cell).and_then(|cell| self.costs.get(cell)).map_or(0.0, |cost| cost.0);
        // What is not known of a cell is taken to be as with the others.
        let mut all = [Learned::default(); 2];
        for (mean, side) in self.learned.iter().flat_map(all_sides) {
            if let Some(slot) = all.get_mut(side) {
                slot.note(mean);
            }
        }
        let unit = self.unit();
        let usual = all.map(|side| side.mean().unwrap_or(unit));
        let mut found: Vec<(f64, usize, f64)> = Vec::new();
        for (cell, share) in shares.iter().copied().enumerate().filter(|(_, share)| share.min(1.0 - share) > 1e-6) {
            let known = self.learned.get(cell).copied().unwrap_or_default();
            let mut rises = [share, 1.0 - share];
            for (rise, (side, usual)) in rises.iter_mut().zip(known.into_iter().zip(usual)) {
                *rise *= side.mean().unwrap_or(usual);
            }
            let [rise, other] = rises.map(|rise| rise.clamp(RISE_MIN, unit));
            found.push((rise * other, cell, share));
        }
        found.sort_by(|one, other| other.0.total_cmp(&one.0).then(cost(other.1).total_cmp(&cost(one.1))));
        found.into_iter().map(|(_, cell, share)| (cell, share)).collect()
    }

    /// More than this a side need not rise to be good.
    fn unit(&self) -> f64 {
        self.costs.values().map(|cost| cost.0).fold(1.0, f64::max)
    }
}

/// What was learned of each side of a cell, where something was.
fn all_sides(sides: &[Learned; 2]) -> impl Iterator<Item = (f64, usize)> {
    sides.iter().enumerate().filter_map(|(side, learned)| learned.mean().map(|mean| (mean, side)))
}
