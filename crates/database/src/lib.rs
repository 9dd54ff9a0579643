//! SQLite and PostgreSQL behind one type. Every statement is one text that both engines accept; values are identifiers,
//! text, whole numbers and bytes, moments are microseconds since 1970 and days are days since 1970, so that both engines
//! store, compare and order them alike.
//!
//! This is the only crate that knows which engine runs.

mod attempt;
mod engine;
mod failure;
mod health;
pub mod keys;
mod migration;
mod moving;
mod tally;
mod transaction;
mod value;

pub use attempt::{Mark, Saved, Witness, attempt};
pub use engine::{Database, Location};
pub use failure::Failure;
pub use health::Health;
pub use keys::Rewrapped;
pub use migration::{KEYS, Migration, Migrations};
pub use moving::{Follows, MOVED_MAX, Part, Sealing};
pub use tally::{Statement, Tally, recorded, tallied};
pub use transaction::Transaction;
pub use value::{Row, Value};

/// Lists the values of a statement, each converted to a [`Value`].
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}
