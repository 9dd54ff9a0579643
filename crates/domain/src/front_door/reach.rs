//! How somebody who asked for help wants to hear back, and what may be left where others could see it.

use thiserror::Error;

use crate::front_door::text::Line;

/// A telephone number in international form (E.164): `+46701234567`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Telephone(String);

/// The most digits in an international number, country included (ITU-T E.164).
const INTERNATIONAL_DIGITS_MAX: usize = 15;
/// The fewest digits in an international number that are taken; shorter ones are not reachable from abroad.
const INTERNATIONAL_DIGITS_MIN: usize = 8;
/// The fewest digits of a Swedish number after its leading zero (*PTS nummerplan*).
const SWEDISH_DIGITS_MIN: usize = 7;
/// The most digits of a Swedish number after its leading zero (*PTS nummerplan*).
const SWEDISH_DIGITS_MAX: usize = 9;
/// Longer texts are not telephone numbers, whatever they hold.
const WRITTEN_MAX: usize = 40;

impl Telephone {
    /// Reads a number as people write it: `070-123 45 67`, `+46 (0)70 123 45 67`, `0046…`, `+45 12 34 56 78`. Short
    /// numbers such as 112 cannot be called back and are refused.
    pub fn parse(text: &str) -> Result<Self, TelephoneFault> {
        if text.chars().count() > WRITTEN_MAX {
            return Err(TelephoneFault::Length);
        }
        let (international, digits) = Self::read(text)?;
        let written_abroad = if international { Some(digits.as_str()) } else { digits.strip_prefix("00") };
        match written_abroad {
            Some(number) => Self::international(number),
            None => Self::swedish(digits.strip_prefix('0').ok_or(TelephoneFault::AreaCode)?),
        }
    }

    /// The digits, and whether a plus sign came first.
    fn read(text: &str) -> Result<(bool, String), TelephoneFault> {
        let text = text.trim();
        let (international, text) = text.strip_prefix('+').map_or((false, text), |rest| (true, rest));
        let mut digits = String::new();
        for character in text.chars() {
            match character {
                '0'..='9' => digits.push(character),
                ' ' | '\u{a0}' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '(' | ')' | '.' | '/' => {}
                _ => return Err(TelephoneFault::Character),
            }
        }
        if digits.is_empty() { Err(TelephoneFault::Length) } else { Ok((international, digits)) }
    }

    fn international(number: &str) -> Result<Self, TelephoneFault> {
        if let Some(rest) = number.strip_prefix("46") {
            return Self::swedish(rest.strip_prefix('0').unwrap_or(rest));
        }
        if number.starts_with('0') {
            return Err(TelephoneFault::AreaCode);
        }
        if (INTERNATIONAL_DIGITS_MIN..=INTERNATIONAL_DIGITS_MAX).contains(&number.len()) {
            Ok(Self(format!("+{number}")))
        } else {
            Err(TelephoneFault::Length)
        }
    }

    fn swedish(number: &str) -> Result<Self, TelephoneFault> {
        let mobile = is_mobile(number);
        if number.starts_with('0') {
            Err(TelephoneFault::AreaCode)
        } else if !(SWEDISH_DIGITS_MIN..=SWEDISH_DIGITS_MAX).contains(&number.len())
            || (mobile && number.len() != SWEDISH_DIGITS_MAX)
        {
            Err(TelephoneFault::Length)
        } else {
            Ok(Self(format!("+46{number}")))
        }
    }

    /// The number in international form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text message reaches it. Of numbers abroad nothing is known, and they are trusted.
    pub fn takes_messages(&self) -> Messages {
        match self.0.strip_prefix("+46") {
            Some(number) if !is_mobile(number) => Messages::NotTaken,
            Some(_) | None => Messages::Taken,
        }
    }
}

/// Swedish mobile numbers begin with 70, 72, 73, 76 or 79 (*PTS nummerplan*).
fn is_mobile(number: &str) -> bool {
    ["70", "72", "73", "76", "79"].iter().any(|prefix| number.starts_with(prefix))
}

impl std::fmt::Debug for Telephone {
    /// A number never reaches a log (style rule 32).
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Telephone(…)")
    }
}

/// Whether a number takes text messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Messages {
    /// It does, as far as is known.
    Taken,
    /// It is a Swedish fixed line.
    NotTaken,
}

/// Why a telephone number was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TelephoneFault {
    /// Something else than digits and separators.
    #[error("the number holds something else than digits")]
    Character,
    /// Too few or too many digits.
    #[error("the number has too few or too many digits")]
    Length,
    /// A Swedish number without its area code, or a zero too many.
    #[error("the number lacks its area code, or has a zero too many")]
    AreaCode,
    /// A text message cannot reach it.
    #[error("the number is a fixed line, which takes no text messages")]
    FixedLine,
}

impl TelephoneFault {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Character => "telephone_character",
            Self::Length => "telephone_length",
            Self::AreaCode => "telephone_area_code",
            Self::FixedLine => "telephone_fixed_line",
        }
    }
}

/// How the asker wants to hear back (*Hur får vi höra av oss?*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By text message, which never says what it is about.
    TextMessage(Mobile),
    /// By telephone (*Ring mig*).
    Call(Telephone),
    /// Somebody from pupil health seeks them out discreetly at this school.
    AtSchool(Line),
    /// Here on the page, with a code to log in with.
    OnPage,
}

impl Reach {
    /// The stable name used in storage and message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TextMessage(_) => "text_message",
            Self::Call(_) => "call",
            Self::AtSchool(_) => "at_school",
            Self::OnPage => "on_page",
        }
    }

    /// The number to reach them on, if they gave one.
    pub fn telephone(&self) -> Option<&Telephone> {
        match self {
            Self::TextMessage(Mobile(telephone)) | Self::Call(telephone) => Some(telephone),
            Self::AtSchool(_) | Self::OnPage => None,
        }
    }
}

/// A number that takes text messages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mobile(Telephone);

impl Mobile {
    /// The number itself.
    pub fn telephone(&self) -> &Telephone {
        &self.0
    }
}

impl TryFrom<Telephone> for Mobile {
    type Error = TelephoneFault;

    fn try_from(telephone: Telephone) -> Result<Self, TelephoneFault> {
        match telephone.takes_messages() {
            Messages::Taken => Ok(Self(telephone)),
            Messages::NotTaken => Err(TelephoneFault::FixedLine),
        }
    }
}

/// Whether something may be left where others in the home could hear or see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trace {
    /// A neutral message may be left.
    Safe,
    /// Nothing may be left: no voice message, no text message, nothing to whoever answers.
    Unsafe,
    /// Nobody has asked; treated as unsafe.
    NotAsked,
}

impl Trace {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Safe, Self::Unsafe, Self::NotAsked];

    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::NotAsked => "not_asked",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trace| trace.code() == code)
    }
}
