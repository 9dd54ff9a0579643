//! SQL of decisions.

use access::action::front_door::Decide;
use access::facts::RequestFacts;
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Row, values};
use domain::front_door::decision::Decision;
use domain::front_door::rating::Ratings;
use domain::front_door::table::Table;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::Assignment;

use crate::decision::sealed::SealedDecision;
use crate::request::store::Stored;

const DECISION: &str = "decision.sealed";

const INSERT: &str = "
    INSERT INTO decision (child_id, id, request_id, unit_id, table_id, decided_at, decided_by, next_on, sealed)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const ALL: &str = "
    SELECT table_id, decided_at, decided_by, next_on, sealed
    FROM decision
    WHERE child_id = $1 AND request_id = $2
    ORDER BY decided_at DESC, id DESC
    LIMIT 50";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, ALL];

/// A decision as it was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// The table of rules that was in force; none when there was none.
    pub(crate) table: Option<Id<Table>>,
    /// When.
    pub(crate) at: Moment,
    /// By whom.
    pub(crate) by: Id<Assignment>,
    /// When something happens next.
    pub(crate) next_on: Day,
    /// What was decided.
    pub(crate) what: SealedDecision,
}

/// Keeps a decision. It is never changed.
pub(crate) async fn insert(
    act: &mut Act,
    permit: &Permit<Decide>,
    stored: &Stored,
    decision: &Decision,
    ratings: &Ratings,
    table: Option<Id<Table>>,
) -> Result<(), Failure> {
    let record = decision.record();
    if !permit.is_for(record.request.value()) {
        return Err(Failure::Conflict);
    }
    let key = act.transaction().child_key(stored.child).await?;
    let sealed = key.seal_value(DECISION, &SealedDecision::of(decision, ratings), act.environment());
    let values = values![
        stored.child,
        record.id,
        record.request,
        stored.unit,
        table,
        record.at,
        record.by.assignment,
        record.next_on,
        sealed,
    ];
    act.transaction().execute(INSERT, values).await.map(drop)
}

/// Every decision about a request, the latest first: one that was taken anew stands before the one it follows.
pub(crate) async fn all<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &Stored,
) -> Result<Vec<Made>, Failure> {
    let request = stored.request.record().id;
    if !permit.is_for(request.value()) {
        return Ok(vec![]);
    }
    let rows = act.transaction().rows(ALL, values![stored.child, request]).await?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let key = act.transaction().child_key(stored.child).await?;
    let made = |row: &Row| {
        Ok(Made {
            table: row.id_maybe("table_id")?,
            at: row.moment("decided_at")?,
            by: row.id("decided_by")?,
            next_on: row.day("next_on")?,
            what: key.open_value(DECISION, &row.sealed("sealed")?)?,
        })
    };
    rows.iter().map(made).collect()
}
