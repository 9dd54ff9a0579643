//! What stands above the queue and looks back over weeks. Counting it reads every request of a month, so it is counted once
//! a minute for each front door and not once for every page; what is to be done now is always counted anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use database::{Failure, Transaction};
use domain::id::Id;
use domain::organisation::Unit;

use crate::queue::counts::store::{self, Times};

/// What looks back. Numbers only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Came in during the last seven days.
    pub this_week: i64,
    /// Came in during the seven days before those.
    pub week_before: i64,
    /// Median wait for the first contact during the last thirty days, in microseconds.
    pub median_wait: Option<i64>,
}

/// Those of every front door that were asked for in one minute.
struct OfMinute(BTreeMap<Id<Unit>, Figures>);

const MINUTE: i64 = 60_000_000;

/// The figures of a front door, as they stood when somebody first asked in this minute.
pub(crate) async fn of(transaction: &mut Transaction, unit: Id<Unit>, times: Times) -> Result<Figures, Failure> {
    let minute = times.now.microseconds() / MINUTE;
    let held = transaction.database().snapshot::<OfMinute>(minute);
    if let Some(figures) = held.as_ref().and_then(|held| held.0.get(&unit)) {
        return Ok(*figures);
    }
    let figures = store::figures(transaction, unit, times).await?;
    let mut all = held.map(|held| held.0.clone()).unwrap_or_default();
    all.insert(unit, figures);
    transaction.database().hold_snapshot(minute, Arc::new(OfMinute(all)));
    Ok(figures)
}
