//! One page: its head, and what it holds, unpacked.

use std::borrow::Cow;

use super::thrift::{I32, Reader, STRUCT, TRUE};
use super::{PAGE_MAX, broken, unsupported};
use crate::fault::{Code, Fault, Result};

const PLAIN: u64 = 0;
const PLAIN_DICTIONARY: u64 = 2;
const RLE: u64 = 3;
const RLE_DICTIONARY: u64 = 8;

const UNPACKED: u64 = 0;
const SNAPPY: u64 = 1;

/// How the values of a page are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// One after the other.
    Plain,
    /// As numbers of the dictionary's.
    Dictionary,
}

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The values that the others name by number.
    Dictionary,
    /// Values. How many rows, of which so many bytes say which have one; in version 1 these begin with their own length.
    Values { encoding: Encoding, levels: Levels },
    /// One that is of no use here.
    Other,
}

/// Where a page says which rows have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Levels {
    /// At the beginning of what is packed, after their length.
    Within,
    /// Before what is packed, so many bytes.
    Before(usize),
}

/// A page.
pub(super) struct Page<'a> {
    pub(super) what: What,
    /// How many rows, or values of a dictionary.
    pub(super) count: usize,
    /// Which rows have a value, where that stands before what is packed.
    pub(super) before: &'a [u8],
    /// What it holds.
    pub(super) body: Cow<'a, [u8]>,
}

/// A page's head as it stands.
#[derive(Default)]
struct Head {
    kind: u64,
    unpacked: usize,
    packed: usize,
    values: Option<Part>,
    dictionary: Option<Part>,
    second: Option<Part>,
}

#[derive(Clone, Copy, Default)]
struct Part {
    count: usize,
    encoding: u64,
    levels_encoding: u64,
    levels: usize,
    repeats: usize,
    /// Said only where it is not packed.
    plain: bool,
}

fn size(reader: &mut Reader<'_>) -> Result<usize> {
    let size = usize::try_from(reader.count()?).unwrap_or(usize::MAX);
    if size > PAGE_MAX {
        return Err(Fault::new(Code::TooLarge, "", format!("a page of {size} bytes or values")));
    }
    Ok(size)
}

/// Takes the next page from the pages of a column; `left` is how many unpacked bytes may still come.
pub(super) fn next<'a>(bytes: &mut &'a [u8], codec: u64, left: &mut usize) -> Result<Page<'a>> {
    let all: &'a [u8] = bytes;
    let mut reader = Reader::new(all);
    let head = head(&mut reader)?;
    let after = all.get(reader.position()..).unwrap_or_default();
    let (body, rest) = after.split_at_checked(head.packed).ok_or_else(|| broken("a page breaks off"))?;
    *bytes = rest;
    let (what, part) = what(&head)?;
    if what == What::Other {
        return Ok(Page { what, count: 0, before: &[], body: Cow::Borrowed(&[]) });
    }
    *left = left.checked_sub(head.unpacked).ok_or_else(|| {
        Fault::new(Code::TooLarge, "", "more when unpacked than we take").remedy("Ask for less at a time.")
    })?;
    let outside = match what {
        What::Values { levels: Levels::Before(length), .. } => length,
        What::Values { levels: Levels::Within, .. } | What::Dictionary | What::Other => 0,
    };
    let (before, body) = body.split_at_checked(outside).ok_or_else(|| broken("a page breaks off"))?;
    let unpacked = head.unpacked.checked_sub(outside).ok_or_else(|| broken("a page breaks off"))?;
    let codec = if part.plain { UNPACKED } else { codec };
    Ok(Page { what, count: part.count, before, body: unpack(body, codec, unpacked)? })
}

fn unpack(body: &[u8], codec: u64, length: usize) -> Result<Cow<'_, [u8]>> {
    match codec {
        UNPACKED if body.len() == length => Ok(Cow::Borrowed(body)),
        // A page of which nothing is left when the levels are away may be nothing at all.
        SNAPPY if body.is_empty() && length == 0 => Ok(Cow::Borrowed(body)),
        SNAPPY if snap::raw::decompress_len(body).ok() == Some(length) => {
            let unpacked = snap::raw::Decoder::new().decompress_vec(body);
            unpacked.map(Cow::Owned).map_err(|_| broken("a page that cannot be unpacked"))
        }
        UNPACKED | SNAPPY => Err(Fault::new(Code::WrongSize, "", "a page is not as large as it says")),
        other => Err(unsupported(format!("pages packed in way {other}; only Snappy is read"))),
    }
}

fn head(reader: &mut Reader<'_>) -> Result<Head> {
    let mut head = Head::default();
    reader.fields(&mut |reader, number, kind| {
        match (number, kind) {
            (1, I32) => head.kind = reader.count()?,
            (2, I32) => head.unpacked = size(reader)?,
            (3, I32) => head.packed = size(reader)?,
            (5, STRUCT) => head.values = Some(first(reader)?),
            (7, STRUCT) => head.dictionary = Some(first(reader)?),
            (8, STRUCT) => head.second = Some(second(reader)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(head)
}

fn first(reader: &mut Reader<'_>) -> Result<Part> {
    let mut part = Part { levels_encoding: RLE, ..Part::default() };
    reader.fields(&mut |reader, number, kind| {
        match (number, kind) {
            (1, I32) => part.count = size(reader)?,
            (2, I32) => part.encoding = reader.count()?,
            (3, I32) => part.levels_encoding = reader.count()?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(part)
}

fn second(reader: &mut Reader<'_>) -> Result<Part> {
    let mut part = Part { levels_encoding: RLE, ..Part::default() };
    reader.fields(&mut |reader, number, kind| {
        match (number, kind) {
            (1, I32) => part.count = size(reader)?,
            (4, I32) => part.encoding = reader.count()?,
            (5, I32) => part.levels = size(reader)?,
            (6, I32) => part.repeats = size(reader)?,
            // A truth stands in the kind of its field.
            (7, kind) => {
                part.plain = kind != TRUE;
                return Ok(false);
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(part)
}

fn what(head: &Head) -> Result<(What, Part)> {
    let none = || broken("a page without its head");
    let (part, levels) = match head.kind {
        0 => (head.values.ok_or_else(none)?, Levels::Within),
        1 => return Ok((What::Other, Part::default())),
        2 => {
            let part = head.dictionary.ok_or_else(none)?;
            return match part.encoding {
                PLAIN | PLAIN_DICTIONARY => Ok((What::Dictionary, part)),
                other => Err(unsupported(format!("a dictionary in encoding {other}"))),
            };
        }
        3 => {
            let part = head.second.ok_or_else(none)?;
            if part.repeats > 0 {
                return Err(unsupported("values that repeat in a row"));
            }
            (part, Levels::Before(part.levels))
        }
        other => return Err(unsupported(format!("a page of kind {other}"))),
    };
    if part.levels_encoding != RLE {
        return Err(unsupported(format!("levels in encoding {}", part.levels_encoding)));
    }
    let encoding = match part.encoding {
        PLAIN => Encoding::Plain,
        PLAIN_DICTIONARY | RLE_DICTIONARY => Encoding::Dictionary,
        other => return Err(unsupported(format!("values in encoding {other}"))),
    };
    Ok((What::Values { encoding, levels }, part))
}
