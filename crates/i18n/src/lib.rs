//! Swedish and English: messages with plurals, dates and times as people say them.

mod dates;
mod texts;

pub use dates::{SOURCE, When};
pub use texts::{Argument, Say, Source, Texts, TextsError};

/// A language of the interface. Swedish comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// *Svenska*
    Swedish,
    /// English
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Swedish, Self::English];

    /// The tag in `lang` attributes, cookies and file names.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Swedish => "sv",
            Self::English => "en",
        }
    }

    /// The language of a tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}
