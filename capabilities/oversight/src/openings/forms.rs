//! What is written when somebody asks to open a trail without a relation, or explains it afterwards.

use domain::child::Child;
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::moment::Day;
use domain::oversight::break_glass::Reason;
use domain::trail::{Text, TextFault};
use identity::children::described::{Description, Told};
use identity::children::person::NAME_MAX;
use uuid::Uuid;
use web::Fields;

use crate::openings::commands::Why;
use crate::views::Fault;

/// The most characters of a reason.
pub(crate) const WHY_MAX: usize = 1000;
/// The most characters of an explanation.
pub(crate) const EXPLANATION_MAX: usize = 2000;

/// Whose trail somebody wants to open.
pub(crate) enum Whose {
    /// The child with a number.
    Numbered(IdentityNumber),
    /// A child that they describe; which one, once some have been named.
    Described(Description, Option<Id<Child>>),
}

/// The fields of a description, which the page on which one chooses carries on, with the reason.
pub(crate) const DESCRIBED: [&str; 6] = ["given_name", "age", "municipality", "family_name", "reason", "why"];
/// The field of who was chosen.
pub(crate) const CHOSEN: &str = "child";

/// Whose trail, and a reason; or what is wrong with each.
pub(crate) fn read(fields: &Fields, today: Day) -> Result<(Whose, Why), Vec<Fault>> {
    let mut faults = Vec::new();
    let describes =
        ["given_name", "age", "municipality", "family_name"].iter().any(|name| !fields.text(name).is_empty());
    let whose = if fields.text("number").is_empty() && describes {
        description(fields, today, &mut faults)
    } else {
        let number = IdentityNumber::parse(fields.text("number"), today);
        if number.is_err() {
            faults.push(Fault { field: "number", key: "oversight-error-number" });
        }
        number.ok().map(Whose::Numbered)
    };
    let reason = Reason::from_code(fields.text("reason"));
    if reason.is_none() {
        faults.push(Fault { field: "reason", key: "oversight-error-reason" });
    }
    let words = text(fields, "why", "oversight-error-why");
    faults.extend(words.as_ref().err());
    match (whose, reason, words) {
        (Some(whose), Some(reason), Ok(words)) => Ok((whose, Why { reason, words })),
        _ => Err(faults),
    }
}

/// What is known of a child without a number.
fn description(fields: &Fields, today: Day, faults: &mut Vec<Fault>) -> Option<Whose> {
    let mut missing = |field: &'static str, key: &'static str| faults.push(Fault { field, key });
    let long = |name: &str| fields.text(name).chars().count() > NAME_MAX;
    let named = !fields.text("given_name").is_empty() && !long("given_name");
    if !named {
        missing("given_name", "oversight-error-given-name");
    }
    let age = Told::parse(fields.text("age"), today);
    if age.is_none() {
        missing("age", "oversight-error-age");
    }
    let municipality = fields.text("municipality").parse().ok();
    if municipality.is_none() {
        missing("municipality", "oversight-error-municipality");
    }
    if long("family_name") {
        missing("family_name", "oversight-error-family-name");
        return None;
    }
    let (given_name, family_name) = (fields.text("given_name").to_owned(), fields.text("family_name").to_owned());
    let described = Description { given_name, age: age?, municipality: municipality?, family_name };
    // A chosen child that is none leads where nothing is found.
    let chosen = fields.text(CHOSEN);
    let child = (!chosen.is_empty()).then(|| chosen.parse().unwrap_or_else(|_| Id::new(Uuid::nil())));
    named.then_some(Whose::Described(described, child))
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
