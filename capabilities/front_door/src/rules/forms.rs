//! What a steward types about a table, read into rows with an error for each field.

use domain::front_door::level::Level;
use domain::front_door::rating::{Domain, Severity};
use domain::front_door::table::row::{ConditionRow, RuleFault, RuleRow};
use domain::front_door::table::{CONDITIONS_MAX, Condition, Resolution, Standing};
use domain::front_door::text::Line;
use web::Fields;

use crate::rules::commands::Head;
use crate::work::Errors;

/// Reads the head of a table.
pub(crate) fn head(fields: &Fields) -> Result<Head, Errors> {
    let mut errors = Errors::default();
    if Line::new(fields.text("name")).is_err() {
        errors.add("name", "front-rules-error-name");
    }
    let valid_from = fields.text("valid_from").parse().ok();
    if valid_from.is_none() {
        errors.add("valid_from", "front-rules-error-day");
    }
    let standing = Standing::from_code(fields.text("standing"));
    if standing.is_none() {
        errors.add("standing", "front-rules-error-choose");
    }
    let resolution = Resolution::from_code(fields.text("resolution"));
    if resolution.is_none() {
        errors.add("resolution", "front-rules-error-choose");
    }
    let default_level = number(fields.text("default_level")).filter(|number| Level::from_number(*number).is_some());
    match (valid_from, standing, resolution, errors.is_empty()) {
        (Some(valid_from), Some(standing), Some(resolution), true) => {
            Ok(Head { name: fields.text("name").to_owned(), valid_from, standing, resolution, default_level })
        }
        (_, _, _, _) => Err(errors),
    }
}

/// The name of a field of a condition.
pub(crate) fn field(place: usize, part: &str) -> String {
    format!("c{place}_{part}")
}

/// Reads one rule. Conditions without a kind are left out.
pub(crate) fn rule(fields: &Fields) -> Result<RuleRow, Errors> {
    let mut errors = Errors::default();
    let wording = fields.text("wording").to_owned();
    if Line::new(wording.as_str()).is_err() {
        errors.add("wording", "front-rules-error-wording");
    }
    let level = number(fields.text("level")).filter(|number| Level::from_number(*number).is_some());
    if level.is_none() {
        errors.add("level", "front-rules-error-level");
    }
    let mut conditions = Vec::new();
    for place in 0..CONDITIONS_MAX {
        let condition = condition(fields, place);
        if condition.kind.is_empty() {
            continue;
        }
        if let Err(fault) = Condition::try_from(&condition) {
            errors.add(&field(place, part_of(fault)), &fault_key(fault));
        }
        conditions.push(condition);
    }
    if conditions.is_empty() {
        errors.add(&field(0, "kind"), &fault_key(RuleFault::NoCondition));
    }
    match (level, errors.is_empty()) {
        (Some(level), true) => Ok(RuleRow { code: String::new(), level, wording, conditions }),
        (_, _) => Err(errors),
    }
}

/// One condition as it was typed.
pub(crate) fn condition(fields: &Fields, place: usize) -> ConditionRow {
    let text = |part: &str| fields.text(&field(place, part)).to_owned();
    let domains_field = field(place, "domains");
    let known = |code: &&str| Domain::from_code(code).is_some();
    ConditionRow {
        kind: text("kind"),
        domains: fields.all(&domains_field).filter(known).map(ToOwned::to_owned).collect(),
        severity: number(&text("severity")).filter(|number| Severity::from_number(*number).is_some()),
        least: number(&text("least")),
    }
}

/// The key of the words about a fault.
pub(crate) fn fault_key(fault: RuleFault) -> String {
    format!("front-rules-fault-{}", fault.code())
}

/// Which part of a condition a fault is about.
const fn part_of(fault: RuleFault) -> &'static str {
    match fault {
        RuleFault::Severity => "severity",
        RuleFault::LeastMissing | RuleFault::AlwaysHolds | RuleFault::NeverHolds => "least",
        RuleFault::UnknownDomain | RuleFault::DomainCount => "domains",
        RuleFault::Code
        | RuleFault::CodeUsedTwice
        | RuleFault::Wording(_)
        | RuleFault::UnknownLevel
        | RuleFault::NoCondition
        | RuleFault::TooManyConditions
        | RuleFault::UnknownKind => "kind",
    }
}

fn number(text: &str) -> Option<u8> {
    text.parse().ok()
}
