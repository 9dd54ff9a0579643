//! A cell that is held back and cannot move all the same hides nothing: published, it would tell what is known anyway. So
//! in a pattern without anything superfluous every cell held back can move by one, up or down, and what it needs for
//! that must be held back beside it: Σ min(cᵢ, 1)·xᵢ ≥ x of the cell. Where many cells may move by little only, shares
//! that meet the cuts of the sensitive cells miss these. Source: the bridgeless inequalities of Fischetti & Salazar 1999,
//! Mathematical Programming 84, 283–312, taken further to bounds and to sums of lines.

use crate::disclosure::protect::deviation::{Range, Reach, Side};
use crate::disclosure::protect::separation::{Allowed, Cut, Width, room};

impl Allowed<'_> {
    /// What must be held back for a cell to move by one, when less than this share of it can be moved; none when it can,
    /// and when it is never of use.
    pub(in crate::disclosure::protect) fn needed(&mut self, cell: usize, share: f64) -> Option<Cut> {
        let (at, quantity) = self.places.get(&cell).copied()?;
        let (down, up) = room(self.table, cell);
        let part = self.parts.get_mut(at)?;
        let own = part.deviations.limit(quantity, Range { low: -down.min(1.0), high: up.min(1.0) });
        let up = part.deviations.reach(quantity, Side::Up);
        let down = if up.distance < share {
            part.deviations.reach(quantity, Side::Down)
        } else {
            Reach { distance: 0.0, prices: Vec::new() }
        };
        part.deviations.limit(quantity, own);
        let width = Width { up, down, whole: false };
        if width.total() > share - 1e-4 {
            return None;
        }
        // Its own room counts for nothing where it has none, and was met where it has some.
        self.cut(cell, &width, 1.0).filter(|cut| cut.terms.iter().all(|(other, _)| *other != cell))
    }
}
