//! Reads a table of figures into a dataset.

use std::collections::HashSet;

use domain::moment::Day;

use super::columns::Plan;
use super::figure::{self, Written};
use super::identity::{self, Shares};
use super::input::{Dialect, Input, Kind};
use super::mapping::Mapping;
use super::met::Met;
use super::scan::Record;
use super::{MISUNDERSTOOD_MAX, unguarded, workbook};
use crate::fault::{Code, Fault, Result};
use crate::model::{CELLS_MAX, Category, Cells, Dataset, Dimension, Marks, Origin, Part, Provenance, Values};

/// A cube with fewer cells than this for each row is kept whole.
const DENSE_SHARE: u64 = 4;
const DENSE_ALWAYS: u64 = 100_000;
const NO_FIGURE: &str = "not a figure, or its decimal sign is not sure: `decimal` in a mapping says it";

/// A row that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misunderstood {
    /// Its line, from 1.
    pub line: u64,
    /// The heading of the column, if it is one column's fault.
    pub heading: String,
    /// What is wrong.
    pub text: String,
}

/// What a table turned out to hold.
#[derive(Clone, Debug)]
pub struct Understood {
    /// The figures.
    pub dataset: Dataset,
    /// How many rows were read.
    pub rows: u64,
    /// How many of them were not understood.
    pub misunderstood_count: u64,
    /// The first of those.
    pub misunderstood: Vec<Misunderstood>,
}

/// Reads a table. `today` is for telling identity numbers.
pub fn read(input: &Input, mapping: &Mapping, today: Day) -> Result<Understood> {
    let dialect = input.dialect(mapping)?;
    let plan = plan(input, mapping, &dialect, today)?;
    let mut filling = Filling::new(&plan, &dialect, today);
    let start = dialect.heading;
    let mut index = 0;
    input.rows(&dialect, &mut |record| {
        index += 1;
        if index > start + 1 {
            filling.collect(record)?;
        } else {
            filling.look(record)?;
        }
        Ok(true)
    })?;
    filling.begin()?;
    index = 0;
    input.rows(&dialect, &mut |record| {
        index += 1;
        if index > start + 1 {
            filling.fill(record)?;
        }
        Ok(true)
    })?;
    filling.finish(mapping)
}

/// The fields of a row.
pub(super) type Fields = Vec<Vec<u8>>;

/// The headings and the first rows below them.
pub(super) fn head(input: &Input, dialect: &Dialect, today: Day) -> Result<(Vec<String>, Vec<Fields>)> {
    if let Kind::Workbook { sheet } = &dialect.kind {
        workbook::look_elsewhere(input, sheet.as_deref(), today)?;
    }
    let mut rows: Vec<Fields> = Vec::new();
    let mut index = 0;
    input.rows(dialect, &mut |record| {
        if index >= dialect.heading {
            rows.push((0..record.len()).map(|at| record.field(at).trim_ascii().to_vec()).collect());
        }
        index += 1;
        Ok(rows.len() < 50)
    })?;
    if rows.is_empty() {
        return Err(Fault::new(Code::WrongShape, "", "there are no rows"));
    }
    let mut headings: Vec<String> = Vec::new();
    for (column, field) in rows.remove(0).into_iter().enumerate() {
        if identity::found(&field, today) {
            return Err(identity::stop(dialect.heading as u64 + 1, "heading"));
        }
        let text = String::from_utf8(field).map_err(|_| {
            Fault::new(Code::Encoding, "headings", "not UTF-8").remedy("Say the encoding in a mapping.")
        })?;
        let text = unguarded(text.trim()).to_owned();
        headings.push(if text.is_empty() { format!("column {}", column + 1) } else { text });
    }
    for (column, heading) in headings.iter().enumerate() {
        if headings.iter().take(column).any(|other| other == heading) {
            return Err(Fault::new(Code::WrongShape, "headings", format!("two columns are called \"{heading}\"")));
        }
    }
    Ok((headings, rows))
}

fn plan(input: &Input, mapping: &Mapping, dialect: &Dialect, today: Day) -> Result<Plan> {
    let (headings, rows) = head(input, dialect, today)?;
    Plan::new(headings, &rows, mapping, dialect)
}

struct Filling<'a> {
    plan: &'a Plan,
    decimal: u8,
    /// How many fields a row has at least.
    shortest: usize,
    today: Day,
    met: Vec<Met>,
    /// Columns whose fields are looked at for identity numbers in every row.
    watched: Vec<usize>,
    /// Columns of figures.
    figures: Vec<usize>,
    shares: Shares,
    rows: u64,
    dataset: Dataset,
    sparse: Option<Vec<(u64, f64)>>,
    /// Cells of a sparse cube that were given by a mark alone.
    bare: HashSet<u64>,
    misunderstood: Vec<Misunderstood>,
    misunderstood_count: u64,
}

impl<'a> Filling<'a> {
    fn new(plan: &'a Plan, dialect: &Dialect, today: Day) -> Self {
        let figures = plan.figures.iter().chain(plan.beside.iter().map(|(_, column)| column));
        let figures: Vec<usize> = figures.copied().collect();
        let known: Vec<usize> = figures.iter().copied().chain(plan.axes.iter().map(|axis| axis.column)).collect();
        Self {
            plan,
            decimal: dialect.decimal,
            shortest: dialect.shortest(plan.headings.len()),
            today,
            met: plan.axes.iter().cloned().map(Met::new).collect(),
            watched: (0..plan.headings.len()).filter(|column| !known.contains(column)).collect(),
            figures,
            shares: Shares::default(),
            rows: 0,
            dataset: Dataset::default(),
            sparse: None,
            bare: HashSet::new(),
            misunderstood: Vec::new(),
            misunderstood_count: 0,
        }
    }

    fn heading(&self, column: usize) -> &str {
        self.plan.headings.get(column).map_or("", String::as_str)
    }

    /// Whether a row has all its columns, and a code in each that must have one.
    fn is_whole(&self, record: Record<'_>) -> bool {
        (self.shortest..=self.plan.headings.len()).contains(&record.len())
            && self.plan.axes.iter().all(|axis| !record.field(axis.column).trim_ascii().is_empty())
    }

    /// Looks at every field of a row for identity numbers.
    fn look(&self, record: Record<'_>) -> Result<()> {
        match (0..record.len()).find(|column| identity::found(record.field(*column), self.today)) {
            Some(column) => Err(identity::stop(record.line, self.heading(column))),
            None => Ok(()),
        }
    }

    /// Looks at what only the share of a column tells: figures, and numbers without the noughts at their front.
    fn look_at_shares(&mut self, record: Record<'_>) -> Result<()> {
        for column in 0..self.plan.headings.len() {
            let field = record.field(column);
            if !self.figures.contains(&column) {
                self.shares.other(column, field, self.today);
            } else if self.shares.figure(column, field, self.today) {
                return Err(identity::stop(record.line, self.heading(column)));
            }
        }
        Ok(())
    }

    fn collect(&mut self, record: Record<'_>) -> Result<()> {
        for column in 0..record.len().saturating_sub(self.plan.headings.len()) {
            let column = column + self.plan.headings.len();
            if identity::found(record.field(column), self.today) {
                return Err(identity::stop(record.line, "beyond the last"));
            }
        }
        for column in &self.watched {
            if identity::found(record.field(*column), self.today) {
                return Err(identity::stop(record.line, self.heading(*column)));
            }
        }
        if !self.is_whole(record) {
            return self.look(record);
        }
        self.look_at_shares(record)?;
        self.rows += 1;
        for met in &mut self.met {
            let field = record.field(met.axis.column).trim_ascii();
            if met.find(field).is_none() {
                let heading = self.plan.headings.get(met.axis.column).map_or("", String::as_str);
                met.meet(record, field, heading, self.today)?;
            }
        }
        Ok(())
    }

    /// All categories are known: makes room for the figures.
    fn begin(&mut self) -> Result<()> {
        if let Some(column) = self.shares.suspect() {
            return Err(identity::stop(0, self.heading(column)));
        }
        for met in &mut self.met {
            self.dataset.dimensions.push(Dimension {
                code: met.axis.code.clone(),
                role: met.axis.role,
                categories: met.begin(),
                ..Dimension::default()
            });
        }
        if let Some((code, role)) = &self.plan.wide {
            let categories = self.plan.figures.iter().map(|column| Category::new(self.heading(*column))).collect();
            let code = if self.dataset.dimension(code).is_some() { format!("{code}_") } else { code.clone() };
            self.dataset.dimensions.push(Dimension { code, role: *role, categories, ..Dimension::default() });
        }
        let size = Dataset::size_of(&self.dataset.dimensions)?;
        let cells = self.rows.saturating_mul(self.plan.figures.len() as u64);
        let dense = size <= CELLS_MAX && (size <= DENSE_ALWAYS || size / DENSE_SHARE <= cells);
        if cells > CELLS_MAX || (!dense && !self.plan.beside.is_empty()) {
            return Err(Fault::new(Code::TooLarge, "", "more cells than can be held at once")
                .remedy("Take a part of the file, or ignore a column that is no dimension."));
        }
        let length = usize::try_from(size).unwrap_or(0);
        if dense {
            let parts = self.plan.beside.iter().map(|(part, _)| (*part, vec![f64::NAN; length])).collect();
            self.dataset.cells = Cells { parts, ..Cells::dense(vec![f64::NAN; length]) };
        } else {
            self.dataset.cells.values = Values::Sparse { size, cells: Vec::new() };
            self.sparse = Some(Vec::with_capacity(usize::try_from(cells).unwrap_or(0)));
        }
        Ok(())
    }

    fn wrong(&mut self, line: u64, column: Option<usize>, text: &str) {
        self.misunderstood_count += 1;
        if self.misunderstood.len() < MISUNDERSTOOD_MAX {
            let heading = column.map_or(String::new(), |column| self.heading(column).to_owned());
            self.misunderstood.push(Misunderstood { line, heading, text: text.to_owned() });
        }
    }

    fn fill(&mut self, record: Record<'_>) -> Result<()> {
        if record.is_blank() {
            return Ok(());
        }
        if !self.is_whole(record) {
            let (found, wanted) = (record.len(), self.plan.headings.len());
            let text = if found == wanted {
                "a code is missing".to_owned()
            } else {
                format!("{found} columns, but there are {wanted} headings")
            };
            self.wrong(record.line, None, &text);
            return Ok(());
        }
        let mut base = 0_u64;
        for (met, dimension) in self.met.iter_mut().zip(&self.dataset.dimensions) {
            let raw = met.find(record.field(met.axis.column).trim_ascii());
            let meaning = raw.and_then(|raw| met.meanings.get(raw)).copied();
            let meaning = meaning.ok_or_else(|| {
                Fault::new(Code::Incomplete, format!("line {}", record.line), "the file changed while it was read")
            })?;
            base = base * dimension.categories.len() as u64 + meaning as u64;
        }
        let width = self.plan.figures.len() as u64;
        let plan = self.plan;
        for (offset, column) in plan.figures.iter().enumerate() {
            let position = if plan.wide.is_some() { base * width + offset as u64 } else { base };
            let mark = plan.mark.map(|mark| String::from_utf8_lossy(record.field(mark).trim_ascii()).into_owned());
            let mark = mark.map(|mark| unguarded(&mark).to_owned());
            let mark = mark.filter(|mark| !mark.is_empty());
            let line = record.line;
            let taken = match record.figure(*column, self.decimal) {
                Written::Figure(figure) => self.put(position, figure, mark.as_deref(), line, *column),
                // Nought by nature, as in PxWeb, unless a reason says otherwise.
                Written::Mark(sign) if mark.is_none() && figure::is_nil(&sign) => {
                    self.put(position, 0.0, Some(&sign), line, *column)
                }
                Written::Mark(sign) => {
                    let sign = mark.map_or(sign, |mark| joined(&mark));
                    self.put(position, f64::NAN, Some(&sign), line, *column)
                }
                Written::Nothing => self.put(position, f64::NAN, mark.as_deref(), line, *column),
                Written::Other => {
                    self.wrong(line, Some(*column), NO_FIGURE);
                    false
                }
            };
            if taken {
                self.beside(record, position);
            }
        }
        Ok(())
    }

    /// Fills a cell; whether it was this row that did. What is given first stays, and a row that says nothing is no second one.
    fn put(&mut self, position: u64, figure: f64, mark: Option<&str>, line: u64, column: usize) -> bool {
        let cells = &mut self.dataset.cells;
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
                self.wrong(line, Some(column), "the same cell has been given already");
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
            match record.figure(*column, self.decimal) {
                Written::Figure(figure) => self.put_beside(*part, position, figure),
                Written::Mark(_) | Written::Nothing => self.put_beside(*part, position, f64::NAN),
                Written::Other => self.wrong(record.line, Some(*column), NO_FIGURE),
            }
        }
    }

    fn put_beside(&mut self, part: Part, position: u64, figure: f64) {
        let column = self.dataset.cells.parts.iter_mut().find(|(each, _)| *each == part);
        let at = usize::try_from(position).ok();
        if let Some(cell) = column.zip(at).and_then(|((_, values), at)| values.get_mut(at)) {
            *cell = figure;
        }
    }

    fn finish(mut self, mapping: &Mapping) -> Result<Understood> {
        if let (Some(mut sparse), Values::Sparse { cells, .. }) = (self.sparse.take(), &mut self.dataset.cells.values) {
            sparse.sort_by_key(|(position, _)| *position);
            let before = sparse.len();
            sparse.dedup_by_key(|(position, _)| *position);
            let mut twice = before - sparse.len();
            for (position, _) in sparse.iter().filter(|(position, _)| self.bare.contains(position)) {
                // Its mark came after its figure.
                if let Marks::Each(marks) = &mut self.dataset.cells.marks {
                    marks.remove(position);
                }
                twice += 1;
            }
            *cells = sparse;
            if twice > 0 {
                self.wrong(0, None, &format!("{twice} cells are given more than once; the first of each was kept"));
            }
        }
        if self.rows == 0 {
            return Err(Fault::new(Code::WrongShape, "", "no row below the headings could be understood"));
        }
        let mut dataset = self.dataset;
        dataset.label = mapping.label.clone().unwrap_or_default();
        dataset.code = mapping.code.clone().unwrap_or_default();
        dataset.provenance = Provenance {
            name: mapping.source.clone().unwrap_or_default(),
            licence: mapping.licence.clone(),
            // Whose figures nobody has named may be our own.
            origin: match &mapping.source {
                Some(source) if !source.trim().is_empty() => Origin::Published,
                Some(_) | None => Origin::Own,
            },
            ..Provenance::default()
        };
        for each in &mapping.breaks {
            let periods =
                dataset.dimensions.iter_mut().filter(|dimension| dimension.role == crate::model::Role::Period);
            let found =
                periods.flat_map(|dimension| &mut dimension.categories).find(|category| category.code == each.at);
            match found {
                Some(category) => category.notes.push(each.note.clone()),
                None => return Err(Fault::new(Code::Unknown, "mapping, break.at", format!("no period {}", each.at))),
            }
        }
        dataset.check_sizes()?;
        Ok(Understood {
            dataset,
            rows: self.rows,
            misunderstood_count: self.misunderstood_count,
            misunderstood: self.misunderstood,
        })
    }
}

/// A mark that a file of ours gives in words beside `..`.
fn joined(mark: &str) -> String {
    let reason = crate::model::Absence::ALL.into_iter().find(|absence| absence.as_str() == mark);
    reason.map_or_else(|| mark.to_owned(), |absence| absence.mark().to_owned())
}
