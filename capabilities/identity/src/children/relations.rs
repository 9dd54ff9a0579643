//! Who stands in what relation to a child: the facts from which every right to the child follows. Identifiers and marks
//! only; read before any permit exists.

pub(crate) mod store;

use access::facts::IdentityFacts;
use database::{Failure, Transaction};
use domain::age::Majority;
use domain::child::{Child, Person, Protection};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Staff, Unit};

/// Who stands in what relation to a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relations {
    /// The child.
    pub child: Id<Child>,
    /// The child as a person who can log in.
    pub child_person: Option<Id<Person>>,
    /// How the child's identity is protected.
    pub protection: Protection,
    /// Units that share in the help.
    pub units: Vec<Id<Unit>>,
    /// Whether the child is of age.
    pub majority: Majority,
    /// Grown-ups with custody; none once the child is of age.
    pub guardians: Vec<Id<Person>>,
    /// The few who may open a protected identity.
    pub named: Vec<Id<Staff>>,
    /// Staff for whom the glass is broken right now.
    pub broken_glass: Vec<Id<Staff>>,
}

impl Relations {
    /// Reads the relations of a child; `None` when there is no such child. One statement.
    pub async fn of(transaction: &mut Transaction, child: Id<Child>, now: Moment) -> Result<Option<Self>, Failure> {
        store::relations(transaction, child, now).await
    }

    /// The facts that decide who may see who the child is.
    pub fn identity_facts(&self) -> IdentityFacts {
        IdentityFacts {
            child: self.child,
            units: self.units.clone(),
            guardians: self.guardians.clone(),
            child_person: self.child_person,
            protection: self.protection,
            named: self.named.clone(),
            broken_glass: self.broken_glass.clone(),
            majority: self.majority,
        }
    }
}
