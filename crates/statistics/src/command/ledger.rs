//! `cairn disclosure ledger`: is a release safe beside everything published before it?

use serde_json::{Value, json};

use crate::command::CommandError;
use crate::command::disclosure::{shape, width};
use crate::command::fields::{CaseError, Fields, object, unknown};
use crate::command::tables;
use crate::disclosure::ledger::{Exposure, Ledger, Place, Refused, Release};
use crate::disclosure::table::{Cell, Sensitivity};

/// What became of a release.
pub(super) struct Weighed {
    /// The answer to print.
    pub(super) answer: Value,
    /// The ledger with the release in it, when it was entered.
    pub(super) entered: Option<Value>,
}

/// Weighs a release with all in the ledger; without one, the ledger itself.
pub(super) fn weigh(ledger: &Value, release: Option<&Value>) -> Result<Weighed, CommandError> {
    let before = read(ledger).map_err(|error| shape(&error))?;
    let Some(value) = release else {
        let found = before.exposures();
        return Ok(Weighed { answer: answer(before.releases().len(), found)?, entered: None });
    };
    let entering = (|| one(&ledger_fields(ledger)?, &object("the release", value)?))();
    let entering = entering.map_err(|error| shape(&error))?;
    match before.enter(entering) {
        Ok(after) => {
            let mut file = ledger.clone();
            if let Some(slot) = file.as_object_mut() {
                let releases = slot.entry("releases").or_insert_with(|| json!([]));
                if let Some(list) = releases.as_array_mut() {
                    list.push(value.clone());
                }
            }
            let answer = answer(after.releases().len(), Ok(Vec::new()))?;
            Ok(Weighed { answer, entered: Some(file) })
        }
        Err(Refused::Reveals(exposures)) => Ok(Weighed { answer: answer(0, Ok(exposures))?, entered: None }),
        Err(other) => Err(CommandError::Shape(format!("{other}."))),
    }
}

fn answer(releases: usize, exposures: Result<Vec<Exposure>, Refused>) -> Result<Value, CommandError> {
    let exposures = exposures.map_err(|error| CommandError::Shape(format!("{error}.")))?;
    if exposures.is_empty() {
        return Ok(json!({ "safe": true, "releases": releases }));
    }
    let rows: Vec<Value> = exposures
        .iter()
        .map(|found| {
            json!({
                "cell": places(&found.cell), "lo_int": found.low,
                "hi_int": if found.high.is_finite() { Value::from(found.high) } else { Value::Null },
                "revealed_by": places(&found.revealed_by),
            })
        })
        .collect();
    let said = format!("Sensitive cells that would be revealed: {}.", rows.len());
    Ok(json!({ "safe": false, "said": said, "exposures": rows }))
}

fn places(places: &[Place]) -> Value {
    places.iter().map(|place| json!({ "release": place.release, "cell": place.cell })).collect()
}

fn ledger_fields(ledger: &Value) -> Result<Fields<'_>, CaseError> {
    object("the ledger", ledger)
}

fn read(ledger: &Value) -> Result<Ledger, CaseError> {
    let fields = ledger_fields(ledger)?;
    let inner = tables::inner(&fields)?;
    let rule = tables::asked(&fields)?;
    let mut releases = Vec::new();
    if fields.get("releases").is_some() {
        for release in fields.rows("releases")? {
            releases.push(one(&fields, &release)?);
        }
    }
    let width = width(&fields, rule.as_ref().map(tables::Asked::largest))?;
    let ledger = Ledger::of(inner, tables::zeros(rule.as_ref()), width, releases);
    ledger.map_err(|error| unknown("the ledger", &error.to_string()))
}

/// A release: its cells over the ledger's finest cells, sensitive by the ledger's rule.
fn one(ledger: &Fields, release: &Fields) -> Result<Release, CaseError> {
    let name = release.text("name")?.to_owned();
    let inside = || {
        let inner = tables::inner(ledger)?;
        let rule = tables::asked(ledger)?;
        let (members, reasons) = tables::cells(release, &inner, rule.as_ref())?;
        let cells = members.into_iter().zip(&reasons).map(|(members, reasons)| Cell {
            members,
            sensitivity: if reasons.is_empty() { Sensitivity::Open } else { Sensitivity::Primary },
        });
        Ok(Release { name: name.clone(), cells: cells.collect(), suppressed: tables::suppressed(release)? })
    };
    inside().map_err(|error: CaseError| CaseError::Within(format!("release {name}"), Box::new(error)))
}
