//! Protecting an identity, naming the few who may open it, and taking the protection away.

use std::sync::Arc;

use access::Permit;
use access::action::identity::{ChangeIdentity, Protect, RegisterChild, SeeIdentity, Unprotect};
use access::facts::IdentityFacts;
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::child::{Child, Protection};
use domain::id::Id;
use domain::organisation::{Post, Staff, Unit};
use domain::protection::{self, Grade, Removal, Source, may_leave};
use web::Problem;

use crate::children::codes::commands::end_codes;
use crate::children::commands::{change, see};
use crate::children::guardians::{self, Guarded};
use crate::children::protection::store;
use crate::children::relations::store::{helping_around, insert_named};
use crate::children::store::{hold_child, hold_person};
use crate::children::{Relations, Whose};
use crate::login::commands::Kind;
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
    /// Who could be named: people at the units in the help.
    pub others: Vec<(Id<Staff>, String)>,
    /// The first step of taking it away, if somebody has taken it.
    pub removal: Option<Removal>,
    /// Names at work.
    pub book: Arc<Book>,
}

/// Opens how an identity is protected.
pub async fn show(asker: &Asker, child: Id<Child>, whose: Whose) -> Result<(Shown, Logged), ProtectError> {
    let mut act = asker.begin_reading("identity.protection").await?;
    let Known { relations, guarded, facts } = known(&mut act, child, whose).await?;
    let permit = act.authorize::<Protect>(&facts).await?;
    let units = helping(&mut act, &relations, whose, &guarded).await?;
    let owner = whose.owner(child);
    let grades = store::grades(act.transaction(), &permit, owner).await?;
    let removal = store::removal(act.transaction(), owner).await?;
    let book = Book::open(act.transaction()).await?;
    let Guarded { protection, named } = guarded;
    let mut others = in_the_help(&book, &units);
    others.retain(|(staff, _)| !named.contains(staff));
    let shown = Shown { protection, grades, named, others, removal, book };
    Ok((shown, act.finish(permit).await?))
}

/// Sets the grade. With the first one, whoever sets it and those whom they choose are named.
pub async fn set(
    asker: &Asker,
    post: Post,
    (child, whose): (Id<Child>, Whose),
    grade: Grade,
    named: &[Id<Staff>],
) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.protect").await?;
    let Known { relations, guarded, facts } = held(&mut act, child, whose).await?;
    let permit = act.authorize::<Protect>(&facts).await?;
    let units = helping(&mut act, &relations, whose, &guarded).await?;
    let book = Book::open(act.transaction()).await?;
    let others = in_the_help(&book, &units);
    if !named.iter().all(|staff| others.iter().any(|(known, _)| known == staff)) {
        return Err(ProtectError::NotInTheHelp);
    }
    keep_grade(&mut act, &facts, whose, grade.protection).await?;
    let (owner, now) = (whose.owner(child), act.now());
    store::insert_grade(act.transaction(), owner, grade, (now, Some(post.assignment))).await?;
    for staff in std::iter::once(&post.staff).chain(named) {
        insert_named(act.transaction(), owner, *staff).await?;
    }
    act.commit(permit).await?;
    Ok(())
}

/// Writes the grade where it holds: with the child, whose places go where they must not be kept; or with the grown-up, who
/// stands in for no child from then on. Source: dossier 2.5 [22].
async fn keep_grade(
    act: &mut Act,
    facts: &IdentityFacts,
    whose: Whose,
    protection: Protection,
) -> Result<(), ProtectError> {
    let child = facts.child;
    match whose {
        Whose::Guardians(person) => {
            store::protect_person(act.transaction(), person, protection).await?;
            end_codes(act, Kind::Guardian(person)).await?;
        }
        Whose::Childs => {
            let seeing = act.authorize::<SeeIdentity>(facts).await?;
            let changing = act.authorize::<ChangeIdentity>(facts).await?;
            let mut who = see(act, &seeing, child).await?.ok_or(ProtectError::NotFound)?;
            who.protection = protection;
            change(act, &changing, child, &who).await?.ok_or(ProtectError::NotFound)?;
            act.used(seeing, Outcome::Read);
            act.used(changing, Outcome::Changed);
        }
    }
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
    let (owner, now) = (Whose::Childs.owner(child), act.now());
    let grade = Grade { protection, source: Source::Family, since: now.day() };
    store::insert_grade(act.transaction(), owner, grade, (now, None)).await?;
    for staff in named {
        insert_named(act.transaction(), owner, *staff).await?;
    }
    Ok(())
}

/// Names one more who may open the identity.
pub async fn name(asker: &Asker, child: Id<Child>, whose: Whose, staff: Id<Staff>) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.name_staff").await?;
    let Known { relations, guarded, facts } = held(&mut act, child, whose).await?;
    let permit = act.authorize::<Protect>(&facts).await?;
    let units = helping(&mut act, &relations, whose, &guarded).await?;
    let book = Book::open(act.transaction()).await?;
    if guarded.protection == Protection::None || !in_the_help(&book, &units).iter().any(|(one, _)| *one == staff) {
        return Err(ProtectError::NotInTheHelp);
    }
    insert_named(act.transaction(), whose.owner(child), staff).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Takes one of the named off the list. The last one stays.
pub async fn unname(asker: &Asker, child: Id<Child>, whose: Whose, staff: Id<Staff>) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.unname_staff").await?;
    let Known { guarded, facts, .. } = held(&mut act, child, whose).await?;
    let permit = act.authorize::<Protect>(&facts).await?;
    if !guarded.named.contains(&staff) {
        return Err(ProtectError::NotFound);
    }
    may_leave(guarded.named.len())?;
    store::unname(act.transaction(), whose.owner(child), staff).await?;
    act.commit(permit).await?;
    Ok(())
}

/// The first step of taking a protection away.
pub async fn ask_removal(
    asker: &Asker,
    post: Post,
    (child, whose): (Id<Child>, Whose),
    source: Source,
) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.ask_to_unprotect").await?;
    let Known { guarded, facts, .. } = held(&mut act, child, whose).await?;
    let permit = act.authorize::<Unprotect>(&facts).await?;
    // Around a protected child a grown-up need not be protected themself: there is nothing to take away then.
    if guarded.protection == Protection::None {
        return Err(ProtectError::NotFound);
    }
    let owner = whose.owner(child);
    if store::removal(act.transaction(), owner).await?.is_some() {
        return Err(ProtectError::Asked);
    }
    let removal = Removal::ask(child, (post.staff, post.assignment), source, act.now())?;
    store::insert_removal(act.transaction(), &permit, owner, &removal).await?;
    act.commit(permit).await?;
    Ok(())
}

/// The first step is taken back: the protection stays.
pub async fn keep_protection(asker: &Asker, child: Id<Child>, whose: Whose) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.keep_protection").await?;
    let Known { facts, .. } = held(&mut act, child, whose).await?;
    let permit = act.authorize::<Unprotect>(&facts).await?;
    let owner = whose.owner(child);
    store::removal(act.transaction(), owner).await?.ok_or(ProtectError::NotAsked)?;
    store::delete_removal(act.transaction(), owner).await?;
    act.commit(permit).await?;
    Ok(())
}

/// The second step: another of the named confirms, and the identity has no protection.
pub async fn confirm_removal(asker: &Asker, post: Post, child: Id<Child>, whose: Whose) -> Result<(), ProtectError> {
    let mut act = asker.begin("identity.unprotect").await?;
    let Known { facts, .. } = held(&mut act, child, whose).await?;
    let permit = act.authorize::<Unprotect>(&facts).await?;
    let (owner, now) = (whose.owner(child), act.now());
    let removal = store::removal(act.transaction(), owner).await?.ok_or(ProtectError::NotAsked)?;
    let protection = removal.confirm(post.staff)?;
    store::delete_removal(act.transaction(), owner).await?;
    keep_grade(&mut act, &facts, whose, protection).await?;
    let grade = Grade { protection, source: removal.source, since: now.day() };
    store::insert_grade(act.transaction(), owner, grade, (now, Some(post.assignment))).await?;
    store::unname_all(act.transaction(), owner).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Whose identity it is, how it is protected, and what decides who may change that.
struct Known {
    relations: Relations,
    guarded: Guarded,
    facts: IdentityFacts,
}

/// The same for somebody who is about to change it: whoever it is, is held first, so that of two who change it at once the
/// second reads what the first has saved.
async fn held(act: &mut Act, child: Id<Child>, whose: Whose) -> Result<Known, ProtectError> {
    match whose {
        Whose::Childs => hold_child(act.transaction(), child).await?,
        Whose::Guardians(person) => {
            // What waits for a second step is kept around the child, also of a grown-up.
            act.transaction().hold_child_key(child).await?;
            hold_person(act.transaction(), person).await?;
        }
    }
    known(act, child, whose).await
}

async fn known(act: &mut Act, child: Id<Child>, whose: Whose) -> Result<Known, ProtectError> {
    let now = act.now();
    let relations = Relations::of(act.transaction(), child, now).await?.ok_or(ProtectError::NotFound)?;
    let (guarded, facts) = match whose {
        Whose::Childs => {
            let guarded = Guarded { protection: relations.protection, named: relations.named.clone() };
            (guarded, relations.identity_facts())
        }
        Whose::Guardians(person) => {
            guardians::facts(act.transaction(), &relations, person).await?.ok_or(ProtectError::NotFound)?
        }
    };
    Ok(Known { relations, guarded, facts })
}

/// The units whose people may be named: those in the child's help. A grown-up who is protected is so around every child, so
/// for the few it is every child's; before that, who helps a brother or sister is nobody's business here.
async fn helping(
    act: &mut Act,
    relations: &Relations,
    whose: Whose,
    guarded: &Guarded,
) -> Result<Vec<Id<Unit>>, Failure> {
    let mut units = relations.units.clone();
    match (whose, guarded.protection) {
        (Whose::Childs, _) | (Whose::Guardians(_), Protection::None) => {}
        (Whose::Guardians(person), Protection::Marked | Protection::Registered | Protection::NewIdentity) => {
            let now = act.now();
            units.extend(helping_around(act.transaction(), person, now).await?);
        }
    }
    Ok(units)
}

/// The people at these units, each once: those whose role may open anything about a child.
fn in_the_help(book: &Book, units: &[Id<Unit>]) -> Vec<(Id<Staff>, String)> {
    let mut people: Vec<(Id<Staff>, String)> = Vec::new();
    for unit in units {
        for colleague in book.colleagues_at(*unit).into_iter().filter(|colleague| colleague.post.role.may_hold()) {
            if !people.iter().any(|(staff, _)| *staff == colleague.post.staff) {
                people.push((colleague.post.staff, format!("{}, {}", colleague.name, book.unit_name(*unit))));
            }
        }
    }
    people.sort_by(|(_, one), (_, other)| one.cmp(other));
    people
}
