//! `cairn disclosure protect` and `cairn disclosure attack`: a table in, an answer out.

use std::time::Duration;

use serde_json::{Value, json};

use crate::command::CommandError;
use crate::command::fields::{CaseError, Fields, index, object, unknown};
use crate::disclosure::attack::{self, Knowledge, Rule};
use crate::disclosure::protect;
use crate::disclosure::rules::CountRule;
use crate::disclosure::table::{Attacker, Cell, Demand, Objective, Sensitivity, Table, Zeros};

/// How long a search for the cheapest pattern may take unless the file says otherwise, in seconds.
const SECONDS: f64 = 50.0;
/// The longest it may say, in seconds.
const SECONDS_MAX: f64 = 3600.0;

pub(super) fn protect(file: &Value) -> Result<Value, CommandError> {
    let (table, demand) = (|| {
        let fields = object("the file", file)?;
        let (table, rule) = table(&fields)?;
        Ok((table, demand(&fields, rule)?))
    })()
    .map_err(|error| shape(&error))?;
    let found = protect::protect(&table, &demand).map_err(|error| CommandError::Shape(format!("{error}.")))?;
    let certificate: Vec<Value> = found
        .certificates
        .iter()
        .map(|one| {
            json!({
                "cell": one.cell, "lo": one.low, "hi": one.high,
                "lo_int": one.low_whole, "hi_int": one.high_whole,
            })
        })
        .collect();
    let cost = protect::secondary_cost(&table, &demand, &found.suppressed);
    Ok(json!({
        "suppressed": found.suppressed,
        "optimal": found.optimal,
        "cost": { "cells": found.secondary_cells, "freq_sum": found.secondary_frequency },
        "bound": found.bound,
        "gap": (cost - found.bound).max(0.0),
        "certificate": certificate,
    }))
}

pub(super) fn attack(file: &Value) -> Result<Value, CommandError> {
    let (table, suppressed, knowledge, attacker) = (|| {
        let fields = object("the file", file)?;
        let (table, _) = table(&fields)?;
        let knows = fields.get("knows_rule").is_none() || fields.flag("knows_rule")?;
        let rule = if knows { Rule::Known } else { Rule::Unknown };
        let suppressed = suppressed(&fields)?;
        Ok((table, suppressed, Knowledge { rule, own_cell: None }, attacker(&fields)?))
    })()
    .map_err(|error| shape(&error))?;
    let broken = |error: attack::AttackError| CommandError::Shape(format!("{error}."));
    let mut bounds = attack::attack(&table, &suppressed, knowledge).map_err(broken)?;
    let mut revealed_to = Vec::new();
    if attacker == Attacker::Insider {
        let contributes = |cell: &&usize| table.frequencies().get(**cell).copied().unwrap_or(0) > 0;
        for own in suppressed.iter().filter(contributes) {
            let inside = Knowledge { own_cell: Some(*own), ..knowledge };
            let narrower = attack::attack(&table, &suppressed, inside).map_err(broken)?;
            for (slot, found) in bounds.iter_mut().zip(narrower).filter(|(_, found)| found.cell != *own) {
                if found.is_exact() {
                    revealed_to.push(json!({ "cell": found.cell, "to": own }));
                }
                if found.width() < slot.width() {
                    *slot = found;
                }
            }
        }
    }
    let primaries: Vec<usize> = table.primaries().collect();
    let rows: Vec<Value> = bounds
        .iter()
        .map(|one| {
            json!({
                "cell": one.cell, "primary": primaries.contains(&one.cell), "lo": one.low, "hi": one.high,
                "lo_int": one.low_whole, "hi_int": one.high_whole,
            })
        })
        .collect();
    let cells = |keep: &dyn Fn(&attack::Bound) -> bool| -> Vec<usize> {
        bounds.iter().filter(|bound| keep(bound)).map(|bound| bound.cell).collect()
    };
    Ok(json!({
        "bounds": rows,
        "exact": cells(&attack::Bound::is_exact),
        "exact_primary": cells(&|bound| bound.is_exact() && primaries.contains(&bound.cell)),
        "exact_lp": cells(&attack::Bound::is_exact_plain),
        "revealed_to": revealed_to,
    }))
}

fn shape(error: &CaseError) -> CommandError {
    CommandError::Shape(format!("{error}."))
}

/// The table and the largest count its rule calls small.
fn table(fields: &Fields) -> Result<(Table, Option<CountRule>), CaseError> {
    let rule = rule(fields)?;
    let mut inner = Vec::new();
    for row in fields.rows("inner")? {
        inner.push(count("freq", row.number("freq")?)?);
    }
    let (rows, lists) = (fields.rows("publish")?, fields.list("members")?);
    if rows.len() != lists.len() {
        return Err(crate::refusal::Refusal::LengthsDiffer { left: "publish", right: "members" }.into());
    }
    let mut cells = Vec::with_capacity(rows.len());
    for (row, list) in rows.iter().zip(lists) {
        let numbers = crate::command::fields::numbers("members", list)?;
        let members: Vec<usize> =
            numbers.into_iter().map(|number| index("members", number)).collect::<Result<_, _>>()?;
        let sum: u64 = members.iter().filter_map(|member| inner.get(*member)).sum();
        if row.get("freq").is_some() && count("freq", row.number("freq")?)? != sum {
            return Err(crate::refusal::Refusal::Rule("a published count is not the sum of its members").into());
        }
        let sensitivity = match (row.get("primary"), rule) {
            (Some(_), _) if row.flag("primary")? => Sensitivity::Primary,
            (Some(_), _) | (None, None) => Sensitivity::Open,
            (None, Some(rule)) => rule.judge(sum),
        };
        cells.push(Cell { members, sensitivity });
    }
    let zeros = rule.map_or(Zeros::Protected, |rule| rule.zeros);
    let table = Table::new(inner, cells, zeros).map_err(|error| unknown("table", &error.to_string()))?;
    Ok((table, rule))
}

fn rule(fields: &Fields) -> Result<Option<CountRule>, CaseError> {
    if fields.get("rule").is_none() {
        return Ok(None);
    }
    let rule = fields.object("rule")?;
    let protected = rule.get("protect_zeros").is_none() || rule.flag("protect_zeros")?;
    let zeros = if protected { Zeros::Protected } else { Zeros::Published };
    Ok(Some(CountRule { largest: count("maxN", rule.number_or("maxN", 3.0)?)?, zeros }))
}

fn demand(fields: &Fields, rule: Option<CountRule>) -> Result<Demand, CaseError> {
    let width = match (fields.get("min_width"), rule) {
        (Some(_), _) => count("min_width", fields.number("min_width")?)?,
        (None, Some(rule)) => rule.largest + 1,
        (None, None) => 1,
    };
    let objective = match fields.get("objective").and_then(Value::as_str) {
        None | Some("cells") => Objective::Cells,
        Some("freq") => Objective::Frequency,
        Some(other) => return Err(unknown("objective", other)),
    };
    let seconds = fields.number_or("seconds", SECONDS)?;
    if !(0.0..=SECONDS_MAX).contains(&seconds) {
        return Err(unknown("seconds", &seconds.to_string()));
    }
    Ok(Demand { width, attacker: attacker(fields)?, objective, time: Duration::from_secs_f64(seconds) })
}

fn attacker(fields: &Fields) -> Result<Attacker, CaseError> {
    match fields.get("attacker").and_then(Value::as_str) {
        None | Some("outsider") => Ok(Attacker::Outsider),
        Some("insider") => Ok(Attacker::Insider),
        Some(other) => Err(unknown("attacker", other)),
    }
}

/// The suppressed cells: a list of numbers, or a mark on each published cell.
fn suppressed(fields: &Fields) -> Result<Vec<usize>, CaseError> {
    if fields.get("suppressed").is_some() {
        let numbers = fields.numbers("suppressed")?;
        return numbers.into_iter().map(|number| index("suppressed", number)).collect();
    }
    let mut found = Vec::new();
    for (at, row) in fields.rows("publish")?.iter().enumerate() {
        if row.flag("suppressed")? {
            found.push(at);
        }
    }
    Ok(found)
}

fn count(key: &str, number: f64) -> Result<u64, CaseError> {
    let whole = index(key, number)?;
    u64::try_from(whole).map_err(|_| unknown(key, &number.to_string()))
}
