//! SQL of the handovers that wait, in the order in which their answers are promised.

use access::Permit;
use access::action::trail::List;
use audit::Act;
use database::{Failure, Row as Found, Transaction, values};
use domain::id::Id;
use domain::organisation::Assignment;

use crate::clocks::store::counted;
use crate::lists::store::{unit_of, whom};
use crate::lists::waiting::{Answer, Clock, Waiting};
use crate::lists::{Part, Place};
use crate::sealed::purpose;

const INCOMING: &str = "
    SELECT handover.child_id AS child_id, handover.id AS id, handover.trail_id AS trail_id,
      handover.from_unit_id AS from_unit_id, handover.to_unit_id AS to_unit_id, handover.sent_by AS sent_by, handover.purpose AS purpose,
      handover.level AS level, handover.stage AS stage, handover.due_at AS due_at,
      running_clock.counts_from AS counts_from, running_clock.paused_since AS paused_since,
      clock_definition.unit AS counted,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM handover
    JOIN child_label ON child_label.child_id = handover.child_id
    JOIN running_clock ON running_clock.child_id = handover.child_id AND running_clock.handover_id = handover.id
      AND running_clock.due_at = handover.due_at
    JOIN clock_definition ON clock_definition.code = running_clock.code AND clock_definition.scope = running_clock.scope
      AND clock_definition.valid_from = running_clock.valid_from
    WHERE handover.to_unit_id = $1 AND (handover.due_at, handover.id) > ($2, $3) AND handover.ended_at IS NULL
      AND child_label.master IS NOT NULL
    ORDER BY handover.due_at, handover.id
    LIMIT $4";
const OUTGOING: &str = "
    SELECT handover.child_id AS child_id, handover.id AS id, handover.trail_id AS trail_id,
      handover.from_unit_id AS from_unit_id, handover.to_unit_id AS to_unit_id, handover.sent_by AS sent_by, handover.purpose AS purpose,
      handover.level AS level, handover.stage AS stage, handover.due_at AS due_at,
      running_clock.counts_from AS counts_from, running_clock.paused_since AS paused_since,
      clock_definition.unit AS counted,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM handover
    JOIN trail ON trail.child_id = handover.child_id AND trail.id = handover.trail_id
    JOIN child_label ON child_label.child_id = handover.child_id
    JOIN running_clock ON running_clock.child_id = handover.child_id AND running_clock.handover_id = handover.id
      AND running_clock.due_at = handover.due_at
    JOIN clock_definition ON clock_definition.code = running_clock.code AND clock_definition.scope = running_clock.scope
      AND clock_definition.valid_from = running_clock.valid_from
    WHERE handover.from_unit_id = $1 AND (handover.due_at, handover.id) > ($3, $4) AND handover.ended_at IS NULL
      AND child_label.master IS NOT NULL AND (handover.stage = 'asked' OR trail.holder_assignment_id = $2)
    ORDER BY handover.due_at, handover.id
    LIMIT $5";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INCOMING, OUTGOING];

/// The handovers that wait for a unit's answer, first due first.
pub(crate) async fn incoming(
    act: &mut Act,
    permit: &Permit<List>,
    after: Place,
    most: i64,
) -> Result<Part<Waiting>, Failure> {
    waiting(act, INCOMING, values![unit_of(permit), after.at, after.trail, most + 1], most).await
}

/// The handovers that a person waits for, and those that a receiver has asked the unit about, first due first.
pub(crate) async fn outgoing(
    act: &mut Act,
    permit: &Permit<List>,
    holder: Id<Assignment>,
    after: Place,
    most: i64,
) -> Result<Part<Waiting>, Failure> {
    waiting(act, OUTGOING, values![unit_of(permit), holder, after.at, after.trail, most + 1], most).await
}

/// At most so many, the last of them only to know that there is more.
async fn waiting(
    act: &mut Act,
    sql: &'static str,
    values: Vec<database::Value>,
    most: i64,
) -> Result<Part<Waiting>, Failure> {
    let transaction = act.transaction();
    let found = transaction.rows(sql, values).await?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = found.len() > most;
    let mut rows: Vec<Waiting> =
        found.iter().take(most).map(|row| waiting_of(transaction, row)).collect::<Result<_, _>>()?;
    // Two promises about one handover may be due at the same moment.
    rows.dedup_by_key(|waiting| waiting.trail);
    act.saw(rows.len());
    Ok(Part { rows, more })
}

fn waiting_of(transaction: &Transaction, row: &Found) -> Result<Waiting, Failure> {
    let level = row.integer_maybe("level")?.and_then(|level| u8::try_from(level).ok());
    Ok(Waiting {
        // Its place is kept by its own number: the list is in the order of an index that has it.
        place: Place { at: row.moment("due_at")?, trail: row.id("id")? },
        trail: row.id("trail_id")?,
        whom: whom(transaction, row)?,
        from: row.id("from_unit_id")?,
        to: row.id("to_unit_id")?,
        sent_by: row.id("sent_by")?,
        purpose: purpose(&row.text("purpose")?, level)?,
        answer: if row.text("stage")? == "asked" { Answer::Giver } else { Answer::Receiver },
        clock: Clock {
            counts_from: row.moment("counts_from")?,
            due_at: row.moment("due_at")?,
            paused_since: row.moment_maybe("paused_since")?,
            counted: counted(row)?,
        },
    })
}
