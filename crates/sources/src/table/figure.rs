//! Figures as people write them: with a comma or a point, with spaces between the thousands, with a minus of any length, or a
//! mark where there is none.

use crate::json::parse_number;

/// No decimal sign has been met: a point is read as one, and a comma is not understood.
pub(super) const UNDECIDED: u8 = 0;

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

/// Powers of ten that a double holds exactly.
const POWERS: [f64; QUICK_MAX] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14];
/// So many digits make a number that a double holds exactly.
const QUICK_MAX: usize = 15;

/// Reads a field of figures.
pub(super) fn read(field: &[u8], decimal: u8) -> Written {
    if let Some(figure) = quick(field, decimal) {
        return Written::Figure(figure);
    }
    let field = field.trim_ascii();
    if let Some((value, length)) = parse_number(field)
        && length == field.len()
        && (matches!(decimal, b'.' | UNDECIDED) || !field.contains(&b'.'))
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
    // No mark begins with a digit.
    if !text.starts_with(|first: char| first.is_ascii_digit()) && is_mark(text) {
        return Written::Mark(text.to_owned());
    }
    plain(text, decimal).map_or(Written::Other, Written::Figure)
}

/// Reads a short number that is written plainly: one division of two numbers that are exact. Of anything else nothing is said.
pub(super) fn quick(field: &[u8], decimal: u8) -> Option<f64> {
    let (negative, number) = match field {
        [b'-', number @ ..] => (true, number),
        number => (false, number),
    };
    if number.is_empty() || number.len() > QUICK_MAX {
        return None;
    }
    let sign = if decimal == UNDECIDED { b'.' } else { decimal };
    let mut mantissa = 0_u64;
    let mut decimals = None;
    for (left, byte) in (0..number.len()).rev().zip(number) {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa * 10 + u64::from(digit);
        } else if *byte == sign && decimals.is_none() && left > 0 && left + 1 < number.len() {
            decimals = Some(left);
        } else {
            return None;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits at most, so nothing is lost")]
    let mantissa = if negative { -(mantissa as f64) } else { mantissa as f64 };
    match decimals {
        None => Some(mantissa),
        Some(decimals) => POWERS.get(decimals).map(|power| mantissa / power),
    }
}

/// Whether a mark says that there is nought by nature.
pub(super) fn is_nil(mark: &str) -> bool {
    matches!(mark, "-" | "–")
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

/// Makes the number plain: the signs between its thousands away, the decimal sign a point, the sign a hyphen, a per cent sign away.
/// A sign that could be either is not guessed at: what parts thousands has exactly three digits after it each time.
fn plain(text: &str, decimal: u8) -> Option<f64> {
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let (sign, digits) = match text.strip_prefix(['-', '−', '–']) {
        Some(digits) => ("-", digits.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (number, exponent) = match digits.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (digits, None),
    };
    let point = if decimal == UNDECIDED { b'.' } else { decimal };
    let (whole, part) = match number.split_once(char::from(point)) {
        Some((whole, part)) if is_digits(part) => (whole, part),
        Some(_) => return None,
        None if number.is_empty() => return None,
        None => (number, "0"),
    };
    let whole = if whole.is_empty() { "0".to_owned() } else { ungrouped(whole, decimal)? };
    let exponent = exponent.unwrap_or("0");
    format!("{sign}{whole}.{part}e{exponent}").parse().ok().filter(|value: &f64| value.is_finite())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of a whole number, whose thousands may be parted by one kind of sign: one to three digits first, then three each.
fn ungrouped(whole: &str, decimal: u8) -> Option<String> {
    let Some(sign) = whole.chars().find(|letter| !letter.is_ascii_digit()) else { return Some(whole.to_owned()) };
    let parts_thousands = match sign {
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' => true,
        ',' | '.' => decimal != UNDECIDED && sign != char::from(decimal),
        _ => false,
    };
    let mut groups = whole.split(sign);
    let first = groups.next().filter(|first| is_digits(first) && first.len() <= 3 && !first.starts_with('0'))?;
    let rest: Vec<&str> = groups.collect();
    let three = rest.iter().all(|group| group.len() == 3 && is_digits(group));
    (parts_thousands && three).then(|| format!("{first}{}", rest.concat()))
}

/// The decimal sign of these fields. A field votes when it is a figure with the one sign and none with the other; one that could be
/// both, `1,234`, is asked only where none of those is. A mark, a date and a name are no figures, so they have no vote.
pub(super) fn decimal_of<'a>(fields: impl Iterator<Item = &'a [u8]>) -> u8 {
    let (mut commas, mut points) = ((0, 0), (0, 0));
    for field in fields {
        let Some(text) = std::str::from_utf8(field).ok().map(str::trim) else { continue };
        let (comma, point) = (plain(text, b',').is_some(), plain(text, b'.').is_some());
        match (comma, point) {
            (true, false) => commas.0 += 1,
            (false, true) => points.0 += 1,
            (true, true) if text.contains(',') => commas.1 += 1,
            (true, true) if text.contains('.') => points.1 += 1,
            (true, true) | (false, false) => {}
        }
    }
    let sure = (commas.0, points.0);
    let (commas, points) = if sure == (0, 0) { (commas.1, points.1) } else { sure };
    match commas.cmp(&points) {
        std::cmp::Ordering::Greater => b',',
        std::cmp::Ordering::Less => b'.',
        std::cmp::Ordering::Equal => UNDECIDED,
    }
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
            // What parts thousands stands before three digits, and nothing else is passed over.
            ("80,1", b'.', Written::Other),
            ("80,1", UNDECIDED, Written::Other),
            ("1,234", UNDECIDED, Written::Other),
            ("80.1", UNDECIDED, Written::Figure(80.1)),
            ("80.1", b',', Written::Other),
            ("12.5", b',', Written::Other),
            ("83,1 2", b',', Written::Other),
            ("1 23", b',', Written::Other),
            ("1 234 567", b'.', Written::Figure(1_234_567.0)),
            ("1,234,567.5", b'.', Written::Figure(1_234_567.5)),
            ("1,2345", b'.', Written::Other),
            ("1.234.5", b',', Written::Other),
            ("1,5e3", b',', Written::Figure(1500.0)),
            ("30.4.2026", b',', Written::Other),
            ("5.", b'.', Written::Other),
            (".", b'.', Written::Mark(".".into())),
        ] {
            assert_eq!(read(text.as_bytes(), decimal), expected, "{text}");
        }
    }

    #[test]
    fn the_quick_way_reads_what_the_standard_library_reads() {
        for text in [
            "0",
            "-0",
            "7",
            "007",
            "-12.5",
            "0.1",
            "00.30",
            "123456789012345",
            "-1234567.8901234",
            "0.0000000000001",
            "9999999999.9999",
            "9.9999999999999",
        ] {
            for (decimal, text) in
                [(b'.', text.to_owned()), (UNDECIDED, text.to_owned()), (b',', text.replace('.', ","))]
            {
                let expected: f64 = text.replace(',', ".").parse().unwrap();
                let found = quick(text.as_bytes(), decimal);
                assert_eq!(found.map(f64::to_bits), Some(expected.to_bits()), "{text}");
                assert_eq!(read(text.as_bytes(), decimal), Written::Figure(expected), "{text}");
            }
        }
        for text in ["", "-", ".", "-.", ".5", "5.", "1.2.3", "--1", "+1", "1e3", "1 000", "1,5", "1234567890123456"] {
            assert_eq!(quick(text.as_bytes(), b'.'), None, "{text}");
        }
    }

    #[test]
    fn the_decimal_sign_is_found_out() {
        let of = |fields: &[&str]| decimal_of(fields.iter().map(|field| field.as_bytes()));
        assert_eq!(of(&["1,5", "2"]), b',');
        assert_eq!(of(&["1.5", "2"]), b'.');
        assert_eq!(of(&["1.234,5"]), b',');
        assert_eq!(of(&["1.234", "0.5"]), b'.');
        assert_eq!(of(&["1.234.567", "2"]), b',');
        assert_eq!(of(&["1.234", "80,1"]), b',');
        assert_eq!(of(&["80,1", "..", ".", "30.4.2026", "-"]), b',');
        for none in ["Halmstad, Kungsbacka", "..", ".", "30.4.2026", "12", "2024-01-01"] {
            assert_eq!(of(&[none]), UNDECIDED, "{none}");
        }
    }
}
