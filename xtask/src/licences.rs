//! What we let in: licences, banned crates, crates in two versions, and where crates come from. The rules stand in
//! deny.toml, in the format of cargo-deny, which reads the same file where it is installed. Advisories are its matter.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use toml::{Table, Value};

use crate::packages::{Origin, Resolved};
use crate::settings::strings;
use crate::tidy::Problem;
use crate::tree::Tree;

const PATH: &str = "deny.toml";

/// What should not be in the lock file, and exceptions that are no longer needed.
pub(crate) fn problems(tree: &Tree, packages: &[Resolved]) -> anyhow::Result<Vec<Problem>> {
    let rules: Table = tree.text(PATH).context("deny.toml is missing")?.parse().context("deny.toml is not TOML")?;
    let table = |name: &str| rules.get(name).and_then(Value::as_table).cloned().unwrap_or_default();
    let mut problems = Vec::new();
    licences(&table("licenses"), packages, &mut problems);
    bans(&table("bans"), packages, &mut problems);
    for package in packages.iter().filter(|package| package.origin == Origin::Elsewhere) {
        problems.push(Problem::of(PATH, format!("{} does not come from crates.io", package.name)));
    }
    Ok(problems)
}

fn licences(rules: &Table, packages: &[Resolved], problems: &mut Vec<Problem>) {
    let allowed = strings(rules.get("allow"));
    let mut used = BTreeSet::new();
    for package in packages {
        let expression = &package.licence;
        if !may_be_used(expression, &allowed, &mut used) {
            let text = format!(
                "{} {} is licensed under \"{expression}\", which is not allowed",
                package.name, package.version
            );
            problems.push(Problem::of(PATH, text));
        }
    }
    for licence in allowed.iter().filter(|licence| !used.contains(**licence)) {
        problems.push(Problem::of(PATH, format!("nothing is licensed under {licence}: take it away")));
    }
}

/// Whether an SPDX expression can be fulfilled with the allowed licences. Those that it needs are noted as used.
fn may_be_used<'a>(expression: &str, allowed: &[&'a str], used: &mut BTreeSet<&'a str>) -> bool {
    // AND binds harder than OR, and none of our crates nests deeper than one pair of brackets inside an AND.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let fulfilled = either(&mut rest, allowed, used);
    fulfilled && rest.is_empty()
}

fn either<'a>(words: &mut &[&str], allowed: &[&'a str], used: &mut BTreeSet<&'a str>) -> bool {
    let mut fulfilled = both(words, allowed, used);
    while let [first, rest @ ..] = *words {
        if *first != "OR" {
            break;
        }
        *words = rest;
        fulfilled |= both(words, allowed, used);
    }
    fulfilled
}

fn both<'a>(words: &mut &[&str], allowed: &[&'a str], used: &mut BTreeSet<&'a str>) -> bool {
    let mut fulfilled = one(words, allowed, used);
    while let [first, rest @ ..] = *words {
        if *first != "AND" {
            break;
        }
        *words = rest;
        fulfilled &= one(words, allowed, used);
    }
    fulfilled
}

fn one<'a>(words: &mut &[&str], allowed: &[&'a str], used: &mut BTreeSet<&'a str>) -> bool {
    let (licence, rest) = match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let fulfilled = either(words, allowed, used);
            let [")", rest @ ..] = *words else { return false };
            *words = rest;
            return fulfilled;
        }
        [licence, "WITH", exception, rest @ ..] => (format!("{licence} WITH {exception}"), rest),
        [licence, rest @ ..] => ((*licence).to_owned(), rest),
        [] => return false,
    };
    *words = rest;
    let found = allowed.iter().find(|known| **known == licence);
    used.extend(found.copied());
    found.is_some()
}

fn bans(rules: &Table, packages: &[Resolved], problems: &mut Vec<Problem>) {
    for (name, reason) in named(rules.get("deny")) {
        if packages.iter().any(|package| package.name == name) {
            problems.push(Problem::of(PATH, format!("{name} is banned: {reason}")));
        }
    }
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let skipped = named(rules.get("skip"));
    let is_skipped = |name: &str, version: &str| {
        skipped.iter().any(|(skip, _)| {
            skip.split_once('@').is_some_and(|(skip, start)| skip == name && version.starts_with(start))
        })
    };
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let left: Vec<_> = versions.iter().filter(|version| !is_skipped(name, version)).copied().collect();
        if left.len() > 1 {
            let text = format!(
                "{name} comes in the versions {}: settle on one, or skip the old with a dated reason",
                left.join(", ")
            );
            problems.push(Problem::of(PATH, text));
        }
    }
    for (skip, reason) in &skipped {
        let (name, start) = skip.split_once('@').unwrap_or((skip, ""));
        let found = versions.get(name).filter(|all| all.iter().any(|version| version.starts_with(start)));
        if found.is_none_or(|all| all.len() < 2) {
            problems.push(Problem::of(PATH, format!("{skip} is not a second version of anything: take it away")));
        }
        if !has_date(reason) {
            problems.push(Problem::of(PATH, format!("the reason to skip {skip} has no date (2026-11)")));
        }
    }
}

/// The crates of a list of rules with their reasons.
fn named(rules: Option<&Value>) -> Vec<(&str, &str)> {
    let entries = rules.and_then(Value::as_array).into_iter().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.get("crate").and_then(Value::as_str)?;
            Some((name, entry.get("reason").and_then(Value::as_str).unwrap_or_default()))
        })
        .collect()
}

/// Whether a year and a month stand in it: 2026-11.
fn has_date(text: &str) -> bool {
    let digits = |part: &str, count| part.len() == count && part.chars().all(|character| character.is_ascii_digit());
    let mut words = text.split(|character: char| !character.is_ascii_digit() && character != '-');
    words.any(|word| matches!(word.split('-').collect::<Vec<_>>().as_slice(), [year, month, ..] if digits(year, 4) && digits(month, 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rules: &str, packages: &[(&str, &str, &str)]) -> String {
        let package = |(name, version, licence): &(&str, &str, &str)| Resolved {
            name: (*name).to_owned(),
            version: (*version).to_owned(),
            licence: (*licence).to_owned(),
            origin: if *name == "stray" { Origin::Elsewhere } else { Origin::Registry },
        };
        let packages: Vec<_> = packages.iter().map(package).collect();
        let problems = problems(&Tree::of(&[(PATH, rules)]), &packages).unwrap();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    const MIT: &str = "[licenses]\nallow = [\"MIT\"]\n";

    #[test]
    fn one_of_two_licences_is_enough_and_both_are_needed_where_it_says_so() {
        let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"];
        let may = |expression: &str| may_be_used(expression, &allowed, &mut BTreeSet::new());
        for expression in [
            "MIT",
            "GPL-3.0 OR MIT",
            "Apache-2.0/MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(may(expression), "{expression}");
        }
        for expression in
            ["", "GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(GPL-3.0 OR Apache-2.0) AND MIT", "(MIT", "MIT MIT"]
        {
            assert!(!may(expression), "{expression}");
        }
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_found() {
        assert!(
            check(MIT, &[("a", "1.0.0", "MIT"), ("b", "1.0.0", "AGPL-3.0")])
                .contains("b 1.0.0 is licensed under \"AGPL-3.0\"")
        );
        assert!(check(MIT, &[]).contains("nothing is licensed under MIT"));
    }

    #[test]
    fn a_banned_crate_is_found() {
        let rules = format!("{MIT}[bans]\ndeny = [{{ crate = \"openssl\", reason = \"rustls is enough\" }}]\n");
        assert!(check(&rules, &[("openssl", "1.0.0", "MIT")]).contains("openssl is banned: rustls is enough"));
    }

    #[test]
    fn two_versions_are_found_unless_one_is_skipped_with_a_date() {
        let two = [("a", "1.0.0", "MIT"), ("a", "2.1.0", "MIT")];
        assert!(check(MIT, &two).contains("a comes in the versions 1.0.0, 2.1.0"));
        let skip = |name: &str, reason: &str| {
            format!("{MIT}[bans]\nskip = [{{ crate = \"{name}\", reason = \"{reason}\" }}]\n")
        };
        assert_eq!(check(&skip("a@1", "2026-11: through b"), &two), "");
        assert!(check(&skip("a@1", "through b"), &two).contains("has no date"));
        assert!(check(&skip("c@1", "2026-11"), &[("a", "1.0.0", "MIT")]).contains("c@1 is not a second version"));
    }

    #[test]
    fn a_crate_from_elsewhere_is_found() {
        assert!(check(MIT, &[("stray", "1.0.0", "MIT")]).contains("stray does not come from crates.io"));
    }
}
