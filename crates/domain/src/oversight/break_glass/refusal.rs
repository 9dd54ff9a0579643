//! Why a command on an opening is refused.

/// Why a command on an opening was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// Somebody with a relation has no glass to break.
    #[error("the actor already sees the trail")]
    AlreadyRelated,
    /// Nobody reviews themselves, under any assignment.
    #[error("the reviewer is the one who opened")]
    ReviewerIsOpener,
    /// Only the one who opened explains.
    #[error("the actor is not the one who opened")]
    NotTheOpener,
    /// The review has been answered.
    #[error("the review is answered")]
    AlreadyAnswered,
    /// A question waits for the one who opened.
    #[error("a question is waiting")]
    QuestionOpen,
    /// No question waits.
    #[error("no question is waiting")]
    NoQuestion,
    /// The reviewer has asked as many times as they may.
    #[error("the reviewer may not ask again")]
    TooManyQuestions,
    /// The review would be due before the trail is opened.
    #[error("the review is due before the opening")]
    DueInThePast,
    /// The moment is before the latest event.
    #[error("the moment is before the latest event")]
    TimeWentBack,
}

impl Refusal {
    /// The stable name, for texts in the interface.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyRelated => "already_related",
            Self::ReviewerIsOpener => "reviewer_is_opener",
            Self::NotTheOpener => "not_the_opener",
            Self::AlreadyAnswered => "already_answered",
            Self::QuestionOpen => "question_open",
            Self::NoQuestion => "no_question",
            Self::TooManyQuestions => "too_many_questions",
            Self::DueInThePast => "due_in_the_past",
            Self::TimeWentBack => "time_went_back",
        }
    }
}
