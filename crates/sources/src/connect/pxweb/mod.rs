//! PxWeb, version 1 and PxWebApi 2: tables of Statistics Sweden, of the Public Health Agency, of many others. Source: sources 2 and 3.
//! Metadata first; then the limits of the installation, read rather than believed; then as many questions as it takes to stay
//! below them, joined again to one cube.

mod answer;
mod coded;
mod columnar;
mod grid;
mod html;
mod lists;
mod sdmx;
mod select;
mod split;

pub use answer::{Format, read_answer, read_file};
pub use lists::{CodeList, code_lists};
pub use select::{Selection, select};

use std::time::Duration;

use crate::fault::{Code, Fault, Result};
use crate::http::{Client, Limit, Request, escaped};
use crate::json::Json;
use crate::jsonstat;
use crate::model::{Category, Dataset, Dimension, Provenance};

/// The strictest limits that anybody states; used where an installation states none.
const CELLS_DEFAULT: u64 = 100_000;
/// As often as the strictest page says.
pub const LIMIT: Limit = Limit { calls: 10, window: Duration::from_secs(10) };
/// How many times a question that is still too large is halved.
const HALVINGS_MAX: u32 = 8;

/// Which version an address speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Version 1: the address is that of the table.
    One,
    /// Version 2: the address ends with `/tables/…`.
    Two,
}

/// A table that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its identifier, or its path.
    pub id: String,
    /// What it is about.
    pub label: String,
    /// First and last period, where it says.
    pub periods: String,
}

/// A table at an address.
pub struct Table<'a> {
    client: &'a Client<'a>,
    url: String,
    version: Version,
    language: String,
    /// The code list chosen for each variable that has one.
    lists: Vec<Selection>,
}

impl<'a> Table<'a> {
    /// The table at an address of either version.
    pub fn at(client: &'a Client<'a>, url: &str, language: &str) -> Self {
        let url = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
        let two = url.rsplit_once("/tables/").is_some();
        let url = if two { url.trim_end_matches("/metadata").trim_end_matches("/data") } else { url };
        let version = if two { Version::Two } else { Version::One };
        Self { client, url: url.to_owned(), version, language: language.to_owned(), lists: Vec::new() }
    }

    /// The same table in the values of other code lists: variable and identifier.
    #[must_use]
    pub fn through(mut self, lists: &[Selection]) -> Self {
        self.lists = lists.to_vec();
        self
    }

    /// Its dimensions, without figures.
    pub fn metadata(&self) -> Result<Dataset> {
        let place = format!("PxWeb, {}", self.url);
        match self.version {
            Version::One => {
                let request = Request::get(&self.url);
                let read = self.client.read(&request, |answer| metadata_one(&Json::parse(no_page(&answer.body)?)?));
                read.map_err(|fault| of_table(fault, &place))
            }
            Version::Two => {
                let request = Request::get(self.metadata_url());
                let read = self.client.read(&request, |answer| jsonstat::metadata(no_page(&answer.body)?));
                read.map_err(|fault| of_table(fault, &place))
            }
        }
    }

    fn metadata_url(&self) -> String {
        format!("{}/metadata?lang={}{}", self.url, self.language, self.list_parameters())
    }

    /// How many cells one question may have; the client is told how often it may ask. An installation that does not say
    /// is asked as the strictest.
    fn cells_max(&self) -> u64 {
        let url = match (self.version, self.url.rsplit_once("/tables/")) {
            (Version::Two, Some((base, _))) => format!("{base}/config"),
            _ => format!("{}?config", self.url),
        };
        let config = self.client.ask_any(&Request::get(url)).ok().and_then(|answer| Json::parse(&answer.body).ok());
        let Some(config) = config else { return CELLS_DEFAULT };
        let whole = |name: &str| config.get(name).and_then(Json::whole).filter(|number| *number > 0);
        let calls = whole("maxCallsPerTimeWindow").or_else(|| whole("maxCalls"));
        if let (Some(calls), Some(window)) = (calls, whole("timeWindow")) {
            let calls = usize::try_from(calls).unwrap_or(1);
            self.client.slower(Limit { calls, window: Duration::from_secs(window) });
        }
        ["maxDataCells", "maxCells", "maxValues"].into_iter().filter_map(whole).min().unwrap_or(CELLS_DEFAULT)
    }

    /// Fetches the selected part of the table.
    pub fn fetch(&self, selections: &[Selection], format: Format) -> Result<Dataset> {
        let place = format!("PxWeb, {}", self.url);
        if !format.is_of(self.version) {
            let has: Vec<&str> =
                Format::ALL.into_iter().filter(|each| each.is_of(self.version)).map(Format::as_str).collect();
            return Err(Fault::new(Code::Question, place, format!("its version of PxWeb has no {}", format.as_str()))
                .remedy(format!("It has {}.", has.join(", "))));
        }
        let metadata = self.listed(self.metadata()?, selections).map_err(|fault| of_table(fault, &place))?;
        let wanted = select(&metadata, selections).map_err(|fault| fault.within(&place))?;
        let mut limit = self.cells_max();
        for _ in 0..HALVINGS_MAX {
            match self.fetch_within(&metadata, &wanted, limit, format)? {
                Some(mut dataset) => {
                    self.describe(&mut dataset, &metadata);
                    return Ok(dataset);
                }
                None => limit /= 2,
            }
        }
        Err(Fault::new(Code::Refused, place, "even small questions are called too large").remedy("Select less."))
    }

    /// Fetches in questions below a limit; `None` when the installation finds one of them too large.
    fn fetch_within(
        &self,
        metadata: &Dataset,
        wanted: &[(String, Vec<String>)],
        limit: u64,
        format: Format,
    ) -> Result<Option<Dataset>> {
        let questions = split::split(wanted, limit.max(1))?;
        let mut join = split::Join::new(metadata, wanted)?;
        for (done, question) in questions.iter().enumerate() {
            self.client.tell(done, Some(questions.len()));
            let request = self.request(question, format)?;
            let answer = self.client.ask_any(&request)?;
            let too_large = match self.version {
                Version::One => answer.status == 403,
                Version::Two => {
                    answer.status == 400 && String::from_utf8_lossy(&answer.body).contains("Too many cells")
                }
            };
            if too_large {
                return Ok(None);
            }
            if answer.status != 200 {
                return Err(self.client.refused(&request, &answer));
            }
            let part = read_answer(&answer.body, format, &split::asked(metadata, question)?);
            let put = part.and_then(|part| join.put(&part, question));
            put.map_err(|fault| {
                self.client.forget(&request);
                fault.within(&format!("PxWeb, {}", self.url))
            })?;
        }
        self.client.tell(questions.len(), Some(questions.len()));
        join.finish().map(Some)
    }

    fn request(&self, question: &[(String, Vec<String>)], format: Format) -> Result<Request> {
        match self.version {
            Version::One => {
                let mut query = Vec::new();
                for (code, values) in question {
                    let filter = self.chosen(code).map_or_else(|| Ok("item".to_owned()), lists::filter)?;
                    let selection = Json::object([("filter", Json::of(filter)), ("values", Json::texts(values))]);
                    query.push(Json::object([("code", Json::of(code)), ("selection", selection)]));
                }
                let response = Json::object([("format", Json::of(format.as_str()))]);
                let body = Json::object([("query", Json::List(query)), ("response", response)]);
                Ok(Request::post(&self.url, body.to_string()))
            }
            Version::Two => {
                let selection = question.iter().map(|(code, values)| {
                    let list = self.chosen(code).map(|id| ("codelist".to_owned(), Json::of(id)));
                    let whole =
                        [("variableCode".to_owned(), Json::of(code)), ("valueCodes".to_owned(), Json::texts(values))];
                    Json::Object(whole.into_iter().chain(list).collect())
                });
                let body = Json::object([("selection", Json::List(selection.collect()))]);
                let parameters = match format {
                    Format::Csv => "&outputFormatParams=UseCodes",
                    // A code alone may be one of two variables.
                    Format::Html => "&outputFormatParams=UseCodesAndTexts",
                    Format::JsonStat2
                    | Format::JsonStat
                    | Format::Json
                    | Format::JsonPx
                    | Format::Px
                    | Format::Csv2
                    | Format::Csv3
                    | Format::Xlsx
                    | Format::Parquet
                    | Format::Sdmx => "",
                };
                let url =
                    format!("{}/data?lang={}&outputFormat={}{parameters}", self.url, self.language, format.as_str());
                Ok(Request::post(url, body.to_string()))
            }
        }
    }

    fn describe(&self, dataset: &mut Dataset, metadata: &Dataset) {
        dataset.label.clone_from(&metadata.label);
        dataset.notes.clone_from(&metadata.notes);
        dataset.updated.clone_from(&metadata.updated);
        self.url.rsplit('/').next().unwrap_or_default().clone_into(&mut dataset.code);
        let host = self.url.split('/').nth(2).unwrap_or_default();
        let (name, licence) = match host {
            host if host.ends_with("scb.se") => ("SCB", "CC0. Källa: SCB."),
            host if host.ends_with("folkhalsomyndigheten.se") => {
                ("Folkhälsomyndigheten", "Källa: Folkhälsomyndigheten.")
            }
            _ => ("", ""),
        };
        let name = if metadata.provenance.name.is_empty() { name } else { metadata.provenance.name.as_str() };
        dataset.provenance = Provenance {
            name: name.to_owned(),
            licence: Some(licence.to_owned()).filter(|licence| !licence.is_empty()),
            address: Some(self.url.clone()),
            fetched: Some(self.client.now()),
            ..Provenance::default()
        };
    }
}

/// A fault of a table; where the client has asked in vain, it has named the table already.
fn of_table(fault: Fault, place: &str) -> Fault {
    if fault.place.starts_with("PxWeb, ") { fault } else { fault.within(place) }
}

/// An answer that is no page for people, whose address is the one that people have.
fn no_page(body: &[u8]) -> Result<&[u8]> {
    if body.trim_ascii_start().starts_with(b"<") {
        return Err(Fault::new(Code::WrongShape, "", "a page for people answered, not a table").remedy(
            "Take the address of the interface: …/api/v2/tables/TAB6471, or …/v1/sv/… with the table at its end.",
        ));
    }
    Ok(body)
}

/// Looks for tables of version 2: `base` is the address that `/tables` follows.
pub fn search(client: &Client<'_>, base: &str, words: &str, language: &str) -> Result<Vec<Found>> {
    let base = base.trim_end_matches('/');
    let mut found = Vec::new();
    let mut page = 1;
    loop {
        let url = format!("{base}/tables?query={}&lang={language}&pageNumber={page}&pageSize=100", escaped(words));
        let answer = client.json(&url)?;
        for table in answer.get("tables").map(Json::items).unwrap_or_default() {
            let text = |name: &str| table.get(name).and_then(Json::text).unwrap_or_default();
            found.push(Found {
                id: text("id").to_owned(),
                label: text("label").to_owned(),
                periods: format!("{}-{}", text("firstPeriod"), text("lastPeriod")),
            });
        }
        let pages = answer.get("page").and_then(|page| page.get("totalPages")).and_then(Json::whole).unwrap_or(1);
        if page >= pages || page >= 100 {
            return Ok(found);
        }
        page += 1;
    }
}

/// The metadata of version 1: titles and values, side by side.
fn metadata_one(json: &Json) -> Result<Dataset> {
    let variables = json.get("variables").ok_or_else(|| {
        Fault::new(Code::WrongShape, "variables", "this is not a table")
            .remedy("Is it the address of a level above it?")
    })?;
    let mut dimensions = Vec::new();
    for variable in variables.items() {
        let code = variable.need_text("code", "variables")?;
        let texts = |name: &str| -> Vec<String> {
            variable.get(name).map(Json::items).unwrap_or_default().iter().filter_map(Json::code).collect()
        };
        let (values, labels) = (texts("values"), texts("valueTexts"));
        if values.len() != labels.len() {
            return Err(Fault::new(
                Code::WrongSize,
                format!("variables/{code}"),
                "values and their texts differ in number",
            ));
        }
        let categories = values.iter().zip(labels).map(|(value, label)| Category::labelled(value, label)).collect();
        let mut dimension = Dimension::new(code, categories);
        dimension.label = variable.get("text").and_then(Json::text).map(ToOwned::to_owned);
        if variable.get("time") == Some(&Json::Bool(true)) {
            dimension.role = crate::model::Role::Period;
        }
        if variable.get("elimination") == Some(&Json::Bool(true)) {
            let extension = Json::object([("elimination", Json::Bool(true))]);
            dimension.extra.push(("extension".to_owned(), extension));
        }
        dimensions.push(dimension);
    }
    let label = json.get("title").and_then(Json::text).unwrap_or_default().to_owned();
    Ok(Dataset { label, dimensions, ..Dataset::default() })
}
