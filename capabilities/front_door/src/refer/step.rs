//! The questions of a referral, one per page, in order.

/// A question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Which child.
    Child,
    /// Whether the child with the number, who is known already, is the one meant.
    Same,
    /// Where the child lives and goes to school.
    Place,
    /// What it is about.
    Topic,
    /// What worries whoever asks.
    Words,
    /// Since when.
    Since,
    /// What has been tried.
    Tried,
    /// Whether child and guardians have been told.
    Told,
    /// What they want.
    Wish,
    /// How to reach the family.
    Reach,
    /// Whether a message may be left there.
    Message,
    /// Whether an interpreter is needed.
    Interpreter,
    /// Where whoever asks can be called.
    Caller,
}

impl Step {
    /// Every question, in order.
    pub(crate) const ALL: [Self; 13] = [
        Self::Child,
        Self::Same,
        Self::Place,
        Self::Topic,
        Self::Words,
        Self::Since,
        Self::Tried,
        Self::Told,
        Self::Wish,
        Self::Reach,
        Self::Message,
        Self::Interpreter,
        Self::Caller,
    ];

    /// The last part of its address; empty for the first.
    pub(crate) const fn slug(self) -> &'static str {
        match self {
            Self::Child => "",
            Self::Same => "samma",
            Self::Place => "var",
            Self::Topic => "vad",
            Self::Words => "ord",
            Self::Since => "sedan",
            Self::Tried => "provat",
            Self::Told => "vet",
            Self::Wish => "vill",
            Self::Reach => "familjen",
            Self::Message => "meddelande",
            Self::Interpreter => "tolk",
            Self::Caller => "du",
        }
    }

    /// The question at an address.
    pub(crate) fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// Its address.
    pub(crate) fn path(self) -> String {
        if self == Self::Child { START.to_owned() } else { format!("{START}/{}", self.slug()) }
    }

    /// The middle of the keys of its words.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Same => "same",
            Self::Place => "place",
            Self::Topic => "topic",
            Self::Words => "words",
            Self::Since => "since",
            Self::Tried => "tried",
            Self::Told => "told",
            Self::Wish => "wish",
            Self::Reach => "reach",
            Self::Message => "message",
            Self::Interpreter => "interpreter",
            Self::Caller => "caller",
        }
    }
}

/// The first page.
pub(crate) const START: &str = "/remiss";
/// Whom to call now.
pub(crate) const CALM: &str = "/remiss/nu";
/// Check answers.
pub(crate) const REVIEW: &str = "/remiss/granska";
/// What happens.
pub(crate) const RECEIPT: &str = "/remiss/kvitto";
/// Undo and erase everything.
pub(crate) const ERASE: &str = "/remiss/radera";
/// What one's unit has asked for.
pub(crate) const LIST: &str = "/remisser";
