//! What happens to a request, as the log, the trail and the notices hear of it.

use super::{Ending, Request};
use crate::child::Child;
use crate::front_door::decision::Decision;
use crate::front_door::interrupt::Action;
use crate::front_door::interview::Interview;
use crate::front_door::queue::Urgency;
use crate::front_door::safety::Item;
use crate::front_door::text::Note;
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::Post;

/// What happened to a request. Reasons are notes that show nothing of themselves in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody asked for help.
    Received {
        /// When somebody must have answered.
        due_at: Moment,
    },
    /// Somebody took it.
    Taken {
        /// Who.
        by: Post,
    },
    /// Somebody took over.
    TakenOver {
        /// From whom.
        from: Post,
        /// Who.
        by: Post,
        /// Why.
        reason: Note,
    },
    /// It went back to the queue.
    Released {
        /// By whom.
        by: Post,
        /// Why.
        reason: Note,
    },
    /// It is known who the child is.
    Identified {
        /// Who it is.
        child: Id<Child>,
    },
    /// Acute questions were answered, and none newly with yes.
    Screened,
    /// Acute danger: a duty clinician is to be told at once.
    Interrupted {
        /// What was answered yes.
        items: Vec<Item>,
    },
    /// Somebody acted on acute danger.
    Handled {
        /// What was done.
        action: Action,
        /// When somebody follows up.
        follow_up_at: Moment,
    },
    /// A professional chose how soon somebody must act.
    UrgencyChosen {
        /// What holds now.
        urgency: Urgency,
        /// When somebody must act.
        due_at: Moment,
        /// Why.
        reason: Note,
        /// Who chose.
        by: Post,
    },
    /// A score asked for more haste.
    UrgencyRaised {
        /// What holds now.
        urgency: Urgency,
        /// When somebody must act.
        due_at: Moment,
    },
    /// The interview is done.
    Interviewed {
        /// Which one.
        interview: Id<Interview>,
    },
    /// It is decided what happens.
    Decided {
        /// Which decision.
        decision: Id<Decision>,
    },
    /// Somebody took it up again, to decide anew.
    TakenUpAgain {
        /// Who.
        by: Post,
        /// Why.
        reason: Note,
    },
    /// Nothing more happens here.
    Closed(Ending),
    /// Two requests about the same child became one.
    Merged {
        /// The one that was closed.
        closed: Id<Request>,
        /// The one that goes on.
        kept: Id<Request>,
    },
}

impl Event {
    /// The stable name used in the log and in message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::Taken { .. } => "taken",
            Self::TakenOver { .. } => "taken_over",
            Self::Released { .. } => "released",
            Self::Identified { .. } => "identified",
            Self::Screened => "screened",
            Self::Interrupted { .. } => "interrupted",
            Self::Handled { .. } => "handled",
            Self::UrgencyChosen { .. } => "urgency_chosen",
            Self::UrgencyRaised { .. } => "urgency_raised",
            Self::Interviewed { .. } => "interviewed",
            Self::Decided { .. } => "decided",
            Self::TakenUpAgain { .. } => "taken_up_again",
            Self::Closed(_) => "closed",
            Self::Merged { .. } => "merged",
        }
    }
}
