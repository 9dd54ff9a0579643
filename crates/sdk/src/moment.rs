//! Moments as messages write them: UTC, three decimals, `Z`. The shipped rules refuse a moment without a fraction, the
//! specification's own example included.

use domain::moment::Moment;
use jiff::Timestamp;

/// `2027-01-11T08:00:00.000Z`.
pub fn written(moment: Moment) -> String {
    Timestamp::from_microsecond(moment.microseconds())
        .unwrap_or_default()
        .strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
        .to_string()
}

/// Any moment with a zone. What is finer than a microsecond is cut off.
pub fn parse(text: &str) -> Option<Moment> {
    text.parse::<Timestamp>().ok().map(|moment| Moment::from_microseconds(moment.as_microsecond()))
}

/// The pattern of the shipped rules: UTC, one to three decimals, `Z`.
pub(crate) fn parse_strictly(text: &str) -> Option<Moment> {
    let (whole, fraction) = text.strip_suffix('Z')?.split_once('.')?;
    let short = (1..=3).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let plain = whole.len() == 19 && whole.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b':' | b'T'));
    if short && plain { parse(text) } else { None }
}
