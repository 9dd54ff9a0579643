//! The categories of a dimension as they are met in a file: every written form once, and the code it means.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use domain::moment::Day;

use super::columns::Axis;
use super::scan::Record;
use super::{identity, unguarded};
use crate::fault::{Code, Fault, Result};
use crate::model::{CATEGORIES_MAX, Category};

/// Quick, for short keys from a file that is already limited in size.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
}

/// The categories of one dimension as they are met.
pub(super) struct Met {
    pub(super) axis: Axis,
    raws: Vec<Box<[u8]>>,
    /// The category of each written form.
    pub(super) meanings: Vec<usize>,
    places: HashMap<Box<[u8]>, usize, BuildHasherDefault<Quick>>,
    pub(super) categories: Vec<Category>,
    codes: HashMap<String, usize>,
    last: usize,
}

impl Met {
    pub(super) fn new(axis: Axis) -> Self {
        Self {
            axis,
            raws: Vec::new(),
            meanings: Vec::new(),
            places: HashMap::default(),
            categories: Vec::new(),
            codes: HashMap::new(),
            last: 0,
        }
    }

    /// Which written form it is. Rows are mostly in order: the same as above, the next one, or the first again.
    pub(super) fn find(&mut self, field: &[u8]) -> Option<usize> {
        for candidate in [self.last, self.last + 1, 0] {
            if self.raws.get(candidate).is_some_and(|raw| **raw == *field) {
                self.last = candidate;
                return Some(candidate);
            }
        }
        self.last = *self.places.get(field)?;
        Some(self.last)
    }

    /// Takes a form that has not been met before.
    pub(super) fn meet(&mut self, record: Record<'_>, field: &[u8], heading: &str, today: Day) -> Result<()> {
        if identity::found(field, today) {
            return Err(identity::stop(record.line, heading));
        }
        let place = || format!("line {}, column \"{heading}\"", record.line);
        let text = std::str::from_utf8(field)
            .map_err(|_| Fault::new(Code::Encoding, place(), "not UTF-8").remedy("Say the encoding in a mapping."))?;
        let text = unguarded(text);
        let mapped = self.axis.values.iter().find(|(from, _)| from == text).map(|(_, to)| to.as_str());
        let code = mapped.unwrap_or(text).to_owned();
        let next = self.categories.len();
        let meaning = *self.codes.entry(code.clone()).or_insert(next);
        if meaning == next {
            if next >= CATEGORIES_MAX {
                return Err(Fault::new(Code::TooLarge, place(), format!("more than {CATEGORIES_MAX} categories"))
                    .remedy("Does the column hold figures?"));
            }
            let label = self.axis.label.map(|column| record.field(column).trim_ascii());
            let label = label
                .and_then(|label| std::str::from_utf8(label).ok())
                .map(unguarded)
                .filter(|label| !label.is_empty());
            let label = label.or(mapped.map(|_| text)).map(ToOwned::to_owned);
            self.categories.push(Category { code, label, ..Category::default() });
        }
        self.last = self.raws.len();
        self.raws.push(field.into());
        self.meanings.push(meaning);
        self.places.insert(field.into(), self.last);
        Ok(())
    }

    /// All are met: what is only for meeting them is let go, and the rows begin again.
    pub(super) fn begin(&mut self) -> Vec<Category> {
        self.codes = HashMap::new();
        self.last = 0;
        std::mem::take(&mut self.categories)
    }
}
