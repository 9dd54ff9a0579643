//! Protecting an identity, naming the few who may open it, and taking the protection away.

use std::sync::Arc;

use access::Permit;
use access::action::identity::{ChangeIdentity, Protect, RegisterChild, SeeIdentity, Unprotect};
use access::facts::IdentityFacts;
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::child::{Child, Protection};
use domain::id::Id;
use domain::organisation::{Post, Staff};
use domain::protection::{self, Grade, Removal, Source, may_leave};
use web::Problem;

use crate::children::Relations;
use crate::children::commands::{change, see};
use crate::children::protection::store;
use crate::children::relations::store::insert_named;
use crate::organisations::Book;

pub use crate::children::protection::store::Had;

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum ProtectError {
    /// There is no such child.
    #[error("there is no such child")]
    NotFound,
    /// Somebody is to be named who does not work at a unit in the child's help.
    #[error("they do not work at a unit in the child's help")]
    NotInTheHelp,
    /// Somebody has asked already.
    #[error("somebody has asked already that the protection be taken away")]
    Asked,
    /// Nobody has asked: the second step has no first.
    #[error("nobody has asked that the protection be taken away")]
    NotAsked,
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] protection::Refusal),
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for ProtectError {
    fn from(failure: Failure) -> Self {
        Self::Act(failure.into())
    }
}

impl From<ProtectError> for Problem {
    fn from(error: ProtectError) -> Self {
        match error {
            ProtectError::NotFound | ProtectError::NotInTheHelp => Self::NotFound,
            ProtectError::Asked | ProtectError::NotAsked | ProtectError::Refused(_) => Self::NotNow,
            ProtectError::Act(refused) => refused.into(),
        }
    }
}

/// How an identity is protected, as its page shows it. Nothing of who the child is.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The grade that holds.
    pub protection: Protection,
    /// The grades it has had, the latest first.
    pub grades: Vec<Had>,
    /// The few who may open it.
    pub named: Vec<Id<Staff>>,
    /// Who could be named: people at the units in the child's help.
    pub others: Vec<(Id<Staff>, String)>,
    /// The first step of taking it away, if somebody has taken it.
    pub removal: Option<Removal>,
    /// Names at work.
    pub book: Arc<Book>,
}

/// Opens how an identity is protected.
pub async fn show(asker: &Asker, child: Id<Child>) -> Result<(Shown, Logged), ProtectError> {
    let mut act = asker.begin_reading("identity.protection").await?;
    let (relations, facts) = facts(&mut act, child).await?;
    let permit = act.authorize::<Protect>(&facts).await?;
    let grades = store::grades(act.transaction(), &permit, child).await?;
    let removal = store::removal(act.transaction(), child).await?;
    let book = Book::open(act.transaction()).await?;
    let mut others = in_the_help(&book, &relations);
    others.retain(|(staff, _)| !relations.named.contains(staff));
    let shown = Shown { protection: relations.protection, grades, named: relations.named, others, removal, book };
    Ok((shown, act.finish(permit).await?))
}

/// Sets the grade. With the first one, whoever sets it and those whom they choose are named.
pub async fn set(
    asker: &Asker,
    post: Post,
    child: Id<Child>,
    grade: Grade,
    named: &[Id<Staff>],
) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.protect").await?;
    let (relations, facts) = facts(&mut act, child).await?;
    let permit = act.authorize::<Protect>(&facts).await?;
    let book = Book::open(act.transaction()).await?;
    let others = in_the_help(&book, &relations);
    if !named.iter().all(|staff| others.iter().any(|(known, _)| known == staff)) {
        return Err(ProtectError::NotInTheHelp);
    }
    keep_grade(&mut act, &facts, grade.protection).await?;
    let now = act.now();
    store::insert_grade(act.transaction(), child, grade, (now, Some(post.assignment))).await?;
    for staff in std::iter::once(&post.staff).chain(named) {
        insert_named(act.transaction(), child, *staff).await?;
    }
    act.commit(permit).await?;
    Ok(())
}

/// Writes the grade with the child. The places that must not be kept go with it.
async fn keep_grade(act: &mut Act, facts: &IdentityFacts, protection: Protection) -> Result<(), ProtectError> {
    let child = facts.child;
    let seeing = act.authorize::<SeeIdentity>(facts).await?;
    let changing = act.authorize::<ChangeIdentity>(facts).await?;
    let mut who = see(act, &seeing, child).await?.ok_or(ProtectError::NotFound)?;
    who.protection = protection;
    change(act, &changing, child, &who).await?.ok_or(ProtectError::NotFound)?;
    act.used(seeing, Outcome::Read);
    act.used(changing, Outcome::Changed);
    Ok(())
}

/// Whoever asks for help says that the identity is protected: it is from the start, for those who are named.
pub async fn stated(
    act: &mut Act,
    _permit: &Permit<RegisterChild>,
    child: Id<Child>,
    protection: Protection,
    named: &[Id<Staff>],
) -> Result<(), Failure> {
    let now = act.now();
    let grade = Grade { protection, source: Source::Family, since: now.day() };
    store::insert_grade(act.transaction(), child, grade, (now, None)).await?;
    for staff in named {
        insert_named(act.transaction(), child, *staff).await?;
    }
    Ok(())
}

/// Names one more who may open the identity.
pub async fn name(asker: &Asker, child: Id<Child>, staff: Id<Staff>) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.name_staff").await?;
    let (relations, facts) = facts(&mut act, child).await?;
    let permit = act.authorize::<Protect>(&facts).await?;
    let book = Book::open(act.transaction()).await?;
    if relations.protection == Protection::None || !in_the_help(&book, &relations).iter().any(|(one, _)| *one == staff)
    {
        return Err(ProtectError::NotInTheHelp);
    }
    insert_named(act.transaction(), child, staff).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Takes one of the named off the list. The last one stays.
pub async fn unname(asker: &Asker, child: Id<Child>, staff: Id<Staff>) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.unname_staff").await?;
    let (relations, facts) = facts(&mut act, child).await?;
    let permit = act.authorize::<Protect>(&facts).await?;
    if !relations.named.contains(&staff) {
        return Err(ProtectError::NotFound);
    }
    may_leave(relations.named.len())?;
    store::unname(act.transaction(), child, staff).await?;
    act.commit(permit).await?;
    Ok(())
}

/// The first step of taking a protection away.
pub async fn ask_removal(asker: &Asker, post: Post, child: Id<Child>, source: Source) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.ask_to_unprotect").await?;
    let (_, facts) = facts(&mut act, child).await?;
    let permit = act.authorize::<Unprotect>(&facts).await?;
    if store::removal(act.transaction(), child).await?.is_some() {
        return Err(ProtectError::Asked);
    }
    let removal = Removal::ask(child, (post.staff, post.assignment), source, act.now())?;
    store::insert_removal(act.transaction(), &permit, &removal).await?;
    act.commit(permit).await?;
    Ok(())
}

/// The first step is taken back: the protection stays.
pub async fn keep_protection(asker: &Asker, child: Id<Child>) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.keep_protection").await?;
    let (_, facts) = facts(&mut act, child).await?;
    let permit = act.authorize::<Unprotect>(&facts).await?;
    store::removal(act.transaction(), child).await?.ok_or(ProtectError::NotAsked)?;
    store::delete_removal(act.transaction(), child).await?;
    act.commit(permit).await?;
    Ok(())
}

/// The second step: another of the named confirms, and the identity has no protection.
pub async fn confirm_removal(asker: &Asker, post: Post, child: Id<Child>) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.unprotect").await?;
    let (_, facts) = facts(&mut act, child).await?;
    let permit = act.authorize::<Unprotect>(&facts).await?;
    let removal = store::removal(act.transaction(), child).await?.ok_or(ProtectError::NotAsked)?;
    let protection = removal.confirm(post.staff)?;
    keep_grade(&mut act, &facts, protection).await?;
    let now = act.now();
    let grade = Grade { protection, source: removal.source, since: now.day() };
    store::insert_grade(act.transaction(), child, grade, (now, Some(post.assignment))).await?;
    store::delete_removal(act.transaction(), child).await?;
    store::unname_all(act.transaction(), child).await?;
    act.commit(permit).await?;
    Ok(())
}

async fn facts(act: &mut Act, child: Id<Child>) -> Result<(Relations, IdentityFacts), ProtectError> {
    let now = act.now();
    let relations = Relations::of(act.transaction(), child, now).await?.ok_or(ProtectError::NotFound)?;
    let facts = relations.identity_facts();
    Ok((relations, facts))
}

/// The people at the units in the child's help, each once: those whose role may open anything about a child.
fn in_the_help(book: &Book, relations: &Relations) -> Vec<(Id<Staff>, String)> {
    let mut people: Vec<(Id<Staff>, String)> = Vec::new();
    for unit in &relations.units {
        for colleague in book.colleagues_at(*unit).into_iter().filter(|colleague| colleague.post.role.may_hold()) {
            if !people.iter().any(|(staff, _)| *staff == colleague.post.staff) {
                people.push((colleague.post.staff, format!("{}, {}", colleague.name, book.unit_name(*unit))));
            }
        }
    }
    people.sort_by(|(_, one), (_, other)| one.cmp(other));
    people
}
