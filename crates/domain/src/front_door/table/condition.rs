//! What a rule can ask of the ratings.

use crate::front_door::rating::{Complete, Domain, Severity};

/// A set of areas of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DomainSet(u16);

impl DomainSet {
    /// Every area.
    pub const ALL: Self = Self(0x1ff);

    /// Whether the area is in the set.
    pub const fn contains(self, domain: Domain) -> bool {
        self.0 & (1 << domain.position()) != 0
    }

    /// The areas, in the order of the page.
    pub fn iter(self) -> impl Iterator<Item = Domain> {
        Domain::ALL.into_iter().filter(move |domain| self.contains(*domain))
    }

    /// How many areas.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether no area is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Domain> for DomainSet {
    fn from_iter<Domains: IntoIterator<Item = Domain>>(domains: Domains) -> Self {
        Self(domains.into_iter().fold(0, |bits, domain| bits | (1 << domain.position())))
    }
}

/// One thing a rule asks. `AtMost` makes it possible to write *högst lindriga svårigheter* as the agreements do; it is
/// also the easiest way to write a table that the proof refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// The area is rated this high or higher.
    AtLeast {
        /// Which area.
        domain: Domain,
        /// How high.
        severity: Severity,
    },
    /// The area is rated this high or lower.
    AtMost {
        /// Which area.
        domain: Domain,
        /// How high.
        severity: Severity,
    },
    /// The ratings of these areas add up to this or more.
    SumAtLeast {
        /// Which areas.
        domains: DomainSet,
        /// The least sum.
        total: u8,
    },
    /// So many of these areas are rated this high or higher.
    CountAtLeast {
        /// Which areas.
        domains: DomainSet,
        /// How high.
        severity: Severity,
        /// The least number of areas.
        count: u8,
    },
}

impl Condition {
    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AtLeast { .. } => "at_least",
            Self::AtMost { .. } => "at_most",
            Self::SumAtLeast { .. } => "sum_at_least",
            Self::CountAtLeast { .. } => "count_at_least",
        }
    }

    /// The areas it asks about.
    pub fn domains(self) -> DomainSet {
        match self {
            Self::AtLeast { domain, .. } | Self::AtMost { domain, .. } => std::iter::once(domain).collect(),
            Self::SumAtLeast { domains, .. } | Self::CountAtLeast { domains, .. } => domains,
        }
    }

    /// Whether the ratings fulfil it.
    pub fn holds(self, ratings: &Complete) -> bool {
        match self {
            Self::AtLeast { domain, severity } => ratings.of(domain) >= severity,
            Self::AtMost { domain, severity } => ratings.of(domain) <= severity,
            Self::SumAtLeast { total, .. } => self.amount(ratings) >= total,
            Self::CountAtLeast { count, .. } => self.amount(ratings) >= count,
        }
    }

    /// What one area rated so adds to a sum or a count; nothing to the other kinds.
    pub(super) fn adds(self, domain: Domain, rated: Severity) -> u8 {
        match self {
            Self::AtLeast { .. } | Self::AtMost { .. } => 0,
            Self::SumAtLeast { domains, .. } => {
                if domains.contains(domain) {
                    rated.number()
                } else {
                    0
                }
            }
            Self::CountAtLeast { domains, severity, .. } => u8::from(domains.contains(domain) && rated >= severity),
        }
    }

    /// The sum or the count that these ratings reach.
    pub(super) fn amount(self, ratings: &Complete) -> u8 {
        Domain::ALL.into_iter().map(|domain| self.adds(domain, ratings.of(domain))).sum()
    }
}
