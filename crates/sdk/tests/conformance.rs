//! The checklist in docs/reference/sdk-conformance.md says of each of its 74 lines which test shows it, or that it is not
//! here and why. Here: that nothing is left out, and that every test it names exists.

use std::path::{Path, PathBuf};

const ITEMS: usize = 74;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The file a word in code names: a path, or one of the tests of this crate.
fn file(word: &str) -> Option<String> {
    let own = format!("crates/sdk/tests/{word}.rs");
    [word.to_owned(), own].iter().find_map(|path| std::fs::read_to_string(root().join(path)).ok())
}

/// A sentence with underscores is the name of a test.
fn is_test(word: &str) -> bool {
    let plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_';
    word.matches('_').count() >= 3 && word.chars().all(plain)
}

/// Whether a text has a test with this name: one that is run, not only a function that is called so.
fn has_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let starts = |line: &&str| line.trim_start_matches("async ").starts_with(&format!("fn {name}("));
    let Some(at) = lines.iter().position(starts) else { return false };
    let above: Vec<&str> = lines
        .iter()
        .take(at)
        .rev()
        .copied()
        .take_while(|line| line.starts_with("#[") || line.starts_with("//"))
        .collect();
    above.iter().any(|line| matches!(*line, "#[test]" | "#[tokio::test]"))
        && !above.iter().any(|line| line.starts_with("#[ignore") || line.starts_with("#[cfg"))
}

/// The items of a line such as `| 61-63 | … |`.
fn items(first: &str) -> Vec<usize> {
    let numbers: Option<Vec<usize>> = first.trim().split('-').map(|number| number.parse().ok()).collect();
    match numbers.as_deref() {
        Some([one]) => vec![*one],
        Some([from, to]) => (*from..=*to).collect(),
        _ => vec![],
    }
}

/// What is wrong with the table.
fn check(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut found = Vec::new();
    let mut before = false;
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let items = items(cells.first().copied().unwrap_or_default());
        if items.is_empty() {
            continue;
        }
        let shown = cells.last().copied().unwrap_or_default();
        let words: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        let mut source = None;
        let mut tests = 0;
        for word in words {
            if let Some(text) = file(word) {
                source = Some(text);
            } else if is_test(word) {
                tests += 1;
                if !source.as_ref().is_some_and(|text| has_test(text, word)) {
                    wrong.push(format!("{items:?}: there is no test {word} where it is said to be"));
                }
            }
        }
        let same = before && shown.starts_with("the same");
        let otherwise = ["not here:", "the type ", "(whole file)"].iter().any(|words| shown.contains(words));
        if tests == 0 && !same && !otherwise {
            wrong.push(format!("{items:?}: neither a test nor a reason"));
        }
        before = tests > 0 || same;
        found.extend(items);
    }
    if found != (1..=ITEMS).collect::<Vec<_>>() {
        wrong.push(format!("the items are not 1 to {ITEMS} in order: {found:?}"));
    }
    wrong
}

#[test]
fn every_item_of_the_checklist_is_answered_and_every_test_it_names_exists() {
    let text = std::fs::read_to_string(root().join("docs/reference/sdk-conformance.md")).unwrap();
    let wrong = check(&text);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_function_that_is_no_test_or_is_not_run_shows_nothing() {
    assert!(has_test("#[test]\nfn it_is_one() {", "it_is_one"));
    assert!(has_test("    #[tokio::test]\n    // Why.\n    async fn it_is_one() {", "it_is_one"));
    for text in ["fn it_is_one() {", "#[test]\n#[ignore]\nfn it_is_one() {", "#[test]\nfn other() {}\nfn it_is_one() {"]
    {
        assert!(!has_test(text, "it_is_one"), "{text}");
    }
}

#[test]
fn a_test_that_does_not_exist_and_an_item_that_is_missing_are_found() {
    let wrong = check("| 1 | What | `message`: `a_test_that_is_not_there` |\n| 3 | What | nothing |\n");
    assert_eq!(wrong.len(), 3, "{wrong:?}");
}
