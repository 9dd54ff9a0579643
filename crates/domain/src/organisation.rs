//! Organisations as the law sees them: who is responsible, what secrecy surrounds what they know, and where people
//! work. Source: dossier 2.1, 2.2. A school is three secrecy domains; an independent school is its own principal.

use crate::id::Id;

/// Names the board or company that is one public authority in the sense of the secrecy act.
#[derive(Debug)]
pub enum Authority {}
/// Names a place of residence: one of the region's municipalities.
#[derive(Debug)]
pub enum Municipality {}
/// Names a person at work.
#[derive(Debug)]
pub enum Staff {}

/// The legally responsible body for services (*huvudman*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Which one.
    pub id: Id<Principal>,
    /// What kind of body it is.
    pub kind: PrincipalKind,
    /// Its name, as the public knows it.
    pub name: String,
}

/// What kind of body is responsible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalKind {
    /// A region: health care.
    Region,
    /// A municipality: social services and schools.
    Municipality,
    /// The owner of an independent school.
    IndependentSchool,
    /// A private care provider under contract.
    PrivateCare,
}

impl PrincipalKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Region, Self::Municipality, Self::IndependentSchool, Self::PrivateCare];
}

/// One legal body and branch inside which information may be used without a disclosure (*sekretessområde*). Nothing
/// crosses its edge by reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecrecyDomain {
    /// Which one.
    pub id: Id<SecrecyDomain>,
    /// Who is responsible.
    pub principal: Id<Principal>,
    /// The authority it is part of; two domains of one school share it.
    pub authority: Id<Authority>,
    /// Which rules of secrecy apply.
    pub secrecy: Secrecy,
    /// Whether the body is public, which decides which overriding grounds exist.
    pub ownership: Ownership,
}

/// Which rules of secrecy surround what a domain knows. Source: dossier 2.1, 6.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Secrecy {
    /// Health care, OSL 25:1 (or the corresponding duty of silence in private care).
    Health,
    /// Social services, OSL 26:1.
    Social,
    /// The school nurse's and doctor's own branch (*elevhälsans medicinska insats*), OSL 25:1.
    SchoolMedical,
    /// Psychologist, counsellor and special educator in pupil health, OSL 23:2 first paragraph.
    PupilHealth,
    /// Teachers and head teacher, OSL 23:2 second paragraph.
    Teaching,
}

impl Secrecy {
    /// Every set of rules.
    pub const ALL: &'static [Self] =
        &[Self::Health, Self::Social, Self::SchoolMedical, Self::PupilHealth, Self::Teaching];
}

/// Whether a body is public. Some grounds to disclose exist only inside public authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ownership {
    /// A public authority.
    Public,
    /// A private body, such as an independent school.
    Independent,
}

/// A place where people work, in exactly one secrecy domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Which one.
    pub id: Id<Unit>,
    /// The domain that everything it writes belongs to.
    pub domain: Id<SecrecyDomain>,
    /// What kind of service it gives.
    pub branch: Branch,
    /// Its name, as the public knows it.
    pub name: String,
}

/// What kind of service a unit gives (*verksamhetsgren*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Branch {
    /// The joint front door (*En väg in*).
    FrontDoor,
    /// School nurse and school doctor (*EMI*).
    SchoolMedical,
    /// School psychologist, counsellor, special educator (*elevhälsa*).
    PupilHealth,
    /// Teachers and head teacher.
    Teaching,
    /// GP clinic (*vårdcentral*).
    PrimaryCare,
    /// First-line clinic for young people's mental health (*UPH*, *BupH*).
    FirstLine,
    /// Specialist child and adolescent psychiatry (*BUP*).
    ChildPsychiatry,
    /// Youth clinic (*ungdomsmottagning*).
    YouthClinic,
    /// Child health services, 0-5 years (*BHV*).
    ChildHealthCare,
    /// Disability services for children (*habilitering*).
    Habilitation,
    /// Social services for children and families (*IFO*).
    SocialServices,
}

impl Branch {
    /// Every kind of service.
    pub const ALL: &'static [Self] = &[
        Self::FrontDoor,
        Self::SchoolMedical,
        Self::PupilHealth,
        Self::Teaching,
        Self::PrimaryCare,
        Self::FirstLine,
        Self::ChildPsychiatry,
        Self::YouthClinic,
        Self::ChildHealthCare,
        Self::Habilitation,
        Self::SocialServices,
    ];

    /// The rules of secrecy that surround what a service of this kind knows. Source: dossier 2.1, 6.1.
    pub const fn secrecy(self) -> Secrecy {
        match self {
            Self::SchoolMedical => Secrecy::SchoolMedical,
            Self::PupilHealth => Secrecy::PupilHealth,
            Self::Teaching => Secrecy::Teaching,
            Self::SocialServices => Secrecy::Social,
            Self::FrontDoor
            | Self::PrimaryCare
            | Self::FirstLine
            | Self::ChildPsychiatry
            | Self::YouthClinic
            | Self::ChildHealthCare
            | Self::Habilitation => Secrecy::Health,
        }
    }
}

/// A role a person holds at a unit. Source: dossier 2.2 (starter set).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// *Skolsköterska*
    SchoolNurse,
    /// *Skolläkare*
    SchoolDoctor,
    /// *Skolpsykolog*
    SchoolPsychologist,
    /// *Skolkurator*
    SchoolCounsellor,
    /// *Specialpedagog*
    SpecialEducator,
    /// *Rektor*
    HeadTeacher,
    /// *Distriktsläkare*
    Doctor,
    /// *Psykolog*
    Psychologist,
    /// *Kurator*
    Counsellor,
    /// *Sjuksköterska*
    Nurse,
    /// *Sjuksköterska, En väg in*
    TriageNurse,
    /// *Vårdadministratör*
    CareAdministrator,
    /// *Socialsekreterare*
    SocialWorker,
    /// *Familjebehandlare*
    FamilyTherapist,
    /// *Enhetschef*
    UnitManager,
    /// *Verksamhetschef*
    OperationsManager,
    /// *Loggranskare*
    LogReviewer,
    /// *Registrator*
    Registrar,
    /// *Systemförvaltare*: keeps organisations, rules and clocks; has no right to any child.
    Steward,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::SchoolNurse,
        Self::SchoolDoctor,
        Self::SchoolPsychologist,
        Self::SchoolCounsellor,
        Self::SpecialEducator,
        Self::HeadTeacher,
        Self::Doctor,
        Self::Psychologist,
        Self::Counsellor,
        Self::Nurse,
        Self::TriageNurse,
        Self::CareAdministrator,
        Self::SocialWorker,
        Self::FamilyTherapist,
        Self::UnitManager,
        Self::OperationsManager,
        Self::LogReviewer,
        Self::Registrar,
        Self::Steward,
    ];

    /// Whether whoever has it may hold the baton of a child. Keeping the log, the registry or the system gives no right to
    /// any child.
    pub const fn may_hold(self) -> bool {
        match self {
            Self::LogReviewer | Self::Registrar | Self::Steward => false,
            Self::SchoolNurse
            | Self::SchoolDoctor
            | Self::SchoolPsychologist
            | Self::SchoolCounsellor
            | Self::SpecialEducator
            | Self::HeadTeacher
            | Self::Doctor
            | Self::Psychologist
            | Self::Counsellor
            | Self::Nurse
            | Self::TriageNurse
            | Self::CareAdministrator
            | Self::SocialWorker
            | Self::FamilyTherapist
            | Self::UnitManager
            | Self::OperationsManager => true,
        }
    }

    /// Whether whoever has it holds what comes in at a front door when nobody is named for the day.
    pub const fn receives(self) -> bool {
        match self {
            Self::TriageNurse
            | Self::Nurse
            | Self::Psychologist
            | Self::Counsellor
            | Self::Doctor
            | Self::UnitManager => true,
            Self::SchoolNurse
            | Self::SchoolDoctor
            | Self::SchoolPsychologist
            | Self::SchoolCounsellor
            | Self::SpecialEducator
            | Self::HeadTeacher
            | Self::CareAdministrator
            | Self::SocialWorker
            | Self::FamilyTherapist
            | Self::OperationsManager
            | Self::LogReviewer
            | Self::Registrar
            | Self::Steward => false,
        }
    }

    /// Whether whoever has it leads the unit, and answers for what nobody else there does.
    pub const fn leads(self) -> bool {
        match self {
            Self::UnitManager | Self::OperationsManager => true,
            Self::SchoolNurse
            | Self::SchoolDoctor
            | Self::SchoolPsychologist
            | Self::SchoolCounsellor
            | Self::SpecialEducator
            | Self::HeadTeacher
            | Self::Doctor
            | Self::Psychologist
            | Self::Counsellor
            | Self::Nurse
            | Self::TriageNurse
            | Self::CareAdministrator
            | Self::SocialWorker
            | Self::FamilyTherapist
            | Self::LogReviewer
            | Self::Registrar
            | Self::Steward => false,
        }
    }

    /// Whether whoever has it can answer for what comes in at a unit of this kind.
    pub const fn has_duty(self, branch: Branch) -> bool {
        match branch {
            Branch::FrontDoor => self.receives(),
            Branch::SchoolMedical
            | Branch::PupilHealth
            | Branch::Teaching
            | Branch::PrimaryCare
            | Branch::FirstLine
            | Branch::ChildPsychiatry
            | Branch::YouthClinic
            | Branch::ChildHealthCare
            | Branch::Habilitation
            | Branch::SocialServices => self.may_hold(),
        }
    }
}

/// One person's role at one unit (*uppdrag*). Staff choose one per session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Which one.
    pub id: Id<Assignment>,
    /// Who.
    pub staff: Id<Staff>,
    /// Where.
    pub unit: Id<Unit>,
    /// As what.
    pub role: Role,
}

/// Where a person stands when they act for an organisation: every decision about rights and baton needs all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Post {
    /// The person.
    pub staff: Id<Staff>,
    /// The assignment they have chosen.
    pub assignment: Id<Assignment>,
    /// The unit of that assignment.
    pub unit: Id<Unit>,
    /// The unit's secrecy domain.
    pub domain: Id<SecrecyDomain>,
    /// The unit's kind of service.
    pub branch: Branch,
    /// The role.
    pub role: Role,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_receives_what_they_may_not_hold() {
        for role in Role::ALL {
            assert!(role.may_hold() || !role.receives(), "{role:?}");
        }
    }
}
