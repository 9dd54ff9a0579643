//! A child among the open trails that one's unit may open: those it holds, and those it has another part in. How a unit is
//! related to a trail, and that it may then open it, is `domain::trail::relation` and the policies of `trail.read`.
//! Not here: protected identities, which nobody finds by looking.

pub(crate) mod store;

use domain::child::Child;
use domain::id::Id;
use domain::organisation::{Assignment, Unit};
use domain::trail::{NextStep, Trail};
use identity::children::Label;

/// Whom a search is for.
#[derive(Clone, Debug)]
pub(crate) enum Sought {
    /// By the beginning of any of the names the child goes by, whatever the case.
    Name(String),
    /// These children, found by number.
    Children(Vec<Id<Child>>),
}

impl Sought {
    fn is(&self, label: &Label) -> bool {
        match self {
            // They were asked for by themselves.
            Self::Children(_) => true,
            Self::Name(name) => {
                let own = label.given_name.to_lowercase();
                own.starts_with(name.as_str()) || own.split_whitespace().any(|part| part.starts_with(name.as_str()))
            }
        }
    }
}

/// A trail that was found.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) trail: Id<Trail>,
    pub(crate) label: Label,
    pub(crate) held: Held,
}

/// Where the baton is. What a unit plans is not for those to read who only have a part in the help.
#[derive(Clone, Debug)]
pub(crate) enum Held {
    /// At one's own unit.
    Here {
        /// By whom.
        by: Id<Assignment>,
        /// What happens next.
        next: NextStep,
    },
    /// At another.
    Elsewhere(Id<Unit>),
}
