//! Two records of one and the same child become one (docs/decisions/0036). Here is who the child is, and the rights to it;
//! each capability of a higher tier moves its own tables, in the same transaction, and hands that in as [`WhenJoined`].

pub mod commands;
pub(crate) mod pages;
pub(crate) mod store;
mod telling;

use std::pin::Pin;

use database::{Failure, Transaction};
use domain::child::Child;
use domain::id::Id;
use vault::Key;

pub use telling::{goes_on_as, leads_to, records_of};

/// Two children that are one from now on.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The one that goes on.
    pub kept: Id<Child>,
    /// The key that everything is sealed under from now on.
    pub kept_key: Key,
    /// The one that is no more.
    pub other: Id<Child>,
    /// The key that is destroyed afterwards.
    pub other_key: Key,
}

impl Joined {
    /// From which key to which.
    pub const fn keys(&self) -> (&Key, &Key) {
        (&self.other_key, &self.kept_key)
    }
}

/// What comes of being called.
pub type Moving<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// Moves what a capability keeps about a child that turned out to be another, sealed anew. Whoever calls holds the permits to
/// join both.
#[derive(Clone, Copy)]
pub struct WhenJoined(pub for<'a> fn(&'a mut Transaction, &'a Joined) -> Moving<'a>);
