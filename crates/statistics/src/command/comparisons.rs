//! Cases that compare: funnels, trends, two areas.

use serde_json::{Map, Value, json};

use crate::command::fields::{CaseError, Fields, pair, print, unknown};
use crate::comparison::{proportions, rates};
use crate::funnel::{Area, Funnel, Kind, Significance};
use crate::proportion::Proportion;
use crate::rate::Rate;
use crate::refusal::Refusal;
use crate::trend::{self, Direction, Measured, Reason, Share, Trend};

type Output = Result<Map<String, Value>, CaseError>;

pub(super) fn funnel(input: &Fields) -> Output {
    let kind = match input.text("statistic")? {
        "proportion" => Kind::Proportion,
        "rate" => Kind::Rate,
        "ratio" => Kind::Ratio,
        other => return Err(unknown("statistic", other)),
    };
    let multiplier = input.factor("multiplier", 100.0)?;
    let mut areas = Vec::new();
    for row in input.rows("rows")? {
        let numerator = row.number("numerator")?;
        // A standardised rate stands for the population that would give it.
        let denominator = match row.perhaps("rate")? {
            Some(rate) if kind == Kind::Rate && rate > 0.0 => multiplier * numerator / rate,
            Some(_) | None => row.number("denominator")?,
        };
        areas.push(Area::new(kind, numerator, denominator)?);
    }
    let funnel = Funnel::new(kind, areas)?;
    let baseline = funnel.baseline();
    let limits: Vec<Value> = funnel
        .limits()?
        .into_iter()
        .map(|limit| {
            let mut row = Map::new();
            let at = match kind {
                Kind::Proportion => "Population",
                Kind::Rate => "Events",
                Kind::Ratio => "Observed_events",
            };
            row.insert(at.to_owned(), limit.at.into());
            for (name, value) in [
                ("lower_2s", limit.two.lower),
                ("upper_2s", limit.two.upper),
                ("lower_3s", limit.three.lower),
                ("upper_3s", limit.three.upper),
            ] {
                row.insert(format!("{name}_limit"), (value * multiplier).into());
                let count = limit.at / value;
                match kind {
                    Kind::Proportion => None,
                    Kind::Rate => row.insert(format!("{name}_population_1_year"), count.into()),
                    Kind::Ratio => row.insert(format!("{name}_exp_events"), count.into()),
                };
            }
            if kind != Kind::Ratio {
                row.insert("baseline".to_owned(), (baseline * multiplier).into());
            }
            Value::from(row)
        })
        .collect();
    let significance: Vec<Option<&str>> = match input.text_or("rate_type", "rate")? {
        "rate" => funnel.significance().into_iter().map(|class| Some(class_name(class))).collect(),
        "dsr" if kind == Kind::Rate => {
            funnel.significance_of_standardised().into_iter().map(|class| class.ok().map(class_name)).collect()
        }
        other => return Err(unknown("rate_type", other)),
    };
    let mut output = Map::new();
    output.insert("limits".to_owned(), limits.into());
    output.insert("significance".to_owned(), json!(significance));
    Ok(output)
}

fn class_name(class: Significance) -> &'static str {
    match class {
        Significance::Low3 => "Low (0.001)",
        Significance::Low2 => "Low (0.025)",
        Significance::Inside => "Not significant",
        Significance::High2 => "High (0.025)",
        Significance::High3 => "High (0.001)",
    }
}

pub(super) fn trend(input: &Fields) -> Output {
    let rows = input.rows("rows")?;
    let verdict = match input.text("kind")? {
        "proportion" => {
            let mut shares = Vec::with_capacity(rows.len());
            for row in rows {
                shares.push(Share {
                    year: row.number("year")?,
                    count: row.perhaps("x")?,
                    denominator: row.perhaps("n")?,
                });
            }
            trend::of_shares(&shares)?
        }
        "other" => {
            let mut measured = Vec::with_capacity(rows.len());
            for row in rows {
                let (lower, upper) = (row.perhaps("lower")?, row.perhaps("upper")?);
                measured.push(Measured { year: row.number("year")?, value: row.perhaps("value")?, lower, upper });
            }
            trend::of_measured(&measured, input.confidence()?)?
        }
        other => return Err(unknown("kind", other)),
    };
    let (name, reason, test) = match verdict {
        Trend::Changed { direction: Direction::Increasing, test } => {
            ("Increasing", "No outliers and significant trend", Some(test))
        }
        Trend::Changed { direction: Direction::Decreasing, test } => {
            ("Decreasing", "No outliers and significant trend", Some(test))
        }
        Trend::Unchanged(test) => ("No significant change", "No significant trend", Some(test)),
        Trend::Outlier(test) => ("No significant change", "Outlier found", Some(test)),
        Trend::Unanswerable(reason) => ("Cannot be calculated", reason_name(reason), None),
    };
    let mut output = Map::new();
    output.insert("trend".to_owned(), name.into());
    output.insert("reason".to_owned(), reason.into());
    output.insert("chi2".to_owned(), json!(test.map(|test| test.chi_squared)));
    output.insert("slope".to_owned(), json!(test.map(|test| test.slope)));
    Ok(output)
}

fn reason_name(reason: Reason) -> &'static str {
    match reason {
        Reason::TooFewPoints => "Not enough data points",
        Reason::Missing => "Missing values",
        Reason::MissingInterval => "Missing at least one confidence interval value",
        Reason::NoLogit => "A share is exactly 0 or 1",
        Reason::NoSpread => "An interval has no width",
    }
}

pub(super) fn two_areas(input: &Fields) -> Output {
    let confidence = input.confidence()?;
    let (x1, n1) = (input.number("x1")?, input.number("n1")?);
    let (x2, n2) = (input.number("x2")?, input.number("n2")?);
    let mut output = Map::new();
    match input.text("kind")? {
        "proportions" => {
            let (one, other) = (Proportion::new(x1, n1)?, Proportion::new(x2, n2)?);
            let difference = proportions::difference(one, other, confidence);
            output.insert("difference".to_owned(), difference.value.into());
            output.insert("newcombe10".to_owned(), pair(Ok(difference.interval)));
            output.insert("wald_prop_test".to_owned(), pair(Ok(proportions::wald_interval(one, other, confidence))));
            output.insert("chisq_p".to_owned(), print(proportions::chi_squared_p(one, other)));
            let katz = proportions::ratio(one, other, confidence);
            let ratio = if x2 > 0.0 { Value::from(one.value() / other.value()) } else { Value::Null };
            output.insert(
                "katz_ratio".to_owned(),
                json!({ "rr": ratio, "lower": katz.ok().map(|found| found.lower), "upper": katz.ok().map(|found| found.upper) }),
            );
            output.insert("fisher_p".to_owned(), exact(proportions::fisher_p(one, other)));
        }
        "rates" => {
            let (one, other) = (Rate::new(x1, n1)?, Rate::new(x2, n2)?);
            output.insert("ratio".to_owned(), print(rates::ratio(one, other)));
            let interval = rates::exact_ratio_interval(one, other, confidence);
            let limits =
                json!([interval.ok().map(|found| found.lower), interval.ok().and_then(|found| found.upper.ok())]);
            output.insert("exact_ratio_ci".to_owned(), limits);
            output.insert("exact_p".to_owned(), exact(rates::exact_p(one, other)));
            let wald = rates::wald_ratio_interval(one, other, confidence);
            output.insert("wald_log_ratio_ci".to_owned(), wald.map_or(Value::Null, |found| pair(Ok(found))));
            let difference = rates::difference(one, other, confidence);
            output.insert("difference".to_owned(), difference.value.into());
            output.insert("mover_difference_ci".to_owned(), pair(Ok(difference.interval)));
        }
        other => return Err(unknown("kind", other)),
    }
    Ok(output)
}

/// An exact test that the counts do not allow has no answer; the intervals beside it stand.
fn exact(p: Result<f64, Refusal>) -> Value {
    p.map_or(Value::Null, Value::from)
}
