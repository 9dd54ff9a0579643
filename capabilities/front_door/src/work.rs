//! What the pages of the front door share: field errors, options, clocks as shown.

use domain::calendar::{Distance, Lateness, Pace, Promise, Standing, WorkingDays};
use domain::front_door::queue::Urgency;
use domain::moment::Moment;
use i18n::Say;
pub(crate) use identity::pages::{Choice, ClockView, book_of, id_of};
use web::{Fields, Problem};

/// What is wrong with a sent form: a field, and the key of what to do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(String, String)>);

/// An error as the summary shows it.
pub(crate) struct ErrorView {
    /// The field's id.
    pub(crate) field: String,
    /// What to do.
    pub(crate) text: String,
}

impl Errors {
    /// Notes one more. The first of a field is shown.
    pub(crate) fn add(&mut self, field: &str, key: &str) {
        if !self.0.iter().any(|(known, _)| known == field) {
            self.0.push((field.to_owned(), key.to_owned()));
        }
    }

    /// The same, in the order in which the fields stand on their page.
    pub(crate) fn in_order_of(mut self, fields: &[&str]) -> Self {
        self.0.sort_by_key(|(field, _)| fields.iter().position(|known| known == field));
        self
    }

    /// Whether everything holds.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field, in words; nothing when it holds.
    pub(crate) fn of(&self, say: Say<'_>, field: &str) -> String {
        self.0.iter().find(|(known, _)| known == field).map_or(String::new(), |(_, key)| say.t(key))
    }

    /// Whether anything is wrong with a field.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(known, _)| known == field)
    }

    /// Everything, for the summary.
    pub(crate) fn views(&self, say: Say<'_>) -> Vec<ErrorView> {
        self.0.iter().map(|(field, key)| ErrorView { field: field.clone(), text: say.t(key) }).collect()
    }
}

/// The words that the macros of form fields ask for.
pub(crate) struct FieldWords {
    /// Read aloud before an error.
    pub(crate) error_prefix: String,
    /// Shown under a counted text.
    pub(crate) count_most: String,
}

impl FieldWords {
    /// In the visitor's language, for texts of at most so many characters.
    pub(crate) fn new(say: Say<'_>, most: usize) -> Self {
        Self { error_prefix: say.t("frame-error-prefix"), count_most: say.with("front-count-most", "most", most) }
    }
}

/// The version a form was made from.
pub(crate) fn version_of(fields: &Fields) -> Result<i64, Problem> {
    fields.text("version").parse().map_err(|_| Problem::Unreadable)
}

/// A tag as shown.
pub(crate) struct TagView {
    /// "", ok, warn, danger …
    pub(crate) tone: &'static str,
    /// Its icon.
    pub(crate) icon: &'static str,
    /// Its words.
    pub(crate) text: String,
}

/// When a request came in, and when somebody must have answered it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Promised {
    pub(crate) urgency: Urgency,
    pub(crate) received_at: Moment,
    pub(crate) due_at: Moment,
}

/// The clock of a request. What is acute is due now; the rest counts on the calendar that it was promised on, the front
/// door's own.
pub(crate) fn clock(
    say: Say<'_>,
    Promised { urgency, received_at, due_at }: Promised,
    calendar: &WorkingDays,
    now: Moment,
) -> ClockView {
    let datetime = instant(due_at);
    if urgency == Urgency::Acute {
        let left = say.with("front-clock-received", "at", say.day_and_time(received_at, now).as_str());
        let (icon, text) = ("triangle-alert", say.t("front-clock-now"));
        let nothing = String::new;
        return ClockView { tone: "late", icon, datetime, text, step: 100, left, opened: nothing(), due: nothing() };
    }
    let promise = Promise { started_at: received_at, due_at, pace: Pace::OpenHours };
    let remaining = calendar.remaining(promise, now);
    let (hours, minutes) = remaining.distance.hours_and_minutes();
    let spent = |key: &str| say.message(key, &[("hours", hours.into()), ("minutes", minutes.into())].into());
    let near = say.day_and_time(due_at, now);
    let (tone, icon, text, left) = match remaining.standing {
        Standing::Late => ("late", "triangle-alert", near, late(say, remaining.distance)),
        Standing::Today if hours > 0 => ("today", "alarm-clock", near, spent("front-clock-left-hours")),
        Standing::Today => ("today", "alarm-clock", near, spent("front-clock-left-minutes")),
        Standing::InTime | Standing::Paused => {
            let left = say.with("front-clock-left-days", "days", remaining.distance.working_days);
            ("ok", "clock", say.short_day(due_at.day()), left)
        }
    };
    // Only a clock of today is recounted by the browser: days are counted in working days.
    let counted = |moment| if remaining.standing == Standing::Today { instant(moment) } else { String::new() };
    let (opened, due) = (counted(received_at), counted(due_at));
    ClockView { tone, icon, datetime, text: sentence(&text), step: remaining.share_used / 5 * 5, left, opened, due }
}

/// How late it is: hours while it is less than a day, then working days, as the promise was made.
fn late(say: Say<'_>, distance: Distance) -> String {
    match distance.lateness(Pace::OpenHours) {
        Lateness::Minutes(minutes) => say.with("front-clock-late-minutes", "minutes", minutes),
        Lateness::Hours { hours, minutes } => {
            say.message("front-clock-late-hours", &[("hours", hours.into()), ("minutes", minutes.into())].into())
        }
        Lateness::Days(days) => say.with("front-clock-late-days", "days", days),
        Lateness::WorkingDays(days) => say.with("front-clock-late-working-days", "days", days),
    }
}

/// A moment as machines read it.
pub(crate) fn instant(moment: Moment) -> String {
    moment.stockholm().timestamp().to_string()
}

/// Words with a capital first.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A clock time as people write it: 15.30, 15:30, 1530 or 15.
pub(crate) fn time_of(text: &str) -> Option<(i8, i8)> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hour, minute) = match text.split_once(['.', ':']) {
        Some((hour, minute)) => (hour.trim().to_owned(), minute.trim().to_owned()),
        None if digits.len() > 2 => {
            let (hour, minute) = digits.split_at_checked(digits.len() - 2)?;
            (hour.to_owned(), minute.to_owned())
        }
        None => (digits, "0".to_owned()),
    };
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}
