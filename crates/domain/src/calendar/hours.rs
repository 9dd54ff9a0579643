//! Clock times, and when an office is open on a working day.

use crate::moment::{Day, Moment};

const MINUTES_OF_DAY: u16 = 24 * 60;

/// A clock time, as minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

impl ClockTime {
    /// From hour (0-23) and minute (0-59); `None` when there is no such time.
    pub const fn new(hour: u8, minute: u8) -> Option<Self> {
        if hour < 24 && minute < 60 { Some(Self(hour as u16 * 60 + minute as u16)) } else { None }
    }

    /// The hour, 0-23.
    pub fn hour(self) -> u8 {
        u8::try_from(self.0 / 60).unwrap_or(0)
    }

    /// The minute, 0-59.
    pub fn minute(self) -> u8 {
        u8::try_from(self.0 % 60).unwrap_or(0)
    }

    pub(super) fn from_minutes(minutes: u16) -> Self {
        Self(minutes.min(MINUTES_OF_DAY - 1))
    }

    pub(super) fn on(self, day: Day) -> Moment {
        Moment::in_stockholm(day, i8::try_from(self.hour()).unwrap_or(0), i8::try_from(self.minute()).unwrap_or(0))
    }
}

/// When an office is open on a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OfficeHours {
    opens: ClockTime,
    closes: ClockTime,
}

impl OfficeHours {
    /// 08.00-17.00.
    pub const DEFAULT: Self = Self { opens: ClockTime(8 * 60), closes: ClockTime(17 * 60) };

    /// Hours that open before they close; `None` otherwise.
    pub fn new(opens: ClockTime, closes: ClockTime) -> Option<Self> {
        (opens < closes).then_some(Self { opens, closes })
    }

    /// When the office opens.
    pub fn opens(self) -> ClockTime {
        self.opens
    }

    /// When the office closes. A message that arrives at this very minute waits for the next opening.
    pub fn closes(self) -> ClockTime {
        self.closes
    }

    pub(super) fn minutes(self) -> u32 {
        u32::from(self.closes.0.saturating_sub(self.opens.0))
    }
}
