//! What looks wrong in a dataset without being impossible: totals that are not the sum of their parts, areas and periods that
//! cannot be read, one year that stands out. Nothing is changed; a person decides.

use super::{Area, Cells, Dataset, Dimension, Marks, Period, Role};

/// The most findings of one kind; more say no more.
const FINDINGS_MAX: usize = 20;
/// Cells beyond this are not compared one by one.
const COMPARED_MAX: u64 = 2_000_000;
/// Statistics Sweden perturbs counts from this year on. Source: the notes of its population tables.
const PERTURBED_FROM: i16 = 2025;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which check: `total`, `area`, `period`, `break`, `overlap`.
    pub check: &'static str,
    /// Where.
    pub place: String,
    /// What.
    pub text: String,
}

/// What looks wrong.
pub fn findings(dataset: &Dataset) -> Vec<Finding> {
    let mut findings = Vec::new();
    for dimension in &dataset.dimensions {
        codes(dimension, &mut findings);
        if let Err(reason) = dimension.summable()
            && dimension.role == Role::Age
        {
            findings.push(Finding {
                check: "overlap",
                place: dimension.code.clone(),
                text: format!("do not sum this dimension: {reason}"),
            });
        }
    }
    if dataset.size() <= COMPARED_MAX {
        totals(dataset, &mut findings);
        breaks(dataset, &mut findings);
    }
    findings
}

fn codes(dimension: &Dimension, findings: &mut Vec<Finding>) {
    let unreadable = |code: &str, label: Option<&str>| match dimension.role {
        Role::Area => matches!(Area::guess(code), Area::Other(_)) && code.bytes().all(|byte| byte.is_ascii_digit()),
        Role::Period => Period::parse(code).is_none() && label.and_then(Period::parse).is_none(),
        Role::Sex | Role::Age | Role::Measure | Role::Unit | Role::Other => false,
    };
    let check = if dimension.role == Role::Area { "area" } else { "period" };
    let wrong = dimension.categories.iter().filter(|category| unreadable(&category.code, category.label.as_deref()));
    for category in wrong.take(FINDINGS_MAX) {
        findings.push(Finding {
            check,
            place: format!("{}/{}", dimension.code, category.code),
            text: format!("no {check} that we know"),
        });
    }
}

/// How far a total may be from the sum of its parts: rounding of each, and the noise that the Cell Key Method adds to each,
/// which grows with the root of their number. Published totals of 33 560 against 33 564 must not alarm.
fn tolerance(dataset: &Dataset, parts: usize, total: f64, perturbed: bool) -> f64 {
    let decimals = dataset
        .dimensions
        .iter()
        .flat_map(|dimension| &dimension.categories)
        .filter_map(|category| category.unit.as_ref().and_then(|unit| unit.decimals))
        .max()
        .unwrap_or(0);
    let count = f64::from(u32::try_from(parts + 1).unwrap_or(u32::MAX));
    let rounding = count * 0.5 * 10_f64.powi(-i32::from(decimals));
    // Rounding to the nearest five is common where figures are split by sex.
    let fives = if decimals == 0 { count * 2.5 } else { 0.0 };
    let noise = if perturbed { 10.0 * count.sqrt() } else { 0.0 };
    rounding.max(fives) + noise + total.abs() * 1e-9
}

fn is_perturbed(dataset: &Dataset, period: Option<&str>) -> bool {
    let said = |text: &String| text.contains("CKM") || text.contains("Cell Key") || text.contains("slumpmässig");
    let from = period.and_then(Period::parse).is_none_or(|period| period.last_year() >= PERTURBED_FROM);
    from && (dataset.notes.iter().any(said)
        || dataset.provenance.name.contains("SCB")
        || dataset.provenance.name.contains("Statistics Sweden"))
}

/// Whether figures are counts, which may be summed: a share or a mean is not the sum of its parts.
fn counts(dataset: &Dataset, cells: &Cells) -> bool {
    let unit = |text: &str| {
        let text = text.to_lowercase();
        ["%", "procent", "percent", "andel", "per 1", "medel", "mean", "kvot", "index"]
            .iter()
            .any(|word| text.contains(word))
    };
    let labels = dataset.dimensions.iter().filter(|dimension| matches!(dimension.role, Role::Measure | Role::Unit));
    let words = labels.flat_map(|dimension| &dimension.categories).flat_map(|category| {
        let unit = category.unit.as_ref();
        let base = unit.and_then(|unit| unit.extra.iter().find(|(name, _)| name == "base"));
        [Some(category.name()), unit.and_then(|unit| unit.label.as_deref()), base.and_then(|(_, base)| base.text())]
    });
    !unit(&dataset.label)
        && !words.flatten().any(unit)
        && cells.parts.is_empty()
        && !matches!(cells.marks, Marks::All(_))
        && dataset
            .positions()
            .all(|at| cells.value(at).figure().is_none_or(|value| value.fract() == 0.0 && value >= 0.0))
}

fn totals(dataset: &Dataset, findings: &mut Vec<Finding>) {
    if !counts(dataset, &dataset.cells) {
        return;
    }
    let period = dataset.dimensions.iter().position(|dimension| dimension.role == Role::Period);
    for (axis, dimension) in dataset.dimensions.iter().enumerate() {
        let (Some(total), Ok(parts)) = (dimension.total_index(), dimension.summable()) else { continue };
        if parts.len() < 2 {
            continue;
        }
        let is_whole = dimension.is_whole(&parts);
        let mut found = 0;
        for position in dataset.positions() {
            let mut indexes = dataset.indexes(position);
            if indexes.get(axis) != Some(&total) {
                continue;
            }
            let Some(whole) = dataset.cells.value(position).figure() else { continue };
            let name = period.and_then(|at| {
                let category = dataset.dimensions.get(at)?.categories.get(*indexes.get(at)?)?;
                Some(category.code.as_str())
            });
            let perturbed = is_perturbed(dataset, name);
            let mut sum = Some(0.0);
            for part in &parts {
                if let Some(index) = indexes.get_mut(axis) {
                    *index = *part;
                }
                let value = dataset.position(&indexes).and_then(|at| dataset.cells.value(at).figure());
                sum = sum.zip(value).map(|(sum, value)| sum + value);
            }
            let Some(sum) = sum else { continue };
            // Where only some of the parts were selected, less than the total is as it should be.
            let apart = if is_whole { (sum - whole).abs() } else { sum - whole };
            if apart > tolerance(dataset, parts.len(), whole, perturbed) && found < FINDINGS_MAX {
                found += 1;
                let codes: Vec<&str> =
                    dataset.categories(position).iter().map(|category| category.code.as_str()).collect();
                let text = format!("the total over {} is {whole}, its parts make {sum}", dimension.code);
                findings.push(Finding { check: "total", place: codes.join("/"), text });
            }
        }
    }
}

/// A year that stands out from both its neighbours far more than they usually differ.
fn breaks(dataset: &Dataset, findings: &mut Vec<Finding>) {
    let Some(axis) = dataset.dimensions.iter().position(|dimension| dimension.role == Role::Period) else { return };
    let Some(dimension) = dataset.dimensions.get(axis) else { return };
    let length = dimension.categories.len();
    if length < 6 {
        return;
    }
    let mut found = 0;
    for position in dataset.positions() {
        let indexes = dataset.indexes(position);
        if indexes.get(axis) != Some(&0) {
            continue;
        }
        let at = |index: usize| {
            let mut indexes = indexes.clone();
            *indexes.get_mut(axis)? = index;
            dataset.cells.value(dataset.position(&indexes)?).figure()
        };
        let Some(series) = (0..length).map(at).collect::<Option<Vec<f64>>>() else { continue };
        let Some(index) = stands_out(&series) else { continue };
        found += 1;
        if found > FINDINGS_MAX {
            return;
        }
        let codes: Vec<&str> = dataset.categories(position).iter().map(|category| category.code.as_str()).collect();
        let period = dimension.categories.get(index).map_or("", |category| category.code.as_str());
        findings.push(Finding {
            check: "break",
            place: format!("{} at {period}", codes.join("/")),
            text: "stands out from the periods before and after; perhaps a break in the series".to_owned(),
        });
    }
}

fn stands_out(series: &[f64]) -> Option<usize> {
    let mut steps: Vec<f64> = series.windows(2).filter_map(|pair| Some((pair.get(1)? - pair.first()?).abs())).collect();
    steps.sort_by(f64::total_cmp);
    let usual = *steps.get(steps.len() / 2)?;
    if usual <= 0.0 {
        return None;
    }
    let lonely = |three: &[f64]| match three {
        [before, here, after] => {
            let (left, right) = (here - before, here - after);
            left * right > 0.0
                && left.abs().min(right.abs()) > 5.0 * usual
                && left.abs().min(right.abs()) > 0.02 * here.abs()
        }
        _ => false,
    };
    series.windows(3).position(lonely).map(|before| before + 1)
}
