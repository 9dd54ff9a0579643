//! SQL of openings and their reviews.

use access::action::oversight::{BreakGlass, Review as ReviewRight};
use access::{Permit, branch_code, branch_from_code, role_code, role_from_code};
use audit::Act;
use database::{Failure, Row, Transaction, values};
use domain::child::Child;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Post, Staff};
use domain::oversight::break_glass::{
    Explanation, FollowUp, Happened, Opening, Question, Reason, Review, Snapshot, Verdict,
};
use domain::trail::Trail;
use vault::Key;

use crate::openings::sealed::{SealedReason, SealedWords, text};

pub(crate) const REASON: &str = "opening.sealed";
pub(crate) const WORDS: &str = "review.sealed";

const INSERT_OPENING: &str = "
    INSERT INTO opening (child_id, id, trail_id, staff_id, assignment_id, unit_id, domain_id, branch, role, opened_at,
      until_at, due_at, state, sealed, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waiting', $13, 0)";
const FACTS: &str = "
    SELECT child_id, id, trail_id, staff_id, assignment_id, unit_id, domain_id, branch, role, opened_at, until_at, due_at,
      state, version
    FROM opening
    WHERE id = $1";
const SEALED: &str = "
    SELECT sealed
    FROM opening
    WHERE child_id = $1 AND id = $2";
const REVIEWS: &str = "
    SELECT at, kind, staff_id, assignment_id, unit_id, domain_id, branch, role, follow_up, sealed
    FROM review
    WHERE child_id = $1 AND opening_id = $2
    ORDER BY sequence";
const UPDATE_STATE: &str = "
    UPDATE opening
    SET state = $4, version = version + 1
    WHERE child_id = $1 AND id = $2 AND version = $3";
const INSERT_REVIEW: &str = "
    INSERT INTO review (child_id, opening_id, sequence, at, kind, staff_id, assignment_id, unit_id, domain_id, branch, role,
      follow_up, sealed)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const END: &str = "
    UPDATE opening
    SET until_at = $3
    WHERE child_id = $1 AND id = $2 AND until_at > $3";
const OPEN_OF_STAFF: &str = "
    SELECT child_id, id, trail_id, staff_id, assignment_id, unit_id, domain_id, branch, role, opened_at, until_at, due_at,
      state, version
    FROM opening
    WHERE staff_id = $1 AND opened_at > $2 AND until_at > $3
    ORDER BY opened_at
    LIMIT 20";
const OWN: &str = "
    SELECT child_id, id, trail_id, staff_id, assignment_id, unit_id, domain_id, branch, role, opened_at, until_at, due_at,
      state, version
    FROM opening
    WHERE staff_id = $1 AND opened_at > $2
    ORDER BY opened_at DESC
    LIMIT 20";
/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[INSERT_OPENING, FACTS, SEALED, REVIEWS, UPDATE_STATE, INSERT_REVIEW, END, OPEN_OF_STAFF, OWN];

/// What may be known of an opening before any permit: who, when, and how it stands.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Which opening.
    pub id: Id<Opening>,
    /// About whom.
    pub child: Id<Child>,
    /// Of which trail.
    pub trail: Id<Trail>,
    /// Who opened it.
    pub by: Post,
    /// When.
    pub opened_at: Moment,
    /// Until when it let them in.
    pub until: Moment,
    /// When the review must be answered.
    pub due: Moment,
    /// How far the review has come.
    pub state: State,
    pub(crate) version: i64,
}

/// How far a review has come, as a list shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for a reviewer.
    Waiting,
    /// Waits for the one who opened.
    Asked,
    /// There was good reason.
    Justified,
    /// There was not.
    NotJustified,
}

impl State {
    /// The code under which it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Justified => "justified",
            Self::NotJustified => "not_justified",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Asked, Self::Justified, Self::NotJustified].into_iter().find(|state| state.code() == code)
    }

    fn of(review: &Review) -> Self {
        match review {
            Review::Waiting => Self::Waiting,
            Review::Asked(_) => Self::Asked,
            Review::Justified(_) => Self::Justified,
            Review::NotJustified { .. } => Self::NotJustified,
        }
    }
}

/// The facts of an opening; `None` when there is none.
pub(crate) async fn facts(transaction: &mut Transaction, id: Id<Opening>) -> Result<Option<Facts>, Failure> {
    transaction.row(FACTS, values![id]).await?.as_ref().map(facts_of).transpose()
}

pub(crate) async fn insert(act: &mut Act, permit: &Permit<BreakGlass>, opening: &Opening) -> Result<(), Failure> {
    let Snapshot { id, trail, child, by, reason, why, opened_at, due, .. } = opening.snapshot();
    if !permit.is_for(trail.value()) {
        return Err(Failure::Meaning { what: "subject" });
    }
    let transaction = act.transaction();
    let plain = SealedReason { reason: reason.code().to_owned(), why: why.as_str().to_owned() };
    let key = transaction.child_key(*child).await?;
    let sealed = key.seal_value(REASON, &plain, transaction.database().environment());
    let Post { staff, assignment, unit, domain, branch, role } = *by;
    let (branch, role, until) = (branch_code(branch), role_code(role), opening.closes_at());
    let values =
        values![*child, *id, *trail, staff, assignment, unit, domain, branch, role, *opened_at, until, *due, sealed];
    transaction.execute(INSERT_OPENING, values).await.map(drop)
}

/// An opening for its reviewer; `None` when the permit is for another unit.
pub(crate) async fn find_for_reviewer(
    act: &mut Act,
    permit: &Permit<ReviewRight>,
    facts: &Facts,
) -> Result<Option<Opening>, Failure> {
    if permit.is_for(facts.by.unit.value()) { find(act.transaction(), facts).await } else { Ok(None) }
}

/// An opening for the one who opened it; `None` when the permit is for another trail.
pub(crate) async fn find_for_opener(
    act: &mut Act,
    permit: &Permit<BreakGlass>,
    facts: &Facts,
) -> Result<Option<Opening>, Failure> {
    if permit.is_for(facts.trail.value()) { find(act.transaction(), facts).await } else { Ok(None) }
}

async fn find(transaction: &mut Transaction, facts: &Facts) -> Result<Option<Opening>, Failure> {
    let Facts { id, child, trail, by, opened_at, due, .. } = *facts;
    let Some(row) = transaction.row(SEALED, values![child, id]).await? else { return Ok(None) };
    let key = transaction.child_key(child).await?;
    let SealedReason { reason, why } = key.open_value(REASON, &row.sealed("sealed")?)?;
    let reason = Reason::from_code(&reason).ok_or(Failure::Meaning { what: "reason" })?;
    let why = text(&why)?;
    let (mut explanations, mut review) = (Vec::new(), Review::Waiting);
    for row in transaction.rows(REVIEWS, values![child, id]).await? {
        review = step(&row, &key, review, &mut explanations)?;
    }
    Ok(Some(Opening::restore(Snapshot { id, trail, child, by, reason, why, opened_at, due, explanations, review })))
}

/// What one row of a review makes of what was before it.
fn step(row: &Row, key: &Key, before: Review, explanations: &mut Vec<Explanation>) -> Result<Review, Failure> {
    let SealedWords { words } = key.open_value(WORDS, &row.sealed("sealed")?)?;
    let (by, at) = (post(row)?, row.moment("at")?);
    Ok(match row.text("kind")?.as_str() {
        "asked" => Review::Asked(Question { question: text(&words)?, by, at }),
        "explained" => {
            let Review::Asked(question) = before else { return Err(Failure::Meaning { what: "review" }) };
            explanations.push(Explanation { question, answer: text(&words)?, at });
            Review::Waiting
        }
        "justified" => Review::Justified(Verdict { by, at, to_family: text(&words)? }),
        "not_justified" => Review::NotJustified {
            verdict: Verdict { by, at, to_family: text(&words)? },
            follow_up: row.code("follow_up", FollowUp::from_code)?,
        },
        _ => return Err(Failure::Meaning { what: "kind" }),
    })
}

/// Something new in a review, with the words that belong to it.
pub(crate) struct Said<'a> {
    pub(crate) at: Moment,
    pub(crate) by: Post,
    pub(crate) happened: Happened,
    pub(crate) words: &'a str,
}

pub(crate) async fn save_for_reviewer(
    act: &mut Act,
    permit: &Permit<ReviewRight>,
    facts: &Facts,
    opening: &Opening,
    said: Said<'_>,
) -> Result<(), Failure> {
    if !permit.is_for(facts.by.unit.value()) {
        return Err(Failure::Meaning { what: "subject" });
    }
    save(act.transaction(), facts, opening, said).await
}

pub(crate) async fn save_for_opener(
    act: &mut Act,
    permit: &Permit<BreakGlass>,
    facts: &Facts,
    opening: &Opening,
    said: Said<'_>,
) -> Result<(), Failure> {
    if !permit.is_for(facts.trail.value()) {
        return Err(Failure::Meaning { what: "subject" });
    }
    save(act.transaction(), facts, opening, said).await
}

async fn save(transaction: &mut Transaction, facts: &Facts, opening: &Opening, said: Said<'_>) -> Result<(), Failure> {
    let Facts { id, child, version, .. } = *facts;
    let state = State::of(&opening.snapshot().review).code();
    transaction.change(UPDATE_STATE, values![child, id, version, state]).await?;
    let (kind, follow_up) = match said.happened {
        // An opening is a row of its own.
        Happened::Opened { .. } => return Err(Failure::Meaning { what: "review" }),
        Happened::Asked => ("asked", None),
        Happened::Explained => ("explained", None),
        Happened::Justified => ("justified", None),
        Happened::NotJustified(follow_up) => ("not_justified", Some(follow_up.code())),
    };
    let key = transaction.child_key(child).await?;
    let plain = SealedWords { words: said.words.to_owned() };
    let sealed = key.seal_value(WORDS, &plain, transaction.database().environment());
    let Post { staff, assignment, unit, domain, branch, role } = said.by;
    let (branch, role) = (branch_code(branch), role_code(role));
    let values = values![
        child,
        id,
        version + 1,
        said.at,
        kind,
        staff,
        assignment,
        unit,
        domain,
        branch,
        role,
        follow_up,
        sealed
    ];
    transaction.execute(INSERT_REVIEW, values).await.map(drop)
}

/// Ends an opening before its time.
pub(crate) async fn end(act: &mut Act, permit: &Permit<BreakGlass>, facts: &Facts, now: Moment) -> Result<(), Failure> {
    if !permit.is_for(facts.trail.value()) {
        return Err(Failure::Meaning { what: "subject" });
    }
    act.transaction().change(END, values![facts.child, facts.id, now]).await
}

/// The openings of someone that let them in right now. `since` is long enough ago for none to be missed.
pub(crate) async fn open_of_staff(
    transaction: &mut Transaction,
    staff: Id<Staff>,
    since: Moment,
    now: Moment,
) -> Result<Vec<Facts>, Failure> {
    transaction.rows(OPEN_OF_STAFF, values![staff, since, now]).await?.iter().map(facts_of).collect()
}

/// Someone's own openings, the latest first.
pub(crate) async fn own(transaction: &mut Transaction, staff: Id<Staff>, since: Moment) -> Result<Vec<Facts>, Failure> {
    transaction.rows(OWN, values![staff, since]).await?.iter().map(facts_of).collect()
}

/// The facts in a row with all columns of an opening that are not sealed.
pub(crate) fn facts_of(row: &Row) -> Result<Facts, Failure> {
    Ok(Facts {
        id: row.id("id")?,
        child: row.id("child_id")?,
        trail: row.id("trail_id")?,
        by: post(row)?,
        opened_at: row.moment("opened_at")?,
        until: row.moment("until_at")?,
        due: row.moment("due_at")?,
        state: row.code("state", State::from_code)?,
        version: row.integer("version")?,
    })
}

fn post(row: &Row) -> Result<Post, Failure> {
    Ok(Post {
        staff: row.id("staff_id")?,
        assignment: row.id::<Assignment>("assignment_id")?,
        unit: row.id("unit_id")?,
        domain: row.id("domain_id")?,
        branch: row.code("branch", branch_from_code)?,
        role: row.code("role", role_from_code)?,
    })
}
