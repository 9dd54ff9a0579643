//! When an entry was last confirmed, by whom, and how long that is believed.

use thiserror::Error;

use crate::id::Id;
use crate::moment::Day;
use crate::organisation::Assignment;

/// How long a confirmation is believed unless the region says otherwise, in days. PROPOSED: twice a year.
pub const CONFIRMATION_DAYS: u16 = 180;
/// The longest a region may choose, in days. What nobody has looked at for two years is not known.
pub const CONFIRMATION_DAYS_MAX: u16 = 730;

/// Who vouched for an entry, when, and until when it is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Confirmation {
    /// The day somebody vouched for it.
    pub on: Day,
    /// Who, in which assignment; nobody when it came with an import.
    pub by: Option<Id<Assignment>>,
    /// The last day it is believed.
    pub until: Day,
}

/// Whether a confirmation still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Validity {
    /// It does.
    Confirmed,
    /// Its last day has passed.
    Expired,
}

impl Confirmation {
    /// Vouches for an entry on a day, for this many days.
    pub fn new(on: Day, by: Option<Id<Assignment>>, days: u16, today: Day) -> Result<Self, ConfirmationFault> {
        if on > today {
            return Err(ConfirmationFault::InTheFuture);
        }
        if days == 0 || days > CONFIRMATION_DAYS_MAX {
            return Err(ConfirmationFault::Days);
        }
        Ok(Self { on, by, until: on.plus_days(i32::from(days)) })
    }

    /// Whether it still holds on this day. The last day counts.
    pub fn validity(&self, today: Day) -> Validity {
        if today > self.until { Validity::Expired } else { Validity::Confirmed }
    }
}

/// Why a confirmation was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ConfirmationFault {
    /// Nobody can vouch for tomorrow.
    #[error("the confirmation is dated in the future")]
    InTheFuture,
    /// No days, or more than [`CONFIRMATION_DAYS_MAX`].
    #[error("a confirmation is believed 1 to {CONFIRMATION_DAYS_MAX} days")]
    Days,
}
