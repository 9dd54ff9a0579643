//! Protection and attack against their vectors.

use serde_json::{Value, json};

use crate::files;

const TABLES: [&str; 8] = [
    "linked-age-and-sex",
    "reg2x3-age2-sex",
    "reg3x4-age4-nozero",
    "reg3x4-age4",
    "ssb-example1a-t1",
    "ssb-example1a-t2",
    "ssb-example1a-t4",
    "ssb-z1",
];

fn tables() -> Vec<Value> {
    TABLES.iter().filter_map(|name| files::read(&format!("sdc/sdc-o-{name}.json"))).collect()
}

fn protect(table: &Value) -> Value {
    let mut output = Vec::new();
    statistics::command::protect(table.to_string().as_bytes(), &mut output).unwrap();
    serde_json::from_slice(&output).unwrap()
}

fn attack(table: &Value) -> Value {
    let mut output = Vec::new();
    statistics::command::attack(table.to_string().as_bytes(), &mut output).unwrap();
    serde_json::from_slice(&output).unwrap()
}

/// Compares bounds cell by cell, plain and whole.
fn compare(id: &Value, wanted: &Value, found: &Value) {
    let wanted = wanted.as_array().unwrap();
    let found = found["bounds"].as_array().unwrap();
    assert_eq!(wanted.len(), found.len(), "{id}");
    for (wanted, found) in wanted.iter().zip(found) {
        assert_eq!(wanted["cell"], found["cell"], "{id}");
        for (key, low, high) in [("lp", "lo", "hi"), ("integer", "lo_int", "hi_int")] {
            let ends = [found[low].as_f64().unwrap(), found[high].as_f64().unwrap()];
            for (end, wanted) in ends.iter().zip(wanted[key].as_array().unwrap()) {
                assert!((end - wanted.as_f64().unwrap()).abs() < 1e-6, "{id}: {found} is not {key} {wanted}");
            }
        }
    }
}

#[test]
fn the_attack_finds_the_bounds_of_the_vectors() {
    for table in tables() {
        let mut input = table.clone();
        let held = |(at, row): (usize, &Value)| row["gauss_suppressed"].as_bool().unwrap().then_some(at);
        let list: Vec<usize> = table["publish"].as_array().unwrap().iter().enumerate().filter_map(held).collect();
        input["suppressed"] = json!(list);
        input["knows_rule"] = json!(false);
        compare(&table["id"], &table["attack_on_gauss_pattern"]["bounds"], &attack(&input));
        if let Some(aware) = table.get("attack_on_gauss_pattern_rule_aware") {
            input["knows_rule"] = json!(true);
            compare(&table["id"], &aware["bounds"], &attack(&input));
        }
    }
}

#[test]
fn the_attack_sees_through_the_traps() {
    let Some(traps) = files::read("sdc_traps.json") else { return };
    for trap in traps["cases"].as_array().unwrap() {
        let found = attack(trap);
        compare(&trap["id"], &trap["bounds"], &found);
        // The vectors count the sensitive cells among those that become known.
        let exact = found["exact_primary"].as_array().unwrap().len();
        assert_eq!(json!(exact), trap["exactly_disclosed_integer"], "{}", trap["id"]);
    }
}

#[test]
fn the_cheapest_patterns_cost_what_the_vectors_prove() {
    for table in tables() {
        // Where zeros are published the attacker knows it, so the rule-aware optimum is the one that counts.
        let optimum = table.get("optimum_rule_aware").unwrap_or(&table["optimum"]);
        for (name, wanted) in optimum.as_object().unwrap() {
            let width: u32 = name["width>=".len()..].split('|').next().unwrap().parse().unwrap();
            let (objective, key) = if name.ends_with("min_cells") {
                ("cells", ("cells", "n_secondary"))
            } else {
                ("freq", ("freq_sum", "secondary_freq_sum"))
            };
            let mut input = table.clone();
            input["min_width"] = json!(width);
            input["objective"] = json!(objective);
            let found = protect(&input);
            assert_eq!(found["optimal"], json!(true), "{} {name}", table["id"]);
            assert_eq!(found["cost"][key.0], wanted[key.1], "{} {name}", table["id"]);
            check_safe(&input, &found, width);
        }
    }
}

/// What the protection promises, the attack confirms.
fn check_safe(input: &Value, found: &Value, width: u32) {
    let mut input = input.clone();
    input["suppressed"] = found["suppressed"].clone();
    for bound in attack(&input)["bounds"].as_array().unwrap() {
        let primary = bound["primary"].as_bool().unwrap();
        let open = bound["hi_int"].is_null();
        let room = bound["hi_int"].as_f64().unwrap_or(0.0) - bound["lo_int"].as_f64().unwrap();
        assert!(
            !primary || open || room >= f64::from(width) - 1e-6,
            "{}: {bound} is narrower than {width}",
            input["id"]
        );
    }
}

#[test]
fn rounding_is_as_close_as_the_reference() {
    let Some(file) = files::read("small_count_rounding.json") else { return };
    let mut output = Vec::new();
    statistics::command::statistics(file.to_string().as_bytes(), &mut output).unwrap();
    let answer: Value = serde_json::from_slice(&output).unwrap();
    for (case, found) in file["cases"].as_array().unwrap().iter().zip(answer["cases"].as_array().unwrap()) {
        let found = &found["output"]["reference"];
        let wanted = &case["expected_reference"];
        assert_eq!(found["publish"].as_array().unwrap().len(), wanted["publish"].as_array().unwrap().len());
        let base = case["input"]["round_base"].as_u64().unwrap();
        for row in found["publish"].as_array().unwrap() {
            assert!(!(1..base).contains(&row["rounded"].as_u64().unwrap()), "{row}");
        }
        let metric = |of: &Value, key: &str| of["metrics"][key].as_f64().unwrap();
        println!("{}: found {} reference {}", case["id"], found["metrics"], wanted["metrics"]);
        assert!(metric(found, "maxdiff") <= metric(wanted, "maxdiff"), "{}", found["metrics"]);
        assert!(metric(found, "meanAbsDiff") <= metric(wanted, "meanAbsDiff") * 1.02, "{}", found["metrics"]);
        assert!(metric(found, "HDutility") >= metric(wanted, "HDutility") - 0.01, "{}", found["metrics"]);
    }
}
