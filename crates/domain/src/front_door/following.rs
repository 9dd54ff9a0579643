//! What somebody who asked for help may follow of their own request. Asking needs no log-in and proves nothing, so whoever
//! asked follows the answer, not the child: who holds the request, by when, and what came of it. Only the child, or somebody
//! whose custody has been confirmed, meets words about the child. Where the identity is protected a grown-up is told neither
//! who helps nor where. Source: dossier 2.3 (FB 6:11, OSL 12:3), 2.5.

use crate::child::Protection;
use crate::front_door::intake::Asker;
use crate::front_door::request::{Request, State};
use crate::organisation::Branch;

/// The most that may be added to one request. PROPOSED: more than this is a talk.
pub const ADDITIONS_MAX: usize = 20;

/// What somebody who asked is to the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The child.
    Child,
    /// A grown-up whose custody somebody has confirmed.
    Custody,
    /// A grown-up of whom nobody has made sure anything.
    Unconfirmed,
}

/// How much somebody who asked is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// That it was received, and what they wrote themselves. Nothing of who or where.
    Receipt,
    /// Who has it, by when, and what came of it. No words about the child.
    Answer,
    /// All of that, and what the family was told.
    Everything,
}

/// How much somebody is told.
pub const fn told(standing: Standing, protection: Protection) -> Told {
    match (standing, protection) {
        (Standing::Child, _) | (Standing::Custody, Protection::None) => Told::Everything,
        (
            Standing::Custody | Standing::Unconfirmed,
            Protection::Marked | Protection::Registered | Protection::NewIdentity,
        ) => Told::Receipt,
        (Standing::Unconfirmed, Protection::None) => Told::Answer,
    }
}

/// Whether what the front door writes to whoever asked is shown to them. Who writes, and from where, says who helps.
pub const fn reads_answers(told: Told) -> bool {
    match told {
        Told::Receipt => false,
        Told::Answer | Told::Everything => true,
    }
}

/// Whether whoever asked can be written to: they follow the request, and may be told what is written. A grown-up around a
/// protected identity is talked with instead.
pub const fn can_be_written_to(asker: &Asker, protection: Protection) -> bool {
    match (asker, protection) {
        (Asker::Child(_), _) | (Asker::Guardian(_), Protection::None) => true,
        (Asker::Professional(_), _)
        | (Asker::Guardian(_), Protection::Marked | Protection::Registered | Protection::NewIdentity) => false,
    }
}

/// Whether the unit that a request was sent on to is named. That the social services are to help says something of a
/// child's home: that is for the child and those with custody. Source: OSL 26:1, dossier 6.4.
pub const fn names(told: Told, branch: Branch) -> Naming {
    match (told, branch) {
        (Told::Receipt, _) | (Told::Answer, Branch::SocialServices) => Naming::NotNamed,
        (Told::Everything, _)
        | (
            Told::Answer,
            Branch::FrontDoor
            | Branch::SchoolMedical
            | Branch::PupilHealth
            | Branch::Teaching
            | Branch::PrimaryCare
            | Branch::FirstLine
            | Branch::ChildPsychiatry
            | Branch::YouthClinic
            | Branch::ChildHealthCare
            | Branch::Habilitation,
        ) => Naming::Named,
    }
}

/// Whether something is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    /// By its name.
    Named,
    /// Only that it is there.
    NotNamed,
}

/// Why nothing more is added to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The front door has answered: what is added now would be read by nobody.
    #[error("the request has been answered")]
    Answered,
    /// [`ADDITIONS_MAX`] have been made.
    #[error("no more than {ADDITIONS_MAX} additions are taken")]
    TooMany,
}

/// Whether whoever asked may add something, after so many additions.
pub fn takes_more(request: &Request, already: usize) -> Result<(), Refusal> {
    match request.record().state {
        State::Decided(..) | State::Closed(_) => Err(Refusal::Answered),
        State::Waiting | State::Taken(_) | State::Interviewed(..) if already >= ADDITIONS_MAX => Err(Refusal::TooMany),
        State::Waiting | State::Taken(_) | State::Interviewed(..) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROTECTIONS: [Protection; 4] =
        [Protection::None, Protection::Marked, Protection::Registered, Protection::NewIdentity];

    #[test]
    fn a_grown_up_is_never_told_more_of_a_protected_child_and_never_more_without_custody() {
        for protection in PROTECTIONS {
            let [child, custody, unconfirmed] =
                [Standing::Child, Standing::Custody, Standing::Unconfirmed].map(|standing| told(standing, protection));
            assert_eq!(child, Told::Everything, "{protection:?}");
            assert!(unconfirmed <= custody, "{protection:?}");
            assert!(unconfirmed < Told::Everything, "{protection:?}");
            assert!(custody <= told(Standing::Custody, Protection::None), "{protection:?}");
            assert_eq!(custody == Told::Receipt, protection != Protection::None, "{protection:?}");
        }
    }

    #[test]
    fn social_services_are_named_only_to_the_child_and_those_with_custody() {
        assert_eq!(names(Told::Everything, Branch::SocialServices), Naming::Named);
        assert_eq!(names(Told::Answer, Branch::SocialServices), Naming::NotNamed);
        assert_eq!(names(Told::Answer, Branch::FirstLine), Naming::Named);
        assert_eq!(names(Told::Receipt, Branch::FirstLine), Naming::NotNamed);
    }
}
