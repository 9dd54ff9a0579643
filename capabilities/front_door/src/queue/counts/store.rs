//! SQL of how many there are in a queue, and of what looks back over weeks.

use access::Permit;
use access::action::front_door::SeeQueue;
use audit::Act;
use database::{Failure, Row, Transaction, values};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};

use crate::queue::figures::{self, Figures};
use crate::queue::store::Tab;

// Two questions in one, each with an index of its own: joined, a planner reads every assessment there is.
const COUNTS: &str = "
    SELECT of_request.waiting AS waiting, of_request.mine AS mine,
      of_request.of_others - of_family.of_others AS others, of_family.family AS family,
      of_request.due_today AS due_today, of_request.late AS late
    FROM (
      SELECT COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,
        COALESCE(SUM(CASE WHEN taken_by_assignment = $2 THEN 1 ELSE 0 END), 0) AS mine,
        COALESCE(SUM(CASE WHEN taken_by_assignment <> $2 THEN 1 ELSE 0 END), 0) AS of_others,
        COALESCE(SUM(CASE WHEN due_at >= $3 AND due_at < $4 THEN 1 ELSE 0 END), 0) AS due_today,
        COALESCE(SUM(CASE WHEN due_at < $3 THEN 1 ELSE 0 END), 0) AS late
      FROM request
      WHERE unit_id = $1 AND state IN ('waiting', 'taken', 'interviewed')
    ) AS of_request
    CROSS JOIN (
      SELECT COUNT(*) AS family,
        COALESCE(SUM(CASE WHEN request.taken_by_assignment <> $2 THEN 1 ELSE 0 END), 0) AS of_others
      FROM assessment
      JOIN request ON request.child_id = assessment.child_id AND request.id = assessment.request_id
      WHERE assessment.unit_id = $1 AND assessment.waiting_since IS NOT NULL
        AND request.unit_id = $1 AND request.state IN ('taken', 'interviewed')
    ) AS of_family";
const DONE_COUNT: &str = "
    SELECT COUNT(*) AS done
    FROM decision
    JOIN request ON request.child_id = decision.child_id AND request.id = decision.request_id
    WHERE decision.unit_id = $1 AND decision.decided_at >= $2
      AND request.state IN ('decided', 'closed') AND NOT EXISTS (
        SELECT 1
        FROM decision AS later
        WHERE later.child_id = decision.child_id AND later.request_id = decision.request_id
          AND later.decided_at > decision.decided_at
      )";
const WEEKS: &str = "
    SELECT COALESCE(SUM(CASE WHEN received_at >= $2 THEN 1 ELSE 0 END), 0) AS this_week,
      COALESCE(SUM(CASE WHEN received_at < $2 THEN 1 ELSE 0 END), 0) AS week_before
    FROM request
    WHERE unit_id = $1 AND received_at >= $3";
const MEDIAN_WAIT: &str = "
    SELECT ranked.wait AS wait
    FROM (
      SELECT contact_wait AS wait, ROW_NUMBER() OVER (ORDER BY contact_wait) AS place, COUNT(*) OVER () AS amount
      FROM assessment
      WHERE unit_id = $1 AND first_contact_at >= $2
    ) AS ranked
    WHERE ranked.place = (ranked.amount + 1) / 2";
const LATE: &str = "
    SELECT late.tab AS tab, COUNT(*) AS amount, MIN(late.due_at) AS first_due
    FROM (
      SELECT due_at, CASE
          WHEN state = 'waiting' THEN 'waiting'
          WHEN taken_by_assignment = $2 THEN 'mine'
          WHEN EXISTS (
            SELECT 1
            FROM assessment
            WHERE assessment.unit_id = $1 AND assessment.waiting_since IS NOT NULL
              AND assessment.child_id = request.child_id AND assessment.request_id = request.id
          ) THEN 'family'
          ELSE 'others'
        END AS tab
      FROM request
      WHERE unit_id = $1 AND state IN ('waiting', 'taken', 'interviewed') AND due_at < $3
    ) AS late
    GROUP BY late.tab
    ORDER BY first_due, tab";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[COUNTS, DONE_COUNT, WEEKS, MEDIAN_WAIT, LATE];

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// To be taken.
    pub waiting: i64,
    /// One's own.
    pub mine: i64,
    /// With colleagues.
    pub others: i64,
    /// Waiting for the family.
    pub family: i64,
    /// Decided today.
    pub done: i64,
    /// To be answered today and not late.
    pub due_today: i64,
    /// Late.
    pub late: i64,
    /// What looks back, at most a minute old.
    pub figures: Figures,
}

/// How much is late in a part of the queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Late {
    /// Where it stands.
    pub(crate) tab: Tab,
    pub(crate) amount: i64,
    /// When somebody must have answered the first.
    pub(crate) first_due: Moment,
}

/// The moments that counts are counted from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    pub(crate) now: Moment,
    pub(crate) today: Moment,
    pub(crate) tomorrow: Moment,
    pub(crate) week: Moment,
    pub(crate) fortnight: Moment,
    pub(crate) month: Moment,
}

pub(crate) async fn counts(
    act: &mut Act,
    permit: &Permit<SeeQueue>,
    unit: Id<Unit>,
    me: Id<Assignment>,
    times: Times,
) -> Result<Counts, Failure> {
    if !permit.is_for(unit.value()) {
        return Ok(Counts::default());
    }
    let Times { now, today, tomorrow, .. } = times;
    let transaction = act.transaction();
    let missing = Failure::Meaning { what: "request" };
    let open = transaction.row(COUNTS, values![unit, me, now, tomorrow]).await?.ok_or(missing)?;
    let missing = Failure::Meaning { what: "decision" };
    let done = transaction.row(DONE_COUNT, values![unit, today]).await?.ok_or(missing)?;
    let figures = figures::of(transaction, unit, times).await?;
    Ok(Counts {
        waiting: open.integer("waiting")?,
        mine: open.integer("mine")?,
        others: open.integer("others")?,
        family: open.integer("family")?,
        done: done.integer("done")?,
        due_today: open.integer("due_today")?,
        late: open.integer("late")?,
        figures,
    })
}

/// What is late in the queue of the permit's unit, each part of it on the tab where it stands; those with the longest wait first.
pub(crate) async fn late(act: &mut Act, permit: &Permit<SeeQueue>, me: Id<Assignment>) -> Result<Vec<Late>, Failure> {
    let (unit, now): (Id<Unit>, Moment) = (Id::new(permit.subject().id), act.now());
    let late = |row: &Row| {
        Ok(Late {
            tab: row.code("tab", Tab::named)?,
            amount: row.integer("amount")?,
            first_due: row.moment("first_due")?,
        })
    };
    act.transaction().rows(LATE, values![unit, me, now]).await?.iter().map(late).collect()
}

/// The figures that look back, counted now.
pub(crate) async fn figures(transaction: &mut Transaction, unit: Id<Unit>, times: Times) -> Result<Figures, Failure> {
    let Times { week, fortnight, month, .. } = times;
    let missing = Failure::Meaning { what: "request" };
    let weeks = transaction.row(WEEKS, values![unit, week, fortnight]).await?.ok_or(missing)?;
    let median = transaction.row(MEDIAN_WAIT, values![unit, month]).await?;
    Ok(Figures {
        this_week: weeks.integer("this_week")?,
        week_before: weeks.integer("week_before")?,
        median_wait: median.map(|row| row.integer_maybe("wait")).transpose()?.flatten(),
    })
}
