//! The region's table: what it suggests and why, and that the proof holds.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail; clippy sees helpers in tests/ as ordinary code"
)]

use domain::front_door::level::Level;
use domain::front_door::rating::{Complete, DOMAIN_COUNT, Domain, Rating, Ratings, Severity};
use domain::front_door::table::row::{ConditionRow, RowFault, RuleFault, RuleRow, TableRow};
use domain::front_door::table::{
    CONDITIONS_MAX, Condition, DomainSet, Draft, Firing, Flaw, RULES_MAX, Reason, Suggestion, Table, example, in_force,
};
use domain::id::Id;
use domain::moment::{Day, Moment};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

fn prove(row: &TableRow) -> Result<Table, Flaw> {
    Draft::try_from(row).unwrap().validate()
}

fn example() -> Table {
    prove(&example::row(id(1), day("2027-01-01"))).unwrap()
}

/// `rated([("school", 4), ("worry", 3)])`, with no difficulties elsewhere.
fn rated(pairs: &[(&str, u8)]) -> Complete {
    pairs.iter().fold(Complete::NO_DIFFICULTIES, |ratings, (code, number)| {
        ratings.with(Domain::from_code(code).unwrap(), Severity::from_number(*number).unwrap())
    })
}

fn rule(code: &str, level: u8, conditions: &[Condition]) -> RuleRow {
    RuleRow {
        code: code.to_owned(),
        level,
        wording: code.to_owned(),
        conditions: conditions.iter().map(|condition| ConditionRow::from(*condition)).collect(),
    }
}

fn table(resolution: &str, default_level: Option<u8>, rules: Vec<RuleRow>) -> TableRow {
    TableRow { resolution: resolution.to_owned(), default_level, rules, ..example::row(id(1), day("2027-01-01")) }
}

fn at_least(code: &str, number: u8) -> Condition {
    Condition::AtLeast { domain: Domain::from_code(code).unwrap(), severity: Severity::from_number(number).unwrap() }
}

fn at_most(code: &str, number: u8) -> Condition {
    Condition::AtMost { domain: Domain::from_code(code).unwrap(), severity: Severity::from_number(number).unwrap() }
}

#[test]
fn the_example_suggests_a_level_with_the_rule_that_decided() {
    let cases = [
        (Vec::<(&str, u8)>::new(), Level::Advice, "default"),
        (vec![("friends", 1)], Level::Advice, "default"),
        (vec![("friends", 1), ("family", 1)], Level::SelfCare, "some_slight"),
        (vec![("friends", 2)], Level::PupilHealth, "one_moderate"),
        (vec![("low_mood", 2), ("worry", 2)], Level::FirstLine, "two_moderate"),
        (vec![("school", 4), ("worry", 3), ("safety", 1)], Level::FirstLine, "one_large"),
        (vec![("safety", 2)], Level::FirstLine, "safety_moderate"),
        (vec![("worry", 4)], Level::ChildPsychiatry, "worry_very_large"),
        (vec![("low_mood", 3), ("worry", 3), ("family", 3)], Level::ChildPsychiatry, "three_large"),
        (vec![("safety", 4), ("worry", 4)], Level::SameDay, "safety_very_large"),
    ];
    for (pairs, level, rule) in cases {
        let Suggestion::Level(suggested) = example().suggest(&rated(&pairs).into()) else { panic!("{pairs:?}") };
        let fired = match &suggested.firing {
            Firing::Rule(code) => code.as_str(),
            Firing::Default => "default",
        };
        assert_eq!((suggested.level, fired), (level, rule), "{pairs:?}");
    }
}

#[test]
fn a_suggestion_names_the_areas_that_weigh_most() {
    let ratings = rated(&[("safety", 1), ("worry", 3), ("school", 4), ("friends", 3), ("family", 1)]);
    let Suggestion::Level(suggested) = example().suggest(&ratings.into()) else { panic!() };
    let expected =
        [(Domain::School, Severity::VeryLarge), (Domain::Worry, Severity::Large), (Domain::Friends, Severity::Large)];
    assert_eq!(suggested.contributing, expected);
    let count = Reason::Count { domains: DomainSet::ALL, count: 3, asked: 1, severity: Severity::Large };
    assert_eq!(suggested.reasons, [count]);
}

#[test]
fn not_knowing_never_gives_a_level_but_says_what_to_ask() {
    let only_friends_missing = Ratings::from(rated(&[("safety", 4)])).with(Domain::Friends, Rating::Unknown);
    let safety_missing = Ratings::from(rated(&[("worry", 2)])).with(Domain::Safety, Rating::Unknown);
    let cases: &[(Ratings, &[Domain], &[Domain])] = &[
        (only_friends_missing, &[Domain::Friends], &[]),
        (safety_missing, &[Domain::Safety], &[Domain::Safety]),
        (Ratings::UNKNOWN, &Domain::ALL, &Domain::ALL),
    ];
    for (ratings, unknown, decisive) in cases {
        let Suggestion::MoreInformationNeeded(missing) = example().suggest(ratings) else { panic!("{ratings:?}") };
        assert_eq!((missing.unknown.as_slice(), missing.decisive.as_slice()), (*unknown, *decisive));
    }
}

#[test]
fn the_example_has_no_idle_rule() {
    assert_eq!(example().idle_rules(), []);
}

#[test]
fn a_table_survives_becoming_rows_and_back() {
    let row = example::row(id(1), day("2027-01-01"));
    assert_eq!(TableRow::from(example().draft()), row);
}

#[test]
fn the_table_in_force_is_the_one_that_began_last() {
    let edition = |number, from: &str| {
        prove(&TableRow { version: number, ..example::row(id(u128::from(number)), day(from)) }).unwrap()
    };
    let tables = [edition(1, "2027-01-01"), edition(3, "2027-03-01"), edition(2, "2027-02-01")];
    let cases = [("2026-12-31", None), ("2027-01-01", Some(1)), ("2027-02-28", Some(2)), ("2027-09-01", Some(3))];
    for (on, version) in cases {
        let at = Moment::in_stockholm(day(on), 0, 0);
        assert_eq!(in_force(&tables, at).map(|table| table.reference().version.0), version, "{on}");
    }
}

#[test]
fn a_flawed_table_is_refused_with_ratings_that_show_it() {
    let cases = [
        ("no default", table("highest_level", None, vec![rule("one", 3, &[at_least("safety", 1)])]), "no_level"),
        (
            "falls at the top",
            table("highest_level", Some(0), vec![rule("one", 3, &[at_most("worry", 2)])]),
            "not_monotone",
        ),
        (
            "default above a rule",
            table("highest_level", Some(4), vec![rule("one", 1, &[at_least("worry", 3)])]),
            "not_monotone",
        ),
        (
            "a lower rule listed first",
            table(
                "first_listed",
                Some(0),
                vec![
                    rule("low", 1, &[at_least("worry", 2)]),
                    rule("high", 4, &[at_least("worry", 4), at_least("safety", 1)]),
                    rule("mid", 2, &[at_least("safety", 1)]),
                ],
            ),
            "not_monotone",
        ),
    ];
    for (name, row, code) in cases {
        let flaw = prove(&row).expect_err(name);
        assert_eq!(flaw.code(), code, "{name}");
        assert_shown(&Draft::try_from(&row).unwrap(), &flaw);
    }
}

#[test]
fn rows_that_make_no_sense_are_refused_by_name() {
    let condition = |kind: &str, domains: &[&str], severity, least| ConditionRow {
        kind: kind.to_owned(),
        domains: domains.iter().map(|code| (*code).to_owned()).collect(),
        severity,
        least,
    };
    let cases = [
        (condition("below", &["safety"], Some(1), None), RuleFault::UnknownKind),
        (condition("at_least", &["mood"], Some(1), None), RuleFault::UnknownDomain),
        (condition("at_least", &["safety", "worry"], Some(1), None), RuleFault::DomainCount),
        (condition("sum_at_least", &["safety", "safety"], None, Some(1)), RuleFault::DomainCount),
        (condition("sum_at_least", &[], None, Some(1)), RuleFault::DomainCount),
        (condition("at_least", &["safety"], Some(5), None), RuleFault::Severity),
        (condition("at_least", &["safety"], None, None), RuleFault::Severity),
        (condition("sum_at_least", &["safety"], None, None), RuleFault::LeastMissing),
        (condition("at_least", &["safety"], Some(0), None), RuleFault::AlwaysHolds),
        (condition("at_most", &["safety"], Some(4), None), RuleFault::AlwaysHolds),
        (condition("count_at_least", &["safety"], Some(0), Some(1)), RuleFault::AlwaysHolds),
        (condition("sum_at_least", &["safety"], None, Some(5)), RuleFault::NeverHolds),
        (condition("count_at_least", &["safety"], Some(1), Some(2)), RuleFault::NeverHolds),
    ];
    for (condition, fault) in cases {
        let row = RuleRow { conditions: vec![condition.clone()], ..rule("one", 1, &[]) };
        let result = Draft::try_from(&table("highest_level", Some(0), vec![row]));
        assert_eq!(result, Err(RowFault::Rule { rule: 0, fault }), "{condition:?}");
    }
}

/// The flaw's own ratings show the flaw in the draft.
fn assert_shown(draft: &Draft, flaw: &Flaw) {
    match *flaw {
        Flaw::NoLevel { ratings } => assert_eq!(draft.level(&ratings), None),
        Flaw::NotMonotone { raised, before, after, level_before, level_after } => {
            assert_eq!(before.of(raised).raised(), Some(after.of(raised)));
            assert_eq!(before.with(raised, after.of(raised)), after);
            assert_eq!((draft.level(&before), draft.level(&after)), (Some(level_before), Some(level_after)));
            assert!(level_after < level_before);
        }
    }
}

// --- properties

fn any_condition(domains: usize) -> impl Strategy<Value = ConditionRow> {
    let codes: Vec<String> = Domain::ALL[..domains].iter().map(|domain| domain.code().to_owned()).collect();
    let one = prop::sample::select(codes.clone());
    let some = prop::sample::subsequence(codes, 1..=domains);
    prop_oneof![
        3 => (one.clone(), 1..=4_u8).prop_map(|(code, severity)| ("at_least", vec![code], Some(severity), None)),
        1 => (one, 0..=3_u8).prop_map(|(code, severity)| ("at_most", vec![code], Some(severity), None)),
        1 => some.clone().prop_flat_map(|codes| {
            let most = 4 * u8::try_from(codes.len()).unwrap();
            (Just(codes), 1..=most).prop_map(|(codes, least)| ("sum_at_least", codes, None, Some(least)))
        }),
        1 => some.prop_flat_map(|codes| {
            let most = u8::try_from(codes.len()).unwrap();
            (Just(codes), 1..=4_u8, 1..=most)
                .prop_map(|(codes, severity, least)| ("count_at_least", codes, Some(severity), Some(least)))
        }),
    ]
    .prop_map(|(kind, domains, severity, least)| ConditionRow { kind: kind.to_owned(), domains, severity, least })
}

fn any_table(domains: usize) -> impl Strategy<Value = TableRow> {
    let conditions = prop::collection::vec(any_condition(domains), 1..=2);
    let rules = prop::collection::vec((0..=5_u8, conditions), 0..=5);
    let resolution = prop::sample::select(vec!["highest_level", "first_listed"]);
    let default = prop_oneof![1 => Just(None), 6 => (0..=1_u8).prop_map(Some), 1 => (0..=5_u8).prop_map(Some)];
    (rules, resolution, default).prop_map(|(rules, resolution, default)| {
        let rules = rules
            .into_iter()
            .enumerate()
            .map(|(place, (level, conditions))| RuleRow { conditions, ..rule(&format!("rule_{place}"), level, &[]) });
        table(resolution, default, rules.collect())
    })
}

/// A table with rules that only ask for more, and the default lowest: what a careful region writes.
fn any_careful_table() -> impl Strategy<Value = TableRow> {
    any_table(DOMAIN_COUNT).prop_map(|mut row| {
        "highest_level".clone_into(&mut row.resolution);
        row.default_level = Some(0);
        for rule in &mut row.rules {
            rule.conditions.retain(|condition| condition.kind != "at_most");
        }
        row.rules.retain(|rule| !rule.conditions.is_empty());
        row
    })
}

fn any_complete() -> impl Strategy<Value = Complete> {
    prop::array::uniform9(0..=4_u8).prop_map(|numbers| {
        Domain::ALL.into_iter().zip(numbers).fold(Complete::NO_DIFFICULTIES, |ratings, (domain, number)| {
            ratings.with(domain, Severity::from_number(number).unwrap())
        })
    })
}

/// Every rating of the first areas, the others without difficulties.
fn every(domains: usize) -> Vec<Complete> {
    Domain::ALL[..domains].iter().fold(vec![Complete::NO_DIFFICULTIES], |found, domain| {
        found.iter().flat_map(|ratings| Severity::ALL.map(|severity| ratings.with(*domain, severity))).collect()
    })
}

fn is_sound_by_brute_force(draft: &Draft, domains: usize) -> bool {
    every(domains).iter().all(|ratings| {
        draft.level(ratings).is_some()
            && Domain::ALL[..domains].iter().all(|domain| {
                let Some(raised) = ratings.of(*domain).raised() else { return true };
                draft.level(ratings) <= draft.level(&ratings.with(*domain, raised))
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_proof_agrees_with_brute_force(row in any_table(3)) {
        let draft = Draft::try_from(&row).unwrap();
        match draft.clone().validate() {
            Ok(table) => {
                prop_assert!(is_sound_by_brute_force(&draft, 3));
                for rule in table.rules() {
                    let decides = every(3).into_iter().any(|ratings| match table.suggest(&ratings.into()) {
                        Suggestion::Level(suggested) => suggested.firing == Firing::Rule(rule.code().clone()),
                        Suggestion::MoreInformationNeeded(_) => false,
                    });
                    prop_assert_eq!(decides, !table.idle_rules().contains(rule.code()));
                }
            }
            Err(flaw) => {
                assert_shown(&draft, &flaw);
                prop_assert!(!is_sound_by_brute_force(&draft, 3));
            }
        }
    }

    #[test]
    fn what_must_be_asked_agrees_with_brute_force(row in any_table(3), ratings in any_complete(), unknown in 1..8_u8) {
        let Ok(table) = prove(&row) else { return Ok(()) };
        let unknown: Vec<Domain> = (0..3).filter(|bit| unknown & (1 << bit) != 0).map(|bit| Domain::ALL[bit]).collect();
        let asked = unknown.iter().fold(Ratings::from(ratings), |asked, domain| asked.with(*domain, Rating::Unknown));
        let completions: Vec<Complete> = every(3).into_iter().filter(|complete| {
            let same = |domain: &Domain| complete.of(*domain) == ratings.of(*domain);
            Domain::ALL[..3].iter().all(|domain| unknown.contains(domain) || same(domain))
        }).collect();
        let changes = |domain: Domain| completions.iter().any(|complete| Severity::ALL.iter().any(|severity| {
            table.level(&complete.with(domain, *severity)) != table.level(complete)
        }));
        let expected: Vec<Domain> = unknown.iter().copied().filter(|domain| changes(*domain)).collect();
        let Suggestion::MoreInformationNeeded(missing) = table.suggest(&asked) else { panic!() };
        prop_assert_eq!((missing.unknown, missing.decisive), (unknown, expected));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn raising_a_rating_never_lowers_the_level_of_a_proven_table(
        row in prop_oneof![any_careful_table(), any_table(DOMAIN_COUNT)],
        vectors in prop::collection::vec((any_complete(), 0..DOMAIN_COUNT), 64),
    ) {
        let draft = Draft::try_from(&row).unwrap();
        match draft.clone().validate() {
            Ok(table) => for (ratings, domain) in vectors {
                let Some(raised) = ratings.of(Domain::ALL[domain]).raised() else { continue };
                prop_assert!(table.level(&ratings) <= table.level(&ratings.with(Domain::ALL[domain], raised)));
            },
            Err(flaw) => assert_shown(&draft, &flaw),
        }
    }

    #[test]
    fn a_table_that_only_asks_for_more_is_always_proven(row in any_careful_table()) {
        prop_assert!(prove(&row).is_ok());
    }
}

/// As many rules as fit, all different: as hard to fold as a table can be.
fn any_dense_table() -> impl Strategy<Value = TableRow> {
    let conditions = prop::collection::vec(any_condition(DOMAIN_COUNT), 1..=CONDITIONS_MAX);
    let rules = prop::collection::vec((0..=5_u8, conditions), RULES_MAX);
    (rules, prop::sample::select(vec!["highest_level", "first_listed"])).prop_map(|(rules, resolution)| {
        let rules = rules
            .into_iter()
            .enumerate()
            .map(|(place, (level, conditions))| RuleRow { conditions, ..rule(&format!("rule_{place}"), level, &[]) });
        table(resolution, Some(0), rules.collect())
    })
}

#[test]
fn the_costliest_table_is_proven_in_seconds_even_without_optimisation() {
    let sums = (1..=36_u8).map(|total| {
        rule(&format!("sum_{total}"), total / 8, &[Condition::SumAtLeast { domains: DomainSet::ALL, total }])
    });
    let counts = (1..=9_u8).map(|count| {
        let severity = Severity::Moderate;
        rule(
            &format!("count_{count}"),
            count / 2,
            &[Condition::CountAtLeast { domains: DomainSet::ALL, severity, count }],
        )
    });
    assert!(prove(&table("highest_level", Some(0), sums.chain(counts).collect())).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_that_is_full_is_still_proven_or_refused_truly(row in any_dense_table()) {
        let draft = Draft::try_from(&row).unwrap();
        if let Err(flaw) = draft.clone().validate() {
            assert_shown(&draft, &flaw);
        }
    }
}
