//! What can be done with a child's identity: registering, identifying, naming guardians, seeing, erasing. Commands of
//! other capabilities call these inside their own act, so that everything is saved together.

use std::collections::BTreeSet;

use access::Permit;
use access::action::{front_door, identity, oversight, trail};
use audit::Act;
use database::{Failure, Row, Transaction};
use domain::age::Majority;
use domain::child::{Child, Custody, Person, Protection};
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::moment::Moment;
use domain::organisation::{Municipality, Staff, Unit};
use domain::protection::{Place, keeps_place};

use crate::children::codes::store as codes;
use crate::children::corrections::history;
use crate::children::guardians::store::Written;
use crate::children::guardians::{self, GuardianView, Shown};
use crate::children::person::{Contact, Identity, Label, OwnChild};
use crate::children::protection::store::fall_if_nowhere;
use crate::children::relations::{Whose, store as relations};
use crate::children::store;
use crate::surnames;

/// The purpose of fingerprints of identity numbers.
const NUMBER: &str = "identity_number";

/// A child to be registered.
#[derive(Clone, Debug)]
pub struct NewChild {
    /// What a list may show.
    pub label: Label,
    /// What is shown only to those in the help.
    pub identity: Identity,
    /// The municipality of residence; none when it is protected or not known.
    pub municipality: Option<Id<Municipality>>,
    /// How the identity is protected.
    pub protection: Protection,
}

/// Who a child is, for someone who may see it.
#[derive(Clone, Debug)]
pub struct WhoItIs {
    /// What a list may show.
    pub label: Label,
    /// The rest.
    pub identity: Identity,
    /// How the identity is protected.
    pub protection: Protection,
    /// The municipality of residence.
    pub municipality: Option<Id<Municipality>>,
    /// The grown-ups around the child.
    pub guardians: Vec<GuardianView>,
    /// The version that a change must be based on.
    pub version: i64,
}

/// Registers a child under a new key. A number, if there is one, is found again through its fingerprint; it is never a
/// key, and two children with one number are never merged silently.
pub async fn register(
    act: &mut Act,
    permit: &Permit<identity::RegisterChild>,
    new: NewChild,
) -> Result<Id<Child>, Failure> {
    let id: Id<Child> = act.environment().id();
    register_as(act, permit, id, new).await
}

/// Registers a child under an identifier whose key may exist already, as when a draft becomes a request.
pub async fn register_as(
    act: &mut Act,
    _permit: &Permit<identity::RegisterChild>,
    id: Id<Child>,
    new: NewChild,
) -> Result<Id<Child>, Failure> {
    let now = act.now();
    let transaction = act.transaction();
    let key = match transaction.child_key(id).await {
        Ok(key) => key,
        Err(Failure::Erased) => transaction.create_child_key(id).await?,
        Err(failure) => return Err(failure),
    };
    let fingerprint = fingerprint(transaction, &new.identity.number);
    let NewChild { label, identity, municipality, protection } = new;
    let row =
        store::NewRow { id, person: None, fingerprint, municipality, protection, label: &label, identity: &identity };
    store::insert_child(transaction, &key, row, now).await?;
    surnames::note_child(transaction, id, &identity.family_name).await?;
    Ok(id)
}

/// Makes the child a person who can log in, and returns that person. The same number is the same person.
pub async fn make_person(
    act: &mut Act,
    _permit: &Permit<identity::RegisterChild>,
    child: Id<Child>,
    number: &str,
) -> Result<Id<Person>, Failure> {
    let person = person(act, number).await?;
    store::set_person(act.transaction(), child, person).await?;
    Ok(person)
}

/// A grown-up to be named.
#[derive(Clone, Debug)]
pub struct NewGuardian {
    /// Their name.
    pub name: String,
    /// What the child calls them.
    pub relation: String,
    /// Their identity number in its normal form; empty when it is not known.
    pub number: String,
    /// How to reach them.
    pub contact: Contact,
    /// Whether they have custody.
    pub custody: Custody,
}

/// Names a grown-up around the child, and returns the person.
pub async fn add_guardian(
    act: &mut Act,
    _permit: &Permit<identity::RegisterChild>,
    child: Id<Child>,
    new: NewGuardian,
) -> Result<Id<Person>, Failure> {
    place_guardian(act, child, new).await
}

/// The same, whatever right it is done under.
pub(crate) async fn place_guardian(act: &mut Act, child: Id<Child>, new: NewGuardian) -> Result<Id<Person>, Failure> {
    let person = person(act, &new.number).await?;
    let NewGuardian { name, relation, contact, custody, .. } = new;
    let guardian = GuardianView { person, custody, shown: Shown::Open, name, relation, contact };
    guardians::store::keep(act.transaction(), child, &guardian, Written::Never).await?;
    // A name that somebody only states is noted nowhere: whoever states one could find its fingerprint again.
    if guardian.custody == Custody::Holder {
        surnames::note_guardian(act.transaction(), child, person, &guardian.name).await?;
    }
    Ok(person)
}

async fn person(act: &mut Act, number: &str) -> Result<Id<Person>, Failure> {
    let fingerprint = fingerprint(act.transaction(), number);
    if let Some(known) = &fingerprint
        && let Some(person) = store::person_by_number(act.transaction(), known.clone()).await?
    {
        return Ok(person);
    }
    let person = act.environment().id();
    store::insert_person(act.transaction(), person, fingerprint).await?;
    Ok(person)
}

/// The children with an identity number. Usually one; more when a number was registered twice.
pub async fn find_by_number(
    act: &mut Act,
    _permit: &Permit<identity::FindChild>,
    number: &IdentityNumber,
) -> Result<Vec<Id<Child>>, Failure> {
    let Some(normal) = number.normal_form() else { return Ok(vec![]) };
    let fingerprint = act.transaction().database().fingerprint(NUMBER, normal.as_bytes());
    store::children_by_number(act.transaction(), fingerprint).await
}

/// Who a child is. `None` when there is no such child or it is erased.
pub async fn see(
    act: &mut Act,
    permit: &Permit<identity::SeeIdentity>,
    child: Id<Child>,
) -> Result<Option<WhoItIs>, Failure> {
    if !permit.is_for(child.value()) {
        return Ok(None);
    }
    let Some(stored) = store::find_child(act.transaction(), child).await? else { return Ok(None) };
    let guardians = guardians::seen(act, child).await?;
    let store::Stored { municipality, protection, label, identity, version, .. } = stored;
    Ok(Some(WhoItIs { label, identity, protection, municipality, guardians, version }))
}

/// Changes who a child is, and keeps what stood there. Where the identity is registered elsewhere, no place comes back.
/// `None` when there is no such child.
pub async fn change(
    act: &mut Act,
    permit: &Permit<identity::ChangeIdentity>,
    child: Id<Child>,
    who: &WhoItIs,
) -> Result<Option<()>, Failure> {
    if !permit.is_for(child.value()) {
        return Ok(None);
    }
    let Some(before) = store::find_child(act.transaction(), child).await? else { return Ok(None) };
    if before.version != who.version {
        return Err(Failure::Conflict);
    }
    let fingerprint = fingerprint(act.transaction(), &who.identity.number);
    let mut stored = store::Stored {
        municipality: who.municipality,
        protection: who.protection,
        label: who.label.clone(),
        identity: who.identity.clone(),
        version: before.version,
    };
    match keeps_place(stored.protection) {
        Place::Kept => {}
        Place::Erased => {
            stored.municipality = None;
            stored.label.place.clear();
            stored.identity.school.clear();
        }
    }
    store::update_child(act.transaction(), child, &stored, fingerprint).await?;
    if let Some(post) = act.actor().post().copied() {
        let now = act.now();
        history::note(act.transaction(), child, (&before, &stored), (post.assignment, now)).await?;
    }
    surnames::note_child(act.transaction(), child, &stored.identity.family_name).await.map(Some)
}

/// What a list may show of one child, for a page about a trail.
pub async fn label_for_trail(act: &mut Act, permit: &Permit<trail::Read>) -> Result<Option<Label>, Failure> {
    label(act, permit.subject().child).await
}

/// What a list may show of one child, for the child's own page.
pub async fn label_for_child(act: &mut Act, permit: &Permit<trail::ReadAsChild>) -> Result<Option<Label>, Failure> {
    label(act, permit.subject().child).await
}

/// What a list may show of one child, for a guardian's page.
pub async fn label_for_guardian(
    act: &mut Act,
    permit: &Permit<trail::ReadAsGuardian>,
) -> Result<Option<Label>, Failure> {
    label(act, permit.subject().child).await
}

/// What a list may show of one child, for a page about a request.
pub async fn label_for_request(
    act: &mut Act,
    permit: &Permit<front_door::SeeRequest>,
) -> Result<Option<Label>, Failure> {
    label(act, permit.subject().child).await
}

/// What decides where a child can be sent: the age, and where the child lives, if that is known.
pub async fn home_for_handover(
    act: &mut Act,
    permit: &Permit<trail::HandOver>,
) -> Result<Option<(Label, Option<Id<Municipality>>)>, Failure> {
    let Some(child) = permit.subject().child else { return Ok(None) };
    let stored = store::find_child(act.transaction(), child).await?;
    Ok(stored.map(|stored| (stored.label, stored.municipality)))
}

async fn label(act: &mut Act, child: Option<Id<Child>>) -> Result<Option<Label>, Failure> {
    let Some(child) = child else { return Ok(None) };
    Ok(store::find_child(act.transaction(), child).await?.map(|stored| stored.label))
}

/// The grown-ups around a child, for a page about its trail.
pub async fn guardians_for_trail(act: &mut Act, permit: &Permit<trail::Read>) -> Result<Vec<GuardianView>, Failure> {
    match permit.subject().child {
        Some(child) => guardians::seen(act, child).await,
        None => Ok(vec![]),
    }
}

/// The grown-ups around a child, for the child's own page.
pub async fn guardians_for_child(
    act: &mut Act,
    permit: &Permit<trail::ReadAsChild>,
) -> Result<Vec<GuardianView>, Failure> {
    match permit.subject().child {
        Some(child) => guardians::seen(act, child).await,
        None => Ok(vec![]),
    }
}

/// Opens the label of a row that joined the view `child_label`. The caller's permit covers the list.
pub fn label_in(transaction: &Transaction, row: &Row) -> Result<Label, Failure> {
    store::open_label(transaction, row)
}

/// The children a grown-up has custody of, which ends at eighteen. Nobody else's: the person is who is logged in.
pub async fn own_children(act: &mut Act) -> Result<Vec<OwnChild>, Failure> {
    let Some(person) = act.actor().person() else { return Ok(vec![]) };
    let today = act.now().day();
    let mut own = guardians::store::children_of(act.transaction(), person).await?;
    own.retain(|own| Majority::at(own.label.age.on(today)) == Majority::Minor);
    Ok(own)
}

/// The child that is logged in.
pub async fn own_self(act: &mut Act) -> Result<Option<Id<Child>>, Failure> {
    match act.actor().person() {
        Some(person) => store::child_of_person(act.transaction(), person).await,
        None => Ok(None),
    }
}

/// Notes that a unit shares in the child's help from now on.
pub async fn involve(
    transaction: &mut Transaction,
    child: Id<Child>,
    unit: Id<Unit>,
    now: Moment,
) -> Result<(), Failure> {
    relations::involve(transaction, child, unit, now).await
}

/// Notes that a unit shares in the child's help no longer than until a moment, which may lie ahead.
pub async fn release(
    transaction: &mut Transaction,
    child: Id<Child>,
    unit: Id<Unit>,
    until: Moment,
) -> Result<(), Failure> {
    relations::release(transaction, child, unit, until).await
}

/// Names one of the few who may open a protected identity.
pub async fn name_staff(
    act: &mut Act,
    _permit: &Permit<identity::RegisterChild>,
    child: Id<Child>,
    staff: Id<Staff>,
) -> Result<(), Failure> {
    relations::insert_named(act.transaction(), Whose::Childs.owner(child), staff).await
}

/// The children with a protected identity that whoever acts is named for: in lists only their rows say who they are.
pub async fn named_for_me(act: &mut Act) -> Result<Vec<Id<Child>>, Failure> {
    let staff = act.actor().post().map(|post| post.staff);
    match staff {
        Some(staff) => relations::named_for(act.transaction(), staff).await,
        None => Ok(vec![]),
    }
}

/// Breaks the glass for someone at work until a moment.
pub async fn break_glass(
    act: &mut Act,
    permit: &Permit<oversight::BreakGlass>,
    staff: Id<Staff>,
    until: Moment,
) -> Result<(), Failure> {
    let Some(child) = permit.subject().child else { return Ok(()) };
    relations::break_glass(act.transaction(), child, staff, until).await?;
    tell_sessions(act, staff).await
}

/// Ends a broken glass before its time.
pub async fn end_glass(act: &mut Act, child: Id<Child>, staff: Id<Staff>) -> Result<(), Failure> {
    relations::end_glass(act.transaction(), child, staff).await?;
    tell_sessions(act, staff).await
}

/// Every page of someone for whom the glass is broken says so.
async fn tell_sessions(act: &mut Act, staff: Id<Staff>) -> Result<(), Failure> {
    let now = act.now();
    let until = relations::glass_until(act.transaction(), staff, now).await?;
    web::session::set_glass(act.transaction(), staff, until).await
}

/// The children whose identity is protected, or that of a grown-up around them. Marks only: for weighing lines of the log.
pub async fn protected(act: &mut Act, _permit: &Permit<oversight::Review>) -> Result<BTreeSet<Id<Child>>, Failure> {
    store::protected(act.transaction()).await
}

/// Erases a child: the key is destroyed, and with it everything sealed under it. Counts and the log stay. A grown-up who
/// stands around no other child is protected no more.
pub async fn erase(act: &mut Act, permit: &Permit<identity::Erase>, child: Id<Child>) -> Result<(), Failure> {
    if !permit.is_for(child.value()) {
        return Ok(());
    }
    let now = act.now();
    act.transaction().take_child_keys(vec![child]).await?;
    store::erase_child(act.transaction(), child, now).await?;
    for person in codes::people_of(act.transaction(), child).await? {
        fall_if_nowhere(act.transaction(), person, (now, None)).await?;
    }
    surnames::forget(act.transaction(), child).await?;
    act.transaction().destroy_child_key(child).await
}

/// The fingerprint of an identity number in its normal form; none of an empty one.
pub(crate) fn fingerprint(transaction: &Transaction, number: &str) -> Option<Vec<u8>> {
    (!number.is_empty()).then(|| transaction.database().fingerprint(NUMBER, number.as_bytes()))
}
