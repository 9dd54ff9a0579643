//! Intervals in whole counts, where the plain ones may promise more than whole counts can keep.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use std::collections::BTreeMap;

use crate::disclosure::protect::separation::{Scope, room};
use crate::disclosure::table::{Table, real};

/// The lowest and the highest whole deviation of a cell under a whole pattern; an end without limit is none.
pub(super) fn ends(table: &Table, scope: &Scope, pattern: &[f64], cell: usize) -> (Option<f64>, Option<f64>) {
    let low = push(table, scope, pattern, cell, OptimizationDirection::Minimize, None);
    (low, push(table, scope, pattern, cell, OptimizationDirection::Maximize, None))
}

/// Whether the whole counts a cell may hold lie at least this far apart.
pub(super) fn is_wide(table: &Table, scope: &Scope, pattern: &[f64], cell: usize, width: u64) -> bool {
    match ends(table, scope, pattern, cell) {
        (Some(low), Some(high)) => high - low >= real(width) - 0.5,
        (None, _) | (_, None) => true,
    }
}

/// None when nothing limits the cell, or when the solver gives no answer it can stand for and `otherwise` is none.
fn push(
    table: &Table,
    scope: &Scope,
    pattern: &[f64],
    cell: usize,
    direction: OptimizationDirection,
    otherwise: Option<f64>,
) -> Option<f64> {
    let mut problem = Problem::new(direction);
    let aim = table.cells().get(cell).map_or(&[][..], |cell| cell.members.as_slice());
    let mut variables: BTreeMap<usize, Variable> = BTreeMap::new();
    for inner in &scope.inner {
        let count = table.inner().get(*inner).copied().unwrap_or(0);
        let weight = if aim.contains(inner) { 1.0 } else { 0.0 };
        let low = i32::try_from(count).map_or(i32::MIN + 1, |count| -count);
        variables.insert(*inner, problem.add_integer_var(weight, (low, i32::MAX)));
    }
    for other in &scope.cells {
        let members = table.cells().get(*other).map_or(&[][..], |cell| cell.members.as_slice());
        let row: Vec<(Variable, f64)> =
            members.iter().filter_map(|member| variables.get(member).map(|variable| (*variable, 1.0))).collect();
        if row.is_empty() {
            continue;
        }
        if pattern.get(*other).copied().unwrap_or(0.0) > 0.5 {
            problem.add_constraint(&row, ComparisonOp::Ge, -room(table, *other).0);
        } else {
            problem.add_constraint(&row, ComparisonOp::Eq, 0.0);
        }
    }
    match problem.solve() {
        Ok(outcome) => outcome.into_solution().ok().map(|solution| solution.objective().round()),
        Err(microlp::Error::Unbounded) => None,
        Err(_) => otherwise.or(Some(0.0)),
    }
}
