//! SQL of referrals: what was told beside the request, the questions of the front door, and what a unit has asked for.

use access::action::front_door::{FollowReferral, Interview, Refer, SeeReferrals};
use access::facts::RequestFacts;
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Row, Transaction, values};
use domain::child::{Child, Protection};
use domain::front_door::reach::Telephone;
use domain::front_door::referral::{Knows, Questions, Referral, Standing, Told};
use domain::front_door::request::Request;
use domain::front_door::text::{Line, Note};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::queue::store::protection;
use crate::request::store::{Stored, stored};

const SEALED: &str = "referral.sealed";
const QUESTION: &str = "referral_question.question";
const ANSWER: &str = "referral_question.answer";
/// The most questions that are asked about one referral.
const MOST: i64 = 100;

const INSERT: &str = "
    INSERT INTO referral (child_id, request_id, at, sealed)
    VALUES ($1, $2, $3, $4)";
const FIND: &str = "
    SELECT sealed
    FROM referral
    WHERE child_id = $1 AND request_id = $2";
const QUESTIONS: &str = "
    SELECT number, asked_at, asked_by, answered_at, answered_by, question, answer
    FROM referral_question
    WHERE child_id = $1 AND request_id = $2
    ORDER BY number
    LIMIT $3";
const ASK: &str = "
    INSERT INTO referral_question (child_id, request_id, number, asked_at, asked_by, answered_at, answered_by, question, answer)
    VALUES ($1, $2, $3, $4, $5, NULL, NULL, $6, NULL)
    ON CONFLICT (child_id, request_id, number) DO NOTHING";
const ANSWERED: &str = "
    UPDATE referral_question
    SET answered_at = $4, answered_by = $5, answer = $6
    WHERE child_id = $1 AND request_id = $2 AND number = $3 AND answered_at IS NULL";
const OF_UNIT: &str = "
    SELECT request.child_id AS child_id, request.id AS id, request.unit_id AS unit_id, request.trail_id AS trail_id,
      request.municipality_id AS municipality_id, request.asker_kind AS asker_kind,
      request.asker_person_id AS asker_person_id, request.state AS state, request.urgency AS urgency,
      request.due_at AS due_at, request.received_at AS received_at, request.changed_at AS changed_at,
      request.sealed AS sealed, request.version AS version, request.asker_assignment_id AS asked_by,
      referral_question.number AS unanswered, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM assignment
    JOIN request ON request.asker_assignment_id = assignment.id
    JOIN child_label ON child_label.child_id = request.child_id
    LEFT JOIN referral_question ON referral_question.child_id = request.child_id
      AND referral_question.request_id = request.id AND referral_question.answered_at IS NULL
    WHERE assignment.unit_id = $1 AND child_label.master IS NOT NULL
      AND (request.received_at, request.id) < ($3, $4)
    ORDER BY request.received_at DESC, request.id DESC
    LIMIT $2";
// Only what is under way can be asked about, and that is little of all a unit has ever asked for.
const ASKED: &str = "
    SELECT request.child_id AS child_id, request.id AS id, request.unit_id AS unit_id, request.trail_id AS trail_id,
      request.municipality_id AS municipality_id, request.asker_kind AS asker_kind,
      request.asker_person_id AS asker_person_id, request.state AS state, request.urgency AS urgency,
      request.due_at AS due_at, request.received_at AS received_at, request.changed_at AS changed_at,
      request.sealed AS sealed, request.version AS version, request.asker_assignment_id AS asked_by,
      referral_question.asked_at AS asked_at, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM assignment
    JOIN request ON request.asker_assignment_id = assignment.id AND request.state IN ('taken', 'interviewed')
    JOIN child_label ON child_label.child_id = request.child_id
    JOIN referral_question ON referral_question.child_id = request.child_id
      AND referral_question.request_id = request.id AND referral_question.answered_at IS NULL
    WHERE assignment.unit_id = $1 AND child_label.master IS NOT NULL
      AND (child_label.protection = 'none' OR assignment.id = $2)
    ORDER BY referral_question.asked_at, request.id
    LIMIT $3";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, FIND, QUESTIONS, ASK, ANSWERED, OF_UNIT, ASKED];

/// The sealed form. It is ours to keep readable: a field is added with a default, never renamed.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct SealedReferral {
    since: String,
    tried: String,
    child_knows: String,
    guardians_know: String,
    why_not: String,
    wish: String,
    call_back: String,
}

impl From<&Referral> for SealedReferral {
    fn from(referral: &Referral) -> Self {
        Self {
            since: referral.since.as_str().to_owned(),
            tried: referral.tried.as_str().to_owned(),
            child_knows: referral.told.child().code().to_owned(),
            guardians_know: referral.told.guardians().code().to_owned(),
            why_not: match &referral.told {
                Told::Everyone => String::new(),
                Told::NotEveryone { why, .. } => why.as_str().to_owned(),
            },
            wish: referral.wish.as_str().to_owned(),
            call_back: referral.call_back.as_str().to_owned(),
        }
    }
}

impl SealedReferral {
    fn open(self) -> Option<Referral> {
        let (child, guardians) = (Knows::from_code(&self.child_knows)?, Knows::from_code(&self.guardians_know)?);
        Some(Referral {
            since: Line::new(self.since).ok()?,
            tried: Note::new(self.tried).ok()?,
            told: Told::new(child, guardians, Note::new(self.why_not).ok()).ok()?,
            wish: Note::new(self.wish).ok()?,
            call_back: Telephone::parse(&self.call_back).ok()?,
        })
    }
}

/// A question of the front door to whoever referred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    /// Its number, from 1.
    pub(crate) number: i64,
    /// When it was asked.
    pub(crate) asked_at: Moment,
    /// Who asked it.
    pub(crate) asked_by: Id<Assignment>,
    /// The question.
    pub(crate) text: String,
    /// The answer, once there is one.
    pub(crate) answer: Option<Answer>,
}

/// What whoever referred answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// When.
    pub(crate) at: Moment,
    /// Who.
    pub(crate) by: Option<Id<Assignment>>,
    /// The answer.
    pub(crate) text: String,
}

/// Whether one of them waits for its answer.
pub(crate) fn waiting(questions: &[Question]) -> Questions {
    if questions.iter().any(|question| question.answer.is_none()) { Questions::Unanswered } else { Questions::Answered }
}

/// A line of what a unit has asked for: what was told by themselves, and how it stands.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) id: Id<Request>,
    pub(crate) first_name: String,
    pub(crate) protection: Protection,
    pub(crate) unit: Id<Unit>,
    pub(crate) asked_by: Option<Id<Assignment>>,
    pub(crate) received_at: Moment,
    pub(crate) due_at: Moment,
    pub(crate) standing: Standing,
}

/// Keeps what was told beside a request that has just been received.
pub(crate) async fn insert(
    transaction: &mut Transaction,
    _permit: &Permit<Refer>,
    (child, request): (Id<Child>, Id<Request>),
    referral: &Referral,
    now: Moment,
) -> Result<(), Failure> {
    let key = transaction.child_key(child).await?;
    let sealed = key.seal_value(SEALED, &SealedReferral::from(referral), transaction.database().environment());
    transaction.change(INSERT, values![child, request, now, sealed]).await
}

/// What was told beside a request; none where a family asked, or nothing more was told.
pub(crate) async fn find<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    request: &Stored,
) -> Result<Option<Referral>, Failure> {
    let id = request.request.record().id;
    if !permit.is_for(id.value()) {
        return Ok(None);
    }
    let Some(row) = act.transaction().row(FIND, values![request.child, id]).await? else { return Ok(None) };
    let key = act.transaction().child_key(request.child).await?;
    let sealed: SealedReferral = key.open_value(SEALED, &row.sealed("sealed")?)?;
    sealed.open().map(Some).ok_or(Failure::Meaning { what: SEALED })
}

/// The questions of the front door, in order.
pub(crate) async fn questions<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    request: &Stored,
) -> Result<Vec<Question>, Failure> {
    let id = request.request.record().id;
    if !permit.is_for(id.value()) {
        return Ok(vec![]);
    }
    let rows = act.transaction().rows(QUESTIONS, values![request.child, id, MOST]).await?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let key = act.transaction().child_key(request.child).await?;
    let question = |row: &Row| {
        let answer = match (row.moment_maybe("answered_at")?, row.sealed_maybe("answer")?) {
            (Some(at), Some(sealed)) => {
                Some(Answer { at, by: row.id_maybe("answered_by")?, text: key.open_value(ANSWER, &sealed)? })
            }
            (Some(_) | None, None) | (None, Some(_)) => None,
        };
        Ok(Question {
            number: row.integer("number")?,
            asked_at: row.moment("asked_at")?,
            asked_by: row.id("asked_by")?,
            text: key.open_value(QUESTION, &row.sealed("question")?)?,
            answer,
        })
    };
    rows.iter().map(question).collect()
}

/// Keeps a question. Of two with the same number, the second is a conflict.
pub(crate) async fn ask(
    act: &mut Act,
    permit: &Permit<Interview>,
    request: &Stored,
    by: (i64, Id<Assignment>),
    text: &Note,
) -> Result<(), Failure> {
    keep(act, permit, request, (ASK, QUESTION), by, text).await
}

/// Keeps the answer to a question that waits for it; one that has been answered is a conflict.
pub(crate) async fn answer(
    act: &mut Act,
    permit: &Permit<FollowReferral>,
    request: &Stored,
    by: (i64, Id<Assignment>),
    text: &Note,
) -> Result<(), Failure> {
    keep(act, permit, request, (ANSWERED, ANSWER), by, text).await
}

/// Keeps what somebody writes under a number, sealed for a column.
async fn keep<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    request: &Stored,
    (statement, column): (&'static str, &'static str),
    (number, by): (i64, Id<Assignment>),
    text: &Note,
) -> Result<(), Failure> {
    let id = request.request.record().id;
    if !permit.is_for(id.value()) {
        return Err(Failure::Conflict);
    }
    let now = act.now();
    let transaction = act.transaction();
    let key = transaction.child_key(request.child).await?;
    let sealed = key.seal_value(column, &text.as_str(), transaction.database().environment());
    transaction.change(statement, values![request.child, id, number, now, by, sealed]).await
}

/// The key after which a page of what a unit has asked for begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Before {
    received_at: i64,
    id: Uuid,
}

impl Before {
    /// Before nothing: the latest.
    pub(crate) const LATEST: Self = Self { received_at: i64::MAX, id: Uuid::max() };

    /// Reads it from an address; what is none is the latest.
    pub(crate) fn read(text: &str) -> Self {
        let parse = || {
            let (received_at, id) = text.split_once('_')?;
            Some(Self { received_at: received_at.parse().ok()?, id: Uuid::try_parse(id).ok()? })
        };
        parse().unwrap_or(Self::LATEST)
    }

    /// As an address writes it.
    pub(crate) fn written(&self) -> String {
        let Self { received_at, id } = self;
        format!("{received_at}_{id}")
    }

    /// Those before a row that is the last of its page.
    pub(crate) fn of(row: &Listed) -> Self {
        Self { received_at: row.received_at.microseconds(), id: row.id.value() }
    }
}

/// What a unit has asked for, the latest first. One question, however many there are.
pub(crate) async fn of_unit(
    act: &mut Act,
    permit: &Permit<SeeReferrals>,
    unit: Id<Unit>,
    Before { received_at, id }: Before,
    limit: i64,
) -> Result<Vec<Listed>, Failure> {
    if !permit.is_for(unit.value()) {
        return Ok(vec![]);
    }
    let transaction = act.transaction();
    let rows = transaction.rows(OF_UNIT, values![unit, limit, received_at, id]).await?;
    let questions = |row: &Row| {
        let unanswered = row.integer_maybe("unanswered")?;
        Ok::<_, Failure>(unanswered.map_or(Questions::Answered, |_| Questions::Unanswered))
    };
    let listed = |row: &Row| listed(transaction, row, questions(row)?);
    rows.iter().map(listed).collect()
}

/// What the front door has asked a unit and nobody has answered, the oldest first, with when it was asked. Of a protected
/// identity only what the assignment itself referred.
pub(crate) async fn asked(
    act: &mut Act,
    permit: &Permit<SeeReferrals>,
    (unit, me): (Id<Unit>, Id<Assignment>),
    limit: i64,
) -> Result<Vec<(Listed, Moment)>, Failure> {
    if !permit.is_for(unit.value()) {
        return Ok(vec![]);
    }
    let transaction = act.transaction();
    let rows = transaction.rows(ASKED, values![unit, me, limit]).await?;
    rows.iter().map(|row| Ok((listed(transaction, row, Questions::Unanswered)?, row.moment("asked_at")?))).collect()
}

fn listed(transaction: &Transaction, row: &Row, questions: Questions) -> Result<Listed, Failure> {
    let child: Id<Child> = row.id("child_id")?;
    let key = transaction.child_key_in(child, row)?;
    let request = stored(&key, row)?;
    let record = request.request.record();
    Ok(Listed {
        id: record.id,
        first_name: record.intake.first_name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default(),
        protection: row.code("protection", protection)?,
        unit: request.unit,
        asked_by: row.id_maybe("asked_by")?,
        received_at: record.received_at,
        due_at: record.due_at,
        standing: Standing::of(&record.state, request.unit, questions),
    })
}
