//! Why a request does not change.

use thiserror::Error;

use super::MERGED_MAX;
use crate::front_door::interrupt;
use crate::front_door::safety::Item;

/// Why a request does not change.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The due time is before receipt.
    #[error("the due time is before receipt")]
    DueBeforeReceipt,
    /// The change is dated before the last one.
    #[error("the change is dated before the last one")]
    TimeRunsForward,
    /// It is not waiting in the queue.
    #[error("the request is not waiting")]
    NotWaiting,
    /// Nobody has taken it.
    #[error("nobody has taken the request")]
    NotTaken,
    /// Somebody else has taken it.
    #[error("somebody else has taken the request")]
    TakenByAnother,
    /// It is already theirs.
    #[error("the request is already theirs")]
    AlreadyTheirs,
    /// The interview is already done.
    #[error("the interview is already done")]
    AlreadyInterviewed,
    /// It is already decided.
    #[error("the request is already decided")]
    AlreadyDecided,
    /// It is not decided yet.
    #[error("the request is not decided")]
    NotDecided,
    /// Somebody is asked to take the child, and has not answered.
    #[error("somebody is asked and has not answered")]
    OfferWaits,
    /// Another unit holds the child's trail, or nobody does.
    #[error("the trail is not with the front door")]
    HeldElsewhere,
    /// It is closed.
    #[error("the request is closed")]
    Closed,
    /// Acute danger that nobody has acted on.
    #[error("acute danger has not been acted on")]
    Interrupted,
    /// There is no acute danger to act on.
    #[error("there is no acute danger to act on")]
    NotInterrupted,
    /// The response to acute danger does not hold.
    #[error(transparent)]
    Response(#[from] interrupt::Refusal),
    /// These acute questions have not been asked.
    #[error("the acute questions have not all been asked")]
    NotScreened(Vec<Item>),
    /// A score asks for less than what was chosen.
    #[error("a score never lowers an urgency")]
    ScoreNeverLowers,
    /// The decision is about another request.
    #[error("the decision is about another request")]
    AnotherRequest,
    /// It is already known to be about another child.
    #[error("the request is about another child")]
    AnotherChild,
    /// A request cannot be merged with itself.
    #[error("a request cannot be merged with itself")]
    SameRequest,
    /// More than [`MERGED_MAX`] requests.
    #[error("more than {MERGED_MAX} requests cannot be merged into one")]
    TooManyMerged,
    /// Fewer attempts to reach them than [`super::closing::ATTEMPTS_MIN`].
    #[error("there were too few attempts to reach them")]
    TooFewAttempts,
    /// Somebody must talk with the child before this is closed.
    #[error("an urgent request is not closed before somebody has talked with the child")]
    TalkFirst,
}

impl Refusal {
    /// The stable name used in message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DueBeforeReceipt => "due_before_receipt",
            Self::TimeRunsForward => "time_runs_forward",
            Self::NotWaiting => "not_waiting",
            Self::NotTaken => "not_taken",
            Self::TakenByAnother => "taken_by_another",
            Self::AlreadyTheirs => "already_theirs",
            Self::AlreadyInterviewed => "already_interviewed",
            Self::AlreadyDecided => "already_decided",
            Self::NotDecided => "not_decided",
            Self::OfferWaits => "offer_waits",
            Self::HeldElsewhere => "held_elsewhere",
            Self::Closed => "closed",
            Self::Interrupted => "interrupted",
            Self::NotInterrupted => "not_interrupted",
            Self::Response(refusal) => refusal.code(),
            Self::NotScreened(_) => "not_screened",
            Self::ScoreNeverLowers => "score_never_lowers",
            Self::AnotherRequest => "another_request",
            Self::AnotherChild => "another_child",
            Self::SameRequest => "same_request",
            Self::TooManyMerged => "too_many_merged",
            Self::TooFewAttempts => "too_few_attempts",
            Self::TalkFirst => "talk_first",
        }
    }
}
