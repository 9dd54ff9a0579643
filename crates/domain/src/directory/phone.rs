//! A public telephone number: shown as the unit writes it, dialled as a telephone dials it.

use thiserror::Error;

use crate::front_door::reach::Telephone;

/// The fewest digits of a short number, such as 112.
const SHORT_MIN: usize = 3;
/// The most digits of a short number, such as 116 111.
const SHORT_MAX: usize = 6;
/// The longest number as written, in characters.
const SHOWN_MAX: usize = 40;

/// A public telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone {
    shown: String,
    dialled: String,
}

impl Phone {
    /// Reads a number as people write it: `010-123 45 67`, `+46 10 123 45 67`, or a short number such as `116 111`.
    pub fn parse(text: &str) -> Result<Self, PhoneFault> {
        let shown = text.trim();
        if shown.chars().count() > SHOWN_MAX {
            return Err(PhoneFault);
        }
        if let Ok(telephone) = Telephone::parse(shown) {
            return Ok(Self { shown: shown.to_owned(), dialled: telephone.as_str().to_owned() });
        }
        let digits: String = shown.chars().filter(|character| !matches!(character, ' ' | '\u{a0}' | '-')).collect();
        let short = digits.bytes().all(|byte| byte.is_ascii_digit())
            && (SHORT_MIN..=SHORT_MAX).contains(&digits.len())
            && !digits.starts_with('0');
        if short { Ok(Self { shown: shown.to_owned(), dialled: digits }) } else { Err(PhoneFault) }
    }

    /// As the unit writes it.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// As a telephone dials it.
    pub fn dialled(&self) -> &str {
        &self.dialled
    }
}

/// Not a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a telephone number")]
pub struct PhoneFault;
