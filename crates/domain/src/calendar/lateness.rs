//! How late a broken promise is, in the largest unit that people still grasp: minutes, then hours, then days counted as
//! the promise counts them.

use super::{Distance, Pace};

/// The minutes of a day and night.
const DAY: u32 = 24 * 60;

/// How late something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// Less than an hour.
    Minutes(u32),
    /// Less than a day and night.
    Hours {
        /// Whole hours.
        hours: u32,
        /// And minutes.
        minutes: u32,
    },
    /// A day or more, of a promise in days and nights; or over a weekend, when no working day has passed.
    Days(u32),
    /// A day or more, of a promise in working days.
    WorkingDays(u32),
}

impl Distance {
    /// How late a promise of this pace is, if this is the way from its due time until now.
    pub fn lateness(self, pace: Pace) -> Lateness {
        let (hours, minutes) = self.hours_and_minutes();
        if self.minutes < DAY {
            return if hours == 0 { Lateness::Minutes(minutes) } else { Lateness::Hours { hours, minutes } };
        }
        match pace {
            Pace::OpenHours if self.working_days > 0 => Lateness::WorkingDays(self.working_days),
            Pace::OpenHours | Pace::AllHours => Lateness::Days(self.minutes / DAY),
        }
    }
}
