//! Where a record that is no more leads, and which records a child has had.

use access::action::identity::SeeIdentity;
use audit::Asker;
use database::{Failure, Transaction};
use domain::child::Child;
use domain::id::Id;

use crate::children::Relations;
use crate::children::joining::store;

/// The child that an old address leads to, for somebody who may see that one; nothing for anybody else, who learns nothing.
pub async fn leads_to(asker: &Asker, child: Id<Child>) -> Result<Option<Id<Child>>, Failure> {
    let mut act = asker.begin_reading("identity.joined").await?;
    let now = act.now();
    let Some(kept) = store::leads_to(act.transaction(), child).await? else { return Ok(None) };
    let Some(relations) = Relations::of(act.transaction(), kept, now).await? else { return Ok(None) };
    Ok(act.may::<SeeIdentity>(&relations.identity_facts()).then_some(kept))
}

/// The record that a child goes on as: its own, unless it turned out to be another. Identifiers only.
pub async fn goes_on_as(transaction: &mut Transaction, child: Id<Child>) -> Result<Id<Child>, Failure> {
    Ok(store::leads_to(transaction, child).await?.unwrap_or(child))
}

/// A child and every other record of it: what the log knows it as. Identifiers only.
pub async fn records_of(transaction: &mut Transaction, child: Id<Child>) -> Result<Vec<Id<Child>>, Failure> {
    let mut records = vec![child];
    records.extend(store::others(transaction, child).await?);
    Ok(records)
}
