//! Recent trend: has an indicator risen or fallen over its last five points, and would it say so without any one of them?
//!
//! A line is fitted to the last five points. It counts as a change when its χ² on one degree of freedom passes
//! [`THRESHOLD`] and the slope keeps its sign whichever point is left out. Source: Office for Health Improvement and
//! Disparities, Fingertips technical guidance, trend markers. It says nothing of the years before, of season, or of
//! points that overlap.

use crate::confidence::{Confidence, moderate, not_negative};
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
    /// An interval without width, or points without spread.
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

/// The trend of shares.
///
/// The slope is that of logit(c/d) on the year, every year counting the same. The test asks whether the cases come later
/// than the people do: χ² = (Σ c·u)² / (p(1−p)·Σ d·u²) with u the year less the people's mean year and p = Σc/Σd. This is
/// D(D·Σct − C·Σdt)² / (C(D−C)(D·Σdt² − (Σdt)²)) of the source, written about the mean.
pub fn of_shares(rows: &[Share]) -> Result<Trend, Refusal> {
    for row in rows {
        moderate(row.year, "a year")?;
        let count = row.count.map(|count| not_negative(count, "the count")).transpose()?;
        let people = row.denominator.map(|people| not_negative(people, "the denominator")).transpose()?;
        if let Some((count, denominator)) = count.zip(people).filter(|(count, people)| count > people) {
            return Err(Refusal::CountAboveDenominator { count, denominator });
        }
    }
    let Some(last) = last_points(rows, |row| row.year)? else {
        return Ok(Trend::Unanswerable(Reason::TooFewPoints));
    };
    let counted: Option<Vec<(f64, f64, f64)>> =
        last.iter().map(|row| Some((row.year, row.count?, row.denominator?))).collect();
    let Some(counted) = counted else { return Ok(Trend::Unanswerable(Reason::Missing)) };
    if counted.iter().any(|(_, cases, people)| *cases <= 0.0 || cases >= people) {
        return Ok(Trend::Unanswerable(Reason::NoLogit));
    }
    let line = Line::through(counted.iter().map(|(year, cases, people)| Point {
        year: *year,
        value: (cases / (people - cases)).ln(),
        variance: 1.0,
    }));
    Ok(verdict(&line, |_| later(&counted)))
}

/// χ² of the cases' years against the people's: (year, cases, people).
fn later(counted: &[(f64, f64, f64)]) -> f64 {
    let cases: f64 = counted.iter().map(|row| row.1).sum();
    let people: f64 = counted.iter().map(|row| row.2).sum();
    let first = counted.first().map_or(0.0, |row| row.0);
    let middle = counted.iter().map(|(year, _, people)| (year - first) * people).sum::<f64>() / people;
    let (mut lead, mut spread) = (0.0, 0.0);
    for (year, cases, people) in counted {
        let from_middle = year - first - middle;
        lead += cases * from_middle;
        spread += people * from_middle * from_middle;
    }
    let share = cases / people;
    lead * lead / (share * (1.0 - share) * spread)
}

/// The trend of any other value with an interval at the given level.
///
/// A point weighs 1/σ² with σ = (upper − lower)/(2z); χ² is the slope squared over its variance, which is one over the
/// weighted spread of the years.
pub fn of_measured(rows: &[Measured], confidence: Confidence) -> Result<Trend, Refusal> {
    for row in rows {
        moderate(row.year, "a year")?;
        for value in [row.value, row.lower, row.upper].into_iter().flatten() {
            moderate(value, "a value or limit")?;
        }
        if row.lower.zip(row.upper).is_some_and(|(lower, upper)| lower > upper) {
            return Err(Refusal::Rule("a lower limit lies above its upper limit"));
        }
    }
    let Some(last) = last_points(rows, |row| row.year)? else {
        return Ok(Trend::Unanswerable(Reason::TooFewPoints));
    };
    if last.iter().any(|row| row.value.is_none()) {
        return Ok(Trend::Unanswerable(Reason::Missing));
    }
    let weighed: Option<Vec<Point>> = last
        .iter()
        .map(|row| {
            let deviation = (row.upper? - row.lower?) / (2.0 * confidence.z());
            Some(Point { year: row.year, value: row.value?, variance: deviation * deviation })
        })
        .collect();
    let Some(weighed) = weighed else { return Ok(Trend::Unanswerable(Reason::MissingInterval)) };
    if weighed.iter().any(|point| !point.weight().is_finite() || point.weight() <= 0.0) {
        return Ok(Trend::Unanswerable(Reason::NoSpread));
    }
    let line = about_year_zero(&weighed);
    Ok(verdict(&line, |line| line.slope().powi(2) * line.spread))
}

/// The line with its moments taken about the year 0. That loses nine of sixteen digits, and the published figures that
/// ours are held to carry this loss: so the order of the arithmetic is theirs, and only the sums are exact.
fn about_year_zero(points: &[Point]) -> Line {
    let sum = |term: fn(&Point) -> f64| exact_sum(points.iter().map(term));
    let (weight, years) = (sum(|at| 1.0 / at.variance), sum(|at| at.year / at.variance));
    let spread = weight * sum(|at| at.year * at.year / at.variance) - years * years;
    let product = weight * sum(|at| at.value * at.year / at.variance) - years * sum(|at| at.value / at.variance);
    Line { spread: spread / weight, product: product / weight, ..Line::through(points.iter().copied()) }
}

/// A sum whose rounding errors are carried along. Source: Neumaier 1974.
fn exact_sum(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, lost) = values.fold((0.0_f64, 0.0_f64), |(sum, lost), value| {
        let next = sum + value;
        let (large, small) = if sum.abs() >= value.abs() { (sum, value) } else { (value, sum) };
        (next, lost + ((large - next) + small))
    });
    sum + lost
}

/// The last five by year; none when there are fewer. Two points of one year are refused.
fn last_points<Row: Copy>(rows: &[Row], year: fn(&Row) -> f64) -> Result<Option<Vec<Row>>, Refusal> {
    let mut sorted = rows.to_vec();
    sorted.sort_by(|one, other| year(one).total_cmp(&year(other)));
    if sorted.iter().zip(sorted.iter().skip(1)).any(|(one, next)| year(next) <= year(one)) {
        return Err(Refusal::Rule("two points share a year"));
    }
    Ok(sorted.len().checked_sub(POINTS).map(|early| sorted.split_off(early)))
}

fn verdict(line: &Line, chi_squared: impl FnOnce(&Line) -> f64) -> Trend {
    if !(line.spread > 0.0 && line.spread.is_finite()) {
        return Trend::Unanswerable(Reason::NoSpread);
    }
    let slope = line.slope();
    let test = Test { slope, chi_squared: chi_squared(line) };
    if !(test.slope.is_finite() && test.chi_squared.is_finite()) {
        return Trend::Unanswerable(Reason::NoSpread);
    }
    if test.chi_squared <= THRESHOLD {
        Trend::Unchanged(test)
    } else if line.slopes_without_one().any(|without| without * slope <= 0.0) {
        Trend::Outlier(test)
    } else {
        Trend::Changed { direction: if slope > 0.0 { Direction::Increasing } else { Direction::Decreasing }, test }
    }
}

/// One point and how much it weighs.
#[derive(Debug, Clone, Copy)]
struct Point {
    year: f64,
    value: f64,
    /// Of the value; a point weighs one over it.
    variance: f64,
}

impl Point {
    fn weight(&self) -> f64 {
        self.variance.recip()
    }
}

/// A weighted line, kept as its centre and the moments about it, in which four-digit years lose nothing.
struct Line {
    /// Year and value from the centre, and the weight.
    points: Vec<Point>,
    weight: f64,
    /// Σ w·u²
    spread: f64,
    /// Σ w·u·v
    product: f64,
}

impl Line {
    fn through(points: impl Iterator<Item = Point>) -> Self {
        let points: Vec<Point> = points.collect();
        let weight: f64 = points.iter().map(Point::weight).sum();
        let first = points.first().map_or(0.0, |point| point.year);
        let year = points.iter().map(|point| point.weight() * (point.year - first)).sum::<f64>() / weight;
        let value = points.iter().map(|point| point.weight() * point.value).sum::<f64>() / weight;
        let points: Vec<Point> = points
            .into_iter()
            .map(|point| Point { year: point.year - first - year, value: point.value - value, ..point })
            .collect();
        let spread = points.iter().map(|point| point.weight() * point.year * point.year).sum();
        let product = points.iter().map(|point| point.weight() * point.year * point.value).sum();
        Self { points, weight, spread, product }
    }

    fn slope(&self) -> f64 {
        self.product / self.spread
    }

    /// The slope without each point in turn. Taking a point (u, v) of weight w out of the moments about the centre takes
    /// k·u² and k·u·v off them, with k = w·W/(W − w).
    fn slopes_without_one(&self) -> impl Iterator<Item = f64> {
        self.points.iter().map(|point| {
            let factor = point.weight() * self.weight / (self.weight - point.weight());
            (self.product - factor * point.year * point.value) / (self.spread - factor * point.year * point.year)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(counts: [f64; 5]) -> Vec<Share> {
        let years = [2021.0, 2022.0, 2023.0, 2024.0, 2025.0];
        years
            .into_iter()
            .zip(counts)
            .map(|(year, count)| Share { year, count: Some(count), denominator: Some(100.0) })
            .collect()
    }

    #[test]
    fn chi_squared_of_five_equal_years_is_that_of_the_written_formula() {
        // 10, 20, 30, 40, 50 of 100 each: Σc·u = 100, p = 0.3, Σd·u² = 1000, so χ² = 10000 / 210.
        let Trend::Changed { direction, test } = of_shares(&shares([10.0, 20.0, 30.0, 40.0, 50.0])).unwrap() else {
            panic!("no change found");
        };
        assert_eq!(direction, Direction::Increasing);
        assert!((test.chi_squared - 10_000.0 / 210.0).abs() < 1e-10);
    }

    #[test]
    fn a_rise_that_one_year_makes_alone_is_an_outlier() {
        assert!(matches!(of_shares(&shares([41.0, 40.0, 39.0, 38.0, 80.0])).unwrap(), Trend::Outlier(_)));
    }

    #[test]
    fn without_one_point_the_slope_is_that_of_the_others() {
        let points = [(0.0, 1.0, 1.0), (1.0, 4.0, 2.0), (3.0, 2.0, 1.5), (4.0, 9.0, 0.5)];
        let line = |skipped: usize| {
            let kept = points.iter().enumerate().filter(|(at, _)| *at != skipped);
            Line::through(kept.map(|(_, (year, value, weight))| Point {
                year: *year,
                value: *value,
                variance: 1.0 / weight,
            }))
        };
        for (at, without) in line(points.len()).slopes_without_one().enumerate() {
            assert!((without - line(at).slope()).abs() < 1e-12);
        }
    }

    #[test]
    fn a_share_of_nobody_or_a_missing_year_has_no_answer() {
        assert_eq!(of_shares(&shares([0.0, 1.0, 2.0, 3.0, 4.0])).unwrap(), Trend::Unanswerable(Reason::NoLogit));
        let mut rows = shares([1.0, 1.0, 2.0, 3.0, 4.0]);
        rows[2].count = None;
        assert_eq!(of_shares(&rows).unwrap(), Trend::Unanswerable(Reason::Missing));
        assert_eq!(of_shares(&rows[1..]).unwrap(), Trend::Unanswerable(Reason::TooFewPoints));
    }
}
