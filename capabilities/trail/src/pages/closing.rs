//! Ending a trail, and opening it again.

use access::action::trail::Close;
use axum::response::Response;
use domain::trail::{CloseReason, Text};
use web::{Fields, Problem, Sent, Visit};

use crate::commands;
use crate::forms::Reader;
use crate::pages::OnTrail;
use crate::pages::form::{About, FormPage, Gravity, Stage, about, area, fault_of, radios, step_fields};

const CLOSE: &str = "trail.close_form";

/// The form that ends a trail.
pub(super) async fn close_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<Close>(&visit, CLOSE, id).await?;
    close_page(&visit, &about, &Fields::default())?.answer(&visit, about)
}

/// Checks, or ends the trail.
pub(super) async fn close(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let about = about::<Close>(&visit, CLOSE, id).await?;
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let closing = reader.closing();
    let faults = reader.faults;
    match (closing, Stage::of(&fields)) {
        (Some(closing), Stage::Check) => check_page(&visit, &about, &fields, &closing)?.answer(&visit, about),
        (Some((reason, told)), Stage::Send) => match commands::close(&visit.asker(), id, reason, told).await {
            Ok(()) => Ok(visit.see_and_tell(&format!("/led/{id}"), "trail-closed")),
            Err(error) => {
                let fault = fault_of(visit.say(), error, "skal")?;
                close_page(&visit, &about, &fields)?.with_faults(vec![fault]).answer(&visit, about)
            }
        },
        (_, Stage::Change) => close_page(&visit, &about, &fields)?.answer(&visit, about),
        (None, Stage::Check | Stage::Send) => {
            close_page(&visit, &about, &fields)?.with_faults(faults).answer(&visit, about)
        }
    }
}

fn close_page(visit: &Visit, about: &About, fields: &Fields) -> Result<FormPage, Problem> {
    let say = visit.say();
    about.trail.holder().ok_or(Problem::NotNow)?;
    let mut page = FormPage::about(visit, about, "avsluta", "trail-close-title").checked_first(say);
    if about.trail.pending().is_some() {
        page.notes.push(("warn", say.t("trail-refusal-handover_pending")));
    }
    let codes = CloseReason::ALL.iter().map(|reason| reason.code());
    page.fields = vec![
        radios(say, fields, "skal", "trail-close-why", "trail-close", codes),
        area(say, fields, "till_familjen", "trail-close-told", 2000),
    ];
    Ok(page)
}

fn check_page(
    visit: &Visit,
    about: &About,
    fields: &Fields,
    (reason, told): &(CloseReason, Text<2000>),
) -> Result<FormPage, Problem> {
    let say = visit.say();
    about.trail.holder().ok_or(Problem::NotNow)?;
    let mut page =
        FormPage::about(visit, about, "avsluta", "trail-close-check").button(say, "trail-close-send").carry(fields);
    page.grave = Gravity::Grave;
    page.summary = vec![
        (say.t("trail-close-why"), say.t(&format!("trail-close-{}", reason.code()))),
        (say.t("trail-close-told"), told.as_str().to_owned()),
    ];
    page.happens = vec![
        say.t("trail-close-happens-nobody"),
        say.t("trail-close-happens-family"),
        say.t("trail-close-happens-reopen"),
    ];
    Ok(page)
}

const REOPEN: &str = "trail.reopen_form";

/// The form that opens a trail again.
pub(super) async fn reopen_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<Close>(&visit, REOPEN, id).await?;
    reopen_page(&visit, &about, &Fields::default())?.answer(&visit, about)
}

/// Opens a trail again.
pub(super) async fn reopen(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let (why, step) = (reader.text("varfor", "trail-error-why"), reader.step());
    let faults = match (why, step) {
        (Some(why), Some(step)) => match commands::reopen(&visit.asker(), id, why, step).await {
            Ok(()) => return Ok(visit.see_and_tell(&format!("/led/{id}"), "trail-reopened")),
            Err(error) => vec![fault_of(visit.say(), error, "varfor")?],
        },
        (None, _) | (_, None) => reader.faults,
    };
    let about = about::<Close>(&visit, REOPEN, id).await?;
    reopen_page(&visit, &about, &fields)?.with_faults(faults).answer(&visit, about)
}

fn reopen_page(visit: &Visit, about: &About, fields: &Fields) -> Result<FormPage, Problem> {
    let say = visit.say();
    if about.trail.holder().is_some() {
        return Err(Problem::NotNow);
    }
    let mut page = FormPage::about(visit, about, "oppna-igen", "trail-reopen-title").button(say, "trail-reopen-send");
    page.fields = vec![area(say, fields, "varfor", "trail-field-varfor", 1000)];
    page.fields.extend(step_fields(say, fields));
    page.happens = vec![say.t("trail-reopen-happens-holder"), say.t("trail-accept-happens-family")];
    Ok(page)
}
