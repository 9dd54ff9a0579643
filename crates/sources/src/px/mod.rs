//! PX files: keywords with values, then the figures row by row. Source: "PX file format specification", axis version 2013, and
//! the files of the reference installation of PxWeb.

mod figures;
mod words;

use std::collections::BTreeMap;
use std::io::Read;

use crate::fault::{Code, Fault, Result};
use crate::json::Json;
use crate::model::{CATEGORIES_MAX, Category, Dataset, Dimension, Provenance, Role, Unit};
use crate::table::Encoding;
use words::Reader;

/// The most bytes of a file; it is held whole.
const BYTES_MAX: u64 = 1024 * 1024 * 1024;
const KEYWORDS_MAX: usize = 2_000_000;

/// A keyword with what it is about: `VALUES("år")`.
type Key = (String, Vec<String>);

/// Reads a file.
pub fn read(source: impl Read) -> Result<Dataset> {
    let mut bytes = Vec::new();
    source.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| Fault::file("", &error))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(Fault::new(Code::TooLarge, "", "the file is too large"));
    }
    let text = decode(bytes)?;
    let mut reader = Reader::new(&text);
    let mut keywords: BTreeMap<Key, Vec<String>> = BTreeMap::new();
    loop {
        let Some((key, language)) = reader.key()? else {
            return Err(Fault::new(Code::Broken, "", "the file ends without DATA"));
        };
        if key.0 == "DATA" {
            break;
        }
        let values = reader.values()?;
        // Other languages than the first come in brackets; the first is enough.
        if !language {
            keywords.insert(key, values);
        }
        if keywords.len() > KEYWORDS_MAX {
            return Err(Fault::new(Code::TooLarge, format!("line {}", reader.line()), "too many keywords"));
        }
    }
    let file = File { keywords };
    let mut dataset = file.dataset()?;
    let size = Dataset::size_of(&dataset.dimensions)?;
    dataset.cells = file.cells(&mut reader, &dataset.dimensions, size)?;
    dataset.check_sizes()?;
    Ok(dataset)
}

fn decode(bytes: Vec<u8>) -> Result<String> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8(rest.to_vec()).map_err(|_| Fault::new(Code::Encoding, "", "not UTF-8"));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error.into_bytes(),
    };
    let sample = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    let found = Encoding::detect(sample)?;
    // The whole is not UTF-8, whatever its beginning looks like.
    let encoding = if found == Encoding::Utf8 { Encoding::Windows1252 } else { found };
    let mut text = String::new();
    let decoded = encoding.decode(Box::new(std::io::Cursor::new(bytes))).read_to_string(&mut text);
    decoded.map_err(|error| Fault::new(Code::Encoding, "", error.to_string()))?;
    Ok(text)
}

struct File {
    keywords: BTreeMap<Key, Vec<String>>,
}

impl File {
    fn about(&self, name: &str, about: &[&str]) -> &[String] {
        let key = (name.to_owned(), about.iter().map(|each| (*each).to_owned()).collect());
        self.keywords.get(&key).map(Vec::as_slice).unwrap_or_default()
    }

    fn first(&self, name: &str, about: &[&str]) -> Option<&str> {
        self.about(name, about).first().map(String::as_str).filter(|text| !text.is_empty())
    }

    fn dataset(&self) -> Result<Dataset> {
        let mut dimensions: Vec<Dimension> = Vec::new();
        for name in self.about("STUB", &[]).iter().chain(self.about("HEADING", &[])) {
            dimensions.push(self.dimension(name)?);
        }
        if dimensions.is_empty() {
            return Err(Fault::new(
                Code::WrongShape,
                "STUB",
                "neither STUB nor HEADING says what the figures are counted by",
            ));
        }
        let text = |name: &str| self.first(name, &[]).map(ToOwned::to_owned);
        let content = self.keywords.keys().find(|(name, about)| name == "LAST-UPDATED" && !about.is_empty());
        let content = content.and_then(|key| self.keywords.get(key)).and_then(|values| values.first()).cloned();
        let notes = ["NOTE", "NOTEX"].iter().flat_map(|name| self.about(name, &[])).cloned().collect();
        Ok(Dataset {
            code: text("TABLEID").or_else(|| text("MATRIX")).unwrap_or_default(),
            label: text("TITLE").or_else(|| text("DESCRIPTION")).or_else(|| text("CONTENTS")).unwrap_or_default(),
            updated: text("LAST-UPDATED").or(content),
            provenance: Provenance { name: text("SOURCE").unwrap_or_default(), ..Provenance::default() },
            notes,
            dimensions,
            ..Dataset::default()
        })
    }

    fn dimension(&self, name: &str) -> Result<Dimension> {
        let labels = self.about("VALUES", &[name]);
        let times = self.times(name);
        let codes = self.about("CODES", &[name]);
        let codes = if codes.is_empty() { times.as_deref().unwrap_or(labels) } else { codes };
        let labels = if labels.is_empty() { codes } else { labels };
        if codes.len() != labels.len() {
            let text = format!("{} codes for {} values", codes.len(), labels.len());
            return Err(Fault::new(Code::WrongSize, format!("CODES(\"{name}\")"), text));
        }
        if codes.len() > CATEGORIES_MAX {
            return Err(Fault::new(Code::TooLarge, format!("VALUES(\"{name}\")"), "too many values"));
        }
        let is_content = self.first("CONTVARIABLE", &[]) == Some(name);
        let decimals = |label: &str| {
            let digits = self.first("PRECISION", &[name, label]).or_else(|| self.first("SHOWDECIMALS", &[]));
            digits.or_else(|| self.first("DECIMALS", &[])).and_then(|digits| digits.parse().ok())
        };
        let category = |(code, label): (&String, &String)| {
            let unit = self.first("UNITS", &[label]).or_else(|| self.first("UNITS", &[])).map(|unit| Unit {
                label: None,
                decimals: decimals(label),
                extra: vec![("base".to_owned(), Json::of(unit))],
            });
            let notes =
                ["VALUENOTE", "VALUENOTEX"].iter().flat_map(|key| self.about(key, &[name, label])).cloned().collect();
            Category { unit: unit.filter(|_| is_content), notes, ..Category::labelled(code, label) }
        };
        let code = self.first("VARIABLECODE", &[name]).unwrap_or(name).to_owned();
        let role = match (is_content, times.is_some(), self.first("VARIABLE-TYPE", &[name])) {
            (true, _, _) => Role::Measure,
            (_, true, _) => Role::Period,
            (_, _, Some("G" | "g" | "Geographical")) => Role::Area,
            _ if Role::of_heading(&code) != Role::Other => Role::of_heading(&code),
            _ => Role::of_heading(name),
        };
        let elimination = self.first("ELIMINATION", &[name]);
        let total = elimination.and_then(|label| codes.iter().zip(labels).find(|(_, each)| each.as_str() == label));
        Ok(Dimension {
            code,
            label: Some(name.to_owned()),
            role,
            categories: codes.iter().zip(labels).map(category).collect(),
            notes: ["NOTE", "NOTEX"].iter().flat_map(|key| self.about(key, &[name])).cloned().collect(),
            total: total.map(|(code, _)| code.clone()),
            extra: Vec::new(),
        })
    }

    /// The periods of a dimension of time: listed, or first and last year.
    fn times(&self, name: &str) -> Option<Vec<String>> {
        let (first, listed) = self.about("TIMEVAL", &[name]).split_first()?;
        if !listed.is_empty() {
            return Some(listed.to_vec());
        }
        let years: Vec<i32> = first.split(['"', '-', ',', ' ']).filter_map(|word| word.parse().ok()).collect();
        match years.as_slice() {
            [from, to] if from <= to && to - from < 1000 => Some((*from..=*to).map(|year| year.to_string()).collect()),
            _ => Some(self.about("VALUES", &[name]).to_vec()),
        }
    }
}
