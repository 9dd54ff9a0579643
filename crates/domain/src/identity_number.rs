//! Identity numbers as people write them: personal, coordination, interim and reserve numbers. A number is an attribute
//! of a child, never a key, and it is never printed in a log: `Debug` shows its kind only. Source: dossier 2.4; FBL
//! (1991:481) 18 §; lag (2022:1697) *om samordningsnummer*.
//!
//! The check digit covers the last ten digits, so a wrong century is caught only when it gives an impossible year.
//! The date part may be a neighbouring day when numbers have run out (FBL 18 §): what depends on age asks the birth
//! date that is stored on its own.

use std::fmt;

use crate::moment::Day;

/// Longer than any number with its spaces; anything longer is refused unread.
const WRITTEN_MAX: usize = 40;
const OPAQUE_MIN: usize = 4;
const OPAQUE_MAX: usize = 20;
/// The first year that occurs in the population register's test series is 1890; nobody alive is older.
const FIRST_YEAR: i16 = 1880;
/// Letters that stand for the first digit of the serial in an interim number. Source: personnummer/meta 3.1.
const INTERIM_LETTERS: [char; 11] = ['T', 'R', 'S', 'U', 'W', 'X', 'J', 'K', 'L', 'M', 'N'];

/// What kind of number identifies the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// *Personnummer*
    Personal,
    /// *Samordningsnummer*: day of birth plus sixty.
    Coordination,
    /// *T-nummer*: given by a school or care provider while waiting for a real one.
    Interim,
    /// *Nationellt reservnummer*
    NationalReserve,
    /// *Regionalt reservnummer*, in a format of the region's own.
    RegionalReserve,
    /// *LMA-nummer*: the card of someone who seeks asylum.
    Lma,
    /// No number is known.
    None,
}

impl Kind {
    /// How sure an identity is when all that is known is such a number. A proof seen by staff may raise it.
    pub const fn assurance(self) -> Assurance {
        match self {
            Self::Personal => Assurance::Proven,
            Self::Lma => Assurance::Probable,
            Self::Coordination | Self::Interim | Self::NationalReserve | Self::RegionalReserve | Self::None => {
                Assurance::Uncertain
            }
        }
    }
}

/// How well an identity is shown (*styrkt, sannolik, osäker*). Source: lag (2022:1697).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assurance {
    /// Not shown.
    Uncertain,
    /// Made probable.
    Probable,
    /// Proven.
    Proven,
}

/// The legal sex that the ninth digit says. Not how the child wishes to be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SexDigit {
    /// An even digit.
    Female,
    /// An odd digit.
    Male,
}

/// What is wrong with a number. Never contains any part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// Nothing is written.
    #[error("nothing is written")]
    Empty,
    /// Too few or too many digits.
    #[error("ten or twelve digits are needed, {found} characters found")]
    Length {
        /// How many there were, separator and surrounding spaces left out.
        found: usize,
    },
    /// A character that does not belong there.
    #[error("character {at} does not belong there")]
    Character {
        /// Its place in what was written, counted from 1.
        at: usize,
    },
    /// A separator in the wrong place, a second one, or a space in its place.
    #[error("character {at} is not a separator in its place")]
    Separator {
        /// Its place in what was written, counted from 1.
        at: usize,
    },
    /// A year that no living person was born in, or a plus sign before the age of a hundred.
    #[error("the century cannot be right")]
    Century,
    /// No such month.
    #[error("there is no such month")]
    Month,
    /// No such day in that month.
    #[error("there is no such day in that month")]
    Day,
    /// Born after today.
    #[error("the date is in the future")]
    Future,
    /// The three digits before the check digit are never 000.
    #[error("no number has this serial")]
    Serial,
    /// The check digit does not agree with the others: a digit is wrong, or two have changed places.
    #[error("the check digit does not agree with the other digits")]
    CheckDigit {
        /// What the number would have been.
        kind: Kind,
    },
    /// A valid number of an organisation, not of a person.
    #[error("that is an organisation number")]
    OrganisationNumber,
    /// A reserve number has a letter; digits alone are a personal or coordination number.
    #[error("a reserve number has a letter")]
    NotReserve,
}

/// A number that identifies a child, checked as far as its kind can be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityNumber {
    kind: Kind,
    /// Twelve characters for the kinds with a date, upper-case letters and digits for the others.
    text: String,
    /// The region whose format it is; empty for all but regional reserve numbers.
    region: String,
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IdentityNumber({:?}, redacted)", self.kind)
    }
}

impl IdentityNumber {
    /// Reads a personal, coordination or interim number with ten or twelve digits. `today` gives the century of ten:
    /// `-`, or nothing, is the last hundred years; `+` the hundred before. Spaces are allowed around the number and
    /// around the separator, not in its place.
    pub fn parse(written: &str, today: Day) -> Result<Self, Defect> {
        let Written { digits, sign } = Written::read(written)?;
        if is_organisation_number(&digits) {
            return Err(Defect::OrganisationNumber);
        }
        let year = year(&digits, sign, today)?;
        let ten = digits.get(digits.len().saturating_sub(10)..).unwrap_or_default();
        let letter = ten.get(6).is_some_and(|digit| !digit.is_ascii_digit());
        let (month, day) = (pair(ten, 2), pair(ten, 4));
        let kind = match (letter, day > 59) {
            (true, _) => Kind::Interim,
            (false, true) => Kind::Coordination,
            (false, false) => Kind::Personal,
        };
        check_date(kind, year, month, day, today)?;
        if ten.get(6..9) == Some(&['0', '0', '0']) {
            return Err(Defect::Serial);
        }
        if !luhn_holds(ten) {
            return Err(Defect::CheckDigit { kind });
        }
        let text = format!("{:02}{}", year / 100, ten.iter().collect::<String>());
        Ok(Self { kind, text, region: String::new() })
    }

    /// A national reserve number: twelve characters with a letter among them, otherwise opaque.
    pub fn national_reserve(written: &str) -> Result<Self, Defect> {
        let text = opaque(written)?;
        match text.len() {
            12 if text.chars().any(|each| each.is_ascii_uppercase()) => {
                Ok(Self { kind: Kind::NationalReserve, text, region: String::new() })
            }
            12 => Err(Defect::NotReserve),
            found => Err(Defect::Length { found }),
        }
    }

    /// A reserve number in the format of a region, which only the region can check. `region` is the region's short name
    /// in the settings; the same characters in two regions are two numbers.
    pub fn regional_reserve(region: &str, written: &str) -> Result<Self, Defect> {
        Ok(Self { kind: Kind::RegionalReserve, text: opaque(written)?, region: opaque(region)? })
    }

    /// The number of an asylum seeker's card, opaque.
    pub fn lma(written: &str) -> Result<Self, Defect> {
        Ok(Self { kind: Kind::Lma, text: opaque(written)?, region: String::new() })
    }

    /// No number is known, yet. A real one is linked later, never merged silently.
    pub const fn none() -> Self {
        Self { kind: Kind::None, text: String::new(), region: String::new() }
    }

    /// What kind of number it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// One text for one number however it was written, for the blind index and for sealing; `None` without a number.
    pub fn normal_form(&self) -> Option<String> {
        match self.kind {
            Kind::Personal | Kind::Coordination | Kind::Interim => Some(self.text.clone()),
            Kind::NationalReserve => Some(format!("reserve:{}", self.text)),
            Kind::RegionalReserve => Some(format!("reserve:{}:{}", self.region, self.text)),
            Kind::Lma => Some(format!("lma:{}", self.text)),
            Kind::None => None,
        }
    }

    /// Reads what [`Self::normal_form`] wrote. Numbers with a date are checked again, as on the day they were stored.
    pub fn from_normal_form(text: &str, today: Day) -> Result<Self, Defect> {
        match text.split_once(':') {
            None => Self::parse(text, today),
            Some(("lma", number)) => Self::lma(number),
            Some(("reserve", rest)) => match rest.split_once(':') {
                Some((region, number)) => Self::regional_reserve(region, number),
                None => Self::national_reserve(rest),
            },
            Some((prefix, _)) => Err(Defect::Character { at: prefix.chars().count() + 1 }),
        }
    }

    /// As it is written on paper, with all digits: `20150101-2380`, with `+` from the year the person turns a hundred.
    /// Empty without a number.
    pub fn written(&self, today: Day) -> String {
        match (self.kind, self.text.split_at_checked(8)) {
            (Kind::Personal | Kind::Coordination | Kind::Interim, Some((date, serial))) => {
                let hundred = self.year().is_some_and(|year| today.date().year() - year >= 100);
                format!("{date}{}{serial}", if hundred { '+' } else { '-' })
            }
            _ => self.text.clone(),
        }
    }

    /// The legal sex its digit says, for the kinds that have one.
    pub fn sex_digit(&self) -> Option<SexDigit> {
        let digit = self.dated()?.chars().nth(10)?.to_digit(10)?;
        Some(if digit % 2 == 0 { SexDigit::Female } else { SexDigit::Male })
    }

    /// The date in the number, if it has a whole one. May be a day or so from the birth date (FBL 18 §): fills in a form,
    /// decides no right.
    pub fn printed_date(&self) -> Option<Day> {
        let digits: Vec<char> = self.dated()?.chars().collect();
        let (month, day) = (pair(&digits, 4), pair(&digits, 6));
        Day::from_parts(self.year()?, i8::try_from(month).ok()?, i8::try_from(day % 60).ok()?)
    }

    fn year(&self) -> Option<i16> {
        self.dated()?.get(..4)?.parse().ok()
    }

    fn dated(&self) -> Option<&str> {
        match self.kind {
            Kind::Personal | Kind::Coordination | Kind::Interim => Some(&self.text),
            Kind::NationalReserve | Kind::RegionalReserve | Kind::Lma | Kind::None => None,
        }
    }
}

/// Ten or twelve characters, all digits but perhaps an interim letter, and the separator between them.
struct Written {
    digits: Vec<char>,
    sign: Sign,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Absent,
    Minus,
    Plus,
}

impl Written {
    fn read(written: &str) -> Result<Self, Defect> {
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

/// Two digits as a number; 0 where there are none, which `Written` has ruled out.
fn pair(digits: &[char], start: usize) -> u8 {
    let value = |index: usize| digits.get(index).and_then(|digit| digit.to_digit(10)).unwrap_or(0);
    u8::try_from(value(start) * 10 + value(start + 1)).unwrap_or(0)
}

fn year(digits: &[char], sign: Sign, today: Day) -> Result<i16, Defect> {
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
fn check_date(kind: Kind, year: i16, month: u8, day: u8, today: Day) -> Result<(), Defect> {
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
fn luhn_holds(ten: &[char]) -> bool {
    let sum: u32 = ten
        .iter()
        .map(|each| each.to_digit(10).unwrap_or(1))
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| (digit * weight) / 10 + (digit * weight) % 10)
        .sum();
    sum.is_multiple_of(10)
}

/// Organisations have 20 or more where people have the month, and 16 where people have the century.
fn is_organisation_number(digits: &[char]) -> bool {
    let (prefix, ten) = digits.split_at(digits.len().saturating_sub(10));
    let prefixed = prefix.is_empty() || prefix == ['1', '6'];
    prefixed && pair(ten, 2) >= 20 && ten.iter().all(char::is_ascii_digit) && luhn_holds(ten)
}

fn opaque(written: &str) -> Result<String, Defect> {
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
