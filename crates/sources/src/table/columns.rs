//! What each column holds: what the mapping says, else what its heading and its first rows suggest.

use super::figure::{self, Written};
use super::input::{Dialect, Kind};
use super::mapping::{Holds, Mapping};
use super::scan::Record;
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
    /// What all headings of these columns begin with: what is counted, before the period of each.
    pub(super) counted: String,
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
        let said_figure = |heading: &String| {
            mapping.columns.iter().any(|said| said.heading == *heading && said.holds == Holds::Figure)
        };
        let told = headings.iter().position(said_figure);
        let told = told.or_else(|| headings.iter().position(|heading| is_figure(heading)));
        let mut after_dimension = false;
        for (column, heading) in headings.iter().enumerate() {
            let said = mapping.columns.iter().find(|said| said.heading == *heading);
            let holds = match said {
                Some(said) => said.holds,
                None => guess(heading, column, sample, dialect, after_dimension, told)?,
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

    pub(super) fn heading(&self, column: usize) -> &str {
        self.headings.get(column).map_or("", String::as_str)
    }

    /// The code of a column of figures in the dimension that stands side by side.
    pub(super) fn code(&self, column: usize) -> &str {
        let heading = self.heading(column);
        heading.strip_prefix(&self.counted).map_or(heading, str::trim)
    }

    /// Whether a row has all its columns, `shortest` of them at least, and a code in each that must have one.
    pub(super) fn is_whole(&self, record: Record<'_>, shortest: usize) -> bool {
        (shortest..=self.headings.len()).contains(&record.len())
            && self.axes.iter().all(|axis| !record.field(axis.column).iter().all(u8::is_ascii_whitespace))
    }

    fn finish(mut self) -> Result<Self> {
        if self.figures.is_empty() {
            return Err(Fault::new(Code::WrongShape, "", "no column holds figures")
                .remedy("Say which does in a mapping: [[column]] heading = \"…\" role = \"value\"."));
        }
        let names: Vec<&String> = self.figures.iter().filter_map(|column| self.headings.get(*column)).collect();
        if names.iter().all(|name| Period::parse(name).is_some()) {
            self.wide = Some(("period".to_owned(), Role::Period));
        } else if let Some(counted) = counted(&names) {
            self.counted = counted;
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

/// What several headings begin with when each ends with a period and all begin alike: "Folkmängd 2023", "Folkmängd 2024".
fn counted(headings: &[&String]) -> Option<String> {
    let parts: Option<Vec<(&str, &str)>> = headings.iter().map(|heading| heading.rsplit_once(' ')).collect();
    let parts = parts.filter(|parts| parts.len() > 1 && parts.iter().all(|(_, end)| Period::parse(end).is_some()))?;
    let (first, _) = parts.first()?;
    parts.iter().all(|(begin, _)| begin == first).then(|| (*first).to_owned())
}

fn is_figure(heading: &str) -> bool {
    ["value", "values", "värde", "varde", "antal", "andel", "count", "procent", "figure", "obs_value"]
        .contains(&heading.trim().to_lowercase().as_str())
}

/// What a heading says by itself.
fn by_name(heading: &str) -> Option<Holds> {
    let plain = heading.trim().to_lowercase();
    if is_figure(&plain) {
        return Some(Holds::Figure);
    }
    let role = Role::of_heading(&plain);
    // A code of digits alone is no figure.
    let coded = ["_code", " code", "_id", " id", "kod"].iter().any(|end| plain.ends_with(end)) || plain == "id";
    Some(match plain.as_str() {
        "numerator" | "täljare" => Holds::Beside(Part::Numerator),
        "denominator" | "nämnare" | "antal svar" | "n" | "base" => Holds::Beside(Part::Denominator),
        "lower" | "ci_low" | "ci_lower" | "nedre" | "ki nedre" | "konfidensintervall nedre" | "ki_nedre" => {
            Holds::Beside(Part::Lower)
        }
        "upper" | "ci_high" | "ci_upper" | "övre" | "ki övre" | "konfidensintervall övre" | "ki_ovre" => {
            Holds::Beside(Part::Upper)
        }
        "status" | "reason" | "orsak" | "anmärkning" | "mark" | "obs_status" => Holds::Mark,
        _ if role != Role::Other || coded => Holds::Dimension(role),
        _ => return None,
    })
}

/// The columns that may hold figures, as far as headings and mapping say: these tell which decimal sign a file has.
pub(super) fn of_figures(headings: &[Vec<u8>], mapping: &Mapping) -> Vec<usize> {
    let headings: Vec<String> =
        headings.iter().map(|heading| String::from_utf8_lossy(heading).trim().to_owned()).collect();
    if let Some(survey) = &mapping.survey {
        let weight = headings.iter().position(|heading| Some(heading) == survey.weight.as_ref());
        return weight.into_iter().collect();
    }
    let holds = |heading: &String| {
        let said = mapping.columns.iter().find(|said| said.heading == *heading).map(|said| said.holds);
        said.or_else(|| by_name(heading))
    };
    let told = headings.iter().any(|heading| holds(heading) == Some(Holds::Figure));
    let may = |heading: &String| match holds(heading) {
        Some(Holds::Figure | Holds::Beside(_)) => true,
        Some(Holds::Dimension(_) | Holds::Label | Holds::Mark | Holds::Nothing) => false,
        None => !told,
    };
    (0..headings.len()).filter(|at| headings.get(*at).is_some_and(may)).collect()
}

/// What a column without a word in the mapping holds. `told` is where the figures stand, if a heading says it.
fn guess(
    heading: &str,
    column: usize,
    sample: &[Vec<Vec<u8>>],
    dialect: &Dialect,
    after: bool,
    told: Option<usize>,
) -> Result<Holds> {
    if let Some(holds) = by_name(heading) {
        return Ok(holds);
    }
    let plain = heading.trim().to_lowercase();
    if after && ["label", "title", "namn", "name", "text", "benämning"].iter().any(|end| plain.ends_with(end)) {
        return Ok(Holds::Label);
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
        return Ok(Holds::Dimension(Role::Period));
    }
    let workbook = matches!(dialect.kind, Kind::Workbook { .. });
    let read = |field: &[u8]| {
        let written = figure::read(field, dialect.decimal);
        // A number of a workbook has a point; and beside the figures, a column may be written with the other sign.
        let others: &[u8] = if told.is_some() { b".," } else { b"." };
        if !(workbook || told.is_some()) || !matches!(written, Written::Other) {
            return written;
        }
        let read_with = |sign: &u8| Some(figure::read(field, *sign)).filter(|each| !matches!(each, Written::Other));
        others.iter().find_map(read_with).unwrap_or(written)
    };
    let number = |field: &[u8]| !matches!(read(field), Written::Other);
    if Period::parse(&plain).is_none() && !all(&number) {
        return Ok(Holds::Dimension(Role::Other));
    }
    let Some(told) = told else { return Ok(Holds::Figure) };
    let figure = |field: &&[u8]| if let Written::Figure(each) = read(field) { Some(each) } else { None };
    let figures: Vec<f64> = fields.iter().filter_map(figure).collect();
    // Classes and the like are whole numbers that stand before the figures.
    if all(&number) && !figures.is_empty() && (column > told || figures.iter().any(|each| each.fract() != 0.0)) {
        return Err(Fault::new(Code::WrongShape, format!("column \"{heading}\""), "a second column of figures")
            .remedy(format!(
                "Say in a mapping what column \"{heading}\" holds: [[column]] heading = \"{heading}\" role = \"…\"."
            )));
    }
    Ok(Holds::Dimension(Role::Other))
}
