//! Decisions, places and prompts as they are shown.

use domain::front_door::decision::{self, Prompt};
use domain::front_door::level::Level;
use domain::front_door::routing::{Area, Refusal, Warning, candidates, check};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, PrincipalKind, Unit};
use i18n::Say;
use identity::organisations::Book;

use crate::decision::commands::Deciding;
use crate::decision::forms::Ground;
use crate::decision::store::Made;
use crate::rules::sentences;
use crate::work::{Choice, sentence};

/// A decision as it was made.
pub(crate) struct MadeView {
    pub(crate) level: String,
    pub(crate) outcome: String,
    pub(crate) told: String,
    pub(crate) next_step: String,
    pub(crate) reason: String,
    pub(crate) suggested: String,
    pub(crate) reasons: Vec<String>,
    pub(crate) by: String,
    pub(crate) rules_href: String,
}

/// A decision in words.
pub(crate) fn made_view(say: Say<'_>, book: &Book, made: &Made, now: Moment) -> MadeView {
    let what = &made.what;
    let level = what.level().map(|level| sentence(&sentences::level(say, level))).unwrap_or_default();
    let outcome = say.t(&format!("front-outcome-{}", what.outcome.kind));
    let unit = what.outcome.unit.as_deref().and_then(|unit| unit.parse::<Id<Unit>>().ok());
    let action = what.action().map(|action| say.t(&format!("front-danger-action-{}", action.code())));
    let place = unit.map(|unit| book.unit_name(unit).to_owned()).or(action);
    let suggested = what.suggested.and_then(Level::from_number).map(|level| sentences::level(say, level));
    let version = what.table_version;
    let suggested = match suggested {
        Some(level) => {
            say.message("front-made-suggested", &[("level", level.as_str().into()), ("version", version.into())].into())
        }
        None => say.t("front-made-not-suggested"),
    };
    let (at, by) = (say.day_and_time(made.at, now), book.colleague_name(made.by));
    let next_on = say.near_day(made.next_on, now.day());
    MadeView {
        level,
        outcome: place.map_or(outcome.clone(), |place| format!("{outcome}: {place}")),
        told: what.told.clone(),
        next_step: format!("{}, {next_on}", what.next_step),
        reason: what.reason.clone().unwrap_or_default(),
        suggested,
        reasons: what
            .reasons
            .iter()
            .filter_map(super::sealed::SealedReason::open)
            .map(|reason| sentence(&sentences::reason(say, reason)))
            .collect(),
        by: say.message("front-made-by", &[("at", at.as_str().into()), ("by", by.into())].into()),
        rules_href: made.table.map(|table| format!("/regler/{table}")).unwrap_or_default(),
    }
}

/// A place that cannot take the child, and why.
pub(crate) struct MisfitView {
    pub(crate) name: String,
    pub(crate) why: String,
}

/// The units that can take the child at a level, with what to know first, and those that cannot, with why.
pub(crate) fn places(
    say: Say<'_>,
    ground: &Ground<'_>,
    level: Option<Level>,
    chosen: &str,
) -> (Vec<Choice>, Vec<MisfitView>) {
    let Some(level) = level else { return (vec![], vec![]) };
    let passage = ground.passage(level);
    let fits = candidates(ground.entries, &passage).into_iter().map(|route| {
        let warnings: Vec<String> =
            route.warnings().iter().map(|warning| warning_words(say, *warning, ground.today)).collect();
        let name = ground.book.unit_name(route.unit()).to_owned();
        Choice::new(route.unit().to_string(), name, chosen).with_hint(warnings.join(" "))
    });
    let misfits = ground.entries.iter().filter_map(|entry| {
        let refusal = check(entry, &passage).err()?;
        let name = ground.book.unit_name(entry.unit).to_owned();
        Some(MisfitView { name, why: refusal_words(say, refusal, ground.today) })
    });
    (fits.collect(), misfits.collect())
}

/// What to know about a place before sending a child there.
pub(crate) fn warning_words(say: Say<'_>, warning: Warning, today: Day) -> String {
    let key = format!("front-warning-{}", warning.code());
    match warning {
        Warning::AgesOutSoon { last_day, days_left } => {
            let day = say.day(last_day, today);
            say.message(&key, &[("day", day.as_str().into()), ("days", days_left.into())].into())
        }
        Warning::AgeNotVerified => say.t(&key),
        Warning::NotConfirmedSince(day) | Warning::ClosesOn(day) => say.with(&key, "day", say.day(day, today).as_str()),
    }
}

fn refusal_words(say: Say<'_>, refusal: Refusal, today: Day) -> String {
    let key = format!("front-misfit-{}", refusal.code());
    let dated = |day: Day| say.with(&format!("{key}-day"), "day", say.day(day, today).as_str());
    match refusal {
        Refusal::InternalReferral
        | Refusal::Level
        | Refusal::Area
        | Refusal::DayOfBirthNeeded
        | Refusal::TooYoung(None)
        | Refusal::TooOld(None) => say.t(&key),
        Refusal::Closed(day) => say.with(&key, "day", say.day(day, today).as_str()),
        Refusal::TooYoung(Some(day)) | Refusal::TooOld(Some(day)) => dated(day),
    }
}

/// What to consider beside the level.
pub(crate) struct PromptView {
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) text: String,
    /// Whom to ring, first of all.
    pub(crate) phones: Vec<PhoneView>,
}

pub(crate) struct PhoneView {
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) href: String,
}

/// What to consider beside the level, for what is chosen so far.
pub(crate) fn prompts(say: Say<'_>, deciding: &Deciding, ground: &Ground<'_>) -> Vec<PromptView> {
    let unit = ground.sheet.typed("unit").parse().ok().filter(|_| ground.sheet.typed("outcome") == "route");
    let principals = ground.principals(unit);
    let view = |prompt: Prompt| {
        let key = format!("front-prompt-{}", prompt.code());
        let (tone, icon, text, phones) = match prompt {
            Prompt::CoordinatedPlan { principals } => ("", "users", say.with(&key, "principals", principals), vec![]),
            Prompt::WorryReport => ("warn", "phone", say.t(&key), social_services(deciding, ground)),
            Prompt::AskAgain { items } => ("warn", "circle-help", say.with(&key, "items", items), vec![]),
        };
        PromptView { tone, icon, text, phones }
    };
    decision::prompts(&deciding.opened.stored.request, &principals).into_iter().map(view).collect()
}

/// The social services that answer for where the child lives.
fn social_services(deciding: &Deciding, ground: &Ground<'_>) -> Vec<PhoneView> {
    let municipality = ground.record.intake.municipality;
    let answers_there = |area: &Area| match area {
        Area::Region => true,
        Area::Municipalities(places) => places.contains(&municipality),
    };
    let entries = deciding.directory.iter().filter(|entry| entry.branch == Branch::SocialServices);
    let phone = |entry: &directory::Entry| {
        let phone = entry.phone.as_ref()?;
        Some(PhoneView {
            name: ground.book.unit_name(entry.unit).to_owned(),
            number: phone.shown().to_owned(),
            href: format!("tel:{}", phone.dialled()),
        })
    };
    entries.filter(|entry| answers_there(&entry.area)).filter_map(phone).collect()
}

/// The principals whose help may be needed beside: the region's, and the child's own municipality's.
pub(crate) fn principals(ground: &Ground<'_>) -> Vec<Choice> {
    let place = ground.book.municipality_name(ground.record.intake.municipality);
    let mut known: Vec<_> = ground
        .book
        .domains()
        .filter_map(|domain| ground.book.principal(domain.principal))
        .filter(|principal| match principal.kind {
            PrincipalKind::Region => true,
            PrincipalKind::Municipality => !place.is_empty() && principal.name.contains(place),
            PrincipalKind::IndependentSchool | PrincipalKind::PrivateCare => false,
        })
        .collect();
    known.sort_by(|a, b| a.name.cmp(&b.name));
    known.dedup_by_key(|principal| principal.id);
    let ticked = ground.sheet.chosen("principals");
    let choice = |id: String, name: &str| {
        let chosen = if ticked.contains(&id) { id.clone() } else { String::new() };
        Choice::new(id, name.to_owned(), &chosen)
    };
    known.into_iter().map(|principal| choice(principal.id.to_string(), &principal.name)).collect()
}
