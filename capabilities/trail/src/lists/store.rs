//! SQL of lists. One statement per list, whatever its length: rows bring the child's wrapped key with them.

use access::Permit;
use access::action::trail::List;
use audit::Act;
use database::{Failure, Row as Found, Transaction, values};
use domain::child::Child;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};
use domain::trail::Trail;
use identity::children::Label;
use identity::children::commands::label_in;

use crate::history::store::event;
use crate::lists::{Given, News, Part, Place, Row, Whom};
use crate::rows;
use crate::sealed::{SealedStep, SealedTrail};
use crate::store::{TRAIL, turns_18};

const OF_UNIT: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.holder_assignment_id AS assignment_id,
      trail.next_at AS place_at, trail.sealed AS sealed, trail.returns AS returns, handover.to_unit_id AS to_unit_id,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM trail
    JOIN child_label ON child_label.child_id = trail.child_id
    LEFT JOIN handover ON handover.child_id = trail.child_id AND handover.trail_id = trail.id AND handover.ended_at IS NULL
    WHERE trail.holder_unit_id = $1 AND (trail.next_at, trail.id) > ($2, $3) AND trail.next_at >= $4
      AND trail.next_at <= $5 AND child_label.master IS NOT NULL
    ORDER BY trail.next_at, trail.id
    LIMIT $6";
const OF_CHILD: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.holder_assignment_id AS assignment_id,
      trail.next_at AS place_at, trail.sealed AS sealed, trail.returns AS returns, handover.to_unit_id AS to_unit_id,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM trail
    JOIN child_label ON child_label.child_id = trail.child_id
    LEFT JOIN handover ON handover.child_id = trail.child_id AND handover.trail_id = trail.id AND handover.ended_at IS NULL
    WHERE trail.child_id = $2 AND trail.holder_unit_id = $1 AND child_label.master IS NOT NULL
    ORDER BY trail.next_at, trail.id
    LIMIT 25";
const OF_HOLDER: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.holder_assignment_id AS assignment_id,
      trail.next_at AS place_at, trail.sealed AS sealed, trail.returns AS returns, handover.to_unit_id AS to_unit_id,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM trail
    JOIN child_label ON child_label.child_id = trail.child_id
    LEFT JOIN handover ON handover.child_id = trail.child_id AND handover.trail_id = trail.id AND handover.ended_at IS NULL
    WHERE trail.holder_assignment_id = $1 AND (trail.next_at, trail.id) > ($2, $3) AND trail.next_at <= $4
      AND child_label.master IS NOT NULL
    ORDER BY trail.next_at, trail.id
    LIMIT $5";
const CLOSED: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.last_assignment_id AS assignment_id,
      trail.closed_at AS place_at, trail.sealed AS sealed, trail.returns AS returns, CAST(NULL AS uuid) AS to_unit_id,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM trail
    JOIN child_label ON child_label.child_id = trail.child_id
    WHERE trail.last_unit_id = $1 AND (trail.closed_at, trail.id) < ($2, $3) AND child_label.master IS NOT NULL
    ORDER BY trail.closed_at DESC, trail.id DESC
    LIMIT $4";
const BOUNCED: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.holder_assignment_id AS assignment_id,
      trail.last_at AS place_at, trail.sealed AS sealed, trail.returns AS returns, CAST(NULL AS uuid) AS to_unit_id,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM trail
    JOIN child_label ON child_label.child_id = trail.child_id
    WHERE trail.holder_unit_id = $1 AND trail.returns >= 2 AND child_label.master IS NOT NULL
    ORDER BY trail.last_at DESC
    LIMIT $2";
// The sum keeps both engines from walking through all trails of the unit in this order to find the few.
const TURNING_18: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.holder_assignment_id AS assignment_id,
      trail.next_at AS place_at, trail.sealed AS sealed, trail.returns AS returns, CAST(NULL AS uuid) AS to_unit_id,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM trail
    JOIN child_label ON child_label.child_id = trail.child_id
    WHERE trail.holder_unit_id = $1 AND trail.turns_18 IN ($2, $3, $4) AND child_label.master IS NOT NULL
    ORDER BY trail.next_at + 0, trail.id
    LIMIT $5";
const NEWS: &str = "
    SELECT trail.child_id AS child_id, trail.id AS trail_id, trail_event.at AS at, trail_event.kind AS kind,
      trail_event.actor_kind AS actor_kind, trail_event.actor_staff_id AS actor_staff_id,
      trail_event.actor_assignment_id AS actor_assignment_id, trail_event.actor_unit_id AS actor_unit_id,
      trail_event.actor_domain_id AS actor_domain_id, trail_event.actor_branch AS actor_branch,
      trail_event.actor_role AS actor_role, trail_event.actor_person_id AS actor_person_id,
      trail_event.actor_job AS actor_job, trail_event.payload AS payload,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM trail
    JOIN trail_event ON trail_event.child_id = trail.child_id AND trail_event.trail_id = trail.id
      AND trail_event.sequence = trail.version
    JOIN child_label ON child_label.child_id = trail.child_id
    WHERE trail.holder_assignment_id = $1 AND trail.last_at > $2 AND trail_event.kind NOT IN ('received', 'manager_alerted')
      AND (trail_event.actor_assignment_id IS NULL OR trail_event.actor_assignment_id <> $1)
      AND child_label.master IS NOT NULL
    ORDER BY trail.last_at DESC
    LIMIT $3";
const GIVEN: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.holder_unit_id AS holder_unit_id, baton.until_at AS until_at,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM baton
    JOIN trail ON trail.child_id = baton.child_id AND trail.id = baton.trail_id
    JOIN child_label ON child_label.child_id = baton.child_id
    WHERE baton.assignment_id = $1 AND baton.until_at > $2 AND trail.holder_assignment_id <> $1
      AND child_label.master IS NOT NULL
    ORDER BY baton.until_at DESC
    LIMIT $3";
const OPEN_ABOUT: &str = "
    SELECT id
    FROM trail
    WHERE child_id = $1 AND holder_unit_id = $2
    ORDER BY id
    LIMIT 5";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[OF_UNIT, OF_CHILD, OF_HOLDER, CLOSED, BOUNCED, TURNING_18, NEWS, GIVEN, OPEN_ABOUT];

/// The unit that a permit to list is about.
pub(crate) fn unit_of(permit: &Permit<List>) -> Id<Unit> {
    Id::new(permit.subject().id)
}

/// A unit's open trails whose next step lies in a span of time, soonest first; a missing next step is the earliest time.
pub(crate) async fn of_unit(
    act: &mut Act,
    permit: &Permit<List>,
    span: (Moment, Moment),
    after: Place,
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    let values = values![unit_of(permit), after.at, after.trail, span.0, span.1, limit];
    rows_of(act, OF_UNIT, values).await
}

/// The most open trails of a unit that a name is looked for among: names are sealed, and opened one by one.
pub(crate) const SEARCHED_MAX: i64 = 2_000;

/// Whom a search is for.
#[derive(Clone, Debug)]
pub(crate) enum Sought {
    /// By the beginning of any of the names the child goes by, whatever the case.
    Name(String),
    /// These children, found by number.
    Children(Vec<Id<Child>>),
}

impl Sought {
    fn is(&self, label: &Label) -> bool {
        match self {
            // They were asked for by themselves.
            Self::Children(_) => true,
            Self::Name(name) => {
                let own = label.given_name.to_lowercase();
                own.starts_with(name.as_str()) || own.split_whitespace().any(|part| part.starts_with(name.as_str()))
            }
        }
    }
}

/// A unit's open trails about the children that are sought, soonest next step first, at most so many. A protected identity is
/// not found this way.
pub(crate) async fn sought(
    act: &mut Act,
    permit: &Permit<List>,
    sought: &Sought,
    most: usize,
) -> Result<Part<Row>, Failure> {
    let (nothing, whole) = (Moment::from_microseconds(0), Moment::from_microseconds(i64::MAX));
    let start = Place::start();
    let mut part = Part { rows: Vec::new(), more: false };
    let transaction = act.transaction();
    let found = match sought {
        Sought::Name(_) => {
            let values = values![unit_of(permit), start.at, start.trail, nothing, whole, SEARCHED_MAX + 1];
            transaction.rows(OF_UNIT, values).await?
        }
        Sought::Children(children) => {
            let mut found = Vec::new();
            for child in children {
                found.extend(transaction.rows(OF_CHILD, values![unit_of(permit), *child]).await?);
            }
            found
        }
    };
    part.more = i64::try_from(found.len()).is_ok_and(|found| found > SEARCHED_MAX);
    for row in found {
        let Whom::Known(label) = whom(transaction, &row)? else { continue };
        if !sought.is(&label) {
            continue;
        }
        if part.rows.len() == most {
            part.more = true;
            break;
        }
        part.rows.push(row_of(transaction, &row)?);
    }
    act.saw(part.rows.len());
    Ok(part)
}

/// The open trails that one person holds, soonest next step first, up to a moment.
pub(crate) async fn of_holder(
    act: &mut Act,
    _permit: &Permit<List>,
    holder: Id<Assignment>,
    after: Place,
    until: Moment,
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    rows_of(act, OF_HOLDER, values![holder, after.at, after.trail, until, limit]).await
}

/// The closed trails that a unit held last, latest first.
pub(crate) async fn closed(
    act: &mut Act,
    permit: &Permit<List>,
    after: Place,
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    rows_of(act, CLOSED, values![unit_of(permit), after.at, after.trail, limit]).await
}

/// A unit's open trails that have been given back at least twice.
pub(crate) async fn bounced(act: &mut Act, permit: &Permit<List>, limit: i64) -> Result<Vec<Row>, Failure> {
    rows_of(act, BOUNCED, values![unit_of(permit), limit]).await
}

/// A unit's open trails about children who turn 18 in one of three months.
pub(crate) async fn turning_18(
    act: &mut Act,
    permit: &Permit<List>,
    months: [(i16, i8); 3],
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    let [first, second, third] = months.map(|month| turns_18(act.transaction(), month));
    rows_of(act, TURNING_18, values![unit_of(permit), first, second, third, limit]).await
}

async fn rows_of(act: &mut Act, sql: &'static str, values: Vec<database::Value>) -> Result<Vec<Row>, Failure> {
    let transaction = act.transaction();
    let found = transaction.rows(sql, values).await?;
    let rows: Vec<Row> = found.iter().map(|row| row_of(transaction, row)).collect::<Result<_, _>>()?;
    act.saw(rows.len());
    Ok(rows)
}

fn row_of(transaction: &Transaction, row: &Found) -> Result<Row, Failure> {
    let child = row.id("child_id")?;
    let key = transaction.child_key_in(child, row)?;
    let sealed: SealedTrail = key.open_value(TRAIL, &row.sealed("sealed")?)?;
    Ok(Row {
        trail: row.id("id")?,
        whom: whom(transaction, row)?,
        holder: row.id("assignment_id")?,
        next: SealedStep::next(sealed.next)?,
        at: row.moment("place_at")?,
        offered_to: row.id_maybe("to_unit_id")?,
        returns: row.number("returns")?,
    })
}

/// Whom a row is about, from its label.
pub(crate) fn whom(transaction: &Transaction, row: &Found) -> Result<Whom, Failure> {
    if row.text("protection")? == "none" {
        return label_in(transaction, row).map(Whom::Known);
    }
    Ok(Whom::Protected)
}

/// What others have done lately on the trails that a person holds, latest first.
pub(crate) async fn news(
    act: &mut Act,
    _permit: &Permit<List>,
    holder: Id<Assignment>,
    since: Moment,
    limit: i64,
) -> Result<Vec<News>, Failure> {
    let transaction = act.transaction();
    let found = transaction.rows(NEWS, values![holder, since, limit]).await?;
    let open = |row: &Found| {
        let key = transaction.child_key_in(row.id("child_id")?, row)?;
        let happened = event(&key, row)?.happened;
        let (at, by) = (row.moment("at")?, rows::actor(row)?);
        Ok(News { trail: row.id("trail_id")?, whom: whom(transaction, row)?, at, by, happened })
    };
    let news: Vec<News> = found.iter().map(open).collect::<Result<_, Failure>>()?;
    act.saw(news.len());
    Ok(news)
}

/// The trails that a person has handed over lately, latest first.
pub(crate) async fn given(
    act: &mut Act,
    _permit: &Permit<List>,
    holder: Id<Assignment>,
    since: Moment,
    limit: i64,
) -> Result<Vec<Given>, Failure> {
    let transaction = act.transaction();
    let found = transaction.rows(GIVEN, values![holder, since, limit]).await?;
    let open = |row: &Found| {
        let (at, holder) = (row.moment("until_at")?, row.id_maybe("holder_unit_id")?);
        Ok(Given { trail: row.id("id")?, whom: whom(transaction, row)?, at, holder })
    };
    let given: Vec<Given> = found.iter().map(open).collect::<Result<_, Failure>>()?;
    act.saw(given.len());
    Ok(given)
}

/// The open trails that a unit holds about a child.
pub(crate) async fn open_about(
    act: &mut Act,
    unit: Id<Unit>,
    child: Id<domain::child::Child>,
) -> Result<Vec<Id<Trail>>, Failure> {
    let found = act.transaction().rows(OPEN_ABOUT, values![child, unit]).await?;
    found.iter().map(|row| row.id("id")).collect()
}
