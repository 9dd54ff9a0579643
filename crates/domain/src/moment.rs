//! Moments and days. A moment is a point in time, to the microsecond; a day is a date in Stockholm.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

/// Sweden's time zone, compiled in: the domain reads no files.
const STOCKHOLM: TimeZone = jiff::tz::get!("Europe/Stockholm");

/// A point in time (UTC), to the microsecond, which is what both engines store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// From microseconds since 1970-01-01T00:00Z.
    pub const fn from_microseconds(microseconds: i64) -> Self {
        Self(microseconds)
    }

    /// Microseconds since 1970-01-01T00:00Z.
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// The moment of a date and a clock time in Stockholm. An hour that daylight saving skips or repeats is resolved as
    /// clocks do: the later reading of a skipped hour, the first of a repeated one.
    pub fn in_stockholm(day: Day, hour: i8, minute: i8) -> Self {
        let local = day.0.at(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0);
        let zoned = STOCKHOLM.to_ambiguous_zoned(local).compatible();
        Self(zoned.map_or(i64::MAX, |zoned| zoned.timestamp().as_microsecond()))
    }

    /// This moment on a Stockholm clock.
    pub fn stockholm(self) -> Zoned {
        let timestamp =
            Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX });
        timestamp.to_zoned(STOCKHOLM)
    }

    /// The Stockholm date of this moment.
    pub fn day(self) -> Day {
        Day(self.stockholm().date())
    }

    /// This much later (or earlier, if negative). Saturates at the ends of time.
    #[must_use]
    pub fn plus(self, duration: SignedDuration) -> Self {
        let microseconds =
            i64::try_from(duration.as_micros()).unwrap_or(if duration.is_negative() { i64::MIN } else { i64::MAX });
        Self(self.0.saturating_add(microseconds))
    }

    /// How much later this is than `earlier`.
    pub fn since(self, earlier: Self) -> SignedDuration {
        SignedDuration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

/// A date, as the law counts days: in Stockholm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// From a calendar date.
    pub const fn new(date: Date) -> Self {
        Self(date)
    }

    /// From year, month and day of month; `None` when there is no such date.
    pub fn from_parts(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// The calendar date.
    pub const fn date(self) -> Date {
        self.0
    }

    /// This many days later (or earlier, if negative). Saturates at the ends of time.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }

    /// Days from `earlier` to this day; negative when this day is before it.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }

    /// Whole years of age on this day of someone born on `born`. Someone born on 29 February turns a year older on
    /// 1 March in common years (the law counts the day as completed when the next begins).
    pub fn age_of_born(self, born: Self) -> Option<u8> {
        let years = i32::from(self.0.year()) - i32::from(born.0.year());
        let had_birthday = (self.0.month(), self.0.day()) >= (born.0.month(), born.0.day());
        u8::try_from(if had_birthday { years } else { years - 1 }).ok()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl std::str::FromStr for Day {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
