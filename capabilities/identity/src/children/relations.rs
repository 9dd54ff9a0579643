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

use crate::children::guardians::Guarded;

/// Whose something is that a child and the grown-ups around it have: a code, a protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The child's.
    Childs,
    /// A grown-up's around it.
    Guardians(Id<Person>),
}

/// Whoever's identity is protected: a child or a person, by their identifier.
#[derive(Debug)]
pub(crate) enum Owner {}

impl Whose {
    /// Whoever it is around a child, as what is kept of protections names them.
    pub(crate) const fn owner(self, child: Id<Child>) -> Id<Owner> {
        match self {
            Self::Childs => Id::new(child.value()),
            Self::Guardians(person) => Id::new(person.value()),
        }
    }
}

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
    /// Grown-ups with custody who stand in for the child; none once the child is of age.
    pub guardians: Vec<Id<Person>>,
    /// Grown-ups with custody whose own identity is protected: they stand in for nobody. None once the child is of age.
    pub protected_guardians: Vec<Id<Person>>,
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

    /// The facts that decide who may see who a grown-up around the child is: the child's own, with the grown-up's protection
    /// added to the child's. Whoever is named for the one is not by that named for the other. Nobody of the family gets a
    /// right from them where the grown-up is protected: the other guardian may be the threat. Nor does a broken glass give
    /// any: it is broken for the child. Source: dossier 2.5.
    pub(crate) fn facts_about(&self, grown_up: &Guarded) -> IdentityFacts {
        let named = match self.protection {
            Protection::None => grown_up.named.clone(),
            Protection::Marked | Protection::Registered | Protection::NewIdentity => {
                self.named.iter().filter(|staff| grown_up.named.contains(staff)).copied().collect()
            }
        };
        match grown_up.protection {
            Protection::None => self.identity_facts(),
            protection @ (Protection::Marked | Protection::Registered | Protection::NewIdentity) => {
                let (guardians, child_person, broken_glass) = (vec![], None, vec![]);
                IdentityFacts { guardians, child_person, protection, named, broken_glass, ..self.identity_facts() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<Kind>(number: u128) -> Id<Kind> {
        Id::new(uuid::Uuid::from_u128(number))
    }

    fn relations(protection: Protection, named: &[u128]) -> Relations {
        Relations {
            child: id(1),
            child_person: Some(id(2)),
            protection,
            units: vec![id(3)],
            majority: Majority::Minor,
            guardians: vec![id(4)],
            protected_guardians: vec![id(5)],
            named: named.iter().copied().map(id).collect(),
            broken_glass: vec![id(20)],
        }
    }

    fn grown_up(protection: Protection, named: &[u128]) -> Guarded {
        Guarded { protection, named: named.iter().copied().map(id).collect() }
    }

    #[test]
    fn a_grown_up_without_protection_is_as_open_as_the_child() {
        for protection in [Protection::None, Protection::Marked] {
            let facts = relations(protection, &[10, 11]).facts_about(&grown_up(Protection::None, &[]));
            assert_eq!((facts.protection, facts.named), (protection, vec![id(10), id(11)]));
            assert_eq!((facts.guardians, facts.child_person), (vec![id(4)], Some(id(2))));
            assert_eq!(facts.broken_glass, vec![id(20)]);
        }
    }

    #[test]
    fn a_protected_grown_up_around_an_unprotected_child_is_for_those_named_for_the_grown_up() {
        let facts = relations(Protection::None, &[]).facts_about(&grown_up(Protection::Marked, &[10]));
        assert_eq!((facts.protection, facts.named), (Protection::Marked, vec![id(10)]));
        assert_eq!((facts.guardians, facts.child_person), (vec![], None), "nobody of the family");
        assert_eq!(facts.broken_glass, vec![], "the glass is broken for the child, not for the grown-up");
    }

    #[test]
    fn where_both_are_protected_only_who_is_named_for_both_sees_the_grown_up() {
        let facts = relations(Protection::Registered, &[10, 11]).facts_about(&grown_up(Protection::Marked, &[11, 12]));
        assert_eq!(facts.named, vec![id(11)]);
    }
}
