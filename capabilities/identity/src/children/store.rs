//! SQL of children and of persons who can log in as one.

use std::collections::BTreeSet;

use database::{Failure, Row, Transaction, values};
use domain::child::{Child, Person, Protection};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Municipality;
use vault::{Key, Sealed};

use crate::children::person::{Identity, Label, SealedLabel};

const LABEL: &str = "child.label";
const IDENTITY: &str = "child.identity";

const INSERT_PERSON: &str = "
    INSERT INTO person (id, number_fingerprint)
    VALUES ($1, $2)";
const PERSON_BY_NUMBER: &str = "
    SELECT id
    FROM person
    WHERE number_fingerprint = $1";
const HOLD_PERSON: &str = "
    UPDATE person
    SET protection = protection
    WHERE id = $1";
const HOLD_CHILD: &str = "
    UPDATE child
    SET version = version
    WHERE id = $1";
const INSERT_CHILD: &str = "
    INSERT INTO child (id, person_id, number_fingerprint, municipality_id, protection, registered_at, label, identity, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
const UPDATE_CHILD: &str = "
    UPDATE child
    SET number_fingerprint = $3, municipality_id = $4, protection = $5, label = $6, identity = $7, version = version + 1
    WHERE id = $1 AND version = $2";
const SET_PERSON: &str = "
    UPDATE child
    SET person_id = $2
    WHERE id = $1 AND person_id IS NULL";
const FIND_CHILD: &str = "
    SELECT id, person_id, municipality_id, protection, label, identity, version
    FROM child
    WHERE id = $1 AND erased_at IS NULL";
const CHILDREN_BY_NUMBER: &str = "
    SELECT id
    FROM child
    WHERE number_fingerprint = $1 AND erased_at IS NULL
    ORDER BY id
    LIMIT 20";
const IN_MUNICIPALITY: &str = "
    SELECT child.id AS child_id, child.label AS label, child.identity AS identity, child_key.master AS master,
      child_key.wrapped AS wrapped
    FROM child
    JOIN child_key ON child_key.child_id = child.id
    WHERE child.municipality_id = $1 AND child.protection = 'none' AND child.id > $2 AND child.erased_at IS NULL
    ORDER BY child.id
    LIMIT 2000";
const ERASE_CHILD: &str = "
    UPDATE child
    SET erased_at = $2, number_fingerprint = NULL, municipality_id = NULL
    WHERE id = $1 AND erased_at IS NULL";
const CHILD_OF_PERSON: &str = "
    SELECT id
    FROM child
    WHERE person_id = $1 AND erased_at IS NULL";
const PROTECTED: &str = "
    SELECT id
    FROM child
    WHERE protection <> 'none'
    UNION
    SELECT guardian.child_id
    FROM person
    JOIN guardian ON guardian.person_id = person.id
    WHERE person.protection <> 'none'
    LIMIT 50000";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    INSERT_PERSON,
    PERSON_BY_NUMBER,
    HOLD_PERSON,
    HOLD_CHILD,
    INSERT_CHILD,
    UPDATE_CHILD,
    SET_PERSON,
    FIND_CHILD,
    CHILDREN_BY_NUMBER,
    IN_MUNICIPALITY,
    ERASE_CHILD,
    CHILD_OF_PERSON,
    PROTECTED,
];

/// The code under which a grade of protection is stored.
pub(crate) const fn protection_code(protection: Protection) -> &'static str {
    match protection {
        Protection::None => "none",
        Protection::Marked => "marked",
        Protection::Registered => "registered",
        Protection::NewIdentity => "new_identity",
    }
}

/// The grade of protection of a stored code.
pub(crate) fn protection_from_code(code: &str) -> Option<Protection> {
    [Protection::None, Protection::Marked, Protection::Registered, Protection::NewIdentity]
        .into_iter()
        .find(|protection| protection_code(*protection) == code)
}

/// A child as stored.
#[derive(Clone)]
pub(crate) struct Stored {
    pub(crate) municipality: Option<Id<Municipality>>,
    pub(crate) protection: Protection,
    pub(crate) label: Label,
    pub(crate) identity: Identity,
    pub(crate) version: i64,
}

/// Opens the label of a row that joined `child_label`.
pub(crate) fn open_label(transaction: &Transaction, row: &Row) -> Result<Label, Failure> {
    let child: Id<Child> = row.id("child_id")?;
    let key = transaction.child_key_in(child, row)?;
    opened_label(&key, row)
}

/// Opens the label of a row with a key that is at hand.
pub(crate) fn opened_label(key: &Key, row: &Row) -> Result<Label, Failure> {
    let sealed: SealedLabel = key.open_value(LABEL, &row.sealed("label")?)?;
    sealed.open().ok_or(Failure::Meaning { what: LABEL })
}

pub(crate) async fn insert_person(
    transaction: &mut Transaction,
    id: Id<Person>,
    fingerprint: Option<Vec<u8>>,
) -> Result<(), Failure> {
    transaction.execute(INSERT_PERSON, values![id, fingerprint]).await.map(drop)
}

pub(crate) async fn person_by_number(
    transaction: &mut Transaction,
    fingerprint: Vec<u8>,
) -> Result<Option<Id<Person>>, Failure> {
    transaction.row(PERSON_BY_NUMBER, values![fingerprint]).await?.map(|row| row.id("id")).transpose()
}

/// Holds a person to the end of the transaction: what they log in with, and how they are protected, is changed and used by
/// one at a time, and the second reads what the first has saved. Nothing, where there is nobody such.
pub(crate) async fn hold_person(transaction: &mut Transaction, person: Id<Person>) -> Result<(), Failure> {
    transaction.execute(HOLD_PERSON, values![person]).await.map(drop)
}

/// The same of a child. The key first, as whoever makes two children one takes it first: they do not wait for each other.
pub(crate) async fn hold_child(transaction: &mut Transaction, child: Id<Child>) -> Result<(), Failure> {
    transaction.hold_child_key(child).await?;
    transaction.execute(HOLD_CHILD, values![child]).await.map(drop)
}

/// A child to be stored; the key is the child's own.
pub(crate) struct NewRow<'a> {
    pub(crate) id: Id<Child>,
    pub(crate) person: Option<Id<Person>>,
    pub(crate) fingerprint: Option<Vec<u8>>,
    pub(crate) municipality: Option<Id<Municipality>>,
    pub(crate) protection: Protection,
    pub(crate) label: &'a Label,
    pub(crate) identity: &'a Identity,
}

pub(crate) async fn insert_child(
    transaction: &mut Transaction,
    key: &Key,
    new: NewRow<'_>,
    now: Moment,
) -> Result<(), Failure> {
    let environment = transaction.database().environment().clone();
    let label = key.seal_value(LABEL, &SealedLabel::from(new.label), &environment);
    let identity = key.seal_value(IDENTITY, new.identity, &environment);
    let protection = protection_code(new.protection);
    let values = values![new.id, new.person, new.fingerprint, new.municipality, protection, now, label, identity];
    transaction.execute(INSERT_CHILD, values).await.map(drop)
}

pub(crate) async fn update_child(
    transaction: &mut Transaction,
    child: Id<Child>,
    stored: &Stored,
    fingerprint: Option<Vec<u8>>,
) -> Result<(), Failure> {
    let key = transaction.child_key(child).await?;
    let environment = transaction.database().environment().clone();
    let label = key.seal_value(LABEL, &SealedLabel::from(&stored.label), &environment);
    let identity = key.seal_value(IDENTITY, &stored.identity, &environment);
    let protection = protection_code(stored.protection);
    let values = values![child, stored.version, fingerprint, stored.municipality, protection, label, identity];
    transaction.change(UPDATE_CHILD, values).await
}

pub(crate) async fn set_person(
    transaction: &mut Transaction,
    child: Id<Child>,
    person: Id<Person>,
) -> Result<(), Failure> {
    transaction.change(SET_PERSON, values![child, person]).await
}

pub(crate) async fn find_child(transaction: &mut Transaction, child: Id<Child>) -> Result<Option<Stored>, Failure> {
    let Some(row) = transaction.row(FIND_CHILD, values![child]).await? else { return Ok(None) };
    let key = transaction.child_key(child).await?;
    Ok(Some(Stored {
        municipality: row.id_maybe("municipality_id")?,
        protection: row.code("protection", protection_from_code)?,
        label: opened_label(&key, &row)?,
        identity: key.open_value(IDENTITY, &row.sealed("identity")?)?,
        version: row.integer("version")?,
    }))
}

pub(crate) async fn children_by_number(
    transaction: &mut Transaction,
    fingerprint: Vec<u8>,
) -> Result<Vec<Id<Child>>, Failure> {
    transaction.rows(CHILDREN_BY_NUMBER, values![fingerprint]).await?.iter().map(|row| row.id("id")).collect()
}

/// How many children of a municipality are looked at together.
pub(crate) const LOOKED_AT: usize = 2000;

/// A child of a municipality, whose identity is opened only where the label fits.
pub(crate) struct Living {
    pub(crate) child: Id<Child>,
    pub(crate) label: Label,
    identity: Sealed,
    key: Key,
}

impl Living {
    /// The rest of who the child is.
    pub(crate) fn identity(&self) -> Result<Identity, Failure> {
        Ok(self.key.open_value(IDENTITY, &self.identity)?)
    }
}

/// Children who live in a municipality and whose identity is not protected, after one of them.
pub(crate) async fn in_municipality(
    transaction: &mut Transaction,
    municipality: Id<Municipality>,
    after: Id<Child>,
) -> Result<Vec<Living>, Failure> {
    let rows = transaction.rows(IN_MUNICIPALITY, values![municipality, after]).await?;
    let living = |row: &Row| {
        let child: Id<Child> = row.id("child_id")?;
        let key = transaction.child_key_in(child, row)?;
        Ok(Living { child, label: opened_label(&key, row)?, identity: row.sealed("identity")?, key })
    };
    rows.iter().map(living).collect()
}

pub(crate) async fn erase_child(transaction: &mut Transaction, child: Id<Child>, now: Moment) -> Result<(), Failure> {
    transaction.change(ERASE_CHILD, values![child, now]).await
}

pub(crate) async fn child_of_person(
    transaction: &mut Transaction,
    person: Id<Person>,
) -> Result<Option<Id<Child>>, Failure> {
    transaction.row(CHILD_OF_PERSON, values![person]).await?.map(|row| row.id("id")).transpose()
}

pub(crate) async fn protected(transaction: &mut Transaction) -> Result<BTreeSet<Id<Child>>, Failure> {
    transaction.rows(PROTECTED, values![]).await?.iter().map(|row| row.id("id")).collect()
}
