//! SQL of sharings, of who is asked and what they answer, and of the disclosure journal.

use std::collections::BTreeMap;

use access::Permit;
use audit::Act;
use database::{Failure, Row, Transaction, values};
use domain::child::Child;
use domain::consent::{Answer, Consenter};
use domain::disclosure::Ground;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Post, SecrecyDomain, Unit};
use domain::trail::Trail;
use domain::trail::entry::Entry;
use domain::trail::sharing::{Seen, Sharing};
use uuid::Uuid;

use crate::entries::store::{OnTrail, Scope};
use crate::sharing::arrangement::{Arrangement, Reply, State};
use crate::sharing::rows::{self, PartyRow, SHARING, SealedSharing};

const TRAIL_OF: &str = "
    SELECT trail_id
    FROM sharing
    WHERE id = $1";
const OF_TRAIL: &str = "
    SELECT id, from_unit_id, from_domain_id, to_unit_id, to_domain_id, ground, state, asked_at, started_at, until_on,
      ended_at, basis, asking, version, sealed
    FROM sharing
    WHERE child_id = $1 AND trail_id = $2
    ORDER BY asked_at DESC, id
    LIMIT 200";
const PARTIES: &str = "
    SELECT sharing_party.sharing_id, sharing_party.party_id, sharing_party.need, sharing_party.answer,
      sharing_party.how, sharing_party.recorded_by, sharing_party.answered_at, sharing_party.until_on
    FROM sharing_party
    JOIN sharing ON sharing.child_id = sharing_party.child_id AND sharing.id = sharing_party.sharing_id
    WHERE sharing.child_id = $1 AND sharing.trail_id = $2
    ORDER BY sharing_party.sharing_id, sharing_party.party_id";
const ITEMS: &str = "
    SELECT sharing_item.sharing_id, sharing_item.entry_id, sharing_item.entry_version
    FROM sharing_item
    JOIN sharing ON sharing.child_id = sharing_item.child_id AND sharing.id = sharing_item.sharing_id
    WHERE sharing.child_id = $1 AND sharing.trail_id = $2
    ORDER BY sharing_item.sharing_id, sharing_item.place";
const INSERT: &str = "
    INSERT INTO sharing (child_id, id, trail_id, from_unit_id, from_domain_id, to_unit_id, to_domain_id, ground, state,
      asked_at, started_at, until_on, basis, asking, version, sealed)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15)";
const INSERT_ITEM: &str = "
    INSERT INTO sharing_item (child_id, sharing_id, place, entry_id, entry_version)
    VALUES ($1, $2, $3, $4, $5)";
const INSERT_PARTY: &str = "
    INSERT INTO sharing_party (child_id, sharing_id, party_id, party, need)
    VALUES ($1, $2, $3, $4, $5)";
const ANSWER: &str = "
    UPDATE sharing_party
    SET answer = $4, how = $5, recorded_by = $6, answered_at = $7, until_on = $8
    WHERE child_id = $1 AND sharing_id = $2 AND party_id = $3";
const TAKE_BACK: &str = "
    UPDATE sharing_party
    SET answer = 'withdrawn', answered_at = $4
    WHERE child_id = $1 AND sharing_id = $2 AND party_id = $3 AND answer = 'yes'";
const CHANGE: &str = "
    UPDATE sharing
    SET state = $4, started_at = $5, ended_at = $6, until_on = $7, version = version + 1
    WHERE child_id = $1 AND id = $2 AND version = $3";
const INSERT_DISCLOSURE: &str = "
    INSERT INTO disclosure (child_id, id, sharing_id, trail_id, entry_id, entry_version, copy_id, from_unit_id,
      from_domain_id, to_unit_id, to_domain_id, ground, staff_id, assignment_id, disclosed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const INSERT_EVENT: &str = "
    INSERT INTO sharing_event (child_id, sharing_id, sequence, at, kind, actor_kind, actor_id)
    SELECT $1, $2, COALESCE(MAX(sequence), 0) + 1, $3, $4, $5, $6
    FROM sharing_event
    WHERE child_id = $1 AND sharing_id = $2";
const JOURNAL: &str = "
    SELECT id, sharing_id, entry_id, entry_version, 'entry' AS part, to_unit_id, ground, disclosed_at
    FROM disclosure
    WHERE child_id = $1 AND trail_id = $2 AND from_domain_id = $3
    UNION ALL
    SELECT id, sharing_id, handover_id AS entry_id, CAST(1 AS bigint) AS entry_version, part, to_unit_id, ground,
      disclosed_at
    FROM handover_disclosure
    WHERE child_id = $1 AND trail_id = $2 AND from_domain_id = $3
    ORDER BY disclosed_at DESC, id
    LIMIT 500";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    TRAIL_OF,
    OF_TRAIL,
    PARTIES,
    ITEMS,
    INSERT,
    INSERT_ITEM,
    INSERT_PARTY,
    ANSWER,
    TAKE_BACK,
    CHANGE,
    INSERT_DISCLOSURE,
    INSERT_EVENT,
    JOURNAL,
];

/// Which trail a sharing is on: needed before any permit can be asked for.
pub(crate) async fn trail_of(transaction: &mut Transaction, id: Id<Sharing>) -> Result<Option<Id<Trail>>, Failure> {
    transaction.row(TRAIL_OF, values![id]).await?.map(|row| row.id("trail_id")).transpose()
}

/// Every sharing on the permit's trail, newest first. Three questions, however many there are.
pub(crate) async fn of_trail<A: OnTrail>(act: &mut Act, permit: &Permit<A>) -> Result<Vec<Arrangement>, Failure> {
    let scope = Scope::of(permit)?;
    let transaction = act.transaction();
    let sharings = transaction.rows(OF_TRAIL, values![scope.child, scope.trail]).await?;
    if sharings.is_empty() {
        return Ok(vec![]);
    }
    let key = transaction.child_key(scope.child).await?;
    let mut parties: BTreeMap<Id<Sharing>, Vec<PartyRow>> = BTreeMap::new();
    for row in transaction.rows(PARTIES, values![scope.child, scope.trail]).await? {
        parties.entry(row.id("sharing_id")?).or_default().push(rows::party(&row, scope.child)?);
    }
    let mut items: BTreeMap<Id<Sharing>, Vec<Seen>> = BTreeMap::new();
    for row in transaction.rows(ITEMS, values![scope.child, scope.trail]).await? {
        let seen = Seen { entry: row.id("entry_id")?, version: row.number("entry_version")? };
        items.entry(row.id("sharing_id")?).or_default().push(seen);
    }
    let open = |row: &Row| {
        let id: Id<Sharing> = row.id("id")?;
        let sealed: SealedSharing = key.open_value(SHARING, &row.sealed("sealed")?)?;
        let of_this = parties.get(&id).map(Vec::as_slice).unwrap_or_default();
        rows::arrangement(row, scope, sealed, of_this, items.remove(&id).unwrap_or_default())
    };
    sharings.iter().map(open).collect()
}

/// One sharing on the permit's trail.
pub(crate) async fn find<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    id: Id<Sharing>,
) -> Result<Option<Arrangement>, Failure> {
    Ok(of_trail(act, permit).await?.into_iter().find(|kept| kept.id == id))
}

/// Stores a new sharing, with what is asked of whom.
pub(crate) async fn insert<A: OnTrail>(act: &mut Act, permit: &Permit<A>, new: &Arrangement) -> Result<(), Failure> {
    let scope = Scope::of(permit)?;
    let key = act.transaction().child_key(scope.child).await?;
    let sealed = key.seal_value(SHARING, &SealedSharing::from(new), act.environment());
    let terms = new.consent.as_ref().map(|consent| &consent.terms);
    let values = values![
        scope.child,
        new.id,
        scope.trail,
        new.from.unit,
        new.from.domain,
        new.to.unit,
        new.to.domain,
        new.ground.as_str(),
        new.state.code(),
        new.asked_at,
        new.started_at,
        terms.map(|terms| terms.until),
        terms.map(|terms| rows::basis_code(terms.required.basis)),
        terms.map(|terms| rows::asking_code(terms.required.asking)),
        sealed,
    ];
    act.transaction().execute(INSERT, values).await?;
    for (place, seen) in (1_i64..).zip(&new.items) {
        let version = i64::try_from(seen.version).unwrap_or(i64::MAX);
        act.transaction().execute(INSERT_ITEM, values![scope.child, new.id, place, seen.entry, version]).await?;
    }
    let required = terms.map(|terms| &terms.required);
    let all = required.into_iter().flat_map(|required| &required.all_of).map(|who| ("all", *who));
    let one = required.into_iter().flat_map(|required| &required.one_of).map(|who| ("one", *who));
    let parties: Vec<(&str, Consenter)> = all.chain(one).collect();
    for (need, who) in parties {
        let (kind, party) = party_columns(scope.child, who);
        act.transaction().execute(INSERT_PARTY, values![scope.child, new.id, party, kind, need]).await?;
    }
    Ok(())
}

/// Stores somebody's yes.
pub(crate) async fn save_yes<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    id: Id<Sharing>,
    answer: &Answer,
) -> Result<(), Failure> {
    let scope = Scope::of(permit)?;
    let (how, by) = rows::how_columns(answer.how);
    let yes = Some(answer.until);
    save_answer(act, scope, id, (answer.by, Reply::Yes), how, by.map(Id::value), answer.at, yes).await
}

/// Stores somebody's no.
pub(crate) async fn save_no<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    id: Id<Sharing>,
    who: Consenter,
    how: domain::consent::How,
) -> Result<(), Failure> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    let (how, by) = rows::how_columns(how);
    save_answer(act, scope, id, (who, Reply::No), how, by.map(Id::value), now, None).await
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
async fn save_answer(
    act: &mut Act,
    scope: Scope,
    id: Id<Sharing>,
    (who, reply): (Consenter, Reply),
    how: &'static str,
    by: Option<Uuid>,
    at: Moment,
    until: Option<Day>,
) -> Result<(), Failure> {
    let (_, party) = party_columns(scope.child, who);
    let values = values![scope.child, id, party, rows::reply_code(reply), how, by, at, until];
    act.transaction().change(ANSWER, values).await
}

/// Stores that somebody has taken their yes back.
pub(crate) async fn save_taken_back<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    id: Id<Sharing>,
    who: Consenter,
) -> Result<(), Failure> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    let (_, party) = party_columns(scope.child, who);
    act.transaction().change(TAKE_BACK, values![scope.child, id, party, now]).await
}

/// Stores where a sharing stands now. Every answer passes here, so that two at once meet.
pub(crate) async fn save_state<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    kept: &Arrangement,
    state: State,
) -> Result<(), Failure> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    let started = match state {
        State::Active => kept.started_at.or(Some(now)),
        State::Asked | State::Declined | State::Withdrawn | State::Outdated | State::RunOut => kept.started_at,
    };
    let ended = match state {
        State::Asked | State::Active => None,
        State::Declined | State::Withdrawn | State::Outdated | State::RunOut => Some(now),
    };
    // The last day that counts is the earliest that anyone agreed to.
    let values = values![scope.child, kept.id, kept.version, state.code(), started, ended, kept.until()];
    act.transaction().change(CHANGE, values).await
}

/// What crossed, in one line of the journal.
pub(crate) struct Crossing<'a> {
    pub(crate) kept: &'a Arrangement,
    pub(crate) source: Seen,
    pub(crate) copy: Id<Entry>,
    pub(crate) by: Post,
}

/// Writes a line of the disclosure journal.
pub(crate) async fn disclose<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    crossing: Crossing<'_>,
) -> Result<(), Failure> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    let Crossing { kept, source, copy, by } = crossing;
    let id: Id<Crossing<'_>> = act.environment().id();
    let values = values![
        scope.child,
        id,
        kept.id,
        scope.trail,
        source.entry,
        i64::try_from(source.version).unwrap_or(i64::MAX),
        copy,
        kept.from.unit,
        kept.from.domain,
        kept.to.unit,
        kept.to.domain,
        kept.ground.as_str(),
        by.staff,
        by.assignment,
        now,
    ];
    act.transaction().execute(INSERT_DISCLOSURE, values).await.map(drop)
}

/// Keeps that something happened to a sharing, and who did it.
pub(crate) async fn happened<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    id: Id<Sharing>,
    kind: &'static str,
) -> Result<(), Failure> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    let (actor_kind, actor) = match *act.actor() {
        access::Actor::Staff(post) => ("staff", post.assignment.value()),
        access::Actor::Guardian(person) => ("guardian", person.value()),
        access::Actor::Child(person) => ("child", person.value()),
        access::Actor::Visitor | access::Actor::Job(_) => ("job", Uuid::nil()),
    };
    let values = values![scope.child, id, now, kind, actor_kind, actor];
    act.transaction().execute(INSERT_EVENT, values).await.map(drop)
}

/// One line of the disclosure journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) sharing: Id<Sharing>,
    pub(crate) what: Crossed,
    pub(crate) to: Id<Unit>,
    pub(crate) ground: Ground,
    pub(crate) at: Moment,
}

/// What crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crossed {
    /// A version of an entry.
    Entry(Id<Entry>, i64),
    /// The summary of a handover.
    Summary,
    /// An answer to a question about a handover.
    Answer,
}

/// What a domain has let go of on the permit's trail, newest first.
pub(crate) async fn journal<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    from: Id<SecrecyDomain>,
) -> Result<Vec<Line>, Failure> {
    let scope = Scope::of(permit)?;
    let line = |row: &Row| {
        Ok(Line {
            sharing: row.id("sharing_id")?,
            what: match row.text("part")?.as_str() {
                "entry" => Crossed::Entry(row.id("entry_id")?, row.integer("entry_version")?),
                "summary" => Crossed::Summary,
                "answer" => Crossed::Answer,
                _ => return Err(Failure::Meaning { what: "handover_disclosure.part" }),
            },
            to: row.id("to_unit_id")?,
            ground: row.code("ground", rows::ground_from_code)?,
            at: row.moment("disclosed_at")?,
        })
    };
    act.transaction().rows(JOURNAL, values![scope.child, scope.trail, from]).await?.iter().map(line).collect()
}

fn party_columns(child: Id<Child>, who: Consenter) -> (&'static str, Uuid) {
    match who {
        Consenter::Child => ("child", child.value()),
        Consenter::Guardian(person) => ("guardian", person.value()),
    }
}
