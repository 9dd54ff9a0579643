//! Who must consent, and one consent as it lives: asked, given or declined, withdrawn or expired. Source: dossier 2.3,
//! 6.2; FB 6:11, 6:13, 6:13 a; JO 3153-2016 (2026-04-16).
//!
//! A consent is for named domains, a purpose and a time; never general. It is checked when something is read or sent, not
//! when it was given: by then it may have run out, or whoever gave it may decide no longer. None of the four kinds is the
//! legal basis of the GDPR.
//! Not here: grounds other than consent, which [`crate::disclosure`] offers. The child's own view is always asked for,
//! whoever decides.

mod requirement;
mod rule;

pub use requirement::{
    Asking, Basis, BestInterests, BoardPower, Consenter, HOLDERS_MAX, Holder, Maturity, Measure, NobodyDecides, Policy,
    Presence, Requirement, Situation, Weight, consent_requirement,
};
pub use rule::{ALONE_FROM, Rule, RuleRefusal, begun, policy_on};

use crate::child::{Child, Person};
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::organisation::{SecrecyDomain, Staff};

/// The longest time one consent may be asked for. Proposed by Cairn: a year, so that it is asked for again.
pub const VALID_DAYS_MAX: i32 = 366;

/// Which of the four legally different consents it is. Source: dossier 6.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// To let one party tell another something specified (*sekretessmedgivande*).
    Secrecy,
    /// To draw up a coordinated plan.
    Plan,
    /// To examination or treatment.
    Care,
    /// To look in another provider's records, lag (2022:913) chapter 3. Never makes a push into a pull.
    SharedRecord,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Which kind.
    pub kind: Kind,
    /// About whom.
    pub child: Id<Child>,
    /// From whose knowledge.
    pub from: Id<SecrecyDomain>,
    /// To whom.
    pub to: Id<SecrecyDomain>,
    /// The last day. A consent always has one.
    pub until: Day,
    /// Whose yes is needed.
    pub required: Requirement,
}

/// One consent and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Which one.
    pub id: Id<Consent>,
    /// What was asked for.
    pub terms: Terms,
    /// Where it stands.
    pub state: State,
}

/// Where a consent stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Not everyone who is needed has answered.
    Asked {
        /// Those who have said yes so far.
        answers: Vec<Answer>,
    },
    /// Given by everyone who is needed.
    Given {
        /// By whom, and how.
        answers: Vec<Answer>,
        /// The last day: the earliest that any of them, or the question, named.
        until: Day,
    },
    /// Someone who is needed said no.
    Declined(Ending),
    /// Someone who said yes took it back.
    Withdrawn(Ending),
    /// The last day has passed.
    Expired {
        /// The last day it held.
        until: Day,
    },
}

/// One yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whose.
    pub by: Consenter,
    /// How it was given.
    pub how: How,
    /// When.
    pub at: Moment,
    /// The last day this person agrees to.
    pub until: Day,
}

/// How a yes was given. No form is prescribed, but what was said must be written down by someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Said to this member of staff, who recorded it.
    Oral(Id<Staff>),
    /// Signed on paper, registered by this member of staff.
    Written(Id<Staff>),
    /// By the person, logged in.
    LoggedIn,
}

/// Who ended a consent, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Who.
    pub by: Consenter,
    /// When.
    pub at: Moment,
}

/// What happened to a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was asked for.
    Asked,
    /// One said yes; others are still asked.
    Answered(Answer),
    /// The last yes that was needed: it holds until this day.
    Given {
        /// The answer.
        answer: Answer,
        /// The last day.
        until: Day,
    },
    /// Someone said no.
    Declined(Ending),
    /// Someone took their yes back: joint views close at once.
    Withdrawn(Ending),
    /// Its last day passed.
    Expired,
}

/// Why a consent cannot change as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The last day is before today.
    #[error("the last day has passed")]
    UntilPassed,
    /// Longer than a consent may last.
    #[error("a consent lasts at most {VALID_DAYS_MAX} days")]
    TooLong,
    /// This person is not one of those asked.
    #[error("this person is not asked")]
    NotAsked,
    /// This person has already said yes.
    #[error("this person has already answered")]
    AlreadyAnswered,
    /// It is no longer open for answers.
    #[error("the question is no longer open")]
    NotOpen,
    /// It is not in force, or not by this person, so there is nothing to take back.
    #[error("there is no consent of this person to withdraw")]
    NotGiven,
    /// Its last day has not passed.
    #[error("the consent still holds")]
    StillHolds,
}

impl Consent {
    /// Asks for a consent.
    pub fn ask(id: Id<Consent>, terms: Terms, now: Moment) -> Result<(Self, Event), Refusal> {
        check_until(terms.until, now)?;
        Ok((Self { id, terms, state: State::Asked { answers: Vec::new() } }, Event::Asked))
    }

    /// One person says yes, perhaps for a shorter time than was asked for. It is given when all who are needed have.
    pub fn give(self, answer: Answer) -> Result<(Self, Event), Refusal> {
        let State::Asked { mut answers } = self.state else { return Err(Refusal::NotOpen) };
        if !self.terms.required.asks(answer.by) {
            return Err(Refusal::NotAsked);
        }
        if answers.iter().any(|earlier| earlier.by == answer.by) {
            return Err(Refusal::AlreadyAnswered);
        }
        check_until(answer.until.min(self.terms.until), answer.at)?;
        answers.push(answer);
        let until = answers.iter().map(|answer| answer.until).fold(self.terms.until, Day::min);
        let givers = answers.iter().map(|answer| answer.by).collect();
        let (state, event) = if self.terms.required.is_met_by(&givers) {
            (State::Given { answers, until }, Event::Given { answer, until })
        } else {
            (State::Asked { answers }, Event::Answered(answer))
        };
        Ok((Self { state, ..self }, event))
    }

    /// One person who is asked says no, also after an own yes while others are still asked. Where one of several is
    /// enough, another can be asked anew.
    pub fn decline(self, by: Consenter, at: Moment) -> Result<(Self, Event), Refusal> {
        let State::Asked { .. } = self.state else { return Err(Refusal::NotOpen) };
        if !self.terms.required.asks(by) {
            return Err(Refusal::NotAsked);
        }
        let ending = Ending { by, at };
        Ok((Self { state: State::Declined(ending), ..self }, Event::Declined(ending)))
    }

    /// One of those who said yes takes it back. It ends at once; what was already received stays with the receiver.
    pub fn withdraw(self, by: Consenter, at: Moment) -> Result<(Self, Event), Refusal> {
        match &self.state {
            State::Given { answers, .. } if answers.iter().any(|answer| answer.by == by) => (),
            State::Given { .. }
            | State::Asked { .. }
            | State::Declined(_)
            | State::Withdrawn(_)
            | State::Expired { .. } => return Err(Refusal::NotGiven),
        }
        let ending = Ending { by, at };
        Ok((Self { state: State::Withdrawn(ending), ..self }, Event::Withdrawn(ending)))
    }

    /// Closes a consent, or a question, whose last day has passed.
    pub fn expire(self, now: Moment) -> Result<(Self, Event), Refusal> {
        let until = match &self.state {
            State::Asked { .. } => self.terms.until,
            State::Given { until, .. } => *until,
            State::Declined(_) | State::Withdrawn(_) | State::Expired { .. } => return Err(Refusal::NotOpen),
        };
        if now.day() <= until {
            return Err(Refusal::StillHolds);
        }
        Ok((Self { state: State::Expired { until }, ..self }, Event::Expired))
    }

    /// Whether something may rest on it at this moment, whether or not anyone has come to close it: it is given, its last
    /// day has not passed, and it stands. `custody` is who has custody today.
    pub fn holds(&self, now: Moment, custody: &[Id<Person>]) -> bool {
        match &self.state {
            State::Given { until, .. } => now.day() <= *until && self.stands(custody),
            State::Asked { .. } | State::Declined(_) | State::Withdrawn(_) | State::Expired { .. } => false,
        }
    }

    /// Whether those who have said yes, or must before it is given, are those who decide today. Custody ends and is given to
    /// others, and children come of age, between a yes and what is sent on it. Where all with custody say yes together,
    /// somebody who has it since and has not been asked makes it no longer theirs alone to give.
    pub fn stands(&self, custody: &[Id<Person>]) -> bool {
        let together = self.terms.required.basis == Basis::Together;
        if together && self.terms.required.one_of.is_empty() {
            let asked = |person: &Id<Person>| self.terms.required.all_of.contains(&Consenter::Guardian(*person));
            if !custody.iter().all(asked) {
                return false;
            }
        }
        let answers: &[Answer] = match &self.state {
            State::Asked { answers } | State::Given { answers, .. } => answers,
            State::Declined(_) | State::Withdrawn(_) | State::Expired { .. } => &[],
        };
        let awaited = match &self.state {
            State::Asked { .. } => Some(&self.terms.required.all_of),
            State::Given { .. } | State::Declined(_) | State::Withdrawn(_) | State::Expired { .. } => None,
        };
        let mut whose = answers.iter().map(|answer| answer.by).chain(awaited.into_iter().flatten().copied());
        whose.all(|who| match who {
            Consenter::Child => true,
            Consenter::Guardian(person) => custody.contains(&person),
        })
    }
}

fn check_until(until: Day, now: Moment) -> Result<(), Refusal> {
    match until.days_since(now.day()) {
        days if days < 0 => Err(Refusal::UntilPassed),
        days if days > VALID_DAYS_MAX => Err(Refusal::TooLong),
        _ => Ok(()),
    }
}
