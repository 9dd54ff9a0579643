//! What people type, read into values of the domain: every fault is told at its field, and everything typed is kept.

use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Assignment, Unit};
use domain::trail::{
    Acceptance, CloseReason, Level, NextStep, Onward, Purpose, Return, ReturnReason, Step, Text, TextFault, When,
    WithdrawReason,
};
use i18n::Say;
use identity::organisations::Book;
use web::Fields;

use crate::commands::Offering;
use crate::views::words;

/// How far ahead a next step may lie, in days.
const AHEAD_DAYS_MAX: i32 = 730;

/// A fault at a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: &'static str,
    pub(crate) text: String,
}

/// Reads a form and gathers its faults.
pub(crate) struct Reader<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) say: Say<'a>,
    pub(crate) now: Moment,
    pub(crate) faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(fields: &'a Fields, say: Say<'a>, now: Moment) -> Self {
        Self { fields, say, now, faults: Vec::new() }
    }

    /// Notes a fault at a field, in the words of a message.
    pub(crate) fn fault(&mut self, field: &'static str, key: &str) {
        let text = self.say.t(key);
        self.faults.push(Fault { field, text });
    }

    /// What was written in a field that must not be empty.
    pub(crate) fn text<const MAX: usize>(&mut self, field: &'static str, empty: &str) -> Option<Text<MAX>> {
        match Text::parse(self.fields.text(field)) {
            Ok(text) => Some(text),
            Err(TextFault::Empty) => {
                self.fault(field, empty);
                None
            }
            Err(TextFault::TooLong { characters_max }) => {
                let most = characters_max.to_string();
                let text = words(self.say, "trail-error-too-long", [("most", &most)]);
                self.faults.push(Fault { field, text });
                None
            }
            Err(TextFault::Unreadable) => {
                self.fault(field, "trail-error-unreadable");
                None
            }
        }
    }

    /// What was chosen.
    pub(crate) fn choice<T>(
        &mut self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        empty: &str,
    ) -> Option<T> {
        let chosen = parse(self.fields.text(field));
        if chosen.is_none() {
            self.fault(field, empty);
        }
        chosen
    }

    /// A day that lies ahead, but not too far.
    pub(crate) fn day_ahead(&mut self, field: &'static str) -> Option<Day> {
        let today = self.now.day();
        let Ok(day) = self.fields.text(field).parse::<Day>() else {
            self.fault(field, "trail-error-day");
            return None;
        };
        if day < today {
            self.fault(field, "trail-error-day-past");
            return None;
        }
        if day.days_since(today) > AHEAD_DAYS_MAX {
            self.fault(field, "trail-error-day-far");
            return None;
        }
        Some(day)
    }

    /// A next step: what, which day, and perhaps at what time.
    pub(crate) fn step(&mut self) -> Option<Step> {
        let what = self.text("vad", "trail-error-what");
        let day = self.day_ahead("dag");
        let when = match (day, self.fields.text("tid")) {
            (Some(day), "") => Some(When::On(day)),
            (Some(day), time) => self.time(day, time),
            (None, _) => None,
        };
        Some(Step { what: what?, when: when? })
    }

    fn time(&mut self, day: Day, written: &str) -> Option<When> {
        let Some((hour, minute)) = clock_time(written) else {
            self.fault("tid", "trail-error-time");
            return None;
        };
        let moment = Moment::in_stockholm(day, hour, minute);
        if moment < self.now {
            self.fault("tid", "trail-error-time-past");
            return None;
        }
        Some(When::At(moment))
    }

    /// A next step, or the admission that nobody knows yet.
    pub(crate) fn next_step(&mut self) -> Option<NextStep> {
        if self.fields.has("vet_inte") && self.fields.text("vad").is_empty() {
            return Some(NextStep::Missing);
        }
        self.step().map(NextStep::Known)
    }

    /// An offer of the baton.
    pub(crate) fn offering(&mut self, book: &Book, own: Id<Unit>) -> Option<Offering> {
        let known = |written: &str| {
            let unit: Id<Unit> = written.parse().ok()?;
            book.unit(unit).map(|unit| unit.id).filter(|unit| *unit != own)
        };
        let to = self.choice("till", known, "trail-error-unit");
        let purpose = self.purpose();
        let summary = self.text("sammanfattning", "trail-error-summary");
        let despite = match self.fields.text("anda") {
            "" => None,
            _ => Some(self.text("anda", "trail-error-despite")?),
        };
        Some(Offering { to: to?, purpose: purpose?, summary: summary?, on: None, despite })
    }

    fn purpose(&mut self) -> Option<Purpose> {
        match self.fields.text("syfte") {
            "ordinary" => Some(Purpose::Ordinary),
            "transition_18" => Some(Purpose::Transition18),
            "referral" => {
                let level = |written: &str| written.parse().ok().and_then(Level::new);
                self.choice("niva", level, "trail-error-level").map(Purpose::Referral)
            }
            _ => {
                self.fault("syfte", "trail-error-purpose");
                None
            }
        }
    }

    /// How a receiver gives the baton back.
    pub(crate) fn give_back(&mut self, book: &Book) -> Option<Return> {
        let reason = self.choice("skal", ReturnReason::from_code, "trail-error-reason");
        let to_family = self.text("till_familjen", "trail-error-to-family");
        let onward = match self.fields.text("sedan") {
            "keeps" => self.step().map(Onward::GiverKeeps),
            "other" => self.other_unit(book).map(Onward::OtherUnit),
            _ => {
                self.fault("sedan", "trail-error-onward");
                self.step();
                None
            }
        };
        Some(Return { reason: reason?, to_family: to_family?, onward: onward? })
    }

    fn other_unit(&mut self, book: &Book) -> Option<Acceptance> {
        let known = |written: &str| written.parse().ok().and_then(|unit| book.unit(unit)).map(|unit| unit.id);
        let unit = self.choice("enhet", known, "trail-error-which-unit");
        // Who it was is asked once the unit is chosen: a region has thousands of people. Whoever is named after the unit was
        // changed is not there.
        let there = |written: &str| {
            let by: Id<Assignment> = written.parse().ok()?;
            book.colleague(by).filter(|colleague| Some(colleague.post.unit) == unit).map(|_| by)
        };
        let by = unit.and_then(|_| self.choice("vem", there, "trail-error-who-said-yes"));
        let step = self.step();
        let (unit, by, step) = (unit?, by?, step?);
        Some(Acceptance { unit, by, at: self.now, step })
    }

    /// Why an offer is taken back.
    pub(crate) fn withdraw_reason(&mut self) -> Option<WithdrawReason> {
        self.choice("skal", WithdrawReason::from_code, "trail-error-reason")
    }

    /// Why a trail is closed, and what the family is told.
    pub(crate) fn closing(&mut self) -> Option<(CloseReason, Text<2000>)> {
        let reason = self.choice("skal", CloseReason::from_code, "trail-error-reason");
        let told = self.text("till_familjen", "trail-error-to-family");
        Some((reason?, told?))
    }
}

/// "15.20", "15:20" or "1520".
fn clock_time(written: &str) -> Option<(i8, i8)> {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let other = written.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    if !matches!(other.as_str(), "" | "." | ":") || !(3..=4).contains(&digits.len()) {
        return None;
    }
    let (hour, minute) = digits.split_at_checked(digits.len() - 2)?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let check = |written: &str, expected: Option<(i8, i8)>| assert_eq!(clock_time(written), expected, "{written}");
        check("15.20", Some((15, 20)));
        check("15:20", Some((15, 20)));
        check("9.05", Some((9, 5)));
        check("0905", Some((9, 5)));
        check("24.00", None);
        check("9.75", None);
        check("15-20", None);
        check("snart", None);
        check("", None);
    }
}
