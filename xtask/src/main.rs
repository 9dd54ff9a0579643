//! Tasks of the house: `cargo xtask tidy`, `cargo xtask reference`, `cargo xtask licences`, `cargo xtask new-capability`.
//!
//! The checks read text and manifests; none of them compiles or runs Cairn. What needs the running system is a test.

mod licences;
mod packages;
mod reference;
mod rust;
mod scaffold;
mod settings;
mod tidy;
mod tree;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};

use crate::packages::Package;
use crate::settings::Settings;
use crate::tree::Tree;

const USAGE: &str = "\
cargo xtask tidy                     checks the shape: arrows, lengths, versions, SQL, texts, templates, migrations
cargo xtask reference [--check]      writes docs/reference/schema.sql, or says whether it is up to date
cargo xtask licences                 checks licences, banned crates and duplicates against deny.toml
cargo xtask new-capability NAME      makes capabilities/NAME in the shape of the others; it compiles";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root()?;
    match arguments.as_slice() {
        ["tidy"] => {
            let tree = Tree::read(&root)?;
            let packages = packages::of_workspace(&root)?;
            let settings = Settings::read(&tree)?;
            report(&tidy::problems(&tree, &packages, &settings)?, "tidy")
        }
        ["licences"] => report(&licences::problems(&Tree::read(&root)?, &packages::resolved(&root)?)?, "licences"),
        ["reference"] => reference::write(&root, &schema(&root)?),
        ["reference", "--check"] => reference::check(&Tree::read(&root)?, &schema(&root)?),
        ["new-capability", name] => scaffold::write(&root, name),
        _ => bail!("{USAGE}"),
    }
}

fn schema(root: &std::path::Path) -> anyhow::Result<String> {
    let packages: Vec<Package> = packages::of_workspace(root)?;
    reference::schema(&Tree::read(root)?, &packages)
}

fn report(problems: &[tidy::Problem], name: &str) -> anyhow::Result<()> {
    for problem in problems {
        eprintln!("{problem}");
    }
    match problems.len() {
        0 => Ok(()),
        1 => bail!("{name}: 1 problem"),
        count => bail!("{name}: {count} problems"),
    }
}

/// The folder of the workspace, wherever in it we were started.
fn root() -> anyhow::Result<PathBuf> {
    let answer = Command::new("cargo")
        .args(["locate-project", "--workspace", "--message-format", "plain"])
        .output()
        .context("cargo does not start")?;
    let manifest = PathBuf::from(String::from_utf8(answer.stdout)?.trim());
    Ok(manifest.parent().context("not inside the workspace")?.to_owned())
}
