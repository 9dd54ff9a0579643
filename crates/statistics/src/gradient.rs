//! The slope and relative index of inequality: how an indicator changes from the most to the least favoured.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::confidence::{Confidence, Interval, moderate, positive};
use crate::distribution::normal_quantile;
use crate::refusal::{Refusal, Undefined};

/// How often a simulated interval draws.
pub const DRAWS: u32 = 100_000;
/// The fewest and the most quantiles.
pub const QUANTILES: std::ops::RangeInclusive<usize> = 5..=100;

/// The scale an indicator varies normally on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// As it is.
    Plain,
    /// Its logarithm, for rates; values above 0.
    Log,
    /// Its log odds, for shares; values strictly between 0 and 1.
    Logit,
}

impl Scale {
    fn forward(self, value: f64) -> Result<f64, Refusal> {
        let there = match self {
            Self::Plain => value,
            Self::Log => value.ln(),
            Self::Logit => (value / (1.0 - value)).ln(),
        };
        if there.is_finite() { Ok(there) } else { Err(Refusal::Rule("a value or limit lies outside its scale")) }
    }

    fn back(self, value: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Log => value.exp(),
            Self::Logit => 1.0 / (1.0 + (-value).exp()),
        }
    }
}

/// Where the line is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// On the values as they are.
    Values,
    /// On the indicator's own scale, turned back at both ends.
    Transformed,
}

/// One quantile of the population, from the least favoured or from the most, as the caller orders them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    population: f64,
    value: f64,
    interval: Interval,
}

impl Quantile {
    /// Checks the row: population above 0, lower limit at most the upper.
    pub fn new(population: f64, value: f64, interval: Interval) -> Result<Self, Refusal> {
        positive(population, "the population")?;
        moderate(value, "the value")?;
        if moderate(interval.lower, "the lower limit")? > moderate(interval.upper, "the upper limit")? {
            return Err(Refusal::Rule("a lower limit lies above its upper limit"));
        }
        Ok(Self { population, value, interval })
    }
}

/// The indices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indices {
    /// The difference between the ends, times the multiplier.
    pub slope_index: f64,
    /// The ratio between the ends, inverted for a negative multiplier.
    pub relative_index: Result<f64, Undefined>,
    /// The value at the first end, not multiplied.
    pub intercept: f64,
}

/// A line through the quantiles, ready to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    scale: Scale,
    fit: Fit,
    multiplier: f64,
    /// Value and standard error on the indicator's own scale.
    points: Vec<(f64, f64)>,
    /// Weights of the values in the intercept and in the slope.
    weights: Vec<(f64, f64)>,
}

impl Gradient {
    /// Prepares the weighted line.
    ///
    /// aᵢ = popᵢ/Σpop, bᵢ = cumulative a − aᵢ/2; least squares without intercept of y√a on (√a, b√a). Standard errors
    /// come from the 95 per cent limits, (upper − lower)/(2z) on the indicator's scale. Source: Low & Low 2004, Journal
    /// of Public Health 26, 388–395; Public Health England, slope index tool.
    pub fn new(quantiles: &[Quantile], scale: Scale, fit: Fit, multiplier: f64) -> Result<Self, Refusal> {
        if !QUANTILES.contains(&quantiles.len()) {
            return Err(Refusal::Rule("the number of quantiles is not between 5 and 100"));
        }
        if moderate(multiplier, "the multiplier")? == 0.0 {
            return Err(Refusal::NotPositive("the size of the multiplier"));
        }
        let z = Confidence::NINETY_FIVE.z();
        let mut points = Vec::with_capacity(quantiles.len());
        for row in quantiles {
            let (lower, upper) = (scale.forward(row.interval.lower)?, scale.forward(row.interval.upper)?);
            points.push((scale.forward(row.value)?, (upper - lower) / (2.0 * z)));
        }
        Ok(Self { scale, fit, multiplier, points, weights: line_weights(quantiles) })
    }

    /// The indices themselves.
    pub fn indices(&self) -> Indices {
        self.indices_of(self.points.iter().map(|point| point.0))
    }

    /// The slope where the line is fitted and its standard error √Σhᵢ²seᵢ², h being the weights of the values in the
    /// slope. Only where the fit and the standard errors share a scale.
    pub fn slope(&self) -> Option<(f64, f64)> {
        if self.fit == Fit::Values && self.scale != Scale::Plain {
            return None;
        }
        let pairs = || self.points.iter().zip(&self.weights);
        let slope = pairs().map(|((value, _), (_, h))| h * value).sum();
        let variance: f64 = pairs().map(|((_, error), (_, h))| (h * error).powi(2)).sum();
        Some((slope, variance.sqrt()))
    }

    /// The interval of the slope index in closed form, slope ∓ z·se, where values vary normally as they are.
    pub fn analytic_interval(&self, confidence: Confidence) -> Option<Interval> {
        if self.scale != Scale::Plain {
            return None;
        }
        self.slope().map(|(slope, error)| {
            let half = confidence.z() * error;
            Interval { lower: slope - half, upper: slope + half }.times(self.multiplier)
        })
    }

    /// Intervals of the slope index and the relative index from [`DRAWS`] normal draws on the indicator's scale. The same
    /// seed gives the same intervals. The relative index has none when a draw divides by zero, neither when one is too large.
    pub fn simulated_intervals(
        &self,
        confidence: Confidence,
        seed: u64,
    ) -> (Result<Interval, Undefined>, Result<Interval, Undefined>) {
        let mut chance = StdRng::seed_from_u64(seed);
        let mut slopes = Vec::with_capacity(DRAWS as usize);
        let mut ratios = Vec::with_capacity(DRAWS as usize);
        let mut draw = Vec::with_capacity(self.points.len());
        for _ in 0..DRAWS {
            draw.clear();
            for (value, error) in &self.points {
                let uniform: f64 = chance.random::<f64>().max(f64::MIN_POSITIVE);
                draw.push(value + error * normal_quantile(uniform));
            }
            let indices = self.indices_of(draw.iter().copied());
            slopes.push(indices.slope_index);
            ratios.extend(indices.relative_index.ok());
        }
        let whole = ratios.len() == slopes.len();
        let ratio = if whole { middle(&mut ratios, confidence) } else { Err(Undefined::ZeroDenominator) };
        (middle(&mut slopes, confidence), ratio)
    }

    fn indices_of(&self, values: impl Iterator<Item = f64>) -> Indices {
        let (mut intercept, mut slope) = (0.0, 0.0);
        for (value, (at_start, per_step)) in values.zip(&self.weights) {
            let value = if self.fit == Fit::Values { self.scale.back(value) } else { value };
            intercept += at_start * value;
            slope += per_step * value;
        }
        let (start, end) = match self.fit {
            Fit::Values => (intercept, intercept + slope),
            Fit::Transformed => (self.scale.back(intercept), self.scale.back(intercept + slope)),
        };
        let (over, under) = if self.multiplier < 0.0 { (start, end) } else { (end, start) };
        let relative_index = if under == 0.0 { Err(Undefined::ZeroDenominator) } else { Ok(over / under) };
        Indices { slope_index: self.multiplier * (end - start), relative_index, intercept: start }
    }
}

/// The weights of each value in intercept and slope of the weighted line on the cumulative midpoints.
fn line_weights(quantiles: &[Quantile]) -> Vec<(f64, f64)> {
    let total: f64 = quantiles.iter().map(|row| row.population).sum();
    let mut before = 0.0;
    let places: Vec<(f64, f64)> = quantiles
        .iter()
        .map(|row| {
            let share = row.population / total;
            let place = (share, before + share / 2.0);
            before += share;
            place
        })
        .collect();
    let middle: f64 = places.iter().map(|(a, b)| a * b).sum();
    let spread: f64 = places.iter().map(|(a, b)| a * (b - middle).powi(2)).sum();
    places
        .into_iter()
        .map(|(a, b)| {
            let slope = a * (b - middle) / spread;
            (a - slope * middle, slope)
        })
        .collect()
}

/// The middle share of the draws, by linear interpolation between order statistics.
fn middle(draws: &mut [f64], confidence: Confidence) -> Result<Interval, Undefined> {
    if !draws.iter().all(|draw| draw.is_finite()) {
        return Err(Undefined::TooLarge);
    }
    draws.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = share * crate::mean::whole(draws.len().saturating_sub(1));
        let below = place.floor();
        let mut from = draws.iter().skip(floor_index(below));
        let low = from.next().copied().unwrap_or_default();
        let high = from.next().copied().unwrap_or(low);
        low + (place - below) * (high - low)
    };
    Ok(Interval { lower: at(confidence.tail()), upper: at(1.0 - confidence.tail()) })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number between 0 and the draws")]
fn floor_index(place: f64) -> usize {
    place as usize
}
