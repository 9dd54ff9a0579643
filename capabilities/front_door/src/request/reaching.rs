//! How whoever asked is reached: what they left with the request is theirs, and hidden with the rest of them where their
//! identity is protected. What is said of the child's own telephone follows the child.

use access::facts::RequestFacts;
use audit::Act;
use database::Failure;
use domain::front_door::intake::{Intake, Interpreter};
use domain::front_door::reach::Trace;
use identity::children::{Contact, MessageSafety, Shown, shown_of};

/// How much whoever looks is shown of whoever asked, by who they turned out to be.
pub(crate) async fn asker_shown(act: &mut Act, facts: &RequestFacts) -> Result<Shown, Failure> {
    match facts.asker {
        Some(person) => shown_of(act, facts.child, person).await,
        None => Ok(Shown::Open),
    }
}

/// How a child is reached that somebody asks for: on its own number, if it has given one, and as whoever asked has said.
pub(crate) fn contact_of(intake: &Intake, phone: String) -> Contact {
    Contact {
        phone,
        message: match intake.trace {
            Trace::Safe => MessageSafety::Safe,
            Trace::Unsafe => MessageSafety::Unsafe,
            Trace::NotAsked => MessageSafety::NotAsked,
        },
        interpreter: match &intake.interpreter {
            Interpreter::NotNeeded => String::new(),
            Interpreter::Needed(language) => language.as_str().to_owned(),
        },
    }
}
