//! Two rates: ratio, difference and tests.

use crate::comparison::proportions::{EXACT_MAX, steps};
use crate::comparison::{two_sided, written};
use crate::confidence::{Confidence, Estimate, Interval};
use crate::distribution::{Tail, beta_quantile, ln_factorial};
use crate::rate::Rate;
use crate::refusal::{Refusal, Undefined};

/// An interval for a ratio whose upper end may be out of reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioInterval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit; none when the second area has no events.
    pub upper: Result<f64, Undefined>,
}

/// (x₁/n₁)/(x₂/n₂); undefined when the second area has no events.
pub fn ratio(one: Rate, other: Rate) -> Result<f64, Undefined> {
    if other.events() > 0.0 { Ok(one.value() / other.value()) } else { Err(Undefined::ZeroDenominator) }
}

/// The exact interval of the ratio, conditional on the sum of events.
///
/// Given x₁ + x₂ events, x₁ is binomial; its Clopper–Pearson limits π become π/(1−π)·n₂/n₁. Undefined when neither area
/// has events. Source: Clopper & Pearson 1934, Biometrika 26, 404–413.
pub fn exact_ratio_interval(one: Rate, other: Rate, confidence: Confidence) -> Result<RatioInterval, Undefined> {
    let (x, y) = (one.events(), other.events());
    if x + y <= 0.0 {
        return Err(Undefined::NoEvents);
    }
    let scale = other.population() / one.population();
    let tail = confidence.tail();
    let odds = |share: f64| scale * share / (1.0 - share);
    let lower = if x > 0.0 { odds(beta_quantile(Tail::Lower(tail), x, y + 1.0)) } else { 0.0 };
    let upper = if y > 0.0 {
        written(odds(beta_quantile(Tail::Upper(tail), x + 1.0, y)))
    } else {
        Err(Undefined::ZeroDenominator)
    };
    Ok(RatioInterval { lower: written(lower)?, upper })
}

/// The two-sided P value of equal rates, conditional on the sum of events, which must be whole.
pub fn exact_p(one: Rate, other: Rate) -> Result<f64, Refusal> {
    let (x, all) = (one.events(), one.events() + other.events());
    if all > EXACT_MAX || x.fract() != 0.0 || all.fract() != 0.0 {
        return Err(Refusal::Rule("an exact test needs whole counts of at most ten million events"));
    }
    let people = one.population() + other.population();
    let shares = ((one.population() / people).ln(), (other.population() / people).ln());
    let log = |k: f64| {
        let choose = ln_factorial(all) - ln_factorial(k) - ln_factorial(all - k);
        choose + k * shares.0 + (all - k) * shares.1
    };
    Ok(two_sided(steps(0.0, all).map(log), log(x)))
}

/// exp(ln ratio ∓ z√(1/x₁ + 1/x₂)); undefined when either area has no events.
pub fn wald_ratio_interval(one: Rate, other: Rate, confidence: Confidence) -> Result<Interval, Undefined> {
    if one.events() <= 0.0 || other.events() <= 0.0 {
        return Err(Undefined::NoEvents);
    }
    let half = confidence.z() * (1.0 / one.events() + 1.0 / other.events()).sqrt();
    let log = (one.value() / other.value()).ln();
    Ok(Interval { lower: (log - half).exp(), upper: written((log + half).exp())? })
}

/// x₁/n₁ − x₂/n₂ by MOVER on the exact or Byar's limits: d − √((r₁−l₁)² + (u₂−r₂)²), d + √((u₁−r₁)² + (r₂−l₂)²).
/// Unit: events per person. Source: Zou & Donner 2008, Statistics in Medicine 27, 1693–1702.
pub fn difference(one: Rate, other: Rate, confidence: Confidence) -> Estimate {
    let (first, second) = (one.estimate(confidence), other.estimate(confidence));
    let value = first.value - second.value;
    let below = (first.value - first.interval.lower).hypot(second.interval.upper - second.value);
    let above = (first.interval.upper - first.value).hypot(second.value - second.interval.lower);
    Estimate { value, interval: Interval { lower: value - below, upper: value + above } }
}
