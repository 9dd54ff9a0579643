//! What has been told and what has happened: the preparation given under a code, and the events of the request.

use axum::extract::Path;
use axum::response::Response;
use domain::moment::Moment;
use i18n::Say;
use identity::organisations::Book;
use web::{Problem, Sent};

use crate::interview::commands::{Addition, Happened, Overview};
use crate::interview::overview::again;
use crate::interview::views::request_address;
use crate::preparation::commands::{self as preparation, Attached};
use crate::preparation::store::Preparation;
use crate::work::{Errors, id_of};

pub(super) struct Prepared {
    pub(super) name: String,
    pub(super) text: String,
}

pub(super) struct EventRow {
    pub(super) text: String,
    pub(super) when: String,
    pub(super) reason: String,
}

/// What was prepared, row by row; what was left empty is left out.
pub(super) fn prepared(say: Say<'_>, given: &Preparation) -> Vec<Prepared> {
    let Preparation { topic, how_long, tried, helps, words } = given;
    let topic = if topic.is_empty() { String::new() } else { say.t(&format!("front-topic-{topic}")) };
    [
        ("prepare-topic", topic.as_str()),
        ("prepare-how_long", how_long),
        ("prepare-tried", tried),
        ("prepare-helps", helps),
        ("prepare-words", words),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(key, text)| Prepared { name: say.t(key), text: text.to_owned() })
    .collect()
}

/// What whoever asked has added since, and what was written to them, with when.
pub(super) fn added(say: Say<'_>, book: &Book, overview: &Overview, now: Moment) -> Vec<Prepared> {
    let row = |addition: &Addition| {
        let at = say.day_and_time(addition.at, now);
        let name = addition.by.map_or_else(|| at.clone(), |by| format!("{at}, {}", book.colleague_name(by)));
        Prepared { name, text: addition.words.clone() }
    };
    overview.additions.iter().map(row).collect()
}

pub(super) fn events(say: Say<'_>, book: &Book, overview: &Overview, now: Moment) -> Vec<EventRow> {
    let row = |event: &Happened| EventRow {
        text: match event.by.map(|by| book.colleague_name(by)).filter(|name| !name.is_empty()) {
            Some(name) => format!("{}, {name}", say.t(&format!("front-event-{}", event.kind))),
            None => say.t(&format!("front-event-{}", event.kind)),
        },
        when: say.day_and_time(event.at, now),
        reason: event.reason.clone(),
    };
    overview.events.iter().rev().map(row).collect()
}

pub(super) async fn attach(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    match preparation::attach(&visit.asker(), id, fields.text("code")).await? {
        Attached::Given(_) => Ok(visit.see_and_tell(&request_address(id), "front-code-given")),
        Attached::NoRequest => Err(Problem::NotFound),
        Attached::UnknownCode => {
            let mut errors = Errors::default();
            errors.add("code", "prepare-code-unknown");
            again(&visit, id, &fields, &errors).await
        }
    }
}
