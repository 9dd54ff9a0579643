//! The table of the demo region: an example, not for care (*exempel, ej för vård*). No clinician has approved it. It
//! shows the form, and gives the proof something to prove. Each region enters its own (products D2).

use super::row::{ConditionRow, RuleRow, TableRow};
use super::{Condition, DomainSet, Resolution, Standing, Table};
use crate::front_door::level::Level;
use crate::front_door::rating::{Domain, Severity};
use crate::id::Id;
use crate::moment::Day;

/// The example as rows, first edition.
pub fn row(id: Id<Table>, valid_from: Day) -> TableRow {
    TableRow {
        id,
        name: "Vårdnivåstöd Rösmark (exempel, ej för vård)".to_owned(),
        version: 1,
        valid_from,
        standing: Standing::Example.code().to_owned(),
        resolution: Resolution::HighestLevel.code().to_owned(),
        default_level: Some(Level::Advice.number()),
        rules: rules(),
    }
}

fn rules() -> Vec<RuleRow> {
    use Domain::{Attention, Family, LowMood, Safety, SleepAndFood, Substances, Worry};
    use Severity::{Large, Moderate, VeryLarge};
    let health: DomainSet = [LowMood, Worry, SleepAndFood, Family, Attention].into_iter().collect();
    let at_least = |domain, severity| Condition::AtLeast { domain, severity };
    let count = |domains, severity, count| Condition::CountAtLeast { domains, severity, count };
    let sum = |total| Condition::SumAtLeast { domains: DomainSet::ALL, total };
    vec![
        rule("safety_very_large", Level::SameDay, "Mycket stora svårigheter med säkerhet", at_least(Safety, VeryLarge)),
        rule("safety_large", Level::ChildPsychiatry, "Stora svårigheter med säkerhet", at_least(Safety, Large)),
        rule("mood_very_large", Level::ChildPsychiatry, "Mycket stor nedstämdhet", at_least(LowMood, VeryLarge)),
        rule("worry_very_large", Level::ChildPsychiatry, "Mycket stor oro och ångest", at_least(Worry, VeryLarge)),
        rule("food_very_large", Level::ChildPsychiatry, "Mycket stora problem, mat", at_least(SleepAndFood, VeryLarge)),
        rule("three_large", Level::ChildPsychiatry, "Tre områden med stora svårigheter", count(health, Large, 3)),
        rule("safety_moderate", Level::FirstLine, "Måttliga svårigheter med säkerhet", at_least(Safety, Moderate)),
        rule(
            "substances_large",
            Level::FirstLine,
            "Stora svårigheter, alkohol och droger",
            at_least(Substances, Large),
        ),
        rule("one_large", Level::FirstLine, "Ett område med stora svårigheter", count(DomainSet::ALL, Large, 1)),
        rule("two_moderate", Level::FirstLine, "Två områden med måttliga svårigheter", count(health, Moderate, 2)),
        rule("one_moderate", Level::PupilHealth, "Ett område, måttliga", count(DomainSet::ALL, Moderate, 1)),
        rule("many_slight", Level::PupilHealth, "Svårigheter i många områden", sum(6)),
        rule("some_slight", Level::SelfCare, "Lite svårigheter i minst två områden", sum(2)),
    ]
}

fn rule(code: &str, level: Level, wording: &str, condition: Condition) -> RuleRow {
    RuleRow {
        code: code.to_owned(),
        level: level.number(),
        wording: wording.to_owned(),
        conditions: vec![ConditionRow::from(condition)],
    }
}
