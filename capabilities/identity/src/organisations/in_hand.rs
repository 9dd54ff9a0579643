//! What lies in somebody's hands and would be dropped if they left: counted before an assignment ends. Capabilities of
//! higher tiers say once, when the server is put together, how they count: this one knows nothing of trails and requests.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{PoisonError, RwLock};

use database::{Failure, Transaction};
use domain::id::Id;
use domain::organisation::{Assignment, Unit};

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

/// Adds what a capability knows to the numbers.
pub type Counter =
    for<'a> fn(&'a mut Transaction, &'a mut InHand) -> Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

static COUNTERS: RwLock<BTreeMap<&'static str, Counter>> = RwLock::new(BTreeMap::new());

/// Says from now on how a capability counts what lies in people's hands.
pub fn when_counting(capability: &'static str, counter: Counter) {
    COUNTERS.write().unwrap_or_else(PoisonError::into_inner).insert(capability, counter);
}

impl InHand {
    /// Everything, as every capability counts it now.
    pub async fn count(transaction: &mut Transaction) -> Result<Self, Failure> {
        let counters: Vec<Counter> =
            COUNTERS.read().unwrap_or_else(PoisonError::into_inner).values().copied().collect();
        let mut in_hand = Self::default();
        for counter in counters {
            counter(transaction, &mut in_hand).await?;
        }
        Ok(in_hand)
    }

    /// Whether nothing would be dropped if this assignment ended.
    pub fn is_free(&self, assignment: Id<Assignment>) -> bool {
        !self.trails.contains_key(&assignment) && !self.requests.contains_key(&assignment)
    }
}
