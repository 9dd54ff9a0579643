//! The cheapest cells that meet all cuts found so far: a covering programme, relaxed or in whole cells.

use std::collections::BTreeMap;
use std::time::Duration;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolutionStatus, SolveOptions, Variable};

use crate::disclosure::protect::separation::Cut;

/// The programme: candidates with their costs, cuts between them.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    costs: BTreeMap<usize, f64>,
    cuts: Vec<Cut>,
}

/// A pattern that meets the cuts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Covering {
    /// A number from 0 to 1 for every candidate.
    pub(super) shares: BTreeMap<usize, f64>,
    /// No pattern that meets the cuts costs less.
    pub(super) bound: f64,
}

/// Whether cells may be held back in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    Fractional,
    Whole,
}

impl Cover {
    pub(super) fn new(costs: BTreeMap<usize, f64>) -> Self {
        Self { costs, cuts: Vec::new() }
    }

    pub(super) fn costs(&self) -> &BTreeMap<usize, f64> {
        &self.costs
    }

    /// Adds a cut; what is held back anyway is taken off first. False when no pattern can meet it.
    pub(super) fn add(&mut self, cut: &Cut, forced: impl Fn(usize) -> bool) -> bool {
        let given: f64 = cut.terms.iter().filter(|(cell, _)| forced(*cell)).map(|(_, term)| term).sum();
        let right = cut.right - given;
        if right <= 1e-9 {
            return true;
        }
        let open = cut.terms.iter().filter(|(cell, _)| self.costs.contains_key(cell) && !forced(*cell));
        let terms: Vec<(usize, f64)> = open.map(|(cell, term)| (*cell, term.min(right))).collect();
        if terms.iter().map(|(_, term)| term).sum::<f64>() < right - 1e-7 {
            return false;
        }
        self.cuts.push(Cut { terms, right });
        true
    }

    /// Solves the programme as far as the time goes; none when it was interrupted without a bound.
    pub(super) fn solve(&self, cells: Cells, hint: Option<&[usize]>, time: Duration) -> Option<Covering> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut variables: BTreeMap<usize, Variable> = BTreeMap::new();
        for (cell, cost) in &self.costs {
            let variable = match cells {
                Cells::Fractional => problem.add_var(*cost, (0.0, 1.0)),
                Cells::Whole => problem.add_binary_var(*cost),
            };
            variables.insert(*cell, variable);
        }
        for cut in &self.cuts {
            let row: Vec<(Variable, f64)> = cut
                .terms
                .iter()
                .filter_map(|(cell, term)| variables.get(cell).map(|variable| (*variable, term / cut.right)))
                .collect();
            problem.add_constraint(&row, ComparisonOp::Ge, 1.0);
        }
        let mut options = SolveOptions::default();
        options.time_limit = Some(time);
        if let (Cells::Whole, Some(hint)) = (cells, hint) {
            let chosen = |cell: &usize| if hint.contains(cell) { 1.0 } else { 0.0 };
            options.warm_start = Some(variables.iter().map(|(cell, variable)| (*variable, chosen(cell))).collect());
        }
        let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
        let bound = match solution.status() {
            SolutionStatus::Optimal => solution.objective(),
            SolutionStatus::Feasible => solution.stats().best_bound?,
        };
        let shares = variables.iter().map(|(cell, variable)| (*cell, solution.var_value(*variable))).collect();
        Some(Covering { shares, bound })
    }
}
