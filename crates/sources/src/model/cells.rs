//! The cells of a cube: eight bytes each where the cube is dense, sixteen each where it is sparse; marks only where there are.

use super::Marks;
use crate::fault::{Code, Fault, Result};
use crate::json::Json;

/// What to do where a cube has no figures at all.
const METADATA: &str =
    "Is it what a table is counted by, without its figures? `cairn sources fetch pxweb` fetches them.";

/// Why there is no figure. Source: dossier 9.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// Held back, so that nobody is recognised.
    Suppressed,
    /// There is none, or it is too uncertain to be told.
    Missing,
    /// There can be none.
    NotApplicable,
    /// It has not been published yet.
    NotPublished,
}

impl Absence {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Suppressed, Self::Missing, Self::NotApplicable, Self::NotPublished];

    /// Its name in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::Missing => "missing",
            Self::NotApplicable => "not applicable",
            Self::NotPublished => "not published",
        }
    }

    /// The mark that we write. A cell that is held back carries `..` and says why.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Suppressed => ".. suppressed",
            Self::Missing => "..",
            Self::NotApplicable => ".",
            Self::NotPublished => "...",
        }
    }

    /// What a mark of the sources means, where there is no figure. `..` alone may be secrecy or want of data; only a source that
    /// tells them apart is believed, so alone it is `Missing`.
    pub fn of_mark(mark: &str) -> Self {
        match mark.trim().to_lowercase().as_str() {
            ".. suppressed" | "suppressed" | "x" | "c" | "s" | "xx" | "sekretess" | "skyddad" | "*" => Self::Suppressed,
            "." | "-" | "–" | "z" | "not applicable" | "ej relevant" => Self::NotApplicable,
            "..." | "not published" | "ej publicerad" | "kommer senare" => Self::NotPublished,
            // Skolverket says why: OMITTED_DUE_TO_BASED_ON_FEW_PUPILS and the like.
            words if words.starts_with("omitted_due_to") && words.contains("few") => Self::Suppressed,
            _ => Self::Missing,
        }
    }
}

/// A figure, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A figure.
    Figure(f64),
    /// A text where a figure would stand; some tables hold them.
    Text(String),
    /// None.
    Absent(Absence),
}

impl Value {
    /// The figure, if there is one.
    pub const fn figure(&self) -> Option<f64> {
        match self {
            Self::Figure(figure) => Some(*figure),
            Self::Text(_) | Self::Absent(_) => None,
        }
    }
}

/// What a source gives beside the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What was counted.
    Numerator,
    /// Of how many.
    Denominator,
    /// The lower end of the interval.
    Lower,
    /// The upper end of the interval.
    Upper,
}

impl Part {
    /// Every part, in the order in which they are written.
    pub const ALL: [Self; 4] = [Self::Numerator, Self::Denominator, Self::Lower, Self::Upper];

    /// Its name in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Numerator => "numerator",
            Self::Denominator => "denominator",
            Self::Lower => "lower",
            Self::Upper => "upper",
        }
    }
}

/// The figures of a cube.
#[derive(Clone, Debug)]
pub enum Values {
    /// One for each cell; not-a-number is none.
    Dense(Vec<f64>),
    /// The filled cells only, in the order of their positions.
    Sparse {
        /// How many cells the cube has.
        size: u64,
        /// Position and figure.
        cells: Vec<(u64, f64)>,
    },
    /// Figures and texts.
    Mixed(Vec<Json>),
}

impl Default for Values {
    fn default() -> Self {
        Self::Dense(Vec::new())
    }
}

impl PartialEq for Values {
    /// None equals none, although not-a-number does not equal itself.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dense(left), Self::Dense(right)) => same_numbers(left, right),
            (Self::Sparse { size, cells }, Self::Sparse { size: other_size, cells: others }) => {
                size == other_size && cells == others
            }
            (Self::Mixed(left), Self::Mixed(right)) => left == right,
            (Self::Dense(_) | Self::Sparse { .. } | Self::Mixed(_), _) => false,
        }
    }
}

fn same_numbers(left: &[f64], right: &[f64]) -> bool {
    let same = |(left, right): (&f64, &f64)| left.partial_cmp(right).is_none_or(std::cmp::Ordering::is_eq);
    left.len() == right.len() && left.iter().zip(right).all(|pair| same(pair) && pair.0.is_nan() == pair.1.is_nan())
}

/// Figures, marks, and what stands beside the figures.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// The figures.
    pub values: Values,
    /// The marks.
    pub marks: Marks,
    /// What stands beside: one number for each cell, not-a-number for none.
    pub parts: Vec<(Part, Vec<f64>)>,
}

impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
            && self.marks == other.marks
            && self.parts.len() == other.parts.len()
            && self
                .parts
                .iter()
                .zip(&other.parts)
                .all(|(left, right)| left.0 == right.0 && same_numbers(&left.1, &right.1))
    }
}

impl Cells {
    /// A dense cube without marks.
    pub fn dense(values: Vec<f64>) -> Self {
        Self { values: Values::Dense(values), ..Self::default() }
    }

    /// The figure of a cell, or why there is none.
    pub fn value(&self, position: u64) -> Value {
        let number = match &self.values {
            Values::Dense(values) => usize::try_from(position).ok().and_then(|index| values.get(index)).copied(),
            Values::Sparse { cells, .. } => {
                let found = cells.binary_search_by_key(&position, |(at, _)| *at).ok();
                found.and_then(|index| cells.get(index)).map(|(_, value)| *value)
            }
            Values::Mixed(values) => match usize::try_from(position).ok().and_then(|index| values.get(index)) {
                Some(Json::Number(number)) => Some(*number),
                Some(Json::Null) | None => None,
                Some(Json::Text(text)) => return Value::Text(text.clone()),
                Some(other) => return Value::Text(other.to_string()),
            },
        };
        match number.filter(|number| !number.is_nan()) {
            Some(number) => Value::Figure(number),
            None => Value::Absent(self.marks.at(position).map_or(Absence::Missing, Absence::of_mark)),
        }
    }

    /// What stands beside the figure of a cell.
    pub fn part(&self, part: Part, position: u64) -> Option<f64> {
        let (_, values) = self.parts.iter().find(|(each, _)| *each == part)?;
        values.get(usize::try_from(position).ok()?).copied().filter(|value| !value.is_nan())
    }

    /// How many cells there are.
    pub fn len(&self) -> u64 {
        match &self.values {
            Values::Dense(values) => values.len() as u64,
            Values::Sparse { size, .. } => *size,
            Values::Mixed(values) => values.len() as u64,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there are as many as the dimensions make, and no mark or figure lies outside.
    pub(super) fn check(&self, size: u64) -> Result<()> {
        let wrong = |place: &str, text: String| Err(Fault::new(Code::WrongSize, place, text));
        if self.len() != size {
            let fault =
                Fault::new(Code::WrongSize, "value", format!("{} values, but the sizes make {size} cells", self.len()));
            let is_metadata = self.is_empty();
            return Err(if is_metadata { fault.remedy(METADATA) } else { fault });
        }
        if let Values::Sparse { cells, .. } = &self.values
            && let Some((position, _)) = cells.last().filter(|(position, _)| *position >= size)
        {
            return wrong(&format!("value/{position}"), format!("there are only {size} cells"));
        }
        if let Marks::Each(marks) = &self.marks
            && let Some(position) = marks.last().filter(|position| *position >= size)
        {
            return wrong(&format!("status/{position}"), format!("there are only {size} cells"));
        }
        for (part, values) in &self.parts {
            if values.len() as u64 != size {
                return wrong(part.as_str(), format!("{} values for {size} cells", values.len()));
            }
        }
        Ok(())
    }
}
