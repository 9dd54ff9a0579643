//! No file with more than 400 lines of code. Comments, blank lines and modules for tests are not counted. Functions are
//! clippy's matter.

use crate::rust::Source;
use crate::settings::{self, Settings};
use crate::tidy::Problem;
use crate::tree::Tree;

const LINES_MAX: usize = 400;

/// Files that are too long, and exceptions that are no longer needed.
pub(crate) fn problems(tree: &Tree, settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.ending(".rs") {
        let lines = Source::read(text).lines_of_code;
        let excepted = settings.long_files.iter().any(|exception| exception.name == path);
        if lines > LINES_MAX && !excepted {
            let text = format!("{lines} lines of code, at most {LINES_MAX}: split it at a noun");
            problems.push(Problem::of(path, text));
        }
        if lines <= LINES_MAX && excepted {
            problems.push(Problem::of(settings::PATH, format!("{path} is no longer long: take its exception away")));
        }
    }
    for exception in settings.long_files.iter().filter(|exception| tree.text(&exception.name).is_none()) {
        problems.push(Problem::of(settings::PATH, format!("there is no file {}", exception.name)));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Exception;
    use crate::tidy::said;

    fn check(text: &str, excepted: &[&str]) -> String {
        let exception = |name: &&str| Exception { name: (*name).to_owned(), reason: "a reason".to_owned() };
        let settings = Settings { long_files: excepted.iter().map(exception).collect(), ..Settings::default() };
        said(&problems(&Tree::of(&[("crates/a/src/lib.rs", text)]), &settings))
    }

    #[test]
    fn four_hundred_lines_are_allowed_and_one_more_is_not() {
        assert_eq!(check(&"f();\n".repeat(400), &[]), "");
        assert!(check(&"f();\n".repeat(401), &[]).contains("401 lines of code"));
    }

    #[test]
    fn comments_and_blank_lines_are_not_counted() {
        assert_eq!(check(&"f(); // why\n\n// more\n".repeat(400), &[]), "");
    }

    #[test]
    fn an_exception_is_heard_while_it_is_needed() {
        assert_eq!(check(&"f();\n".repeat(500), &["crates/a/src/lib.rs"]), "");
        assert!(check("f();\n", &["crates/a/src/lib.rs"]).contains("no longer long"));
        assert!(check("f();\n", &["crates/gone.rs"]).contains("there is no file crates/gone.rs"));
    }
}
