//! `docs/reference/schema.sql`: every migration in the order of the arrows, as one text to read and to see in a diff.
//! And what is asked of the other files of that folder: they are as they would be written now.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::packages::Package;
use crate::tidy::{Arrows, migration_files};
use crate::tree::Tree;

/// Where the text stands.
pub(crate) const PATH: &str = "docs/reference/schema.sql";
const HEAD: &str = "\
-- The whole schema: every migration, owner by owner. Written by `cargo xtask reference`; do not edit.
-- Moments are microseconds and days are days since 1970-01-01. `sealed` is readable only with the child's key.
";

/// The schema as one text.
pub(crate) fn schema(tree: &Tree, packages: &[Package]) -> anyhow::Result<String> {
    let arrows = Arrows::read(tree)?;
    let name =
        |folder: &str| packages.iter().find(|package| package.folder == folder).map(|package| package.name.as_str());
    let mut files: Vec<_> =
        migration_files(tree).into_iter().filter_map(|file| Some((name(file.folder)?, file))).collect();
    files.sort_by_key(|(owner, file)| (arrows.place(owner), *owner, file.stem));
    let parts = files.iter().map(|(owner, file)| format!("\n-- {owner}/{}\n\n{}\n", file.stem, file.text.trim()));
    Ok(std::iter::once(HEAD.to_owned()).chain(parts).collect())
}

/// Writes a file of the reference.
pub(crate) fn write(root: &Path, file: &str, text: &str) -> anyhow::Result<()> {
    let path = root.join(file);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&path, text).with_context(|| format!("{file} cannot be written"))
}

/// Says whether a file of the reference is as it would be written now.
pub(crate) fn check(tree: &Tree, file: &str, text: &str) -> anyhow::Result<()> {
    let written = tree.text(file).with_context(|| format!("{file} is missing; run: cargo xtask reference"))?;
    if written == text {
        return Ok(());
    }
    let line = written.lines().zip(text.lines()).take_while(|(written, now)| written == now).count() + 1;
    bail!("{file}:{line}: not what the sources say; run: cargo xtask reference, and read the difference")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(written: &str) -> Tree {
        Tree::of(&[
            ("ARCHITECTURE.md", "## Arrows\n|a|b|c|\n|-|-|-|\n| kit | `web` | nothing |\n| work | `a` | kit |\n"),
            ("capabilities/a/migrations/0001_a.sql", "CREATE TABLE a (id uuid);\n"),
            ("crates/web/migrations/0001_w.sql", "CREATE TABLE w (id uuid);\n"),
            (PATH, written),
        ])
    }

    fn packages() -> Vec<Package> {
        let package =
            |name: &str, folder: &str| Package { name: name.to_owned(), folder: folder.to_owned(), needs: vec![] };
        vec![package("a", "capabilities/a"), package("web", "crates/web")]
    }

    #[test]
    fn owners_come_in_the_order_of_the_arrows() {
        let schema = schema(&tree(""), &packages()).unwrap();
        assert!(
            schema
                .ends_with("-- web/0001_w\n\nCREATE TABLE w (id uuid);\n\n-- a/0001_a\n\nCREATE TABLE a (id uuid);\n")
        );
    }

    #[test]
    fn an_old_file_is_found_with_its_line() {
        let schema = schema(&tree(""), &packages()).unwrap();
        assert!(check(&tree(&schema), PATH, &schema).is_ok());
        let old = schema.replace("TABLE w (id", "TABLE w (key");
        assert!(check(&tree(&old), PATH, &schema).unwrap_err().to_string().contains("schema.sql:6: "));
    }
}
