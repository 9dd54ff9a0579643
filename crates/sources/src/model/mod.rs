//! The one model: a dataset is a cube of dimensions whose cells hold a figure or a reason for its absence, and beside it, where
//! the source gives them, what the figure was divided by and how sure it is.

mod age;
mod area;
mod cells;
mod checks;
mod dimension;
mod marks;
mod period;
mod provenance;
mod sex;

pub use age::Age;
pub use area::{Area, Scheme};
pub use cells::{Absence, Cells, Part, Value, Values};
pub use checks::{Finding, findings};
pub use dimension::{Category, Dimension, Role, Unit};
pub use marks::{Marks, Scattered};
pub use period::Period;
pub use provenance::{Origin, Provenance};
pub use sex::Sex;

use crate::fault::{Code, Fault, Result};
use crate::json::Json;

/// The most dimensions of a dataset.
pub const DIMENSIONS_MAX: usize = 64;
/// The most categories of a dimension.
pub const CATEGORIES_MAX: usize = 4_000_000;
/// The most cells of a dataset that is held whole.
pub const CELLS_MAX: u64 = 200_000_000;

/// A table of figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset {
    /// The source's identifier of the indicator or table; empty when there is none.
    pub code: String,
    /// What it is about.
    pub label: String,
    /// When the source says it was updated, as the source writes it.
    pub updated: Option<String>,
    /// Whose figures they are and what may be done with them.
    pub provenance: Provenance,
    /// Notes on the whole, breaks in the series among them.
    pub notes: Vec<String>,
    /// The dimensions; the last varies fastest.
    pub dimensions: Vec<Dimension>,
    /// The figures.
    pub cells: Cells,
    /// What the source said beyond the model, kept as it was.
    pub extra: Vec<(String, Json)>,
}

/// One cell, seen whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation<'a> {
    /// The figure, or why there is none.
    pub value: Value,
    /// The sign the source put there.
    pub mark: Option<&'a str>,
    /// What was counted.
    pub numerator: Option<f64>,
    /// Of how many.
    pub denominator: Option<f64>,
    /// The interval in which the figure lies, as the source gives it.
    pub interval: Option<(f64, f64)>,
}

impl Dataset {
    /// How many cells these dimensions make, if that is a number we take.
    pub fn size_of(dimensions: &[Dimension]) -> Result<u64> {
        if dimensions.len() > DIMENSIONS_MAX {
            return Err(Fault::new(Code::TooLarge, "dimensions", format!("more than {DIMENSIONS_MAX} dimensions")));
        }
        dimensions
            .iter()
            .try_fold(1_u64, |product, dimension| product.checked_mul(dimension.categories.len() as u64))
            .ok_or_else(|| Fault::new(Code::TooLarge, "size", "more cells than can be counted"))
    }

    /// How many cells there are.
    pub fn size(&self) -> u64 {
        Self::size_of(&self.dimensions).unwrap_or(u64::MAX)
    }

    /// The dimension of this code.
    pub fn dimension(&self, code: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.code == code)
    }

    /// The first dimension in this role.
    pub fn in_role(&self, role: Role) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.role == role)
    }

    /// Where the cell of these categories lies, one index for each dimension.
    pub fn position(&self, indexes: &[usize]) -> Option<u64> {
        if indexes.len() != self.dimensions.len() {
            return None;
        }
        self.dimensions.iter().zip(indexes).try_fold(0_u64, |position, (dimension, index)| {
            let count = dimension.categories.len();
            (*index < count).then(|| position * count as u64 + *index as u64)
        })
    }

    /// The categories of a cell, one index for each dimension.
    pub fn indexes(&self, position: u64) -> Vec<usize> {
        let mut rest = position;
        let mut indexes: Vec<usize> = Vec::with_capacity(self.dimensions.len());
        for dimension in self.dimensions.iter().rev() {
            let count = (dimension.categories.len() as u64).max(1);
            indexes.push(usize::try_from(rest % count).unwrap_or(0));
            rest /= count;
        }
        indexes.reverse();
        indexes
    }

    /// The categories of a cell.
    pub fn categories(&self, position: u64) -> Vec<&Category> {
        let indexes = self.indexes(position);
        self.dimensions.iter().zip(indexes).filter_map(|(dimension, index)| dimension.categories.get(index)).collect()
    }

    /// The cell at a position.
    pub fn observation(&self, position: u64) -> Observation<'_> {
        let mark = self.cells.marks.at(position);
        let part = |part: Part| self.cells.part(part, position);
        Observation {
            value: self.cells.value(position),
            mark,
            numerator: part(Part::Numerator),
            denominator: part(Part::Denominator),
            interval: part(Part::Lower).zip(part(Part::Upper)),
        }
    }

    /// The cell of the categories with these codes, one for each dimension in its order.
    pub fn at(&self, codes: &[&str]) -> Option<Observation<'_>> {
        let indexes: Option<Vec<usize>> =
            self.dimensions.iter().zip(codes).map(|(dimension, code)| dimension.find(code)).collect();
        self.position(&indexes?).map(|position| self.observation(position))
    }

    /// The positions worth showing: every cell of a dense cube, the filled ones of a sparse cube.
    pub fn positions(&self) -> Box<dyn Iterator<Item = u64> + '_> {
        match &self.cells.values {
            Values::Sparse { cells, .. } => {
                let mut all: Vec<u64> = cells.iter().map(|(position, _)| *position).collect();
                if let Marks::Each(marks) = &self.cells.marks {
                    all.extend(marks.iter().map(|(position, _)| position));
                    all.sort_unstable();
                    all.dedup();
                }
                Box::new(all.into_iter())
            }
            Values::Dense(values) => Box::new(0..values.len() as u64),
            Values::Mixed(values) => Box::new(0..values.len() as u64),
        }
    }

    /// Whether every part agrees with the number of cells.
    pub fn check_sizes(&self) -> Result<()> {
        let size = Self::size_of(&self.dimensions)?;
        self.cells.check(size)
    }
}
