//! Seeing what is known of a child, and putting it right. Whoever was first wins; the other is told what they wrote.

use std::sync::Arc;

use access::Permit;
use access::action::identity::{ChangeIdentity, FindChild, SeeIdentity};
use access::facts::{IdentityFacts, UnitFacts};
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::child::{Child, Person};
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::moment::{Day, Moment};
use domain::organisation::{Municipality, Post};
use web::Problem;

use crate::children::commands::{WhoItIs, change, find_by_number, fingerprint, see};
use crate::children::corrections::history::Changed;
use crate::children::corrections::store;
use crate::children::store::person_by_number;
use crate::children::{Age, Contact, Relations};
use crate::organisations::Book;

/// What is known of a child, as its page shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The child.
    pub child: Id<Child>,
    /// Who it is.
    pub who: WhoItIs,
    /// What stood there before, the latest first.
    pub changes: Vec<Changed>,
    /// Whether the asker may put it right.
    pub correcting: Correcting,
    /// Municipalities, and names at work.
    pub book: Arc<Book>,
    /// When it was read.
    pub now: Moment,
}

/// Whether somebody may put right what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correcting {
    /// They may.
    May,
    /// They only see it, as through a broken glass.
    MayNot,
}

/// What somebody has found out.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The version that they have seen.
    pub version: i64,
    /// The name the child goes by.
    pub given_name: String,
    /// The family name; empty when it is not known.
    pub family_name: String,
    /// The identity number, of whatever kind.
    pub number: IdentityNumber,
    /// The day of birth; none where it still is not known.
    pub born: Option<Day>,
    /// Where the child lives; none when it is not known.
    pub municipality: Option<Id<Municipality>>,
    /// The school; empty when it is not known.
    pub school: String,
    /// How the child itself is reached.
    pub contact: Contact,
}

/// What is said of other children with the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameNumber {
    /// Nothing yet.
    NotAsked,
    /// The number is right. The two are not made one: somebody does that openly, or nobody.
    Right,
}

/// A child that is being put right inside an act, with the leave to.
#[derive(Debug)]
pub struct Opened {
    /// Who it is, as it stands.
    pub who: WhoItIs,
    child: Id<Child>,
    child_person: Option<Id<Person>>,
    changing: Permit<ChangeIdentity>,
    seeing: Permit<SeeIdentity>,
}

/// What came of putting a child right. Whoever began the act hands the permit back, and so decides how it ends.
#[derive(Debug)]
#[must_use]
pub enum Corrected {
    /// It is changed.
    Changed(Permit<ChangeIdentity>),
    /// Nothing is changed: another child has the number. The log says of that child that somebody looked.
    SameNumber(Permit<SeeIdentity>),
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum CorrectError {
    /// There is no such child.
    #[error("there is no such child")]
    NotFound,
    /// Somebody else was first.
    #[error("somebody else has changed it since the page was opened")]
    Changed,
    /// Another child has the number. The two are not made one here.
    #[error("another child has the same identity number")]
    SameNumber,
    /// The day of birth is known, and cannot become unknown.
    #[error("the day of birth is known already")]
    BornIsKnown,
    /// There is no such municipality.
    #[error("there is no such municipality")]
    NoSuchPlace,
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for CorrectError {
    fn from(failure: Failure) -> Self {
        if matches!(failure, Failure::Conflict) { Self::Changed } else { Self::Act(failure.into()) }
    }
}

impl From<CorrectError> for Problem {
    fn from(error: CorrectError) -> Self {
        match error {
            CorrectError::NotFound => Self::NotFound,
            CorrectError::Changed => Self::Conflict,
            CorrectError::SameNumber | CorrectError::BornIsKnown | CorrectError::NoSuchPlace => Self::NotNow,
            CorrectError::Act(refused) => refused.into(),
        }
    }
}

/// Opens what is known of a child.
pub async fn show(asker: &Asker, child: Id<Child>) -> Result<(Shown, Logged), CorrectError> {
    let mut act = asker.begin_reading("identity.child").await?;
    let now = act.now();
    let (_, facts) = facts(&mut act, child).await?;
    let permit = act.authorize::<SeeIdentity>(&facts).await?;
    let who = see(&mut act, &permit, child).await?.ok_or(CorrectError::NotFound)?;
    let changes = store::changes(act.transaction(), child).await?;
    let correcting = if act.may::<ChangeIdentity>(&facts) { Correcting::May } else { Correcting::MayNot };
    let book = Book::open(act.transaction()).await?;
    let shown = Shown { child, who, changes, correcting, book, now };
    Ok((shown, act.finish(permit).await?))
}

/// Puts right what is known of a child. A number that another child has is told, never joined silently.
pub async fn correct(asker: &Asker, post: Post, child: Id<Child>, told: Correction) -> Result<(), CorrectError> {
    let mut act = asker.begin("identity.correct").await?;
    let opened = open_in(&mut act, child).await?;
    match put_right_in(&mut act, post, opened, told, SameNumber::NotAsked).await? {
        Corrected::Changed(changing) => {
            act.commit(changing).await?;
            Ok(())
        }
        Corrected::SameNumber(seeing) => {
            act.finish(seeing).await?;
            Err(CorrectError::SameNumber)
        }
    }
}

/// Opens a child to be put right inside another act.
pub async fn open_in(act: &mut Act, child: Id<Child>) -> Result<Opened, CorrectError> {
    let (relations, facts) = facts(act, child).await?;
    let changing = act.authorize::<ChangeIdentity>(&facts).await?;
    let seeing = act.authorize::<SeeIdentity>(&facts).await?;
    let who = see(act, &seeing, child).await?.ok_or(CorrectError::NotFound)?;
    Ok(Opened { who, child, child_person: relations.child_person, changing, seeing })
}

/// Puts it right inside another act, so that everything is saved together.
pub async fn put_right_in(
    act: &mut Act,
    post: Post,
    opened: Opened,
    told: Correction,
    same: SameNumber,
) -> Result<Corrected, CorrectError> {
    let Opened { mut who, child, child_person, changing, seeing } = opened;
    if who.version != told.version {
        return Err(CorrectError::Changed);
    }
    let before = who.identity.number.clone();
    if renewed(&before, &told.number) {
        let find = UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch };
        let finding = act.authorize::<FindChild>(&find).await?;
        let known = find_by_number(act, &finding, &told.number).await?;
        let anothers = known.iter().any(|other| *other != child);
        act.found(finding, &known);
        match same {
            SameNumber::NotAsked if anothers => return Ok(Corrected::SameNumber(seeing)),
            SameNumber::NotAsked | SameNumber::Right => {}
        }
    }
    let book = Book::open(act.transaction()).await?;
    put_right(&mut who, told, &book)?;
    if who.identity.number != before
        && let Some(person) = child_person
    {
        renumber(act, person, &before, &who.identity.number).await?;
    }
    change(act, &changing, child, &who).await?.ok_or(CorrectError::NotFound)?;
    act.used(seeing, Outcome::Read);
    Ok(Corrected::Changed(changing))
}

/// Whether a number is there that was not there before.
fn renewed(before: &str, number: &IdentityNumber) -> bool {
    number.normal_form().is_some_and(|now| now != before)
}

/// What is known, with what was found out.
fn put_right(who: &mut WhoItIs, told: Correction, book: &Book) -> Result<(), CorrectError> {
    let Correction { given_name, family_name, number, born, municipality, school, contact, .. } = told;
    who.label.given_name = given_name;
    who.label.age = match (born, who.label.age) {
        (Some(born), Age::Born(_) | Age::Stated(..)) => Age::Born(born),
        (None, Age::Stated(years, on)) => Age::Stated(years, on),
        (None, Age::Born(_)) => return Err(CorrectError::BornIsKnown),
    };
    // The place may be known in other words than a municipality's: it stays as long as that does.
    if municipality != who.municipality {
        who.label.place = match municipality {
            None => String::new(),
            Some(id) => match book.municipality_name(id) {
                "" => return Err(CorrectError::NoSuchPlace),
                name => name.to_owned(),
            },
        };
        who.municipality = municipality;
    }
    who.identity.family_name = family_name;
    who.identity.number = number.normal_form().unwrap_or_default();
    who.identity.school = school;
    who.identity.contact = contact;
    Ok(())
}

/// The child as a person is found by the new number, unless somebody else is; never by the old one any more.
async fn renumber(act: &mut Act, person: Id<Person>, before: &str, now: &str) -> Result<(), Failure> {
    let Some(old) = fingerprint(act.transaction(), before) else { return Ok(()) };
    let new = match fingerprint(act.transaction(), now) {
        Some(new) => match person_by_number(act.transaction(), new.clone()).await? {
            Some(_) => None,
            None => Some(new),
        },
        None => None,
    };
    store::renumber(act.transaction(), person, (old, new)).await
}

async fn facts(act: &mut Act, child: Id<Child>) -> Result<(Relations, IdentityFacts), CorrectError> {
    let now = act.now();
    let relations = Relations::of(act.transaction(), child, now).await?.ok_or(CorrectError::NotFound)?;
    let facts = relations.identity_facts();
    Ok((relations, facts))
}
