//! Cases about reliable change.

use serde_json::{Map, Value, json};

use crate::command::fields::{CaseError, Fields};
use crate::refusal::Refusal;
use crate::reliable_change::{Better, Change, Measure, Norm};

pub(super) fn reliable(input: &Fields) -> Result<Map<String, Value>, CaseError> {
    let better = if input.flag("lower_is_better")? { Better::Lower } else { Better::Higher };
    let mut measure = Measure::new(input.number("sd_pre")?, input.number("reliability")?, better)?;
    if input.get("dysfunctional").is_some() && input.get("functional").is_some() {
        measure = measure.with_norms(norm(&input.object("dysfunctional")?)?, norm(&input.object("functional")?)?)?;
    }
    let (before, after) = (input.numbers_or_missing("pre")?, input.numbers_or_missing("post")?);
    if before.len() != after.len() {
        return Err(Refusal::LengthsDiffer { left: "pre", right: "post" }.into());
    }
    let pairs = || before.iter().zip(&after).map(|(before, after)| before.zip(*after));
    let index = |pair: Option<(f64, f64)>| pair.map(|(before, after)| measure.index(before, after)).transpose();
    let class =
        |pair: Option<(f64, f64)>| pair.map(|(before, after)| measure.class(before, after).map(name)).transpose();
    let (indices, classes) =
        (pairs().map(index).collect::<Result<Vec<_>, _>>()?, pairs().map(class).collect::<Result<Vec<_>, _>>()?);
    let mut output = Map::new();
    output.insert("se_measurement".to_owned(), measure.error().into());
    output.insert("s_diff".to_owned(), measure.difference_error().into());
    output.insert("rci".to_owned(), json!(indices));
    output.insert("threshold_points".to_owned(), measure.threshold().into());
    output.insert("cutoff_c".to_owned(), json!(measure.cutoff()));
    output.insert("class".to_owned(), json!(classes));
    Ok(output)
}

fn norm(fields: &Fields) -> Result<Norm, CaseError> {
    Ok(Norm { mean: fields.number("mean")?, deviation: fields.number("sd")? })
}

fn name(change: Change) -> &'static str {
    match change {
        Change::Recovered => "recovered",
        Change::Improved => "improved",
        Change::Unchanged => "unchanged",
        Change::Deteriorated => "deteriorated",
    }
}
