//! PxWeb, version 1 and 2, with one table of people who do not exist, and one code list of each kind.

use super::pxweb_formats::written;
use super::{Answer, Asked, Behaviour};
use crate::json::Json;
use crate::jsonstat;
use crate::model::{Category, Cells, Dataset, Dimension, Marks, Provenance, Role, Unit};

const REGIONS: [(&str, &str); 4] = [("00", "Riket"), ("13", "Rösmark"), ("1380", "Almvik"), ("1384", "Björkeryd")];
const AGES: usize = 20;
const YEARS: [&str; 5] = ["2020", "2021", "2022", "2023", "2024"];

/// The table: region, age, sex, contents, year. One figure is secret.
fn table() -> Dataset {
    let of = |code: &str, label: &str, role: Role, categories: Vec<Category>| Dimension {
        code: code.to_owned(),
        label: Some(label.to_owned()),
        role,
        categories,
        ..Dimension::default()
    };
    let ages = (0..AGES).map(|age| Category::labelled(age.to_string(), format!("{age} år"))).collect();
    let sexes = [("1", "män"), ("2", "kvinnor"), ("TotSa", "totalt")]
        .map(|(code, label)| Category::labelled(code, label))
        .to_vec();
    let mut sex = of("Kon", "kön", Role::Sex, sexes);
    sex.total = Some("TotSa".to_owned());
    sex.extra = vec![("extension".to_owned(), Json::object([("elimination", Json::Bool(true))]))];
    let listing = |id: &str, label: &str| {
        let list = Json::object([("id", Json::of(id)), ("label", Json::of(label)), ("type", Json::of("Aggregation"))]);
        vec![("extension".to_owned(), Json::object([("codelists", Json::List(vec![list]))]))]
    };
    let mut region =
        of("Region", "region", Role::Area, REGIONS.map(|(code, label)| Category::labelled(code, label)).to_vec());
    region.extra = listing("vs_Kommun", "kommuner");
    let mut age = of("Alder", "ålder", Role::Age, ages);
    age.extra = listing("agg_Alder10", "10-årsklasser");
    let unit = Unit { decimals: Some(0), extra: vec![("base".to_owned(), Json::of("antal"))], ..Unit::default() };
    let contents = Category { unit: Some(unit), ..Category::labelled("BE0101N1", "Folkmängd") };
    let dimensions = vec![
        region,
        age,
        sex,
        of("ContentsCode", "tabellinnehåll", Role::Measure, vec![contents]),
        of("Tid", "år", Role::Period, YEARS.map(|year| Category::labelled(year, year)).to_vec()),
    ];
    let mut dataset = Dataset {
        code: "TAB1".to_owned(),
        label: "Folkmängd efter region, ålder, kön och år".to_owned(),
        provenance: Provenance { name: "SCB".to_owned(), ..Provenance::default() },
        dimensions,
        ..Dataset::default()
    };
    let size = u32::try_from(dataset.size()).unwrap_or(0);
    let mut values: Vec<f64> = (0..size).map(|at| f64::from(100 + at % 37)).collect();
    if let Some(first) = values.first_mut() {
        *first = f64::NAN;
    }
    dataset.cells = Cells::dense(values);
    dataset.cells.marks.set(0, "..");
    dataset
}

/// The one aggregation: ages in bands of ten.
const BANDS: [(&str, &str, usize, usize); 2] = [("-9", "0-9 år", 0, 9), ("10-19", "10-19 år", 10, 19)];
/// The one valueset: municipalities.
const MUNICIPALITIES: usize = 2;

/// The table in the values of a code list: `agg_Alder10` of ages, `vs_Kommun` of regions.
fn through(whole: &Dataset, variable: &str, list: &str) -> Option<Dataset> {
    let mut dataset = whole.clone();
    let axis = whole.dimensions.iter().position(|dimension| dimension.code == variable)?;
    let dimension = dataset.dimensions.get_mut(axis)?;
    let members: Vec<Vec<usize>> = match (variable, list) {
        ("Alder", "agg_Alder10" | "agg:Alder10") => {
            dimension.categories = BANDS.map(|(code, label, ..)| Category::labelled(code, label)).to_vec();
            BANDS.map(|(_, _, from, to)| (from..=to).collect::<Vec<usize>>()).to_vec()
        }
        ("Region", "vs_Kommun" | "vs:Kommun") => {
            let all = dimension.categories.len();
            dimension.categories.drain(..all - MUNICIPALITIES);
            (all - MUNICIPALITIES..all).map(|at| vec![at]).collect()
        }
        _ => return None,
    };
    let mut values = Vec::new();
    for position in 0..dataset.size() {
        let indexes = dataset.indexes(position);
        let parts = members.get(*indexes.get(axis)?)?.iter().map(|member| {
            let mut indexes = indexes.clone();
            *indexes.get_mut(axis)? = *member;
            whole.position(&indexes).and_then(|at| whole.cells.value(at).figure())
        });
        // A band with a secret in it is told as the sum of what is there, as the demo has only one.
        values.push(parts.map(|part| part.unwrap_or(0.0)).sum::<f64>());
    }
    dataset.cells = Cells::dense(values);
    Some(dataset)
}

/// What a code list holds.
fn code_list(id: &str) -> Option<Json> {
    let value = |code: &str, label: &str, members: Vec<String>| {
        Json::object([("code", Json::of(code)), ("label", Json::of(label)), ("valueMap", Json::texts(&members))])
    };
    let (label, kind, values) = match id {
        "agg_Alder10" => {
            let band = |(code, label, from, to): (&str, &str, usize, usize)| {
                value(code, label, (from..=to).map(|age| age.to_string()).collect())
            };
            ("10-årsklasser", "Aggregation", BANDS.map(band).to_vec())
        }
        "vs_Kommun" => {
            let towns = REGIONS.iter().skip(REGIONS.len() - MUNICIPALITIES);
            let values = towns.map(|(code, label)| value(code, label, vec![(*code).to_owned()])).collect();
            ("kommuner", "Valueset", values)
        }
        _ => return None,
    };
    Some(Json::object([
        ("id", Json::of(id)),
        ("label", Json::of(label)),
        ("language", Json::of("sv")),
        ("type", Json::of(kind)),
        ("values", Json::List(values)),
    ]))
}

/// The table in the values of every code list that is chosen.
fn chosen(lists: impl IntoIterator<Item = (String, String)>) -> Option<Dataset> {
    lists.into_iter().try_fold(table(), |whole, (variable, list)| through(&whole, &variable, &list))
}

/// The part that is selected, or the error that the reference gives.
fn part(whole: &Dataset, selection: &[(String, Vec<String>)]) -> Result<Dataset, &'static str> {
    let mut kept: Vec<Vec<usize>> = Vec::new();
    for dimension in &whole.dimensions {
        let wanted = selection.iter().find(|(code, _)| *code == dimension.code);
        kept.push(match wanted {
            Some((_, values)) => values
                .iter()
                .map(|value| dimension.find(value).ok_or("Non-existent value"))
                .collect::<Result<_, _>>()?,
            None => match dimension.total_index() {
                Some(total) => vec![total],
                None => return Err("Missing selection for mandantory variable"),
            },
        });
    }
    if selection.iter().any(|(code, _)| whole.dimension(code).is_none()) {
        return Err("Non-existent variable");
    }
    let mut dataset = whole.clone();
    for (dimension, kept) in dataset.dimensions.iter_mut().zip(&kept) {
        dimension.categories = kept.iter().filter_map(|at| dimension.categories.get(*at)).cloned().collect();
    }
    // A variable that was left out is not in the answer.
    let mut marks = Marks::None;
    let mut values = Vec::new();
    for position in 0..dataset.size() {
        let indexes: Vec<usize> =
            dataset.indexes(position).iter().zip(&kept).filter_map(|(at, kept)| kept.get(*at)).copied().collect();
        let place = whole.position(&indexes).unwrap_or(0);
        let observation = whole.observation(place);
        values.push(observation.value.figure().unwrap_or(f64::NAN));
        if let Some(mark) = observation.mark {
            marks.set(position, mark);
        }
    }
    dataset.cells = Cells { marks, ..Cells::dense(values) };
    dataset.dimensions.retain(|dimension| selection.iter().any(|(code, _)| *code == dimension.code));
    Ok(dataset)
}

/// What a body selects; both versions, which name things differently.
fn selection(body: &str) -> Option<Vec<(String, Vec<String>)>> {
    let json = Json::parse(body.as_bytes()).ok()?;
    let texts = |json: &Json| json.items().iter().filter_map(Json::code).collect::<Vec<_>>();
    let one = |item: &Json| Some((item.get("code")?.text()?.to_owned(), texts(item.get("selection")?.get("values")?)));
    let two = |item: &Json| Some((item.get("variableCode")?.text()?.to_owned(), texts(item.get("valueCodes")?)));
    match (json.get("query"), json.get("selection")) {
        (Some(query), _) => query.items().iter().map(one).collect(),
        (None, Some(selection)) => selection.items().iter().map(two).collect(),
        (None, None) => None,
    }
}

/// The code lists that a body chooses: by filter in version 1, by name in version 2.
fn lists(body: &str) -> Vec<(String, String)> {
    let Ok(json) = Json::parse(body.as_bytes()) else { return Vec::new() };
    let one = |item: &Json| {
        let filter = item.get("selection")?.get("filter")?.text()?;
        (filter != "item").then(|| Some((item.get("code")?.text()?.to_owned(), filter.to_owned())))?
    };
    let two =
        |item: &Json| Some((item.get("variableCode")?.text()?.to_owned(), item.get("codelist")?.text()?.to_owned()));
    let of = |name: &str| json.get(name).map(Json::items).unwrap_or_default();
    of("query").iter().filter_map(one).chain(of("selection").iter().filter_map(two)).collect()
}

fn cells(selection: &[(String, Vec<String>)]) -> u64 {
    selection.iter().fold(1, |product, (_, values)| product * values.len() as u64)
}

fn limits(behaviour: &Behaviour, often: &str, large: &str) -> Json {
    #[expect(clippy::cast_precision_loss, reason = "a limit of a test")]
    let max = Json::Number(behaviour.cells_max as f64);
    Json::Object(vec![
        (large.to_owned(), max),
        (often.to_owned(), Json::Number(30.0)),
        ("timeWindow".to_owned(), Json::Number(10.0)),
    ])
}

/// Version 1.
pub(super) fn one(path: &str, asked: &Asked, behaviour: &Behaviour) -> Answer {
    if path != "sv/ssd/BE/TAB1" {
        return Answer::text(404, "no such table");
    }
    if asked.path.ends_with("?config") {
        return Answer::json(200, &limits(behaviour, "maxCalls", "maxValues"));
    }
    let whole = table();
    if asked.method == "GET" {
        let variable = |dimension: &Dimension| {
            let codes = dimension.categories.iter().map(|category| Json::of(&category.code)).collect();
            let texts = dimension.categories.iter().map(|category| Json::of(category.name())).collect();
            let mut members = vec![
                ("code".to_owned(), Json::of(&dimension.code)),
                ("text".to_owned(), Json::of(dimension.name())),
                ("values".to_owned(), Json::List(codes)),
                ("valueTexts".to_owned(), Json::List(texts)),
            ];
            if dimension.total.is_some() {
                members.push(("elimination".to_owned(), Json::Bool(true)));
            }
            if dimension.role == Role::Period {
                members.push(("time".to_owned(), Json::Bool(true)));
            }
            Json::Object(members)
        };
        let variables = Json::List(whole.dimensions.iter().map(variable).collect());
        return Answer::json(200, &Json::object([("title", Json::of(&whole.label)), ("variables", variables)]));
    }
    let Some(selection) = selection(&asked.body) else { return Answer::text(400, "bad query") };
    if cells(&selection) > behaviour.cells_max {
        return Answer::text(403, "too many cells");
    }
    let format = Json::parse(asked.body.as_bytes())
        .ok()
        .and_then(|body| Some(body.get("response")?.get("format")?.text()?.to_owned()));
    let Some(whole) = chosen(lists(&asked.body)) else { return Answer::text(400, "no such filter") };
    match part(&whole, &selection) {
        Ok(part) => match written(&part, format.as_deref().unwrap_or("px")).filter(|_| !is_of_two(format.as_deref())) {
            Some(mut body) => {
                if format.as_deref() == Some("json") {
                    body.splice(0..0, *b"\xef\xbb\xbf");
                }
                Answer { status: 200, kind: "application/json", body }
            }
            None => Answer::text(400, "bad format"),
        },
        Err(title) => Answer::text(400, title),
    }
}

/// Formats that version 1 alone has.
const OF_ONE: [&str; 5] = ["json", "json-stat", "csv2", "csv3", "sdmx"];

/// Whether version 2 alone has a format.
fn is_of_two(format: Option<&str>) -> bool {
    matches!(format, Some("json-px" | "html"))
}

fn problem(status: u16, title: &str) -> Answer {
    Answer::json(
        status,
        &Json::object([
            ("type", Json::of("Parameter error")),
            ("title", Json::of(title)),
            ("status", Json::Number(f64::from(status))),
        ]),
    )
}

/// Version 2.
pub(super) fn two(path: &str, asked: &Asked, behaviour: &Behaviour) -> Answer {
    let whole = table();
    if let Some(id) = path.strip_prefix("codelists/") {
        return code_list(id).map_or_else(|| problem(404, "Non-existent codelist"), |list| Answer::json(200, &list));
    }
    match path {
        "config" => Answer::json(200, &limits(behaviour, "maxCallsPerTimeWindow", "maxDataCells")),
        "tables" => {
            let words = asked.parameter("query").unwrap_or_default().to_lowercase();
            let found = whole.label.to_lowercase().contains(&words);
            let table = Json::object([
                ("id", Json::of("TAB1")),
                ("label", Json::of(&whole.label)),
                ("firstPeriod", Json::of("2020")),
                ("lastPeriod", Json::of("2024")),
            ]);
            let tables = if found { vec![table] } else { Vec::new() };
            let page = Json::object([("pageNumber", Json::Number(1.0)), ("totalPages", Json::Number(1.0))]);
            Answer::json(
                200,
                &Json::object([("language", Json::of("sv")), ("tables", Json::List(tables)), ("page", page)]),
            )
        }
        "tables/TAB1/metadata" => {
            let parameter = |variable: &str| {
                Some((variable.to_owned(), asked.parameter(&format!("codelist[{variable}]"))?.to_owned()))
            };
            let Some(whole) = chosen(["Region", "Alder"].into_iter().filter_map(parameter)) else {
                return problem(400, "Non-existent codelist");
            };
            let mut bytes = Vec::new();
            let written = jsonstat::write_dataset(&whole, &mut bytes).is_ok();
            let text = String::from_utf8_lossy(&bytes);
            // The metadata is the dataset without its figures.
            let head = text.split(",\"value\":").next().unwrap_or_default();
            let body = format!("{head},\"value\":[]}}").into_bytes();
            Answer { status: if written { 200 } else { 500 }, kind: "application/json", body }
        }
        "tables/TAB1/data" => {
            let Some(selection) = selection(&asked.body) else { return problem(400, "Illegal selection expression") };
            if cells(&selection) > behaviour.cells_max {
                return problem(400, "Too many cells selected");
            }
            let format = asked.parameter("outputFormat").unwrap_or("json-stat2");
            let Some(whole) = chosen(lists(&asked.body)) else { return problem(400, "Non-existent codelist") };
            match part(&whole, &selection) {
                Ok(part) => match written(&part, format).filter(|_| !OF_ONE.contains(&format)) {
                    Some(body) => Answer { status: 200, kind: "application/json", body },
                    None => problem(400, "Unsupported output format"),
                },
                Err(title) => problem(400, title),
            }
        }
        path if path.starts_with("tables/") => problem(404, "Non-existent table"),
        _ => problem(404, "Non-existent page"),
    }
}
