//! What the pages about a child share: where they stand, and how somebody is reached.

use axum::Router;
use domain::child::Protection;
use i18n::Say;
use web::{App, Assets, Visit};

use crate::children::{MessageSafety, adults, codes, corrections, protection};
use crate::pages::{Choice, ErrorView, Errors, FieldWords};

pub(crate) fn routes() -> Router<App> {
    let around = adults::pages::routes().merge(adults::adding::routes()).merge(adults::ending::routes());
    around.merge(codes::pages::routes()).merge(protection::pages::routes()).merge(corrections::pages::routes())
}

/// How a page about a child begins.
pub(crate) struct Frame<'v> {
    pub(crate) a: Assets,
    pub(crate) say: Say<'v>,
    pub(crate) t: FieldWords,
    pub(crate) csrf: String,
    pub(crate) title: String,
    pub(crate) back: String,
    pub(crate) back_to: String,
    /// That the child's identity is protected; empty where it is not, and where the page says more about it itself.
    pub(crate) protected: String,
    pub(crate) errors: Vec<ErrorView>,
}

impl<'v> Frame<'v> {
    /// A heading, and the way back with the key of where it leads.
    pub(crate) fn of(visit: &'v Visit, title: String, (back, back_to): (String, &str), errors: &Errors) -> Self {
        let say = visit.say();
        Self {
            a: visit.assets(),
            say,
            t: FieldWords::of(say),
            csrf: visit.form_token(),
            title,
            back,
            back_to: say.t(back_to),
            protected: String::new(),
            errors: errors.views(say),
        }
    }

    /// The same, which warns where the child's identity is protected.
    pub(crate) fn warning(self, protection: Protection) -> Self {
        let protected = match protection {
            Protection::None => String::new(),
            Protection::Marked | Protection::Registered | Protection::NewIdentity => self.say.t("adults-protected"),
        };
        Self { protected, ..self }
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
