//! A share of people, with Wilson's score interval.

use crate::confidence::{Confidence, Estimate, Interval, not_negative, positive};
use crate::refusal::Refusal;

/// A count among a denominator: 0 ≤ count ≤ denominator, denominator above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportion {
    count: f64,
    denominator: f64,
}

impl Proportion {
    /// Checks the pair.
    pub fn new(count: f64, denominator: f64) -> Result<Self, Refusal> {
        let count = not_negative(count, "the count")?;
        let denominator = positive(denominator, "the denominator")?;
        if count > denominator {
            return Err(Refusal::CountAboveDenominator { count, denominator });
        }
        Ok(Self { count, denominator })
    }

    /// The number of cases, x.
    pub fn count(self) -> f64 {
        self.count
    }

    /// The number of people, n.
    pub fn denominator(self) -> f64 {
        self.denominator
    }

    /// x / n, a share from 0 to 1.
    pub fn value(self) -> f64 {
        self.count / self.denominator
    }

    /// The share with Wilson's interval, (2x + z² ∓ z√(z² + 4x(1 − x/n))) / (2(n + z²)).
    ///
    /// The lower limit is exactly 0 when x = 0 and the upper exactly 1 when x = n. Unit: share.
    /// Source: Wilson 1927, Journal of the American Statistical Association 22, 209–212.
    pub fn wilson(self, confidence: Confidence) -> Estimate {
        let z = confidence.z();
        let (middle, scale) = (2.0 * self.count + z * z, 2.0 * (self.denominator + z * z));
        let half = z * (z * z + 4.0 * self.count * (1.0 - self.value())).sqrt();
        let lower = if self.count > 0.0 { ((middle - half) / scale).max(0.0) } else { 0.0 };
        let upper = if self.count < self.denominator { ((middle + half) / scale).min(1.0) } else { 1.0 };
        Estimate { value: self.value(), interval: Interval { lower, upper } }
    }
}
