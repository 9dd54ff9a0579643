//! Indirectly standardised ratios (SMR) and rates: observed events against those expected from a reference.

use crate::confidence::{Confidence, Estimate, above_zero, not_negative, positive};
use crate::rate::{Method, count_interval};
use crate::refusal::{Refusal, Undefined};

/// One age band of an area and of the reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    observed: f64,
    population: f64,
    reference_events: f64,
    reference_population: f64,
}

impl Stratum {
    /// Checks the row: counts at least 0, the reference population above 0.
    pub fn new(
        observed: f64,
        population: f64,
        reference_events: f64,
        reference_population: f64,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            observed: not_negative(observed, "the number of events")?,
            population: not_negative(population, "the population")?,
            reference_events: not_negative(reference_events, "the number of events in the reference")?,
            reference_population: positive(reference_population, "the population of the reference")?,
        })
    }
}

/// Observed and expected events of one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indirect {
    observed: f64,
    expected: f64,
    reference_rate: f64,
}

impl Indirect {
    /// O = Σx and E = Σ n·x_ref/n_ref.
    pub fn of(strata: &[Stratum]) -> Result<Self, Refusal> {
        let reference_population: f64 = strata.iter().map(|s| s.reference_population).sum();
        let reference_events: f64 = strata.iter().map(|s| s.reference_events).sum();
        Ok(Self {
            observed: strata.iter().map(|s| s.observed).sum(),
            expected: strata.iter().map(|s| s.population * s.reference_events / s.reference_population).sum(),
            reference_rate: reference_events / above_zero(reference_population, "the population of the reference")?,
        })
    }

    /// O.
    pub fn observed(&self) -> f64 {
        self.observed
    }

    /// E.
    pub fn expected(&self) -> f64 {
        self.expected
    }

    /// The reference's crude rate per person.
    pub fn reference_rate(&self) -> f64 {
        self.reference_rate
    }

    /// Which interval the ratio carries.
    pub fn method(&self) -> Method {
        Method::of(self.observed)
    }

    /// O/E with the limits of O divided by E; times the reference's crude rate it is the standardised rate.
    /// Undefined when nothing is expected. Source: Breslow & Day 1987.
    pub fn ratio(&self, confidence: Confidence) -> Result<Estimate, Undefined> {
        if self.expected <= 0.0 {
            return Err(Undefined::NothingExpected);
        }
        let interval = count_interval(self.observed, confidence).times(1.0 / self.expected);
        Ok(Estimate { value: self.observed / self.expected, interval })
    }
}
