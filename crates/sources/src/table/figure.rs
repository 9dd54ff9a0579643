//! Figures as people write them: with a comma or a point, with spaces between the thousands, with a minus of any length, or a
//! mark where there is none.

use crate::json::parse_number;

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    /// A figure.
    Figure(f64),
    /// A mark that stands for an absent figure.
    Mark(String),
    /// Nothing.
    Nothing,
    /// Something else.
    Other,
}

/// Reads a field of figures.
pub(super) fn read(field: &[u8], decimal: u8) -> Written {
    let field = field.trim_ascii();
    if let Some((value, length)) = parse_number(field)
        && length == field.len()
        && (decimal == b'.' || !field.contains(&b'.'))
    {
        return Written::Figure(value);
    }
    if field.is_empty() {
        return Written::Nothing;
    }
    let Ok(text) = std::str::from_utf8(field) else { return Written::Other };
    let text = text.trim();
    if text.is_empty() {
        return Written::Nothing;
    }
    if is_mark(text) {
        return Written::Mark(text.to_owned());
    }
    plain(text, decimal).map_or(Written::Other, Written::Figure)
}

fn is_mark(text: &str) -> bool {
    let known = [
        "..",
        ".",
        "...",
        "-",
        "–",
        "x",
        "xx",
        "c",
        "s",
        "*",
        "na",
        "n/a",
        "nan",
        "null",
        "z",
        ".. suppressed",
        "suppressed",
        "sekretess",
        "missing",
        "uppgift saknas",
        "saknas",
        "ej relevant",
        "not applicable",
        "not published",
        "#saknas!",
        "#n/a",
    ];
    known.contains(&text.to_lowercase().as_str())
}

/// Makes the number plain: spaces away, the decimal sign a point, the sign a hyphen, a per cent sign away.
fn plain(text: &str, decimal: u8) -> Option<f64> {
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let mut plain = String::with_capacity(text.len());
    let mut points = 0;
    for (at, letter) in text.chars().enumerate() {
        match letter {
            '0'..='9' => plain.push(letter),
            '-' | '−' | '–' if at == 0 => plain.push('-'),
            '+' if at == 0 => {}
            // Spaces part thousands, and so does the other sign.
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' => {}
            ',' | '.' if letter != char::from(decimal) => {}
            ',' | '.' => {
                plain.push('.');
                points += 1;
            }
            'e' | 'E' => plain.push('e'),
            _ => return None,
        }
    }
    let plain = plain.strip_prefix("-.").map_or(plain.clone(), |rest| format!("-0.{rest}"));
    let plain = plain.strip_prefix('.').map_or(plain.clone(), |rest| format!("0.{rest}"));
    if points > 1 {
        return None;
    }
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Whether a decimal comma is used in these fields: digits after a comma and none after a point.
pub(super) fn decimal_of<'a>(fields: impl Iterator<Item = &'a [u8]>) -> u8 {
    let (mut commas, mut points) = (0, 0);
    for field in fields {
        let field = field.trim_ascii();
        let digits = field.iter().all(|byte| byte.is_ascii_digit() || b"-+ ,.%\xc2\xa0".contains(byte));
        if !digits {
            continue;
        }
        let after = |sign: u8| field.iter().rposition(|byte| *byte == sign);
        match (after(b','), after(b'.')) {
            (Some(comma), Some(point)) if comma > point => commas += 1,
            (Some(_), None) => commas += 1,
            (_, Some(_)) => points += 1,
            (None, None) => {}
        }
    }
    if commas > points { b',' } else { b'.' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_write_them() {
        for (text, decimal, expected) in [
            ("83.09", b'.', Written::Figure(83.09)),
            ("83,09", b',', Written::Figure(83.09)),
            ("1 234,5", b',', Written::Figure(1234.5)),
            ("1\u{a0}234", b',', Written::Figure(1234.0)),
            ("1.234,5", b',', Written::Figure(1234.5)),
            ("1.234", b',', Written::Figure(1234.0)),
            ("−3,5", b',', Written::Figure(-3.5)),
            ("12,5 %", b',', Written::Figure(12.5)),
            (",5", b',', Written::Figure(0.5)),
            ("..", b',', Written::Mark("..".into())),
            ("-", b',', Written::Mark("-".into())),
            ("", b',', Written::Nothing),
            ("  ", b'.', Written::Nothing),
            ("tolv", b',', Written::Other),
            ("1,2,3", b',', Written::Other),
            ("1e999", b'.', Written::Other),
        ] {
            assert_eq!(read(text.as_bytes(), decimal), expected, "{text}");
        }
    }

    #[test]
    fn the_decimal_sign_is_found_out() {
        let of = |fields: &[&str]| decimal_of(fields.iter().map(|field| field.as_bytes()));
        assert_eq!(of(&["1,5", "2"]), b',');
        assert_eq!(of(&["1.5", "2"]), b'.');
        assert_eq!(of(&["1.234,5"]), b',');
        assert_eq!(of(&["Halmstad, Kungsbacka"]), b'.');
    }
}
