//! SQL of children, guardians and relations.

use std::collections::BTreeSet;

use database::{Failure, Row, Transaction, values};
use domain::age::Majority;
use domain::child::{Child, Custody, Person, Protection};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Municipality, Staff, Unit};
use vault::Key;

use crate::children::person::{GuardianView, Identity, Label, OwnChild, SealedGuardian, SealedLabel};
use crate::children::relations::Relations;

const LABEL: &str = "child.label";
const IDENTITY: &str = "child.identity";
const GUARDIAN: &str = "guardian.sealed";

const INSERT_PERSON: &str = "
    INSERT INTO person (id, number_fingerprint)
    VALUES ($1, $2)";
const PERSON_BY_NUMBER: &str = "
    SELECT id
    FROM person
    WHERE number_fingerprint = $1";
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
const ERASE_CHILD: &str = "
    UPDATE child
    SET erased_at = $2, number_fingerprint = NULL, municipality_id = NULL
    WHERE id = $1 AND erased_at IS NULL";
const RELATIONS: &str = "
    SELECT 'child' AS kind, child.person_id AS id, child.protection AS protection, child_label.label AS label,
      child_label.master AS master, child_label.wrapped AS wrapped
    FROM child
    JOIN child_label ON child_label.child_id = child.id
    WHERE child.id = $1
    UNION ALL
    SELECT 'unit', unit_id, NULL, NULL, NULL, NULL
    FROM involvement
    WHERE child_id = $1 AND (until IS NULL OR until > $2)
    UNION ALL
    SELECT 'guardian', person_id, NULL, NULL, NULL, NULL
    FROM guardian
    WHERE child_id = $1 AND custody = 'holder'
    UNION ALL
    SELECT 'named', staff_id, NULL, NULL, NULL, NULL
    FROM named_staff
    WHERE child_id = $1
    UNION ALL
    SELECT 'glass', staff_id, NULL, NULL, NULL, NULL
    FROM broken_glass
    WHERE child_id = $1 AND until > $2";
const INSERT_GUARDIAN: &str = "
    INSERT INTO guardian (child_id, person_id, custody, sealed)
    VALUES ($1, $2, $3, $4)";
const GUARDIANS: &str = "
    SELECT person_id, custody, sealed
    FROM guardian
    WHERE child_id = $1
    ORDER BY person_id";
const CHILDREN_OF_GUARDIAN: &str = "
    SELECT guardian.child_id AS child_id, child_label.label AS label, child_label.master AS master, child_label.wrapped AS wrapped
    FROM guardian
    JOIN child_label ON child_label.child_id = guardian.child_id
    WHERE guardian.person_id = $1 AND guardian.custody = 'holder' AND child_label.protection = 'none'
      AND child_label.master IS NOT NULL
    ORDER BY guardian.child_id
    LIMIT 30";
const CHILD_OF_PERSON: &str = "
    SELECT id
    FROM child
    WHERE person_id = $1 AND erased_at IS NULL";
const INVOLVE: &str = "
    INSERT INTO involvement (child_id, unit_id, since)
    SELECT $1, $2, $3
    WHERE NOT EXISTS (SELECT 1 FROM involvement WHERE child_id = $1 AND unit_id = $2 AND until IS NULL)";
const RELEASE: &str = "
    UPDATE involvement
    SET until = $3
    WHERE child_id = $1 AND unit_id = $2 AND until IS NULL";
const INSERT_NAMED: &str = "
    INSERT INTO named_staff (child_id, staff_id)
    VALUES ($1, $2)
    ON CONFLICT (child_id, staff_id) DO NOTHING";
const NAMED_FOR: &str = "
    SELECT child_id
    FROM named_staff
    WHERE staff_id = $1
    ORDER BY child_id
    LIMIT 500";
const BREAK_GLASS: &str = "
    INSERT INTO broken_glass (child_id, staff_id, until)
    VALUES ($1, $2, $3)
    ON CONFLICT (child_id, staff_id, until) DO NOTHING";
const END_GLASS: &str = "
    DELETE FROM broken_glass
    WHERE child_id = $1 AND staff_id = $2";
const GLASS_UNTIL: &str = "
    SELECT MAX(until) AS until
    FROM broken_glass
    WHERE staff_id = $1 AND until > $2";
const PROTECTED: &str = "
    SELECT id
    FROM child
    WHERE protection <> 'none'
    LIMIT 50000";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    INSERT_PERSON,
    PERSON_BY_NUMBER,
    INSERT_CHILD,
    UPDATE_CHILD,
    SET_PERSON,
    FIND_CHILD,
    CHILDREN_BY_NUMBER,
    ERASE_CHILD,
    RELATIONS,
    INSERT_GUARDIAN,
    GUARDIANS,
    CHILDREN_OF_GUARDIAN,
    CHILD_OF_PERSON,
    INVOLVE,
    RELEASE,
    INSERT_NAMED,
    NAMED_FOR,
    BREAK_GLASS,
    END_GLASS,
    GLASS_UNTIL,
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

const fn custody_code(custody: Custody) -> &'static str {
    match custody {
        Custody::Holder => "holder",
        Custody::None => "none",
    }
}

fn custody_from_code(code: &str) -> Option<Custody> {
    [Custody::Holder, Custody::None].into_iter().find(|custody| custody_code(*custody) == code)
}

/// A child as stored.
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

fn opened_label(key: &Key, row: &Row) -> Result<Label, Failure> {
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

pub(crate) async fn erase_child(transaction: &mut Transaction, child: Id<Child>, now: Moment) -> Result<(), Failure> {
    transaction.change(ERASE_CHILD, values![child, now]).await
}

pub(crate) async fn relations(
    transaction: &mut Transaction,
    child: Id<Child>,
    now: Moment,
) -> Result<Option<Relations>, Failure> {
    let mut found = None;
    let (mut units, mut guardians, mut named, mut broken_glass) = (vec![], vec![], vec![], vec![]);
    for row in transaction.rows(RELATIONS, values![child, now]).await? {
        match row.text("kind")?.as_str() {
            "child" => {
                let protection = row.code("protection", protection_from_code)?;
                found = Some((row.id_maybe("id")?, protection, majority(transaction, child, &row, now)?));
            }
            "unit" => units.push(row.id::<Unit>("id")?),
            "guardian" => guardians.push(row.id::<Person>("id")?),
            "named" => named.push(row.id::<Staff>("id")?),
            _ => broken_glass.push(row.id::<Staff>("id")?),
        }
    }
    Ok(found.map(|(child_person, protection, majority)| Relations {
        child,
        child_person,
        protection,
        majority,
        units,
        guardians: match majority {
            Majority::Minor => guardians,
            Majority::OfAge => vec![],
        },
        named,
        broken_glass,
    }))
}

/// Whether the child is of age. One whose key is gone has nothing left that custody could open.
fn majority(transaction: &Transaction, child: Id<Child>, row: &Row, now: Moment) -> Result<Majority, Failure> {
    if row.bytes_maybe("wrapped")?.is_none() {
        return Ok(Majority::OfAge);
    }
    let key = transaction.child_key_in(child, row)?;
    Ok(Majority::at(opened_label(&key, row)?.age.on(now.day())))
}

pub(crate) async fn insert_guardian(
    transaction: &mut Transaction,
    child: Id<Child>,
    guardian: &GuardianView,
) -> Result<(), Failure> {
    let key = transaction.child_key(child).await?;
    let plain = SealedGuardian {
        name: guardian.name.clone(),
        relation: guardian.relation.clone(),
        contact: guardian.contact.clone(),
    };
    let sealed = key.seal_value(GUARDIAN, &plain, transaction.database().environment());
    let values = values![child, guardian.person, custody_code(guardian.custody), sealed];
    transaction.execute(INSERT_GUARDIAN, values).await.map(drop)
}

pub(crate) async fn guardians(transaction: &mut Transaction, child: Id<Child>) -> Result<Vec<GuardianView>, Failure> {
    let key = transaction.child_key(child).await?;
    let rows = transaction.rows(GUARDIANS, values![child]).await?;
    let open = |row: &Row| {
        let sealed: SealedGuardian = key.open_value(GUARDIAN, &row.sealed("sealed")?)?;
        let custody = row.code("custody", custody_from_code)?;
        let SealedGuardian { name, relation, contact } = sealed;
        Ok(GuardianView { person: row.id("person_id")?, custody, name, relation, contact })
    };
    rows.iter().map(open).collect()
}

pub(crate) async fn children_of_guardian(
    transaction: &mut Transaction,
    person: Id<Person>,
) -> Result<Vec<OwnChild>, Failure> {
    let rows = transaction.rows(CHILDREN_OF_GUARDIAN, values![person]).await?;
    rows.iter().map(|row| Ok(OwnChild { child: row.id("child_id")?, label: open_label(transaction, row)? })).collect()
}

pub(crate) async fn child_of_person(
    transaction: &mut Transaction,
    person: Id<Person>,
) -> Result<Option<Id<Child>>, Failure> {
    transaction.row(CHILD_OF_PERSON, values![person]).await?.map(|row| row.id("id")).transpose()
}

pub(crate) async fn involve(
    transaction: &mut Transaction,
    child: Id<Child>,
    unit: Id<Unit>,
    now: Moment,
) -> Result<(), Failure> {
    transaction.execute(INVOLVE, values![child, unit, now]).await.map(drop)
}

pub(crate) async fn release(
    transaction: &mut Transaction,
    child: Id<Child>,
    unit: Id<Unit>,
    now: Moment,
) -> Result<(), Failure> {
    transaction.execute(RELEASE, values![child, unit, now]).await.map(drop)
}

pub(crate) async fn insert_named(
    transaction: &mut Transaction,
    child: Id<Child>,
    staff: Id<Staff>,
) -> Result<(), Failure> {
    transaction.execute(INSERT_NAMED, values![child, staff]).await.map(drop)
}

pub(crate) async fn named_for(transaction: &mut Transaction, staff: Id<Staff>) -> Result<Vec<Id<Child>>, Failure> {
    transaction.rows(NAMED_FOR, values![staff]).await?.iter().map(|row| row.id("child_id")).collect()
}

pub(crate) async fn break_glass(
    transaction: &mut Transaction,
    child: Id<Child>,
    staff: Id<Staff>,
    until: Moment,
) -> Result<(), Failure> {
    transaction.execute(BREAK_GLASS, values![child, staff, until]).await.map(drop)
}

pub(crate) async fn end_glass(
    transaction: &mut Transaction,
    child: Id<Child>,
    staff: Id<Staff>,
) -> Result<(), Failure> {
    transaction.execute(END_GLASS, values![child, staff]).await.map(drop)
}

/// Until when the glass is broken for someone, about whomever it is; `None` when it is whole.
pub(crate) async fn glass_until(
    transaction: &mut Transaction,
    staff: Id<Staff>,
    now: Moment,
) -> Result<Option<Moment>, Failure> {
    match transaction.row(GLASS_UNTIL, values![staff, now]).await? {
        Some(row) => row.moment_maybe("until"),
        None => Ok(None),
    }
}

pub(crate) async fn protected(transaction: &mut Transaction) -> Result<BTreeSet<Id<Child>>, Failure> {
    transaction.rows(PROTECTED, values![]).await?.iter().map(|row| row.id("id")).collect()
}
