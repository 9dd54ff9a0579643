//! SQL of the promised times along a trail.

use access::action::trail::List;
use access::facts::TrailFacts;
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Row, Transaction, values};
use directory::promises::codes::scope_code;
use directory::promises::definition;
use domain::child::Child;
use domain::clock::{Code, Outcome, Running, Scope};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};
use domain::trail::Trail;

use crate::clocks::store::outcome_code;
use crate::lists::Whom;
use crate::lists::store::whom;
use crate::store::subject;

const RUNNING: &str = "
    SELECT clock_definition.code AS code, clock_definition.scope AS scope, clock_definition.valid_from AS valid_from,
      clock_definition.amount AS amount, clock_definition.unit AS unit, clock_definition.start AS start,
      clock_definition.source AS source, clock_definition.evidence AS evidence,
      care_clock.unit_id AS unit_id, care_clock.started_at AS started_at, care_clock.due_at AS due_at
    FROM care_clock
    JOIN clock_definition ON clock_definition.code = care_clock.code AND clock_definition.scope = care_clock.scope
      AND clock_definition.valid_from = care_clock.valid_from
    WHERE care_clock.child_id = $1 AND care_clock.trail_id = $2 AND care_clock.stopped_at IS NULL
    ORDER BY care_clock.due_at, care_clock.code, care_clock.scope
    LIMIT 50";
const INSERT: &str = "
    INSERT INTO care_clock (child_id, trail_id, id, code, scope, valid_from, started_at, unit_id, due_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const STOP: &str = "
    UPDATE care_clock
    SET stopped_at = $6, outcome = $7
    WHERE child_id = $1 AND trail_id = $2 AND code = $3 AND scope = $4 AND started_at = $5 AND stopped_at IS NULL";
const OF_HOLDER: &str = "
    SELECT clock_definition.code AS code, clock_definition.scope AS scope, clock_definition.valid_from AS valid_from,
      clock_definition.amount AS amount, clock_definition.unit AS unit, clock_definition.start AS start,
      clock_definition.source AS source, clock_definition.evidence AS evidence,
      care_clock.unit_id AS unit_id, care_clock.started_at AS started_at, care_clock.due_at AS due_at,
      trail.child_id AS child_id, trail.id AS trail_id,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM trail
    JOIN care_clock ON care_clock.child_id = trail.child_id AND care_clock.trail_id = trail.id
      AND care_clock.stopped_at IS NULL
    JOIN clock_definition ON clock_definition.code = care_clock.code AND clock_definition.scope = care_clock.scope
      AND clock_definition.valid_from = care_clock.valid_from
    JOIN child_label ON child_label.child_id = trail.child_id
    WHERE trail.holder_assignment_id = $1 AND care_clock.due_at <= $2 AND child_label.master IS NOT NULL
    ORDER BY care_clock.due_at, trail.id, care_clock.code, care_clock.scope
    LIMIT $3";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[RUNNING, INSERT, STOP, OF_HOLDER];

/// A promise about a child whose baton somebody holds.
#[derive(Clone, Debug)]
pub(crate) struct Promised {
    pub(crate) trail: Id<Trail>,
    pub(crate) whom: Whom,
    pub(crate) clock: (Id<Unit>, Running),
}

/// The promises about children whose baton a person holds that are broken, or due before a moment; the first due first.
pub(crate) async fn of_holder(
    act: &mut Act,
    _permit: &Permit<List>,
    holder: Id<Assignment>,
    until: Moment,
    limit: i64,
) -> Result<Vec<Promised>, Failure> {
    let transaction = act.transaction();
    let found = transaction.rows(OF_HOLDER, values![holder, until, limit]).await?;
    let promised =
        |row: &Row| Ok(Promised { trail: row.id("trail_id")?, whom: whom(transaction, row)?, clock: clock(row)? });
    let rows: Vec<Promised> = found.iter().map(promised).collect::<Result<_, Failure>>()?;
    act.saw(rows.len());
    Ok(rows)
}

/// The promises that run along a trail, the first due first, each with the unit that is to keep it.
pub(crate) async fn running(
    transaction: &mut Transaction,
    child: Id<Child>,
    trail: Id<Trail>,
) -> Result<Vec<(Id<Unit>, Running)>, Failure> {
    transaction.rows(RUNNING, values![child, trail]).await?.iter().map(clock).collect()
}

/// The same, of the trail that a permit is about.
pub(crate) async fn on_trail<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
) -> Result<Vec<(Id<Unit>, Running)>, Failure> {
    let (child, trail) = subject(permit)?;
    running(act.transaction(), child, trail).await
}

fn clock(row: &Row) -> Result<(Id<Unit>, Running), Failure> {
    let (started_at, due_at) = (row.moment("started_at")?, row.moment("due_at")?);
    Ok((row.id("unit_id")?, Running::restore(definition(row)?, started_at, started_at, due_at, None)))
}

pub(crate) async fn insert(
    transaction: &mut Transaction,
    (child, trail): (Id<Child>, Id<Trail>),
    unit: Id<Unit>,
    clock: &Running,
) -> Result<(), Failure> {
    let definition = clock.definition();
    let (code, scope) = (definition.code.as_str(), scope_code(definition.scope));
    let (started_at, due_at) = (clock.received_at(), clock.due_at());
    let id: Id<Running> = transaction.database().environment().id();
    let values = values![child, trail, id, code, scope, definition.valid_from, started_at, unit, due_at];
    transaction.execute(INSERT, values).await.map(drop)
}

pub(crate) async fn stop(
    transaction: &mut Transaction,
    (child, trail): (Id<Child>, Id<Trail>),
    (code, scope, received_at): (Code, Scope, Moment),
    (at, outcome): (Moment, Outcome),
) -> Result<(), Failure> {
    let values = values![child, trail, code.as_str(), scope_code(scope), received_at, at, outcome_code(outcome)];
    transaction.change(STOP, values).await
}
