//! The book of organisations: every principal, domain, unit, municipality and assignment, as they stand now.

use std::collections::BTreeMap;
use std::sync::Arc;

use database::{Failure, Transaction};
use domain::id::Id;
use domain::organisation::{Assignment, Branch, Municipality, Post, Principal, SecrecyDomain, Staff, Unit};

use crate::organisations::store;

/// Someone at work, in one assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Where they stand.
    pub post: Post,
    /// Their name at work.
    pub name: String,
}

/// Every organisation and assignment that is in force.
#[derive(Clone, Debug, Default)]
pub struct Book {
    pub(crate) principals: BTreeMap<Id<Principal>, Principal>,
    pub(crate) domains: BTreeMap<Id<SecrecyDomain>, (SecrecyDomain, String)>,
    pub(crate) units: BTreeMap<Id<Unit>, (Unit, Option<Id<Assignment>>)>,
    pub(crate) municipalities: BTreeMap<Id<Municipality>, String>,
    pub(crate) colleagues: BTreeMap<Id<Assignment>, Colleague>,
}

impl Book {
    /// The book as it stands: from memory, or read anew if anything has changed. One statement when nothing has.
    pub async fn open(transaction: &mut Transaction) -> Result<Arc<Self>, Failure> {
        let version = store::version(transaction).await?;
        if let Some(book) = transaction.database().snapshot::<Self>(version) {
            return Ok(book);
        }
        let book = Arc::new(store::read_book(transaction).await?);
        transaction.database().hold_snapshot(version, Arc::clone(&book));
        Ok(book)
    }

    /// A unit.
    pub fn unit(&self, id: Id<Unit>) -> Option<&Unit> {
        self.units.get(&id).map(|(unit, _)| unit)
    }

    /// All units, by name.
    pub fn units(&self) -> Vec<&Unit> {
        let mut units: Vec<_> = self.units.values().map(|(unit, _)| unit).collect();
        units.sort_by(|a, b| a.name.cmp(&b.name));
        units
    }

    /// The units of one kind of service, by name.
    pub fn units_of(&self, branch: Branch) -> Vec<&Unit> {
        self.units().into_iter().filter(|unit| unit.branch == branch).collect()
    }

    /// A unit's name, or nothing when it is unknown.
    pub fn unit_name(&self, id: Id<Unit>) -> &str {
        self.unit(id).map_or("", |unit| &unit.name)
    }

    /// Who answers for what arrives at a unit today.
    pub fn duty(&self, id: Id<Unit>) -> Option<&Colleague> {
        self.units.get(&id).and_then(|(_, duty)| duty.and_then(|duty| self.colleague(duty)))
    }

    /// A secrecy domain.
    pub fn domain(&self, id: Id<SecrecyDomain>) -> Option<&SecrecyDomain> {
        self.domains.get(&id).map(|(domain, _)| domain)
    }

    /// A secrecy domain's name.
    pub fn domain_name(&self, id: Id<SecrecyDomain>) -> &str {
        self.domains.get(&id).map_or("", |(_, name)| name)
    }

    /// All secrecy domains.
    pub fn domains(&self) -> impl Iterator<Item = &SecrecyDomain> {
        self.domains.values().map(|(domain, _)| domain)
    }

    /// The secrecy domain of a unit.
    pub fn domain_of(&self, unit: Id<Unit>) -> Option<&SecrecyDomain> {
        self.unit(unit).and_then(|unit| self.domain(unit.domain))
    }

    /// A principal.
    pub fn principal(&self, id: Id<Principal>) -> Option<&Principal> {
        self.principals.get(&id)
    }

    /// A municipality's name.
    pub fn municipality_name(&self, id: Id<Municipality>) -> &str {
        self.municipalities.get(&id).map_or("", String::as_str)
    }

    /// All municipalities, by name.
    pub fn municipalities(&self) -> Vec<(Id<Municipality>, &str)> {
        let mut all: Vec<_> = self.municipalities.iter().map(|(id, name)| (*id, name.as_str())).collect();
        all.sort_by_key(|(_, name)| *name);
        all
    }

    /// Someone in an assignment.
    pub fn colleague(&self, id: Id<Assignment>) -> Option<&Colleague> {
        self.colleagues.get(&id)
    }

    /// The name of someone in an assignment, or nothing when it has ended.
    pub fn colleague_name(&self, id: Id<Assignment>) -> &str {
        self.colleague(id).map_or("", |colleague| &colleague.name)
    }

    /// Everyone at a unit, by name.
    pub fn colleagues_at(&self, unit: Id<Unit>) -> Vec<&Colleague> {
        let mut colleagues: Vec<_> = self.colleagues.values().filter(|colleague| colleague.post.unit == unit).collect();
        colleagues.sort_by(|a, b| a.name.cmp(&b.name));
        colleagues
    }

    /// Everything someone at work may stand in, by unit name.
    pub fn assignments_of(&self, staff: Id<Staff>) -> Vec<&Colleague> {
        let mut colleagues: Vec<_> =
            self.colleagues.values().filter(|colleague| colleague.post.staff == staff).collect();
        colleagues.sort_by_key(|colleague| self.unit_name(colleague.post.unit).to_owned());
        colleagues
    }
}
