//! Promised times in words: when it is due first, then what is left.

use domain::calendar::{Distance, Lateness, Pace, Promise, Remaining, Standing, WorkingDays};
use domain::moment::Moment;
use domain::trail::NextStep;
use i18n::Say;
use identity::pages::ClockView;
use jiff::SignedDuration;

use crate::clocks::office_hours;
use crate::lists::waiting::Clock;
use crate::views::{capital, words};

/// How far ahead of a step its meter begins to fill.
const STEP_IN_SIGHT: SignedDuration = SignedDuration::from_hours(14 * 24);

/// A clock on a page, and how urgent it is.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) shown: ClockView,
    pub(crate) standing: Standing,
    pub(crate) due_at: Moment,
}

impl Counted {
    /// Whether something must be done before the day ends.
    pub(crate) fn is_urgent(&self) -> bool {
        matches!(self.standing, Standing::Late | Standing::Today)
    }
}

/// A promise that somebody waits for.
pub(crate) fn promise(say: Say<'_>, clock: Clock, calendar: &WorkingDays, now: Moment) -> Counted {
    let pace = clock.counted.pace();
    let promise = Promise { started_at: clock.counts_from, due_at: clock.due_at, pace };
    let remaining = calendar.remaining(promise, now);
    let standing = if clock.paused_since.is_some() { Standing::Paused } else { remaining.standing };
    view(say, Remaining { standing, ..remaining }, pace, now)
}

/// A next step as a clock. One that nobody has said is late from the beginning.
pub(crate) fn step(say: Say<'_>, next: &NextStep, at: Moment, now: Moment) -> Counted {
    if matches!(next, NextStep::Missing) {
        let shown = ClockView {
            tone: "late",
            icon: "triangle-alert",
            datetime: now.day().to_string(),
            text: say.t("trail-clock-missing"),
            step: 100,
            left: say.t("trail-clock-missing-left"),
            opened: String::new(),
            due: String::new(),
        };
        return Counted { shown, standing: Standing::Late, due_at: at };
    }
    let promise = Promise { started_at: at.plus(-STEP_IN_SIGHT), due_at: at, pace: Pace::AllHours };
    // A step is due on a date, whoever's hours: every hour counts, and no calendar is asked.
    let mut clock = view(say, office_hours().remaining(promise, now), Pace::AllHours, now);
    if clock.standing == Standing::Today {
        clock.shown.text = capital(&say.near_day(at.day(), now.day()));
        clock.shown.left = say.t("trail-clock-step");
    }
    clock
}

fn view(say: Say<'_>, remaining: Remaining, pace: Pace, now: Moment) -> Counted {
    let Remaining { standing, due_at, distance, share_used } = remaining;
    let due_day = capital(&say.short_day(due_at.day()));
    let (tone, icon, text, left) = match standing {
        Standing::InTime => ("ok", "clock", due_day, left(say, distance, pace)),
        Standing::Today => ("today", "alarm-clock", capital(&say.day_and_time(due_at, now)), left_today(say, distance)),
        Standing::Late => {
            let was_due = words(say, "trail-clock-was-due", [("day", &say.short_day(due_at.day()))]);
            ("late", "triangle-alert", late(say, distance, pace), was_due)
        }
        Standing::Paused => ("wait", "hourglass", say.t("trail-clock-paused"), say.t("trail-clock-paused-left")),
    };
    let shown = ClockView {
        tone,
        icon,
        datetime: due_at.day().to_string(),
        text,
        step: (share_used.min(100) / 5) * 5,
        left,
        opened: String::new(),
        due: String::new(),
    };
    Counted { shown, standing, due_at }
}

fn left(say: Say<'_>, distance: Distance, pace: Pace) -> String {
    match pace {
        Pace::OpenHours => say.with("trail-clock-working-days-left", "days", distance.working_days),
        Pace::AllHours => say.with("trail-clock-days-left", "days", distance.calendar_days),
    }
}

fn left_today(say: Say<'_>, distance: Distance) -> String {
    let (hours, minutes) = distance.hours_and_minutes();
    if hours == 0 {
        return say.with("trail-clock-minutes-left", "minutes", minutes);
    }
    words(say, "trail-clock-hours-left", [("hours", &hours.to_string()), ("minutes", &minutes.to_string())])
}

pub(crate) fn late(say: Say<'_>, distance: Distance, pace: Pace) -> String {
    match (pace, distance.calendar_days) {
        (_, 0) => say.t("trail-clock-late-today"),
        // A next step is due on a date, whatever the hour: lateness is told in dates.
        (Pace::AllHours, days) => say.with("trail-clock-late-days", "days", days),
        (Pace::OpenHours, _) => match distance.lateness(pace) {
            Lateness::WorkingDays(days) => say.with("trail-clock-late-working-days", "days", days),
            Lateness::Days(days) => say.with("trail-clock-late-days", "days", days),
            Lateness::Hours { hours, .. } => say.with("trail-clock-late-hours", "hours", hours),
            Lateness::Minutes(minutes) => say.with("trail-clock-late-minutes", "minutes", minutes),
        },
    }
}
