//! SQL of what was known of a child before it was put right, and of the number of the child as a person.

use database::{Failure, Row, Transaction, values};
use domain::child::{Child, Person};
use domain::id::Id;
use vault::Sealed;

use crate::children::corrections::history::{Before, Changed};

const BEFORE: &str = "identity_change.sealed";

const INSERT: &str = "
    INSERT INTO identity_change (child_id, id, at, assignment_id, sealed)
    VALUES ($1, $2, $3, $4, $5)";
const CHANGES: &str = "
    SELECT at, assignment_id, sealed
    FROM identity_change
    WHERE child_id = $1
    ORDER BY at DESC, id DESC
    LIMIT 50";
const FORGET: &str = "
    UPDATE identity_change
    SET sealed = NULL
    WHERE child_id = $1";
const RENUMBER: &str = "
    UPDATE person
    SET number_fingerprint = $2
    WHERE id = $1 AND number_fingerprint = $3";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, CHANGES, FORGET, RENUMBER];

pub(crate) async fn insert(transaction: &mut Transaction, child: Id<Child>, changed: &Changed) -> Result<(), Failure> {
    let id: Id<Changed> = transaction.database().environment().id();
    let sealed: Option<Sealed> = match &changed.before {
        Some(before) => {
            let key = transaction.child_key(child).await?;
            Some(key.seal_value(BEFORE, before, transaction.database().environment()))
        }
        None => None,
    };
    transaction.execute(INSERT, values![child, id, changed.at, changed.by, sealed]).await.map(drop)
}

/// What has been changed, the latest first.
pub(crate) async fn changes(transaction: &mut Transaction, child: Id<Child>) -> Result<Vec<Changed>, Failure> {
    let rows = transaction.rows(CHANGES, values![child]).await?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let key = transaction.child_key(child).await?;
    let changed = |row: &Row| {
        let sealed = row.sealed_maybe("sealed")?;
        let before = sealed.map(|sealed| key.open_value::<Before>(BEFORE, &sealed)).transpose()?;
        Ok(Changed { at: row.moment("at")?, by: row.id("assignment_id")?, before })
    };
    rows.iter().map(changed).collect()
}

/// What stood there must not be kept any more; that something was changed stays.
pub(crate) async fn forget(transaction: &mut Transaction, child: Id<Child>) -> Result<(), Failure> {
    transaction.execute(FORGET, values![child]).await.map(drop)
}

/// The child as a person who can log in has another number, or none. One that is found by another number stays as it is.
pub(crate) async fn renumber(
    transaction: &mut Transaction,
    person: Id<Person>,
    (before, now): (Vec<u8>, Option<Vec<u8>>),
) -> Result<(), Failure> {
    transaction.execute(RENUMBER, values![person, now, before]).await.map(drop)
}
