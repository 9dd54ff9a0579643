//! Samples of the log for review (*loggkontroll*): some lines by risk, some by chance. The same lines, choices and sizes
//! give the same sample, in whatever order the lines come. Source: PDL 4:3; dossier story 24.
//! Not here: names. That two people share a surname is handed in as a mark made from blind indexes.

use std::collections::BTreeSet;

use super::break_glass::Opening;
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::{Staff, Unit};
use crate::trail::{Trail, coded};

/// How many lines one review may hold.
pub const SAMPLE_MAX: usize = 500;

/// A line of the log, as it is weighed. Searches and lists have lines too, not only what was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which line.
    pub id: Id<Line>,
    /// When.
    pub at: Moment,
    /// Who looked.
    pub staff: Id<Staff>,
    /// Where they worked.
    pub unit: Id<Unit>,
    /// At which trail, if at one.
    pub trail: Option<Id<Trail>>,
    /// Under which opening without a relation, if under one.
    pub opening: Option<Id<Opening>>,
    /// What makes it worth a look.
    pub marks: BTreeSet<Risk>,
}

/// What makes a line worth a look. None of it says that anybody did wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Risk {
    /// Looked without a relation to the trail.
    NoRelation,
    /// The child has protected identity.
    ProtectedIdentity,
    /// Shares a surname with the child or a guardian.
    SameSurname,
    /// The child's guardian works at the same unit.
    OwnUnitsStaff,
    /// The child or the family is known to the public.
    PubliclyKnown,
    /// Looked at far more trails than their colleagues that day.
    UnusuallyMany,
    /// Looked at night or on a day off.
    OutsideHours,
    /// Printed or exported.
    TakenOut,
}
coded!(Risk {
    NoRelation => "no_relation",
    ProtectedIdentity => "protected_identity",
    SameSurname => "same_surname",
    OwnUnitsStaff => "own_units_staff",
    PubliclyKnown => "publicly_known",
    UnusuallyMany => "unusually_many",
    OutsideHours => "outside_hours",
    TakenOut => "taken_out",
});

impl Risk {
    /// How much it weighs. PROPOSED: no source gives weights; only their order is meant.
    pub const fn weight(self) -> u32 {
        match self {
            Self::NoRelation => 50,
            Self::ProtectedIdentity => 40,
            Self::SameSurname => 30,
            Self::OwnUnitsStaff => 25,
            Self::PubliclyKnown => 20,
            Self::UnusuallyMany | Self::TakenOut => 15,
            Self::OutsideHours => 5,
        }
    }
}

impl Line {
    /// The sum of its marks.
    pub fn score(&self) -> u32 {
        self.marks.iter().map(|mark| mark.weight()).sum()
    }
}

/// How many lines of each kind a review should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// Lines with the highest score.
    pub by_risk: usize,
    /// Lines by chance, among the rest.
    pub by_chance: usize,
}

/// A line that was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picked<'a> {
    /// The line.
    pub line: &'a Line,
    /// Its score.
    pub score: u32,
    /// How it was picked.
    pub how: How,
}

/// How a line was picked. A reviewer sees it, so that chance is not taken for suspicion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// By its score.
    ByRisk,
    /// By chance.
    ByChance,
}

/// Picks a sample: the highest scores first, newest first among equals, then some of all the others by chance.
/// `choose(count)` gives a number below `count`; a larger one is wrapped.
pub fn sample(lines: &[Line], size: Size, mut choose: impl FnMut(usize) -> usize) -> Vec<Picked<'_>> {
    let by_risk = size.by_risk.min(SAMPLE_MAX);
    let by_chance = size.by_chance.min(SAMPLE_MAX.saturating_sub(by_risk));
    let mut rest: Vec<(u32, &Line)> = lines.iter().map(|line| (line.score(), line)).collect();
    rest.sort_by_key(|(score, line)| (std::cmp::Reverse(*score), std::cmp::Reverse(line.at), line.id));
    rest.dedup_by_key(|(_, line)| line.id);

    let marked = rest.iter().take_while(|(score, _)| *score > 0).count();
    let risky: Vec<(u32, &Line)> = rest.drain(..by_risk.min(marked)).collect();
    let mut picked: Vec<Picked<'_>> =
        risky.into_iter().map(|(score, line)| Picked { line, score, how: How::ByRisk }).collect();
    for _ in 0..by_chance.min(rest.len()) {
        let (score, line) = rest.swap_remove(choose(rest.len()) % rest.len());
        picked.push(Picked { line, score, how: How::ByChance });
    }
    picked
}
