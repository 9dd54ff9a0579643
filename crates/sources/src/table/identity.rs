//! Finds personal identity numbers in what is read, however they are written and wherever in a text they stand.

use domain::identity_number::IdentityNumber;
use domain::moment::Day;

use crate::fault::{Code, Fault};

/// Digits in the shortest number.
const DIGITS_MIN: usize = 10;
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

fn is_number(part: &[char], today: Day) -> bool {
    let text: String = part.iter().filter(|letter| **letter != ' ').collect();
    IdentityNumber::parse(&text, today).is_ok()
}

/// Why the reading stops. Says where, never what.
pub(super) fn stop(line: u64, heading: &str) -> Fault {
    Fault::new(Code::IdentityNumber, format!("line {line}, column \"{heading}\""), "a personal identity number")
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
            ("2695880", false),
            ("12345678901234567890", false),
            ("2024-01-01", false),
            ("", false),
        ] {
            assert_eq!(found(text.as_bytes(), today), expected, "{text}");
        }
    }
}
