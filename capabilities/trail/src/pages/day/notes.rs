//! What stands beside what waits: promises that are missed, what is late at a unit, children who are sent to and fro, and those
//! who soon turn 18; and what is hidden from a guardian and must be looked at again.

use domain::moment::{Day, Moment};
use domain::organisation::Post;
use i18n::Say;
use identity::children::Age;
use identity::organisations::Book;

use crate::clocks::Calendars;
use crate::clocks::care::store::Promised;
use crate::entries::hidings::{Decider, Due};
use crate::lists::{Late, Overdue, Row, Whom};
use crate::pages::day::address;
use crate::views::promises::for_staff;
use crate::views::{colleague_name, unit, whom, words};

/// How long before the eighteenth birthday the transition is asked for, in days.
const TRANSITION_DAYS: i32 = 60;

/// The most reviews of what is hidden that are shown at once: those most overdue.
pub(super) const REVIEWS_MAX: usize = 15;

/// The most that is late at a unit that is shown at once: the first due. The rest stands in the list.
pub(super) const OVERDUE_MAX: i64 = 5;

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

/// What has waited longer at the unit than it was to, and who holds it.
pub(super) fn overdue(say: Say<'_>, book: &Book, late: &Overdue, now: Moment) -> NoteView {
    let Overdue { row, late } = late;
    let (day, holder) = (say.near_day(row.at.day(), now.day()), colleague_name(say, book, row.holder));
    let to = row.offered_to.map_or(String::new(), |to| unit(book, to).name);
    let text = match late {
        Late::Step => words(say, "trail-day-late-step", [("day", &day), ("holder", &holder)]),
        Late::Answer => words(say, "trail-day-late-answer", [("unit", &to), ("day", &day), ("holder", &holder)]),
    };
    NoteView { href: address(row.trail), child: whom(say, &row.whom, now.day()), text }
}

/// A promise that is broken or soon due.
pub(super) fn promised(say: Say<'_>, known: (&Book, &Calendars), row: &Promised, now: Moment) -> Option<NoteView> {
    let promise = for_staff(say, known, std::slice::from_ref(&row.clock), now).pop()?;
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

/// What is hidden and falls to this post to look at again.
pub(super) fn review(say: Say<'_>, book: &Book, due: &Due, post: &Post, now: Moment) -> Option<NoteView> {
    let key = match due.falls_to(book, post)? {
        Decider::Here => "trail-day-reviews-row",
        Decider::Gone => "trail-day-reviews-row-gone",
    };
    let reason = say.t(&format!("entry-reason-{}", due.reason.code()));
    let day = say.near_day(due.review_on, now.day());
    Some(NoteView {
        href: format!("{}/anteckning/{}", address(due.trail), due.entry),
        child: whom(say, &due.whom, now.day()),
        text: words(say, key, [("reason", &reason), ("day", &day)]),
    })
}

/// The months in which someone may turn 18 within sixty days.
pub(super) fn months(now: Moment) -> [(i16, i8); 3] {
    [0, 30, TRANSITION_DAYS].map(|days| {
        let date = now.day().plus_days(days).date();
        (date.year(), date.month())
    })
}
