//! The formats of PxWeb's answers, written as its serializers write them.

use std::fmt::Write as _;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{parquet, pxweb_markup};
use crate::json::Json;
use crate::jsonstat;
use crate::model::{Category, Dataset, Dimension, Role};

/// An answer in a format; `None` for one that there is not.
pub(super) fn written(dataset: &Dataset, format: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    match format {
        "json-stat2" => jsonstat::write_dataset(dataset, &mut bytes).ok()?,
        "json-stat" => {
            let bundle = jsonstat::Document::Bundle(vec![("dataset".to_owned(), dataset.clone())]);
            jsonstat::write(&bundle, &mut bytes).ok()?;
        }
        "px" => bytes = px(dataset).into_bytes(),
        "json" | "json-px" => bytes = columns(dataset).to_string().into_bytes(),
        "csv" => bytes = windows(&csv(dataset, &last_in_heading(dataset), Names::Texts)),
        "csv2" => bytes = windows(&csv(dataset, &[], Names::Texts)),
        "csv3" => bytes = windows(&csv(dataset, &[], Names::Codes)),
        "xlsx" => bytes = workbook(dataset, &last_in_heading(dataset)).ok()?,
        "sdmx" => bytes = pxweb_markup::sdmx(dataset)?.into_bytes(),
        "html" => bytes = pxweb_markup::html(dataset).into_bytes(),
        "parquet" => bytes = parquet::written(dataset)?,
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

/// What values and variables are called by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Texts,
    Codes,
}

/// The older installations write CSV so.
fn windows(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}

/// What and when stand in the heading, as in most tables.
fn last_in_heading(dataset: &Dataset) -> Vec<usize> {
    let heads = |dimension: &Dimension| matches!(dimension.role, Role::Measure | Role::Period);
    (0..dataset.dimensions.len()).filter(|at| dataset.dimensions.get(*at).is_some_and(heads)).collect()
}

/// Every combination of the categories of some dimensions, the last fastest.
pub(super) fn combinations(dataset: &Dataset, axes: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for axis in axes {
        let count = dataset.dimensions.get(*axis).map_or(0, |dimension| dimension.categories.len());
        all = all
            .iter()
            .flat_map(|before: &Vec<usize>| {
                (0..count).map(|at| before.iter().copied().chain([at]).collect::<Vec<usize>>())
            })
            .collect();
    }
    all
}

fn name(dataset: &Dataset, axis: usize, at: usize, names: Names) -> &str {
    let category = dataset.dimensions.get(axis).and_then(|dimension| dimension.categories.get(at));
    category.map_or("", |category| if names == Names::Codes { &category.code } else { category.name() })
}

/// The figure of a row and a column of the layout.
pub(super) fn figure(dataset: &Dataset, places: impl Iterator<Item = (usize, usize)>) -> Option<f64> {
    let mut indexes = vec![0; dataset.dimensions.len()];
    for (axis, at) in places {
        if let Some(slot) = indexes.get_mut(axis) {
            *slot = at;
        }
    }
    dataset.position(&indexes).and_then(|position| dataset.cells.value(position).figure())
}

fn csv(dataset: &Dataset, heading: &[usize], names: Names) -> String {
    let stub: Vec<usize> = (0..dataset.dimensions.len()).filter(|axis| !heading.contains(axis)).collect();
    let columns = combinations(dataset, heading);
    let variable = |axis: &usize| {
        let dimension = dataset.dimensions.get(*axis);
        dimension.map_or("", |dimension| if names == Names::Codes { &dimension.code } else { dimension.name() })
    };
    let mut head: Vec<String> = stub.iter().map(|axis| variable(axis).to_owned()).collect();
    for column in &columns {
        let heads: Vec<&str> = heading.iter().zip(column).map(|(axis, at)| name(dataset, *axis, *at, names)).collect();
        let all_in_stub = if names == Names::Codes { dataset.code.clone() } else { "Folkmängd".to_owned() };
        head.push(if heading.is_empty() { all_in_stub } else { heads.join(" ") });
    }
    let quoted: Vec<String> = head.iter().map(|text| format!("\"{text}\"")).collect();
    let mut text = format!("{}\r\n", quoted.join(","));
    for row in combinations(dataset, &stub) {
        let mut fields: Vec<String> =
            stub.iter().zip(&row).map(|(axis, at)| format!("\"{}\"", name(dataset, *axis, *at, names))).collect();
        for column in &columns {
            let places = stub.iter().copied().zip(row.iter().copied());
            let places = places.chain(heading.iter().copied().zip(column.iter().copied()));
            fields.push(figure(dataset, places).map_or("..".to_owned(), |figure| figure.to_string()));
        }
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A title, the heading, the figures, a note below them; a value of the stub is written where it changes.
fn workbook(dataset: &Dataset, heading: &[usize]) -> Result<Vec<u8>, XlsxError> {
    let stub: Vec<usize> = (0..dataset.dimensions.len()).filter(|axis| !heading.contains(axis)).collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, &dataset.label)?;
    let columns = combinations(dataset, heading);
    let width = u16::try_from(stub.len()).unwrap_or(u16::MAX);
    for (row, (number, axis)) in (2_u32..).zip(heading.iter().enumerate()) {
        let mut before = None;
        for (column, places) in (width..).zip(&columns) {
            let at = places.get(number).copied();
            // The lowest row names every column, the others where their value changes.
            if number + 1 == heading.len() || at != before {
                sheet.write_string(row, column, name(dataset, *axis, at.unwrap_or(0), Names::Texts))?;
            }
            before = at;
        }
    }
    let first = 2 + u32::try_from(heading.len()).unwrap_or(0);
    let mut last: Vec<usize> = Vec::new();
    let rows = combinations(dataset, &stub);
    for (row, places) in (first..).zip(&rows) {
        for (column, (axis, at)) in (0_u16..).zip(stub.iter().zip(places)) {
            let same = last.get(usize::from(column)) == Some(at);
            if !same || usize::from(column) + 1 == stub.len() {
                sheet.write_string(row, column, name(dataset, *axis, *at, Names::Texts))?;
            }
        }
        last.clone_from(places);
        for (column, heads) in (width..).zip(&columns) {
            let all = stub.iter().copied().zip(places.iter().copied());
            match figure(dataset, all.chain(heading.iter().copied().zip(heads.iter().copied()))) {
                Some(figure) => sheet.write_number(row, column, figure)?,
                None => sheet.write_string(row, column, "..")?,
            };
        }
    }
    sheet.write_string(first + u32::try_from(rows.len()).unwrap_or(0) + 1, 0, "Påhittat.")?;
    book.save_to_buffer()
}
