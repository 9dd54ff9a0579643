//! What was sent with a request, kept until it is answered: a page that says what went wrong gives it back to who sent
//! it, in that answer and nowhere else. And what is known of what was saved of it.

use std::sync::{Arc, Mutex, PoisonError};

use database::{Saved, Witness};
use domain::identity_number::IdentityNumber;
use domain::moment::Day;

use crate::form::{Fields, ONCE_FIELD, TOKEN_FIELD};

/// Fields with a secret that opens something: never shown, and a form that holds little else is written anew.
const SECRETS: [&str; 2] = ["code", "password"];
/// Other fields that are never shown: what the page put there, and numbers that say who somebody is.
const NEVER_SHOWN: [&str; 8] =
    [TOKEN_FIELD, ONCE_FIELD, "number", "guardian_number", "nummer", "persona", "version", "back"];
/// As long as this and without a blank, something was made by a machine.
const WORD_MAX: usize = 24;

/// What was sent with a request, and what is known of what was saved of it. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Kept {
    fields: Arc<Mutex<Fields>>,
    witness: Witness,
}

/// What whoever sent something can be told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nothing of it was saved.
    NotSaved,
    /// It may have been saved.
    Unknown,
    /// It was saved, or some of it was.
    Saved,
}

impl Kept {
    pub(crate) fn keep(&self, fields: &Fields) {
        self.fields.lock().unwrap_or_else(PoisonError::into_inner).clone_from(fields);
    }

    /// What was sent; nothing when it was no form.
    pub(crate) fn fields(&self) -> Fields {
        self.fields.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who sees what is saved.
    pub(crate) fn witness(&self) -> &Witness {
        &self.witness
    }

    pub(crate) fn fate(&self) -> Fate {
        match self.witness.saved() {
            Saved::Nothing | Saved::Aside => Fate::NotSaved,
            Saved::Unknown => Fate::Unknown,
            Saved::Something | Saved::Marked => Fate::Saved,
        }
    }
}

/// What somebody wrote in words, to be read, copied and printed. What was chosen, what the page put there by itself, and
/// what should not stand on a screen are left out.
pub(crate) fn written(fields: &Fields, today: Day) -> Vec<String> {
    let shown = |name: &str| !SECRETS.contains(&name) && !NEVER_SHOWN.contains(&name);
    let words = fields.iter().filter(|(name, value)| shown(name) && is_written(value, today));
    words.map(|(_, value)| value.to_owned()).collect()
}

/// Whether there is a secret that opens something.
pub(crate) fn has_secret(fields: &Fields) -> bool {
    SECRETS.iter().any(|name| !fields.text(name).is_empty())
}

/// Whether somebody wrote it, rather than chose it.
fn is_written(value: &str, today: Day) -> bool {
    let value = value.trim();
    if value.is_empty() || IdentityNumber::parse(value, today).is_ok() {
        return false;
    }
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.:/=".contains(letter);
    let code = |letter: char| plain(letter) && !letter.is_ascii_uppercase();
    let machine_made = value.chars().all(plain) && value.len() > WORD_MAX;
    !machine_made && !value.chars().all(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_told_from_what_was_chosen_and_what_is_nobodys_to_read() {
        let today = Day::from_parts(2026, 11, 24).unwrap();
        for (name, value, shown) in [
            ("words", "Jag orkar inte", true),
            ("words", "Orolig", true),
            ("words", "nej!", true),
            ("words", "åäö", true),
            ("words", "مريم", true),
            ("reach", "alma@example.se", true),
            ("mobile", "070-123 45 67", true),
            ("words", "  ", false),
            ("topic", "school", false),
            ("day", "2026-11-24", false),
            ("unit", "0192f0c1-7f6e-7c2a-9d4b-0a1b2c3d4e5f", false),
            ("seen-1", "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4", false),
            ("csrf", "Abc.Def", false),
            ("key", "ABCD-EFGH", false),
            ("code", "ABCD EFGH", false),
            ("number", "20180102 2383", false),
            ("anything", "20180102-2383", false),
            ("anything", " 20180102 - 2383 ", false),
        ] {
            let fields = Fields::of([(name, value)]);
            assert_eq!(written(&fields, today).len(), usize::from(shown), "{name}: {value}");
        }
    }

    #[test]
    fn nothing_is_claimed_of_what_is_in_doubt() {
        let kept = Kept::default();
        assert_eq!(kept.fate(), Fate::NotSaved);
        kept.clone().witness().doubt();
        assert_eq!(kept.fate(), Fate::Unknown);
    }
}
