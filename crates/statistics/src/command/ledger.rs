//! `cairn disclosure ledger`: is a release safe beside everything published before it?

use serde_json::{Map, Value, json};

use crate::command::CommandError;
use crate::command::disclosure::{attacker, shape, width};
use crate::command::fields::{CaseError, Fields, object, unknown};
use crate::command::tables::{self, Asked};
use crate::disclosure::ledger::{Exposure, Ledger, Place, Refused, Release};
use crate::disclosure::table::{Attacker, Cell, Sensitivity};

/// What became of a release.
pub(super) struct Weighed {
    /// The answer to print.
    pub(super) answer: Value,
    /// The ledger with the release in it, when it was entered.
    pub(super) entered: Option<Value>,
}

/// Weighs a release with all in the ledger; without one, the ledger itself.
pub(super) fn weigh(ledger: &Value, release: Option<&Value>) -> Result<Weighed, CommandError> {
    let reading = (|| {
        let fields = object("the ledger", ledger)?;
        let head = Head::read(&fields)?;
        let before = before(&fields, &head)?;
        let release = release.map(|value| one(&head, &object("the release", value)?)).transpose()?;
        Ok((before, release))
    })();
    let (before, entering) = reading.map_err(|error| shape(&error))?;
    let (Some(entering), Some(value)) = (entering, release) else {
        let found = before.exposures();
        return Ok(Weighed { answer: answer(before.releases().len(), found)?, entered: None });
    };
    match before.enter(entering) {
        Ok(after) => {
            let mut file = ledger.clone();
            if let Some(slot) = file.as_object_mut() {
                let releases = slot.entry("releases").or_insert(Value::Null);
                match releases.as_array_mut() {
                    Some(list) => list.push(value.clone()),
                    None => *releases = json!([value]),
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
    let rows: Vec<Value> = exposures.iter().map(row).collect();
    let said = format!("Sensitive cells that would be revealed: {}.", rows.len());
    Ok(json!({ "safe": false, "said": said, "exposures": rows }))
}

/// An exposure. `inner` stands only where no release lists the cell, `insider` only where not everybody could tell.
fn row(found: &Exposure) -> Value {
    let mut row = Map::new();
    row.insert("cell".to_owned(), places(&found.cell));
    if found.cell.is_empty() {
        row.insert("inner".to_owned(), json!(found.inner));
    }
    row.insert("lo_int".to_owned(), found.low.into());
    row.insert("hi_int".to_owned(), if found.high.is_finite() { found.high.into() } else { Value::Null });
    row.insert("revealed_by".to_owned(), places(&found.revealed_by));
    if let Some(insider) = &found.insider {
        row.insert("insider".to_owned(), json!({ "inner": insider.inner, "knows": places(&insider.knows) }));
    }
    row.into()
}

fn places(places: &[Place]) -> Value {
    places.iter().map(|place| json!({ "release": place.release, "cell": place.cell })).collect()
}

/// What a ledger says of all its releases.
struct Head<'a> {
    inner: Vec<u64>,
    rule: Option<Asked<'a>>,
    /// From whom releases are kept that do not say.
    attacker: Attacker,
}

impl<'a> Head<'a> {
    fn read(fields: &Fields<'a>) -> Result<Self, CaseError> {
        let attacker = attacker(fields)?.unwrap_or(Attacker::Outsider);
        Ok(Self { inner: tables::inner(fields)?, rule: tables::asked(fields)?, attacker })
    }
}

fn before(fields: &Fields, head: &Head) -> Result<Ledger, CaseError> {
    let mut releases = Vec::new();
    if fields.get("releases").is_some() {
        for release in fields.rows("releases")? {
            releases.push(one(head, &release)?);
        }
    }
    let wrong = |error: String| unknown("the ledger", &error);
    let width = width(fields, head.rule.as_ref().map(Asked::largest))?;
    let watched = watched(fields, head)?;
    let mut ledger = Ledger::new(head.inner.clone(), tables::zeros(head.rule.as_ref()), width)
        .and_then(|ledger| ledger.watching(watched))
        .map_err(|error| wrong(error.to_string()))?;
    if let Some(people) = tables::people(fields)? {
        ledger = ledger.with_people(people).map_err(|error| wrong(error.to_string()))?;
    }
    ledger.with_releases(releases).map_err(|error| wrong(error.to_string()))
}

/// The finest cells that are sensitive whether a release lists them or not: what the rule calls small, unless the row
/// says otherwise. With `"watch_inner": false` none.
fn watched(fields: &Fields, head: &Head) -> Result<Vec<usize>, CaseError> {
    let mut found = Vec::new();
    if fields.get("watch_inner").is_some() && !fields.flag("watch_inner")? {
        return Ok(found);
    }
    for ((at, row), count) in fields.rows("inner")?.iter().enumerate().zip(&head.inner) {
        let sensitive = match row.get("primary") {
            Some(_) => row.flag("primary")?,
            None => head.rule.as_ref().is_some_and(|rule| rule.is_small(*count)),
        };
        if sensitive {
            found.push(at);
        }
    }
    Ok(found)
}

/// A release: its cells over the ledger's finest cells, sensitive by the ledger's rule.
fn one(head: &Head, release: &Fields) -> Result<Release, CaseError> {
    let name = release.text("name")?.to_owned();
    let inside = || {
        let (members, reasons) = tables::cells(release, &head.inner, head.rule.as_ref())?;
        let cells = members.into_iter().zip(&reasons).map(|(members, reasons)| Cell {
            members,
            sensitivity: if reasons.is_empty() { Sensitivity::Open } else { Sensitivity::Primary },
        });
        let (cells, suppressed) = (cells.collect(), tables::suppressed(release)?);
        Ok(Release { name: name.clone(), cells, suppressed, attacker: attacker(release)?.unwrap_or(head.attacker) })
    };
    inside().map_err(|error: CaseError| CaseError::Within(format!("release {name}"), Box::new(error)))
}
