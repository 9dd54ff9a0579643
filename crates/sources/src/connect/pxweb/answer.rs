//! The answers of PxWeb in every format that carries figures and can be read again: JSON-stat of both versions, px, the JSON of
//! version 1. HTML, pictures and parquet are for others.

use super::super::Gather;
use crate::fault::{Code, Fault, Result};
use crate::json::Json;
use crate::jsonstat;
use crate::model::{Dataset, Dimension};
use crate::px;
use crate::table::{Input, Mapping};

/// A format to ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON-stat 2.0; both versions.
    #[default]
    JsonStat2,
    /// JSON-stat 1; version 1.
    JsonStat,
    /// Keys and values as texts; version 1.
    Json,
    /// A px file; both versions.
    Px,
    /// CSV with codes; version 2.
    Csv,
}

impl Format {
    /// Its name in questions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JsonStat2 => "json-stat2",
            Self::JsonStat => "json-stat",
            Self::Json => "json",
            Self::Px => "px",
            Self::Csv => "csv",
        }
    }

    /// Reads its name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::JsonStat2, Self::JsonStat, Self::Json, Self::Px, Self::Csv]
            .into_iter()
            .find(|each| each.as_str() == name)
    }
}

/// Reads an answer.
pub fn read_answer(body: &[u8], format: Format, metadata: &Dataset) -> Result<Dataset> {
    match format {
        Format::JsonStat2 | Format::JsonStat => {
            let mut datasets = jsonstat::read(body)?.datasets();
            match datasets.pop() {
                Some(dataset) if datasets.is_empty() => Ok(dataset),
                _ => Err(Fault::new(Code::WrongShape, "", "the answer holds not exactly one table")),
            }
        }
        Format::Px => px::read(body),
        Format::Json => columns(&Json::parse(body)?, metadata),
        Format::Csv => csv(body, metadata),
    }
}

/// The JSON of version 1: columns, then a key and values as texts for each row. Several contents stand side by side.
fn columns(json: &Json, metadata: &Dataset) -> Result<Dataset> {
    let wrong = || Fault::new(Code::WrongShape, "columns", "not in the shape of PxWeb's JSON");
    let columns = json.get("columns").ok_or_else(wrong)?.items();
    let kind = |column: &Json| column.get("type").and_then(Json::text).unwrap_or("d").to_owned();
    let code = |column: &Json| column.get("code").and_then(Json::code).unwrap_or_default();
    let keys: Vec<String> = columns.iter().filter(|column| kind(column) != "c").map(code).collect();
    let contents: Vec<String> = columns.iter().filter(|column| kind(column) == "c").map(code).collect();
    // The variable of contents is the one that no key names.
    let content = metadata.dimensions.iter().find(|dimension| {
        !keys.contains(&dimension.code) && contents.iter().all(|content| dimension.find(content).is_some())
    });
    let dimension = |code: &String| {
        let known = metadata.dimension(code);
        Dimension { categories: Vec::new(), ..known.cloned().unwrap_or_else(|| Dimension::new(code, Vec::new())) }
    };
    let mut dimensions: Vec<Dimension> = keys.iter().map(dimension).collect();
    if let Some(content) = content {
        dimensions.push(Dimension { categories: Vec::new(), ..content.clone() });
    }
    let mut gather = Gather::new(dimensions);
    for row in json.get("data").ok_or_else(wrong)?.items() {
        let mut key: Vec<String> =
            row.get("key").map(Json::items).unwrap_or_default().iter().filter_map(Json::code).collect();
        let values = row.get("values").map(Json::items).unwrap_or_default();
        if key.len() != keys.len() || values.len() != contents.len() {
            return Err(wrong());
        }
        for (name, value) in contents.iter().zip(values) {
            let text = value.code().unwrap_or_default();
            let figure: Option<f64> = text.parse().ok().filter(|figure: &f64| figure.is_finite());
            let nought = text == "-";
            let mark = figure.is_none().then(|| text.clone());
            key.truncate(keys.len());
            if content.is_some() {
                key.push(name.clone());
            }
            let codes: Vec<&str> = key.iter().map(String::as_str).collect();
            gather.put(&codes, if nought { Some(0.0) } else { figure }, mark)?;
        }
    }
    gather.finish()
}

/// CSV with codes: the variables of the stub, then one column for each combination of the heading, which is the last variable.
fn csv(body: &[u8], metadata: &Dataset) -> Result<Dataset> {
    let today = domain::moment::Moment::from_microseconds(0).day();
    let mut understood = crate::table::read(&Input::Bytes(body.into()), &Mapping::default(), today)?;
    if understood.misunderstood_count > 0 {
        return Err(Fault::new(Code::NotUnderstood, "csv", "a row of the answer cannot be understood"));
    }
    // The headings of the columns of figures are codes of one variable, most often time.
    if let Some(last) = understood.dataset.dimensions.last_mut() {
        let known = metadata.dimensions.iter().find(|dimension| {
            dimension.code != last.code
                && last.categories.iter().all(|category| dimension.find(&category.code).is_some())
        });
        if let Some(known) = known {
            last.code.clone_from(&known.code);
        }
    }
    Ok(understood.dataset)
}
