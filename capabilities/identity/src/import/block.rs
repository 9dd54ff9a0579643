//! One block of the file, read key by key. Every fault is kept with its place, so that all are told at once.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::import::Refusal;
use crate::import::names;
use crate::import::text::{Lines, Place};

/// The longest name.
const NAME_MAX: usize = 200;
/// The longest name that an identity provider gives (OpenID Connect Core 2, `sub`).
const IDENTITY_MAX: usize = 255;

/// A block, or a part of one in braces.
pub(super) struct Block<'a> {
    /// Where it begins.
    pub(super) at: Place,
    kind: &'static str,
    lines: &'a Lines<'a>,
    table: &'a DeTable<'a>,
    asked: Vec<&'static str>,
    faults: Vec<Refusal>,
}

/// A fault has been told, and there is nothing to go on with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told;

/// Text as written, and where it stands.
type Said<'a> = (Place, &'a str);
/// A name, and where it stands.
pub(super) type Placed = (Place, String);

impl<'a> Block<'a> {
    pub(super) fn of(kind: &'static str, lines: &'a Lines<'a>, at: Place, table: &'a DeTable<'a>) -> Self {
        Self { at, kind, lines, table, asked: Vec::new(), faults: Vec::new() }
    }

    /// The faults that were found, and the keys that nobody asked for.
    pub(super) fn faults(mut self) -> Vec<Refusal> {
        for key in self.table.keys() {
            let written: &str = key.get_ref();
            if !self.asked.contains(&written) {
                let at = self.lines.place(key.span().start);
                let known: Vec<_> = self.asked.iter().map(|known| format!("`{known}`")).collect();
                self.fault(at, &format!("unknown field `{written}`; write one of {}", known.join(", ")));
            }
        }
        self.faults
    }

    fn fault(&mut self, at: Place, what: &str) {
        self.faults.push(at.refuse(format!("[[{}]] {what}", self.kind)));
    }

    fn value(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.table.iter().find(|(known, _)| known.get_ref() == key).map(|(_, value)| value)
    }

    /// The text of a key, if it is there.
    fn text(&mut self, key: &'static str) -> Result<Option<Said<'a>>, Told> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let at = self.lines.place(value.span().start);
        if let Some(text) = value.get_ref().as_str() {
            return Ok(Some((at, text)));
        }
        self.fault(at, &format!("`{key}`: write text in quotation marks"));
        Err(Told)
    }

    fn needed(&mut self, key: &'static str) -> Result<Said<'a>, Told> {
        if let Some(said) = self.text(key)? {
            return Ok(said);
        }
        self.fault(self.at, &format!("`{key}` is missing; write it"));
        Err(Told)
    }

    fn as_name(&mut self, key: &'static str, (at, text): Said<'_>, longest: usize) -> Result<Placed, Told> {
        names::name(text, longest).map(|name| (at, name)).map_err(|what| {
            self.fault(at, &format!("`{key}`: {what}"));
            Told
        })
    }

    /// A name that must be there.
    pub(super) fn name(&mut self, key: &'static str) -> Result<Placed, Told> {
        let said = self.needed(key)?;
        self.as_name(key, said, NAME_MAX)
    }

    /// A name that may be left out.
    pub(super) fn name_if_any(&mut self, key: &'static str) -> Result<Option<Placed>, Told> {
        self.text(key)?.map(|said| self.as_name(key, said, NAME_MAX)).transpose()
    }

    /// What an identity provider calls somebody, which must be there.
    pub(super) fn identity(&mut self, key: &'static str) -> Result<Placed, Told> {
        let said = self.needed(key)?;
        self.as_name(key, said, IDENTITY_MAX)
    }

    /// The same where it may be left out.
    pub(super) fn identity_if_any(&mut self, key: &'static str) -> Result<Option<Placed>, Told> {
        self.text(key)?.map(|said| self.as_name(key, said, IDENTITY_MAX)).transpose()
    }

    /// One of the words of a kind, which must be there.
    pub(super) fn code<T>(&mut self, key: &'static str, words: &Words<T>) -> Result<T, Told> {
        let said = self.needed(key)?;
        self.as_code(key, said, words)
    }

    /// The same where it may be left out.
    pub(super) fn code_if_any<T>(&mut self, key: &'static str, words: &Words<T>) -> Result<Option<T>, Told> {
        self.text(key)?.map(|said| self.as_code(key, said, words)).transpose()
    }

    fn as_code<T>(&mut self, key: &'static str, (at, text): Said<'_>, words: &Words<T>) -> Result<T, Told> {
        let text = text.trim();
        (words.parse)(text).ok_or_else(|| {
            self.fault(at, &format!("`{key}`: there is no `{text}`; write one of {}", words.all.join(", ")));
            Told
        })
    }

    /// A list of parts in braces; empty when it is left out.
    pub(super) fn parts<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&mut Block<'a>) -> Result<T, Told>,
    ) -> Result<Vec<T>, Told> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let at = self.lines.place(value.span().start);
        let Some(list) = value.get_ref().as_array() else {
            self.fault(at, &format!("`{key}`: write a list, such as [{{ unit = \"…\", role = \"…\" }}]"));
            return Err(Told);
        };
        let mut parts = Vec::new();
        let mut whole = true;
        for part in list {
            let at = self.lines.place(part.span().start);
            let Some(table) = part.get_ref().as_table() else {
                self.fault(at, &format!("`{key}`: write each in braces, such as {{ unit = \"…\", role = \"…\" }}"));
                whole = false;
                continue;
            };
            let mut inside = Block::of(self.kind, self.lines, at, table);
            let read = read(&mut inside);
            let faults = inside.faults();
            whole = whole && faults.is_empty();
            self.faults.extend(faults);
            parts.extend(read);
        }
        if whole { Ok(parts) } else { Err(Told) }
    }
}

/// The words that may stand for a kind of thing.
pub(super) struct Words<T> {
    pub(super) parse: fn(&str) -> Option<T>,
    pub(super) all: Vec<&'static str>,
}
