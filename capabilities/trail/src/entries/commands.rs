//! What can be done with an entry: write, correct, hide from a guardian, show again; and what a child says in its own
//! words. An entry of another secrecy domain is not found, whatever else is known of it.

use access::Permit;
use access::action::trail as action;
use access::facts::TrailFacts;
use audit::{Act, Asker, Refused};
use database::Failure;
use domain::child::Person;
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Post;
use domain::trail::entry::{Body, Entry, HiddenFrom, HideReason, Hiding, Kind, Place, Refusal, Writer};
use domain::trail::{Text, Trail};
use identity::organisations::Book;
use web::{Problem, once};

use crate::entries::hidings::store as hidings;
use crate::entries::sealed::Names;
use crate::entries::store::{self, Scope, Stored};

/// Why nothing was done to an entry.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// There is no such entry or trail, as far as the asker may know.
    #[error("no such entry")]
    NotFound,
    /// No right, or no database.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The rules say no.
    #[error(transparent)]
    Rule(#[from] Refusal),
}

impl From<Failure> for EntryError {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure.into())
    }
}

impl From<EntryError> for Problem {
    fn from(error: EntryError) -> Self {
        match error {
            EntryError::NotFound => Self::NotFound,
            EntryError::Refused(refused) => refused.into(),
            EntryError::Rule(_) => Self::NotNow,
        }
    }
}

/// An entry to be written.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// What kind of thing it tells of.
    pub kind: Kind,
    /// The day it happened.
    pub happened_on: Day,
    /// What it says.
    pub body: Body,
    /// From whom it is hidden from the start.
    pub hide: Option<NewHiding>,
    /// The key of the form, so that sending it twice writes one entry; empty when it was no form.
    pub once: String,
}

/// A hiding to be decided.
#[derive(Clone, Debug)]
pub struct NewHiding {
    /// From whom.
    pub from: HiddenFrom,
    /// Why.
    pub reason: HideReason,
    /// Why, in words.
    pub why: Text<1000>,
    /// The day it must be looked at again.
    pub review_on: Day,
}

/// Writes an entry in the asker's own domain.
pub async fn write(asker: &Asker, trail: Id<Trail>, new: NewEntry) -> Result<Id<Entry>, EntryError> {
    let mut act = asker.begin("entries.write").await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(EntryError::NotFound)?;
    let permit = act.authorize::<action::Write>(&facts).await?;
    let post = own_post(&act)?;
    let NewEntry { kind, happened_on, body, hide, once: key } = new;
    if !key.is_empty()
        && let Some(written) = once::led_to(act.transaction(), &key).await?
    {
        return written.parse().map_err(|_| EntryError::NotFound);
    }
    let names = names(&mut act, &post).await?;
    let id: Id<Entry> = act.environment().id();
    let (mut entry, _) = Entry::write(id, trail, Place::from(&post), kind, Writer::Post(post), body, now)?;
    if let Some(hide) = hide {
        refuse_stranger(&hide, &facts.guardians)?;
        entry = entry.hide(hiding(hide, post, &act))?.0;
    }
    store::insert(&mut act, &permit, &Stored { entry, happened_on, names, revision: 1 }).await?;
    crate::clocks::care::written(&mut act, &permit, kind).await?;
    if !key.is_empty() {
        once::note(act.transaction(), &key, &id.to_string(), now).await?;
    }
    act.commit(permit).await?;
    Ok(id)
}

/// Writes a new version of an entry. The old ones stay.
pub async fn correct(
    asker: &Asker,
    trail: Id<Trail>,
    entry: Id<Entry>,
    body: Body,
    why: Text<300>,
) -> Result<(), EntryError> {
    let Opened { mut act, permit, post, mut found, .. } = open(asker, "entries.correct", trail, entry).await?;
    found.names.extend(names(&mut act, &post).await?);
    let (changed, _) = found.entry.clone().correct(Writer::Post(post), body, why, act.now())?;
    store::save_correction(&mut act, &permit, &found.with(changed)).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Hides an entry from a guardian, or from all, and renews a hiding that has been looked at. Copies are hidden too,
/// wherever they are: who has received one could not know.
pub async fn hide(asker: &Asker, trail: Id<Trail>, entry: Id<Entry>, new: NewHiding) -> Result<(), EntryError> {
    let Opened { mut act, permit, post, mut found, guardians } = open(asker, "entries.hide", trail, entry).await?;
    refuse_stranger(&new, &guardians)?;
    found.names.extend(names(&mut act, &post).await?);
    let hiding = hiding(new, post, &act);
    let (changed, _) = found.entry.clone().hide(hiding.clone())?;
    hidings::save(&mut act, &permit, &found.with(changed.clone()), &hiding).await?;
    for mut copy in store::copies_of(&mut act, &permit, entry).await? {
        let before = copy.entry.snapshot().hidings.len();
        let hidden = copy.entry.clone().hide_as(&changed);
        if hidden.snapshot().hidings.len() > before {
            copy.names.extend(found.names.clone());
            hidings::save(&mut act, &permit, &copy.with(hidden), &hiding).await?;
        }
    }
    act.commit(permit).await?;
    Ok(())
}

/// Takes a hiding away, and keeps why.
pub async fn show(
    asker: &Asker,
    trail: Id<Trail>,
    entry: Id<Entry>,
    (from, why): (HiddenFrom, Text<1000>),
) -> Result<(), EntryError> {
    let Opened { mut act, permit, post, mut found, .. } = open(asker, "entries.show", trail, entry).await?;
    found.names.extend(names(&mut act, &post).await?);
    let (changed, _) = found.entry.clone().show(post, from, act.now())?;
    hidings::save_shown(&mut act, &permit, &found.with(changed), from, (post, &why)).await?;
    act.commit(permit).await?;
    Ok(())
}

/// An entry of the asker's own domain, with leave to change it.
struct Opened {
    act: Act,
    permit: Permit<action::Write>,
    post: Post,
    found: Stored,
    guardians: Vec<Id<Person>>,
}

async fn open(asker: &Asker, name: &'static str, trail: Id<Trail>, entry: Id<Entry>) -> Result<Opened, EntryError> {
    let mut act = asker.begin(name).await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(EntryError::NotFound)?;
    let permit = act.authorize::<action::Write>(&facts).await?;
    let post = own_post(&act)?;
    let found = own(store::find(&mut act, &permit, entry).await?, &act, &facts, &post)?;
    Ok(Opened { act, permit, post, found, guardians: facts.guardians })
}

/// Keeps what the child says in its own words, at the unit that holds the baton. What the child said there before stays
/// as an older version.
pub async fn say(asker: &Asker, trail: Id<Trail>, body: Body, why: Text<300>) -> Result<(), EntryError> {
    let mut act = asker.begin("entries.say").await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(EntryError::NotFound)?;
    let permit = act.authorize::<action::Say>(&facts).await?;
    let scope = Scope::of(&permit)?;
    let book = Book::open(act.transaction()).await?;
    let unit = book.unit(facts.holder_unit).ok_or(EntryError::NotFound)?;
    let place = Place { unit: unit.id, domain: unit.domain };
    let child = Writer::Child(scope.child);
    let before = store::of_domain(&mut act, &permit, place.domain).await?;
    if let Some(found) = before.into_iter().find(|stored| is_own_words(stored, &child, place)) {
        let (changed, _) = found.entry.clone().correct(child, body, why, now)?;
        store::save_correction(&mut act, &permit, &found.with(changed)).await?;
    } else {
        let id = act.environment().id();
        let (entry, _) = Entry::write(id, trail, place, Kind::ChildsWords, child, body, now)?;
        let new = Stored { entry, happened_on: now.day(), names: Names::new(), revision: 1 };
        store::insert(&mut act, &permit, &new).await?;
    }
    act.commit(permit).await?;
    Ok(())
}

/// Whether an entry is what this child itself wrote at this unit: not a copy, and not what somebody at work wrote down.
fn is_own_words(stored: &Stored, child: &Writer, place: Place) -> bool {
    let entry = stored.entry.snapshot();
    entry.by == *child && entry.place == place && entry.origin == domain::trail::entry::Origin::Own
}

/// The post of someone at work. Policies let nobody else come this far.
pub(crate) fn own_post(act: &Act) -> Result<Post, EntryError> {
    act.actor().post().copied().ok_or(EntryError::NotFound)
}

/// The entry, if it belongs to the asker's domain and the asker's unit may see it there.
pub(crate) fn own(found: Option<Stored>, act: &Act, facts: &TrailFacts, post: &Post) -> Result<Stored, EntryError> {
    seen(found.into_iter().collect(), act, facts, post).pop().ok_or(EntryError::NotFound)
}

/// Of what stands in one's own domain, what one's unit may see: all of it where it sees the course of the trail, otherwise
/// what it wrote and was given.
pub(crate) fn seen(mut entries: Vec<Stored>, act: &Act, facts: &TrailFacts, post: &Post) -> Vec<Stored> {
    let course = act.may::<action::ReadCourse>(facts);
    entries.retain(|stored| {
        let place = stored.entry.snapshot().place;
        place.domain == post.domain && (place.unit == post.unit || course)
    });
    entries
}

/// The asker's name, to be kept beside what is written.
pub(crate) async fn names(act: &mut Act, post: &Post) -> Result<Names, Failure> {
    let book = Book::open(act.transaction()).await?;
    Ok(Names::from([(post.assignment, book.colleague_name(post.assignment).to_owned())]))
}

fn hiding(new: NewHiding, by: Post, act: &Act) -> Hiding {
    let NewHiding { from, reason, why, review_on } = new;
    Hiding { from, reason, why, by, at: act.now(), review_on }
}

/// An entry is hidden from someone who could otherwise see it.
fn refuse_stranger(new: &NewHiding, guardians: &[Id<Person>]) -> Result<(), EntryError> {
    match new.from {
        HiddenFrom::EveryGuardian => Ok(()),
        HiddenFrom::Guardian(person) if guardians.contains(&person) => Ok(()),
        HiddenFrom::Guardian(_) => Err(EntryError::NotFound),
    }
}
