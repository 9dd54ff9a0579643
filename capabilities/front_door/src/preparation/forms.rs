//! Reads the page of a preparation, and notices identity numbers: nothing in it may say who wrote it.

use domain::front_door::intake::Topic;
use domain::identity_number::IdentityNumber;
use domain::moment::Day;
use web::Fields;

use crate::preparation::store::Preparation;

/// The most characters of a part.
pub(crate) const PART_MAX: usize = 2_000;
/// Digits and separators of the longest way to write a number: `20120101-2380`.
const NUMBER_MAX: usize = 13;

/// The fields, in the order of the page.
pub(crate) const FIELDS: [&str; 4] = ["how_long", "tried", "helps", "words"];

/// Reads what was typed, and what to write instead: the field and the key.
pub(crate) fn read(fields: &Fields, today: Day) -> (Preparation, Vec<(&'static str, &'static str)>) {
    let mut errors = vec![];
    for field in FIELDS {
        if fields.raw(field).chars().count() > PART_MAX {
            errors.push((field, "prepare-too-long"));
        } else if holds_number(fields.raw(field), today) {
            errors.push((field, "prepare-number"));
        }
    }
    let text = |field| fields.text(field).to_owned();
    let preparation = Preparation {
        topic: Topic::from_code(fields.text("topic")).map_or(String::new(), |topic| topic.code().to_owned()),
        how_long: text("how_long"),
        tried: text("tried"),
        helps: text("helps"),
        words: text("words"),
    };
    if FIELDS.iter().all(|field| fields.text(field).is_empty()) {
        errors.push(("how_long", "prepare-empty"));
    }
    (preparation, errors)
}

/// Whether a text holds a personal or coordination number, however it is written.
pub(crate) fn holds_number(text: &str, today: Day) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let starts = (0..characters.len()).filter(|at| digit(*at) && (*at == 0 || !digit(at - 1)));
    starts.into_iter().any(|start| number_at(characters.get(start..).unwrap_or_default(), today))
}

fn number_at(characters: &[char], today: Day) -> bool {
    let mut written = String::new();
    let mut rest = characters.iter().peekable();
    while let Some(character) = rest.next() {
        match character {
            '0'..='9' => written.push(*character),
            '-' | '+' | '\u{2013}' | '\u{2011}' | ' ' | '\u{a0}' => {}
            _ => return false,
        }
        let ends = rest.peek().is_none_or(|next| !next.is_ascii_digit());
        if ends && matches!(written.len(), 10 | 12) && IdentityNumber::parse(&written, today).is_ok() {
            return true;
        }
        if written.len() >= NUMBER_MAX {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personal_number_is_noticed_however_it_is_written() {
        let today = Day::from_parts(2026, 11, 24).unwrap();
        let cases = [
            ("jag heter x, 20120101-2380 ok", true),
            ("201201012380", true),
            ("mitt nummer är 120101-2380.", true),
            ("120101 2380", true),
            ("120101–2380", true),
            ("jag är 16 år och har mått dåligt sedan 2024", false),
            ("ring 070-123 45 67", false),
            ("", false),
            ("12345678901234567890", false),
        ];
        for (text, expected) in cases {
            assert_eq!(holds_number(text, today), expected, "{text}");
        }
    }
}
