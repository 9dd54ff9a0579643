//! Is every sensitive cell wide enough, and if not, which cells together must give more room?
//!
//! A pattern is a number from 0 to 1 per published cell, 1 for held back. A held-back cell may deviate down to zero (or
//! to one, where zeros are published) and up without limit. When a sensitive cell's interval is narrower than the
//! width, the prices of the bounds it rests on name a cut: Σ min(cᵢ, w)·xᵢ ≥ w, which every safe pattern meets.
//! Source: Fischetti & Salazar 2001, Management Science 47, 1008–1027.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::protect::deviation::{Deviations, Range, Reach, Side};
use crate::disclosure::table::{Table, Zeros, real};

/// Σ coefficient·x ≥ right side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cut {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) right: f64,
}

impl Cut {
    /// How much a pattern lacks, as a share of the right side.
    pub(super) fn lack(&self, pattern: &[f64]) -> f64 {
        let left: f64 = self.terms.iter().map(|(cell, term)| term * pattern.get(*cell).copied().unwrap_or(0.0)).sum();
        (self.right - left) / self.right
    }
}

/// Which part of a table is looked at.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// The finest cells that may move.
    pub(super) inner: Vec<usize>,
    /// The published cells that bind them.
    pub(super) cells: Vec<usize>,
}

impl Scope {
    /// The whole table.
    pub(super) fn whole(table: &Table) -> Self {
        Self { inner: (0..table.inner().len()).collect(), cells: (0..table.cells().len()).collect() }
    }
}

/// How wide held-back cells are taken to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Room {
    /// As wide as they are where the pattern is 1: exact for whole patterns. Below, as under `Capped`.
    True(f64),
    /// At most the width asked for, times the pattern: for fractional patterns, where endless room would hide a lack.
    Capped(f64),
    /// The same up and down together. In a cut no cell counts for more than the width, however it moves; a half of a
    /// cell that could move as far up as down would hide that.
    Split(f64),
}

/// The room of a held-back cell: down and up.
pub(super) fn room(table: &Table, cell: usize) -> (f64, f64) {
    let count = real(table.frequencies().get(cell).copied().unwrap_or(0));
    match table.zeros() {
        Zeros::Protected => (count, f64::INFINITY),
        Zeros::Published => ((count - 1.0).max(0.0), f64::INFINITY),
    }
}

/// The deviations a pattern allows, split into parts that do not touch.
pub(super) struct Allowed<'a> {
    table: &'a Table,
    parts: Vec<Part>,
    /// For each published cell in scope its part and quantity there.
    places: BTreeMap<usize, (usize, usize)>,
}

struct Part {
    deviations: Deviations,
    columns: usize,
    /// What each quantity is.
    meanings: Vec<Meaning>,
    /// The finest cells that move, and the published cells that bind them.
    scope: Scope,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A published cell.
    Cell(usize),
    /// A finest cell that is not published by itself, with its count.
    Hidden(u64),
}

/// The interval of a cell round its true count.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Width {
    pub(super) up: Reach,
    pub(super) down: Reach,
    /// Whether both ends are met by whole counts.
    pub(super) whole: bool,
}

impl Width {
    pub(super) fn total(&self) -> f64 {
        self.up.distance + self.down.distance
    }
}

/// An answer with ways of moving worth remembering: how far (down is negative) and which published cells move.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) width: Width,
    pub(super) ways: Vec<(f64, BTreeSet<usize>)>,
    /// Every published cell that moves on the way up or down.
    pub(super) touched: BTreeSet<usize>,
}

impl Part {
    /// Remembers where the part stands now when that is in whole counts, and says whether it is.
    fn note(&self, amount: f64, ways: &mut Vec<(f64, BTreeSet<usize>)>) -> bool {
        if !self.deviations.is_whole(self.columns) {
            return false;
        }
        if amount.abs() > 0.5 {
            ways.push((amount.round(), self.touched().collect()));
        }
        true
    }

    /// The published cells away from their true counts.
    fn touched(&self) -> impl Iterator<Item = usize> {
        self.deviations.moved().filter_map(|(quantity, _)| match self.meanings.get(quantity) {
            Some(Meaning::Cell(cell)) => Some(*cell),
            Some(Meaning::Hidden(_)) | None => None,
        })
    }

    /// Tries nearer ends, which are often met by whole counts where the furthest is not.
    fn seek_whole(
        &mut self,
        quantity: usize,
        own: Range,
        reached: [f64; 2],
        most: f64,
        ways: &mut Vec<(f64, BTreeSet<usize>)>,
    ) -> bool {
        const TRIES: usize = 3;
        let mut sure = 0.0;
        for (side, reached) in [Side::Up, Side::Down].into_iter().zip(reached) {
            let mut target = (reached + 1e-6).floor().min(most - sure);
            for _ in 0..TRIES {
                if target < 0.5 {
                    break;
                }
                let capped = match side {
                    Side::Up => Range { low: 0.0, high: own.high.min(target) },
                    Side::Down => Range { low: own.low.max(-target), high: 0.0 },
                };
                self.deviations.limit(quantity, capped);
                let found = self.deviations.reach(quantity, side).distance;
                if self.note(if side == Side::Up { found } else { -found }, ways) {
                    sure += found;
                    break;
                }
                target -= 1.0;
            }
        }
        sure >= most - 1e-6
    }
}

impl<'a> Allowed<'a> {
    pub(super) fn new(table: &'a Table, scope: &Scope, pattern: &[f64], kind: Room) -> Self {
        let mut own: BTreeMap<usize, usize> = BTreeMap::new();
        let mut sums = Vec::new();
        for cell in &scope.cells {
            match table.cells().get(*cell).map(|cell| cell.members.as_slice()) {
                Some([single]) if !own.contains_key(single) => {
                    own.insert(*single, *cell);
                }
                Some(members) => sums.push((*cell, members)),
                None => {}
            }
        }
        let range = |cell: usize| cell_range(table, cell, pattern.get(cell).copied().unwrap_or(0.0), kind);
        // Finest cells that cannot move are left out.
        let mut columns: BTreeMap<usize, (Range, Meaning)> = BTreeMap::new();
        for inner in &scope.inner {
            let count = table.inner().get(*inner).copied().unwrap_or(0);
            let (range, meaning) = match own.get(inner) {
                Some(cell) => {
                    let range = range(*cell);
                    (Range { low: range.low.max(-real(count)), high: range.high }, Meaning::Cell(*cell))
                }
                None => (Range { low: -real(count), high: f64::INFINITY }, Meaning::Hidden(count)),
            };
            if range.low < 0.0 || range.high > 0.0 {
                columns.insert(*inner, (range, meaning));
            }
        }
        let rows: Vec<(usize, Range, Vec<usize>)> = sums
            .into_iter()
            .map(|(cell, members)| {
                let moving = members.iter().copied().filter(|member| columns.contains_key(member)).collect();
                (cell, range(cell), moving)
            })
            .filter(|(_, _, moving): &(usize, Range, Vec<usize>)| !moving.is_empty())
            .collect();
        Self::assemble(table, &columns, rows)
    }

    fn assemble(
        table: &'a Table,
        columns: &BTreeMap<usize, (Range, Meaning)>,
        rows: Vec<(usize, Range, Vec<usize>)>,
    ) -> Self {
        let mut groups = Groups::new(columns.keys().copied());
        for (_, _, moving) in &rows {
            groups.join(moving);
        }
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for column in columns.keys() {
            members.entry(groups.find(*column)).or_default().push(*column);
        }
        let mut rows_of: BTreeMap<usize, Vec<(usize, Range, Vec<usize>)>> = BTreeMap::new();
        for row in rows {
            if let Some(first) = row.2.first() {
                rows_of.entry(groups.find(*first)).or_default().push(row);
            }
        }
        let (mut parts, mut places) = (Vec::new(), BTreeMap::new());
        for (root, own) in members {
            let rows = rows_of.remove(&root).unwrap_or_default();
            let local: BTreeMap<usize, usize> = own.iter().enumerate().map(|(at, column)| (*column, at)).collect();
            let (mut ranges, mut meanings) = (Vec::new(), Vec::new());
            for (range, meaning) in own.iter().filter_map(|column| columns.get(column)) {
                ranges.push(*range);
                meanings.push(*meaning);
            }
            let mut sums = Vec::with_capacity(rows.len());
            for (cell, range, moving) in rows {
                ranges.push(range);
                meanings.push(Meaning::Cell(cell));
                sums.push(moving.iter().filter_map(|column| local.get(column).copied()).collect());
            }
            for (quantity, meaning) in meanings.iter().enumerate() {
                if let Meaning::Cell(cell) = meaning {
                    places.insert(*cell, (parts.len(), quantity));
                }
            }
            let deviations = Deviations::new(own.len(), &sums, ranges);
            let cells = meanings.iter().filter_map(|meaning| match meaning {
                Meaning::Cell(cell) => Some(*cell),
                Meaning::Hidden(_) => None,
            });
            let scope = Scope { cells: cells.collect(), inner: own };
            parts.push(Part { deviations, columns: scope.inner.len(), meanings, scope });
        }
        Self { table, parts, places }
    }

    /// The interval of a cell; a cell that cannot move has none.
    pub(super) fn width(&mut self, cell: usize) -> Width {
        let still = || Reach { distance: 0.0, prices: Vec::new() };
        let found = self.places.get(&cell).copied().and_then(|(part, at)| self.parts.get_mut(part).zip(Some(at)));
        let Some((part, quantity)) = found else { return Width { up: still(), down: still(), whole: true } };
        let up = part.deviations.reach(quantity, Side::Up);
        let whole = part.deviations.is_whole(part.columns);
        let down = part.deviations.reach(quantity, Side::Down);
        Width { up, down, whole: whole && part.deviations.is_whole(part.columns) }
    }

    /// How far a cell moves, looked at only as far as `most`: enough to tell whether it is wide.
    pub(super) fn ask(&mut self, cell: usize, most: f64) -> Answer {
        let still = || Reach { distance: 0.0, prices: Vec::new() };
        let found = self.places.get(&cell).copied().and_then(|(part, at)| self.parts.get_mut(part).zip(Some(at)));
        let Some((part, quantity)) = found else {
            let width = Width { up: still(), down: still(), whole: true };
            return Answer { width, ways: Vec::new(), touched: BTreeSet::new() };
        };
        let own = part.deviations.limit(quantity, Range { low: 0.0, high: 0.0 });
        part.deviations.limit(quantity, Range { low: own.low.max(-most), high: own.high.min(most) });
        let mut ways = Vec::new();
        let up = part.deviations.reach(quantity, Side::Up);
        let mut whole = part.note(up.distance, &mut ways);
        let mut touched: BTreeSet<usize> = part.touched().collect();
        let mut down = still();
        if up.distance < most - 1e-6 {
            down = part.deviations.reach(quantity, Side::Down);
            whole &= part.note(-down.distance, &mut ways);
            touched.extend(part.touched());
        }
        if !whole && up.distance + down.distance >= most - 1e-6 {
            whole = part.seek_whole(quantity, own, [up.distance, down.distance], most, &mut ways);
        }
        part.deviations.limit(quantity, own);
        Answer { width: Width { up, down, whole }, ways, touched }
    }

    /// Holds a cell still, as for somebody who knows it; gives back what `let_move` needs, none when it is still anyway.
    pub(super) fn hold_still(&mut self, cell: usize) -> Option<Range> {
        let (part, quantity) = self.places.get(&cell).copied()?;
        let part = self.parts.get_mut(part)?;
        Some(part.deviations.limit(quantity, Range { low: 0.0, high: 0.0 }))
    }

    /// Lets a cell move again.
    pub(super) fn let_move(&mut self, cell: usize, range: Range) {
        if let Some((part, quantity)) = self.places.get(&cell).copied()
            && let Some(part) = self.parts.get_mut(part)
        {
            part.deviations.limit(quantity, range);
        }
    }

    /// Whether two cells move in one part, so that knowing the one may tell of the other.
    pub(super) fn touch(&self, one: usize, other: usize) -> bool {
        let part = |cell: usize| self.places.get(&cell).map(|(part, _)| *part);
        part(one).is_some() && part(one) == part(other)
    }

    /// The part of the table a cell moves in.
    pub(super) fn scope_of(&self, cell: usize) -> Scope {
        let part = self.places.get(&cell).and_then(|(part, _)| self.parts.get(*part));
        part.map_or_else(|| Scope { inner: Vec::new(), cells: Vec::new() }, |part| part.scope.clone())
    }

    /// The cut that a too narrow interval names, none when no pattern at all could widen it.
    pub(super) fn cut(&self, cell: usize, width: &Width, wanted: f64) -> Option<Cut> {
        let (part, _) = self.places.get(&cell)?;
        let meanings = &self.parts.get(*part)?.meanings;
        let (mut terms, mut constant): (BTreeMap<usize, f64>, f64) = (BTreeMap::new(), 0.0);
        for (quantity, price) in width.up.prices.iter().chain(&width.down.prices) {
            match meanings.get(*quantity) {
                Some(Meaning::Cell(of)) => {
                    let (down, up) = room(self.table, *of);
                    *terms.entry(*of).or_insert(0.0) += price.abs() * if *price > 0.0 { up } else { down };
                }
                Some(Meaning::Hidden(count)) if *price < 0.0 => constant += -price * real(*count),
                Some(Meaning::Hidden(_)) | None => return None,
            }
        }
        let right = wanted - constant;
        if right <= 1e-6 {
            return None;
        }
        let terms: Vec<(usize, f64)> =
            terms.into_iter().filter(|(_, term)| *term > 1e-9).map(|(cell, term)| (cell, term.min(right))).collect();
        Some(Cut { terms, right })
    }
}

fn cell_range(table: &Table, cell: usize, share: f64, kind: Room) -> Range {
    if share <= 0.0 {
        return Range { low: 0.0, high: 0.0 };
    }
    let (down, up) = room(table, cell);
    match kind {
        Room::True(_) if share > 0.999 => Range { low: -down, high: up },
        Room::Split(most) if share < 0.999 => {
            let down = down.min(most / 2.0);
            Range { low: -down * share, high: up.min(most - down) * share }
        }
        Room::True(most) | Room::Capped(most) | Room::Split(most) => {
            Range { low: -down.min(most) * share, high: up.min(most) * share }
        }
    }
}

/// Disjoint groups that grow together.
struct Groups {
    parents: BTreeMap<usize, usize>,
}

impl Groups {
    fn new(members: impl Iterator<Item = usize>) -> Self {
        Self { parents: members.map(|member| (member, member)).collect() }
    }

    fn find(&mut self, member: usize) -> usize {
        let mut at = member;
        while let Some(parent) = self.parents.get(&at).copied().filter(|parent| *parent != at) {
            let above = self.parents.get(&parent).copied().unwrap_or(parent);
            self.parents.insert(at, above);
            at = parent;
        }
        at
    }

    fn join(&mut self, members: &[usize]) {
        let mut roots = members.iter().map(|member| self.find(*member)).collect::<Vec<_>>().into_iter();
        let Some(first) = roots.next() else { return };
        for root in roots {
            let (one, other) = (self.find(first), self.find(root));
            self.parents.insert(other, one);
        }
    }
}
