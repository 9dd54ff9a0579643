//! Looks through a dataset from anywhere for personal identity numbers: everything in it that is text, and its figures too.

use domain::moment::Day;

use super::identity::{Shares, found};
use crate::fault::{Code, Fault, Result};
use crate::json::Json;
use crate::model::{Category, Dataset, Dimension, Marks, Values};

/// A smaller figure is no number of a person, even without the noughts at its front.
const FIGURE_MIN: f64 = 1e7;

/// A dataset without a number of a person anywhere in it; else the fault that stops it. Says where by position, because what stands
/// there may be the number.
pub fn refuse(dataset: &Dataset, today: Day) -> Result<()> {
    let is = |text: &str| found(text.as_bytes(), today);
    let provenance = &dataset.provenance;
    let about = [Some(&provenance.name), provenance.address.as_ref(), provenance.licence.as_ref()];
    let mut about = about.into_iter().chain([provenance.revision.as_ref(), dataset.updated.as_ref()]).flatten();
    if is(&dataset.label) || is(&dataset.code) || dataset.notes.iter().any(|note| is(note)) {
        return stop("label or note");
    }
    if about.any(|text| is(text)) {
        return stop("provenance");
    }
    if dataset.extra.iter().any(|(name, value)| is(name) || within(value, &is)) {
        return stop("what the source said beside");
    }
    for (at, dimension) in (1..).zip(&dataset.dimensions) {
        look(dimension, &format!("dimension {at}"), &is)?;
    }
    match &dataset.cells.marks {
        Marks::All(mark) if is(mark) => return stop("status"),
        Marks::Each(marks) => {
            if let Some((at, _)) = marks.iter().find(|(_, mark)| is(mark)) {
                return stop(format!("status/{at}"));
            }
        }
        Marks::All(_) | Marks::None => {}
    }
    figures(dataset, today)
}

fn stop(place: impl Into<String>) -> Result<()> {
    Err(Fault::new(Code::IdentityNumber, place, "a personal identity number").remedy("Nothing was kept."))
}

fn look(dimension: &Dimension, place: &str, is: &dyn Fn(&str) -> bool) -> Result<()> {
    let members = |members: &[(String, Json)]| members.iter().any(|(name, value)| is(name) || within(value, is));
    let named = |category: &Category| {
        let unit = category.unit.as_ref();
        is(&category.code)
            || category.label.as_deref().is_some_and(is)
            || category.notes.iter().any(|note| is(note))
            || category.children.iter().any(|child| is(child))
            || unit.is_some_and(|unit| unit.label.as_deref().is_some_and(is) || members(&unit.extra))
    };
    if let Some(at) = dimension.categories.iter().position(named) {
        return stop(format!("{place}, value {}", at + 1));
    }
    let own = [Some(&dimension.code), dimension.label.as_ref(), dimension.total.as_ref()];
    if own.into_iter().flatten().chain(&dimension.notes).any(|text| is(text)) || members(&dimension.extra) {
        return stop(place);
    }
    Ok(())
}

/// Whether there is one in a text or a number, however deep.
fn within(json: &Json, is: &dyn Fn(&str) -> bool) -> bool {
    match json {
        Json::Null | Json::Bool(_) => false,
        Json::Number(_) => json.code().is_some_and(|text| is(&text)),
        Json::Text(text) => is(text),
        Json::List(items) => items.iter().any(|item| within(item, is)),
        Json::Object(members) => members.iter().any(|(name, value)| is(name) || within(value, is)),
    }
}

/// The figures, under the rule of columns of figures.
fn figures(dataset: &Dataset, today: Day) -> Result<()> {
    let mut shares = Shares::default();
    let mut look = |column: usize, at: u64, figure: f64| {
        let long = (figure >= FIGURE_MIN && figure.fract() == 0.0).then(|| figure.to_string());
        let text = long.as_deref().unwrap_or("0");
        if shares.figure(column, text.as_bytes(), today) { stop(format!("value/{at}")) } else { Ok(()) }
    };
    match &dataset.cells.values {
        Values::Dense(values) => {
            for (at, figure) in (0..).zip(values).filter(|(_, figure)| !figure.is_nan()) {
                look(0, at, *figure)?;
            }
        }
        Values::Sparse { cells, .. } => {
            for (at, figure) in cells {
                look(0, *at, *figure)?;
            }
        }
        Values::Mixed(values) => {
            for (at, value) in (0..).zip(values) {
                match value {
                    Json::Number(figure) => look(0, at, *figure)?,
                    Json::Text(text) if found(text.as_bytes(), today) => return stop(format!("value/{at}")),
                    Json::Null | Json::Bool(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => {}
                }
            }
        }
    }
    for (column, (_, values)) in (1..).zip(&dataset.cells.parts) {
        for (at, figure) in (0..).zip(values).filter(|(_, figure)| !figure.is_nan()) {
            look(column, at, *figure)?;
        }
    }
    if shares.suspect().is_some() { stop("value") } else { Ok(()) }
}
