//! SQL of codes that are handed out and taken back.

use database::{Failure, Row, Transaction, values};
use domain::child::{Child, Person};
use domain::id::Id;
use domain::moment::Moment;

use crate::children::codes::commands::Login;
use crate::login::commands::Kind;

const OF_CHILD: &str = "
    SELECT person_id, kind, MAX(expires_at) AS expires_at
    FROM access_code
    WHERE expires_at > $2 AND person_id IN (
      SELECT person_id
      FROM guardian
      WHERE child_id = $1
      UNION ALL
      SELECT person_id
      FROM child
      WHERE id = $1 AND person_id IS NOT NULL)
    GROUP BY person_id, kind
    ORDER BY person_id, kind
    LIMIT 200";
const PEOPLE_OF: &str = "
    SELECT person_id
    FROM guardian
    WHERE child_id = $1
    ORDER BY person_id
    LIMIT 200";
const END: &str = "
    DELETE FROM access_code
    WHERE person_id = $1 AND kind = $2";
const INSERT_PERSON: &str = "
    INSERT INTO person (id, number_fingerprint)
    VALUES ($1, NULL)";
const SET_PERSON: &str = "
    UPDATE child
    SET person_id = $2
    WHERE id = $1 AND person_id IS NULL";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[OF_CHILD, PEOPLE_OF, END, INSERT_PERSON, SET_PERSON];

const fn parts(login: Login) -> (Id<Person>, &'static str) {
    match login {
        Login::Child(person) => (person, "child"),
        Login::Guardian(person) => (person, "guardian"),
    }
}

/// Until when the codes of a child and of the grown-ups around it work.
pub(crate) async fn of_child(
    transaction: &mut Transaction,
    child: Id<Child>,
    now: Moment,
) -> Result<Vec<(Login, Moment)>, Failure> {
    let code = |row: &Row| {
        let person = row.id("person_id")?;
        let login = if row.text("kind")? == "child" { Login::Child(person) } else { Login::Guardian(person) };
        Ok((login, row.moment("expires_at")?))
    };
    transaction.rows(OF_CHILD, values![child, now]).await?.iter().map(code).collect()
}

/// The grown-ups around a child, whoever they are.
pub(crate) async fn people_of(transaction: &mut Transaction, child: Id<Child>) -> Result<Vec<Id<Person>>, Failure> {
    transaction.rows(PEOPLE_OF, values![child]).await?.iter().map(|row| row.id("person_id")).collect()
}

/// Ends every code of a person as what they log in as.
pub(crate) async fn end(transaction: &mut Transaction, kind: Kind) -> Result<(), Failure> {
    let (person, kind) = match kind {
        Kind::Child(person) => parts(Login::Child(person)),
        Kind::Guardian(person) => parts(Login::Guardian(person)),
        Kind::Staff(_) => return Ok(()),
    };
    transaction.execute(END, values![person, kind]).await.map(drop)
}

/// Makes the child a person who can log in.
pub(crate) async fn make_person(
    transaction: &mut Transaction,
    child: Id<Child>,
    person: Id<Person>,
) -> Result<(), Failure> {
    transaction.execute(INSERT_PERSON, values![person]).await?;
    transaction.change(SET_PERSON, values![child, person]).await
}
