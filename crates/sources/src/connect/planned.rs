//! Planned educations of Skolverket, version 3: school units and what is counted of each. Source: sources 6, and clients of it in public
//! repositories. An own media type must be asked for; pages count from 0 and hold at most 100. Figures are texts with a decimal
//! comma, each with a word for whether and why there is one.

use super::Gather;
use crate::fault::{Code, Fault, Result};
use crate::http::{Client, Request, escaped};
use crate::json::Json;
use crate::model::{Category, Dataset, Dimension, Provenance, Role};

/// Where it is.
pub const BASE: &str = "https://api.skolverket.se/planned-educations/v3";
/// Without it the answer is 406.
const ACCEPT: &str = "application/vnd.skolverket.plannededucations.api.v3.hal+json";
const PAGE: usize = 100;
const PAGES_MAX: u64 = 500;
/// Types of schooling that have figures.
pub const KINDS: [&str; 4] = ["fsk", "gr", "gran", "gy"];

/// A school unit, as far as it is read: names of people are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The municipality.
    pub area: String,
    /// Who runs it: Kommunal, Fristående and others.
    pub organizer: String,
    /// Types of schooling.
    pub types: Vec<String>,
}

/// The units of a municipality with a type of schooling.
pub fn units(client: &Client<'_>, base: &str, area: &str, kind: &str) -> Result<Vec<Unit>> {
    let base = base.trim_end_matches('/');
    let mut units: Vec<Unit> = Vec::new();
    let mut page = 0;
    loop {
        let url = format!(
            "{base}/school-units?geographicalAreaCode={}&typeOfSchooling={}&page={page}&size={PAGE}",
            escaped(area),
            escaped(kind)
        );
        let body = ask(client, &url)?;
        let listed = body.get("_embedded").and_then(|embedded| embedded.get("listedSchoolUnits"));
        for item in listed.map(Json::items).unwrap_or_default() {
            units.push(unit(item).map_err(|fault| fault.within(&url))?);
        }
        let pages = body.get("page").and_then(|page| page.get("totalPages")).and_then(Json::whole).unwrap_or(1);
        page += 1;
        if page >= pages {
            break;
        }
        if page >= PAGES_MAX {
            return Err(Fault::new(Code::Incomplete, format!("Skolverket, {url}"), "the pages have no end"));
        }
    }
    let mut codes: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
    codes.sort_unstable();
    let before = codes.len();
    codes.dedup();
    if codes.len() < before {
        return Err(Fault::new(
            Code::Incomplete,
            "Skolverket, planned educations",
            "the list changed while it was read",
        )
        .remedy("Try again in a while."));
    }
    Ok(units)
}

/// What is counted of the units of a municipality: a cube of measure, unit and school year.
pub fn statistics(client: &Client<'_>, base: &str, area: &str, kind: &str) -> Result<Dataset> {
    if !KINDS.contains(&kind) {
        return Err(Fault::new(Code::Question, format!("--school-type {kind}"), "has no figures")
            .remedy(format!("One of: {}.", KINDS.join(", "))));
    }
    let base = base.trim_end_matches('/');
    let units = units(client, base, area, kind)?;
    let mut gather = Gather::new(dimensions(&units));
    for (done, unit) in units.iter().enumerate() {
        client.tell(done, Some(units.len()));
        let url = format!("{base}/school-units/{}/statistics/{kind}", escaped(&unit.code));
        let request = request(&url);
        let answer = client.ask_any(&request)?;
        // A unit of which nothing is counted.
        if answer.status == 404 {
            continue;
        }
        if answer.status != 200 {
            return Err(client.refused(&request, &answer));
        }
        let json = Json::parse(&answer.body).map_err(|fault| {
            client.forget(&request);
            fault.within(&format!("Skolverket, {url}"))
        })?;
        let body = json.get("body").unwrap_or(&json);
        for (measure, series) in body.members() {
            put(&mut gather, measure, &unit.code, series).map_err(|fault| fault.within(&url))?;
        }
    }
    client.tell(units.len(), Some(units.len()));
    if gather.len() == 0 {
        return Err(Fault::new(
            Code::Unknown,
            "Skolverket, planned educations",
            format!("no figures for {area}, {kind}"),
        ));
    }
    let mut dataset = gather.finish()?;
    dataset.code = format!("planned-educations-{kind}");
    dataset.label = format!("Skolenheter i {area}: {kind}");
    dataset.provenance = Provenance {
        address: Some(base.to_owned()),
        fetched: Some(client.now()),
        ..Provenance::published("Skolverket", "Källa: Skolverket.")
    };
    Ok(dataset)
}

fn request(url: &str) -> Request {
    let mut request = Request::get(url);
    request.headers.push(("Accept".to_owned(), ACCEPT.to_owned()));
    request
}

/// The body of an answer, which stands in an envelope.
fn ask(client: &Client<'_>, url: &str) -> Result<Json> {
    let place = format!("Skolverket, {url}");
    let json = client.read(&request(url), |answer| Json::parse(&answer.body)).map_err(|fault| fault.within(&place))?;
    json.get("body").cloned().ok_or_else(|| Fault::new(Code::WrongShape, place, "the answer has no \"body\""))
}

fn unit(item: &Json) -> Result<Unit> {
    let text = |name: &str| item.get(name).and_then(Json::code).unwrap_or_default();
    let types = item.get("typeOfSchooling").map(Json::items).unwrap_or_default();
    Ok(Unit {
        code: item
            .get("code")
            .and_then(Json::code)
            .ok_or_else(|| Fault::new(Code::WrongShape, "listedSchoolUnits", "a unit without its code"))?,
        name: text("name"),
        area: text("geographicalAreaCode"),
        organizer: text("principalOrganizerType"),
        types: types.iter().filter_map(|kind| kind.get("code").and_then(Json::code)).collect(),
    })
}

fn dimensions(units: &[Unit]) -> Vec<Dimension> {
    let of = Dimension::labelled;
    let units = units.iter().map(|unit| Category::labelled(&unit.code, &unit.name)).collect();
    vec![
        of("measure", "mått", Role::Measure, Vec::new()),
        of("schoolUnit", "skolenhet", Role::Area, units),
        of("timePeriod", "läsår", Role::Period, Vec::new()),
    ]
}

/// The series of one measure; whatever is no series is no figure.
fn put(gather: &mut Gather, measure: &str, unit: &str, series: &Json) -> Result<()> {
    for point in series.items() {
        let text = |name: &str| point.get(name).and_then(Json::code);
        let (Some(period), Some(kind)) = (text("timePeriod"), text("valueType")) else { continue };
        let said = text("value").unwrap_or_default().replace(',', ".").replace([' ', '\u{a0}'], "");
        let figure: Option<f64> = said.parse().ok().filter(|figure: &f64| figure.is_finite());
        let figure = figure.filter(|_| !matches!(kind.as_str(), "MISSING") && !kind.starts_with("OMITTED"));
        gather.put(&[measure, unit, &period], figure, (kind != "EXISTS").then_some(kind))?;
    }
    Ok(())
}
