//! Every statement of the program is prepared on both engines, and none stands outside the lists that are prepared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use testkit::{engines, run};

use crate::world::World;

/// Files whose statements run at every start on both engines, and are in no list.
const RUN_AT_EVERY_START: [&str; 1] = ["crates/database/src/migration.rs"];

/// Every statement that is listed.
fn listed() -> Vec<&'static str> {
    let kit = [
        database::keys::STATEMENTS,
        audit::STATEMENTS,
        jobs::STATEMENTS,
        web::session::STATEMENTS,
        web::once::STATEMENTS,
    ];
    let capabilities = server::assemble::capabilities();
    let theirs = capabilities.iter().flat_map(|capability| capability.statements.iter().copied());
    kit.into_iter().chain(theirs).flatten().copied().collect()
}

#[test]
fn every_statement_is_understood_by_both_engines() {
    run(async {
        for engine in engines() {
            let world = World::quiet(engine).await;
            let database = world.test.app.database();
            // What the engines say in words of their own.
            for sql in listed().into_iter().chain(database::keys::statements_on(database)) {
                let prepared = database.prepare(sql).await;
                prepared.unwrap_or_else(|failure| panic!("{engine:?}: {failure:?}\n{sql}"));
            }
        }
    });
}

#[test]
fn no_statement_stands_outside_the_lists_that_are_prepared() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let listed: BTreeSet<String> = listed().into_iter().map(plain).collect();
    let (mut found, mut missing) = (0, Vec::new());
    for path in ["crates", "capabilities", "server"].iter().flat_map(|folder| sources(&root.join(folder))) {
        let file = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        if RUN_AT_EVERY_START.contains(&file.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("the file can be read");
        for sql in statements(&text) {
            found += 1;
            if !listed.contains(&sql) {
                missing.push(format!("{file}: {sql}"));
            }
        }
    }
    assert!(found > 150, "statements are found in the sources: {found}");
    assert!(
        missing.is_empty(),
        "name these in STATEMENTS of their file, and the list in capability():\n{}",
        missing.join("\n")
    );
}

/// Every Rust file below the `src` folders here.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "tests" && name != "target" {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

/// Every text in quotes that is a statement, outside modules for tests.
fn statements(text: &str) -> Vec<String> {
    let program = text.split("#[cfg(test)]").next().unwrap_or_default();
    let quoted = program.split('"').skip(1).step_by(2).map(plain);
    quoted.filter(|text| is_statement(text)).collect()
}

fn is_statement(text: &str) -> bool {
    let begins = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];
    begins.iter().any(|begin| text.starts_with(begin))
}

/// With single spaces.
fn plain(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}
