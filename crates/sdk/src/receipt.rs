//! The receipt for a message (*meddelandekvittens*): a reduced UBL 2.1 `ApplicationResponse` that says accepted, or
//! rejected and why. Source: specification 2.5; DIGG's rules R1-R9-APP.
//!
//! Not here: when to send none, which `judgement` decides.

mod read;
mod schema;
mod write;

use domain::moment::Moment;

use crate::fault::{Fault, Kind, NO_PLACE, Reason};
use crate::text::{ParticipantId, Text};

pub(crate) use read::read;
pub use read::{NotReceipt, parse};

/// How many faults a receipt names. A message with more is no better known by the hundred and first.
pub const LINES_MAX: usize = 100;

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Which receipt.
    pub id: Text,
    /// When it was made, to the second.
    pub issued_at: Moment,
    /// Who acknowledges.
    pub sender: ParticipantId,
    /// Whose message it is.
    pub receiver: ParticipantId,
    /// Which envelope: its identifier as written, even when that is no UUID.
    pub acknowledges: Text,
    /// What was found.
    pub answer: Answer,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Verified, decrypted, and it follows every rule.
    Accepted,
    /// Not so, and why: one line or more.
    Rejected(Lines),
}

/// Why a message was rejected: at least one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    first: Line,
    rest: Vec<Line>,
}

impl From<Line> for Lines {
    fn from(first: Line) -> Self {
        Self { first, rest: vec![] }
    }
}

impl Lines {
    /// The lines, `None` without any.
    pub fn new(lines: impl IntoIterator<Item = Line>) -> Option<Self> {
        let mut lines = lines.into_iter().take(LINES_MAX);
        Some(Self { first: lines.next()?, rest: lines.collect() })
    }

    /// Every line.
    pub fn iter(&self) -> impl Iterator<Item = &Line> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

/// One reason in a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which kind of check failed.
    pub kind: Kind,
    /// Why, as a code. Others leave it out, and send codes that the table does not have.
    pub reason: Option<Code>,
    /// An `XPath` into the message, or `NA`.
    pub place: Text,
    /// Why, in words.
    pub text: Text,
}

/// The code of a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// One of the table.
    Known(Reason),
    /// Something else that somebody sent.
    Other(Text),
}

impl Code {
    /// As written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(reason) => reason.code(),
            Self::Other(text) => text.as_str(),
        }
    }

    pub(crate) fn read(text: Text) -> Self {
        Reason::parse(text.as_str()).map_or(Self::Other(text), Self::Known)
    }
}

impl Line {
    /// The line of a rejection whose faults cannot be told.
    fn untold() -> Self {
        Self {
            kind: Kind::Rule,
            reason: Some(Code::Known(Reason::Invariant)),
            place: Text::ours(NO_PLACE),
            text: Text::ours("the message does not follow the rules"),
        }
    }

    /// The line for a fault. `None` only for a fault whose text is blank.
    pub fn of(fault: &Fault) -> Option<Self> {
        Some(Self {
            kind: fault.kind,
            reason: Some(Code::Known(fault.reason)),
            place: Text::new(fault.place.as_str()).or_else(|_| Text::new(NO_PLACE)).ok()?,
            text: Text::new(fault.text.as_str()).ok()?,
        })
    }
}

impl Answer {
    /// The rejection for these faults. It is one whatever they are: where none can be told, a line says only that much.
    pub fn rejection(faults: &[Fault]) -> Self {
        let mut lines = faults.iter().filter_map(Line::of).take(LINES_MAX);
        let first = lines.next().unwrap_or_else(Line::untold);
        Self::Rejected(Lines { first, rest: lines.collect() })
    }
}

impl Receipt {
    /// The receipt as XML: canonical, without a declaration.
    pub fn to_xml(&self) -> String {
        write::receipt(self)
    }
}
