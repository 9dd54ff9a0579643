//! Tables in files: CSV and XLSX. Delimiter, encoding and decimal sign are found out; what the columns mean is guessed from their
//! headings, in Swedish or English, or said in a mapping that a person can write. A personal identity number anywhere but in
//! a column of figures stops the reading before anything is kept.
//!
//! A file is gone through twice: once for its categories, once for its figures. So a gigabyte costs no more memory than its
//! figures.

mod columns;
mod encoding;
mod figure;
mod fill;
mod identity;
mod input;
mod mapping;
mod scan;
pub mod survey;
mod workbook;

pub use encoding::Encoding;
pub use fill::{Misunderstood, Understood, read};
pub use input::Input;
pub use mapping::Mapping;

/// The most columns of a table; a spreadsheet has no more.
pub const COLUMNS_MAX: usize = 16_384;
/// The most bytes of a row.
pub const ROW_MAX: usize = 8 * 1024 * 1024;
/// The most rows that are told one by one when they are not understood; of the others only their number.
pub const MISUNDERSTOOD_MAX: usize = 10_000;
