//! Tables in files: CSV and XLSX. Delimiter, encoding and decimal sign are found out; what the columns mean is guessed from their
//! headings, in Swedish or English, or said in a mapping that a person can write. A personal identity number anywhere
//! stops the reading before anything is kept; ten bare digits in a column of figures only where half of what is filled are such.
//!
//! A file is gone through once, and a gigabyte costs little more memory than its figures. Twice where cells are given twice, or most of
//! them not at all.

mod again;
mod cell;
mod collect;
mod columns;
mod encoding;
mod figure;
mod fill;
mod gather;
mod identity;
mod input;
mod mapping;
mod met;
mod order;
mod refuse;
mod scan;
mod shape;
mod signs;
pub mod survey;
mod told;
mod workbook;

pub use encoding::Encoding;
pub use fill::{Understood, read};
pub use input::Input;
pub use mapping::Mapping;
pub use refuse::refuse as refuse_identity_numbers;
pub use told::Misunderstood;

use std::borrow::Cow;

use crate::fault::{Code, Fault, Result};
use crate::json::parse_number;

/// The most columns of a table; a spreadsheet has no more.
pub const COLUMNS_MAX: usize = 16_384;
/// The most bytes of a row.
pub const ROW_MAX: usize = 8 * 1024 * 1024;
/// The most fields of an answer that is no table.
const RAW_MAX: usize = 10_000_000;
/// The most rows that are told one by one when they are not understood; of the others only their number.
pub const MISUNDERSTOOD_MAX: usize = 10_000;

/// What begins like a formula in a spreadsheet.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text as it may stand in a CSV file: with an apostrophe before what a spreadsheet would take for a formula. A figure is none.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    let figure = parse_number(text.as_bytes()).is_some_and(|(_, length)| length == text.len());
    let unguarded = text.trim_start_matches('\'');
    if unguarded.starts_with(FORMULA) && !figure { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text without the apostrophe that [`guarded`] put before it.
fn unguarded(text: &str) -> &str {
    let bare = text.strip_prefix('\'').filter(|_| text.trim_start_matches('\'').starts_with(FORMULA));
    bare.unwrap_or(text)
}

/// The rows of CSV or of a workbook as they stand, for layouts that are no table.
pub(crate) fn raw_rows(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let input = Input::Bytes(bytes.into());
    let dialect = input.dialect(&Mapping::default())?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut fields = 0;
    input.rows(&dialect, &mut |record| {
        if record.is_blank() {
            return Ok(true);
        }
        fields += record.len();
        if fields > RAW_MAX {
            return Err(Fault::new(Code::TooLarge, format!("line {}", record.line), "more fields than we take"));
        }
        rows.push((0..record.len()).map(|at| String::from_utf8_lossy(record.field(at)).into_owned()).collect());
        Ok(true)
    })?;
    Ok(rows)
}
