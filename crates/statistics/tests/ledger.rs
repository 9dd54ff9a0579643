//! The ledger through the command: a release is weighed with everything before it.

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use statistics::command::Weighed;

    /// Ages 0–5, 6, 7–12 in the years 2020 and 2021.
    fn ledger() -> Value {
        let inner = [40, 3, 50, 44, 12, 51].map(|freq| json!({"freq": freq}));
        json!({"inner": inner, "rule": {"maxN": 3, "protect_zeros": true}, "min_width": 4, "releases": []})
    }

    fn release(name: &str, members: &Value, suppressed: &Value) -> Value {
        let publish: Vec<Value> = members.as_array().unwrap().iter().map(|_| json!({})).collect();
        json!({"name": name, "publish": publish, "members": members, "suppressed": suppressed})
    }

    fn weigh(ledger: &Value, release: Option<&Value>) -> (Value, Weighed) {
        let mut output = Vec::new();
        let text = release.map(ToString::to_string);
        let mut bytes = text.as_ref().map(String::as_bytes);
        let release = bytes.as_mut().map(|bytes| bytes as &mut dyn std::io::Read);
        let weighed = statistics::command::ledger(ledger.to_string().as_bytes(), release, &mut output).unwrap();
        (serde_json::from_slice(&output).unwrap(), weighed)
    }

    #[track_caller]
    fn enter(ledger: &Value, release: &Value) -> Value {
        let (answer, weighed) = weigh(ledger, Some(release));
        assert_eq!(answer["safe"], json!(true), "{answer}");
        let Weighed::Safe(Some(file)) = weighed else { panic!("not entered") };
        serde_json::from_slice(&file).unwrap()
    }

    #[track_caller]
    fn refused(ledger: &Value, release: &Value) -> Vec<(String, u64)> {
        let (answer, weighed) = weigh(ledger, Some(release));
        assert_eq!((&answer["safe"], weighed), (&json!(false), Weighed::Refused), "{answer}");
        let rows = answer["exposures"].as_array().unwrap().clone();
        let by = rows.iter().flat_map(|row| row["revealed_by"].as_array().unwrap().clone());
        let mut found: Vec<(String, u64)> =
            by.map(|place| (place["release"].as_str().unwrap().to_owned(), place["cell"].as_u64().unwrap())).collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn another_age_grouping_that_sets_three_children_apart_is_refused_with_the_cells_that_reveal_them() {
        let after = enter(&ledger(), &release("ages 0-5", &json!([[0], [1, 2]]), &json!([])));
        let second = release("ages 0-6", &json!([[0, 1], [2], [1]]), &json!([2]));
        // 0–6 less 0–5 is the six-year-olds; so is 6–12 less 7–12. Either pair is enough, and one is named.
        let found = refused(&after, &second);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|place| place.0 == "ages 0-5") && found.iter().any(|place| place.0 == "ages 0-6"));
    }

    #[test]
    fn years_and_groupings_that_differ_by_one_small_cell_are_refused_together() {
        let years = release("2020", &json!([[0, 1, 2], [0], [1], [2]]), &json!([1, 2]));
        let after = enter(&ledger(), &years);
        let both = release("both years", &json!([[0, 1, 2, 3, 4, 5], [3, 4, 5]]), &json!([]));
        let after = enter(&after, &both);
        // All six-year-olds of both years, and those of 2021: the difference is the three of 2020.
        let six = release("six-year-olds", &json!([[1, 4], [4]]), &json!([]));
        let found = refused(&after, &six);
        assert_eq!(found, [("six-year-olds".to_owned(), 0), ("six-year-olds".to_owned(), 1)]);
        // With 2021 held back they are hidden again.
        let held = release("six-year-olds", &json!([[1, 4], [4]]), &json!([1]));
        let after = enter(&after, &held);
        assert_eq!(after["releases"].as_array().unwrap().len(), 3);
        assert_eq!(weigh(&after, None).0, json!({"safe": true, "releases": 3}));
        // Until the younger and older of 2020 come out one by one.
        let rest = release("2020 again", &json!([[0]]), &json!([]));
        let found = refused(&after, &rest);
        assert!(
            found.contains(&("2020 again".to_owned(), 0)) && found.iter().any(|place| place.0 == "2020"),
            "{found:?}"
        );
    }

    #[test]
    fn a_ledger_that_was_changed_by_hand_is_found_out() {
        let mut changed = enter(&ledger(), &release("2020", &json!([[0, 1, 2], [0], [1], [2]]), &json!([1, 2])));
        changed["releases"][0]["suppressed"] = json!([2]);
        let (answer, weighed) = weigh(&changed, None);
        assert_eq!((answer["safe"].clone(), weighed), (json!(false), Weighed::Refused));
        assert_eq!(answer["exposures"][0]["cell"], json!([{"release": "2020", "cell": 2}]));
    }

    #[test]
    fn a_broken_release_is_named() {
        let text = |release: &Value| {
            let text = release.to_string();
            let mut bytes = text.as_bytes();
            let found = statistics::command::ledger(ledger().to_string().as_bytes(), Some(&mut bytes), Vec::new());
            found.unwrap_err().to_string()
        };
        let mut release = release("2020", &json!([[0]]), &json!([]));
        release["publish"][0]["freq"] = json!(7);
        assert!(text(&release).starts_with("release 2020: "), "{}", text(&release));
        release["publish"][0]["freq"] = json!(40);
        release["suppressed"] = json!([5]);
        assert!(text(&release).contains("cell 5 is held back but not in the release"), "{}", text(&release));
    }
}
