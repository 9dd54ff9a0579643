//! The examples in the reference are what the commands answer.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;

    /// A fenced block: its info line and its text.
    fn blocks(page: &str) -> Vec<(String, String)> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference").join(page);
        let text = std::fs::read_to_string(file).unwrap();
        let mut found: Vec<(String, String)> = Vec::new();
        let mut inside = false;
        for line in text.lines() {
            match (line.strip_prefix("```"), inside) {
                (Some(_), true) => inside = false,
                (Some(info), false) => {
                    found.push((info.to_owned(), String::new()));
                    inside = true;
                }
                (None, true) => found.last_mut().unwrap().1.push_str(line),
                (None, false) => {}
            }
        }
        found
    }

    fn answer(command: &str, files: &[&str]) -> Value {
        let mut output = Vec::new();
        let mut second = files.get(1).map(|text| text.as_bytes());
        let first = files[0].as_bytes();
        match command {
            "statistics run" => statistics::command::statistics(first, &mut output).unwrap(),
            "disclosure protect" => statistics::command::protect(first, &mut output).unwrap(),
            "disclosure attack" => statistics::command::attack(first, &mut output).unwrap(),
            "disclosure ledger" => {
                let release = second.as_mut().map(|bytes| bytes as &mut dyn std::io::Read);
                statistics::command::ledger(first, release, &mut output).unwrap();
            }
            other => panic!("the reference names the command {other:?}"),
        }
        serde_json::from_slice(&output).unwrap()
    }

    /// Numbers agree to nine digits, everything else exactly.
    fn same(wanted: &Value, found: &Value) -> bool {
        match (wanted, found) {
            (Value::Number(wanted), Value::Number(found)) => {
                let (wanted, found) = (wanted.as_f64().unwrap(), found.as_f64().unwrap());
                (wanted - found).abs() <= 1e-9 * wanted.abs().max(1.0)
            }
            (Value::Array(wanted), Value::Array(found)) => {
                wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, found)| same(wanted, found))
            }
            (Value::Object(wanted), Value::Object(found)) => {
                wanted.len() == found.len()
                    && wanted.iter().all(|(key, wanted)| found.get(key).is_some_and(|found| same(wanted, found)))
            }
            _ => wanted == found,
        }
    }

    /// Every block `json COMMAND` is followed by one `json answer`; a command over two files has two blocks of its name.
    #[track_caller]
    fn check(page: &str, least: usize) {
        let (mut command, mut files, mut examples) = (String::new(), Vec::new(), 0);
        for (info, text) in blocks(page) {
            match info.strip_prefix("json ") {
                Some("answer") => {
                    let given: Vec<&str> = files.iter().map(String::as_str).collect();
                    let found = answer(&command, &given);
                    let wanted: Value = serde_json::from_str(&text).unwrap();
                    assert!(same(&wanted, &found), "{page}, cairn {command}: the answer is now\n{found}");
                    files.clear();
                    examples += 1;
                }
                Some(name) => {
                    name.clone_into(&mut command);
                    files.push(text);
                }
                None => {}
            }
        }
        assert!(examples >= least, "{page} has {examples} examples");
    }

    #[test]
    fn the_examples_of_the_statistics_command_are_its_answers() {
        check("statistics.md", 2);
    }

    #[test]
    fn the_examples_of_the_disclosure_command_are_its_answers() {
        check("disclosure.md", 4);
    }
}
