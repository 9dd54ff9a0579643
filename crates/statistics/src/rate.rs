//! Events per population, with the exact or Byar's interval, and the same interval for a bare count.

use crate::confidence::{Confidence, Estimate, Interval, not_negative, positive};
use crate::distribution::{Tail, chi_squared_quantile};
use crate::refusal::Refusal;

/// Below this number of events the interval is exact, from here on it is Byar's approximation.
pub const BYAR_FROM: f64 = 10.0;

/// How an interval for a count was found. It changes at ten events, where the limits jump, so it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// From the chi-squared distribution.
    Exact,
    /// Byar's approximation.
    Byar,
}

impl Method {
    /// The method used for this many events.
    pub fn of(events: f64) -> Self {
        if events < BYAR_FROM { Self::Exact } else { Self::Byar }
    }
}

/// The interval for a number of events that is counted, not sampled.
///
/// From ten events Byar's: x(1 − 1/(9x) − z/(3√x))³ and (x+1)(1 − 1/(9(x+1)) + z/(3√(x+1)))³; below ten the exact one,
/// χ²(α/2; 2x)/2 and χ²(1−α/2; 2x+2)/2. The lower limit for no events is 0. Unit: events. `events` is finite and at
/// least 0. Source: Breslow & Day 1987, Statistical Methods in Cancer Research II; Armitage & Berry 2002 for the exact.
pub fn count_interval(events: f64, confidence: Confidence) -> Interval {
    match Method::of(events) {
        Method::Byar => byar(events, confidence.z()),
        Method::Exact => exact(events, confidence.tail()),
    }
}

/// Byar's limits for a count.
pub(crate) fn byar(events: f64, z: f64) -> Interval {
    let limit = |x: f64, step: f64| x * (1.0 - 1.0 / (9.0 * x) + step / (3.0 * x.sqrt())).powi(3);
    Interval { lower: limit(events, -z), upper: limit(events + 1.0, z) }
}

fn exact(events: f64, tail: f64) -> Interval {
    let lower = if events > 0.0 { chi_squared_quantile(Tail::Lower(tail), 2.0 * events) / 2.0 } else { 0.0 };
    Interval { lower, upper: chi_squared_quantile(Tail::Upper(tail), 2.0 * events + 2.0) / 2.0 }
}

/// The limits of [`count_interval`] for every whole count below ten, worked out once, for long columns of rates.
#[derive(Debug, Clone, PartialEq)]
pub struct CountIntervals {
    exact: [Interval; 10],
    z: f64,
    confidence: Confidence,
}

impl CountIntervals {
    /// Fills the ten rows.
    pub fn new(confidence: Confidence) -> Self {
        let mut exact = [Interval { lower: 0.0, upper: 0.0 }; 10];
        for (events, row) in exact.iter_mut().zip(0_u32..) {
            *events = self::exact(f64::from(row), confidence.tail());
        }
        Self { exact, z: confidence.z(), confidence }
    }

    /// The interval for a whole number of events, without allocation.
    pub fn of(&self, events: u32) -> Interval {
        match self.exact.get(events as usize) {
            Some(interval) => *interval,
            None => byar(f64::from(events), self.z),
        }
    }

    /// The level the rows were filled for.
    pub fn confidence(&self) -> Confidence {
        self.confidence
    }
}

/// Events in a population: events at least 0, population above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    events: f64,
    population: f64,
}

impl Rate {
    /// Checks the pair.
    pub fn new(events: f64, population: f64) -> Result<Self, Refusal> {
        let events = not_negative(events, "the number of events")?;
        Ok(Self { events, population: positive(population, "the population")? })
    }

    /// The number of events, x.
    pub fn events(self) -> f64 {
        self.events
    }

    /// The population or person-time, n.
    pub fn population(self) -> f64 {
        self.population
    }

    /// x / n, events per person.
    pub fn value(self) -> f64 {
        self.events / self.population
    }

    /// The rate with [`count_interval`] divided by the population. Unit: events per person.
    pub fn estimate(self, confidence: Confidence) -> Estimate {
        let interval = count_interval(self.events, confidence).times(1.0 / self.population);
        Estimate { value: self.value(), interval }
    }
}
