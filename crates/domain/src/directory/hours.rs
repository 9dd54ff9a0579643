//! When a unit answers: round the clock, or hours of the week, with holidays off unless it says otherwise. Written as
//! people write them: `8.00–12.00, 13.00–16.30`.

use jiff::civil::Weekday as Name;
use thiserror::Error;

use crate::calendar::{ClockTime, OfficeHours, WorkingDays, holiday};
use crate::moment::{Day, Moment};

/// The most stretches of open time in one day.
pub const HOURS_OF_DAY_MAX: usize = 4;
/// How far ahead the next opening is searched, in days. Longer than any run of holidays.
const DAYS_AHEAD: i32 = 14;

/// A day of the week, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// *måndag*
    Monday,
    /// *tisdag*
    Tuesday,
    /// *onsdag*
    Wednesday,
    /// *torsdag*
    Thursday,
    /// *fredag*
    Friday,
    /// *lördag*
    Saturday,
    /// *söndag*
    Sunday,
}

impl Weekday {
    /// Every day, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The number, 1-7, as stored and as ISO 8601 counts.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The day with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.number() == number)
    }

    /// The stable name used in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    fn of(day: Day) -> Self {
        match day.date().weekday() {
            Name::Monday => Self::Monday,
            Name::Tuesday => Self::Tuesday,
            Name::Wednesday => Self::Wednesday,
            Name::Thursday => Self::Thursday,
            Name::Friday => Self::Friday,
            Name::Saturday => Self::Saturday,
            Name::Sunday => Self::Sunday,
        }
    }
}

/// When a unit answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hours {
    /// Nobody has said.
    NotKnown,
    /// Day and night, every day.
    Always,
    /// At these hours of the week.
    Weekly {
        /// Which.
        week: Week,
        /// What holds on holidays.
        holidays: OnHolidays,
    },
}

/// What holds on public holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnHolidays {
    /// Closed.
    Closed,
    /// As on any such weekday.
    Open,
}

/// Open hours of a week: days in order, stretches in order, none overlapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week(Vec<(Weekday, OfficeHours)>);

/// Whether a unit answers right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenNow {
    /// Nobody has said when it answers.
    NotKnown,
    /// It always does.
    Always,
    /// It does, until then.
    Until(Moment),
    /// It does not; it will then, if that is within two weeks.
    Opens(Option<Moment>),
}

impl Hours {
    /// The calendar that promises of the unit are counted on: the weekdays when it answers, from its first opening until its
    /// last closing of the week; ordinary office hours where nobody has said or it answers day and night. Public holidays
    /// are never working days (lag 1930:173), whoever is there.
    pub fn calendar(&self) -> WorkingDays {
        let Self::Weekly { week, .. } = self else { return WorkingDays::default() };
        let weekdays = || week.iter().filter(|(day, _)| !matches!(day, Weekday::Saturday | Weekday::Sunday));
        let opens = weekdays().map(|(_, hours)| hours.opens()).min();
        let closes = weekdays().map(|(_, hours)| hours.closes()).max();
        let hours = opens.zip(closes).and_then(|(opens, closes)| OfficeHours::new(opens, closes));
        let Some(hours) = hours else { return WorkingDays::default() };
        let names = [Name::Monday, Name::Tuesday, Name::Wednesday, Name::Thursday, Name::Friday];
        let off = Weekday::ALL.into_iter().zip(names).filter(|(day, _)| week.of(*day).next().is_none());
        WorkingDays::new(hours, []).without(off.map(|(_, name)| name))
    }
}

impl Week {
    /// The same hours Monday to Friday.
    pub fn weekdays(hours: OfficeHours) -> Self {
        let days = Weekday::ALL.into_iter().filter(|day| !matches!(day, Weekday::Saturday | Weekday::Sunday));
        Self(days.map(|day| (day, hours)).collect())
    }

    /// From stretches in any order. Two that overlap, or too many in a day, are refused.
    pub fn new(stretches: impl IntoIterator<Item = (Weekday, OfficeHours)>) -> Result<Self, HoursFault> {
        let mut all: Vec<_> = stretches.into_iter().collect();
        all.sort_by_key(|(day, hours)| (*day, hours.opens()));
        for day in Weekday::ALL {
            let of_day: Vec<_> = all.iter().filter(|(found, _)| *found == day).map(|(_, hours)| hours).collect();
            if of_day.len() > HOURS_OF_DAY_MAX {
                return Err(HoursFault::TooMany);
            }
            if of_day.windows(2).any(|pair| matches!(pair, [first, second] if second.opens() < first.closes())) {
                return Err(HoursFault::Overlap);
            }
        }
        Ok(Self(all))
    }

    /// The stretches of a day, in order.
    pub fn of(&self, day: Weekday) -> impl Iterator<Item = OfficeHours> + '_ {
        self.0.iter().filter(move |(found, _)| *found == day).map(|(_, hours)| *hours)
    }

    /// All stretches, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Weekday, OfficeHours)> + '_ {
        self.0.iter().copied()
    }

    /// Whether no hour is open.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads the hours of one day as people write them: `8–12, 13.00-16.30`; nothing when the day is closed.
    pub fn parse_day(text: &str) -> Result<Vec<OfficeHours>, HoursFault> {
        let parts: Vec<_> = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() > HOURS_OF_DAY_MAX {
            return Err(HoursFault::TooMany);
        }
        parts.into_iter().map(stretch).collect()
    }
}

fn stretch(text: &str) -> Result<OfficeHours, HoursFault> {
    let (opens, closes) = text.split_once(['-', '–', '—']).ok_or(HoursFault::Unreadable)?;
    OfficeHours::new(clock_time(opens)?, clock_time(closes)?).ok_or(HoursFault::ClosesBeforeItOpens)
}

fn clock_time(text: &str) -> Result<ClockTime, HoursFault> {
    let text = text.trim();
    let (hour, minute) = text.split_once(['.', ':']).unwrap_or((text, "0"));
    let digits = |part: &str| {
        let plain = !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain { part.parse().map_err(|_| HoursFault::Unreadable) } else { Err(HoursFault::Unreadable) }
    };
    ClockTime::new(digits(hour)?, digits(minute)?).ok_or(HoursFault::Unreadable)
}

impl Hours {
    /// Whether the unit answers at this moment.
    pub fn at(&self, now: Moment) -> OpenNow {
        let Self::Weekly { week, holidays } = self else {
            return if *self == Self::Always { OpenNow::Always } else { OpenNow::NotKnown };
        };
        let stretches = (0..=DAYS_AHEAD).flat_map(|ahead| stretches_on(week, *holidays, now.day().plus_days(ahead)));
        let next = stretches.into_iter().find(|(_, closes)| *closes > now);
        match next {
            Some((opens, closes)) if opens <= now => OpenNow::Until(closes),
            Some((opens, _)) => OpenNow::Opens(Some(opens)),
            None => OpenNow::Opens(None),
        }
    }
}

fn stretches_on(week: &Week, holidays: OnHolidays, day: Day) -> Vec<(Moment, Moment)> {
    if holidays == OnHolidays::Closed && holiday(day).is_some() {
        return vec![];
    }
    week.of(Weekday::of(day)).map(|hours| (moment(day, hours.opens()), moment(day, hours.closes()))).collect()
}

fn moment(day: Day, time: ClockTime) -> Moment {
    Moment::in_stockholm(day, i8::try_from(time.hour()).unwrap_or(0), i8::try_from(time.minute()).unwrap_or(0))
}

/// Why hours were not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HoursFault {
    /// Not times as people write them.
    #[error("the hours are not written as 8.00-16.30")]
    Unreadable,
    /// The end is not later than the beginning.
    #[error("the hours close before they open")]
    ClosesBeforeItOpens,
    /// Two stretches of one day overlap.
    #[error("two stretches of a day overlap")]
    Overlap,
    /// More stretches than [`HOURS_OF_DAY_MAX`] in a day.
    #[error("a day has more than {HOURS_OF_DAY_MAX} stretches")]
    TooMany,
}

impl HoursFault {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "hours_unreadable",
            Self::ClosesBeforeItOpens => "hours_backwards",
            Self::Overlap => "hours_overlap",
            Self::TooMany => "hours_too_many",
        }
    }
}
