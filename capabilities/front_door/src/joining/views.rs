//! The two beside each other, in words.

use domain::child::joining::Refusal;
use domain::child::{Custody, Protection};
use domain::front_door::request::Refusal as RequestRefusal;
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::moment::Moment;
use domain::organisation::Unit;
use i18n::Say;
use identity::children::{Age, GuardianView, Shown};
use identity::organisations::Book;
use identity::pages::called;

use crate::interview::views::name_and_age;
use crate::joining::commands::{Alike, Around, Compared, JoinError};

/// A child to choose.
pub(super) struct ChoiceRow {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) about: String,
}

/// "Ella, 13 år", and where and when somebody asked.
pub(super) fn row(say: Say<'_>, alike: &Alike, address: &str, now: Moment) -> ChoiceRow {
    let asked = asked_words(say, &alike.asker, alike.received_at, now);
    ChoiceRow {
        href: format!("{address}/{}", alike.child),
        name: name_and_age(say, &alike.label, now),
        about: if alike.label.place.is_empty() { asked } else { format!("{}. {asked}", alike.label.place) },
    }
}

fn asked_words(say: Say<'_>, asker: &str, at: Moment, now: Moment) -> String {
    let (at, by) = (say.day_and_time(at, now), say.t(&format!("front-came-{asker}")));
    say.message("front-came", &[("at", at.as_str().into()), ("by", by.as_str().into())].into())
}

/// Both, and whether they can be made one.
pub(super) struct ComparedView {
    pub(super) sides: Vec<SideView>,
    /// What is known of both and is not the same.
    pub(super) differs: Vec<String>,
    /// Why they stay two; empty when they can be made one.
    pub(super) obstacle: String,
    /// What happens if they are made one.
    pub(super) happens: Vec<String>,
}

/// One of the two.
pub(super) struct SideView {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) rows: Vec<(String, String)>,
}

impl ComparedView {
    pub(super) fn new(say: Say<'_>, compared: &Compared) -> Self {
        let Compared { one, other, plan, .. } = compared;
        let obstacle = match (plan, compared.taken_by) {
            (Err(refusal), _) => apart(say, compared, *refusal),
            (Ok(_), Some(by)) => say.with("joining-apart-taken", "name", compared.book.colleague_name(by)),
            (Ok(_), None) => String::new(),
        };
        let happens = match plan {
            Ok(plan) if obstacle.is_empty() => {
                let goes_on = if plan.kept == one.child { "joining-happens-this" } else { "joining-happens-other" };
                let protected = match plan.protection {
                    Protection::None => None,
                    Protection::Marked | Protection::Registered | Protection::NewIdentity => {
                        Some(say.with("joining-happens-protected", "count", plan.named.len()))
                    }
                };
                let always = [
                    "joining-happens-requests",
                    "joining-happens-family",
                    "joining-happens-codes",
                    "joining-happens-log",
                ];
                std::iter::once(say.t(goes_on)).chain(always.map(|key| say.t(key))).chain(protected).collect()
            }
            Ok(_) | Err(_) => Vec::new(),
        };
        Self {
            sides: vec![
                side(say, compared, one, ("one", "joining-this")),
                side(say, compared, other, ("other", "joining-other")),
            ],
            differs: differs(say, one, other),
            obstacle,
            happens,
        }
    }
}

fn side(say: Say<'_>, compared: &Compared, around: &Around, (id, title): (&'static str, &str)) -> SideView {
    let Compared { book, now, .. } = compared;
    let who = &around.who;
    let born = match who.label.age {
        Age::Born(born) => say.day(born, now.day()),
        Age::Stated(..) => say.with("joining-said-years", "years", u32::from(who.label.age.on(now.day()))),
    };
    let number = &who.identity.number;
    let number = IdentityNumber::from_normal_form(number, now.day())
        .map_or_else(|_| number.clone(), |known| known.written(now.day()));
    let name = format!("{} {}", who.label.given_name, who.identity.family_name);
    let grown_ups: Vec<_> = who.guardians.iter().map(|guardian| grown_up(say, guardian)).collect();
    let asked = around.asked.iter().map(|(asker, at, state)| {
        format!("{} {}", asked_words(say, asker, *at, *now), say.t(&format!("joining-state-{state}")))
    });
    let asked: Vec<_> = asked.collect();
    let held: Vec<_> = around.held.iter().map(|unit| book.unit_name(*unit).to_owned()).collect();
    let protection = match who.protection {
        Protection::None => "joining-protection-none",
        Protection::Marked => "joining-protection-marked",
        Protection::Registered => "joining-protection-registered",
        Protection::NewIdentity => "joining-protection-new_identity",
    };
    let rows = [
        ("joining-name", name.trim().to_owned()),
        ("joining-born", born),
        ("joining-number", number),
        ("joining-place", who.label.place.clone()),
        ("joining-school", who.identity.school.clone()),
        ("joining-phone", who.identity.contact.phone.clone()),
        ("joining-grown-ups", grown_ups.join("; ")),
        ("joining-asked", asked.join(" ")),
        ("joining-held", held.join(", ")),
        ("joining-protection", say.t(protection)),
    ];
    let unknown = |text: String| if text.is_empty() { say.t("joining-unknown") } else { text };
    let rows = rows.into_iter().map(|(key, text)| (say.t(key), unknown(text))).collect();
    SideView { id, title: say.t(title), rows }
}

fn grown_up(say: Say<'_>, guardian: &GuardianView) -> String {
    let name = match (guardian.shown, guardian.name.as_str()) {
        (Shown::Open | Shown::ToTheNamed, "") => say.t("front-guardian-no-name"),
        (Shown::Open | Shown::ToTheNamed | Shown::Hidden, _) => called(say, guardian),
    };
    let custody = match guardian.custody {
        Custody::Holder => say.t("front-custody-holder"),
        Custody::None => say.t("front-custody-unconfirmed"),
    };
    let parts = [name, guardian.relation.clone(), custody, guardian.contact.phone.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What is known of both and is not the same: to be asked about before anything is done.
fn differs(say: Say<'_>, one: &Around, other: &Around) -> Vec<String> {
    let apart = |one: &str, other: &str| {
        !one.is_empty() && !other.is_empty() && one.trim().to_lowercase() != other.trim().to_lowercase()
    };
    let born = match (one.who.label.age, other.who.label.age) {
        (Age::Born(one), Age::Born(other)) => one != other,
        (Age::Born(_) | Age::Stated(..), Age::Born(_) | Age::Stated(..)) => false,
    };
    let (left, right) = (&one.who, &other.who);
    [
        ("joining-given-name", apart(&left.label.given_name, &right.label.given_name)),
        ("joining-family-name", apart(&left.identity.family_name, &right.identity.family_name)),
        ("joining-born", born),
        ("joining-number", apart(&left.identity.number, &right.identity.number)),
        ("joining-place", apart(&left.label.place, &right.label.place)),
        ("joining-school", apart(&left.identity.school, &right.identity.school)),
    ]
    .into_iter()
    .filter(|(_, apart)| *apart)
    .map(|(key, _)| say.t(key))
    .collect()
}

/// Why they stay two. A unit that holds a trail is named only to somebody who may read that trail.
fn apart(say: Say<'_>, compared: &Compared, refusal: Refusal) -> String {
    let named = |unit: Id<Unit>| unit_words(say, &compared.book, unit, &compared.readable);
    match refusal {
        Refusal::BothHeld { one, other }
            if !compared.readable.contains(&one) && !compared.readable.contains(&other) =>
        {
            say.t("joining-apart-both_held-unnamed")
        }
        Refusal::BothHeld { one, other } => {
            let (one, other) = (named(one), named(other));
            say.message(
                "joining-apart-both_held",
                &[("one", one.as_str().into()), ("other", other.as_str().into())].into(),
            )
        }
        Refusal::HolderNotNamed(unit) => say.with("joining-apart-holder_not_named", "unit", named(unit).as_str()),
        Refusal::SameChild | Refusal::TwoNumbers | Refusal::NewIdentity => {
            say.t(&format!("joining-apart-{}", refusal.code()))
        }
    }
}

fn unit_words(say: Say<'_>, book: &Book, unit: Id<Unit>, readable: &[Id<Unit>]) -> String {
    if readable.contains(&unit) { book.unit_name(unit).to_owned() } else { say.t("joining-another-unit") }
}

/// The words for what stood in the way when it was tried; nothing where it is a problem of its own.
pub(super) fn obstacle(error: &JoinError) -> Option<String> {
    match error {
        // The page itself says why, with names.
        JoinError::Apart(Refusal::SameChild) | JoinError::NotFound | JoinError::Act(_) => None,
        JoinError::Apart(_) | JoinError::TakenBy(_) => Some("joining-error-apart".to_owned()),
        JoinError::Request(RequestRefusal::Interrupted) => Some("joining-error-danger".to_owned()),
        JoinError::Request(_) => Some("joining-error-request".to_owned()),
        JoinError::Trail(_) => Some("joining-error-trail".to_owned()),
        JoinError::Changed => Some("joining-error-changed".to_owned()),
        JoinError::Decided => Some("joining-error-decided".to_owned()),
    }
}
