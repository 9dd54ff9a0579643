//! No test that is switched off, and no note to do something later without the number of its issue.

use crate::rust::Source;
use crate::tidy::Problem;
use crate::tree::Tree;

const NOTES: [&str; 3] = ["TODO", "FIXME", "XXX"];
const ENDINGS: [&str; 11] =
    [".rs", ".html", ".css", ".ts", ".mjs", ".sql", ".cedar", ".cedarschema", ".ftl", ".toml", ".sh"];

/// Tests that are switched off and notes without a number.
pub(crate) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| !path.starts_with("xtask/")) {
        if !ENDINGS.iter().any(|ending| path.ends_with(ending)) {
            continue;
        }
        let source = is_rust(path).then(|| Source::read(text));
        if let Some(source) = &source {
            for (index, line) in source.code.lines().enumerate() {
                if line.contains("#[ignore") || line.contains(", ignore)]") {
                    problems.push(Problem::at(
                        path,
                        index + 1,
                        "a test that does not run says nothing: mend it or remove it",
                    ));
                }
            }
        }
        let notes = source.as_ref().map_or(text, |source| source.comments.as_str());
        for (index, line) in notes.lines().enumerate() {
            let words = line.split(|character: char| !character.is_alphanumeric() && !['#', '('].contains(&character));
            for word in words {
                let note = NOTES.iter().find_map(|note| word.strip_prefix(note));
                let number = note.and_then(|rest| rest.strip_prefix("(#"));
                let numbered = number.is_some_and(|number| number.starts_with(|first: char| first.is_ascii_digit()));
                if note.is_some_and(|rest| rest.is_empty() || rest.starts_with('(')) && !numbered {
                    let text = "a note to do something later carries the number of its issue: TODO(#12)";
                    problems.push(Problem::at(path, index + 1, text));
                }
            }
        }
    }
    problems
}

fn is_rust(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    fn check(path: &str, text: &str) -> String {
        said(&problems(&Tree::of(&[(path, text)])))
    }

    #[test]
    fn a_test_that_is_switched_off_is_found() {
        assert!(check("crates/a/tests/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}").contains("a.rs:2: a test"));
        assert_eq!(check("crates/a/tests/a.rs", "// about #[ignore]\nconst A: &str = \"#[ignore]\";"), "");
    }

    #[test]
    fn a_note_carries_the_number_of_its_issue() {
        assert!(check("crates/a/src/a.rs", "// TODO: later\n").contains("a.rs:1: a note"));
        assert!(check("assets/ts/a.ts", "// FIXME later\n").contains("a.ts:1"));
        assert_eq!(check("crates/a/src/a.rs", "// TODO(#12): later\nconst TODO: &str = \"TODO\";\n"), "");
    }
}
