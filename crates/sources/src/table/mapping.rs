//! The mapping: a file in TOML in which a person says what the columns of a table mean. Everything may be left out; what is left
//! out is found out.

use toml::{Table, Value};

use super::Encoding;
use crate::fault::{Code, Fault, Result};
use crate::model::{Part, Role};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Codes of a dimension.
    Dimension(Role),
    /// What the codes of the dimension in the column before are called.
    Label,
    /// Figures.
    Figure,
    /// What stands beside the figures.
    Beside(Part),
    /// Why a figure is absent.
    Mark,
    /// Nothing that is read.
    Nothing,
}

impl Holds {
    /// Reads its name in a mapping.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "value" => Self::Figure,
            "label" => Self::Label,
            "mark" => Self::Mark,
            "ignore" => Self::Nothing,
            text => match Part::ALL.into_iter().find(|part| part.as_str() == text) {
                Some(part) => Self::Beside(part),
                None => Self::Dimension(Role::parse(text)?),
            },
        })
    }
}

/// What is said of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The heading, as it stands in the file.
    pub heading: String,
    /// What the column holds.
    pub holds: Holds,
    /// The code of the dimension; the heading when nothing is said.
    pub code: Option<String>,
    /// What is written in the file, and the code that it means.
    pub values: Vec<(String, String)>,
}

/// A note on a break in the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The first period after it.
    pub at: String,
    /// What happened.
    pub note: String,
}

/// Everything that is said of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// What the table is about.
    pub label: Option<String>,
    /// Its code.
    pub code: Option<String>,
    /// Whose figures they are.
    pub source: Option<String>,
    /// Under what licence.
    pub licence: Option<String>,
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The decimal sign.
    pub decimal: Option<u8>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row with the headings, from 1.
    pub heading_row: Option<u64>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Breaks in the series.
    pub breaks: Vec<Break>,
    /// What a survey's file holds; `None` for a table of figures.
    pub survey: Option<Survey>,
}

/// What is said of a file with one row for each who answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The column of weights.
    pub weight: Option<String>,
    /// The column of strata.
    pub stratum: Option<String>,
    /// The column of schools.
    pub school: Option<String>,
    /// The columns by which answers are told apart.
    pub groups: Vec<String>,
    /// The columns of answers; all others when nothing is said.
    pub questions: Vec<String>,
    /// What is written where nobody answered.
    pub no_answer: Vec<String>,
    /// A group smaller than this is flagged.
    pub group_min: usize,
}

/// Groups below ten answers are not told in Swedish user surveys. Source: dossier 9.4.
const GROUP_MIN: usize = 10;

impl Mapping {
    /// Reads a mapping. A name that is not known is refused: it would be a mistake that nobody sees.
    pub fn parse(text: &str) -> Result<Self> {
        let table: Table = text
            .parse()
            .map_err(|error: toml::de::Error| Fault::new(Code::Broken, "mapping", error.message().to_owned()))?;
        known(&table, "", &["label", "code", "source", "licence", "file", "column", "break", "survey"])?;
        let empty = Table::new();
        let file = table.get("file").map(|file| file.as_table().ok_or_else(|| wrong("file", "must be a table")));
        let file = file.transpose()?.unwrap_or(&empty);
        known(file, "file.", &["delimiter", "encoding", "decimal", "sheet", "heading_row"])?;
        let sign = |name: &str| {
            text_of(file, name, "file.")?
                .map(|text| match text.as_bytes() {
                    [sign] => Ok(*sign),
                    _ => Err(wrong(&format!("file.{name}"), "must be one character")),
                })
                .transpose()
        };
        let encoding = text_of(file, "encoding", "file.")?
            .map(|name| Encoding::parse(&name).ok_or_else(|| wrong("file.encoding", "is no encoding that we read")));
        let heading_row = file.get("heading_row").map(|row| {
            row.as_integer()
                .and_then(|row| u64::try_from(row).ok())
                .filter(|row| *row > 0)
                .ok_or_else(|| wrong("file.heading_row", "must be a number from 1"))
        });
        Ok(Self {
            label: text_of(&table, "label", "")?,
            code: text_of(&table, "code", "")?,
            source: text_of(&table, "source", "")?,
            licence: text_of(&table, "licence", "")?,
            delimiter: sign("delimiter")?,
            encoding: encoding.transpose()?,
            decimal: sign("decimal")?,
            sheet: text_of(file, "sheet", "file.")?,
            heading_row: heading_row.transpose()?,
            columns: tables(&table, "column")?.into_iter().map(column).collect::<Result<_>>()?,
            breaks: tables(&table, "break")?.into_iter().map(a_break).collect::<Result<_>>()?,
            survey: table.get("survey").map(survey).transpose()?,
        })
    }
}

fn wrong(name: &str, text: &str) -> Fault {
    Fault::new(Code::WrongShape, format!("mapping, {name}"), text)
}

fn known(table: &Table, prefix: &str, names: &[&str]) -> Result<()> {
    match table.keys().find(|key| !names.contains(&key.as_str())) {
        Some(key) => {
            Err(wrong(&format!("{prefix}{key}"), "is no name that we know")
                .remedy(format!("Known: {}.", names.join(", "))))
        }
        None => Ok(()),
    }
}

fn text_of(table: &Table, name: &str, prefix: &str) -> Result<Option<String>> {
    match table.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong(&format!("{prefix}{name}"), "must be a text")),
    }
}

fn texts_of(table: &Table, name: &str, prefix: &str) -> Result<Vec<String>> {
    let must = || wrong(&format!("{prefix}{name}"), "must be a list of texts");
    match table.get(name) {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => {
            items.iter().map(|item| item.as_str().map(ToOwned::to_owned).ok_or_else(must)).collect()
        }
        Some(_) => Err(must()),
    }
}

fn tables<'a>(table: &'a Table, name: &str) -> Result<Vec<&'a Table>> {
    let must = || wrong(name, &format!("is written [[{name}]]"));
    match table.get(name) {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => items.iter().map(|item| item.as_table().ok_or_else(must)).collect(),
        Some(_) => Err(must()),
    }
}

fn column(table: &Table) -> Result<Column> {
    known(table, "column.", &["heading", "role", "code", "values"])?;
    let heading = text_of(table, "heading", "column.")?.ok_or_else(|| wrong("column.heading", "is missing"))?;
    let role = text_of(table, "role", "column.")?.unwrap_or_else(|| "other".to_owned());
    let holds = Holds::parse(&role).ok_or_else(|| {
        wrong("column.role", "is no role that we know").remedy(
            "Known: area, sex, age, period, measure, unit, other, label, value, numerator, denominator, lower, upper, mark, ignore.",
        )
    })?;
    let values = table.get("values").map(|values| {
        let values = values.as_table().ok_or_else(|| wrong("column.values", "must be a table"))?;
        let pair = |(from, to): (&String, &Value)| {
            let to = to.as_str().ok_or_else(|| wrong("column.values", "must be texts"))?;
            Ok((from.clone(), to.to_owned()))
        };
        values.iter().map(pair).collect::<Result<Vec<_>>>()
    });
    Ok(Column {
        heading,
        holds,
        code: text_of(table, "code", "column.")?,
        values: values.transpose()?.unwrap_or_default(),
    })
}

fn a_break(table: &Table) -> Result<Break> {
    known(table, "break.", &["at", "note"])?;
    let need =
        |name: &str| text_of(table, name, "break.")?.ok_or_else(|| wrong(&format!("break.{name}"), "is missing"));
    Ok(Break { at: need("at")?, note: need("note")? })
}

fn survey(value: &Value) -> Result<Survey> {
    let table = value.as_table().ok_or_else(|| wrong("survey", "must be a table"))?;
    known(table, "survey.", &["weight", "stratum", "school", "groups", "questions", "no_answer", "group_min"])?;
    let group_min = match table.get("group_min") {
        None => GROUP_MIN,
        Some(least) => least
            .as_integer()
            .and_then(|least| usize::try_from(least).ok())
            .ok_or_else(|| wrong("survey.group_min", "must be a number"))?,
    };
    Ok(Survey {
        weight: text_of(table, "weight", "survey.")?,
        stratum: text_of(table, "stratum", "survey.")?,
        school: text_of(table, "school", "survey.")?,
        groups: texts_of(table, "groups", "survey.")?,
        questions: texts_of(table, "questions", "survey.")?,
        no_answer: texts_of(table, "no_answer", "survey.")?,
        group_min,
    })
}
