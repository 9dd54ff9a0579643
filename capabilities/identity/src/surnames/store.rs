//! SQL of family names as fingerprints.

use database::{Failure, Transaction, values};
use domain::child::Child;
use domain::id::Id;
use domain::organisation::{Staff, Unit};
use uuid::Uuid;

const CLEAR: &str = "
    DELETE FROM child_surname
    WHERE child_id = $1 AND owner_id = $2";
const INSERT: &str = "
    INSERT INTO child_surname (child_id, owner_id, fingerprint)
    VALUES ($1, $2, $3)";
const FORGET: &str = "
    DELETE FROM child_surname
    WHERE child_id = $1";
const CHILDREN: &str = "
    SELECT DISTINCT child_id
    FROM child_surname
    WHERE fingerprint = $1
    LIMIT 50000";
const OF_UNIT: &str = "
    SELECT DISTINCT staff.id AS id, staff.name AS name, staff.family_name AS family_name
    FROM staff
    JOIN assignment ON assignment.staff_id = staff.id
    WHERE assignment.unit_id = $1
    ORDER BY staff.id";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[CLEAR, INSERT, FORGET, CHILDREN, OF_UNIT];

/// Someone who works, or has worked, at a unit.
pub(crate) struct Named {
    pub(crate) staff: Id<Staff>,
    pub(crate) name: String,
    pub(crate) family_name: Option<String>,
}

pub(crate) async fn clear(transaction: &mut Transaction, child: Id<Child>, owner: Uuid) -> Result<(), Failure> {
    transaction.execute(CLEAR, values![child, owner]).await.map(drop)
}

pub(crate) async fn insert(
    transaction: &mut Transaction,
    child: Id<Child>,
    owner: Uuid,
    fingerprint: Vec<u8>,
) -> Result<(), Failure> {
    transaction.execute(INSERT, values![child, owner, fingerprint]).await.map(drop)
}

pub(crate) async fn forget(transaction: &mut Transaction, child: Id<Child>) -> Result<(), Failure> {
    transaction.execute(FORGET, values![child]).await.map(drop)
}

pub(crate) async fn children(transaction: &mut Transaction, fingerprint: Vec<u8>) -> Result<Vec<Id<Child>>, Failure> {
    transaction.rows(CHILDREN, values![fingerprint]).await?.iter().map(|row| row.id("child_id")).collect()
}

pub(crate) async fn of_unit(transaction: &mut Transaction, unit: Id<Unit>) -> Result<Vec<Named>, Failure> {
    let rows = transaction.rows(OF_UNIT, values![unit]).await?;
    let named = |row: &database::Row| {
        Ok(Named { staff: row.id("id")?, name: row.text("name")?, family_name: row.text_maybe("family_name")? })
    };
    rows.iter().map(named).collect()
}
