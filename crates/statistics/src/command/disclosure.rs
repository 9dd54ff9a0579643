//! `cairn disclosure protect` and `cairn disclosure attack`: a table in, an answer out.

use std::time::Duration;

use serde_json::{Value, json};

use crate::command::CommandError;
use crate::command::fields::{CaseError, Fields, object, unknown};
use crate::command::tables::{self, Read, count};
use crate::disclosure::attack::{self, Knowledge, Rule};
use crate::disclosure::protect;
use crate::disclosure::table::{Attacker, Demand, Objective};

/// How long a search for the cheapest pattern may take unless the file says otherwise, in seconds.
const SECONDS: f64 = 50.0;
/// The longest it may say, in seconds.
const SECONDS_MAX: f64 = 3600.0;

pub(super) fn protect(file: &Value) -> Result<Value, CommandError> {
    let (read, demand) = (|| {
        let fields = object("the file", file)?;
        let read = tables::read(&fields)?;
        let demand = demand(&fields, read.largest)?;
        Ok((read, demand))
    })()
    .map_err(|error| shape(&error))?;
    let Read { table, reasons, .. } = read;
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
    let primary: Vec<Value> = reasons
        .iter()
        .enumerate()
        .filter(|(_, reasons)| !reasons.is_empty())
        .map(|(cell, reasons)| json!({ "cell": cell, "why": reasons.iter().copied().map(tables::name).collect::<Vec<_>>() }))
        .collect();
    let cost = protect::secondary_cost(&table, &demand, &found.suppressed);
    Ok(json!({
        "suppressed": found.suppressed,
        "primary": primary,
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
        let Read { table, .. } = tables::read(&fields)?;
        let knows = fields.get("knows_rule").is_none() || fields.flag("knows_rule")?;
        let rule = if knows { Rule::Known } else { Rule::Unknown };
        let suppressed = tables::suppressed(&fields)?;
        let attacker = attacker(&fields)?.unwrap_or(Attacker::Outsider);
        Ok((table, suppressed, Knowledge { rule, own_cell: None }, attacker))
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

pub(super) fn shape(error: &CaseError) -> CommandError {
    CommandError::Shape(format!("{error}."))
}

fn demand(fields: &Fields, largest: Option<u64>) -> Result<Demand, CaseError> {
    let width = width(fields, largest)?;
    let objective = match fields.text_or("objective", "cells")? {
        "cells" => Objective::Cells,
        "freq" => Objective::Frequency,
        other => return Err(unknown("objective", other)),
    };
    let seconds = fields.number_or("seconds", SECONDS)?;
    if !(0.0..=SECONDS_MAX).contains(&seconds) {
        return Err(unknown("seconds", &seconds.to_string()));
    }
    let attacker = attacker(fields)?.unwrap_or(Attacker::Outsider);
    Ok(Demand { width, attacker, objective, time: Duration::from_secs_f64(seconds) })
}

/// The width asked for; one more than the largest small count unless it is said.
pub(super) fn width(fields: &Fields, largest: Option<u64>) -> Result<u64, CaseError> {
    match (fields.get("min_width"), largest) {
        (Some(_), _) => count("min_width", fields.number("min_width")?),
        (None, Some(largest)) => Ok(largest + 1),
        (None, None) => Ok(1),
    }
}

/// Against whom; none when it is not said.
pub(super) fn attacker(fields: &Fields) -> Result<Option<Attacker>, CaseError> {
    match fields.text_or("attacker", "")? {
        "" => Ok(None),
        "outsider" => Ok(Some(Attacker::Outsider)),
        "insider" => Ok(Some(Attacker::Insider)),
        other => Err(unknown("attacker", other)),
    }
}
