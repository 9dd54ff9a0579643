//! Kolada, version 3: key figures of municipalities and regions. Source: api.kolada.se/v3, sources 1. At most 25 identifiers in a
//! segment of a path; pages follow `next_url`; an unknown identifier gives an empty answer rather than a fault, so what was asked
//! for is compared with the catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::Gather;
use crate::fault::{Code, Fault, Result};
use crate::http::{Client, Limit, Request, escaped};
use crate::json::Json;
use crate::model::{Area, Category, Dataset, Dimension, Provenance, Role, Scheme, Sex, Unit};

/// Where it is.
pub const BASE: &str = "https://api.kolada.se/v3";
/// Nobody has published a limit; one client asks five times a second.
pub const LIMIT: Limit = Limit { calls: 5, window: Duration::from_secs(1) };
const SEGMENT_MAX: usize = 25;
const PAGE: usize = 5000;
const PAGES_MAX: usize = 10_000;
/// How many times a list that changes while it is read is begun again.
const RESTARTS_MAX: usize = 2;

/// A key figure of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Its identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is, and whose.
    pub description: String,
    /// `K` of municipalities, `L` of regions, `A` of both.
    pub about: String,
    /// Whether there are figures of single units.
    pub has_unit_data: Units,
}

/// Whether there are figures of single units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// There are.
    Has,
    /// There are not.
    None,
}

/// What to fetch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Key figures.
    pub indicators: Vec<String>,
    /// Areas, in Kolada's codes, Statistics Sweden's, or groups; all when empty.
    pub areas: Vec<String>,
    /// Units, instead of areas.
    pub units: Vec<String>,
    /// Years; all when empty.
    pub years: Vec<i16>,
    /// Only what has changed since this day.
    pub changed_since: Option<String>,
}

/// Looks in the catalogue.
pub fn search(client: &Client<'_>, base: &str, words: &str) -> Result<Vec<Indicator>> {
    let url = format!("{}/kpi?title={}&per_page={PAGE}", base.trim_end_matches('/'), escaped(words));
    pages(client, &url)?.iter().map(indicator).collect()
}

fn indicator(item: &Json) -> Result<Indicator> {
    let text = |name: &str| item.get(name).and_then(Json::text).unwrap_or_default().to_owned();
    let has = item.get("has_ou_data") == Some(&Json::Bool(true))
        || item.get("has_ou_data").and_then(Json::number) == Some(1.0);
    Ok(Indicator {
        id: item.need_text("id", "Kolada, kpi")?.to_owned(),
        title: item.need_text("title", "Kolada, kpi")?.to_owned(),
        description: text("description"),
        about: text("municipality_type"),
        has_unit_data: if has { Units::Has } else { Units::None },
    })
}

/// Everything on all pages of a list. Where the list changes between two pages, it is begun again.
fn pages(client: &Client<'_>, first: &str) -> Result<Vec<Json>> {
    for _ in 0..=RESTARTS_MAX {
        let mut items: Vec<Json> = Vec::new();
        let mut next = Some(first.to_owned());
        let mut count: Option<u64> = None;
        let mut seen = BTreeSet::new();
        let mut changed = false;
        while let Some(url) = next.take() {
            if !seen.insert(url.clone()) || seen.len() > PAGES_MAX {
                return Err(Fault::new(Code::Incomplete, format!("Kolada, {url}"), "the pages go round in a circle"));
            }
            let page = client.json(&url)?;
            let values = page.get("values").filter(|values| matches!(values, Json::List(_)));
            let values = values.ok_or_else(|| {
                Fault::new(Code::WrongShape, format!("Kolada, {url}"), "the answer has no \"values\"")
                    .remedy("Is the address that of Kolada's version 3?")
            })?;
            let told = page.get("count").and_then(Json::whole);
            if seen.len() > 1 && count != told {
                changed = true;
                break;
            }
            count = told;
            items.extend_from_slice(values.items());
            let link = page.get("next_url").or_else(|| page.get("next_page")).and_then(Json::text);
            next = link.map(|link| absolute(first, link)).transpose()?;
            if next.is_some() {
                client.tell(items.len(), count.and_then(|count| usize::try_from(count).ok()));
            }
        }
        let identifiers: Vec<&str> = items.iter().filter_map(|item| item.get("id").and_then(Json::text)).collect();
        let distinct: BTreeSet<&&str> = identifiers.iter().collect();
        if !changed && distinct.len() == identifiers.len() {
            return Ok(items);
        }
        // What is kept of it is what does not fit together.
        for url in &seen {
            client.forget(&Request::get(url));
        }
    }
    Err(Fault::new(Code::Incomplete, format!("Kolada, {first}"), "the list changes while it is read")
        .remedy("Try again in a while."))
}

/// A link of theirs, on the server that was asked: another server must not get our questions.
fn absolute(asked: &str, link: &str) -> Result<String> {
    let host = |url: &str| url.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default().to_owned());
    let server = asked.find("://").and_then(|at| asked.get(at + 3..)?.find('/').map(|slash| at + 3 + slash));
    match (host(link), host(asked)) {
        (None, _) => Ok(format!("{}{link}", asked.get(..server.unwrap_or(asked.len())).unwrap_or_default())),
        (Some(theirs), Some(ours)) if theirs == ours => Ok(link.to_owned()),
        _ => Err(Fault::new(Code::Refused, format!("Kolada, {asked}"), "the next page is on another server")),
    }
}

/// Fetches figures.
pub fn fetch(client: &Client<'_>, base: &str, question: &Question) -> Result<Dataset> {
    let base = base.trim_end_matches('/');
    if question.indicators.is_empty() {
        return Err(
            Fault::new(Code::Question, "Kolada", "which key figure?").remedy("Try `cairn sources search kolada`.")
        );
    }
    let indicators = known_indicators(client, base, &question.indicators)?;
    let of_units = !question.units.is_empty();
    let areas: Vec<String> =
        if of_units { question.units.clone() } else { question.areas.iter().map(|area| code(area)).collect() };
    let names = if of_units { BTreeMap::new() } else { known_areas(client, base, &areas)? };
    if areas.is_empty() && question.years.is_empty() {
        return Err(Fault::new(Code::Question, "Kolada", "which areas or years?").remedy("Two of three must be given."));
    }
    let years: Vec<String> = question.years.iter().map(ToString::to_string).collect();
    let mut gather = Gather::new(dimensions(&indicators));
    let urls = urls(base, of_units, &question.indicators, &areas, &years, question.changed_since.as_deref());
    for (done, url) in urls.iter().enumerate() {
        client.tell(done, Some(urls.len()));
        for item in pages(client, url)? {
            put(&mut gather, &item).map_err(|fault| fault.within(&format!("Kolada, {url}")))?;
        }
    }
    client.tell(urls.len(), Some(urls.len()));
    if gather.len() == 0 {
        return Err(Fault::new(Code::Unknown, "Kolada", "there are no figures for these areas and years")
            .remedy("Regions have figures of other kinds than municipalities; see `cairn sources search kolada`."));
    }
    let mut dataset = gather.finish()?;
    finish(&mut dataset, &indicators, &names, &areas, base);
    dataset.provenance.fetched = Some(client.now());
    Ok(dataset)
}

/// Reads the items of an answer that was kept as a file, of version 3 or 2.
pub fn read(items: &Json) -> Result<Dataset> {
    let items = items.items();
    let of = |name: &str| items.iter().all(|item| item.get(name).is_some());
    if items.is_empty() {
        return Err(Fault::new(Code::WrongShape, "values", "there are no figures in it"));
    }
    if !of("kpi") || !of("period") || !of("values") {
        return Err(Fault::new(Code::Unsupported, "values", "a list from Kolada's catalogue, not figures")
            .remedy("Figures are fetched with `cairn sources fetch kolada`."));
    }
    let mut codes: Vec<String> = items.iter().filter_map(|item| item.get("kpi").and_then(Json::code)).collect();
    codes.sort();
    codes.dedup();
    let indicator = |id: &String| Indicator {
        id: id.clone(),
        title: id.clone(),
        description: String::new(),
        about: String::new(),
        has_unit_data: Units::None,
    };
    let indicators: Vec<Indicator> = codes.iter().map(indicator).collect();
    let mut gather = Gather::new(dimensions(&indicators));
    for item in items {
        put(&mut gather, item)?;
    }
    let mut dataset = gather.finish()?;
    finish(&mut dataset, &indicators, &BTreeMap::new(), &[], BASE);
    dataset.provenance.address = None;
    Ok(dataset)
}

/// An area in Kolada's codes.
fn code(area: &str) -> String {
    Area::parse(Scheme::Scb, area).code(Scheme::Kolada).unwrap_or_else(|| area.to_owned())
}

fn urls(
    base: &str,
    units: bool,
    indicators: &[String],
    areas: &[String],
    years: &[String],
    since: Option<&str>,
) -> Vec<String> {
    let chunks = |all: &[String]| -> Vec<Option<String>> {
        if all.is_empty() { vec![None] } else { all.chunks(SEGMENT_MAX).map(|each| Some(each.join(","))).collect() }
    };
    let (root, place) = if units { ("oudata", "ou") } else { ("data", "municipality") };
    let since = since.map(|day| format!("&from_date={}", escaped(day))).unwrap_or_default();
    let mut urls = Vec::new();
    for indicators in chunks(indicators) {
        for areas in chunks(areas) {
            for years in chunks(years) {
                let part = |name: &str, ids: &Option<String>| {
                    ids.as_ref().map(|ids| format!("/{name}/{ids}")).unwrap_or_default()
                };
                let path = [part("kpi", &indicators), part(place, &areas), part("year", &years)].concat();
                urls.push(format!("{base}/{root}{path}?per_page={PAGE}{since}"));
            }
        }
    }
    urls
}

fn known_indicators(client: &Client<'_>, base: &str, wanted: &[String]) -> Result<Vec<Indicator>> {
    let mut found = Vec::new();
    for ids in wanted.chunks(SEGMENT_MAX) {
        if let Some(wrong) =
            ids.iter().find(|id| id.is_empty() || !id.chars().all(|letter| letter.is_ascii_alphanumeric()))
        {
            return Err(Fault::new(Code::Question, "Kolada", format!("\"{wrong}\" is no identifier")));
        }
        for item in pages(client, &format!("{base}/kpi/{}?per_page={PAGE}", ids.join(",")))? {
            found.push(indicator(&item)?);
        }
    }
    let missing: Vec<&str> =
        wanted.iter().map(String::as_str).filter(|id| !found.iter().any(|known| known.id == *id)).collect();
    if missing.is_empty() {
        Ok(found)
    } else {
        Err(Fault::new(Code::Unknown, "Kolada", format!("no key figure {}", missing.join(", ")))
            .remedy("Identifiers are retired now and then; try `cairn sources search kolada`."))
    }
}

/// Names of the areas asked for; an unknown one is a fault.
fn known_areas(client: &Client<'_>, base: &str, wanted: &[String]) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    let mut lists = vec!["municipality"];
    if wanted.iter().any(|area| area.starts_with('G')) {
        lists.push("municipality_groups");
    }
    for list in lists {
        for item in pages(client, &format!("{base}/{list}?per_page={PAGE}"))? {
            let id = item.need_text("id", "Kolada, municipality")?.to_owned();
            names.insert(id, item.get("title").and_then(Json::text).unwrap_or_default().to_owned());
        }
    }
    let missing: Vec<&str> = wanted.iter().map(String::as_str).filter(|area| !names.contains_key(*area)).collect();
    if missing.is_empty() {
        Ok(names)
    } else {
        Err(Fault::new(Code::Unknown, "Kolada", format!("no area {}", missing.join(", "))))
    }
}

fn dimensions(indicators: &[Indicator]) -> Vec<Dimension> {
    let measure = |indicator: &Indicator| {
        let unit = if indicator.title.contains("(%)") { "procent" } else { "" };
        let unit = (!unit.is_empty()).then(|| Unit { label: Some(unit.to_owned()), ..Unit::default() });
        Category {
            unit,
            notes: Some(indicator.description.clone()).filter(|note| !note.is_empty()).into_iter().collect(),
            ..Category::labelled(&indicator.id, &indicator.title)
        }
    };
    let of = Dimension::labelled;
    vec![
        of("kpi", "nyckeltal", Role::Measure, indicators.iter().map(measure).collect()),
        of("municipality", "område", Role::Area, Vec::new()),
        of("gender", "kön", Role::Sex, Vec::new()),
        of("period", "år", Role::Period, Vec::new()),
    ]
}

/// One item with its figures by sex. A row that is deleted is kept as a mark, so that whoever has the figure can take it away. A
/// status that is not empty means that there is no figure to publish, whatever stands beside it.
fn put(gather: &mut Gather, item: &Json) -> Result<()> {
    let place = || Fault::new(Code::WrongShape, "values", "not in the shape of Kolada's data");
    let text = |name: &str| item.get(name).and_then(Json::code);
    let kpi = text("kpi").ok_or_else(place)?;
    let area = text("municipality").or_else(|| text("ou")).ok_or_else(place)?;
    let period = text("period").ok_or_else(place)?;
    for figure in item.get("values").map(Json::items).unwrap_or_default() {
        let gender = figure.get("gender").and_then(Json::text).unwrap_or("T");
        let gender = match Sex::parse(gender) {
            Some(sex) => sex.as_str().to_owned(),
            None => gender.to_owned(),
        };
        let status = figure.get("status").and_then(Json::text).unwrap_or_default();
        let deleted = figure.get("isdeleted") == Some(&Json::Bool(true));
        let value = figure.get("value").and_then(Json::number).filter(|_| status.is_empty() && !deleted);
        let mark =
            if deleted { Some("deleted".to_owned()) } else { Some(status.to_owned()).filter(|mark| !mark.is_empty()) };
        gather.put(&[&kpi, &area, &gender, &period], value, mark)?;
    }
    Ok(())
}

fn finish(
    dataset: &mut Dataset,
    indicators: &[Indicator],
    names: &BTreeMap<String, String>,
    asked: &[String],
    base: &str,
) {
    if let [only] = indicators {
        dataset.code.clone_from(&only.id);
        dataset.label.clone_from(&only.title);
    } else {
        "Nyckeltal ur Kolada".clone_into(&mut dataset.label);
    }
    let mut without: Vec<&str> = Vec::new();
    for dimension in dataset.dimensions.iter_mut().filter(|dimension| dimension.role == Role::Area) {
        without = asked.iter().map(String::as_str).filter(|area| dimension.find(area).is_none()).collect();
        for category in &mut dimension.categories {
            category.label = names.get(&category.code).cloned();
        }
    }
    if !without.is_empty() {
        dataset.notes.push(format!("Inga värden finns för: {}.", without.join(", ")));
    }
    for indicator in indicators.iter().filter(|indicator| indicator.title.contains("(-")) {
        dataset.notes.push(format!("{} är avslutat.", indicator.id));
    }
    dataset.provenance = Provenance {
        address: Some(base.to_owned()),
        ..Provenance::published(
            "Kolada",
            "Källa: Kolada. Fritt att använda med angiven källa; bearbetade uppgifter får inte anges komma från Kolada.",
        )
    };
}
