//! Where a table is read from: a file, or bytes at hand. It can be opened again and again.

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

use super::columns;
use super::encoding::Encoding;
use super::figure::{UNDECIDED, decimal_of};
use super::mapping::Mapping;
use super::scan::{Record, Scanner};
use super::workbook;
use crate::fault::{Code, Fault, Result};

/// How much of a file is looked at to find out how it is written.
const SAMPLE: usize = 256 * 1024;
/// How many rows are looked at for the headings, and how many for the decimal sign.
const ROWS_LOOKED: usize = 60;
const ROWS_COUNTED: usize = 2_000;
const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// Something to read from.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Bytes.
    Bytes(Arc<[u8]>),
}

pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// How a table is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) kind: Kind,
    pub(super) decimal: u8,
    /// The row with the headings, from 0.
    pub(super) heading: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text { encoding: Encoding, delimiter: u8 },
    Workbook { sheet: Option<String> },
}

impl Dialect {
    /// How many fields a row has at least: in a workbook, empty cells at the end are not there.
    pub(super) fn shortest(&self, headings: usize) -> usize {
        match self.kind {
            Kind::Text { .. } => headings,
            Kind::Workbook { .. } => 1,
        }
    }
}

impl Input {
    pub(super) fn open(&self) -> Result<Box<dyn ReadSeek>> {
        match self {
            Self::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(Fault::file(path.display(), &error)),
            },
            Self::Bytes(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
        }
    }

    fn sample(&self) -> Result<Vec<u8>> {
        let mut sample = Vec::new();
        let read = self.open()?.take(SAMPLE as u64).read_to_end(&mut sample);
        read.map_err(|error| Fault::file("", &error))?;
        Ok(sample)
    }

    /// Finds out how the table is written.
    pub(super) fn dialect(&self, mapping: &Mapping) -> Result<Dialect> {
        let sample = self.sample()?;
        if sample.is_empty() {
            return Err(Fault::new(Code::WrongShape, "", "the file is empty"));
        }
        if sample.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(
                Fault::new(Code::Unsupported, "", "a workbook of the old kind (.xls)").remedy("Save it as .xlsx.")
            );
        }
        let kind = if sample.starts_with(b"PK") {
            workbook::weigh(self)?;
            Kind::Workbook { sheet: mapping.sheet.clone() }
        } else {
            let encoding = mapping.encoding.map_or_else(|| Encoding::detect(&sample), Ok)?;
            let mut text = Vec::new();
            let decoded = encoding.decode(Box::new(Cursor::new(sample))).read_to_end(&mut text);
            decoded.map_err(|error| Fault::file("", &error))?;
            if text.contains(&b'\r') && !text.contains(&b'\n') {
                return Err(Fault::new(
                    Code::Unsupported,
                    "",
                    "lines end with a carriage return alone, as on old Macs",
                )
                .remedy("Save the file again as CSV with the line ends of Windows or Unix."));
            }
            Kind::Text { encoding, delimiter: mapping.delimiter.unwrap_or_else(|| delimiter(&text)) }
        };
        let mut dialect = Dialect { kind, decimal: UNDECIDED, heading: 0 };
        let mut first: Vec<Vec<Vec<u8>>> = Vec::new();
        let mut below: Vec<Vec<Vec<u8>>> = Vec::new();
        let mut lines: Vec<u64> = Vec::new();
        let mut bytes = 0;
        self.rows(&dialect, &mut |record| {
            if first.len() < ROWS_LOOKED {
                first.push((0..record.len()).map(|at| record.field(at).to_vec()).collect());
            }
            // A number of a workbook says nothing of how its texts are written.
            let text = |at: usize| if record.is_number(at) { Vec::new() } else { record.field(at).to_vec() };
            below.push((0..record.len()).map(text).collect());
            lines.push(record.line);
            bytes += record.size();
            Ok(first.len() < ROWS_LOOKED || (below.len() < ROWS_COUNTED && bytes < SAMPLE))
        })?;
        dialect.heading = match mapping.heading_row {
            // Rows that are empty in a workbook are not gone through.
            Some(row) => match lines.iter().position(|line| *line >= row) {
                Some(at) => at,
                None => usize::try_from(row - 1).unwrap_or(usize::MAX),
            },
            None => heading(&first),
        };
        dialect.decimal = mapping.decimal.unwrap_or_else(|| {
            let headings = below.get(dialect.heading).map(Vec::as_slice).unwrap_or_default();
            let columns = columns::of_figures(headings, mapping);
            let body = below.iter().skip(dialect.heading + 1);
            decimal_of(body.flat_map(|row| columns.iter().filter_map(move |at| row.get(*at))).map(Vec::as_slice))
        });
        Ok(dialect)
    }

    /// Goes through the rows until the end or until `each` says that it is enough.
    pub(super) fn rows(&self, dialect: &Dialect, each: &mut dyn FnMut(Record<'_>) -> Result<bool>) -> Result<()> {
        match &dialect.kind {
            Kind::Text { encoding, delimiter } => {
                let source: Box<dyn Read> = match self {
                    Self::File(path) => {
                        Box::new(File::open(path).map_err(|error| Fault::file(path.display(), &error))?)
                    }
                    Self::Bytes(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
                };
                let mut scanner =
                    Scanner::new(Box::new(Unmarked { source: encoding.decode(source), begun: false }), *delimiter);
                while let Some(record) = scanner.next()? {
                    if !each(record)? {
                        return Ok(());
                    }
                }
                Ok(())
            }
            Kind::Workbook { sheet } => workbook::rows(self, sheet.as_deref(), each),
        }
    }
}

/// UTF-8 without the mark at its start.
struct Unmarked<R> {
    source: R,
    begun: bool,
}

impl<R: Read> Read for Unmarked<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.begun {
            return self.source.read(into);
        }
        self.begun = true;
        let mut start = Vec::new();
        self.source.by_ref().take(3).read_to_end(&mut start)?;
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
        if start.is_empty() {
            return self.source.read(into);
        }
        into.iter_mut().zip(start).for_each(|(to, from)| *to = *from);
        Ok(start.len().min(into.len()))
    }
}

/// The delimiter that parts the most rows into the same number of fields.
fn delimiter(text: &[u8]) -> u8 {
    let count = |line: &[u8], sign: u8| {
        let mut inside = false;
        line.iter()
            .filter(|byte| {
                inside ^= **byte == b'"';
                !inside && **byte == sign
            })
            .count()
    };
    let lines: Vec<&[u8]> =
        text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).take(50).collect();
    let score = |sign: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| count(line, sign)).collect();
        let widest = counts
            .iter()
            .copied()
            .filter(|count| *count > 0)
            .max_by_key(|wanted| counts.iter().filter(|count| *count == wanted).count());
        widest.map_or((0, 0), |widest| (counts.iter().filter(|count| **count == widest).count(), widest))
    };
    DELIMITERS.into_iter().rev().max_by_key(|sign| score(*sign)).unwrap_or(b';')
}

/// The first row that is as wide as the table: titles above it are narrower.
fn heading(rows: &[Vec<Vec<u8>>]) -> usize {
    let filled = |row: &Vec<Vec<u8>>| row.iter().filter(|field| !field.trim_ascii().is_empty()).count();
    let widest = rows.iter().map(filled).max().unwrap_or(0);
    rows.iter().position(|row| filled(row) + 1 >= widest && filled(row) > 0).unwrap_or(0)
}
