//! What somebody outside can work out from a published table with holes.
//!
//! The attacker sees the published cells, the structure, that counts are whole and not negative, and the rule. The true
//! counts of suppressed cells and of finest cells are never looked at. Written apart from the protection on purpose: it
//! shares the table with it and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use crate::disclosure::table::{Table, Zeros, real};

/// What can be said of one suppressed cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The published cell.
    pub cell: usize,
    /// The lowest value.
    pub low: f64,
    /// The highest value; none when nothing limits it.
    pub high: Option<f64>,
    /// The lowest whole value.
    pub low_whole: f64,
    /// The highest whole value.
    pub high_whole: Option<f64>,
}

impl Bound {
    /// Whether the value itself is known, counts being whole.
    pub fn is_exact(&self) -> bool {
        self.high_whole.is_some_and(|high| high - self.low_whole < 0.5)
    }

    /// Whether it is known even without counts being whole.
    pub fn is_exact_plain(&self) -> bool {
        self.high.is_some_and(|high| high - self.low < 1e-6)
    }

    /// The width in whole counts, endless when nothing limits it.
    pub fn width(&self) -> f64 {
        self.high_whole.map_or(f64::INFINITY, |high| high - self.low_whole)
    }
}

/// What the attacker knows beside the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Knowledge {
    /// Whether the rule is known. It only helps where zeros are published: then what is held back is at least 1.
    pub rule: Rule,
    /// A suppressed cell the attacker belongs to and knows.
    pub own_cell: Option<usize>,
}

/// Whether the attacker knows by which rule cells are held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// They do.
    Known,
    /// They do not.
    Unknown,
}

/// Why an attack could not be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttackError {
    /// A suppressed cell that is not in the table.
    #[error("suppressed cell {0} is not in the table")]
    NoSuchCell(usize),
    /// A zero is held back although the rule, which is known, always publishes zeros: no count agrees with both.
    #[error("cell {0} is zero and held back, but zeros are published")]
    HeldZero(usize),
    /// The solver broke off.
    #[error("the bounds of cell {0} could not be worked out")]
    Solver(usize),
}

/// The bounds of every suppressed cell.
pub fn attack(table: &Table, suppressed: &[usize], knowledge: Knowledge) -> Result<Vec<Bound>, AttackError> {
    if let Some(cell) = suppressed.iter().find(|cell| **cell >= table.cells().len()) {
        return Err(AttackError::NoSuchCell(*cell));
    }
    let asked: BTreeSet<usize> = suppressed.iter().copied().collect();
    let view = View::of(table, &asked, knowledge)?;
    asked.iter().map(|cell| view.bound(*cell).ok_or(AttackError::Solver(*cell))).collect()
}

/// The bounds of any sums of finest cells, in the order asked; `cell` in them is the place in that order.
pub fn sums(
    table: &Table,
    suppressed: &[usize],
    knowledge: Knowledge,
    asked: &[&[usize]],
) -> Result<Vec<Bound>, AttackError> {
    let view = View::of(table, &suppressed.iter().copied().collect(), knowledge)?;
    let bound = |(at, members): (usize, &&[usize])| view.sum(at, members).ok_or(AttackError::Solver(at));
    asked.iter().enumerate().map(bound).collect()
}

/// For any sums of finest cells, in the order asked, the finest cells whose counts can still move theirs. Empty where the
/// sum is known.
pub fn parts(
    table: &Table,
    suppressed: &[usize],
    knowledge: Knowledge,
    asked: &[&[usize]],
) -> Result<Vec<BTreeSet<usize>>, AttackError> {
    let view = View::of(table, &suppressed.iter().copied().collect(), knowledge)?;
    Ok(asked.iter().map(|members| view.part(&view.open(members)).0).collect())
}

/// Members that are still open, and what they must come to.
#[derive(Debug, Clone)]
struct Equation {
    members: Vec<usize>,
    sum: u64,
}

/// What the attacker has after the simple steps.
struct View<'a> {
    table: &'a Table,
    known: BTreeMap<usize, u64>,
    equations: Vec<Equation>,
    /// Suppressed cells that are at least this.
    floors: Vec<Equation>,
    /// For every open finest cell the equations and floors it stands in.
    stands_in: BTreeMap<usize, Vec<usize>>,
}

impl<'a> View<'a> {
    fn of(table: &'a Table, suppressed: &BTreeSet<usize>, knowledge: Knowledge) -> Result<Self, AttackError> {
        let seen = |cell: &usize| !suppressed.contains(cell) || knowledge.own_cell == Some(*cell);
        let line =
            |cell: usize, sum: u64| table.cells().get(cell).map(|cell| Equation { members: cell.members.clone(), sum });
        let all = 0..table.cells().len();
        let mut equations: Vec<Equation> = all
            .clone()
            .filter(seen)
            .filter_map(|cell| line(cell, table.frequencies().get(cell).copied().unwrap_or(0)))
            .collect();
        let mut known = BTreeMap::new();
        while step(&mut equations, &mut known) {}
        let aware = knowledge.rule == Rule::Known && table.zeros() == Zeros::Published;
        let mut floors: Vec<Equation> = Vec::new();
        for cell in all.filter(|cell| aware && !seen(cell)) {
            if table.frequencies().get(cell) == Some(&0) {
                return Err(AttackError::HeldZero(cell));
            }
            floors.extend(line(cell, 1));
        }
        reduce(&mut floors, &known);
        let mut stands_in: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, equation) in equations.iter().chain(&floors).enumerate() {
            for member in &equation.members {
                stands_in.entry(*member).or_default().push(at);
            }
        }
        Ok(Self { table, known, equations, floors, stands_in })
    }

    fn bound(&self, cell: usize) -> Option<Bound> {
        self.sum(cell, &self.table.cells().get(cell)?.members)
    }

    /// The finest cells among these that are not known.
    fn open(&self, members: &[usize]) -> Vec<usize> {
        members.iter().copied().filter(|member| !self.known.contains_key(member)).collect()
    }

    fn sum(&self, cell: usize, members: &[usize]) -> Option<Bound> {
        let fixed: u64 = members.iter().filter_map(|member| self.known.get(member)).sum();
        let open = self.open(members);
        let fixed = real(fixed);
        if open.is_empty() {
            return Some(Bound { cell, low: fixed, high: Some(fixed), low_whole: fixed, high_whole: Some(fixed) });
        }
        let part = self.part(&open);
        let (low, low_whole) = self.extreme(&part, &open, OptimizationDirection::Minimize)?;
        let (high, high_whole) = self.extreme(&part, &open, OptimizationDirection::Maximize)?;
        Some(Bound {
            cell,
            low: fixed + low?,
            high: high.map(|high| fixed + high),
            low_whole: fixed + low_whole?,
            high_whole: high_whole.map(|high| fixed + high),
        })
    }

    /// Everything that hangs together with these finest cells: cells, and the numbers of equations and floors.
    fn part(&self, start: &[usize]) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let mut cells: BTreeSet<usize> = start.iter().copied().collect();
        let mut lines = BTreeSet::new();
        let mut open: Vec<usize> = start.to_vec();
        while let Some(cell) = open.pop() {
            for at in self.stands_in.get(&cell).into_iter().flatten() {
                if lines.insert(*at) {
                    let line = self.line(*at);
                    open.extend(line.iter().flat_map(|line| &line.members).filter(|member| cells.insert(**member)));
                }
            }
        }
        (cells, lines)
    }

    fn line(&self, at: usize) -> Option<&Equation> {
        self.equations.get(at).or_else(|| self.floors.get(at.checked_sub(self.equations.len())?))
    }

    /// The plain and the whole extreme of a sum; an inner none is "without limit", an outer none a solver that broke off.
    fn extreme(
        &self,
        part: &(BTreeSet<usize>, BTreeSet<usize>),
        aim: &[usize],
        direction: OptimizationDirection,
    ) -> Option<(Option<f64>, Option<f64>)> {
        let (plain, whole) = self.solve(part, aim, direction, Numbers::Any)?;
        if whole {
            return Some((plain, plain.map(f64::round)));
        }
        let (exact, _) = self.solve(part, aim, direction, Numbers::Whole)?;
        Some((plain, exact.map(f64::round)))
    }

    fn solve(
        &self,
        (cells, lines): &(BTreeSet<usize>, BTreeSet<usize>),
        aim: &[usize],
        direction: OptimizationDirection,
        numbers: Numbers,
    ) -> Option<(Option<f64>, bool)> {
        let mut problem = Problem::new(direction);
        let mut variables: BTreeMap<usize, Variable> = BTreeMap::new();
        for cell in cells {
            let weight = if aim.contains(cell) { 1.0 } else { 0.0 };
            let variable = match numbers {
                Numbers::Any => problem.add_var(weight, (0.0, f64::INFINITY)),
                Numbers::Whole => problem.add_integer_var(weight, (0, i32::MAX)),
            };
            variables.insert(*cell, variable);
        }
        for at in lines {
            let line = self.line(*at)?;
            let row: Vec<(Variable, f64)> =
                line.members.iter().filter_map(|member| variables.get(member).map(|found| (*found, 1.0))).collect();
            let operator = if *at < self.equations.len() { ComparisonOp::Eq } else { ComparisonOp::Ge };
            problem.add_constraint(&row, operator, real(line.sum));
        }
        match problem.solve() {
            Ok(outcome) => {
                let solution = outcome.into_solution().ok()?;
                let whole = variables.values().all(|variable| {
                    let value = solution.var_value(*variable);
                    (value - value.round()).abs() < 1e-6
                });
                Some((Some(solution.objective()), whole))
            }
            Err(microlp::Error::Unbounded) => Some((None, true)),
            Err(_) => None,
        }
    }
}

/// Whether counts may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbers {
    Any,
    Whole,
}

/// One round of the simple steps: a sum with one open member gives it away, a sum of zero gives away all.
fn step(equations: &mut Vec<Equation>, known: &mut BTreeMap<usize, u64>) -> bool {
    reduce(equations, known);
    let before = known.len();
    for equation in equations.iter() {
        match equation.members.as_slice() {
            [only] => {
                known.insert(*only, equation.sum);
            }
            many if equation.sum == 0 => known.extend(many.iter().map(|member| (*member, 0))),
            _ => {}
        }
    }
    known.len() > before
}

/// Takes what is known out of the sums; sums without open members fall away, and so do repeated ones.
fn reduce(equations: &mut Vec<Equation>, known: &BTreeMap<usize, u64>) {
    for equation in equations.iter_mut() {
        let given: u64 = equation.members.iter().filter_map(|member| known.get(member)).sum();
        equation.sum = equation.sum.saturating_sub(given);
        equation.members.retain(|member| !known.contains_key(member));
        equation.members.sort_unstable();
    }
    equations.retain(|equation| !equation.members.is_empty());
    equations.sort_by(|one, other| one.members.cmp(&other.members).then(other.sum.cmp(&one.sum)));
    equations.dedup_by(|later, first| later.members == first.members);
}
