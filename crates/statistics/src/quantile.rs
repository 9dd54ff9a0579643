//! Sorting areas into quantiles, for example tenths of deprivation.

use crate::mean::whole;
use crate::refusal::{Refusal, Undefined};

/// Which end of the values the first quantile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Quantile 1 holds the lowest values.
    LowestFirst,
    /// Quantile 1 holds the highest values.
    HighestFirst,
}

/// The quantile, 1 to `quantiles`, of every value; a missing value has none and is not counted.
///
/// With rank r (ties take the lowest rank) among m values, q = ⌊(Q + 1) − ⌈(m + 1 − r)/(m/Q)⌉⌋, at least 1. Fewer values
/// than quantiles gives [`Undefined::TooFewValues`]. Source: Public Health England, deprivation guide.
pub fn quantiles(
    values: &[Option<f64>],
    quantiles: u32,
    order: Order,
) -> Result<Result<Vec<Option<u32>>, Undefined>, Refusal> {
    if quantiles == 0 {
        return Err(Refusal::NotPositive("the number of quantiles"));
    }
    if values.iter().flatten().any(|value| !value.is_finite()) {
        return Err(Refusal::NotFinite("a value"));
    }
    let sign = if order == Order::HighestFirst { -1.0 } else { 1.0 };
    let mut sorted: Vec<f64> = values.iter().flatten().map(|value| sign * value).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < quantiles as usize {
        return Ok(Err(Undefined::TooFewValues));
    }
    let (m, q) = (whole(sorted.len()), f64::from(quantiles));
    let place = |value: f64| {
        let rank = whole(sorted.partition_point(|other| *other < sign * value) + 1);
        let found = (q + 1.0 - ((m + 1.0 - rank) / (m / q)).ceil()).floor();
        number(found.clamp(1.0, q))
    };
    Ok(Ok(values.iter().map(|value| value.map(place)).collect()))
}

/// A whole number from 1 to the number of quantiles.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the quantiles by the caller")]
fn number(found: f64) -> u32 {
    found as u32
}
