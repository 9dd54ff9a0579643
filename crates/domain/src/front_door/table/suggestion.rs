//! What a table says about a set of ratings, and why. It suggests; a professional decides (mission, promise 8).

use super::diagram::Diagram;
use super::{Condition, DomainSet, Firing, Reference, Table};
use crate::front_door::level::Level;
use crate::front_door::rating::{Complete, Domain, Ratings, Severity};

/// The most areas named as contributing to a suggestion.
pub const CONTRIBUTING_MAX: usize = 3;

/// What the table says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// A level, with its reasons.
    Level(Suggested),
    /// Something is answered "*vet inte*": the table never guesses, even when every answer would give the same level.
    MoreInformationNeeded(Missing),
}

impl Suggestion {
    /// The suggested level, if there is one.
    pub fn level(&self) -> Option<Level> {
        match self {
            Self::Level(suggested) => Some(suggested.level),
            Self::MoreInformationNeeded(_) => None,
        }
    }

    /// The table and edition that spoke.
    pub fn table(&self) -> Reference {
        match self {
            Self::Level(suggested) => suggested.table,
            Self::MoreInformationNeeded(missing) => missing.table,
        }
    }
}

/// A suggested level, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The level.
    pub level: Level,
    /// The rule that decided it.
    pub firing: Firing,
    /// What made that rule fire, one reason for each of its conditions. Empty when no rule fired.
    pub reasons: Vec<Reason>,
    /// The areas that weigh most, largest difficulties first: those the rule asked about, or all when no rule fired.
    pub contributing: Vec<(Domain, Severity)>,
    /// The table and edition that spoke.
    pub table: Reference,
}

/// What must be asked before a level can be suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The areas answered "*vet inte*".
    pub unknown: Vec<Domain>,
    /// Those of them whose answer could change the level. May be empty: then any of them gives the same level, and the
    /// table still does not guess.
    pub decisive: Vec<Domain>,
    /// The table and edition that spoke.
    pub table: Reference,
}

/// One thing that made a rule fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The area is rated high enough.
    RatedAtLeast {
        /// Which area.
        domain: Domain,
        /// Its rating.
        rated: Severity,
        /// What the rule asks.
        asked: Severity,
    },
    /// The area is rated low enough.
    RatedAtMost {
        /// Which area.
        domain: Domain,
        /// Its rating.
        rated: Severity,
        /// What the rule asks.
        asked: Severity,
    },
    /// The areas add up to enough.
    Sum {
        /// Which areas.
        domains: DomainSet,
        /// What they add up to.
        total: u8,
        /// What the rule asks.
        asked: u8,
    },
    /// Enough areas are rated high enough.
    Count {
        /// Which areas.
        domains: DomainSet,
        /// How many are rated high enough.
        count: u8,
        /// What the rule asks.
        asked: u8,
        /// How high.
        severity: Severity,
    },
}

impl Reason {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RatedAtLeast { .. } => "rated_at_least",
            Self::RatedAtMost { .. } => "rated_at_most",
            Self::Sum { .. } => "sum",
            Self::Count { .. } => "count",
        }
    }

    fn of(condition: Condition, ratings: &Complete) -> Self {
        match condition {
            Condition::AtLeast { domain, severity } => {
                Self::RatedAtLeast { domain, rated: ratings.of(domain), asked: severity }
            }
            Condition::AtMost { domain, severity } => {
                Self::RatedAtMost { domain, rated: ratings.of(domain), asked: severity }
            }
            Condition::SumAtLeast { domains, total } => {
                Self::Sum { domains, total: condition.amount(ratings), asked: total }
            }
            Condition::CountAtLeast { domains, severity, count } => {
                Self::Count { domains, count: condition.amount(ratings), asked: count, severity }
            }
        }
    }
}

impl Table {
    /// What the table says about these ratings. With every area rated this takes microseconds; with areas unknown it
    /// folds everything they could be, at most as costly as the proof itself.
    pub fn suggest(&self, ratings: &Ratings) -> Suggestion {
        match ratings.complete() {
            Some(complete) => Suggestion::Level(self.suggest_level(&complete)),
            None => Suggestion::MoreInformationNeeded(Missing {
                unknown: ratings.unknown(),
                decisive: Diagram::completing(&self.draft, ratings).decisive(),
                table: self.reference(),
            }),
        }
    }

    fn suggest_level(&self, ratings: &Complete) -> Suggested {
        let rule = self.draft.firing(ratings);
        let mut contributing = ratings.difficulties();
        if let Some(rule) = rule {
            contributing.retain(|(domain, _)| rule.conditions().iter().any(|asked| asked.domains().contains(*domain)));
        }
        contributing.truncate(CONTRIBUTING_MAX);
        Suggested {
            level: rule.map_or(self.default, |rule| rule.level),
            firing: rule.map_or(Firing::Default, |rule| Firing::Rule(rule.code.clone())),
            reasons: rule.map_or_else(Vec::new, |rule| {
                rule.conditions().iter().map(|condition| Reason::of(*condition, ratings)).collect()
            }),
            contributing,
            table: self.reference(),
        }
    }
}
