//! What the pages about grown-ups, codes and protection share.

use axum::Router;
use domain::id::Id;
use i18n::Say;
use web::{App, Problem};

use crate::children::{adults, codes, protection};

pub(crate) fn routes() -> Router<App> {
    adults::pages::routes().merge(codes::pages::routes()).merge(protection::pages::routes())
}

/// One thing to choose.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) chosen: bool,
}

impl Choice {
    /// A choice, with more about it where there are words for that.
    pub(crate) fn of(say: Say<'_>, key: &str, code: &str, chosen: &str) -> Self {
        let about = format!("{key}-{code}-about");
        Self {
            value: code.to_owned(),
            label: say.t(&format!("{key}-{code}")),
            hint: if say.has(&about) { say.t(&about) } else { String::new() },
            chosen: code == chosen,
        }
    }
}

/// The words that the macros of form fields ask for.
pub(crate) struct FieldWords {
    pub(crate) error_prefix: String,
}

impl FieldWords {
    pub(crate) fn of(say: Say<'_>) -> Self {
        Self { error_prefix: say.t("frame-error-prefix") }
    }
}

/// An error as the summary shows it.
pub(crate) struct ErrorView {
    pub(crate) field: &'static str,
    pub(crate) text: String,
}

/// What is wrong with a sent form: a field, and the key of what to do about it.
#[derive(Default)]
pub(crate) struct Errors(Vec<(&'static str, &'static str)>);

impl Errors {
    pub(crate) fn add(&mut self, field: &'static str, key: &'static str) {
        if self.0.iter().all(|(known, _)| *known != field) {
            self.0.push((field, key));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn of(&self, say: Say<'_>, field: &str) -> String {
        self.0.iter().find(|(known, _)| *known == field).map_or(String::new(), |(_, key)| say.t(key))
    }

    pub(crate) fn views(&self, say: Say<'_>) -> Vec<ErrorView> {
        self.0.iter().map(|(field, key)| ErrorView { field, text: say.t(key) }).collect()
    }
}

/// An identifier in an address; what is no identifier leads nowhere.
pub(crate) fn id_of<Kind>(text: &str) -> Result<Id<Kind>, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}
