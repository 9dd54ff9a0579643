//! The region's own rules for which level of care a set of ratings suggests: dated, versioned data that explains
//! itself. A [`Draft`] can be wrong; a [`Table`] is a draft that has been proven to give every possible rating a level,
//! and never a lower level for a higher rating. Only a proven table suggests anything.
//!
//! Source: products D1 (why worded rules must be proven), D2 (own domains, own rules; each region enters its own),
//! mission promise 8. Not here: acute danger (`safety`), and the decision, which a professional makes (`decision`).

pub mod condition;
pub mod example;
pub mod proof;
pub mod row;
pub mod suggestion;

mod diagram;

use crate::front_door::level::Level;
use crate::front_door::rating::Complete;
use crate::front_door::text::Line;
use crate::id::Id;
use crate::moment::{Day, Moment};

pub use condition::{Condition, DomainSet};
pub use proof::Flaw;
pub use suggestion::{Missing, Reason, Suggested, Suggestion};

/// The most rules in one table.
pub const RULES_MAX: usize = 60;
/// The most conditions in one rule.
pub const CONDITIONS_MAX: usize = 8;

/// Which edition of a table this is; a higher number is newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32);

/// Whether a table may be used for real children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// *Exempel, ej för vård*.
    Example,
    /// Adopted by the region.
    Adopted,
}

impl Standing {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Example, Self::Adopted];

    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Example => "example",
            Self::Adopted => "adopted",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }
}

/// Which rule decides when several fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// The one with the highest level; of those, the first listed.
    HighestLevel,
    /// The first listed.
    FirstListed,
}

impl Resolution {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::HighestLevel, Self::FirstListed];

    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::HighestLevel => "highest_level",
            Self::FirstListed => "first_listed",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|resolution| resolution.code() == code)
    }
}

/// The stable name of a rule: lower-case letters, digits and underscores.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleCode(String);

impl RuleCode {
    /// Takes a name of 1-60 such characters that begins with a letter.
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let begins_well = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        (begins_well && text.len() <= 60 && text.bytes().all(allowed)).then(|| Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One rule: when all its conditions hold, it speaks for a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    code: RuleCode,
    level: Level,
    conditions: Vec<Condition>,
    wording: Line,
}

impl Rule {
    /// The rule's stable name.
    pub fn code(&self) -> &RuleCode {
        &self.code
    }

    /// The level it speaks for.
    pub fn level(&self) -> Level {
        self.level
    }

    /// What must hold, all of it.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// The rule in the region's own words, shown beside a suggestion.
    pub fn wording(&self) -> &Line {
        &self.wording
    }

    fn fires(&self, ratings: &Complete) -> bool {
        self.conditions.iter().all(|condition| condition.holds(ratings))
    }
}

/// A table as entered: typed, but not proven. It cannot suggest anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    id: Id<Table>,
    name: Line,
    version: Version,
    valid_from: Day,
    standing: Standing,
    resolution: Resolution,
    default: Option<Level>,
    rules: Vec<Rule>,
}

/// What decided the level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Firing {
    /// This rule.
    Rule(RuleCode),
    /// No rule fired: the table's default level.
    Default,
}

impl Draft {
    /// The rules as they were listed.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The level these ratings have, or `None` when no rule fires and no default level has been entered.
    pub fn level(&self, ratings: &Complete) -> Option<Level> {
        self.firing(ratings).map_or(self.default, |rule| Some(rule.level))
    }

    /// The rules in the order they decide.
    fn by_precedence(&self) -> Vec<&Rule> {
        let mut rules: Vec<&Rule> = self.rules.iter().collect();
        match self.resolution {
            Resolution::HighestLevel => rules.sort_by_key(|rule| std::cmp::Reverse(rule.level)),
            Resolution::FirstListed => {}
        }
        rules
    }

    fn firing(&self, ratings: &Complete) -> Option<&Rule> {
        self.by_precedence().into_iter().find(|rule| rule.fires(ratings))
    }
}

/// A table that has been proven: every rating has a level, and raising a rating never lowers the level. Made only by
/// [`Draft::validate`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    draft: Draft,
    default: Level,
    idle: Vec<RuleCode>,
}

/// Which table, as a suggestion and a decision remember it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The table.
    pub id: Id<Table>,
    /// Its edition.
    pub version: Version,
    /// Whether it may be used for real children.
    pub standing: Standing,
}

impl Table {
    /// Which table and edition this is.
    pub fn reference(&self) -> Reference {
        Reference { id: self.draft.id, version: self.draft.version, standing: self.draft.standing }
    }

    /// The table's name.
    pub fn name(&self) -> &Line {
        &self.draft.name
    }

    /// The first day it is used.
    pub fn valid_from(&self) -> Day {
        self.draft.valid_from
    }

    /// The level when no rule fires.
    pub fn default_level(&self) -> Level {
        self.default
    }

    /// The rules as they were listed.
    pub fn rules(&self) -> &[Rule] {
        &self.draft.rules
    }

    /// Rules that never decide, for any ratings: harmless, but the editor should know.
    pub fn idle_rules(&self) -> &[RuleCode] {
        &self.idle
    }

    /// The draft it was proven from, for a new edition.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The level these ratings have.
    pub fn level(&self, ratings: &Complete) -> Level {
        self.draft.firing(ratings).map_or(self.default, |rule| rule.level)
    }
}

/// The table in force at a moment: of those whose first day has come (in Stockholm), the one that began last; of two
/// that began the same day, the higher edition.
pub fn in_force(tables: &[Table], at: Moment) -> Option<&Table> {
    let today = at.day();
    tables
        .iter()
        .filter(|table| table.valid_from() <= today)
        .max_by_key(|table| (table.valid_from(), table.draft.version, table.draft.id))
}
