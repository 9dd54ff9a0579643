//! PxWeb, version 1 and 2, with one table of people who do not exist.

use std::fmt::Write as _;

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
    let unit = Unit { decimals: Some(0), extra: vec![("base".to_owned(), Json::of("antal"))], ..Unit::default() };
    let contents = Category { unit: Some(unit), ..Category::labelled("BE0101N1", "Folkmängd") };
    let dimensions = vec![
        of("Region", "region", Role::Area, REGIONS.map(|(code, label)| Category::labelled(code, label)).to_vec()),
        of("Alder", "ålder", Role::Age, ages),
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

fn written(dataset: &Dataset, format: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    match format {
        "json-stat2" => jsonstat::write_dataset(dataset, &mut bytes).ok()?,
        "json-stat" => {
            let bundle = jsonstat::Document::Bundle(vec![("dataset".to_owned(), dataset.clone())]);
            jsonstat::write(&bundle, &mut bytes).ok()?;
        }
        "px" => bytes = px(dataset).into_bytes(),
        "json" => bytes = columns(dataset).to_string().into_bytes(),
        _ => return None,
    }
    Some(bytes)
}

fn px(dataset: &Dataset) -> String {
    let quoted = |texts: Vec<&str>| texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(",");
    let names: Vec<&str> = dataset.dimensions.iter().map(Dimension::name).collect();
    let mut text =
        format!("CHARSET=\"ANSI\";\nCODEPAGE=\"utf-8\";\nTITLE=\"{}\";\nSTUB={};\n", dataset.label, quoted(names));
    for dimension in &dataset.dimensions {
        let (name, categories) = (dimension.name(), &dimension.categories);
        let codes = quoted(categories.iter().map(|category| category.code.as_str()).collect());
        let labels = quoted(categories.iter().map(Category::name).collect());
        // Writing to memory does not fail.
        let _ = writeln!(text, "VARIABLECODE(\"{name}\")=\"{}\";", dimension.code);
        let _ = writeln!(text, "VALUES(\"{name}\")={labels};\nCODES(\"{name}\")={codes};");
    }
    text.push_str("DATA=\n");
    for position in 0..dataset.size() {
        match dataset.cells.value(position).figure() {
            Some(figure) => {
                let _ = write!(text, "{figure} ");
            }
            None => text.push_str("\"..\" "),
        }
    }
    text.push(';');
    text
}

/// The JSON of version 1, with the mark of the order of bytes that some installations send.
fn columns(dataset: &Dataset) -> Json {
    let is_content = |dimension: &&Dimension| dimension.role == Role::Measure;
    let mut columns: Vec<Json> = dataset
        .dimensions
        .iter()
        .filter(|dimension| !is_content(dimension))
        .map(|dimension| {
            let kind = if dimension.role == Role::Period { "t" } else { "d" };
            Json::object([
                ("code", Json::of(&dimension.code)),
                ("text", Json::of(dimension.name())),
                ("type", Json::of(kind)),
            ])
        })
        .collect();
    columns.push(Json::object([
        ("code", Json::of("BE0101N1")),
        ("text", Json::of("Folkmängd")),
        ("type", Json::of("c")),
    ]));
    let row = |position: u64| {
        let key = dataset.dimensions.iter().zip(dataset.categories(position));
        let key =
            key.filter(|(dimension, _)| !is_content(dimension)).map(|(_, category)| Json::of(&category.code)).collect();
        let value = dataset.cells.value(position).figure().map_or("..".to_owned(), |figure| figure.to_string());
        Json::object([("key", Json::List(key)), ("values", Json::List(vec![Json::Text(value)]))])
    };
    Json::object([
        ("columns", Json::List(columns)),
        ("comments", Json::List(Vec::new())),
        ("data", Json::List((0..dataset.size()).map(row).collect())),
    ])
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

fn cells(selection: &[(String, Vec<String>)]) -> u64 {
    selection.iter().fold(1, |product, (_, values)| product * values.len() as u64)
}

fn limits(behaviour: &Behaviour, calls_name: &str, cells_name: &str) -> Json {
    #[expect(clippy::cast_precision_loss, reason = "a limit of a test")]
    let max = Json::Number(behaviour.cells_max as f64);
    Json::Object(vec![
        (cells_name.to_owned(), max),
        (calls_name.to_owned(), Json::Number(30.0)),
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
    match part(&whole, &selection) {
        Ok(part) => match written(&part, format.as_deref().unwrap_or("px")) {
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
            match part(&whole, &selection) {
                Ok(part) => match written(&part, format).filter(|_| format != "json" && format != "json-stat") {
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
