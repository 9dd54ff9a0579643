//! Intervals in whole counts, where the plain ones may promise more than whole counts can keep.

use std::collections::BTreeMap;
use std::time::Duration;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolutionStatus, Variable};

use crate::disclosure::protect::separation::{Scope, room};
use crate::disclosure::table::{Table, real};

/// The time a certificate's end may take; after it the end counts as the true value, the narrowest there is.
const CERTIFICATE_TIME: Duration = Duration::from_secs(2);

/// What a search in whole counts came to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    At(f64),
    Open,
    /// No answer within the time, or none the solver can stand for.
    Unknown,
}

/// The lowest and the highest whole deviation of a cell under a whole pattern; an end without limit is none.
pub(super) fn ends(table: &Table, scope: &Scope, pattern: &[f64], cell: usize) -> (Option<f64>, Option<f64>) {
    let end = |direction| match push(table, scope, pattern, cell, direction, CERTIFICATE_TIME) {
        End::At(value) => Some(value),
        End::Open => None,
        End::Unknown => Some(0.0),
    };
    (end(OptimizationDirection::Minimize), end(OptimizationDirection::Maximize))
}

/// Whether the whole counts a cell may hold lie at least this far apart; none when the time was too short to tell.
pub(super) fn is_wide(
    table: &Table,
    scope: &Scope,
    pattern: &[f64],
    cell: usize,
    width: u64,
    time: Duration,
) -> Option<bool> {
    let low = push(table, scope, pattern, cell, OptimizationDirection::Minimize, time);
    match (low, push(table, scope, pattern, cell, OptimizationDirection::Maximize, time)) {
        (End::At(low), End::At(high)) => Some(high - low >= real(width) - 0.5),
        (End::Open, _) | (_, End::Open) => Some(true),
        (End::Unknown, _) | (_, End::Unknown) => None,
    }
}

fn push(
    table: &Table,
    scope: &Scope,
    pattern: &[f64],
    cell: usize,
    direction: OptimizationDirection,
    time: Duration,
) -> End {
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
    problem.set_time_limit(time);
    match problem.solve().map(microlp::SolveOutcome::into_solution) {
        Ok(Ok(solution)) if solution.status() == SolutionStatus::Optimal => End::At(solution.objective().round()),
        Err(microlp::Error::Unbounded) => End::Open,
        Ok(Ok(_) | Err(_)) | Err(_) => End::Unknown,
    }
}
