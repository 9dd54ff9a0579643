//! SQL of reviews that are late.

use access::Permit;
use access::action::oversight::{Review, TellOfLateReview};
use audit::Act;
use database::{Failure, Row, Transaction, values};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use domain::oversight::break_glass::Opening;
use domain::trail::Trail;

use crate::openings::store::{Facts, facts_of};

const DUE: &str = "
    SELECT opening.id AS id, opening.trail_id AS trail_id, opening.due_at AS due_at
    FROM opening
    JOIN child_label ON child_label.child_id = opening.child_id
    WHERE opening.told_late_at IS NULL AND opening.state IN ('waiting', 'asked') AND opening.due_at < $1
      AND child_label.master IS NOT NULL
    ORDER BY opening.due_at, opening.id
    LIMIT $2";
const NOTE_TOLD: &str = "
    UPDATE opening
    SET told_late_at = $4
    WHERE child_id = $1 AND trail_id = $2 AND id = $3 AND told_late_at IS NULL AND state IN ('waiting', 'asked')";
const TOLD: &str = "
    SELECT child_id, id, trail_id, staff_id, assignment_id, unit_id, domain_id, branch, role, opened_at, until_at, due_at,
      state, version
    FROM opening
    WHERE unit_id = $1 AND state IN ('waiting', 'asked') AND told_late_at IS NOT NULL
    ORDER BY due_at, id
    LIMIT 15";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[DUE, NOTE_TOLD, TOLD];

/// An opening whose review is late, and of which nobody has told a manager.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due {
    pub(crate) opening: Id<Opening>,
    pub(crate) trail: Id<Trail>,
    pub(crate) by: Moment,
}

/// What is late and not told, the longest ago first. Identifiers and times only.
pub(crate) async fn due(transaction: &mut Transaction, now: Moment, limit: i64) -> Result<Vec<Due>, Failure> {
    let due = |row: &Row| Ok(Due { opening: row.id("id")?, trail: row.id("trail_id")?, by: row.moment("due_at")? });
    transaction.rows(DUE, values![now, limit]).await?.iter().map(due).collect()
}

/// Stores that a manager is told of an opening of the permit's trail. What is answered, or told already, is a conflict.
pub(crate) async fn note_told(
    act: &mut Act,
    permit: &Permit<TellOfLateReview>,
    opening: Id<Opening>,
) -> Result<(), Failure> {
    let (subject, now) = (permit.subject(), act.now());
    let child = subject.child.ok_or(Failure::Meaning { what: "subject" })?;
    let trail: Id<Trail> = Id::new(subject.id);
    act.transaction().change(NOTE_TOLD, values![child, trail, opening, now]).await
}

/// What has been told at a unit and is not answered yet.
pub(crate) async fn told(act: &mut Act, permit: &Permit<Review>) -> Result<Vec<Facts>, Failure> {
    let unit: Id<Unit> = Id::new(permit.subject().id);
    act.transaction().rows(TOLD, values![unit]).await?.iter().map(facts_of).collect()
}
