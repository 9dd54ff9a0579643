//! The mean of measured values, with Student's interval.

use crate::confidence::{Confidence, Interval, finite};
use crate::distribution;
use crate::refusal::{Refusal, Undefined};

/// Mean and spread of a non-empty list of finite values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    sum: f64,
    count: usize,
    value: f64,
    spread: Result<f64, Undefined>,
}

impl Mean {
    /// Two passes over the values, scaled by the largest so that neither the sum nor the squares overflow.
    /// The spread is the standard deviation with n − 1.
    pub fn of(values: &[f64]) -> Result<Self, Refusal> {
        if values.is_empty() {
            return Err(Refusal::Empty("the list of values"));
        }
        let mut scale = 0.0_f64;
        for value in values {
            scale = scale.max(finite(*value, "a value")?.abs());
        }
        let count = values.len();
        let n = whole(count);
        let sum: f64 = values.iter().sum();
        let first = sum / n;
        let plain = first + values.iter().map(|x| x - first).sum::<f64>() / n;
        let scaled = || scale * (values.iter().map(|x| x / scale).sum::<f64>() / n);
        let value = if plain.is_finite() { plain } else { scaled() };
        let spread = if count < 2 { Err(Undefined::SingleValue) } else { written(spread(values, value, n)) };
        Ok(Self { sum, count, value, spread })
    }

    /// Σx. It can be too large to be written down; the mean never is.
    pub fn sum(&self) -> Result<f64, Undefined> {
        written(self.sum)
    }

    /// n.
    pub fn count(&self) -> usize {
        self.count
    }

    /// x̄, in the unit of the values.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// s with n − 1, or [`Undefined::SingleValue`], or [`Undefined::TooLarge`].
    pub fn spread(&self) -> Result<f64, Undefined> {
        self.spread
    }

    /// x̄ ∓ t(α/2; n − 1)·s/√n. Source: Altman et al. 2000, Statistics with Confidence.
    pub fn interval(&self, confidence: Confidence) -> Result<Interval, Undefined> {
        let n = whole(self.count);
        let error = self.spread? / n.sqrt();
        let half = distribution::t_quantile(confidence.tail(), n - 1.0) * error;
        Ok(Interval { lower: written(self.value - half)?, upper: written(self.value + half)? })
    }
}

/// A result, if it can be written down.
fn written(value: f64) -> Result<f64, Undefined> {
    if value.is_finite() { Ok(value) } else { Err(Undefined::TooLarge) }
}

fn spread(values: &[f64], mean: f64, n: f64) -> f64 {
    let largest = values.iter().map(|x| (x - mean).abs()).fold(0.0, f64::max);
    if largest <= 0.0 {
        return 0.0;
    }
    let squares: f64 = values.iter().map(|x| ((x - mean) / largest).powi(2)).sum();
    largest * (squares / (n - 1.0)).sqrt()
}

/// A length as a number; lists are far shorter than 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "no list is longer than 2^53")]
pub(crate) fn whole(count: usize) -> f64 {
    count as f64
}
