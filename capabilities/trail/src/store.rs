//! SQL of trails and the baton.

use access::action::trail::Open as OpenTrail;
use access::facts::{Openness, TrailFacts};
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Transaction, values};
use domain::child::Child;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::Unit;
use domain::trail::relation::FORMER_HOLDER_DAYS;
use domain::trail::{Event, Happened, Holder, NextStep, State, Trail, When};
use identity::children::{Age, Label, Relations};
use identity::organisations::lay_in_hands_of;
use jiff::SignedDuration;
use vault::Key;

use crate::handovers::store::{self as handovers, HANDOVER};
use crate::history::store as history;
use crate::rows::{self, Columns};
use crate::sealed::{SealedStep, SealedTrail};

/// The place of the sealed part of a trail.
pub(crate) const TRAIL: &str = "trail.sealed";
/// The purpose of fingerprints of the month in which a child turns 18.
const TURNS_18: &str = "trail.turns_18";

const FACTS: &str = "
    SELECT trail.child_id AS child_id, trail.state AS state,
      COALESCE(trail.holder_unit_id, trail.last_unit_id) AS holder_unit_id,
      COALESCE(trail.holder_assignment_id, trail.last_assignment_id) AS holder_assignment_id,
      handover.to_unit_id AS to_unit_id, baton.unit_id AS former_unit_id, baton.until_at AS until_at,
      trail_unit.unit_id AS sharing_unit_id
    FROM trail
    LEFT JOIN handover ON handover.child_id = trail.child_id AND handover.trail_id = trail.id AND handover.ended_at IS NULL
    LEFT JOIN baton ON baton.child_id = trail.child_id AND baton.trail_id = trail.id AND baton.until_at >= $2
    LEFT JOIN trail_unit ON trail_unit.child_id = trail.child_id AND trail_unit.trail_id = trail.id
    WHERE trail.id = $1";
const INVITE: &str = "
    INSERT INTO trail_unit (child_id, trail_id, unit_id, since)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (child_id, trail_id, unit_id) DO NOTHING";
const OF_CHILD: &str = "
    SELECT id
    FROM trail
    WHERE child_id = $1
    ORDER BY state DESC, opened_at DESC, id
    LIMIT 20";
const LABEL_OF_CHILD: &str = "
    SELECT child_id, label, master, wrapped
    FROM child_label
    WHERE child_id = $1 AND master IS NOT NULL";
const INSERT_TRAIL: &str = "
    INSERT INTO trail (child_id, id, state, holder_unit_id, holder_assignment_id, held_since, next_at, sealed, turns_18,
      opened_at, hops, returns, last_at, version)
    VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, 0, 0, $9, 1)";
const UPDATE_TRAIL: &str = "
    UPDATE trail
    SET state = $4, holder_unit_id = $5, holder_assignment_id = $6, held_since = $7, last_unit_id = $8,
      last_assignment_id = $9, last_since = $10, next_at = $11, sealed = $12, closed_at = $13, close_reason = $14,
      hops = $15, returns = $16, last_at = $17, version = $18
    WHERE child_id = $1 AND id = $2 AND version = $3";
const FIND_TRAIL: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.state AS state, trail.holder_unit_id AS holder_unit_id,
      trail.holder_assignment_id AS holder_assignment_id, trail.held_since AS held_since,
      trail.last_unit_id AS last_unit_id, trail.last_assignment_id AS last_assignment_id,
      trail.last_since AS last_since, trail.sealed AS sealed, trail.opened_at AS opened_at,
      trail.closed_at AS closed_at, trail.close_reason AS close_reason, trail.hops AS hops, trail.returns AS returns,
      trail.last_at AS last_at, trail.version AS version,
      handover.id AS handover_id, handover.to_unit_id AS to_unit_id, handover.to_branch AS to_branch,
      handover.purpose AS purpose, handover.level AS level, handover.sent_by AS sent_by, handover.sent_at AS sent_at,
      handover.stage AS stage, handover.received_at AS received_at, handover.paused AS paused,
      handover.asked_at AS asked_at, handover.sealed AS handover_sealed,
      trail_event.actor_kind AS actor_kind, trail_event.actor_staff_id AS actor_staff_id,
      trail_event.actor_assignment_id AS actor_assignment_id, trail_event.actor_unit_id AS actor_unit_id,
      trail_event.actor_domain_id AS actor_domain_id, trail_event.actor_branch AS actor_branch,
      trail_event.actor_role AS actor_role, trail_event.actor_person_id AS actor_person_id,
      trail_event.actor_job AS actor_job
    FROM trail
    JOIN trail_event ON trail_event.child_id = trail.child_id AND trail_event.trail_id = trail.id
      AND trail_event.sequence = trail.version
    LEFT JOIN handover ON handover.child_id = trail.child_id AND handover.trail_id = trail.id AND handover.ended_at IS NULL
    WHERE trail.child_id = $1 AND trail.id = $2";
const INSERT_BATON: &str = "
    INSERT INTO baton (child_id, trail_id, sequence, unit_id, assignment_id, from_at)
    VALUES ($1, $2, $3, $4, $5, $6)";
const END_BATON: &str = "
    UPDATE baton
    SET until_at = $3
    WHERE child_id = $1 AND trail_id = $2 AND until_at IS NULL";
const HOLDS_ANOTHER: &str = "
    SELECT COUNT(*) AS trails
    FROM trail
    WHERE child_id = $1 AND id <> $2 AND holder_unit_id = $3";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    INVITE,
    FACTS,
    OF_CHILD,
    LABEL_OF_CHILD,
    INSERT_TRAIL,
    UPDATE_TRAIL,
    FIND_TRAIL,
    INSERT_BATON,
    END_BATON,
    HOLDS_ANOTHER,
];

/// Lets a unit share in a trail without holding it, as when it is given copies.
pub async fn invite(
    transaction: &mut Transaction,
    (child, trail): (Id<Child>, Id<Trail>),
    unit: Id<Unit>,
    now: Moment,
) -> Result<(), Failure> {
    identity::children::commands::involve(transaction, child, unit, now).await?;
    transaction.execute(INVITE, values![child, trail, unit, now]).await.map(drop)
}

/// Who stands in what relation to a trail; `None` when there is no such trail. The only read before a permit exists:
/// identifiers, owners and marks. Two statements.
pub async fn facts(
    transaction: &mut Transaction,
    trail: Id<Trail>,
    now: Moment,
) -> Result<Option<TrailFacts>, Failure> {
    let rows = transaction.rows(FACTS, values![trail, held_lately_since(now)]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let child: Id<Child> = row.id("child_id")?;
    let Some(relations) = Relations::of(transaction, child, now).await? else { return Ok(None) };
    // A unit is related to this trail, not to every trail of the child: another trail may be none of its business.
    let mut holders: Vec<Id<Unit>> = vec![row.id("holder_unit_id")?];
    let mut units: Vec<Id<Unit>> = Vec::new();
    for row in &rows {
        holders.extend(row.id_maybe::<Unit>("former_unit_id")?);
        units.extend(row.id_maybe::<Unit>("sharing_unit_id")?);
    }
    units.extend(&holders);
    for list in [&mut holders, &mut units] {
        list.sort_unstable();
        list.dedup();
    }
    let Relations { child_person, protection, majority, named, broken_glass, protected_guardians, .. } = relations;
    // Whoever is protected has custody still: what they have said yes to holds, and nobody decides without them.
    let guardians = relations.guardians.into_iter().chain(protected_guardians.iter().copied()).collect();
    Ok(Some(TrailFacts {
        trail: trail.value(),
        child,
        holder_unit: row.id("holder_unit_id")?,
        holder_assignment: row.id("holder_assignment_id")?,
        pending_unit: row.id_maybe("to_unit_id")?,
        units,
        holders,
        guardians,
        protected_guardians,
        child_person,
        protection,
        named,
        broken_glass,
        majority,
        openness: if row.text("state")? == "open" { Openness::Open } else { Openness::Closed },
    }))
}

/// Whoever has handed a baton on since this moment still sees the trail.
pub(crate) fn held_lately_since(now: Moment) -> Moment {
    Moment::in_stockholm(now.day().plus_days(-FORMER_HOLDER_DAYS), 0, 0)
}

/// The trails of a child, those that are open first, the latest first. Identifiers only: read before any permit exists.
pub async fn of_child(transaction: &mut Transaction, child: Id<Child>) -> Result<Vec<Id<Trail>>, Failure> {
    transaction.rows(OF_CHILD, values![child]).await?.iter().map(|row| row.id("id")).collect()
}

/// The trail and the child that a permit is about.
pub(crate) fn subject<A: Action<Facts = TrailFacts>>(permit: &Permit<A>) -> Result<(Id<Child>, Id<Trail>), Failure> {
    let subject = permit.subject();
    let child = subject.child.ok_or(Failure::Meaning { what: "subject" })?;
    Ok((child, Id::new(subject.id)))
}

/// The trail that a permit is about.
pub(crate) async fn find<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
) -> Result<Option<Trail>, Failure> {
    let (child, trail) = subject(permit)?;
    let transaction = act.transaction();
    let Some(row) = transaction.row(FIND_TRAIL, values![child, trail]).await? else { return Ok(None) };
    let key = transaction.child_key(child).await?;
    let pending = match row.sealed_maybe("handover_sealed")? {
        Some(sealed) => Some(rows::handover(&row, &key.open_value(HANDOVER, &sealed)?)?),
        None => None,
    };
    rows::trail(&row, key.open_value(TRAIL, &row.sealed("sealed")?)?, pending).map(Some)
}

/// What a list may show of a child about whom a trail is opened; `None` when there is no such child.
pub(crate) async fn label_of_child(
    act: &mut Act,
    _permit: &Permit<OpenTrail>,
    child: Id<Child>,
) -> Result<Option<Label>, Failure> {
    label_of(act, child).await
}

/// What a list may show of the child that a permit is about.
pub(crate) async fn label<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
) -> Result<Option<Label>, Failure> {
    let (child, _) = subject(permit)?;
    label_of(act, child).await
}

async fn label_of(act: &mut Act, child: Id<Child>) -> Result<Option<Label>, Failure> {
    let transaction = act.transaction();
    let Some(row) = transaction.row(LABEL_OF_CHILD, values![child]).await? else { return Ok(None) };
    identity::children::commands::label_in(transaction, &row).map(Some)
}

/// Stores a trail that has just been opened.
pub(crate) async fn insert(
    act: &mut Act,
    _permit: &Permit<OpenTrail>,
    trail: &Trail,
    opened: &Event,
    label: &Label,
) -> Result<(), Failure> {
    let snapshot = trail.snapshot();
    let State::Open(open) = &snapshot.state else { return Err(Failure::Meaning { what: "trail" }) };
    let transaction = act.transaction();
    let key = transaction.child_key(snapshot.child).await?;
    let sealed = SealedTrail { next: SealedStep::of(&open.next_step), told: None };
    let sealed = key.seal_value(TRAIL, &sealed, transaction.database().environment());
    let turns_18 = month_of_18(label.age).map(|month| turns_18(transaction, month));
    let Holder { unit, assignment, since } = open.holder;
    let next_at = next_at(&open.next_step);
    let values =
        values![snapshot.child, snapshot.id, unit, assignment, since, next_at, sealed, turns_18, snapshot.opened_at];
    transaction.execute(INSERT_TRAIL, values).await?;
    history::insert(transaction, &key, snapshot.child, 1, opened).await?;
    insert_baton(transaction, (snapshot.child, snapshot.id), 1, &open.holder).await
}

/// Stores a trail after the events that made it what it is. A trail that was changed in between is a conflict.
pub(crate) async fn save<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    trail: &Trail,
    events: &[Event],
) -> Result<(), Failure> {
    let (child, id) = subject(permit)?;
    let snapshot = trail.snapshot();
    if snapshot.id != id || snapshot.child != child {
        return Err(Failure::Conflict);
    }
    let transaction = act.transaction();
    let key = transaction.child_key(child).await?;
    let count = u32::try_from(events.len()).unwrap_or(u32::MAX);
    let before = snapshot.version.saturating_sub(count);
    update(transaction, &key, trail, before).await?;
    for (sequence, event) in (before.saturating_add(1)..).zip(events) {
        history::insert(transaction, &key, child, sequence, event).await?;
        follow_baton(transaction, (child, id), sequence, event).await?;
        handovers::follow(transaction, &key, trail, event).await?;
    }
    Ok(())
}

async fn update(transaction: &mut Transaction, key: &Key, trail: &Trail, before: u32) -> Result<(), Failure> {
    let snapshot = trail.snapshot();
    let Columns { state, holder, last, next, told, closed_at, close_reason } = Columns::of(&snapshot.state);
    let sealed = SealedTrail { next: next.and_then(SealedStep::of), told };
    let sealed = key.seal_value(TRAIL, &sealed, transaction.database().environment());
    let unit = |holder: Option<Holder>| holder.map(|holder| holder.unit);
    let assignment = |holder: Option<Holder>| holder.map(|holder| holder.assignment);
    let since = |holder: Option<Holder>| holder.map(|holder| holder.since);
    let next_at = next.map_or(Moment::from_microseconds(0), next_at);
    let values = values![
        snapshot.child,
        snapshot.id,
        before,
        state,
        unit(holder),
        assignment(holder),
        since(holder),
        unit(last),
        assignment(last),
        since(last),
        next_at,
        sealed,
        closed_at,
        close_reason,
        snapshot.hops,
        snapshot.returns,
        snapshot.changed_at,
        snapshot.version
    ];
    transaction.change(UPDATE_TRAIL, values).await
}

/// When a next step has passed: the end of its day, or its hour; the beginning of time when nobody has said.
fn next_at(next: &NextStep) -> Moment {
    match next {
        NextStep::Missing => Moment::from_microseconds(0),
        NextStep::Known(step) => match step.when {
            When::At(moment) => moment,
            When::On(day) => end_of(day),
        },
    }
}

/// The last moment of a day.
pub(crate) fn end_of(day: Day) -> Moment {
    Moment::in_stockholm(day.plus_days(1), 0, 0).plus(SignedDuration::from_micros(-1))
}

async fn insert_baton(
    transaction: &mut Transaction,
    (child, trail): (Id<Child>, Id<Trail>),
    sequence: u32,
    holder: &Holder,
) -> Result<(), Failure> {
    lay_in_hands_of(transaction, holder.assignment).await?;
    let values = values![child, trail, sequence, holder.unit, holder.assignment, holder.since];
    transaction.execute(INSERT_BATON, values).await.map(drop)
}

/// Moves the baton as the event says. The database refuses two who hold it at once.
async fn follow_baton(
    transaction: &mut Transaction,
    (child, trail): (Id<Child>, Id<Trail>),
    sequence: u32,
    event: &Event,
) -> Result<(), Failure> {
    let (ends, taker) = match &event.happened {
        Happened::Accepted { holder, .. } | Happened::Reassigned { holder } => (true, Some(holder)),
        Happened::Reopened { holder, .. } | Happened::Opened { holder, .. } => (false, Some(holder)),
        Happened::Closed { .. } => (true, None),
        Happened::Offered(_)
        | Happened::Received { .. }
        | Happened::MoreWanted { .. }
        | Happened::Supplied { .. }
        | Happened::Returned { .. }
        | Happened::ManagerAlerted { .. }
        | Happened::Withdrawn { .. }
        | Happened::NextStepSet { .. } => (false, None),
    };
    if ends {
        transaction.change(END_BATON, values![child, trail, event.at]).await?;
    }
    match taker {
        Some(holder) => insert_baton(transaction, (child, trail), sequence, holder).await,
        None => Ok(()),
    }
}

/// Whether a unit holds another open trail of the same child.
pub(crate) async fn holds_another(act: &mut Act, trail: &Trail, unit: Id<Unit>) -> Result<bool, Failure> {
    let snapshot = trail.snapshot();
    let row = act.transaction().row(HOLDS_ANOTHER, values![snapshot.child, snapshot.id, unit]).await?;
    row.map_or(Ok(false), |row| row.integer("trails").map(|trails| trails > 0))
}

/// The year and month in which someone turns 18, if the day of birth is known.
fn month_of_18(age: Age) -> Option<(i16, i8)> {
    match age {
        Age::Born(born) => Some((born.date().year().saturating_add(18), born.date().month())),
        Age::Stated(..) => None,
    }
}

/// The keyed fingerprint of a month: equal months are found, no month can be read.
pub(crate) fn turns_18(transaction: &Transaction, (year, month): (i16, i8)) -> Vec<u8> {
    transaction.database().fingerprint(TURNS_18, format!("{year:04}-{month:02}").as_bytes())
}
