//! What a file says of itself: its columns, its groups of rows, and where their pages lie.

use super::thrift::{BINARY, I32, I64, LIST, Reader, STRUCT};
use super::{COLUMNS_MAX, GROUPS_MAX, MAGIC, broken, unsupported, wrong};
use crate::fault::{Code, Fault, Result};

/// How values are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    I32,
    I64,
    F32,
    F64,
    Bytes,
    /// One that is not read.
    Other,
}

impl Kind {
    const fn of(number: u64) -> Self {
        match number {
            1 => Self::I32,
            2 => Self::I64,
            4 => Self::F32,
            5 => Self::F64,
            6 => Self::Bytes,
            _ => Self::Other,
        }
    }
}

/// A column of the table.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Whether a row may have none.
    pub(super) optional: bool,
    /// What a number means beyond itself: a date, a decimal, a time. Only plain ones are read as figures.
    pub(super) converted: Option<u64>,
}

/// The pages of a column in one group of rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub(super) kind: Option<u64>,
    pub(super) codec: u64,
    pub(super) values: u64,
    /// Where the first page begins.
    pub(super) start: usize,
    /// How many bytes its pages are.
    pub(super) length: usize,
}

/// A group of rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) rows: u64,
    pub(super) chunks: Vec<Chunk>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Footer {
    pub(super) rows: u64,
    pub(super) leaves: Vec<Leaf>,
    pub(super) groups: Vec<Group>,
}

/// An element of the schema as it stands.
#[derive(Default)]
struct Element {
    name: String,
    kind: Option<u64>,
    repetition: u64,
    children: u64,
    converted: Option<u64>,
}

/// Reads the end of a file, which describes it.
pub(super) fn read(bytes: &[u8]) -> Result<Footer> {
    let missing = || Fault::new(Code::Broken, "", "no parquet file, or it breaks off");
    let body = bytes.strip_prefix(MAGIC).and_then(|rest| rest.strip_suffix(MAGIC)).ok_or_else(missing)?;
    let (body, length) = body.split_last_chunk::<4>().ok_or_else(missing)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let start = body.len().checked_sub(length).ok_or_else(|| broken("the description is longer than the file"))?;
    let description = body.get(start..).unwrap_or_default();
    let mut footer = Footer::default();
    let mut elements: Vec<Element> = Vec::new();
    Reader::new(description).fields(&mut |reader, number, kind| {
        match (number, kind) {
            (2, LIST) => reader.each(STRUCT, &mut |reader| {
                elements.push(element(reader)?);
                if elements.len() > COLUMNS_MAX {
                    return Err(Fault::new(Code::TooLarge, "", "more columns than we take"));
                }
                Ok(())
            })?,
            (3, I64) => footer.rows = reader.count()?,
            (4, LIST) => reader.each(STRUCT, &mut |reader| {
                footer.groups.push(group(reader)?);
                if footer.groups.len() > GROUPS_MAX {
                    return Err(Fault::new(Code::TooLarge, "", "more groups of rows than we take"));
                }
                Ok(())
            })?,
            (8, STRUCT) => return Err(unsupported("the file is encrypted")),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    footer.leaves = leaves(elements)?;
    let rows = footer.groups.iter().try_fold(0_u64, |rows, group| rows.checked_add(group.rows));
    if rows != Some(footer.rows) {
        return Err(Fault::new(Code::WrongSize, "", "the groups of rows are not as many rows as the whole"));
    }
    Ok(footer)
}

/// The columns of a flat table: the root, then one element for each.
fn leaves(elements: Vec<Element>) -> Result<Vec<Leaf>> {
    let count = elements.len().saturating_sub(1);
    let mut elements = elements.into_iter();
    let root = elements.next().ok_or_else(|| wrong("", "there are no columns"))?;
    let mut leaves = Vec::with_capacity(count);
    for element in elements {
        let (Some(kind), 0 | 1, 0) = (element.kind, element.repetition, element.children) else {
            return Err(unsupported(format!("column \"{}\" is no column of a flat table", element.name)));
        };
        leaves.push(Leaf {
            name: element.name,
            kind: Kind::of(kind),
            optional: element.repetition == 1,
            converted: element.converted,
        });
    }
    if root.children != leaves.len() as u64 {
        return Err(wrong("", format!("{} columns are said, {} are described", root.children, leaves.len())));
    }
    Ok(leaves)
}

fn element(reader: &mut Reader<'_>) -> Result<Element> {
    let mut element = Element::default();
    reader.fields(&mut |reader, number, kind| {
        match (number, kind) {
            (1, I32) => element.kind = Some(reader.count()?),
            (3, I32) => element.repetition = reader.count()?,
            (4, BINARY) => reader.text()?.clone_into(&mut element.name),
            (5, I32) => element.children = reader.count()?,
            (6, I32) => element.converted = Some(reader.count()?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(element)
}

fn group(reader: &mut Reader<'_>) -> Result<Group> {
    let mut group = Group::default();
    reader.fields(&mut |reader, number, kind| {
        match (number, kind) {
            (1, LIST) => reader.each(STRUCT, &mut |reader| {
                group.chunks.push(chunk(reader)?);
                if group.chunks.len() > COLUMNS_MAX {
                    return Err(Fault::new(Code::TooLarge, "", "more columns than we take"));
                }
                Ok(())
            })?,
            (3, I64) => group.rows = reader.count()?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(group)
}

fn chunk(reader: &mut Reader<'_>) -> Result<Chunk> {
    let mut chunk = None;
    reader.fields(&mut |reader, number, kind| {
        match (number, kind) {
            (1, BINARY) => return Err(unsupported("pages in another file")),
            (3, STRUCT) => chunk = Some(pages(reader)?),
            (8, STRUCT) => return Err(unsupported("an encrypted column")),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    // One that says nothing would cost a byte there and many here.
    chunk.ok_or_else(|| broken("a column without pages"))
}

fn pages(reader: &mut Reader<'_>) -> Result<Chunk> {
    let mut chunk = Chunk::default();
    let (mut data, mut dictionary) = (None, None);
    let place = |reader: &mut Reader<'_>| {
        usize::try_from(reader.count()?).map_err(|_| broken("a place beyond the end of the file"))
    };
    reader.fields(&mut |reader, number, kind| {
        match (number, kind) {
            (1, I32) => chunk.kind = Some(reader.count()?),
            (4, I32) => chunk.codec = reader.count()?,
            (5, I64) => chunk.values = reader.count()?,
            (7, I64) => chunk.length = place(reader)?,
            (9, I64) => data = Some(place(reader)?),
            // Some writers say nought for none.
            (11, I64) => dictionary = Some(place(reader)?).filter(|at| *at > 0),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let first = data.ok_or_else(|| broken("a column without pages"))?;
    chunk.start = dictionary.map_or(first, |dictionary: usize| dictionary.min(first));
    Ok(chunk)
}

impl Chunk {
    /// The bytes of its pages.
    pub(super) fn bytes<'a>(&self, file: &'a [u8]) -> Result<&'a [u8]> {
        let end = self.start.checked_add(self.length);
        let bytes = end.and_then(|end| file.get(self.start..end));
        bytes.ok_or_else(|| broken("its pages lie beyond the end of the file"))
    }

    /// Whether it holds what the schema says.
    pub(super) fn is_of(&self, leaf: &Leaf) -> bool {
        self.kind.is_some_and(|kind| Kind::of(kind) == leaf.kind)
    }
}
