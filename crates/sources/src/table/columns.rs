//! What each column holds: what the mapping says, else what its heading and its first rows suggest.

use super::figure::{self, Written};
use super::input::Dialect;
use super::mapping::{Holds, Mapping};
use crate::fault::{Code, Fault, Result};
use crate::model::{Part, Period, Role};

/// A dimension and where it is written.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) code: String,
    pub(super) role: Role,
    pub(super) column: usize,
    pub(super) label: Option<usize>,
    pub(super) values: Vec<(String, String)>,
}

/// What the columns hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) headings: Vec<String>,
    pub(super) axes: Vec<Axis>,
    /// The columns of figures; more than one when periods or measures stand side by side.
    pub(super) figures: Vec<usize>,
    /// The dimension that stands side by side.
    pub(super) wide: Option<(String, Role)>,
    pub(super) beside: Vec<(Part, usize)>,
    pub(super) mark: Option<usize>,
}

impl Plan {
    /// Works it out.
    pub(super) fn new(
        headings: Vec<String>,
        sample: &[Vec<Vec<u8>>],
        mapping: &Mapping,
        dialect: &Dialect,
    ) -> Result<Self> {
        for said in &mapping.columns {
            if !headings.contains(&said.heading) {
                return Err(Fault::new(
                    Code::Unknown,
                    "mapping, column.heading",
                    format!("no column \"{}\"", said.heading),
                )
                .remedy(format!("The columns are: {}.", headings.join(", "))));
            }
        }
        let mut plan = Self::default();
        let told = mapping.columns.iter().any(|said| said.holds == Holds::Figure);
        let named = headings.iter().any(|heading| is_figure(heading));
        let mut after_dimension = false;
        for (column, heading) in headings.iter().enumerate() {
            let said = mapping.columns.iter().find(|said| said.heading == *heading);
            let holds = match said {
                Some(said) => said.holds,
                None => guess(heading, column, sample, dialect, after_dimension, told || named),
            };
            match holds {
                Holds::Dimension(role) => plan.axes.push(Axis {
                    code: said.and_then(|said| said.code.clone()).unwrap_or_else(|| heading.clone()),
                    role,
                    column,
                    label: None,
                    values: said.map(|said| said.values.clone()).unwrap_or_default(),
                }),
                Holds::Label => {
                    if let Some(axis) = plan.axes.last_mut() {
                        axis.label = Some(column);
                    }
                }
                Holds::Figure => plan.figures.push(column),
                Holds::Beside(part) => plan.beside.push((part, column)),
                Holds::Mark => plan.mark = Some(column),
                Holds::Nothing => {}
            }
            after_dimension = matches!(holds, Holds::Dimension(_));
        }
        plan.headings = headings;
        plan.finish()
    }

    fn finish(mut self) -> Result<Self> {
        if self.figures.is_empty() {
            return Err(Fault::new(Code::WrongShape, "", "no column holds figures")
                .remedy("Say which does in a mapping: [[column]] heading = \"…\" role = \"value\"."));
        }
        let names: Vec<&String> = self.figures.iter().filter_map(|column| self.headings.get(*column)).collect();
        if names.iter().all(|name| Period::parse(name).is_some()) {
            self.wide = Some(("period".to_owned(), Role::Period));
        } else if names.len() > 1 {
            self.wide = Some(("measure".to_owned(), Role::Measure));
        }
        if self.wide.is_some() && (!self.beside.is_empty() || self.mark.is_some()) {
            return Err(Fault::new(Code::Unsupported, "", "intervals or marks beside several columns of figures")
                .remedy("Put each figure on a row of its own."));
        }
        self.beside.sort_unstable();
        Ok(self)
    }
}

fn is_figure(heading: &str) -> bool {
    ["value", "values", "värde", "varde", "antal", "andel", "count", "procent", "figure", "obs_value"]
        .contains(&heading.trim().to_lowercase().as_str())
}

fn guess(heading: &str, column: usize, sample: &[Vec<Vec<u8>>], dialect: &Dialect, after: bool, told: bool) -> Holds {
    let plain = heading.trim().to_lowercase();
    if is_figure(&plain) {
        return Holds::Figure;
    }
    match plain.as_str() {
        "numerator" | "täljare" => return Holds::Beside(Part::Numerator),
        "denominator" | "nämnare" | "antal svar" | "n" | "base" => return Holds::Beside(Part::Denominator),
        "lower" | "ci_low" | "ci_lower" | "nedre" | "ki nedre" | "konfidensintervall nedre" | "ki_nedre" => {
            return Holds::Beside(Part::Lower);
        }
        "upper" | "ci_high" | "ci_upper" | "övre" | "ki övre" | "konfidensintervall övre" | "ki_ovre" => {
            return Holds::Beside(Part::Upper);
        }
        "status" | "reason" | "orsak" | "anmärkning" | "mark" | "obs_status" => return Holds::Mark,
        _ => {}
    }
    let role = Role::of_heading(&plain);
    // A code of digits alone is no figure.
    let coded = ["_code", " code", "_id", " id", "kod"].iter().any(|end| plain.ends_with(end)) || plain == "id";
    if role != Role::Other || coded {
        return Holds::Dimension(role);
    }
    if after && ["label", "title", "namn", "name", "text", "benämning"].iter().any(|end| plain.ends_with(end)) {
        return Holds::Label;
    }
    let fields: Vec<&[u8]> = sample
        .iter()
        .filter_map(|row| row.get(column))
        .map(|field| field.trim_ascii())
        .filter(|field| !field.is_empty())
        .collect();
    let all = |test: &dyn Fn(&[u8]) -> bool| !fields.is_empty() && fields.iter().all(|field| test(field));
    let year = |field: &[u8]| std::str::from_utf8(field).ok().and_then(Period::parse).is_some();
    if (plain.contains("år") || plain.contains("year")) && all(&year) {
        return Holds::Dimension(Role::Period);
    }
    let number = |field: &[u8]| !matches!(figure::read(field, dialect.decimal), Written::Other);
    if Period::parse(&plain).is_some() || all(&number) {
        return if told { Holds::Dimension(Role::Other) } else { Holds::Figure };
    }
    Holds::Dimension(Role::Other)
}
