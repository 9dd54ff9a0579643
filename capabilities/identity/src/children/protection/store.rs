//! SQL of protected identities: the grades they have had, the few who are named, and what waits for a second step.

use access::Permit;
use access::action::identity::{Protect, Unprotect};
use database::{Failure, Row, Transaction, values};
use domain::child::{Child, Person, Protection};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Assignment, Staff};
use domain::protection::{Grade, Removal, Source};

use crate::children::relations::Owner;
use crate::children::store::{protection_code, protection_from_code};

const INSERT_GRADE: &str = "
    INSERT INTO protection_grade (owner_id, id, at, assignment_id, protection, source, since)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const GRADES: &str = "
    SELECT at, assignment_id, protection, source, since
    FROM protection_grade
    WHERE owner_id = $1
    ORDER BY at DESC, id DESC
    LIMIT 50";
const UNNAME: &str = "
    DELETE FROM named_staff
    WHERE owner_id = $1 AND staff_id = $2";
const UNNAME_ALL: &str = "
    DELETE FROM named_staff
    WHERE owner_id = $1";
const INSERT_REMOVAL: &str = "
    INSERT INTO protection_removal (owner_id, child_id, staff_id, assignment_id, source, at)
    VALUES ($1, $2, $3, $4, $5, $6)";
const REMOVAL: &str = "
    SELECT child_id, staff_id, assignment_id, source, at
    FROM protection_removal
    WHERE owner_id = $1";
const DELETE_REMOVAL: &str = "
    DELETE FROM protection_removal
    WHERE owner_id = $1";
const PROTECT_PERSON: &str = "
    UPDATE person
    SET protection = $2
    WHERE id = $1";
const FALL: &str = "
    UPDATE person
    SET protection = 'none'
    WHERE id = $1 AND protection <> 'none' AND NOT EXISTS (
      SELECT 1
      FROM guardian
      JOIN child ON child.id = guardian.child_id
      WHERE guardian.person_id = $1 AND child.erased_at IS NULL)";
const WOULD_FALL: &str = "
    SELECT person.id AS id
    FROM person
    WHERE person.id = $1 AND person.protection <> 'none' AND NOT EXISTS (
      SELECT 1
      FROM guardian
      JOIN child ON child.id = guardian.child_id
      WHERE guardian.person_id = $1 AND guardian.child_id <> $2 AND child.erased_at IS NULL)";
const GRADE_OF_NONE: &str = "
    INSERT INTO protection_grade (owner_id, id, at, assignment_id, protection, source, since)
    SELECT owner_id, $2, $3, $4, 'none', source, $5
    FROM protection_grade
    WHERE owner_id = $1
    ORDER BY at DESC, id DESC
    LIMIT 1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    INSERT_GRADE,
    GRADES,
    UNNAME,
    UNNAME_ALL,
    INSERT_REMOVAL,
    REMOVAL,
    DELETE_REMOVAL,
    PROTECT_PERSON,
    FALL,
    WOULD_FALL,
    GRADE_OF_NONE,
];

/// A grade that an identity has had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Had {
    /// The grade.
    pub protection: Protection,
    /// How somebody came to know.
    pub source: Source,
    /// Since when it held.
    pub since: Day,
    /// When it was set here.
    pub at: Moment,
    /// Who set it; none when whoever asked for help said so.
    pub by: Option<Id<Assignment>>,
}

pub(crate) async fn insert_grade(
    transaction: &mut Transaction,
    owner: Id<Owner>,
    grade: Grade,
    (at, by): (Moment, Option<Id<Assignment>>),
) -> Result<(), Failure> {
    let id: Id<Grade> = transaction.database().environment().id();
    let (protection, source) = (protection_code(grade.protection), grade.source.code());
    let values = values![owner, id, at, by, protection, source, grade.since];
    transaction.execute(INSERT_GRADE, values).await.map(drop)
}

/// The grades that an identity has had, the latest first.
pub(crate) async fn grades(
    transaction: &mut Transaction,
    _permit: &Permit<Protect>,
    owner: Id<Owner>,
) -> Result<Vec<Had>, Failure> {
    let had = |row: &Row| {
        Ok(Had {
            protection: row.code("protection", protection_from_code)?,
            source: row.code("source", Source::from_code)?,
            since: row.day("since")?,
            at: row.moment("at")?,
            by: row.id_maybe("assignment_id")?,
        })
    };
    transaction.rows(GRADES, values![owner]).await?.iter().map(had).collect()
}

/// Takes one of the named off the list.
pub(crate) async fn unname(transaction: &mut Transaction, owner: Id<Owner>, staff: Id<Staff>) -> Result<(), Failure> {
    transaction.change(UNNAME, values![owner, staff]).await
}

/// Nobody is named for an identity that is not protected.
pub(crate) async fn unname_all(transaction: &mut Transaction, owner: Id<Owner>) -> Result<(), Failure> {
    transaction.execute(UNNAME_ALL, values![owner]).await.map(drop)
}

/// Keeps the first step of taking a protection away.
pub(crate) async fn insert_removal(
    transaction: &mut Transaction,
    _permit: &Permit<Unprotect>,
    owner: Id<Owner>,
    removal: &Removal,
) -> Result<(), Failure> {
    let Removal { child, by, assignment, source, at } = *removal;
    transaction.execute(INSERT_REMOVAL, values![owner, child, by, assignment, source.code(), at]).await.map(drop)
}

/// The first step, if somebody has taken it.
pub(crate) async fn removal(transaction: &mut Transaction, owner: Id<Owner>) -> Result<Option<Removal>, Failure> {
    let removal = |row: Row| {
        Ok(Removal {
            child: row.id("child_id")?,
            by: row.id("staff_id")?,
            assignment: row.id("assignment_id")?,
            source: row.code("source", Source::from_code)?,
            at: row.moment("at")?,
        })
    };
    transaction.row(REMOVAL, values![owner]).await?.map(removal).transpose()
}

/// The first step is done with, or taken back: once. A conflict when another has been first.
pub(crate) async fn delete_removal(transaction: &mut Transaction, owner: Id<Owner>) -> Result<(), Failure> {
    transaction.change(DELETE_REMOVAL, values![owner]).await
}

/// A protection falls where its owner stands around no child any more: its page is reached around a child, so nobody could
/// change it, and around the next child nobody would be named. Nothing, where they stand around one still.
pub(crate) async fn fall_if_nowhere(
    transaction: &mut Transaction,
    person: Id<Person>,
    (at, by): (Moment, Option<Id<Assignment>>),
) -> Result<(), Failure> {
    if transaction.execute(FALL, values![person]).await? == 0 {
        return Ok(());
    }
    let id: Id<Grade> = transaction.database().environment().id();
    transaction.execute(GRADE_OF_NONE, values![person, id, at, by, at.day()]).await?;
    transaction.execute(DELETE_REMOVAL, values![person]).await?;
    transaction.execute(UNNAME_ALL, values![person]).await.map(drop)
}

/// Whether a protection would fall if its owner stood around this child no more.
pub(crate) async fn would_fall(
    transaction: &mut Transaction,
    person: Id<Person>,
    child: Id<Child>,
) -> Result<bool, Failure> {
    Ok(transaction.row(WOULD_FALL, values![person, child]).await?.is_some())
}

/// A person's grade holds around every child. A child's is kept with who the child is.
pub(crate) async fn protect_person(
    transaction: &mut Transaction,
    person: Id<Person>,
    protection: Protection,
) -> Result<(), Failure> {
    transaction.change(PROTECT_PERSON, values![person, protection_code(protection)]).await
}
