//! What leaves: a dataset that is cleared, in the formats that others read. See docs/decisions/0032.
//!
//! Figures that somebody has published may be passed on. Our own, worked out from single children, leave only with a disclosure
//! certificate. There is no way past: every function that writes takes a [`Cleared`], and only this module makes one.

pub mod catalogue;
mod csvw;
mod workbook;

pub use csvw::{csv, csvw};
pub use workbook::workbook;

use std::io::Write;

use crate::fault::{Code, Fault, Result};
use crate::jsonstat;
use crate::model::{Absence, Dataset, Marks, Origin, Value};

/// Says that a release of own figures cannot be turned back into a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The release's name in the ledger.
    pub release: String,
    /// What was certified, by [`fingerprint`].
    pub fingerprint: u64,
}

/// Whoever keeps the ledger of releases. There is none yet; until there is, [`NoLedger`].
pub trait Ledger {
    /// The certificate for exactly these figures, if they have one.
    fn certificate(&self, dataset: &Dataset) -> Option<Certificate>;
}

/// No ledger: own figures do not leave.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLedger;

impl Ledger for NoLedger {
    fn certificate(&self, _: &Dataset) -> Option<Certificate> {
        None
    }
}

const NO_CERTIFICATE: &str = "If somebody has published them, name whom in a mapping: source = \"…\". \
                              Else enter the release in the ledger first.";

/// A dataset that may leave.
#[derive(Clone, Copy, Debug)]
pub struct Cleared<'a> {
    dataset: &'a Dataset,
}

impl<'a> Cleared<'a> {
    /// Clears a dataset: one that is published already, or our own with a certificate for exactly these figures.
    pub fn new(dataset: &'a Dataset, ledger: &dyn Ledger) -> Result<Self> {
        match dataset.provenance.origin {
            Origin::Published => Ok(Self { dataset }),
            Origin::Own => match ledger.certificate(dataset) {
                Some(certificate) if certificate.fingerprint == fingerprint(dataset) => Ok(Self { dataset }),
                Some(_) => Err(Fault::new(Code::NoCertificate, &dataset.code, "the certificate is for other figures")),
                None => {
                    Err(Fault::new(Code::NoCertificate, &dataset.code, "own figures without a disclosure certificate")
                        .remedy(NO_CERTIFICATE))
                }
            },
        }
    }

    /// The dataset.
    pub fn dataset(self) -> &'a Dataset {
        self.dataset
    }

    /// Writes it as JSON-stat.
    pub fn jsonstat(self, stream: impl Write) -> Result<()> {
        jsonstat::write_dataset(self.dataset, stream)
    }
}

/// What a certificate is about: a number that another figure, interval, category, label, note or mark changes, and anything else that
/// is written in any format: all of it is written as JSON-stat.
pub fn fingerprint(dataset: &Dataset) -> u64 {
    let mut sum = Sum(0xcbf2_9ce4_8422_2325);
    // What cannot be written so does not leave so; what other formats hold of it follows.
    let _ = jsonstat::write_dataset(dataset, &mut sum);
    sum.add(dataset.code.as_bytes());
    sum.add(dataset.label.as_bytes());
    sum.texts(&dataset.notes);
    for dimension in &dataset.dimensions {
        sum.add(dimension.code.as_bytes());
        sum.add(dimension.name().as_bytes());
        sum.texts(&dimension.notes);
        sum.add(&(dimension.categories.len() as u64).to_le_bytes());
        for category in &dimension.categories {
            sum.add(category.code.as_bytes());
            sum.add(category.name().as_bytes());
            sum.texts(&category.notes);
        }
    }
    for position in dataset.positions() {
        let observation = dataset.observation(position);
        match observation.value {
            Value::Figure(figure) => sum.add(&figure.to_bits().to_le_bytes()),
            Value::Text(text) => sum.add(text.as_bytes()),
            Value::Absent(absence) => sum.add(absence.as_str().as_bytes()),
        }
        sum.add(observation.mark.map_or(b"\xff".as_slice(), str::as_bytes));
        for (part, _) in &dataset.cells.parts {
            let beside = dataset.cells.part(*part, position);
            sum.add(part.as_str().as_bytes());
            sum.add(&beside.map_or([0xff; 8], |figure| figure.to_bits().to_le_bytes()));
        }
    }
    sum.0
}

/// FNV-1a with the length of each piece.
struct Sum(u64);

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        self.take(bytes.iter().copied().chain((bytes.len() as u64).to_le_bytes()));
    }

    fn take(&mut self, bytes: impl Iterator<Item = u8>) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn texts(&mut self, texts: &[String]) {
        self.add(&(texts.len() as u64).to_le_bytes());
        for text in texts {
            self.add(text.as_bytes());
        }
    }
}

impl Write for Sum {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.take(bytes.iter().copied());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The cells that get a row: all, or where most of them say nothing at all, those that say something. A cube made of a list of rows
/// is mostly empty, and nobody said that those cells are missing.
fn rows(dataset: &Dataset) -> Vec<u64> {
    let says = |position: &u64| {
        let cell = dataset.observation(*position);
        let silent = matches!(cell.value, Value::Absent(_)) && cell.mark.is_none() && cell.interval.is_none();
        !silent || cell.numerator.is_some() || cell.denominator.is_some()
    };
    let all: Vec<u64> = dataset.positions().collect();
    let told = all.iter().filter(|position| says(position)).count();
    if told * 2 < all.len() { all.into_iter().filter(says).collect() } else { all }
}

/// Whether a figure that is there carries a mark: provisional, uncertain. Why one is absent, the reason says.
fn has_marks(dataset: &Dataset) -> bool {
    let marked = |at: u64| dataset.cells.marks.at(at).is_some() && dataset.cells.value(at).figure().is_some();
    match &dataset.cells.marks {
        Marks::None => false,
        Marks::Each(marks) => marks.iter().any(|(at, _)| marked(at)),
        Marks::All(_) => dataset.positions().any(marked),
    }
}

/// What stands in the column of figures, and the reason beside it: a figure that is held back is `..`.
fn written(value: &Value) -> (Option<f64>, String, Option<Absence>) {
    match value {
        Value::Figure(figure) => (Some(*figure), figure.to_string(), None),
        Value::Text(text) => (None, text.clone(), None),
        Value::Absent(absence) => (None, "..".to_owned(), Some(*absence)),
    }
}
