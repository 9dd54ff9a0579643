//! The first pass over a table: its categories, its figures as far as they can be kept, and every field looked at for identity numbers.

use std::collections::HashSet;

use domain::moment::Day;

use super::cell;
use super::columns::Plan;
use super::gather::Gathered;
use super::identity::{self, DIGITS_MIN, Shares};
use super::input::Dialect;
use super::met::Met;
use super::scan::Record;
use super::told::{NO_FIGURE, Told};
use crate::fault::Result;

/// A column that is neither a dimension nor figures, and what stood in it the last time.
struct Watched {
    column: usize,
    last: Vec<u8>,
}

/// What has been met so far.
pub(super) struct Collecting<'a> {
    plan: &'a Plan,
    decimal: u8,
    /// How many fields a row has at least.
    shortest: usize,
    today: Day,
    met: Vec<Met>,
    /// The category of this row in each dimension.
    categories: Vec<u32>,
    watched: Vec<Watched>,
    /// Columns of figures.
    figures: Vec<usize>,
    shares: Shares,
    rows: u64,
    gathered: Gathered,
    told: Told,
}

/// What the first pass found.
pub(super) struct Collected {
    pub(super) met: Vec<Met>,
    pub(super) rows: u64,
    pub(super) gathered: Gathered,
    pub(super) told: Told,
}

impl<'a> Collecting<'a> {
    pub(super) fn new(plan: &'a Plan, dialect: &Dialect, today: Day, gathered: Gathered) -> Self {
        let figures = plan.figures.iter().chain(plan.beside.iter().map(|(_, column)| column));
        let figures: Vec<usize> = figures.copied().collect();
        let known: HashSet<usize> = figures.iter().copied().chain(plan.axes.iter().map(|axis| axis.column)).collect();
        let watched = (0..plan.headings.len()).filter(|column| !known.contains(column));
        Self {
            plan,
            decimal: dialect.decimal,
            shortest: dialect.shortest(plan.headings.len()),
            today,
            met: plan.axes.iter().cloned().map(Met::new).collect(),
            categories: vec![0; plan.axes.len()],
            watched: watched.map(|column| Watched { column, last: Vec::new() }).collect(),
            figures,
            shares: Shares::default(),
            rows: 0,
            gathered,
            told: Told::default(),
        }
    }

    /// Looks at every field of a row for identity numbers.
    pub(super) fn look(&self, record: Record<'_>) -> Result<()> {
        match (0..record.len()).find(|column| identity::found(record.field(*column), self.today)) {
            Some(column) => Err(identity::stop(record.line, self.plan.heading(column))),
            None => Ok(()),
        }
    }

    /// Takes a row below the headings.
    pub(super) fn collect(&mut self, record: Record<'_>) -> Result<()> {
        for column in self.plan.headings.len()..record.len() {
            if identity::found(record.field(column), self.today) {
                return Err(identity::stop(record.line, "beyond the last"));
            }
        }
        self.watch(record)?;
        // A row of which every code has been met is whole: an empty one is never met.
        let known = (self.shortest..=self.plan.headings.len()).contains(&record.len()) && self.find(record);
        if !known && !self.plan.is_whole(record, self.shortest) {
            self.look(record)?;
            self.told.not_whole(self.plan, record);
            return Ok(());
        }
        self.look_at_shares(record)?;
        self.rows += 1;
        if !known {
            self.categorise(record)?;
        }
        self.gather(record);
        Ok(())
    }

    /// Looks for identity numbers in the columns that are not otherwise read. What stands there often stands there again.
    fn watch(&mut self, record: Record<'_>) -> Result<()> {
        for watched in &mut self.watched {
            let field = record.field(watched.column);
            if field.len() < DIGITS_MIN || *field == *watched.last {
                continue;
            }
            if identity::found(field, self.today) {
                return Err(identity::stop(record.line, self.plan.heading(watched.column)));
            }
            watched.last.clear();
            watched.last.extend_from_slice(field);
        }
        Ok(())
    }

    /// Looks at what only the share of a column tells: figures, and numbers without the noughts at their front. The codes of a
    /// dimension are looked at when they are first met.
    fn look_at_shares(&mut self, record: Record<'_>) -> Result<()> {
        for watched in &self.watched {
            self.shares.other(watched.column, record.field(watched.column), self.today);
        }
        for column in &self.figures {
            if self.shares.figure(*column, record.field(*column), self.today) {
                return Err(identity::stop(record.line, self.plan.heading(*column)));
            }
        }
        Ok(())
    }

    /// Finds the categories of a row; whether all have been met.
    fn find(&mut self, record: Record<'_>) -> bool {
        let mut alike = 0;
        for (met, category) in self.met.iter_mut().zip(&mut self.categories) {
            let Some(found) = met.as_above(record).or_else(|| met.find(record)) else { return false };
            alike += found.alike;
            *category = found.meaning;
        }
        if alike > 0 {
            self.met.iter_mut().for_each(Met::count);
        }
        true
    }

    /// Finds the categories of a row, or takes them as new.
    fn categorise(&mut self, record: Record<'_>) -> Result<()> {
        for (dimension, (met, category)) in self.met.iter_mut().zip(&mut self.categories).enumerate() {
            let found = if let Some(found) = met.find(record) {
                found
            } else {
                let before = met.categories.len();
                let found = met.meet(record, self.plan.heading(met.axis.column), self.today)?;
                if met.categories.len() > before {
                    self.gathered.grow(dimension, found.meaning + 1);
                }
                found
            };
            met.count();
            *category = found.meaning;
        }
        Ok(())
    }

    /// Keeps the figures of a row.
    fn gather(&mut self, record: Record<'_>) {
        if (self.plan.axes.is_empty() && record.is_blank()) || self.gathered.row(&self.categories).is_none() {
            return;
        }
        let mut understood = true;
        for column in &self.plan.figures {
            if self.plan.mark.is_none()
                && let Some(figure) = record.quick_figure(*column, self.decimal)
            {
                self.gathered.figure(figure, None);
            } else if let Some(said) = cell::read(self.plan, record, *column, self.decimal) {
                self.gathered.figure(said.figure, said.mark);
            } else {
                understood = false;
                self.told.wrong(record.line, self.plan.heading(*column), NO_FIGURE);
                self.gathered.figure(f64::NAN, None);
            }
        }
        let (plan, decimal, told) = (self.plan, self.decimal, &mut self.told);
        self.gathered.beside(plan.beside.iter().map(|(_, column)| {
            let figure = if understood { cell::beside(record, *column, decimal) } else { Some(f64::NAN) };
            figure.unwrap_or_else(|| {
                told.wrong(record.line, plan.heading(*column), NO_FIGURE);
                f64::NAN
            })
        }));
    }

    /// The table has come to its end.
    pub(super) fn finish(mut self) -> Result<Collected> {
        for met in &self.met {
            self.shares.rows(met.axis.column, met.alike, self.rows);
        }
        if let Some(column) = self.shares.suspect() {
            return Err(identity::stop(0, self.plan.heading(column)));
        }
        Ok(Collected { met: self.met, rows: self.rows, gathered: self.gathered, told: self.told })
    }
}
