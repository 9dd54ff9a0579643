//! What the pages of asking show. Words are chosen here, places in the templates.

mod calm;
mod receipt;
mod review;
mod step;

use domain::front_door::queue::Urgency;
use domain::moment::Moment;
use i18n::Say;

use crate::ask::answers::GUARDIAN;

pub(crate) use calm::CalmPage;
pub(crate) use receipt::ReceiptPage;
pub(crate) use review::{Promise, ReviewPage, heard_by};
pub(crate) use step::StepPage;

/// The most characters of somebody's own words.
const WORDS_MAX: usize = 4_000;

/// Words that every page of asking needs.
pub(crate) struct Words {
    pub(crate) back: String,
    pub(crate) next: String,
    pub(crate) error_prefix: String,
    pub(crate) error_heading: String,
    pub(crate) count_most: String,
}

impl Words {
    pub(crate) fn of(say: Say<'_>) -> Self {
        Self {
            back: say.t("ask-back"),
            next: say.t("ask-next"),
            error_prefix: say.t("frame-error-prefix"),
            error_heading: say.t("ask-error-heading"),
            count_most: say.with("ask-count-most", "most", WORDS_MAX),
        }
    }
}

/// The message of a key as it is said to who asks: to a guardian in other words, where there are any.
fn said(say: Say<'_>, who: &str, key: &str) -> String {
    let other = format!("{key}-guardian");
    if who == GUARDIAN && say.has(&other) { say.t(&other) } else { say.t(key) }
}

/// When and how somebody answers.
fn answer_by(say: Say<'_>, urgency: Option<Urgency>, reach: &str, due_at: Moment, now: Moment) -> String {
    match urgency {
        Some(Urgency::Acute) => say.t("ask-happens-acute"),
        Some(Urgency::SameDay | Urgency::Ordinary) | None => {
            let when = say.day_and_time(due_at, now);
            say.with(&format!("ask-happens-{reach}"), "when", when.as_str())
        }
    }
}

/// The first word of a name at work.
pub(crate) fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
