//! Generated events: who lives where is fixed, who has an event is drawn from a seed.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

pub(crate) const MUNICIPALITIES: usize = 290;
pub(crate) const SEXES: usize = 2;
pub(crate) const AGES: usize = 20;
pub(crate) const YEARS: usize = 10;

/// Event rows as columns, and the population of every cell.
pub(crate) struct Rows {
    pub(crate) municipality: Vec<u16>,
    pub(crate) sex: Vec<u8>,
    pub(crate) age: Vec<u8>,
    pub(crate) year: Vec<u8>,
    pub(crate) population: Vec<f64>,
}

impl Rows {
    pub(crate) fn new(size: usize, seed: u64) -> Self {
        let mut chance = StdRng::seed_from_u64(seed);
        let mut rows = Self {
            municipality: Vec::with_capacity(size),
            sex: Vec::with_capacity(size),
            age: Vec::with_capacity(size),
            year: Vec::with_capacity(size),
            population: Vec::new(),
        };
        for _ in 0..size {
            // Squared, so that some municipalities have many events and many have few.
            let place: f64 = chance.random::<f64>().powi(2) * 290.0;
            rows.municipality.push(floor(place));
            rows.sex.push(chance.random_range(0..2));
            rows.age.push(chance.random_range(0..20));
            rows.year.push(chance.random_range(0..10));
        }
        let cells = MUNICIPALITIES * SEXES * AGES * YEARS;
        rows.population = (0..cells).map(|_| f64::from(chance.random_range(50..5_000_u32))).collect();
        rows
    }

    /// The cell of every row.
    pub(crate) fn cells(&self) -> impl Iterator<Item = usize> {
        let columns = self.municipality.iter().zip(&self.sex).zip(self.age.iter().zip(&self.year));
        columns.map(|((municipality, sex), (age, year))| {
            ((usize::from(*municipality) * SEXES + usize::from(*sex)) * AGES + usize::from(*age)) * YEARS
                + usize::from(*year)
        })
    }
}

/// The municipality and year of every cell, as one number.
pub(crate) fn groups() -> impl Iterator<Item = usize> {
    (0..MUNICIPALITIES).flat_map(|municipality| {
        (0..SEXES * AGES).flat_map(move |_| (0..YEARS).map(move |year| municipality * YEARS + year))
    })
}

/// The weight of every cell's age in the standard population.
pub(crate) fn weights() -> impl Iterator<Item = f64> {
    let ages = || (0..20_u32).flat_map(|age| std::iter::repeat_n(weight(age), YEARS));
    (0..MUNICIPALITIES * SEXES).flat_map(move |_| ages())
}

/// 1 000 for the youngest, 50 more for each year of age.
pub(crate) fn weight(age: u32) -> f64 {
    1_000.0 + 50.0 * f64::from(age)
}

/// The municipality that a place from 0 to 290 falls in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number from 0 to below 290")]
fn floor(place: f64) -> u16 {
    (place as u16).min(289)
}
