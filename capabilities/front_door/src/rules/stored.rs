//! How the rules of a table are kept: JSON of plain codes. The form is ours to keep readable: a field is added with a
//! default, never renamed.

use domain::front_door::table::row::{ConditionRow, RuleRow, TableRow};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Stored {
    standing: String,
    resolution: String,
    default_level: Option<u8>,
    rules: Vec<StoredRule>,
}

#[derive(Serialize, Deserialize)]
struct StoredRule {
    code: String,
    level: u8,
    wording: String,
    conditions: Vec<StoredCondition>,
}

#[derive(Serialize, Deserialize)]
struct StoredCondition {
    kind: String,
    domains: Vec<String>,
    severity: Option<u8>,
    least: Option<u8>,
}

/// The rules of a table as they are kept.
pub(crate) fn written(row: &TableRow) -> String {
    let stored = Stored {
        standing: row.standing.clone(),
        resolution: row.resolution.clone(),
        default_level: row.default_level,
        rules: row.rules.iter().map(StoredRule::from).collect(),
    };
    serde_json::to_string(&stored).unwrap_or_default()
}

/// Fills a table in with the rules that were kept; `None` when they cannot be read.
pub(crate) fn read(mut row: TableRow, text: &str) -> Option<TableRow> {
    let stored: Stored = serde_json::from_str(text).ok()?;
    row.standing = stored.standing;
    row.resolution = stored.resolution;
    row.default_level = stored.default_level;
    row.rules = stored.rules.into_iter().map(RuleRow::from).collect();
    Some(row)
}

impl From<&RuleRow> for StoredRule {
    fn from(row: &RuleRow) -> Self {
        let RuleRow { code, level, wording, conditions } = row.clone();
        Self { code, level, wording, conditions: conditions.into_iter().map(StoredCondition::from).collect() }
    }
}

impl From<StoredRule> for RuleRow {
    fn from(stored: StoredRule) -> Self {
        let StoredRule { code, level, wording, conditions } = stored;
        Self { code, level, wording, conditions: conditions.into_iter().map(ConditionRow::from).collect() }
    }
}

impl From<ConditionRow> for StoredCondition {
    fn from(row: ConditionRow) -> Self {
        let ConditionRow { kind, domains, severity, least } = row;
        Self { kind, domains, severity, least }
    }
}

impl From<StoredCondition> for ConditionRow {
    fn from(stored: StoredCondition) -> Self {
        let StoredCondition { kind, domains, severity, least } = stored;
        Self { kind, domains, severity, least }
    }
}
