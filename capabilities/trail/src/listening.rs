//! Who is told, in the same transaction, that a unit has taken the baton. A capability of a higher tier says once, when the
//! server is put together, what it does then: this one knows nothing of it.

use std::pin::Pin;
use std::sync::OnceLock;

use audit::Act;
use database::Failure;
use domain::child::Child;
use domain::id::Id;
use domain::organisation::Post;
use domain::trail::Trail;

/// A unit has taken the baton.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Of which trail.
    pub trail: Id<Trail>,
    /// About whom.
    pub child: Id<Child>,
    /// Who took it.
    pub by: Post,
}

/// What is done when a unit has taken the baton. It is saved together with that, or neither is.
pub type Listener = for<'a> fn(&'a mut Act, Accepted) -> Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

static LISTENER: OnceLock<Listener> = OnceLock::new();

/// Says what is done from now on when a unit has taken the baton. Said again, it stays as it was first said.
pub fn when_accepted(listener: Listener) {
    LISTENER.get_or_init(|| listener);
}

pub(crate) async fn accepted(act: &mut Act, accepted: Accepted) -> Result<(), Failure> {
    match LISTENER.get() {
        Some(listener) => listener(act, accepted).await,
        None => Ok(()),
    }
}
