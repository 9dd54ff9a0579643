//! The second pass over a table, where the first could not keep its figures: cells that are given twice, cubes that are mostly empty,
//! rows in no order with very many categories.

use std::collections::HashSet;

use super::cell;
use super::columns::Plan;
use super::input::Dialect;
use super::met::Met;
use super::scan::Record;
use super::shape::{Held, Shape};
use super::told::{NO_FIGURE, Told};
use crate::fault::{Code, Fault, Result};
use crate::model::{Cells, Marks, Part, Values};

/// Puts the figures where they belong.
pub(super) struct Filling<'a> {
    plan: &'a Plan,
    decimal: u8,
    shortest: usize,
    met: Vec<Met>,
    /// How many categories each of them has.
    sizes: Vec<u64>,
    cells: Cells,
    sparse: Option<Vec<(u64, f64)>>,
    /// Cells of a sparse cube that were given by a mark alone.
    bare: HashSet<u64>,
    told: Told,
}

impl<'a> Filling<'a> {
    pub(super) fn new(plan: &'a Plan, dialect: &Dialect, met: Vec<Met>, shape: &Shape) -> Self {
        let length = usize::try_from(shape.size).unwrap_or(0);
        let (cells, sparse) = match shape.held {
            Held::Whole => {
                let parts = plan.beside.iter().map(|(part, _)| (*part, vec![f64::NAN; length])).collect();
                (Cells { parts, ..Cells::dense(vec![f64::NAN; length]) }, None)
            }
            Held::Filled(cells) => {
                let values = Values::Sparse { size: shape.size, cells: Vec::new() };
                (Cells { values, ..Cells::default() }, Some(Vec::with_capacity(usize::try_from(cells).unwrap_or(0))))
            }
        };
        Self {
            plan,
            decimal: dialect.decimal,
            shortest: dialect.shortest(plan.headings.len()),
            met,
            sizes: shape.dimensions.iter().map(|dimension| dimension.categories.len() as u64).collect(),
            cells,
            sparse,
            bare: HashSet::new(),
            told: Told::default(),
        }
    }

    /// Takes a row below the headings.
    pub(super) fn fill(&mut self, record: Record<'_>) -> Result<()> {
        if record.is_blank() {
            return Ok(());
        }
        if !self.plan.is_whole(record, self.shortest) {
            self.told.not_whole(self.plan, record);
            return Ok(());
        }
        let mut base = 0_u64;
        for (met, size) in self.met.iter_mut().zip(&self.sizes) {
            let found = met.find(record).ok_or_else(|| {
                Fault::new(Code::Incomplete, format!("line {}", record.line), "the file changed while it was read")
            })?;
            base = base * size + u64::from(found.meaning);
        }
        let width = self.plan.figures.len() as u64;
        let plan = self.plan;
        for (offset, column) in plan.figures.iter().enumerate() {
            let position = if plan.wide.is_some() { base * width + offset as u64 } else { base };
            let Some(said) = cell::read(plan, record, *column, self.decimal) else {
                self.told.wrong(record.line, plan.heading(*column), NO_FIGURE);
                continue;
            };
            if self.put(position, said.figure, said.mark.as_deref(), record.line, *column) {
                self.beside(record, position);
            }
        }
        Ok(())
    }

    /// Fills a cell; whether it was this row that did. What is given first stays, and a row that says nothing is no second one.
    fn put(&mut self, position: u64, figure: f64, mark: Option<&str>, line: u64, column: usize) -> bool {
        let cells = &mut self.cells;
        let at = usize::try_from(position).ok();
        let given = match &cells.values {
            Values::Dense(values) => {
                let cell = at.and_then(|at| values.get(at));
                cell.is_some_and(|cell| !cell.is_nan()) || cells.marks.at(position).is_some()
            }
            // Figures that come twice are found when all are sorted.
            Values::Sparse { .. } | Values::Mixed(_) => self.bare.contains(&position),
        };
        if given {
            if !figure.is_nan() || mark.is_some() {
                self.told.wrong(line, self.plan.heading(column), "the same cell has been given already");
            }
            return false;
        }
        if let Some(sparse) = &mut self.sparse {
            if !figure.is_nan() {
                sparse.push((position, figure));
            } else if mark.is_some() {
                self.bare.insert(position);
            }
        } else if let Values::Dense(values) = &mut cells.values
            && let Some(cell) = at.and_then(|at| values.get_mut(at))
        {
            *cell = figure;
        }
        if let Some(mark) = mark.filter(|_| cells.marks.at(position).is_none()) {
            cells.marks.set(position, mark);
        }
        true
    }

    fn beside(&mut self, record: Record<'_>, position: u64) {
        let plan = self.plan;
        for (part, column) in &plan.beside {
            match cell::beside(record, *column, self.decimal) {
                Some(figure) => self.put_beside(*part, position, figure),
                None => self.told.wrong(record.line, plan.heading(*column), NO_FIGURE),
            }
        }
    }

    fn put_beside(&mut self, part: Part, position: u64, figure: f64) {
        let column = self.cells.parts.iter_mut().find(|(each, _)| *each == part);
        let at = usize::try_from(position).ok();
        if let Some(cell) = column.zip(at).and_then(|((_, values), at)| values.get_mut(at)) {
            *cell = figure;
        }
    }

    /// The table has come to its end again.
    pub(super) fn finish(mut self) -> (Cells, Told) {
        if let (Some(mut sparse), Values::Sparse { cells, .. }) = (self.sparse.take(), &mut self.cells.values) {
            sparse.sort_by_key(|(position, _)| *position);
            let before = sparse.len();
            sparse.dedup_by_key(|(position, _)| *position);
            let mut twice = before - sparse.len();
            for (position, _) in sparse.iter().filter(|(position, _)| self.bare.contains(position)) {
                // Its mark came after its figure.
                if let Marks::Each(marks) = &mut self.cells.marks {
                    marks.remove(*position);
                }
                twice += 1;
            }
            *cells = sparse;
            if twice > 0 {
                let text = format!("{twice} cells are given more than once; the first of each was kept");
                self.told.wrong(0, "", &text);
            }
        }
        (self.cells, self.told)
    }
}
