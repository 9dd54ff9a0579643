//! The trail map (*ledkarta*): who has held the baton when, what has happened and what is planned, as data, without any
//! geometry. Source: the design's picture of a trail.
//! Not here: places, which `layout` gives; words and colours, which the page chooses; which entries the viewer may see.

use super::entry::Kind;
use super::{Event, Happened, NextStep, State, Trail, When};
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::organisation::{Branch, Unit};

/// How far ahead of now the map looks at least, so that there is room for what is planned.
const AHEAD_DAYS: i32 = 45;
/// How many months are named at most; a longer trail names every second, third … of them.
const TICKS_MAX: usize = 12;

/// A lane that the viewer wants to see, in the order of the picture. Units that have had no part are welcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Which unit.
    pub unit: Id<Unit>,
    /// What kind of service it gives.
    pub branch: Branch,
}

/// An entry that the viewer may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Whose it is.
    pub unit: Id<Unit>,
    /// When it happened.
    pub at: Moment,
    /// What kind it is.
    pub kind: Kind,
}

/// Something that lies ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Planned {
    /// Who is to do it.
    pub unit: Id<Unit>,
    /// When.
    pub when: When,
}

/// What there is to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    /// The first day of the picture.
    pub from: Day,
    /// The last day of the picture.
    pub to: Day,
    /// Now.
    pub now: Moment,
    /// One lane per unit.
    pub lanes: Vec<Lane>,
    /// The stretches of the baton, oldest first.
    pub segments: Vec<Segment>,
    /// The first days of the months that are named.
    pub months: Vec<Day>,
    /// The same in facts, for those who do not look at pictures.
    pub summary: Summary,
}

/// One unit's part in the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Which unit.
    pub unit: Id<Unit>,
    /// What kind of service it gives.
    pub branch: Branch,
    /// Since when it has had a part; `None` when it has not (*inte inkopplad*).
    pub since: Option<Moment>,
    /// What has happened, oldest first.
    pub dots: Vec<Dot>,
    /// What lies ahead, soonest first.
    pub planned: Vec<Planned>,
}

/// Something that has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dot {
    /// When.
    pub at: Moment,
    /// What.
    pub what: What,
}

/// What a dot stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The trail was opened.
    Opened,
    /// The unit offered the baton.
    Offered,
    /// The unit took the baton.
    TookOver,
    /// The unit gave the offer back.
    Returned,
    /// The trail was closed.
    Closed,
    /// The trail was opened again.
    Reopened,
    /// An entry.
    Entry(Kind),
}

/// A stretch of the baton at one unit, whoever held it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Segment {
    /// Which unit.
    pub unit: Id<Unit>,
    /// From when.
    pub from: Moment,
    /// Until when.
    pub until: Until,
}

/// How a stretch ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Until {
    /// It has not: the unit holds the baton now.
    Now,
    /// Another unit took over.
    Passed(Moment),
    /// The trail was closed.
    Closed(Moment),
}

/// The map in facts. The interface makes sentences of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// When the trail was opened.
    pub opened_on: Day,
    /// When it was closed, if it is.
    pub closed_on: Option<Day>,
    /// How many days it has lasted.
    pub days: i32,
    /// How many times a unit has taken over from another.
    pub hops: u32,
    /// How many times an offer has been given back.
    pub returns: u32,
    /// How many units have had a part.
    pub units: usize,
    /// What happens next, where the baton is.
    pub next: Option<Planned>,
}

/// A unit with a part in the trail has no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unit {0} has held the baton but has no row in the map")]
pub struct RowMissing(pub Id<Unit>);

impl Map {
    /// Draws the map of a trail from its whole history.
    pub fn draw(
        trail: &Trail,
        events: &[Event],
        rows: &[Row],
        marks: &[Mark],
        planned: &[Planned],
        now: Moment,
    ) -> Result<Self, RowMissing> {
        let segments = segments(events);
        let has_row = |segment: &&Segment| rows.iter().any(|row| row.unit == segment.unit);
        if let Some(segment) = segments.iter().find(|segment| !has_row(segment)) {
            return Err(RowMissing(segment.unit));
        }
        let next = next(trail);
        let planned: Vec<Planned> =
            next.iter().chain(planned).filter(|plan| !plan.when.is_past(now)).copied().collect();
        let lanes: Vec<Lane> = rows.iter().map(|row| lane(*row, events, marks, &planned)).collect();
        let (from, to) = window(trail, &planned, now);
        let units = lanes.iter().filter(|lane| lane.since.is_some()).count();
        let summary = summary(trail, next, units, now);
        Ok(Self { from, to, now, lanes, segments, months: months(from, to), summary })
    }
}

/// The stretches of the baton.
fn segments(events: &[Event]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for event in events {
        let taker = match &event.happened {
            Happened::Opened { holder, .. } | Happened::Accepted { holder, .. } | Happened::Reopened { holder, .. } => {
                Some(holder.unit)
            }
            Happened::Closed { .. } => None,
            Happened::Offered(_)
            | Happened::Received { .. }
            | Happened::MoreWanted { .. }
            | Happened::Supplied { .. }
            | Happened::Returned { .. }
            | Happened::ManagerAlerted { .. }
            | Happened::Withdrawn { .. }
            | Happened::Reassigned { .. }
            | Happened::NextStepSet { .. } => continue,
        };
        if let Some(last) = segments.last_mut().filter(|last| last.until == Until::Now) {
            last.until = if taker.is_some() { Until::Passed(event.at) } else { Until::Closed(event.at) };
        }
        segments.extend(taker.map(|unit| Segment { unit, from: event.at, until: Until::Now }));
    }
    segments
}

fn lane(row: Row, events: &[Event], marks: &[Mark], planned: &[Planned]) -> Lane {
    let mut dots: Vec<Dot> = dots(events).filter(|(unit, _)| *unit == row.unit).map(|(_, dot)| dot).collect();
    let marks = marks.iter().filter(|mark| mark.unit == row.unit);
    dots.extend(marks.map(|mark| Dot { at: mark.at, what: What::Entry(mark.kind) }));
    dots.sort_by_key(|dot| (dot.at, dot.what));
    let mut planned: Vec<Planned> = planned.iter().filter(|plan| plan.unit == row.unit).copied().collect();
    planned.sort_by_key(|plan| noon_or_hour(plan.when));
    Lane { unit: row.unit, branch: row.branch, since: dots.first().map(|dot| dot.at), dots, planned }
}

/// The dots of the baton's own events, each at the unit that did it.
fn dots(events: &[Event]) -> impl Iterator<Item = (Id<Unit>, Dot)> + '_ {
    let mut holding: Option<Id<Unit>> = None;
    let mut offered: Option<Id<Unit>> = None;
    events.iter().filter_map(move |event| {
        let (unit, what) = match &event.happened {
            Happened::Opened { holder, .. } => (Some(holder.unit), What::Opened),
            Happened::Accepted { holder, .. } => (Some(holder.unit), What::TookOver),
            Happened::Reopened { holder, .. } => (Some(holder.unit), What::Reopened),
            Happened::Offered(offer) => {
                offered = Some(offer.to.unit);
                (holding, What::Offered)
            }
            Happened::Returned { .. } => (offered, What::Returned),
            Happened::Closed { .. } => (holding, What::Closed),
            Happened::Received { .. }
            | Happened::MoreWanted { .. }
            | Happened::Supplied { .. }
            | Happened::ManagerAlerted { .. }
            | Happened::Withdrawn { .. }
            | Happened::Reassigned { .. }
            | Happened::NextStepSet { .. } => return None,
        };
        if matches!(what, What::Opened | What::TookOver | What::Reopened) {
            holding = unit;
        }
        unit.map(|unit| (unit, Dot { at: event.at, what }))
    })
}

fn next(trail: &Trail) -> Option<Planned> {
    match &trail.snapshot().state {
        State::Open(open) => match &open.next_step {
            NextStep::Known(step) => Some(Planned { unit: open.holder.unit, when: step.when }),
            NextStep::Missing => None,
        },
        State::Closed(_) => None,
    }
}

/// From the first of the month it was opened to the first of the month after the last thing to see.
fn window(trail: &Trail, planned: &[Planned], now: Moment) -> (Day, Day) {
    let trail = trail.snapshot();
    let last = match &trail.state {
        State::Open(_) => now.max(trail.changed_at).day().plus_days(AHEAD_DAYS),
        State::Closed(closed) => closed.at.day(),
    };
    let last = planned.iter().map(|plan| plan.when.day()).fold(last, Day::max);
    (first_of_month(trail.opened_at.day()), month_after(last))
}

fn first_of_month(day: Day) -> Day {
    Day::new(day.date().first_of_month())
}

fn month_after(day: Day) -> Day {
    Day::new(day.date().last_of_month()).plus_days(1)
}

/// The first days of months, thinned so that no more than [`TICKS_MAX`] are named.
fn months(from: Day, to: Day) -> Vec<Day> {
    let all: Vec<Day> = std::iter::successors(Some(from), |month| Some(month_after(*month)))
        .take_while(|month| *month < to)
        .take(TICKS_MAX * 100)
        .collect();
    let every = all.len().div_ceil(TICKS_MAX).max(1);
    all.into_iter().step_by(every).collect()
}

fn summary(trail: &Trail, next: Option<Planned>, units: usize, now: Moment) -> Summary {
    let trail = trail.snapshot();
    let opened_on = trail.opened_at.day();
    let closed_on = match &trail.state {
        State::Open(_) => None,
        State::Closed(closed) => Some(closed.at.day()),
    };
    let days = closed_on.unwrap_or(now.day()).days_since(opened_on);
    Summary { opened_on, closed_on, days, hops: trail.hops, returns: trail.returns, units, next }
}

/// Where in time a plan stands: at its hour, or in the middle of its day.
pub(super) fn noon_or_hour(when: When) -> Moment {
    match when {
        When::On(day) => Moment::in_stockholm(day, 12, 0),
        When::At(moment) => moment,
    }
}
