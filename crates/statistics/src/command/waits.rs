//! Cases about waiting times.

use serde_json::{Map, Value, json};

use crate::command::fields::{CaseError, Fields, index, label, print, unknown};
use crate::refusal::Refusal;
use crate::survival::curve::{Curve, Scale, Step};
use crate::survival::log_rank::{LogRank, Member, Weighting, compare};
use crate::survival::{Outcome, Wait};

type Output = Result<Map<String, Value>, CaseError>;

/// The quantiles of a waiting time that are printed.
const QUANTILES: [f64; 4] = [0.25, 0.5, 0.75, 0.9];

fn waits(input: &Fields) -> Result<Vec<Wait>, CaseError> {
    let (times, statuses) = (input.numbers("time")?, input.numbers("status")?);
    if times.len() != statuses.len() {
        return Err(Refusal::LengthsDiffer { left: "time", right: "status" }.into());
    }
    let one = |(time, status): (f64, f64)| {
        let outcome = match index("status", status)? {
            0 => Outcome::Censored,
            1 => Outcome::Event,
            other => return Err(unknown("status", &other.to_string())),
        };
        Ok(Wait::new(time, outcome)?)
    };
    times.into_iter().zip(statuses).map(one).collect()
}

fn curve(input: &Fields) -> Result<Curve, CaseError> {
    let scale = match input.text_or("conf_type", "log")? {
        "log" => Scale::Log,
        "log-log" => Scale::LogLog,
        "plain" => Scale::Plain,
        other => return Err(unknown("conf_type", other)),
    };
    Ok(Curve::of(&waits(input)?, scale, input.confidence()?)?)
}

pub(super) fn kaplan_meier(input: &Fields) -> Output {
    let curve = curve(input)?;
    let row = |step: &Step| {
        json!({
            "time": step.time, "n_risk": step.at_risk, "n_event": step.events, "surv": step.share,
            "se": print(step.error), "lower": print(step.interval.map(|interval| interval.lower)),
            "upper": print(step.interval.map(|interval| interval.upper)),
        })
    };
    let quantile = |p: f64| {
        let found = curve.quantile(p);
        json!({ "p": p, "q": print(found.time), "lower": print(found.lower), "upper": print(found.upper) })
    };
    let mean = curve.restricted_mean();
    let mut output = Map::new();
    output.insert("table".to_owned(), curve.steps().iter().map(row).collect());
    output.insert("quantiles".to_owned(), QUANTILES.into_iter().map(quantile).collect());
    output.insert("rmean".to_owned(), json!({ "tau": mean.until, "value": mean.value, "se": mean.error }));
    Ok(output)
}

pub(super) fn at_times(input: &Fields) -> Output {
    let curve = curve(input)?;
    let times = input.numbers("times")?;
    let column =
        |pick: &dyn Fn(Option<&Step>) -> Value| -> Value { times.iter().map(|time| pick(curve.at(*time))).collect() };
    let mut output = Map::new();
    output.insert("surv".to_owned(), column(&|step| step.map_or(1.0, |step| step.share).into()));
    output.insert("se".to_owned(), column(&|step| step.map_or(0.0.into(), |step| print(step.error))));
    let limit = |pick: &dyn Fn(&Step) -> Value| column(&|step| step.map_or(1.0.into(), pick));
    output.insert("lower".to_owned(), limit(&|step| print(step.interval.map(|interval| interval.lower))));
    output.insert("upper".to_owned(), limit(&|step| print(step.interval.map(|interval| interval.upper))));
    output.insert("n_risk".to_owned(), times.iter().map(|time| Value::from(curve.at_risk(*time))).collect());
    Ok(output)
}

pub(super) fn log_rank(input: &Fields) -> Output {
    let waits = waits(input)?;
    let mut strata = Vec::new();
    let stratum_of: Option<Vec<i64>> = match input.get("stratum") {
        Some(_) => Some(input.list("stratum")?.iter().map(|value| label(&mut strata, value)).collect()),
        None => None,
    };
    let group_of = input.numbers("group")?;
    if group_of.len() != waits.len() || stratum_of.as_ref().is_some_and(|column| column.len() != waits.len()) {
        return Err(Refusal::LengthsDiffer { left: "time", right: "group or stratum" }.into());
    }
    let mut names = group_of.clone();
    names.sort_by(f64::total_cmp);
    names.dedup_by(|one, other| one.total_cmp(other).is_eq());
    let members: Vec<Member> = waits
        .iter()
        .zip(&group_of)
        .map(|(wait, group)| {
            let group = names.partition_point(|name| name.total_cmp(group).is_lt());
            Member { wait: *wait, group, stratum: 0 }
        })
        .collect();
    let mut output = Map::new();
    let groups = names.len();
    output.insert("logrank".to_owned(), print_test(&compare(&members, groups, Weighting::Even)?));
    output.insert("peto_rho1".to_owned(), print_test(&compare(&members, groups, Weighting::Early)?));
    if let Some(stratum_of) = stratum_of {
        let within = |(member, stratum): (&Member, i64)| Member { stratum, ..*member };
        let members: Vec<Member> = members.iter().zip(stratum_of).map(within).collect();
        output.insert("stratified".to_owned(), print_test(&compare(&members, groups, Weighting::Even)?));
    }
    Ok(output)
}

fn print_test(found: &LogRank) -> Value {
    let verdict = found.test.ok();
    json!({
        "chisq": verdict.map(|verdict| verdict.chi_squared), "df": verdict.map(|verdict| verdict.degrees),
        "p": verdict.map(|verdict| verdict.p), "observed": found.observed, "expected": found.expected,
    })
}
