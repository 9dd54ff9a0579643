//! Why something may not happen to a trail. Each has a stable code that the interface explains in both languages.

use super::event::Misfit;

/// Why a command on a trail was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The trail is closed.
    #[error("the trail is closed")]
    TrailClosed,
    /// The trail is open, so there is nothing to reopen.
    #[error("the trail is open")]
    TrailOpen,
    /// The actor does not work at the unit that holds the baton.
    #[error("the actor is not of the holding unit")]
    NotOfHoldingUnit,
    /// The actor does not work at the unit that was offered the baton.
    #[error("the actor is not of the receiving unit")]
    NotOfReceivingUnit,
    /// A trail can be given to a front door's duty person, and only there, without their own act.
    #[error("the duty person is not at a front door")]
    NotAFrontDoor,
    /// The baton is offered to the unit that already holds it.
    #[error("the baton is offered to the unit that holds it")]
    OfferedToSelf,
    /// A handover already waits for its answer.
    #[error("another handover is waiting")]
    AlreadyPending,
    /// No handover is waiting.
    #[error("no handover is waiting")]
    NothingPending,
    /// A trail is not closed while someone is considering it.
    #[error("the trail cannot be closed while a handover is waiting")]
    HandoverPending,
    /// Child psychiatry does not refer to child psychiatry; such moves are ordinary handovers. Source: dossier 3.1,
    /// story 12.
    #[error("child psychiatry does not refer to child psychiatry")]
    InternalPsychiatryReferral,
    /// The handover has not been received yet.
    #[error("the handover has not been received")]
    NotReceived,
    /// The handover has been received already; its clock is not moved.
    #[error("the handover has been received")]
    AlreadyReceived,
    /// A question already waits for its answer.
    #[error("a question is waiting")]
    QuestionOpen,
    /// No question waits for an answer.
    #[error("no question is waiting")]
    NoQuestion,
    /// The receiver has asked as many times as it may.
    #[error("the receiver may not ask again")]
    TooManyQuestions,
    /// The unit that is said to have accepted instead is the giver or the returner.
    #[error("the next unit must be another than the giver and the returner")]
    OnwardMustBeAnother,
    /// The unit that is said to have accepted instead has not done so yet.
    #[error("the next unit has not accepted yet")]
    OnwardNotAccepted,
    /// The colleague who takes over already holds the baton.
    #[error("the actor already holds the baton")]
    AlreadyHolder,
    /// The next step's date has passed.
    #[error("the next step is in the past")]
    StepInThePast,
    /// The moment is before the latest event.
    #[error("the moment is before the latest event")]
    TimeWentBack,
    /// The event does not fit the state; the trail has been changed outside these rules.
    #[error("the event does not fit the trail")]
    EventMisfit,
}

impl Refusal {
    /// The stable name, for texts in the interface.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TrailClosed => "trail_closed",
            Self::TrailOpen => "trail_open",
            Self::NotOfHoldingUnit => "not_of_holding_unit",
            Self::NotOfReceivingUnit => "not_of_receiving_unit",
            Self::NotAFrontDoor => "not_a_front_door",
            Self::OfferedToSelf => "offered_to_self",
            Self::AlreadyPending => "already_pending",
            Self::NothingPending => "nothing_pending",
            Self::HandoverPending => "handover_pending",
            Self::InternalPsychiatryReferral => "internal_psychiatry_referral",
            Self::NotReceived => "not_received",
            Self::AlreadyReceived => "already_received",
            Self::QuestionOpen => "question_open",
            Self::NoQuestion => "no_question",
            Self::TooManyQuestions => "too_many_questions",
            Self::OnwardMustBeAnother => "onward_must_be_another",
            Self::OnwardNotAccepted => "onward_not_accepted",
            Self::AlreadyHolder => "already_holder",
            Self::StepInThePast => "step_in_the_past",
            Self::TimeWentBack => "time_went_back",
            Self::EventMisfit => "event_misfit",
        }
    }
}

impl From<Misfit> for Refusal {
    fn from(_: Misfit) -> Self {
        Self::EventMisfit
    }
}
