//! What the pages about a child, grown-ups, codes and protection share.

use axum::Router;
use domain::id::Id;
use i18n::Say;
use web::{App, Problem};

use crate::children::{MessageSafety, adults, codes, corrections, protection};

pub(crate) fn routes() -> Router<App> {
    let around = adults::pages::routes().merge(adults::adding::routes()).merge(adults::ending::routes());
    around.merge(codes::pages::routes()).merge(protection::pages::routes()).merge(corrections::pages::routes())
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

/// Whether a message may be left, in the order in which it is asked.
pub(crate) const MESSAGES: [MessageSafety; 3] = [MessageSafety::Safe, MessageSafety::Unsafe, MessageSafety::NotAsked];

pub(crate) const fn message_code(message: MessageSafety) -> &'static str {
    match message {
        MessageSafety::Safe => "safe",
        MessageSafety::Unsafe => "unsafe",
        MessageSafety::NotAsked => "not_asked",
    }
}

pub(crate) fn message_from_code(code: &str) -> Option<MessageSafety> {
    MESSAGES.into_iter().find(|message| message_code(*message) == code)
}

/// The choices of whether a message may be left.
pub(crate) fn messages(say: Say<'_>, chosen: &str) -> Vec<Choice> {
    MESSAGES.map(|message| Choice::of(say, "adults-message", message_code(message), chosen)).into()
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
    /// One thing that is wrong.
    pub(crate) fn one(field: &'static str, key: &'static str) -> Self {
        Self(vec![(field, key)])
    }

    pub(crate) fn add(&mut self, field: &'static str, key: &'static str) {
        if self.0.iter().all(|(known, _)| *known != field) {
            self.0.push((field, key));
        }
    }

    /// These, and others after them.
    pub(crate) fn and(mut self, others: Self) -> Self {
        others.0.into_iter().for_each(|(field, key)| self.add(field, key));
        self
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
