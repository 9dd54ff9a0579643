//! SQL of requests whose child turned out to be another, and of those who may be the same.

use access::Permit;
use access::action::front_door::{Interview, SeeQueue};
use audit::Act;
use database::{Failure, Follows, Part, Row, Sealing, Transaction, values};
use domain::child::Child;
use domain::front_door::request::Request;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};
use domain::trail::Trail;
use identity::children::Label;
use identity::children::commands::label_in;
use identity::children::joining::Joined;
use vault::Key;

use crate::request::sealed::SealedRequest;
use crate::request::store::SEALED;

const ALIKE: &str = "
    SELECT request.child_id AS child_id, request.received_at AS received_at, request.asker_kind AS asker_kind,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM request
    JOIN child_label ON child_label.child_id = request.child_id
    WHERE request.unit_id = $1 AND request.state IN ('waiting', 'taken', 'interviewed') AND request.child_id <> $2
      AND child_label.master IS NOT NULL AND (request.taken_by_assignment IS NULL OR request.taken_by_assignment = $3)
    ORDER BY request.received_at DESC, request.id
    LIMIT 100";
const OF_CHILD: &str = "
    SELECT id, state, received_at, asker_kind, taken_by_assignment
    FROM request
    WHERE child_id = $1 AND unit_id = $2
    ORDER BY received_at, id
    LIMIT 20";
const MERGE: &str = "
    UPDATE request
    SET merged_into = $2
    WHERE id = $1 OR merged_into = $1";
const STILL_ON: &str = "
    SELECT id
    FROM request
    WHERE child_id = $1 AND trail_id = $2 AND state <> 'closed'
    LIMIT 1";
const REQUESTS: &str = "
    SELECT id, sealed
    FROM request
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_REQUEST: &str = "
    UPDATE request
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND id = $3";
const EVENTS: &str = "
    SELECT request_id, number, sealed
    FROM request_event
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_EVENT: &str = "
    UPDATE request_event
    SET child_id = $2, sealed = $5
    WHERE child_id = $1 AND request_id = $3 AND number = $4";
const GIVEN: &str = "
    SELECT request_id, sealed
    FROM request_preparation
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_GIVEN: &str = "
    UPDATE request_preparation
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND request_id = $3";
const ASSESSMENTS: &str = "
    SELECT request_id, sealed
    FROM assessment
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_ASSESSMENT: &str = "
    UPDATE assessment
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND request_id = $3";
const DECISIONS: &str = "
    SELECT id, sealed
    FROM decision
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_DECISION: &str = "
    UPDATE decision
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND id = $3";
const REFERRALS: &str = "
    SELECT request_id, sealed
    FROM referral
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_REFERRAL: &str = "
    UPDATE referral
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND request_id = $3";
const QUESTIONS: &str = "
    SELECT request_id, number, question, answer
    FROM referral_question
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_QUESTION: &str = "
    UPDATE referral_question
    SET child_id = $2, question = $5, answer = $6
    WHERE child_id = $1 AND request_id = $3 AND number = $4";
const ADDITIONS: &str = "
    SELECT request_id, id, sealed
    FROM request_addition
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_ADDITION: &str = "
    UPDATE request_addition
    SET child_id = $2, sealed = $5
    WHERE child_id = $1 AND request_id = $3 AND id = $4";
const FORGET_DRAFTS: &str = "
    DELETE FROM draft
    WHERE child_id = $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    ALIKE,
    OF_CHILD,
    MERGE,
    STILL_ON,
    REQUESTS,
    KEEP_REQUEST,
    EVENTS,
    KEEP_EVENT,
    GIVEN,
    KEEP_GIVEN,
    ASSESSMENTS,
    KEEP_ASSESSMENT,
    DECISIONS,
    KEEP_DECISION,
    REFERRALS,
    KEEP_REFERRAL,
    QUESTIONS,
    KEEP_QUESTION,
    ADDITIONS,
    KEEP_ADDITION,
    FORGET_DRAFTS,
];

/// A row whose key is that of its request, and one more.
const fn beside(
    (read, keep): (&'static str, &'static str),
    key: &'static [Part],
    sealed: &'static [(&'static str, &'static str)],
) -> Sealing {
    Sealing { read, keep, follows: Follows::Itself, key, sealed }
}

const TABLES: [Sealing; 7] = [
    beside(
        (EVENTS, KEEP_EVENT),
        &[Part::Id("request_id"), Part::Number("number")],
        &[("sealed", "request_event.sealed")],
    ),
    beside((GIVEN, KEEP_GIVEN), &[Part::Id("request_id")], &[("sealed", "request_preparation.sealed")]),
    beside((ASSESSMENTS, KEEP_ASSESSMENT), &[Part::Id("request_id")], &[("sealed", "assessment.sealed")]),
    beside((DECISIONS, KEEP_DECISION), &[Part::Id("id")], &[("sealed", "decision.sealed")]),
    beside((REFERRALS, KEEP_REFERRAL), &[Part::Id("request_id")], &[("sealed", "referral.sealed")]),
    beside(
        (QUESTIONS, KEEP_QUESTION),
        &[Part::Id("request_id"), Part::Number("number")],
        &[("question", "referral_question.question"), ("answer", "referral_question.answer")],
    ),
    beside(
        (ADDITIONS, KEEP_ADDITION),
        &[Part::Id("request_id"), Part::Id("id")],
        &[("sealed", "request_addition.sealed")],
    ),
];

/// Moves every request of the other, with all that was told about it.
pub(crate) async fn moved(transaction: &mut Transaction, joined: &Joined) -> Result<(), Failure> {
    for row in transaction.rows(REQUESTS, values![joined.other]).await? {
        move_request(transaction, joined, &row).await?;
    }
    for table in &TABLES {
        transaction.reseal(table, joined.keys()).await?;
    }
    // A receipt that could be seen again for half an hour, under a key that goes.
    transaction.execute(FORGET_DRAFTS, values![joined.other]).await.map(drop)
}

/// A request tells inside what is sealed which child somebody has made sure that it is about.
async fn move_request(transaction: &mut Transaction, joined: &Joined, row: &Row) -> Result<(), Failure> {
    let (from, to): (&Key, &Key) = joined.keys();
    let told: SealedRequest = from.open_value(SEALED, &row.sealed("sealed")?)?;
    let sealed = to.seal_value(SEALED, &told.about(joined.kept), transaction.database().environment());
    let values = values![joined.other, joined.kept, row.id::<Request>("id")?, sealed];
    transaction.change(KEEP_REQUEST, values).await
}

/// A child who has asked, too, and may be the same.
#[derive(Clone, Debug)]
pub struct Alike {
    /// Which.
    pub child: Id<Child>,
    /// First name, age, place.
    pub label: Label,
    /// When somebody asked.
    pub received_at: Moment,
    /// Who: the code of the kind.
    pub asker: String,
}

/// Other children who wait at the front door, or whose request whoever asks has; the latest first. Protected ones only where
/// they are named for them.
pub(crate) async fn alike(
    act: &mut Act,
    _permit: &Permit<SeeQueue>,
    (unit, but, by): (Id<Unit>, Id<Child>, Id<Assignment>),
) -> Result<Vec<Alike>, Failure> {
    let named = identity::children::commands::named_for_me(act).await?;
    let transaction = act.transaction();
    let mut all = Vec::new();
    for row in transaction.rows(ALIKE, values![unit, but, by]).await? {
        let child: Id<Child> = row.id("child_id")?;
        if row.text("protection")? == "none" || named.contains(&child) {
            let (label, received_at) = (label_in(transaction, &row)?, row.moment("received_at")?);
            all.push(Alike { child, label, received_at, asker: row.text("asker_kind")? });
        }
    }
    act.saw(all.len());
    Ok(all)
}

/// A request of a child at one's own front door: what stands open about it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) id: Id<Request>,
    /// The code of how far it has come.
    pub(crate) state: String,
    pub(crate) received_at: Moment,
    /// Who asked: the code of the kind.
    pub(crate) asker: String,
    pub(crate) taken_by: Option<Id<Assignment>>,
}

impl Asked {
    /// Whether nobody has decided on it yet.
    pub(crate) fn is_undecided(&self) -> bool {
        ["waiting", "taken", "interviewed"].contains(&self.state.as_str())
    }
}

/// The requests of a child at a front door. Identifiers and marks: each is shown under a permit of its own.
pub(crate) async fn of_child(
    transaction: &mut Transaction,
    child: Id<Child>,
    unit: Id<Unit>,
) -> Result<Vec<Asked>, Failure> {
    let asked = |row: &Row| {
        Ok(Asked {
            id: row.id("id")?,
            state: row.text("state")?,
            received_at: row.moment("received_at")?,
            asker: row.text("asker_kind")?,
            taken_by: row.id_maybe("taken_by_assignment")?,
        })
    };
    transaction.rows(OF_CHILD, values![child, unit]).await?.iter().map(asked).collect()
}

/// Notes where a request goes on, and those that had been merged into it before.
pub(crate) async fn note_merged(
    transaction: &mut Transaction,
    permit: &Permit<Interview>,
    closed: Id<Request>,
    goes_on: Id<Request>,
) -> Result<(), Failure> {
    if !permit.is_for(goes_on.value()) {
        return Err(Failure::Conflict);
    }
    transaction.execute(MERGE, values![closed, goes_on]).await.map(drop)
}

/// Whether a request that is not closed is still behind a trail.
pub(crate) async fn still_on(
    transaction: &mut Transaction,
    _permit: &Permit<Interview>,
    (child, trail): (Id<Child>, Id<Trail>),
) -> Result<bool, Failure> {
    Ok(transaction.row(STILL_ON, values![child, trail]).await?.is_some())
}
