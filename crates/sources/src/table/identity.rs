//! Finds personal identity numbers in what is read, however they are written and wherever in a text they stand.

use domain::identity_number::IdentityNumber;
use domain::moment::Day;

use crate::fault::{Code, Fault};

/// Digits in the shortest number.
pub(super) const DIGITS_MIN: usize = 10;
/// The fewest digits that are left when a spreadsheet takes the noughts at the front away.
const SHORT_MIN: usize = 8;
/// How many signs may stand between two parts of a number.
const BETWEEN_MAX: usize = 3;
/// Letters that stand for the first of the last four in an interim number.
const INTERIM: &str = "TRSUWXJKLMN";

/// Whether there is one.
pub(super) fn found(field: &[u8], today: Day) -> bool {
    // An interim number has a letter among its digits.
    if field.len() < DIGITS_MIN || field.iter().filter(|byte| byte.is_ascii_digit()).count() < DIGITS_MIN - 1 {
        return false;
    }
    let letters = plainly_written(&String::from_utf8_lossy(field));
    (0..letters.len()).any(|start| {
        let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
        let begins = digit(start) && !start.checked_sub(1).is_some_and(digit);
        begins && [4, 2].into_iter().any(|year| number_at(&letters, start, year, today))
    })
}

/// The letters of a text: every kind of space one space, every kind of hyphen a hyphen, upper case, and what takes no room away.
fn plainly_written(text: &str) -> Vec<char> {
    let unseen = |letter: &char| {
        let ranges = ['\u{200b}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2060}'..='\u{2064}'];
        ['\u{ad}', '\u{feff}'].contains(letter) || ranges.iter().any(|range| range.contains(letter))
    };
    let plain = |letter: char| match letter {
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' | '－' => '-',
        letter if letter.is_whitespace() => ' ',
        letter => letter.to_ascii_uppercase(),
    };
    text.chars().filter(|letter| !unseen(letter)).map(plain).collect()
}

/// Whether a number begins here whose year has so many digits. Signs may stand between year, month, day and the last four, and
/// nowhere else: a telephone number is parted elsewhere. One point alone is a decimal sign unless the last four follow it.
fn number_at(letters: &[char], start: usize, year: usize, today: Day) -> bool {
    let mut text = String::with_capacity(13);
    let mut at = start;
    let mut signs: Vec<char> = Vec::new();
    for length in [year, 2, 2] {
        let Some(part) = letters.get(at..at + length).filter(|part| part.iter().all(char::is_ascii_digit)) else {
            return false;
        };
        text.extend(part);
        at += length;
        let between = letters.iter().skip(at).take_while(|letter| "-+./_: ".contains(**letter)).count();
        if between > BETWEEN_MAX {
            return false;
        }
        // The signs before the last four are looked at by themselves.
        if text.len() < year + 4 {
            signs.extend(letters.iter().skip(at).take(between));
        } else if letters.iter().skip(at).take(between).any(|letter| *letter == '+') {
            text.push('+');
        } else if signs == ['.'] && between == 0 {
            return false;
        }
        at += between;
    }
    let Some(last) = letters.get(at..at + 4) else { return false };
    let whole = last.iter().skip(1).all(char::is_ascii_digit)
        && last.first().is_some_and(|first| first.is_ascii_digit() || INTERIM.contains(*first))
        && !letters.get(at + 4).is_some_and(char::is_ascii_digit);
    text.extend(last);
    whole && IdentityNumber::parse(&text, today).is_ok()
}

/// Whether a figure is so surely a number of a person that one is enough: twelve digits, or with its separator. A point may be a
/// decimal sign, so it is not enough.
fn plainly(field: &[u8], today: Day) -> bool {
    let digits = field.iter().filter(|byte| byte.is_ascii_digit()).count();
    let others = field.len() - digits;
    let decimal = others == 1 && field.iter().any(|byte| matches!(byte, b'.' | b','));
    digits >= DIGITS_MIN && (digits != DIGITS_MIN || others > 0) && !decimal && found(field, today)
}

/// Whether a whole field is bare digits that would be a number if the noughts at its front had been taken away.
pub(super) fn shortened(field: &[u8], today: Day) -> bool {
    (SHORT_MIN..DIGITS_MIN).contains(&field.len())
        && field.iter().all(u8::is_ascii_digit)
        && found(&[if field.len() == SHORT_MIN { b"00".as_slice() } else { b"0".as_slice() }, field].concat(), today)
}

/// How many fields of each column look like numbers of people where one alone says nothing: where half of those that are filled
/// do, it is no chance.
#[derive(Debug, Default)]
pub(super) struct Shares(Vec<(u64, u64)>);

impl Shares {
    /// Counts a field of a column of figures; whether it is surely a number of a person.
    pub(super) fn figure(&mut self, column: usize, field: &[u8], today: Day) -> bool {
        if field.len() < SHORT_MIN {
            let filled = field.iter().any(|byte| !byte.is_ascii_whitespace());
            self.rows(column, 0, u64::from(filled));
            return false;
        }
        let field = field.trim_ascii();
        if field.len() >= DIGITS_MIN && plainly(field, today) {
            return true;
        }
        self.count(column, field, shortened(field, today) || found(field, today));
        false
    }

    /// Counts the rows of a column whose different fields have been looked at, so many of which look so.
    pub(super) fn rows(&mut self, column: usize, alike: u64, filled: u64) {
        if let Some(counts) = self.0.get_mut(column) {
            counts.0 += alike;
            counts.1 += filled;
            return;
        }
        self.0.resize(column, (0, 0));
        self.0.push((alike, filled));
    }

    /// Counts a field of any other column, in which a number that is whole is found by [`found`].
    pub(super) fn other(&mut self, column: usize, field: &[u8], today: Day) {
        let field = field.trim_ascii();
        self.count(column, field, shortened(field, today));
    }

    fn count(&mut self, column: usize, field: &[u8], alike: bool) {
        if !field.is_empty() {
            self.rows(column, u64::from(alike), 1);
        }
    }

    /// The first column of which at least half looks so.
    pub(super) fn suspect(&self) -> Option<usize> {
        self.0.iter().position(|(count, filled)| *count > 0 && *count * 2 >= *filled)
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
            ("150101\u{a0}2395", true),
            ("20150101\u{202f}-\u{2009}2395", true),
            ("2015-01-01-2395", true),
            ("2015-01-01 2395", true),
            ("2015/01/01/2395", true),
            ("2015 - 01 - 01 - 2395", true),
            ("15 01 01 2395", true),
            ("150101/2395", true),
            ("150101.2395", true),
            ("20150101_2395", true),
            ("20150101--2395", true),
            ("150101\t2395", true),
            ("150101\u{200b}2395", true),
            ("150101-\u{feff}2395", true),
            ("15.0101\u{2d}2395", true),
            // Decimals are no separator.
            ("15.01012395", false),
            ("2015.01012395", false),
            ("12345678901234567890", false),
            ("2024-01-01", false),
            ("", false),
        ] {
            assert_eq!(found(text.as_bytes(), today), expected, "{text}");
        }
    }

    #[test]
    fn an_interim_number_is_found_in_either_case() {
        let today = Day::from_parts(2026, 11, 22).unwrap();
        let check = |letter: char| (0..10).map(move |last| format!("20150101-{letter}39{last}"));
        let upper = check('T').filter(|text| found(text.as_bytes(), today)).count();
        let lower = check('t').filter(|text| found(text.as_bytes(), today)).count();
        assert!(upper > 0);
        assert_eq!(upper, lower);
    }

    #[test]
    fn half_of_what_is_filled_is_too_much() {
        let today = Day::from_parts(2026, 11, 22).unwrap();
        let mut shares = Shares::default();
        assert!(shares.figure(0, b"201501012395", today));
        assert!(!shares.figure(0, b"1501012395", today));
        for _ in 0..9 {
            assert!(!shares.figure(0, b"", today));
        }
        assert_eq!(shares.suspect(), Some(0));
        for _ in 0..2 {
            shares.other(1, b"12", today);
            shares.figure(0, b"12", today);
        }
        assert_eq!(shares.suspect(), None);
    }
}
