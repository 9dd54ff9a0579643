//! What the rest of Cairn sees of the outside: letters are handed over, asked about, fetched and confirmed. Two kinds of
//! door do it: one carries envelopes that we have sealed, the other messages in clear that a message service seals.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use sdk::judgement::Transport;
use sdk::message::Message;
use sdk::text::Text;
use uuid::Uuid;

pub use crate::secure::NotSecure;

/// What a door answers, later.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// A door to other authorities.
pub trait Connection: Send + Sync {
    /// What goes through it.
    fn carries(&self) -> Carries;

    /// Hands a letter over. The parcel must have been written down before, with its `transfer`: when nobody knows
    /// whether it arrived ([`Failure::may_have_arrived`]), the same parcel is handed over again with
    /// [`Attempt::Again`], which looks first and makes no second letter of it.
    fn send<'a>(&'a self, parcel: &'a Parcel, attempt: Attempt) -> Reply<'a, Handed>;

    /// What lies there for us. Changes nothing.
    fn waiting(&self) -> Reply<'_, Vec<Ticket>>;

    /// Fetches what lies there. It stays on the list until it is confirmed, where the other side can leave it there; where
    /// not, it can be fetched again by its ticket for as long as the other side keeps it.
    fn fetch<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, Arrival>;

    /// Says that what was fetched has been kept: the other side may forget it. To be called only after that, and as
    /// often as need be.
    fn confirm<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, ()>;

    /// How far a letter of ours has come.
    fn state<'a>(&'a self, handed: &'a Handed) -> Reply<'a, Stage>;
}

/// What goes through a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// Envelopes, sealed and signed by us; receipts come and go the same way.
    Envelopes,
    /// Messages in clear; sealing, verifying and receipts are done by the message service behind the door.
    Messages,
}

/// A letter to be handed over.
pub struct Parcel {
    /// Which handing over, fresh for each parcel and written down with it.
    pub transfer: Uuid,
    /// What is handed over.
    pub content: Content,
}

/// What is handed over.
pub enum Content {
    /// An envelope, byte for byte as it was signed.
    Envelope {
        /// The envelope.
        bytes: Vec<u8>,
        /// The conversation of the message in it, or of the one that a receipt acknowledges.
        conversation: Text,
    },
    /// A message in clear.
    Message(Box<Message>),
}

/// Whether a parcel may have been handed over before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Never.
    First,
    /// Perhaps: nobody knows. The door looks first.
    Again,
}

/// What the other side calls a letter of ours.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handed(pub String);

/// What the other side calls something that lies there for us.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(pub String);

/// What has come.
pub enum Arrival {
    /// An envelope: nothing in it is proven yet.
    Envelope {
        /// Byte for byte as it was signed.
        bytes: Vec<u8>,
        /// What the access point says about where it came from and goes.
        transport: Transport,
    },
    /// A message that the message service has verified, accepted and answered.
    Message(Box<Message>),
}

/// How far a letter of ours has come, as far as the other side knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The other side does not know the letter, or no longer.
    Unknown,
    /// It has it.
    Submitted,
    /// It tries again by itself.
    TryingAgain,
    /// The access point of the receiver has it; the receiver is to answer.
    Acknowledged,
    /// The receiver has accepted it.
    Accepted,
    /// The receiver has rejected it.
    Rejected(Vec<Issue>),
    /// It did not get through.
    Failed(Vec<Issue>),
}

/// Why a letter was rejected or did not get through, as the other side tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// A code.
    pub code: String,
    /// In words, for the operator.
    pub text: String,
    /// Where in the letter.
    pub place: Option<String>,
}

/// Why a door did not do what it was asked for. Names nobody, and repeats nothing of a letter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The settings cannot be used.
    #[error("{0}")]
    Settings(&'static str),
    /// Nobody answers at the address: nothing has been handed over.
    #[error("the other side cannot be reached ({what})")]
    Unreached {
        /// What was asked.
        what: &'static str,
    },
    /// The two do not agree about who they are: nothing has been handed over.
    #[error("no secure connection ({what}): {why}")]
    NotSecure {
        /// What was asked.
        what: &'static str,
        /// What to do about it.
        why: NotSecure,
    },
    /// It was asked and did not answer in time, or only in part. Nobody knows whether it was done.
    #[error("the other side did not answer ({what})")]
    Silent {
        /// What was asked.
        what: &'static str,
    },
    /// It says no, and will say so again.
    #[error("the other side refuses ({what}): {code}")]
    Refused {
        /// What was asked.
        what: &'static str,
        /// Its code.
        code: Code,
    },
    /// We may not.
    #[error("the other side does not let us in ({what})")]
    NotAllowed {
        /// What was asked.
        what: &'static str,
    },
    /// There is no such letter.
    #[error("the other side does not know the letter ({what})")]
    NotFound {
        /// What was asked.
        what: &'static str,
    },
    /// It answers something else than the contract says.
    #[error("the answer cannot be used ({what}): {why}")]
    Answer {
        /// What was asked.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Larger than may go through.
    #[error("the letter is larger than may go through the door")]
    TooLarge,
    /// The door carries the other kind.
    #[error("the door does not carry this kind of letter")]
    OtherKind,
}

impl Failure {
    /// Whether what was asked may have been done all the same.
    pub fn may_have_arrived(&self) -> bool {
        match self {
            Self::Silent { .. } | Self::Answer { .. } => true,
            Self::Settings(_)
            | Self::Unreached { .. }
            | Self::NotSecure { .. }
            | Self::Refused { .. }
            | Self::NotAllowed { .. }
            | Self::NotFound { .. }
            | Self::TooLarge
            | Self::OtherKind => false,
        }
    }

    /// Whether asking again may help.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreached { .. } | Self::Silent { .. })
    }
}

/// A code of somebody else: letters, digits and a few marks, at most 60. Their words are not repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// What of a text can stand in a code.
    pub fn of(text: &str) -> Self {
        let fits = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | ':' | '.');
        let code: String = text.trim().chars().take_while(fits).take(60).collect();
        Self(if code.is_empty() { "no code".to_owned() } else { code })
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
