//! Who is related to a trail: the facts that rights are decided on. A unit is related by holding the baton, by being
//! offered it, by copies it has received, or for a while by having held it; a family by custody; the child always.
//! Source: dossier 2.3, 2.5, 6.3 (PDL 4:1). Not here: what a role may do with a relation, which `access` decides.

use std::collections::BTreeSet;

use super::{Actor, Event, State, Trail};
use crate::child::{Child, Custody, Guardian, Person, Protection, age};
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::organisation::Unit;

/// How long a former holder goes on seeing the trail, in days after it handed over: long enough for questions, and to
/// see that the child has arrived. PROPOSED. Its own entries remain its own for ever.
pub const FORMER_HOLDER_DAYS: i32 = 30;

/// The age at which guardians lose all standing. Source: FB 6:2.
const OF_AGE: u8 = 18;

/// How somebody is related to a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Works at the unit that holds the baton.
    HoldingUnit,
    /// Works at the unit that is offered it.
    PendingReceiver,
    /// Works at a unit that has received copies.
    CopyHolder,
    /// Works at a unit that handed the baton over a short while ago.
    FormerHolder,
    /// Works at the unit that held a closed trail last.
    LastHolder,
    /// Has custody of the child, and neither hiding nor protection stands between.
    Guardian,
    /// Is the child.
    Child,
}

/// How much of a trail a relation opens. Entries of other domains are never part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// The summary of the handover, and nothing else.
    HandoverSummary,
    /// The copies that the unit has received.
    Copies,
    /// Who holds the baton, the map and the events, and the unit's own entries.
    Course,
    /// The course, and all of the unit's entries and copies, to work with.
    Whole,
    /// What the family sees: the course, and each entry that is not hidden.
    Family,
}

impl Relation {
    /// How much this relation opens.
    pub const fn sight(self) -> Sight {
        match self {
            Self::HoldingUnit => Sight::Whole,
            Self::PendingReceiver => Sight::HandoverSummary,
            Self::CopyHolder => Sight::Copies,
            Self::FormerHolder | Self::LastHolder => Sight::Course,
            Self::Guardian | Self::Child => Sight::Family,
        }
    }

    /// The stable name, for policies and the log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::HoldingUnit => "holding_unit",
            Self::PendingReceiver => "pending_receiver",
            Self::CopyHolder => "copy_holder",
            Self::FormerHolder => "former_holder",
            Self::LastHolder => "last_holder",
            Self::Guardian => "guardian",
            Self::Child => "child",
        }
    }
}

/// What is known of the child's family when rights are decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// The day the child was born.
    pub born: Day,
    /// How the child is protected.
    pub protection: Protection,
    /// The grown-ups.
    pub guardians: Vec<FamilyMember>,
}

/// One grown-up, and what stands between them and the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FamilyMember {
    /// Who, and whether they have custody.
    pub guardian: Guardian,
    /// How they are protected.
    pub protection: Protection,
    /// Whether the whole trail is hidden from them.
    pub view: View,
}

/// Whether a guardian may know of the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// Nothing stands between.
    Open,
    /// The child has chosen so, or harm is feared. Source: OSL 12:3.
    Hidden,
}

/// A unit that has held the baton and handed it over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Former {
    /// Which unit.
    pub unit: Id<Unit>,
    /// The last day that it sees the trail.
    pub sees_until: Day,
}

/// Everyone related to one trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Which trail.
    pub trail: Id<Trail>,
    /// About whom.
    pub child: Id<Child>,
    /// The unit that holds the baton, while the trail is open.
    pub holding_unit: Option<Id<Unit>>,
    /// The unit that held it last, once the trail is closed.
    pub last_holder: Option<Id<Unit>>,
    /// The unit that is offered it.
    pub pending_receiver: Option<Id<Unit>>,
    /// Units with copies.
    pub copy_holders: BTreeSet<Id<Unit>>,
    /// Units that have handed it over.
    pub former_holders: Vec<Former>,
    /// Guardians who may know of the trail.
    pub guardians: BTreeSet<Id<Person>>,
    /// How the child is protected: the few who may open such a trail are named elsewhere.
    pub protection: Protection,
}

impl Facts {
    /// The facts of a trail today. `events` is its whole history; `copy_holders` the units with copies from it.
    pub fn of(
        trail: &Trail,
        events: &[Event],
        copy_holders: impl IntoIterator<Item = Id<Unit>>,
        family: &Family,
        today: Day,
    ) -> Self {
        let now = trail.snapshot();
        let last_holder = match &now.state {
            State::Open(_) => None,
            State::Closed(closed) => Some(closed.last.unit),
        };
        Self {
            trail: now.id,
            child: now.child,
            holding_unit: trail.holder().map(|holder| holder.unit),
            last_holder,
            pending_receiver: trail.pending().map(|handover| handover.to.unit),
            copy_holders: copy_holders.into_iter().collect(),
            former_holders: former_holders(events),
            guardians: guardians(family, today),
            protection: family.protection,
        }
    }

    /// How somebody is related to the trail; empty means not at all. Jobs have rights of their own, not relations.
    pub fn relations(&self, asker: &Actor, now: Moment) -> BTreeSet<Relation> {
        match asker {
            Actor::Post(post) => self.relations_of_unit(post.unit, now),
            Actor::Guardian(person) if self.guardians.contains(person) => BTreeSet::from([Relation::Guardian]),
            Actor::Child(child) if *child == self.child => BTreeSet::from([Relation::Child]),
            Actor::Guardian(_) | Actor::Child(_) | Actor::Job(_) => BTreeSet::new(),
        }
    }

    fn relations_of_unit(&self, unit: Id<Unit>, now: Moment) -> BTreeSet<Relation> {
        let today = now.day();
        let is_former = self.former_holders.iter().any(|former| former.unit == unit && today <= former.sees_until);
        let related = [
            (Relation::HoldingUnit, self.holding_unit == Some(unit)),
            (Relation::PendingReceiver, self.pending_receiver == Some(unit)),
            (Relation::CopyHolder, self.copy_holders.contains(&unit)),
            (Relation::FormerHolder, is_former),
            (Relation::LastHolder, self.last_holder == Some(unit)),
        ];
        related.into_iter().filter(|(_, holds)| *holds).map(|(relation, _)| relation).collect()
    }
}

/// The units that have handed the baton over, each with the last day it sees the trail. A unit that has the baton back
/// is not among them.
pub fn former_holders(events: &[Event]) -> Vec<Former> {
    let mut holding: Option<Id<Unit>> = None;
    let mut former: Vec<Former> = Vec::new();
    for event in events {
        let Some(taker) = event.happened.taker().map(|holder| holder.unit) else { continue };
        former.retain(|earlier| earlier.unit != taker);
        if let Some(giver) = holding.filter(|giver| *giver != taker) {
            former.push(Former { unit: giver, sees_until: event.at.day().plus_days(FORMER_HOLDER_DAYS) });
        }
        holding = Some(taker);
    }
    former
}

/// The guardians who may know of the trail. Where the child or the grown-up is protected there is no proxy at all: a
/// parent with custody may be the threat. Source: dossier 2.5.
fn guardians(family: &Family, today: Day) -> BTreeSet<Id<Person>> {
    let is_of_age = age(family.born, today).is_some_and(|years| years >= OF_AGE);
    if is_of_age || family.protection != Protection::None {
        return BTreeSet::new();
    }
    let sees = |member: &&FamilyMember| {
        member.guardian.custody == Custody::Holder && member.protection == Protection::None && member.view == View::Open
    };
    family.guardians.iter().filter(sees).map(|member| member.guardian.person).collect()
}
