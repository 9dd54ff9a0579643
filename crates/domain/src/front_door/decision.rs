//! What a professional decides after the interview: a level, where to, what the family is told and what happens next.
//! The table suggests; the professional decides, and says why when it differs (mission promise 8; products D4). Every
//! outcome ends with a next step and a date (story 10: *the family is told the next step before the call ends*).

use std::collections::BTreeSet;

use thiserror::Error;

use crate::front_door::interrupt::Action;
use crate::front_door::level::Level;
use crate::front_door::request::Request;
use crate::front_door::routing::{Route, Warning};
use crate::front_door::safety::{Answer, Item};
use crate::front_door::table::Suggestion;
use crate::front_door::text::Note;
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::organisation::{Post, Principal};

/// A decision. Never changed: a new assessment makes a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision(Record);

/// Everything a decision holds, as storage keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which one.
    pub id: Id<Decision>,
    /// What was asked.
    pub request: Id<Request>,
    /// What was suggested, by which table and edition.
    pub suggestion: Suggestion,
    /// The level that was decided.
    pub level: Level,
    /// Why it is not the suggested one; always there when it is not.
    pub reason: Option<Note>,
    /// What comes of it.
    pub outcome: Outcome,
    /// What the family is told.
    pub told: Note,
    /// What happens next.
    pub next_step: Note,
    /// On which day.
    pub next_on: Day,
    /// What is to be considered beside the level.
    pub prompts: Vec<Prompt>,
    /// Who decided.
    pub by: Post,
    /// When.
    pub at: Moment,
}

/// What comes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Advice, in words for the family.
    Advice(Note),
    /// Self-care with support, in words for the family.
    SelfCare(Note),
    /// On to a unit that can take the child.
    Route(Route),
    /// Intensive care or acute help the same day.
    Acute {
        /// What was done.
        action: Action,
    },
}

impl Outcome {
    /// The stable name used in storage and message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Advice(_) => "advice",
            Self::SelfCare(_) => "self_care",
            Self::Route(_) => "route",
            Self::Acute { .. } => "acute",
        }
    }

    fn fits(&self, level: Level) -> Result<(), Refusal> {
        let fits = match self {
            Self::Advice(_) => level == Level::Advice,
            Self::SelfCare(_) => level == Level::SelfCare,
            Self::Route(route) => level == route.level(),
            Self::Acute { .. } => level == Level::SameDay,
        };
        if fits { Ok(()) } else { Err(Refusal::OutcomeDoesNotFit) }
    }
}

/// What is to be considered beside the level of care. For professionals only: that a worry report is considered, or
/// exists, is itself secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prompt {
    /// A coordinated plan (*SIP*): at least two principals are needed.
    CoordinatedPlan {
        /// How many.
        principals: usize,
    },
    /// A worry report (*orosanmälan*): there is, or may be, a risk from others.
    WorryReport,
    /// Acute questions were answered "*vet inte*": ask again.
    AskAgain {
        /// How many.
        items: usize,
    },
}

impl Prompt {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CoordinatedPlan { .. } => "coordinated_plan",
            Self::WorryReport => "worry_report",
            Self::AskAgain { .. } => "ask_again",
        }
    }
}

/// The least number of principals that makes a coordinated plan.
const PLAN_PRINCIPALS_MIN: usize = 2;

/// What is to be considered beside the level, for a request that so many principals are needed for.
pub fn prompts(request: &Request, principals: &BTreeSet<Id<Principal>>) -> Vec<Prompt> {
    let mut prompts = Vec::new();
    if principals.len() >= PLAN_PRINCIPALS_MIN {
        prompts.push(Prompt::CoordinatedPlan { principals: principals.len() });
    }
    if request.risk_from_others() == Answer::Yes {
        prompts.push(Prompt::WorryReport);
    }
    let unclear: Vec<Item> = request.record().screen.unclear();
    if !unclear.is_empty() {
        prompts.push(Prompt::AskAgain { items: unclear.len() });
    }
    prompts
}

/// What the decision form holds so far.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Form {
    /// The level.
    pub level: Option<Level>,
    /// Why it is not the suggested one.
    pub reason: Option<Note>,
    /// What comes of it.
    pub outcome: Option<Outcome>,
    /// What the family is told.
    pub told: Option<Note>,
    /// What happens next.
    pub next_step: Option<Note>,
    /// On which day.
    pub next_on: Option<Day>,
    /// The principals whose help is needed.
    pub principals: BTreeSet<Id<Principal>>,
}

/// What a decision lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// The level.
    Level,
    /// What comes of it.
    Outcome,
    /// What the family is told.
    Told,
    /// What happens next.
    NextStep,
    /// On which day.
    NextDay,
}

impl Lack {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Outcome => "outcome",
            Self::Told => "told",
            Self::NextStep => "next_step",
            Self::NextDay => "next_day",
        }
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A professional decided.
    Decided {
        /// Which decision.
        decision: Id<Decision>,
        /// The level.
        level: Level,
        /// The level that was suggested, if any.
        suggested: Option<Level>,
        /// When something happens next.
        next_on: Day,
    },
}

impl Event {
    /// The stable name used in the log and in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decided { .. } => "level_decided",
        }
    }
}

/// Why nothing is decided.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Acute danger that nobody has acted on.
    #[error("acute danger has not been acted on")]
    Interrupted,
    /// Something is not filled in yet.
    #[error("the decision is not complete")]
    Incomplete(Vec<Lack>),
    /// The level is not the suggested one: say why.
    #[error("a reason is needed when the level is not the suggested one")]
    ReasonNeeded,
    /// Nothing could be suggested, for want of information: say why it is decided all the same.
    #[error("a reason is needed when information is missing")]
    ReasonNeededWithoutSuggestion,
    /// The outcome belongs to another level.
    #[error("the outcome belongs to another level")]
    OutcomeDoesNotFit,
    /// The next step is dated before today.
    #[error("the next step is dated before today")]
    NextDayPassed,
}

impl Refusal {
    /// The stable name used in message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Interrupted => "interrupted",
            Self::Incomplete(_) => "decision_incomplete",
            Self::ReasonNeeded => "reason_needed",
            Self::ReasonNeededWithoutSuggestion => "reason_needed_without_suggestion",
            Self::OutcomeDoesNotFit => "outcome_does_not_fit",
            Self::NextDayPassed => "next_day_passed",
        }
    }
}

impl Form {
    /// What is still to be filled in.
    pub fn lacks(&self) -> Vec<Lack> {
        let lack = |missing: bool, lack: Lack| missing.then_some(lack);
        [
            lack(self.level.is_none(), Lack::Level),
            lack(self.outcome.is_none(), Lack::Outcome),
            lack(self.told.is_none(), Lack::Told),
            lack(self.next_step.is_none(), Lack::NextStep),
            lack(self.next_on.is_none(), Lack::NextDay),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Decision {
    /// A professional decides.
    pub fn make(
        id: Id<Self>,
        request: &Request,
        suggestion: Suggestion,
        form: Form,
        by: Post,
        at: Moment,
    ) -> Result<(Self, Event), Refusal> {
        if request.record().interrupt.is_some() {
            return Err(Refusal::Interrupted);
        }
        let prompts = prompts(request, &form.principals);
        let lacks = form.lacks();
        let Form {
            level: Some(level),
            reason,
            outcome: Some(outcome),
            told: Some(told),
            next_step: Some(next_step),
            next_on: Some(next_on),
            principals: _,
        } = form
        else {
            return Err(Refusal::Incomplete(lacks));
        };
        outcome.fits(level)?;
        match (suggestion.level(), &reason) {
            (_, Some(_)) => {}
            (Some(suggested), None) if suggested == level => {}
            (Some(_), None) => return Err(Refusal::ReasonNeeded),
            (None, None) => return Err(Refusal::ReasonNeededWithoutSuggestion),
        }
        if next_on < at.day() {
            return Err(Refusal::NextDayPassed);
        }
        let event = Event::Decided { decision: id, level, suggested: suggestion.level(), next_on };
        let request = request.record().id;
        let record =
            Record { id, request, suggestion, level, reason, outcome, told, next_step, next_on, prompts, by, at };
        Ok((Self(record), event))
    }

    /// A decision as storage kept it.
    pub fn restore(record: Record) -> Self {
        Self(record)
    }

    /// Everything it holds.
    pub fn record(&self) -> &Record {
        &self.0
    }

    /// What the professional should know about where the child is sent.
    pub fn warnings(&self) -> &[Warning] {
        match &self.0.outcome {
            Outcome::Route(route) => route.warnings(),
            Outcome::Advice(_) | Outcome::SelfCare(_) | Outcome::Acute { .. } => &[],
        }
    }
}
