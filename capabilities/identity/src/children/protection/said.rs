//! Whoever asks for help says that their identity is protected, or the child's. Nobody knows yet which of them, so both are, for
//! the few who are named, until somebody has made sure.

use access::Permit;
use access::action::identity::RegisterChild;
use audit::Act;
use database::Failure;
use domain::child::{Child, Person, Protection};
use domain::id::Id;
use domain::organisation::Staff;
use domain::protection::{Grade, Source};

use crate::children::commands::fingerprint;
use crate::children::guardians::store::guarded_one;
use crate::children::protection::commands::stated;
use crate::children::protection::store;
use crate::children::relations::store::insert_named;
use crate::children::store::{find_child, update_child};
use crate::children::{Relations, Whose};

/// Said of a child that is known already. One that is protected keeps its grade, and the few who are named for it.
pub async fn of_known_child(
    act: &mut Act,
    permit: &Permit<RegisterChild>,
    child: Id<Child>,
    named: &[Id<Staff>],
) -> Result<(), Failure> {
    let Some(mut known) = find_child(act.transaction(), child).await? else { return Ok(()) };
    if known.protection != Protection::None {
        return Ok(());
    }
    known.protection = Protection::Marked;
    let number = fingerprint(act.transaction(), &known.identity.number);
    update_child(act.transaction(), child, &known, number).await?;
    stated(act, permit, child, known.protection, named).await
}

/// Said by a grown-up who asks for a child; `Protection::None` where they did not say so. One who is protected already keeps
/// the grade. Whoever may open the request may open how to reach them, or they would have asked in vain; so may those who are
/// named for the child.
pub async fn of_asker(
    act: &mut Act,
    _permit: &Permit<RegisterChild>,
    (child, person): (Id<Child>, Id<Person>),
    said: Protection,
    named: &[Id<Staff>],
) -> Result<(), Failure> {
    let (owner, now) = (Whose::Guardians(person).owner(child), act.now());
    let known = guarded_one(act.transaction(), person).await?;
    match (known.protection, said) {
        (Protection::None, Protection::None) => return Ok(()),
        (Protection::None, Protection::Marked | Protection::Registered | Protection::NewIdentity) => {
            store::protect_person(act.transaction(), person, said).await?;
            let grade = Grade { protection: said, source: Source::Family, since: now.day() };
            store::insert_grade(act.transaction(), owner, grade, (now, None)).await?;
        }
        (Protection::Marked | Protection::Registered | Protection::NewIdentity, _) => {}
    }
    let relations = Relations::of(act.transaction(), child, now).await?;
    let childs = relations.map(|relations| relations.named).unwrap_or_default();
    for staff in named.iter().chain(&childs) {
        insert_named(act.transaction(), owner, *staff).await?;
    }
    Ok(())
}
