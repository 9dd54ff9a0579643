//! Words and shapes that several pages share.

use std::collections::BTreeMap;

use domain::calendar::{Pace, Promise, Standing};
use domain::moment::Moment;
use i18n::{Argument, Say};
use identity::pages::ClockView;
use trail::clocks::office_hours;

use crate::openings::store::{Facts, State};

/// The words that the macros of fields need.
pub(crate) struct FieldWords {
    pub(crate) error_prefix: String,
    pub(crate) error_heading: String,
    pub(crate) count_most: String,
}

impl FieldWords {
    /// For a form whose free texts hold at most so many characters.
    pub(crate) fn new(say: Say<'_>, most: usize) -> Self {
        Self {
            error_prefix: say.t("frame-error-prefix"),
            error_heading: say.t("oversight-error-heading"),
            count_most: say.with("oversight-count-most", "most", most),
        }
    }
}

/// A fault of a field, by the key of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: &'static str,
    pub(crate) key: &'static str,
}

/// A fault of a field, in words.
pub(crate) struct FieldError {
    pub(crate) field: &'static str,
    pub(crate) text: String,
}

/// The words of faults.
pub(crate) fn errors(say: Say<'_>, faults: &[Fault]) -> Vec<FieldError> {
    faults.iter().map(|fault| FieldError { field: fault.field, text: say.t(fault.key) }).collect()
}

/// The words of the fault of one field; empty when it has none.
pub(crate) fn error_of<'e>(errors: &'e [FieldError], field: &str) -> &'e str {
    errors.iter().find(|error| error.field == field).map_or("", |error| &error.text)
}

/// One choice of several.
pub(crate) struct Choice {
    pub(crate) value: &'static str,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) chosen: bool,
}

/// When a review must be answered.
pub(crate) fn clock(say: Say<'_>, facts: &Facts, now: Moment) -> ClockView {
    let calendar = office_hours();
    let promise = Promise { started_at: facts.opened_at, due_at: facts.due, pace: Pace::OpenHours };
    let remaining = calendar.remaining(promise, now);
    let (tone, icon, text, left) = match remaining.standing {
        Standing::InTime | Standing::Paused => {
            let days = remaining.distance.working_days;
            ("ok", "clock", when(say, facts.due, now), say.with("oversight-clock-days-left", "days", days))
        }
        Standing::Today => ("today", "alarm-clock", when(say, facts.due, now), say.t("oversight-clock-today")),
        Standing::Late => {
            let was_due = words(say, "oversight-clock-was-due", [("when", &say.day_and_time(facts.due, now))]);
            ("late", "triangle-alert", say.t("oversight-clock-late"), was_due)
        }
    };
    ClockView {
        tone,
        icon,
        datetime: datetime(facts.due),
        text,
        step: (remaining.share_used.min(100) / 5) * 5,
        left,
        opened: String::new(),
        due: String::new(),
    }
}

/// How far a review has come, in words.
pub(crate) fn state(say: Say<'_>, state: State) -> String {
    say.t(match state {
        State::Waiting => "oversight-state-waiting",
        State::Asked => "oversight-state-asked",
        State::Justified => "oversight-state-justified",
        State::NotJustified => "oversight-state-not-justified",
    })
}

/// The tone and icon of how far a review has come.
pub(crate) const fn state_look(state: State) -> (&'static str, &'static str) {
    match state {
        State::Waiting => ("warn", "hourglass"),
        State::Asked => ("info", "circle-help"),
        State::Justified => ("ok", "circle-check"),
        State::NotJustified => ("danger", "circle-x"),
    }
}

/// A moment as people say it, with a capital first.
pub(crate) fn when(say: Say<'_>, moment: Moment, now: Moment) -> String {
    capital(&say.day_and_time(moment, now))
}

/// A moment as machines read it, in Stockholm's time.
pub(crate) fn datetime(moment: Moment) -> String {
    moment.stockholm().strftime("%Y-%m-%dT%H:%M").to_string()
}

/// A message with several words in it.
pub(crate) fn words<const N: usize>(say: Say<'_>, key: &str, values: [(&str, &str); N]) -> String {
    let values: BTreeMap<&str, Argument<'_>> =
        values.into_iter().map(|(name, value)| (name, Argument::Words(value))).collect();
    say.message(key, &values)
}

/// The same words with a capital first.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
