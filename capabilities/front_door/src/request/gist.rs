//! What a list may show of a request before anybody has taken it: what it is about, and whether anybody has asked about
//! danger. Not the words: those are read by whoever takes it.

use database::{Failure, Row, Transaction};
use domain::child::Child;
use domain::front_door::intake::Topic;
use domain::id::Id;

use crate::request::sealed::SealedRequest;
use crate::request::store::SEALED;

/// What a list may show of what was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gist {
    /// What it is about.
    pub topic: Topic,
    /// The language an interpreter is needed for; empty when none is.
    pub interpreter: String,
    /// Whether anybody has asked about danger.
    pub check: Check,
}

/// Whether anybody has asked about danger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Not yet.
    NotAsked,
    /// Asked, and no danger was found.
    NoDanger,
    /// Danger that nobody has acted on yet.
    Danger,
    /// Danger that somebody has acted on.
    Handled,
}

/// Opens the gist of a row that joined the child's key as `master` and `wrapped`. The caller's permit covers the list.
pub(crate) fn gist_in(transaction: &Transaction, row: &Row) -> Result<Gist, Failure> {
    let child: Id<Child> = row.id("child_id")?;
    let key = transaction.child_key_in(child, row)?;
    let sealed: SealedRequest = key.open_value(SEALED, &row.sealed("sealed")?)?;
    sealed.gist().ok_or(Failure::Meaning { what: SEALED })
}
