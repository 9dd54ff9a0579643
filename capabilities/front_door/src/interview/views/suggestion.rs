//! The suggestion of the table in force, with its reasons, or with what is still unknown.

use domain::front_door::interview::Draft;
use domain::front_door::level::Level;
use domain::front_door::table::{Firing, Standing, Suggestion, Table};
use i18n::Say;

use crate::rules::sentences;
use crate::work::sentence;

/// The suggestion as shown: support for a judgement, never more.
pub(crate) struct SuggestionView {
    /// Whether there is a table in force.
    pub(crate) has_table: bool,
    pub(crate) example: bool,
    pub(crate) levels: Vec<LevelView>,
    pub(crate) rule: String,
    pub(crate) reasons: Vec<String>,
    pub(crate) unknown: Vec<String>,
    pub(crate) decisive: Vec<String>,
    pub(crate) rules_href: String,
    pub(crate) rules_label: String,
}

pub(crate) struct LevelView {
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) current: bool,
}

/// The suggestion of the table in force for the ratings so far.
pub(crate) fn suggestion(say: Say<'_>, table: Option<&Table>, draft: &Draft) -> SuggestionView {
    let suggestion = table.map(|table| table.suggest(&draft.ratings()));
    let suggested = suggestion.as_ref().and_then(Suggestion::level);
    let level = |level: Level| LevelView {
        name: sentences::level(say, level),
        about: if suggested == Some(level) {
            say.t(&format!("front-level-{}-about", level.code()))
        } else {
            String::new()
        },
        current: suggested == Some(level),
    };
    let mut view = SuggestionView {
        has_table: table.is_some(),
        example: table.is_some_and(|table| table.reference().standing == Standing::Example),
        levels: Level::ALL.into_iter().map(level).collect(),
        rule: String::new(),
        reasons: vec![],
        unknown: vec![],
        decisive: vec![],
        rules_href: table.map(|table| format!("/regler/{}", table.reference().id)).unwrap_or_default(),
        rules_label: table
            .map(|table| say.with("front-suggestion-how", "version", table.reference().version.0))
            .unwrap_or_default(),
    };
    let areas = |domains: &[_]| domains.iter().map(|domain| sentence(&sentences::area(say, *domain))).collect();
    match suggestion {
        Some(Suggestion::Level(suggested)) => {
            view.rule = match (&suggested.firing, table) {
                (Firing::Rule(code), Some(table)) => {
                    let rule = table.rules().iter().find(|rule| rule.code() == code);
                    rule.map(|rule| rule.wording().as_str().to_owned()).unwrap_or_default()
                }
                (Firing::Rule(_) | Firing::Default, _) => say.t("front-suggestion-default"),
            };
            view.reasons = suggested.reasons.iter().map(|reason| sentence(&sentences::reason(say, *reason))).collect();
        }
        Some(Suggestion::MoreInformationNeeded(missing)) => {
            view.unknown = areas(&missing.unknown);
            view.decisive = areas(&missing.decisive);
        }
        None => {}
    }
    view
}
