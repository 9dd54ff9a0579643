//! Messages: both languages have the same keys with the same values in them; every key that is used exists, and every key
//! that exists is used.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::Source;
use crate::settings::{self, Settings};
use crate::tidy::Problem;
use crate::tree::{Tree, line_of};

/// A message as it stands in a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Message {
    line: usize,
    /// The names of the values in it.
    values: BTreeSet<String>,
    /// Other messages that it includes.
    includes: BTreeSet<String>,
}

/// Texts of the program that may be keys.
#[derive(Default)]
struct Uses {
    /// Every text in quotes.
    mentioned: BTreeSet<String>,
    /// Where a text is certainly a key.
    asked: Vec<(String, usize, String)>,
}

/// Keys that are missing, doubled, unused or unequal.
pub(crate) fn problems(tree: &Tree, settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut all: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let mut uses = uses(tree);
    for (swedish_path, swedish) in tree.ending("/sv.ftl") {
        let english_path = format!("{}en.ftl", swedish_path.trim_end_matches("sv.ftl"));
        let swedish = messages(swedish);
        let english = messages(tree.text(&english_path).unwrap_or_default());
        compare(swedish_path, &swedish, &english_path, &english, &mut problems);
        for (key, message) in swedish {
            uses.mentioned.extend(message.includes);
            if let Some((path, line)) = all.insert(key.clone(), (swedish_path.to_owned(), message.line)) {
                problems.push(Problem::at(swedish_path, message.line, format!("{key} stands in {path}:{line} too")));
            }
        }
    }
    let prefixed = |key: &str| settings.key_prefixes.iter().any(|prefix| key.starts_with(&prefix.name));
    for (key, (path, line)) in all.iter().filter(|(key, _)| !uses.mentioned.contains(*key) && !prefixed(key)) {
        problems.push(Problem::at(path, *line, format!("{key} is not used: take it away in both languages")));
    }
    for (path, line, key) in uses.asked.iter().filter(|(.., key)| !all.contains_key(key)) {
        problems.push(Problem::at(path, *line, format!("there is no message {key}")));
    }
    for prefix in &settings.key_prefixes {
        if !all.keys().any(|key| key.starts_with(&prefix.name)) {
            let text = format!("no key begins with {}: take it away", prefix.name);
            problems.push(Problem::of(settings::PATH, text));
        }
    }
    problems
}

fn compare(
    swedish_path: &str,
    swedish: &BTreeMap<String, Message>,
    english_path: &str,
    english: &BTreeMap<String, Message>,
    problems: &mut Vec<Problem>,
) {
    for (key, message) in swedish {
        match english.get(key) {
            None => problems.push(Problem::of(english_path, format!("{key} is missing"))),
            Some(other) if other.values != message.values => {
                let text = format!("{key} has other values in it than in {swedish_path}:{}", message.line);
                problems.push(Problem::at(english_path, other.line, text));
            }
            Some(_) => (),
        }
    }
    for key in english.keys().filter(|key| !swedish.contains_key(*key)) {
        problems.push(Problem::of(swedish_path, format!("{key} is missing")));
    }
}

/// The messages of a Fluent file.
fn messages(text: &str) -> BTreeMap<String, Message> {
    let mut found: BTreeMap<String, Message> = BTreeMap::new();
    let mut current: Option<String> = None;
    for (index, line) in text.lines().enumerate() {
        let body = if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let Some((key, body)) = line.split_once('=') else { continue };
            current = Some(key.trim().to_owned());
            body
        } else if line.starts_with([' ', '}']) {
            line
        } else {
            current = None;
            continue;
        };
        let Some(key) = &current else { continue };
        let message = found.entry(key.clone()).or_insert_with(|| Message { line: index + 1, ..Message::default() });
        let name = |part: &str| -> String {
            part.chars()
                .take_while(|character| character.is_ascii_alphanumeric() || "-_".contains(*character))
                .collect()
        };
        message.values.extend(body.split('$').skip(1).map(name));
        let places = body.split('{').skip(1).map(str::trim_start);
        message.includes.extend(places.filter(|place| place.starts_with(|c: char| c.is_ascii_lowercase())).map(name));
    }
    found
}

fn uses(tree: &Tree) -> Uses {
    let mut uses = Uses::default();
    for (path, text) in tree.ending(".rs").filter(|(path, _)| path.contains("/src/") && !path.starts_with("xtask/")) {
        let source = Source::read(text);
        let lists = lists(&source.code);
        for quoted in source.quoted_in_code() {
            let called =
                ["t(", ".with(", ".message(", "words:"].iter().any(|call| ends_with_call(&quoted.before, call));
            let listed = lists.iter().any(|list| list.contains(&quoted.line));
            if (called || listed) && is_key(&quoted.text) {
                uses.asked.push((path.to_owned(), quoted.line, quoted.text.clone()));
            }
            uses.mentioned.insert(quoted.text.clone());
        }
    }
    for (path, text) in tree.ending(".html").filter(|(path, _)| path.contains("/templates/")) {
        for (at, quoted) in
            text.match_indices('"').filter_map(|(at, _)| Some((at, text.get(at + 1..)?.split('"').next()?)))
        {
            let before = text.get(..at).unwrap_or_default();
            if [".t(", ".with("].iter().any(|call| before.ends_with(call)) && is_key(quoted) {
                uses.asked.push((path.to_owned(), line_of(text, at), quoted.to_owned()));
            }
            if is_key(quoted) {
                uses.mentioned.insert(quoted.to_owned());
            }
        }
    }
    uses
}

/// Whether the code before a text ends with this call and not with a longer name.
fn ends_with_call(before: &str, call: &str) -> bool {
    before.strip_suffix(call).is_some_and(|head| {
        call.starts_with('.') || !head.ends_with(|last: char| last.is_alphanumeric() || last == '_')
    })
}

/// A key has small letters and at least one hyphen; a code in it may have underscores.
fn is_key(text: &str) -> bool {
    let allowed =
        |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || "-_".contains(character);
    text.contains('-') && !text.starts_with('-') && !text.ends_with('-') && text.chars().all(allowed)
}

/// The lines of every `words! { … }`, where each text is a key.
fn lists(code: &str) -> Vec<std::ops::RangeInclusive<usize>> {
    let starts = code
        .match_indices("words! {")
        .filter(|(at, _)| !code.get(..*at).unwrap_or_default().ends_with("macro_rules! "));
    let ranges = starts.map(|(at, _)| {
        let length = code.get(at..).and_then(|rest| rest.find('}')).unwrap_or_default();
        line_of(code, at)..=line_of(code, at + length)
    });
    ranges.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Exception;
    use crate::tidy::said;

    fn check(swedish: &str, english: &str, rust: &str, template: &str, prefixes: &[&str]) -> String {
        let tree = Tree::of(&[
            ("capabilities/a/i18n/sv.ftl", swedish),
            ("capabilities/a/i18n/en.ftl", english),
            ("capabilities/a/src/pages.rs", rust),
            ("capabilities/a/templates/a.html", template),
        ]);
        let exception = |name: &&str| Exception { name: (*name).to_owned(), reason: "a reason".to_owned() };
        let settings = Settings { key_prefixes: prefixes.iter().map(exception).collect(), ..Settings::default() };
        said(&problems(&tree, &settings))
    }

    #[test]
    fn keys_in_both_languages_that_are_used_are_right() {
        let swedish = "a-b = Hej { $name }\n# note\na-c =\n    { $n ->\n        [one] ett\n       *[other] { $n } { a-d }\n    }\na-d = dagar\n";
        let english = "a-b = Hi { $name }\na-c = { $n } { a-d }\na-d = days\n";
        assert_eq!(check(swedish, english, "fn f() { say.t(\"a-b\"); }", "{{ say.t(\"a-c\") }}", &[]), "");
    }

    #[test]
    fn a_key_in_one_language_only_is_found() {
        assert!(check("a-b = x\n", "", "say.t(\"a-b\")", "", &[]).contains("en.ftl: a-b is missing"));
        assert!(check("", "a-b = x\n", "", "", &[]).contains("sv.ftl: a-b is missing"));
    }

    #[test]
    fn other_values_in_one_language_are_found() {
        let said = check("a-b = { $day }\n", "a-b = { $date }\n", "say.t(\"a-b\")", "", &[]);
        assert!(said.contains("en.ftl:1: a-b has other values"));
    }

    #[test]
    fn an_unused_key_is_found() {
        assert!(
            check("a-b = x\n", "a-b = x\n", "#[cfg(test)]\nmod t { fn f() { \"a-b\" } }", "", &[])
                .contains("a-b is not used")
        );
    }

    #[test]
    fn a_key_that_does_not_exist_is_found_wherever_it_is_asked() {
        let rust =
            "words! {\n    skip = \"a-x\",\n}\nfn f() { say.with(\"a-y\", \"n\", 1); t(\"a-z\"); set(\"not-a-key\"); }";
        let said = check("", "", rust, "<p class=\"no-key\">{{ say.t(\"a-w\") }}", &[]);
        for key in
            ["pages.rs:2: there is no message a-x", "message a-y", "message a-z", "a.html:1: there is no message a-w"]
        {
            assert!(said.contains(key), "{key}: {said}");
        }
        assert!(!said.contains("not-a-key") && !said.contains("no-key"));
    }

    #[test]
    fn keys_put_together_count_as_used_by_how_they_begin() {
        let rust = "fn f() { say.t(&format!(\"role-{code}\")); }";
        assert_eq!(check("role-school_nurse = x\n", "role-school_nurse = x\n", rust, "", &["role-"]), "");
        assert!(check("role-nurse = x\n", "role-nurse = x\n", rust, "", &[]).contains("role-nurse is not used"));
        assert!(check("", "", rust, "", &["role-"]).contains("no key begins with role-"));
    }
}
