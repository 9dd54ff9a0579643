//! Deciding anew: what was decided could not be carried out, as when a unit gave the child back. What was asked and rated
//! stays, the earlier decision stays, and whoever takes it up again decides.

use super::{Event, Holder, Refusal, Request, State};
use crate::front_door::interview::Interview;
use crate::front_door::text::Note;
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::Post;

/// Where the trail of a decided request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whereabouts {
    /// With the front door, and nobody is asked to take it: it came back, or was never sent on.
    Here,
    /// Somebody is asked to take it and has not answered.
    Offered,
    /// With another unit, or with nobody any more.
    Elsewhere,
}

impl Request {
    /// Takes a decided request up again, to decide anew. Whoever does is on it from now on, and says why. What somebody else
    /// has been asked, or has taken over, is not decided over their heads.
    pub fn take_up_again(
        mut self,
        interview: Id<Interview>,
        trail: Whereabouts,
        reason: Note,
        by: Post,
        at: Moment,
    ) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        self.calm()?;
        match self.0.state {
            State::Decided(..) => {}
            State::Waiting | State::Taken(_) | State::Interviewed(..) => return Err(Refusal::NotDecided),
            State::Closed(_) => return Err(Refusal::Closed),
        }
        match trail {
            Whereabouts::Here => {}
            Whereabouts::Offered => return Err(Refusal::OfferWaits),
            Whereabouts::Elsewhere => return Err(Refusal::HeldElsewhere),
        }
        self.0.state = State::Interviewed(Holder { by, at }, interview);
        Ok((self, Event::TakenUpAgain { by, reason }))
    }
}
