//! Handing out a code, and taking it back.

use access::Permit;
use access::action::front_door::Interview;
use access::action::identity::{GiveCode, SeeIdentity};
use access::facts::IdentityFacts;
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::age::{Majority, defaults, in_force};
use domain::child::{Child, Custody, Person, Protection};
use domain::id::Id;
use domain::moment::{Day, Moment};
use web::{Problem, Session, session};

use crate::children::codes::store;
use crate::children::commands::see;
use crate::children::store::hold_person;
use crate::children::{Label, Relations, Shown, Whose, guardians};
use crate::login::commands::{CODE_LASTS, Kind, make_code};

/// As whom somebody logs in with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// As the child.
    Child(Id<Person>),
    /// As a grown-up around it.
    Guardian(Id<Person>),
}

/// A code as it is handed out, once.
#[derive(Clone, Debug)]
pub struct Given {
    /// The code. It cannot be shown again.
    pub code: String,
    /// Whose it is: their name; empty when they gave none.
    pub name: String,
    /// What it opens.
    pub opens: Opens,
    /// Until when it works.
    pub until: Moment,
}

/// What a code opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// The child's own page.
    OwnPage,
    /// What a grown-up with custody reads and answers.
    Family,
    /// What they have asked for themselves, and nothing of the child.
    OwnRequests,
}

/// Why no code was given.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// There is no such child, or nobody such around it.
    #[error("there is nobody such")]
    NotFound,
    /// The child is younger than the age at which it logs in alone.
    #[error("the child is too young to log in alone")]
    TooYoung,
    /// A protected identity breaks every proxy.
    #[error("no proxy for a protected identity")]
    Protected,
    /// The child is of age: nobody stands in for it.
    #[error("nobody stands in for somebody of age")]
    OfAge,
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for CodeError {
    fn from(failure: Failure) -> Self {
        Self::Act(failure.into())
    }
}

impl From<CodeError> for Problem {
    fn from(error: CodeError) -> Self {
        match error {
            CodeError::NotFound => Self::NotFound,
            CodeError::TooYoung | CodeError::Protected | CodeError::OfAge => Self::NotNow,
            CodeError::Act(refused) => refused.into(),
        }
    }
}

/// Whether a child may have a code of its own that it has not asked for itself. Source: dossier 2.3 (1177: the proxy ends at
/// 13, and from then on the child logs in alone).
pub fn child_may(label: &Label, today: Day) -> bool {
    in_force(&defaults(), today).is_some_and(|stages| stages.may_log_in_alone(label.age.on(today)))
}

/// Whether somebody has a code that works now, for the front door that writes to whoever asked: without one they read
/// nothing.
pub async fn has_code(act: &mut Act, permit: &Permit<Interview>, person: Id<Person>) -> Result<bool, Failure> {
    let Some(child) = permit.subject().child else { return Ok(false) };
    let now = act.now();
    let codes = store::of_child(act.transaction(), child, now).await?;
    Ok(codes.iter().any(|(Login::Child(known) | Login::Guardian(known), _)| *known == person))
}

/// Hands out a code. The ones before it end, and so does what was begun with them.
pub async fn give(asker: &Asker, child: Id<Child>, whose: Whose) -> Result<(Given, Logged), CodeError> {
    let mut act = asker.begin("identity.give_code").await?;
    let now = act.now();
    match whose {
        Whose::Childs => {}
        // Whoever is being protected gets none.
        Whose::Guardians(person) => hold_person(act.transaction(), person).await?,
    }
    let relations = Relations::of(act.transaction(), child, now).await?.ok_or(CodeError::NotFound)?;
    let facts = facts(&mut act, &relations, whose).await?;
    let permit = act.authorize::<GiveCode>(&facts).await?;
    let seeing = act.authorize::<SeeIdentity>(&facts).await?;
    let who = see(&mut act, &seeing, child).await?.ok_or(CodeError::NotFound)?;
    let (kind, name, opens) = match whose {
        Whose::Childs => {
            let person = match relations.child_person {
                Some(person) => person,
                // A child that has asked itself has its code already, whatever its age.
                None if !child_may(&who.label, now.day()) => return Err(CodeError::TooYoung),
                None => {
                    let person: Id<Person> = act.environment().id();
                    store::make_person(act.transaction(), child, person).await?;
                    person
                }
            };
            (Kind::Child(person), who.label.given_name.clone(), Opens::OwnPage)
        }
        Whose::Guardians(person) => {
            let guardian = who.guardians.iter().find(|one| one.person == person).ok_or(CodeError::NotFound)?;
            match (who.protection, guardian.shown, relations.majority) {
                (Protection::None, Shown::Open, Majority::Minor) => {}
                (Protection::None, Shown::Open, Majority::OfAge) => return Err(CodeError::OfAge),
                (Protection::None, Shown::ToTheNamed | Shown::Hidden, _)
                | (Protection::Marked | Protection::Registered | Protection::NewIdentity, ..) => {
                    return Err(CodeError::Protected);
                }
            }
            let opens = match guardian.custody {
                Custody::Holder => Opens::Family,
                Custody::None => Opens::OwnRequests,
            };
            (Kind::Guardian(person), guardian.name.clone(), opens)
        }
    };
    end_codes(&mut act, kind).await?;
    let code = make_code(&mut act, kind).await?;
    act.used(seeing, Outcome::Read);
    let logged = act.commit(permit).await?;
    Ok((Given { code, name, opens, until: now.plus(CODE_LASTS) }, logged))
}

/// Takes the codes of somebody back.
pub async fn take_back(asker: &Asker, child: Id<Child>, whose: Whose) -> Result<(), CodeError> {
    let mut act = asker.begin("identity.end_code").await?;
    let now = act.now();
    let relations = Relations::of(act.transaction(), child, now).await?.ok_or(CodeError::NotFound)?;
    let facts = facts(&mut act, &relations, whose).await?;
    let permit = act.authorize::<GiveCode>(&facts).await?;
    let kind = match whose {
        Whose::Childs => Kind::Child(relations.child_person.ok_or(CodeError::NotFound)?),
        Whose::Guardians(person) => Kind::Guardian(person),
    };
    end_codes(&mut act, kind).await?;
    act.commit(permit).await?;
    Ok(())
}

async fn facts(act: &mut Act, relations: &Relations, whose: Whose) -> Result<IdentityFacts, CodeError> {
    match whose {
        Whose::Childs => Ok(relations.identity_facts()),
        Whose::Guardians(person) => {
            let found = guardians::facts(act.transaction(), relations, person).await?;
            found.map(|(_, facts)| facts).ok_or(CodeError::NotFound)
        }
    }
}

/// Ends every code of a person, and what was begun with them. Whoever logs in with one of them in this moment has either
/// begun, and is ended with the rest, or finds no code: logging in holds the person, too.
pub(crate) async fn end_codes(act: &mut Act, kind: Kind) -> Result<(), Failure> {
    let (person, began) = match kind {
        Kind::Child(person) => (person, Session::Child(person)),
        Kind::Guardian(person) => (person, Session::Guardian(person)),
        Kind::Staff(_) => return Ok(()),
    };
    hold_person(act.transaction(), person).await?;
    store::end(act.transaction(), kind).await?;
    session::end_all_like(act.transaction(), &began).await
}
