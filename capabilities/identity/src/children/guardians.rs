//! Guardians: what those in the help see of one, and how it is sealed. Of one whose identity is protected, others than the few
//! who are named see only that there is somebody, and whether they have custody. Source: dossier 2.5.

pub(crate) mod moving;
pub(crate) mod store;

use access::action::identity::SeeIdentity;
use access::facts::IdentityFacts;
use audit::Act;
use database::{Failure, Transaction};
use domain::child::{Child, Custody, Person, Protection};
use domain::id::Id;
use domain::organisation::Staff;
use serde::{Deserialize, Serialize};

use crate::children::Relations;
use crate::children::person::Contact;

/// How much of a grown-up is shown to whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Everything: their identity is not protected.
    Open,
    /// Everything, to one of the few: their identity is protected.
    ToTheNamed,
    /// That there is somebody, and whether they have custody: their identity is protected.
    Hidden,
}

/// A guardian, as those in the help see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardianView {
    /// The person.
    pub person: Id<Person>,
    /// Whether they have custody.
    pub custody: Custody,
    /// How much of them is shown.
    pub shown: Shown,
    /// Their name.
    pub name: String,
    /// What the child calls them: "mamma", "pappa".
    pub relation: String,
    /// How to reach them.
    pub contact: Contact,
}

impl GuardianView {
    /// What is left for others than the few. What the child calls them goes too: it may say where they are ("familjehem").
    fn hidden(self) -> Self {
        let nothing = String::new;
        Self { shown: Shown::Hidden, name: nothing(), relation: nothing(), contact: Contact::default(), ..self }
    }
}

/// Every kind of custody, in the order in which it is asked.
pub(crate) const CUSTODIES: [Custody; 2] = [Custody::Holder, Custody::None];

/// The stable name of a custody in storage, forms and message keys.
pub(crate) const fn custody_code(custody: Custody) -> &'static str {
    match custody {
        Custody::Holder => "holder",
        Custody::None => "none",
    }
}

/// The custody with this code.
pub(crate) fn custody_from_code(code: &str) -> Option<Custody> {
    CUSTODIES.into_iter().find(|custody| custody_code(*custody) == code)
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SealedGuardian {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) relation: String,
    #[serde(default)]
    pub(crate) contact: Contact,
}

/// How an identity is protected, and the few who may open it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guarded {
    pub(crate) protection: Protection,
    pub(crate) named: Vec<Id<Staff>>,
}

/// The grown-ups around a child, as whoever acts may see them.
pub(crate) async fn seen(act: &mut Act, child: Id<Child>) -> Result<Vec<GuardianView>, Failure> {
    let all = store::of(act.transaction(), child).await?;
    if all.iter().all(|one| one.shown == Shown::Open) {
        return Ok(all);
    }
    let now = act.now();
    let relations = Relations::of(act.transaction(), child, now).await?;
    let guarded = store::guarded(act.transaction(), child).await?;
    let veiled = |guardian: GuardianView| {
        let facts = relations.as_ref().zip(guarded.get(&guardian.person)).map(|(known, one)| known.facts_about(one));
        match (guardian.shown, facts) {
            (Shown::Open, _) => guardian,
            (Shown::ToTheNamed, Some(facts)) if act.may::<SeeIdentity>(&facts) => guardian,
            (Shown::ToTheNamed | Shown::Hidden, _) => guardian.hidden(),
        }
    };
    Ok(all.into_iter().map(veiled).collect())
}

/// The facts that decide who may do something about a grown-up around a child; none where nobody such stands there.
pub(crate) async fn facts(
    transaction: &mut Transaction,
    relations: &Relations,
    person: Id<Person>,
) -> Result<Option<(Guarded, IdentityFacts)>, Failure> {
    let mut guarded = store::guarded(transaction, relations.child).await?;
    Ok(guarded.remove(&person).map(|guarded| {
        let facts = relations.facts_about(&guarded);
        (guarded, facts)
    }))
}

/// How much whoever acts is shown of a person who has to do with a child, whether or not they stand around it still.
pub async fn shown_of(act: &mut Act, child: Id<Child>, person: Id<Person>) -> Result<Shown, Failure> {
    let now = act.now();
    let guarded = store::guarded_one(act.transaction(), person).await?;
    if guarded.protection == Protection::None {
        return Ok(Shown::Open);
    }
    let relations = Relations::of(act.transaction(), child, now).await?;
    let may = relations.is_some_and(|known| act.may::<SeeIdentity>(&known.facts_about(&guarded)));
    Ok(if may { Shown::ToTheNamed } else { Shown::Hidden })
}
