//! Who must consent: the child, those with custody, or the social board in place of one. Source: dossier 2.3; FB 6:11,
//! 6:13, 6:13 a; JO 3153-2016 (2026-04-16).
//! Not here: the child's own view, which is always asked for, whoever decides.

use std::collections::BTreeSet;

use crate::age::MAJORITY;
use crate::child::{Person, Protection};
use crate::id::Id;

/// How many people with custody are considered. Specially appointed guardians may be more than two.
pub const HOLDERS_MAX: usize = 8;

/// How much a measure means for the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// One person with custody may decide. Source: dossier 2.3, [11].
    Everyday,
    /// All with custody decide together, FB 6:13.
    Intrusive,
    /// Of far-reaching significance for the child's future, FB 6:13 second paragraph: nobody decides alone.
    FarReaching,
}

/// A measure, as far as consent is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How much it means.
    pub weight: Weight,
    /// Whether the social board may decide in place of someone who refuses.
    pub board: BoardPower,
}

/// Whether FB 6:13 a names the measure: psychiatric or psychological assessment or treatment, treatment in open form,
/// contact person or family, certain measures for disability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoardPower {
    /// The social board may decide.
    MayDecide,
    /// It may not.
    MayNot,
}

/// A recorded judgement of whether the child can decide in this matter (*mognadsbedömning*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Maturity {
    /// Nobody has made one. No age replaces it: JO 3153-2016.
    NotAssessed,
    /// Not mature enough for this decision.
    NotMature,
    /// Mature enough to decide and to own the secrecy.
    Mature,
}

/// One person with custody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: Id<Person>,
    /// Whether they can take part in the decision.
    pub presence: Presence,
}

/// Whether a person with custody can take part in a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// They can.
    Reachable,
    /// Recorded: absent, ill or otherwise prevented, and the decision cannot wait. FB 6:13 second paragraph.
    Prevented,
}

/// Whether the child's best interests obviously require a far-reaching decision although someone is prevented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BestInterests {
    /// Not shown.
    NotShown,
    /// Recorded with reasons.
    ObviouslyRequire,
}

/// Who decides when the child is mature: the regions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Policy {
    /// A mature child decides alone from an age, in whole years. Younger, those with custody say yes too, however mature.
    MatureChildDecides {
        /// The first age.
        from: u8,
    },
    /// Those with custody consent too, as Jönköping asks for plan meetings. Source: dossier 2.3, [17].
    GuardiansAlways,
}

/// All that decides who must consent.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// What is to be done.
    pub measure: Measure,
    /// The child's age in whole years.
    pub age: u8,
    /// The judgement for this matter.
    pub maturity: Maturity,
    /// Those with custody.
    pub holders: &'a [Holder],
    /// Whose consent the social board has decided to do without, by FB 6:13 a.
    pub board_decision_6_13a: Option<Id<Person>>,
    /// For far-reaching decisions.
    pub best_interests: BestInterests,
    /// The child's protection.
    pub protection: Protection,
    /// The region's rule.
    pub policy: Policy,
}

/// Someone whose yes is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consenter {
    /// The child.
    Child,
    /// A person with custody.
    Guardian(Id<Person>),
}

/// Whose yes is needed: everyone in `all_of`, and one of `one_of` unless it is empty. Never empty altogether.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Each of these.
    pub all_of: BTreeSet<Consenter>,
    /// At least one of these.
    pub one_of: BTreeSet<Consenter>,
    /// Why it is so, for the page and the record.
    pub basis: Basis,
    /// Whether asking is itself a risk.
    pub asking: Asking,
}

/// Why these people decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// 18 or over.
    Adult,
    /// A mature child.
    MatureChild,
    /// An everyday decision.
    Everyday,
    /// Those with custody, together.
    Together,
    /// Those with custody who are not prevented.
    OthersPrevented,
    /// The social board decides in place of one, FB 6:13 a.
    BoardDecision,
}

/// How those who must consent may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asking {
    /// As usual.
    Ordinary,
    /// The child is protected: a person decides first whom it is safe to ask, and how. Source: dossier 2.5.
    ReviewFirst,
}

/// Why nobody can be named who may decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NobodyDecides {
    /// Nobody is recorded as having custody.
    #[error("nobody is recorded as having custody")]
    NoHolder,
    /// More people than can be.
    #[error("more than {HOLDERS_MAX} people are recorded as having custody")]
    TooManyHolders,
    /// All are prevented.
    #[error("everyone with custody is prevented")]
    AllPrevented,
    /// A far-reaching decision waits for whoever is prevented.
    #[error("a far-reaching decision waits for the one who is prevented")]
    FarReachingWaits,
    /// The law does not let the board decide about this measure.
    #[error("the social board may not decide about this measure")]
    BoardMayNot,
    /// The board can do without one who has custody, and only when another consents.
    #[error("the social board replaces one of several people with custody")]
    BoardNeedsAnother,
}

impl Requirement {
    /// Whether these people's yes is enough.
    pub fn is_met_by(&self, given: &BTreeSet<Consenter>) -> bool {
        let one = self.one_of.is_empty() || !self.one_of.is_disjoint(given);
        let somebody = !self.all_of.is_empty() || !self.one_of.is_empty();
        somebody && one && self.all_of.is_subset(given)
    }

    /// Whether this person is asked at all.
    pub fn asks(&self, consenter: Consenter) -> bool {
        self.all_of.contains(&consenter) || self.one_of.contains(&consenter)
    }
}

/// Who must consent in a situation.
pub fn consent_requirement(situation: &Situation<'_>) -> Result<Requirement, NobodyDecides> {
    let asking = match situation.protection {
        Protection::None => Asking::Ordinary,
        Protection::Marked | Protection::Registered | Protection::NewIdentity => Asking::ReviewFirst,
    };
    let requirement = |all_of, one_of, basis| Requirement { all_of, one_of, basis, asking };
    let child = BTreeSet::from([Consenter::Child]);
    if situation.age >= MAJORITY {
        return Ok(requirement(child, BTreeSet::new(), Basis::Adult));
    }
    let mature = situation.maturity == Maturity::Mature;
    let alone = match situation.policy {
        Policy::MatureChildDecides { from } => mature && situation.age >= from,
        Policy::GuardiansAlways => false,
    };
    if alone {
        return Ok(requirement(child, BTreeSet::new(), Basis::MatureChild));
    }
    let (deciding, basis) = deciding(situation)?;
    let guardians: BTreeSet<_> = deciding.into_iter().map(Consenter::Guardian).collect();
    let own = if mature { child } else { BTreeSet::new() };
    Ok(match situation.measure.weight {
        Weight::Everyday => requirement(own, guardians, Basis::Everyday),
        Weight::Intrusive | Weight::FarReaching => requirement(&own | &guardians, BTreeSet::new(), basis),
    })
}

/// Those with custody whose consent counts, and why they.
fn deciding(situation: &Situation<'_>) -> Result<(Vec<Id<Person>>, Basis), NobodyDecides> {
    let holders = situation.holders;
    match holders.len() {
        0 => return Err(NobodyDecides::NoHolder),
        count if count > HOLDERS_MAX => return Err(NobodyDecides::TooManyHolders),
        _ => (),
    }
    let replaced = situation.board_decision_6_13a;
    if replaced.is_some() && situation.measure.board == BoardPower::MayNot {
        return Err(NobodyDecides::BoardMayNot);
    }
    let left: Vec<_> = holders.iter().filter(|holder| Some(holder.person) != replaced).collect();
    if replaced.is_some() && (left.is_empty() || left.len() == holders.len()) {
        return Err(NobodyDecides::BoardNeedsAnother);
    }
    let reachable: Vec<_> = left.iter().filter(|holder| holder.presence == Presence::Reachable).collect();
    if reachable.is_empty() {
        return Err(NobodyDecides::AllPrevented);
    }
    let someone_prevented = reachable.len() < left.len();
    let waits = situation.measure.weight == Weight::FarReaching
        && situation.best_interests == BestInterests::NotShown
        && someone_prevented;
    if waits {
        return Err(NobodyDecides::FarReachingWaits);
    }
    let basis = match (replaced, someone_prevented) {
        (Some(_), _) => Basis::BoardDecision,
        (None, true) => Basis::OthersPrevented,
        (None, false) => Basis::Together,
    };
    Ok((reachable.into_iter().map(|holder| holder.person).collect(), basis))
}
