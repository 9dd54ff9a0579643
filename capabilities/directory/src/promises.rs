//! What this region promises: the times it began with and those it has set since, held in memory and read anew when they
//! change. One place for what the public pages say, what the receipt says, and what the clocks count.
//! Not here: what a promise is, which `domain::clock` knows; clocks as they run, which are the trail's.

pub mod codes;
pub mod commands;
pub(crate) mod pages;
pub(crate) mod store;

use std::sync::Arc;

pub use store::definition;

use database::{Failure, Transaction};
use domain::clock::{Code, Definition, FIRST_ANSWER, Scope, Start, in_force, with_defaults};
use domain::moment::Moment;

/// Every promised time that is or has been in force, and those to come.
#[derive(Clone, Debug)]
pub struct Promises(Vec<Definition>);

impl Promises {
    /// All of them: what the region began with first, then what it has set, in order of their first day.
    pub fn all(&self) -> &[Definition] {
        &self.0
    }

    /// What starts a promise now; where nobody promises it in this scope yet, what starts the other.
    pub fn start(&self, code: Code, scope: Scope, at: Moment) -> Option<Start> {
        let other = match scope {
            Scope::National => Scope::Local,
            Scope::Local => Scope::National,
        };
        let found = in_force(&self.0, code, scope, at).or_else(|| in_force(&self.0, code, other, at));
        found.map(|definition| definition.start)
    }

    /// When somebody who asks the front door for help at this moment is answered.
    pub fn first_answer(&self, at: Moment) -> Option<&Definition> {
        in_force(&self.0, FIRST_ANSWER, Scope::Local, at)
    }
}

/// The promises as they stand: from memory, or read anew if anything in the directory has changed. One statement when
/// nothing has.
pub async fn promises(transaction: &mut Transaction) -> Result<Arc<Promises>, Failure> {
    let version = crate::store::state(transaction).await?.version;
    if let Some(promises) = transaction.database().snapshot::<Promises>(version) {
        return Ok(promises);
    }
    let promises = Arc::new(Promises(with_defaults(store::all(transaction).await?)));
    transaction.database().hold_snapshot(version, Arc::clone(&promises));
    Ok(promises)
}
