//! What the pages about a child share: where they stand, and how somebody is reached.

use axum::Router;
use i18n::Say;
use web::App;

use crate::children::{MessageSafety, adults, codes, corrections, protection};
use crate::pages::Choice;

pub(crate) fn routes() -> Router<App> {
    let around = adults::pages::routes().merge(adults::adding::routes()).merge(adults::ending::routes());
    around.merge(codes::pages::routes()).merge(protection::pages::routes()).merge(corrections::pages::routes())
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
