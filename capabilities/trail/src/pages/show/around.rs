//! The people around the child: whoever holds the baton or has held it, and the grown-ups at home.

use domain::child::Custody;
use domain::id::Id;
use domain::organisation::{Assignment, Unit};
use domain::trail::{Event, Trail};
use i18n::Say;
use identity::children::{GuardianView, Shown};
use identity::organisations::Book;
use identity::pages::{called, language};
use web::layout::initials;

use crate::views::{role, unit, words};

/// Someone around the child.
pub(super) struct PersonView {
    pub(super) kind: &'static str,
    pub(super) initials: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) about: String,
}

/// Everyone around the child: the holder first, then those who held before, then the family.
pub(super) fn people(
    say: Say<'_>,
    book: &Book,
    trail: &Trail,
    events: &[Event],
    guardians: &[GuardianView],
) -> Vec<PersonView> {
    let holding = trail.holder().map(|holder| (holder.unit, holder.assignment));
    let mut held: Vec<(Id<Unit>, Id<Assignment>)> = Vec::new();
    let took = events.iter().rev().filter_map(|event| event.happened.taker());
    for at in holding.into_iter().chain(took.map(|holder| (holder.unit, holder.assignment))) {
        // One person for each unit: the one who held it last there.
        if !held.iter().any(|(unit, _)| *unit == at.0) {
            held.push(at);
        }
    }
    let at_work = held.into_iter().filter_map(|(at, assignment)| {
        let colleague = book.colleague(assignment)?;
        let place = unit(book, at);
        let about = if holding == Some((at, assignment)) {
            words(say, "trail-around-holds", [("unit", &place.name)])
        } else {
            place.name
        };
        Some(PersonView {
            kind: place.kind,
            initials: initials(&colleague.name),
            name: colleague.name.clone(),
            role: role(say, colleague.post.role),
            about,
        })
    });
    at_work.chain(guardians.iter().map(|guardian| at_home(say, guardian))).collect()
}

fn at_home(say: Say<'_>, guardian: &GuardianView) -> PersonView {
    let custody = match guardian.custody {
        Custody::Holder => say.t("trail-around-guardian"),
        Custody::None => say.t("trail-around-relative"),
    };
    let mut about = vec![guardian.contact.phone.clone()];
    if !guardian.contact.interpreter.is_empty() {
        let language = language(say, &guardian.contact.interpreter);
        about.push(words(say, "trail-around-interpreter", [("language", &language)]));
    }
    about.retain(|part| !part.is_empty());
    // Whoever asked without logging in need not have said who they are. Then the page says so, rather than nothing.
    let (name, letters) = match (guardian.name.as_str(), guardian.relation.as_str()) {
        _ if guardian.shown == Shown::Hidden => (called(say, guardian), "?".to_owned()),
        ("", "") => (say.t("trail-around-unnamed"), "?".to_owned()),
        ("", relation) => (words(say, "trail-around-unnamed-relation", [("relation", relation)]), "?".to_owned()),
        (name, "") => (name.to_owned(), initials(name)),
        (name, relation) => (format!("{name} ({relation})"), initials(name)),
    };
    PersonView { kind: "fam", initials: letters, name, role: custody, about: about.join(", ") }
}
