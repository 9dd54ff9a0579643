//! Promised times: what was promised, by whom, since when - and one promise as it runs. A clock starts at receipt,
//! never when someone picks the matter up. A national clock never pauses; a local clock may, and is then shown beside
//! it. Source: dossier 3.5, 3.6, 4.2 (2026-04-16).
//!
//! Every value is dated configuration. [`defaults`] is where a region begins, not what it must keep.
//! Not here: which days are working days, which [`crate::calendar`] knows.

mod change;
mod code;
pub mod course;
mod default_values;
mod definition;

pub use change::{AMOUNT_MAX, FIRST_ANSWER, SOURCE_CHARACTERS_MAX, SetRefusal, with_defaults};
pub use code::{Code, UnknownCode};
pub use default_values::defaults;
pub use definition::{Definition, Evidence, Scope, Source, Start, Unit, in_force, promised, started_by};

use crate::calendar::{Pace, Promise, Remaining, Standing, WorkingDays};
use crate::moment::Moment;

/// A promise as it runs towards its due time. It began at receipt; there is no way to begin it anywhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    definition: Definition,
    received_at: Moment,
    /// The receipt, moved on by the time the clock has been paused: what the share of used time is measured from.
    counts_from: Moment,
    due_at: Moment,
    pause: Option<Pause>,
}

/// A pause that is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub since: Moment,
    /// Why.
    pub reason: PauseReason,
}

/// Why a local clock waits for someone outside the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PauseReason {
    /// The referrer was asked to complete the referral. Dossier 3.6.
    SupplementRequested,
    /// The family chose to wait (*patientvald väntan*).
    FamilyChoseToWait,
}

/// What happened to a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It began, and is due then.
    Started {
        /// What was promised.
        code: Code,
        /// By whom.
        scope: Scope,
        /// When it is due.
        due_at: Moment,
    },
    /// It waits.
    Paused(Pause),
    /// It goes on, and is due later than before.
    Resumed {
        /// The new due time.
        due_at: Moment,
    },
    /// It ended.
    Stopped(Stopped),
}

/// A clock that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// What was promised.
    pub definition: Definition,
    /// When the matter arrived.
    pub received_at: Moment,
    /// When it was due.
    pub due_at: Moment,
    /// When it ended.
    pub stopped_at: Moment,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a promise ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Done at or before the due time.
    Kept,
    /// Done, or withdrawn, after the due time.
    Broken,
    /// Withdrawn by the one it was promised to, before the due time.
    Withdrawn,
}

/// Why a clock cannot do what it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// National figures do not pause.
    #[error("a national clock never pauses")]
    NationalNeverPauses,
    /// It already waits.
    #[error("the clock is already paused")]
    AlreadyPaused,
    /// It does not wait.
    #[error("the clock is not paused")]
    NotPaused,
    /// A broken promise cannot be hidden by a pause.
    #[error("the due time has already passed")]
    AlreadyLate,
    /// Nothing happens before the receipt, or before the pause began.
    #[error("the moment is earlier than what has already happened")]
    TooEarly,
}

impl Running {
    /// Starts the clock of a matter at its receipt.
    pub fn start(definition: &Definition, received_at: Moment, calendar: &WorkingDays) -> (Self, Event) {
        let due_at = definition.due(received_at, calendar);
        let Definition { code, scope, .. } = *definition;
        let running =
            Self { definition: definition.clone(), received_at, counts_from: received_at, due_at, pause: None };
        (running, Event::Started { code, scope, due_at })
    }

    /// A clock as it was stored. `counts_from` and `due_at` are what [`Self::counts_from`] and [`Self::due_at`] said.
    pub fn restore(
        definition: Definition,
        received_at: Moment,
        counts_from: Moment,
        due_at: Moment,
        pause: Option<Pause>,
    ) -> Self {
        Self { definition, received_at, counts_from, due_at, pause }
    }

    /// What was promised.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// When the matter arrived.
    pub fn received_at(&self) -> Moment {
        self.received_at
    }

    /// The receipt, moved on by past pauses.
    pub fn counts_from(&self) -> Moment {
        self.counts_from
    }

    /// When it is due, the pause that is going on not counted.
    pub fn due_at(&self) -> Moment {
        self.due_at
    }

    /// The pause that is going on.
    pub fn pause_now(&self) -> Option<Pause> {
        self.pause
    }

    /// Lets a local clock wait. A broken promise cannot be paused.
    pub fn pause(self, now: Moment, reason: PauseReason) -> Result<(Self, Event), Refusal> {
        match self.definition.scope {
            Scope::National => return Err(Refusal::NationalNeverPauses),
            Scope::Local if self.pause.is_some() => return Err(Refusal::AlreadyPaused),
            Scope::Local if now < self.received_at => return Err(Refusal::TooEarly),
            Scope::Local if now > self.due_at => return Err(Refusal::AlreadyLate),
            Scope::Local => (),
        }
        let pause = Pause { since: now, reason };
        Ok((Self { pause: Some(pause), ..self }, Event::Paused(pause)))
    }

    /// Lets a paused clock go on: it is due as much later as it has waited, counted as its unit counts.
    pub fn resume(self, now: Moment, calendar: &WorkingDays) -> Result<(Self, Event), Refusal> {
        let pause = self.pause.ok_or(Refusal::NotPaused)?;
        if now < pause.since {
            return Err(Refusal::TooEarly);
        }
        let running = self.moved_on(now, calendar);
        let due_at = running.due_at;
        Ok((running, Event::Resumed { due_at }))
    }

    /// Ends the clock because what was promised has been done.
    pub fn stop(self, now: Moment, calendar: &WorkingDays) -> Result<Event, Refusal> {
        self.end(now, calendar, Outcome::Kept)
    }

    /// Ends the clock because the one it was promised to no longer asks for it. A promise that is already broken stays
    /// broken.
    pub fn withdraw(self, now: Moment, calendar: &WorkingDays) -> Result<Event, Refusal> {
        self.end(now, calendar, Outcome::Withdrawn)
    }

    /// Whether the promise is broken at this moment. A paused clock is not.
    pub fn is_broken(&self, now: Moment) -> bool {
        self.pause.is_none() && now > self.due_at
    }

    /// What is left, or how late it is.
    pub fn remaining(&self, now: Moment, calendar: &WorkingDays) -> Remaining {
        let at = if self.pause.is_some() { self.clone().moved_on(now, calendar) } else { self.clone() };
        let promise = Promise { started_at: at.counts_from, due_at: at.due_at, pace: at.definition.unit.pace() };
        let remaining = calendar.remaining(promise, now);
        if self.pause.is_some() { Remaining { standing: Standing::Paused, ..remaining } } else { remaining }
    }

    fn moved_on(self, now: Moment, calendar: &WorkingDays) -> Self {
        let Some(pause) = self.pause else { return self };
        let pace = self.definition.unit.pace();
        let waited = calendar.time(pace, pause.since, now);
        let later = |moment: Moment| match pace {
            Pace::OpenHours => calendar.after_working_time(moment, waited),
            Pace::AllHours => moment.plus(waited),
        };
        Self { counts_from: later(self.counts_from), due_at: later(self.due_at), pause: None, ..self }
    }

    fn end(self, now: Moment, calendar: &WorkingDays, wished: Outcome) -> Result<Event, Refusal> {
        if now < self.received_at || self.pause.is_some_and(|pause| now < pause.since) {
            return Err(Refusal::TooEarly);
        }
        let Self { definition, received_at, due_at, .. } = self.moved_on(now, calendar);
        let outcome = if now > due_at { Outcome::Broken } else { wished };
        Ok(Event::Stopped(Stopped { definition, received_at, due_at, stopped_at: now, outcome }))
    }
}
