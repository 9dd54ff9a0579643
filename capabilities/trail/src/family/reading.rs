//! What a guardian may read of what is written about a child: nothing that is hidden, and from the age at which the proxy
//! ends only what the child has let them. Source: dossier 2.3 (ages by practice, dated), 2.5.

use std::collections::BTreeMap;

use domain::age::{self, GuardianReading, Visibility};
use domain::child::{Custody, Person, Protection};
use domain::id::Id;
use domain::moment::Day;
use domain::trail::entry::Entry;

/// What a child has decided about a guardian's reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The guardian may read.
    Shared,
    /// The guardian may not.
    Kept,
}

impl Choice {
    /// The code under which it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Kept => "kept",
        }
    }

    /// The choice of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Shared, Self::Kept].into_iter().find(|choice| choice.code() == code)
    }
}

/// What a child has decided about one guardian: of everything, and of single entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choices {
    /// Of everything that is written.
    pub(crate) all: Option<Choice>,
    /// Of one entry; goes before what is decided of everything.
    pub(crate) of_entry: BTreeMap<Id<Entry>, Choice>,
}

/// Whether the child decides for itself who reads, on a day: the guardian's proxy has ended.
pub(crate) fn decides_alone(years: u8, today: Day) -> bool {
    age::in_force(&age::defaults(), today).is_some_and(|stages| stages.may_log_in_alone(years))
}

/// Whether a guardian with custody may read an entry. A hiding that somebody at work has decided goes before everything.
pub(crate) fn guardian_may_read(entry: &Entry, guardian: Id<Person>, years: u8, choices: &Choices, today: Day) -> bool {
    let chosen = choices.of_entry.get(&entry.snapshot().id).copied().or(choices.all);
    let hidden = entry.is_hidden_from(guardian);
    may_read(if hidden { Visibility::HiddenFromGuardian } else { visibility(chosen) }, years, today)
}

/// Whether a guardian with custody may read what would be told about the child, before it is anybody's entry: what the child
/// has decided of everything goes for it too.
pub(crate) fn guardian_may_be_told(years: u8, choices: &Choices, today: Day) -> bool {
    may_read(visibility(choices.all), years, today)
}

fn visibility(chosen: Option<Choice>) -> Visibility {
    match chosen {
        Some(Choice::Kept) => Visibility::HiddenFromGuardian,
        Some(Choice::Shared) => Visibility::SharedWithGuardian,
        None => Visibility::Ordinary,
    }
}

/// Custody and protection have been decided on by the permit that opened the page.
fn may_read(visibility: Visibility, years: u8, today: Day) -> bool {
    let asked = GuardianReading {
        age: years,
        custody: Custody::Holder,
        child_protection: Protection::None,
        guardian_protection: Protection::None,
        visibility,
    };
    age::in_force(&age::defaults(), today).is_some_and(|stages| stages.guardian_may_read(&asked).is_ok())
}
