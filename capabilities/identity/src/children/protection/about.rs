//! Whose protection a page is about: where it stands, and what is said of a child in other words than of a grown-up.

use domain::child::Child;
use domain::id::Id;
use i18n::Say;
use serde::Deserialize;
use web::Problem;

use crate::children::Whose;
use crate::pages::id_of;

/// Whose protection an address is about: the child's, or a grown-up's around it.
#[derive(Deserialize)]
pub(super) struct Address {
    child: String,
    person: Option<String>,
}

impl Address {
    pub(super) fn read(&self) -> Result<About, Problem> {
        let whose = match &self.person {
            None => Whose::Childs,
            Some(person) => Whose::Guardians(id_of(person)?),
        };
        Ok(About { child: id_of(&self.child)?, whose })
    }
}

/// Whose protection a page is about.
#[derive(Clone, Copy)]
pub(super) struct About {
    pub(super) child: Id<Child>,
    pub(super) whose: Whose,
}

impl About {
    /// The page before this one, with the key of what it is.
    pub(super) fn back(self) -> (String, &'static str) {
        match self.whose {
            Whose::Childs => (format!("/barn/{}/vuxna", self.child), "protection-back"),
            Whose::Guardians(person) => (format!("/barn/{}/vuxna/{person}", self.child), "adults-one-page"),
        }
    }

    pub(super) fn here(self) -> String {
        match self.whose {
            Whose::Childs => format!("/barn/{}/skydd", self.child),
            Whose::Guardians(person) => format!("/barn/{}/vuxna/{person}/skydd", self.child),
        }
    }

    /// What is open still to somebody who has taken themselves off the list.
    pub(super) fn left(self) -> String {
        match self.whose {
            Whose::Childs => "/min-dag".to_owned(),
            Whose::Guardians(_) => format!("/barn/{}/vuxna", self.child),
        }
    }

    /// The lead, what holds, and what becomes of places, which are kept of a child only.
    pub(super) fn words(self, say: Say<'_>) -> Words {
        match self.whose {
            Whose::Childs => Words {
                lead: say.t("protection-lead"),
                holds: say.t("protection-holds"),
                places: say.t("protection-places"),
            },
            Whose::Guardians(_) => Words {
                lead: say.t("protection-adult-lead"),
                holds: say.t("protection-adult-holds"),
                places: String::new(),
            },
        }
    }
}

/// What is said of a child in other words than of a grown-up.
pub(super) struct Words {
    pub(super) lead: String,
    pub(super) holds: String,
    pub(super) places: String,
}
