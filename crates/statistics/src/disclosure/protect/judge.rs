//! Is a pattern safe, against everybody it must be safe against? If not, which cuts does it miss?

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::disclosure::protect::known::{Bits, Ways};
use crate::disclosure::protect::separation::{Allowed, Cut, Room, Scope, Width};
use crate::disclosure::protect::strengthen::{self, Ground};
use crate::disclosure::protect::whole;
use crate::disclosure::table::{Attacker, Demand, Table, real};

/// The share given to cells that are not held back, so that prices fall on few of them.
const TRACE: f64 = 1e-4;
/// A cut is worth adding when a pattern lacks this share of it.
const LACK: f64 = 1e-4;
/// The most cuts from one look at fractional shares.
const CUTS_MAX: usize = 60;
/// The longest a single question about whole counts may take.
const WHOLE_TIME: Duration = Duration::from_secs(2);

/// Judges patterns of one scope.
pub(super) struct Judge<'a> {
    table: &'a Table,
    demand: Demand,
    scope: Scope,
    /// The sensitive cells, always held back.
    forced: BTreeSet<usize>,
    /// The cells that may be held back beside them.
    candidates: BTreeSet<usize>,
    width: f64,
    end: Instant,
    ways: RefCell<Ways>,
    /// Set when a question was left open, so that a cut may ask for more than is needed.
    doubt: Cell<bool>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        table: &'a Table,
        demand: Demand,
        scope: Scope,
        forced: BTreeSet<usize>,
        candidates: BTreeSet<usize>,
        end: Instant,
    ) -> Self {
        let width = real(demand.width);
        let (ways, doubt) = (RefCell::new(Ways::default()), Cell::new(false));
        Self { table, demand, scope, forced, candidates, width, end, ways, doubt }
    }

    pub(super) fn forced(&self) -> &BTreeSet<usize> {
        &self.forced
    }

    /// How many are counted in a cell.
    pub(super) fn count(&self, cell: usize) -> f64 {
        real(self.table.frequencies().get(cell).copied().unwrap_or(0))
    }

    pub(super) fn is_in_doubt(&self) -> bool {
        self.doubt.get()
    }

    pub(super) fn left(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }

    /// The pattern as shares over all published cells; `trace` is what every other candidate gets.
    fn pattern(&self, share: impl Fn(usize) -> f64, trace: f64) -> Vec<f64> {
        let mut pattern = vec![0.0; self.table.cells().len()];
        for cell in self.candidates.iter().chain(&self.forced) {
            if let Some(slot) = pattern.get_mut(*cell) {
                *slot = if self.forced.contains(cell) { 1.0 } else { share(*cell).max(trace) };
            }
        }
        pattern
    }

    fn allowed(&self, pattern: &[f64], room: Room) -> Allowed<'a> {
        Allowed::new(self.table, &self.scope, pattern, room)
    }

    /// Whether somebody may know a cell: only who contributes to it can.
    fn is_knowable(&self, cell: usize) -> bool {
        self.demand.attacker == Attacker::Insider && self.table.frequencies().get(cell).is_some_and(|count| *count > 0)
    }

    /// The outsider, and each insider when they are asked for.
    fn attackers(&self, held: impl Iterator<Item = usize>) -> Vec<Option<usize>> {
        std::iter::once(None).chain(held.filter(|cell| self.is_knowable(*cell)).map(Some)).collect()
    }

    /// Cuts that fractional shares miss. Insiders are asked about who know a cell with at least this share: what an
    /// insider in a cell may not learn must hold whether or not the cell is held back.
    pub(super) fn fractional_cuts(
        &self,
        shares: &BTreeMap<usize, f64>,
        least: f64,
        rooms: &[fn(f64) -> Room],
    ) -> Vec<Cut> {
        let found = rooms.iter().map(|room| self.cuts_within(shares, least, room(self.width)));
        found.into_iter().find(|cuts| !cuts.is_empty()).unwrap_or_default()
    }

    fn cuts_within(&self, shares: &BTreeMap<usize, f64>, least: f64, room: Room) -> Vec<Cut> {
        let share = |cell: usize| shares.get(&cell).copied().unwrap_or(0.0);
        let held = shares.iter().filter(|(_, share)| **share > least).map(|(cell, _)| *cell);
        let pattern = self.pattern(share, 0.0);
        let mut allowed = self.allowed(&self.pattern(share, TRACE), room);
        let mut cuts: Vec<Cut> = Vec::new();
        // How each cell moves for the outsider: an insider who knows a cell that stays still learns nothing more.
        let mut moves: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for known in self.attackers(self.forced.iter().copied().chain(held)) {
            let asked: Vec<usize> = self
                .forced
                .iter()
                .copied()
                .filter(|cell| {
                    let touches = |known: usize| moves.get(cell).is_some_and(|moves| moves.contains(&known));
                    Some(*cell) != known && known.is_none_or(touches)
                })
                .collect();
            if asked.is_empty() {
                continue;
            }
            let range = known.and_then(|known| allowed.hold_still(known));
            for cell in asked {
                let answer = allowed.ask(cell, self.width);
                if answer.width.total() < self.width - 1e-6 {
                    for cut in self.cuts(&allowed, cell, &answer.width, known, &pattern) {
                        if cut.lack(&pattern) > LACK && !cuts.contains(&cut) {
                            cuts.push(cut);
                        }
                    }
                } else if known.is_none() {
                    moves.insert(cell, answer.touched);
                }
            }
            if let (Some(known), Some(range)) = (known, range) {
                allowed.let_move(known, range);
            }
            if cuts.len() >= CUTS_MAX || self.left().is_zero() {
                break;
            }
        }
        cuts
    }

    /// The cut that a narrow interval names for one attacker, first, and those that follow for all of them.
    fn cuts(&self, allowed: &Allowed, cell: usize, width: &Width, known: Option<usize>, pattern: &[f64]) -> Vec<Cut> {
        let Some(mut raw) = allowed.cut(cell, width, self.width) else { return Vec::new() };
        raw.terms.retain(|(cell, _)| self.forced.contains(cell) || self.candidates.contains(cell));
        let knowable = |other: usize| other != cell && self.is_knowable(other);
        let all = strengthen::stronger(&raw, &Ground { forced: &self.forced, knowable: &knowable }, pattern);
        raw.terms.retain(|(cell, _)| Some(*cell) != known);
        std::iter::once(raw).chain(all).collect()
    }

    /// Whether nobody learns too much from a whole pattern.
    pub(super) fn is_safe(&self, held: &BTreeSet<usize>) -> bool {
        // A question left open makes a pattern unsafe, but no cut comes of it here.
        let doubt = self.doubt.get();
        let safe = self.missed(held, Look::First).is_empty();
        self.doubt.set(doubt);
        safe
    }

    /// Cuts that a whole pattern does not meet. Empty means safe.
    pub(super) fn lacking(&self, held: &BTreeSet<usize>) -> Vec<Cut> {
        self.missed(held, Look::All).into_iter().flat_map(|(_, cuts)| cuts).collect()
    }

    /// A sensitive cell that is too narrow, with the cell an insider would have to know for it.
    pub(super) fn narrowed(&self, held: &BTreeSet<usize>) -> Option<Narrowed> {
        self.missed(held, Look::First).into_iter().next().map(|(narrowed, _)| narrowed)
    }

    fn missed(&self, held: &BTreeSet<usize>, look: Look) -> Vec<(Narrowed, Vec<Cut>)> {
        let share = |cell: usize| if held.contains(&cell) { 1.0 } else { 0.0 };
        let exact = self.pattern(share, 0.0);
        let bits = Bits::of(held, self.table.cells().len());
        let (mut allowed, mut traced): (Option<Allowed>, Option<Allowed>) = (None, None);
        let mut cuts = Vec::new();
        for known in self.attackers(held.iter().copied()) {
            let seen = bits.without(known);
            let open: Vec<usize> = self
                .forced
                .iter()
                .copied()
                .filter(|cell| Some(*cell) != known && self.ways.borrow().width(*cell, &seen) < self.width - 1e-6)
                .collect();
            if open.is_empty() {
                continue;
            }
            let allowed = allowed.get_or_insert_with(|| self.allowed(&exact, Room::True(self.width)));
            let range = known.and_then(|known| allowed.hold_still(known));
            for cell in open {
                if known.is_some_and(|known| !allowed.touch(known, cell)) {
                    continue;
                }
                let question = Question { held, exact: &exact, cell, known };
                let Some(width) = self.narrow(allowed, &question) else { continue };
                let narrowed = Narrowed { cell, known };
                if look == Look::First {
                    return vec![(narrowed, Vec::new())];
                }
                cuts.push((narrowed, self.missing(&question, &width, &mut traced)));
            }
            if let (Some(known), Some(range)) = (known, range) {
                allowed.let_move(known, range);
            }
        }
        cuts
    }

    /// The width of a cell if it is too narrow, none if it is wide enough.
    fn narrow(&self, allowed: &mut Allowed, question: &Question) -> Option<Width> {
        let Question { exact, cell, known, .. } = *question;
        let answer = allowed.ask(cell, self.width);
        for (amount, touched) in &answer.ways {
            self.ways.borrow_mut().add(cell, *amount, touched, self.table.cells().len());
        }
        let wide = answer.width.total() >= self.width - 1e-6;
        if wide && answer.width.whole {
            return None;
        }
        if wide && self.is_whole_wide(allowed, exact, cell, known) {
            return None;
        }
        Some(answer.width)
    }

    /// Whether a cell is wide enough in whole counts. Without an answer in time it counts as narrow, and nothing that
    /// follows is called proven.
    fn is_whole_wide(&self, allowed: &Allowed, pattern: &[f64], cell: usize, known: Option<usize>) -> bool {
        let mut pattern = pattern.to_vec();
        if let Some(slot) = known.and_then(|known| pattern.get_mut(known)) {
            *slot = 0.0;
        }
        let time = self.left().clamp(Duration::from_millis(20), WHOLE_TIME);
        let found = whole::is_wide(self.table, &allowed.scope_of(cell), &pattern, cell, self.demand.width, time);
        if found.is_none() {
            self.doubt.set(true);
        }
        found.unwrap_or(false)
    }

    /// The cuts that a narrow cell names.
    fn missing(&self, question: &Question, width: &Width, traced: &mut Option<Allowed<'a>>) -> Vec<Cut> {
        let Question { held, exact, cell, known } = *question;
        if width.total() < self.width - 1e-6 {
            let share = |cell: usize| if held.contains(&cell) { 1.0 } else { 0.0 };
            let traced =
                traced.get_or_insert_with(|| self.allowed(&self.pattern(share, TRACE), Room::True(self.width)));
            let range = known.and_then(|known| traced.hold_still(known));
            let width = traced.ask(cell, self.width).width;
            let narrow = width.total() < self.width - 1e-6;
            let mut cuts = if narrow { self.cuts(traced, cell, &width, known, exact) } else { Vec::new() };
            if let (Some(known), Some(range)) = (known, range) {
                traced.let_move(known, range);
            }
            cuts.retain(|cut| cut.lack(exact) > 1e-6);
            if !cuts.is_empty() {
                return cuts;
            }
        }
        vec![self.excluded(held, cell, known)]
    }

    /// One more cell must be held back than these: the cut that always holds for an unsafe pattern. It is made stronger
    /// by cells that would not help either.
    fn excluded(&self, held: &BTreeSet<usize>, cell: usize, known: Option<usize>) -> Cut {
        let mut useless = held.clone();
        let size = self.table.cells().len();
        for other in self.candidates.iter().filter(|other| !held.contains(other)) {
            if self.left().is_zero() {
                break;
            }
            useless.insert(*other);
            let bits = Bits::of(&useless, size).without(known);
            let mut wide = self.ways.borrow().width(cell, &bits) >= self.width - 1e-6;
            if !wide {
                let exact = self.pattern(|cell| if useless.contains(&cell) { 1.0 } else { 0.0 }, 0.0);
                let mut allowed = self.allowed(&exact, Room::True(self.width));
                if let Some(known) = known {
                    allowed.hold_still(known);
                }
                wide = self.narrow(&mut allowed, &Question { held: &useless, exact: &exact, cell, known }).is_none();
            }
            if wide {
                useless.remove(other);
            }
        }
        let terms = self.candidates.iter().filter(|cell| !useless.contains(cell) && Some(**cell) != known);
        Cut { terms: terms.map(|cell| (*cell, 1.0)).collect(), right: 1.0 }
    }
}

/// A cell that is too narrow, for somebody who knows another cell or for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Narrowed {
    pub(super) cell: usize,
    pub(super) known: Option<usize>,
}

/// How many missed cuts are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    First,
    All,
}

/// One cell under one pattern against one attacker.
#[derive(Clone, Copy)]
struct Question<'a> {
    held: &'a BTreeSet<usize>,
    exact: &'a [f64],
    cell: usize,
    known: Option<usize>,
}
