//! What can be wrong with a file, an answer or a question: a code that scripts rely on, the place, what is wrong there, and
//! what to do. Never contains a value from a file about people.

use std::fmt;

/// What kind of fault it is. The text of each is a promise to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The file cannot be opened, read or written.
    File,
    /// The text breaks off or is not what it says it is.
    Broken,
    /// Larger than we take.
    TooLarge,
    /// Sizes that do not agree.
    WrongSize,
    /// Well-formed, but not in the shape of its format.
    WrongShape,
    /// An identifier nobody knows.
    Unknown,
    /// An encoding we do not read.
    Encoding,
    /// A format, or a part of one, that we do not handle.
    Unsupported,
    /// A row or a cell that cannot be understood.
    NotUnderstood,
    /// A personal identity number.
    IdentityNumber,
    /// Own figures that have no disclosure certificate.
    NoCertificate,
    /// The server could not be reached, or did not answer in time.
    Network,
    /// The server refused.
    Refused,
    /// The server asks us to come back later, again and again.
    Limited,
    /// The answer is not whole, or changed while it was read.
    Incomplete,
    /// The question cannot be asked so.
    Question,
}

impl Code {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Broken => "broken",
            Self::TooLarge => "too-large",
            Self::WrongSize => "wrong-size",
            Self::WrongShape => "wrong-shape",
            Self::Unknown => "unknown",
            Self::Encoding => "encoding",
            Self::Unsupported => "unsupported",
            Self::NotUnderstood => "not-understood",
            Self::IdentityNumber => "identity-number",
            Self::NoCertificate => "no-certificate",
            Self::Network => "network",
            Self::Refused => "refused",
            Self::Limited => "limited",
            Self::Incomplete => "incomplete",
            Self::Question => "question",
        }
    }

    /// The exit status of a command that ends with it: 2 the question or the file, 3 the other end, 4 not allowed to go on.
    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Network | Self::Refused | Self::Limited | Self::Incomplete => 3,
            Self::IdentityNumber | Self::NoCertificate => 4,
            Self::File
            | Self::Broken
            | Self::TooLarge
            | Self::WrongSize
            | Self::WrongShape
            | Self::Unknown
            | Self::Encoding
            | Self::Unsupported
            | Self::NotUnderstood
            | Self::Question => 2,
        }
    }
}

/// One fault, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub code: Code,
    /// Where: a path in a document, a line, a source and its table.
    pub place: String,
    /// What is wrong there.
    pub text: String,
    /// What to do about it; may be empty.
    pub remedy: String,
}

impl Fault {
    /// A fault at a place.
    pub fn new(code: Code, place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { code, place: place.into(), text: text.into(), remedy: String::new() }
    }

    /// The same fault with what to do about it.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// The same fault, its place seen from further out.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.place = if self.place.is_empty() { outer.to_owned() } else { format!("{outer}: {}", self.place) };
        self
    }

    /// A file that cannot be read or written.
    pub fn file(place: impl fmt::Display, error: &std::io::Error) -> Self {
        Self::new(Code::File, place.to_string(), error.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.code.as_str())?;
        if !self.place.is_empty() {
            write!(formatter, "{}: ", self.place)?;
        }
        formatter.write_str(&self.text)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(formatter, ". {}", self.remedy) }
    }
}

impl std::error::Error for Fault {}

/// A name from a file as a message may show it: one with as many digits as a number of a person is not shown.
pub(crate) fn shown(name: &str) -> &str {
    const DIGITS_MAX: usize = 7;
    if name.bytes().filter(u8::is_ascii_digit).count() > DIGITS_MAX { "…" } else { name }
}

/// What most functions here return.
pub type Result<T> = std::result::Result<T, Fault>;
