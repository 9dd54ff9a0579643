//! CSV with its description by "CSV on the Web": one row for each cell, codes beside labels, the reason where a figure is absent.
//! Source: W3C, Metadata Vocabulary for Tabular Data, 2015.

use std::fmt::Write as _;
use std::io::Write;

use super::{Cleared, has_marks, rows, written};
use crate::fault::{Fault, Result};
use crate::json::Json;
use crate::model::{Dataset, Dimension, Part, Role};
use crate::table;

const CHUNK: usize = 64 * 1024;

/// The headings, in order: every dimension with its labels where it has any, the figure, its reason, what stands beside it.
fn headings(dataset: &Dataset) -> Vec<String> {
    let mut headings = Vec::new();
    for dimension in &dataset.dimensions {
        headings.push(dimension.code.clone());
        if has_labels(dimension) {
            headings.push(format!("{}_label", dimension.code));
        }
    }
    headings.push("value".to_owned());
    headings.push("reason".to_owned());
    if has_marks(dataset) {
        headings.push("mark".to_owned());
    }
    headings.extend(dataset.cells.parts.iter().map(|(part, _)| part.as_str().to_owned()));
    headings
}

fn has_labels(dimension: &Dimension) -> bool {
    dimension.categories.iter().any(|category| category.label.is_some())
}

/// A text. A spreadsheet takes one that begins like a formula for a formula, so an apostrophe stands before it, which reading takes away.
fn field(text: &str, out: &mut String) {
    let guarded = table::guarded(text);
    let text = guarded.as_ref();
    if text.contains(['"', ',', ';', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ') {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

/// Writes the rows, in UTF-8, parted by commas, with a decimal point.
pub fn csv(cleared: Cleared<'_>, mut stream: impl Write) -> Result<()> {
    let dataset = cleared.dataset();
    let mut text = String::new();
    for (index, heading) in headings(dataset).iter().enumerate() {
        text.push_str(if index > 0 { "," } else { "" });
        field(heading, &mut text);
    }
    text.push('\n');
    let mut put = |text: &mut String, least: usize| -> Result<()> {
        if text.len() > least {
            stream.write_all(text.as_bytes()).map_err(|error| Fault::file("output", &error))?;
            text.clear();
        }
        Ok(())
    };
    let marked = has_marks(dataset);
    for position in rows(dataset) {
        for (dimension, category) in dataset.dimensions.iter().zip(dataset.categories(position)) {
            field(&category.code, &mut text);
            text.push(',');
            if has_labels(dimension) {
                field(category.label.as_deref().unwrap_or_default(), &mut text);
                text.push(',');
            }
        }
        let observation = dataset.observation(position);
        let (_, figure, absence) = written(&observation.value);
        field(&figure, &mut text);
        text.push(',');
        text.push_str(absence.map_or("", crate::model::Absence::as_str));
        if marked {
            text.push(',');
            field(observation.mark.unwrap_or_default(), &mut text);
        }
        for (part, _) in &dataset.cells.parts {
            text.push(',');
            if let Some(figure) = dataset.cells.part(*part, position) {
                // Writing to memory does not fail.
                let _ = write!(text, "{figure}");
            }
        }
        text.push('\n');
        put(&mut text, CHUNK)?;
    }
    put(&mut text, 0)
}

/// The description of the rows, for a file of this name beside it.
pub fn csvw(cleared: Cleared<'_>, file: &str) -> Json {
    let dataset = cleared.dataset();
    let mut columns = Vec::new();
    let mut key = Vec::new();
    for dimension in &dataset.dimensions {
        key.push(Json::of(&dimension.code));
        columns.push(column(&dimension.code, dimension.name(), "string", role(dimension.role)));
        if has_labels(dimension) {
            let code = format!("{}_label", dimension.code);
            columns.push(column(&code, &format!("{}, label", dimension.name()), "string", None));
        }
    }
    let mut value =
        column("value", &dataset.label, "number", Some("http://purl.org/linked-data/sdmx/2009/measure#obsValue"));
    if let Json::Object(members) = &mut value {
        members.push(("null".to_owned(), Json::of("..")));
    }
    columns.push(value);
    columns.push(column("reason", "why the figure is absent", "string", None));
    if has_marks(dataset) {
        columns.push(column("mark", "the sign that the source put there", "string", None));
    }
    for (part, _) in &dataset.cells.parts {
        let title = match part {
            Part::Numerator => "counted",
            Part::Denominator => "of how many",
            Part::Lower => "lower end of the interval",
            Part::Upper => "upper end of the interval",
        };
        columns.push(column(part.as_str(), title, "number", None));
    }
    let mut members = vec![
        (
            "@context".to_owned(),
            Json::List(vec![Json::of("http://www.w3.org/ns/csvw"), Json::object([("@language", Json::of("sv"))])]),
        ),
        ("url".to_owned(), Json::of(file)),
        ("dc:title".to_owned(), Json::of(&dataset.label)),
    ];
    let provenance = &dataset.provenance;
    for (name, text) in [("dc:source", Some(&provenance.name)), ("dc:rights", provenance.licence.as_ref())] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            members.push((name.to_owned(), Json::of(text)));
        }
    }
    let notes = notes(dataset);
    if !notes.is_empty() {
        members.push(("notes".to_owned(), Json::texts(&notes)));
    }
    members.push((
        "dialect".to_owned(),
        Json::object([("delimiter", Json::of(",")), ("encoding", Json::of("utf-8")), ("header", Json::Bool(true))]),
    ));
    members.push((
        "tableSchema".to_owned(),
        Json::object([("columns", Json::List(columns)), ("primaryKey", Json::List(key))]),
    ));
    Json::Object(members)
}

/// The notes on the whole, and those on a dimension or a category with its name; of a measure also its unit.
fn notes(dataset: &Dataset) -> Vec<String> {
    let mut notes = dataset.notes.clone();
    for dimension in &dataset.dimensions {
        let name = dimension.name();
        notes.extend(dimension.notes.iter().map(|note| format!("{name}: {note}")));
        for category in &dimension.categories {
            notes.extend(category.remarks().iter().map(|note| format!("{name}, {}: {note}", category.name())));
        }
    }
    notes
}

fn column(name: &str, title: &str, datatype: &str, property: Option<&str>) -> Json {
    let mut members = vec![
        ("name".to_owned(), Json::Text(variable(name))),
        ("titles".to_owned(), Json::of(name)),
        ("dc:description".to_owned(), Json::of(title)),
        ("datatype".to_owned(), Json::of(datatype)),
    ];
    members.extend(property.map(|property| ("propertyUrl".to_owned(), Json::of(property))));
    Json::Object(members)
}

/// A name as the standard allows it: letters, digits and underscores, the rest as percent codes.
fn variable(name: &str) -> String {
    let mut text = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn role(role: Role) -> Option<&'static str> {
    match role {
        Role::Area => Some("http://purl.org/linked-data/sdmx/2009/dimension#refArea"),
        Role::Sex => Some("http://purl.org/linked-data/sdmx/2009/dimension#sex"),
        Role::Age => Some("http://purl.org/linked-data/sdmx/2009/dimension#age"),
        Role::Period => Some("http://purl.org/linked-data/sdmx/2009/dimension#refPeriod"),
        Role::Unit => Some("http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure"),
        Role::Measure | Role::Other => None,
    }
}
