//! Finds personal identity numbers in what is read, however they are written and wherever in a text they stand.

use domain::identity_number::IdentityNumber;
use domain::moment::Day;

use crate::fault::{Code, Fault, Result};
use crate::model::{Category, Dataset, Marks, Values};

/// Digits in the shortest number.
pub(super) const DIGITS_MIN: usize = 10;
/// Characters of the longest, with separator and spaces.
const WRITTEN_MAX: usize = 15;

/// Whether there is one.
pub(super) fn found(field: &[u8], today: Day) -> bool {
    // An interim number has a letter among its digits.
    if field.len() < DIGITS_MIN || field.iter().filter(|byte| byte.is_ascii_digit()).count() < DIGITS_MIN - 1 {
        return false;
    }
    let text = String::from_utf8_lossy(field);
    let letters: Vec<char> = text.chars().collect();
    let belongs =
        |letter: char| letter.is_ascii_digit() || "+-‐‑‒–—− ".contains(letter) || "TRSUWXJKLMN".contains(letter);
    (0..letters.len()).any(|start| {
        let starts = letters.get(start).is_some_and(char::is_ascii_digit)
            && !start.checked_sub(1).and_then(|before| letters.get(before)).is_some_and(char::is_ascii_digit);
        starts
            && (DIGITS_MIN..=WRITTEN_MAX).any(|length| {
                let Some(part) = letters.get(start..start + length) else { return false };
                let ends = part.last().is_some_and(char::is_ascii_digit)
                    && !letters.get(start + length).is_some_and(char::is_ascii_digit);
                ends && part.iter().all(|letter| belongs(*letter)) && is_number(part, today)
            })
    })
}

/// A separator, or spaces, may stand before the last four only: a telephone number is parted elsewhere.
fn is_number(part: &[char], today: Day) -> bool {
    let is_digit = |letter: &char| letter.is_ascii_alphanumeric();
    let Some(start) = part.len().checked_sub(4) else { return false };
    let (before, last) = part.split_at(start);
    let end = before.iter().rposition(is_digit).map_or(0, |at| at + 1);
    let (before, between) = before.split_at(end);
    let signs = between.iter().filter(|letter| **letter != ' ').count();
    if !last.iter().all(is_digit) || !before.iter().all(is_digit) || signs > 1 || between.len() > 3 {
        return false;
    }
    let text: String = part.iter().filter(|letter| **letter != ' ').collect();
    IdentityNumber::parse(&text, today).is_ok()
}

/// Whether a figure is so surely a number of a person that one is enough: twelve digits, or with its separator.
pub(super) fn plainly(field: &[u8], today: Day) -> bool {
    let digits = field.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits >= DIGITS_MIN && (digits != DIGITS_MIN || field.len() > digits) && found(field, today)
}

/// A dataset without a number of a person in a code, a label, a note or a text; else the fault that stops it.
pub fn refuse(dataset: &Dataset, today: Day) -> Result<()> {
    let stop = |place: String| {
        Err(Fault::new(Code::IdentityNumber, place, "a personal identity number").remedy("Nothing was kept."))
    };
    let is = |text: &str| found(text.as_bytes(), today);
    if is(&dataset.label) || is(&dataset.code) || dataset.notes.iter().any(|note| is(note)) {
        return stop("label or note".to_owned());
    }
    for dimension in &dataset.dimensions {
        let named = |category: &Category| {
            is(&category.code)
                || category.label.as_deref().is_some_and(is)
                || category.notes.iter().any(|note| is(note))
        };
        if let Some(at) = dimension.categories.iter().position(named) {
            return stop(format!("{}, value {}", dimension.code, at + 1));
        }
        if is(dimension.name()) || dimension.notes.iter().any(|note| is(note)) {
            return stop(dimension.code.clone());
        }
    }
    match &dataset.cells.marks {
        Marks::All(mark) if is(mark) => return stop("status".to_owned()),
        Marks::Each(marks) => {
            if let Some((at, _)) = marks.iter().find(|(_, mark)| is(mark)) {
                return stop(format!("status/{at}"));
            }
        }
        Marks::All(_) | Marks::None => {}
    }
    match &dataset.cells.values {
        Values::Mixed(values) => match values.iter().position(|value| value.text().is_some_and(is)) {
            Some(at) => stop(format!("value/{at}")),
            None => Ok(()),
        },
        Values::Dense(_) | Values::Sparse { .. } => Ok(()),
    }
}

/// Why the reading stops. Says where, never what.
pub(super) fn stop(line: u64, heading: &str) -> Fault {
    let line = if line > 0 { format!("line {line}, ") } else { String::new() };
    Fault::new(Code::IdentityNumber, format!("{line}column \"{heading}\""), "a personal identity number")
        .remedy("Nothing was kept. Take the column away, or replace the numbers with a running number, and try again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_wherever_they_stand() {
        let today = Day::from_parts(2026, 11, 22).unwrap();
        for (text, expected) in [
            ("20150101-2395", true),
            ("150101-2395", true),
            ("1501012395", true),
            ("201501012395", true),
            ("20150101 - 2395", true),
            ("ring mamma till 150101-2395, tack", true),
            ("20150101-2381", false),
            ("20150101 2395", true),
            // A telephone number whose digits would hold.
            ("Upplysningar: 010-479 50 00", false),
            ("2695880", false),
            ("12345678901234567890", false),
            ("2024-01-01", false),
            ("", false),
        ] {
            assert_eq!(found(text.as_bytes(), today), expected, "{text}");
        }
    }
}
