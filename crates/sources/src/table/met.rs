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
    /// Of the form that lies there in these bytes. What lies behind a short one is read with it and taken away again.
    fn within(bytes: &[u8], (from, to): (usize, usize)) -> Self {
        let word = |at: usize| word(bytes, at);
        let length = to - from;
        if let Some(last) = length.checked_sub(8).and_then(|last| word(from + last)) {
            return Self { first: word(from).unwrap_or(0), last, length };
        }
        let first = if let Some(word) = word(from) {
            word & ((1 << (8 * length)) - 1)
        } else {
            // At the very end of what has been read.
            let form = bytes.get(from..to).unwrap_or_default();
            form.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte))
        };
        Self { first, last: 0, length }
    }
}

/// Eight bytes as a number.
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk::<8>().map(|word| u64::from_le_bytes(*word))
}

/// The form that came last, ready to be compared with what comes: most rows say the same as the one above.
struct Above {
    key: Key,
    /// Which bits of a word are of it.
    mask: u64,
    found: Found,
}

impl Above {
    /// Nothing that a row can say.
    const NOTHING: Self =
        Self { key: Key { first: 0, last: 0, length: usize::MAX }, mask: 0, found: Found { meaning: 0, alike: 0 } };

    fn of(form: &Form) -> Self {
        let length = form.key.length;
        match length {
            0..8 => Self { key: form.key, mask: (1 << (8 * length)) - 1, found: form.found },
            8..=KEY_MAX => Self { key: form.key, mask: u64::MAX, found: form.found },
            _ => Self::NOTHING,
        }
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
    fn is<'a>(&self, key: Key, form: impl FnOnce() -> &'a [u8]) -> bool {
        self.key == key && (key.length <= KEY_MAX || *self.whole == *form())
    }
}

/// What a written form stands for.
#[derive(Clone, Copy)]
pub(super) struct Found {
    /// The category.
    pub(super) meaning: u32,
    /// Whether it looks like a number of a person without the noughts at its front: 1 if so.
    pub(super) alike: u64,
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
    above: Above,
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
            above: Above::NOTHING,
            alike: 0,
        }
    }

    /// What stands in its column of a row, if it is what came last.
    #[inline]
    pub(super) fn as_above(&self, record: Record<'_>) -> Option<Found> {
        let Above { key, mask, found } = &self.above;
        let (from, to) = record.span(self.axis.column);
        if to - from != key.length || word(record.bytes, from)? & mask != key.first {
            return None;
        }
        (key.length <= 8 || word(record.bytes, to - 8)? == key.last).then_some(*found)
    }

    /// What stands in its column of a row, if that has been met. Rows are mostly in order: the same as above, or what followed upon
    /// it the last time.
    pub(super) fn find(&mut self, record: Record<'_>) -> Option<Found> {
        let span = record.trimmed(self.axis.column);
        let key = Key::within(record.bytes, span);
        let field = || record.bytes.get(span.0..span.1).unwrap_or_default();
        let last = self.forms.get(self.last)?;
        if last.is(key, field) {
            return Some(last.found);
        }
        let next = last.next;
        if let Some(form) = self.forms.get(next).filter(|form| form.is(key, field)) {
            let found = form.found;
            self.above = Above::of(form);
            self.last = next;
            return Some(found);
        }
        let place = *if key.length <= KEY_MAX { self.short.get(&key) } else { self.long.get(field()) }?;
        self.follow(place);
        self.forms.get(place).map(|form| form.found)
    }

    /// Remembers what came after the last one.
    fn follow(&mut self, place: usize) {
        if let Some(last) = self.forms.get_mut(self.last) {
            last.next = place;
        }
        self.last = place;
        self.above = self.forms.get(place).map_or(Above::NOTHING, Above::of);
    }

    /// Counts what was found last among the rows.
    pub(super) fn count(&mut self) {
        self.alike += self.forms.get(self.last).map_or(0, |form| form.found.alike);
    }

    /// Takes a form that has not been met before.
    pub(super) fn meet(&mut self, record: Record<'_>, heading: &str, today: Day) -> Result<Found> {
        let span = record.trimmed(self.axis.column);
        let field = record.bytes.get(span.0..span.1).unwrap_or_default();
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
        let (key, at) = (Key::within(record.bytes, span), self.forms.len());
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
        self.above = Above::NOTHING;
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
        for form in &forms {
            assert!(find(&mut met, form, b"").is_none());
            let record = Record { bytes: form, start: 0, ends: &[form.len()], numbers: &[], line: 1 };
            meanings.push(met.meet(record, "a", today).unwrap().meaning);
        }
        assert_eq!(met.categories.len(), forms.len());
        for step in [1, 7, forms.len() - 1] {
            for row in 0..forms.len() {
                let at = row * step % forms.len();
                // Whatever stands around it.
                for around in [&b""[..], b" ", b"bbbbbbbbbbbb"] {
                    assert_eq!(find(&mut met, &forms[at], around).unwrap().meaning, meanings[at]);
                }
            }
        }
    }

    /// Finds a form that lies between others.
    fn find(met: &mut Met, form: &[u8], around: &[u8]) -> Option<Found> {
        let bytes = [around, form, around].concat();
        let (start, end) = (around.len(), around.len() + form.len());
        let record = Record { bytes: &bytes, start, ends: &[end], numbers: &[], line: 1 };
        let above = met.as_above(record);
        let found = met.find(record);
        // What is taken for what came last is what is found, and it is taken for that the next time.
        assert!(above.is_none_or(|above| Some(above.meaning) == found.map(|found| found.meaning)), "{form:?}");
        let again = met.as_above(record).map(|above| above.meaning);
        assert!(again.is_none() || again == found.map(|found| found.meaning), "{form:?}");
        found
    }

    #[test]
    fn running_numbers_are_spread() {
        let hasher = BuildHasherDefault::<Quick>::default();
        for places in [0x3ff_u64, 0xfff] {
            let hash = |number: usize| {
                let form = format!("area {number:05}");
                hasher.hash_one(Key::within(form.as_bytes(), (0, form.len()))) & places
            };
            let taken: std::collections::BTreeSet<u64> = (0..1000).map(hash).collect();
            assert!(taken.len() > 500, "{}", taken.len());
        }
    }
}
