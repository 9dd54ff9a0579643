//! Working days in Sweden: when an office is open, when a promise falls due, and how much of the time is left.
//!
//! A working day is Monday to Friday, except public holidays (lag 1989:253 *om allmänna helgdagar*) and the three eves
//! that the law on counting time treats as holidays: Midsummer Eve, Christmas Eve and New Year's Eve (lag 1930:173
//! *om beräkning av lagstadgad tid*, 2 §). Other half-days, such as the day before All Saints, are working days unless
//! the unit closes them itself. Deadlines in calendar days are not moved when they fall on a holiday.
//! Not here: which promise applies, which [`crate::clock`] decides.

mod holiday;
mod hours;
mod lateness;
mod remaining;
mod week;

use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::civil::Weekday;

pub use holiday::{Holiday, easter_sunday, holiday};
pub use hours::{ClockTime, OfficeHours};
pub use lateness::Lateness;
pub use remaining::{Distance, Pace, Promise, Remaining, Standing};
pub use week::{Week, is_weekend, week};

use crate::moment::{Day, Moment};

/// The longest run of days that is searched or counted. Far beyond any promise; it only bounds the loops.
const DAYS_MAX: u32 = 20_000;

/// One receiver's working calendar: office hours, and days on which this receiver is closed besides the holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingDays {
    hours: OfficeHours,
    closed: BTreeSet<Day>,
    /// Weekdays on which nobody is there.
    off: Vec<Weekday>,
}

impl Default for WorkingDays {
    fn default() -> Self {
        Self::new(OfficeHours::DEFAULT, [])
    }
}

impl WorkingDays {
    /// A calendar with these hours and these local closed days (*klämdag*, planning day).
    pub fn new(hours: OfficeHours, closed: impl IntoIterator<Item = Day>) -> Self {
        Self { hours, closed: closed.into_iter().collect(), off: Vec::new() }
    }

    /// The same calendar, closed on these weekdays too. A receiver that is never there keeps the weekdays it had: a promise
    /// must fall due.
    #[must_use]
    pub fn without(self, weekdays: impl IntoIterator<Item = Weekday>) -> Self {
        let all = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
        let off: Vec<Weekday> = weekdays.into_iter().collect();
        if all.iter().all(|day| off.contains(day)) { self } else { Self { off, ..self } }
    }

    /// The office hours.
    pub fn hours(&self) -> OfficeHours {
        self.hours
    }

    /// Whether the receiver works on this day.
    pub fn is_working_day(&self, day: Day) -> bool {
        let there = !is_weekend(day) && !self.off.contains(&day.date().weekday());
        there && holiday(day).is_none() && !self.closed.contains(&day)
    }

    /// Whether someone can be expected to answer at this moment.
    pub fn is_open(&self, moment: Moment) -> bool {
        let (day, time) = split(moment);
        self.is_working_day(day) && time >= self.hours.opens() && time < self.hours.closes()
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
        } else if time < self.hours.opens() {
            self.hours.opens().on(self.working_day_from(day))
        } else {
            self.hours.opens().on(self.next_working_day(day))
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
            let available = self.hours.closes().on(day).since(at);
            if left <= available {
                return at.plus(left);
            }
            left = left.saturating_sub(available);
            at = self.hours.opens().on(self.next_working_day(day));
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
        self.hours.closes().on(split(self.counts_from(received_at)).0)
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
                let opened = self.hours.opens().on(day).max(start);
                let closed = self.hours.closes().on(day).min(end);
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
