//! How large the cube of a table is, once all its categories are met.

use super::columns::Plan;
use super::met::Met;
use crate::fault::{Code, Fault, Result};
use crate::model::{CELLS_MAX, Category, Dataset, Dimension};

/// A cube with fewer cells than this for each row is kept whole.
const DENSE_SHARE: u64 = 4;
const DENSE_ALWAYS: u64 = 100_000;

/// The dimensions, and how their cells are held.
pub(super) struct Shape {
    pub(super) dimensions: Vec<Dimension>,
    /// How many cells there are.
    pub(super) size: u64,
    pub(super) held: Held,
}

/// How the cells are held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// Every cell has its place.
    Whole,
    /// Only those that are filled, at most so many.
    Filled(u64),
}

impl Shape {
    /// Takes the categories from where they were met.
    pub(super) fn new(plan: &Plan, met: &mut [Met], rows: u64) -> Result<Self> {
        let mut dimensions: Vec<Dimension> = Vec::new();
        for met in met {
            dimensions.push(Dimension {
                code: met.axis.code.clone(),
                role: met.axis.role,
                categories: met.begin(),
                ..Dimension::default()
            });
        }
        if let Some((code, role)) = &plan.wide {
            let categories = plan.figures.iter().map(|column| Category::new(plan.code(*column))).collect();
            let taken = dimensions.iter().any(|dimension| dimension.code == *code);
            let code = if taken { format!("{code}_") } else { code.clone() };
            dimensions.push(Dimension { code, role: *role, categories, ..Dimension::default() });
        }
        let size = Dataset::size_of(&dimensions)?;
        let cells = rows.saturating_mul(plan.figures.len() as u64);
        let whole = size <= CELLS_MAX && (size <= DENSE_ALWAYS || size / DENSE_SHARE <= cells);
        if cells > CELLS_MAX || (!whole && !plan.beside.is_empty()) {
            return Err(Fault::new(Code::TooLarge, "", "more cells than can be held at once")
                .remedy("Take a part of the file, or ignore a column that is no dimension."));
        }
        Ok(Self { dimensions, size, held: if whole { Held::Whole } else { Held::Filled(cells) } })
    }
}
