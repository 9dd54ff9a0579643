//! Small cases of our own, worked out by hand or from the written formulas with thirty digits; each says which.

#[cfg(test)]
#[path = "vectors/compare.rs"]
mod compare;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use crate::compare::{Tolerance, check_file};

    fn files() -> Vec<Value> {
        serde_json::from_str(include_str!("own/methods.json")).unwrap()
    }

    #[test]
    fn every_method_agrees_with_what_was_worked_out_by_hand() {
        for file in files() {
            let relative = file["tolerance"].as_f64().unwrap();
            check_file(file["method"].as_str().unwrap(), &file, Tolerance { relative, absolute: 1e-12 });
        }
    }

    #[test]
    fn every_method_of_the_command_has_cases_of_its_own() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/statistics.md");
        let page = std::fs::read_to_string(page).unwrap();
        let rows = page.lines().filter(|line| line.starts_with("| `") && !line.starts_with("| `method`"));
        let cells = rows.filter_map(|line| line.split('|').nth(1));
        let named: BTreeSet<String> =
            cells.flat_map(|cell| cell.split(',')).map(|name| name.trim().trim_matches('`').to_owned()).collect();
        let mut covered: BTreeSet<String> =
            files().iter().map(|file| file["method"].as_str().unwrap().to_owned()).collect();
        // Rounding is held to its own properties below.
        covered.insert("small_count_rounding".to_owned());
        assert_eq!(named, covered);
    }

    fn run(file: &Value) -> Value {
        let mut output = Vec::new();
        statistics::command::statistics(file.to_string().as_bytes(), &mut output).unwrap();
        serde_json::from_slice(&output).unwrap()
    }

    #[test]
    fn a_wrong_case_is_named_and_the_others_are_answered() {
        let answer = run(&json!({"method": "wilson_proportion", "cases": [
            {"id": "text", "input": {"x": "many", "n": 9}},
            {"id": "missing", "input": {"x": 1}},
            {"id": "good", "input": {"x": 1, "n": 2}},
            {"id": "none"},
            {"input": {"x": 3, "n": 2}},
        ]}));
        let said = |at: usize| answer["cases"][at]["error"].as_str().unwrap_or_default().to_owned();
        assert_eq!(said(0), "case text: \"x\" is text where a number belongs.");
        assert_eq!(said(1), "case missing: the key \"n\" is missing.");
        assert_eq!(answer["cases"][2]["output"]["value"], json!(0.5));
        assert_eq!(said(3), "case none: \"input\" is missing or not an object.");
        assert_eq!(said(4), "case number 5: the count 3 is above its denominator 2.");
    }

    #[test]
    fn an_unknown_method_is_named_in_every_case() {
        let answer = run(&json!({"method": "horoscope", "cases": [{"id": "a", "input": {}}]}));
        assert_eq!(answer["cases"][0]["error"], json!("case a: the method \"horoscope\" is not known."));
    }

    #[test]
    fn rounded_counts_are_multiples_below_the_base_and_still_add_up() {
        let row = |area: &str, sex: &str, count: u32| json!({"municipality": area, "region": "r", "age": "0-5", "sex": sex, "freq": count});
        let rows = json!([row("a", "F", 1), row("a", "M", 2), row("b", "F", 14), row("b", "M", 4)]);
        let answer = run(
            &json!({"method": "small_count_rounding", "cases": [{"id": "a", "input": {"round_base": 3, "rows": rows}}]}),
        );
        let inner = answer["cases"][0]["output"]["reference"]["inner"].as_array().unwrap().clone();
        for cell in &inner {
            let rounded = cell["rounded"].as_u64().unwrap();
            assert!(rounded >= 3 || rounded == 0, "{cell}");
        }
        let publish = answer["cases"][0]["output"]["reference"]["publish"].as_array().unwrap().clone();
        let total = publish.iter().map(|cell| cell["rounded"].as_u64().unwrap()).max().unwrap();
        assert_eq!(total, inner.iter().map(|cell| cell["rounded"].as_u64().unwrap()).sum::<u64>());
    }
}
