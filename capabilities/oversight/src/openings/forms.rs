//! What is written when somebody asks to open a trail without a relation, or explains it afterwards.

use domain::identity_number::IdentityNumber;
use domain::moment::Day;
use domain::oversight::break_glass::Reason;
use domain::trail::{Text, TextFault};
use web::Fields;

use crate::openings::commands::Why;
use crate::views::Fault;

/// The most characters of a reason.
pub(crate) const WHY_MAX: usize = 1000;
/// The most characters of an explanation.
pub(crate) const EXPLANATION_MAX: usize = 2000;

/// A number and a reason, or what is wrong with each.
pub(crate) fn read(fields: &Fields, today: Day) -> Result<(IdentityNumber, Why), Vec<Fault>> {
    let mut faults = Vec::new();
    let number = IdentityNumber::parse(fields.text("number"), today);
    if number.is_err() {
        faults.push(Fault { field: "number", key: "oversight-error-number" });
    }
    let reason = Reason::from_code(fields.text("reason"));
    if reason.is_none() {
        faults.push(Fault { field: "reason", key: "oversight-error-reason" });
    }
    let words = text(fields, "why", "oversight-error-why");
    faults.extend(words.as_ref().err());
    match (number, reason, words) {
        (Ok(number), Some(reason), Ok(words)) => Ok((number, Why { reason, words })),
        _ => Err(faults),
    }
}

/// An explanation, or what is wrong with it.
pub(crate) fn explanation(fields: &Fields) -> Result<Text<EXPLANATION_MAX>, Vec<Fault>> {
    text(fields, "answer", "oversight-error-answer").map_err(|fault| vec![fault])
}

/// A text of a field; `empty` is what to say when nothing is written.
pub(crate) fn text<const MAX: usize>(
    fields: &Fields,
    field: &'static str,
    empty: &'static str,
) -> Result<Text<MAX>, Fault> {
    Text::parse(fields.text(field)).map_err(|fault| Fault {
        field,
        key: match fault {
            TextFault::Empty => empty,
            TextFault::TooLong { .. } => "oversight-error-long",
            TextFault::Unreadable => "oversight-error-unreadable",
        },
    })
}
