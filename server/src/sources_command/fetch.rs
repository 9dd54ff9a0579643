//! Asks the sources.

use std::io::{IsTerminal as _, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use domain::moment::{Day, Moment};
use environment::Environment;
use sources::connect::{kolada, planned, pxweb, skolverket, socialstyrelsen};
use sources::fault::{Code, Fault, Result};
use sources::http::{Cache, Client, Limit, Pace, Progress, Wire};
use sources::model::{Category, Dataset};
use sources::publish::NoLedger;

use super::files::{folder_of, form_to_write, print, whole, write};
use super::{Fetch, Source, To, Units};

/// An answer to one question may take this long.
const ANSWER_SECONDS: u64 = 60;
/// A fetch that is begun again within this time goes on where it was.
const FRESH_SECONDS: u64 = 3600;
/// The most years of a question.
const YEARS_MAX: i16 = 200;

/// The machine's clock, its chance, and waiting.
struct Paced<'a>(&'a Environment);

impl Pace for Paced<'_> {
    fn now(&self) -> Moment {
        self.0.now()
    }

    #[expect(clippy::disallowed_methods, reason = "a command at a terminal waits for a source that asks it to")]
    fn wait(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    fn chance(&self) -> f64 {
        const STEPS: u32 = 1 << 20;
        let step = u32::try_from(self.0.below(STEPS as usize)).unwrap_or(0);
        f64::from(step) / f64::from(STEPS)
    }
}

/// How far it has come, on a line of the terminal that is written over; nothing where nobody looks.
fn told(progress: Progress) {
    let mut terminal = std::io::stderr();
    if !terminal.is_terminal() {
        return;
    }
    let line = match progress {
        Progress::Part { done, of: Some(of) } => format!("{done} of {of}"),
        Progress::Part { done, of: None } => format!("{done}"),
        Progress::Waiting { seconds, why } => format!("waiting {seconds} seconds: {why}"),
    };
    // A terminal that is gone is no fault.
    let _ = write!(terminal, "\r\x1b[K{line}").and_then(|()| terminal.flush());
}

/// Takes the line of progress away.
fn told_all() {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        let _ = write!(terminal, "\r\x1b[K");
    }
}

/// Asks a source with everything that politeness takes.
fn asking<T>(
    name: &'static str,
    limit: Limit,
    cache: Option<&Path>,
    environment: &Environment,
    ask: impl FnOnce(&Client<'_>) -> Result<T>,
) -> Result<T> {
    let wire = Wire::new(Duration::from_secs(ANSWER_SECONDS));
    let pace = Paced(environment);
    let cache = cache.map(|folder| Cache::new(folder, Duration::from_secs(FRESH_SECONDS)));
    let outcome = ask(&Client::new(name, &wire, &pace, limit).cached(cache).telling(&told));
    told_all();
    outcome
}

/// The address of a table, on another server where one is said: of version 2 what follows from `/tables/`, else what follows the
/// server's name.
pub(super) fn address(url: &str, base: Option<&str>) -> String {
    let Some(base) = base.map(|base| base.trim_end_matches('/')) else { return url.to_owned() };
    let path = match (url.find("/tables/"), url.split_once("://")) {
        (Some(at), Some(_)) => url.get(at..).unwrap_or_default(),
        (None, Some((_, rest))) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default(),
        (_, None) => url,
    };
    format!("{base}/{}", path.trim_start_matches('/'))
}

/// Says what a table is counted by, or what a code list holds.
pub(super) fn describe(url: &str, list: Option<&str>, language: &str, environment: &Environment) -> Result<ExitCode> {
    const VALUES_SHOWN: usize = 6;
    let lines = asking("PxWeb", pxweb::LIMIT, None, environment, |client| {
        let table = pxweb::Table::at(client, url, language);
        if let Some(list) = list {
            let values = table.code_list(list)?.categories;
            let line = |value: &Category| format!("{}\t{}\t{}", value.code, value.name(), value.children.join(","));
            return Ok(values.iter().map(line).collect());
        }
        let metadata = table.metadata()?;
        let mut lines = vec![metadata.label.clone()];
        let lists = pxweb::code_lists(&metadata);
        for dimension in &metadata.dimensions {
            let (values, count) = (&dimension.categories, dimension.categories.len());
            let named = |value: &Category| format!("{} {}", value.code, value.name());
            let shown: Vec<String> = values.iter().take(VALUES_SHOWN).map(named).collect();
            let more = if count > VALUES_SHOWN { ", …" } else { "" };
            let (code, role) = (&dimension.code, dimension.role.as_str());
            lines.push(format!("{code}\t{role}\t{count}\t{}{more}", shown.join(", ")));
            let lists = lists.iter().filter(|list| list.variable == dimension.code);
            lines.extend(lists.map(|list| format!("{code}\tcode list\t{}\t{}", list.id, list.label)));
        }
        Ok(lines)
    })?;
    print(&lines);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn search(source: Source, words: &str, base: Option<&str>, environment: &Environment) -> Result<ExitCode> {
    let lines: Vec<String> = match source {
        Source::Kolada => asking("Kolada", kolada::LIMIT, None, environment, |client| {
            kolada::search(client, base.unwrap_or(kolada::BASE), words)
        })?
        .into_iter()
        .map(|found| format!("{}\t{}\t{}", found.id, found.about, found.title))
        .collect(),
        Source::Pxweb => asking("PxWeb", pxweb::LIMIT, None, environment, |client| {
            pxweb::search(client, base.unwrap_or("https://statistikdatabasen.scb.se/api/v2"), words, "sv")
        })?
        .into_iter()
        .map(|found| format!("{}\t{}\t{}", found.id, found.periods, found.label))
        .collect(),
        Source::Socialstyrelsen => asking("Socialstyrelsen", socialstyrelsen::LIMIT, None, environment, |client| {
            socialstyrelsen::subjects(client, base.unwrap_or(socialstyrelsen::BASE))
        })?
        .into_iter()
        .filter(|(id, title)| format!("{id} {title}").to_lowercase().contains(&words.to_lowercase()))
        .map(|(id, title)| format!("{id}\t{title}"))
        .collect(),
    };
    print(&lines);
    Ok(if lines.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

pub(super) fn fetch(what: &Fetch, environment: &Environment) -> Result<ExitCode> {
    match what {
        Fetch::Kolada { indicators, area, unit, years, changed_since, to } => {
            let today = environment.now().day();
            let years = years.as_deref().map(|text| self::years(text, today)).transpose()?;
            let question = kolada::Question {
                indicators: indicators.clone(),
                areas: area.clone(),
                units: unit.clone(),
                years: years.unwrap_or_default(),
                changed_since: changed_since.clone(),
            };
            into("Kolada", kolada::LIMIT, to, environment, |client| {
                kolada::fetch(client, to.base_url.as_deref().unwrap_or(kolada::BASE), &question)
            })
        }
        Fetch::Pxweb { url, select, codelist, format, language, to } => {
            let parsed =
                |all: &[String]| all.iter().map(|text| pxweb::Selection::parse(text)).collect::<Result<Vec<_>>>();
            let (selections, lists, format) = (parsed(select)?, parsed(codelist)?, pxweb::Format::parse(format)?);
            let url = address(url, to.base_url.as_deref());
            into("PxWeb", pxweb::LIMIT, to, environment, |client| {
                pxweb::Table::at(client, &url, language).through(&lists).fetch(&selections, format)
            })
        }
        Fetch::Socialstyrelsen { subject, select, to } => {
            let selections = select.iter().map(|text| pxweb::Selection::parse(text)).collect::<Result<Vec<_>>>()?;
            let values = selections.into_iter().map(|selection| {
                let values = selection.expression.split(',').map(|value| value.trim().to_owned()).collect();
                (selection.variable, values)
            });
            let question = socialstyrelsen::Question { subject: subject.clone(), values: values.collect() };
            into("Socialstyrelsen", socialstyrelsen::LIMIT, to, environment, |client| {
                socialstyrelsen::fetch(client, to.base_url.as_deref().unwrap_or(socialstyrelsen::BASE), &question)
            })
        }
        Fetch::Planned { municipality, school_type, to } => {
            into("Skolverket", skolverket::LIMIT, to, environment, |client| {
                planned::statistics(client, to.base_url.as_deref().unwrap_or(planned::BASE), municipality, school_type)
            })
        }
        Fetch::Skolverket(wanted) => units(wanted, environment),
    }
}

/// Fetches into a file, whose name is looked at first: nobody is asked in vain.
fn into(
    name: &'static str,
    limit: Limit,
    to: &To,
    environment: &Environment,
    ask: impl FnOnce(&Client<'_>) -> Result<Dataset>,
) -> Result<ExitCode> {
    form_to_write(&to.out)?;
    let dataset = asking(name, limit, to.cache.as_deref(), environment, ask)?;
    // What a source answers is published.
    write(&dataset, &to.out, &NoLedger)?;
    if std::io::stderr().is_terminal() {
        eprintln!("{} cells: {}", dataset.size(), dataset.label);
    }
    Ok(ExitCode::SUCCESS)
}

fn units(units: &Units, environment: &Environment) -> Result<ExitCode> {
    folder_of(&units.out)?;
    let base = units.base_url.as_deref().unwrap_or(skolverket::BASE);
    let found = asking("Skolverket", skolverket::LIMIT, units.cache.as_deref(), environment, |client| {
        skolverket::units(client, base, &units.municipality, units.school_type.as_deref())
    })?;
    if units.out == Path::new("-") {
        skolverket::csv(&found, std::io::stdout().lock())?;
    } else {
        whole(&units.out, |file| skolverket::csv(&found, file))?;
    }
    Ok(if found.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Years as people write them; an open end goes to next year, because sources date some figures ahead.
fn years(text: &str, today: Day) -> Result<Vec<i16>> {
    let wrong =
        || Fault::new(Code::Question, format!("--years {text}"), "must be 2024, 2014-2020, 2014- or a list of them");
    let mut years = Vec::new();
    for part in text.split(',') {
        let year =
            |text: &str| text.trim().parse::<i16>().ok().filter(|year| (1900..=2100).contains(year)).ok_or_else(wrong);
        let (from, to) = match part.split_once('-') {
            None => (year(part)?, year(part)?),
            Some((from, "")) => (year(from)?, today.date().year().saturating_add(1)),
            Some((from, to)) => (year(from)?, year(to)?),
        };
        if from > to || to - from > YEARS_MAX {
            return Err(wrong());
        }
        years.extend(from..=to);
    }
    Ok(years)
}
