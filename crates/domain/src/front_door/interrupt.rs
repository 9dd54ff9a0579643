//! Acute danger interrupts: nothing proceeds until somebody has acted, said when they follow up, and knows how to call
//! back and where the child is. Source: dossier 3.4, and story 9 (*cannot be closed without action and time*).

use thiserror::Error;

use crate::front_door::reach::Telephone;
use crate::front_door::safety::Item;
use crate::front_door::text::{Line, Note};
use crate::moment::Moment;
use crate::organisation::Post;

/// What was done about acute danger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// 112 was called.
    CalledEmergencyNumber,
    /// The duty clinician was talked with.
    TalkedWithDutyClinician,
    /// A visit to the emergency unit was booked.
    EmergencyUnitBooked,
    /// A safety plan was made with a guardian.
    SafetyPlanWithGuardian,
    /// A worry report (*orosanmälan*) was made, by telephone first. Its existence is itself secret.
    WorryReportByTelephone,
    /// The police were called.
    PoliceCalled,
}

impl Action {
    /// Every action, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::CalledEmergencyNumber,
        Self::TalkedWithDutyClinician,
        Self::EmergencyUnitBooked,
        Self::SafetyPlanWithGuardian,
        Self::WorryReportByTelephone,
        Self::PoliceCalled,
    ];

    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CalledEmergencyNumber => "called_emergency_number",
            Self::TalkedWithDutyClinician => "talked_with_duty_clinician",
            Self::EmergencyUnitBooked => "emergency_unit_booked",
            Self::SafetyPlanWithGuardian => "safety_plan_with_guardian",
            Self::WorryReportByTelephone => "worry_report_by_telephone",
            Self::PoliceCalled => "police_called",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

/// The latest a follow-up may be after an acute action, in days. PROPOSED: no public rule was found.
pub const FOLLOW_UP_DAYS_MAX: i64 = 7;

/// Acute danger that nobody has acted on yet. Everything else waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interrupt {
    /// What was answered yes.
    pub items: Vec<Item>,
    /// Since when.
    pub since: Moment,
}

/// What the form about an interruption holds so far; all of it is needed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Response {
    /// What was done.
    pub action: Option<Action>,
    /// Who was spoken with and what was agreed.
    pub note: Option<Note>,
    /// When somebody contacts the child or the family again.
    pub follow_up_at: Option<Moment>,
    /// The number to call back.
    pub call_back: Option<Telephone>,
    /// Where the child is.
    pub place: Option<Line>,
}

/// Acute danger that somebody has acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// What was answered yes, and since when.
    pub interrupt: Interrupt,
    /// What was done.
    pub action: Action,
    /// Who was spoken with and what was agreed.
    pub note: Note,
    /// When somebody contacts the child or the family again.
    pub follow_up_at: Moment,
    /// The number to call back.
    pub call_back: Telephone,
    /// Where the child was.
    pub place: Line,
    /// Who acted.
    pub by: Post,
    /// When.
    pub at: Moment,
}

/// What a response to an interruption lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// What was done.
    Action,
    /// Who was spoken with and what was agreed.
    Note,
    /// When somebody follows up.
    FollowUp,
    /// The number to call back.
    CallBack,
    /// Where the child is.
    Place,
}

impl Lack {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Note => "note",
            Self::FollowUp => "follow_up",
            Self::CallBack => "call_back",
            Self::Place => "place",
        }
    }
}

/// Why an interruption stays.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Something is not documented yet.
    #[error("the response to acute danger is not complete")]
    Incomplete(Vec<Lack>),
    /// The follow-up is not later than the action.
    #[error("the follow-up is not later than the action")]
    FollowUpNotLater,
    /// The follow-up is more than [`FOLLOW_UP_DAYS_MAX`] days away.
    #[error("the follow-up is more than {FOLLOW_UP_DAYS_MAX} days away")]
    FollowUpTooLate,
}

impl Refusal {
    /// The stable name used in message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Incomplete(_) => "response_incomplete",
            Self::FollowUpNotLater => "follow_up_not_later",
            Self::FollowUpTooLate => "follow_up_too_late",
        }
    }
}

impl Response {
    /// What is still to be documented.
    pub fn lacks(&self) -> Vec<Lack> {
        let lack = |missing: bool, lack: Lack| missing.then_some(lack);
        [
            lack(self.action.is_none(), Lack::Action),
            lack(self.note.is_none(), Lack::Note),
            lack(self.follow_up_at.is_none(), Lack::FollowUp),
            lack(self.call_back.is_none(), Lack::CallBack),
            lack(self.place.is_none(), Lack::Place),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Interrupt {
    /// Somebody has acted.
    pub(super) fn handle(self, response: Response, by: Post, at: Moment) -> Result<Handled, Refusal> {
        let lacks = response.lacks();
        let Response {
            action: Some(action),
            note: Some(note),
            follow_up_at: Some(follow_up_at),
            call_back: Some(call_back),
            place: Some(place),
        } = response
        else {
            return Err(Refusal::Incomplete(lacks));
        };
        if follow_up_at <= at {
            return Err(Refusal::FollowUpNotLater);
        }
        if follow_up_at.since(at).as_secs() > FOLLOW_UP_DAYS_MAX * 24 * 60 * 60 {
            return Err(Refusal::FollowUpTooLate);
        }
        Ok(Handled { interrupt: self, action, note, follow_up_at, call_back, place, by, at })
    }
}
