//! What is typed into the forms about sharing, and what is wrong with it. Every receiver has fields of its own, named by
//! its unit.

use domain::child::Person;
use domain::consent::{Consenter, How, Maturity, VALID_DAYS_MAX};
use domain::disclosure::Ground;
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::{Staff, Unit};
use domain::trail::entry::Entry;
use domain::trail::sharing::{RECEIVERS_MAX, Seen};
use web::Fields;

use crate::entries::forms::{Fault, Faults, keep, text};
use crate::sharing::commands::{Asking, NewReceiver, On};
use crate::sharing::rows::{ground_from_code, maturity_from_code};

/// What a discloser has chosen first: entries and receivers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    pub(crate) entries: Vec<Id<Entry>>,
    pub(crate) receivers: Vec<Id<Unit>>,
}

/// The first form: which entries, to whom.
pub(crate) fn selection(fields: &Fields) -> Result<Selection, Faults> {
    let mut faults = Faults::new();
    let entries = all(fields, "entry");
    let mut receivers: Vec<Id<Unit>> = all(fields, "to");
    receivers.extend(fields.text("other").parse::<Id<Unit>>().ok().filter(|other| !receivers.contains(other)));
    if entries.is_empty() {
        faults.push(fault("entry", "sharing-error-entries"));
    }
    if receivers.is_empty() {
        faults.push(fault("to", "sharing-error-receivers"));
    }
    if receivers.len() > RECEIVERS_MAX {
        faults.push(fault("to", "sharing-error-too-many"));
    }
    if faults.is_empty() { Ok(Selection { entries, receivers }) } else { Err(faults) }
}

fn all<Kind>(fields: &Fields, name: &str) -> Vec<Id<Kind>> {
    let mut found: Vec<Id<Kind>> = Vec::new();
    for id in fields.all(name).filter_map(|value| value.parse().ok()) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

fn fault(field: &str, key: &'static str) -> Fault {
    Fault { field: field.to_owned(), key }
}

/// The name of a receiver's own field.
pub(crate) fn named(name: &str, unit: Id<Unit>) -> String {
    format!("{name}-{unit}")
}

/// The second form: on what ground, for each receiver.
pub(crate) fn receivers(fields: &Fields, selection: &Selection, today: Day) -> Result<Vec<NewReceiver>, Faults> {
    let mut faults = Faults::new();
    let mut found = Vec::new();
    for unit in &selection.receivers {
        let seen = seen(fields.text(&named("seen", *unit)));
        if let Some(on) = on(fields, *unit, today, &mut faults) {
            found.push(NewReceiver { unit: *unit, seen, on });
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn on(fields: &Fields, unit: Id<Unit>, today: Day, faults: &mut Faults) -> Option<On> {
    let field = named("ground", unit);
    let chosen = fields.text(&field);
    if chosen == ASK {
        return asking(fields, unit, today, faults).map(On::AskedConsent);
    }
    if let Some(standing) = chosen.strip_prefix(STANDING) {
        return keep(faults, &field, standing.parse().map_err(|_| "sharing-error-ground")).map(On::StandingConsent);
    }
    let ground = ground_from_code(chosen).filter(|ground| *ground != Ground::Consent);
    let ground = keep(faults, &field, ground.ok_or("sharing-error-ground"))?;
    let why = named("why", unit);
    let necessity = keep(faults, &why, text(fields.raw(&why), why_key(ground)))?;
    Some(On::Ground { ground, necessity })
}

/// The value of the choice to ask for consent.
pub(crate) const ASK: &str = "ask";
/// The beginning of the value of the choice to share under a consent that is alive.
pub(crate) const STANDING: &str = "standing-";

const fn why_key(ground: Ground) -> &'static str {
    match ground {
        Ground::Consent | Ground::UnderEighteen | Ground::PupilSupport => "sharing-error-necessity",
        Ground::GeneralClause => "sharing-error-weighing",
        Ground::DutyByLaw => "sharing-error-report",
    }
}

fn asking(fields: &Fields, unit: Id<Unit>, today: Day, faults: &mut Faults) -> Option<Asking> {
    let (purpose, until, maturity) = (named("purpose", unit), named("until", unit), named("maturity", unit));
    let said = text(fields.raw(&purpose), "sharing-error-purpose");
    let said = keep(faults, &purpose, said);
    let last = keep(faults, &until, last_day(fields.text(&until), today));
    let judged: Option<Maturity> = maturity_from_code(fields.text(&maturity));
    let judged = keep(faults, &maturity, judged.ok_or("sharing-error-maturity"));
    let prevented: Vec<Id<Person>> = all(fields, &named("prevented", unit));
    Some(Asking { purpose: said?, until: last?, maturity: judged?, prevented })
}

fn last_day(typed: &str, today: Day) -> Result<Day, &'static str> {
    let day: Day = typed.parse().map_err(|_| "sharing-error-until")?;
    if (0..=VALID_DAYS_MAX).contains(&day.days_since(today)) { Ok(day) } else { Err("sharing-error-until-range") }
}

/// What the discloser was shown, as it travels in a form: entry and version, entry and version.
pub(crate) fn seen(written: &str) -> Vec<Seen> {
    let one = |pair: &str| {
        let (entry, version) = pair.split_once(':')?;
        Some(Seen { entry: entry.parse().ok()?, version: version.parse().ok()? })
    };
    written.split(',').filter_map(one).collect()
}

/// The same, written.
pub(crate) fn seen_written(seen: &[Seen]) -> String {
    let one = |seen: &Seen| format!("{}:{}", seen.entry, seen.version);
    seen.iter().map(one).collect::<Vec<_>>().join(",")
}

/// An answer that somebody at work was given and writes down.
pub(crate) struct Recorded {
    pub(crate) who: Consenter,
    pub(crate) how: fn(Id<Staff>) -> How,
    pub(crate) yes: bool,
}

/// The form in which an answer is written down. Nothing is filled in from the start, so a gap is a fault.
pub(crate) fn recorded(fields: &Fields) -> Option<Recorded> {
    let how = match fields.text("how") {
        "oral" => How::Oral as fn(Id<Staff>) -> How,
        "written" => How::Written as fn(Id<Staff>) -> How,
        _ => return None,
    };
    let yes = match fields.text("said") {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    Some(Recorded { who: who(fields.text("who"))?, how, yes })
}

/// Who is meant: the child, or a guardian.
pub(crate) fn who(code: &str) -> Option<Consenter> {
    match code {
        "child" => Some(Consenter::Child),
        person => person.parse().ok().map(Consenter::Guardian),
    }
}

/// The code of who is meant.
pub(crate) fn who_code(who: Consenter) -> String {
    match who {
        Consenter::Child => "child".to_owned(),
        Consenter::Guardian(person) => person.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_comes_back_as_it_was_shown() {
        let id = Id::new(uuid::Uuid::from_u128(7));
        let shown = vec![Seen { entry: id, version: 1 }, Seen { entry: id, version: 3 }];
        assert_eq!(seen(&seen_written(&shown)), shown);
        assert_eq!(seen("nonsense,:,1:2"), vec![]);
    }

    #[test]
    fn a_consent_is_never_asked_for_longer_than_a_year_or_for_yesterday() {
        let today = Day::from_parts(2026, 11, 24).unwrap();
        let check = |typed: &str, expected: Result<(), &str>| {
            assert_eq!(last_day(typed, today).map(drop), expected, "{typed}");
        };
        check("2026-11-24", Ok(()));
        check("2027-11-24", Ok(()));
        check("2026-11-23", Err("sharing-error-until-range"));
        check("2028-01-01", Err("sharing-error-until-range"));
        check("snart", Err("sharing-error-until"));
    }
}
