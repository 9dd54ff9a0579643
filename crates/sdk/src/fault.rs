//! What is wrong with a message, in the words a receipt uses: kind, reason, place. Source: specification 2.5, table of
//! reasons. A fault never repeats what the message says: its text is ours, and its place is a path, not a value.

use std::fmt;

/// Which kind of check failed (`LineResponse/Response/ResponseCode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The schema (*syntaxvalidering*).
    Syntax,
    /// The rules beside the schema (*affärsregelvalidering*).
    Rule,
    /// Signature or encryption.
    Signature,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Syntax, Self::Rule, Self::Signature];

    /// The code in the receipt.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "SV",
            Self::Rule => "BV",
            Self::Signature => "SIG",
        }
    }

    /// The kind with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Why (`StatusReasonCode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Not built as the schema says, or too long.
    Structure,
    /// A value or a combination that no message may have.
    Invariant,
    /// Harmful content.
    Forbidden,
    /// Larger than 30 MB.
    TooLong,
    /// The message has come before. The table prints "duplicate multiple-matches" in one cell; unconfirmed which.
    Duplicate,
    /// A type of file that is not received here, or a reference to a message that was rejected.
    NotSupported,
    /// No such function address here.
    NotFound,
    /// Message, envelope and transport do not agree, or the protection is not what it must be.
    Security,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::Structure,
        Self::Invariant,
        Self::Forbidden,
        Self::TooLong,
        Self::Duplicate,
        Self::NotSupported,
        Self::NotFound,
        Self::Security,
    ];

    /// The code in the receipt.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Invariant => "invariant",
            Self::Forbidden => "forbidden",
            Self::TooLong => "too-long",
            Self::Duplicate => "duplicate",
            Self::NotSupported => "not-supported",
            Self::NotFound => "not-found",
            Self::Security => "security",
        }
    }

    /// The reason with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which kind of check failed.
    pub kind: Kind,
    /// Why.
    pub reason: Reason,
    /// An `XPath` into the document, or `NA` where no element is to blame.
    pub place: String,
    /// In plain words, without anything from the message.
    pub text: String,
}

/// How many faults of one document are named. The path to each costs a walk, and no receipt has room for more.
pub const FAULTS_MAX: usize = 100;

/// The place of a fault that has none.
pub const NO_PLACE: &str = "NA";

impl Fault {
    /// The schema is not followed.
    pub fn structure(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind: Kind::Syntax, reason: Reason::Structure, place: place.into(), text: text.into() }
    }

    /// A rule beside the schema is not followed.
    pub fn rule(reason: Reason, place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind: Kind::Rule, reason, place: place.into(), text: text.into() }
    }

    /// A value or a combination that no message may have.
    pub fn invariant(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self::rule(Reason::Invariant, place, text)
    }

    /// The protection is not what it must be.
    pub fn signature(text: impl Into<String>) -> Self {
        Self { kind: Kind::Signature, reason: Reason::Security, place: NO_PLACE.to_owned(), text: text.into() }
    }

    /// Too large.
    pub fn too_long(text: impl Into<String>) -> Self {
        Self::rule(Reason::TooLong, NO_PLACE, text)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: {} ({})", self.kind.code(), self.reason.code(), self.text, self.place)
    }
}
