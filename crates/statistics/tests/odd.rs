//! Odd inputs through the commands: nothing panics, nothing hangs, nothing is "not a number"; what is wrong is named.

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    const METHODS: [&str; 19] = [
        "wilson_proportion",
        "rate_byar_exact",
        "mean_t",
        "dsr_dobson",
        "dsr_nonindependent",
        "isr_smr",
        "quantile",
        "sii_rii",
        "funnel",
        "recent_trend",
        "compare_two_areas",
        "kaplan_meier",
        "km_at_times",
        "logrank",
        "survey_prevalence",
        "segregation",
        "moran",
        "reliable_change",
        "small_count_rounding",
    ];

    fn run(method: &str, cases: &Value) -> Value {
        let mut output = Vec::new();
        let file = json!({"method": method, "cases": cases}).to_string();
        statistics::command::statistics(file.as_bytes(), &mut output).unwrap();
        let answer: Value = serde_json::from_slice(&output).unwrap();
        answer["cases"].clone()
    }

    fn one(method: &str, input: &Value) -> Value {
        run(method, &json!([{"id": "it", "input": input}]))[0].clone()
    }

    #[track_caller]
    fn refused(method: &str, input: &Value, why: &str) {
        let found = one(method, input);
        let said = found["error"].as_str().unwrap_or_default();
        assert!(said.starts_with("case it: ") && said.contains(why), "{method} {input}: {found}");
    }

    #[track_caller]
    fn answered(method: &str, input: &Value) -> Value {
        let found = one(method, input);
        assert!(found.get("output").is_some(), "{method} {input}: {found}");
        found["output"].clone()
    }

    #[test]
    fn nothing_at_all_is_refused_by_every_method_or_has_a_table_without_rows() {
        let input = json!({"x": [], "n": [], "values": [], "stdpop": [], "rows": [], "x_ref": [], "n_ref": [], "time": [],
            "status": [], "times": [], "group": [], "counts": [], "neighbours": [], "pre": [], "post": [], "sd_pre": 1,
            "reliability": 0.5, "lower_is_better": true, "statistic": "rate", "kind": "proportion", "value_type": 0,
            "nquantiles": 4, "round_base": 3, "design": {}});
        for method in METHODS {
            let found = one(method, &input);
            assert!(found.get("output").is_some() != found.get("error").is_some(), "{method}: {found}");
        }
        refused("mean_t", &input, "empty");
        refused("kaplan_meier", &input, "empty");
        refused("survey_prevalence", &input, "empty");
        refused("funnel", &input, "empty");
    }

    #[test]
    fn numbers_beyond_all_measure_are_refused_and_not_worked_into_something_that_is_none() {
        refused("wilson_proportion", &json!({"x": 1e308, "n": 1e308}), "larger than 10^15");
        refused("rate_byar_exact", &json!({"x": 3, "n": 5e-324}), "closer to zero");
        refused("dsr_dobson", &json!({"x": [1e-300], "n": [1], "stdpop": [1]}), "closer to zero");
        refused("rate_byar_exact", &json!({"x": 3, "n": 5, "multiplier": 1e308}), "multiplier");
        refused("rate_byar_exact", &json!({"x": 3, "n": 5, "multiplier": 0}), "multiplier");
        refused(
            "reliable_change",
            &json!({"pre": [1e308], "post": [-1e308], "sd_pre": 1, "reliability": 0.5,
            "lower_is_better": true}),
            "a score is larger",
        );
        let rows: Vec<Value> = (0..5).map(|year| json!({"year": year, "x": 1e300, "n": 1e301})).collect();
        refused("recent_trend", &json!({"kind": "proportion", "rows": rows}), "larger than 10^15");
        let rows: Vec<Value> = (0..5).map(|year| json!({"year": year, "value": 1, "lower": 2, "upper": 1})).collect();
        refused("recent_trend", &json!({"kind": "other", "rows": rows}), "lower limit");
        let found = answered("mean_t", &json!({"values": [1e308, -1e308, 1.5e308]}));
        assert!(found["value"].is_number() && found["lowercl"].is_null(), "{found}");
    }

    #[test]
    fn large_numbers_are_answered_at_once() {
        let rows = json!([{"numerator": 9e14, "denominator": 1e15}, {"numerator": 4, "denominator": 5}]);
        for statistic in ["proportion", "rate", "ratio"] {
            let found = answered("funnel", &json!({"statistic": statistic, "rows": rows}));
            assert_eq!(found["limits"].as_array().unwrap().len(), 100, "{statistic}");
        }
        let found = answered("segregation", &json!({"counts": [[1_000_000_000, 1], [1_000_000_000, 3]]}));
        assert!(found["dissimilarity_expected"].is_number(), "{found}");
        let found = answered("segregation", &json!({"counts": [[1e14, 1], [1e14, 3]]}));
        assert!(found["dissimilarity_expected"].is_null() && found["dissimilarity"].is_number(), "{found}");
        let areas = json!({"kind": "rates", "x1": 9e14, "n1": 1e15, "x2": 1e-15, "n2": 1e-15});
        let found = answered("compare_two_areas", &areas);
        assert!(found["exact_p"].is_null(), "{found}");
        let rows: Vec<Value> = (0..4_000)
            .map(|at| json!({"municipality": at, "region": at / 40, "age": at % 3, "sex": "F", "freq": at % 3}))
            .collect();
        let found = answered("small_count_rounding", &json!({"round_base": 3, "rows": rows}));
        let total = &found["reference"]["publish"][0];
        assert!(total["difference"].as_i64().unwrap().abs() < total["original"].as_i64().unwrap() / 30, "{total}");
    }

    #[test]
    fn a_confidence_of_almost_one_has_limits() {
        for (method, input) in [
            ("wilson_proportion", json!({"x": 3, "n": 9, "confidence": 0.999_999_999_999_999_9})),
            ("rate_byar_exact", json!({"x": 30, "n": 9, "confidence": 0.999_999_999_999_999_9})),
            ("rate_byar_exact", json!({"x": 3, "n": 9, "confidence": 0.999_999_999_999_999_9})),
        ] {
            let found = answered(method, &input);
            assert!(found["lowercl"].is_number() && found["uppercl"].is_number(), "{method}: {found}");
        }
        refused("wilson_proportion", &json!({"x": 3, "n": 9, "confidence": 1}), "confidence level");
    }

    #[test]
    fn a_number_where_a_word_belongs_is_named_and_not_passed_over() {
        let waits = json!({"time": [1, 2], "status": [1, 0], "conf_type": 5});
        refused("kaplan_meier", &waits, "\"conf_type\" is a number where text belongs");
        let survey = json!({"rows": [{"y": 1}, {"y": 0}], "design": {}, "lonely_psu": true});
        refused("survey_prevalence", &survey, "\"lonely_psu\"");
        let survey = json!({"rows": [{"y": 1}, {"y": 0}], "design": {"weights": 3}});
        refused("survey_prevalence", &survey, "\"weights\"");
        let areas = json!({"x": [1, 2, 3, 4], "neighbours": [[2], [1], [4], [3]], "style": 0});
        refused("moran", &areas, "\"style\"");
        let table = |key: &str, value: Value| {
            let mut table = json!({"rule": {"maxN": 3}, "inner": [{"freq": 9}], "publish": [{}], "members": [[0]]});
            table[key] = value;
            let mut output = Vec::new();
            let found = statistics::command::protect(table.to_string().as_bytes(), &mut output);
            found.err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert_eq!(table("attacker", json!(["insider"])), "\"attacker\" is a list where text belongs.");
        assert_eq!(table("objective", json!(1)), "\"objective\" is a number where text belongs.");
    }

    #[test]
    fn a_column_that_some_rows_lack_is_named() {
        let rows = json!([{"y": 1, "x": 2, "dom": "a"}, {"y": 0, "x": 3}]);
        refused("survey_prevalence", &json!({"rows": rows, "design": {}}), "dom of some rows");
        let rows = json!([{"y": 1, "x": 2}, {"y": 0}]);
        refused("survey_prevalence", &json!({"rows": rows, "design": {}}), "x of some rows");
    }

    #[test]
    fn a_weight_of_nobody_a_negative_count_and_a_count_above_its_people_are_named() {
        let rows = json!([{"y": 1, "w": 0}, {"y": 0, "w": 1}]);
        refused("survey_prevalence", &json!({"rows": rows, "design": {"weights": "w"}}), "weight is not above zero");
        refused("dsr_dobson", &json!({"x": [9, 9], "n": [9, 9], "stdpop": [0, 0]}), "weights is not above zero");
        refused("wilson_proportion", &json!({"x": -1, "n": 9}), "negative");
        refused("segregation", &json!({"counts": [[1, -2]]}), "negative");
        refused("km_at_times", &json!({"time": [-1], "status": [1], "times": [1]}), "negative");
    }

    #[test]
    fn all_censored_is_a_curve_that_never_falls() {
        let waits = json!({"time": [3, 5, 9], "status": [0, 0, 0], "times": [0, 4, 99], "group": [1, 2, 1]});
        let curve = answered("kaplan_meier", &waits);
        assert_eq!(curve["table"], json!([]));
        assert!(curve["quantiles"].as_array().unwrap().iter().all(|row| row["q"].is_null()), "{curve}");
        assert_eq!(curve["rmean"]["value"], json!(9.0));
        assert_eq!(answered("km_at_times", &waits)["surv"], json!([1.0, 1.0, 1.0]));
        assert_eq!(answered("logrank", &waits)["logrank"]["chisq"], Value::Null);
    }

    #[test]
    fn a_standardised_rate_below_ten_events_is_not_judged_in_a_funnel() {
        let rows = json!([{"numerator": 9, "denominator": 90_000}, {"numerator": 400, "denominator": 90_000}]);
        let input =
            |kind: &str, of: &str| json!({"statistic": kind, "rate_type": of, "rows": rows, "multiplier": 1000});
        assert_eq!(answered("funnel", &input("rate", "dsr"))["significance"], json!([null, "High (0.001)"]));
        assert_eq!(answered("funnel", &input("rate", "rate"))["significance"], json!(["Low (0.001)", "High (0.001)"]));
        refused("funnel", &input("ratio", "dsr"), "rate_type");
    }

    #[test]
    fn areas_that_are_all_alike_or_all_neighbours_have_no_likeness_to_test() {
        let ring = json!([[2, 6], [1, 3], [2, 4], [3, 5], [4, 6], [5, 1]]);
        refused("moran", &json!({"x": [0.1, 0.1, 0.1, 0.1, 0.1, 0.1], "neighbours": ring}), "all values are equal");
        let all = json!([[2, 3, 4], [1, 3, 4], [1, 2, 4], [1, 2, 3]]);
        let found = answered("moran", &json!({"x": [1, 2, 4, 9], "neighbours": all}));
        assert!(found["I"].is_number() && found["p_greater_randomisation"].is_null(), "{found}");
        let found = answered("moran", &json!({"x": [1e308, -1e308, 1, 0, 0, 3], "neighbours": ring}));
        assert!(found["I"].is_number() && found["geary_C"].is_number(), "{found}");
        let twice = json!([[2, 2], [1], [4], [3]]);
        refused("moran", &json!({"x": [1, 2, 3, 4], "neighbours": twice}), "twice");
    }

    #[test]
    fn cases_of_one_name_are_each_answered_and_a_number_is_a_name() {
        let case = |id: Value, x: Value| json!({"id": id, "input": {"x": x, "n": 4}});
        let found = run(
            "wilson_proportion",
            &json!([
                case(json!("a"), json!(1)),
                case(json!("a"), json!(2)),
                case(json!(7), json!("many")),
                5,
                case(Value::Null, json!([1]))
            ]),
        );
        assert_eq!((&found[0]["output"]["value"], &found[1]["output"]["value"]), (&json!(0.25), &json!(0.5)));
        assert_eq!(found[2]["error"], json!("case 7: \"x\" is text where a number belongs."));
        assert!(found[3]["error"].as_str().unwrap().starts_with("case number 4: "), "{found}");
        assert!(found[4]["error"].as_str().unwrap().starts_with("case number 5: "), "{found}");
    }

    #[test]
    fn what_is_not_json_is_said_of_the_file() {
        let text = br#"{"method": "mean_t", "cases": [{"id": "a", "input": {"values": [NaN]}}]}"#;
        let said = statistics::command::statistics(&text[..], Vec::new()).unwrap_err().to_string();
        assert_eq!(said, "the file is not valid JSON");
    }

    fn protect(table: &Value) -> Result<Value, String> {
        let mut output = Vec::new();
        statistics::command::protect(table.to_string().as_bytes(), &mut output).map_err(|error| error.to_string())?;
        Ok(serde_json::from_slice(&output).unwrap())
    }

    fn attack(table: &Value) -> Result<Value, String> {
        let mut output = Vec::new();
        statistics::command::attack(table.to_string().as_bytes(), &mut output).map_err(|error| error.to_string())?;
        Ok(serde_json::from_slice(&output).unwrap())
    }

    #[test]
    fn an_empty_table_has_nothing_to_hide_and_nothing_to_find() {
        let table =
            json!({"dims": [], "rule": {"maxN": 3}, "inner": [], "publish": [], "members": [], "suppressed": []});
        assert_eq!(protect(&table).unwrap()["suppressed"], json!([]));
        assert_eq!(attack(&table).unwrap()["bounds"], json!([]));
    }

    #[test]
    fn counts_that_are_none_are_named() {
        for freq in [json!(-1), json!(0.5), json!(1e10), json!("many"), Value::Null] {
            let table = json!({"inner": [{"freq": freq}], "publish": [{}], "members": [[0]]});
            let said = protect(&table).unwrap_err();
            assert!(said.contains("freq"), "{said}");
        }
    }

    #[test]
    fn a_zero_held_back_where_zeros_are_published_is_named() {
        let table = json!({"rule": {"protect_zeros": false}, "inner": [{"freq": 0}, {"freq": 9}], "publish": [{}, {}],
            "members": [[0], [1]], "suppressed": [0]});
        assert_eq!(attack(&table).unwrap_err(), "cell 0 is zero and held back, but zeros are published.");
    }

    #[test]
    fn a_row_without_a_total_and_one_with_codes_that_are_numbers_tell_of_their_group_too() {
        let row = |area: &str, age: u32| json!({"area": area, "age": age});
        let table = json!({"dims": ["area", "age"], "rule": {"maxN": 0, "protect_zeros": false, "group": ["age"]},
            "inner": [{"freq": 40}, {"freq": 0}, {"freq": 30}, {"freq": 20}],
            "publish": [row("a", 1), row("a", 2), row("b", 1), row("b", 2)], "members": [[0], [1], [2], [3]]});
        let found = protect(&table).unwrap();
        assert_eq!(found["primary"], json!([{"cell": 0, "why": ["nobody or everybody"]}]));
    }

    #[test]
    fn the_attack_and_the_protection_share_the_table_and_nothing_else() {
        let source = |name: &str| {
            std::fs::read_to_string(format!("{}/src/disclosure/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
        };
        let uses = |text: &str| {
            let own = text.lines().filter(|line| line.contains("crate::")).map(|line| line.trim().to_owned());
            own.filter(|line| !line.contains("crate::disclosure::table")).collect::<Vec<_>>()
        };
        assert_eq!(uses(&source("attack.rs")), Vec::<String>::new());
        let folder = format!("{}/src/disclosure/protect", env!("CARGO_MANIFEST_DIR"));
        for file in std::fs::read_dir(folder).unwrap().flatten().filter(|file| file.path().is_file()) {
            let text = std::fs::read_to_string(file.path()).unwrap();
            assert!(!text.contains("disclosure::attack"), "{}", file.path().display());
        }
    }
}
