//! Migrations: numbered from 1 without gaps, and every file listed in its crate under its own number and name.

use std::collections::BTreeMap;

use crate::tidy::Problem;
use crate::tree::Tree;

/// A migration file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct File<'t> {
    /// The folder of its crate.
    pub(crate) folder: &'t str,
    /// `0001_name`.
    pub(crate) stem: &'t str,
    /// Its statements.
    pub(crate) text: &'t str,
}

/// Every migration file, in the order of paths.
pub(crate) fn files(tree: &Tree) -> Vec<File<'_>> {
    let all = tree.ending(".sql").filter_map(|(path, text)| {
        let (folder, name) = path.split_once("/migrations/")?;
        Some(File { folder, stem: name.strip_suffix(".sql")?, text })
    });
    all.collect()
}

/// Gaps, doubles, odd names and files that never run.
pub(crate) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut by_folder: BTreeMap<&str, Vec<File<'_>>> = BTreeMap::new();
    for file in files(tree) {
        by_folder.entry(file.folder).or_default().push(file);
    }
    let mut problems = Vec::new();
    for (folder, files) in by_folder {
        let sources = format!("{folder}/src/");
        let listed: String = tree
            .ending(".rs")
            .filter(|(path, _)| path.starts_with(&sources))
            .flat_map(|(_, text)| text.split_whitespace())
            .collect();
        for (index, file) in files.iter().enumerate() {
            let path = format!("{folder}/migrations/{}.sql", file.stem);
            let Some((number, name)) = file.stem.split_once('_').filter(|(number, _)| number.len() == 4) else {
                problems.push(Problem::of(&path, "a migration is called NNNN_what_it_does.sql"));
                continue;
            };
            let expected = index + 1;
            if number.parse() != Ok(expected) {
                problems.push(Problem::of(&path, format!("the number should be {expected:04}: from 1, without gaps")));
            }
            let entry = format!(
                "number:{},name:\"{name}\",sql:include_str!(\"../migrations/{}.sql\")",
                number.trim_start_matches('0'),
                file.stem
            );
            if !listed.contains(&entry) {
                let text = format!("never runs: list it in {sources} as Migration {{ {entry} }}");
                problems.push(Problem::of(&path, text));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    const FIRST: &str = "Migration { number: 1, name: \"child\", sql: include_str!(\"../migrations/0001_child.sql\") }";

    fn check(files: &[&str], source: &str) -> String {
        let mut all: Vec<(String, &str)> =
            files.iter().map(|name| (format!("capabilities/a/migrations/{name}"), "")).collect();
        all.push(("capabilities/a/src/lib.rs".to_owned(), source));
        let all: Vec<_> = all.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        said(&problems(&Tree::of(&all)))
    }

    #[test]
    fn a_listed_file_runs() {
        assert_eq!(check(&["0001_child.sql"], FIRST), "");
    }

    #[test]
    fn a_file_that_is_not_listed_is_found() {
        assert!(check(&["0001_child.sql", "0002_more.sql"], FIRST).contains("0002_more.sql: never runs"));
    }

    #[test]
    fn a_file_listed_under_another_number_or_name_is_found() {
        assert!(check(&["0001_child.sql"], &FIRST.replace("number: 1", "number: 2")).contains("never runs"));
        assert!(check(&["0001_child.sql"], &FIRST.replace("\"child\"", "\"person\"")).contains("never runs"));
    }

    #[test]
    fn a_gap_is_found() {
        let source = FIRST.replace("number: 1", "number: 2").replace("0001", "0002");
        assert!(check(&["0002_child.sql"], &source).contains("the number should be 0001"));
    }
}
