//! Compares what the batch command answers with what was expected, number by number.

use serde_json::{Value, json};

/// How closely numbers must agree: relative or absolute, whichever is met.
#[derive(Clone, Copy)]
pub(crate) struct Tolerance {
    pub(crate) relative: f64,
    pub(crate) absolute: f64,
}

/// Answers a file of cases and compares every case.
pub(crate) fn check_file(method: &str, file: &Value, tolerance: Tolerance) {
    let mut output = Vec::new();
    statistics::command::statistics(file.to_string().as_bytes(), &mut output).unwrap();
    let answer: Value = serde_json::from_slice(&output).unwrap();
    let mut wrong = Vec::new();
    for (case, found) in file["cases"].as_array().unwrap().iter().zip(answer["cases"].as_array().unwrap()) {
        check_case(method, case, found, tolerance, &mut wrong);
    }
    assert!(wrong.is_empty(), "{method}: {} differences\n{}", wrong.len(), wrong.join("\n"));
}

fn check_case(method: &str, case: &Value, found: &Value, tolerance: Tolerance, wrong: &mut Vec<String>) {
    let id = case["id"].as_str().unwrap();
    assert_eq!(case["id"], found["id"]);
    if case["expected"].get("error").is_some() {
        if found.get("error").is_none() {
            wrong.push(format!("{id}: should be refused"));
        }
        return;
    }
    let output = &found["output"];
    for (key, expected) in case.as_object().unwrap() {
        let place = format!("{id}.{key}");
        match key.strip_prefix("expected") {
            None => {}
            Some("") => compare(&place, expected, output, tolerance, wrong),
            Some("_simulated_ci") => compare_simulated(&place, expected, &output["simulated_ci"], wrong),
            Some("_limits") if method == "funnel" && case["input"]["statistic"] != json!("proportion") => {
                let loose = Tolerance { relative: 1e-4, absolute: 1e-12 };
                compare(&place, expected, &output["limits"], loose, wrong);
            }
            Some(rest) => compare(&place, expected, &output[&rest[1..]], tolerance, wrong),
        }
    }
    if let Some(expected) = case.get("model_scale") {
        compare(&format!("{id}.model_scale"), expected, &output["model_scale"], tolerance, wrong);
    }
}

fn compare(place: &str, expected: &Value, found: &Value, tolerance: Tolerance, wrong: &mut Vec<String>) {
    match expected {
        Value::Null => {}
        Value::Number(number) => {
            let wanted = number.as_f64().unwrap();
            let close = found.as_f64().is_some_and(|found| {
                (found - wanted).abs() <= tolerance.absolute.max(tolerance.relative * wanted.abs())
            });
            if !close {
                wrong.push(format!("{place}: {found} is not {wanted}"));
            }
        }
        Value::String(text) if ["NA", "NaN", "Inf", "-Inf"].contains(&text.as_str()) => {
            if !found.is_null() {
                wrong.push(format!("{place}: {found} should be missing"));
            }
        }
        Value::Array(items) => {
            if found.as_array().map(Vec::len) != Some(items.len()) {
                wrong.push(format!("{place}: not {} items: {found}", items.len()));
            }
            for (index, item) in items.iter().enumerate() {
                compare(&format!("{place}[{index}]"), item, &found[index], tolerance, wrong);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                let four_decimals = Tolerance { relative: 0.0, absolute: 5e-5 + 1e-9 };
                let tolerance = if key == "oasis" { four_decimals } else { tolerance };
                compare(&format!("{place}.{key}"), item, &found[key], tolerance, wrong);
            }
        }
        Value::String(_) | Value::Bool(_) => {
            if expected != found {
                wrong.push(format!("{place}: {found} is not {expected}"));
            }
        }
    }
}

fn compare_simulated(place: &str, expected: &Value, found: &Value, wrong: &mut Vec<String>) {
    for (key, value) in expected.as_object().unwrap() {
        let other = if key.contains("lower") { key.replace("lower", "upper") } else { key.replace("upper", "lower") };
        let width = (value.as_f64().unwrap() - expected[&other].as_f64().unwrap()).abs();
        let tolerance = Tolerance { relative: 0.0, absolute: 0.03 * width };
        compare(&format!("{place}.{key}"), value, &found[key], tolerance, wrong);
    }
}
