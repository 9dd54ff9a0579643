//! What tests of files share.
#![allow(dead_code, reason = "each file of tests uses its part, and one uses all")]

use domain::moment::Day;
use sources::fault::Fault;
use sources::model::{Category, Cells, Dataset, Dimension, Provenance};
use sources::publish::{self, Cleared, NoLedger};
use sources::table::{self, Input, Mapping, Understood};

pub(crate) fn today() -> Day {
    Day::from_parts(2026, 11, 22).unwrap()
}

pub(crate) fn read(bytes: impl AsRef<[u8]>, mapping: &str) -> Result<Understood, Fault> {
    table::read(&Input::Bytes(bytes.as_ref().into()), &Mapping::parse(mapping).unwrap(), today())
}

/// A workbook of ours whose area codes are texts.
pub(crate) fn book(values: Vec<f64>) -> Vec<u8> {
    let dataset = Dataset { cells: Cells::dense(values), ..small() };
    publish::workbook(Cleared::new(&dataset, &NoLedger).unwrap()).unwrap()
}

pub(crate) fn small() -> Dataset {
    let areas = vec![Category::labelled("1380", "Almvik, stad"), Category::labelled("1401", "Dalhult")];
    let years = ["2023", "2024"].map(Category::new).to_vec();
    let mut dataset = Dataset {
        code: "N15428".into(),
        label: "Behöriga till \"yrkesprogram\"".into(),
        updated: Some("2026-06-08T06:00:00Z".into()),
        provenance: Provenance::published("Kolada", "Källa: Kolada"),
        notes: vec!["Påhittat".into()],
        dimensions: vec![Dimension::new("Region", areas), Dimension::new("Tid", years)],
        cells: Cells::dense(vec![83.5, f64::NAN, 70.0, f64::NAN]),
        ..Dataset::default()
    };
    dataset.cells.marks.set(1, "x");
    dataset
}
