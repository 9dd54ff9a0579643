//! Family names as fingerprints, so that the review of the log can tell who has read about somebody with the same one.
//! The names themselves stay sealed, and go with the child's key; the fingerprints go when the child is erased.

pub(crate) mod store;

use std::collections::{BTreeMap, BTreeSet};

use access::Permit;
use access::action::oversight;
use audit::Act;
use database::{Failure, Transaction};
use domain::child::{Child, Person};
use domain::id::Id;
use domain::organisation::{Staff, Unit};
use domain::surname::{of_family_name, of_full_name};
use uuid::Uuid;

/// The purpose of fingerprints of family names.
const SURNAME: &str = "surname";

/// Notes the child's own family name, in place of the one it had.
pub(crate) async fn note_child(
    transaction: &mut Transaction,
    child: Id<Child>,
    family_name: &str,
) -> Result<(), Failure> {
    note(transaction, child, child.value(), &of_family_name(family_name)).await
}

/// Notes the family name of a grown-up around the child.
pub(crate) async fn note_guardian(
    transaction: &mut Transaction,
    child: Id<Child>,
    person: Id<Person>,
    name: &str,
) -> Result<(), Failure> {
    note(transaction, child, person.value(), &of_full_name(name)).await
}

async fn note(
    transaction: &mut Transaction,
    child: Id<Child>,
    owner: Uuid,
    words: &BTreeSet<String>,
) -> Result<(), Failure> {
    store::clear(transaction, child, owner).await?;
    for word in words {
        let fingerprint = transaction.database().fingerprint(SURNAME, word.as_bytes());
        store::insert(transaction, child, owner, fingerprint).await?;
    }
    Ok(())
}

/// Forgets every family name around a child.
pub(crate) async fn forget(transaction: &mut Transaction, child: Id<Child>) -> Result<(), Failure> {
    store::forget(transaction, child).await
}

/// Who at a unit shares a family name with which child, or with a grown-up around it. Pairs only, never a name: for
/// weighing lines of the log. One question, and one for each family name at the unit.
pub async fn shared(
    act: &mut Act,
    permit: &Permit<oversight::Review>,
) -> Result<BTreeSet<(Id<Staff>, Id<Child>)>, Failure> {
    let unit: Id<Unit> = Id::new(permit.subject().id);
    let mut alike: BTreeMap<Vec<u8>, BTreeSet<Id<Staff>>> = BTreeMap::new();
    for person in store::of_unit(act.transaction(), unit).await? {
        let words = person.family_name.map_or_else(|| of_full_name(&person.name), |name| of_family_name(&name));
        for word in words {
            let fingerprint = act.transaction().database().fingerprint(SURNAME, word.as_bytes());
            alike.entry(fingerprint).or_default().insert(person.staff);
        }
    }
    let mut pairs = BTreeSet::new();
    for (fingerprint, people) in alike {
        for child in store::children(act.transaction(), fingerprint).await? {
            pairs.extend(people.iter().map(|staff| (*staff, child)));
        }
    }
    Ok(pairs)
}
