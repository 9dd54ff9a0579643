//! Who decides when a child is judged to be mature: the rule that this region began with and those it has set since, held in
//! memory and read anew when they change.
//! Not here: what a rule is and whom a question goes to, which `domain::consent` knows.

pub(crate) mod commands;
pub(crate) mod pages;
pub(crate) mod store;

use std::sync::Arc;

use database::{Failure, Transaction};
use domain::consent::{Policy, Rule, policy_on};
use domain::moment::Day;

/// The rules that the region has set, in order of their first day.
#[derive(Clone, Debug)]
pub(crate) struct Rules(pub(crate) Vec<Rule>);

/// Who decides on a day. One statement when nothing in the directory has changed.
pub async fn policy(transaction: &mut Transaction, day: Day) -> Result<Policy, Failure> {
    Ok(policy_on(&rules(transaction).await?.0, day))
}

/// The rules as they stand: from memory, or read anew if anything in the directory has changed.
pub(crate) async fn rules(transaction: &mut Transaction) -> Result<Arc<Rules>, Failure> {
    let version = crate::store::state(transaction).await?.version;
    if let Some(rules) = transaction.database().snapshot::<Rules>(version) {
        return Ok(rules);
    }
    let rules = Arc::new(Rules(store::all(transaction).await?));
    transaction.database().hold_snapshot(version, Arc::clone(&rules));
    Ok(rules)
}
