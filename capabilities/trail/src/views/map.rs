//! The trail map as a drawing: places and words for a template, in a wide and a narrow size. Which dots there are and
//! where along the line they stand, `domain::trail::{map, layout}` knows.

use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use domain::trail::layout::{Label, LaneLine, Layout, Placed, Span};
use domain::trail::map::{Map, Mark, Planned, Row, Summary, What};
use domain::trail::{Event, Happened, Trail};
use i18n::Say;
use identity::organisations::Book;
use web::layout::org_of;

use crate::views::words;

/// A drawing. Numbers are in its own units, written with one decimal.
#[derive(Clone, Debug)]
pub(crate) struct Drawing {
    pub(crate) class: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) now: String,
    pub(crate) now_label: String,
    pub(crate) foot: u32,
    pub(crate) lanes: Vec<LaneView>,
    pub(crate) months: Vec<MonthView>,
    /// The way of the baton, as a path.
    pub(crate) baton: String,
}

#[derive(Clone, Debug)]
pub(crate) struct MonthView {
    pub(crate) x: String,
    pub(crate) label_x: String,
    pub(crate) label: String,
}

#[derive(Clone, Debug)]
pub(crate) struct LaneView {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) top: u32,
    pub(crate) height: u32,
    pub(crate) name_y: u32,
    pub(crate) y: u32,
    pub(crate) past: Option<LineView>,
    pub(crate) ahead: Option<LineView>,
    pub(crate) dots: Vec<DotView>,
    pub(crate) planned: Vec<DotView>,
    /// Said where the unit has had no part.
    pub(crate) absent: String,
}

#[derive(Clone, Debug)]
pub(crate) struct LineView {
    pub(crate) from: String,
    pub(crate) to: String,
}

#[derive(Clone, Debug)]
pub(crate) struct DotView {
    /// The left edge of the stone.
    pub(crate) left: String,
    pub(crate) top: String,
    pub(crate) x: String,
    pub(crate) label: String,
    pub(crate) label_y: u32,
}

/// Both sizes, and the map as a sentence.
#[derive(Clone, Debug)]
pub(crate) struct MapView {
    pub(crate) drawings: Vec<Drawing>,
    pub(crate) sentence: String,
}

/// The measures of a drawing.
#[derive(Clone, Copy)]
struct Measures {
    class: &'static str,
    width: u32,
    from: f64,
    to: f64,
    lane: u32,
    /// Where in its lane the line runs.
    line: u32,
    name_y: u32,
    /// Whether dots have words beside them.
    labels: Labels,
    month_gap: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    Shown,
    LeftOut,
}

const WIDE: Measures = Measures {
    class: "only-l",
    width: 900,
    from: 136.0,
    to: 880.0,
    lane: 46,
    line: 23,
    name_y: 28,
    labels: Labels::Shown,
    month_gap: 44.0,
};
const NARROW: Measures = Measures {
    class: "only-s",
    width: 330,
    from: 14.0,
    to: 316.0,
    lane: 54,
    line: 36,
    name_y: 18,
    labels: Labels::LeftOut,
    month_gap: 40.0,
};
/// Space over the first lane, for the months.
const HEAD: u32 = 34;
/// Space between lanes.
const GAP: u32 = 6;
/// Space under the last lane, for "today".
const FOOT: u32 = 26;
/// How far before a pass the baton leaves its lane.
const BEND: f64 = 26.0;

/// Draws the map of a trail. `marks` are the entries that the viewer may see. `None` when the history does not hold
/// together, which the list beside it shows.
pub(crate) fn draw(
    (say, book): (Say<'_>, &Book),
    trail: &Trail,
    events: &[Event],
    marks: &[Mark],
    now: Moment,
) -> Option<MapView> {
    let rows = rows(book, events, marks);
    let map = Map::draw(trail, events, &rows, marks, &[], now).ok()?;
    let layout = Layout::of(&map);
    let drawings = [WIDE, NARROW].map(|measures| drawing((say, book), &map, &layout, measures));
    Some(MapView { drawings: drawings.into(), sentence: sentence(say, book, &map, now) })
}

/// One lane for every unit that has held the baton, been offered it or written something, in the order they came.
fn rows(book: &Book, events: &[Event], marks: &[Mark]) -> Vec<Row> {
    let mut units: Vec<Id<Unit>> = Vec::new();
    let mut add = |unit: Id<Unit>| {
        if !units.contains(&unit) {
            units.push(unit);
        }
    };
    for event in events {
        match &event.happened {
            Happened::Opened { holder, .. }
            | Happened::Accepted { holder, .. }
            | Happened::Reassigned { holder }
            | Happened::Reopened { holder, .. } => add(holder.unit),
            Happened::Offered(offer) => add(offer.to.unit),
            Happened::Received { .. }
            | Happened::MoreWanted { .. }
            | Happened::Supplied { .. }
            | Happened::Returned { .. }
            | Happened::ManagerAlerted { .. }
            | Happened::Withdrawn { .. }
            | Happened::NextStepSet { .. }
            | Happened::Closed { .. } => {}
        }
    }
    for mark in marks {
        add(mark.unit);
    }
    let row = |unit: Id<Unit>| book.unit(unit).map(|found| Row { unit, branch: found.branch });
    units.into_iter().filter_map(row).collect()
}

fn drawing((say, book): (Say<'_>, &Book), map: &Map, layout: &Layout, measures: Measures) -> Drawing {
    let lanes = map.lanes.iter().zip(&layout.lanes).zip(0_u32..);
    let lanes: Vec<LaneView> = lanes
        .map(|((lane, line), place)| {
            let top = HEAD + place * (measures.lane + GAP);
            let y = top + measures.line;
            let at = |span: &Span| LineView { from: place_of(measures, span.from), to: place_of(measures, span.to) };
            LaneView {
                kind: org_of(lane.branch),
                name: short(book.unit_name(lane.unit), measures),
                top,
                height: measures.lane,
                name_y: top + measures.name_y,
                y,
                past: line.past.as_ref().map(at),
                ahead: line.ahead.as_ref().map(at),
                dots: dots(measures, y, &line.dots, |index| {
                    lane.dots.get(index).map_or(String::new(), |dot| what(say, dot.what))
                }),
                planned: planned(say, measures, y, &lane.planned, line),
                absent: if lane.since.is_none() { say.t("trail-map-absent") } else { String::new() },
            }
        })
        .collect();
    let count = u32::try_from(lanes.len()).unwrap_or(0);
    let height = HEAD + count * (measures.lane + GAP) + FOOT;
    Drawing {
        class: measures.class,
        width: measures.width,
        height,
        now: place_of(measures, layout.now),
        now_label: say.t("trail-map-now"),
        foot: height - FOOT,
        baton: baton(measures, &lanes, layout),
        months: months(say, measures, layout),
        lanes,
    }
}

fn dots(measures: Measures, y: u32, placed: &[Placed], label: impl Fn(usize) -> String) -> Vec<DotView> {
    let dot = |(index, place): (usize, &Placed)| {
        let x = along(measures, place.x);
        let (label, label_y) = match (measures.labels, place.label) {
            (Labels::LeftOut, _) | (_, Label::Omitted) => (String::new(), y),
            (Labels::Shown, Label::Above) => (label(index), y.saturating_sub(12)),
            (Labels::Shown, Label::Below) => (label(index), y + 20),
        };
        DotView { left: number(x - 9.0), top: number(f64::from(y) - 8.0), x: number(x), label, label_y }
    };
    placed.iter().enumerate().map(dot).collect()
}

fn planned(say: Say<'_>, measures: Measures, y: u32, plans: &[Planned], line: &LaneLine) -> Vec<DotView> {
    dots(measures, y, &line.planned, |index| {
        plans.get(index).map_or(String::new(), |plan| say.short_day(plan.when.day()))
    })
}

fn months(say: Say<'_>, measures: Measures, layout: &Layout) -> Vec<MonthView> {
    let mut last = f64::NEG_INFINITY;
    let mut views = Vec::new();
    for month in &layout.months {
        let x = along(measures, month.x);
        if x - last < measures.month_gap {
            continue;
        }
        last = x;
        let label = say.t(&format!("date-short-month-{}", month.day.date().month()));
        views.push(MonthView { x: number(x), label_x: number(x + 6.0), label });
    }
    views
}

/// The baton's way: along a lane while a unit holds it, in a bend to the next.
fn baton(measures: Measures, lanes: &[LaneView], layout: &Layout) -> String {
    let y_of = |lane: usize| lanes.get(lane).map_or(0.0, |lane| f64::from(lane.y));
    let mut path = String::new();
    for stretch in &layout.baton {
        let (from, to, y) = (along(measures, stretch.span.from), along(measures, stretch.span.to), y_of(stretch.lane));
        let is_same = |x: f64| (x - stretch.span.to).abs() < f64::EPSILON;
        let pass = layout.passes.iter().find(|pass| pass.from_lane == stretch.lane && is_same(pass.x));
        let end = pass.map_or(to, |_| (to - BEND).max(from));
        path.extend(["M", &number(from), " ", &number(y), "L", &number(end), " ", &number(y)]);
        if let Some(pass) = pass {
            let (middle, y_next) = (f64::midpoint(end, to), y_of(pass.to_lane));
            let bend = [middle, y, middle, y_next, to, y_next].map(number).join(" ");
            path.extend(["C", &bend]);
        }
    }
    path
}

/// The map as one sentence, for those who do not look at it.
fn sentence(say: Say<'_>, book: &Book, map: &Map, now: Moment) -> String {
    let Summary { opened_on, closed_on, hops, returns, next, .. } = &map.summary;
    let today = now.day();
    let held: Vec<&str> = map.segments.iter().map(|segment| book.unit_name(segment.unit)).collect();
    let opened = say.day(*opened_on, today);
    let way = held.join(&say.t("trail-map-then"));
    let mut parts = vec![words(say, "trail-map-sentence", [("day", &opened), ("way", &way)])];
    parts.push(say.with("trail-map-hops", "hops", *hops));
    if *returns > 0 {
        parts.push(say.with("trail-map-returns", "returns", *returns));
    }
    match (closed_on, next) {
        (Some(day), _) => parts.push(words(say, "trail-map-closed", [("day", &say.day(*day, today))])),
        (None, Some(plan)) => {
            let day = say.near_day(plan.when.day(), today);
            parts.push(words(say, "trail-map-next", [("day", &day)]));
        }
        (None, None) => parts.push(say.t("trail-map-no-next")),
    }
    parts.push(say.t("trail-map-list"));
    parts.join(" ")
}

fn what(say: Say<'_>, what: What) -> String {
    match what {
        What::Opened => say.t("trail-map-opened"),
        What::Offered => say.t("trail-map-offered"),
        What::TookOver => say.t("trail-map-took-over"),
        What::Returned => say.t("trail-map-returned"),
        What::Closed => say.t("trail-map-closed-dot"),
        What::Reopened => say.t("trail-map-reopened"),
        What::Entry(kind) => say.t(&format!("trail-map-entry-{}", kind.code())),
    }
}

/// A unit's name, cut where it would run into the line.
fn short(name: &str, measures: Measures) -> String {
    let most = match measures.labels {
        Labels::Shown => 17,
        Labels::LeftOut => 40,
    };
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let cut: String = name.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

fn along(measures: Measures, x: f64) -> f64 {
    measures.from + x * (measures.to - measures.from)
}

fn place_of(measures: Measures, x: f64) -> String {
    number(along(measures, x))
}

fn number(x: f64) -> String {
    format!("{x:.1}")
}
