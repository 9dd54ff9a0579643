//! Rules, reasons and flaws as sentences a steward and a nurse can read.

use std::collections::BTreeMap;

use domain::front_door::level::Level;
use domain::front_door::rating::{Complete, Domain, Severity};
use domain::front_door::table::row::{RuleFault, RuleRow};
use domain::front_door::table::{Condition, DomainSet, Flaw, Reason, Rule};
use i18n::{Argument, Say};

/// The name of an area of life.
pub(crate) fn area(say: Say<'_>, domain: Domain) -> String {
    say.t(&format!("front-area-{}", domain.code()))
}

/// The name of a level: "3, första linjen".
pub(crate) fn level(say: Say<'_>, level: Level) -> String {
    say.t(&format!("front-level-{}", level.code()))
}

/// How large difficulties are, with their number: "3, stora".
pub(crate) fn severity(say: Say<'_>, severity: Severity) -> String {
    say.t(&format!("front-severity-{}", severity.code()))
}

/// A list with a word before the last: "a, b och c".
pub(crate) fn list(say: Say<'_>, words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), say.t("front-and")),
    }
}

/// A rule as a sentence; a row that is not a rule says what is wrong with it.
pub(crate) fn row(say: Say<'_>, row: &RuleRow) -> Result<String, RuleFault> {
    Rule::try_from(row).map(|parsed| rule(say, &parsed))
}

/// A rule as a sentence: "Om säkerhet är minst 3, stora: nivå 4, BUP."
pub(crate) fn rule(say: Say<'_>, rule: &Rule) -> String {
    let conditions: Vec<String> = rule.conditions().iter().map(|asked| condition(say, *asked)).collect();
    say.message(
        "front-rules-sentence",
        &BTreeMap::from([
            ("conditions", Argument::Words(&list(say, &conditions))),
            ("level", Argument::Words(&level(say, rule.level()))),
        ]),
    )
}

fn condition(say: Say<'_>, condition: Condition) -> String {
    let one = |key: &str, domain, step| {
        let (area, step) = (area(say, domain), severity(say, step));
        say.message(key, &BTreeMap::from([("area", Argument::Words(&area)), ("severity", Argument::Words(&step))]))
    };
    match condition {
        Condition::AtLeast { domain, severity } => one("front-rules-at-least", domain, severity),
        Condition::AtMost { domain, severity } => one("front-rules-at-most", domain, severity),
        Condition::SumAtLeast { domains, total } => say.message(
            "front-rules-sum-at-least",
            &BTreeMap::from([("areas", Argument::Words(&areas(say, domains))), ("total", total.into())]),
        ),
        Condition::CountAtLeast { domains, severity: step, count } => say.message(
            "front-rules-count-at-least",
            &BTreeMap::from([
                ("areas", Argument::Words(&areas(say, domains))),
                ("count", count.into()),
                ("severity", Argument::Words(&severity(say, step))),
            ]),
        ),
    }
}

fn areas(say: Say<'_>, domains: DomainSet) -> String {
    if domains == DomainSet::ALL {
        return say.t("front-rules-all-areas");
    }
    let names: Vec<String> = domains.iter().map(|domain| area(say, domain)).collect();
    list(say, &names)
}

/// Why a rule fired: "Oro och ångest är 3, stora (regeln frågar efter minst 3, stora)".
pub(crate) fn reason(say: Say<'_>, reason: Reason) -> String {
    match reason {
        Reason::RatedAtLeast { domain, rated, asked } => rated_as(say, "front-reason-at-least", domain, rated, asked),
        Reason::RatedAtMost { domain, rated, asked } => rated_as(say, "front-reason-at-most", domain, rated, asked),
        Reason::Sum { domains, total, asked } => say.message(
            "front-reason-sum",
            &BTreeMap::from([
                ("areas", Argument::Words(&areas(say, domains))),
                ("total", total.into()),
                ("asked", asked.into()),
            ]),
        ),
        Reason::Count { domains, count, asked, severity: step } => say.message(
            "front-reason-count",
            &BTreeMap::from([
                ("areas", Argument::Words(&areas(say, domains))),
                ("count", count.into()),
                ("asked", asked.into()),
                ("severity", Argument::Words(&severity(say, step))),
            ]),
        ),
    }
}

fn rated_as(say: Say<'_>, key: &str, domain: Domain, rated: Severity, asked: Severity) -> String {
    let (area, rated, asked) = (area(say, domain), severity(say, rated), severity(say, asked));
    say.message(
        key,
        &BTreeMap::from([
            ("area", Argument::Words(&area)),
            ("rated", Argument::Words(&rated)),
            ("asked", Argument::Words(&asked)),
        ]),
    )
}

/// Why a draft does not hold, with ratings that show it.
pub(crate) fn flaw(say: Say<'_>, flaw: &Flaw) -> String {
    match flaw {
        Flaw::NoLevel { ratings } => {
            say.with("front-rules-flaw-no-level", "ratings", ratings_in_words(say, ratings, None).as_str())
        }
        Flaw::NotMonotone { raised, before, after, level_before, level_after } => say.message(
            "front-rules-flaw-not-monotone",
            &BTreeMap::from([
                ("ratings", Argument::Words(&ratings_in_words(say, before, Some(*raised)))),
                ("before", Argument::Words(&level(say, *level_before))),
                ("area", Argument::Words(&area(say, *raised))),
                ("severity", Argument::Words(&severity(say, after.of(*raised)))),
                ("after", Argument::Words(&level(say, *level_after))),
            ]),
        ),
    }
}

/// The areas that are rated above nothing, and the one that is spoken of.
fn ratings_in_words(say: Say<'_>, ratings: &Complete, also: Option<Domain>) -> String {
    let named = |domain: &Domain| ratings.of(*domain) > Severity::None || also == Some(*domain);
    let words: Vec<String> = Domain::ALL
        .into_iter()
        .filter(named)
        .map(|domain| format!("{} {}", area(say, domain), ratings.of(domain).number()))
        .collect();
    if words.is_empty() {
        return say.t("front-rules-all-zero");
    }
    let named = list(say, &words);
    if words.len() == Domain::ALL.len() { named } else { say.with("front-rules-others-zero", "ratings", &named) }
}
