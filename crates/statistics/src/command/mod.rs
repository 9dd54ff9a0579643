//! The command line: `cairn statistics run`, `cairn disclosure protect`, `attack` and `ledger`.
//!
//! Each reads JSON, answers JSON and holds no rule of its own. A bad file is an error; a bad case in a good file is an
//! answer that names the case, and the other cases are still answered.

mod areas;
mod change;
mod comparisons;
mod disclosure;
mod fields;
mod ledger;
mod rounding;
mod samples;
mod tables;
mod waits;

use std::io::{Read, Write};

use serde_json::{Map, Value, json};

use crate::command::fields::{CaseError, Fields};

/// The largest file read, in bytes.
pub const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// The most cases in one file.
pub const CASES_MAX: usize = 1_000_000;

/// What stops a whole command.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The file cannot be read or the answer cannot be written.
    #[error("cannot read or write")]
    Io(#[from] std::io::Error),
    /// The file is longer than [`FILE_BYTES_MAX`].
    #[error("the file is longer than {FILE_BYTES_MAX} bytes")]
    TooLong,
    /// The file is not JSON.
    #[error("the file is not valid JSON")]
    Json(#[from] serde_json::Error),
    /// The file is JSON of another shape.
    #[error("{0}")]
    Shape(String),
}

/// Answers every case of a file of the form `{"method": …, "cases": [{"id", "input"}]}`.
pub fn statistics(reader: impl Read, writer: impl Write) -> Result<(), CommandError> {
    print(writer, &answer(&read(reader)?)?)
}

/// Finds which cells of a table to hold back: `dims`, `rule`, `inner`, `publish`, `members`, `min_width`, `objective`,
/// `attacker`, `seconds`. Prints the pattern, its cost, the gap to the proven bound, and the certificate.
pub fn protect(reader: impl Read, writer: impl Write) -> Result<(), CommandError> {
    print(writer, &disclosure::protect(&read(reader)?)?)
}

/// Works out what can be inferred from a table with `suppressed` cells.
pub fn attack(reader: impl Read, writer: impl Write) -> Result<(), CommandError> {
    print(writer, &disclosure::attack(&read(reader)?)?)
}

/// What became of a release that was weighed against a ledger.
#[derive(Debug, Clone, PartialEq)]
pub enum Weighed {
    /// Safe with everything before it; the ledger's file with the release in it, when there was one.
    Safe(Option<Vec<u8>>),
    /// Together they would reveal; what, and by which cells, is printed.
    Refused,
}

/// Weighs a release against a ledger: `inner`, `rule`, `min_width`, `releases`. A release has `name`, `publish`,
/// `members` and `suppressed`. Without a release the ledger itself is weighed.
pub fn ledger(ledger: impl Read, release: Option<&mut dyn Read>, writer: impl Write) -> Result<Weighed, CommandError> {
    let file = read(ledger)?;
    let release = release.map(read).transpose()?;
    let found = ledger::weigh(&file, release.as_ref())?;
    print(writer, &found.answer)?;
    if found.answer.get("safe") != Some(&Value::Bool(true)) {
        return Ok(Weighed::Refused);
    }
    let text = found.entered.map(|file| serde_json::to_vec(&file)).transpose()?;
    Ok(Weighed::Safe(text))
}

fn print(mut writer: impl Write, answer: &Value) -> Result<(), CommandError> {
    serde_json::to_writer(&mut writer, answer)?;
    Ok(writer.write_all(b"\n")?)
}

/// Reads a whole file within the limit.
fn read(reader: impl Read) -> Result<Value, CommandError> {
    let mut text = Vec::new();
    reader.take(FILE_BYTES_MAX + 1).read_to_end(&mut text)?;
    if text.len() as u64 > FILE_BYTES_MAX {
        return Err(CommandError::TooLong);
    }
    Ok(serde_json::from_slice(&text)?)
}

fn answer(file: &Value) -> Result<Value, CommandError> {
    let shape = |text: &str| CommandError::Shape(text.to_owned());
    let file = file.as_object().ok_or_else(|| shape("the file is not an object with \"method\" and \"cases\""))?;
    let method =
        file.get("method").and_then(Value::as_str).ok_or_else(|| shape("\"method\" is missing or not text"))?;
    let cases =
        file.get("cases").and_then(Value::as_array).ok_or_else(|| shape("\"cases\" is missing or not a list"))?;
    if cases.len() > CASES_MAX {
        return Err(CommandError::Shape(format!("there are more than {CASES_MAX} cases")));
    }
    let answers: Vec<Value> = cases.iter().enumerate().map(|(index, case)| answer_case(method, index, case)).collect();
    Ok(json!({ "method": method, "cases": answers }))
}

fn answer_case(method: &str, index: usize, case: &Value) -> Value {
    let id = case.get("id").cloned().unwrap_or(Value::Null);
    let name = match &id {
        Value::String(name) => name.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => format!("number {}", index + 1),
    };
    let output = case
        .get("input")
        .and_then(Value::as_object)
        .ok_or(CaseError::NoInput)
        .and_then(|input| dispatch(method, &Fields::new(input)));
    match output {
        Ok(output) => json!({ "id": id, "output": output }),
        Err(error) => json!({ "id": id, "error": format!("case {name}: {error}.") }),
    }
}

fn dispatch(method: &str, input: &Fields) -> Result<Map<String, Value>, CaseError> {
    match method {
        "wilson_proportion" => areas::wilson(input),
        "rate_byar_exact" => areas::rate(input),
        "mean_t" => areas::mean(input),
        "dsr_dobson" => areas::direct(input),
        "dsr_nonindependent" => areas::repeated(input),
        "isr_smr" => areas::indirect(input),
        "quantile" => areas::quantile(input),
        "sii_rii" => areas::gradient(input),
        "funnel" => comparisons::funnel(input),
        "recent_trend" => comparisons::trend(input),
        "compare_two_areas" => comparisons::two_areas(input),
        "kaplan_meier" => waits::kaplan_meier(input),
        "km_at_times" => waits::at_times(input),
        "logrank" => waits::log_rank(input),
        "survey_prevalence" => samples::survey(input),
        "segregation" => samples::segregation(input),
        "moran" => samples::moran(input),
        "reliable_change" => change::reliable(input),
        "small_count_rounding" => rounding::small_counts(input),
        _ => Err(CaseError::UnknownMethod(method.to_owned())),
    }
}
