//! Pages to read, for anyone: what is kept and who may read it, secrecy in plain words, accessibility, and how promised
//! times are counted. The words stand in the texts; a page is as many sections as the texts hold.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use domain::clock::{Code, Definition, Evidence, Scope, Start, Unit, in_force};
use domain::moment::Moment;
use i18n::{Argument, Say};
use web::{Assets, Problem, Shell, Visit};

use crate::promises::Promises;
use crate::start::public_promises;

/// The most sections of a page.
const SECTIONS_MAX: usize = 12;
/// The most paragraphs, or lines of a list, of a section.
const LINES_MAX: usize = 12;

#[derive(Template)]
#[template(path = "reading.html")]
struct ReadingPage {
    a: Assets,
    back: String,
    title: String,
    lead: String,
    sections: Vec<Section>,
    links: Vec<web::Link>,
    links_title: String,
}

struct Section {
    id: String,
    heading: String,
    paragraphs: Vec<String>,
    items: Vec<String>,
}

/// What is kept, who may read it, and how to complain.
pub(crate) async fn your_data(visit: Visit) -> Result<Response, Problem> {
    show(&visit, "data", &[("/tystnadsplikt", "reading-secrecy-link"), ("/om-tiderna", "reading-times-link")])
}

/// Secrecy in plain words.
pub(crate) async fn secrecy(visit: Visit) -> Result<Response, Problem> {
    show(&visit, "secrecy", &[("/dina-uppgifter", "frame-your-data"), ("/be-om-hjalp", "frame-ask")])
}

/// The accessibility statement.
pub(crate) async fn accessibility(visit: Visit) -> Result<Response, Problem> {
    show(&visit, "access", &[("/installningar", "frame-preferences")])
}

fn show(visit: &Visit, page: &str, links: &[(&str, &str)]) -> Result<Response, Problem> {
    let say = visit.say();
    let region = visit.app.settings().region_name.as_str();
    let text = |key: &str| say.with(key, "region", region);
    let page = ReadingPage {
        a: visit.assets(),
        back: say.t("reading-back"),
        title: text(&format!("reading-{page}")),
        lead: text(&format!("reading-{page}-lead")),
        sections: sections(say, page, region),
        links: links.iter().map(|(href, key)| web::Link { href: (*href).to_owned(), label: say.t(key) }).collect(),
        links_title: say.t("reading-more"),
    };
    let title = page.title.clone();
    visit.open_page(Shell::Public, &title, &page)
}

fn sections(say: Say<'_>, page: &str, region: &str) -> Vec<Section> {
    let keys = (1..=SECTIONS_MAX).map(|number| format!("reading-{page}-{number}"));
    let lines = |key: &str, kind: &str| -> Vec<String> {
        let keys = (1..=LINES_MAX).map(|number| format!("{key}-{kind}-{number}"));
        keys.filter(|key| say.has(key)).map(|key| say.with(&key, "region", region)).collect()
    };
    keys.filter(|key| say.has(key))
        .map(|key| Section {
            heading: say.with(&key, "region", region),
            paragraphs: lines(&key, "text"),
            items: lines(&key, "item"),
            id: key,
        })
        .collect()
}

#[derive(Template)]
#[template(path = "times.html")]
struct TimesPage {
    a: Assets,
    back: String,
    title: String,
    lead: String,
    sections: Vec<Section>,
    tables: Vec<Table>,
    t: TimesText,
}

struct TimesText {
    what: String,
    time: String,
    start: String,
    ground: String,
}

struct Table {
    id: &'static str,
    heading: String,
    about: String,
    rows: Vec<TimeRow>,
}

struct TimeRow {
    what: String,
    time: String,
    start: String,
    evidence: String,
    source: String,
}

/// How promised times are counted, with their sources.
pub(crate) async fn times(visit: Visit) -> Result<Response, Problem> {
    let say = visit.say();
    let promises = public_promises(&visit).await?;
    let table = |id, scope: Scope, key: &str| Table {
        id,
        heading: say.t(key),
        about: say.t(&format!("{key}-about")),
        rows: rows(say, &promises, scope, visit.now()),
    };
    let page = TimesPage {
        a: visit.assets(),
        back: say.t("reading-back"),
        title: say.t("reading-times"),
        lead: say.t("reading-times-lead"),
        sections: sections(say, "times", &visit.app.settings().region_name),
        tables: vec![table("local", Scope::Local, "times-local"), table("national", Scope::National, "times-national")],
        t: TimesText {
            what: say.t("times-what"),
            time: say.t("times-time"),
            start: say.t("times-start"),
            ground: say.t("times-ground"),
        },
    };
    let title = page.title.clone();
    visit.open_page(Shell::Public, &title, &page)
}

/// What is in force, code by code, and after each what will be.
fn rows(say: Say<'_>, promises: &Promises, scope: Scope, now: Moment) -> Vec<TimeRow> {
    let today = now.day();
    let of = |code: Code| {
        let held = in_force(promises.all(), code, scope, now).map(|time| row(say, time));
        let to_come = promises.all().iter().filter(move |time| time.code == code && time.scope == scope);
        let to_come = to_come.filter(move |time| time.valid_from > today).map(move |time| {
            let (row, from) = (row(say, time), say.day(time.valid_from, today));
            let time =
                say.message("times-from", &[("time", row.time.as_str().into()), ("day", from.as_str().into())].into());
            TimeRow { time, ..row }
        });
        held.into_iter().chain(to_come).collect::<Vec<_>>()
    };
    Code::ALL.into_iter().flat_map(of).collect()
}

/// "2 arbetsdagar".
pub(crate) fn promised_time(say: Say<'_>, time: &Definition) -> String {
    let count = BTreeMap::from([("count", Argument::from(i64::from(time.amount)))]);
    say.message(&format!("times-unit-{}", unit(time.unit)), &count)
}

fn row(say: Say<'_>, time: &Definition) -> TimeRow {
    TimeRow {
        what: say.t(&format!("times-code-{}", time.code)),
        time: promised_time(say, time),
        start: say.t(&format!("times-start-{}", start(time.start))),
        evidence: say.t(&format!("times-evidence-{}", evidence(time.source.evidence))),
        source: time.source.text.clone(),
    }
}

const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::WorkingDays => "working-days",
        Unit::WorkingHours => "working-hours",
        Unit::CalendarDays => "calendar-days",
        Unit::Hours => "hours",
        Unit::SameDay => "same-day",
    }
}

const fn start(start: Start) -> &'static str {
    match start {
        Start::ContactAttempt => "contact-attempt",
        Start::SoughtCare => "sought-care",
        Start::ReferralIssued => "referral-issued",
        Start::SoughtCareOrReferred => "sought-care-or-referred",
        Start::Decision => "decision",
        Start::FirstAssessment => "first-assessment",
        Start::FirstCall => "first-call",
        Start::Received => "received",
    }
}

pub(crate) const fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Law => "law",
        Evidence::Target => "target",
        Evidence::Practice => "practice",
        Evidence::Decided => "decided",
        Evidence::Proposed => "proposed",
    }
}
