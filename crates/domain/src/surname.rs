//! Family names, as far as two people may share one: for the review of who has read about whom. Source: PDL 4:3; dossier
//! story 24.

use std::collections::BTreeSet;

/// Words that many family names have and that make nobody kin.
const PARTICLES: [&str; 13] = ["af", "al", "ben", "bin", "da", "de", "del", "der", "di", "el", "la", "van", "von"];
/// An initial ("K.") is no family name.
const LETTERS_MIN: usize = 2;

/// The words of a family name by which it is recognised: each part of a double name, in small letters, without particles
/// and initials.
pub fn of_family_name(name: &str) -> BTreeSet<String> {
    let parts = name.split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '‐' | '–' | ','));
    let small = parts.map(|part| part.trim_matches(|letter: char| !letter.is_alphabetic()).to_lowercase());
    small.filter(|part| part.chars().count() >= LETTERS_MIN && !PARTICLES.contains(&part.as_str())).collect()
}

/// The same of a whole name, whose first word is a given name. A second given name is taken for a family name too: a line
/// more to look at does no harm.
pub fn of_full_name(name: &str) -> BTreeSet<String> {
    name.trim().split_once(char::is_whitespace).map(|(_, rest)| of_family_name(rest)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(of: &BTreeSet<String>) -> Vec<&str> {
        of.iter().map(String::as_str).collect()
    }

    #[test]
    fn each_part_of_a_double_name_counts() {
        assert_eq!(words(&of_family_name("Åkesson-Lind")), ["lind", "åkesson"]);
        assert_eq!(words(&of_family_name("  von  Essen ")), ["essen"]);
        assert_eq!(words(&of_family_name("O'Brien")), ["o'brien"]);
        assert_eq!(words(&of_family_name("ÖBERG")), words(&of_family_name("Öberg")));
    }

    #[test]
    fn an_initial_or_nothing_is_nobodys_name() {
        for nothing in ["", " ", "K.", "-", "😀", "de"] {
            assert!(of_family_name(nothing).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn the_first_word_of_a_whole_name_is_a_given_name() {
        assert!(of_full_name("Mikael K.").is_empty());
        assert!(of_full_name("Samira").is_empty());
        assert_eq!(words(&of_full_name("Anna Karin Sjöholm")), ["karin", "sjöholm"]);
    }
}
