//! The page on which the steward sets promised times from a day to come, and takes back what has not come yet.

use askama::Template;
use axum::response::Response;
use domain::clock::{Code, Definition, Evidence, SOURCE_CHARACTERS_MAX, Scope, SetRefusal, Source, Unit, in_force};
use domain::moment::{Day, Moment};
use i18n::Say;
use identity::pages::{Choice, ErrorView, Errors, FieldWords};
use web::{Assets, Fields, Problem, Sent, Shell, Visit};

use crate::promises::Promises;
use crate::promises::codes::{evidence_code, evidence_from, scope_code, scope_from, unit_code, unit_from};
use crate::promises::commands::{self, SetError, may_set};
use crate::reading::{evidence, promised_time};
use crate::start::public_promises;

/// Where the page is.
pub(crate) const HERE: &str = "/tider";
/// The grounds on which a region sets a time. What Cairn proposes, and what other regions do, are where it begins.
const GROUNDS: [Evidence; 3] = [Evidence::Decided, Evidence::Law, Evidence::Target];
const UNITS: [Unit; 5] = [Unit::WorkingDays, Unit::WorkingHours, Unit::CalendarDays, Unit::Hours, Unit::SameDay];
const SCOPES: [Scope; 2] = [Scope::Local, Scope::National];

#[derive(Template)]
#[template(path = "promises.html")]
struct PromisesPage<'v> {
    a: Assets,
    say: Say<'v>,
    t: FieldWords,
    csrf: String,
    errors: Vec<ErrorView>,
    tables: Vec<Table>,
    codes: Vec<Choice>,
    scopes: Vec<Choice>,
    units: Vec<Choice>,
    grounds: Vec<Choice>,
    amount: String,
    valid_from: String,
    source: String,
}

struct Table {
    id: &'static str,
    heading: String,
    rows: Vec<Row>,
}

struct Row {
    what: String,
    time: String,
    since: String,
    ground: String,
    source: String,
    /// What is to be sent to take it back; empty where it is in force.
    back: Vec<(&'static str, String)>,
}

impl PromisesPage<'_> {
    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|error| error.field == field).map_or("", |error| &error.text)
    }
}

/// What is promised, and a form to promise something else.
pub(crate) async fn show(visit: Visit) -> Result<Response, Problem> {
    visit.post()?;
    if !may_set(&visit.asker()) {
        return Err(Problem::Forbidden);
    }
    let begun = Fields::of([("scope", scope_code(Scope::Local)), ("evidence", evidence_code(Evidence::Decided))]);
    let promises = public_promises(&visit).await?;
    let page = page(&visit, &promises, &begun, &Errors::default());
    visit.open_page(Shell::Work, &visit.say().t("promises-title"), &page)
}

/// Sets a promised time, or shows the form again with everything typed.
pub(crate) async fn set(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let promises = public_promises(&visit).await?;
    let errors = match read(&fields, &promises, visit.now()) {
        Ok(new) => match commands::set(&visit.asker(), &new).await {
            Ok(()) => return Ok(visit.see_and_tell(HERE, "promises-set")),
            Err(SetError::Rule(refusal)) => fault(refusal),
            Err(SetError::NotSet) => return Err(Problem::NotNow),
            Err(SetError::Refused(refused)) => return Err(refused.into()),
        },
        // Who may not set it learns nothing about the form either.
        Err(_) if !may_set(&visit.asker()) => return Err(Problem::Forbidden),
        Err(errors) => errors,
    };
    let page = page(&visit, &promises, &fields, &errors);
    visit.refused_form(Shell::Work, &visit.say().t("promises-title"), &page)
}

/// Takes back what has not come yet.
pub(crate) async fn take_back(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let named = || {
        let code = fields.text("code").parse::<Code>().ok()?;
        Some((code, scope_from(fields.text("scope"))?, fields.text("valid_from").parse::<Day>().ok()?))
    };
    let Some((code, scope, day)) = named() else {
        // Who may not take anything back learns nothing about the form either.
        return Err(if may_set(&visit.asker()) { Problem::Unreadable } else { Problem::Forbidden });
    };
    match commands::take_back(&visit.asker(), code, scope, day).await {
        Ok(()) => Ok(visit.see_and_tell(HERE, "promises-taken-back")),
        Err(SetError::Rule(_) | SetError::NotSet) => Err(Problem::NotNow),
        Err(SetError::Refused(refused)) => Err(refused.into()),
    }
}

fn fault(refusal: SetRefusal) -> Errors {
    match refusal {
        SetRefusal::NotAhead => Errors::one("valid_from", "promises-fault-day"),
        SetRefusal::Amount => Errors::one("amount", "promises-fault-amount"),
        SetRefusal::Source => Errors::one("source", "promises-fault-source"),
    }
}

/// Reads the form. Every field that cannot be read is named, not only the first.
fn read(fields: &Fields, promises: &Promises, now: Moment) -> Result<Definition, Errors> {
    let code = fields.text("code").parse::<Code>().ok();
    let scope = scope_from(fields.text("scope"));
    let unit = unit_from(fields.text("unit"));
    let amount = match (unit, fields.text("amount")) {
        (Some(Unit::SameDay), "" | "0") => Some(0),
        (_, typed) => typed.parse::<u16>().ok(),
    };
    let valid_from = fields.text("valid_from").parse::<Day>().ok();
    let evidence = evidence_from(fields.text("evidence")).filter(|ground| GROUNDS.contains(ground));
    let text = fields.text("source").to_owned();
    let start = code.zip(scope).and_then(|(code, scope)| promises.start(code, scope, now));
    let mut errors = Errors::default();
    let mut missing = |is_missing: bool, (field, key)| {
        if is_missing {
            errors.add(field, key);
        }
    };
    missing(code.is_none(), ("code", "promises-fault-code"));
    missing(scope.is_none(), ("scope", "promises-fault-scope"));
    missing(amount.is_none(), ("amount", "promises-fault-amount"));
    missing(unit.is_none(), ("unit", "promises-fault-unit"));
    missing(valid_from.is_none(), ("valid_from", "promises-fault-day"));
    missing(evidence.is_none(), ("evidence", "promises-fault-evidence"));
    missing(text.is_empty() || text.chars().count() > SOURCE_CHARACTERS_MAX, ("source", "promises-fault-source"));
    match (code, scope, unit, amount, valid_from, evidence, start) {
        (Some(code), Some(scope), Some(unit), Some(amount), Some(valid_from), Some(evidence), Some(start))
            if errors.is_empty() =>
        {
            let source = Source { evidence, text };
            Ok(Definition { code, amount, unit, start, scope, source, valid_from })
        }
        (..) => Err(errors),
    }
}

fn page<'v>(visit: &'v Visit, promises: &Promises, fields: &Fields, errors: &Errors) -> PromisesPage<'v> {
    let say = visit.say();
    let choice = |field: &str, value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
        hint: String::new(),
        chosen: fields.text(field) == value,
    };
    let nothing = |field: &str| choice(field, "", say.t("promises-choose"));
    let code = |code: Code| choice("code", code.as_str(), say.t(&format!("times-code-{code}")));
    let unit = |unit: Unit| choice("unit", unit_code(unit), say.t(&format!("promises-unit-{}", unit_code(unit))));
    let ground = |ground: Evidence| {
        choice("evidence", evidence_code(ground), say.t(&format!("times-evidence-{}", evidence(ground))))
    };
    let scope = |scope: Scope| Choice {
        hint: say.t(&format!("promises-scope-{}-hint", scope_code(scope))),
        ..choice("scope", scope_code(scope), say.t(&format!("promises-scope-{}", scope_code(scope))))
    };
    let table = |id, scope, key: &str| Table { id, heading: say.t(key), rows: rows(say, promises, scope, visit.now()) };
    PromisesPage {
        a: visit.assets(),
        say,
        t: FieldWords::of(say),
        csrf: visit.form_token(),
        errors: errors.views(say),
        tables: vec![table("local", Scope::Local, "times-local"), table("national", Scope::National, "times-national")],
        codes: std::iter::once(nothing("code")).chain(Code::ALL.map(code)).collect(),
        scopes: SCOPES.map(scope).into(),
        units: std::iter::once(nothing("unit")).chain(UNITS.map(unit)).collect(),
        grounds: GROUNDS.map(ground).into(),
        amount: fields.text("amount").to_owned(),
        valid_from: fields.text("valid_from").to_owned(),
        source: fields.raw("source").to_owned(),
    }
}

/// What a form sends to name a promised time.
fn named(time: &Definition) -> Vec<(&'static str, String)> {
    vec![
        ("code", time.code.as_str().to_owned()),
        ("scope", scope_code(time.scope).to_owned()),
        ("valid_from", time.valid_from.to_string()),
    ]
}

/// Code by code: what is in force, and what is to come.
fn rows(say: Say<'_>, promises: &Promises, scope: Scope, now: Moment) -> Vec<Row> {
    let today = now.day();
    let row = |time: &Definition, to_come: bool| Row {
        what: say.t(&format!("times-code-{}", time.code)),
        time: promised_time(say, time),
        since: say.with(
            if to_come { "promises-to-come" } else { "promises-since" },
            "day",
            &say.day(time.valid_from, today),
        ),
        ground: say.t(&format!("times-evidence-{}", evidence(time.source.evidence))),
        source: time.source.text.clone(),
        back: if to_come { named(time) } else { vec![] },
    };
    let of = |code: Code| {
        let held = in_force(promises.all(), code, scope, now).map(|time| row(time, false));
        let mine = promises.all().iter().filter(move |time| time.code == code && time.scope == scope);
        let to_come: Vec<_> = mine.filter(|time| time.valid_from > today).map(|time| row(time, true)).collect();
        held.into_iter().chain(to_come).collect::<Vec<_>>()
    };
    Code::ALL.into_iter().flat_map(of).collect()
}
