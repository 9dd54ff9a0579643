//! The words of a px file: keywords, texts in pieces of quotes, numbers, figures.

use super::Key;
use crate::fault::{Code, Fault, Result};

/// Reads words.
pub(super) struct Reader<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, line: 1 }
    }

    /// The line it has come to.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn fault(&self, text: &str) -> Fault {
        Fault::new(Code::Broken, format!("line {}", self.line), text)
    }

    fn space(&mut self) {
        let trimmed = self.rest.trim_start();
        let skipped = self.rest.len() - trimmed.len();
        let newlines = self.rest.get(..skipped).map_or(0, |space| space.matches('\n').count());
        self.line += newlines as u64;
        self.rest = trimmed;
    }

    pub(super) fn take(&mut self, sign: char) -> bool {
        self.space();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A keyword up to its equals sign, and whether it is of another language.
    pub(super) fn key(&mut self) -> Result<Option<(Key, bool)>> {
        self.space();
        if self.rest.is_empty() {
            return Ok(None);
        }
        let end = self.rest.find(['=', '(', '[', ';', '"']).ok_or_else(|| self.fault("a keyword must stand here"))?;
        let (name, rest) = self.rest.split_at(end);
        let name = name.trim().to_uppercase();
        let plain =
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
        if !plain {
            return Err(self.fault("a keyword must stand here").remedy("Is it a px file?"));
        }
        self.rest = rest;
        let mut language = false;
        if self.take('[') {
            let end = self.rest.find(']').ok_or_else(|| self.fault("a bracket is left open"))?;
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            language = true;
        }
        let mut about = Vec::new();
        if self.take('(') {
            loop {
                about.push(self.quoted()?);
                if self.take(')') {
                    break;
                }
                if !self.take(',') {
                    return Err(self.fault("a bracket is left open"));
                }
            }
        }
        if self.take('=') {
            Ok(Some(((name, about), language)))
        } else {
            Err(self.fault("an equals sign must stand here"))
        }
    }

    /// A text, in one or several pieces of quotes.
    pub(super) fn quoted(&mut self) -> Result<String> {
        let mut text = String::new();
        if !self.take('"') {
            return Err(self.fault("a text must stand here"));
        }
        loop {
            let end = self.rest.find('"').ok_or_else(|| self.fault("a quotation mark is left open"))?;
            let (piece, rest) = self.rest.split_at(end);
            self.line += piece.matches('\n').count() as u64;
            text.push_str(piece);
            self.rest = rest.get(1..).unwrap_or_default();
            if !self.take('"') {
                return Ok(text);
            }
        }
    }

    /// Values up to their semicolon: texts, numbers, words, a list of times.
    pub(super) fn values(&mut self) -> Result<Vec<String>> {
        let mut values = Vec::new();
        loop {
            self.space();
            if self.rest.starts_with('"') {
                values.push(self.quoted()?);
            } else {
                let end = self.rest.find([',', ';', '"', '(']).ok_or_else(|| self.fault("a semicolon is missing"))?;
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                let word = word.trim();
                if word == "TLIST" && self.take('(') {
                    let end = self.rest.find(')').ok_or_else(|| self.fault("a bracket is left open"))?;
                    values.push(format!("TLIST {}", self.rest.get(..end).unwrap_or_default()));
                    self.rest = self.rest.get(end + 1..).unwrap_or_default();
                } else if !word.is_empty() {
                    values.push(word.to_owned());
                } else if self.rest.starts_with(['(', '"']) {
                    return Err(self.fault("a value must stand here"));
                }
            }
            if self.take(';') {
                return Ok(values);
            }
            if !self.take(',') && !self.rest.starts_with('"') {
                return Err(self.fault("a comma or a semicolon must stand here"));
            }
        }
    }

    /// The next of the figures: a word or a text in quotes; none at the end.
    pub(super) fn datum(&mut self) -> Result<Option<&'a str>> {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t', ',']);
        let rest: &'a str = self.rest;
        if rest.is_empty() {
            return Err(self.fault("the figures break off"));
        }
        if rest.starts_with(';') {
            return Ok(None);
        }
        if let Some(text) = rest.strip_prefix('"') {
            let end = text.find('"').ok_or_else(|| self.fault("a quotation mark is left open"))?;
            self.rest = text.get(end + 1..).unwrap_or_default();
            return Ok(text.get(..end));
        }
        let end = rest.find([' ', '\n', '\r', '\t', ';', ',']).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        self.rest = after;
        Ok(Some(word))
    }
}
