//! Doing what was planned: in one transaction, each change with its line in the log.

use std::collections::BTreeMap;

use access::action::identity::KeepOrganisations;
use access::facts::RegionFacts;
use audit::{Act, Outcome, Refused};
use database::Failure;
use domain::id::Id;
use domain::organisation::{Assignment, Authority, Municipality, Principal, Role, SecrecyDomain, Staff, Unit};

use crate::import::plan::{Change, Plan, Registered};
use crate::organisations::{Book, store};

/// Everything that can be referred to by name, as it comes to be.
struct Names {
    principals: BTreeMap<String, Id<Principal>>,
    authorities: BTreeMap<(String, String), Id<Authority>>,
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
            domains: book.domains.values().map(|(domain, name)| (name.clone(), domain.id)).collect(),
            units: book.units.values().map(|(unit, _)| (unit.name.clone(), unit.id)).collect(),
            staff: staff.iter().map(|(identity, (id, _))| (identity.clone(), *id)).collect(),
            assignments: book.colleagues.iter().map(|(id, colleague)| post(id, colleague)).collect(),
        }
    }
}

/// Does every change and saves, or saves nothing.
pub(super) async fn apply(mut act: Act, book: &Book, staff: &Registered, plan: &Plan) -> Result<(), Refused> {
    let mut names = Names::of(book, staff, plan);
    let Some((last, rest)) = plan.changes.split_last() else { return Ok(()) };
    for change in rest {
        let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
        one(&mut act, &mut names, change).await?;
        act.used(permit, Outcome::Changed);
    }
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    one(&mut act, &mut names, last).await?;
    store::changed(act.transaction()).await?;
    act.commit(permit).await?;
    Ok(())
}

/// The plan has seen to it that every name is known; if one is not, nothing is saved.
fn known<K: Ord, V: Copy>(names: &BTreeMap<K, V>, name: &K) -> Result<V, Failure> {
    names.get(name).copied().ok_or(Failure::Conflict)
}

async fn one(act: &mut Act, names: &mut Names, change: &Change) -> Result<(), Failure> {
    match change {
        Change::Principal { name, kind } => {
            let principal = Principal { id: act.environment().id(), kind: *kind, name: name.clone() };
            names.principals.insert(name.clone(), principal.id);
            store::insert_principal(act.transaction(), &principal).await
        }
        Change::Domain { name, principal, authority, secrecy, ownership } => {
            let new = act.environment().id();
            let authority = *names.authorities.entry((principal.clone(), authority.clone())).or_insert(new);
            let principal = known(&names.principals, principal)?;
            let (secrecy, ownership) = (*secrecy, *ownership);
            let domain = SecrecyDomain { id: act.environment().id(), principal, authority, secrecy, ownership };
            names.domains.insert(name.clone(), domain.id);
            store::insert_domain(act.transaction(), &domain, name).await
        }
        Change::Municipality { name } => {
            let id: Id<Municipality> = act.environment().id();
            store::insert_municipality(act.transaction(), id, name).await
        }
        Change::Unit { name, domain, branch } => {
            let domain = known(&names.domains, domain)?;
            let unit = Unit { id: act.environment().id(), domain, branch: *branch, name: name.clone() };
            names.units.insert(name.clone(), unit.id);
            store::insert_unit(act.transaction(), &unit).await
        }
        Change::Staff { identity, name } => {
            let id: Id<Staff> = act.environment().id();
            names.staff.insert(identity.clone(), id);
            store::insert_staff(act.transaction(), id, name, Some(identity)).await
        }
        Change::Rename { .. } | Change::Assign { .. } | Change::End { .. } | Change::Duty { .. } => {
            person(act, names, change).await
        }
    }
}

async fn person(act: &mut Act, names: &mut Names, change: &Change) -> Result<(), Failure> {
    let today = act.now().day();
    match change {
        Change::Rename { identity, to, .. } => {
            let staff = known(&names.staff, identity)?;
            store::rename_staff(act.transaction(), staff, to).await
        }
        Change::Assign { identity, unit, role } => {
            let (staff, unit) = (known(&names.staff, identity)?, known(&names.units, unit)?);
            let assignment = Assignment { id: act.environment().id(), staff, unit, role: *role };
            names.assignments.insert((staff, unit, *role), assignment.id);
            store::insert_assignment(act.transaction(), &assignment, today).await
        }
        Change::End { identity, unit, role } => {
            let (staff, unit) = (known(&names.staff, identity)?, known(&names.units, unit)?);
            let assignment = known(&names.assignments, &(staff, unit, *role))?;
            names.assignments.remove(&(staff, unit, *role));
            store::end_assignment(act.transaction(), assignment, today).await?;
            web::session::end_all_of(act.transaction(), staff).await
        }
        Change::Duty { unit, identity } => {
            let (staff, unit) = (known(&names.staff, identity)?, known(&names.units, unit)?);
            let stands = |(who, at, _): &(Id<Staff>, Id<Unit>, Role)| *who == staff && *at == unit;
            let found = names.assignments.iter().find(|(post, _)| stands(post));
            let (_, assignment) = found.ok_or(Failure::Conflict)?;
            store::set_duty(act.transaction(), unit, *assignment).await
        }
        Change::Principal { .. }
        | Change::Domain { .. }
        | Change::Municipality { .. }
        | Change::Unit { .. }
        | Change::Staff { .. } => Ok(()),
    }
}
