//! Writes JSON: texts escaped, numbers as short as they are exact.

use std::fmt::{self, Write};

use super::Json;

/// A number. A double that is whole is written whole.
pub fn value(number: f64, out: &mut impl Write) -> fmt::Result {
    let size = number.abs();
    if number != 0.0 && !(1e-7..1e17).contains(&size) { write!(out, "{number:e}") } else { write!(out, "{number}") }
}

pub(super) fn plain(number: f64) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = value(number, &mut text);
    text
}

/// A string with its quotes.
pub fn text(text: &str, out: &mut impl Write) -> fmt::Result {
    out.write_char('"')?;
    let mut rest = text;
    while let Some(at) = rest.find(|each: char| each == '"' || each == '\\' || each < ' ') {
        let (before, after) = rest.split_at(at);
        out.write_str(before)?;
        let mut letters = after.chars();
        match letters.next() {
            Some('"') => out.write_str("\\\"")?,
            Some('\\') => out.write_str("\\\\")?,
            Some('\n') => out.write_str("\\n")?,
            Some('\r') => out.write_str("\\r")?,
            Some('\t') => out.write_str("\\t")?,
            Some(other) => write!(out, "\\u{:04x}", u32::from(other))?,
            None => {}
        }
        rest = letters.as_str();
    }
    out.write_str(rest)?;
    out.write_char('"')
}

pub(super) fn tree(json: &Json, out: &mut impl Write) -> fmt::Result {
    match json {
        Json::Null => out.write_str("null"),
        Json::Bool(yes) => write!(out, "{yes}"),
        Json::Number(number) => value(*number, out),
        Json::Text(string) => text(string, out),
        Json::List(items) => {
            out.write_char('[')?;
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.write_char(',')?;
                }
                tree(item, out)?;
            }
            out.write_char(']')
        }
        Json::Object(members) => {
            out.write_char('{')?;
            for (index, (name, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.write_char(',')?;
                }
                text(name, out)?;
                out.write_char(':')?;
                tree(member, out)?;
            }
            out.write_char('}')
        }
    }
}
