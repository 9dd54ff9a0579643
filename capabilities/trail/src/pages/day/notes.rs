//! What stands beside what waits: promises that are missed, children who are sent to and fro, and those who soon turn 18.

use domain::moment::{Day, Moment};
use i18n::Say;
use identity::children::Age;
use identity::organisations::Book;

use crate::clocks::care::store::Promised;
use crate::lists::{Row, Whom};
use crate::pages::day::address;
use crate::views::promises::for_staff;
use crate::views::{colleague_name, whom, words};

/// How long before the eighteenth birthday the transition is asked for, in days.
const TRANSITION_DAYS: i32 = 60;

/// Something to know of, and where it leads.
pub(super) struct NoteView {
    pub(super) href: String,
    pub(super) child: String,
    pub(super) text: String,
}

pub(super) fn bounced(say: Say<'_>, book: &Book, row: &Row, now: Moment) -> NoteView {
    let holder = colleague_name(say, book, row.holder);
    let times = row.returns.to_string();
    NoteView {
        href: address(row.trail),
        child: whom(say, &row.whom, now.day()),
        text: words(say, "trail-day-bounced-row", [("times", &times), ("holder", &holder)]),
    }
}

/// A promise that is broken or soon due.
pub(super) fn promised(say: Say<'_>, book: &Book, row: &Promised, now: Moment) -> Option<NoteView> {
    let promise = for_staff(say, book, std::slice::from_ref(&row.clock), now).pop()?;
    let text = format!("{}. {}", promise.what, promise.due);
    Some(NoteView { href: address(row.trail), child: whom(say, &row.whom, now.day()), text })
}

/// Whoever turns 18 within the days that the transition is asked for.
pub(super) fn turning(say: Say<'_>, row: &Row, now: Moment) -> Option<NoteView> {
    let Whom::Known(label) = &row.whom else { return None };
    let Age::Born(born) = label.age else { return None };
    let date = born.date();
    let eighteen = Day::from_parts(date.year().saturating_add(18), date.month(), date.day())
        .or_else(|| Day::from_parts(date.year().saturating_add(18), 3, 1))?;
    let days = eighteen.days_since(now.day());
    if !(0..=TRANSITION_DAYS).contains(&days) {
        return None;
    }
    let day = say.day(eighteen, now.day());
    Some(NoteView {
        href: address(row.trail),
        child: whom(say, &row.whom, now.day()),
        text: words(say, "trail-day-turning-row", [("day", &day)]),
    })
}

/// The months in which someone may turn 18 within sixty days.
pub(super) fn months(now: Moment) -> [(i16, i8); 3] {
    [0, 30, TRANSITION_DAYS].map(|days| {
        let date = now.day().plus_days(days).date();
        (date.year(), date.month())
    })
}
