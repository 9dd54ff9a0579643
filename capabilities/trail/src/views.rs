//! What pages show, prepared: times in words, names of people and units, what has happened as a sentence.

pub(crate) mod happenings;
pub(crate) mod map;
pub(crate) mod promises;
pub(crate) mod time;

use std::collections::BTreeMap;

use domain::id::Id;
use domain::moment::Day;
use domain::moment::Moment;
use domain::organisation::{Assignment, Branch, Unit};
use domain::trail::{Actor, NextStep, Purpose, Step, When};
use i18n::{Argument, Say};
use identity::children::Label;
use identity::organisations::Book;
use web::layout::org_of;

use crate::lists::Whom;

/// A message with words in it.
pub(crate) fn words<const N: usize>(say: Say<'_>, key: &str, values: [(&str, &str); N]) -> String {
    let values: BTreeMap<&str, Argument<'_>> = values.into_iter().map(|(name, value)| (name, value.into())).collect();
    say.message(key, &values)
}

/// "Elin, 15 år".
pub(crate) fn name_and_age(say: Say<'_>, label: &Label, today: Day) -> String {
    let age = label.age.on(today).to_string();
    words(say, "trail-name-and-age", [("name", &label.given_name), ("age", &age)])
}

/// "Elin, 15 år", or that the identity is protected.
pub(crate) fn whom(say: Say<'_>, whom: &Whom, today: Day) -> String {
    match whom {
        Whom::Known(label) => name_and_age(say, label, today),
        Whom::Protected => say.t("trail-protected"),
    }
}

/// A unit by name and colour.
#[derive(Clone, Debug)]
pub(crate) struct UnitView {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}

pub(crate) fn unit(book: &Book, id: Id<Unit>) -> UnitView {
    let kind = book.unit(id).map_or("fam", |unit| org_of(unit.branch));
    UnitView { kind, name: book.unit_name(id).to_owned() }
}

/// "Johan E., psykolog"; whoever has left is said to have left.
pub(crate) fn colleague(say: Say<'_>, book: &Book, id: Id<Assignment>) -> String {
    match book.colleague(id) {
        Some(colleague) => format!("{}, {}", colleague.name, role(say, colleague.post.role)),
        None => say.t("trail-colleague-left"),
    }
}

/// "Johan E.".
pub(crate) fn colleague_name(say: Say<'_>, book: &Book, id: Id<Assignment>) -> String {
    match book.colleague(id) {
        Some(colleague) => colleague.name.clone(),
        None => say.t("trail-colleague-left"),
    }
}

pub(crate) fn role(say: Say<'_>, role: domain::organisation::Role) -> String {
    say.t(&format!("role-{}", access::role_code(role)))
}

pub(crate) fn branch(say: Say<'_>, branch: Branch) -> String {
    say.t(&format!("branch-{}", access::branch_code(branch)))
}

/// What a handover is for, in a few words.
pub(crate) fn purpose(say: Say<'_>, purpose: Purpose) -> String {
    match purpose {
        Purpose::Referral(level) => {
            let level = level.number().to_string();
            words(say, "trail-purpose-referral-level", [("level", &level)])
        }
        Purpose::Transition18 => say.t("trail-purpose-transition_18"),
        Purpose::Ordinary => say.t("trail-purpose-ordinary"),
    }
}

/// Who did something.
pub(crate) fn actor(say: Say<'_>, book: &Book, child: &str, by: &Actor) -> String {
    match by {
        Actor::Post(post) => colleague_name(say, book, post.assignment),
        Actor::Guardian(_) => say.t("trail-a-guardian"),
        Actor::Child(_) if child.is_empty() => say.t("trail-the-child"),
        Actor::Child(_) => child.to_owned(),
        Actor::Job(_) => "Cairn".to_owned(),
    }
}

/// The colour of whoever did something.
pub(crate) fn kind_of(by: &Actor) -> &'static str {
    match by {
        Actor::Post(post) => org_of(post.branch),
        Actor::Child(_) => "barn",
        Actor::Guardian(_) | Actor::Job(_) => "fam",
    }
}

/// "Besök, tisdag 1 december kl. 15.20"; nothing when nobody has said.
pub(crate) fn next_step(say: Say<'_>, next: &NextStep, now: Moment) -> String {
    match next {
        NextStep::Known(step) => step_in_words(say, step, now),
        NextStep::Missing => String::new(),
    }
}

/// The same; that it is missing, when nobody has said.
pub(crate) fn next_or_missing(say: Say<'_>, next: &NextStep, now: Moment) -> String {
    match next {
        NextStep::Known(step) => step_in_words(say, step, now),
        NextStep::Missing => say.t("trail-no-next-step"),
    }
}

pub(crate) fn step_in_words(say: Say<'_>, step: &Step, now: Moment) -> String {
    let when = match step.when {
        When::At(moment) => say.day_and_time(moment, now),
        When::On(day) => words(say, "trail-no-later-than", [("day", &say.near_day(day, now.day()))]),
    };
    format!("{}, {when}", step.what.as_str())
}

/// The same with a capital first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
