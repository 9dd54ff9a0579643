//! A letter that we send: from the queue to the receiver's answer, or to the alarm that none has come.

use jiff::SignedDuration;

use super::Answer;
use crate::moment::Moment;

/// How often the same envelope is handed over again while the transport has not acknowledged it. DIGG's example of
/// an access point tries four times; the binding number is unconfirmed.
pub const ATTEMPTS_MAX: u8 = 4;

/// How long the receiver's answer is waited for unless somebody sets another time. PROPOSED: the binding time is
/// unconfirmed.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// A letter on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Outgoing {
    /// How far it has come.
    pub state: State,
    /// How often it has been handed to the access point.
    pub attempts: u8,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// In the queue.
    Scheduled,
    /// With the access point.
    Submitted {
        /// Since when.
        at: Moment,
    },
    /// The transport failed; to be handed over again, the very same envelope.
    ScheduledForResend {
        /// Since when.
        at: Moment,
    },
    /// The other access point has it.
    Acknowledged {
        /// Since when.
        at: Moment,
    },
    /// The receiver is to answer.
    WaitingForReceipt {
        /// Until when.
        until: Moment,
    },
    /// The receiver has accepted it.
    Accepted {
        /// When we learned of it.
        at: Moment,
    },
    /// The receiver has rejected it.
    Rejected {
        /// When we learned of it.
        at: Moment,
    },
    /// It did not get through, or nobody knows. Somebody must be told.
    ExchangeError {
        /// Since when.
        at: Moment,
        /// Why.
        why: Failure,
    },
}

/// Why a letter did not get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The transport gave up.
    Transport,
    /// No receipt came in time. One that comes late is still heard.
    NoReceipt,
    /// It could not even be packed or handed over: no such recipient, no certificate.
    Undeliverable,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// It was handed to the access point.
    Submitted,
    /// The transport failed; it will be handed over again.
    ToBeResent,
    /// The other access point has it.
    Acknowledged,
    /// The receiver's answer is waited for.
    Waiting,
    /// The receiver answered.
    Answered(Answer),
    /// The receiver gave the same answer again. Nothing changed.
    AnsweredAgain,
    /// The receiver gave the other answer afterwards. The first stands; somebody should look.
    Contradicted,
    /// It did not get through. Whoever wrote it must be told.
    Failed(Failure),
}

/// Why something cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// It is not at the stage for that.
    #[error("the letter is not at that stage")]
    NotNow,
    /// The time has not come.
    #[error("the time has not come")]
    TooEarly,
}

impl State {
    /// The name in DIGG's API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Scheduled => "SCHEDULED",
            Self::Submitted { .. } => "SUBMITTED",
            Self::ScheduledForResend { .. } => "SCHEDULED_FOR_RESEND",
            Self::Acknowledged { .. } => "ACKNOWLEDGE",
            Self::WaitingForReceipt { .. } => "WAITING_FOR_RECEIPT",
            Self::Accepted { .. } => "ACCEPTED",
            Self::Rejected { .. } => "REJECTED",
            Self::ExchangeError { .. } => "MESSAGE_EXCHANGE_ERROR",
        }
    }

    /// Whether its content may be deleted. DIGG's list has not `REJECTED`: whoever wrote it is to see why first.
    pub const fn is_deletable(self) -> bool {
        match self {
            Self::Accepted { .. } | Self::ExchangeError { .. } => true,
            Self::Scheduled
            | Self::Submitted { .. }
            | Self::ScheduledForResend { .. }
            | Self::Acknowledged { .. }
            | Self::WaitingForReceipt { .. }
            | Self::Rejected { .. } => false,
        }
    }
}

impl Default for Outgoing {
    fn default() -> Self {
        Self { state: State::Scheduled, attempts: 0 }
    }
}

impl Outgoing {
    /// Handed to the access point, for the first time or again.
    pub fn submit(self, now: Moment) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::Scheduled | State::ScheduledForResend { .. } => {
                let attempts = self.attempts.saturating_add(1);
                Ok((Self { state: State::Submitted { at: now }, attempts }, Event::Submitted))
            }
            State::Submitted { .. }
            | State::Acknowledged { .. }
            | State::WaitingForReceipt { .. }
            | State::Accepted { .. }
            | State::Rejected { .. }
            | State::ExchangeError { .. } => Err(Refusal::NotNow),
        }
    }

    /// The transport failed. Tried again while that has not happened too often, and never once the other side has it: the
    /// receiver would reject the second as a duplicate.
    pub fn transport_failed(self, now: Moment) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::Submitted { .. } if self.attempts < ATTEMPTS_MAX => {
                Ok((Self { state: State::ScheduledForResend { at: now }, ..self }, Event::ToBeResent))
            }
            State::Submitted { .. } => self.fail(now, Failure::Transport),
            State::Scheduled
            | State::ScheduledForResend { .. }
            | State::Acknowledged { .. }
            | State::WaitingForReceipt { .. }
            | State::Accepted { .. }
            | State::Rejected { .. }
            | State::ExchangeError { .. } => Err(Refusal::NotNow),
        }
    }

    /// The other access point has it.
    pub fn acknowledge(self, now: Moment) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::Submitted { .. } | State::ScheduledForResend { .. } => {
                Ok((Self { state: State::Acknowledged { at: now }, ..self }, Event::Acknowledged))
            }
            State::Scheduled
            | State::Acknowledged { .. }
            | State::WaitingForReceipt { .. }
            | State::Accepted { .. }
            | State::Rejected { .. }
            | State::ExchangeError { .. } => Err(Refusal::NotNow),
        }
    }

    /// From now on the receiver's answer is waited for. The clock runs from the acknowledgement.
    pub fn wait(self, patience: SignedDuration) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::Acknowledged { at } => {
                Ok((Self { state: State::WaitingForReceipt { until: at.plus(patience) }, ..self }, Event::Waiting))
            }
            State::Scheduled
            | State::Submitted { .. }
            | State::ScheduledForResend { .. }
            | State::WaitingForReceipt { .. }
            | State::Accepted { .. }
            | State::Rejected { .. }
            | State::ExchangeError { .. } => Err(Refusal::NotNow),
        }
    }

    /// The receiver's answer, verified and from the right party. It may overtake the transport's own acknowledgement, and
    /// it may come after we have given up waiting.
    pub fn answer(self, answer: Answer, now: Moment) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::Scheduled | State::ExchangeError { why: Failure::Undeliverable, .. } => Err(Refusal::NotNow),
            State::Submitted { .. }
            | State::ScheduledForResend { .. }
            | State::Acknowledged { .. }
            | State::WaitingForReceipt { .. }
            | State::ExchangeError { why: Failure::NoReceipt | Failure::Transport, .. } => {
                let state = match answer {
                    Answer::Accepted => State::Accepted { at: now },
                    Answer::Rejected => State::Rejected { at: now },
                };
                Ok((Self { state, ..self }, Event::Answered(answer)))
            }
            State::Accepted { .. } => Ok((self, told_again(answer == Answer::Accepted))),
            State::Rejected { .. } => Ok((self, told_again(answer == Answer::Rejected))),
        }
    }

    /// No receipt has come in time.
    pub fn time_out(self, now: Moment) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::WaitingForReceipt { until } if now < until => Err(Refusal::TooEarly),
            State::WaitingForReceipt { .. } => self.fail(now, Failure::NoReceipt),
            State::Scheduled
            | State::Submitted { .. }
            | State::ScheduledForResend { .. }
            | State::Acknowledged { .. }
            | State::Accepted { .. }
            | State::Rejected { .. }
            | State::ExchangeError { .. } => Err(Refusal::NotNow),
        }
    }

    /// It cannot get through. An answer that has been given stands.
    pub fn fail(self, now: Moment, why: Failure) -> Result<(Self, Event), Refusal> {
        match self.state {
            State::Accepted { .. } | State::Rejected { .. } | State::ExchangeError { .. } => Err(Refusal::NotNow),
            State::Scheduled
            | State::Submitted { .. }
            | State::ScheduledForResend { .. }
            | State::Acknowledged { .. }
            | State::WaitingForReceipt { .. } => {
                Ok((Self { state: State::ExchangeError { at: now, why }, ..self }, Event::Failed(why)))
            }
        }
    }
}

const fn told_again(same: bool) -> Event {
    if same { Event::AnsweredAgain } else { Event::Contradicted }
}
