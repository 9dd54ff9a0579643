//! Prevalence, means, totals and ratios from a survey, for everybody and for a part of them.

use crate::confidence::{Confidence, Interval};
use crate::distribution::{Tail, beta_quantile, t_quantile};
use crate::mean::whole;
use crate::refusal::Undefined;
use crate::survey::design::Design;

/// A value and its standard error from the design.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimated {
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// Σwy with the design's variance. One value per row.
pub fn total(design: &Design, values: &[f64]) -> Estimated {
    let weighted = || design.weights().iter().zip(values).map(|(w, y)| w * y);
    Estimated { value: weighted().sum(), error: design.variance(weighted()).sqrt() }
}

/// Σwy/Σwx with the linearised variance of u = w(y − Rx)/Σwx; undefined when Σwx is zero.
///
/// A part of the population is asked about by setting x (and y) to zero outside it, never by leaving rows out: the
/// design stays whole, and with it the standard error. Source: Binder 1983; Lumley 2004, Journal of Statistical
/// Software 9(8).
pub fn ratio(design: &Design, y: &[f64], x: &[f64]) -> Result<Estimated, Undefined> {
    let rows = || design.weights().iter().zip(y).zip(x);
    let below: f64 = rows().map(|((w, _), x)| w * x).sum();
    if below == 0.0 {
        return Err(Undefined::ZeroDenominator);
    }
    let value = rows().map(|((w, y), _)| w * y).sum::<f64>() / below;
    let error = design.variance(rows().map(|((w, y), x)| w * (y - value * x) / below)).sqrt();
    Ok(Estimated { value, error })
}

/// The mean of y, or for y of 0 and 1 the prevalence.
pub fn mean(design: &Design, y: &[f64]) -> Result<Estimated, Undefined> {
    ratio(design, y, &vec![1.0; y.len()])
}

/// Var divided by that of a simple random sample of the same size without replacement.
pub fn design_effect(design: &Design, y: &[f64], estimated: Estimated) -> Result<f64, Undefined> {
    let n = whole(y.len());
    let people: f64 = design.weights().iter().sum();
    let squares: f64 = design.weights().iter().zip(y).map(|(w, y)| w * (y - estimated.value).powi(2)).sum();
    let simple = squares / people * n / (n - 1.0) / n * (people - n) / people;
    if simple > 0.0 { Ok(estimated.error.powi(2) / simple) } else { Err(Undefined::Constant) }
}

/// p ∓ t·SE.
pub fn plain_interval(p: Estimated, degrees: usize, confidence: Confidence) -> Result<Interval, Undefined> {
    let half = quantile(confidence, degrees)? * p.error;
    Ok(Interval { lower: p.value - half, upper: p.value + half })
}

/// expit(logit p ∓ t·SE/(p(1−p))). A prevalence of exactly 0 or 1 has no such interval.
pub fn logit_interval(p: Estimated, degrees: usize, confidence: Confidence) -> Result<Interval, Undefined> {
    let t = quantile(confidence, degrees)?;
    if p.value <= 0.0 || p.value >= 1.0 {
        return Err(Undefined::Degenerate);
    }
    let odds = p.value * (1.0 - p.value);
    let (middle, half) = ((p.value / (1.0 - p.value)).ln(), t * p.error / odds);
    let back = |x: f64| 1.0 / (1.0 + (-x).exp());
    Ok(Interval { lower: back(middle - half), upper: back(middle + half) })
}

/// Beta limits at the effective sample size n* = p(1−p)/SE²·(t_{n−1}/t_df)².
/// Source: Korn & Graubard 1998, Survey Methodology 24, 193–201.
pub fn beta_interval(p: Estimated, rows: usize, degrees: usize, confidence: Confidence) -> Result<Interval, Undefined> {
    // An error of rounding alone would make the sample endless.
    if p.value <= 0.0 || p.value >= 1.0 || p.error <= 1e-12 * p.value * (1.0 - p.value) {
        return Err(Undefined::Degenerate);
    }
    let shrink = quantile(confidence, rows.saturating_sub(1))? / quantile(confidence, degrees)?;
    let effective = p.value * (1.0 - p.value) / (p.error * p.error) * shrink * shrink;
    let (yes, no) = (effective * p.value, effective * (1.0 - p.value));
    let tail = confidence.tail();
    let lower = beta_quantile(Tail::Lower(tail), yes, no + 1.0);
    Ok(Interval { lower, upper: beta_quantile(Tail::Upper(tail), yes + 1.0, no) })
}

fn quantile(confidence: Confidence, degrees: usize) -> Result<f64, Undefined> {
    if degrees == 0 { Err(Undefined::NoDegreesOfFreedom) } else { Ok(t_quantile(confidence.tail(), whole(degrees))) }
}
