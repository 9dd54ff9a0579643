//! The days on which Swedish offices are closed besides weekends: public holidays (lag 1989:253 *om allmänna helgdagar*)
//! and the three eves of lag 1930:173 *om beräkning av lagstadgad tid*, 2 §.

use jiff::civil::Weekday;

use crate::moment::Day;

/// A day on which Swedish offices are closed besides ordinary weekends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// *Nyårsdagen*
    NewYearsDay,
    /// *Trettondedag jul*
    Epiphany,
    /// *Långfredagen*
    GoodFriday,
    /// *Påskdagen*
    EasterSunday,
    /// *Annandag påsk*
    EasterMonday,
    /// *Första maj*
    MayDay,
    /// *Kristi himmelsfärdsdag*
    AscensionDay,
    /// *Pingstdagen*
    WhitSunday,
    /// *Sveriges nationaldag*
    NationalDay,
    /// *Midsommarafton*, by lag 1930:173
    MidsummerEve,
    /// *Midsommardagen*
    MidsummerDay,
    /// *Alla helgons dag*
    AllSaintsDay,
    /// *Julafton*, by lag 1930:173
    ChristmasEve,
    /// *Juldagen*
    ChristmasDay,
    /// *Annandag jul*
    BoxingDay,
    /// *Nyårsafton*, by lag 1930:173
    NewYearsEve,
}

/// Which holiday a day is, if any.
pub fn holiday(day: Day) -> Option<Holiday> {
    let date = day.date();
    let saturday = date.weekday() == Weekday::Saturday;
    let friday = date.weekday() == Weekday::Friday;
    let fixed = match (date.month(), date.day()) {
        (1, 1) => Some(Holiday::NewYearsDay),
        (1, 6) => Some(Holiday::Epiphany),
        (5, 1) => Some(Holiday::MayDay),
        (6, 6) => Some(Holiday::NationalDay),
        (6, 19..=25) if friday => Some(Holiday::MidsummerEve),
        (6, 20..=26) if saturday => Some(Holiday::MidsummerDay),
        (10, 31) | (11, 1..=6) if saturday => Some(Holiday::AllSaintsDay),
        (12, 24) => Some(Holiday::ChristmasEve),
        (12, 25) => Some(Holiday::ChristmasDay),
        (12, 26) => Some(Holiday::BoxingDay),
        (12, 31) => Some(Holiday::NewYearsEve),
        _ => None,
    };
    fixed.or_else(|| match day.days_since(easter_sunday(date.year())?) {
        -2 => Some(Holiday::GoodFriday),
        0 => Some(Holiday::EasterSunday),
        1 => Some(Holiday::EasterMonday),
        39 => Some(Holiday::AscensionDay),
        49 => Some(Holiday::WhitSunday),
        _ => None,
    })
}

/// Easter Sunday of a year in the Gregorian calendar, by the anonymous computation of 1876 (Meeus, *Astronomical
/// Algorithms*, chapter 8).
pub fn easter_sunday(year: i16) -> Option<Day> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    Day::from_parts(i16::try_from(year).ok()?, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?)
}
