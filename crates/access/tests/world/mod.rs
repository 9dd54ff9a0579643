//! People and children about whom rights are asked: identifiers and marks, nobody in particular.

use access::Actor;
use access::facts::{
    IdentityFacts, OpeningFacts, Openness, RequestFacts, SentOnFacts, SharingFacts, TrailFacts, UnitFacts,
};
use domain::age::Majority;
use domain::child::{Person, Protection};
use domain::id::Id;
use domain::organisation::{Branch, Post, Role, SecrecyDomain, Staff, Unit};
use uuid::Uuid;

pub(crate) fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

pub(crate) const HOLDER: u128 = 1;
pub(crate) const ASKED: u128 = 2;
pub(crate) const SHARING: u128 = 3;
pub(crate) const ELSEWHERE: u128 = 4;
pub(crate) const DOOR: u128 = 5;
pub(crate) const SCHOOL: u128 = 6;
pub(crate) const NAMED: u128 = 90;
pub(crate) const GLASS: u128 = 91;
pub(crate) const CHILD: u128 = 80;
pub(crate) const PARENT: u128 = 81;

pub(crate) fn staff(unit: u128, person: u128, branch: Branch, role: Role) -> Actor {
    let post =
        Post { staff: id(person), assignment: id(person + 1000), unit: id(unit), domain: id(unit + 100), branch, role };
    Actor::Staff(post)
}

pub(crate) fn unit() -> UnitFacts {
    UnitFacts { unit: id(HOLDER), domain: id::<SecrecyDomain>(HOLDER + 100), branch: Branch::FirstLine }
}

pub(crate) fn door() -> UnitFacts {
    UnitFacts { unit: id(DOOR), domain: id::<SecrecyDomain>(DOOR + 100), branch: Branch::FrontDoor }
}

pub(crate) fn school() -> UnitFacts {
    UnitFacts { unit: id(SCHOOL), domain: id::<SecrecyDomain>(SCHOOL + 100), branch: Branch::SchoolMedical }
}

pub(crate) fn request(protection: Protection) -> RequestFacts {
    RequestFacts {
        request: Uuid::from_u128(70),
        child: id(71),
        unit: id(DOOR),
        taken_by: Some(id(51 + 1000)),
        protection,
        named: vec![id(NAMED)],
        asker: Some(id::<Person>(PARENT)),
        asked_by: Some(id(SCHOOL + 20 + 1000)),
        asked_from: Some(id(SCHOOL)),
        majority: Majority::Minor,
    }
}

/// A request that the front door sent on, and who holds its trail.
pub(crate) fn sent_on(holder: u128) -> SentOnFacts {
    SentOnFacts { request: Uuid::from_u128(70), child: id(71), from: id(DOOR), holder: id(holder) }
}

/// What the family was asked by the domain of a unit.
pub(crate) fn asked_by(unit: u128) -> SharingFacts {
    SharingFacts { sharing: Uuid::from_u128(73), child: id(71), from: id::<SecrecyDomain>(unit + 100) }
}

/// An opening by a person.
pub(crate) fn opened_by(person: u128) -> OpeningFacts {
    OpeningFacts { opening: Uuid::from_u128(74), child: id(71), by: id::<Staff>(person) }
}

pub(crate) fn a_trail(protection: Protection, openness: Openness) -> TrailFacts {
    TrailFacts {
        trail: Uuid::from_u128(72),
        child: id(71),
        holder_unit: id(HOLDER),
        holder_assignment: id(10 + 1000),
        pending_unit: Some(id::<Unit>(ASKED)),
        units: vec![id(SHARING)],
        holders: vec![id(HOLDER)],
        guardians: vec![id(PARENT)],
        protected_guardians: vec![],
        child_person: Some(id(CHILD)),
        protection,
        named: vec![id::<Staff>(NAMED)],
        broken_glass: vec![id(GLASS)],
        openness,
        majority: Majority::Minor,
    }
}

pub(crate) fn identity_of(protection: Protection) -> IdentityFacts {
    IdentityFacts {
        child: id(71),
        units: vec![id(HOLDER), id(SHARING)],
        guardians: vec![id(PARENT)],
        child_person: Some(id(CHILD)),
        protection,
        named: vec![id(NAMED)],
        broken_glass: vec![id(GLASS)],
        majority: Majority::Minor,
    }
}
