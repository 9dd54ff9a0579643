//! Weeks and weekends.

use jiff::civil::Weekday;

use crate::moment::Day;

/// A week as Swedes name it (ISO 8601): *vecka 53* may belong to the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    /// The year the week belongs to.
    pub year: i16,
    /// The week number, 1-53.
    pub number: u8,
}

/// The week of a day.
pub fn week(day: Day) -> Week {
    let week = day.date().iso_week_date();
    Week { year: week.year(), number: week.week().unsigned_abs() }
}

/// Saturday or Sunday.
pub fn is_weekend(day: Day) -> bool {
    matches!(day.date().weekday(), Weekday::Saturday | Weekday::Sunday)
}
