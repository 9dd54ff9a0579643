//! What a child decides about its guardians' reading. From the age at which the proxy ends the child decides; before it,
//! the grown-ups around the child do, and the child asks them.

use access::action::trail::{Consent, ReadAsChild};
use audit::{Asker, Outcome};
use domain::child::Person;
use domain::id::Id;
use domain::trail::Trail;
use domain::trail::entry::Entry;
use identity::children::commands as children;

use crate::entries::commands::EntryError;
use crate::entries::store as entries;
use crate::family::reading::{Choice, decides_alone};
use crate::family::store;

/// Decides whether a guardian may read: everything on the trail, or one entry.
pub async fn choose(
    asker: &Asker,
    trail: Id<Trail>,
    person: Id<Person>,
    entry: Option<Id<Entry>>,
    choice: Choice,
) -> Result<(), EntryError> {
    let mut act = asker.begin(act_name(choice)).await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(EntryError::NotFound)?;
    let read = act.authorize::<ReadAsChild>(&facts).await?;
    let permit = act.authorize::<Consent>(&facts).await?;
    let label = children::label_for_child(&mut act, &read).await?.ok_or(EntryError::NotFound)?;
    if !facts.guardians.contains(&person) || !decides_alone(label.age.on(now.day()), now.day()) {
        return Err(EntryError::NotFound);
    }
    let about = match entry {
        None => trail.value(),
        Some(entry) => entries::find(&mut act, &read, entry).await?.ok_or(EntryError::NotFound)?.id().value(),
    };
    store::choose(&mut act, &permit, person, about, choice).await?;
    act.used(read, Outcome::Read);
    act.commit(permit).await?;
    Ok(())
}

const fn act_name(choice: Choice) -> &'static str {
    match choice {
        Choice::Shared => "family.let_guardian_read",
        Choice::Kept => "family.keep_from_guardian",
    }
}
