//! Looking at two children beside each other, and making them one. Whoever calls asks for the rights to both first.

use access::Permit;
use access::action::identity::{ChangeIdentity, Join, SeeIdentity};
use audit::Act;
use database::Failure;
use domain::child::Child;
use domain::child::joining::Joining;
use domain::id::Id;
use domain::organisation::Post;

use crate::children::codes::commands::end_codes;
use crate::children::commands::{WhoItIs, change, see};
use crate::children::corrections::history;
use crate::children::joining::{Joined, WhenJoined, store};
use crate::children::person::{Age, Contact, MessageSafety};
use crate::children::relations::Relations;
use crate::children::store as children;
use crate::children::{Identity, guardians};
use crate::login::commands::Kind;

/// Leave to make two children one: for each of them, and to write what is known into the one that goes on.
#[derive(Debug)]
pub struct Permits<'p> {
    /// To join the one that goes on.
    pub kept: &'p Permit<Join>,
    /// To join the other.
    pub other: &'p Permit<Join>,
    /// To change who the one that goes on is.
    pub change: &'p Permit<ChangeIdentity>,
    /// To see who the one that goes on is.
    pub see_kept: &'p Permit<SeeIdentity>,
    /// To see who the other is.
    pub see_other: &'p Permit<SeeIdentity>,
}

/// Makes two children one. Everything of the other is the survivor's afterwards, and the other's key is gone. `Conflict`
/// where somebody was quicker.
pub async fn join(
    act: &mut Act,
    permits: &Permits<'_>,
    joining: &Joining,
    (by, reason): (Post, &str),
) -> Result<(), Failure> {
    let (kept, other) = (joining.kept, joining.other);
    if !permits.kept.is_for(kept.value()) || !permits.other.is_for(other.value()) {
        return Err(Failure::Conflict);
    }
    let now = act.now();
    take(act, (kept, other)).await?;
    let person = Relations::of(act.transaction(), kept, now).await?.ok_or(Failure::Conflict)?.child_person;
    let other_person = Relations::of(act.transaction(), other, now).await?.ok_or(Failure::Conflict)?.child_person;
    let who = see(act, permits.see_kept, kept).await?.ok_or(Failure::Conflict)?;
    let was = see(act, permits.see_other, other).await?.ok_or(Failure::Conflict)?;
    let other_as_it_stood = children::find_child(act.transaction(), other).await?.ok_or(Failure::Conflict)?;
    // Ended first: whoever joined the same two a moment before has ended it.
    store::end(act.transaction(), permits.other, other, now).await?;
    let joined = Joined {
        kept,
        kept_key: act.transaction().child_key(kept).await?,
        other,
        other_key: act.transaction().child_key(other).await?,
    };
    guardians::moving::move_all(act.transaction(), &joined).await?;
    // Nobody made sure who held the code of a receipt: it opened what was asked with it, and would open all of the child now.
    for login in [person, other_person].into_iter().flatten() {
        end_codes(act, Kind::Child(login)).await?;
    }
    store::move_person(act.transaction(), permits.kept, (kept, person), other_person).await?;
    store::move_around(act.transaction(), permits.kept, &joined, &joining.named).await?;
    let told = put_together(who, &was, joining);
    change(act, permits.change, kept, &told).await?.ok_or(Failure::Conflict)?;
    let stands = children::find_child(act.transaction(), kept).await?.ok_or(Failure::Conflict)?;
    history::note(act.transaction(), kept, (&other_as_it_stood, &stands), (by.assignment, now)).await?;
    for WhenJoined(follow) in act.followers::<WhenJoined>() {
        follow(act.transaction(), &joined).await?;
    }
    store::insert(act.transaction(), permits.kept, &joined, (by.assignment, now, reason)).await?;
    act.transaction().destroy_child_key(other).await
}

/// Takes two children for oneself, before anything is read of them: what somebody is writing about one of them is saved first, and
/// whoever writes after that waits, and finds the one that goes on. To be called first of all by whoever joins.
pub async fn take(act: &mut Act, (one, other): (Id<Child>, Id<Child>)) -> Result<(), Failure> {
    act.transaction().take_child_keys(vec![one, other]).await
}

/// What is known of the two together: what stands with the survivor stands, and what it lacks comes from the other.
fn put_together(mut kept: WhoItIs, other: &WhoItIs, joining: &Joining) -> WhoItIs {
    let fill = |into: &mut String, from: &str| {
        if into.is_empty() {
            from.clone_into(into);
        }
    };
    let Identity { family_name, number, contact, school } = &other.identity;
    fill(&mut kept.identity.family_name, family_name);
    fill(&mut kept.identity.number, number);
    fill(&mut kept.identity.school, school);
    let Contact { phone, message, interpreter } = contact;
    // Whoever said that a message is not safe is believed, whichever number they meant.
    let is_unsafe = [kept.identity.contact.message, *message].contains(&MessageSafety::Unsafe);
    if kept.identity.contact.phone.is_empty() {
        kept.identity.contact.phone.clone_from(phone);
        kept.identity.contact.message = *message;
    }
    if is_unsafe {
        kept.identity.contact.message = MessageSafety::Unsafe;
    }
    fill(&mut kept.identity.contact.interpreter, interpreter);
    if let (Age::Stated(..), Age::Born(_)) = (kept.label.age, other.label.age) {
        kept.label.age = other.label.age;
    }
    if kept.municipality.is_none() {
        kept.municipality = other.municipality;
        fill(&mut kept.label.place, &other.label.place);
    }
    kept.protection = joining.protection;
    kept
}
