//! SQL of requests.

use access::action::front_door::{CarryOut, Decide};
use access::facts::{RequestFacts, SentOnFacts};
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Row, Transaction, values};
use domain::child::{Child, Person};
use domain::front_door::intake::Asker;
use domain::front_door::queue::Urgency;
use domain::front_door::request::Request;
use domain::front_door::request::event::Event;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};
use domain::trail::Trail;
use identity::children::Relations;
use identity::organisations::lay_in_hands_of;
use vault::Key;

use crate::request::events::store as events;
use crate::request::sealed::{Open, SealedRequest};

pub(crate) const SEALED: &str = "request.sealed";

const INSERT: &str = "
    INSERT INTO request (child_id, id, unit_id, trail_id, municipality_id, asker_kind, asker_person_id, asker_assignment_id,
      state, urgency, acute_rank, due_at, received_at, taken_by_assignment, taken_at, changed_at, sealed, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, NULL, $14, $15, 1)";
const FACTS: &str = "
    SELECT request.child_id AS child_id, request.unit_id AS unit_id, request.taken_by_assignment AS taken_by_assignment,
      COALESCE(person_same.now_id, request.asker_person_id) AS asker_person_id,
      request.asker_assignment_id AS asker_assignment_id, assignment.unit_id AS asker_unit_id
    FROM request
    LEFT JOIN assignment ON assignment.id = request.asker_assignment_id
    LEFT JOIN person_same ON person_same.person_id = request.asker_person_id
    WHERE request.id = $1";
const FIND: &str = "
    SELECT child_id, id, unit_id, trail_id, municipality_id, asker_kind, asker_person_id, state, urgency, due_at, received_at,
      changed_at, sealed, version
    FROM request
    WHERE id = $1";
const SAVE: &str = "
    UPDATE request
    SET state = $3, urgency = $4, acute_rank = $5, due_at = $6, received_at = $7, taken_by_assignment = $8, taken_at = $9,
      changed_at = $10, sealed = $11, version = version + 1
    WHERE child_id = $1 AND id = $2 AND version = $12";
const SENT_ON: &str = "
    SELECT id, unit_id
    FROM request
    WHERE child_id = $1 AND trail_id = $2 AND state = 'decided' AND unit_id <> $3
    ORDER BY id
    LIMIT 20";
const OTHERS_WAIT: &str = "
    SELECT id
    FROM request
    WHERE trail_id = $1 AND id <> $2 AND state <> 'closed'
    LIMIT 1";
const UNANSWERED: &str = "
    SELECT received_at
    FROM request
    WHERE trail_id = $1 AND id <> $2 AND state IN ('waiting', 'taken', 'interviewed')
    ORDER BY received_at
    LIMIT 100";
const FOLLOWED: &str = "
    SELECT id, child_id, trail_id, unit_id, state, urgency, due_at, received_at
    FROM request
    WHERE asker_person_id = $1 OR asker_person_id IN (SELECT person_id FROM person_same WHERE now_id = $1)
    ORDER BY received_at DESC
    LIMIT 30";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, FACTS, FIND, SAVE, SENT_ON, OTHERS_WAIT, UNANSWERED, FOLLOWED];

/// A request as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The request.
    pub request: Request,
    /// The child it is kept under.
    pub child: Id<Child>,
    /// The front door that answers for it.
    pub unit: Id<Unit>,
    /// The trail it opened.
    pub trail: Id<Trail>,
    /// Who can follow it.
    pub follower: Option<Id<Person>>,
    /// The version that a change must be based on.
    pub version: i64,
}

/// A request as the one who asked follows it: nothing of what was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Which one.
    pub id: Id<Request>,
    /// The child it is about.
    pub child: Id<Child>,
    /// Its trail.
    pub trail: Id<Trail>,
    /// The front door.
    pub unit: Id<Unit>,
    /// How far it has come: the code of its state.
    pub state: String,
    /// How soon somebody must act.
    pub urgency: Urgency,
    /// When somebody must have answered.
    pub due_at: Moment,
    /// When it came in.
    pub received_at: Moment,
}

/// What decides who may see and do what with a request. Read before any permit exists.
pub async fn facts(
    transaction: &mut Transaction,
    id: Id<Request>,
    now: Moment,
) -> Result<Option<RequestFacts>, Failure> {
    let Some(row) = transaction.row(FACTS, values![id]).await? else { return Ok(None) };
    let child: Id<Child> = row.id("child_id")?;
    let Some(relations) = Relations::of(transaction, child, now).await? else { return Ok(None) };
    Ok(Some(RequestFacts {
        request: id.value(),
        child,
        unit: row.id("unit_id")?,
        taken_by: row.id_maybe("taken_by_assignment")?,
        protection: relations.protection,
        named: relations.named,
        asker: row.id_maybe("asker_person_id")?,
        asked_by: row.id_maybe("asker_assignment_id")?,
        asked_from: row.id_maybe("asker_unit_id")?,
        majority: relations.majority,
    }))
}

/// A request, for any action on requests that is permitted on this very one.
pub async fn find<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    id: Id<Request>,
) -> Result<Option<Stored>, Failure> {
    if !permit.is_for(id.value()) {
        return Ok(None);
    }
    let Some(row) = act.transaction().row(FIND, values![id]).await? else { return Ok(None) };
    let key = act.transaction().child_key(row.id("child_id")?).await?;
    stored(&key, &row).map(Some)
}

/// Saves what became of a request, and what happened to it. Another version than the stored one is a conflict.
pub async fn save<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    before: &Stored,
    request: &Request,
    event: &Event,
) -> Result<(), Failure> {
    let record = request.record();
    if !permit.is_for(record.id.value()) || record.id != before.request.record().id {
        return Err(Failure::Conflict);
    }
    let assignment = act.actor().post().map(|post| post.assignment);
    let on_it = |request: &Request| request.record().state.holder().map(|holder| holder.by.assignment);
    if let Some(taken) = on_it(request).filter(|taken| on_it(&before.request) != Some(*taken)) {
        lay_in_hands_of(act.transaction(), taken).await?;
    }
    save_unasked(act.transaction(), before, request).await?;
    events::insert(act.transaction(), before.child, before.version + 1, record, event, assignment).await
}

/// Whether other requests on a trail are not closed yet.
pub(crate) async fn others_wait(
    transaction: &mut Transaction,
    _permit: &Permit<Decide>,
    (trail, but): (Id<Trail>, Id<Request>),
) -> Result<bool, Failure> {
    Ok(transaction.row(OTHERS_WAIT, values![trail, but]).await?.is_some())
}

/// When the others asked on the trail of a request whom nobody has answered yet. Moments only.
pub(crate) async fn unanswered<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &Stored,
) -> Result<Vec<Moment>, Failure> {
    let id = stored.request.record().id;
    if !permit.is_for(id.value()) {
        return Err(Failure::Conflict);
    }
    let rows = act.transaction().rows(UNANSWERED, values![stored.trail, id]).await?;
    rows.iter().map(|row| row.moment("received_at")).collect()
}

/// Requests that were sent on with a trail that another unit than theirs holds now: identifiers and owners, read before
/// any permit exists.
pub(crate) async fn sent_on(
    transaction: &mut Transaction,
    (child, trail): (Id<Child>, Id<Trail>),
    holder: Id<Unit>,
) -> Result<Vec<SentOnFacts>, Failure> {
    let facts = |row: &Row| {
        Ok(SentOnFacts { request: row.id::<Request>("id")?.value(), child, from: row.id("unit_id")?, holder })
    };
    transaction.rows(SENT_ON, values![child, trail, holder]).await?.iter().map(facts).collect()
}

/// The request that a permit to carry out is about: read only to be closed, and shown to nobody.
pub(crate) async fn find_sent_on(act: &mut Act, permit: &Permit<CarryOut>) -> Result<Option<Stored>, Failure> {
    let id: Id<Request> = Id::new(permit.subject().id);
    let Some(row) = act.transaction().row(FIND, values![id]).await? else { return Ok(None) };
    let key = act.transaction().child_key(row.id("child_id")?).await?;
    stored(&key, &row).map(Some)
}

/// Saves that a request was closed because somebody accepted its trail.
pub(crate) async fn save_carried_out(
    act: &mut Act,
    permit: &Permit<CarryOut>,
    before: &Stored,
    closed: &Request,
    event: &Event,
) -> Result<(), Failure> {
    let record = closed.record();
    if !permit.is_for(record.id.value()) || record.id != before.request.record().id {
        return Err(Failure::Conflict);
    }
    let by = act.actor().post().map(|post| post.assignment);
    save_unasked(act.transaction(), before, closed).await?;
    events::insert(act.transaction(), before.child, before.version + 1, record, event, by).await
}

async fn save_unasked(transaction: &mut Transaction, before: &Stored, request: &Request) -> Result<(), Failure> {
    let record = request.record();
    let [acute_rank, due_at, received_at] = request.priority().sort_key();
    let key = transaction.child_key(before.child).await?;
    let sealed = key.seal_value(SEALED, &SealedRequest::from(record), transaction.database().environment());
    let (taken_by, taken_at) = record.state.holder().map(|holder| (holder.by.assignment, holder.at)).unzip();
    let (state, urgency) = (record.state.code(), record.urgency.urgency.code());
    let values = values![
        before.child,
        record.id,
        state,
        urgency,
        acute_rank,
        due_at,
        received_at,
        taken_by,
        taken_at,
        record.changed_at,
        sealed,
        before.version,
    ];
    transaction.change(SAVE, values).await
}

/// A request that has just come in.
pub(crate) struct New<'a> {
    pub(crate) request: &'a Request,
    pub(crate) child: Id<Child>,
    pub(crate) unit: Id<Unit>,
    pub(crate) trail: Id<Trail>,
    pub(crate) follower: Option<Id<Person>>,
}

pub(crate) async fn insert(transaction: &mut Transaction, new: &New<'_>, event: &Event) -> Result<(), Failure> {
    let record = new.request.record();
    let [acute_rank, due_at, received_at] = new.request.priority().sort_key();
    let assignment = match record.intake.asker {
        Asker::Professional(post) => Some(post.assignment),
        Asker::Child(_) | Asker::Guardian(_) => None,
    };
    let key = transaction.child_key(new.child).await?;
    let sealed = key.seal_value(SEALED, &SealedRequest::from(record), transaction.database().environment());
    let (kind, state, urgency) = (record.intake.asker.code(), record.state.code(), record.urgency.urgency.code());
    let values = values![
        new.child,
        record.id,
        new.unit,
        new.trail,
        record.intake.municipality,
        kind,
        new.follower,
        assignment,
        state,
        urgency,
        acute_rank,
        due_at,
        received_at,
        record.changed_at,
        sealed,
    ];
    transaction.execute(INSERT, values).await?;
    events::insert(transaction, new.child, 1, record, event, assignment).await
}

/// The requests that the person who is logged in has made.
pub async fn followed(act: &mut Act) -> Result<Vec<Followed>, Failure> {
    let Some(person) = act.actor().person() else { return Ok(vec![]) };
    let rows = act.transaction().rows(FOLLOWED, values![person]).await?;
    let followed = |row: &Row| {
        Ok(Followed {
            id: row.id("id")?,
            child: row.id("child_id")?,
            trail: row.id("trail_id")?,
            unit: row.id("unit_id")?,
            state: row.text("state")?,
            urgency: row.code("urgency", Urgency::from_code)?,
            due_at: row.moment("due_at")?,
            received_at: row.moment("received_at")?,
        })
    };
    rows.iter().map(followed).collect()
}

/// A row of every column of a request, opened with the child's key.
pub(crate) fn stored(key: &Key, row: &Row) -> Result<Stored, Failure> {
    let child = row.id("child_id")?;
    let follower = row.id_maybe("asker_person_id")?;
    let open = Open {
        id: row.id("id")?,
        municipality: row.id("municipality_id")?,
        received_at: row.moment("received_at")?,
        due_at: row.moment("due_at")?,
        changed_at: row.moment("changed_at")?,
        urgency: row.code("urgency", Urgency::from_code)?,
        state: row.text("state")?,
        asker_kind: row.text("asker_kind")?,
        asker_person: follower,
    };
    let sealed: SealedRequest = key.open_value(SEALED, &row.sealed("sealed")?)?;
    let record = sealed.open(&open).ok_or(Failure::Meaning { what: SEALED })?;
    Ok(Stored {
        request: Request::restore(record),
        child,
        unit: row.id("unit_id")?,
        trail: row.id("trail_id")?,
        follower,
        version: row.integer("version")?,
    })
}
