//! Cases about rounding small counts.

use serde_json::{Map, Value, json};

use crate::command::fields::{CaseError, Fields, index, unknown};
use crate::disclosure::rounding::{quality, round};
use crate::disclosure::table::{Cell, Sensitivity, Table, Zeros};

/// The properties that every finest cell has and that margins are taken over, if they vary.
const PROPERTIES: [&str; 2] = ["age", "sex"];
/// The word for a margin.
const TOTAL: &str = "Total";

/// Rounds the cells of municipality by age by sex, with regions and totals.
pub(super) fn small_counts(input: &Fields) -> Result<Map<String, Value>, CaseError> {
    let base = u64::try_from(index("round_base", input.number("round_base")?)?).unwrap_or(u64::MAX);
    let rows = input.rows("rows")?;
    let mut counts = Vec::with_capacity(rows.len());
    for row in &rows {
        let count = index("freq", row.number("freq")?)?;
        counts.push(u64::try_from(count).unwrap_or(u64::MAX));
    }
    let (mut names, mut members) = (vec![Vec::new()], vec![(0..rows.len()).collect::<Vec<_>>()]);
    (names, members) = split(&rows, &["municipality", "region"], "municipality", &names, &members)?;
    for property in PROPERTIES {
        if varies(&rows, property)? {
            (names, members) = split(&rows, &[property], property, &names, &members)?;
        }
    }
    let cell = |members: &Vec<usize>| Cell { members: members.clone(), sensitivity: Sensitivity::Open };
    let table = Table::new(counts, members.iter().map(cell).collect(), Zeros::Protected)
        .map_err(|error| unknown("rows", &error.to_string()))?;
    let rounded = round(&table, base);
    let publish = names.iter().zip(table.frequencies()).zip(&rounded.cells).map(|((name, original), rounded)| {
        let mut row: Map<String, Value> = name.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        put(&mut row, *original, *rounded);
        row
    });
    let inner = rows.iter().zip(table.inner()).zip(&rounded.inner).map(|((fields, original), rounded)| {
        let mut row = Map::new();
        for key in ["municipality", "age", "sex"] {
            row.extend(fields.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        put(&mut row, *original, *rounded);
        row
    });
    let (all, own) = (quality(table.frequencies(), &rounded.cells), quality(table.inner(), &rounded.inner));
    let metrics = json!({
        "roundBase": base, "maxRound": base.saturating_sub(1), "maxdiff": all.largest,
        "inner_HDutility": own.utility, "HDutility": all.utility, "inner_meanAbsDiff": own.mean,
        "meanAbsDiff": all.mean, "inner_rootMeanSquare": own.root_mean_square, "rootMeanSquare": all.root_mean_square,
    });
    let mut output = Map::new();
    let reference = json!({
        "inner": inner.collect::<Vec<_>>(), "publish": publish.collect::<Vec<_>>(), "metrics": metrics,
    });
    output.insert("reference".to_owned(), reference);
    Ok(output)
}

fn put(row: &mut Map<String, Value>, original: u64, rounded: u64) {
    row.insert("original".to_owned(), original.into());
    row.insert("rounded".to_owned(), rounded.into());
    let difference = i64::try_from(rounded).unwrap_or(i64::MAX) - i64::try_from(original).unwrap_or(i64::MAX);
    row.insert("difference".to_owned(), difference.into());
}

fn varies(rows: &[Fields], property: &str) -> Result<bool, CaseError> {
    let mut first = None;
    for row in rows {
        let value = row.value(property)?;
        if *first.get_or_insert(value) != value {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a published cell is called: property and value.
type Name = Vec<(String, Value)>;

/// Splits every group by the values of some properties, and keeps the group itself as the total.
fn split(
    rows: &[Fields],
    properties: &[&str],
    called: &str,
    names: &[Name],
    groups: &[Vec<usize>],
) -> Result<(Vec<Name>, Vec<Vec<usize>>), CaseError> {
    let (mut all_names, mut all_groups) = (Vec::new(), Vec::new());
    for (name, group) in names.iter().zip(groups) {
        let with = |value: Value| name.iter().cloned().chain([(called.to_owned(), value)]).collect::<Name>();
        all_names.push(with(TOTAL.into()));
        all_groups.push(group.clone());
        for property in properties {
            let mut values: Vec<(&Value, Vec<usize>)> = Vec::new();
            for at in group {
                let Some(row) = rows.get(*at) else { continue };
                let value = row.value(property)?;
                match values.iter_mut().find(|(known, _)| *known == value) {
                    Some((_, members)) => members.push(*at),
                    None => values.push((value, vec![*at])),
                }
            }
            for (value, members) in values {
                all_names.push(with(value.clone()));
                all_groups.push(members);
            }
        }
    }
    Ok((all_names, all_groups))
}
