//! What tests of files share.
#![allow(dead_code, reason = "each file of tests uses its part, and one uses all")]

use std::cell::{Cell, RefCell};
use std::time::Duration;

use domain::moment::{Day, Moment};
use jiff::SignedDuration;
use sources::fault::Fault;
use sources::http::{Client, Limit, Pace, Wire};
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

/// Someone who asks over real sockets, by a clock that waiting moves.
pub(crate) struct World {
    wire: Wire,
    now: Cell<Moment>,
    /// How long it was waited for, each time.
    pub(crate) waits: RefCell<Vec<Duration>>,
}

impl World {
    pub(crate) fn new() -> Self {
        let now = Moment::in_stockholm(today(), 12, 0);
        Self { wire: Wire::new(Duration::from_secs(20)), now: Cell::new(now), waits: RefCell::default() }
    }

    /// Asks a source of this name, no more often than that.
    pub(crate) fn client(&self, source: &'static str, limit: Limit) -> Client<'_> {
        Client::new(source, &self.wire, self, limit)
    }
}

impl Pace for World {
    fn now(&self) -> Moment {
        self.now.get()
    }

    fn wait(&self, duration: Duration) {
        self.now.set(self.now.get().plus(SignedDuration::try_from(duration).unwrap()));
        self.waits.borrow_mut().push(duration);
    }

    fn chance(&self) -> f64 {
        0.5
    }
}
