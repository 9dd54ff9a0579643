//! Tasks of the house: `cargo xtask tidy`, `cargo xtask reference`, `cargo xtask licences`, `cargo xtask new-capability`.
//!
//! The checks read text and manifests; none of them compiles or runs Cairn. What needs the running system is a test, and
//! `cargo xtask reference` asks the tests for what only they know.

mod events;
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
cargo xtask reference [--check]      writes docs/reference, or says whether schema.sql and events.txt are up to date (the
                                     tests say it of routes.txt and permissions.txt, which need the running system)
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
        ["reference"] => {
            for (file, text) in read_from_sources(&root)? {
                reference::write(&root, file, &text)?;
            }
            written_by_tests(&root)
        }
        ["reference", "--check"] => {
            let tree = Tree::read(&root)?;
            read_from_sources(&root)?.iter().try_for_each(|(file, text)| reference::check(&tree, file, text))
        }
        ["new-capability", name] => scaffold::write(&root, name),
        _ => bail!("{USAGE}"),
    }
}

/// The files of the reference that the sources tell.
fn read_from_sources(root: &std::path::Path) -> anyhow::Result<[(&'static str, String); 2]> {
    let packages: Vec<Package> = packages::of_workspace(root)?;
    let tree = Tree::read(root)?;
    Ok([(reference::PATH, reference::schema(&tree, &packages)?), (events::PATH, events::text(&tree))])
}

/// The files of the reference that only the running system knows are written by the tests that check them.
fn written_by_tests(root: &std::path::Path) -> anyhow::Result<()> {
    let status = Command::new("cargo")
        .args(["test", "--quiet", "--workspace", "--test", "proofs", "the_routes_are_those_that_were_reviewed"])
        .env("CAIRN_WRITE_REFERENCE", "1")
        .current_dir(root)
        .status()
        .context("cargo does not start")?;
    if status.success() { Ok(()) } else { bail!("docs/reference/routes.txt was not written") }
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
