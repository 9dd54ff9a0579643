//! Rows of a CSV file, as fast as its line ends and separators can be found.

use std::io::Read;

use super::figure::{self, Written};
use super::signs::{self, Signs};
use super::{COLUMNS_MAX, ROW_MAX};
use crate::fault::{Code, Fault, Result};

const BUFFER: usize = 128 * 1024;

/// One row: its fields lie one after the other with one byte between.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    /// What the row lies in.
    pub(super) bytes: &'a [u8],
    /// Where in the bytes the first field starts.
    pub(super) start: usize,
    /// Where in the bytes each field ends.
    pub(super) ends: &'a [usize],
    /// Which fields are numbers of a workbook, written with a point whatever sign its texts have; none where it is shorter.
    pub(super) numbers: &'a [bool],
    /// The line it begins on, from 1.
    pub(super) line: u64,
}

impl<'a> Record<'a> {
    /// A field; empty when the row has fewer.
    pub(super) fn field(self, index: usize) -> &'a [u8] {
        let (from, to) = self.span(index);
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// Where in the bytes a field lies; one that the row has not lies at the start of it, and is empty.
    pub(super) fn span(self, index: usize) -> (usize, usize) {
        let from = match index.checked_sub(1) {
            None => Some(self.start),
            Some(before) => self.ends.get(before).map(|end| end + 1),
        };
        from.zip(self.ends.get(index).copied()).unwrap_or((self.start, self.start))
    }

    /// Where in the bytes a field lies without the white space around it.
    pub(super) fn trimmed(self, index: usize) -> (usize, usize) {
        let (from, to) = self.span(index);
        let field = self.bytes.get(from..to).unwrap_or_default();
        if let (Some(first), Some(last)) = (field.first(), field.last())
            && *first > b' '
            && *last > b' '
        {
            return (from, to);
        }
        let begun = field.trim_ascii_start();
        let from = to - begun.len();
        (from, from + begun.trim_ascii_end().len())
    }

    /// Whether a field is a number of a workbook.
    pub(super) fn is_number(self, index: usize) -> bool {
        self.numbers.get(index).copied().unwrap_or(false)
    }

    /// What a field of figures holds.
    pub(super) fn figure(self, index: usize, decimal: u8) -> Written {
        figure::read(self.field(index), if self.is_number(index) { b'.' } else { decimal })
    }

    /// The figure of a field that is written short and plainly, as most are.
    pub(super) fn quick_figure(self, index: usize, decimal: u8) -> Option<f64> {
        figure::quick(self.field(index), if self.is_number(index) { b'.' } else { decimal })
    }

    /// How many bytes it takes.
    pub(super) fn size(self) -> usize {
        self.ends.last().map_or(0, |end| end - self.start)
    }

    /// How many fields there are.
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// Whether nothing is written in any of them.
    pub(super) fn is_blank(self) -> bool {
        (0..self.len()).all(|index| self.field(index).trim_ascii().is_empty())
    }
}

/// Reads rows from UTF-8.
pub(super) struct Scanner {
    source: Box<dyn Read>,
    delimiter: u8,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    finished: bool,
    line: u64,
    /// The signs in what is in the buffer; those before `sign`, and stops before `stop`, lie in rows that have been given away.
    signs: Signs,
    sign: usize,
    stop: usize,
    ends: Vec<usize>,
    quoted: Vec<u8>,
}

/// What the next row is, as far as it has been read.
enum Next {
    /// Plain, with so many signs, the end of its line the last of them.
    Plain(usize),
    /// A quotation mark stands in it.
    Quoted,
    /// It has more columns than any table.
    TooWide,
    /// Its end is not there yet.
    Open(usize),
}

impl Scanner {
    pub(super) fn new(source: Box<dyn Read>, delimiter: u8) -> Self {
        Self {
            source,
            delimiter,
            buffer: vec![0; BUFFER],
            at: 0,
            end: 0,
            finished: false,
            line: 1,
            signs: Signs::default(),
            sign: 0,
            stop: 0,
            ends: Vec::new(),
            quoted: Vec::new(),
        }
    }

    fn more(&mut self) -> Result<()> {
        if self.at > 0 {
            self.buffer.copy_within(self.at..self.end, 0);
            self.signs.places.drain(..self.sign);
            self.signs.places.iter_mut().for_each(|place| *place -= self.at);
            self.signs.stops.drain(..self.stop);
            self.signs.stops.iter_mut().for_each(|stop| *stop -= self.sign);
            self.sign = 0;
            self.stop = 0;
            self.end -= self.at;
            self.at = 0;
        } else if self.end == self.buffer.len() {
            if self.end >= ROW_MAX {
                return Err(Fault::new(Code::TooLarge, format!("line {}", self.line), "the row is too long")
                    .remedy("Is a quotation mark left open, or is this not a table?"));
            }
            self.buffer.resize(self.end * 2, 0);
        }
        let space = self.buffer.get_mut(self.end..).unwrap_or_default();
        match self.source.read(space) {
            Ok(0) => self.finished = true,
            Ok(count) => {
                let read = space.get(..count).unwrap_or_default();
                signs::find(read, self.end, self.delimiter, &mut self.signs);
                self.end += count;
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Fault::file(format!("line {}", self.line), &error)),
        }
        Ok(())
    }

    fn window(&self) -> &[u8] {
        self.buffer.get(self.at..self.end).unwrap_or_default()
    }

    /// Looks at the signs of the next row.
    fn look(&self) -> Next {
        let places = &self.signs.places;
        let stop = self.signs.stops.get(self.stop).copied();
        let before = stop.unwrap_or(places.len()) - self.sign;
        if before >= COLUMNS_MAX {
            return Next::TooWide;
        }
        let Some(stop) = stop else { return Next::Open(before) };
        match places.get(stop).and_then(|place| self.buffer.get(*place)) {
            Some(b'"') => Next::Quoted,
            Some(_) | None => Next::Plain(before + 1),
        }
    }

    /// The next row, or none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>> {
        let line = self.line;
        let count = loop {
            match self.look() {
                Next::Plain(count) => {
                    self.stop += 1;
                    break count;
                }
                Next::TooWide => return Err(too_wide(line)),
                Next::Quoted => {
                    self.quoted_row()?;
                    if self.ends.len() > COLUMNS_MAX {
                        return Err(too_wide(line));
                    }
                    return Ok(Some(Record { bytes: &self.quoted, start: 0, ends: &self.ends, numbers: &[], line }));
                }
                Next::Open(_) if !self.finished => self.more()?,
                Next::Open(_) if self.at == self.end => return Ok(None),
                Next::Open(count) => {
                    // The end of the file ends the last line.
                    self.signs.places.push(self.end);
                    break count + 1;
                }
            }
        };
        let (start, first) = (self.at, self.sign);
        self.sign += count;
        self.line += 1;
        if let Some(end) = self.signs.places.get_mut(self.sign - 1) {
            self.at = self.end.min(*end + 1);
            let carriage_return = *end > start && self.buffer.get(*end - 1) == Some(&b'\r');
            *end -= usize::from(carriage_return);
        }
        let ends = self.signs.places.get(first..self.sign).unwrap_or_default();
        Ok(Some(Record { bytes: &self.buffer, start, ends, numbers: &[], line }))
    }

    /// A row with quotation marks, which may go over several lines.
    fn quoted_row(&mut self) -> Result<()> {
        let begins = self.line;
        self.ends.clear();
        self.quoted.clear();
        let (mut at, mut inside, mut fresh) = (0, false, true);
        loop {
            if at == self.window().len() {
                if !self.finished {
                    // Moving what is there to the front does not change where in the window we are.
                    self.more()?;
                    continue;
                }
                if inside {
                    return Err(left_open(begins));
                }
                break;
            }
            let window = self.buffer.get(self.at..self.end).unwrap_or_default();
            let byte = window.get(at).copied().unwrap_or(0);
            at += 1;
            match byte {
                b'"' if inside => {
                    if at == self.window().len() && !self.finished {
                        self.more()?;
                    }
                    if self.window().get(at) == Some(&b'"') {
                        self.quoted.push(b'"');
                        at += 1;
                    } else {
                        inside = false;
                    }
                }
                b'"' if fresh => {
                    inside = true;
                    fresh = false;
                }
                b'\n' if !inside => {
                    self.line += 1;
                    if self.quoted.last() == Some(&b'\r') {
                        self.quoted.pop();
                    }
                    break;
                }
                byte if byte == self.delimiter && !inside => {
                    self.ends.push(self.quoted.len());
                    self.quoted.push(b'\x1f');
                    fresh = true;
                }
                byte => {
                    if byte == b'\n' {
                        self.line += 1;
                    }
                    fresh = false;
                    self.quoted.push(byte);
                }
            }
            if self.quoted.len() > ROW_MAX {
                let place = format!("line {begins}");
                return Err(
                    Fault::new(Code::TooLarge, place, "the row is too long").remedy("Is a quotation mark left open?")
                );
            }
        }
        self.at += at;
        let places = self.signs.places.get(self.sign..).unwrap_or_default();
        self.sign += places.partition_point(|place| *place < self.at);
        let stops = self.signs.stops.get(self.stop..).unwrap_or_default();
        self.stop += stops.partition_point(|stop| *stop < self.sign);
        self.ends.push(self.quoted.len());
        Ok(())
    }
}

fn left_open(line: u64) -> Fault {
    Fault::new(Code::Broken, format!("line {line}"), "a quotation mark is left open from here to the end of the file")
}

fn too_wide(line: u64) -> Fault {
    Fault::new(Code::TooLarge, format!("line {line}"), format!("more than {COLUMNS_MAX} columns"))
        .remedy("Is the delimiter the right one?")
}
