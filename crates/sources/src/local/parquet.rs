//! Parquet as PxWeb's library writes it: one group of rows; texts as numbers of a dictionary, which a row may be without; figures one
//! after the other; moments in twelve bytes; all of it in Snappy.

use std::collections::HashMap;

use super::pxweb_formats::combinations;
use crate::model::{Category, Dataset, Role};

const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// A column to write.
enum Column {
    Texts(Vec<Option<String>>),
    Figures(Vec<f64>),
    /// Days since the beginning of the Julian count.
    Moments(Vec<u32>),
}

/// An answer: a column for each variable, the period's beginning beside it, and the figures with their signs.
pub(super) fn written(dataset: &Dataset) -> Option<Vec<u8>> {
    // The first variable is the fastest, which no reader may mind.
    let axes: Vec<usize> = (0..dataset.dimensions.len()).rev().collect();
    let contents = dataset.dimensions.iter().position(|dimension| dimension.role == Role::Measure)?;
    let several = dataset.dimensions.get(contents)?.categories.len() > 1;
    let mut rows: Vec<Vec<usize>> = combinations(dataset, &axes)
        .into_iter()
        .map(|mut row| {
            row.reverse();
            row
        })
        .collect();
    rows.retain(|row| !several || row.get(contents) == Some(&0));
    let mut columns: Vec<(String, Column)> = Vec::new();
    for (axis, dimension) in dataset.dimensions.iter().enumerate() {
        if axis == contents {
            for (at, category) in dimension.categories.iter().enumerate() {
                let name = if several { format!("{}_{}", dimension.code, category.code) } else { "value".to_owned() };
                columns.extend(figures(dataset, &rows, (contents, at), &name));
            }
            continue;
        }
        let categories = rows.iter().map(|row| dimension.categories.get(*row.get(axis)?));
        let categories: Vec<Option<&Category>> = categories.collect();
        let codes = categories.iter().map(|category| category.map(|category| category.code.clone())).collect();
        columns.push((dimension.name().to_owned(), Column::Texts(codes)));
        if dimension.role == Role::Period {
            let year = |category: Option<&Category>| {
                let year = category.and_then(|category| category.code.get(..4)?.parse::<u32>().ok());
                year.map_or(0, beginning)
            };
            columns.push(("timestamp".to_owned(), Column::Moments(categories.iter().copied().map(year).collect())));
        }
    }
    Some(file(&columns, rows.len()))
}

/// The Julian day on which a year begins.
const fn beginning(year: u32) -> u32 {
    let before = year.saturating_sub(1);
    1_721_061 + 365 * year + before / 4 - before / 100 + before / 400
}

fn figures(dataset: &Dataset, rows: &[Vec<usize>], content: (usize, usize), name: &str) -> [(String, Column); 2] {
    let (mut figures, mut signs) = (Vec::new(), Vec::new());
    for row in rows {
        let mut row = row.clone();
        if let Some(slot) = row.get_mut(content.0) {
            *slot = content.1;
        }
        let position = dataset.position(&row).unwrap_or(0);
        let figure = dataset.cells.value(position).figure();
        figures.push(figure.unwrap_or(f64::NAN));
        signs.push(figure.is_none().then(|| dataset.cells.marks.at(position).unwrap_or("..").to_owned()));
    }
    [(name.to_owned(), Column::Figures(figures)), (format!("{name}_symbol"), Column::Texts(signs))]
}

/// Thrift's compact protocol.
#[derive(Default)]
struct Thrift {
    bytes: Vec<u8>,
    last: Vec<u8>,
}

impl Thrift {
    fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
            number >>= 7;
        }
        self.bytes.push(u8::try_from(number).unwrap_or(0));
    }

    fn field(&mut self, number: u8, kind: u8) {
        let before = self.last.last_mut();
        let step = number - before.map_or(0, |before| std::mem::replace(before, number));
        self.bytes.push((step << 4) | kind);
    }

    fn whole(&mut self, field: u8, kind: u8, number: usize) {
        self.field(field, kind);
        self.varint(number as u64 * 2);
    }

    fn text(&mut self, text: &str) {
        self.varint(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn list(&mut self, field: u8, kind: u8, length: usize) {
        self.field(field, LIST);
        self.bytes.push(0xf0 | kind);
        self.varint(length as u64);
    }

    fn inside(&mut self, write: impl FnOnce(&mut Self)) {
        self.last.push(0);
        write(self);
        self.bytes.push(0);
        self.last.pop();
    }
}

/// What the description says of a column.
struct Chunk {
    kind: usize,
    start: usize,
    /// Where the pages of values begin, after the dictionary.
    values: usize,
    length: usize,
    unpacked: usize,
}

fn file(columns: &[(String, Column)], rows: usize) -> Vec<u8> {
    let mut bytes = b"PAR1".to_vec();
    let mut chunks = Vec::new();
    for (_, column) in columns {
        let start = bytes.len();
        let mut unpacked = 0;
        let mut values = start;
        let kind = match column {
            Column::Texts(texts) => {
                let (dictionary, count, body) = by_number(texts);
                unpacked += page(&mut bytes, 2, count, 0, &dictionary);
                values = bytes.len();
                unpacked += page(&mut bytes, 0, texts.len(), 2, &body);
                6
            }
            Column::Figures(figures) => {
                let body: Vec<u8> = figures.iter().flat_map(|figure| figure.to_le_bytes()).collect();
                unpacked += page(&mut bytes, 0, figures.len(), 0, &body);
                5
            }
            Column::Moments(days) => {
                let body: Vec<u8> = days.iter().flat_map(|day| [[0; 4], [0; 4], day.to_le_bytes()].concat()).collect();
                unpacked += page(&mut bytes, 0, days.len(), 0, &body);
                3
            }
        };
        chunks.push(Chunk { kind, start, values, length: bytes.len() - start, unpacked });
    }
    let described = description(columns, &chunks, rows);
    bytes.extend_from_slice(&described);
    bytes.extend_from_slice(&u32::try_from(described.len()).unwrap_or(0).to_le_bytes());
    bytes.extend_from_slice(b"PAR1");
    bytes
}

/// A dictionary, how much it holds, and the rows: which have a text, and which it is.
fn by_number(texts: &[Option<String>]) -> (Vec<u8>, usize, Vec<u8>) {
    let mut dictionary = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut numbers = Vec::new();
    for text in texts.iter().flatten() {
        let next = places.len();
        let place = *places.entry(text).or_insert(next);
        if place == next {
            dictionary.extend_from_slice(&u32::try_from(text.len()).unwrap_or(0).to_le_bytes());
            dictionary.extend_from_slice(text.as_bytes());
        }
        numbers.push(place);
    }
    let present: Vec<usize> = texts.iter().map(|text| usize::from(text.is_some())).collect();
    let levels = packed(&present, 1);
    let width = u8::try_from((usize::BITS - places.len().saturating_sub(1).leading_zeros()).max(1)).unwrap_or(1);
    let mut body = u32::try_from(levels.len()).unwrap_or(0).to_le_bytes().to_vec();
    body.extend_from_slice(&levels);
    body.push(width);
    body.extend_from_slice(&packed(&numbers, width));
    (dictionary, places.len(), body)
}

/// Small numbers, in groups of eight.
fn packed(numbers: &[usize], width: u8) -> Vec<u8> {
    let groups = numbers.len().div_ceil(8);
    let mut out = Thrift::default();
    out.varint(((groups as u64) << 1) | 1);
    let (mut held, mut bits) = (0_u64, 0);
    let padding = groups * 8 - numbers.len();
    for number in numbers.iter().copied().chain(std::iter::repeat_n(0, padding)) {
        held |= (number as u64) << bits;
        bits += u32::from(width);
        while bits >= 8 {
            out.bytes.push(u8::try_from(held & 0xff).unwrap_or(0));
            held >>= 8;
            bits -= 8;
        }
    }
    out.bytes
}

/// Writes a page, and says how many bytes it is unpacked, its head among them.
fn page(bytes: &mut Vec<u8>, kind: usize, count: usize, encoding: usize, body: &[u8]) -> usize {
    let packed = snap::raw::Encoder::new().compress_vec(body).unwrap_or_default();
    let mut head = Thrift::default();
    head.inside(|head| {
        head.whole(1, I32, kind);
        head.whole(2, I32, body.len());
        head.whole(3, I32, packed.len());
        head.field(if kind == 0 { 5 } else { 7 }, STRUCT);
        head.inside(|head| {
            head.whole(1, I32, count);
            head.whole(2, I32, encoding);
            if kind == 0 {
                head.whole(3, I32, 3);
                head.whole(4, I32, 3);
            }
        });
    });
    bytes.extend_from_slice(&head.bytes);
    bytes.extend_from_slice(&packed);
    head.bytes.len() + body.len()
}

fn description(columns: &[(String, Column)], chunks: &[Chunk], rows: usize) -> Vec<u8> {
    let mut out = Thrift::default();
    out.inside(|out| {
        out.whole(1, I32, 1);
        out.list(2, STRUCT, columns.len() + 1);
        out.inside(|out| {
            out.field(4, BINARY);
            out.text("root");
            out.whole(5, I32, columns.len());
        });
        for ((name, column), chunk) in columns.iter().zip(chunks) {
            out.inside(|out| {
                out.whole(1, I32, chunk.kind);
                out.whole(3, I32, usize::from(matches!(column, Column::Texts(_))));
                out.field(4, BINARY);
                out.text(name);
                if matches!(column, Column::Texts(_)) {
                    out.whole(6, I32, 0);
                }
            });
        }
        out.whole(3, I64, rows);
        out.list(4, STRUCT, 1);
        out.inside(|out| {
            out.list(1, STRUCT, columns.len());
            for ((name, _), chunk) in columns.iter().zip(chunks) {
                out.inside(|out| pages(out, name, chunk, rows));
            }
            out.whole(2, I64, chunks.iter().map(|chunk| chunk.unpacked).sum());
            out.whole(3, I64, rows);
        });
        out.field(6, BINARY);
        out.text("Parquet.Net");
    });
    out.bytes
}

fn pages(out: &mut Thrift, name: &str, chunk: &Chunk, rows: usize) {
    out.whole(2, I64, chunk.start);
    out.field(3, STRUCT);
    out.inside(|out| {
        out.whole(1, I32, chunk.kind);
        out.list(2, I32, 1);
        out.varint(0);
        out.list(3, BINARY, 1);
        out.text(name);
        out.whole(4, I32, 1);
        out.whole(5, I64, rows);
        out.whole(6, I64, chunk.unpacked);
        out.whole(7, I64, chunk.length);
        out.whole(9, I64, chunk.values);
        if chunk.values != chunk.start {
            out.whole(11, I64, chunk.start);
        }
    });
}
