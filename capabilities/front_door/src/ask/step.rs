//! The questions, one per page, in order.

/// A question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Who asks.
    Who,
    /// What it is about.
    Topic,
    /// In their own words.
    Words,
    /// First name and age.
    Name,
    /// Where the child lives and goes to school.
    Place,
    /// How to reach them.
    Reach,
    /// Whether a message may be left.
    Message,
    /// Whether an interpreter is needed.
    Interpreter,
}

impl Step {
    /// Every question, in order.
    pub(crate) const ALL: [Self; 8] =
        [Self::Who, Self::Topic, Self::Words, Self::Name, Self::Place, Self::Reach, Self::Message, Self::Interpreter];

    /// The last part of its address; empty for the first.
    pub(crate) const fn slug(self) -> &'static str {
        match self {
            Self::Who => "",
            Self::Topic => "vad",
            Self::Words => "ord",
            Self::Name => "namn",
            Self::Place => "var",
            Self::Reach => "svar",
            Self::Message => "meddelande",
            Self::Interpreter => "tolk",
        }
    }

    /// The question at an address.
    pub(crate) fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// Its address.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Who => START.to_owned(),
            Self::Topic | Self::Words | Self::Name | Self::Place | Self::Reach | Self::Message | Self::Interpreter => {
                format!("{START}/{}", self.slug())
            }
        }
    }

    /// The last part of the keys of its words.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::Topic => "topic",
            Self::Words => "words",
            Self::Name => "name",
            Self::Place => "place",
            Self::Reach => "reach",
            Self::Message => "message",
            Self::Interpreter => "interpreter",
        }
    }
}

/// The first page.
pub(crate) const START: &str = "/be-om-hjalp";
/// Whom to call now.
pub(crate) const CALM: &str = "/be-om-hjalp/nu";
/// Check answers.
pub(crate) const REVIEW: &str = "/be-om-hjalp/granska";
/// What happens, and the code.
pub(crate) const RECEIPT: &str = "/be-om-hjalp/kvitto";
/// Undo and erase everything.
pub(crate) const ERASE: &str = "/be-om-hjalp/radera";
