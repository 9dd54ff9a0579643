//! The holding unit's own: what happens next, and which colleague holds the baton.

use access::action::trail::Plan;
use axum::response::Response;
use domain::trail::{NextStep, State, Trail, When};
use web::{Fields, Problem, Sent, Visit};

use crate::commands;
use crate::forms::Reader;
use crate::pages::OnTrail;
use crate::pages::form::{About, Check, Field, FormPage, about, fault_of, step_fields};
use crate::views::{colleague_name, words};

const NEXT_STEP: &str = "trail.next_step_form";

/// The form that says what happens next, with what was said before.
pub(super) async fn next_step_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<Plan>(&visit, NEXT_STEP, id).await?;
    next_step_page(&visit, &about, &said(&visit, &about.trail)).answer(&visit, about)
}

/// Says what happens next.
pub(super) async fn set_next_step(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let faults = match reader.next_step() {
        None => reader.faults,
        Some(next) => match commands::set_next_step(&visit.asker(), id, next).await {
            Ok(()) => return Ok(visit.see_and_tell(&format!("/led/{id}"), "trail-next-step-set")),
            Err(error) => vec![fault_of(visit.say(), error, "vad")?],
        },
    };
    let about = about::<Plan>(&visit, NEXT_STEP, id).await?;
    next_step_page(&visit, &about, &fields).with_faults(faults).answer(&visit, about)
}

fn next_step_page(visit: &Visit, about: &About, fields: &Fields) -> FormPage {
    let say = visit.say();
    let mut page =
        FormPage::about(visit, about, "nasta-steg", "trail-next-step-title").button(say, "trail-next-step-send");
    page.notes.push(("", say.t("trail-next-step-read")));
    page.fields = step_fields(say, fields);
    page.fields.push(Field::Check(Check {
        id: "vet_inte",
        label: say.t("trail-field-vet_inte"),
        hint: say.t("trail-field-vet_inte-hint"),
        chosen: fields.has("vet_inte"),
    }));
    page
}

/// The step that stands, as it would be typed; nothing of a step that has passed.
fn said(visit: &Visit, trail: &Trail) -> Fields {
    let State::Open(open) = &trail.snapshot().state else { return Fields::default() };
    let NextStep::Known(step) = &open.next_step else { return Fields::default() };
    if step.when.is_past(visit.now()) {
        return Fields::default();
    }
    let time = match step.when {
        When::On(_) => String::new(),
        When::At(moment) => visit.say().time(moment),
    };
    Fields::of([("vad", step.what.as_str()), ("dag", &step.when.day().to_string()), ("tid", &time)])
}

const REASSIGN: &str = "trail.reassign_form";

/// The question before one takes over from a colleague.
pub(super) async fn reassign_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<Plan>(&visit, REASSIGN, id).await?;
    let holder = about.trail.holder().ok_or(Problem::NotNow)?;
    let say = visit.say();
    let name = colleague_name(say, &about.book, holder.assignment);
    let mut page =
        FormPage::about(&visit, &about, "ta-over", "trail-reassign-title").button(say, "trail-reassign-send");
    page.happens =
        vec![words(say, "trail-reassign-happens-holder", [("name", &name)]), say.t("trail-reassign-happens-family")];
    page.answer(&visit, about)
}

/// Takes over from a colleague.
pub(super) async fn reassign(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    commands::reassign(&sent.visit.asker(), id).await?;
    Ok(sent.visit.see_and_tell(&format!("/led/{id}"), "trail-reassigned"))
}
