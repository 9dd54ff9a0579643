//! SQL of lists of openings for those who review them.

use access::Permit;
use access::action::oversight::Review as ReviewRight;
use audit::Act;
use database::{Failure, Row, values};
use domain::child::Child;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Staff, Unit};
use domain::oversight::break_glass::Opening;

use crate::openings::store::{Facts, facts_of};

const WAITING: &str = "
    SELECT child_id, id, trail_id, staff_id, assignment_id, unit_id, domain_id, branch, role, opened_at, until_at, due_at,
      state, version
    FROM opening
    WHERE unit_id = $1 AND state IN ('waiting', 'asked') AND (due_at > $2 OR (due_at = $2 AND id > $3))
    ORDER BY due_at, id
    LIMIT $4";
const ANSWERED: &str = "
    SELECT child_id, id, trail_id, staff_id, assignment_id, unit_id, domain_id, branch, role, opened_at, until_at, due_at,
      state, version
    FROM opening
    WHERE unit_id = $1 AND opened_at > $2 AND state IN ('justified', 'not_justified')
    ORDER BY opened_at DESC
    LIMIT 20";
const DURING: &str = "
    SELECT child_id, id, staff_id, opened_at, until_at
    FROM opening
    WHERE unit_id = $1 AND opened_at >= $2 AND opened_at < $3
    ORDER BY opened_at
    LIMIT 1000";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[WAITING, ANSWERED, DURING];

/// Where a list of what waits goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) due: Moment,
    pub(crate) id: Id<Opening>,
}

/// An opening as lines of the log are compared with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) id: Id<Opening>,
    pub(crate) child: Id<Child>,
    pub(crate) staff: Id<Staff>,
    pub(crate) from: Moment,
    pub(crate) until: Moment,
}

/// What waits for an answer at a unit, the most urgent first.
pub(crate) async fn waiting(
    act: &mut Act,
    permit: &Permit<ReviewRight>,
    after: Place,
    size: i64,
) -> Result<Vec<Facts>, Failure> {
    let unit: Id<Unit> = Id::new(permit.subject().id);
    let rows = act.transaction().rows(WAITING, values![unit, after.due, after.id, size]).await?;
    rows.iter().map(facts_of).collect()
}

/// What has been answered at a unit lately.
pub(crate) async fn answered(
    act: &mut Act,
    permit: &Permit<ReviewRight>,
    since: Moment,
) -> Result<Vec<Facts>, Failure> {
    let unit: Id<Unit> = Id::new(permit.subject().id);
    act.transaction().rows(ANSWERED, values![unit, since]).await?.iter().map(facts_of).collect()
}

/// The openings at a unit that began during a stretch of time.
pub(crate) async fn during(
    act: &mut Act,
    permit: &Permit<ReviewRight>,
    from: Moment,
    before: Moment,
) -> Result<Vec<Span>, Failure> {
    let unit: Id<Unit> = Id::new(permit.subject().id);
    let span = |row: &Row| {
        Ok(Span {
            id: row.id("id")?,
            child: row.id("child_id")?,
            staff: row.id("staff_id")?,
            from: row.moment("opened_at")?,
            until: row.moment("until_at")?,
        })
    };
    act.transaction().rows(DURING, values![unit, from, before]).await?.iter().map(span).collect()
}
