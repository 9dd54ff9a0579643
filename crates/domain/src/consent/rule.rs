//! The region's rule for who decides when a child is judged to be mature. The law has no age; regions differ, and write
//! their rule down. Dated configuration: [`begun`] is where a region begins. Source: dossier 2.3; JO 3153-2016.

use std::ops::RangeInclusive;

use jiff::civil::date;

use super::Policy;
use crate::clock::{Evidence, SOURCE_CHARACTERS_MAX, Source};
use crate::moment::Day;

/// The youngest and the oldest age from which a region can let a mature child decide alone. PROPOSED: younger than 12 has
/// no support in what has been decided about secrecy, and at 18 everybody decides.
pub const ALONE_FROM: RangeInclusive<u8> = 12..=17;

/// Who decides, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Who.
    pub policy: Policy,
    /// The first day on which questions are asked under it.
    pub valid_from: Day,
    /// Who has said so, and where it stands.
    pub source: Source,
}

/// Why a rule was not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum RuleRefusal {
    /// Questions have been asked under the rule of today, and keep it.
    #[error("the first day must be a day to come")]
    NotAhead,
    /// No such age.
    #[error("the age must be {}-{}", ALONE_FROM.start(), ALONE_FROM.end())]
    Age,
    /// Nobody could look it up.
    #[error("the source must be named, in at most {SOURCE_CHARACTERS_MAX} characters")]
    Source,
}

impl Rule {
    /// Whether it may hold from its first day on.
    pub fn may_be_set(&self, today: Day) -> Result<(), RuleRefusal> {
        if self.valid_from <= today {
            return Err(RuleRefusal::NotAhead);
        }
        match self.policy {
            Policy::MatureChildDecides { from } if !ALONE_FROM.contains(&from) => return Err(RuleRefusal::Age),
            Policy::MatureChildDecides { .. } | Policy::GuardiansAlways => (),
        }
        let source = self.source.text.trim();
        if source.is_empty() || source.chars().count() > SOURCE_CHARACTERS_MAX {
            return Err(RuleRefusal::Source);
        }
        Ok(())
    }
}

/// The rule that a region begins with. PROPOSED: of 14-year-olds the Parliamentary Ombudsman says that deciding alone is an
/// exception; at 13 the parents' reading on 1177 ends. Held from a day that is earlier than any matter Cairn can contain.
pub fn begun() -> Rule {
    Rule {
        policy: Policy::MatureChildDecides { from: 13 },
        valid_from: Day::new(date(2019, 1, 1)),
        source: Source {
            evidence: Evidence::Proposed,
            text: "FÖRSLAG från Cairn: vid 13 år upphör föräldrars läsning på 1177; jämför JO 3153-2016".to_owned(),
        },
    }
}

/// Who decides on a day, by the rule with the latest first day that has come: of those the region has set, or the one it
/// began with.
pub fn policy_on(set: &[Rule], day: Day) -> Policy {
    let come = set.iter().filter(|rule| rule.valid_from <= day);
    come.max_by_key(|rule| rule.valid_from).map_or_else(|| begun().policy, |rule| rule.policy)
}
