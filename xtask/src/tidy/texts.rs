//! Messages: both languages have the same keys with the same values in them; every key that is used exists, and every key
//! that exists is used. A key that is put together, as in `format!("role-{code}")`, counts as used by its pattern; so
//! does one that is lengthened, as in `format!("{key}-hint")`, when what it begins with stands in the same crate.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::Source;
use crate::settings::{self, Settings};
use crate::tidy::Problem;
use crate::tree::{Tree, line_of};

/// A message as it stands in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) line: usize,
    /// What it says, a text for each form of a plural.
    pub(super) says: Vec<String>,
    /// The names of the values in it.
    values: BTreeSet<String>,
    /// Other messages that it includes.
    includes: BTreeSet<String>,
}

/// Texts of the program that may be keys.
#[derive(Default)]
struct Uses {
    /// Every text in quotes, after the folder of the crate that it stands in.
    mentioned: BTreeSet<(String, String)>,
    /// Where a text is certainly a key.
    asked: Vec<(String, usize, String)>,
}

/// Keys that are missing, doubled, unused or unequal.
pub(crate) fn problems(tree: &Tree, settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut all: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let mut uses = uses(tree);
    for (path, _) in tree.ending(".ftl") {
        let read = |(place, text): &(String, String)| *place == crate_of(path) && text.ends_with(from_texts(path));
        if !uses.mentioned.iter().any(read) {
            problems.push(Problem::of(path, "is never read: include it in its crate"));
        }
    }
    for (swedish_path, swedish) in tree.ending("sv.ftl") {
        let english_path = format!("{}en.ftl", swedish_path.trim_end_matches("sv.ftl"));
        let swedish = messages(swedish);
        let english = messages(tree.text(&english_path).unwrap_or_default());
        compare(swedish_path, &swedish, &english_path, &english, &mut problems);
        for (key, message) in swedish {
            uses.mentioned.extend(message.includes.into_iter().map(|key| (crate_of(swedish_path), key)));
            if let Some((path, line)) = all.insert(key.clone(), (swedish_path.to_owned(), message.line)) {
                problems.push(Problem::at(swedish_path, message.line, format!("{key} stands in {path}:{line} too")));
            }
        }
    }
    let index = Index::of(&uses);
    for (key, (path, line)) in all.iter().filter(|(key, _)| !index.uses(key)) {
        if settings.key_prefixes.iter().any(|prefix| key.starts_with(&prefix.name)) {
            continue;
        }
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

/// The texts of the program, ready to be asked about key after key.
struct Index<'t> {
    mentioned: &'t BTreeSet<(String, String)>,
    texts: BTreeSet<&'t str>,
    patterns: Vec<(&'t str, Pattern<'t>)>,
}

impl<'t> Index<'t> {
    fn of(uses: &'t Uses) -> Self {
        let mentioned = &uses.mentioned;
        let texts = mentioned.iter().map(|(_, text)| text.as_str()).collect();
        let patterns =
            mentioned.iter().filter_map(|(place, text)| Some((place.as_str(), Pattern::of(text)?))).collect();
        Self { mentioned, texts, patterns }
    }

    /// Whether this key is used: as it is, put together, or lengthened.
    fn uses(&self, key: &str) -> bool {
        self.texts.contains(key)
            || self.patterns.iter().any(|(place, pattern)| {
                if !pattern.begin.is_empty() {
                    return pattern.fits(key);
                }
                key.match_indices('-').map(|(at, _)| key.split_at(at)).any(|(begin, rest)| {
                    is_key(begin)
                        && pattern.fits(rest)
                        && self.mentioned.contains(&((*place).to_owned(), begin.to_owned()))
                })
            })
    }
}

/// A key that is put together when the program runs.
struct Pattern<'t> {
    /// What it begins with; nothing when it begins with a value, which is then itself a key.
    begin: &'t str,
    /// What stands after each further value.
    rest: Vec<&'t str>,
}

impl<'t> Pattern<'t> {
    /// The pattern of a text with values in it, if it looks like a key.
    fn of(text: &'t str) -> Option<Self> {
        let (begin, mut after) = text.split_once('{')?;
        let mut rest = Vec::new();
        while let Some((_, fixed)) = after.split_once('}') {
            let (fixed, next) = fixed.split_once('{').unwrap_or((fixed, ""));
            rest.push(fixed);
            after = next;
        }
        let small = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
        let like_key = if begin.is_empty() {
            rest.first().is_some_and(|fixed| fixed.starts_with('-'))
        } else {
            begin.contains('-') && small(begin)
        };
        (like_key && rest.iter().all(|fixed| small(fixed))).then_some(Self { begin, rest })
    }

    /// Whether a text is the pattern with its values filled in; without the first value when it begins with one.
    fn fits(&self, text: &str) -> bool {
        let Some(mut left) = text.strip_prefix(self.begin) else { return false };
        let mut rest = self.rest.as_slice();
        if let ([first, others @ ..], "") = (rest, self.begin) {
            let Some(after) = left.strip_prefix(first) else { return false };
            (left, rest) = (after, others);
        }
        let Some((last, between)) = rest.split_last() else { return left.is_empty() };
        for fixed in between {
            let Some((_, after)) = left.split_once(fixed) else { return false };
            left = after;
        }
        left.ends_with(last)
    }
}

/// `texts/sv.ftl`, as code includes it.
fn from_texts(path: &str) -> &str {
    path.match_indices('/').rev().nth(1).and_then(|(at, _)| path.get(at + 1..)).unwrap_or(path)
}

/// The folder of the crate that a file belongs to.
fn crate_of(path: &str) -> String {
    path.split('/').take(2).collect::<Vec<_>>().join("/")
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
pub(super) fn messages(text: &str) -> BTreeMap<String, Message> {
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
        message.says.extend(form(body));
        let places = body.split('{').skip(1).map(str::trim_start);
        message.includes.extend(places.filter(|place| place.starts_with(|c: char| c.is_ascii_lowercase())).map(name));
    }
    found
}

/// What a line of a message says; nothing where a choice between forms begins or ends.
fn form(line: &str) -> Option<String> {
    let line = line.trim();
    let chosen = line.strip_prefix('*').unwrap_or(line);
    let said = match chosen.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((_, said)) => said.trim(),
        None => line,
    };
    (!said.is_empty() && said != "}" && !said.ends_with("->")).then(|| said.to_owned())
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
            uses.mentioned.insert((crate_of(path), quoted.text.clone()));
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
                uses.mentioned.insert((crate_of(path), quoted.to_owned()));
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
            ("capabilities/a/src/lib.rs", "(include_str!(\"../i18n/sv.ftl\"), include_str!(\"../i18n/en.ftl\"))"),
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
    fn a_second_pair_of_files_is_read_like_the_first() {
        let check = |rust: &str| {
            let files = [
                ("capabilities/a/texts/work_sv.ftl", "a-b = x\n"),
                ("capabilities/a/texts/work_en.ftl", ""),
                ("capabilities/a/src/lib.rs", rust),
            ];
            said(&problems(&Tree::of(&files), &Settings::default()))
        };
        let said =
            check("(include_str!(\"../texts/work_sv.ftl\"), include_str!(\"../texts/work_en.ftl\"), t(\"a-b\"))");
        assert_eq!(said, "capabilities/a/texts/work_en.ftl: a-b is missing");
        assert!(check("t(\"a-b\")").contains("work_sv.ftl: is never read"));
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
    fn keys_put_together_count_as_used_by_their_pattern() {
        let both = "role-school_nurse = x\nday-1-short = x\n";
        let rust = "fn f() { say.t(&format!(\"role-{code}\")); say.t(&format!(\"day-{}-short\", 1)); }";
        assert_eq!(check(both, both, rust, "", &[]), "");
        let rust = "fn f() { say.t(&format!(\"rule-{code}\")); say.t(&format!(\"day-{}-long\", 1)); say.t(&format!(\"{day}\")); }";
        let said = check(both, both, rust, "", &[]);
        assert!(said.contains("role-school_nurse is not used") && said.contains("day-1-short is not used"), "{said}");
    }

    #[test]
    fn keys_that_are_lengthened_count_as_used_where_they_begin() {
        let both = "a-b = x\na-b-hint = x\na-b-1-more = x\n";
        let rust = "fn f() { field(\"a-b\"); } fn field(key: &str) { t(&format!(\"{key}-hint\")); t(&format!(\"{key}-{n}-more\")); }";
        assert_eq!(check(both, both, rust, "", &[]), "");
        let said = check(both, both, "fn f() { field(\"a-b\"); t(&format!(\"{key}-note\")); }", "", &[]);
        assert!(said.contains("a-b-hint is not used") && said.contains("a-b-1-more is not used"), "{said}");
    }

    #[test]
    fn an_exception_is_heard_while_it_is_needed() {
        assert_eq!(check("problem-a-text = x\n", "problem-a-text = x\n", "", "", &["problem-"]), "");
        assert!(check("", "", "", "", &["problem-"]).contains("no key begins with problem-"));
    }
}
