//! Manifests: the domain stands on three crates only; every third-party version stands once, in the root manifest, with
//! a line of why.

use anyhow::Context as _;
use toml::{Table, Value};

use crate::packages::Package;
use crate::tidy::Problem;
use crate::tree::Tree;

const ROOT: &str = "Cargo.toml";
const PURE: &str = "domain";
const PURE_NEEDS: [&str; 3] = ["jiff", "thiserror", "uuid"];
/// What a reason is at least.
const REASON_MIN: usize = 10;

/// What is wrong with manifests.
pub(crate) fn problems(tree: &Tree, packages: &[Package]) -> anyhow::Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for package in packages.iter().filter(|package| package.name == PURE) {
        let manifest = format!("{}/Cargo.toml", package.folder);
        for need in package.needs.iter().filter(|need| !PURE_NEEDS.contains(&need.as_str())) {
            let text = format!("{PURE} holds rules and depends on {} only, not {need}", PURE_NEEDS.join(", "));
            problems.push(Problem::of(&manifest, text));
        }
    }
    for package in packages {
        let path = format!("{}/Cargo.toml", package.folder);
        if let Some(text) = tree.text(&path) {
            members_versions(&path, text, &mut problems)?;
        }
    }
    reasons(tree.text(ROOT).unwrap_or_default(), &mut problems);
    Ok(problems)
}

/// A member takes a version from the workspace or a crate from a path, nothing else.
fn members_versions(path: &str, text: &str, problems: &mut Vec<Problem>) -> anyhow::Result<()> {
    let manifest: Table = text.parse().with_context(|| format!("{path} is not TOML"))?;
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let tables = std::iter::once(&manifest).chain(targets.filter_map(Value::as_table));
    for table in tables {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, need) in table.get(kind).and_then(Value::as_table).into_iter().flatten() {
                let shared = need.get("workspace").and_then(Value::as_bool) == Some(true);
                let ours = need.get("path").is_some() && need.get("version").is_none();
                if !shared && !ours {
                    let text = format!("{name}: versions stand in the root Cargo.toml; write {name}.workspace = true");
                    problems.push(Problem::of(path, text));
                }
            }
        }
    }
    Ok(())
}

/// Every line of `[workspace.dependencies]` says why.
fn reasons(text: &str, problems: &mut Vec<Problem>) {
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('[') {
            inside = line.trim() == "[workspace.dependencies]";
            if line.starts_with("[workspace.dependencies.") {
                problems.push(Problem::at(
                    ROOT,
                    index + 1,
                    "write a dependency on one line, with a comment that says why",
                ));
            }
            continue;
        }
        let Some((name, rest)) = line.split_once('=').filter(|_| inside && !line.starts_with('#')) else { continue };
        let reason = rest.rsplit_once(" # ").map_or("", |(_, reason)| reason.trim());
        if reason.len() < REASON_MIN {
            let text = format!("{}: say in a comment on the same line why it is there", name.trim());
            problems.push(Problem::at(ROOT, index + 1, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    fn check(root: &str, member: &str, needs: &[&str]) -> String {
        let tree = Tree::of(&[(ROOT, root), ("crates/domain/Cargo.toml", member)]);
        let needs = needs.iter().map(|need| (*need).to_owned()).collect();
        let package = Package { name: "domain".to_owned(), folder: "crates/domain".to_owned(), needs };
        said(&problems(&tree, &[package]).unwrap())
    }

    #[test]
    fn the_domain_may_know_days_identifiers_and_errors() {
        assert_eq!(check("", "", &["jiff", "uuid", "thiserror"]), "");
    }

    #[test]
    fn the_domain_may_not_know_how_it_is_sent() {
        assert!(check("", "", &["jiff", "serde"]).contains("not serde"));
    }

    #[test]
    fn a_version_in_a_member_is_found() {
        assert!(check("", "[dependencies]\nlru = \"0.19\"\n", &[]).contains("lru.workspace = true"));
        assert!(check("", "[dev-dependencies]\nlru = { git = \"x\" }\n", &[]).contains("lru"));
        assert!(check("", "[target.'cfg(unix)'.dependencies]\nlru = { version = \"1\" }\n", &[]).contains("lru"));
    }

    #[test]
    fn a_version_from_the_workspace_and_a_path_are_right() {
        let member = "[dependencies]\nlru.workspace = true\nuuid = { workspace = true, features = [\"v7\"] }\n\
                      domain = { path = \"../domain\" }\n";
        assert_eq!(check("", member, &[]), "");
    }

    #[test]
    fn a_dependency_says_why() {
        let root = "[workspace.dependencies]\n# kept\nlru = \"0.19\" # Bounded cache of keys.\naxum = \"0.8\"\n\n[profile.dev]\ndebug = 1\n";
        assert_eq!(check(root, "", &[]), "Cargo.toml:4: axum: say in a comment on the same line why it is there");
    }
}
