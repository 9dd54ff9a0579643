//! The steps of the page, and which parts of the interview each asks.

use domain::front_door::interview::{Item, Section, item};
use domain::front_door::request::Request;
use domain::id::Id;

/// A step of the page (*Bedömning*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// *Säkerhet*, before anything else.
    Safety,
    /// *Samtalet*: how things are, and who said it.
    Talk,
    /// *Livsområden*: the professional's ratings.
    Areas,
    /// *Barnets egna ord*
    Words,
    /// *Beslut och ansvar*
    Decision,
    /// *Granska och skicka*
    Review,
}

impl Step {
    /// Every step, in order.
    pub(crate) const ALL: [Self; 6] =
        [Self::Safety, Self::Talk, Self::Areas, Self::Words, Self::Decision, Self::Review];

    /// Its place in addresses and keys.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Safety => "sakerhet",
            Self::Talk => "samtal",
            Self::Areas => "livsomraden",
            Self::Words => "egna-ord",
            Self::Decision => "beslut",
            Self::Review => "granska",
        }
    }

    /// The step with this place in addresses.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The step after this one; the last leads nowhere further.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Safety => Self::Talk,
            Self::Talk => Self::Areas,
            Self::Areas => Self::Words,
            Self::Words => Self::Decision,
            Self::Decision | Self::Review => Self::Review,
        }
    }

    /// The address of this step of a request.
    pub(crate) fn of(self, request: Id<Request>) -> String {
        format!("/en-vag-in/{request}/{}", self.code())
    }

    /// The sections it asks, in order. What is most important to take along is written beside the ratings, as the page
    /// is designed, and read back at the end.
    pub(crate) const fn sections(self) -> &'static [Section] {
        match self {
            Self::Safety => &[Section::Caller, Section::Acute],
            Self::Talk => &[Section::Difficulties, Section::School, Section::Family, Section::Contacts],
            Self::Areas => &[Section::Areas],
            Self::Words => &[Section::Concern, Section::Protective, Section::Wish],
            Self::Decision | Self::Review => &[],
        }
    }

    /// The items it asks, in order.
    pub(crate) fn items(self) -> Vec<&'static Item> {
        item::ALL.iter().filter(|item| of_item(item) == self).collect()
    }
}

/// What is most important to take along, in words the family can read.
pub(crate) const SUMMARY: &str = "summary";

/// The step that asks an item.
pub(crate) fn of_item(item: &Item) -> Step {
    match item.section {
        Section::Caller | Section::Acute => Step::Safety,
        Section::Difficulties | Section::School | Section::Family | Section::Contacts => Step::Talk,
        Section::Areas => Step::Areas,
        Section::Concern | Section::Protective | Section::Wish => Step::Words,
        Section::Summary if item.code == SUMMARY => Step::Areas,
        Section::Summary => Step::Review,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_asked_in_exactly_one_step() {
        let asked: usize = Step::ALL.into_iter().map(|step| step.items().len()).sum();
        assert_eq!(asked, item::ALL.len());
        for step in Step::ALL {
            assert_eq!(Step::from_code(step.code()), Some(step));
        }
    }
}
