//! SQL of consents whose last day has passed. Only what lies open is read.

use access::Permit;
use access::action::trail::CloseConsent;
use audit::Act;
use database::{Failure, Transaction, values};
use domain::consent::{self, Consent};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::trail::Trail;
use domain::trail::sharing::Sharing;

use crate::entries::store::Scope;
use crate::sharing::arrangement::State;
use crate::sharing::rows;

const DUE: &str = "
    SELECT sharing.id AS id, sharing.trail_id AS trail_id
    FROM sharing
    JOIN child_label ON child_label.child_id = sharing.child_id
    WHERE sharing.state IN ('asked', 'active') AND sharing.until_on < $1 AND child_label.master IS NOT NULL
    ORDER BY sharing.until_on, sharing.id
    LIMIT $2";
const FIND: &str = "
    SELECT from_domain_id, to_domain_id, state, until_on, basis, asking, version
    FROM sharing
    WHERE child_id = $1 AND trail_id = $2 AND id = $3";
const PARTIES: &str = "
    SELECT party_id, need, answer, how, recorded_by, answered_at, until_on
    FROM sharing_party
    WHERE child_id = $1 AND sharing_id = $2
    ORDER BY party_id";
const CLOSE: &str = "
    UPDATE sharing
    SET state = 'run_out', until_on = $4, ended_at = $5, version = version + 1
    WHERE child_id = $1 AND id = $2 AND version = $3";
const NOTE_ON_COPIES: &str = "
    UPDATE entry
    SET sharing_ended_at = $3, changed_at = $4, revision = revision + 1
    WHERE child_id = $1 AND sharing_id = $2 AND sharing_ended_at IS NULL";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[DUE, FIND, PARTIES, CLOSE, NOTE_ON_COPIES];

/// A sharing whose last day has passed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due {
    pub(crate) sharing: Id<Sharing>,
    pub(crate) trail: Id<Trail>,
}

/// A consent that is not closed yet.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    id: Id<Sharing>,
    version: i64,
    pub(crate) consent: Consent,
}

/// What is not closed although its last day was before today, the longest ago first. Of children who have been erased
/// nothing is left to close.
pub(crate) async fn due(transaction: &mut Transaction, today: Day, limit: i64) -> Result<Vec<Due>, Failure> {
    let due = |row: &database::Row| Ok(Due { sharing: row.id("id")?, trail: row.id("trail_id")? });
    transaction.rows(DUE, values![today, limit]).await?.iter().map(due).collect()
}

/// The consent of a sharing on the permit's trail; `None` when there is none.
pub(crate) async fn find(
    act: &mut Act,
    permit: &Permit<CloseConsent>,
    id: Id<Sharing>,
) -> Result<Option<Open>, Failure> {
    let scope = Scope::of(permit)?;
    let transaction = act.transaction();
    let Some(row) = transaction.row(FIND, values![scope.child, scope.trail, id]).await? else { return Ok(None) };
    let parties = transaction.rows(PARTIES, values![scope.child, id]).await?;
    let parties = parties.iter().map(|row| rows::party(row, scope.child)).collect::<Result<Vec<_>, _>>()?;
    let state: State = row.code("state", rows::state_from_code)?;
    let between = (row.id("from_domain_id")?, row.id("to_domain_id")?);
    let consent = rows::consent(&row, scope, id, between, state, &parties)?;
    let version = row.integer("version")?;
    Ok(consent.map(|consent| Open { id, version, consent }))
}

/// Stores that a consent has ended with its last day, and notes it on the copies. The copies stay.
pub(crate) async fn close(
    act: &mut Act,
    permit: &Permit<CloseConsent>,
    open: &Open,
    ended: &Consent,
) -> Result<(), Failure> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    let consent::State::Expired { until } = ended.state else { return Err(Failure::Meaning { what: "consent" }) };
    let ended_at = Moment::in_stockholm(until.plus_days(1), 0, 0);
    let transaction = act.transaction();
    transaction.change(CLOSE, values![scope.child, open.id, open.version, until, ended_at]).await?;
    transaction.execute(NOTE_ON_COPIES, values![scope.child, open.id, ended_at, now]).await.map(drop)
}
