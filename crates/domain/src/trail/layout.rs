//! Where the parts of a trail map stand along a line from 0 to 1. Lanes are counted from the top; the page chooses
//! heights and colours. The same map always gives the same places.

use super::map::{Lane, Map, Segment, Until, noon_or_hour};
use crate::moment::{Day, Moment};

/// How close two labels on one side of a lane may stand, as a share of the line.
const LABEL_GAP: f64 = 0.09;

/// The places of everything in a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Now.
    pub now: f64,
    /// The months.
    pub months: Vec<Tick>,
    /// The lanes, from the top.
    pub lanes: Vec<LaneLine>,
    /// The stretches of the baton, oldest first.
    pub baton: Vec<Stretch>,
    /// The places where the baton goes from one lane to another.
    pub passes: Vec<Pass>,
}

/// A month's name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// Its first day.
    pub day: Day,
    /// Where.
    pub x: f64,
}

/// From one place to another, never backwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Where it starts.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// One lane's line.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneLine {
    /// What has been, if the unit has had a part.
    pub past: Option<Span>,
    /// What lies ahead, if anything is planned.
    pub ahead: Option<Span>,
    /// The lane's dots, in its order.
    pub dots: Vec<Placed>,
    /// The lane's plans, in its order.
    pub planned: Vec<Placed>,
}

/// A dot, and where its label finds room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Where.
    pub x: f64,
    /// Where its label goes.
    pub label: Label,
}

/// Where a label goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// Over the line.
    Above,
    /// Under the line.
    Below,
    /// There is no room; the list holds it.
    Omitted,
}

/// A stretch of the baton in a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Which lane, from 0 at the top.
    pub lane: usize,
    /// From where to where.
    pub span: Span,
}

/// The baton's way from one lane to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pass {
    /// From which lane.
    pub from_lane: usize,
    /// To which.
    pub to_lane: usize,
    /// Where.
    pub x: f64,
}

impl Layout {
    /// Places everything in a map.
    pub fn of(map: &Map) -> Self {
        let scale = Scale { from: map.from, to: map.to };
        let end = end(map);
        let baton: Vec<Stretch> = map.segments.iter().filter_map(|part| stretch(map, part, &scale)).collect();
        Self {
            now: scale.x(map.now),
            months: map.months.iter().map(|day| Tick { day: *day, x: scale.x(start_of(*day)) }).collect(),
            lanes: map.lanes.iter().map(|lane| lane_line(lane, end, map.now, &scale)).collect(),
            passes: passes(map, &baton),
            baton,
        }
    }
}

/// The first and last day of the line.
struct Scale {
    from: Day,
    to: Day,
}

impl Scale {
    fn x(&self, at: Moment) -> f64 {
        let from = start_of(self.from);
        let length = start_of(self.to).since(from).as_secs_f64();
        if length <= 0.0 {
            return 0.0;
        }
        (at.since(from).as_secs_f64() / length).clamp(0.0, 1.0)
    }

    fn span(&self, from: Moment, to: Moment) -> Span {
        Span { from: self.x(from), to: self.x(to.max(from)) }
    }
}

fn start_of(day: Day) -> Moment {
    Moment::in_stockholm(day, 0, 0)
}

/// Where the past ends: now, or when the trail was closed.
fn end(map: &Map) -> Moment {
    map.segments.last().map_or(map.now, |last| until(map, last))
}

fn until(map: &Map, segment: &Segment) -> Moment {
    match segment.until {
        Until::Now => map.now,
        Until::Passed(at) | Until::Closed(at) => at,
    }
}

fn lane_of(map: &Map, segment: &Segment) -> Option<usize> {
    map.lanes.iter().position(|lane| lane.unit == segment.unit)
}

fn stretch(map: &Map, segment: &Segment, scale: &Scale) -> Option<Stretch> {
    let span = scale.span(segment.from, until(map, segment));
    lane_of(map, segment).map(|lane| Stretch { lane, span })
}

/// Between two stretches where the first was passed on; a trail that was closed and reopened has a gap instead.
fn passes(map: &Map, baton: &[Stretch]) -> Vec<Pass> {
    let pairs = baton.iter().zip(baton.iter().skip(1)).zip(&map.segments);
    let passed = pairs.filter(|(_, segment)| matches!(segment.until, Until::Passed(_)));
    passed.map(|((giver, taker), _)| Pass { from_lane: giver.lane, to_lane: taker.lane, x: taker.span.from }).collect()
}

fn lane_line(lane: &Lane, end: Moment, now: Moment, scale: &Scale) -> LaneLine {
    let dots = lane.dots.iter().map(|dot| dot.at);
    let plans: Vec<Moment> = lane.planned.iter().map(|plan| noon_or_hour(plan.when)).collect();
    let mut placed = place(dots.chain(plans.iter().copied()).map(|at| scale.x(at)));
    let planned = placed.split_off(lane.dots.len().min(placed.len()));
    LaneLine {
        past: lane.since.map(|since| scale.span(since, end)),
        ahead: plans.last().map(|last| scale.span(now, *last)),
        dots: placed,
        planned,
    }
}

/// Gives each dot, from the left, a label over the line, else under it, else none.
fn place(dots: impl Iterator<Item = f64>) -> Vec<Placed> {
    let (mut above, mut below) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    let label = |x: f64| {
        if x - above >= LABEL_GAP {
            above = x;
            return Placed { x, label: Label::Above };
        }
        if x - below >= LABEL_GAP {
            below = x;
            return Placed { x, label: Label::Below };
        }
        Placed { x, label: Label::Omitted }
    };
    dots.map(label).collect()
}
