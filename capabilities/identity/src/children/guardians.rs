//! Guardians: what those in the help see of one, and how it is sealed.

pub(crate) mod store;

use domain::child::{Custody, Person};
use domain::id::Id;
use serde::{Deserialize, Serialize};

use crate::children::person::Contact;

/// A guardian, as those in the help see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardianView {
    /// The person.
    pub person: Id<Person>,
    /// Whether they have custody.
    pub custody: Custody,
    /// Their name.
    pub name: String,
    /// What the child calls them: "mamma", "pappa".
    pub relation: String,
    /// How to reach them.
    pub contact: Contact,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SealedGuardian {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) relation: String,
    #[serde(default)]
    pub(crate) contact: Contact,
}
