//! The figures of a px file: all of them row by row, or only the rows with something in them, each with its keys before it (`KEYS`).
//! A row that is left out is nought, as the reference parser has it.

use std::collections::{BTreeMap, HashMap};

use super::File;
use super::words::Reader;
use crate::fault::{Code, Fault, Result};
use crate::json::parse_number;
use crate::model::{CELLS_MAX, Cells, Dimension, Marks};

/// The mark of a row that is left out because there is nothing in it.
const NIL: &str = "-";
/// The most cells where rows are left out: a small file must not become a large memory.
const KEYED_MAX: u64 = 20_000_000;

impl File {
    /// Reads the figures of a cube of these dimensions.
    pub(super) fn cells(&self, reader: &mut Reader<'_>, dimensions: &[Dimension], size: u64) -> Result<Cells> {
        let keyed = self.keywords.keys().any(|(name, _)| name == "KEYS");
        if size > if keyed { KEYED_MAX } else { CELLS_MAX } {
            return Err(Fault::new(Code::TooLarge, "DATA", "more cells than we take"));
        }
        let (values, marks) =
            if keyed { self.keyed(reader, dimensions, size)? } else { self.one_by_one(reader, size)? };
        Ok(Cells { marks: Marks::each(marks), ..Cells::dense(values) })
    }

    fn one_by_one(&self, reader: &mut Reader<'_>, size: u64) -> Result<(Vec<f64>, BTreeMap<u64, String>)> {
        let mut values: Vec<f64> = Vec::new();
        let mut marks = BTreeMap::new();
        while let Some(datum) = reader.datum()? {
            let at = values.len() as u64;
            if at >= size {
                return Err(Fault::new(Code::WrongSize, "DATA", format!("more figures than the {size} cells")));
            }
            let (value, mark) = self.figure(datum, at)?;
            values.push(value);
            marks.extend(mark.map(|mark| (at, mark)));
        }
        if values.len() as u64 != size {
            return Err(Fault::new(Code::WrongSize, "DATA", format!("{} figures for {size} cells", values.len())));
        }
        Ok((values, marks))
    }

    /// A figure, or the mark that stands for one.
    fn figure(&self, datum: &str, at: u64) -> Result<(f64, Option<String>)> {
        match parse_number(datum.as_bytes()) {
            Some((value, length)) if length == datum.len() => Ok((value, None)),
            _ if !datum.is_empty() && datum.chars().all(|letter| letter == '.') => {
                let symbol = self.first(&format!("DATASYMBOL{}", datum.len()), &[]).unwrap_or(datum);
                Ok((f64::NAN, Some(symbol.to_owned())))
            }
            // Nothing at all, or too little to show: a true nought.
            _ if datum == NIL => Ok((0.0, Some(NIL.to_owned()))),
            _ => Err(Fault::new(Code::NotUnderstood, format!("DATA, cell {at}"), "neither a figure nor a mark")),
        }
    }

    /// Rows with their keys before them: a value or a code of each variable of the stub, then the figures of the heading.
    fn keyed(
        &self,
        reader: &mut Reader<'_>,
        dimensions: &[Dimension],
        size: u64,
    ) -> Result<(Vec<f64>, BTreeMap<u64, String>)> {
        let stub = self.about("STUB", &[]);
        let mut keys: Vec<HashMap<&str, u64>> = Vec::new();
        for (name, dimension) in stub.iter().zip(dimensions) {
            let kind = self.first("KEYS", &[name]).unwrap_or("VALUES").to_uppercase();
            let places = (0_u64..).zip(&dimension.categories).map(|(at, category)| match kind.as_str() {
                "CODES" => (category.code.as_str(), at),
                _ => (category.name(), at),
            });
            keys.push(places.collect());
        }
        let heading: u64 = dimensions.iter().skip(stub.len()).map(|each| each.categories.len() as u64).product();
        let length =
            usize::try_from(size).map_err(|_| Fault::new(Code::TooLarge, "DATA", "more cells than we take"))?;
        let mut values = vec![0.0; length];
        let rows = size.checked_div(heading).unwrap_or(0);
        let mut marks: BTreeMap<u64, String> = BTreeMap::new();
        let mut given = vec![false; usize::try_from(rows).unwrap_or(0)];
        while let Some(first) = reader.datum()? {
            let mut row = 0;
            let mut key = first;
            for (number, (places, dimension)) in keys.iter().zip(dimensions).enumerate() {
                if number > 0 {
                    key = reader.datum()?.ok_or_else(|| reader.fault("the keys of the row break off"))?;
                }
                let at = places.get(key).ok_or_else(|| {
                    reader
                        .fault("a key that is no value of its variable")
                        .within(&format!("DATA, {}", dimension.name()))
                })?;
                row = row * dimension.categories.len() as u64 + at;
            }
            match usize::try_from(row).ok().and_then(|row| given.get_mut(row)) {
                Some(taken) if !*taken => *taken = true,
                _ => return Err(reader.fault("the row has been given already")),
            }
            for column in 0..heading {
                // Without a stub there is one row, and what was taken for a key is its first figure.
                let datum = if keys.is_empty() && column == 0 { Some(first) } else { reader.datum()? };
                let datum = datum.ok_or_else(|| reader.fault("the figures of the row break off"))?;
                let at = row * heading + column;
                let (value, mark) = self.figure(datum, at)?;
                if let Some(cell) = usize::try_from(at).ok().and_then(|at| values.get_mut(at)) {
                    *cell = value;
                }
                marks.extend(mark.map(|mark| (at, mark)));
            }
        }
        Ok((values, marks))
    }
}
