//! A request for help: from "somebody asked" until it is decided what happens and who holds it next.
//!
//! ```text
//! Waiting -> Taken -> (Interviewed) -> Decided -> Closed
//!    ^---------|  release     ^-----------|  take up again
//! ```
//! Rules: only who has taken it acts on it; another may take over, openly. Acute danger stops everything but acting on
//! it (`interrupt`). Two requests about the same child are merged openly, and neither disappears. Source: dossier 3,
//! mission promise 1. Not here: which level of care (`decision`), and the baton after closing (the trail).

use crate::child::Child;
use crate::front_door::decision::Decision;
use crate::front_door::intake::{Intake, Topic};
use crate::front_door::interrupt::{Handled, Interrupt};
use crate::front_door::interview::Interview;
use crate::front_door::queue::{Chosen, Priority, Source};
use crate::front_door::safety::{Answer, Screen};
use crate::front_door::text::Note;
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::Post;

pub mod anew;
pub mod closing;
pub mod event;
pub mod refusal;

mod danger;

pub use anew::Whereabouts;
pub use closing::{Ending, Merged};
pub use event::Event;
pub use refusal::Refusal;

/// The most requests that are merged into one.
pub const MERGED_MAX: usize = 20;

/// A request for help. It changes only through its transitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request(Record);

/// Everything a request holds, as storage keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which one.
    pub id: Id<Request>,
    /// What was told when asking.
    pub intake: Intake,
    /// The child, once somebody has made sure who it is.
    pub child: Option<Id<Child>>,
    /// When it came in; of merged requests the first.
    pub received_at: Moment,
    /// When somebody must have answered.
    pub due_at: Moment,
    /// How soon somebody must act, and who chose so.
    pub urgency: Chosen,
    /// The acute screen so far.
    pub screen: Screen,
    /// Acute danger that nobody has acted on yet.
    pub interrupt: Option<Interrupt>,
    /// Acute danger that somebody has acted on, oldest first.
    pub handled: Vec<Handled>,
    /// Requests that were merged into this one.
    pub merged: Vec<Id<Request>>,
    /// How far it has come.
    pub state: State,
    /// When it last changed.
    pub changed_at: Moment,
}

/// How far a request has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// In the queue.
    Waiting,
    /// Somebody is on it.
    Taken(Holder),
    /// The interview is done.
    Interviewed(Holder, Id<Interview>),
    /// It is decided what happens.
    Decided(Holder, Id<Decision>),
    /// Nothing more happens here.
    Closed(Ending),
}

impl State {
    /// The stable name used in storage and message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken(_) => "taken",
            Self::Interviewed(..) => "interviewed",
            Self::Decided(..) => "decided",
            Self::Closed(_) => "closed",
        }
    }

    /// Who is on it.
    pub const fn holder(&self) -> Option<&Holder> {
        match self {
            Self::Taken(holder) | Self::Interviewed(holder, _) | Self::Decided(holder, _) => Some(holder),
            Self::Waiting | Self::Closed(_) => None,
        }
    }
}

/// Who is on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Holder {
    /// Who.
    pub by: Post,
    /// Since when.
    pub at: Moment,
}

impl Request {
    /// Somebody asks for help. The due time is the promise of [`Topic::urgency`], on the
    /// front door's own calendar.
    pub fn receive(
        id: Id<Self>,
        intake: Intake,
        due_at: Moment,
        received_at: Moment,
    ) -> Result<(Self, Event), Refusal> {
        if due_at < received_at {
            return Err(Refusal::DueBeforeReceipt);
        }
        let urgency = Chosen { urgency: intake.topic.urgency(), source: Source::Answers };
        let request = Self(Record {
            id,
            intake,
            child: None,
            received_at,
            due_at,
            urgency,
            screen: Screen::default(),
            interrupt: None,
            handled: Vec::new(),
            merged: Vec::new(),
            state: State::Waiting,
            changed_at: received_at,
        });
        Ok((request, Event::Received { due_at }))
    }

    /// A request as storage kept it.
    pub fn restore(record: Record) -> Self {
        Self(record)
    }

    /// Everything it holds.
    pub fn record(&self) -> &Record {
        &self.0
    }

    /// Where it stands in the queue.
    pub fn priority(&self) -> Priority {
        let Record { id, urgency, due_at, received_at, .. } = self.0;
        Priority { urgency: urgency.urgency, due_at, received_at, id }
    }

    /// Somebody takes it from the queue.
    pub fn take(mut self, by: Post, at: Moment) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        match self.0.state {
            State::Waiting => {}
            State::Taken(_) | State::Interviewed(..) | State::Decided(..) => return Err(Refusal::NotWaiting),
            State::Closed(_) => return Err(Refusal::Closed),
        }
        self.0.state = State::Taken(Holder { by, at });
        Ok((self, Event::Taken { by }))
    }

    /// Somebody takes over from whoever has it, also in acute danger: a second person must always be able to act.
    pub fn take_over(mut self, by: Post, reason: Note, at: Moment) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        let holder = Holder { by, at };
        let from = self.holder()?.by;
        if from.staff == by.staff && from.assignment == by.assignment {
            return Err(Refusal::AlreadyTheirs);
        }
        self.0.state = match self.0.state {
            State::Taken(_) => State::Taken(holder),
            State::Interviewed(_, interview) => State::Interviewed(holder, interview),
            State::Decided(_, decision) => State::Decided(holder, decision),
            State::Waiting | State::Closed(_) => return Err(Refusal::NotTaken),
        };
        Ok((self, Event::TakenOver { from, by, reason }))
    }

    /// It goes back to the queue, with its place in it. After the interview somebody takes over instead, so that what
    /// the child has told is not asked again.
    pub fn release(mut self, by: Post, reason: Note, at: Moment) -> Result<(Self, Event), Refusal> {
        self.proceed(&by, at)?;
        match self.0.state {
            State::Taken(_) => {}
            State::Waiting => return Err(Refusal::NotTaken),
            State::Interviewed(..) => return Err(Refusal::AlreadyInterviewed),
            State::Decided(..) => return Err(Refusal::AlreadyDecided),
            State::Closed(_) => return Err(Refusal::Closed),
        }
        self.0.state = State::Waiting;
        Ok((self, Event::Released { by, reason }))
    }

    /// Somebody has made sure who the child is. Never changed silently to another (dossier 2.4).
    pub fn identify(mut self, child: Id<Child>, by: Post, at: Moment) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        self.held_by(&by)?;
        if self.0.child.is_some_and(|known| known != child) {
            return Err(Refusal::AnotherChild);
        }
        self.0.child = Some(child);
        Ok((self, Event::Identified { child }))
    }

    /// The interview is done.
    pub fn interview(mut self, interview: Id<Interview>, by: Post, at: Moment) -> Result<(Self, Event), Refusal> {
        self.proceed(&by, at)?;
        self.0.state = match self.0.state {
            State::Taken(holder) => State::Interviewed(holder, interview),
            State::Interviewed(..) => return Err(Refusal::AlreadyInterviewed),
            State::Decided(..) => return Err(Refusal::AlreadyDecided),
            State::Waiting => return Err(Refusal::NotTaken),
            State::Closed(_) => return Err(Refusal::Closed),
        };
        Ok((self, Event::Interviewed { interview }))
    }

    /// It is decided what happens: after the interview, or at once when a referral says enough. Every acute question
    /// must have been answered, "*vet inte*" included.
    pub fn decide(mut self, decision: &Decision, by: Post, at: Moment) -> Result<(Self, Event), Refusal> {
        self.proceed(&by, at)?;
        let unasked = self.0.screen.unasked();
        if !unasked.is_empty() {
            return Err(Refusal::NotScreened(unasked));
        }
        if decision.record().request != self.0.id {
            return Err(Refusal::AnotherRequest);
        }
        let decision = decision.record().id;
        self.0.state = match self.0.state {
            State::Taken(holder) | State::Interviewed(holder, _) => State::Decided(holder, decision),
            State::Decided(..) => return Err(Refusal::AlreadyDecided),
            State::Waiting => return Err(Refusal::NotTaken),
            State::Closed(_) => return Err(Refusal::Closed),
        };
        Ok((self, Event::Decided { decision }))
    }

    /// Whether somebody says that the child is exposed to violence, in the screen or by what they asked about.
    pub fn risk_from_others(&self) -> Answer {
        match self.0.intake.topic {
            Topic::HomeUnsafe => Answer::Yes,
            Topic::LowOrWorried
            | Topic::School
            | Topic::SelfHarmOrSuicidal
            | Topic::WorriedForFriend
            | Topic::Other => self.0.screen.risk_from_others(),
        }
    }

    fn forward(&mut self, at: Moment) -> Result<(), Refusal> {
        if at < self.0.changed_at {
            return Err(Refusal::TimeRunsForward);
        }
        self.0.changed_at = at;
        Ok(())
    }

    fn calm(&self) -> Result<(), Refusal> {
        if self.0.interrupt.is_some() { Err(Refusal::Interrupted) } else { Ok(()) }
    }

    fn holder(&self) -> Result<&Holder, Refusal> {
        match &self.0.state {
            State::Closed(_) => Err(Refusal::Closed),
            State::Waiting => Err(Refusal::NotTaken),
            State::Taken(holder) | State::Interviewed(holder, _) | State::Decided(holder, _) => Ok(holder),
        }
    }

    fn held_by(&self, by: &Post) -> Result<(), Refusal> {
        let holder = self.holder()?.by;
        let theirs = holder.staff == by.staff && holder.assignment == by.assignment;
        if theirs { Ok(()) } else { Err(Refusal::TakenByAnother) }
    }

    /// What every step forward asks: time runs forward, no acute danger waits, and it is theirs.
    fn proceed(&mut self, by: &Post, at: Moment) -> Result<(), Refusal> {
        self.forward(at)?;
        self.calm()?;
        self.held_by(by)
    }
}
