//! What stood there before a change, as it is kept.

use std::collections::BTreeMap;

use database::{Failure, Transaction};
use domain::child::{Child, Protection};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Assignment;
use domain::protection::{Place, keeps_place};

use crate::children::corrections::store;
use crate::children::person::{Age, MessageSafety};
use crate::children::store::Stored;

/// A field by its code, and what stood in it. The codes are stored: they are ours to keep readable.
pub type Before = BTreeMap<String, String>;

/// The fields, in the order in which they are shown.
pub(crate) const FIELDS: [&str; 9] =
    ["given_name", "family_name", "number", "born", "place", "school", "phone", "message", "interpreter"];

/// How an age is kept that somebody only said: the years, and the day it was said.
const SAID: &str = "said";

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Id<Assignment>,
    /// What stood there; none where it must not be kept.
    pub before: Option<Before>,
}

/// Everything that describes a child, by field.
fn described(stored: &Stored) -> Before {
    let Stored { label, identity, .. } = stored;
    let age = match label.age {
        Age::Born(born) => born.to_string(),
        Age::Stated(years, on) => format!("{SAID}:{years}:{on}"),
    };
    let message = match identity.contact.message {
        MessageSafety::NotAsked => "",
        MessageSafety::Safe => "safe",
        MessageSafety::Unsafe => "unsafe",
    };
    let values = [
        label.given_name.as_str(),
        &identity.family_name,
        &identity.number,
        &age,
        &label.place,
        &identity.school,
        &identity.contact.phone,
        message,
        &identity.contact.interpreter,
    ];
    FIELDS.into_iter().zip(values).map(|(field, value)| (field.to_owned(), value.to_owned())).collect()
}

/// The years that somebody said, of what stands under `born`; none of a day.
pub(crate) fn said_years(kept: &str) -> Option<&str> {
    kept.strip_prefix(SAID)?.strip_prefix(':')?.split_once(':').map(|(years, _)| years)
}

/// What stood there of what is changed.
fn differences(before: &Stored, after: &Stored) -> Before {
    let now = described(after);
    described(before).into_iter().filter(|(field, was)| now.get(field) != Some(was)).collect()
}

/// Notes a change, if it is one. A grade that erases places takes what stood there before with it, and a new identity is
/// never kept beside the old one.
pub(crate) async fn note(
    transaction: &mut Transaction,
    child: Id<Child>,
    (before, after): (&Stored, &Stored),
    (by, at): (Id<Assignment>, Moment),
) -> Result<(), Failure> {
    let regraded = before.protection != after.protection;
    let erased = match keeps_place(after.protection) {
        Place::Kept => false,
        Place::Erased => regraded,
    };
    if erased {
        store::forget(transaction, child).await?;
    }
    let was = differences(before, after);
    if was.is_empty() {
        return Ok(());
    }
    let kept = match after.protection {
        Protection::None | Protection::Marked | Protection::Registered => (!erased).then_some(was),
        Protection::NewIdentity => None,
    };
    store::insert(transaction, child, &Changed { at, by, before: kept }).await
}

#[cfg(test)]
mod tests {
    use domain::moment::Day;

    use super::*;
    use crate::children::person::{Identity, Label};

    fn stored(given_name: &str, age: Age) -> Stored {
        let label = Label { given_name: given_name.to_owned(), age, place: "Lindala".to_owned() };
        let (municipality, protection) = (None, Protection::None);
        Stored { municipality, protection, label, identity: Identity::default(), version: 1 }
    }

    #[test]
    fn only_what_is_changed_is_kept_and_as_it_stood() {
        let today = Day::from_parts(2026, 11, 24).unwrap();
        let born = Day::from_parts(2016, 3, 4).unwrap();
        let was = differences(&stored("Alma", Age::Stated(10, today)), &stored("Alma", Age::Born(born)));
        assert_eq!(was.len(), 1);
        assert_eq!(said_years(&was["born"]), Some("10"));
        assert_eq!(said_years("2016-03-04"), None);
        let same = stored("Alma", Age::Born(born));
        assert!(differences(&same, &same).is_empty());
    }
}
