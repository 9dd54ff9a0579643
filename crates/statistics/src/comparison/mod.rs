//! Two areas against each other: shares and rates.

pub mod proportions;
pub mod rates;

use crate::refusal::Undefined;

/// A factor by which a probability may exceed the observed one and still count as equally unlikely.
const AS_UNLIKELY: f64 = 1.0 + 1e-7;

/// The two-sided P value of an exact test: the sum of the probabilities that are at most the observed one.
fn two_sided(log_probabilities: impl Iterator<Item = f64> + Clone, observed: f64) -> f64 {
    let limit = observed + AS_UNLIKELY.ln();
    log_probabilities.filter(|log| *log <= limit).map(f64::exp).sum::<f64>().min(1.0)
}

/// A result, if it can be written down.
fn written(value: f64) -> Result<f64, Undefined> {
    if value.is_finite() { Ok(value) } else { Err(Undefined::TooLarge) }
}
