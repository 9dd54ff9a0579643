//! Sessions: who is logged in with this browser, and in which assignment.

use access::{Actor, branch_code, branch_from_code, role_code, role_from_code};
use database::{Database, Failure, Row, Transaction, values};
use domain::child::Person;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Post, Staff};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

/// A working day and a little more; after that one logs in again.
const LASTS: SignedDuration = SignedDuration::from_hours(10);
/// Nobody has clicked for this long: the chair may have a new occupant.
const IDLE: SignedDuration = SignedDuration::from_mins(60);
/// How often it is noted that a session is in use.
const TOUCH: SignedDuration = SignedDuration::from_mins(5);

const FIND: &str = "
    SELECT kind, staff_id, person_id, assignment_id, unit_id, domain_id, branch, role, staff_name, unit_name, seen_at,
      glass_until
    FROM session
    WHERE token_hash = $1 AND expires_at > $2 AND seen_at > $3";
const INSERT: &str = "
    INSERT INTO session (token_hash, kind, staff_id, person_id, staff_name, created_at, seen_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6, $7)";
const CHOOSE: &str = "
    UPDATE session
    SET assignment_id = $2, unit_id = $3, domain_id = $4, branch = $5, role = $6, unit_name = $7
    WHERE token_hash = $1 AND kind = 'staff'";
const SEEN: &str = "
    UPDATE session
    SET seen_at = $2
    WHERE token_hash = $1";
const GLASS: &str = "
    UPDATE session
    SET glass_until = $2
    WHERE staff_id = $1";
const END: &str = "
    DELETE FROM session
    WHERE token_hash = $1";
const END_OF_STAFF: &str = "
    DELETE FROM session
    WHERE staff_id = $1";
const END_OF_PERSON: &str = "
    DELETE FROM session
    WHERE person_id = $1 AND kind = $2";
const END_OLD: &str = "
    DELETE FROM session
    WHERE expires_at <= $1";

/// Every statement of this file, for the test that prepares them.
#[doc(hidden)]
pub const STATEMENTS: &[&str] = &[FIND, INSERT, CHOOSE, SEEN, GLASS, END, END_OF_STAFF, END_OF_PERSON, END_OLD];

/// What is known of a browser's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who is logged in.
    pub session: Session,
    /// Until when somebody at work reads without a relation, if they do now.
    pub glass_until: Option<Moment>,
}

/// Who is logged in with a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    /// Nobody.
    Nobody,
    /// Someone at work, in an assignment or yet to choose one.
    Staff {
        /// Who.
        staff: Id<Staff>,
        /// Their name at work.
        name: String,
        /// The chosen assignment and the name of its unit.
        standing: Option<(Post, String)>,
    },
    /// A child.
    Child(Id<Person>),
    /// A guardian.
    Guardian(Id<Person>),
}

impl Session {
    /// Who acts in this session.
    pub fn actor(&self) -> Actor {
        match self {
            Self::Nobody | Self::Staff { standing: None, .. } => Actor::Visitor,
            Self::Staff { standing: Some((post, _)), .. } => Actor::Staff(*post),
            Self::Child(person) => Actor::Child(*person),
            Self::Guardian(person) => Actor::Guardian(*person),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Staff { .. } => "staff",
            Self::Child(_) => "child",
            Self::Guardian(_) => "guardian",
        }
    }

    fn from_row(row: &Row) -> Result<Self, Failure> {
        let meaning = Failure::Meaning { what: "session" };
        match row.text("kind")?.as_str() {
            "staff" => {
                Ok(Self::Staff { staff: row.id("staff_id")?, name: row.text("staff_name")?, standing: standing(row)? })
            }
            "child" => Ok(Self::Child(row.id("person_id")?)),
            "guardian" => Ok(Self::Guardian(row.id("person_id")?)),
            _ => Err(meaning),
        }
    }
}

fn standing(row: &Row) -> Result<Option<(Post, String)>, Failure> {
    let Some(assignment) = row.id_maybe::<Assignment>("assignment_id")? else { return Ok(None) };
    let post = Post {
        staff: row.id("staff_id")?,
        assignment,
        unit: row.id("unit_id")?,
        domain: row.id("domain_id")?,
        branch: row.code("branch", branch_from_code)?,
        role: row.code("role", role_from_code)?,
    };
    Ok(Some((post, row.text("unit_name")?)))
}

/// The hash under which a token is kept.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Whose session a token is, and notes now and then that it is in use.
pub async fn find(database: &Database, token: &str, now: Moment) -> Result<Found, Failure> {
    let hash = token_hash(token);
    let mut transaction = database.begin_reading("session.find").await?;
    let row = transaction.row(FIND, values![hash.clone(), now, now.plus(-IDLE)]).await?;
    transaction.commit().await?;
    let Some(row) = row else { return Ok(Found { session: Session::Nobody, glass_until: None }) };
    if now.since(row.moment("seen_at")?) > TOUCH {
        let mut transaction = database.begin_aside("session.seen").await?;
        transaction.execute(SEEN, values![hash, now]).await?;
        transaction.commit().await?;
    }
    let glass_until = row.moment_maybe("glass_until")?.filter(|until| now < *until);
    Ok(Found { session: Session::from_row(&row)?, glass_until })
}

/// Begins a session for someone who has shown who they are. Old sessions are cleared on the way.
pub async fn start(transaction: &mut Transaction, token: &str, session: &Session, now: Moment) -> Result<(), Failure> {
    transaction.execute(END_OLD, values![now]).await?;
    let (staff, person, name) = match session {
        Session::Nobody => return Ok(()),
        Session::Staff { staff, name, .. } => (Some(*staff), None, Some(name.clone())),
        Session::Child(person) | Session::Guardian(person) => (None, Some(*person), None),
    };
    let values = values![token_hash(token), session.kind(), staff, person, name, now, now.plus(LASTS)];
    transaction.execute(INSERT, values).await.map(drop)
}

/// Stands the session in an assignment.
pub async fn choose(transaction: &mut Transaction, token: &str, post: &Post, unit_name: &str) -> Result<(), Failure> {
    let (branch, role) = (branch_code(post.branch), role_code(post.role));
    let values = values![token_hash(token), post.assignment, post.unit, post.domain, branch, role, unit_name];
    transaction.change(CHOOSE, values).await
}

/// Notes in all sessions of someone at work until when they read without a relation, so that every page can say so
/// without asking again.
pub async fn set_glass(transaction: &mut Transaction, staff: Id<Staff>, until: Option<Moment>) -> Result<(), Failure> {
    transaction.execute(GLASS, values![staff, until]).await.map(drop)
}

/// Ends every session whose time was past at this moment, and says how many there were.
pub async fn end_past(transaction: &mut Transaction, past: Moment) -> Result<u64, Failure> {
    transaction.execute(END_OLD, values![past]).await
}

/// Ends a session.
pub async fn end(transaction: &mut Transaction, token: &str) -> Result<(), Failure> {
    transaction.execute(END, values![token_hash(token)]).await.map(drop)
}

/// Ends all sessions of a private person, as when the code they logged in with is taken back. Whose they are and as what is
/// told by a session of the same kind.
pub async fn end_all_like(transaction: &mut Transaction, session: &Session) -> Result<(), Failure> {
    let person: Id<Person> = match session {
        Session::Child(person) | Session::Guardian(person) => *person,
        Session::Nobody | Session::Staff { .. } => return Ok(()),
    };
    transaction.execute(END_OF_PERSON, values![person, session.kind()]).await.map(drop)
}

/// Ends all sessions of someone at work, as when an assignment ends.
pub async fn end_all_of(transaction: &mut Transaction, staff: Id<Staff>) -> Result<(), Failure> {
    transaction.execute(END_OF_STAFF, values![staff]).await.map(drop)
}
