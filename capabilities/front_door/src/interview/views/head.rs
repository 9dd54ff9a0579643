//! What stands over every step of an assessment: whom it is about, the clock, the steps and how far each has come.

use domain::calendar::WorkingDays;
use domain::front_door::interview::Draft;
use domain::front_door::request::Record;
use domain::moment::Moment;
use i18n::Say;
use identity::children::Label;

use crate::interview::commands::Opened;
use crate::interview::step::{self, Step};
use crate::work::{ClockView, ErrorView, Errors, Promised, clock};

/// What stands over every step.
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) about: String,
    pub(crate) clock: ClockView,
    pub(crate) steps: Vec<StepView>,
    pub(crate) version: i64,
    pub(crate) saved: String,
    pub(crate) here: String,
    pub(crate) autosave: String,
    pub(crate) overview: String,
    pub(crate) errors: Vec<ErrorView>,
    /// What somebody else has saved meanwhile, field by field; empty when nothing.
    pub(crate) meanwhile: Vec<Meanwhile>,
    /// Whether somebody else has saved since the page was opened.
    pub(crate) conflict: bool,
}

pub(crate) struct StepView {
    pub(crate) label: String,
    pub(crate) state: &'static str,
    pub(crate) href: String,
}

/// A field that somebody else has saved otherwise than what is typed here.
pub(crate) struct Meanwhile {
    pub(crate) label: String,
    pub(crate) stored: String,
}

/// First name and age: "Alma, 13 år".
pub(crate) fn name_and_age(say: Say<'_>, label: &Label, now: Moment) -> String {
    let age = say.with("front-age", "years", label.age.on(now.day()));
    match label.given_name.as_str() {
        "" => format!("{}, {age}", say.t("front-no-name")),
        name => format!("{name}, {age}"),
    }
}

/// The clock of a request.
pub(crate) fn clock_of(say: Say<'_>, record: &Record, calendar: &WorkingDays, now: Moment) -> ClockView {
    let promised = Promised { urgency: record.urgency.urgency, received_at: record.received_at, due_at: record.due_at };
    clock(say, promised, calendar, now)
}

/// Where and when it came from.
pub(crate) fn came(say: Say<'_>, label: &Label, record: &Record, now: Moment) -> String {
    let (at, by) =
        (say.day_and_time(record.received_at, now), say.t(&format!("front-came-{}", record.intake.asker.code())));
    let came = say.message("front-came", &[("at", at.as_str().into()), ("by", by.as_str().into())].into());
    if label.place.is_empty() { came } else { format!("{}. {came}", label.place) }
}

/// The head of a step.
pub(crate) fn head(say: Say<'_>, opened: &Opened, step: Step, errors: &Errors, now: Moment) -> Head {
    let record = opened.stored.request.record();
    let draft = opened.assessment.draft(record.id);
    let steps = Step::ALL.into_iter().map(|each| step_view(say, &draft, opened, each, step));
    Head {
        title: say.with("front-assess-title", "who", name_and_age(say, &opened.label, now).as_str()),
        about: came(say, &opened.label, record, now),
        clock: clock_of(say, record, &opened.calendar, now),
        steps: steps.collect(),
        version: opened.assessment.version,
        saved: say.with("front-assess-saved", "time", say.time(opened.assessment.changed_at).as_str()),
        here: step.of(record.id),
        autosave: format!("{}/utkast", step.of(record.id)),
        overview: format!("/en-vag-in/{}", record.id),
        errors: errors.views(say),
        meanwhile: vec![],
        conflict: false,
    }
}

fn step_view(say: Say<'_>, draft: &Draft, opened: &Opened, each: Step, current: Step) -> StepView {
    let id = opened.stored.request.record().id;
    let state = if each == current {
        "now"
    } else if done(draft, opened, each) {
        "done"
    } else {
        "next"
    };
    StepView { label: say.t(&format!("front-step-{}", each.code())), state, href: each.of(id) }
}

/// Whether a step lacks nothing that must be answered.
fn done(draft: &Draft, opened: &Opened, step: Step) -> bool {
    let missing = draft.missing();
    match step {
        Step::Decision => !opened.assessment.sheet.typed("level").is_empty(),
        Step::Review => false,
        Step::Safety | Step::Talk | Step::Areas | Step::Words => {
            !missing.iter().any(|item| step::of_item(item) == step)
        }
    }
}
