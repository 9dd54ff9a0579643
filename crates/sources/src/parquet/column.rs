//! One column of one group of rows: its pages, put to the values that are gathered already.

use std::collections::HashMap;

use super::footer::{Chunk, Kind, Leaf};
use super::page::{self, Encoding, Levels, Page, What};
use super::{Texts, Values, broken, levels, unsupported};
use crate::fault::{Code, Fault, Result};
use crate::model::CATEGORIES_MAX;

/// What has been read of a column.
pub(super) enum Gathered {
    Figures(Vec<f64>),
    Texts { texts: Texts, places: HashMap<String, u32> },
}

/// Values that others name by number: figures, or texts by their number among all that are known.
enum Known {
    Figures(Vec<f64>),
    Texts(Vec<u32>),
}

impl Gathered {
    pub(super) fn new(leaf: &Leaf) -> Result<Self> {
        // A text, a decision among a few, or bytes that nobody says anything of.
        let is_text = matches!(leaf.converted, None | Some(0 | 4));
        // Whole numbers of a width may say so; dates, times and decimals are no figures as they stand.
        let is_plain = matches!(leaf.converted, None | Some(15..=18));
        match leaf.kind {
            Kind::Bytes if is_text => Ok(Self::Texts { texts: Texts::default(), places: HashMap::new() }),
            Kind::F32 | Kind::F64 => Ok(Self::Figures(Vec::new())),
            Kind::I32 | Kind::I64 if is_plain => Ok(Self::Figures(Vec::new())),
            Kind::I32 | Kind::I64 | Kind::Bytes | Kind::Other => {
                Err(unsupported(format!("column \"{}\" holds neither texts nor figures", leaf.name)))
            }
        }
    }

    pub(super) fn finish(self) -> Values {
        match self {
            Self::Figures(figures) => Values::Figures(figures),
            Self::Texts { texts, .. } => Values::Texts(texts),
        }
    }

    /// Reads so many values that stand one after the other.
    fn plain(&mut self, bytes: &[u8], kind: Kind, count: usize) -> Result<Known> {
        match self {
            Self::Figures(_) => figures(bytes, kind, count).map(Known::Figures),
            Self::Texts { texts, places } => {
                let mut rest = bytes;
                let mut known = Vec::new();
                for _ in 0..count {
                    known.push(place_of(text(&mut rest)?, texts, places)?);
                }
                Ok(Known::Texts(known))
            }
        }
    }

    /// Puts a value of a list in the next row.
    fn put(&mut self, known: &Known, at: usize) -> Result<()> {
        let none = || broken("a value that the dictionary has not");
        match (self, known) {
            (Self::Figures(figures), Known::Figures(known)) => figures.push(*known.get(at).ok_or_else(none)?),
            (Self::Texts { texts, .. }, Known::Texts(known)) => {
                texts.rows.push(Some(*known.get(at).ok_or_else(none)?));
            }
            (Self::Figures(_), Known::Texts(_)) | (Self::Texts { .. }, Known::Figures(_)) => return Err(none()),
        }
        Ok(())
    }

    fn put_none(&mut self) {
        match self {
            Self::Figures(figures) => figures.push(f64::NAN),
            Self::Texts { texts, .. } => texts.rows.push(None),
        }
    }
}

fn figures(bytes: &[u8], kind: Kind, count: usize) -> Result<Vec<f64>> {
    let short = || broken("a page has fewer values than it says");
    let all = |width: usize| count.checked_mul(width).and_then(|length| bytes.get(..length)).ok_or_else(short);
    // No figure of a source has more digits than a double holds.
    #[expect(clippy::cast_precision_loss, reason = "as in every other format, figures are doubles")]
    let wide = |bytes: &[u8; 8]| i64::from_le_bytes(*bytes) as f64;
    Ok(match kind {
        Kind::I32 => all(4)?.as_chunks::<4>().0.iter().map(|bytes| f64::from(i32::from_le_bytes(*bytes))).collect(),
        Kind::I64 => all(8)?.as_chunks::<8>().0.iter().map(wide).collect(),
        Kind::F32 => all(4)?.as_chunks::<4>().0.iter().map(|bytes| f64::from(f32::from_le_bytes(*bytes))).collect(),
        Kind::F64 => all(8)?.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect(),
        Kind::Bytes | Kind::Other => return Err(short()),
    })
}

/// A text after its length.
fn text<'a>(rest: &mut &'a [u8]) -> Result<&'a str> {
    let short = || broken("a page has fewer values than it says");
    let all: &'a [u8] = rest;
    let (length, after) = all.split_first_chunk::<4>().ok_or_else(short)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| short())?;
    let (text, after) = after.split_at_checked(length).ok_or_else(short)?;
    *rest = after;
    std::str::from_utf8(text).map_err(|_| Fault::new(Code::Encoding, "", "a text that is not UTF-8"))
}

fn place_of(text: &str, texts: &mut Texts, places: &mut HashMap<String, u32>) -> Result<u32> {
    if let Some(place) = places.get(text) {
        return Ok(*place);
    }
    let place = u32::try_from(texts.known.len()).unwrap_or(u32::MAX);
    if texts.known.len() >= CATEGORIES_MAX {
        return Err(Fault::new(Code::TooLarge, "", "more texts than we take"));
    }
    texts.known.push(text.to_owned());
    places.insert(text.to_owned(), place);
    Ok(place)
}

/// Reads the pages of a column.
pub(super) fn read(
    file: &[u8],
    leaf: &Leaf,
    chunk: &Chunk,
    gathered: &mut Gathered,
    unpacked_left: &mut usize,
) -> Result<()> {
    if !chunk.is_of(leaf) {
        return Err(broken("holds other values than the description says"));
    }
    let mut bytes = chunk.bytes(file)?;
    let mut left = usize::try_from(chunk.values).map_err(|_| broken("more values than a file has"))?;
    let mut dictionary: Option<Known> = None;
    let mut number = 0;
    while left > 0 {
        number += 1;
        let within = |fault: Fault| fault.within(&format!("page {number}"));
        let page = page::next(&mut bytes, chunk.codec, unpacked_left).map_err(within)?;
        match page.what {
            What::Other => {}
            What::Dictionary if dictionary.is_some() => return Err(within(broken("a second dictionary"))),
            What::Dictionary => {
                dictionary = Some(gathered.plain(&page.body, leaf.kind, page.count).map_err(within)?);
            }
            What::Values { encoding, levels } => {
                left = left
                    .checked_sub(page.count)
                    .ok_or_else(|| within(broken("more values than the column has rows")))?;
                values(&page, leaf, (encoding, levels), dictionary.as_ref(), gathered).map_err(within)?;
            }
        }
    }
    Ok(())
}

/// Reads a page of values.
fn values(
    page: &Page<'_>,
    leaf: &Leaf,
    (encoding, place): (Encoding, Levels),
    dictionary: Option<&Known>,
    gathered: &mut Gathered,
) -> Result<()> {
    let mut body: &[u8] = &page.body;
    let mut present: Vec<bool> = Vec::new();
    if leaf.optional {
        let said = match place {
            Levels::Before(_) => page.before,
            Levels::Within => {
                let short = || broken("a page breaks off");
                let (length, after) = body.split_first_chunk::<4>().ok_or_else(short)?;
                let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| short())?;
                let (said, after) = after.split_at_checked(length).ok_or_else(short)?;
                body = after;
                said
            }
        };
        levels::read(said, 1, page.count, &mut |level| {
            present.push(level == 1);
            Ok(())
        })?;
    }
    let count = if leaf.optional { present.iter().filter(|each| **each).count() } else { page.count };
    let mut each: Vec<usize> = Vec::new();
    let plain = match encoding {
        Encoding::Plain => Some(gathered.plain(body, leaf.kind, count)?),
        Encoding::Dictionary if count == 0 => None,
        Encoding::Dictionary => {
            let (width, packed) = body.split_first().ok_or_else(|| broken("a page breaks off"))?;
            levels::read(packed, *width, count, &mut |number| {
                each.push(usize::try_from(number).unwrap_or(usize::MAX));
                Ok(())
            })?;
            None
        }
    };
    let known = plain.as_ref().or(dictionary);
    let mut next = 0;
    for row in 0..page.count {
        if leaf.optional && !present.get(row).copied().unwrap_or(false) {
            gathered.put_none();
            continue;
        }
        let known = known.ok_or_else(|| broken("values of a dictionary that is not there"))?;
        let at = if plain.is_some() { next } else { each.get(next).copied().unwrap_or(usize::MAX) };
        gathered.put(known, at)?;
        next += 1;
    }
    Ok(())
}
