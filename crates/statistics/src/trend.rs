//! Recent trend: has an indicator risen or fallen over its last five points, and would it say so without any one of them?

use crate::confidence::Confidence;
use crate::refusal::Refusal;

/// The points looked at.
pub const POINTS: usize = 5;
/// The chi-squared value that counts as a change, P < 0.002 on one degree of freedom.
pub const THRESHOLD: f64 = 9.5495;

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trend {
    /// A change that stands.
    Changed {
        /// Which way.
        direction: Direction,
        /// Its test.
        test: Test,
    },
    /// No change at this level.
    Unchanged(Test),
    /// A change at this level whose slope turns when one point is left out.
    Outlier(Test),
    /// The question has no answer.
    Unanswerable(Reason),
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Rising.
    Increasing,
    /// Falling.
    Decreasing,
}

/// Slope and its test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// Per year; on the logit scale for a proportion.
    pub slope: f64,
    /// On one degree of freedom.
    pub chi_squared: f64,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Fewer than five points.
    TooFewPoints,
    /// A value among the last five is missing, perhaps suppressed.
    Missing,
    /// A limit among the last five is missing.
    MissingInterval,
    /// A share of exactly 0 or 1 has no logit.
    NoLogit,
    /// An interval without width.
    NoSpread,
}

/// A proportion of one year; a missing count stays missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The year.
    pub year: f64,
    /// Cases, c.
    pub count: Option<f64>,
    /// People, d.
    pub denominator: Option<f64>,
}

/// A value of one year with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The year.
    pub year: f64,
    /// The value.
    pub value: Option<f64>,
    /// The lower limit.
    pub lower: Option<f64>,
    /// The upper limit.
    pub upper: Option<f64>,
}

/// A point ready for regression: year, value, variance.
type Point = (f64, f64, f64);

/// The trend of shares.
///
/// The slope is least squares of logit(c/d) on the year. χ² = D(D·Σct − C·Σdt)² / (C(D−C)(D·Σdt² − (Σdt)²)) with C = Σc
/// and D = Σd. Source: Office for Health Improvement and Disparities, Fingertips technical guidance, trend markers.
pub fn of_shares(rows: &[Share]) -> Result<Trend, Refusal> {
    if rows.iter().any(|row| {
        row.count.unwrap_or(0.0) < 0.0 || row.count.zip(row.denominator).is_some_and(|(count, all)| count > all)
    }) {
        return Err(Refusal::Rule("a count is negative or above its denominator"));
    }
    let mut rows = rows.to_vec();
    rows.sort_by(|one, other| one.year.total_cmp(&other.year));
    distinct(rows.iter().map(|row| row.year))?;
    let Some(recent) = rows.len().checked_sub(POINTS).and_then(|start| rows.get(start..)) else {
        return Ok(Trend::Unanswerable(Reason::TooFewPoints));
    };
    let mut counts: Vec<Point> = Vec::with_capacity(POINTS);
    for row in recent {
        match (row.count, row.denominator) {
            (Some(count), Some(all)) => counts.push((row.year, count, all)),
            (None, _) | (_, None) => return Ok(Trend::Unanswerable(Reason::Missing)),
        }
    }
    if counts.iter().any(|(_, count, all)| *count <= 0.0 || count >= all) {
        return Ok(Trend::Unanswerable(Reason::NoLogit));
    }
    let points: Vec<Point> = counts.iter().map(|(t, c, d)| (*t, (c / (d - c)).ln(), 1.0)).collect();
    let start = counts.first().map_or(0.0, |point| point.0);
    let sum = |term: &dyn Fn(f64, f64, f64) -> f64| counts.iter().map(|(t, c, d)| term(t - start, *c, *d)).sum::<f64>();
    let (cases, people) = (sum(&|_, c, _| c), sum(&|_, _, d| d));
    let (ct, dt, dtt) = (sum(&|t, c, _| c * t), sum(&|t, _, d| d * t), sum(&|t, _, d| d * t * t));
    let spread = people * dtt - dt * dt;
    if spread <= 0.0 {
        return Ok(Trend::Unanswerable(Reason::NoSpread));
    }
    let chi_squared = people * (people * ct - cases * dt).powi(2) / (cases * (people - cases) * spread);
    Ok(judge(&points, |_| chi_squared))
}

/// The trend of any other value with an interval at the given level.
///
/// Weights 1/σ² with σ = (upper − lower)/(2z); the weighted least squares slope β has χ² = β²/Var β. Same source.
pub fn of_measured(rows: &[Measured], confidence: Confidence) -> Result<Trend, Refusal> {
    let mut rows = rows.to_vec();
    rows.sort_by(|one, other| one.year.total_cmp(&other.year));
    distinct(rows.iter().map(|row| row.year))?;
    let Some(recent) = rows.len().checked_sub(POINTS).and_then(|start| rows.get(start..)) else {
        return Ok(Trend::Unanswerable(Reason::TooFewPoints));
    };
    let mut points: Vec<Point> = Vec::with_capacity(POINTS);
    for row in recent {
        match (row.value, row.lower, row.upper) {
            (Some(value), Some(lower), Some(upper)) => {
                let deviation = (upper - lower) / (2.0 * confidence.z());
                points.push((row.year, value, deviation * deviation));
            }
            (None, _, _) => return Ok(Trend::Unanswerable(Reason::Missing)),
            (_, None, _) | (_, _, None) => return Ok(Trend::Unanswerable(Reason::MissingInterval)),
        }
    }
    if points.iter().any(|(_, _, variance)| !variance.is_finite() || *variance <= 0.0) {
        return Ok(Trend::Unanswerable(Reason::NoSpread));
    }
    Ok(judge(&points, |(slope, information)| slope * slope * information))
}

/// Refuses two points of one year; the years come sorted.
fn distinct(years: impl Iterator<Item = f64> + Clone) -> Result<(), Refusal> {
    let mut pairs = years.clone().zip(years.skip(1));
    if pairs.any(|(one, next)| next <= one) { Err(Refusal::Rule("two points share a year")) } else { Ok(()) }
}

fn judge(points: &[Point], chi_squared: impl Fn((f64, f64)) -> f64) -> Trend {
    let Some(whole) = slope(&points.iter().copied()) else { return Trend::Unanswerable(Reason::NoSpread) };
    let test = Test { slope: whole.0, chi_squared: chi_squared(whole) };
    if test.chi_squared <= THRESHOLD {
        return Trend::Unchanged(test);
    }
    let stands = (0..points.len()).all(|left_out| {
        let rest = points.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, point)| *point);
        slope(&rest).is_some_and(|(without, _)| without * test.slope > 0.0)
    });
    if !stands {
        return Trend::Outlier(test);
    }
    let direction = if test.slope > 0.0 { Direction::Increasing } else { Direction::Decreasing };
    Trend::Changed { direction, test }
}

/// The slope with weights 1/variance and the information it rests on, the inverse of its own variance; none when all
/// points share one year.
///
/// Sums of years as they stand lose nine of sixteen digits; the reference's published figures carry that loss, so the
/// order of its arithmetic is kept and only the sums are exact.
fn slope(points: &(impl Iterator<Item = Point> + Clone)) -> Option<(f64, f64)> {
    let sum = |term: fn(Point) -> f64| exact_sum(points.clone().map(term));
    let weights = sum(|(_, _, v)| 1.0 / v);
    let years = sum(|(t, _, v)| t / v);
    let determinant = weights * sum(|(t, _, v)| t * t / v) - years * years;
    let product = weights * sum(|(t, y, v)| y * t / v) - years * sum(|(_, y, v)| y / v);
    let information = determinant / weights;
    (information > 0.0 && information.is_finite()).then(|| (product / determinant, information))
}

/// A sum whose rounding errors are carried along. Source: Neumaier 1974.
fn exact_sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    sum + lost
}
