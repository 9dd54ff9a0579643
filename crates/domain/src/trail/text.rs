//! Text that a person has written: never empty, never longer than its limit, and kept exactly as it was written.

use std::fmt;

/// What a person wrote, at most `MAX` characters, with at least one that can be seen. Its letters are not touched: a
/// child's own words stay as written.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// Accepts what was written, or says what is wrong with it.
    pub fn parse(written: &str) -> Result<Self, TextFault> {
        if !written.chars().any(is_seen) {
            return Err(TextFault::Empty);
        }
        if written.chars().any(is_unreadable) {
            return Err(TextFault::Unreadable);
        }
        if written.chars().count() > MAX {
            return Err(TextFault::TooLong { characters_max: MAX });
        }
        Ok(Self(written.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A debug line tells the length only: free text about a child never reaches a log.
impl<const MAX: usize> fmt::Debug for Text<MAX> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Text({} characters)", self.0.chars().count())
    }
}

/// Why a text was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TextFault {
    /// Nothing that can be seen was written.
    #[error("the text is empty")]
    Empty,
    /// Longer than its place allows.
    #[error("the text is longer than {characters_max} characters")]
    TooLong {
        /// The limit, in characters.
        characters_max: usize,
    },
    /// Holds control characters that neither engine nor screen can show.
    #[error("the text holds control characters")]
    Unreadable,
}

impl TextFault {
    /// The stable name, for texts in the interface.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "text_empty",
            Self::TooLong { .. } => "text_too_long",
            Self::Unreadable => "text_unreadable",
        }
    }
}

/// Whether a character shows on its own: neither space, control, joiner nor direction mark.
fn is_seen(character: char) -> bool {
    let is_joiner = matches!(
        character,
        '\u{00AD}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
    );
    !character.is_whitespace() && !character.is_control() && !is_joiner
}

/// Control characters but the three that text is laid out with.
fn is_unreadable(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_as_it_was_written_or_refused_with_a_reason() {
        let check = |written: &str, expected: Result<(), TextFault>| {
            let text = Text::<10>::parse(written);
            assert_eq!(text.clone().map(|_| ()), expected, "{written:?}");
            if let Ok(text) = text {
                assert_eq!(text.as_str(), written);
            }
        };
        check("hej", Ok(()));
        check("  jag  vill", Err(TextFault::TooLong { characters_max: 10 }));
        check(" jag\r\nvill", Ok(()));
        check("åäöåäöåäöå", Ok(()));
        check("", Err(TextFault::Empty));
        check(" \n\t ", Err(TextFault::Empty));
        check("\u{200B}\u{FEFF}", Err(TextFault::Empty));
        check("hej\u{0}", Err(TextFault::Unreadable));
    }

    #[test]
    fn a_debug_line_never_shows_what_was_written() {
        let text = Text::<40>::parse("Elin mår inte bra").expect("a short text");
        assert_eq!(format!("{text:?}"), "Text(17 characters)");
    }
}
