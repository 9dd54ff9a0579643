//! What makes a cell sensitive, through the command: small counts, small denominators, nearly everybody, groups, surveys.

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    fn protect(table: &Value) -> Result<Value, String> {
        let mut output = Vec::new();
        statistics::command::protect(table.to_string().as_bytes(), &mut output).map_err(|error| error.to_string())?;
        Ok(serde_json::from_slice(&output).unwrap())
    }

    /// Three areas by two answers, all margins; `people` gives what is known of each of the twelve cells beside counts.
    fn table(counts: [u64; 6], rule: &Value, more: impl Fn(usize) -> Value) -> Value {
        let mut publish = Vec::new();
        let mut members = Vec::new();
        for area in ["a", "b", "c", "Total"] {
            for answer in ["yes", "no", "Total"] {
                let own: Vec<usize> = (0..6)
                    .filter(|at| area == "Total" || ["a", "b", "c"][at / 2] == area)
                    .filter(|at| answer == "Total" || ["yes", "no"][at % 2] == answer)
                    .collect();
                let mut row =
                    json!({"area": area, "answer": answer, "freq": own.iter().map(|at| counts[*at]).sum::<u64>()});
                row.as_object_mut().unwrap().extend(more(publish.len()).as_object().unwrap().clone());
                publish.push(row);
                members.push(json!(own));
            }
        }
        json!({"dims": ["area", "answer"], "rule": rule, "inner": counts.map(|freq| json!({"freq": freq})),
            "publish": publish, "members": members, "objective": "cells", "seconds": 20})
    }

    /// The sensitive cells with their reasons, as the command prints them; each is held back and wide.
    #[track_caller]
    fn check(table: &Value, wanted: &Value) {
        let found = protect(table).unwrap();
        assert_eq!(&found["primary"], wanted);
        assert_eq!(found["optimal"], json!(true));
        for one in wanted.as_array().unwrap() {
            assert!(found["suppressed"].as_array().unwrap().contains(&one["cell"]), "{one} is published");
            let certificate = found["certificate"].as_array().unwrap().iter().find(|row| row["cell"] == one["cell"]);
            let certificate = certificate.unwrap();
            let width =
                certificate["hi_int"].as_f64().unwrap_or(f64::INFINITY) - certificate["lo_int"].as_f64().unwrap();
            assert!(width >= table.get("min_width").and_then(Value::as_f64).unwrap_or(4.0), "{certificate}");
        }
    }

    fn nothing(_: usize) -> Value {
        json!({})
    }

    #[test]
    fn small_counts_are_sensitive_and_zeros_too_unless_they_are_published() {
        let counts = [2, 40, 0, 30, 25, 35];
        let why = json!(["small count"]);
        check(&table(counts, &json!({"maxN": 3}), nothing), &json!([{"cell": 0, "why": why}, {"cell": 3, "why": why}]));
        let open = json!({"maxN": 3, "protect_zeros": false});
        let table = table([2, 40, 0, 30, 25, 35], &open, nothing);
        check(&table, &json!([{"cell": 0, "why": why}]));
        assert!(!protect(&table).unwrap()["suppressed"].as_array().unwrap().contains(&json!(3)), "a published zero");
    }

    #[test]
    fn a_small_denominator_is_sensitive_whatever_the_count() {
        let people =
            |at: usize| json!({"denominator": ([20, 60, 80, 300, 300, 600, 300, 300, 600, 900, 900, 1800][at])});
        let table = table([9, 40, 30, 30, 25, 35], &json!({"maxN": 3, "min_denominator": 21}), people);
        check(&table, &json!([{"cell": 0, "why": ["small denominator"]}]));
    }

    #[test]
    fn nearly_everybody_is_as_telling_as_nearly_nobody() {
        let people =
            |at: usize| json!({"denominator": ([43, 60, 103, 300, 300, 600, 300, 300, 600, 900, 900, 1800][at])});
        let table = table([40, 40, 30, 30, 25, 35], &json!({"maxN": 3, "min_complement": 4}), people);
        check(&table, &json!([{"cell": 0, "why": ["small complement"]}]));
    }

    #[test]
    fn everybody_is_a_group_and_so_is_a_row_in_one_cell() {
        let people =
            |at: usize| json!({"denominator": ([40, 90, 130, 300, 300, 600, 300, 300, 600, 900, 900, 1800][at])});
        let shares = table([40, 40, 30, 30, 25, 35], &json!({"maxN": 3, "group": true}), people);
        check(&shares, &json!([{"cell": 0, "why": ["nobody or everybody"]}]));
        // In the first area all 40 answered yes: the yes and the no are both told by either.
        let rule = json!({"maxN": 0, "protect_zeros": true, "group": ["answer"]});
        let mut rows = table([40, 0, 30, 30, 25, 35], &rule, nothing);
        rows["min_width"] = json!(4);
        let why = |at: usize, why: Value| json!({"cell": at, "why": why});
        let both = json!(["small count", "nobody or everybody"]);
        check(&rows, &json!([why(0, json!(["nobody or everybody"])), why(1, both)]));
    }

    #[test]
    fn a_figure_from_a_survey_needs_answers() {
        let answers = |at: usize| json!({"answers": if at == 7 { 9 } else { 80 }});
        let table = table([40, 40, 30, 30, 25, 35], &json!({"maxN": 3, "min_answers": 10}), answers);
        check(&table, &json!([{"cell": 7, "why": ["few answers"]}]));
    }

    #[test]
    fn what_the_table_itself_says_is_sensitive_is() {
        let said = |at: usize| json!({"primary": at == 4});
        check(&table([9, 9, 9, 9, 9, 9], &json!({"maxN": 20}), said), &json!([{"cell": 4, "why": ["declared"]}]));
    }

    #[test]
    fn what_is_missing_or_impossible_is_named() {
        let said = |table: &Value| protect(table).unwrap_err();
        let rule = json!({"min_denominator": 21});
        assert_eq!(said(&table([9; 6], &rule, nothing)), "the key \"denominator of published cell 0\" is missing.");
        let few = |_: usize| json!({"denominator": 5});
        let text = said(&table([9; 6], &rule, few));
        assert!(text.contains("denominator of published cell 0"), "{text}");
        let mut wrong = table([9; 6], &json!({"maxN": 3}), nothing);
        wrong["publish"][2]["freq"] = json!(99);
        assert!(said(&wrong).contains("freq of published cell 2"), "{}", said(&wrong));
        assert!(said(&table([9; 6], &json!({"group": ["colour"]}), nothing)).contains("\"colour\""));
    }
}
