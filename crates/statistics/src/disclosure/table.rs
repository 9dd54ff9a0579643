//! A table as it would be published: finest cells, and published cells that are sums of them.

use std::time::Duration;

/// The most finest cells.
pub const INNER_MAX: usize = 200_000;
/// The most published cells.
pub const CELLS_MAX: usize = 200_000;
/// The largest count in a cell.
pub const FREQUENCY_MAX: u64 = 1_000_000_000;

/// Whether a cell may be told by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitivity {
    /// It may.
    Open,
    /// It would reveal somebody and is held back whatever else happens.
    Primary,
}

/// Whether zeros can be held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeros {
    /// A zero is like any other cell.
    Protected,
    /// Zeros are always published, and everybody knows it: a cell held back is at least 1.
    Published,
}

/// Whom the table is protected against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attacker {
    /// Somebody who knows the structure, everything published, and the rule.
    Outsider,
    /// Somebody who also knows one cell held back to which they belong.
    Insider,
}

/// What a suppressed cell costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// Every cell the same.
    Cells,
    /// Its count; cells of zero cost next to nothing.
    Frequency,
}

/// One published cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The finest cells it sums, each once, by number.
    pub members: Vec<usize>,
    /// Whether it is sensitive by itself.
    pub sensitivity: Sensitivity,
}

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Too large.
    #[error("the table has more than {CELLS_MAX} published or {INNER_MAX} finest cells")]
    TooLarge,
    /// A count above the limit.
    #[error("finest cell {0} holds more than {FREQUENCY_MAX}")]
    Frequency(usize),
    /// A member that does not exist, stands twice, or none at all.
    #[error("published cell {0} has no members, one twice, or one that does not exist")]
    Members(usize),
    /// A zero that the rule publishes is marked as sensitive.
    #[error("published cell {0} is zero and sensitive, but zeros are published")]
    PublishedZero(usize),
    /// A finest cell that is watched, or said to count somebody, does not exist, or one is left out.
    #[error("there is no finest cell {0}, or not as many as people are told of")]
    NoSuchInner(usize),
    /// No width.
    #[error("the width is zero")]
    Width,
}

/// A checked table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    inner: Vec<u64>,
    cells: Vec<Cell>,
    frequencies: Vec<u64>,
    zeros: Zeros,
}

impl Table {
    /// Checks members and limits; a published cell's count is the sum of its members.
    pub fn new(inner: Vec<u64>, cells: Vec<Cell>, zeros: Zeros) -> Result<Self, TableError> {
        if inner.len() > INNER_MAX || cells.len() > CELLS_MAX {
            return Err(TableError::TooLarge);
        }
        if let Some(at) = inner.iter().position(|count| *count > FREQUENCY_MAX) {
            return Err(TableError::Frequency(at));
        }
        let mut frequencies = Vec::with_capacity(cells.len());
        for (at, cell) in cells.iter().enumerate() {
            let mut members = cell.members.clone();
            members.sort_unstable();
            members.dedup();
            let known: Option<Vec<u64>> = members.iter().map(|member| inner.get(*member).copied()).collect();
            let Some(known) = known.filter(|known| !known.is_empty() && members.len() == cell.members.len()) else {
                return Err(TableError::Members(at));
            };
            let frequency = known.iter().sum();
            if frequency == 0 && zeros == Zeros::Published && cell.sensitivity == Sensitivity::Primary {
                return Err(TableError::PublishedZero(at));
            }
            frequencies.push(frequency);
        }
        Ok(Self { inner, cells, frequencies, zeros })
    }

    /// The counts of the finest cells.
    pub fn inner(&self) -> &[u64] {
        &self.inner
    }

    /// The published cells.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The counts of the published cells.
    pub fn frequencies(&self) -> &[u64] {
        &self.frequencies
    }

    /// Whether zeros can be held back.
    pub fn zeros(&self) -> Zeros {
        self.zeros
    }

    /// The numbers of the sensitive cells.
    pub fn primaries(&self) -> impl Iterator<Item = usize> {
        let sensitive = |(_, cell): &(usize, &Cell)| cell.sensitivity == Sensitivity::Primary;
        self.cells.iter().enumerate().filter(sensitive).map(|(at, _)| at)
    }
}

/// What is asked of a protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// The narrowest interval a sensitive cell may be left with, at least 1.
    pub width: u64,
    /// Against whom.
    pub attacker: Attacker,
    /// At what cost.
    pub objective: Objective,
    /// How long to look for the cheapest pattern.
    pub time: Duration,
}

/// A number of a count; counts are far below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "counts and their sums stay below 2^53")]
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}
