//! Asks the sources.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use domain::moment::{Day, Moment};
use environment::Environment;
use sources::connect::{kolada, pxweb, skolverket, socialstyrelsen};
use sources::fault::{Code, Fault, Result};
use sources::http::{Cache, Client, Limit, Pace, Progress, Wire};
use sources::model::Dataset;

use super::files::write;
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

fn told(progress: Progress) {
    match progress {
        Progress::Part { done, of: Some(of) } => eprintln!("{done} of {of}"),
        Progress::Part { done, of: None } => eprintln!("{done}"),
        Progress::Waiting { seconds, why } => eprintln!("waiting {seconds} seconds: {why}"),
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
    ask(&Client::new(name, &wire, &pace, limit).cached(cache).telling(&told))
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
    };
    let mut out = std::io::stdout().lock();
    for line in &lines {
        // A reader that has seen enough is no fault.
        let _ = writeln!(out, "{line}");
    }
    Ok(if lines.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

pub(super) fn fetch(what: &Fetch, environment: &Environment) -> Result<ExitCode> {
    let (dataset, to) = match what {
        Fetch::Kolada { indicators, area, unit, years, changed_since, to } => {
            let question = kolada::Question {
                indicators: indicators.clone(),
                areas: area.clone(),
                units: unit.clone(),
                years: years
                    .as_deref()
                    .map(|text| self::years(text, environment.now().day()))
                    .transpose()?
                    .unwrap_or_default(),
                changed_since: changed_since.clone(),
            };
            let base = to.base_url.as_deref().unwrap_or(kolada::BASE);
            let dataset = asking("Kolada", kolada::LIMIT, to.cache.as_deref(), environment, |client| {
                kolada::fetch(client, base, &question)
            })?;
            (dataset, to)
        }
        Fetch::Pxweb { url, select, format, language, to } => {
            let selections = select.iter().map(|text| pxweb::Selection::parse(text)).collect::<Result<Vec<_>>>()?;
            let format = pxweb::Format::parse(format)
                .ok_or_else(|| Fault::new(Code::Question, format!("--format {format}"), "no format that we read"))?;
            let url = to.base_url.as_ref().map_or_else(
                || url.clone(),
                |base| format!("{}/{}", base.trim_end_matches('/'), url.trim_start_matches('/')),
            );
            let dataset = asking("PxWeb", pxweb::LIMIT, to.cache.as_deref(), environment, |client| {
                pxweb::Table::at(client, &url, language).fetch(&selections, format)
            })?;
            (dataset, to)
        }
        Fetch::Socialstyrelsen { subject, select, to } => {
            let selections = select.iter().map(|text| pxweb::Selection::parse(text)).collect::<Result<Vec<_>>>()?;
            let values = selections.into_iter().map(|selection| {
                let values = selection.expression.split(',').map(|value| value.trim().to_owned()).collect();
                (selection.variable, values)
            });
            let question = socialstyrelsen::Question { subject: subject.clone(), values: values.collect() };
            let base = to.base_url.as_deref().unwrap_or(socialstyrelsen::BASE);
            let dataset =
                asking("Socialstyrelsen", socialstyrelsen::LIMIT, to.cache.as_deref(), environment, |client| {
                    socialstyrelsen::fetch(client, base, &question)
                })?;
            (dataset, to)
        }
        Fetch::Skolverket(wanted) => return units(wanted, environment),
    };
    done(&dataset, to)
}

fn units(units: &Units, environment: &Environment) -> Result<ExitCode> {
    let base = units.base_url.as_deref().unwrap_or(skolverket::BASE);
    let found = asking("Skolverket", skolverket::LIMIT, units.cache.as_deref(), environment, |client| {
        skolverket::units(client, base, &units.municipality, units.school_type.as_deref())
    })?;
    if units.out == Path::new("-") {
        skolverket::csv(&found, std::io::stdout().lock())?;
    } else {
        let file = File::create(&units.out).map_err(|error| Fault::file(units.out.display(), &error))?;
        skolverket::csv(&found, file)?;
    }
    Ok(if found.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn done(dataset: &Dataset, to: &To) -> Result<ExitCode> {
    write(dataset, &to.out)?;
    eprintln!("{} cells: {}", dataset.size(), dataset.label);
    Ok(ExitCode::SUCCESS)
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
