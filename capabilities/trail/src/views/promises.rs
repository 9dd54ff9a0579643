//! Promised times in plain words: what, by law or here, by when; and when it should have been, if it has passed.

use domain::clock::{Running, Scope};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use i18n::Say;
use identity::organisations::Book;

use crate::clocks::Calendars;
use crate::views::time::late;

/// One promise, for people at work.
pub(crate) struct PromiseView {
    /// "Första besök i specialistvård".
    pub(crate) what: String,
    /// "BUP Rösmark. Lag eller nationellt mål".
    pub(crate) about: String,
    /// "Senast måndag 22 februari", or how late it is.
    pub(crate) due: String,
    /// The colour and the icon of that.
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
}

/// Promises for people at work, the first due first; a national one beside the local one where they differ.
pub(crate) fn for_staff(
    say: Say<'_>,
    (book, calendars): (&Book, &Calendars),
    clocks: &[(Id<Unit>, Running)],
    now: Moment,
) -> Vec<PromiseView> {
    let view = |(unit, clock): &(Id<Unit>, Running)| {
        let definition = clock.definition();
        let scope = match definition.scope {
            Scope::National => say.t("trail-promise-national"),
            Scope::Local => say.t("trail-promise-local"),
        };
        let broken = clock.is_broken(now);
        let day = say.day_and_time(clock.due_at(), now);
        let due = if broken {
            let distance = calendars.of(*unit).distance(clock.due_at(), now);
            let late = late(say, distance, definition.unit.pace());
            say.message("trail-promise-missed", &[("day", day.as_str().into()), ("late", late.as_str().into())].into())
        } else if clock.pause_now().is_some() {
            say.t("trail-promise-waits")
        } else {
            say.with("trail-promise-due", "day", day.as_str())
        };
        PromiseView {
            what: say.t(&format!("times-code-{}", definition.code)),
            about: format!("{}. {scope}", book.unit_name(*unit)),
            due,
            tone: if broken { "late" } else { "" },
            icon: if broken { "triangle-alert" } else { "clock" },
        }
    };
    clocks.iter().map(view).collect()
}

/// Promises that concern the family, as sentences: what the family can expect, and that a promise was missed.
pub(crate) fn for_family(say: Say<'_>, book: &Book, clocks: &[(Id<Unit>, Running)], now: Moment) -> Vec<String> {
    let line = |(unit, clock): &(Id<Unit>, Running)| {
        let key = format!("family-promise-{}", clock.definition().code);
        // Not every promise is about the family: word to a referrer is not.
        if !say.has(&key) {
            return None;
        }
        let (what, day) = (say.t(&key), say.near_day(clock.due_at().day(), now.day()));
        let told = if clock.is_broken(now) { "family-promise-missed" } else { "family-promise-due" };
        let values =
            [("what", what.as_str().into()), ("day", day.as_str().into()), ("unit", book.unit_name(*unit).into())];
        Some(say.message(told, &values.into()))
    };
    clocks.iter().filter_map(line).collect()
}
