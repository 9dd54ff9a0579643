//! How a request ends: never silently, and never with nobody knowing what happens next.

use super::{Event, MERGED_MAX, Record, Refusal, Request, State};
use crate::front_door::queue::Urgency;
use crate::front_door::text::Note;
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::Post;

/// The fewest attempts before somebody counts as not reached. PROPOSED: no public rule was found.
pub const ATTEMPTS_MIN: u8 = 3;

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// What was decided has been carried out: the next has accepted, or the family has its advice.
    CarriedOut {
        /// Who closed it.
        by: Post,
    },
    /// The asker took it back.
    Withdrawn,
    /// Nobody could be reached.
    NotReached {
        /// How many times somebody tried.
        attempts: u8,
        /// How, and what was left for them.
        note: Note,
        /// Who closed it.
        by: Post,
    },
    /// Merged into another request about the same child.
    Merged {
        /// Which one goes on.
        into: Id<Request>,
        /// How one knows that they are about the same child.
        reason: Note,
        /// Who merged them.
        by: Post,
    },
}

impl Ending {
    /// The stable name used in storage and message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CarriedOut { .. } => "carried_out",
            Self::Withdrawn => "withdrawn",
            Self::NotReached { .. } => "not_reached",
            Self::Merged { .. } => "merged",
        }
    }
}

/// Two requests after a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The one that was closed. It keeps its words.
    pub closed: Request,
    /// The one that goes on.
    pub kept: Request,
}

impl Request {
    /// What was decided has been carried out. By whoever accepts, not only by whoever took it.
    pub fn close(mut self, by: Post, at: Moment) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        self.calm()?;
        match self.0.state {
            State::Decided(..) => Ok(self.end(Ending::CarriedOut { by })),
            State::Waiting | State::Taken(_) | State::Interviewed(..) => Err(Refusal::NotDecided),
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    /// The asker takes it back, before anything is decided. Not when it is urgent: then somebody talks with the child
    /// first.
    pub fn withdraw(mut self, at: Moment) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        self.calm()?;
        self.undecided()?;
        self.talked()?;
        Ok(self.end(Ending::Withdrawn))
    }

    /// Nobody could be reached. Not when it is urgent: then a professional first judges it again, or acts otherwise.
    pub fn give_up(mut self, attempts: u8, note: Note, by: Post, at: Moment) -> Result<(Self, Event), Refusal> {
        self.proceed(&by, at)?;
        match self.0.state {
            State::Taken(_) => {}
            State::Waiting => return Err(Refusal::NotTaken),
            State::Interviewed(..) => return Err(Refusal::AlreadyInterviewed),
            State::Decided(..) => return Err(Refusal::AlreadyDecided),
            State::Closed(_) => return Err(Refusal::Closed),
        }
        if attempts < ATTEMPTS_MIN {
            return Err(Refusal::TooFewAttempts);
        }
        self.talked()?;
        Ok(self.end(Ending::NotReached { attempts, note, by }))
    }

    /// Two requests turn out to be about the same child. This one closes and names the other; the other remembers it,
    /// and takes over the earlier receipt, the earlier due time, the higher urgency and what was promised in acute
    /// danger. Both keep their words. Neither may be in somebody else's hands.
    pub fn merge_into(
        mut self,
        mut kept: Self,
        reason: Note,
        by: Post,
        at: Moment,
    ) -> Result<(Merged, Event), Refusal> {
        if self.0.id == kept.0.id {
            return Err(Refusal::SameRequest);
        }
        for request in [&mut self, &mut kept] {
            request.forward(at)?;
            request.open()?;
            request.calm()?;
        }
        kept.held_by(&by)?;
        self.undecided()?;
        if self.0.state.holder().is_some() {
            self.held_by(&by)?;
        }
        if let (Some(one), Some(other)) = (self.0.child, kept.0.child)
            && one != other
        {
            return Err(Refusal::AnotherChild);
        }
        if kept.0.merged.len() + self.0.merged.len() >= MERGED_MAX {
            return Err(Refusal::TooManyMerged);
        }
        kept.absorb(&self.0);
        let event = Event::Merged { closed: self.0.id, kept: kept.0.id };
        let (closed, _) = self.end(Ending::Merged { into: kept.0.id, reason, by });
        Ok((Merged { closed, kept }, event))
    }

    fn absorb(&mut self, other: &Record) {
        self.0.child = self.0.child.or(other.child);
        self.0.received_at = self.0.received_at.min(other.received_at);
        self.0.due_at = self.0.due_at.min(other.due_at);
        if other.urgency.urgency > self.0.urgency.urgency {
            self.0.urgency = other.urgency;
        }
        self.0.handled.extend(other.handled.iter().cloned());
        self.0.handled.sort_by_key(|handled| handled.at);
        self.0.merged.push(other.id);
        self.0.merged.extend(&other.merged);
    }

    fn undecided(&self) -> Result<(), Refusal> {
        match self.0.state {
            State::Waiting | State::Taken(_) | State::Interviewed(..) => Ok(()),
            State::Decided(..) => Err(Refusal::AlreadyDecided),
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    fn talked(&self) -> Result<(), Refusal> {
        match self.0.urgency.urgency {
            Urgency::Ordinary => Ok(()),
            Urgency::SameDay | Urgency::Acute => Err(Refusal::TalkFirst),
        }
    }

    fn end(mut self, ending: Ending) -> (Self, Event) {
        self.0.state = State::Closed(ending.clone());
        (self, Event::Closed(ending))
    }
}
