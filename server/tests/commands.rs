//! The command line, as an operator uses it: every command says what it does, and works on a data folder of its own.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

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
        (vec!["clocks", "list"], 0, "since 2999-01-01  decided: Nämndens beslut"),
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
    assert!(said.contains("organisations.toml: line 5, column 8: [[principal]] `kind`"), "{said}");
    assert!(said.contains("Nothing was imported."), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_file_that_is_not_text_is_named_with_the_place_where_it_stops_being_that() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("organisations.toml");
    std::fs::write(&file, b"[[municipality]]\nname = \"R\xF6smark\"\n").unwrap();
    for words in [vec!["--dry-run"], vec![]] {
        let words = [vec!["directory", "import", file.to_str().unwrap()], words].concat();
        let output = cairn(&data, &words);
        let said = text(&output);
        assert!(
            said.contains("organisations.toml: line 2, column 10: the file cannot be read: a letter here"),
            "{said}"
        );
        assert!(said.contains("Nothing was imported."), "{said}");
        assert_eq!(output.status.code(), Some(1));
    }
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
        (vec!["directory", "import", "--help"], vec!["--dry-run", "--leave-empty", "docs/operations/import.md"]),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_cairn")).args(&words).output().unwrap();
        let said = text(&output);
        for word in says {
            assert!(said.contains(word), "{words:?} should explain {word}: {said}");
        }
    }
}

#[test]
fn the_demo_is_made_in_an_empty_place_only() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("organisations.toml");
    std::fs::write(&file, MUNICIPALITY).unwrap();
    let imported = cairn(&data, &["directory", "import", file.to_str().unwrap()]);
    assert_eq!(imported.status.code(), Some(0), "{}", text(&imported));
    let refused = cairn(&data, &["demo", "--listen", "127.0.0.1:0"]);
    let said = text(&refused);
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("already holds organisations") && said.contains("--data ANOTHER-FOLDER"), "{said}");
    let verified = text(&cairn(&data, &["audit", "verify"]));
    assert!(verified.contains("The log is whole: 1 lines"), "nothing was added: {verified}");
}

#[test]
fn the_demo_is_large_enough_and_one_that_was_broken_off_is_made_anew() {
    let data = tempfile::tempdir().unwrap();
    let mut first = Demo::start(&data);
    assert_eq!(numbers(&first.line("units in"))[1], 9, "municipalities");
    let happened = numbers(&first.line("things that happened to"));
    assert!(happened[2] >= 60, "children: {happened:?}");
    first.kill();
    let mut second = Demo::start(&data);
    second.line("was not finished last time: it is made anew");
    assert!(numbers(&second.line("units in"))[0] >= 40, "units");
    second.kill();
}

/// A demo that is started, and what it says.
struct Demo {
    process: Child,
    says: Lines<BufReader<ChildStdout>>,
}

impl Demo {
    fn start(data: &TempDir) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_cairn"))
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let says = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, says }
    }

    /// The next line with these words.
    #[track_caller]
    fn line(&mut self, words: &str) -> String {
        let line = self.says.by_ref().map(Result::unwrap).find(|line| line.contains(words));
        assert!(line.is_some(), "it ended and never said: {words}");
        line.unwrap()
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn numbers(line: &str) -> Vec<usize> {
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}
