//! Grounds on which something may cross from one secrecy domain to another: what is offered, what is hidden and why, and
//! what each demands in writing. Nothing crosses by reading. Source: dossier 6.1 (OSL 2009:400; wording of chapters 10,
//! 25 and 26 to be confirmed by a lawyer); story 2, 15.
//!
//! Inside one domain no ground is needed. Consent is always offered, and by policy asked for first.
//! Not here: whether the consent is alive, which [`crate::consent`] knows; the harm test itself, which a person makes.

use crate::age::MAJORITY;
use crate::organisation::{Ownership, Secrecy, SecrecyDomain};

/// A ground to disclose despite secrecy (*sekretessbrytande bestämmelse*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// The individual's consent, OSL 10:1 and 12:2.
    Consent,
    /// What is needed to give someone under 18 necessary care, treatment or support, OSL 25:12 and 26:9.
    UnderEighteen,
    /// From the school nurse to other pupil health, for necessary support, OSL 25:13 a.
    PupilSupport,
    /// The general clause: the interest in disclosing obviously goes first, OSL 10:27.
    GeneralClause,
    /// A duty in law: the worry report (*orosanmälan*), OSL 10:28 and the Social Services Act (2025:400) 19:1.
    DutyByLaw,
}

impl Ground {
    /// Every ground, in the order in which they are offered: consent first.
    pub const ALL: [Self; 5] =
        [Self::Consent, Self::UnderEighteen, Self::PupilSupport, Self::GeneralClause, Self::DutyByLaw];

    /// The name that storage, the log and messages use. Never changed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::UnderEighteen => "override_under18_care_support",
            Self::PupilSupport => "override_pupil_support",
            Self::GeneralClause => "general_clause",
            Self::DutyByLaw => "duty_by_law",
        }
    }

    /// What the discloser must enter to use the ground.
    pub const fn demand(self) -> Demand {
        match self {
            Self::Consent => Demand::LiveConsent,
            Self::UnderEighteen | Self::PupilSupport => Demand::Necessity,
            Self::GeneralClause => Demand::NecessityAndWeighing,
            Self::DutyByLaw => Demand::Report,
        }
    }
}

/// What a ground demands in writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Demand {
    /// A consent that is given and alive for these two domains.
    LiveConsent,
    /// Why the receiver needs just this to help the child.
    Necessity,
    /// Why it is needed, and why that interest obviously goes before the one that secrecy protects.
    NecessityAndWeighing,
    /// The worry report itself: what was seen and heard.
    Report,
}

/// One ground as the discloser meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Offered {
    /// Which ground.
    pub ground: Ground,
    /// Whether it may be chosen.
    pub choice: Choice,
}

/// Whether a ground may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// It may, with this in writing.
    Open(Demand),
    /// It may not, for this reason.
    Hidden(HiddenReason),
}

/// Why a ground is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HiddenReason {
    /// The person is 18 or over.
    Adult,
    /// The ground is only for health care and social services; school is never included.
    OnlyHealthAndSocial,
    /// The ground is only for what a public authority knows.
    SenderNotPublic,
    /// The ground is only for disclosure to a public authority.
    ReceiverNotPublic,
    /// The ground is only from the school nurse and doctor to other pupil health.
    OnlySchoolMedicalToPupilHealth,
    /// The ground is only inside one and the same authority.
    OtherAuthority,
    /// The general clause does not apply to secrecy in health care or social services.
    NotForHealthOrSocial,
    /// The duty is only towards social services.
    OnlyToSocialServices,
}

impl HiddenReason {
    /// The key of the sentence that explains it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Adult => "disclosure-hidden-adult",
            Self::OnlyHealthAndSocial => "disclosure-hidden-only-health-and-social",
            Self::SenderNotPublic => "disclosure-hidden-sender-not-public",
            Self::ReceiverNotPublic => "disclosure-hidden-receiver-not-public",
            Self::OnlySchoolMedicalToPupilHealth => "disclosure-hidden-only-school-medical-to-pupil-health",
            Self::OtherAuthority => "disclosure-hidden-other-authority",
            Self::NotForHealthOrSocial => "disclosure-hidden-not-for-health-or-social",
            Self::OnlyToSocialServices => "disclosure-hidden-only-to-social-services",
        }
    }
}

/// Whether crossing from one to the other is a disclosure at all.
pub fn is_disclosure(from: &SecrecyDomain, to: &SecrecyDomain) -> bool {
    from.id != to.id
}

/// Every ground for this crossing, each offered or hidden with its reason. Empty inside one domain, where no ground is
/// needed; never empty otherwise, since consent is always offered.
pub fn grounds(from: &SecrecyDomain, to: &SecrecyDomain, child_age: u8) -> Vec<Offered> {
    if !is_disclosure(from, to) {
        return Vec::new();
    }
    let offer = |ground: Ground| Offered {
        ground,
        choice: match hidden(ground, from, to, child_age) {
            Some(reason) => Choice::Hidden(reason),
            None => Choice::Open(ground.demand()),
        },
    };
    Ground::ALL.into_iter().map(offer).collect()
}

/// Why nothing may cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// It would cross into another domain, and nobody has said on what ground.
    #[error("a ground is needed to cross into another domain")]
    GroundMissing,
    /// The ground is not there for these two domains and this child.
    #[error("the ground is not offered")]
    Hidden(HiddenReason),
}

/// On what ground something crosses: none inside one domain, whatever was said, and otherwise one that is offered.
pub fn crossing(
    from: &SecrecyDomain,
    to: &SecrecyDomain,
    child_age: u8,
    said: Option<Ground>,
) -> Result<Option<Ground>, Refusal> {
    if !is_disclosure(from, to) {
        return Ok(None);
    }
    let ground = said.ok_or(Refusal::GroundMissing)?;
    match hidden(ground, from, to, child_age) {
        Some(reason) => Err(Refusal::Hidden(reason)),
        None => Ok(Some(ground)),
    }
}

fn hidden(ground: Ground, from: &SecrecyDomain, to: &SecrecyDomain, child_age: u8) -> Option<HiddenReason> {
    match ground {
        Ground::Consent => None,
        Ground::UnderEighteen => under_eighteen(from, to, child_age),
        Ground::PupilSupport => pupil_support(from, to),
        Ground::GeneralClause => general_clause(from, to),
        Ground::DutyByLaw if to.secrecy != Secrecy::Social => Some(HiddenReason::OnlyToSocialServices),
        Ground::DutyByLaw => not_public(to, HiddenReason::ReceiverNotPublic),
    }
}

/// The sender is an authority; the receiver may be private, as OSL 25:12 names private care providers too.
fn under_eighteen(from: &SecrecyDomain, to: &SecrecyDomain, child_age: u8) -> Option<HiddenReason> {
    if !is_health_or_social(from.secrecy) || !is_health_or_social(to.secrecy) {
        return Some(HiddenReason::OnlyHealthAndSocial);
    }
    if child_age >= MAJORITY {
        return Some(HiddenReason::Adult);
    }
    not_public(from, HiddenReason::SenderNotPublic)
}

fn pupil_support(from: &SecrecyDomain, to: &SecrecyDomain) -> Option<HiddenReason> {
    if from.secrecy != Secrecy::SchoolMedical || to.secrecy != Secrecy::PupilHealth {
        return Some(HiddenReason::OnlySchoolMedicalToPupilHealth);
    }
    let private = not_public(from, HiddenReason::SenderNotPublic).or(not_public(to, HiddenReason::ReceiverNotPublic));
    private.or((from.authority != to.authority).then_some(HiddenReason::OtherAuthority))
}

fn general_clause(from: &SecrecyDomain, to: &SecrecyDomain) -> Option<HiddenReason> {
    match from.secrecy {
        Secrecy::Health | Secrecy::Social | Secrecy::SchoolMedical => Some(HiddenReason::NotForHealthOrSocial),
        Secrecy::PupilHealth | Secrecy::Teaching => {
            not_public(from, HiddenReason::SenderNotPublic).or(not_public(to, HiddenReason::ReceiverNotPublic))
        }
    }
}

/// The school nurse's secrecy is that of health care, but the school is not reached by the grounds between them.
fn is_health_or_social(secrecy: Secrecy) -> bool {
    match secrecy {
        Secrecy::Health | Secrecy::Social => true,
        Secrecy::SchoolMedical | Secrecy::PupilHealth | Secrecy::Teaching => false,
    }
}

fn not_public(domain: &SecrecyDomain, reason: HiddenReason) -> Option<HiddenReason> {
    match domain.ownership {
        Ownership::Public => None,
        Ownership::Independent => Some(reason),
    }
}
