//! What describes a child, and how it is sealed; how a person is reached. The sealed forms are ours to keep readable: a
//! field is added with a default, never renamed.

use domain::child::Child;
use domain::id::Id;
use domain::moment::{Day, Moment};
use serde::{Deserialize, Serialize};

/// The longest name taken, in characters.
pub const NAME_MAX: usize = 300;
/// The longest telephone number taken, in characters.
pub const PHONE_MAX: usize = 40;

/// What a list may show of a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name the child goes by.
    pub given_name: String,
    /// How old the child is.
    pub age: Age,
    /// Where the child lives, as people say it. Empty when it is protected.
    pub place: String,
}

/// How old a child is, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Born on this day.
    Born(Day),
    /// Said to be this many whole years on this day.
    Stated(u8, Day),
}

impl Age {
    /// Whole years on a day. A stated age is counted as if the birthday had just been.
    pub fn on(self, today: Day) -> u8 {
        match self {
            Self::Born(born) => today.age_of_born(born).unwrap_or(0),
            Self::Stated(years, on) => years.saturating_add(today.age_of_born(on).unwrap_or(0)),
        }
    }
}

/// Whether a message may be left where it could be heard or seen by others at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum MessageSafety {
    /// Nobody has asked.
    #[default]
    NotAsked,
    /// A neutral message may be left.
    Safe,
    /// No message: call again instead.
    Unsafe,
}

/// Languages an interpreter is offered in, the commonest first, by their shortest codes; `und` is any other.
pub const LANGUAGES: [&str; 14] =
    ["ar", "so", "prs", "ti", "uk", "fa", "ku", "en", "es", "pl", "ru", "tr", "swl", "und"];

/// How to reach a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Contact {
    /// A telephone number; empty when there is none.
    #[serde(default)]
    pub phone: String,
    /// Whether a message may be left.
    #[serde(default)]
    pub message: MessageSafety,
    /// The language an interpreter is needed for; empty when none is.
    #[serde(default)]
    pub interpreter: String,
}

/// What is shown only to those in the help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Identity {
    /// The family name; empty when it is not known.
    #[serde(default)]
    pub family_name: String,
    /// The identity number in its normal form; empty when there is none.
    #[serde(default)]
    pub number: String,
    /// How to reach the child.
    #[serde(default)]
    pub contact: Contact,
    /// The school; empty when it is not known.
    #[serde(default)]
    pub school: String,
}

/// A child as a guardian or the child itself meets it on a first page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnChild {
    /// The child.
    pub child: Id<Child>,
    /// What a list may show.
    pub label: Label,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SealedLabel {
    given_name: String,
    #[serde(default)]
    born: Option<String>,
    #[serde(default)]
    stated: Option<(u8, String)>,
    #[serde(default)]
    place: String,
}

impl From<&Label> for SealedLabel {
    fn from(label: &Label) -> Self {
        let (born, stated) = match label.age {
            Age::Born(born) => (Some(born.to_string()), None),
            Age::Stated(years, on) => (None, Some((years, on.to_string()))),
        };
        Self { given_name: label.given_name.clone(), born, stated, place: label.place.clone() }
    }
}

impl SealedLabel {
    pub(crate) fn open(self) -> Option<Label> {
        let age = match (self.born, self.stated) {
            (Some(born), _) => Age::Born(born.parse().ok()?),
            (None, Some((years, on))) => Age::Stated(years, on.parse().ok()?),
            (None, None) => Age::Stated(0, Moment::from_microseconds(0).day()),
        };
        Some(Label { given_name: self.given_name, age, place: self.place })
    }
}
