//! SQL of events: everything that has happened to a trail, never changed.

use access::action::trail::{HandOver, Read};
use access::facts::TrailFacts;
use access::{Action, Permit, branch_code, branch_from_code, role_code};
use audit::Act;
use database::{Failure, Row, Transaction, values};
use domain::child::Child;
use domain::id::Id;
use domain::organisation::Branch;
use domain::trail::{Actor, Event};
use vault::Key;

use crate::rows;
use crate::sealed::Payload;
use crate::store::subject;

/// The place of the sealed part of an event.
pub(crate) const EVENT: &str = "trail_event.payload";
/// How many events of one trail are read at most: far more than any child should have to live through.
const EVENTS_MAX: i64 = 2000;

const INSERT_EVENT: &str = "
    INSERT INTO trail_event (child_id, trail_id, sequence, at, kind, actor_kind, actor_staff_id, actor_assignment_id,
      actor_unit_id, actor_domain_id, actor_branch, actor_role, actor_person_id, actor_job, payload)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const EVENTS: &str = "
    SELECT child_id, trail_id, at, kind, actor_kind, actor_staff_id, actor_assignment_id, actor_unit_id,
      actor_domain_id, actor_branch, actor_role, actor_person_id, actor_job, payload
    FROM trail_event
    WHERE child_id = $1 AND trail_id = $2
    ORDER BY sequence
    LIMIT $3";
const LAST_RETURN: &str = "
    SELECT child_id, trail_id, at, kind, actor_kind, actor_staff_id, actor_assignment_id, actor_unit_id,
      actor_domain_id, actor_branch, actor_role, actor_person_id, actor_job, payload
    FROM trail_event
    WHERE child_id = $1 AND trail_id = $2 AND kind = 'returned'
    ORDER BY sequence DESC
    LIMIT 1";
const BRANCH_THAT_ASKED: &str = "
    SELECT trail_event.actor_branch AS actor_branch
    FROM trail_event
    JOIN baton ON baton.child_id = trail_event.child_id AND baton.trail_id = trail_event.trail_id
      AND baton.sequence = trail_event.sequence
    WHERE trail_event.child_id = $1 AND trail_event.trail_id = $2 AND trail_event.sequence = 1
      AND baton.unit_id <> trail_event.actor_unit_id";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT_EVENT, EVENTS, LAST_RETURN, BRANCH_THAT_ASKED];

/// The branch of the professional whose request opened the trail at another unit, the front door; nothing when the family
/// asked, or the trail was opened where they work.
pub(crate) async fn branch_that_asked(act: &mut Act, permit: &Permit<HandOver>) -> Result<Option<Branch>, Failure> {
    let (child, trail) = subject(permit)?;
    let row = act.transaction().row(BRANCH_THAT_ASKED, values![child, trail]).await?;
    let code = row.map(|row| row.text_maybe("actor_branch")).transpose()?.flatten();
    Ok(code.and_then(|code| branch_from_code(&code)))
}

/// The whole history of the trail that a permit is about, oldest first.
pub(crate) async fn all(act: &mut Act, permit: &Permit<Read>) -> Result<Vec<Event>, Failure> {
    let (child, trail) = subject(permit)?;
    let transaction = act.transaction();
    let key = transaction.child_key(child).await?;
    let rows = transaction.rows(EVENTS, values![child, trail, EVENTS_MAX]).await?;
    rows.iter().map(|row| event(&key, row)).collect()
}

/// The latest return of the baton on the trail that a permit is about.
pub(crate) async fn last_return<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
) -> Result<Option<Event>, Failure> {
    let (child, trail) = subject(permit)?;
    let transaction = act.transaction();
    let Some(row) = transaction.row(LAST_RETURN, values![child, trail]).await? else { return Ok(None) };
    let key = transaction.child_key(child).await?;
    event(&key, &row).map(Some)
}

pub(crate) fn event(key: &Key, row: &Row) -> Result<Event, Failure> {
    let payload: Payload = key.open_value(EVENT, &row.sealed("payload")?)?;
    let happened = payload.open(&row.text("kind")?, row.id("child_id")?)?;
    Ok(Event { trail: row.id("trail_id")?, at: row.moment("at")?, by: rows::actor(row)?, happened })
}

pub(crate) async fn insert(
    transaction: &mut Transaction,
    key: &Key,
    child: Id<Child>,
    sequence: u32,
    event: &Event,
) -> Result<(), Failure> {
    let payload = key.seal_value(EVENT, &Payload::from(&event.happened), transaction.database().environment());
    let (kind, post, person, job) = match &event.by {
        Actor::Post(post) => ("staff", Some(post), None, None),
        Actor::Guardian(person) => ("guardian", None, Some(person.value()), None),
        Actor::Child(child) => ("child", None, Some(child.value()), None),
        Actor::Job(name) => ("job", None, None, Some(name.clone())),
    };
    let values = values![
        child,
        event.trail,
        sequence,
        event.at,
        event.happened.code(),
        kind,
        post.map(|post| post.staff),
        post.map(|post| post.assignment),
        post.map(|post| post.unit),
        post.map(|post| post.domain),
        post.map(|post| branch_code(post.branch)),
        post.map(|post| role_code(post.role)),
        person,
        job,
        payload
    ];
    transaction.execute(INSERT_EVENT, values).await.map(drop)
}
