//! Two records of one child become one (docs/decisions/0036): what is kept about the other is moved, and the trail of a
//! request that is no more ends. No trail is ever poured into another.

pub(crate) mod store;

use access::Permit;
use access::action::trail::Close;
use audit::Act;
use database::{Failure, Transaction};
use domain::id::Id;
use domain::trail::{CloseReason, Text, Trail};
use identity::children::joining::Joined;

use crate::commands::{CommandError, close_in};
use crate::store::subject;

/// Moves every trail of the other, with all that hangs on it.
pub(crate) async fn moved(transaction: &mut Transaction, joined: &Joined) -> Result<(), Failure> {
    store::moved(transaction, joined).await
}

/// Ends the trail that the permit is about, because the request behind it goes on along another of the same child. What was
/// promised runs on there: the earliest promise keeps its clock.
pub async fn end_into(
    act: &mut Act,
    permit: &Permit<Close>,
    goes_on: Id<Trail>,
    told: Text<2000>,
) -> Result<(), CommandError> {
    let on = subject(permit)?;
    store::move_clocks(act.transaction(), permit, on, goes_on).await?;
    close_in(act, permit, CloseReason::OpenedByMistake, told).await
}
