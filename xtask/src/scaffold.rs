//! A new capability in the shape of the others: it compiles, has one page, one statement and one table, and passes the
//! checks as soon as it stands in the table of arrows.

use std::path::Path;

use anyhow::ensure;

const FILES: [(&str, &str); 11] = [
    ("Cargo.toml", include_str!("../scaffold/Cargo.toml.txt")),
    ("askama.toml", include_str!("../scaffold/askama.toml.txt")),
    ("README.md", include_str!("../scaffold/README.md.txt")),
    ("src/lib.rs", include_str!("../scaffold/lib.rs.txt")),
    ("src/commands.rs", include_str!("../scaffold/commands.rs.txt")),
    ("src/store.rs", include_str!("../scaffold/store.rs.txt")),
    ("src/pages.rs", include_str!("../scaffold/pages.rs.txt")),
    ("templates/PATH_overview.html", include_str!("../scaffold/overview.html.txt")),
    ("texts/sv.ftl", include_str!("../scaffold/sv.ftl.txt")),
    ("texts/en.ftl", include_str!("../scaffold/en.ftl.txt")),
    ("migrations/0001_begin.sql", include_str!("../scaffold/0001_begin.sql.txt")),
];

/// Writes the capability and says what is left to do.
pub(crate) fn write(root: &Path, name: &str) -> anyhow::Result<()> {
    let files = files(name)?;
    let folder = format!("capabilities/{name}");
    ensure!(!root.join(&folder).exists(), "{folder} exists already");
    for (path, text) in files {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    println!(
        "made {folder}. Next:\n\
         1. ARCHITECTURE.md: put `{name}` into a line of the table of arrows, and on the map\n\
         2. crates/access: its actions and facts, policies/{name}.cedar, and the file's name in src/decide.rs\n\
         3. crates/domain/src/{name}/: its states and rules, with tests\n\
         4. server: add {name}::capability() to the list\n\
         5. cargo xtask reference, then ./test"
    );
    Ok(())
}

/// The capability's files, by path from the root.
fn files(name: &str) -> anyhow::Result<Vec<(String, String)>> {
    let small = |character: char| character.is_ascii_lowercase() || character == '_';
    ensure!(
        name.starts_with(|first: char| first.is_ascii_lowercase()) && !name.ends_with('_') && name.chars().all(small),
        "a capability is called by a noun in small letters, like front_door; not \"{name}\""
    );
    let hyphens = name.replace('_', "-");
    let fill = |text: &str| text.replace("NAME", name).replace("PATH", &hyphens).replace("KEY", &hyphens);
    Ok(FILES.iter().map(|(path, text)| (format!("capabilities/{name}/{}", fill(path)), keep(text, fill))).collect())
}

/// Fills in the names, but leaves the words PRIMARY KEY as they are.
fn keep(text: &str, fill: impl Fn(&str) -> String) -> String {
    text.split("PRIMARY KEY").map(fill).collect::<Vec<_>>().join("PRIMARY KEY")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packages::Package;
    use crate::settings::Settings;
    use crate::tidy;
    use crate::tree::Tree;

    #[test]
    fn what_is_made_passes_the_checks() {
        let mut files = files("house_call").unwrap();
        let table = "## Arrows\n|a|b|c|\n|-|-|-|\n| kit | `web`, `i18n`, `database` | nothing |\n| work | `house_call` | kit |\n";
        files.push(("ARCHITECTURE.md".to_owned(), table.to_owned()));
        let tree: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let needs = ["web", "i18n", "database", "axum"].map(ToOwned::to_owned).to_vec();
        let package = Package { name: "house_call".to_owned(), folder: "capabilities/house_call".to_owned(), needs };
        let problems = tidy::problems(&Tree::of(&tree), &[package], &Settings::default()).unwrap();
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    }

    #[test]
    fn a_name_is_a_noun_in_small_letters() {
        for name in ["", "Contact", "house-call", "2nd", "../a", "a_"] {
            assert!(files(name).is_err(), "{name}");
        }
    }
}
