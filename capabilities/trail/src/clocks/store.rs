//! SQL of promised times and running clocks.

use database::{Failure, Row, Transaction, values};
use directory::promises::codes::{evidence_code, scope_code, start_code, unit_code, unit_from};
use directory::promises::definition;
use domain::child::Child;
use domain::clock::{Code, Definition, Outcome, Pause, PauseReason, Running, Scope, Unit as Counted};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use domain::trail::Handover;

const INSERT_DEFINITION: &str = "
    INSERT INTO clock_definition (code, scope, valid_from, amount, unit, start, source, evidence)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (code, scope, valid_from) DO NOTHING";
const INSERT_RUNNING: &str = "
    INSERT INTO running_clock (child_id, handover_id, code, scope, valid_from, to_unit_id, received_at, counts_from, due_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const RUNNING: &str = "
    SELECT clock_definition.code AS code, clock_definition.scope AS scope, clock_definition.valid_from AS valid_from,
      clock_definition.amount AS amount, clock_definition.unit AS unit, clock_definition.start AS start,
      clock_definition.source AS source, clock_definition.evidence AS evidence,
      running_clock.to_unit_id AS to_unit_id, running_clock.received_at AS received_at,
      running_clock.counts_from AS counts_from, running_clock.due_at AS due_at,
      running_clock.paused_since AS paused_since, running_clock.pause_reason AS pause_reason
    FROM running_clock
    JOIN clock_definition ON clock_definition.code = running_clock.code AND clock_definition.scope = running_clock.scope
      AND clock_definition.valid_from = running_clock.valid_from
    WHERE running_clock.child_id = $1 AND running_clock.handover_id = $2 AND running_clock.stopped_at IS NULL
    ORDER BY running_clock.due_at";
const UPDATE_RUNNING: &str = "
    UPDATE running_clock
    SET counts_from = $5, due_at = $6, paused_since = $7, pause_reason = $8
    WHERE child_id = $1 AND handover_id = $2 AND code = $3 AND scope = $4 AND stopped_at IS NULL";
const STOP: &str = "
    UPDATE running_clock
    SET stopped_at = $5, outcome = $6
    WHERE child_id = $1 AND handover_id = $2 AND code = $3 AND scope = $4 AND stopped_at IS NULL";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT_DEFINITION, INSERT_RUNNING, RUNNING, UPDATE_RUNNING, STOP];

const fn reason_code(reason: PauseReason) -> &'static str {
    match reason {
        PauseReason::SupplementRequested => "supplement_requested",
        PauseReason::FamilyChoseToWait => "family_chose_to_wait",
    }
}

fn reason_from(code: &str) -> Option<PauseReason> {
    match code {
        "supplement_requested" => Some(PauseReason::SupplementRequested),
        "family_chose_to_wait" => Some(PauseReason::FamilyChoseToWait),
        _ => None,
    }
}

pub(crate) const fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "kept",
        Outcome::Broken => "broken",
        Outcome::Withdrawn => "withdrawn",
    }
}

/// How the promise of a list's row is counted.
pub(crate) fn counted(row: &Row) -> Result<Counted, Failure> {
    row.code("counted", unit_from)
}

pub(crate) async fn insert_definition(transaction: &mut Transaction, definition: &Definition) -> Result<(), Failure> {
    let Definition { code, amount, unit, start, scope, source, valid_from } = definition;
    let values = values![
        code.as_str(),
        scope_code(*scope),
        *valid_from,
        u32::from(*amount),
        unit_code(*unit),
        start_code(*start),
        source.text.as_str(),
        evidence_code(source.evidence)
    ];
    transaction.execute(INSERT_DEFINITION, values).await.map(drop)
}

pub(crate) async fn insert_running(
    transaction: &mut Transaction,
    child: Id<Child>,
    handover: Id<Handover>,
    to: Id<Unit>,
    clock: &Running,
) -> Result<(), Failure> {
    let definition = clock.definition();
    let values = values![
        child,
        handover,
        definition.code.as_str(),
        scope_code(definition.scope),
        definition.valid_from,
        to,
        clock.received_at(),
        clock.counts_from(),
        clock.due_at()
    ];
    transaction.execute(INSERT_RUNNING, values).await.map(drop)
}

/// The clocks of a handover that run or are paused, each with the unit that made the promise.
pub(crate) async fn running(
    transaction: &mut Transaction,
    child: Id<Child>,
    handover: Id<Handover>,
) -> Result<Vec<(Id<Unit>, Running)>, Failure> {
    let rows = transaction.rows(RUNNING, values![child, handover]).await?;
    rows.iter().map(|row| Ok((row.id("to_unit_id")?, clock(row)?))).collect()
}

fn clock(row: &Row) -> Result<Running, Failure> {
    let pause = match row.moment_maybe("paused_since")? {
        Some(since) => Some(Pause { since, reason: row.code("pause_reason", reason_from)? }),
        None => None,
    };
    let (received_at, counts_from) = (row.moment("received_at")?, row.moment("counts_from")?);
    Ok(Running::restore(definition(row)?, received_at, counts_from, row.moment("due_at")?, pause))
}

pub(crate) async fn update_running(
    transaction: &mut Transaction,
    child: Id<Child>,
    handover: Id<Handover>,
    clock: &Running,
) -> Result<(), Failure> {
    let definition = clock.definition();
    let (since, reason) = (clock.pause_now().map(|pause| pause.since), clock.pause_now().map(|pause| pause.reason));
    let values = values![
        child,
        handover,
        definition.code.as_str(),
        scope_code(definition.scope),
        clock.counts_from(),
        clock.due_at(),
        since,
        reason.map(reason_code)
    ];
    transaction.change(UPDATE_RUNNING, values).await
}

pub(crate) async fn stop(
    transaction: &mut Transaction,
    (child, handover): (Id<Child>, Id<Handover>),
    (code, scope): (Code, Scope),
    at: Moment,
    outcome: Outcome,
) -> Result<(), Failure> {
    let values = values![child, handover, code.as_str(), scope_code(scope), at, outcome_code(outcome)];
    transaction.change(STOP, values).await
}
