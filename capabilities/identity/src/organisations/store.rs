//! SQL of organisations and people at work.

use std::collections::BTreeMap;

use access::{branch_code, branch_from_code, role_code, role_from_code};
use database::{Failure, Row, Transaction, values};
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::{
    Assignment, Authority, Municipality, Ownership, Post, Principal, PrincipalKind, Role, Secrecy, SecrecyDomain,
    Staff, Unit,
};

use crate::organisations::book::{Book, Colleague};

const VERSION: &str = "
    SELECT version
    FROM organisation_version
    WHERE only_row = 1";
const CHANGED: &str = "
    UPDATE organisation_version
    SET version = version + 1
    WHERE only_row = 1";
const PRINCIPALS: &str = "
    SELECT id, kind, name
    FROM principal";
const DOMAINS: &str = "
    SELECT id, principal_id, authority_id, secrecy, ownership, name
    FROM secrecy_domain";
const MUNICIPALITIES: &str = "
    SELECT id, name
    FROM municipality";
const UNITS: &str = "
    SELECT id, domain_id, branch, name, duty_assignment_id
    FROM unit";
const ASSIGNMENTS: &str = "
    SELECT assignment.id, assignment.staff_id, assignment.unit_id, assignment.role, staff.name, unit.domain_id, unit.branch
    FROM assignment
    JOIN staff ON staff.id = assignment.staff_id
    JOIN unit ON unit.id = assignment.unit_id
    WHERE assignment.until_day IS NULL";
const INSERT_PRINCIPAL: &str = "
    INSERT INTO principal (id, kind, name)
    VALUES ($1, $2, $3)";
const INSERT_DOMAIN: &str = "
    INSERT INTO secrecy_domain (id, principal_id, authority_id, secrecy, ownership, name)
    VALUES ($1, $2, $3, $4, $5, $6)";
const AUTHORITIES: &str = "
    SELECT id, name
    FROM authority";
const INSERT_AUTHORITY: &str = "
    INSERT INTO authority (id, principal_id, name)
    VALUES ($1, $2, $3)";
const INSERT_MUNICIPALITY: &str = "
    INSERT INTO municipality (id, name)
    VALUES ($1, $2)";
const INSERT_UNIT: &str = "
    INSERT INTO unit (id, domain_id, branch, name)
    VALUES ($1, $2, $3, $4)";
const SET_DUTY: &str = "
    UPDATE unit
    SET duty_assignment_id = $2
    WHERE id = $1";
const ON_DUTY_AT: &str = "
    SELECT id
    FROM unit
    WHERE duty_assignment_id = $1
    LIMIT 1";
const INSERT_STAFF: &str = "
    INSERT INTO staff (id, name, subject)
    VALUES ($1, $2, $3)";
const STAFF_BY_SUBJECT: &str = "
    SELECT id, name
    FROM staff
    WHERE subject = $1";
const STAFF_WITH_SUBJECT: &str = "
    SELECT id, name, family_name, subject
    FROM staff
    WHERE subject IS NOT NULL";
const RENAME_STAFF: &str = "
    UPDATE staff
    SET name = $2
    WHERE id = $1";
const SET_FAMILY_NAME: &str = "
    UPDATE staff
    SET family_name = $2
    WHERE id = $1";
const INSERT_ASSIGNMENT: &str = "
    INSERT INTO assignment (id, staff_id, unit_id, role, from_day)
    VALUES ($1, $2, $3, $4, $5)";
const END_ASSIGNMENT: &str = "
    UPDATE assignment
    SET until_day = $2
    WHERE id = $1 AND until_day IS NULL";
/// Changes nothing, and so waits for whoever is ending the assignment and lets nobody end it before this transaction has
/// ended. One text for both engines: there is no other lock on a row that both know.
const STANDS: &str = "
    UPDATE assignment
    SET until_day = until_day
    WHERE id = $1 AND until_day IS NULL";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    VERSION,
    CHANGED,
    PRINCIPALS,
    DOMAINS,
    MUNICIPALITIES,
    UNITS,
    ASSIGNMENTS,
    INSERT_PRINCIPAL,
    INSERT_DOMAIN,
    AUTHORITIES,
    INSERT_AUTHORITY,
    INSERT_MUNICIPALITY,
    INSERT_UNIT,
    SET_DUTY,
    ON_DUTY_AT,
    INSERT_STAFF,
    STAFF_BY_SUBJECT,
    STAFF_WITH_SUBJECT,
    RENAME_STAFF,
    SET_FAMILY_NAME,
    INSERT_ASSIGNMENT,
    END_ASSIGNMENT,
    STANDS,
];

macro_rules! codes {
    ($to:ident, $from:ident, $kind:ident, $($variant:ident = $code:literal),+ $(,)?) => {
        pub(crate) const fn $to(value: $kind) -> &'static str {
            match value { $($kind::$variant => $code),+ }
        }
        pub(crate) fn $from(code: &str) -> Option<$kind> {
            match code { $($code => Some($kind::$variant),)+ _ => None }
        }
    };
}

codes!(
    kind_code,
    kind_from_code,
    PrincipalKind,
    Region = "region",
    Municipality = "municipality",
    IndependentSchool = "independent_school",
    PrivateCare = "private_care"
);
codes!(
    secrecy_code,
    secrecy_from_code,
    Secrecy,
    Health = "health",
    Social = "social",
    SchoolMedical = "school_medical",
    PupilHealth = "pupil_health",
    Teaching = "teaching"
);
codes!(ownership_code, ownership_from_code, Ownership, Public = "public", Independent = "independent");

pub(crate) async fn version(transaction: &mut Transaction) -> Result<i64, Failure> {
    transaction
        .row(VERSION, values![])
        .await?
        .ok_or(Failure::Meaning { what: "organisation_version" })?
        .integer("version")
}

pub(crate) async fn changed(transaction: &mut Transaction) -> Result<(), Failure> {
    transaction.change(CHANGED, values![]).await
}

pub(crate) async fn read_book(transaction: &mut Transaction) -> Result<Book, Failure> {
    let mut book = Book::default();
    for row in transaction.rows(PRINCIPALS, values![]).await? {
        let id: Id<Principal> = row.id("id")?;
        book.principals.insert(id, Principal { id, kind: row.code("kind", kind_from_code)?, name: row.text("name")? });
    }
    for row in transaction.rows(DOMAINS, values![]).await? {
        let domain = SecrecyDomain {
            id: row.id("id")?,
            principal: row.id("principal_id")?,
            authority: row.id("authority_id")?,
            secrecy: row.code("secrecy", secrecy_from_code)?,
            ownership: row.code("ownership", ownership_from_code)?,
        };
        book.domains.insert(domain.id, (domain, row.text("name")?));
    }
    for row in transaction.rows(MUNICIPALITIES, values![]).await? {
        book.municipalities.insert(row.id("id")?, row.text("name")?);
    }
    for row in transaction.rows(UNITS, values![]).await? {
        let unit = Unit {
            id: row.id("id")?,
            domain: row.id("domain_id")?,
            branch: row.code("branch", branch_from_code)?,
            name: row.text("name")?,
        };
        book.units.insert(unit.id, (unit, row.id_maybe("duty_assignment_id")?));
    }
    for row in transaction.rows(ASSIGNMENTS, values![]).await? {
        let post = Post {
            staff: row.id("staff_id")?,
            assignment: row.id("id")?,
            unit: row.id("unit_id")?,
            domain: row.id("domain_id")?,
            branch: row.code("branch", branch_from_code)?,
            role: row.code("role", role_from_code)?,
        };
        book.colleagues.insert(post.assignment, Colleague { post, name: row.text("name")? });
    }
    Ok(book)
}

pub(crate) async fn insert_principal(transaction: &mut Transaction, principal: &Principal) -> Result<(), Failure> {
    let values = values![principal.id, kind_code(principal.kind), principal.name.as_str()];
    transaction.execute(INSERT_PRINCIPAL, values).await.map(drop)
}

pub(crate) async fn insert_domain(
    transaction: &mut Transaction,
    domain: &SecrecyDomain,
    name: &str,
) -> Result<(), Failure> {
    let authority: Id<Authority> = domain.authority;
    let (secrecy, ownership) = (secrecy_code(domain.secrecy), ownership_code(domain.ownership));
    let values = values![domain.id, domain.principal, authority, secrecy, ownership, name];
    transaction.execute(INSERT_DOMAIN, values).await.map(drop)
}

/// The names of authorities, as far as a file has told them.
pub(crate) async fn authority_names(transaction: &mut Transaction) -> Result<BTreeMap<Id<Authority>, String>, Failure> {
    let rows = transaction.rows(AUTHORITIES, values![]).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("name")?))).collect()
}

pub(crate) async fn insert_authority(
    transaction: &mut Transaction,
    id: Id<Authority>,
    principal: Id<Principal>,
    name: &str,
) -> Result<(), Failure> {
    transaction.execute(INSERT_AUTHORITY, values![id, principal, name]).await.map(drop)
}

pub(crate) async fn insert_municipality(
    transaction: &mut Transaction,
    id: Id<Municipality>,
    name: &str,
) -> Result<(), Failure> {
    transaction.execute(INSERT_MUNICIPALITY, values![id, name]).await.map(drop)
}

pub(crate) async fn insert_unit(transaction: &mut Transaction, unit: &Unit) -> Result<(), Failure> {
    let values = values![unit.id, unit.domain, branch_code(unit.branch), unit.name.as_str()];
    transaction.execute(INSERT_UNIT, values).await.map(drop)
}

pub(crate) async fn set_duty(
    transaction: &mut Transaction,
    unit: Id<Unit>,
    duty: Id<Assignment>,
) -> Result<(), Failure> {
    transaction.change(SET_DUTY, values![unit, duty]).await
}

/// The unit where somebody is on duty in an assignment.
pub(crate) async fn on_duty_at(
    transaction: &mut Transaction,
    duty: Id<Assignment>,
) -> Result<Option<Id<Unit>>, Failure> {
    transaction.row(ON_DUTY_AT, values![duty]).await?.map(|row| row.id("id")).transpose()
}

pub(crate) async fn insert_staff(
    transaction: &mut Transaction,
    id: Id<Staff>,
    name: &str,
    subject: Option<&str>,
) -> Result<(), Failure> {
    transaction.execute(INSERT_STAFF, values![id, name, subject]).await.map(drop)
}

pub(crate) async fn staff_by_subject(
    transaction: &mut Transaction,
    subject: &str,
) -> Result<Option<(Id<Staff>, String)>, Failure> {
    let row = transaction.row(STAFF_BY_SUBJECT, values![subject]).await?;
    row.map(|row| Ok((row.id("id")?, row.text("name")?))).transpose()
}

/// Someone at work, as registered.
pub(crate) struct Employed {
    pub(crate) id: Id<Staff>,
    /// The name that others see.
    pub(crate) name: String,
    /// The family name, where `name` has only an initial.
    pub(crate) family_name: Option<String>,
}

/// Everyone whom the identity provider has a name for, by that name.
pub(crate) async fn staff_with_subject(transaction: &mut Transaction) -> Result<BTreeMap<String, Employed>, Failure> {
    let rows = transaction.rows(STAFF_WITH_SUBJECT, values![]).await?;
    let employed = |row: &Row| {
        let (id, name, family_name) = (row.id("id")?, row.text("name")?, row.text_maybe("family_name")?);
        Ok((row.text("subject")?, Employed { id, name, family_name }))
    };
    rows.iter().map(employed).collect()
}

pub(crate) async fn set_family_name(transaction: &mut Transaction, id: Id<Staff>, name: &str) -> Result<(), Failure> {
    transaction.change(SET_FAMILY_NAME, values![id, name]).await
}

pub(crate) async fn rename_staff(transaction: &mut Transaction, id: Id<Staff>, name: &str) -> Result<(), Failure> {
    transaction.change(RENAME_STAFF, values![id, name]).await
}

pub(crate) async fn insert_assignment(
    transaction: &mut Transaction,
    assignment: &Assignment,
    from: Day,
) -> Result<(), Failure> {
    let role: Role = assignment.role;
    let values = values![assignment.id, assignment.staff, assignment.unit, role_code(role), from];
    transaction.execute(INSERT_ASSIGNMENT, values).await.map(drop)
}

pub(crate) async fn end_assignment(
    transaction: &mut Transaction,
    id: Id<Assignment>,
    until: Day,
) -> Result<(), Failure> {
    transaction.change(END_ASSIGNMENT, values![id, until]).await
}

/// Holds an assignment as it is, to the end of the transaction; a conflict when it has ended.
pub(crate) async fn stands(transaction: &mut Transaction, id: Id<Assignment>) -> Result<(), Failure> {
    transaction.change(STANDS, values![id]).await
}
