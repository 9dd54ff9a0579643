//! SQL of openings as the family is told of them.

use access::Permit;
use access::action::oversight::SeeReaders;
use audit::Act;
use database::{Failure, Row, values};
use domain::child::Child;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Staff, Unit};
use domain::oversight::break_glass::Reason;
use vault::Key;

use crate::openings::sealed::{SealedReason, SealedWords};
use crate::openings::store::{REASON, State, WORDS};

const OF_CHILD: &str = "
    SELECT opening.staff_id AS staff_id, opening.unit_id AS unit_id, opening.opened_at AS opened_at,
      opening.until_at AS until_at, opening.state AS state, opening.sealed AS sealed, review.sealed AS told
    FROM opening
    LEFT JOIN review ON review.child_id = opening.child_id AND review.opening_id = opening.id
      AND review.kind IN ('justified', 'not_justified')
    WHERE opening.child_id = $1
    ORDER BY opening.opened_at DESC
    LIMIT 100";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[OF_CHILD];

/// An opening as the family is told of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Who opened.
    pub staff: Id<Staff>,
    /// Where they worked.
    pub unit: Id<Unit>,
    /// When.
    pub opened_at: Moment,
    /// Until when.
    pub until: Moment,
    /// Why, in one word.
    pub reason: Reason,
    /// How far the review has come.
    pub state: State,
    /// What the reviewer tells the family; empty until it is decided.
    pub to_family: String,
}

/// The openings about a child, as its family is told of them.
pub(crate) async fn of_child(
    act: &mut Act,
    permit: &Permit<SeeReaders>,
    child: Id<Child>,
) -> Result<Vec<Told>, Failure> {
    if !permit.is_for(child.value()) {
        return Ok(Vec::new());
    }
    let transaction = act.transaction();
    let rows = transaction.rows(OF_CHILD, values![child]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = transaction.child_key(child).await?;
    rows.iter().map(|row| told(row, &key)).collect()
}

fn told(row: &Row, key: &Key) -> Result<Told, Failure> {
    let SealedReason { reason, .. } = key.open_value(REASON, &row.sealed("sealed")?)?;
    let to_family = match row.sealed_maybe("told")? {
        Some(sealed) => key.open_value::<SealedWords>(WORDS, &sealed)?.words,
        None => String::new(),
    };
    Ok(Told {
        staff: row.id("staff_id")?,
        unit: row.id("unit_id")?,
        opened_at: row.moment("opened_at")?,
        until: row.moment("until_at")?,
        reason: Reason::from_code(&reason).ok_or(Failure::Meaning { what: "reason" })?,
        state: row.code("state", State::from_code)?,
        to_family,
    })
}
