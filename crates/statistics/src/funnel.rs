//! Funnel plots: control limits round the average, and how far outside an area lies.

use crate::confidence::{Confidence, Interval, not_negative, positive};
use crate::distribution::{Tail, gamma_quantile, normal_quantile};
use crate::proportion::Proportion;
use crate::rate::count_interval;
use crate::refusal::Refusal;

/// The points on the axis of a funnel.
pub const POINTS: usize = 100;

/// What the areas show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Cases among people.
    Proportion,
    /// Events per population; the axis counts events.
    Rate,
    /// Observed against expected events; the axis counts observed events.
    Ratio,
}

/// One area: numerator at least 0, denominator above 0, and for a proportion no more cases than people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    numerator: f64,
    denominator: f64,
}

impl Area {
    /// Checks the pair.
    pub fn new(kind: Kind, numerator: f64, denominator: f64) -> Result<Self, Refusal> {
        let numerator = not_negative(numerator, "the numerator")?;
        let denominator = positive(denominator, "the denominator")?;
        if kind == Kind::Proportion && numerator > denominator {
            return Err(Refusal::CountAboveDenominator { count: numerator, denominator });
        }
        Ok(Self { numerator, denominator })
    }
}

/// How an area stands to the baseline: five classes, at 95 and 99.8 per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Significance {
    /// Below, outside 99.8 per cent.
    Low3,
    /// Below, outside 95 per cent.
    Low2,
    /// Inside.
    Inside,
    /// Above, outside 95 per cent.
    High2,
    /// Above, outside 99.8 per cent.
    High3,
}

/// Limits at one point of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// People for a proportion, events otherwise.
    pub at: f64,
    /// The limits at 95 per cent, as a share, a rate per person or a ratio.
    pub two: Interval,
    /// The limits at 99.8 per cent.
    pub three: Interval,
}

/// A funnel over at least one area.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    kind: Kind,
    areas: Vec<Area>,
    baseline: f64,
}

impl Funnel {
    /// Gathers the areas; the baseline is ΣO/Σ denominator, and 1 for a ratio.
    pub fn new(kind: Kind, areas: Vec<Area>) -> Result<Self, Refusal> {
        if areas.is_empty() {
            return Err(Refusal::Empty("the list of areas"));
        }
        let numerators: f64 = areas.iter().map(|area| area.numerator).sum();
        let denominators: f64 = areas.iter().map(|area| area.denominator).sum();
        let baseline = if kind == Kind::Ratio { 1.0 } else { numerators / denominators };
        Ok(Self { kind, areas, baseline })
    }

    /// The average the funnel stands round.
    pub fn baseline(&self) -> f64 {
        self.baseline
    }

    /// A hundred points, evenly spaced on a log scale and at least one apart, with their limits.
    ///
    /// A proportion's limits are where Wilson's interval meets the baseline, b ∓ z√(b(1−b)/n), kept within 0 and 1. At k
    /// events the expected numbers that make k just too low or too high are the gamma quantiles Γ⁻¹(1−p; k+1) and
    /// Γ⁻¹(p; k), p = 0.025 and 0.001; the limit is k over them. Source: Spiegelhalter 2005, Statistics in Medicine 24,
    /// 1185–1202; Public Health England, funnel plot guide. A rate needs a baseline above 0.
    pub fn limits(&self) -> Result<Vec<Limit>, Refusal> {
        if self.kind == Kind::Rate {
            positive(self.baseline, "the number of events")?;
        }
        Ok(self.axis().into_iter().map(|at| self.limit(at)).collect())
    }

    /// Tests the interval of every area against the baseline; the boundary itself is inside.
    pub fn significance(&self) -> Vec<Significance> {
        let levels = [0.95, 0.998].map(Confidence::parse);
        let [Ok(two), Ok(three)] = levels else { return Vec::new() };
        self.areas.iter().map(|area| self.classify(*area, two, three)).collect()
    }

    fn classify(&self, area: Area, two: Confidence, three: Confidence) -> Significance {
        let (wide, narrow) = (self.interval(area, three), self.interval(area, two));
        if wide.upper < self.baseline {
            Significance::Low3
        } else if narrow.upper < self.baseline {
            Significance::Low2
        } else if wide.lower > self.baseline {
            Significance::High3
        } else if narrow.lower > self.baseline {
            Significance::High2
        } else {
            Significance::Inside
        }
    }

    fn interval(&self, area: Area, confidence: Confidence) -> Interval {
        let proportion = Proportion::new(area.numerator, area.denominator);
        match (self.kind, proportion) {
            (Kind::Proportion, Ok(proportion)) => proportion.wilson(confidence).interval,
            (Kind::Proportion | Kind::Rate | Kind::Ratio, _) => {
                count_interval(area.numerator, confidence).times(1.0 / area.denominator)
            }
        }
    }

    fn limit(&self, at: f64) -> Limit {
        match self.kind {
            Kind::Proportion => Limit { at, two: self.share_limit(at, 0.025), three: self.share_limit(at, 0.001) },
            Kind::Rate | Kind::Ratio => {
                Limit { at, two: self.event_limit(at, 0.025), three: self.event_limit(at, 0.001) }
            }
        }
    }

    fn share_limit(&self, people: f64, tail: f64) -> Interval {
        let spread = (self.baseline * (1.0 - self.baseline) / people).sqrt() * normal_quantile(tail);
        Interval { lower: (self.baseline + spread).max(0.0), upper: (self.baseline - spread).min(1.0) }
    }

    fn event_limit(&self, events: f64, tail: f64) -> Interval {
        let most = gamma_quantile(Tail::Upper(tail), events + 1.0);
        let least = gamma_quantile(Tail::Lower(tail), events);
        Interval { lower: self.baseline * events / most, upper: self.baseline * events / least }
    }

    /// The axis runs from 0 (or, when no area is twice another, a round number below the smallest) to a round number
    /// above the largest; a rate's ends are turned into events. A ratio's step lags one point.
    fn axis(&self) -> Vec<f64> {
        let smallest = self.areas.iter().map(|area| area.denominator).fold(f64::INFINITY, f64::min);
        let largest = self.areas.iter().map(|area| area.denominator).fold(0.0, f64::max);
        let mut start = if largest > 2.0 * smallest { 0.0 } else { round_down(smallest) };
        let mut end = round_up(largest);
        if self.kind == Kind::Rate {
            start = (start * self.baseline).floor();
            end = (end * self.baseline).ceil();
        }
        let lag = usize::from(self.kind == Kind::Ratio);
        let mut at = start.max(1.0);
        let mut axis = vec![at];
        for left in (0..POINTS - 1).rev() {
            let steps = crate::mean::whole(left + 1 + lag);
            at = ((end / at).powf(1.0 / steps) * at).round_ties_even().max(at + 1.0);
            axis.push(at);
        }
        axis
    }
}

/// 95 per cent of the number, down to its first digit.
fn round_down(number: f64) -> f64 {
    let unit = 10_f64.powi(digits((number * 0.95).floor()) - 1);
    (number * 0.95 / unit).floor() * unit
}

/// 105 per cent of the number, up to its second digit.
fn round_up(number: f64) -> f64 {
    let unit = 10_f64.powi(digits((number * 1.05).ceil()) - 2);
    (number * 1.05 / unit).ceil() * unit
}

fn digits(number: f64) -> i32 {
    (1..300).find(|power| number < 10_f64.powi(*power)).unwrap_or(300)
}
