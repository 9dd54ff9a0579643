//! What lies in somebody's hands and would be dropped if they left: counted before an assignment ends. Capabilities of
//! higher tiers hand in how they count: this one knows nothing of trails and requests.

use std::collections::BTreeMap;
use std::pin::Pin;

use database::{Failure, Transaction};
use domain::id::Id;
use domain::organisation::{Assignment, Unit};

use crate::organisations::store;

/// Numbers only: nothing here tells which child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InHand {
    /// How many open trails somebody holds the baton of.
    pub trails: BTreeMap<Id<Assignment>, i64>,
    /// How many requests for help somebody has taken and not decided on.
    pub requests: BTreeMap<Id<Assignment>, i64>,
    /// How many handovers wait for an answer at a unit.
    pub offers: BTreeMap<Id<Unit>, i64>,
    /// For how many municipalities a front door answers.
    pub areas: BTreeMap<Id<Unit>, i64>,
}

/// Lays something in somebody's hands: from here to the end of the transaction their assignment does not end, and where it
/// has ended nothing is laid there. Whoever ends an assignment ends it first and counts afterwards, so that one of the two
/// always sees the other.
pub async fn lay_in_hands_of(transaction: &mut Transaction, assignment: Id<Assignment>) -> Result<(), Failure> {
    store::stands(transaction, assignment).await
}

/// What comes of counting.
pub type Counted<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// Adds what a capability knows to the numbers.
#[derive(Clone, Copy)]
pub struct WhenCounting(pub for<'a> fn(&'a mut Transaction, &'a mut InHand) -> Counted<'a>);

impl InHand {
    /// Everything, as every capability that was handed in counts it now.
    pub async fn count(transaction: &mut Transaction, counters: &[WhenCounting]) -> Result<Self, Failure> {
        let mut in_hand = Self::default();
        for WhenCounting(count) in counters {
            count(transaction, &mut in_hand).await?;
        }
        Ok(in_hand)
    }

    /// Whether nothing would be dropped if this assignment ended.
    pub fn is_free(&self, assignment: Id<Assignment>) -> bool {
        !self.trails.contains_key(&assignment) && !self.requests.contains_key(&assignment)
    }
}
