//! The proof that a table gives every possible rating a level, and never a lower level for a higher rating.
//!
//! All 1,953,125 ratings of nine areas are covered. Two neighbouring steps of an area that mean the same to every
//! condition count as one, which changes nothing, since either gives the same level. Monotony needs only neighbours one
//! step apart in one area: any rise is a chain of such steps.

use thiserror::Error;

use super::diagram::{Diagram, Fall};
use super::{Draft, Level, Table};
use crate::front_door::rating::{Complete, Domain};

/// Why a draft is not a table. Each case names ratings that show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Flaw {
    /// No rule fires for these ratings, and no default level has been entered.
    #[error("some ratings have no level")]
    NoLevel {
        /// Ratings without a level.
        ratings: Complete,
    },
    /// Raising one area by one step lowers the level.
    #[error("raising {} lowers the level from {} to {}", .raised.code(), .level_before.number(), .level_after.number())]
    NotMonotone {
        /// The area that is raised.
        raised: Domain,
        /// The ratings before.
        before: Complete,
        /// The same ratings with that area one step higher.
        after: Complete,
        /// The level before.
        level_before: Level,
        /// The lower level after.
        level_after: Level,
    },
}

impl Flaw {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoLevel { .. } => "no_level",
            Self::NotMonotone { .. } => "not_monotone",
        }
    }
}

impl Draft {
    /// Proves the draft, or shows ratings for which it fails.
    pub fn validate(self) -> Result<Table, Flaw> {
        let diagram = Diagram::every(&self);
        if let Some(ratings) = diagram.without_level() {
            return Err(Flaw::NoLevel { ratings });
        }
        if let Some(flaw) = diagram.fall().and_then(|fall| self.not_monotone(&fall)) {
            return Err(flaw);
        }
        let idle = self.by_precedence().into_iter().enumerate().filter(|(place, _)| !diagram.fires(*place));
        let idle = idle.map(|(_, rule)| rule.code.clone()).collect();
        // When every rating has a rule, a missing default can never be asked for.
        let default = self.default.unwrap_or(Level::Advice);
        Ok(Table { draft: self, default, idle })
    }

    fn not_monotone(&self, fall: &Fall) -> Option<Flaw> {
        Some(Flaw::NotMonotone {
            raised: fall.raised,
            before: fall.before,
            after: fall.after,
            level_before: self.level(&fall.before)?,
            level_after: self.level(&fall.after)?,
        })
    }
}
