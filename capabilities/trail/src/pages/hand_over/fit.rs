//! Whether the child fits the unit that is to receive it: what speaks against it, and why there all the same.

use access::action::trail::HandOver;
use domain::calendar::WorkingDays;
use domain::front_door::routing::{Fit, Refusal, Warning};
use domain::id::Id;
use domain::trail::Trail;
use i18n::Say;
use web::{Fields, Problem, Visit};

use crate::clocks::calendar;
use crate::commands::{Offering, permitted};
use crate::fitting::{fitting, with_reason};
use crate::forms::Fault;
use crate::pages::form::{About, FormPage, area};

/// The field of the reason.
const DESPITE: &str = "anda";

/// How the offer fits its receiver, and the calendar that the receiver answers on.
pub(super) async fn fitted(
    visit: &Visit,
    trail: Id<Trail>,
    about: &About,
    offering: &Offering,
) -> Result<(Fit, WorkingDays), Problem> {
    let mut act = visit.asker().begin_reading("trail.offer_fit").await?;
    let permit = permitted::<HandOver>(&mut act, trail).await?;
    let to = about.book.unit(offering.to).ok_or(Problem::NotFound)?;
    let fit = fitting(&mut act, &permit, (visit.post()?, to), offering.purpose).await?;
    let calendar = calendar(act.transaction(), to.id).await?;
    act.finish(permit).await?;
    Ok((fit, calendar))
}

/// What must be changed or said first.
pub(super) fn faults(say: Say<'_>, fit: &Fit, offering: &Offering) -> Option<Vec<Fault>> {
    let at = |field, key: String| Some(vec![Fault { field, text: say.t(&key) }]);
    match (fit, &offering.despite) {
        (Fit::Fits(_), _) => None,
        (Fit::Never(refusal), _) => at("till", format!("trail-misfit-{}", refusal.code())),
        (Fit::WantsReason(_), None) => at(DESPITE, "trail-error-despite".to_owned()),
        (Fit::WantsReason(_), Some(reason)) => match with_reason(&offering.summary, reason) {
            Some(_) => None,
            None => at(DESPITE, "trail-error-despite-long".to_owned()),
        },
    }
}

/// The form with what speaks against the receiver, and a field for why all the same.
pub(super) fn asks_why(mut page: FormPage, say: Say<'_>, fit: &Fit, fields: &Fields) -> FormPage {
    match fit {
        Fit::WantsReason(refusal) => {
            page.notes.push(("warn", misfit(say, *refusal)));
            page.fields.push(area(say, fields, DESPITE, "trail-field-anda", 1000));
        }
        Fit::Fits(_) | Fit::Never(_) => {}
    }
    page
}

/// The check page with what to know before it is sent.
pub(super) fn noted(mut page: FormPage, visit: &Visit, fit: &Fit) -> FormPage {
    let (say, today) = (visit.say(), visit.now().day());
    match fit {
        Fit::Fits(warnings) => {
            let words = warnings.iter().map(|warning| {
                let key = format!("trail-warning-{}", warning.code());
                match *warning {
                    Warning::AgeNotVerified => say.t(&key),
                    Warning::AgesOutSoon { last_day: day, .. }
                    | Warning::NotConfirmedSince(day)
                    | Warning::ClosesOn(day) => say.with(&key, "day", say.day(day, today).as_str()),
                }
            });
            page.notes.extend(words.map(|text| ("", text)));
        }
        Fit::WantsReason(refusal) | Fit::Never(refusal) => page.notes.push(("warn", misfit(say, *refusal))),
    }
    page
}

fn misfit(say: Say<'_>, refusal: Refusal) -> String {
    say.t(&format!("trail-misfit-{}", refusal.code()))
}
