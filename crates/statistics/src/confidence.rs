//! Confidence levels, intervals and estimates.

use crate::distribution;
use crate::refusal::Refusal;

/// A two-sided confidence level, at least 0.9 and below 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence {
    level: f64,
}

impl Confidence {
    /// The usual 95 per cent.
    pub const NINETY_FIVE: Self = Self { level: 0.95 };

    /// Reads a level given as a share (0.95) or as per cent (95).
    pub fn parse(given: f64) -> Result<Self, Refusal> {
        let level = if given >= 90.0 { given / 100.0 } else { given };
        if (0.9..1.0).contains(&level) { Ok(Self { level }) } else { Err(Refusal::Confidence(given)) }
    }

    /// The level as a share.
    pub fn level(self) -> f64 {
        self.level
    }

    /// The probability left in each tail, (1 − level) / 2.
    pub fn tail(self) -> f64 {
        (1.0 - self.level) / 2.0
    }

    /// The standard normal quantile that leaves [`Self::tail`] above it.
    pub fn z(self) -> f64 {
        // From the small end: 1 less a very small tail is 1.
        -distribution::normal_quantile(self.tail())
    }
}

/// A lower and an upper limit, both finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

impl Interval {
    /// Both limits times a factor, for example per 100 000; a negative factor swaps them.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let (one, other) = (self.lower * factor, self.upper * factor);
        if factor < 0.0 { Self { lower: other, upper: one } } else { Self { lower: one, upper: other } }
    }

    /// The distance between the limits.
    pub fn width(self) -> f64 {
        self.upper - self.lower
    }
}

/// A value with its interval, in the same unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Its confidence interval.
    pub interval: Interval,
}

impl Estimate {
    /// Value and limits times a factor.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, interval: self.interval.times(factor) }
    }
}

/// The largest size of a number that is counted or divided by; the smallest above zero is one over it. Products and squares
/// of such numbers stay far within what can be written down, and whole ones are exact.
pub const SIZE_MAX: f64 = 1e15;

/// A number that is finite, not negative and of a workable size, or the reason it is not.
pub(crate) fn not_negative(value: f64, name: &'static str) -> Result<f64, Refusal> {
    if value < 0.0 {
        return Err(if value.is_finite() { Refusal::Negative(name) } else { Refusal::NotFinite(name) });
    }
    let workable = value == 0.0 || moderate(value, name)? >= SIZE_MAX.recip();
    if workable { Ok(value) } else { Err(Refusal::Size(name)) }
}

/// The same, and above zero.
pub(crate) fn positive(value: f64, name: &'static str) -> Result<f64, Refusal> {
    not_negative(above_zero(finite(value, name)?, name)?, name)
}

/// A sum of checked numbers that must not be zero.
pub(crate) fn above_zero(value: f64, name: &'static str) -> Result<f64, Refusal> {
    if value > 0.0 { Ok(value) } else { Err(Refusal::NotPositive(name)) }
}

/// A finite number of a workable size on either side of zero.
pub(crate) fn moderate(value: f64, name: &'static str) -> Result<f64, Refusal> {
    if finite(value, name)?.abs() <= SIZE_MAX { Ok(value) } else { Err(Refusal::Size(name)) }
}

/// A finite number, or the reason it is not.
pub(crate) fn finite(value: f64, name: &'static str) -> Result<f64, Refusal> {
    if value.is_finite() { Ok(value) } else { Err(Refusal::NotFinite(name)) }
}
