//! Facts that policies decide on. A store reads them before any permit exists: identifiers, owners and marks, never
//! what describes a child.

use std::collections::{HashMap, HashSet};
use std::str::FromStr as _;

use cedar_policy::{Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use domain::age::Majority;
use domain::child::{Child, Person, Protection};
use domain::id::Id;
use domain::organisation::{Assignment, Branch, SecrecyDomain, Staff, Unit};
use uuid::Uuid;

use crate::actor::branch_code;
use crate::permit::Subject;

/// Something that can be acted on.
pub trait Facts {
    /// The action that decides whether the asker may know that it exists; none when everyone may.
    const KNOW: Option<&'static str>;

    /// What the log says it is.
    fn subject(&self) -> Subject;

    /// What policies may know of it.
    #[doc(hidden)]
    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)>;
}

/// A unit as a unit: its queue, its trails, its log.
#[derive(Clone, Copy, Debug)]
pub struct UnitFacts {
    /// Which one.
    pub unit: Id<Unit>,
    /// Its secrecy domain.
    pub domain: Id<SecrecyDomain>,
    /// Its kind of service.
    pub branch: Branch,
}

/// The whole installation.
#[derive(Clone, Copy, Debug)]
pub struct RegionFacts;

/// How sure an identity provider was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assurance {
    /// As sure as the operator demands.
    Enough,
    /// Less.
    TooLow,
}

/// Someone who logs in, or has.
#[derive(Clone, Copy, Debug)]
pub struct LoginFacts {
    /// Whom the identity provider named; none when nobody here is registered under that name.
    pub staff: Option<Id<Staff>>,
    /// The child or grown-up whose code was typed; none when there is no such code.
    pub person: Option<Id<Person>>,
    /// How sure it was.
    pub assurance: Assurance,
}

/// A request for help at a front door.
#[derive(Clone, Debug)]
pub struct RequestFacts {
    /// Which one.
    pub request: Uuid,
    /// The child it is about.
    pub child: Id<Child>,
    /// The front door.
    pub unit: Id<Unit>,
    /// Who has taken it, if anyone has.
    pub taken_by: Option<Id<Assignment>>,
    /// Whether the child's identity is protected.
    pub protection: Protection,
    /// The few who may open it when it is.
    pub named: Vec<Id<Staff>>,
    /// The person who asked, if they can log in.
    pub asker: Option<Id<Person>>,
    /// Who asked at work, if somebody at work did.
    pub asked_by: Option<Id<Assignment>>,
    /// The unit they asked from.
    pub asked_from: Option<Id<Unit>>,
    /// Whether the child is of age: then no grown-up follows for it.
    pub majority: Majority,
}

/// A request that a front door decided and sent on with its trail.
#[derive(Clone, Copy, Debug)]
pub struct SentOnFacts {
    /// Which one.
    pub request: Uuid,
    /// The child it is about.
    pub child: Id<Child>,
    /// The front door that decided.
    pub from: Id<Unit>,
    /// The unit that holds the trail now.
    pub holder: Id<Unit>,
}

/// Whether a trail is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// Someone holds the baton.
    Open,
    /// Nobody needs to.
    Closed,
}

/// A trail about one child.
#[derive(Clone, Debug)]
pub struct TrailFacts {
    /// Which one.
    pub trail: Uuid,
    /// The child it is about.
    pub child: Id<Child>,
    /// The unit that holds the baton.
    pub holder_unit: Id<Unit>,
    /// The person there who does.
    pub holder_assignment: Id<Assignment>,
    /// The unit that has been asked to take it, if any.
    pub pending_unit: Option<Id<Unit>>,
    /// Units that share in the help: they have held the baton, or hold copies.
    pub units: Vec<Id<Unit>>,
    /// Those of them that hold the baton or have held it lately: they see the course of the trail. The rest were given
    /// copies, and see these.
    pub holders: Vec<Id<Unit>>,
    /// Everybody with custody: they read and consent.
    pub guardians: Vec<Id<Person>>,
    /// Those of them whose own identity is protected: they stand in for nobody, though custody is theirs still.
    pub protected_guardians: Vec<Id<Person>>,
    /// The child as a person who can log in.
    pub child_person: Option<Id<Person>>,
    /// How the child's identity is protected.
    pub protection: Protection,
    /// The few who may open it when it is.
    pub named: Vec<Id<Staff>>,
    /// Staff for whom the glass is broken right now.
    pub broken_glass: Vec<Id<Staff>>,
    /// Whether it is open.
    pub openness: Openness,
    /// Whether the child is of age: then nobody has custody.
    pub majority: Majority,
}

/// What a family was asked to agree to, or a sharing that came of it.
#[derive(Clone, Copy, Debug)]
pub struct SharingFacts {
    /// Which one.
    pub sharing: Uuid,
    /// The child it is about.
    pub child: Id<Child>,
    /// The secrecy domain that asked.
    pub from: Id<SecrecyDomain>,
}

/// An opening without a relation.
#[derive(Clone, Copy, Debug)]
pub struct OpeningFacts {
    /// Which one.
    pub opening: Uuid,
    /// The child it is about.
    pub child: Id<Child>,
    /// Who opened.
    pub by: Id<Staff>,
}

/// A child's identity: name, number, contact, relations.
#[derive(Clone, Debug)]
pub struct IdentityFacts {
    /// The child.
    pub child: Id<Child>,
    /// Units that share in the help.
    pub units: Vec<Id<Unit>>,
    /// Guardians who may read: those with custody, but for whoever's own identity is protected.
    pub guardians: Vec<Id<Person>>,
    /// The child as a person who can log in.
    pub child_person: Option<Id<Person>>,
    /// How the identity is protected.
    pub protection: Protection,
    /// The few who may open it when it is.
    pub named: Vec<Id<Staff>>,
    /// Staff for whom the glass is broken right now.
    pub broken_glass: Vec<Id<Staff>>,
    /// Whether the child is of age: then nobody has custody.
    pub majority: Majority,
}

impl Facts for UnitFacts {
    const KNOW: Option<&'static str> = None;

    fn subject(&self) -> Subject {
        Subject { kind: "Unit", id: self.unit.value(), child: None }
    }

    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)> {
        vec![
            ("unit", expression(&self.unit)),
            ("domain", expression(&self.domain)),
            ("branch", expression(&branch_code(self.branch))),
        ]
    }
}

impl Facts for RegionFacts {
    const KNOW: Option<&'static str> = None;

    fn subject(&self) -> Subject {
        Subject { kind: "Region", id: Uuid::nil(), child: None }
    }

    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)> {
        vec![]
    }
}

impl Facts for LoginFacts {
    const KNOW: Option<&'static str> = None;

    fn subject(&self) -> Subject {
        let id = self.staff.map(Id::value).or(self.person.map(Id::value));
        Subject { kind: "Login", id: id.unwrap_or(Uuid::nil()), child: None }
    }

    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)> {
        vec![
            ("staff", maybe(self.staff.as_ref())),
            ("person", maybe(self.person.as_ref())),
            ("sure", RestrictedExpression::new_bool(self.assurance == Assurance::Enough)),
        ]
    }
}

impl Facts for RequestFacts {
    const KNOW: Option<&'static str> = Some("front_door.know");

    fn subject(&self) -> Subject {
        Subject { kind: "Request", id: self.request, child: Some(self.child) }
    }

    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)> {
        vec![
            ("unit", expression(&self.unit)),
            ("taken_by", maybe(self.taken_by.as_ref())),
            ("protected", protected(self.protection)),
            ("named", set(&self.named)),
            ("asker", maybe(self.asker.as_ref())),
            ("asked_by", maybe(self.asked_by.as_ref())),
            ("asked_from", maybe(self.asked_from.as_ref())),
            ("of_age", RestrictedExpression::new_bool(self.majority == Majority::OfAge)),
        ]
    }
}

impl Facts for SentOnFacts {
    const KNOW: Option<&'static str> = None;

    fn subject(&self) -> Subject {
        Subject { kind: "SentOn", id: self.request, child: Some(self.child) }
    }

    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)> {
        vec![("from_unit", expression(&self.from)), ("holder_unit", expression(&self.holder))]
    }
}

impl Facts for TrailFacts {
    const KNOW: Option<&'static str> = Some("trail.know");

    fn subject(&self) -> Subject {
        Subject { kind: "Trail", id: self.trail, child: Some(self.child) }
    }

    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)> {
        vec![
            ("holder_unit", expression(&self.holder_unit)),
            ("holder_assignment", expression(&self.holder_assignment)),
            ("pending_unit", maybe(self.pending_unit.as_ref())),
            ("units", set(&self.units)),
            ("holders", set(&self.holders)),
            ("guardians", set(&self.guardians)),
            ("protected_guardians", set(&self.protected_guardians)),
            ("child", maybe(self.child_person.as_ref())),
            ("protected", protected(self.protection)),
            ("named", set(&self.named)),
            ("broken_glass", set(&self.broken_glass)),
            ("closed", RestrictedExpression::new_bool(self.openness == Openness::Closed)),
            ("of_age", RestrictedExpression::new_bool(self.majority == Majority::OfAge)),
        ]
    }
}

// Whoever may not settle a sharing, or explain an opening, may not know of it either.
impl Facts for SharingFacts {
    const KNOW: Option<&'static str> = Some("trail.settle_sharing");

    fn subject(&self) -> Subject {
        Subject { kind: "Sharing", id: self.sharing, child: Some(self.child) }
    }

    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)> {
        vec![("from_domain", expression(&self.from))]
    }
}

impl Facts for OpeningFacts {
    const KNOW: Option<&'static str> = Some("oversight.explain");

    fn subject(&self) -> Subject {
        Subject { kind: "Opening", id: self.opening, child: Some(self.child) }
    }

    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)> {
        vec![("opened_by", expression(&self.by))]
    }
}

impl Facts for IdentityFacts {
    const KNOW: Option<&'static str> = Some("identity.know");

    fn subject(&self) -> Subject {
        Subject { kind: "Identity", id: self.child.value(), child: Some(self.child) }
    }

    fn attributes(&self) -> Vec<(&'static str, RestrictedExpression)> {
        vec![
            ("units", set(&self.units)),
            ("guardians", set(&self.guardians)),
            ("child", maybe(self.child_person.as_ref())),
            ("protected", protected(self.protection)),
            ("named", set(&self.named)),
            ("broken_glass", set(&self.broken_glass)),
            ("of_age", RestrictedExpression::new_bool(self.majority == Majority::OfAge)),
        ]
    }
}

pub(crate) fn entity<F: Facts>(facts: &F) -> Option<Entity> {
    let subject = facts.subject();
    let attributes: HashMap<_, _> =
        facts.attributes().into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Entity::new(uid(subject.kind, &subject.id.to_string())?, attributes, HashSet::<EntityUid>::new()).ok()
}

pub(crate) fn uid(kind: &str, name: &str) -> Option<EntityUid> {
    let kind = EntityTypeName::from_str(&format!("Cairn::{kind}")).ok()?;
    Some(EntityUid::from_type_name_and_id(kind, EntityId::new(name)))
}

pub(crate) fn expression(value: &impl ToString) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_string())
}

/// What is missing is the empty text, which equals no identifier.
fn maybe<T: ToString>(value: Option<&T>) -> RestrictedExpression {
    RestrictedExpression::new_string(value.map(ToString::to_string).unwrap_or_default())
}

fn set<T: ToString>(values: &[T]) -> RestrictedExpression {
    RestrictedExpression::new_set(values.iter().map(expression))
}

fn protected(protection: Protection) -> RestrictedExpression {
    RestrictedExpression::new_bool(match protection {
        Protection::None => false,
        Protection::Marked | Protection::Registered | Protection::NewIdentity => true,
    })
}
