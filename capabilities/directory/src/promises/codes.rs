//! The names under which promised times are stored, printed and typed. A promise to others: never changed.

use domain::clock::{Evidence, Scope, Start, Unit};

/// Codes of a closed list of the domain, and the way back.
macro_rules! codes {
    ($($(#[$doc:meta])* $to:ident $from:ident $kind:ident { $($variant:ident = $code:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        pub const fn $to(value: $kind) -> &'static str {
            match value { $($kind::$variant => $code),+ }
        }
        /// The way back.
        pub fn $from(code: &str) -> Option<$kind> {
            match code { $($code => Some($kind::$variant),)+ _ => None }
        }
    )+ };
}

codes! {
    /// Who promised.
    scope_code scope_from Scope { National = "national", Local = "local" }
    /// How the amount is counted.
    unit_code unit_from Unit {
        WorkingDays = "working_days", WorkingHours = "working_hours", CalendarDays = "calendar_days", Hours = "hours",
        SameDay = "same_day",
    }
    /// What starts it.
    start_code start_from Start {
        ContactAttempt = "contact_attempt", SoughtCare = "sought_care", ReferralIssued = "referral_issued",
        SoughtCareOrReferred = "sought_care_or_referred", Decision = "decision", FirstAssessment = "first_assessment",
        FirstCall = "first_call", Received = "received",
    }
    /// How firm its source is.
    evidence_code evidence_from Evidence { Law = "law", Target = "target", Practice = "practice", Decided = "decided", Proposed = "proposed" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_survives_its_codes() {
        for definition in domain::clock::defaults() {
            assert_eq!(unit_from(unit_code(definition.unit)), Some(definition.unit));
            assert_eq!(start_from(start_code(definition.start)), Some(definition.start));
            assert_eq!(scope_from(scope_code(definition.scope)), Some(definition.scope));
            assert_eq!(evidence_from(evidence_code(definition.source.evidence)), Some(definition.source.evidence));
        }
    }
}
