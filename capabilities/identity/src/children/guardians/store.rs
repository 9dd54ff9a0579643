//! SQL of guardians: who they are to a child, and which children are theirs.

use std::collections::BTreeMap;

use database::{Failure, Row, Transaction, values};
use domain::child::{Child, Person, Protection};
use domain::id::Id;
use domain::organisation::Staff;

use crate::children::guardians::{Guarded, GuardianView, SealedGuardian, Shown, custody_code, custody_from_code};
use crate::children::person::OwnChild;
use crate::children::store::{open_label, protection_from_code};

const GUARDIAN: &str = "guardian.sealed";
const INSERT_GUARDIAN: &str = "
    INSERT INTO guardian (child_id, person_id, custody, sealed)
    VALUES ($1, $2, $3, $4)";
const UPDATE_GUARDIAN: &str = "
    UPDATE guardian
    SET custody = $3, sealed = $4
    WHERE child_id = $1 AND person_id = $2";
const GUARDIANS: &str = "
    SELECT guardian.person_id AS person_id, guardian.custody AS custody, guardian.sealed AS sealed,
      person.protection AS protection
    FROM guardian
    JOIN person ON person.id = guardian.person_id
    WHERE guardian.child_id = $1
    ORDER BY guardian.person_id";
const GUARDED: &str = "
    SELECT guardian.person_id AS person_id, person.protection AS protection, named_staff.staff_id AS staff_id
    FROM guardian
    JOIN person ON person.id = guardian.person_id
    LEFT JOIN named_staff ON named_staff.owner_id = guardian.person_id
    WHERE guardian.child_id = $1
    ORDER BY guardian.person_id, named_staff.staff_id";
const GUARDED_ONE: &str = "
    SELECT person.protection AS protection, named_staff.staff_id AS staff_id
    FROM person
    LEFT JOIN named_staff ON named_staff.owner_id = person.id
    WHERE person.id = $1
    ORDER BY named_staff.staff_id";
const CHILDREN_OF_GUARDIAN: &str = "
    SELECT guardian.child_id AS child_id, child_label.label AS label, child_label.master AS master, child_label.wrapped AS wrapped
    FROM guardian
    JOIN child_label ON child_label.child_id = guardian.child_id
    JOIN person ON person.id = guardian.person_id
    WHERE guardian.person_id = $1 AND guardian.custody = 'holder' AND child_label.protection = 'none'
      AND person.protection = 'none' AND child_label.master IS NOT NULL
    ORDER BY guardian.child_id
    LIMIT 30";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[INSERT_GUARDIAN, UPDATE_GUARDIAN, GUARDIANS, GUARDED, GUARDED_ONE, CHILDREN_OF_GUARDIAN];

/// Whether a row is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is written anew.
    Already,
    /// It is new.
    Never,
}

/// Writes what is known of a grown-up.
pub(crate) async fn keep(
    transaction: &mut Transaction,
    child: Id<Child>,
    guardian: &GuardianView,
    written: Written,
) -> Result<(), Failure> {
    let key = transaction.child_key(child).await?;
    let plain = SealedGuardian {
        name: guardian.name.clone(),
        relation: guardian.relation.clone(),
        contact: guardian.contact.clone(),
    };
    let sealed = key.seal_value(GUARDIAN, &plain, transaction.database().environment());
    let values = values![child, guardian.person, custody_code(guardian.custody), sealed];
    match written {
        Written::Already => transaction.change(UPDATE_GUARDIAN, values).await,
        Written::Never => transaction.execute(INSERT_GUARDIAN, values).await.map(drop),
    }
}

/// Everything that is known of the grown-ups around a child. Nobody is shown it before `seen` has hidden what is protected.
pub(super) async fn of(transaction: &mut Transaction, child: Id<Child>) -> Result<Vec<GuardianView>, Failure> {
    let key = transaction.child_key(child).await?;
    let rows = transaction.rows(GUARDIANS, values![child]).await?;
    let open = |row: &Row| {
        let sealed: SealedGuardian = key.open_value(GUARDIAN, &row.sealed("sealed")?)?;
        let custody = row.code("custody", custody_from_code)?;
        let SealedGuardian { name, relation, contact } = sealed;
        let shown = match row.code("protection", protection_from_code)? {
            Protection::None => Shown::Open,
            Protection::Marked | Protection::Registered | Protection::NewIdentity => Shown::ToTheNamed,
        };
        Ok(GuardianView { person: row.id("person_id")?, custody, shown, name, relation, contact })
    };
    rows.iter().map(open).collect()
}

/// How each grown-up around a child is protected.
pub(super) async fn guarded(
    transaction: &mut Transaction,
    child: Id<Child>,
) -> Result<BTreeMap<Id<Person>, Guarded>, Failure> {
    let mut all = BTreeMap::new();
    for row in transaction.rows(GUARDED, values![child]).await? {
        let protection = row.code("protection", protection_from_code)?;
        let guarded = all.entry(row.id("person_id")?).or_insert_with(|| Guarded { protection, named: vec![] });
        guarded.named.extend(row.id_maybe::<Staff>("staff_id")?);
    }
    Ok(all)
}

/// How one person is protected, wherever they stand.
pub(crate) async fn guarded_one(transaction: &mut Transaction, person: Id<Person>) -> Result<Guarded, Failure> {
    let mut guarded = Guarded { protection: Protection::None, named: vec![] };
    for row in transaction.rows(GUARDED_ONE, values![person]).await? {
        guarded.protection = row.code("protection", protection_from_code)?;
        guarded.named.extend(row.id_maybe::<Staff>("staff_id")?);
    }
    Ok(guarded)
}

pub(crate) async fn children_of(transaction: &mut Transaction, person: Id<Person>) -> Result<Vec<OwnChild>, Failure> {
    let rows = transaction.rows(CHILDREN_OF_GUARDIAN, values![person]).await?;
    rows.iter().map(|row| Ok(OwnChild { child: row.id("child_id")?, label: open_label(transaction, row)? })).collect()
}
