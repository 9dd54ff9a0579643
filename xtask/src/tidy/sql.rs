//! SQL stands in few places and in the text that both engines accept. The checks themselves, tests, and measurements, which
//! fill databases in bulk, are not looked at.

use crate::rust::Source;
use crate::settings::{self, Settings};
use crate::tidy::Problem;
use crate::tree::{Tree, line_of};

/// What the engines would read differently, or that hides what is read; as it looks in lower case with single spaces.
const FORBIDDEN: [(&str, &str); 7] = [
    ("::", "write CAST(x AS …); SQLite knows no ::"),
    ("now()", "times come from Rust"),
    ("current_timestamp", "times come from Rust"),
    ("select *", "list the columns"),
    ("returning *", "list the columns"),
    (" ilike ", "fold case in Rust; SQLite knows no ILIKE"),
    ("autoincrement", "identifiers come from `environment`"),
];

/// The types of columns that both engines store, compare and order alike.
const TYPES: [&str; 4] = ["uuid", "text", "bigint", "bytea"];

/// SQL in the wrong place, and SQL that is not portable.
pub(crate) fn problems(tree: &Tree, settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut homes_in_use = Vec::new();
    for (path, line, text, before) in statements(tree) {
        let home = settings.sql_homes.iter().find(|home| path.starts_with(&home.name));
        homes_in_use.extend(home.map(|home| &home.name));
        if home.is_none() && !is_home(path) {
            problems.push(Problem::at(
                path,
                line,
                "SQL stands in store.rs or under sql/, so that one looks there and nowhere else",
            ));
        }
        if before.ends_with("format!(") {
            problems.push(Problem::at(path, line, "SQL is one constant text; never built with format!"));
        }
        portable(path, line, &text, &mut problems);
    }
    for (path, text) in tree.ending(".sql").filter(|(path, _)| !path.starts_with("docs/")) {
        for (index, line) in text.lines().enumerate() {
            portable(path, index + 1, line, &mut problems);
        }
        types(path, text, &mut problems);
    }
    for home in settings.sql_homes.iter().filter(|home| !homes_in_use.contains(&&home.name)) {
        problems
            .push(Problem::of(settings::PATH, format!("there is no SQL in {}: take its exception away", home.name)));
    }
    problems
}

/// Every text in quotes in the program that is SQL: path, line, text, and the code before it.
pub(crate) fn statements(tree: &Tree) -> impl Iterator<Item = (&str, usize, String, String)> {
    let files = tree
        .ending(".rs")
        .filter(|(path, _)| !path.starts_with("xtask/") && !path.starts_with("bench/") && !path.contains("/tests/"));
    files.flat_map(|(path, text)| {
        let source = Source::read(text);
        let found: Vec<_> = source
            .quoted_in_code()
            .filter(|quoted| is_sql(&quoted.text))
            .map(|quoted| (path, quoted.line, quoted.text.clone(), quoted.before.clone()))
            .collect();
        found
    })
}

fn is_home(path: &str) -> bool {
    path.ends_with("/store.rs") || ["/store/", "/sql/", "/migrations/"].iter().any(|folder| path.contains(folder))
}

fn is_sql(text: &str) -> bool {
    let mut words = text.split(|character: char| !character.is_alphanumeric() && character != '_');
    words.any(|word| ["SELECT", "INSERT", "UPDATE", "DELETE"].contains(&word))
        && text.split_whitespace().nth(1).is_some()
}

fn portable(path: &str, line: usize, text: &str, problems: &mut Vec<Problem>) {
    for (index, written) in text.lines().enumerate() {
        let plain = written.split("--").next().unwrap_or_default().to_lowercase();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        for (forbidden, instead) in FORBIDDEN.iter().filter(|(forbidden, _)| plain.contains(forbidden)) {
            let text = format!("{} in SQL: {instead}", forbidden.trim());
            problems.push(Problem::at(path, line + index, text));
        }
    }
}

/// Columns have one of four types.
fn types(path: &str, text: &str, problems: &mut Vec<Problem>) {
    for (start, _) in text.match_indices("CREATE TABLE ") {
        let first_line = line_of(text, start);
        let table = text.get(start..).unwrap_or_default();
        let end = table.find("\n)").unwrap_or(table.len());
        for (index, line) in table.get(..end).unwrap_or_default().lines().enumerate().skip(1) {
            let mut words = line.split_whitespace();
            let first = words.next().unwrap_or_default();
            if first.chars().any(|character| !character.is_ascii_lowercase() && character != '_') || first.is_empty() {
                continue;
            }
            let kind = words.next().unwrap_or_default().trim_end_matches(',');
            if !TYPES.contains(&kind) {
                let said = format!("column {first} is {kind}; both engines agree on {}", TYPES.join(", "));
                problems.push(Problem::at(path, first_line + index, said));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Exception;
    use crate::tidy::said;

    fn check(path: &str, text: &str) -> String {
        said(&problems(&Tree::of(&[(path, text)]), &Settings::default()))
    }

    #[test]
    fn a_store_holds_sql_and_a_page_does_not() {
        let text = "const FIND: &str = \"\n    SELECT id\n    FROM child\";\n";
        assert_eq!(check("capabilities/a/src/store.rs", text), "");
        assert!(
            check("capabilities/a/src/pages.rs", text)
                .contains("capabilities/a/src/pages.rs:1: SQL stands in store.rs")
        );
    }

    #[test]
    fn words_and_tests_are_not_sql() {
        let text = "fn f() { say(\"Select a child\"); say(\"DELETE\") }\n#[cfg(test)]\nmod tests {\n  const A: &str = \"DELETE FROM child\";\n}\n";
        assert_eq!(check("capabilities/a/src/pages.rs", text), "");
        assert_eq!(check("capabilities/a/tests/stories.rs", "const A: &str = \"SELECT id FROM child\";"), "");
    }

    #[test]
    fn what_only_one_engine_reads_is_found_on_its_line() {
        let text = "const A: &str = \"\n  SELECT id::text\n  FROM child\n  WHERE at < now()\";";
        let said = check("capabilities/a/src/store.rs", text);
        assert!(said.contains("store.rs:2: :: in SQL") && said.contains("store.rs:4: now() in SQL"), "{said}");
        assert!(
            check("capabilities/a/src/store.rs", "const A: &str = \"SELECT  *  FROM child\";")
                .contains("list the columns")
        );
        assert!(
            check("capabilities/a/sql/long.sql", "-- now() in a comment\nSELECT a\nRETURNING *").contains("long.sql:3")
        );
    }

    #[test]
    fn sql_is_never_put_together() {
        assert!(
            check("capabilities/a/src/store.rs", "let a = format!(\"SELECT id FROM {t}\");").contains("never built")
        );
    }

    #[test]
    fn a_column_has_a_type_that_both_engines_know() {
        let text =
            "-- Why.\nCREATE TABLE a (\n  id uuid NOT NULL,\n  at timestamptz NOT NULL,\n  PRIMARY KEY (id)\n);\n";
        let said = check("capabilities/a/migrations/0001_a.sql", text);
        assert_eq!(
            said,
            "capabilities/a/migrations/0001_a.sql:4: column at is timestamptz; both engines agree on uuid, text, bigint, bytea"
        );
    }

    #[test]
    fn an_exception_without_sql_is_found() {
        let home = Exception { name: "crates/jobs/".to_owned(), reason: "kit".to_owned() };
        let settings = Settings { sql_homes: vec![home], ..Settings::default() };
        let tree = Tree::of(&[("crates/jobs/src/lib.rs", "fn f() {}")]);
        assert!(said(&problems(&tree, &settings)).contains("there is no SQL in crates/jobs/"));
    }
}
