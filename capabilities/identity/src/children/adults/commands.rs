//! Confirming who has custody, saying who a grown-up is, and finding them again by number. Custody that is confirmed or ended
//! ends every code that was handed out before: a code that was given to somebody nobody knew opens nothing more.

use std::collections::BTreeMap;

use access::action::identity::{ConfirmCustody, GiveCode, RegisterChild, SeeIdentity};
use access::facts::IdentityFacts;
use access::{Actor, Permit};
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::child::{Child, Custody, Person};
use domain::id::Id;
use domain::moment::Moment;
use domain::protection;
use web::Problem;

use crate::children::adults::store;
use crate::children::adults::{Source, WhereHelped};
use crate::children::codes::commands::{Login, end_codes};
use crate::children::codes::store as codes;
use crate::children::commands::{NewGuardian, WhoItIs, fingerprint, place_guardian, see};
use crate::children::guardians::store::{Written, keep as keep_row};
use crate::children::store::person_by_number;
use crate::children::{Contact, GuardianView, MessageSafety, Relations, Shown, guardians};
use crate::login::commands::Kind;
use crate::surnames;

pub use crate::children::adults::leaving::end;
pub use crate::children::adults::store::Confirmation;

/// What somebody has found out about a grown-up.
#[derive(Clone, Debug)]
pub struct Found {
    /// Their name; empty when they did not give one.
    pub name: String,
    /// What the child calls them.
    pub relation: String,
    /// A telephone number; empty when there is none.
    pub phone: String,
    /// Whether a message may be left; none where that was not asked about, and what stood stays.
    pub message: Option<MessageSafety>,
    /// Their identity number in its normal form; empty when it is not known.
    pub number: String,
    /// Whether they have custody.
    pub custody: Custody,
    /// How somebody made sure; none for one without custody.
    pub source: Option<Source>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The same person as before.
    Same,
    /// Somebody who was known already by the number: the two are one from now on.
    Linked(Id<Person>),
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum AdultError {
    /// There is no such child, or nobody such around it.
    #[error("there is no such grown-up around the child")]
    NotFound,
    /// The person has another number than the one that was typed.
    #[error("the person has another number")]
    OtherNumber,
    /// The number is another's who cannot be the same person without somebody losing what they have said yes to.
    #[error("the number is another person's")]
    Anothers,
    /// The number is the child's own, or a grown-up's who stands around the child already, or one's whose identity is protected:
    /// one answer, so that nobody is told of a protection.
    #[error("the number cannot be used around the child")]
    NotUsable,
    /// A protection would fall with them: two of the named say so, and whoever ends them is the second.
    #[error(transparent)]
    Protected(#[from] protection::Refusal),
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for AdultError {
    fn from(failure: Failure) -> Self {
        Self::Act(failure.into())
    }
}

impl From<AdultError> for Problem {
    fn from(error: AdultError) -> Self {
        match error {
            AdultError::NotFound => Self::NotFound,
            AdultError::OtherNumber | AdultError::Anothers | AdultError::NotUsable | AdultError::Protected(_) => {
                Self::NotNow
            }
            AdultError::Act(refused) => refused.into(),
        }
    }
}

/// The grown-ups around a child, and who has a code.
#[derive(Clone, Debug)]
pub struct Around {
    /// The child.
    pub child: Id<Child>,
    /// Who the child is, with the grown-ups.
    pub who: WhoItIs,
    /// How each one's custody was confirmed last.
    pub confirmations: BTreeMap<Id<Person>, Confirmation>,
    /// Until when each one's code works.
    pub codes: Vec<(Login, Moment)>,
    /// The child as a person who can log in.
    pub child_person: Option<Id<Person>>,
    /// Whether the asker may confirm custody.
    pub confirming: Confirming,
    /// Where the asker's unit helps the child; nothing where it does not, or in more places than one.
    pub helped_at: Option<String>,
    /// When it was read.
    pub now: Moment,
}

/// Whether somebody may confirm custody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirming {
    /// They may.
    May,
    /// They may not, as when the child is of age.
    MayNot,
}

/// Opens the grown-ups around a child, for somebody who hands out codes.
pub async fn around(asker: &Asker, child: Id<Child>) -> Result<(Around, Logged), AdultError> {
    let mut act = asker.begin_reading("identity.adults").await?;
    let (relations, facts) = facts(&mut act, child).await?;
    open(act, relations, facts).await
}

/// Opens them for somebody who is about to write one down or to end one. Whoever may not is refused, and that is logged.
pub async fn around_to_change(asker: &Asker, child: Id<Child>) -> Result<(Around, Logged), AdultError> {
    let mut act = asker.begin_reading("identity.change_adults").await?;
    let (relations, facts) = facts(&mut act, child).await?;
    if !act.may::<ConfirmCustody>(&facts) {
        drop(act.authorize::<ConfirmCustody>(&facts).await?);
    }
    open(act, relations, facts).await
}

async fn facts(act: &mut Act, child: Id<Child>) -> Result<(Relations, IdentityFacts), AdultError> {
    let now = act.now();
    let relations = Relations::of(act.transaction(), child, now).await?.ok_or(AdultError::NotFound)?;
    let facts = relations.identity_facts();
    Ok((relations, facts))
}

/// What decides who may change what is known of a grown-up: where they are protected, only the few.
pub(super) async fn facts_about(
    act: &mut Act,
    child: Id<Child>,
    person: Id<Person>,
) -> Result<(Relations, IdentityFacts), AdultError> {
    let (relations, _) = facts(act, child).await?;
    let found = guardians::facts(act.transaction(), &relations, person).await?;
    let (_, facts) = found.ok_or(AdultError::NotFound)?;
    Ok((relations, facts))
}

async fn open(mut act: Act, relations: Relations, facts: IdentityFacts) -> Result<(Around, Logged), AdultError> {
    let (child, now) = (relations.child, act.now());
    let give = act.authorize::<GiveCode>(&facts).await?;
    let permit = act.authorize::<SeeIdentity>(&facts).await?;
    let who = see(&mut act, &permit, child).await?.ok_or(AdultError::NotFound)?;
    let confirmations = store::confirmations(act.transaction(), child).await?;
    let codes = codes::of_child(act.transaction(), child, now).await?;
    let confirming = if act.may::<ConfirmCustody>(&facts) { Confirming::May } else { Confirming::MayNot };
    let helped_at = helped_at(&mut act, child).await?;
    act.used(give, Outcome::Read);
    let child_person = relations.child_person;
    let around = Around { child, who, confirmations, codes, child_person, confirming, helped_at, now };
    Ok((around, act.finish(permit).await?))
}

async fn helped_at(act: &mut Act, child: Id<Child>) -> Result<Option<String>, Failure> {
    let Actor::Staff(post) = *act.actor() else { return Ok(None) };
    for WhereHelped(follow) in act.followers::<WhereHelped>() {
        if let Some(address) = follow(act, post.unit, child).await? {
            return Ok(Some(address));
        }
    }
    Ok(None)
}

/// Saves what somebody has found out about a grown-up around a child.
pub async fn keep(asker: &Asker, child: Id<Child>, person: Id<Person>, found: Found) -> Result<Kept, AdultError> {
    let mut act = asker.begin("identity.keep_adult").await?;
    let (relations, facts) = facts_about(&mut act, child, person).await?;
    let permit = act.authorize::<ConfirmCustody>(&facts).await?;
    let seeing = act.authorize::<SeeIdentity>(&facts).await?;
    let who = see(&mut act, &seeing, child).await?.ok_or(AdultError::NotFound)?;
    let before = who.guardians.iter().find(|one| one.person == person).ok_or(AdultError::NotFound)?;
    let linked = if !found.number.is_empty() && found.number == who.identity.number {
        Err(AdultError::NotUsable)
    } else {
        link(&mut act, &relations, before, &found.number).await
    };
    let kept = match linked {
        Ok(kept) => kept,
        Err(AdultError::Act(refused)) => return Err(refused.into()),
        Err(refusal) => {
            // Nothing is saved but that somebody tried.
            act.finish(seeing).await?;
            return Err(refusal);
        }
    };
    let now_person = match kept {
        Kept::Same => person,
        Kept::Linked(known) => known,
    };
    let there = who.guardians.iter().any(|one| one.person == now_person);
    let Found { name, relation, phone, message, custody, source, .. } = found;
    let message = message.unwrap_or(before.contact.message);
    let contact = Contact { phone, message, ..before.contact.clone() };
    let guardian = GuardianView { person: now_person, custody, shown: before.shown, name, relation, contact };
    let written = if there { Written::Already } else { Written::Never };
    keep_row(act.transaction(), child, &guardian, written).await?;
    if now_person != person {
        store::remove(act.transaction(), child, person).await?;
        surnames::note_guardian(act.transaction(), child, person, "").await?;
    }
    // A name that somebody only states is noted nowhere: whoever states one could find its fingerprint again.
    let noted = match custody {
        Custody::Holder => guardian.name.as_str(),
        Custody::None => "",
    };
    surnames::note_guardian(act.transaction(), child, now_person, noted).await?;
    if before.custody != custody || now_person != person {
        end_codes(&mut act, Kind::Guardian(person)).await?;
        note(&mut act, &permit, now_person, custody, source).await?;
    } else if source.is_some() {
        note(&mut act, &permit, now_person, custody, source).await?;
    }
    act.used(seeing, Outcome::Read);
    act.commit(permit).await?;
    Ok(kept)
}

/// Writes down one more grown-up around a child. Who has a number that is known is the same person as there.
pub async fn add(asker: &Asker, child: Id<Child>, found: Found) -> Result<Id<Person>, AdultError> {
    let mut act = asker.begin("identity.add_adult").await?;
    match add_in(&mut act, child, found).await? {
        Added::Placed(person, permit) => {
            act.commit(permit).await?;
            Ok(person)
        }
        Added::Refused(refusal, seeing) => {
            act.finish(seeing).await?;
            Err(refusal)
        }
    }
}

/// What came of writing a grown-up down. Whoever began the act hands the permit back, and so decides how it ends.
#[derive(Debug)]
#[must_use]
pub enum Added {
    /// They stand around the child.
    Placed(Id<Person>, Permit<ConfirmCustody>),
    /// Not with that number. Nothing is saved but that somebody tried.
    Refused(AdultError, Permit<SeeIdentity>),
}

/// The same inside another act, so that everything is saved together.
pub async fn add_in(act: &mut Act, child: Id<Child>, found: Found) -> Result<Added, AdultError> {
    let (relations, facts) = facts(act, child).await?;
    let permit = act.authorize::<ConfirmCustody>(&facts).await?;
    let seeing = act.authorize::<SeeIdentity>(&facts).await?;
    let who = see(act, &seeing, child).await?.ok_or(AdultError::NotFound)?;
    if let Some(refusal) = refusal_of(act, &relations, &who, &found.number).await? {
        return Ok(Added::Refused(refusal, seeing));
    }
    let Found { name, relation, phone, message, number, custody, source } = found;
    let contact = Contact { phone, message: message.unwrap_or_default(), ..Contact::default() };
    let new = NewGuardian { name, relation, number, contact, custody };
    let person = place_guardian(act, child, new).await?;
    match custody {
        Custody::Holder => {
            // As where custody is confirmed: what was handed out before opens nothing more.
            end_codes(act, Kind::Guardian(person)).await?;
            note(act, &permit, person, custody, source).await?;
        }
        Custody::None => {}
    }
    act.used(seeing, Outcome::Read);
    Ok(Added::Placed(person, permit))
}

/// Why nobody is written down with a number: in the same words whoever it is.
async fn refusal_of(
    act: &mut Act,
    relations: &Relations,
    who: &WhoItIs,
    number: &str,
) -> Result<Option<AdultError>, Failure> {
    let Some(typed) = fingerprint(act.transaction(), number) else { return Ok(None) };
    if number == who.identity.number {
        return Ok(Some(AdultError::NotUsable));
    }
    let Some(known) = person_by_number(act.transaction(), typed).await? else { return Ok(None) };
    // Asked of everybody alike, so that not even how much is asked tells one from another.
    let kept = kept_from(act, relations, known).await?;
    let here = who.guardians.iter().any(|one| one.person == known);
    Ok((kept || here || Some(known) == relations.child_person).then_some(AdultError::NotUsable))
}

/// Whether a person, wherever they stand, is protected from whoever acts: what is known of them is for the few to change.
async fn kept_from(act: &mut Act, relations: &Relations, person: Id<Person>) -> Result<bool, Failure> {
    let guarded = guardians::store::guarded_one(act.transaction(), person).await?;
    Ok(!act.may::<ConfirmCustody>(&relations.facts_about(&guarded)))
}

/// Finds a grown-up again by number, or notes the number.
async fn link(act: &mut Act, relations: &Relations, before: &GuardianView, number: &str) -> Result<Kept, AdultError> {
    let person = before.person;
    let Some(typed) = fingerprint(act.transaction(), number) else { return Ok(Kept::Same) };
    let own = store::number_of(act.transaction(), person).await?;
    if own.as_ref().is_some_and(|own| *own != typed) {
        return Err(AdultError::OtherNumber);
    }
    match person_by_number(act.transaction(), typed.clone()).await? {
        None => {
            store::set_number(act.transaction(), person, typed).await?;
            Ok(Kept::Same)
        }
        Some(known) if known == person => Ok(Kept::Same),
        // What somebody with custody has said yes to hangs on who they are here, and so does a protection. And who stands
        // around other children is made sure of there first.
        Some(_) if before.custody == Custody::Holder || before.shown != Shown::Open => Err(AdultError::Anothers),
        Some(_) if store::stands_elsewhere(act.transaction(), person, relations.child).await? => {
            Err(AdultError::Anothers)
        }
        Some(known) => {
            if kept_from(act, relations, known).await? {
                return Err(AdultError::NotUsable);
            }
            store::set_same(act.transaction(), person, known).await?;
            Ok(Kept::Linked(known))
        }
    }
}

/// Notes how custody was confirmed, or that it has ended.
pub(super) async fn note(
    act: &mut Act,
    permit: &Permit<ConfirmCustody>,
    person: Id<Person>,
    custody: Custody,
    source: Option<Source>,
) -> Result<(), Failure> {
    let (Some(child), Some(post)) = (permit.subject().child, act.actor().post().copied()) else { return Ok(()) };
    let source = match custody {
        Custody::Holder => source,
        Custody::None => None,
    };
    let confirmation = Confirmation { at: act.now(), by: post.assignment, custody, source };
    store::confirm(act.transaction(), permit, (child, person), &confirmation).await
}

/// Names a person who is logged in as a grown-up around a child they ask about: without custody, until somebody has made
/// sure.
pub async fn name_asker(
    act: &mut Act,
    _permit: &Permit<RegisterChild>,
    child: Id<Child>,
    guardian: GuardianView,
) -> Result<(), Failure> {
    if codes::people_of(act.transaction(), child).await?.contains(&guardian.person) {
        return Ok(());
    }
    let guardian = GuardianView { custody: Custody::None, ..guardian };
    keep_row(act.transaction(), child, &guardian, Written::Never).await
}
