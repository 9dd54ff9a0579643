//! How hard a node is worked on.

use crate::disclosure::protect::separation::Room;

/// The most that is done in a node before it is split.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    /// The most rounds of cuts from the table, and after them by rounding.
    pub(super) rounds: usize,
    pub(super) rounded: usize,
    /// The share from which on an insider in a cell is asked about.
    pub(super) known: f64,
    /// How much room shares are given; the next is asked where one shows no cut.
    pub(super) rooms: &'static [fn(f64) -> Room],
}

impl Effort {
    pub(super) const FIRST: Self = Self { rounds: 400, rounded: 30, known: 0.02, rooms: &[Room::Split, Room::Capped] };
    pub(super) const LATER: Self = Self { rounds: 6, rounded: 1, known: 0.3, rooms: &[Room::Capped] };
}

/// How much of an effort is spent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spent {
    pub(super) rounds: usize,
    pub(super) rounded: usize,
    /// The bound so far, and the rounds since it rose.
    pub(super) bound: f64,
    pub(super) flat: usize,
    /// The same for rounding alone.
    pub(super) rounded_bound: f64,
    pub(super) idle: usize,
}
