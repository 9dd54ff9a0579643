//! What cargo says of the packages: ours and what they depend on, and everything that ends up in the lock file.

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
    /// Its licence, as an SPDX expression.
    pub(crate) licence: Option<String>,
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

/// Everybody's packages, for the platforms that Cairn is built for: Linux on the machine's own architecture.
pub(crate) fn resolved(root: &Path) -> anyhow::Result<Vec<Resolved>> {
    let host = Command::new("rustc").args(["--print", "host-tuple"]).output().context("rustc does not start")?;
    let host = String::from_utf8(host.stdout)?;
    let metadata = metadata(root, &["--locked", "--filter-platform", host.trim()])?;
    list(&metadata, "packages").map(anybody).collect()
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

fn anybody(package: &Value) -> anyhow::Result<Resolved> {
    let origin = match package.get("source").and_then(Value::as_str) {
        None => Origin::Ours,
        Some(source) if source.starts_with("registry+https://github.com/rust-lang/crates.io-index") => Origin::Registry,
        Some(_) => Origin::Elsewhere,
    };
    Ok(Resolved {
        name: text(package, "name")?.to_owned(),
        version: text(package, "version")?.to_owned(),
        licence: package.get("license").and_then(Value::as_str).map(ToOwned::to_owned),
        origin,
    })
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
}
