//! Doing what was planned: in one transaction, each change with a line in the log that says what it is about.

use std::collections::{BTreeMap, BTreeSet};

use access::action::identity::KeepOrganisations;
use access::facts::RegionFacts;
use audit::{Act, Part, Refused};
use database::Failure;
use domain::id::Id;
use domain::organisation::{Assignment, Authority, Municipality, Principal, Role, SecrecyDomain, Staff, Unit};

use crate::import::change::Change;
use crate::import::plan::{Plan, Registered};
use crate::organisations::{Book, InHand, lay_in_hands_of, store};

/// Everything that can be referred to by name, as it comes to be.
struct Names {
    principals: BTreeMap<String, Id<Principal>>,
    authorities: BTreeMap<(String, String), Id<Authority>>,
    /// Authorities whose names are registered.
    noted: BTreeSet<Id<Authority>>,
    domains: BTreeMap<String, Id<SecrecyDomain>>,
    units: BTreeMap<String, Id<Unit>>,
    staff: BTreeMap<String, Id<Staff>>,
    assignments: BTreeMap<(Id<Staff>, Id<Unit>, Role), Id<Assignment>>,
}

impl Names {
    fn of(book: &Book, staff: &Registered, plan: &Plan) -> Self {
        let post = |id: &Id<Assignment>, colleague: &crate::organisations::Colleague| {
            ((colleague.post.staff, colleague.post.unit, colleague.post.role), *id)
        };
        Self {
            principals: book.principals.values().map(|known| (known.name.clone(), known.id)).collect(),
            authorities: plan.authorities.clone(),
            noted: plan.noted.clone(),
            domains: book.domains.values().map(|(domain, name)| (name.clone(), domain.id)).collect(),
            units: book.units.values().map(|(unit, _)| (unit.name.clone(), unit.id)).collect(),
            staff: staff.iter().map(|(identity, known)| (identity.clone(), known.id)).collect(),
            assignments: book.colleagues.iter().map(|(id, colleague)| post(id, colleague)).collect(),
        }
    }
}

/// Does every change and saves, or saves nothing.
pub(super) async fn apply(mut act: Act, book: &Book, staff: &Registered, plan: &Plan) -> Result<(), Refused> {
    if plan.changes.is_empty() {
        return Ok(());
    }
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    let mut names = Names::of(book, staff, plan);
    let mut parts = Vec::new();
    for change in &plan.changes {
        parts.push(one(&mut act, &mut names, change).await?);
    }
    // Counted once more now that nobody can lay anything in their hands: somebody may have since the plan was made.
    if !plan.ended.is_empty() {
        let counters = act.followers();
        let in_hand = InHand::count(act.transaction(), &counters).await?;
        if !plan.ended.iter().all(|assignment| in_hand.is_free(*assignment)) {
            return Err(Failure::Conflict.into());
        }
        nobody_came_on_duty(&mut act, book, &plan.ended).await?;
    }
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &parts).await?;
    Ok(())
}

/// Refuses when somebody who leaves was put on duty since the plan was made. Of those who were on duty before, the plan has
/// judged whether they may leave all the same.
async fn nobody_came_on_duty(act: &mut Act, book: &Book, ended: &[Id<Assignment>]) -> Result<(), Failure> {
    for assignment in ended {
        let Some(unit) = store::on_duty_at(act.transaction(), *assignment).await? else { continue };
        let before = book.units.get(&unit).and_then(|(_, duty)| *duty);
        if before != Some(*assignment) {
            return Err(Failure::Conflict);
        }
    }
    Ok(())
}

/// The plan has seen to it that every name is known; if one is not, nothing is saved.
fn known<K: Ord, V: Copy>(names: &BTreeMap<K, V>, name: &K) -> Result<V, Failure> {
    names.get(name).copied().ok_or(Failure::Conflict)
}

/// Does one change, and says what it was about.
async fn one(act: &mut Act, names: &mut Names, change: &Change) -> Result<Part, Failure> {
    match change {
        Change::Principal { name, kind } => {
            let principal = Principal { id: act.environment().id(), kind: *kind, name: name.clone() };
            names.principals.insert(name.clone(), principal.id);
            store::insert_principal(act.transaction(), &principal).await?;
            Ok(Part::Principal(principal.id))
        }
        Change::Domain { name, principal, authority, secrecy, ownership } => {
            let authority = authority_of(act, names, principal, authority).await?;
            let principal = known(&names.principals, principal)?;
            let (secrecy, ownership) = (*secrecy, *ownership);
            let domain = SecrecyDomain { id: act.environment().id(), principal, authority, secrecy, ownership };
            names.domains.insert(name.clone(), domain.id);
            store::insert_domain(act.transaction(), &domain, name).await?;
            Ok(Part::Domain(domain.id))
        }
        Change::Authority { domain, principal, name } => {
            let authority = known(&names.authorities, &(principal.clone(), name.clone()))?;
            let (domain, principal) = (known(&names.domains, domain)?, known(&names.principals, principal)?);
            if names.noted.insert(authority) {
                store::insert_authority(act.transaction(), authority, principal, name).await?;
            }
            Ok(Part::Domain(domain))
        }
        Change::Municipality { name } => {
            let id: Id<Municipality> = act.environment().id();
            store::insert_municipality(act.transaction(), id, name).await?;
            Ok(Part::Municipality(id))
        }
        Change::Unit { name, domain, branch } => {
            let domain = known(&names.domains, domain)?;
            let unit = Unit { id: act.environment().id(), domain, branch: *branch, name: name.clone() };
            names.units.insert(name.clone(), unit.id);
            store::insert_unit(act.transaction(), &unit).await?;
            Ok(Part::Unit(unit.id))
        }
        Change::Staff { .. }
        | Change::Rename { .. }
        | Change::FamilyName { .. }
        | Change::Assign { .. }
        | Change::End { .. }
        | Change::Duty { .. } => person(act, names, change).await,
    }
}

/// The authority of this name; it is registered by its first domain.
async fn authority_of(
    act: &mut Act,
    names: &mut Names,
    principal: &str,
    authority: &str,
) -> Result<Id<Authority>, Failure> {
    let new: Id<Authority> = act.environment().id();
    let id = *names.authorities.entry((principal.to_owned(), authority.to_owned())).or_insert(new);
    if names.noted.insert(id) {
        let principal = known(&names.principals, &principal.to_owned())?;
        store::insert_authority(act.transaction(), id, principal, authority).await?;
    }
    Ok(id)
}

async fn person(act: &mut Act, names: &mut Names, change: &Change) -> Result<Part, Failure> {
    let today = act.now().day();
    match change {
        Change::Staff { identity, name } => {
            let id: Id<Staff> = act.environment().id();
            names.staff.insert(identity.clone(), id);
            store::insert_staff(act.transaction(), id, name, Some(identity)).await?;
            Ok(Part::Staff(id))
        }
        Change::Rename { identity, to, .. } => {
            let staff = known(&names.staff, identity)?;
            store::rename_staff(act.transaction(), staff, to).await?;
            Ok(Part::Staff(staff))
        }
        Change::FamilyName { identity, name } => {
            let staff = known(&names.staff, identity)?;
            store::set_family_name(act.transaction(), staff, name).await?;
            Ok(Part::Staff(staff))
        }
        Change::Assign { identity, unit, role } => {
            let (staff, unit) = (known(&names.staff, identity)?, known(&names.units, unit)?);
            let assignment = Assignment { id: act.environment().id(), staff, unit, role: *role };
            names.assignments.insert((staff, unit, *role), assignment.id);
            store::insert_assignment(act.transaction(), &assignment, today).await?;
            Ok(Part::Assignment(assignment.id))
        }
        Change::End { identity, unit, role } => {
            let (staff, unit) = (known(&names.staff, identity)?, known(&names.units, unit)?);
            let assignment = known(&names.assignments, &(staff, unit, *role))?;
            names.assignments.remove(&(staff, unit, *role));
            store::end_assignment(act.transaction(), assignment, today).await?;
            web::session::end_all_of(act.transaction(), staff).await?;
            Ok(Part::Assignment(assignment))
        }
        Change::Duty { unit, identity, role } => {
            let (staff, unit) = (known(&names.staff, identity)?, known(&names.units, unit)?);
            let assignment = known(&names.assignments, &(staff, unit, *role))?;
            lay_in_hands_of(act.transaction(), assignment).await?;
            store::set_duty(act.transaction(), unit, assignment).await?;
            Ok(Part::Unit(unit))
        }
        Change::Principal { .. }
        | Change::Domain { .. }
        | Change::Authority { .. }
        | Change::Municipality { .. }
        | Change::Unit { .. } => Err(Failure::Conflict),
    }
}
