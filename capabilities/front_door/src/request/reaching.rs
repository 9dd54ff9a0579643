//! How whoever asked is reached: what they left with the request is theirs, and hidden with the rest of them where their
//! identity is protected.

use access::facts::RequestFacts;
use audit::Act;
use database::Failure;
use identity::children::{Shown, shown_of};

/// How much whoever looks is shown of whoever asked, by who they turned out to be.
pub(crate) async fn asker_shown(act: &mut Act, facts: &RequestFacts) -> Result<Shown, Failure> {
    match facts.asker {
        Some(person) => shown_of(act, facts.child, person).await,
        None => Ok(Shown::Open),
    }
}
