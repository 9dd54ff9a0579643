//! Thrift's compact protocol, in which a file describes itself: fields with numbers, of which those that are not known are passed over.

use super::broken;
use crate::fault::{Code, Fault, Result};

/// How deep structs and lists may stand in each other; the format needs six.
const DEPTH_MAX: usize = 16;

pub(super) const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
pub(super) const I32: u8 = 5;
pub(super) const I64: u8 = 6;
const I16: u8 = 4;
const DOUBLE: u8 = 7;
pub(super) const BINARY: u8 = 8;
pub(super) const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
pub(super) const STRUCT: u8 = 12;

/// Where the reading stands.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

/// What a field's visitor did with it.
pub(super) type Seen = Result<bool>;

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, depth: 0 }
    }

    /// How many bytes have been read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    fn byte(&mut self) -> Result<u8> {
        let byte = self.bytes.get(self.at).copied().ok_or_else(|| broken("the description breaks off"))?;
        self.at += 1;
        Ok(byte)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(length);
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or_else(|| broken("the description breaks off"))?;
        self.at += length;
        Ok(taken)
    }

    fn varint(&mut self) -> Result<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(broken("a number without end"))
    }

    /// A whole number of any width.
    pub(super) fn whole(&mut self) -> Result<i64> {
        let number = self.varint()?;
        let half = i64::try_from(number >> 1).unwrap_or(i64::MAX);
        Ok(if number & 1 == 0 { half } else { -half - 1 })
    }

    /// A whole number that may not be below nought.
    pub(super) fn count(&mut self) -> Result<u64> {
        u64::try_from(self.whole()?).map_err(|_| broken("a number below nought where things are counted"))
    }

    fn length(&mut self) -> Result<usize> {
        let length = usize::try_from(self.varint()?).map_err(|_| broken("a length without end"))?;
        if length > self.bytes.len() { Err(broken("a length beyond the end")) } else { Ok(length) }
    }

    /// A text.
    pub(super) fn text(&mut self) -> Result<&'a str> {
        let length = self.length()?;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| Fault::new(Code::Encoding, "", "a name that is not UTF-8"))
    }

    /// How many elements of which kind a list has; each of them is at least one byte.
    fn list(&mut self) -> Result<(usize, u8)> {
        let head = self.byte()?;
        let length = match head >> 4 {
            15 => self.length()?,
            short => usize::from(short),
        };
        Ok((length, head & 0x0f))
    }

    fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == DEPTH_MAX {
            return Err(Fault::new(Code::TooLarge, "", "a description in too many layers"));
        }
        self.depth += 1;
        let done = inside(self);
        self.depth -= 1;
        done
    }

    /// Reads a struct: each field is shown with its number and kind; what the visitor leaves is passed over.
    pub(super) fn fields(&mut self, visit: &mut dyn FnMut(&mut Self, i64, u8) -> Seen) -> Result<()> {
        self.deeper(|reader| {
            let mut number = 0_i64;
            loop {
                let head = reader.byte()?;
                if head == 0 {
                    return Ok(());
                }
                let (step, kind) = (i64::from(head >> 4), head & 0x0f);
                number = if step == 0 { reader.whole()? } else { number.saturating_add(step) };
                if !visit(reader, number, kind)? {
                    reader.pass(kind)?;
                }
            }
        })
    }

    /// Reads a list of one kind; each element is handed to the visitor, which must read it.
    pub(super) fn each(&mut self, kind: u8, visit: &mut dyn FnMut(&mut Self) -> Result<()>) -> Result<()> {
        let (length, found) = self.list()?;
        if length > 0 && found != kind {
            return Err(broken("a list of another kind than the format's"));
        }
        (0..length).try_for_each(|_| visit(self))
    }

    fn pass(&mut self, kind: u8) -> Result<()> {
        match kind {
            TRUE | FALSE => Ok(()),
            BYTE => self.take(1).map(|_| ()),
            I16 | I32 | I64 => self.varint().map(|_| ()),
            DOUBLE => self.take(8).map(|_| ()),
            BINARY => {
                let length = self.length()?;
                self.take(length).map(|_| ())
            }
            LIST | SET => self.deeper(|reader| {
                let (length, kind) = reader.list()?;
                (0..length).try_for_each(|_| reader.pass_element(kind))
            }),
            MAP => self.deeper(|reader| {
                let length = reader.length()?;
                let kinds = if length == 0 { 0 } else { reader.byte()? };
                (0..length).try_for_each(|_| {
                    reader.pass_element(kinds >> 4)?;
                    reader.pass_element(kinds & 0x0f)
                })
            }),
            STRUCT => self.fields(&mut |_, _, _| Ok(false)),
            _ => Err(broken("a field of a kind that there is not")),
        }
    }

    /// In a list a truth is a byte of its own.
    fn pass_element(&mut self, kind: u8) -> Result<()> {
        if matches!(kind, TRUE | FALSE) { self.take(1).map(|_| ()) } else { self.pass(kind) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_directions() {
        for (bytes, number) in [(&[0_u8][..], 0), (&[1], -1), (&[2], 1), (&[0xac, 0x02], 150), (&[0xab, 0x02], -150)] {
            assert_eq!(Reader::new(bytes).whole().unwrap(), number);
        }
    }

    #[test]
    fn what_is_not_known_is_passed_over() {
        // Field 1: a struct with a list of truths; field 3: a map; field 4: the number that is looked for.
        let bytes = [0x1c, 0x19, 0x21, 1, 2, 0, 0x2b, 1, 0x58, 2, 1, b'x', 0x15, 14, 0];
        let mut found = None;
        let mut reader = Reader::new(&bytes);
        let read = reader.fields(&mut |reader, number, _| {
            if number == 4 {
                found = Some(reader.whole()?);
            }
            Ok(number == 4)
        });
        assert_eq!((read, found, reader.position()), (Ok(()), Some(7), bytes.len()));
    }

    #[test]
    fn structs_without_end_are_refused() {
        let fault = Reader::new(&[0x1c; 100]).fields(&mut |_, _, _| Ok(false)).unwrap_err();
        assert_eq!(fault.code, Code::TooLarge, "{fault}");
    }
}
