//! Which of our crates may use which: the table under "Arrows" in ARCHITECTURE.md against what cargo says. Down, never
//! sideways: what a tier may use does not include the tier itself.
//!
//! A line of the table: tier, its crates in backticks, what they may use: tiers by name, crates in backticks, or
//! "everything above".
//! What only tests need is not looked at.

use anyhow::{Context as _, bail, ensure};

use crate::packages::Package;
use crate::tidy::Problem;
use crate::tree::Tree;

const PATH: &str = "ARCHITECTURE.md";
const EVERYTHING_ABOVE: &str = "everything above";

/// The table.
#[derive(Debug)]
pub(crate) struct Arrows {
    tiers: Vec<Tier>,
}

#[derive(Debug)]
struct Tier {
    name: String,
    line: usize,
    crates: Vec<String>,
    may_use: Vec<String>,
}

impl Arrows {
    /// Reads the table.
    pub(crate) fn read(tree: &Tree) -> anyhow::Result<Self> {
        let text = tree.text(PATH).context("ARCHITECTURE.md is missing")?;
        let lines = text.lines().enumerate().skip_while(|(_, line)| *line != "## Arrows");
        let table: Vec<_> = lines
            .skip_while(|(_, line)| !line.starts_with('|'))
            .take_while(|(_, line)| line.starts_with('|'))
            .skip(2)
            .collect();
        ensure!(!table.is_empty(), "{PATH} has no table under \"## Arrows\"");
        let mut tiers: Vec<Tier> = Vec::new();
        for (index, line) in table {
            let line_number = index + 1;
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [name, crates, uses] = cells.as_slice() else { bail!("{PATH}:{line_number}: not three cells") };
            let crates = in_backticks(crates);
            ensure!(!crates.is_empty(), "{PATH}:{line_number}: no crates in backticks");
            let mut may_use = in_backticks(uses);
            let above = *uses == EVERYTHING_ABOVE;
            if above {
                may_use.extend(tiers.iter().flat_map(|tier| tier.crates.clone()));
            }
            for word in uses.split([',', ' ']).filter(|word| !above && !word.is_empty() && !word.starts_with('`')) {
                let tier: Vec<_> =
                    tiers.iter().filter(|tier| tier.name == word).flat_map(|tier| &tier.crates).collect();
                ensure!(word == "nothing" || !tier.is_empty(), "{PATH}:{line_number}: no tier above is called {word}");
                may_use.extend(tier.into_iter().cloned());
            }
            for name in &crates {
                let twice = tiers.iter().any(|tier| tier.crates.contains(name));
                ensure!(!twice, "{PATH}:{line_number}: {name} stands in two lines");
            }
            tiers.push(Tier { name: (*name).to_owned(), line: line_number, crates, may_use });
        }
        Ok(Self { tiers })
    }

    /// Where in the table a crate stands: line by line, from the left. Unknown crates come last.
    pub(crate) fn place(&self, name: &str) -> usize {
        let all = self.tiers.iter().flat_map(|tier| &tier.crates);
        all.clone().position(|known| known == name).unwrap_or_else(|| all.count())
    }

    fn tier(&self, name: &str) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.crates.iter().any(|known| known == name))
    }
}

fn in_backticks(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

/// Uses that the table does not allow.
pub(crate) fn problems(arrows: &Arrows, packages: &[Package]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for package in packages {
        let name = &package.name;
        let Some(tier) = arrows.tier(name) else {
            problems.push(Problem::of(PATH, format!("the crate {name} stands in no line of the table of arrows")));
            continue;
        };
        let ours = |need: &&String| packages.iter().any(|package| &&package.name == need);
        for need in package.needs.iter().filter(ours) {
            if !tier.may_use.contains(need) {
                let manifest = format!("{}/Cargo.toml", package.folder);
                let allowed =
                    if tier.may_use.is_empty() { "nothing of ours".to_owned() } else { tier.may_use.join(", ") };
                let text = format!(
                    "{name} must not use {need}: {PATH} line {} lets {} use {allowed}. Capabilities of one tier meet \
                     through events; a new arrow needs a decision record",
                    tier.line, tier.name
                );
                problems.push(Problem::of(&manifest, text));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    const TABLE: &str = "## Arrows\n\nText.\n\n| Tier | Crates | May use |\n|---|---|---|\n| core | `domain` | nothing |\n\
        | kit | `web`, `i18n` | core |\n| base | `trail`, `identity` | core, kit |\n| work | `contact` | core, kit, `trail` |\n| end | `server` | everything above |\n";

    fn package(name: &str, needs: &[&str]) -> Package {
        let needs = needs.iter().map(|need| (*need).to_owned()).collect();
        Package { name: name.to_owned(), folder: format!("crates/{name}"), needs }
    }

    fn check(uses: &[(&str, &[&str])]) -> String {
        let arrows = Arrows::read(&Tree::of(&[(PATH, TABLE)])).unwrap();
        let mut packages: Vec<_> = uses.iter().map(|(name, needs)| package(name, needs)).collect();
        for known in ["domain", "web", "i18n", "trail", "identity", "contact", "server"] {
            if !packages.iter().any(|package| package.name == known) {
                packages.push(package(known, &[]));
            }
        }
        said(&problems(&arrows, &packages))
    }

    #[test]
    fn down_is_allowed_and_other_peoples_crates_are_not_our_matter() {
        assert_eq!(
            check(&[
                ("web", &["domain", "axum"]),
                ("contact", &["domain", "web", "trail", "serde"]),
                ("server", &["contact", "web"])
            ]),
            ""
        );
    }

    #[test]
    fn up_is_not() {
        assert!(check(&[("web", &["trail"])]).contains("crates/web/Cargo.toml: web must not use trail"));
    }

    #[test]
    fn sideways_is_not() {
        assert!(check(&[("trail", &["identity"])]).contains("trail must not use identity"));
        assert!(check(&[("web", &["i18n"])]).contains("web must not use i18n"));
    }

    #[test]
    fn a_tier_that_names_single_crates_may_use_only_those() {
        assert!(check(&[("contact", &["identity"])]).contains("contact must not use identity"));
    }

    #[test]
    fn a_crate_without_a_line_is_found() {
        assert!(check(&[("stray", &[])]).contains("the crate stray stands in no line"));
    }

    #[test]
    fn a_table_that_names_an_unknown_tier_is_refused() {
        let text = "## Arrows\n| a | b | c |\n|---|---|---|\n| kit | `web` | core |\n";
        assert!(
            Arrows::read(&Tree::of(&[(PATH, text)])).unwrap_err().to_string().contains("no tier above is called core")
        );
    }

    #[test]
    fn an_architecture_without_a_table_is_refused() {
        assert!(Arrows::read(&Tree::of(&[(PATH, "## Arrows\n\nNone.\n")])).is_err());
    }
}
