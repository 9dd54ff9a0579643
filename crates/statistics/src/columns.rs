//! Rates of very many cells at once, from columns in memory. One pass each, nothing allocated per cell.

use crate::confidence::{Estimate, Interval};
use crate::rate::CountIntervals;
use crate::refusal::{Refusal, Undefined};
use crate::standardised::direct::Sums;

/// Adds one event to the cell of every row. The cell numbers come ready made, for example
/// ((municipality·sexes + sex)·ages + age)·years + year. A number beyond the cells is refused.
pub fn count(rows: impl Iterator<Item = usize>, cells: &mut [u32]) -> Result<(), Refusal> {
    for row in rows {
        let Some(cell) = cells.get_mut(row) else { return Err(Refusal::Rule("a row belongs to no cell")) };
        *cell = cell.saturating_add(1);
    }
    Ok(())
}

/// The rate and interval of every cell, per `multiplier` people. A cell without people has none.
pub fn rates(
    events: &[u32],
    population: &[f64],
    intervals: &CountIntervals,
    multiplier: f64,
    rates: &mut [Result<Estimate, Undefined>],
) -> Result<(), Refusal> {
    if events.len() != population.len() || events.len() != rates.len() {
        return Err(Refusal::LengthsDiffer { left: "the events", right: "the population or the rates" });
    }
    for ((events, people), slot) in events.iter().zip(population).zip(rates) {
        *slot = if *people > 0.0 {
            let scale = multiplier / people;
            let Interval { lower, upper } = intervals.of(*events);
            let interval = Interval { lower: lower * scale, upper: upper * scale };
            Ok(Estimate { value: f64::from(*events) * scale, interval })
        } else {
            Err(Undefined::ZeroDenominator)
        };
    }
    Ok(())
}

/// The directly standardised rate of every group, with Dobson's interval. `group` gives each cell its group, `weights`
/// its weight in the standard population; cells without people are left out. `sums` is working space, one per group.
pub fn direct(
    events: &[u32],
    population: &[f64],
    weights: impl Iterator<Item = f64>,
    group: impl Iterator<Item = usize>,
    sums: &mut [Sums],
) -> Result<(), Refusal> {
    if events.len() != population.len() {
        return Err(Refusal::LengthsDiffer { left: "the events", right: "the population" });
    }
    for (((events, people), weight), group) in events.iter().zip(population).zip(weights).zip(group) {
        let Some(sum) = sums.get_mut(group) else { return Err(Refusal::Rule("a cell belongs to no group")) };
        if *people > 0.0 {
            sum.add_unchecked(f64::from(*events), *people, weight);
        }
    }
    Ok(())
}
