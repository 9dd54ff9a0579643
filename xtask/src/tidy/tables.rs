//! A table has one writer: the crate whose migrations made it. Others ask its public functions.

use std::collections::BTreeMap;

use crate::packages::Package;
use crate::settings::{self, Settings};
use crate::tidy::{Problem, sql};
use crate::tree::Tree;

/// Tables that are written by others than their owner.
pub(crate) fn problems(tree: &Tree, packages: &[Package], settings: &Settings) -> Vec<Problem> {
    let owner_of = |path: &str| {
        let inside = |package: &&Package| path.strip_prefix(&package.folder).is_some_and(|rest| rest.starts_with('/'));
        packages.iter().find(inside).map(|package| package.name.as_str())
    };
    let files: Vec<(&str, usize, String)> =
        tree.ending(".sql").map(|(path, text)| (path, 1, text.to_owned())).collect();
    let constants = tree.ending(".rs").filter(|(path, _)| !path.starts_with("xtask/"));
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in files.iter().map(|(path, _, text)| (*path, text.as_str())).chain(constants) {
        if let Some(owner) = owner_of(path) {
            owners.extend(named_after(text, &["CREATE", "TABLE"]).into_iter().map(|(_, table)| (table, owner)));
        }
    }
    let statements = sql::statements(tree).map(|(path, line, text, _)| (path, line, text));
    let mut problems = Vec::new();
    let mut exceptions_in_use = Vec::new();
    for (path, line, text) in files.into_iter().filter(|(path, ..)| path.contains("/sql/")).chain(statements) {
        let Some(writer) = owner_of(path) else { continue };
        let written = [&["INSERT", "INTO"][..], &["DELETE", "FROM"], &["UPDATE"]];
        for (offset, table) in written.iter().flat_map(|words| named_after(&text, words)) {
            let exception = format!("{writer} {table}");
            match owners.get(&table) {
                Some(owner) if *owner == writer => (),
                Some(_) if settings.shared_tables.iter().any(|shared| shared.name == exception) => {
                    exceptions_in_use.push(exception);
                }
                Some(owner) => {
                    let text = format!("the table {table} is written by {owner} only; ask a function there");
                    problems.push(Problem::at(path, line + offset, text));
                }
                None => {
                    problems.push(Problem::at(path, line + offset, format!("no migration makes the table {table}")));
                }
            }
        }
    }
    for exception in settings.shared_tables.iter().filter(|shared| !exceptions_in_use.contains(&shared.name)) {
        problems.push(Problem::of(settings::PATH, format!("\"{}\" is not needed: take it away", exception.name)));
    }
    problems
}

/// The names that stand after these words, with the line they stand on, counted from 0.
fn named_after(text: &str, words: &[&str]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let lines = text.lines().enumerate();
    let all: Vec<(usize, &str)> =
        lines.flat_map(|(line, text)| text.split_whitespace().map(move |word| (line, word))).collect();
    for (at, window) in all.windows(words.len()).enumerate() {
        let before = at.checked_sub(1).and_then(|before| all.get(before)).map_or("", |(_, word)| word);
        let matches = window.iter().map(|(_, word)| word.trim_matches('"')).eq(words.iter().copied());
        // ON CONFLICT … DO UPDATE and SELECT … FOR UPDATE name no table.
        if !matches || ["DO", "FOR"].contains(&before) {
            continue;
        }
        let after = all.iter().skip(at + words.len()).find(|(_, word)| !["IF", "NOT", "EXISTS"].contains(word));
        let name = after.map(|(line, word)| (*line, word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_')));
        let lower = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        found.extend(
            name.filter(|(_, name)| !name.is_empty() && lower(name)).map(|(line, name)| (line, name.to_owned())),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Exception;
    use crate::tidy::said;

    fn check(store: &str, shared: &[&str]) -> String {
        let tree = Tree::of(&[
            ("capabilities/a/migrations/0001_a.sql", "CREATE TABLE child (\n  id uuid\n);"),
            ("capabilities/b/migrations/0001_b.sql", "CREATE TABLE request (\n  id uuid\n);"),
            ("capabilities/b/src/store.rs", store),
        ]);
        let package =
            |name: &str| Package { name: name.to_owned(), folder: format!("capabilities/{name}"), needs: vec![] };
        let exception = |name: &&str| Exception { name: (*name).to_owned(), reason: "a reason".to_owned() };
        let settings = Settings { shared_tables: shared.iter().map(exception).collect(), ..Settings::default() };
        said(&problems(&tree, &[package("a"), package("b")], &settings))
    }

    #[test]
    fn one_writes_ones_own_tables_and_reads_others() {
        let store = "const A: &str = \"INSERT INTO request (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = $1\";\n\
                     const B: &str = \"SELECT id FROM child FOR UPDATE\";";
        assert_eq!(check(store, &[]), "");
    }

    #[test]
    fn writing_anothers_table_is_found() {
        for sql in ["UPDATE child SET id = $1", "DELETE FROM child WHERE id = $1", "INSERT INTO child (id) VALUES ($1)"]
        {
            assert!(check(&format!("const A: &str = \"{sql}\";"), &[]).contains("child is written by a only"), "{sql}");
        }
    }

    #[test]
    fn a_table_that_no_migration_makes_is_found() {
        assert!(
            check("const A: &str = \"\n  DELETE FROM ghost\";", &[])
                .contains("store.rs:2: no migration makes the table ghost")
        );
    }

    #[test]
    fn an_exception_is_heard_while_it_is_needed() {
        assert_eq!(check("const A: &str = \"UPDATE child SET id = $1\";", &["b child"]), "");
        assert!(check("", &["b child"]).contains("is not needed"));
    }
}
