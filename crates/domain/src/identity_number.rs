//! Identity numbers as people write them: personal, coordination, interim and reserve numbers. A number is an attribute
//! of a child, never a key, and it is never printed in a log: `Debug` shows its kind only. Source: dossier 2.4; FBL
//! (1991:481) 18 §; lag (2022:1697) *om samordningsnummer*.
//!
//! The check digit covers the last ten digits, so a wrong century is caught only when it gives an impossible year.
//! The date part may be a neighbouring day when numbers have run out (FBL 18 §): what depends on age asks the birth
//! date that is stored on its own.

mod defect;
mod digits;
mod written;

use std::fmt;

pub use defect::Defect;
use digits::{check_date, is_organisation_number, luhn_holds, pair, year};
use written::{Written, opaque};

use crate::moment::Day;

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
