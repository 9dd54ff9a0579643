//! Parquet, as narrowly as PxWeb writes it: a flat table, plain or dictionary values, pages of version 1 or 2, unpacked or in Snappy.
//! Anything else is refused with its place. Every size that a file states is held against a limit, and against the bytes that are
//! there, before anything is allocated for it. Source: Apache Parquet, format 2.x; docs/decisions/0034.

mod column;
mod footer;
mod levels;
mod page;
mod thrift;

use crate::fault::{Code, Fault, Result};

/// The most columns of a table.
pub const COLUMNS_MAX: usize = 4_096;
/// The most groups of rows.
const GROUPS_MAX: usize = 10_000;
/// The most fields that are read: rows times the columns that are asked for.
pub const FIELDS_MAX: u64 = 10_000_000;
/// The most bytes of a page, unpacked.
const PAGE_MAX: usize = 64 * 1024 * 1024;
/// The most bytes of all pages that are read, unpacked.
const UNPACKED_MAX: usize = 512 * 1024 * 1024;
/// What stands first and last in a file.
const MAGIC: &[u8; 4] = b"PAR1";

/// What is read of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// How many rows there are.
    pub rows: usize,
    /// The columns that were asked for, in the order of the file.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// One for each row.
    pub values: Values,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Figures; not-a-number is none.
    Figures(Vec<f64>),
    /// Texts.
    Texts(Texts),
}

/// Texts, each of which is kept once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// The texts.
    known: Vec<String>,
    /// For each row which text, if any.
    rows: Vec<Option<u32>>,
}

impl Texts {
    /// The text of a row.
    pub fn at(&self, row: usize) -> Option<&str> {
        let known = (*self.rows.get(row)?)?;
        self.known.get(usize::try_from(known).ok()?).map(String::as_str)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Table {
    /// A column by its name.
    pub fn column(&self, name: &str) -> Option<&Values> {
        self.columns.iter().find(|column| column.name == name).map(|column| &column.values)
    }
}

/// The names of the columns of a file.
pub fn names(bytes: &[u8]) -> Result<Vec<String>> {
    Ok(footer::read(bytes)?.leaves.into_iter().map(|leaf| leaf.name).collect())
}

/// Reads the columns that are wanted. The others may be of any kind.
pub fn read(bytes: &[u8], wanted: impl Fn(&str) -> bool) -> Result<Table> {
    let footer = footer::read(bytes)?;
    let columns = footer.leaves.iter().filter(|leaf| wanted(&leaf.name)).count() as u64;
    if footer.rows.saturating_mul(columns) > FIELDS_MAX {
        return Err(Fault::new(Code::TooLarge, "", format!("{} rows in {columns} columns", footer.rows))
            .remedy("Ask for less at a time."));
    }
    let mut left = UNPACKED_MAX;
    let mut table = Table { rows: usize::try_from(footer.rows).unwrap_or(0), columns: Vec::new() };
    for (at, leaf) in footer.leaves.iter().enumerate().filter(|(_, leaf)| wanted(&leaf.name)) {
        let mut gathered = column::Gathered::new(leaf)?;
        for (number, group) in footer.groups.iter().enumerate() {
            let place = || format!("row group {}, column \"{}\"", number + 1, leaf.name);
            let chunk = group.chunks.get(at).ok_or_else(|| wrong(place(), "is not there"))?;
            if chunk.values != group.rows {
                return Err(wrong(place(), format!("{} values for {} rows", chunk.values, group.rows)));
            }
            column::read(bytes, leaf, chunk, &mut gathered, &mut left).map_err(|fault| fault.within(&place()))?;
        }
        table.columns.push(Column { name: leaf.name.clone(), values: gathered.finish() });
    }
    Ok(table)
}

fn wrong(place: impl Into<String>, text: impl Into<String>) -> Fault {
    Fault::new(Code::WrongShape, place, text)
}

fn broken(text: &str) -> Fault {
    Fault::new(Code::Broken, "", text)
}

fn unsupported(text: impl Into<String>) -> Fault {
    Fault::new(Code::Unsupported, "", text)
}
