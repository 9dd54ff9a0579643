//! Answers of PxWeb as parquet: a column for each variable by its name, with codes; for each content a column of figures and one of
//! the sign that stands where there is none; beside the period also the moment at which it begins, which is not read. Source: the
//! serializer of the reference installation.

use super::super::Gather;
use super::coded::{Coded, whole, wrong};
use crate::fault::Result;
use crate::model::{Dataset, Dimension};
use crate::parquet::{self, Table, Texts, Values};

/// The column of figures where there is one content.
const VALUE: &str = "value";
/// What the name of the column of signs ends with.
const SYMBOL: &str = "_symbol";

/// Where the figures of one content stand.
struct Content<'a> {
    /// Its code, where contents are a dimension.
    code: Option<&'a str>,
    figures: &'a [f64],
    signs: Option<&'a Texts>,
}

/// Reads an answer about these dimensions.
pub(super) fn read(body: &[u8], asked: &[Dimension]) -> Result<Dataset> {
    let names = parquet::names(body)?;
    // The variable that has no column is that of contents: its values have columns.
    let column_of = |dimension: &Dimension| names.iter().find(|name| is_called(dimension, name));
    let mut without = asked.iter().enumerate().filter(|(_, dimension)| column_of(dimension).is_none());
    let content = without.next();
    if let Some((_, other)) = without.next() {
        return Err(wrong(format!("no column for {}", other.name())));
    }
    let is_wanted = |name: &str| {
        let of_content = content.is_some_and(|(_, dimension)| name.starts_with(&format!("{}_", dimension.code)));
        of_content || name == VALUE || name == "value_symbol" || asked.iter().any(|each| is_called(each, name))
    };
    let table = parquet::read(body, is_wanted)?;
    let contents = contents(&table, content.map(|(_, dimension)| dimension))?;
    let mut axes: Vec<Option<(Coded<'_>, &Texts)>> = Vec::new();
    for dimension in asked {
        let column = column_of(dimension).and_then(|name| table.column(name));
        axes.push(match column {
            Some(Values::Texts(texts)) => Some((Coded::new(dimension, spellings), texts)),
            Some(Values::Figures(_)) => return Err(wrong(format!("{} is a column of figures", dimension.name()))),
            None => None,
        });
    }
    let mut gather = Gather::new(asked.to_vec());
    for row in 0..table.rows {
        for content in &contents {
            let mut codes = Vec::with_capacity(axes.len());
            for axis in &axes {
                codes.push(match axis {
                    Some((known, texts)) => known
                        .find(texts.at(row).unwrap_or_default())
                        .map_err(|fault| fault.within(&format!("row {}", row + 1)))?,
                    None => content.code.unwrap_or_default(),
                });
            }
            let figure = content.figures.get(row).copied().filter(|figure| figure.is_finite());
            let sign = content.signs.and_then(|signs| signs.at(row)).map(str::trim).filter(|sign| !sign.is_empty());
            // As in every other format, a hyphen is a true nought.
            let figure = if sign == Some("-") { figure.or(Some(0.0)) } else { figure };
            gather.put(&codes, figure, sign.map(ToOwned::to_owned))?;
        }
    }
    whole(gather, asked)
}

fn is_called(dimension: &Dimension, name: &str) -> bool {
    name == dimension.name() || name == dimension.code
}

/// Periods whose codes say nothing are written as their labels.
fn spellings(category: &crate::model::Category) -> Vec<String> {
    vec![category.code.clone(), category.name().to_owned()]
}

/// The columns of figures: one for all, or one for each content.
fn contents<'a>(table: &'a Table, dimension: Option<&'a Dimension>) -> Result<Vec<Content<'a>>> {
    let of = |name: &str, code: Option<&'a str>| {
        let figures = match table.column(name) {
            Some(Values::Figures(figures)) => figures.as_slice(),
            Some(Values::Texts(_)) => return Err(wrong(format!("column \"{name}\" holds texts"))),
            None => return Err(wrong(format!("no column \"{name}\""))),
        };
        let signs = match table.column(&format!("{name}{SYMBOL}")) {
            Some(Values::Texts(texts)) => Some(texts),
            Some(Values::Figures(_)) | None => None,
        };
        Ok(Content { code, figures, signs })
    };
    match dimension.map(|dimension| (dimension, dimension.categories.as_slice())) {
        None => Ok(vec![of(VALUE, None)?]),
        Some((_, [only])) if table.column(VALUE).is_some() => Ok(vec![of(VALUE, Some(&only.code))?]),
        Some((dimension, several)) => several
            .iter()
            .map(|content| of(&format!("{}_{}", dimension.code, content.code), Some(&content.code)))
            .collect(),
    }
}
