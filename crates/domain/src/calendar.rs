//! Working days in Sweden: when an office is open, when a promise falls due, and how much of the time is left.
//!
//! A working day is Monday to Friday, except public holidays (lag 1989:253 *om allmänna helgdagar*) and the three eves
//! that the law on counting time treats as holidays: Midsummer Eve, Christmas Eve and New Year's Eve (lag 1930:173
//! *om beräkning av lagstadgad tid*, 2 §). Other half-days, such as the day before All Saints, are working days unless
//! the unit closes them itself. Deadlines in calendar days are not moved when they fall on a holiday.
//! Not here: which promise applies, which [`crate::clock`] decides.

mod lateness;

use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::civil::Weekday;

pub use lateness::Lateness;

use crate::moment::{Day, Moment};

/// The longest run of days that is searched or counted. Far beyond any promise; it only bounds the loops.
const DAYS_MAX: u32 = 20_000;
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

    fn from_minutes(minutes: u16) -> Self {
        Self(minutes.min(MINUTES_OF_DAY - 1))
    }

    fn on(self, day: Day) -> Moment {
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

    fn minutes(self) -> u32 {
        u32::from(self.closes.0.saturating_sub(self.opens.0))
    }
}

/// One receiver's working calendar: office hours, and days on which this receiver is closed besides the holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingDays {
    hours: OfficeHours,
    closed: BTreeSet<Day>,
}

impl Default for WorkingDays {
    fn default() -> Self {
        Self::new(OfficeHours::DEFAULT, [])
    }
}

impl WorkingDays {
    /// A calendar with these hours and these local closed days (*klämdag*, planning day).
    pub fn new(hours: OfficeHours, closed: impl IntoIterator<Item = Day>) -> Self {
        Self { hours, closed: closed.into_iter().collect() }
    }

    /// The office hours.
    pub fn hours(&self) -> OfficeHours {
        self.hours
    }

    /// Whether the receiver works on this day.
    pub fn is_working_day(&self, day: Day) -> bool {
        !is_weekend(day) && holiday(day).is_none() && !self.closed.contains(&day)
    }

    /// Whether someone can be expected to answer at this moment.
    pub fn is_open(&self, moment: Moment) -> bool {
        let (day, time) = split(moment);
        self.is_working_day(day) && time >= self.hours.opens && time < self.hours.closes
    }

    /// The first working day after this one.
    pub fn next_working_day(&self, day: Day) -> Day {
        self.working_day_from(day.plus_days(1))
    }

    /// The moment from which a receipt counts: itself in office hours, otherwise the next opening.
    pub fn counts_from(&self, received_at: Moment) -> Moment {
        let (day, time) = split(received_at);
        if self.is_open(received_at) {
            received_at
        } else if time < self.hours.opens {
            self.hours.opens.on(self.working_day_from(day))
        } else {
            self.hours.opens.on(self.next_working_day(day))
        }
    }

    /// This many working days after a receipt, at the same clock time: Friday 16.00 and two working days is Tuesday
    /// 16.00. A receipt outside office hours counts from the next opening.
    pub fn after_working_days(&self, received_at: Moment, days: u16) -> Moment {
        let start = self.counts_from(received_at);
        let (day, _) = split(start);
        let due = (0..days).fold(day, |day, _| self.next_working_day(day));
        at_same_time(start, due)
    }

    /// This many working hours after a receipt.
    pub fn after_working_hours(&self, received_at: Moment, hours: u16) -> Moment {
        self.after_working_time(received_at, SignedDuration::from_hours(i64::from(hours)))
    }

    /// This much open time after a moment. No time, or less, is the moment itself.
    pub fn after_working_time(&self, moment: Moment, open_time: SignedDuration) -> Moment {
        if open_time <= SignedDuration::ZERO {
            return moment;
        }
        let mut left = open_time;
        let mut at = self.counts_from(moment);
        for _ in 0..DAYS_MAX {
            let (day, _) = split(at);
            let available = self.hours.closes.on(day).since(at);
            if left <= available {
                return at.plus(left);
            }
            left = left.saturating_sub(available);
            at = self.hours.opens.on(self.next_working_day(day));
        }
        at
    }

    /// This many calendar days after a moment, at the same clock time in Stockholm. Weekends and holidays count, as the
    /// care guarantee and the preliminary assessment do.
    pub fn after_calendar_days(&self, moment: Moment, days: u16) -> Moment {
        at_same_time(moment, split(moment).0.plus_days(i32::from(days)))
    }

    /// When the day of receipt closes; of the next working day, when it arrives outside office hours.
    pub fn close_of_day(&self, received_at: Moment) -> Moment {
        self.hours.closes.on(split(self.counts_from(received_at)).0)
    }

    /// Open time between two moments; nothing when `end` is not later than `start`.
    pub fn working_time(&self, start: Moment, end: Moment) -> SignedDuration {
        let (first, last) = (split(start).0, split(end).0);
        let mut sum = SignedDuration::ZERO;
        let mut day = first;
        for _ in 0..DAYS_MAX {
            if day > last {
                break;
            }
            if day != first && day != last && self.is_working_day(day) {
                sum = sum.saturating_add(SignedDuration::from_mins(i64::from(self.hours.minutes())));
            } else if self.is_working_day(day) {
                let opened = self.hours.opens.on(day).max(start);
                let closed = self.hours.closes.on(day).min(end);
                sum = sum.saturating_add(closed.since(opened).max(SignedDuration::ZERO));
            }
            let next = day.plus_days(1);
            if next == day {
                break; // The end of the calendar.
            }
            day = next;
        }
        sum
    }

    /// Working days after `earlier`, up to and including `later`; nothing when `later` is not later.
    pub fn working_days_between(&self, earlier: Day, later: Day) -> u32 {
        let span = u32::try_from(later.days_since(earlier)).unwrap_or(0).min(DAYS_MAX);
        let days = (1..=span).filter_map(|step| i32::try_from(step).ok()).map(|step| earlier.plus_days(step));
        days.filter(|day| self.is_working_day(*day)).fold(0, |count, _| count + 1)
    }

    /// What the pages need to say about a promise: where it stands, how far it is to (or past) the due time, and how
    /// much of the time is used.
    pub fn remaining(&self, promise: Promise, now: Moment) -> Remaining {
        let Promise { started_at, due_at, pace } = promise;
        let standing = if now > due_at {
            Standing::Late
        } else if now.day() == due_at.day() {
            Standing::Today
        } else {
            Standing::InTime
        };
        let used = self.time(pace, started_at, now.min(due_at)).as_secs();
        let whole = self.time(pace, started_at, due_at).as_secs();
        let share_used = if now >= due_at || whole <= 0 { 100 } else { used.max(0).saturating_mul(100) / whole };
        let distance = self.distance(now.min(due_at), now.max(due_at));
        Remaining { standing, due_at, distance, share_used: u8::try_from(share_used).unwrap_or(100).min(100) }
    }

    /// How far it is between two moments, in every unit a page may choose.
    pub fn distance(&self, earlier: Moment, later: Moment) -> Distance {
        Distance {
            calendar_days: u32::try_from(later.day().days_since(earlier.day())).unwrap_or(0),
            working_days: self.working_days_between(earlier.day(), later.day()),
            minutes: whole_minutes(later.since(earlier)),
            working_minutes: whole_minutes(self.working_time(earlier, later)),
        }
    }

    /// Time between two moments as this pace counts it.
    pub fn time(&self, pace: Pace, start: Moment, end: Moment) -> SignedDuration {
        match pace {
            Pace::OpenHours => self.working_time(start, end),
            Pace::AllHours => end.since(start).max(SignedDuration::ZERO),
        }
    }

    fn working_day_from(&self, day: Day) -> Day {
        let mut candidate = day;
        for _ in 0..DAYS_MAX {
            if self.is_working_day(candidate) {
                break;
            }
            let next = candidate.plus_days(1);
            if next == candidate {
                break; // The end of the calendar.
            }
            candidate = next;
        }
        candidate
    }
}

/// Which time counts towards a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pace {
    /// Only time when the receiver is open.
    OpenHours,
    /// Every hour, nights and weekends included.
    AllHours,
}

/// A promise on its way: when it began to count, when it is due, and which time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// When it began: at receipt.
    pub started_at: Moment,
    /// When it is due.
    pub due_at: Moment,
    /// Which time counts towards it.
    pub pace: Pace,
}

/// What is left of a promise, or how late it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// Where it stands.
    pub standing: Standing,
    /// When it is due. While it is paused: when it would be due if it went on now.
    pub due_at: Moment,
    /// How far it is to the due time, or past it when late.
    pub distance: Distance,
    /// Share of the time that is used, 0-100.
    pub share_used: u8,
}

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Due on a later day.
    InTime,
    /// Due later today.
    Today,
    /// The due time has passed.
    Late,
    /// Waiting for someone else, by a local rule.
    Paused,
}

/// The way between two moments, in the units a page may choose from. Whole minutes, rounded down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Distance {
    /// Dates between them; 1 from any time yesterday to any time today.
    pub calendar_days: u32,
    /// Working days after the earlier date, up to and including the later.
    pub working_days: u32,
    /// All time between them.
    pub minutes: u32,
    /// Open time between them.
    pub working_minutes: u32,
}

impl Distance {
    /// All time between them as hours and minutes: 4 h 20 min.
    pub fn hours_and_minutes(self) -> (u32, u32) {
        (self.minutes / 60, self.minutes % 60)
    }

    /// Open time between them as hours and minutes.
    pub fn working_hours_and_minutes(self) -> (u32, u32) {
        (self.working_minutes / 60, self.working_minutes % 60)
    }
}

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

/// A day on which Swedish offices are closed besides ordinary weekends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// *Nyårsdagen*
    NewYearsDay,
    /// *Trettondedag jul*
    Epiphany,
    /// *Långfredagen*
    GoodFriday,
    /// *Påskdagen*
    EasterSunday,
    /// *Annandag påsk*
    EasterMonday,
    /// *Första maj*
    MayDay,
    /// *Kristi himmelsfärdsdag*
    AscensionDay,
    /// *Pingstdagen*
    WhitSunday,
    /// *Sveriges nationaldag*
    NationalDay,
    /// *Midsommarafton*, by lag 1930:173
    MidsummerEve,
    /// *Midsommardagen*
    MidsummerDay,
    /// *Alla helgons dag*
    AllSaintsDay,
    /// *Julafton*, by lag 1930:173
    ChristmasEve,
    /// *Juldagen*
    ChristmasDay,
    /// *Annandag jul*
    BoxingDay,
    /// *Nyårsafton*, by lag 1930:173
    NewYearsEve,
}

/// Which holiday a day is, if any.
pub fn holiday(day: Day) -> Option<Holiday> {
    let date = day.date();
    let saturday = date.weekday() == Weekday::Saturday;
    let friday = date.weekday() == Weekday::Friday;
    let fixed = match (date.month(), date.day()) {
        (1, 1) => Some(Holiday::NewYearsDay),
        (1, 6) => Some(Holiday::Epiphany),
        (5, 1) => Some(Holiday::MayDay),
        (6, 6) => Some(Holiday::NationalDay),
        (6, 19..=25) if friday => Some(Holiday::MidsummerEve),
        (6, 20..=26) if saturday => Some(Holiday::MidsummerDay),
        (10, 31) | (11, 1..=6) if saturday => Some(Holiday::AllSaintsDay),
        (12, 24) => Some(Holiday::ChristmasEve),
        (12, 25) => Some(Holiday::ChristmasDay),
        (12, 26) => Some(Holiday::BoxingDay),
        (12, 31) => Some(Holiday::NewYearsEve),
        _ => None,
    };
    fixed.or_else(|| match day.days_since(easter_sunday(date.year())?) {
        -2 => Some(Holiday::GoodFriday),
        0 => Some(Holiday::EasterSunday),
        1 => Some(Holiday::EasterMonday),
        39 => Some(Holiday::AscensionDay),
        49 => Some(Holiday::WhitSunday),
        _ => None,
    })
}

/// Easter Sunday of a year in the Gregorian calendar, by the anonymous computation of 1876 (Meeus, *Astronomical
/// Algorithms*, chapter 8).
pub fn easter_sunday(year: i16) -> Option<Day> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    Day::from_parts(i16::try_from(year).ok()?, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?)
}

fn split(moment: Moment) -> (Day, ClockTime) {
    let zoned = moment.stockholm();
    let minutes = u16::from(zoned.hour().unsigned_abs()) * 60 + u16::from(zoned.minute().unsigned_abs());
    (Day::new(zoned.date()), ClockTime::from_minutes(minutes))
}

/// The same clock time on another day, to the second.
fn at_same_time(moment: Moment, day: Day) -> Moment {
    let (own_day, time) = split(moment);
    time.on(day).plus(moment.since(time.on(own_day)))
}

fn whole_minutes(duration: SignedDuration) -> u32 {
    u32::try_from(duration.as_mins().max(0)).unwrap_or(u32::MAX)
}
