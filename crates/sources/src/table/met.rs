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

impl Quick {
    /// Both halves of a product: the low bits, which choose the place, then depend on every bit before.
    #[expect(clippy::cast_possible_truncation, reason = "the halves are what is wanted")]
    fn take(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word ^ 0x2545_f491_4f6c_dd1d) * 0x9e37_79b9_7f4a_7c15;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
            self.take(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.take(word);
    }

    fn write_usize(&mut self, word: usize) {
        self.take(word as u64);
    }
}

/// The most bytes of a form that its [`Key`] alone tells.
const KEY_MAX: usize = 16;

/// The ends of a written form as numbers, and its length: of a short one all there is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    first: u64,
    last: u64,
    length: usize,
}

impl Key {
    fn of(form: &[u8]) -> Self {
        let length = form.len();
        let (first, last) = match (form.first_chunk::<8>(), form.last_chunk::<8>()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            (_, _) => match (form.first_chunk::<4>(), form.last_chunk::<4>()) {
                (Some(first), Some(last)) => {
                    (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
                }
                (_, _) => (form.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)), 0),
            },
        };
        Self { first, last, length }
    }
}

/// A written form.
struct Form {
    key: Key,
    /// All of it, where the key does not tell.
    whole: Box<[u8]>,
    /// The form that came after it the last time.
    next: usize,
    found: Found,
}

impl Form {
    fn is(&self, key: Key, form: &[u8]) -> bool {
        self.key == key && (key.length <= KEY_MAX || *self.whole == *form)
    }
}

/// What a written form stands for.
#[derive(Clone, Copy)]
pub(super) struct Found {
    /// The category.
    pub(super) meaning: u32,
    /// Whether it looks like a number of a person without the noughts at its front: 1 if so.
    alike: u64,
}

type Places<K> = HashMap<K, usize, BuildHasherDefault<Quick>>;

/// The categories of one dimension as they are met.
pub(super) struct Met {
    pub(super) axis: Axis,
    forms: Vec<Form>,
    short: Places<Key>,
    long: Places<Box<[u8]>>,
    pub(super) categories: Vec<Category>,
    codes: HashMap<String, u32>,
    last: usize,
    /// How many rows look like numbers of people without the noughts at their front.
    pub(super) alike: u64,
}

impl Met {
    pub(super) fn new(axis: Axis) -> Self {
        Self {
            axis,
            forms: Vec::new(),
            short: HashMap::default(),
            long: HashMap::default(),
            categories: Vec::new(),
            codes: HashMap::new(),
            last: 0,
            alike: 0,
        }
    }

    /// What a written form stands for. Rows are mostly in order: the same as above, or what followed upon it the last time.
    pub(super) fn find(&mut self, field: &[u8]) -> Option<Found> {
        let key = Key::of(field);
        let last = self.forms.get(self.last)?;
        if last.is(key, field) {
            return Some(last.found);
        }
        let next = last.next;
        let place = match self.forms.get(next) {
            Some(form) if form.is(key, field) => next,
            Some(_) | None => {
                let place = if key.length <= KEY_MAX { self.short.get(&key) } else { self.long.get(field) };
                *place?
            }
        };
        self.follow(place);
        self.forms.get(place).map(|form| form.found)
    }

    /// Remembers what came after the last one.
    fn follow(&mut self, place: usize) {
        if let Some(last) = self.forms.get_mut(self.last) {
            last.next = place;
        }
        self.last = place;
    }

    /// What the field of another row stands for, counted among the rows.
    pub(super) fn count(&mut self, found: Found) -> u32 {
        self.alike += found.alike;
        found.meaning
    }

    /// Takes a form that has not been met before.
    pub(super) fn meet(&mut self, record: Record<'_>, field: &[u8], heading: &str, today: Day) -> Result<Found> {
        if identity::found(field, today) {
            return Err(identity::stop(record.line, heading));
        }
        let place = || format!("line {}, column \"{heading}\"", record.line);
        let text = std::str::from_utf8(field)
            .map_err(|_| Fault::new(Code::Encoding, place(), "not UTF-8").remedy("Say the encoding in a mapping."))?;
        let text = unguarded(text);
        let mapped = self.axis.values.iter().find(|(from, _)| from == text).map(|(_, to)| to.as_str());
        let code = mapped.unwrap_or(text);
        let meaning = if let Some(meaning) = self.codes.get(code) {
            *meaning
        } else {
            let too_many = || {
                Fault::new(Code::TooLarge, place(), format!("more than {CATEGORIES_MAX} categories"))
                    .remedy("Does the column hold figures?")
            };
            let next = self.categories.len();
            let meaning = u32::try_from(next).ok().filter(|_| next < CATEGORIES_MAX).ok_or_else(too_many)?;
            let label = self.axis.label.map(|column| record.field(column).trim_ascii());
            let label = label
                .and_then(|label| std::str::from_utf8(label).ok())
                .map(unguarded)
                .filter(|label| !label.is_empty());
            let label = label.or(mapped.map(|_| text)).map(ToOwned::to_owned);
            self.codes.insert(code.to_owned(), meaning);
            self.categories.push(Category { code: code.to_owned(), label, ..Category::default() });
            meaning
        };
        let found = Found { meaning, alike: u64::from(identity::shortened(field, today)) };
        let (key, at) = (Key::of(field), self.forms.len());
        let is_short = key.length <= KEY_MAX;
        let whole: Box<[u8]> = if is_short { Box::default() } else { field.into() };
        if is_short {
            self.short.insert(key, at);
        } else {
            self.long.insert(field.into(), at);
        }
        self.forms.push(Form { key, whole, next: 0, found });
        self.follow(at);
        Ok(found)
    }

    /// All are met: what is only for meeting them is let go, and the rows begin again.
    pub(super) fn begin(&mut self) -> Vec<Category> {
        self.codes = HashMap::new();
        self.last = 0;
        std::mem::take(&mut self.categories)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher as _;

    use super::*;
    use crate::model::Role;

    #[test]
    fn forms_that_are_alike_are_told_apart() {
        let axis = Axis { code: "a".into(), role: Role::Other, column: 0, label: None, values: Vec::new() };
        let mut met = Met::new(axis);
        // Every short text of two letters and nought, and long ones that differ in one place.
        let letters: [u8; 3] = [0, b'a', b'b'];
        let mut forms: Vec<Vec<u8>> = vec![Vec::new()];
        for length in 1..=5 {
            let longer = forms.iter().filter(|form| form.len() == length - 1).cloned().collect::<Vec<_>>();
            forms.extend(longer.iter().flat_map(|form| letters.map(|letter| [form.as_slice(), &[letter]].concat())));
        }
        for length in 6..40 {
            forms.push(vec![b'a'; length]);
            for at in 0..length {
                let mut form = vec![b'a'; length];
                form[at] = b'b';
                forms.push(form);
            }
        }
        forms.remove(0);
        let today = Day::from_parts(2026, 11, 22).unwrap();
        let mut meanings = Vec::new();
        for (line, form) in (1..).zip(&forms) {
            assert!(met.find(form).is_none());
            let record = Record { bytes: form, start: 0, ends: &[form.len()], numbers: &[], line };
            meanings.push(met.meet(record, form, "a", today).unwrap().meaning);
        }
        assert_eq!(met.categories.len(), forms.len());
        for step in [1, 7, forms.len() - 1] {
            for row in 0..forms.len() {
                let at = row * step % forms.len();
                assert_eq!(met.find(&forms[at]).unwrap().meaning, meanings[at]);
            }
        }
    }

    #[test]
    fn running_numbers_are_spread() {
        let hasher = BuildHasherDefault::<Quick>::default();
        for places in [0x3ff_u64, 0xfff] {
            let hash = |number: usize| hasher.hash_one(Key::of(format!("area {number:05}").as_bytes())) & places;
            let taken: std::collections::BTreeSet<u64> = (0..1000).map(hash).collect();
            assert!(taken.len() > 500, "{}", taken.len());
        }
    }
}
