//! Broken files for the commands: bytes and values of good files changed at random, a fixed number of them, from a seed.
//! Nothing may panic; a statistics file that still is one gets an answer for every case.

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};
    use serde_json::{Value, json};

    // How many broken files of each kind; enough to meet every kind of damage many times.
    const STATISTICS_FILES: usize = 4_000;
    const TABLES: usize = 1_000;
    const RELEASES: usize = 1_000;

    fn cases() -> Vec<Value> {
        let case = |method: &str, input: Value| json!({"method": method, "cases": [{"id": "one", "input": input}]});
        let rows = json!([{"quantile": 1, "population": 9, "value": 3, "lower_cl": 2, "upper_cl": 4},
            {"quantile": 2, "population": 8, "value": 3, "lower_cl": 2, "upper_cl": 4},
            {"quantile": 3, "population": 7, "value": 4, "lower_cl": 2, "upper_cl": 5},
            {"quantile": 4, "population": 6, "value": 5, "lower_cl": 4, "upper_cl": 6},
            {"quantile": 5, "population": 5, "value": 6, "lower_cl": 5, "upper_cl": 7}]);
        let survey = json!([{"s": 1, "p": 1, "w": 2, "y": 0, "dom": "a"}, {"s": 1, "p": 2, "w": 3, "y": 1, "dom": "b"},
            {"s": 2, "p": 3, "w": 2, "y": 1, "dom": "a"}, {"s": 2, "p": 4, "w": 9, "y": 0, "dom": "b"}]);
        let years = json!([{"year": 1, "x": 5, "n": 90}, {"year": 2, "x": 6, "n": 91}, {"year": 3, "x": 8, "n": 95},
            {"year": 4, "x": 9, "n": 99}, {"year": 5, "x": 12, "n": 98}]);
        vec![
            case("wilson_proportion", json!({"x": [1, "NA", 3], "n": [9, 8, 3], "confidence": 95})),
            case("rate_byar_exact", json!({"x": 9.5, "n": 100, "confidence": 0.95, "multiplier": 1000})),
            case("mean_t", json!({"values": [1, 2, 4, 8], "confidence": 0.99})),
            case("dsr_dobson", json!({"x": [4, 9], "n": [90, 80], "stdpop": [5, 6], "confidence": [0.95, 0.998]})),
            case("dsr_nonindependent", json!({"rows": [{"ageband": 1, "eventfreq": 2, "x": 7, "n": 90, "stdpop": 4}]})),
            case("isr_smr", json!({"x": [4, 9], "n": [90, 80], "x_ref": [5, 6], "n_ref": [700, 800]})),
            case("quantile", json!({"values": [3, 1, 2, "NA", 5], "nquantiles": 2, "invert": true})),
            case(
                "funnel",
                json!({"statistic": "rate", "rows": [{"numerator": 9, "denominator": 90}], "multiplier": 9}),
            ),
            case("recent_trend", json!({"kind": "proportion", "rows": years})),
            case("compare_two_areas", json!({"kind": "proportions", "x1": 5, "n1": 9, "x2": 0, "n2": 8})),
            case("compare_two_areas", json!({"kind": "rates", "x1": 5, "n1": 9, "x2": 0, "n2": 8})),
            case("kaplan_meier", json!({"time": [1, 2, 2, 5], "status": [1, 0, 1, 1], "conf_type": "plain"})),
            case("km_at_times", json!({"time": [1, 2, 2, 5], "status": [1, 0, 1, 1], "times": [0, 3, 9]})),
            case("logrank", json!({"time": [1, 2, 3], "status": [1, 1, 0], "group": [1, 2, 1], "stratum": [1, 1, 2]})),
            case(
                "survey_prevalence",
                json!({"rows": survey, "lonely_psu": "adjust",
                "design": {"ids": "p", "strata": "s", "weights": "w", "fpc": null}}),
            ),
            case("segregation", json!({"counts": [[1, 2, 3], [4, 0, 6]]})),
            case("moran", json!({"x": [1, 2, 4, 8], "neighbours": [[2], [1, 3], [2, 4], [3]], "style": "W"})),
            case(
                "reliable_change",
                json!({"pre": [9], "post": [3], "sd_pre": 2, "reliability": 0.8,
                "lower_is_better": true, "dysfunctional": {"mean": 8, "sd": 2}, "functional": {"mean": 3, "sd": 2}}),
            ),
            case(
                "small_count_rounding",
                json!({"round_base": 3, "rows": [
                {"municipality": "a", "region": "r", "age": 1, "sex": "F", "freq": 2},
                {"municipality": "b", "region": "r", "age": 1, "sex": "F", "freq": 7}]}),
            ),
            case("sii_rii", json!({"rows": rows, "value_type": 0, "transform": false, "multiplier": 1})),
        ]
    }

    fn table() -> Value {
        json!({"dims": ["k", "a"], "rule": {"maxN": 3, "protect_zeros": true}, "min_width": 3, "objective": "cells",
            "seconds": 1, "inner": [{"freq": 2}, {"freq": 9}, {"freq": 8}, {"freq": 5}],
            "publish": [{"freq": 2}, {"freq": 9}, {"freq": 8}, {"freq": 5}, {"freq": 11}, {"freq": 13}, {"freq": 10},
                {"freq": 14}, {"freq": 24}],
            "members": [[0], [1], [2], [3], [0, 1], [2, 3], [0, 2], [1, 3], [0, 1, 2, 3]], "suppressed": [0, 1, 2, 3]})
    }

    /// Something else in place of a value.
    fn strange(chance: &mut StdRng) -> Value {
        let odd = [
            json!(null),
            json!(-1),
            json!(0),
            json!(0.5),
            json!(1e308),
            json!(-1e308),
            json!(5e-324),
            json!("NA"),
            json!("Inf"),
            json!("text"),
            json!([]),
            json!({}),
            json!(true),
            json!(1e9),
            json!([1, [2]]),
            json!(4_294_967_296_u64),
        ];
        odd[chance.random_range(0..odd.len())].clone()
    }

    /// Changes one value somewhere below.
    fn change(value: &mut Value, chance: &mut StdRng) {
        match value {
            Value::Array(items) if !items.is_empty() && chance.random_bool(0.9) => {
                let at = chance.random_range(0..items.len());
                match chance.random_range(0..6) {
                    0 => drop(items.remove(at)),
                    1 => items.push(items[at].clone()),
                    _ => change(&mut items[at], chance),
                }
            }
            Value::Object(map) if !map.is_empty() && chance.random_bool(0.95) => {
                let at = chance.random_range(0..map.len());
                let key = map.keys().nth(at).unwrap().clone();
                if chance.random_range(0..8) == 0 {
                    map.remove(&key);
                } else {
                    change(&mut map[&key], chance);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                *value = strange(chance);
            }
        }
    }

    fn broken(value: &Value, chance: &mut StdRng) -> Vec<u8> {
        let mut value = value.clone();
        for _ in 0..chance.random_range(1..4) {
            change(&mut value, chance);
        }
        let mut text = value.to_string().into_bytes();
        if chance.random_range(0..5) == 0 {
            let at = chance.random_range(0..text.len());
            text[at] = chance.random();
        }
        text
    }

    #[test]
    fn broken_statistics_files_are_answered_or_refused() {
        let (mut chance, cases) = (StdRng::seed_from_u64(1), cases());
        for good in cases.iter().cycle().take(STATISTICS_FILES) {
            let mut output = Vec::new();
            if statistics::command::statistics(broken(good, &mut chance).as_slice(), &mut output).is_ok() {
                let answer: Value = serde_json::from_slice(&output).unwrap();
                for case in answer["cases"].as_array().unwrap() {
                    assert!(case.get("output").is_some() != case.get("error").is_some(), "{case}");
                }
            }
        }
    }

    #[test]
    fn broken_tables_are_protected_attacked_or_refused() {
        let (mut chance, good) = (StdRng::seed_from_u64(2), table());
        for _ in 0..TABLES {
            let file = broken(&good, &mut chance);
            let mut output = Vec::new();
            if statistics::command::protect(file.as_slice(), &mut output).is_ok() {
                serde_json::from_slice::<Value>(&output).unwrap();
            }
            output.clear();
            if statistics::command::attack(file.as_slice(), &mut output).is_ok() {
                serde_json::from_slice::<Value>(&output).unwrap();
            }
        }
    }

    #[test]
    fn broken_releases_are_weighed_or_refused() {
        let mut chance = StdRng::seed_from_u64(3);
        let ledger = json!({"rule": {"maxN": 3}, "attacker": "insider", "watch_inner": true,
            "inner": [{"freq": 40, "who": "a"}, {"freq": 3, "who": 2}, {"freq": 50, "who": "a", "primary": false}],
            "releases": [{"name": "one", "publish": [{}, {}, {}], "members": [[0], [1, 2], [0, 1]], "suppressed": [2]}]});
        let release = json!({"name": "two", "publish": [{"freq": 43}, {}], "members": [[0, 1], [2]], "suppressed": [1],
            "attacker": "insider"});
        for _ in 0..RELEASES {
            let (ledger, release) = (broken(&ledger, &mut chance), broken(&release, &mut chance));
            let mut output = Vec::new();
            if statistics::command::ledger(ledger.as_slice(), Some(&mut release.as_slice()), &mut output).is_ok() {
                let answer: Value = serde_json::from_slice(&output).unwrap();
                assert!(answer["safe"].is_boolean(), "{answer}");
            }
        }
    }
}
