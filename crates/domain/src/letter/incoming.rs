//! A letter that has come: taken from the access point, answered with a receipt, shown to its function.

use super::Answer;
use crate::moment::Moment;

/// A letter that has come. The moment it was retrieved is when it counts as received, by the law on public documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Incoming {
    /// When it was there for us to process: kept whatever becomes of it.
    pub received_at: Moment,
    /// How far it has come.
    pub state: State,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Stored, as it came.
    Retrieved,
    /// Judged, and the answer is on its way.
    ReceiptSent {
        /// What was answered.
        answer: Answer,
        /// When.
        at: Moment,
    },
    /// In the function's box, unread.
    New {
        /// Since when.
        at: Moment,
    },
    /// It could not be judged, and nobody has been answered. Whoever runs this place must look.
    ExchangeError {
        /// Since when.
        at: Moment,
    },
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A receipt was sent.
    ReceiptSent(Answer),
    /// It lies in the function's box.
    Delivered,
    /// It could not be judged.
    Failed,
}

/// Why something cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// It is not at the stage for that.
    #[error("the letter is not at that stage")]
    NotNow,
    /// It was rejected; nobody is shown what was rejected.
    #[error("the letter was rejected")]
    Rejected,
}

impl State {
    /// The name in DIGG's API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Retrieved => "RETRIEVED",
            Self::ReceiptSent { .. } => "RECEIPT_SENT",
            Self::New { .. } => "NEW",
            Self::ExchangeError { .. } => "MESSAGE_EXCHANGE_ERROR",
        }
    }

    /// Whether its content may be deleted.
    pub const fn is_deletable(self) -> bool {
        match self {
            Self::New { .. } | Self::ExchangeError { .. } => true,
            Self::Retrieved | Self::ReceiptSent { .. } => false,
        }
    }
}

impl Incoming {
    /// Stored as it came, before anything is thought of it: what the access point has handed over it may forget.
    pub const fn retrieve(now: Moment) -> Self {
        Self { received_at: now, state: State::Retrieved }
    }

    /// Judged and answered.
    pub fn send_receipt(self, answer: Answer, now: Moment) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::Retrieved => {
                Ok((Self { state: State::ReceiptSent { answer, at: now }, ..self }, Event::ReceiptSent(answer)))
            }
            State::ReceiptSent { .. } | State::New { .. } | State::ExchangeError { .. } => Err(Refusal::NotNow),
        }
    }

    /// Laid into the function's box: only what was accepted.
    pub fn deliver(self, now: Moment) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::ReceiptSent { answer: Answer::Accepted, .. } => {
                Ok((Self { state: State::New { at: now }, ..self }, Event::Delivered))
            }
            State::ReceiptSent { answer: Answer::Rejected, .. } => Err(Refusal::Rejected),
            State::Retrieved | State::New { .. } | State::ExchangeError { .. } => Err(Refusal::NotNow),
        }
    }

    /// It could not be judged: not an envelope, or not for our key.
    pub fn fail(self, now: Moment) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::Retrieved => Ok((Self { state: State::ExchangeError { at: now }, ..self }, Event::Failed)),
            State::ReceiptSent { .. } | State::New { .. } | State::ExchangeError { .. } => Err(Refusal::NotNow),
        }
    }
}
