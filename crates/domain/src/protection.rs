//! Protecting an identity, and taking the protection away. Protecting takes one person and holds at once; taking away takes
//! two, because it cannot be undone: what has been seen has been seen. Source: dossier 2.5 [21][24]; two steps PROPOSED.

use crate::child::{Child, Protection};
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::organisation::{Assignment, Staff};

/// How somebody came to know of a protection, or of its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The mark in the population register (*Skatteverket*, Navet).
    Register,
    /// Another authority said so.
    Authority,
    /// The child or somebody around it said so. Enough to protect, never to take a protection away.
    Family,
}

impl Source {
    /// Every source, in the order in which it is asked.
    pub const ALL: [Self; 3] = [Self::Register, Self::Authority, Self::Family];

    /// The stable name used in storage, forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Authority => "authority",
            Self::Family => "family",
        }
    }

    /// The source with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// A grade, from where it is known, and since when it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The grade.
    pub protection: Protection,
    /// How somebody came to know.
    pub source: Source,
    /// Since when it holds.
    pub since: Day,
}

/// Somebody has asked that the protection be taken away: the first of two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The child whose protection it is, or around whom the grown-up stands whose it is.
    pub child: Id<Child>,
    /// Who asked.
    pub by: Id<Staff>,
    /// In which assignment.
    pub assignment: Id<Assignment>,
    /// How they know that it has ended.
    pub source: Source,
    /// When they asked.
    pub at: Moment,
}

/// Why a protection is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// What the family says is no ground for taking a protection away: whoever is the threat could say it.
    #[error("a protection is not taken away on what the family says")]
    FamilySays,
    /// The second step is another person's.
    #[error("whoever asked does not confirm")]
    SamePerson,
    /// Nobody would be left who may open the identity.
    #[error("the last of the named stays")]
    LastNamed,
    /// It lies ahead.
    #[error("a protection does not begin in the future")]
    Ahead,
    /// An identity without protection is marked by taking the protection away, in two steps.
    #[error("taking a protection away takes two steps")]
    TwoSteps,
}

impl Refusal {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FamilySays => "family_says",
            Self::SamePerson => "same_person",
            Self::LastNamed => "last_named",
            Self::Ahead => "ahead",
            Self::TwoSteps => "two_steps",
        }
    }
}

impl Grade {
    /// A grade that somebody sets. It holds since today or earlier, and is no removal.
    pub fn set(protection: Protection, source: Source, since: Day, today: Day) -> Result<Self, Refusal> {
        match protection {
            Protection::None => Err(Refusal::TwoSteps),
            Protection::Marked | Protection::Registered | Protection::NewIdentity if since > today => {
                Err(Refusal::Ahead)
            }
            Protection::Marked | Protection::Registered | Protection::NewIdentity => {
                Ok(Self { protection, source, since })
            }
        }
    }
}

/// Whether a place may be kept with the child: where it is registered elsewhere than it lives, no geography is kept.
pub const fn keeps_place(protection: Protection) -> Place {
    match protection {
        Protection::None | Protection::Marked => Place::Kept,
        Protection::Registered | Protection::NewIdentity => Place::Erased,
    }
}

/// What becomes of places that are known of the child: municipality and school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// They stay.
    Kept,
    /// They are erased.
    Erased,
}

impl Removal {
    /// Somebody asks that the protection be taken away.
    pub fn ask(
        child: Id<Child>,
        (by, assignment): (Id<Staff>, Id<Assignment>),
        source: Source,
        at: Moment,
    ) -> Result<Self, Refusal> {
        match source {
            Source::Family => Err(Refusal::FamilySays),
            Source::Register | Source::Authority => Ok(Self { child, by, assignment, source, at }),
        }
    }

    /// Another of the named confirms: from now on the identity has no protection.
    pub fn confirm(self, by: Id<Staff>) -> Result<Protection, Refusal> {
        if by == self.by { Err(Refusal::SamePerson) } else { Ok(Protection::None) }
    }
}

/// Whether a protection may fall because its owner is ended around the last child: as when it is taken away, one of the named
/// has asked for that, and whoever ends them is another.
pub fn may_fall(asked: Option<Removal>, by: Id<Staff>) -> Result<(), Refusal> {
    asked.ok_or(Refusal::TwoSteps)?.confirm(by).map(drop)
}

/// Whether one of the named may be taken off the list.
pub fn may_leave(named: usize) -> Result<(), Refusal> {
    if named > 1 { Ok(()) } else { Err(Refusal::LastNamed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<Kind>(number: u128) -> Id<Kind> {
        Id::new(uuid::Uuid::from_u128(number))
    }

    fn removal(source: Source) -> Result<Removal, Refusal> {
        Removal::ask(id(1), (id(2), id(3)), source, Moment::from_microseconds(0))
    }

    #[test]
    fn whoever_asks_that_a_protection_be_taken_away_does_not_confirm_it() {
        let asked = removal(Source::Register).unwrap();
        assert_eq!(asked.confirm(id(2)), Err(Refusal::SamePerson));
        assert_eq!(asked.confirm(id(4)), Ok(Protection::None));
    }

    #[test]
    fn a_protection_falls_with_its_owner_only_by_two() {
        let asked = removal(Source::Register).unwrap();
        assert_eq!(may_fall(None, id(2)), Err(Refusal::TwoSteps));
        assert_eq!(may_fall(Some(asked), id(2)), Err(Refusal::SamePerson));
        assert_eq!(may_fall(Some(asked), id(4)), Ok(()));
    }

    #[test]
    fn what_the_family_says_protects_and_never_takes_a_protection_away() {
        assert_eq!(removal(Source::Family), Err(Refusal::FamilySays));
        let today = Day::from_parts(2026, 11, 24).unwrap();
        assert!(Grade::set(Protection::Marked, Source::Family, today, today).is_ok());
    }

    #[test]
    fn setting_a_grade_is_no_way_to_take_a_protection_away() {
        let today = Day::from_parts(2026, 11, 24).unwrap();
        assert_eq!(Grade::set(Protection::None, Source::Register, today, today), Err(Refusal::TwoSteps));
        let tomorrow = today.plus_days(1);
        assert_eq!(Grade::set(Protection::Marked, Source::Register, tomorrow, today), Err(Refusal::Ahead));
    }

    #[test]
    fn the_last_of_the_named_stays() {
        assert_eq!(may_leave(1), Err(Refusal::LastNamed));
        assert_eq!(may_leave(2), Ok(()));
    }
}
