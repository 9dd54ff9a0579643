//! What the digits of a number say of themselves: century, date, check digit, and whether an organisation has them.

use super::written::Sign;
use super::{Defect, Kind};
use crate::moment::Day;

/// The first year that occurs in the population register's test series is 1890; nobody alive is older.
const FIRST_YEAR: i16 = 1880;

/// Two digits as a number; 0 where there are none, which `Written` has ruled out.
pub(super) fn pair(digits: &[char], start: usize) -> u8 {
    let value = |index: usize| digits.get(index).and_then(|digit| digit.to_digit(10)).unwrap_or(0);
    u8::try_from(value(start) * 10 + value(start + 1)).unwrap_or(0)
}

pub(super) fn year(digits: &[char], sign: Sign, today: Day) -> Result<i16, Defect> {
    let this_year = today.date().year();
    let year = if digits.len() == 12 {
        i16::from(pair(digits, 0)) * 100 + i16::from(pair(digits, 2))
    } else {
        let latest = this_year - (this_year - i16::from(pair(digits, 0))).rem_euclid(100);
        if sign == Sign::Plus { latest - 100 } else { latest }
    };
    if year < FIRST_YEAR || (sign == Sign::Plus && this_year - year < 100) {
        return Err(Defect::Century);
    }
    Ok(year)
}

/// A coordination number may lack the month (00) and the day (60) when they are not known, and its day may be one that
/// the month does not have: the Tax Agency's own test series holds a 31 February.
pub(super) fn check_date(kind: Kind, year: i16, month: u8, day: u8, today: Day) -> Result<(), Defect> {
    let certain = kind != Kind::Coordination;
    let day = if certain { day } else { day.saturating_sub(60) };
    if month > 12 || (certain && month == 0) {
        return Err(Defect::Month);
    }
    match Day::from_parts(year, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0)) {
        Some(date) if date > today => Err(Defect::Future),
        None if certain || day > 31 => Err(Defect::Day),
        None if year > today.date().year() => Err(Defect::Future),
        Some(_) | None => Ok(()),
    }
}

/// Mod 10 with weights 2, 1, 2, …; an interim letter counts as 1.
pub(super) fn luhn_holds(ten: &[char]) -> bool {
    let sum: u32 = ten
        .iter()
        .map(|each| each.to_digit(10).unwrap_or(1))
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| (digit * weight) / 10 + (digit * weight) % 10)
        .sum();
    sum.is_multiple_of(10)
}

/// Organisations have 20 or more where people have the month, and 16 where people have the century.
pub(super) fn is_organisation_number(digits: &[char]) -> bool {
    let (prefix, ten) = digits.split_at(digits.len().saturating_sub(10));
    let prefixed = prefix.is_empty() || prefix == ['1', '6'];
    prefixed && pair(ten, 2) >= 20 && ten.iter().all(char::is_ascii_digit) && luhn_holds(ten)
}
