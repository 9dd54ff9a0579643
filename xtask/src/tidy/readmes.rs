//! Every capability says on one page what it is for: its words, states, rights and deadlines.

use crate::tidy::Problem;
use crate::tree::Tree;

/// Capabilities without a page.
pub(crate) fn problems(tree: &Tree) -> Vec<Problem> {
    tree.ending("/Cargo.toml")
        .filter(|(path, _)| path.starts_with("capabilities/"))
        .map(|(path, _)| path.replace("Cargo.toml", "README.md"))
        .filter(|page| tree.text(page).is_none())
        .map(|page| {
            Problem::of(&page, "missing: say what the capability is for, its words, states, rights and deadlines")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn a_capability_without_a_page_is_named() {
        let manifests =
            [("capabilities/a/Cargo.toml", ""), ("capabilities/b/Cargo.toml", ""), ("crates/c/Cargo.toml", "")];
        let tree = Tree::of(&[manifests.as_slice(), &[("capabilities/a/README.md", "# A")]].concat());
        assert!(said(&problems(&tree)).starts_with("capabilities/b/README.md: missing"), "{}", said(&problems(&tree)));
        assert_eq!(problems(&tree).len(), 1);
    }
}
