//! Plain rows, as storage keeps a table and an editing page sends it, and their conversion. Nothing is parsed from
//! free text: every row names its parts by code.

use thiserror::Error;

use super::{
    CONDITIONS_MAX, Condition, DomainSet, Draft, RULES_MAX, Resolution, Rule, RuleCode, Standing, Table, Version,
};
use crate::front_door::level::Level;
use crate::front_door::rating::{Domain, Severity};
use crate::front_door::text::{Line, TextFault};
use crate::id::Id;
use crate::moment::Day;

/// A table, as a row with its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Which one.
    pub id: Id<Table>,
    /// Its name.
    pub name: String,
    /// Its edition.
    pub version: u32,
    /// The first day it is used.
    pub valid_from: Day,
    /// `example` or `adopted`.
    pub standing: String,
    /// `highest_level` or `first_listed`.
    pub resolution: String,
    /// 0-5, or nothing in a table that is not finished.
    pub default_level: Option<u8>,
    /// Its rules, in order.
    pub rules: Vec<RuleRow>,
}

/// A rule, as a row with its conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRow {
    /// Its stable name.
    pub code: String,
    /// 0-5.
    pub level: u8,
    /// The rule in the region's own words.
    pub wording: String,
    /// What must hold, all of it.
    pub conditions: Vec<ConditionRow>,
}

/// A condition, as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionRow {
    /// `at_least`, `at_most`, `sum_at_least` or `count_at_least`.
    pub kind: String,
    /// Codes of areas; exactly one for `at_least` and `at_most`.
    pub domains: Vec<String>,
    /// 0-4; for all kinds but `sum_at_least`.
    pub severity: Option<u8>,
    /// The least sum or count; for `sum_at_least` and `count_at_least`.
    pub least: Option<u8>,
}

/// Why rows are not even a draft. `rule` is the place of the rule in the list, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RowFault {
    /// The name does not hold.
    #[error("the name: {0}")]
    Name(TextFault),
    /// No such standing.
    #[error("there is no such standing")]
    UnknownStanding,
    /// No such way to resolve overlapping rules.
    #[error("there is no such resolution")]
    UnknownResolution,
    /// The default level is not 0-5.
    #[error("the default level is not 0-5")]
    UnknownDefaultLevel,
    /// More than [`RULES_MAX`] rules.
    #[error("there are more than {RULES_MAX} rules")]
    TooManyRules,
    /// Something is wrong with one rule.
    #[error("rule {rule}: {fault}")]
    Rule {
        /// Which rule.
        rule: usize,
        /// What is wrong.
        fault: RuleFault,
    },
}

/// What is wrong with one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RuleFault {
    /// The code is not 1-60 lower-case letters, digits and underscores, beginning with a letter.
    #[error("the code does not hold")]
    Code,
    /// An earlier rule has the same code.
    #[error("the code is used twice")]
    CodeUsedTwice,
    /// The wording does not hold.
    #[error("the wording: {0}")]
    Wording(TextFault),
    /// The level is not 0-5.
    #[error("the level is not 0-5")]
    UnknownLevel,
    /// No condition: that is what the default level is for.
    #[error("there is no condition")]
    NoCondition,
    /// More than [`CONDITIONS_MAX`] conditions.
    #[error("there are more than {CONDITIONS_MAX} conditions")]
    TooManyConditions,
    /// No such kind of condition.
    #[error("there is no such kind of condition")]
    UnknownKind,
    /// No such area of life.
    #[error("there is no such domain")]
    UnknownDomain,
    /// The same area twice in one condition, none, or several where one is asked.
    #[error("the number of domains does not fit")]
    DomainCount,
    /// The severity is missing or not 0-4.
    #[error("the severity is missing or not 0-4")]
    Severity,
    /// The least sum or count is missing.
    #[error("the least sum or count is missing")]
    LeastMissing,
    /// Fulfilled by every rating, and thus no condition.
    #[error("the condition always holds")]
    AlwaysHolds,
    /// Fulfilled by no rating.
    #[error("the condition can never hold")]
    NeverHolds,
}

impl RowFault {
    /// The stable name used in message keys; of a rule's fault, the fault's own name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Name(fault) => fault.code(),
            Self::UnknownStanding => "unknown_standing",
            Self::UnknownResolution => "unknown_resolution",
            Self::UnknownDefaultLevel => "unknown_default_level",
            Self::TooManyRules => "too_many_rules",
            Self::Rule { fault, .. } => fault.code(),
        }
    }
}

impl RuleFault {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Code => "rule_code",
            Self::CodeUsedTwice => "rule_code_used_twice",
            Self::Wording(fault) => fault.code(),
            Self::UnknownLevel => "unknown_level",
            Self::NoCondition => "no_condition",
            Self::TooManyConditions => "too_many_conditions",
            Self::UnknownKind => "unknown_kind",
            Self::UnknownDomain => "unknown_domain",
            Self::DomainCount => "domain_count",
            Self::Severity => "severity",
            Self::LeastMissing => "least_missing",
            Self::AlwaysHolds => "always_holds",
            Self::NeverHolds => "never_holds",
        }
    }
}

impl TryFrom<&TableRow> for Draft {
    type Error = RowFault;

    fn try_from(row: &TableRow) -> Result<Self, RowFault> {
        if row.rules.len() > RULES_MAX {
            return Err(RowFault::TooManyRules);
        }
        let mut rules: Vec<Rule> = Vec::with_capacity(row.rules.len());
        for (place, rule) in row.rules.iter().enumerate() {
            let in_rule = |fault| RowFault::Rule { rule: place, fault };
            let rule = Rule::try_from(rule).map_err(in_rule)?;
            if rules.iter().any(|earlier| earlier.code == rule.code) {
                return Err(in_rule(RuleFault::CodeUsedTwice));
            }
            rules.push(rule);
        }
        let level = |number| Level::from_number(number).ok_or(RowFault::UnknownDefaultLevel);
        Ok(Self {
            id: row.id,
            name: Line::new(row.name.as_str()).map_err(RowFault::Name)?,
            version: Version(row.version),
            valid_from: row.valid_from,
            standing: Standing::from_code(&row.standing).ok_or(RowFault::UnknownStanding)?,
            resolution: Resolution::from_code(&row.resolution).ok_or(RowFault::UnknownResolution)?,
            default: row.default_level.map(level).transpose()?,
            rules,
        })
    }
}

impl TryFrom<&RuleRow> for Rule {
    type Error = RuleFault;

    fn try_from(row: &RuleRow) -> Result<Self, RuleFault> {
        if row.conditions.is_empty() {
            return Err(RuleFault::NoCondition);
        }
        if row.conditions.len() > CONDITIONS_MAX {
            return Err(RuleFault::TooManyConditions);
        }
        Ok(Self {
            code: RuleCode::parse(&row.code).ok_or(RuleFault::Code)?,
            level: Level::from_number(row.level).ok_or(RuleFault::UnknownLevel)?,
            conditions: row.conditions.iter().map(Condition::try_from).collect::<Result<_, _>>()?,
            wording: Line::new(row.wording.as_str()).map_err(RuleFault::Wording)?,
        })
    }
}

impl TryFrom<&ConditionRow> for Condition {
    type Error = RuleFault;

    fn try_from(row: &ConditionRow) -> Result<Self, RuleFault> {
        let domains: Vec<Domain> = row
            .domains
            .iter()
            .map(|code| Domain::from_code(code).ok_or(RuleFault::UnknownDomain))
            .collect::<Result<_, _>>()?;
        let set: DomainSet = domains.iter().copied().collect();
        let distinct = usize::try_from(set.len()) == Ok(domains.len());
        let set = if distinct && !set.is_empty() { Ok(set) } else { Err(RuleFault::DomainCount) };
        let one = || if let [domain] = domains.as_slice() { Ok(*domain) } else { Err(RuleFault::DomainCount) };
        let severity = || row.severity.and_then(Severity::from_number).ok_or(RuleFault::Severity);
        let least = || row.least.ok_or(RuleFault::LeastMissing);
        let condition = match row.kind.as_str() {
            "at_least" => Self::AtLeast { domain: one()?, severity: severity()? },
            "at_most" => Self::AtMost { domain: one()?, severity: severity()? },
            "sum_at_least" => Self::SumAtLeast { domains: set?, total: least()? },
            "count_at_least" => Self::CountAtLeast { domains: set?, severity: severity()?, count: least()? },
            _ => return Err(RuleFault::UnknownKind),
        };
        condition.checked()
    }
}

impl Condition {
    fn checked(self) -> Result<Self, RuleFault> {
        let size = u8::try_from(self.domains().len()).unwrap_or(u8::MAX);
        let (always, never) = match self {
            Self::AtLeast { severity, .. } => (severity == Severity::None, false),
            Self::AtMost { severity, .. } => (severity == Severity::VeryLarge, false),
            Self::SumAtLeast { total, .. } => (total == 0, total > 4 * size),
            Self::CountAtLeast { severity, count, .. } => {
                let counted = severity == Severity::None && count <= size;
                (count == 0 || counted, count > size)
            }
        };
        match (always, never) {
            (true, _) => Err(RuleFault::AlwaysHolds),
            (false, true) => Err(RuleFault::NeverHolds),
            (false, false) => Ok(self),
        }
    }
}

impl From<&Draft> for TableRow {
    fn from(draft: &Draft) -> Self {
        Self {
            id: draft.id,
            name: draft.name.as_str().to_owned(),
            version: draft.version.0,
            valid_from: draft.valid_from,
            standing: draft.standing.code().to_owned(),
            resolution: draft.resolution.code().to_owned(),
            default_level: draft.default.map(Level::number),
            rules: draft.rules.iter().map(RuleRow::from).collect(),
        }
    }
}

impl From<&Rule> for RuleRow {
    fn from(rule: &Rule) -> Self {
        Self {
            code: rule.code.as_str().to_owned(),
            level: rule.level.number(),
            wording: rule.wording.as_str().to_owned(),
            conditions: rule.conditions.iter().map(|condition| ConditionRow::from(*condition)).collect(),
        }
    }
}

impl From<Condition> for ConditionRow {
    fn from(condition: Condition) -> Self {
        let (severity, least) = match condition {
            Condition::AtLeast { severity, .. } | Condition::AtMost { severity, .. } => (Some(severity), None),
            Condition::SumAtLeast { total, .. } => (None, Some(total)),
            Condition::CountAtLeast { severity, count, .. } => (Some(severity), Some(count)),
        };
        Self {
            kind: condition.code().to_owned(),
            domains: condition.domains().iter().map(|domain| domain.code().to_owned()).collect(),
            severity: severity.map(Severity::number),
            least,
        }
    }
}
