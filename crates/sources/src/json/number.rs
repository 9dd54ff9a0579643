//! Numbers of JSON, quickly and exactly.

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];
/// Whole numbers below this are doubles without loss.
const EXACT_MAX: u64 = 1 << 53;
/// More digits than this may not fit 64 bits.
const DIGITS_MAX: usize = 18;

/// Reads the number that the bytes begin with: its value and its length. `None` when they begin with no number of JSON's
/// grammar, or with one that no double holds.
///
/// A mantissa below 2^53 with a power of ten up to 22 is one exact operation; anything else goes to the standard library.
pub fn number(bytes: &[u8]) -> Option<(f64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let whole = digits(bytes.get(start..)?);
    if whole.count == 0 || (whole.count > 1 && bytes.get(start) == Some(&b'0')) {
        return None;
    }
    let mut at = start + whole.count;
    let mut mantissa = whole.value;
    let mut count = whole.count;
    let mut power: i32 = 0;
    if bytes.get(at) == Some(&b'.') {
        let part = digits_onto(mantissa, bytes.get(at + 1..)?);
        if part.count == 0 {
            return None;
        }
        at += 1 + part.count;
        mantissa = part.value;
        count += part.count;
        power = -i32::try_from(part.count).ok()?;
    }
    let mut plain = true;
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(bytes.get(at + 1 + sign..)?);
        if exponent.count == 0 {
            return None;
        }
        at += 1 + sign + exponent.count;
        plain = false;
    }
    let divisor = POWERS.get(power.unsigned_abs() as usize);
    if let (true, Some(divisor)) = (plain && count <= DIGITS_MAX && mantissa < EXACT_MAX, divisor) {
        #[expect(clippy::cast_precision_loss, reason = "below 2^53, so nothing is lost")]
        let value = mantissa as f64 / divisor;
        return Some((if negative { -value } else { value }, at));
    }
    let value: f64 = std::str::from_utf8(bytes.get(..at)?).ok()?.parse().ok()?;
    value.is_finite().then_some((value, at))
}

struct Digits {
    value: u64,
    count: usize,
}

fn digits(bytes: &[u8]) -> Digits {
    digits_onto(0, bytes)
}

/// Reads digits behind those already read. The value is wrong, without harm, once there are more than 64 bits hold.
fn digits_onto(start: u64, bytes: &[u8]) -> Digits {
    let (mut value, mut count) = (start, 0);
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        count += 1;
    }
    Digits { value, count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_the_standard_library_says() {
        for text in [
            "0",
            "-0",
            "7",
            "-12",
            "83.09",
            "0.1",
            "1e3",
            "1.5E-7",
            "9007199254740993",
            "123456789012345678901234567890",
            "0.000000000000000000000000123",
            "5e-324",
            "179769313486231570000000000000.5",
        ] {
            let (value, length) = number(text.as_bytes()).unwrap();
            assert_eq!((value.to_bits(), length), (text.parse::<f64>().unwrap().to_bits(), text.len()), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", "01", "1.", ".5", "1e", "1e+", "1e999", "x", "+1"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }
}
