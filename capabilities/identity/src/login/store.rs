//! SQL of codes and personas.

use database::{Failure, Row, Transaction, values};
use domain::child::Person;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Staff;

const INSERT_CODE: &str = "
    INSERT INTO access_code (fingerprint, person_id, kind, expires_at)
    VALUES ($1, $2, $3, $4)";
const FIND_CODE: &str = "
    SELECT person_id, kind
    FROM access_code
    WHERE fingerprint = $1 AND expires_at > $2";
const DELETE_OLD_CODES: &str = "
    DELETE FROM access_code
    WHERE expires_at <= $1";
const INSERT_PERSONA: &str = "
    INSERT INTO persona (code, place, kind, staff_id, person_id, name, about_sv, about_en)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const PERSONAS: &str = "
    SELECT persona.code AS code, persona.kind AS kind, persona.staff_id AS staff_id, persona.person_id AS person_id,
      persona.name AS name, persona.about_sv AS about_sv, persona.about_en AS about_en
    FROM persona
    ORDER BY persona.place";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT_CODE, FIND_CODE, DELETE_OLD_CODES, INSERT_PERSONA, PERSONAS];

/// As whom a code or persona logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// At work.
    Staff(Id<Staff>),
    /// As a child.
    Child(Id<Person>),
    /// As a guardian.
    Guardian(Id<Person>),
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Staff(_) => "staff",
            Self::Child(_) => "child",
            Self::Guardian(_) => "guardian",
        }
    }

    fn from_row(row: &Row) -> Result<Self, Failure> {
        match row.text("kind")?.as_str() {
            "staff" => row.id("staff_id").map(Self::Staff),
            "child" => row.id("person_id").map(Self::Child),
            "guardian" => row.id("person_id").map(Self::Guardian),
            _ => Err(Failure::Meaning { what: "kind" }),
        }
    }
}

/// An invented person of the demo region.
#[derive(Clone, Debug)]
pub struct Persona {
    /// A stable code.
    pub code: String,
    /// As whom they log in.
    pub kind: Kind,
    /// Their name.
    pub name: String,
    /// What can be seen as them, in Swedish.
    pub about_swedish: String,
    /// What can be seen as them, in English.
    pub about_english: String,
}

pub(crate) async fn insert_code(
    transaction: &mut Transaction,
    fingerprint: Vec<u8>,
    kind: Kind,
    expires_at: Moment,
) -> Result<(), Failure> {
    let person: Id<Person> = match kind {
        Kind::Child(person) | Kind::Guardian(person) => person,
        Kind::Staff(_) => return Err(Failure::Meaning { what: "access_code" }),
    };
    transaction.execute(INSERT_CODE, values![fingerprint, person, kind.code(), expires_at]).await.map(drop)
}

pub(crate) async fn find_code(
    transaction: &mut Transaction,
    fingerprint: Vec<u8>,
    now: Moment,
) -> Result<Option<Kind>, Failure> {
    let Some(row) = transaction.row(FIND_CODE, values![fingerprint, now]).await? else { return Ok(None) };
    let person = row.id("person_id")?;
    Ok(match row.text("kind")?.as_str() {
        "child" => Some(Kind::Child(person)),
        "guardian" => Some(Kind::Guardian(person)),
        _ => None,
    })
}

pub(crate) async fn delete_old_codes(transaction: &mut Transaction, now: Moment) -> Result<u64, Failure> {
    transaction.execute(DELETE_OLD_CODES, values![now]).await
}

pub(crate) async fn insert_persona(
    transaction: &mut Transaction,
    place: i64,
    persona: &Persona,
) -> Result<(), Failure> {
    let (staff, person) = match persona.kind {
        Kind::Staff(staff) => (Some(staff), None),
        Kind::Child(person) | Kind::Guardian(person) => (None, Some(person)),
    };
    let Persona { code, kind, name, about_swedish, about_english } = persona.clone();
    let values = values![code, place, kind.code(), staff, person, name, about_swedish, about_english];
    transaction.execute(INSERT_PERSONA, values).await.map(drop)
}

pub(crate) async fn personas(transaction: &mut Transaction) -> Result<Vec<Persona>, Failure> {
    let open = |row: &Row| {
        Ok(Persona {
            code: row.text("code")?,
            kind: Kind::from_row(row)?,
            name: row.text("name")?,
            about_swedish: row.text("about_sv")?,
            about_english: row.text("about_en")?,
        })
    };
    transaction.rows(PERSONAS, values![]).await?.iter().map(open).collect()
}
