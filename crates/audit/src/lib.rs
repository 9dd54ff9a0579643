//! Who did or saw what, when, in what role and on which policy. A line is written in the transaction of the act itself:
//! either both are saved or neither. Lines are chained by hash within each secrecy domain, so that a line that is
//! changed, removed or put in later is found.
//!
//! Append-only; identifiers and codes, never a name, a number or a sentence.

mod act;
mod chain;
mod followers;
mod line;
mod part;
mod read;
mod verify;

pub use act::{Act, Asker, Logged, Refused};
pub use followers::{Follower, Followers};
pub use line::{Line, Outcome};
pub use part::Part;
pub use read::{Cursor, LINES_AT_ONCE, Page, STATEMENTS, Stretch};
pub use verify::{Broken, How, Verified, verify};

use database::{Migration, Migrations};

/// The tables of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "audit",
    files: &[Migration { number: 1, name: "log", sql: include_str!("../migrations/0001_log.sql") }],
};
