//! Where the grown-ups around a child are, and the child itself, for those who may do something about them. The pages are
//! identity's.

use access::action::identity::{ConfirmCustody, GiveCode, SeeIdentity};
use access::facts::{IdentityFacts, TrailFacts};
use audit::Act;
use domain::child::Custody;
use identity::children::GuardianView;

/// Addresses; empty for those who may not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Adults {
    /// All of them, with custody and codes.
    pub(crate) list: String,
    /// Where one more is written down.
    pub(crate) add: String,
    /// Who the child is.
    pub(crate) child: String,
}

impl Adults {
    /// What whoever acts may open, from a trail of the child.
    pub(crate) fn of(act: &Act, facts: &TrailFacts) -> Self {
        let identity = identity_of(facts);
        let address = |may: bool, rest: &str| if may { format!("/barn/{}{rest}", facts.child) } else { String::new() };
        Self {
            list: address(act.may::<GiveCode>(&identity), "/vuxna"),
            add: address(act.may::<ConfirmCustody>(&identity), "/vuxna/lagg-till"),
            child: address(act.may::<SeeIdentity>(&identity), ""),
        }
    }

    /// Where to go when nobody has custody: to confirm it of somebody who stands there, or to write somebody down. Empty
    /// when somebody has it, and for those who may not.
    pub(crate) fn without_custody(&self, guardians: &[GuardianView]) -> String {
        let held = guardians.iter().any(|guardian| guardian.custody == Custody::Holder);
        match (held || self.add.is_empty(), guardians) {
            (true, _) => String::new(),
            (false, []) => self.add.clone(),
            (false, [_, ..]) => self.list.clone(),
        }
    }
}

fn identity_of(facts: &TrailFacts) -> IdentityFacts {
    let mut units = facts.units.clone();
    units.push(facts.holder_unit);
    IdentityFacts {
        child: facts.child,
        units,
        guardians: facts.guardians.clone(),
        child_person: facts.child_person,
        protection: facts.protection,
        named: facts.named.clone(),
        broken_glass: facts.broken_glass.clone(),
        majority: facts.majority,
    }
}
