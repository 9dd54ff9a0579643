//! What a promise is about, and the code under which it is stored.

use std::fmt;
use std::str::FromStr;

/// What a promise is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Contact with primary care.
    PrimaryCareContact,
    /// Medical assessment by licensed staff in primary care or the first line.
    MedicalAssessment,
    /// First visit in specialist care.
    SpecialistFirstVisit,
    /// Planned care after a decision.
    PlannedCare,
    /// First assessment in child psychiatry (*förstärkt vårdgaranti*).
    PsychiatryFirstAssessment,
    /// In-depth assessment or treatment begins in child psychiatry.
    PsychiatryTreatmentStart,
    /// The long interview by telephone.
    StructuredInterview,
    /// First visit at a first-line clinic.
    FirstLineVisit,
    /// A referral is read and its level decided.
    ReferralTriage,
    /// The referrer is told that a referral comes back or goes elsewhere.
    ReturnReply,
    /// Contact guarantee (*kontaktgaranti*), urgent request.
    ContactUrgent,
    /// Contact guarantee, ordinary request.
    ContactOrdinary,
    /// Contact guarantee, information only.
    ContactInformation,
}

impl Code {
    /// Every code, in the order in which a steward reads them.
    pub const ALL: [Self; 13] = [
        Self::PrimaryCareContact,
        Self::MedicalAssessment,
        Self::SpecialistFirstVisit,
        Self::PlannedCare,
        Self::PsychiatryFirstAssessment,
        Self::PsychiatryTreatmentStart,
        Self::StructuredInterview,
        Self::FirstLineVisit,
        Self::ReferralTriage,
        Self::ReturnReply,
        Self::ContactUrgent,
        Self::ContactOrdinary,
        Self::ContactInformation,
    ];

    /// The name that storage and messages use. A promise to others: never changed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PrimaryCareContact => "primary_care_contact",
            Self::MedicalAssessment => "medical_assessment",
            Self::SpecialistFirstVisit => "specialist_first_visit",
            Self::PlannedCare => "planned_care",
            Self::PsychiatryFirstAssessment => "psychiatry_first_assessment",
            Self::PsychiatryTreatmentStart => "psychiatry_treatment_start",
            Self::StructuredInterview => "structured_interview",
            Self::FirstLineVisit => "first_line_visit",
            Self::ReferralTriage => "referral_triage",
            Self::ReturnReply => "return_reply",
            Self::ContactUrgent => "contact_urgent",
            Self::ContactOrdinary => "contact_ordinary",
            Self::ContactInformation => "contact_information",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A name that is no clock's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no clock has this code")]
pub struct UnknownCode;

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|code| code.as_str() == text).ok_or(UnknownCode)
    }
}
