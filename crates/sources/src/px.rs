//! PX files: keywords with values, then the figures row by row. Source: "PX file format specification", axis version 2013, and
//! the files of the reference installation of PxWeb.

use std::collections::BTreeMap;
use std::io::Read;

use crate::fault::{Code, Fault, Result};
use crate::json::{Json, parse_number};
use crate::model::{CATEGORIES_MAX, CELLS_MAX, Category, Cells, Dataset, Dimension, Marks, Provenance, Role, Unit};
use crate::table::Encoding;

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
    let mut reader = Reader { rest: &text, line: 1 };
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
            return Err(Fault::new(Code::TooLarge, format!("line {}", reader.line), "too many keywords"));
        }
    }
    let file = File { keywords };
    let mut dataset = file.dataset()?;
    dataset.cells = file.cells(&mut reader, Dataset::size_of(&dataset.dimensions)?)?;
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

struct Reader<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Reader<'a> {
    fn fault(&self, text: &str) -> Fault {
        Fault::new(Code::Broken, format!("line {}", self.line), text)
    }

    fn space(&mut self) {
        let trimmed = self.rest.trim_start();
        let skipped = self.rest.len() - trimmed.len();
        let newlines = self.rest.get(..skipped).map_or(0, |space| space.matches('\n').count());
        self.line += newlines as u64;
        self.rest = trimmed;
    }

    fn take(&mut self, sign: char) -> bool {
        self.space();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A keyword up to its equals sign, and whether it is of another language.
    fn key(&mut self) -> Result<Option<(Key, bool)>> {
        self.space();
        if self.rest.is_empty() {
            return Ok(None);
        }
        let end = self.rest.find(['=', '(', '[', ';', '"']).ok_or_else(|| self.fault("a keyword must stand here"))?;
        let (name, rest) = self.rest.split_at(end);
        let name = name.trim().to_uppercase();
        let plain =
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
        if !plain {
            return Err(self.fault("a keyword must stand here").remedy("Is it a px file?"));
        }
        self.rest = rest;
        let mut language = false;
        if self.take('[') {
            let end = self.rest.find(']').ok_or_else(|| self.fault("a bracket is left open"))?;
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            language = true;
        }
        let mut about = Vec::new();
        if self.take('(') {
            loop {
                about.push(self.quoted()?);
                if self.take(')') {
                    break;
                }
                if !self.take(',') {
                    return Err(self.fault("a bracket is left open"));
                }
            }
        }
        if self.take('=') {
            Ok(Some(((name, about), language)))
        } else {
            Err(self.fault("an equals sign must stand here"))
        }
    }

    /// A text, in one or several pieces of quotes.
    fn quoted(&mut self) -> Result<String> {
        let mut text = String::new();
        if !self.take('"') {
            return Err(self.fault("a text must stand here"));
        }
        loop {
            let end = self.rest.find('"').ok_or_else(|| self.fault("a quotation mark is left open"))?;
            let (piece, rest) = self.rest.split_at(end);
            self.line += piece.matches('\n').count() as u64;
            text.push_str(piece);
            self.rest = rest.get(1..).unwrap_or_default();
            if !self.take('"') {
                return Ok(text);
            }
        }
    }

    /// Values up to their semicolon: texts, numbers, words, a list of times.
    fn values(&mut self) -> Result<Vec<String>> {
        let mut values = Vec::new();
        loop {
            self.space();
            if self.rest.starts_with('"') {
                values.push(self.quoted()?);
            } else {
                let end = self.rest.find([',', ';', '"', '(']).ok_or_else(|| self.fault("a semicolon is missing"))?;
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                let word = word.trim();
                if word == "TLIST" && self.take('(') {
                    let end = self.rest.find(')').ok_or_else(|| self.fault("a bracket is left open"))?;
                    values.push(format!("TLIST {}", self.rest.get(..end).unwrap_or_default()));
                    self.rest = self.rest.get(end + 1..).unwrap_or_default();
                } else if !word.is_empty() {
                    values.push(word.to_owned());
                } else if self.rest.starts_with(['(', '"']) {
                    return Err(self.fault("a value must stand here"));
                }
            }
            if self.take(';') {
                return Ok(values);
            }
            if !self.take(',') && !self.rest.starts_with('"') {
                return Err(self.fault("a comma or a semicolon must stand here"));
            }
        }
    }

    /// The next of the figures: a word or a text in quotes; none at the end.
    fn datum(&mut self) -> Result<Option<&'a str>> {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t', ',']);
        let rest: &'a str = self.rest;
        if rest.is_empty() {
            return Err(self.fault("the figures break off"));
        }
        if rest.starts_with(';') {
            return Ok(None);
        }
        if let Some(text) = rest.strip_prefix('"') {
            let end = text.find('"').ok_or_else(|| self.fault("a quotation mark is left open"))?;
            self.rest = text.get(end + 1..).unwrap_or_default();
            return Ok(text.get(..end));
        }
        let end = rest.find([' ', '\n', '\r', '\t', ';', ',']).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        self.rest = after;
        Ok(Some(word))
    }
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
        if !self.about("KEYS", &[]).is_empty() || self.keywords.keys().any(|(name, _)| name == "KEYS") {
            return Err(Fault::new(Code::Unsupported, "KEYS", "figures with their keys before them")
                .remedy("Ask for the file without KEYS, or as JSON-stat."));
        }
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

    fn cells(&self, reader: &mut Reader<'_>, size: u64) -> Result<Cells> {
        if size > CELLS_MAX {
            return Err(Fault::new(Code::TooLarge, "DATA", "more cells than we take"));
        }
        let mut values: Vec<f64> = Vec::new();
        let mut marks = BTreeMap::new();
        while let Some(datum) = reader.datum()? {
            let at = values.len() as u64;
            if at >= size {
                return Err(Fault::new(Code::WrongSize, "DATA", format!("more figures than the {size} cells")));
            }
            match parse_number(datum.as_bytes()) {
                Some((value, length)) if length == datum.len() => values.push(value),
                _ if datum.chars().all(|letter| letter == '.') => {
                    values.push(f64::NAN);
                    let number = datum.len().to_string();
                    let symbol = self.first(&format!("DATASYMBOL{number}"), &[]).unwrap_or(datum);
                    marks.insert(at, symbol.to_owned());
                }
                // Nothing at all, or too little to show: a true nought.
                _ if datum == "-" => {
                    values.push(0.0);
                    marks.insert(at, "-".to_owned());
                }
                _ => {
                    return Err(Fault::new(
                        Code::NotUnderstood,
                        format!("DATA, cell {at}"),
                        "neither a figure nor a mark",
                    ));
                }
            }
        }
        if values.len() as u64 != size {
            return Err(Fault::new(Code::WrongSize, "DATA", format!("{} figures for {size} cells", values.len())));
        }
        Ok(Cells { marks: Marks::each(marks), ..Cells::dense(values) })
    }
}
