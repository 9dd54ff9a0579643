//! A number as people write it: spaces, separators, an interim letter, or characters that only their issuer can read.

use super::Defect;

/// Longer than any number with its spaces; anything longer is refused unread.
const WRITTEN_MAX: usize = 40;
const OPAQUE_MIN: usize = 4;
const OPAQUE_MAX: usize = 20;
/// Letters that stand for the first digit of the serial in an interim number. Source: personnummer/meta 3.1.
const INTERIM_LETTERS: [char; 11] = ['T', 'R', 'S', 'U', 'W', 'X', 'J', 'K', 'L', 'M', 'N'];

/// Ten or twelve characters, all digits but perhaps an interim letter, and the separator between them.
pub(super) struct Written {
    pub(super) digits: Vec<char>,
    pub(super) sign: Sign,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Absent,
    Minus,
    Plus,
}

impl Written {
    pub(super) fn read(written: &str) -> Result<Self, Defect> {
        if written.chars().nth(WRITTEN_MAX).is_some() {
            return Err(Defect::Length { found: written.chars().count() });
        }
        let leading = written.chars().take_while(|each| each.is_whitespace()).count();
        let mut digits: Vec<(usize, char)> = Vec::new();
        let mut separator: Option<(usize, usize, Sign)> = None;
        let mut gap: Option<usize> = None;
        for (index, each) in written.trim().chars().enumerate() {
            let at = leading + index + 1;
            let sign = sign(each);
            let after_separator = separator.is_some_and(|(_, place, _)| place == digits.len());
            if sign != Sign::Absent {
                if separator.is_some() {
                    return Err(Defect::Separator { at });
                }
                separator = Some((at, digits.len(), sign));
                gap = None;
            } else if each.is_whitespace() {
                gap = if after_separator { None } else { gap.or(Some(at)) };
            } else if let Some(at) = gap {
                return Err(Defect::Separator { at });
            } else {
                digits.push((at, each.to_ascii_uppercase()));
            }
        }
        Self::checked(&digits, separator)
    }

    fn checked(digits: &[(usize, char)], separator: Option<(usize, usize, Sign)>) -> Result<Self, Defect> {
        let found = digits.len();
        for (index, (at, each)) in digits.iter().enumerate() {
            let interim = index + 4 == found && matches!(found, 10 | 12) && INTERIM_LETTERS.contains(each);
            if !each.is_ascii_digit() && !interim {
                return Err(Defect::Character { at: *at });
            }
        }
        match (found, separator) {
            (0, _) => Err(Defect::Empty),
            (10 | 12, Some((at, place, _))) if place + 4 != found => Err(Defect::Separator { at }),
            (10 | 12, _) => Ok(Self {
                digits: digits.iter().map(|(_, each)| *each).collect(),
                sign: separator.map_or(Sign::Absent, |(_, _, sign)| sign),
            }),
            _ => Err(Defect::Length { found }),
        }
    }
}

/// Word processors turn hyphens into dashes; all of them are a minus here.
fn sign(each: char) -> Sign {
    match each {
        '-' | '\u{2010}'..='\u{2014}' | '\u{2212}' => Sign::Minus,
        '+' => Sign::Plus,
        _ => Sign::Absent,
    }
}

pub(super) fn opaque(written: &str) -> Result<String, Defect> {
    let mut text = String::new();
    for (index, each) in written.chars().enumerate() {
        match each.to_ascii_uppercase() {
            _ if text.len() > OPAQUE_MAX || index > WRITTEN_MAX => break,
            each if each.is_ascii_alphanumeric() => text.push(each),
            each if each.is_whitespace() || sign(each) == Sign::Minus => (),
            _ => return Err(Defect::Character { at: index + 1 }),
        }
    }
    match text.len() {
        0 => Err(Defect::Empty),
        OPAQUE_MIN..=OPAQUE_MAX => Ok(text),
        found => Err(Defect::Length { found }),
    }
}
