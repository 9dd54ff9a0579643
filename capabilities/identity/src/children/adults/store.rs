//! SQL of the grown-ups around a child as they are confirmed, linked and ended.

use std::collections::BTreeMap;

use access::Permit;
use access::action::identity::ConfirmCustody;
use database::{Failure, Transaction, values};
use domain::child::{Child, Custody, Person};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Assignment;

use crate::children::adults::Source;
use crate::children::guardians::{custody_code, custody_from_code};

const REMOVE: &str = "
    DELETE FROM guardian
    WHERE child_id = $1 AND person_id = $2";
const NUMBER_OF: &str = "
    SELECT number_fingerprint
    FROM person
    WHERE id = $1";
const SET_NUMBER: &str = "
    UPDATE person
    SET number_fingerprint = $2
    WHERE id = $1 AND number_fingerprint IS NULL";
const SET_SAME: &str = "
    UPDATE person
    SET same_as = $2
    WHERE id = $1 AND same_as IS NULL";
const ELSEWHERE: &str = "
    SELECT child_id
    FROM guardian
    WHERE person_id = $1 AND child_id <> $2
    LIMIT 1";
const INSERT_CONFIRMATION: &str = "
    INSERT INTO custody_confirmation (child_id, id, person_id, at, assignment_id, custody, source)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const CONFIRMATIONS: &str = "
    SELECT person_id, at, assignment_id, custody, source
    FROM custody_confirmation
    WHERE child_id = $1
    ORDER BY at, id
    LIMIT 500";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[REMOVE, NUMBER_OF, SET_NUMBER, SET_SAME, ELSEWHERE, INSERT_CONFIRMATION, CONFIRMATIONS];

/// The last time that custody was confirmed, or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Id<Assignment>,
    /// What holds since.
    pub custody: Custody,
    /// How they made sure; none where custody has ended.
    pub source: Option<Source>,
}

/// Takes away the row of one who turned out to be another, who is kept.
pub(crate) async fn remove(transaction: &mut Transaction, child: Id<Child>, person: Id<Person>) -> Result<(), Failure> {
    transaction.change(REMOVE, values![child, person]).await
}

/// The fingerprint of a person's number; none when it is not known.
pub(crate) async fn number_of(transaction: &mut Transaction, person: Id<Person>) -> Result<Option<Vec<u8>>, Failure> {
    match transaction.row(NUMBER_OF, values![person]).await? {
        Some(row) => row.bytes_maybe("number_fingerprint"),
        None => Ok(None),
    }
}

pub(crate) async fn set_number(
    transaction: &mut Transaction,
    person: Id<Person>,
    fingerprint: Vec<u8>,
) -> Result<(), Failure> {
    transaction.change(SET_NUMBER, values![person, fingerprint]).await
}

/// Notes that one person is another.
pub(crate) async fn set_same(
    transaction: &mut Transaction,
    person: Id<Person>,
    same_as: Id<Person>,
) -> Result<(), Failure> {
    transaction.change(SET_SAME, values![person, same_as]).await
}

/// Whether a person stands around other children, too.
pub(crate) async fn stands_elsewhere(
    transaction: &mut Transaction,
    person: Id<Person>,
    child: Id<Child>,
) -> Result<bool, Failure> {
    Ok(transaction.row(ELSEWHERE, values![person, child]).await?.is_some())
}

pub(crate) async fn confirm(
    transaction: &mut Transaction,
    _permit: &Permit<ConfirmCustody>,
    (child, person): (Id<Child>, Id<Person>),
    confirmation: &Confirmation,
) -> Result<(), Failure> {
    let id: Id<Confirmation> = transaction.database().environment().id();
    let Confirmation { at, by, custody, source } = *confirmation;
    let values = values![child, id, person, at, by, custody_code(custody), source.map(Source::code)];
    transaction.execute(INSERT_CONFIRMATION, values).await.map(drop)
}

/// How the custody of each grown-up was confirmed last.
pub(crate) async fn confirmations(
    transaction: &mut Transaction,
    child: Id<Child>,
) -> Result<BTreeMap<Id<Person>, Confirmation>, Failure> {
    let mut last = BTreeMap::new();
    for row in transaction.rows(CONFIRMATIONS, values![child]).await? {
        let confirmation = Confirmation {
            at: row.moment("at")?,
            by: row.id("assignment_id")?,
            custody: row.code("custody", custody_from_code)?,
            source: row.text_maybe("source")?.as_deref().and_then(Source::from_code),
        };
        last.insert(row.id("person_id")?, confirmation);
    }
    Ok(last)
}
