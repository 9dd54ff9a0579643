//! Funnel plots: control limits round the average, and how far outside an area lies.

use std::cmp::Ordering;

use crate::confidence::{Confidence, Interval, above_zero, not_negative, positive};
use crate::distribution::{Tail, gamma_quantile, normal_quantile};
use crate::proportion::Proportion;
use crate::rate::{BYAR_FROM, count_interval};
use crate::refusal::{Refusal, Undefined};

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
            above_zero(self.baseline, "the number of events")?;
        }
        Ok(self.axis().into_iter().map(|at| self.limit(at)).collect())
    }

    /// Where the baseline lies outside an area's interval at 99.8 or 95 per cent; the boundary itself is inside.
    pub fn significance(&self) -> Vec<Significance> {
        let side = |area: &Area, level: f64| {
            let Ok(confidence) = Confidence::parse(level) else { return Ordering::Equal };
            let interval = self.interval(*area, confidence);
            if interval.upper < self.baseline {
                Ordering::Less
            } else if interval.lower > self.baseline {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        };
        let class = |area: &Area| match (side(area, 0.998), side(area, 0.95)) {
            (Ordering::Less, _) => Significance::Low3,
            (Ordering::Greater, _) => Significance::High3,
            (Ordering::Equal, Ordering::Less) => Significance::Low2,
            (Ordering::Equal, Ordering::Greater) => Significance::High2,
            (Ordering::Equal, Ordering::Equal) => Significance::Inside,
        };
        self.areas.iter().map(class).collect()
    }

    /// The same for directly standardised rates, which are not told, and so not judged, below ten events.
    pub fn significance_of_standardised(&self) -> Vec<Result<Significance, Undefined>> {
        let judged = |(area, class): (&Area, Significance)| {
            if area.numerator < BYAR_FROM { Err(Undefined::FewerThanTenEvents) } else { Ok(class) }
        };
        self.areas.iter().zip(self.significance()).map(judged).collect()
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

    /// A hundred points from below the smallest area to above the largest.
    fn axis(&self) -> Vec<f64> {
        let sizes = || self.areas.iter().map(|area| area.denominator);
        let (least, most) = (sizes().fold(f64::INFINITY, f64::min), sizes().fold(0.0, f64::max));
        // Areas of about one size need no axis from nothing.
        let from = if most > 2.0 * least { 0.0 } else { leading(0.95 * least, 1, f64::floor) };
        let to = leading(1.05 * most, 2, f64::ceil);
        match self.kind {
            Kind::Proportion => spaced(from, to, POINTS),
            // The axis counts events: those that so many people would have on the average.
            Kind::Rate => spaced((from * self.baseline).floor(), (to * self.baseline).ceil(), POINTS),
            // The source spaces a ratio's points as if there were one more.
            Kind::Ratio => spaced(from, to, POINTS + 1),
        }
    }
}

/// A hundred whole points that grow by a constant factor, which is worked out anew for what is left of `points` after
/// every rounding; at least one apart, and from 1 at the lowest.
fn spaced(from: f64, to: f64, points: usize) -> Vec<f64> {
    let steps_left = (1..points).rev().map(crate::mean::whole);
    let first = from.max(1.0);
    let later = steps_left.scan(first, |at, left| {
        *at = (*at * (to / *at).powf(left.recip())).round_ties_even().max(*at + 1.0);
        Some(*at)
    });
    std::iter::once(first).chain(later).take(POINTS).collect()
}

/// A number cut to its leading digits, rounded as told.
fn leading(number: f64, digits: i32, round: fn(f64) -> f64) -> f64 {
    let whole = round(number);
    let length = (1..300).find(|power| whole < 10_f64.powi(*power)).unwrap_or(300);
    let unit = 10_f64.powi(length - digits);
    round(number / unit) * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_is_whole_rises_and_stays_a_hundred_long() {
        for (from, to) in [(0.0, 50.0), (1.0, 90_000.0), (700.0, 1_300.0)] {
            let axis = spaced(from, to, POINTS);
            assert_eq!(axis.len(), POINTS);
            assert!(axis.windows(2).all(|pair| pair[1] >= pair[0] + 1.0), "{axis:?}");
            assert!(axis.iter().all(|at| at.fract() == 0.0));
        }
    }

    #[test]
    fn the_ends_of_an_axis_are_round_numbers() {
        assert!((leading(0.95 * 873.0, 1, f64::floor) - 800.0).abs() < 1e-9);
        assert!((leading(1.05 * 1_240.0, 2, f64::ceil) - 1_400.0).abs() < 1e-9);
    }

    #[test]
    fn an_area_far_from_the_average_is_told_and_one_near_it_is_not() {
        let areas = [(10.0, 100.0), (60.0, 600.0), (90.0, 300.0)];
        let areas = areas.map(|(x, n)| Area::new(Kind::Proportion, x, n).unwrap());
        let funnel = Funnel::new(Kind::Proportion, areas.to_vec()).unwrap();
        assert!((funnel.baseline() - 0.16).abs() < 1e-12);
        let classes = funnel.significance();
        assert_eq!(classes, [Significance::Inside, Significance::Low3, Significance::High3]);
    }
}
