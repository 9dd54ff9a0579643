//! SQL of who stands in what relation to a child: units in the help, the few named, and broken glass.

use database::{Failure, Row, Transaction, values};
use domain::age::Majority;
use domain::child::{Child, Person, Protection};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Staff, Unit};

use crate::children::relations::{Owner, Relations};
use crate::children::store::{opened_label, protection_from_code};

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
    SELECT 'guardian', guardian.person_id, person.protection, NULL, NULL, NULL
    FROM guardian
    JOIN person ON person.id = guardian.person_id
    WHERE guardian.child_id = $1 AND guardian.custody = 'holder'
    UNION ALL
    SELECT 'named', staff_id, NULL, NULL, NULL, NULL
    FROM named_staff
    WHERE owner_id = $1
    UNION ALL
    SELECT 'glass', staff_id, NULL, NULL, NULL, NULL
    FROM broken_glass
    WHERE child_id = $1 AND until > $2";
const INVOLVE: &str = "
    INSERT INTO involvement (child_id, unit_id, since)
    SELECT $1, $2, $3
    WHERE NOT EXISTS (SELECT 1 FROM involvement WHERE child_id = $1 AND unit_id = $2 AND until IS NULL)";
const RELEASE: &str = "
    UPDATE involvement
    SET until = $3
    WHERE child_id = $1 AND unit_id = $2 AND until IS NULL";
const INSERT_NAMED: &str = "
    INSERT INTO named_staff (owner_id, staff_id)
    VALUES ($1, $2)
    ON CONFLICT (owner_id, staff_id) DO NOTHING";
const NAMED_FOR: &str = "
    SELECT child.id AS child_id
    FROM named_staff
    JOIN child ON child.id = named_staff.owner_id
    WHERE named_staff.staff_id = $1
    ORDER BY child.id
    LIMIT 500";
const HELPING_AROUND: &str = "
    SELECT involvement.unit_id AS unit_id
    FROM guardian
    JOIN child ON child.id = guardian.child_id
    JOIN involvement ON involvement.child_id = guardian.child_id
    WHERE guardian.person_id = $1 AND child.protection = 'none' AND child.erased_at IS NULL
      AND (involvement.until IS NULL OR involvement.until > $2)
    GROUP BY involvement.unit_id
    ORDER BY involvement.unit_id
    LIMIT 200";
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

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[RELATIONS, INVOLVE, RELEASE, INSERT_NAMED, NAMED_FOR, HELPING_AROUND, BREAK_GLASS, END_GLASS, GLASS_UNTIL];

pub(crate) async fn relations(
    transaction: &mut Transaction,
    child: Id<Child>,
    now: Moment,
) -> Result<Option<Relations>, Failure> {
    let mut found = None;
    let (mut units, mut named, mut broken_glass) = (vec![], vec![], vec![]);
    let (mut guardians, mut protected_guardians) = (vec![], vec![]);
    for row in transaction.rows(RELATIONS, values![child, now]).await? {
        match row.text("kind")?.as_str() {
            "child" => {
                let protection = row.code("protection", protection_from_code)?;
                found = Some((row.id_maybe("id")?, protection, majority(transaction, child, &row, now)?));
            }
            "unit" => units.push(row.id::<Unit>("id")?),
            "guardian" => match row.code("protection", protection_from_code)? {
                Protection::None => guardians.push(row.id::<Person>("id")?),
                Protection::Marked | Protection::Registered | Protection::NewIdentity => {
                    protected_guardians.push(row.id::<Person>("id")?);
                }
            },
            "named" => named.push(row.id::<Staff>("id")?),
            _ => broken_glass.push(row.id::<Staff>("id")?),
        }
    }
    Ok(found.map(|(child_person, protection, majority)| {
        let (guardians, protected_guardians) = match majority {
            Majority::Minor => (guardians, protected_guardians),
            Majority::OfAge => (vec![], vec![]),
        };
        Relations {
            child,
            child_person,
            protection,
            units,
            majority,
            guardians,
            protected_guardians,
            named,
            broken_glass,
        }
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
    owner: Id<Owner>,
    staff: Id<Staff>,
) -> Result<(), Failure> {
    transaction.execute(INSERT_NAMED, values![owner, staff]).await.map(drop)
}

pub(crate) async fn named_for(transaction: &mut Transaction, staff: Id<Staff>) -> Result<Vec<Id<Child>>, Failure> {
    transaction.rows(NAMED_FOR, values![staff]).await?.iter().map(|row| row.id("child_id")).collect()
}

/// The units in the help of the children around whom a grown-up stands, but for children who are protected themselves: who
/// helps them is for those named for them.
pub(crate) async fn helping_around(
    transaction: &mut Transaction,
    person: Id<Person>,
    now: Moment,
) -> Result<Vec<Id<Unit>>, Failure> {
    transaction.rows(HELPING_AROUND, values![person, now]).await?.iter().map(|row| row.id("unit_id")).collect()
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
