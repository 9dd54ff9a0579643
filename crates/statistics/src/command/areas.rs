//! Cases about one area or a set of areas: shares, rates, means, standardised rates, quantiles, gradients.

use serde_json::{Map, Value, json};

use crate::command::fields::{CaseError, Fields, index, level_name, number_or_missing, print, put_limits};
use crate::confidence::{Confidence, Estimate, Interval};
use crate::gradient::{Fit, Gradient, Quantile, Scale};
use crate::mean::Mean;
use crate::proportion::Proportion;
use crate::quantile::{Order, quantiles};
use crate::rate::{Method, Rate};
use crate::refusal::{Refusal, Undefined};
use crate::standardised::direct::{DirectRate, Repeated, RepeatedRate, Stratum};
use crate::standardised::indirect::{self, Indirect};

type Output = Result<Map<String, Value>, CaseError>;

/// The seed of simulated intervals unless the case names one.
const SEED: u64 = 20_170_612;

pub(super) fn wilson(input: &Fields) -> Output {
    pairs(input, |count, denominator, confidence| {
        Ok((Proportion::new(count, denominator)?.wilson(confidence), "Wilson"))
    })
}

pub(super) fn rate(input: &Fields) -> Output {
    pairs(input, |events, population, confidence| {
        Ok((Rate::new(events, population)?.estimate(confidence), method_name(Method::of(events))))
    })
}

fn method_name(method: Method) -> &'static str {
    match method {
        Method::Exact => "Exact",
        Method::Byar => "Byars",
    }
}

/// A count and a denominator, or columns of them in which a missing number gives a missing answer.
fn pairs(
    input: &Fields,
    estimate: impl Fn(f64, f64, Confidence) -> Result<(Estimate, &'static str), Refusal>,
) -> Output {
    let confidence = input.confidence()?;
    let multiplier = input.factor("multiplier", 1.0)?;
    let one = |x: Option<f64>, n: Option<f64>| -> Result<Option<(Estimate, &'static str)>, CaseError> {
        let Some((x, n)) = x.zip(n) else { return Ok(None) };
        Ok(Some(estimate(x, n, confidence).map(|(found, name)| (found.times(multiplier), name))?))
    };
    let (x, n) = (input.value("x")?, input.value("n")?);
    if !x.is_array() && !n.is_array() {
        let found = one(number_or_missing("x", x)?, number_or_missing("n", n)?)?;
        return Ok(columns(&[found], |values| values.first().cloned().unwrap_or(Value::Null)));
    }
    let (counts, denominators) = (input.numbers_or_missing("x")?, input.numbers_or_missing("n")?);
    if counts.len() != denominators.len() {
        return Err(Refusal::LengthsDiffer { left: "x", right: "n" }.into());
    }
    let found = counts.into_iter().zip(denominators).map(|(x, n)| one(x, n)).collect::<Result<Vec<_>, _>>()?;
    Ok(columns(&found, Value::from))
}

fn columns(found: &[Option<(Estimate, &'static str)>], gather: impl Fn(Vec<Value>) -> Value) -> Map<String, Value> {
    let column = |pick: &dyn Fn(&(Estimate, &'static str)) -> Value| {
        gather(found.iter().map(|row| row.as_ref().map_or(Value::Null, pick)).collect())
    };
    let mut output = Map::new();
    output.insert("value".to_owned(), column(&|row| row.0.value.into()));
    output.insert("lowercl".to_owned(), column(&|row| row.0.interval.lower.into()));
    output.insert("uppercl".to_owned(), column(&|row| row.0.interval.upper.into()));
    output.insert("method".to_owned(), column(&|row| row.1.into()));
    output
}

pub(super) fn mean(input: &Fields) -> Output {
    let confidence = input.confidence()?;
    let values = input.numbers_or_missing("values")?;
    let mut output = Map::new();
    output.insert("value_count".to_owned(), values.len().into());
    let known: Option<Vec<f64>> = values.into_iter().collect();
    let Some(known) = known else {
        for key in ["value_sum", "stdev", "value", "lowercl", "uppercl"] {
            output.insert(key.to_owned(), Value::Null);
        }
        return Ok(output);
    };
    let mean = Mean::of(&known)?;
    output.insert("value_sum".to_owned(), print(mean.sum()));
    output.insert("stdev".to_owned(), print(mean.spread()));
    output.insert("value".to_owned(), mean.value().into());
    put_limits(&mut output, 1, confidence, mean.interval(confidence));
    Ok(output)
}

pub(super) fn direct(input: &Fields) -> Output {
    let confidences = input.confidences()?;
    let multiplier = input.factor("multiplier", 100_000.0)?;
    let (events, populations) = (input.numbers_or_missing("x")?, input.numbers("n")?);
    let weights = input.numbers("stdpop")?;
    if events.len() != populations.len() || events.len() != weights.len() {
        return Err(Refusal::LengthsDiffer { left: "x", right: "n or stdpop" }.into());
    }
    let rows = events.into_iter().zip(populations).zip(weights);
    // A missing count is no events in that age band, as the reference has it.
    let strata: Result<Vec<Stratum>, Refusal> = rows.map(|((x, n), w)| Stratum::new(x.unwrap_or(0.0), n, w)).collect();
    let rate = DirectRate::of(&strata?)?;
    let sums = rate.sums();
    let mut output =
        direct_output(sums.events(), sums.population(), multiplier, &confidences, |confidence| rate.dobson(confidence));
    let gamma = rate.gamma(Confidence::NINETY_FIVE);
    // With no events the reference prints its lower limit as missing; the library's is 0.
    let lower = if sums.events() > 0.0 { Value::from(gamma.interval.lower) } else { Value::Null };
    output.insert(
        "fayfeuer95".to_owned(),
        json!({ "crude": rate.crude(), "value": gamma.value, "lci": lower, "uci": gamma.interval.upper }),
    );
    Ok(output)
}

pub(super) fn repeated(input: &Fields) -> Output {
    let confidences = input.confidences()?;
    let multiplier = input.factor("multiplier", 100_000.0)?;
    let mut labels = Vec::new();
    let mut rows = Vec::new();
    for row in input.rows("rows")? {
        let frequency = index("eventfreq", row.number("eventfreq")?)?;
        let stratum = Stratum::new(row.perhaps("x")?.unwrap_or(0.0), row.number("n")?, row.number("stdpop")?)?;
        let age_band = crate::command::fields::label(&mut labels, row.value("ageband")?);
        let frequency = u32::try_from(frequency).unwrap_or(u32::MAX);
        rows.push(Repeated { age_band, frequency, stratum });
    }
    let rate = RepeatedRate::of(&rows)?;
    Ok(direct_output(rate.events(), rate.population(), multiplier, &confidences, |level| rate.dobson(level)))
}

fn direct_output(
    events: f64,
    population: f64,
    multiplier: f64,
    confidences: &[Confidence],
    rate: impl Fn(Confidence) -> Result<Estimate, Undefined>,
) -> Map<String, Value> {
    let mut output = Map::new();
    output.insert("total_count".to_owned(), events.into());
    output.insert("total_pop".to_owned(), population.into());
    for confidence in confidences {
        let found = rate(*confidence).map(|found| found.times(multiplier));
        output.insert("value".to_owned(), print(found.map(|found| found.value)));
        put_limits(&mut output, confidences.len(), *confidence, found.map(|found| found.interval));
        let statistic = match found {
            Ok(_) => format!("dsr per {multiplier}"),
            Err(_) => "dsr NA for total count < 10".to_owned(),
        };
        output.insert("statistic".to_owned(), statistic.into());
    }
    output
}

pub(super) fn indirect(input: &Fields) -> Output {
    let confidences = input.confidences()?;
    let reference_value = input.factor("refvalue", 1.0)?;
    let rate_multiplier = input.factor("rate_multiplier", 100_000.0)?;
    let columns = [
        input.numbers_or_missing("x")?,
        input.numbers_or_missing("n")?,
        input.numbers_or_missing("x_ref")?,
        input.numbers_or_missing("n_ref")?,
    ];
    let [x, n, x_ref, n_ref] = &columns;
    if columns.iter().any(|column| column.len() != x.len()) {
        return Err(Refusal::LengthsDiffer { left: "x", right: "n, x_ref or n_ref" }.into());
    }
    let mut strata = Vec::with_capacity(x.len());
    for (((x, n), x_ref), n_ref) in x.iter().zip(n).zip(x_ref).zip(n_ref) {
        let need = |value: &Option<f64>, key: &str| value.ok_or_else(|| CaseError::NoValue(key.to_owned()));
        let (n, n_ref) = (need(n, "n")?, need(n_ref, "n_ref")?);
        strata.push(indirect::Stratum::new(x.unwrap_or(0.0), n, x_ref.unwrap_or(0.0), n_ref)?);
    }
    let found = Indirect::of(&strata)?;
    let part = |factor: f64| {
        let mut part = Map::new();
        part.insert("observed".to_owned(), found.observed().into());
        part.insert("expected".to_owned(), found.expected().into());
        part.insert("method".to_owned(), method_name(found.method()).into());
        for confidence in &confidences {
            let ratio = found.ratio(*confidence).map(|ratio| ratio.times(factor));
            part.insert("value".to_owned(), print(ratio.map(|ratio| ratio.value)));
            put_limits(&mut part, confidences.len(), *confidence, ratio.map(|ratio| ratio.interval));
        }
        part
    };
    let reference_rate = found.reference_rate() * rate_multiplier;
    let mut rate = part(reference_rate);
    rate.insert("ref_rate".to_owned(), reference_rate.into());
    let mut output = Map::new();
    output.insert("ratio".to_owned(), part(reference_value).into());
    output.insert("rate".to_owned(), rate.into());
    Ok(output)
}

pub(super) fn quantile(input: &Fields) -> Output {
    let values = input.numbers_or_missing("values")?;
    let count = index("nquantiles", input.number_or("nquantiles", 10.0)?)?;
    let inverted = input.get("invert").is_none() || input.flag("invert")?;
    let order = if inverted { Order::HighestFirst } else { Order::LowestFirst };
    let found = quantiles(&values, u32::try_from(count).unwrap_or(u32::MAX), order)?;
    let column = found.unwrap_or_else(|_| vec![None; values.len()]);
    let mut output = Map::new();
    output.insert("quantile".to_owned(), json!(column));
    Ok(output)
}

pub(super) fn gradient(input: &Fields) -> Output {
    let confidences = input.confidences()?;
    let scale = match index("value_type", input.number("value_type")?)? {
        0 => Scale::Plain,
        1 => Scale::Log,
        2 => Scale::Logit,
        other => return Err(crate::command::fields::unknown("value_type", &other.to_string())),
    };
    let transformed = input.get("transform").is_some() && input.flag("transform")?;
    let fit = if transformed { Fit::Transformed } else { Fit::Values };
    let mut rows = Vec::new();
    for row in input.rows("rows")? {
        let interval = Interval { lower: row.number("lower_cl")?, upper: row.number("upper_cl")? };
        let quantile = Quantile::new(row.number("population")?, row.number("value")?, interval)?;
        rows.push((row.number("quantile")?, quantile));
    }
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    let complete = rows.iter().zip(1_u32..).all(|((number, _), wanted)| (number - f64::from(wanted)).abs() < 0.5);
    if !complete {
        return Err(Refusal::Rule("the quantiles are not 1, 2, 3 and so on, each once").into());
    }
    let rows: Vec<Quantile> = rows.into_iter().map(|row| row.1).collect();
    let gradient = Gradient::new(&rows, scale, fit, input.factor("multiplier", 1.0)?)?;
    let indices = gradient.indices();
    let slope = gradient.slope();
    let analytic = confidences.first().and_then(|confidence| gradient.analytic_interval(*confidence));
    let mut output = Map::new();
    output.insert("sii".to_owned(), indices.slope_index.into());
    output.insert("rii".to_owned(), print(indices.relative_index));
    output.insert("intercept".to_owned(), indices.intercept.into());
    output.insert(
        "model_scale".to_owned(),
        json!({ "slope": slope.map(|found| found.0), "se_slope": slope.map(|found| found.1) }),
    );
    let analytic = analytic.map(|interval| json!({ "sii_lower": interval.lower, "sii_upper": interval.upper }));
    output.insert("analytic_ci".to_owned(), analytic.unwrap_or(Value::Null));
    output.insert("simulated_ci".to_owned(), simulated(&gradient, &confidences).into());
    Ok(output)
}

fn simulated(gradient: &Gradient, confidences: &[Confidence]) -> Map<String, Value> {
    let mut output = Map::new();
    for confidence in confidences {
        let (slope, ratio) = gradient.simulated_intervals(*confidence, SEED);
        let name = level_name(*confidence);
        output.insert(format!("sii_lower{name}cl"), print(slope.map(|slope| slope.lower)));
        output.insert(format!("sii_upper{name}cl"), print(slope.map(|slope| slope.upper)));
        output.insert(format!("rii_lower{name}cl"), print(ratio.map(|ratio| ratio.lower)));
        output.insert(format!("rii_upper{name}cl"), print(ratio.map(|ratio| ratio.upper)));
    }
    output
}
