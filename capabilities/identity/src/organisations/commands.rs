//! Keeping organisations: registering principals, domains, municipalities, units and people at work.

use access::action::identity::KeepOrganisations;
use access::facts::RegionFacts;
use audit::{Asker, Part, Refused};
use database::Failure;
use domain::id::Id;
use domain::organisation::{
    Assignment, Authority, Branch, Municipality, Ownership, Principal, PrincipalKind, Role, Secrecy, SecrecyDomain,
    Staff, Unit,
};

use crate::organisations::{InHand, store};

/// Registers a principal.
pub async fn register_principal(asker: &Asker, kind: PrincipalKind, name: &str) -> Result<Id<Principal>, Refused> {
    let mut act = asker.begin("identity.register_principal").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    let principal = Principal { id: act.environment().id(), kind, name: name.to_owned() };
    store::insert_principal(act.transaction(), &principal).await?;
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &[Part::Principal(principal.id)]).await?;
    Ok(principal.id)
}

/// A secrecy domain to be registered.
#[derive(Clone, Debug)]
pub struct NewDomain<'a> {
    /// Who is responsible.
    pub principal: Id<Principal>,
    /// The authority it is part of; the domains of one school share it.
    pub authority: Id<Authority>,
    /// Which rules of secrecy apply.
    pub secrecy: Secrecy,
    /// Whether the body is public.
    pub ownership: Ownership,
    /// Its name.
    pub name: &'a str,
}

/// Registers a secrecy domain.
pub async fn register_domain(asker: &Asker, new: NewDomain<'_>) -> Result<Id<SecrecyDomain>, Refused> {
    let mut act = asker.begin("identity.register_domain").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    let NewDomain { principal, authority, secrecy, ownership, name } = new;
    let domain = SecrecyDomain { id: act.environment().id(), principal, authority, secrecy, ownership };
    store::insert_domain(act.transaction(), &domain, name).await?;
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &[Part::Domain(domain.id)]).await?;
    Ok(domain.id)
}

/// Registers a municipality that children live in.
pub async fn register_municipality(asker: &Asker, name: &str) -> Result<Id<Municipality>, Refused> {
    let mut act = asker.begin("identity.register_municipality").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    let id = act.environment().id();
    store::insert_municipality(act.transaction(), id, name).await?;
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &[Part::Municipality(id)]).await?;
    Ok(id)
}

/// Registers a unit.
pub async fn register_unit(
    asker: &Asker,
    domain: Id<SecrecyDomain>,
    branch: Branch,
    name: &str,
) -> Result<Id<Unit>, Refused> {
    let mut act = asker.begin("identity.register_unit").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    let unit = Unit { id: act.environment().id(), domain, branch, name: name.to_owned() };
    store::insert_unit(act.transaction(), &unit).await?;
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &[Part::Unit(unit.id)]).await?;
    Ok(unit.id)
}

/// Registers someone at work. `subject` is what the identity provider calls them.
pub async fn register_staff(asker: &Asker, name: &str, subject: Option<&str>) -> Result<Id<Staff>, Refused> {
    let mut act = asker.begin("identity.register_staff").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    let id = act.environment().id();
    store::insert_staff(act.transaction(), id, name, subject).await?;
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &[Part::Staff(id)]).await?;
    Ok(id)
}

/// Gives someone a role at a unit from today.
pub async fn assign(asker: &Asker, staff: Id<Staff>, unit: Id<Unit>, role: Role) -> Result<Id<Assignment>, Refused> {
    let mut act = asker.begin("identity.assign").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    let assignment = Assignment { id: act.environment().id(), staff, unit, role };
    let today = act.now().day();
    store::insert_assignment(act.transaction(), &assignment, today).await?;
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &[Part::Assignment(assignment.id)]).await?;
    Ok(assignment.id)
}

/// Ends an assignment today, and every session of that person. A conflict while the person holds something in it: a
/// colleague takes that over first.
pub async fn end_assignment(asker: &Asker, assignment: Id<Assignment>, staff: Id<Staff>) -> Result<(), Refused> {
    let mut act = asker.begin("identity.end_assignment").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    let (counters, today) = (act.followers(), act.now().day());
    // Ended first: whoever takes something in this very moment is either waited for here, and then counted, or comes too late.
    store::end_assignment(act.transaction(), assignment, today).await?;
    if !InHand::count(act.transaction(), &counters).await?.is_free(assignment) {
        return Err(Failure::Conflict.into());
    }
    web::session::end_all_of(act.transaction(), staff).await?;
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &[Part::Assignment(assignment)]).await?;
    Ok(())
}

/// Names who answers for what arrives at a unit.
pub async fn set_duty(asker: &Asker, unit: Id<Unit>, duty: Id<Assignment>) -> Result<(), Refused> {
    let mut act = asker.begin("identity.set_duty").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    store::set_duty(act.transaction(), unit, duty).await?;
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &[Part::Unit(unit)]).await?;
    Ok(())
}
