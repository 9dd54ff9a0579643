//! SQL of promised times and running clocks.

use database::{Failure, Row, Transaction, values};
use domain::child::Child;
use domain::clock::{
    Code, Definition, Evidence, Outcome, Pause, PauseReason, Running, Scope, Source, Start, Unit as Counted,
};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use domain::trail::Handover;

const DEFINITIONS: &str = "
    SELECT code, scope, valid_from, amount, unit, start, source, evidence
    FROM clock_definition
    ORDER BY valid_from, code, scope";
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
pub(crate) const STATEMENTS: &[&str] = &[DEFINITIONS, INSERT_DEFINITION, INSERT_RUNNING, RUNNING, UPDATE_RUNNING, STOP];

/// Codes of a closed list of the domain, and the way back.
macro_rules! codes {
    ($($to:ident $from:ident $kind:ident { $($variant:ident = $code:literal),+ $(,)? })+) => { $(
        const fn $to(value: $kind) -> &'static str {
            match value { $($kind::$variant => $code),+ }
        }
        fn $from(code: &str) -> Option<$kind> {
            match code { $($code => Some($kind::$variant),)+ _ => None }
        }
    )+ };
}

codes! {
    scope_code scope_from Scope { National = "national", Local = "local" }
    unit_code unit_from Counted {
        WorkingDays = "working_days", WorkingHours = "working_hours", CalendarDays = "calendar_days", Hours = "hours",
        SameDay = "same_day",
    }
    start_code start_from Start {
        ContactAttempt = "contact_attempt", SoughtCare = "sought_care", ReferralIssued = "referral_issued",
        SoughtCareOrReferred = "sought_care_or_referred", Decision = "decision", FirstAssessment = "first_assessment",
        FirstCall = "first_call", Received = "received",
    }
    evidence_code evidence_from Evidence { Law = "law", Target = "target", Practice = "practice", Proposed = "proposed" }
    reason_code reason_from PauseReason {
        SupplementRequested = "supplement_requested", FamilyChoseToWait = "family_chose_to_wait",
    }
}

const fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "kept",
        Outcome::Broken => "broken",
        Outcome::Withdrawn => "withdrawn",
    }
}

pub(crate) async fn definitions(transaction: &mut Transaction) -> Result<Vec<Definition>, Failure> {
    transaction.rows(DEFINITIONS, values![]).await?.iter().map(definition).collect()
}

fn definition(row: &Row) -> Result<Definition, Failure> {
    Ok(Definition {
        code: row.code("code", |code| code.parse::<Code>().ok())?,
        amount: row.number("amount")?,
        unit: row.code("unit", unit_from)?,
        start: row.code("start", start_from)?,
        scope: row.code("scope", scope_from)?,
        source: Source { evidence: row.code("evidence", evidence_from)?, text: row.text("source")? },
        valid_from: row.day("valid_from")?,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_survives_its_codes() {
        for definition in domain::clock::defaults() {
            assert_eq!(unit_from(unit_code(definition.unit)), Some(definition.unit));
            assert_eq!(start_from(start_code(definition.start)), Some(definition.start));
            assert_eq!(evidence_from(evidence_code(definition.source.evidence)), Some(definition.source.evidence));
        }
    }
}
