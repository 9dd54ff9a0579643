//! Answers of PxWeb as a table in HTML, which is laid out for people: rows of the heading, then for each value of the stub's first
//! variable a row of its own without figures, below it those of the next, and only the last has figures. Put into the rows of a
//! workbook, which says the rest. Figures may have spaces between their thousands. Source: the serializer of the reference
//! installation, which escapes nothing.

use super::coded::wrong;
use super::grid::{self, Row};
use crate::fault::{Code, Fault, Result};
use crate::model::{Dataset, Dimension};

/// The most fields, those among them that one field spans.
const FIELDS_MAX: usize = 10_000_000;

/// A field: whether it is of the heading's kind, how many columns it spans, what it holds.
struct Field {
    heads: bool,
    span: usize,
    text: String,
}

/// Reads an answer about these dimensions.
pub(super) fn read(body: &[u8], asked: &[Dimension]) -> Result<Dataset> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        // Older installations write in the letters of Windows, of which ours are those of Latin-1.
        Err(_) => body.iter().map(|byte| char::from(*byte)).collect(),
    };
    let (heading, body) = text.split_once("<tbody>").ok_or_else(|| wrong("there is no table"))?;
    let mut left = FIELDS_MAX;
    let heading = rows(heading, &mut left)?;
    let body = rows(body, &mut left)?;
    let levels = asked.len().checked_sub(heading.len()).filter(|levels| *levels > 0);
    let levels = levels.ok_or_else(|| wrong("no variable stands in the stub"))?;
    let mut laid: Vec<Row> = Vec::new();
    for row in &heading {
        let mut fields = vec![String::new(); levels];
        for field in row.iter().skip(1) {
            fields.extend(std::iter::repeat_n(&field.text, field.span).cloned());
        }
        laid.push(fields);
    }
    laid.extend(unfolded(&body, levels)?);
    grid::workbook(&laid, asked)
}

/// The rows with figures, each with the values of all variables of the stub before them.
fn unfolded(body: &[Vec<Field>], levels: usize) -> Result<Vec<Row>> {
    let mut laid = Vec::new();
    let mut stack = vec![String::new(); levels];
    // Names that stand above the next row with figures.
    let mut above: Vec<&str> = Vec::new();
    for (number, row) in body.iter().enumerate() {
        let place = || format!("row {}", number + 1);
        let (name, figures) = match row.split_first() {
            Some((name, figures)) if name.heads => (name, figures),
            _ => return Err(wrong("a row without a name").within(&place())),
        };
        above.push(&name.text);
        if figures.iter().all(|field| field.text.is_empty()) {
            continue;
        }
        let from = levels.checked_sub(above.len());
        let from = from.ok_or_else(|| wrong("more names above each other than variables").within(&place()))?;
        for (slot, name) in stack.iter_mut().skip(from).zip(above.drain(..)) {
            name.clone_into(slot);
        }
        let mut fields = stack.clone();
        for field in figures {
            fields.push(plain(&field.text).map_err(|fault| fault.within(&place()))?);
        }
        laid.push(fields);
    }
    Ok(laid)
}

/// The rows of a part of a table.
fn rows(text: &str, left: &mut usize) -> Result<Vec<Vec<Field>>> {
    let mut rows = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("<tr>") {
        let (row, after) = after.split_once("</tr>").ok_or_else(|| Fault::new(Code::Broken, "", "a row breaks off"))?;
        rest = after;
        rows.push(fields(row, left)?);
    }
    Ok(rows)
}

fn fields(row: &str, left: &mut usize) -> Result<Vec<Field>> {
    let broken = || Fault::new(Code::Broken, "", "a field breaks off");
    let mut fields = Vec::new();
    let mut rest = row;
    while let Some(at) = rest.find("<t") {
        let opened = rest.get(at + "<t".len()..).unwrap_or_default();
        let (tag, inside) = opened.split_once('>').ok_or_else(broken)?;
        let heads = match tag.get(..1) {
            Some("h") => true,
            Some("d") => false,
            _ => return Err(wrong("a table in another layout")),
        };
        let (text, after) = inside.split_once(if heads { "</th>" } else { "</td>" }).ok_or_else(broken)?;
        rest = after;
        let span = tag.split_once("colspan=").map_or(Ok(1), |(_, span)| {
            let digits = span.trim_start_matches(['"', '\'']);
            let digits = digits.split(|each: char| !each.is_ascii_digit()).next().unwrap_or_default();
            digits.parse::<usize>().map_err(|_| wrong("a field that spans no number of columns"))
        })?;
        *left = left.checked_sub(span).ok_or_else(|| Fault::new(Code::TooLarge, "", "more fields than we take"))?;
        fields.push(Field { heads, span, text: unescaped(text.trim()) });
    }
    Ok(fields)
}

/// Signs that an installation may have escaped.
fn unescaped(text: &str) -> String {
    let signs = [("&nbsp;", "\u{a0}"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (escaped, sign)| text.replace(escaped, sign))
}

/// A figure without what parts its thousands, with a decimal point and a hyphen for every minus; a sign as it is.
fn plain(text: &str) -> Result<String> {
    if !text.contains(|each: char| each.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    let text: String = text.chars().filter(|each| !each.is_whitespace()).collect();
    let text = text.strip_prefix(['−', '–']).map_or(text.clone(), |digits| format!("-{digits}"));
    match text.split_once(',') {
        None => Ok(text),
        Some((_, after)) if after.len() == 3 || text.contains('.') || after.contains(',') => {
            Err(wrong("a comma that may part thousands or decimals"))
        }
        Some((whole, decimals)) => Ok(format!("{whole}.{decimals}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_read_as_people_write_it() {
        for (text, expected) in [
            ("1 234", "1234"),
            ("1\u{a0}234,5", "1234.5"),
            ("-0.5", "-0.5"),
            ("..", ".."),
            ("-", "-"),
            ("–", "–"),
            ("7", "7"),
            ("−1 234,5", "-1234.5"),
        ] {
            assert_eq!(plain(text).unwrap(), expected, "{text}");
        }
        assert!(plain("1,234").is_err());
    }
}
