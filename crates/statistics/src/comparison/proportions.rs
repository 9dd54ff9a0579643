//! Two shares: difference, ratio and tests.

use crate::comparison::{two_sided, written};
use crate::confidence::{Confidence, Estimate, Interval};
use crate::distribution::{chi_squared_above, ln_factorial};
use crate::proportion::Proportion;
use crate::refusal::{Refusal, Undefined};

/// The largest number of people the exact test sums over.
pub const EXACT_MAX: f64 = 10_000_000.0;

/// p₁ − p₂ with Newcombe's tenth method.
///
/// d − √((p₁−l₁)² + (u₂−p₂)²) and d + √((u₁−p₁)² + (p₂−l₂)²) with Wilson's limits l and u. Unit: share. Source:
/// Newcombe 1998, Statistics in Medicine 17, 873–890.
pub fn difference(one: Proportion, other: Proportion, confidence: Confidence) -> Estimate {
    let (first, second) = (one.wilson(confidence), other.wilson(confidence));
    let value = first.value - second.value;
    let below = (first.value - first.interval.lower).hypot(second.interval.upper - second.value);
    let above = (first.interval.upper - first.value).hypot(second.value - second.interval.lower);
    Estimate { value, interval: Interval { lower: value - below, upper: value + above } }
}

/// d ∓ z√(p₁q₁/n₁ + p₂q₂/n₂), kept within −1 and 1: the interval of the large-sample test, for comparison only.
pub fn wald_interval(one: Proportion, other: Proportion, confidence: Confidence) -> Interval {
    let variance = |p: Proportion| p.value() * (1.0 - p.value()) / p.denominator();
    let (d, half) = (one.value() - other.value(), confidence.z() * (variance(one) + variance(other)).sqrt());
    Interval { lower: (d - half).max(-1.0), upper: (d + half).min(1.0) }
}

/// p₁/p₂ with Katz's interval exp(ln RR ∓ z√(1/x₁ − 1/n₁ + 1/x₂ − 1/n₂)); undefined when either share is zero.
/// Source: Katz et al. 1978, Biometrics 34, 469–474.
pub fn ratio(one: Proportion, other: Proportion, confidence: Confidence) -> Result<Interval, Undefined> {
    if one.count() <= 0.0 || other.count() <= 0.0 {
        return Err(Undefined::NoEvents);
    }
    let term = |p: Proportion| 1.0 / p.count() - 1.0 / p.denominator();
    let half = confidence.z() * (term(one) + term(other)).sqrt();
    let log = (one.value() / other.value()).ln();
    Ok(Interval { lower: (log - half).exp(), upper: written((log + half).exp())? })
}

/// The P value of Pearson's chi-squared test without continuity correction; undefined when nobody or everybody is a case.
pub fn chi_squared_p(one: Proportion, other: Proportion) -> Result<f64, Undefined> {
    let people = one.denominator() + other.denominator();
    let pooled = (one.count() + other.count()) / people;
    let variance = pooled * (1.0 - pooled) * (1.0 / one.denominator() + 1.0 / other.denominator());
    if variance > 0.0 {
        Ok(chi_squared_above((one.value() - other.value()).powi(2) / variance, 1.0))
    } else {
        Err(Undefined::Constant)
    }
}

/// The two-sided P value of Fisher's exact test. Counts must be whole and at most [`EXACT_MAX`] in all.
pub fn fisher_p(one: Proportion, other: Proportion) -> Result<f64, Refusal> {
    let cases = one.count() + other.count();
    let people = one.denominator() + other.denominator();
    let numbers = [one.count(), other.count(), one.denominator(), other.denominator()];
    if people > EXACT_MAX || numbers.iter().any(|number| number.fract() != 0.0) {
        return Err(Refusal::Rule("an exact test needs whole counts of at most ten million people"));
    }
    let choose = |n: f64, k: f64| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let all = choose(people, cases);
    let log = |x: f64| choose(one.denominator(), x) + choose(other.denominator(), cases - x) - all;
    let (first, last) = ((cases - other.denominator()).max(0.0), cases.min(one.denominator()));
    Ok(two_sided(steps(first, last).map(log), log(one.count())))
}

/// The whole numbers from first to last.
pub(super) fn steps(first: f64, last: f64) -> impl Iterator<Item = f64> + Clone {
    std::iter::successors(Some(first), |at| Some(at + 1.0)).take_while(move |at| *at <= last)
}
