//! The command line, as an operator uses it: every command says what it does, and works on a data folder of its own.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use std::process::{Command, Output};

use tempfile::TempDir;

fn cairn(data: &TempDir, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cairn"))
        .args(words)
        .arg("--data")
        .arg(data.path())
        .env_remove("CAIRN_DATABASE")
        .env_remove("CAIRN_SETTINGS")
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

const MUNICIPALITY: &str = "[[municipality]]\nname = \"Almvik\"\n";

/// A promised time of two working days, of a code and from a day that are given.
const CLOCK: [&str; 6] = ["--amount", "2", "--unit", "working_days", "--source", "Nämndens beslut"];

fn with<'a>(rest: &[&'a str], code: &'a str, from: &'a str) -> Vec<&'a str> {
    [&["clocks", "set", code, "--valid-from", from][..], rest].concat()
}

#[test]
fn every_command_works_with_a_data_folder() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("organisations.toml");
    std::fs::write(&file, MUNICIPALITY).unwrap();
    let file = file.to_str().unwrap();
    for (words, code, says) in [
        (vec!["directory", "import", file, "--dry-run"], 0, "would: register the municipality Almvik"),
        (vec!["directory", "import", file], 0, "did:   register the municipality Almvik"),
        (vec!["directory", "import", file], 0, "0 changes, 1 already so, 0 rows refused."),
        (vec!["jobs", "list"], 0, "has not run"),
        (vec!["jobs", "run", "drafts"], 0, "drafts: did 0"),
        (vec!["jobs", "run"], 0, "sessions: did 0"),
        (vec!["jobs", "list"], 0, "did 0"),
        (vec!["jobs", "run", "nonsense"], 2, "there is no job `nonsense`; there are: sessions"),
        (vec!["keys", "rotate"], 0, "In an hour: cairn keys retire"),
        (vec!["keys", "retire"], 2, "within the last hour"),
        (vec!["audit", "verify"], 0, "The log is whole: 1 lines"),
        (vec!["clocks", "list"], 0, "specialist_first_visit"),
        (with(&CLOCK, "referral_triage", "2999-01-01"), 0, "2 working_days"),
        (vec!["clocks", "list"], 0, "since 2999-01-01  practice: Nämndens beslut"),
        (with(&CLOCK, "referral_triage", "2020-01-01"), 2, "the first day must be a day to come"),
        (with(&CLOCK, "nonsense", "2999-01-01"), 2, "there is no promise `nonsense`"),
        (vec!["child", "erase", "00000000-0000-7000-8000-000000000000"], 1, "There is no such child."),
        (vec!["child", "erase", "x"], 2, "is not one"),
    ] {
        let output = cairn(&data, &words);
        let said = text(&output);
        assert!(said.contains(says), "{words:?} should say {says:?}, but says: {said}");
        assert_eq!(output.status.code(), Some(code), "{words:?}: {said}");
    }
}

#[test]
fn a_file_with_a_fault_imports_nothing_and_says_where() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("organisations.toml");
    std::fs::write(&file, format!("{MUNICIPALITY}[[principal]]\nname = \"A\"\nkind = \"b\"\n")).unwrap();
    let output = cairn(&data, &["directory", "import", file.to_str().unwrap()]);
    let said = text(&output);
    assert!(said.contains("organisations.toml:line 3: [[principal]] `kind`"), "{said}");
    assert!(said.contains("Nothing was imported."), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_bad_setting_stops_the_start_with_one_sentence_that_names_it() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("cairn.toml");
    std::fs::write(&file, "[staff_login]\nissuer = \"https://idp.example\"\n").unwrap();
    let output = cairn(&data, &["serve", "--settings", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output);
    assert!(said.contains("the setting `public_address` cannot be used: write the address"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn help_explains_every_command() {
    for (words, says) in [
        (vec!["--help"], vec!["serve", "demo", "jobs", "directory", "clocks", "audit", "keys", "child"]),
        (vec!["jobs", "--help"], vec!["list", "run"]),
        (vec!["keys", "--help"], vec!["rotate", "retire", "Servers go on working"]),
        (vec!["directory", "import", "--help"], vec!["--dry-run", "docs/operations/import.md"]),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_cairn")).args(&words).output().unwrap();
        let said = text(&output);
        for word in says {
            assert!(said.contains(word), "{words:?} should explain {word}: {said}");
        }
    }
}
