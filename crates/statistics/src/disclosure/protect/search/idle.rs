//! Cuts over numbered cells: each stands in the programme once, those that every safe pattern meets and those by cells
//! that would be of no use.

use crate::disclosure::protect::programme::{Kind, scaled};
use crate::disclosure::protect::search::Search;
use crate::disclosure::protect::separation::Cut;

impl Search<'_> {
    /// Adds what the shares miss for every cell that they hold back in part to be of use; whether there was any.
    pub(super) fn add_idle(&mut self, shares: &[f64]) -> bool {
        let mut added = false;
        for (cell, cut) in self.judge.idle_cuts(&self.near(shares)) {
            let Some((_, own)) = self.costs.get(&cell).copied() else { continue };
            let numbered =
                |(cell, term): &(usize, f64)| self.costs.get(cell).map(|(_, number)| (*number, term / cut.right));
            let others = cut.terms.iter().filter_map(numbered).filter(|(number, _)| *number != own);
            let cut = Cut { terms: others.chain([(own, -1.0)]).collect(), right: 0.0 };
            added |= self.add(&cut, Kind::Lean);
        }
        added
    }

    /// Adds a cut over numbered cells unless it is there already.
    pub(super) fn add(&mut self, cut: &Cut, kind: Kind) -> bool {
        let cut = scaled(cut);
        let mut key: Vec<(usize, i64)> = cut.terms.iter().map(|(cell, term)| (*cell, parts(*term))).collect();
        key.sort_unstable();
        key.push((usize::MAX, parts(cut.right)));
        let new = self.seen.insert(key);
        if new {
            self.programme.add(&cut, kind);
        }
        new
    }
}

/// A share in whole parts of ten million, to tell cuts apart.
#[expect(clippy::cast_possible_truncation, reason = "terms are shares of the right side or of the largest term")]
fn parts(share: f64) -> i64 {
    (share * 1e7).round() as i64
}
