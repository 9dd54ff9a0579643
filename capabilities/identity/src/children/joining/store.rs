//! SQL of two children that are one: who stands around them, what was noted, and which one went on.

use access::Permit;
use access::action::identity::Join;
use database::{Failure, Follows, Part, Sealing, Transaction, values};
use domain::child::{Child, Person, Protection};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Staff};

use crate::children::adults::store as adults;
use crate::children::joining::Joined;
use crate::children::protection::store::protect_person;
use crate::children::relations::Whose;
use crate::children::relations::store::insert_named;
use crate::children::store::protection_from_code;

const REASON: &str = "child_joined.sealed";

const INSERT: &str = "
    INSERT INTO child_joined (child_id, other_id, at, assignment_id, sealed)
    VALUES ($1, $2, $3, $4, $5)";
const LEADS_TO: &str = "
    SELECT child_id
    FROM child_joined
    WHERE other_id = $1";
const OTHERS: &str = "
    SELECT other_id
    FROM child_joined
    WHERE child_id = $1
    ORDER BY at, other_id
    LIMIT 20";
const END: &str = "
    UPDATE child
    SET erased_at = $2, number_fingerprint = NULL, municipality_id = NULL, person_id = NULL, version = version + 1
    WHERE id = $1 AND erased_at IS NULL";
const MOVE_INVOLVEMENT: &str = "
    UPDATE involvement
    SET child_id = $2
    WHERE child_id = $1 AND NOT EXISTS (
      SELECT 1
      FROM involvement AS there
      WHERE there.child_id = $2 AND there.unit_id = involvement.unit_id
        AND (there.since = involvement.since OR (there.until IS NULL AND involvement.until IS NULL))
    )";
const END_INVOLVEMENT: &str = "
    DELETE FROM involvement
    WHERE child_id = $1";
const UNNAME: &str = "
    DELETE FROM named_staff
    WHERE owner_id = $1 OR owner_id = $2";
const MEND_GLASS: &str = "
    DELETE FROM broken_glass
    WHERE child_id = $1";
const END_REMOVALS: &str = "
    DELETE FROM protection_removal
    WHERE owner_id = $1 OR owner_id = $2";
const MOVE_REMOVALS: &str = "
    UPDATE protection_removal
    SET child_id = $2
    WHERE child_id = $1";
const MOVE_GRADES: &str = "
    UPDATE protection_grade
    SET owner_id = $2
    WHERE owner_id = $1";
const MOVE_CONFIRMATIONS: &str = "
    UPDATE custody_confirmation
    SET child_id = $2
    WHERE child_id = $1";
const FORGET_OWN_SURNAME: &str = "
    DELETE FROM child_surname
    WHERE child_id = $1 AND owner_id = $1";
const MOVE_SURNAMES: &str = "
    UPDATE child_surname
    SET child_id = $2
    WHERE child_id = $1 AND NOT EXISTS (
      SELECT 1
      FROM child_surname AS there
      WHERE there.child_id = $2 AND there.owner_id = child_surname.owner_id
    )";
const FORGET_SURNAMES: &str = "
    DELETE FROM child_surname
    WHERE child_id = $1";
const CHANGES: &str = "
    SELECT id, sealed
    FROM identity_change
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_CHANGE: &str = "
    UPDATE identity_change
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND id = $3";
const JOINED: &str = "
    SELECT other_id, sealed
    FROM child_joined
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_JOINED: &str = "
    UPDATE child_joined
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND other_id = $3";
const SET_PERSON: &str = "
    UPDATE child
    SET person_id = $2
    WHERE id = $1 AND person_id IS NULL";
const TAKE_NUMBER: &str = "
    UPDATE person
    SET number_fingerprint = NULL
    WHERE id = $1";
const PROTECTIONS: &str = "
    SELECT goes.protection AS theirs, stays.protection AS own
    FROM person AS goes
    JOIN person AS stays ON stays.id = $2
    WHERE goes.id = $1";
const NAME_ALIKE: &str = "
    INSERT INTO named_staff (owner_id, staff_id)
    SELECT $2, named_staff.staff_id
    FROM named_staff
    WHERE named_staff.owner_id = $1";
const GRADE_ALIKE: &str = "
    INSERT INTO protection_grade (owner_id, id, at, assignment_id, protection, source, since)
    SELECT $2, had.id, had.at, had.assignment_id, had.protection, had.source, had.since
    FROM protection_grade AS had
    WHERE had.owner_id = $1";
const SAME: &str = "
    UPDATE person
    SET same_as = $2
    WHERE id = $1 OR same_as = $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    INSERT,
    LEADS_TO,
    OTHERS,
    END,
    MOVE_INVOLVEMENT,
    END_INVOLVEMENT,
    UNNAME,
    MEND_GLASS,
    END_REMOVALS,
    MOVE_REMOVALS,
    MOVE_GRADES,
    MOVE_CONFIRMATIONS,
    FORGET_OWN_SURNAME,
    MOVE_SURNAMES,
    FORGET_SURNAMES,
    CHANGES,
    KEEP_CHANGE,
    JOINED,
    KEEP_JOINED,
    SET_PERSON,
    TAKE_NUMBER,
    PROTECTIONS,
    NAME_ALIKE,
    GRADE_ALIKE,
    SAME,
];

/// What is sealed and moves as it is.
const SEALED: [Sealing; 2] = [
    Sealing {
        read: CHANGES,
        keep: KEEP_CHANGE,
        follows: Follows::Itself,
        key: &[Part::Id("id")],
        sealed: &[("sealed", "identity_change.sealed")],
    },
    Sealing {
        read: JOINED,
        keep: KEEP_JOINED,
        follows: Follows::Itself,
        key: &[Part::Id("other_id")],
        sealed: &[("sealed", REASON)],
    },
];

/// Moves what stands around the other, all but the grown-ups and the child as a person.
pub(crate) async fn move_around(
    transaction: &mut Transaction,
    _permit: &Permit<Join>,
    joined: &Joined,
    named: &[Id<Staff>],
) -> Result<(), Failure> {
    let (kept, other) = (joined.kept, joined.other);
    for table in &SEALED {
        transaction.reseal(table, joined.keys()).await?;
    }
    transaction.execute(MOVE_INVOLVEMENT, values![other, kept]).await?;
    transaction.execute(END_INVOLVEMENT, values![other]).await?;
    transaction.execute(UNNAME, values![other, kept]).await?;
    for staff in named {
        insert_named(transaction, Whose::Childs.owner(kept), *staff).await?;
    }
    transaction.execute(MEND_GLASS, values![other]).await?;
    transaction.execute(END_REMOVALS, values![other, kept]).await?;
    // Somebody has asked around the other that a grown-up's protection be taken away: it is asked around the survivor.
    transaction.execute(MOVE_REMOVALS, values![other, kept]).await?;
    transaction.execute(MOVE_GRADES, values![other, kept]).await?;
    transaction.execute(MOVE_CONFIRMATIONS, values![other, kept]).await?;
    transaction.execute(FORGET_OWN_SURNAME, values![other]).await?;
    transaction.execute(MOVE_SURNAMES, values![other, kept]).await?;
    transaction.execute(FORGET_SURNAMES, values![other]).await.map(drop)
}

/// Makes the person that the other logs in as the one that goes on, or the same as that one's.
pub(crate) async fn move_person(
    transaction: &mut Transaction,
    _permit: &Permit<Join>,
    kept: (Id<Child>, Option<Id<Person>>),
    other: Option<Id<Person>>,
) -> Result<(), Failure> {
    match (kept, other) {
        ((child, None), Some(person)) => transaction.change(SET_PERSON, values![child, person]).await,
        ((_, Some(stays)), Some(goes)) if stays != goes => {
            let (theirs, own) =
                (adults::number_of(transaction, goes).await?, adults::number_of(transaction, stays).await?);
            transaction.change(TAKE_NUMBER, values![goes]).await?;
            if let (Some(number), None) = (theirs, own) {
                adults::set_number(transaction, stays, number).await?;
            }
            protect_alike(transaction, goes, stays).await?;
            transaction.execute(SAME, values![goes, stays]).await.map(drop)
        }
        ((_, _), None) | ((_, Some(_)), Some(_)) => Ok(()),
    }
}

/// Whoever logs in as a child may be a protected grown-up around another child: the one that stays is protected no less, and
/// open to nobody to whom it was not.
async fn protect_alike(transaction: &mut Transaction, goes: Id<Person>, stays: Id<Person>) -> Result<(), Failure> {
    let Some(row) = transaction.row(PROTECTIONS, values![goes, stays]).await? else { return Ok(()) };
    let (theirs, own) = (row.code("theirs", protection_from_code)?, row.code("own", protection_from_code)?);
    if theirs == Protection::None {
        return Ok(());
    }
    if own == Protection::None {
        transaction.execute(NAME_ALIKE, values![goes, stays]).await?;
    }
    transaction.execute(GRADE_ALIKE, values![goes, stays]).await?;
    protect_person(transaction, stays, theirs.max(own)).await
}

/// Ends the other, whose key is destroyed afterwards: it is found by nothing any more.
pub(crate) async fn end(
    transaction: &mut Transaction,
    _permit: &Permit<Join>,
    other: Id<Child>,
    now: Moment,
) -> Result<(), Failure> {
    transaction.change(END, values![other, now]).await
}

/// Keeps that the two were joined, by whom and why.
pub(crate) async fn insert(
    transaction: &mut Transaction,
    _permit: &Permit<Join>,
    joined: &Joined,
    (by, at, reason): (Id<Assignment>, Moment, &str),
) -> Result<(), Failure> {
    let sealed = joined.kept_key.seal_value(REASON, &reason, transaction.database().environment());
    transaction.execute(INSERT, values![joined.kept, joined.other, at, by, sealed]).await.map(drop)
}

/// The child that a record went on in. Identifiers only: read before any permit exists.
pub(crate) async fn leads_to(transaction: &mut Transaction, child: Id<Child>) -> Result<Option<Id<Child>>, Failure> {
    transaction.row(LEADS_TO, values![child]).await?.map(|row| row.id("child_id")).transpose()
}

/// The other records of a child. Identifiers only.
pub(crate) async fn others(transaction: &mut Transaction, child: Id<Child>) -> Result<Vec<Id<Child>>, Failure> {
    transaction.rows(OTHERS, values![child]).await?.iter().map(|row| row.id("other_id")).collect()
}
