//! Reads a table of figures into a dataset.

use std::collections::HashSet;

use domain::moment::Day;

use super::again::Filling;
use super::collect::Collecting;
use super::columns::Plan;
use super::gather::Gathered;
use super::identity;
use super::input::{Dialect, Input, Kind};
use super::mapping::Mapping;
use super::scan::Record;
use super::shape::{Held, Shape};
use super::told::{Misunderstood, Told};
use super::{unguarded, workbook};
use crate::fault::{Code, Fault, Result};
use crate::model::{Cells, Dataset, Origin, Provenance, Role};

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
    read_into(input, mapping, today, |plan| {
        Gathered::new(plan.axes.len(), plan.figures.len(), plan.beside.iter().map(|(part, _)| *part))
    })
}

fn read_into(
    input: &Input,
    mapping: &Mapping,
    today: Day,
    gathered: impl FnOnce(&Plan) -> Gathered,
) -> Result<Understood> {
    let dialect = input.dialect(mapping)?;
    let plan = plan(input, mapping, &dialect, today)?;
    let mut collecting = Collecting::new(&plan, &dialect, today, gathered(&plan));
    each_row(input, &dialect, &mut |record, place| match place {
        Place::Above => collecting.look(record),
        Place::Below => collecting.collect(record),
    })?;
    let mut collected = collecting.finish()?;
    let shape = Shape::new(&plan, &mut collected.met, collected.rows)?;
    let settled = match shape.held {
        Held::Whole => collected.gathered.settle(shape.size),
        Held::Filled(_) => {
            collected.gathered.lose();
            None
        }
    };
    let (cells, told) = match settled {
        Some(cells) => (cells, collected.told),
        None => fill(input, &dialect, Filling::new(&plan, &dialect, collected.met, &shape))?,
    };
    if collected.rows == 0 {
        return Err(Fault::new(Code::WrongShape, "", "no row below the headings could be understood"));
    }
    let dataset = Dataset { label: plan.counted.clone(), dimensions: shape.dimensions, cells, ..Dataset::default() };
    let dataset = described(dataset, mapping)?;
    Ok(Understood { dataset, rows: collected.rows, misunderstood_count: told.count, misunderstood: told.first })
}

/// Goes through the table again.
fn fill(input: &Input, dialect: &Dialect, mut filling: Filling<'_>) -> Result<(Cells, Told)> {
    each_row(input, dialect, &mut |record, place| match place {
        Place::Above => Ok(()),
        Place::Below => filling.fill(record),
    })?;
    Ok(filling.finish())
}

/// Where a row stands.
#[derive(Clone, Copy)]
enum Place {
    /// In the row of headings or above it.
    Above,
    /// Below it.
    Below,
}

fn each_row(input: &Input, dialect: &Dialect, each: &mut dyn FnMut(Record<'_>, Place) -> Result<()>) -> Result<()> {
    let mut above = dialect.heading + 1;
    input.rows(dialect, &mut |record| {
        let place = if above > 0 { Place::Above } else { Place::Below };
        above = above.saturating_sub(1);
        each(record, place)?;
        Ok(true)
    })
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
    let mut known = HashSet::new();
    for heading in &headings {
        if !known.insert(heading) {
            return Err(Fault::new(Code::WrongShape, "headings", format!("two columns are called \"{heading}\"")));
        }
    }
    Ok((headings, rows))
}

fn plan(input: &Input, mapping: &Mapping, dialect: &Dialect, today: Day) -> Result<Plan> {
    let (headings, rows) = head(input, dialect, today)?;
    Plan::new(headings, &rows, mapping, dialect)
}

/// The dataset with what the mapping says of it.
fn described(mut dataset: Dataset, mapping: &Mapping) -> Result<Dataset> {
    if let Some(label) = &mapping.label {
        dataset.label.clone_from(label);
    }
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
        let periods = dataset.dimensions.iter_mut().filter(|dimension| dimension.role == Role::Period);
        let found = periods.flat_map(|dimension| &mut dimension.categories).find(|category| category.code == each.at);
        match found {
            Some(category) => category.notes.push(each.note.clone()),
            None => return Err(Fault::new(Code::Unknown, "mapping, break.at", format!("no period {}", each.at))),
        }
    }
    dataset.check_sizes()?;
    Ok(dataset)
}

#[cfg(test)]
mod tests;
