//! What cargo says of the packages: ours and what they depend on, and everything that ends up in the lock file.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::Value;

/// One of our packages.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// Its folder, from the root of the workspace.
    pub(crate) folder: String,
    /// What it needs to be built and run. What only its tests need is not here.
    pub(crate) needs: Vec<String>,
}

/// A package of anybody's, at one version.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// Its licence, as an SPDX expression; empty when it names none.
    pub(crate) licence: String,
    /// Whether it is fetched from elsewhere.
    pub(crate) origin: Origin,
}

/// Where a package comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// This repository.
    Ours,
    /// The registry.
    Registry,
    /// Anywhere else.
    Elsewhere,
}

/// Our packages.
pub(crate) fn of_workspace(root: &Path) -> anyhow::Result<Vec<Package>> {
    let metadata = metadata(root, &["--no-deps"])?;
    list(&metadata, "packages").map(|package| ours(package, root)).collect()
}

/// Everybody's packages: exactly what is compiled here for Cairn, its tests and its build.
pub(crate) fn resolved(root: &Path) -> anyhow::Result<Vec<Resolved>> {
    let answer = Command::new("cargo")
        .args(["tree", "--workspace", "--locked", "--edges", "normal,build,dev"])
        .args(["--prefix", "none", "--format", "{p}|{l}"])
        .current_dir(root)
        .output()
        .context("cargo does not start")?;
    ensure!(answer.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&answer.stderr).trim());
    let text = String::from_utf8(answer.stdout)?;
    // A package that has been listed before is marked with a star. Writing out what it needs once more each time takes
    // most of a minute and says nothing new.
    let lines: BTreeSet<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    lines.into_iter().filter(|line| !line.is_empty()).map(|line| anybody(line, root)).collect()
}

fn metadata(root: &Path, options: &[&str]) -> anyhow::Result<Value> {
    let answer = Command::new("cargo")
        .args(["metadata", "--format-version", "1"])
        .args(options)
        .current_dir(root)
        .output()
        .context("cargo does not start")?;
    ensure!(answer.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&answer.stderr).trim());
    Ok(serde_json::from_slice(&answer.stdout)?)
}

fn ours(package: &Value, root: &Path) -> anyhow::Result<Package> {
    let manifest = Path::new(text(package, "manifest_path")?);
    let folder = manifest.parent().and_then(|folder| folder.strip_prefix(root).ok()).unwrap_or(manifest);
    let needs = list(package, "dependencies").filter(|need| need.get("kind").and_then(Value::as_str) != Some("dev"));
    Ok(Package {
        name: text(package, "name")?.to_owned(),
        folder: folder.to_string_lossy().into_owned(),
        needs: needs.map(|need| text(need, "name").map(ToOwned::to_owned)).collect::<anyhow::Result<_>>()?,
    })
}

/// A line like `axum v0.8.9|MIT` or `web v0.1.0 (/folder/crates/web)|EUPL-1.2`.
fn anybody(line: &str, root: &Path) -> anyhow::Result<Resolved> {
    let (package, licence) = line.split_once('|').with_context(|| format!("cargo tree says \"{line}\""))?;
    let (name, rest) = package.split_once(" v").with_context(|| format!("cargo tree says \"{line}\""))?;
    let (version, place) = rest.split_once(' ').unwrap_or((rest, ""));
    let ours = place.strip_prefix('(').is_some_and(|path| Path::new(path.trim_end_matches(')')).starts_with(root));
    let origin = match place {
        "" | "(proc-macro)" => Origin::Registry,
        _ if ours => Origin::Ours,
        _ => Origin::Elsewhere,
    };
    Ok(Resolved { name: name.to_owned(), version: version.to_owned(), licence: licence.to_owned(), origin })
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'v>(value: &'v Value, key: &str) -> anyhow::Result<&'v str> {
    value.get(key).and_then(Value::as_str).with_context(|| format!("cargo metadata has no {key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_tests_need_is_not_a_need() {
        let package = serde_json::json!({
            "name": "contact",
            "manifest_path": "/w/capabilities/contact/Cargo.toml",
            "dependencies": [
                { "name": "domain", "kind": null },
                { "name": "cc", "kind": "build" },
                { "name": "testkit", "kind": "dev" },
            ],
        });
        let package = ours(&package, Path::new("/w")).unwrap();
        assert_eq!(package.folder, "capabilities/contact");
        assert_eq!(package.needs, ["domain", "cc"]);
    }

    #[test]
    fn a_package_tells_where_it_comes_from() {
        let origin = |line: &str| anybody(line, Path::new("/w")).unwrap().origin;
        assert_eq!(origin("axum v0.8.9|MIT"), Origin::Registry);
        assert_eq!(origin("serde_derive v1.0.229 (proc-macro)|MIT OR Apache-2.0"), Origin::Registry);
        assert_eq!(origin("web v0.1.0 (/w/crates/web)|EUPL-1.2"), Origin::Ours);
        assert_eq!(origin("axum v0.8.9 (https://example.org/axum?rev=1#1)|MIT"), Origin::Elsewhere);
        assert_eq!(origin("axum v0.8.9 (/elsewhere/axum)|MIT"), Origin::Elsewhere);
    }
}
