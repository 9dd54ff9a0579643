//! What is typed into the forms about entries, and what is wrong with it.

use domain::id::Id;
use domain::moment::Day;
use domain::trail::entry::{Body, HiddenFrom, HideReason, Hiding, Kind, REVIEW_DAYS_MAX};
use domain::trail::{Text, TextFault};
use web::Fields;

use crate::entries::commands::{NewEntry, NewHiding};

/// What is wrong with one field: its name and the key of the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: String,
    pub(crate) key: &'static str,
}

/// Every fault of a form, in the order of its fields.
pub(crate) type Faults = Vec<Fault>;

/// Notes a fault and goes on, so that all are told at once.
pub(crate) fn keep<T>(faults: &mut Faults, field: &str, found: Result<T, &'static str>) -> Option<T> {
    match found {
        Ok(value) => Some(value),
        Err(key) => {
            faults.push(Fault { field: field.to_owned(), key });
            None
        }
    }
}

/// Text that a person must write.
pub(crate) fn text<const MAX: usize>(written: &str, empty: &'static str) -> Result<Text<MAX>, &'static str> {
    Text::parse(written).map_err(|fault| match fault {
        TextFault::Empty => empty,
        TextFault::TooLong { .. } => "entry-error-too-long",
        TextFault::Unreadable => "entry-error-unreadable",
    })
}

/// The form of a new entry.
pub(crate) fn new_entry(fields: &Fields, today: Day) -> Result<NewEntry, Faults> {
    let mut faults = Faults::new();
    let kind = keep(&mut faults, "kind", Kind::from_code(fields.text("kind")).ok_or("entry-error-kind"));
    let day = past_day(fields.text("happened"), today);
    let happened_on = keep(&mut faults, "happened", day);
    let body = keep(&mut faults, "body", text(fields.raw("body"), "entry-error-body"));
    let hide = match fields.text("hide") {
        "" => None,
        _ => keep_hiding(fields, today, &mut faults),
    };
    match (kind, happened_on, body) {
        (Some(kind), Some(happened_on), Some(body)) if faults.is_empty() => {
            let once = fields.raw(web::form::ONCE_FIELD).to_owned();
            Ok(NewEntry { kind, happened_on, body, hide, once })
        }
        _ => Err(faults),
    }
}

/// The form that hides an entry.
pub(crate) fn new_hiding(fields: &Fields, today: Day) -> Result<NewHiding, Faults> {
    let mut faults = Faults::new();
    keep_hiding(fields, today, &mut faults).ok_or(faults)
}

fn keep_hiding(fields: &Fields, today: Day, faults: &mut Faults) -> Option<NewHiding> {
    let from = keep(faults, "from", hidden_from(fields.text("from")).ok_or("entry-error-from"));
    let reason = HideReason::from_code(fields.text("reason")).ok_or("entry-error-reason");
    let reason = keep(faults, "reason", reason);
    let why = keep(faults, "why", text(fields.raw("why"), "entry-error-why"));
    let review_on = keep(faults, "review", review_day(fields.text("review"), today));
    Some(NewHiding { from: from?, reason: reason?, why: why?, review_on: review_on? })
}

/// Why a hiding is taken away.
pub(crate) fn shown(fields: &Fields, from: HiddenFrom) -> Result<Text<1000>, Faults> {
    let (field, mut faults) = (why_shown(from), Faults::new());
    keep(&mut faults, &field, text(fields.raw(&field), "entry-error-shown-why")).ok_or(faults)
}

/// The field that says why a hiding is taken away: an entry may carry several.
pub(crate) fn why_shown(from: HiddenFrom) -> String {
    format!("why-{}", from_code(from))
}

/// A hiding in the fields of the form that renews it. Its day of review is to be said anew.
pub(crate) fn renewed(hiding: &Hiding) -> Fields {
    let from = from_code(hiding.from);
    Fields::of([("from", from.as_str()), ("reason", hiding.reason.code()), ("why", hiding.why.as_str())])
}

/// The form of a correction.
pub(crate) fn correction(fields: &Fields) -> Result<(Body, Text<300>), Faults> {
    let mut faults = Faults::new();
    let body = keep(&mut faults, "body", text(fields.raw("body"), "entry-error-body"));
    let why = keep(&mut faults, "why", text(fields.raw("why"), "entry-error-correction-why"));
    match (body, why) {
        (Some(body), Some(why)) => Ok((body, why)),
        (None, _) | (_, None) => Err(faults),
    }
}

/// From whom: everyone with custody, or one of them.
pub(crate) fn hidden_from(code: &str) -> Option<HiddenFrom> {
    match code {
        "every" => Some(HiddenFrom::EveryGuardian),
        person => person.parse::<Id<_>>().ok().map(HiddenFrom::Guardian),
    }
}

/// The code of a hiding in a form.
pub(crate) fn from_code(from: HiddenFrom) -> String {
    match from {
        HiddenFrom::EveryGuardian => "every".to_owned(),
        HiddenFrom::Guardian(person) => person.to_string(),
    }
}

fn past_day(typed: &str, today: Day) -> Result<Day, &'static str> {
    let day: Day = typed.parse().map_err(|_| "entry-error-day")?;
    match today.days_since(day) {
        0..=DAYS_BACK_MAX => Ok(day),
        _ => Err("entry-error-day-future"),
    }
}

/// A visit may be written down long after; nobody writes about what happened before the child was born.
const DAYS_BACK_MAX: i32 = 366 * 20;

fn review_day(typed: &str, today: Day) -> Result<Day, &'static str> {
    let day: Day = typed.parse().map_err(|_| "entry-error-day")?;
    if (1..=REVIEW_DAYS_MAX).contains(&day.days_since(today)) { Ok(day) } else { Err("entry-error-review") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::from_parts(2026, 11, 23).unwrap()
    }

    #[test]
    fn every_fault_of_a_form_is_told_at_once() {
        let check = |fields: Fields, expected: &[&str]| {
            let faults = new_entry(&fields, today()).err().unwrap_or_default();
            assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), expected, "{fields:?}");
        };
        check(Fields::of([("kind", "note"), ("happened", "2026-11-23"), ("body", "Hej")]), &[]);
        check(Fields::of([("kind", "gossip"), ("happened", "i går"), ("body", " ")]), &["kind", "happened", "body"]);
        check(Fields::of([("kind", "visit"), ("happened", "2026-11-24"), ("body", "Hej")]), &["happened"]);
        let hide = [("kind", "note"), ("happened", "2026-11-23"), ("body", "Hej"), ("hide", "1")];
        check(Fields::of(hide), &["from", "reason", "why", "review"]);
    }
}
