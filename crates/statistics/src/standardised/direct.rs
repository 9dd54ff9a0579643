//! Directly standardised rates: Dobson's interval, the one for events that come several per person, and the gamma one.

use std::collections::BTreeMap;

use crate::confidence::{Confidence, Estimate, Interval, above_zero, not_negative, positive};
use crate::distribution::{Tail, gamma_quantile};
use crate::rate::{self, BYAR_FROM, CountIntervals};
use crate::refusal::{Refusal, Undefined};

/// One age band: events, population and weight in the standard population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    events: f64,
    population: f64,
    weight: f64,
}

impl Stratum {
    /// Checks the row: events and weight at least 0, population above 0.
    pub fn new(events: f64, population: f64, weight: f64) -> Result<Self, Refusal> {
        Ok(Self {
            events: not_negative(events, "the number of events")?,
            population: positive(population, "the population")?,
            weight: not_negative(weight, "the standard weight")?,
        })
    }
}

/// The sums a standardised rate is made of. They can be gathered row by row from columns without allocation.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sums {
    events: f64,
    population: f64,
    weights: f64,
    weighted: f64,
    weighted_square: f64,
    largest: f64,
}

impl Sums {
    /// Adds one age band.
    pub fn add(&mut self, stratum: Stratum) {
        self.add_unchecked(stratum.events, stratum.population, stratum.weight);
    }

    /// Adds a row of columns that are known to hold events ≥ 0, population > 0 and weight ≥ 0.
    pub fn add_unchecked(&mut self, events: f64, population: f64, weight: f64) {
        let share = weight / population;
        self.events += events;
        self.population += population;
        self.weights += weight;
        self.weighted += share * events;
        self.weighted_square += share * share * events;
        self.largest = self.largest.max(share);
    }

    /// X, all events.
    pub fn events(&self) -> f64 {
        self.events
    }

    /// All people.
    pub fn population(&self) -> f64 {
        self.population
    }

    /// The rate with Dobson's interval from limits for a count that are worked out once for a whole column.
    pub fn dobson_from(&self, intervals: &CountIntervals) -> Result<Estimate, Undefined> {
        self.scaled(rate::byar(self.events, intervals.confidence().z()))
    }

    fn scaled(&self, limits: Interval) -> Result<Estimate, Undefined> {
        if self.events < BYAR_FROM {
            return Err(Undefined::FewerThanTenEvents);
        }
        if self.weights <= 0.0 {
            return Err(Undefined::ZeroDenominator);
        }
        let value = self.weighted / self.weights;
        let variance = self.weighted_square / (self.weights * self.weights);
        Ok(around(value, variance, self.events, limits))
    }
}

/// r + √(Var/X)·(limit − X) on both sides.
fn around(value: f64, variance: f64, events: f64, limits: Interval) -> Estimate {
    let scale = (variance / events).sqrt();
    let lower = value + scale * (limits.lower - events);
    Estimate { value, interval: Interval { lower, upper: value + scale * (limits.upper - events) } }
}

/// A directly standardised rate over at least one age band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DirectRate {
    sums: Sums,
}

impl DirectRate {
    /// Gathers the age bands. The weights must not all be zero.
    pub fn of(strata: &[Stratum]) -> Result<Self, Refusal> {
        let mut sums = Sums::default();
        for stratum in strata {
            sums.add(*stratum);
        }
        above_zero(sums.weights, "the sum of the standard weights")?;
        Ok(Self { sums })
    }

    /// The sums.
    pub fn sums(&self) -> Sums {
        self.sums
    }

    /// r = Σ wᵢxᵢ/nᵢ / Σw, Var = Σ wᵢ²xᵢ/nᵢ² / (Σw)², limits r + √(Var/X)·(Byar limit of X − X). Unit: per person.
    /// Not given below ten events in all. Source: Dobson et al. 1991, Statistics in Medicine 10, 457–462.
    pub fn dobson(&self, confidence: Confidence) -> Result<Estimate, Undefined> {
        self.sums.scaled(rate::byar(self.sums.events, confidence.z()))
    }

    /// The rate with the gamma interval, defined for any number of events; the lower limit for none is 0.
    ///
    /// With wᵢ' = wᵢ/(nᵢΣw), y = Σwᵢ'xᵢ, v = Σwᵢ'²xᵢ and m the largest wᵢ': lower Γ⁻¹(α/2; y²/v, scale v/y), upper
    /// Γ⁻¹(1−α/2; (y+m)²/(v+m²), scale (v+m²)/(y+m)). Source: Fay & Feuer 1997, Statistics in Medicine 16, 791–801.
    pub fn gamma(&self, confidence: Confidence) -> Estimate {
        let weights = self.sums.weights;
        let (y, v) = (self.sums.weighted / weights, self.sums.weighted_square / (weights * weights));
        let m = self.sums.largest / weights;
        let tail = confidence.tail();
        let lower = if y > 0.0 { gamma_quantile(Tail::Lower(tail), y * y / v) * v / y } else { 0.0 };
        let (top, spread) = (y + m, v + m * m);
        let upper = gamma_quantile(Tail::Upper(tail), top * top / spread) * spread / top;
        Estimate { value: y, interval: Interval { lower, upper } }
    }

    /// x / n over all bands, per person.
    pub fn crude(&self) -> f64 {
        self.sums.events / self.sums.population
    }
}

/// How many people of one age band had exactly `frequency` events each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repeated {
    /// The age band.
    pub age_band: i64,
    /// Events per person in this row, at least 1.
    pub frequency: u32,
    /// People with that many events, in the age band's population and weight.
    pub stratum: Stratum,
}

/// A directly standardised rate of events that are not independent, because one person can have several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepeatedRate {
    value: f64,
    variance: f64,
    events: f64,
    population: f64,
}

impl RepeatedRate {
    /// Gathers the rows. Population and weight must agree within an age band.
    pub fn of(rows: &[Repeated]) -> Result<Self, Refusal> {
        let mut bands: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
        let (mut weighted, mut squared, mut events) = (0.0, 0.0, 0.0);
        for row in rows {
            let Stratum { events: people, population, weight } = row.stratum;
            let known = bands.entry(row.age_band).or_insert((population, weight));
            if !same(known.0, population) || !same(known.1, weight) {
                return Err(Refusal::Rule("population and weight differ within an age band"));
            }
            let frequency = f64::from(row.frequency);
            weighted += frequency * weight * people / population;
            squared += frequency * frequency * weight * weight * people / (population * population);
            events += frequency * people;
        }
        let weights = above_zero(bands.values().map(|band| band.1).sum(), "the sum of the standard weights")?;
        let population = bands.values().map(|band| band.0).sum();
        Ok(Self { value: weighted / weights, variance: squared / (weights * weights), events, population })
    }

    /// All events.
    pub fn events(&self) -> f64 {
        self.events
    }

    /// All people, each age band once.
    pub fn population(&self) -> f64 {
        self.population
    }

    /// As [`DirectRate::dobson`], with Var = Σ f²·Var_f where Var_f counts people with exactly f events.
    /// Source: Public Health England, technical guidance on directly standardised rates of non-independent events.
    pub fn dobson(&self, confidence: Confidence) -> Result<Estimate, Undefined> {
        if self.events < BYAR_FROM {
            return Err(Undefined::FewerThanTenEvents);
        }
        Ok(around(self.value, self.variance, self.events, rate::byar(self.events, confidence.z())))
    }
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= f64::EPSILON * one.abs()
}
