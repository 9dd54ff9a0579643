//! Words that people write, kept exactly as written. A text has a limit, is never blank, and never shows itself in a
//! log.

use std::fmt;

use thiserror::Error;

/// A text of at most `LIMIT` characters. Nothing is trimmed, corrected or normalised: the child's own words stay as
/// written (mission, promise 7).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const LIMIT: usize>(String);

/// What the child, the guardian or the professional wrote when asking for help.
pub type Words = Text<4_000>;
/// A reason, a note, or what somebody was told.
pub type Note = Text<2_000>;
/// A short text: a place, a school.
pub type Line = Text<120>;
/// A name, however long people's names are.
pub type Name = Text<300>;

impl<const LIMIT: usize> Text<LIMIT> {
    /// Takes the text as it is, unless it is blank, too long, or cannot be stored.
    pub fn new(text: impl Into<String>) -> Result<Self, TextFault> {
        let text = text.into();
        if text.trim().is_empty() {
            return Err(TextFault::Blank);
        }
        if text.contains('\0') {
            return Err(TextFault::Unstorable);
        }
        if text.chars().count() > LIMIT {
            return Err(TextFault::TooLong { limit: LIMIT });
        }
        Ok(Self(text))
    }

    /// The text, exactly as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const LIMIT: usize> fmt::Debug for Text<LIMIT> {
    /// Free text about a child never reaches a log (style rule 32).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Text({} characters)", self.0.chars().count())
    }
}

/// Why a text was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextFault {
    /// Nothing but space.
    #[error("the text is blank")]
    Blank,
    /// Longer than the limit.
    #[error("the text is longer than {limit} characters")]
    TooLong {
        /// The most characters that are taken.
        limit: usize,
    },
    /// Holds a null character, which neither database engine stores in text.
    #[error("the text holds a null character")]
    Unstorable,
}

impl TextFault {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blank => "text_blank",
            Self::TooLong { .. } => "text_too_long",
            Self::Unstorable => "text_unstorable",
        }
    }
}
