//! The answers of PxWeb in every format that carries figures: JSON-stat of both versions, the JSON of version 1, which version 2 calls
//! json-px, px, CSV in its three layouts, workbooks, tables in HTML, parquet, SDMX. Pictures carry none.

use super::super::Gather;
use super::coded::wrong;
use super::{Version, columnar, grid, html, sdmx};
use crate::fault::{Code, Fault, Result, shown};
use crate::json::Json;
use crate::jsonstat;
use crate::model::{Category, Dataset, Dimension, Role};
use crate::px;
use crate::table::raw_rows;

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
    /// The same; version 2.
    JsonPx,
    /// A px file; both versions.
    Px,
    /// CSV; both versions.
    Csv,
    /// CSV with a row for each figure, in texts; version 1.
    Csv2,
    /// The same in codes; version 1.
    Csv3,
    /// A workbook; both versions.
    Xlsx,
    /// A table for people; version 2.
    Html,
    /// Parquet; both versions, where an installation has it.
    Parquet,
    /// SDMX-ML; version 1.
    Sdmx,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 12] = [
        Self::JsonStat2,
        Self::JsonStat,
        Self::Json,
        Self::JsonPx,
        Self::Px,
        Self::Csv,
        Self::Csv2,
        Self::Csv3,
        Self::Xlsx,
        Self::Html,
        Self::Parquet,
        Self::Sdmx,
    ];

    /// Its name in questions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JsonStat2 => "json-stat2",
            Self::JsonStat => "json-stat",
            Self::Json => "json",
            Self::JsonPx => "json-px",
            Self::Px => "px",
            Self::Csv => "csv",
            Self::Csv2 => "csv2",
            Self::Csv3 => "csv3",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Parquet => "parquet",
            Self::Sdmx => "sdmx",
        }
    }

    /// Whether a version has it.
    pub const fn is_of(self, version: Version) -> bool {
        match self {
            Self::JsonStat2 | Self::Px | Self::Csv | Self::Xlsx | Self::Parquet => true,
            Self::JsonStat | Self::Json | Self::Csv2 | Self::Csv3 | Self::Sdmx => matches!(version, Version::One),
            Self::JsonPx | Self::Html => matches!(version, Version::Two),
        }
    }

    /// Reads its name.
    pub fn parse(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|each| each.as_str() == name).ok_or_else(|| {
            Fault::new(Code::Question, format!("--format {name}"), "no format that we read")
                .remedy(format!("One of: {}.", Self::ALL.map(Self::as_str).join(", ")))
        })
    }
}

/// Reads an answer about these dimensions.
pub fn read_answer(body: &[u8], format: Format, asked: &[Dimension]) -> Result<Dataset> {
    match format {
        Format::JsonStat2 | Format::JsonStat => {
            let mut datasets = jsonstat::read(body)?.datasets();
            match datasets.pop() {
                Some(dataset) if datasets.is_empty() => Ok(dataset),
                _ => Err(Fault::new(Code::WrongShape, "", "the answer holds not exactly one table")),
            }
        }
        Format::Px => px::read(body),
        Format::Json | Format::JsonPx => columns(&Json::parse(body)?, asked),
        Format::Csv | Format::Csv2 | Format::Csv3 => grid::csv(&raw_rows(body)?, asked),
        Format::Xlsx => grid::workbook(&raw_rows(body)?, asked),
        Format::Html => html::read(body, asked),
        Format::Parquet => columnar::read(body, asked),
        Format::Sdmx => sdmx::read(body, asked),
    }
}

/// The JSON of version 1: columns, then a key and values as texts for each row. Several contents stand side by side.
pub(super) fn columns(json: &Json, asked: &[Dimension]) -> Result<Dataset> {
    let wrong = || Fault::new(Code::WrongShape, "columns", "not in the shape of PxWeb's JSON");
    let columns = json.get("columns").ok_or_else(wrong)?.items();
    let kind = |column: &Json| column.get("type").and_then(Json::text).unwrap_or("d").to_owned();
    let code = |column: &Json| column.get("code").and_then(Json::code).unwrap_or_default();
    let keys: Vec<String> = columns.iter().filter(|column| kind(column) != "c").map(code).collect();
    let contents: Vec<String> = columns.iter().filter(|column| kind(column) == "c").map(code).collect();
    // The variable of contents is the one that no key names.
    let content = asked.iter().find(|dimension| {
        !keys.contains(&dimension.code) && contents.iter().all(|content| dimension.find(content).is_some())
    });
    let text = |column: &Json| column.get("text").and_then(Json::text).map(ToOwned::to_owned);
    let dimension = |column: &Json| {
        let code = code(column);
        let known = asked.iter().find(|dimension| dimension.code == code).cloned();
        let known = known.unwrap_or_else(|| Dimension { label: text(column), ..Dimension::new(code, Vec::new()) });
        let role = if kind(column) == "t" { Role::Period } else { known.role };
        Dimension { categories: Vec::new(), role, ..known }
    };
    let mut dimensions: Vec<Dimension> = columns.iter().filter(|column| kind(column) != "c").map(dimension).collect();
    let measures = columns.iter().filter(|column| kind(column) == "c");
    let measures = measures.map(|column| Category { label: text(column), ..Category::new(code(column)) }).collect();
    dimensions.push(match content {
        Some(content) => Dimension { categories: Vec::new(), ..content.clone() },
        None => Dimension { role: Role::Measure, ..Dimension::new("ContentsCode", measures) },
    });
    let mut gather = Gather::new(dimensions);
    for row in json.get("data").ok_or_else(wrong)?.items() {
        let mut key: Vec<String> =
            row.get("key").map(Json::items).unwrap_or_default().iter().filter_map(Json::code).collect();
        let values = row.get("values").map(Json::items).unwrap_or_default();
        if key.len() != keys.len() || values.len() != contents.len() {
            return Err(wrong());
        }
        for (name, value) in contents.iter().zip(values) {
            let (figure, mark) = self::figure(&value.code().unwrap_or_default())?;
            key.truncate(keys.len());
            key.push(name.clone());
            let codes: Vec<&str> = key.iter().map(String::as_str).collect();
            gather.put(&codes, figure, mark)?;
        }
    }
    gather.finish()
}

/// A figure as PxWeb writes it in texts, and the mark of one that is not there. A hyphen is a true nought. A mark has no digits: what
/// has some and is no figure as we know them must not become an absent one.
pub(super) fn figure(text: &str) -> Result<(Option<f64>, Option<String>)> {
    let text = text.trim();
    let figure: Option<f64> = text.parse().ok().filter(|figure: &f64| figure.is_finite());
    match (figure, text) {
        (Some(figure), _) => Ok((Some(figure), None)),
        (None, "-") => Ok((Some(0.0), Some(text.to_owned()))),
        (None, "") => Ok((None, None)),
        (None, _) if text.contains(char::is_numeric) => {
            Err(wrong(format!("\"{}\" is neither a figure nor a mark", shown(text))))
        }
        (None, _) => Ok((None, Some(text.to_owned()))),
    }
}

/// The JSON of version 1 in a file, without its metadata.
pub fn read_file(json: &Json) -> Result<Dataset> {
    columns(json, &[])
}
