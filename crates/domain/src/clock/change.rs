//! Changing what is promised: from a later day on, never back in time. What runs keeps the definition it began under.
//! Source: mission promise 2; dossier 3.5.

use super::{Code, Definition, Evidence, Unit, defaults};
use crate::moment::Day;

/// The most of any unit that can be promised: a year in days.
pub const AMOUNT_MAX: u16 = 366;
/// The most characters of a source.
pub const SOURCE_CHARACTERS_MAX: usize = 300;

/// The code under which somebody who asks the front door for help is promised a first answer: the same on the first page,
/// on the receipt and in the queue. Source: dossier 3.5 (PROPOSED).
pub const FIRST_ANSWER: Code = Code::ReferralTriage;

/// Why a definition cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SetRefusal {
    /// What has been promised today or before stays as it was promised.
    #[error("the first day must be a day to come")]
    NotAhead,
    /// Nothing, or more than a year, is promised; or an amount of "the same day".
    #[error("the amount must be 1-{AMOUNT_MAX}, and 0 for the same day")]
    Amount,
    /// Nobody could look it up.
    #[error("the source must be named, in at most {SOURCE_CHARACTERS_MAX} characters")]
    Source,
}

impl Definition {
    /// Whether it may be promised from its first day on.
    pub fn may_be_set(&self, today: Day) -> Result<(), SetRefusal> {
        if self.valid_from <= today {
            return Err(SetRefusal::NotAhead);
        }
        let fits = match self.unit {
            Unit::SameDay => self.amount == 0,
            Unit::WorkingDays | Unit::WorkingHours | Unit::CalendarDays | Unit::Hours => {
                (1..=AMOUNT_MAX).contains(&self.amount)
            }
        };
        if !fits {
            return Err(SetRefusal::Amount);
        }
        let source = self.source.text.trim();
        // A proposal of Cairn's own is not something that a region sets.
        let proposed = self.source.evidence == Evidence::Proposed && source.starts_with("FÖRSLAG från Cairn");
        if source.is_empty() || proposed || source.chars().count() > SOURCE_CHARACTERS_MAX {
            return Err(SetRefusal::Source);
        }
        Ok(())
    }
}

/// Everything that is or has been promised: what a region begins with, and what it has set since.
pub fn with_defaults(set: impl IntoIterator<Item = Definition>) -> Vec<Definition> {
    defaults().into_iter().chain(set).collect()
}
