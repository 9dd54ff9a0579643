//! Days and times as people say them: "tisdag 1 december kl. 15.20", "i dag 15.00".

use std::collections::BTreeMap;

use domain::moment::{Day, Moment};
use jiff::civil::Weekday;

use crate::Language;
use crate::texts::{Argument, Say};

/// The messages of dates.
pub const SOURCE: crate::Source =
    crate::Source { owner: "i18n", swedish: include_str!("../texts/sv.ftl"), english: include_str!("../texts/en.ftl") };

/// How a moment stands to the present, for wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The day before.
    Yesterday,
    /// The same day.
    Today,
    /// The day after.
    Tomorrow,
    /// Another day of the same year.
    ThisYear,
    /// Another year.
    AnotherYear,
}

impl When {
    /// How `day` stands to `today`.
    pub fn of(day: Day, today: Day) -> Self {
        match day.days_since(today) {
            -1 => Self::Yesterday,
            0 => Self::Today,
            1 => Self::Tomorrow,
            _ if day.date().year() == today.date().year() => Self::ThisYear,
            _ => Self::AnotherYear,
        }
    }
}

impl Say<'_> {
    /// A clock time: "15.20" in Swedish, "15:20" in English.
    pub fn time(&self, moment: Moment) -> String {
        let local = moment.stockholm();
        match self.language() {
            Language::Swedish => format!("{:02}.{:02}", local.hour(), local.minute()),
            Language::English => format!("{:02}:{:02}", local.hour(), local.minute()),
        }
    }

    /// A day without its weekday: "1 december", with the year when it is another year.
    pub fn day(&self, day: Day, today: Day) -> String {
        let month = self.t(&format!("date-month-{}", day.date().month()));
        match When::of(day, today) {
            When::AnotherYear => format!("{} {month} {}", day.date().day(), day.date().year()),
            When::Yesterday | When::Today | When::Tomorrow | When::ThisYear => format!("{} {month}", day.date().day()),
        }
    }

    /// A day with its weekday: "tisdag 1 december".
    pub fn weekday(&self, day: Day, today: Day) -> String {
        format!("{} {}", self.weekday_name(day), self.day(day, today))
    }

    /// A day in few letters: "tis 1 dec".
    pub fn short_day(&self, day: Day) -> String {
        let weekday: String = self
            .weekday_name(day)
            .chars()
            .take(if day.date().weekday() == Weekday::Thursday { 4 } else { 3 })
            .collect();
        format!("{weekday} {} {}", day.date().day(), self.t(&format!("date-short-month-{}", day.date().month())))
    }

    /// A day and a time, near the present said as people do: "i dag 15.00", "i går 16.02", "tisdag 1 december kl. 15.20".
    pub fn day_and_time(&self, moment: Moment, now: Moment) -> String {
        let (day, today) = (moment.day(), now.day());
        let time = self.time(moment);
        let key = match When::of(day, today) {
            When::Yesterday => "date-yesterday-at",
            When::Today => "date-today-at",
            When::Tomorrow => "date-tomorrow-at",
            When::ThisYear | When::AnotherYear => "date-day-at",
        };
        let day = self.weekday(day, today);
        self.message(key, &BTreeMap::from([("day", Argument::Words(&day)), ("time", Argument::Words(&time))]))
    }

    /// A day near the present said as people do: "i dag", "i går", "tisdag 1 december".
    pub fn near_day(&self, day: Day, today: Day) -> String {
        match When::of(day, today) {
            When::Yesterday => self.t("date-yesterday"),
            When::Today => self.t("date-today"),
            When::Tomorrow => self.t("date-tomorrow"),
            When::ThisYear | When::AnotherYear => self.weekday(day, today),
        }
    }

    fn weekday_name(&self, day: Day) -> String {
        let key = match day.date().weekday() {
            Weekday::Monday => "date-monday",
            Weekday::Tuesday => "date-tuesday",
            Weekday::Wednesday => "date-wednesday",
            Weekday::Thursday => "date-thursday",
            Weekday::Friday => "date-friday",
            Weekday::Saturday => "date-saturday",
            Weekday::Sunday => "date-sunday",
        };
        self.t(key)
    }
}
