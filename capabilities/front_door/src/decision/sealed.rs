//! The sealed form of a decision. It is ours to keep readable: a field is added with a default, never renamed.

use domain::front_door::decision::{Decision, Outcome, Prompt, Record};
use domain::front_door::interrupt::Action;
use domain::front_door::level::Level;
use domain::front_door::rating::{Domain, Ratings, Severity};
use domain::front_door::routing::{Route, Warning};
use domain::front_door::table::{Firing, Reason, Suggestion};
use serde::{Deserialize, Serialize};

/// A decision and the ratings it was made on, as kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SealedDecision {
    /// Areas that were rated, with their number; the others were unknown.
    pub(crate) ratings: Vec<(String, u8)>,
    /// The suggested level, if there was one.
    #[serde(default)]
    pub(crate) suggested: Option<u8>,
    /// The rule that decided it; none when no rule fired.
    #[serde(default)]
    pub(crate) rule: Option<String>,
    /// Why that rule fired.
    #[serde(default)]
    pub(crate) reasons: Vec<SealedReason>,
    /// Areas that were unknown.
    #[serde(default)]
    pub(crate) unknown: Vec<String>,
    /// The version of the table; 0 when there was none.
    #[serde(default)]
    pub(crate) table_version: u32,
    /// `example` or `adopted`.
    #[serde(default)]
    pub(crate) table_standing: String,
    pub(crate) level: u8,
    #[serde(default)]
    pub(crate) reason: Option<String>,
    pub(crate) outcome: SealedOutcome,
    pub(crate) told: String,
    pub(crate) next_step: String,
    #[serde(default)]
    pub(crate) prompts: Vec<(String, usize)>,
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SealedOutcome {
    /// advice, `self_care`, route, acute
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) unit: Option<String>,
    #[serde(default)]
    pub(crate) warnings: Vec<String>,
    #[serde(default)]
    pub(crate) action: Option<String>,
}

/// Why a rule fired, as kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SealedReason {
    kind: String,
    areas: Vec<String>,
    found: u8,
    asked: u8,
    #[serde(default)]
    severity: Option<u8>,
}

impl From<&Reason> for SealedReason {
    fn from(reason: &Reason) -> Self {
        let kind = reason.code().to_owned();
        let areas =
            |domains: &mut dyn Iterator<Item = Domain>| domains.map(|domain| domain.code().to_owned()).collect();
        match reason {
            Reason::RatedAtLeast { domain, rated, asked } | Reason::RatedAtMost { domain, rated, asked } => Self {
                kind,
                areas: areas(&mut std::iter::once(*domain)),
                found: rated.number(),
                asked: asked.number(),
                severity: None,
            },
            Reason::Sum { domains, total, asked } => {
                Self { kind, areas: areas(&mut domains.iter()), found: *total, asked: *asked, severity: None }
            }
            Reason::Count { domains, count, asked, severity } => Self {
                kind,
                areas: areas(&mut domains.iter()),
                found: *count,
                asked: *asked,
                severity: Some(severity.number()),
            },
        }
    }
}

impl SealedReason {
    /// The reason as it was; nothing when it has no meaning in this version.
    pub(crate) fn open(&self) -> Option<Reason> {
        let mut domains = self.areas.iter().map(|code| Domain::from_code(code));
        let severity = Severity::from_number;
        Some(match self.kind.as_str() {
            "rated_at_least" => Reason::RatedAtLeast {
                domain: domains.next()??,
                rated: severity(self.found)?,
                asked: severity(self.asked)?,
            },
            "rated_at_most" => Reason::RatedAtMost {
                domain: domains.next()??,
                rated: severity(self.found)?,
                asked: severity(self.asked)?,
            },
            "sum" => Reason::Sum { domains: domains.collect::<Option<_>>()?, total: self.found, asked: self.asked },
            "count" => Reason::Count {
                domains: domains.collect::<Option<_>>()?,
                count: self.found,
                asked: self.asked,
                severity: severity(self.severity?)?,
            },
            _ => return None,
        })
    }
}

impl SealedDecision {
    /// A decision, with the ratings it was made on.
    pub(crate) fn of(decision: &Decision, ratings: &Ratings) -> Self {
        let Record { suggestion, level, reason, outcome, told, next_step, prompts, .. } = decision.record();
        let table = suggestion.table();
        let (rule, reasons, unknown) = match suggestion {
            Suggestion::Level(suggested) => {
                let rule = match &suggested.firing {
                    Firing::Rule(code) => Some(code.as_str().to_owned()),
                    Firing::Default => None,
                };
                (rule, suggested.reasons.iter().map(SealedReason::from).collect(), vec![])
            }
            Suggestion::MoreInformationNeeded(missing) => {
                (None, vec![], missing.unknown.iter().map(|domain| domain.code().to_owned()).collect())
            }
        };
        Self {
            ratings: ratings.known().map(|(domain, severity)| (domain.code().to_owned(), severity.number())).collect(),
            suggested: suggestion.level().map(Level::number),
            rule,
            reasons,
            unknown,
            table_version: table.version.0,
            table_standing: table.standing.code().to_owned(),
            level: level.number(),
            reason: reason.as_ref().map(|reason| reason.as_str().to_owned()),
            outcome: SealedOutcome::from(outcome),
            told: told.as_str().to_owned(),
            next_step: next_step.as_str().to_owned(),
            prompts: prompts.iter().map(prompt).collect(),
        }
    }

    /// The decided level.
    pub(crate) fn level(&self) -> Option<Level> {
        Level::from_number(self.level)
    }

    /// What was done about acute danger, when that is what came of it.
    pub(crate) fn action(&self) -> Option<Action> {
        self.outcome.action.as_deref().and_then(Action::from_code)
    }
}

impl From<&Outcome> for SealedOutcome {
    fn from(outcome: &Outcome) -> Self {
        let kind = outcome.code().to_owned();
        let plain = Self { kind, unit: None, warnings: vec![], action: None };
        match outcome {
            Outcome::Advice(_) | Outcome::SelfCare(_) => plain,
            Outcome::Route(route) => Self {
                unit: Some(Route::unit(route).to_string()),
                warnings: route.warnings().iter().map(|warning| Warning::code(*warning).to_owned()).collect(),
                ..plain
            },
            Outcome::Acute { action } => Self { action: Some(action.code().to_owned()), ..plain },
        }
    }
}

fn prompt(prompt: &Prompt) -> (String, usize) {
    let amount = match prompt {
        Prompt::CoordinatedPlan { principals } => *principals,
        Prompt::AskAgain { items } => *items,
        Prompt::WorryReport => 0,
    };
    (prompt.code().to_owned(), amount)
}
