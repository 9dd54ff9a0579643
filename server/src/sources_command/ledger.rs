//! Figures of our own, and the ledger of everything published from the same microdata. `sources` knows that a certificate is needed and
//! `statistics` what a release would reveal; here they meet. See docs/decisions/0032 and 0035.
//!
//! A dataset becomes a release: each of its cells is a sum of the ledger's finest cells, which carry the codes of its dimensions. The
//! certificate is for a dataset whose release stands in the ledger, cell by cell, while the whole ledger reveals nobody.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use sources::fault::{Code, Fault, Result};
use sources::model::{Absence, Dataset, Dimension, Value as Cell};
use sources::publish::{Certificate, Ledger, NoLedger, fingerprint};
use statistics::command::{self, Weighed};

use super::files;

/// What a row of a release says beside its codes, so no dimension may be called so.
const RESERVED: [&str; 5] = ["freq", "primary", "denominator", "answers", "suppressed"];

/// What a rule may ask of a row; it makes a cell sensitive, and takes nothing back.
const ASKED: [&str; 3] = ["freq", "denominator", "answers"];

/// The most cells of a release; weighing is a search among all that were ever published.
const CELLS_MAX: u64 = 200_000;

/// A ledger that has been weighed and reveals nobody.
pub(super) struct Disclosed {
    ledger: Value,
}

/// The ledger of a file, or none.
pub(super) fn open(path: Option<&Path>) -> Result<Box<dyn Ledger>> {
    match path {
        Some(path) => Ok(Box::new(Disclosed::open(path)?)),
        None => Ok(Box::new(NoLedger)),
    }
}

/// Makes a release of a file with figures of our own, for `cairn disclosure ledger add`.
pub(super) fn release(dataset: &Dataset, ledger: &Path, name: &str, out: &Path) -> Result<ExitCode> {
    let release = Disclosed::open(ledger)?.release(dataset, name)?;
    if out == Path::new("-") {
        files::print(&[release.to_string()]);
    } else {
        files::bytes(out, format!("{release}\n").as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Disclosed {
    /// Reads a ledger and weighs everything in it: one that was changed by hand so that it reveals somebody certifies nothing.
    fn open(path: &Path) -> Result<Self> {
        let place = path.display().to_string();
        let mut text = Vec::new();
        let file = File::open(path).map_err(|error| Fault::file(&place, &error))?;
        let read = file.take(command::FILE_BYTES_MAX + 1).read_to_end(&mut text);
        read.map_err(|error| Fault::file(&place, &error))?;
        let weighed = command::ledger(text.as_slice(), None, std::io::sink());
        match weighed.map_err(|error| Fault::new(Code::WrongShape, &place, error.to_string()))? {
            Weighed::Safe(_) => {}
            Weighed::Refused => {
                return Err(Fault::new(Code::NoCertificate, &place, "what is in the ledger reveals somebody").remedy(
                    "`cairn disclosure ledger check` says by which cells; nothing leaves until it is mended.",
                ));
            }
        }
        let ledger = serde_json::from_slice(&text);
        Ok(Self { ledger: ledger.map_err(|error| Fault::new(Code::Broken, &place, error.to_string()))? })
    }

    fn list(&self, name: &str) -> &[Value] {
        self.ledger.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// The release that a dataset is: its cells, the finest cells that each sums, and which are held back.
    fn release(&self, dataset: &Dataset, name: &str) -> Result<Value> {
        if let Some((part, _)) = dataset.cells.parts.first() {
            return Err(Fault::new(
                Code::NoCertificate,
                &dataset.code,
                "figures beside the counts, which nobody weighs",
            )
            .remedy(format!("Leave out the column \"{}\".", part.as_str())));
        }
        if dataset.size() > CELLS_MAX {
            return Err(Fault::new(Code::TooLarge, &dataset.code, format!("{} cells", dataset.size())));
        }
        let axes: Vec<Axis> = dataset.dimensions.iter().map(|each| Axis::new(each, self)).collect::<Result<_>>()?;
        let (mut publish, mut members, mut suppressed) = (Vec::new(), Vec::new(), Vec::new());
        let mut signs = BTreeSet::new();
        for position in 0..dataset.size() {
            let indexes = dataset.indexes(position);
            let mut finest: Option<Vec<usize>> = None;
            let mut codes = Map::new();
            for ((axis, dimension), at) in axes.iter().zip(&dataset.dimensions).zip(&indexes) {
                let code = dimension.categories.get(*at).map_or("", |category| category.code.as_str());
                codes.insert(dimension.code.clone(), json!(code));
                finest = axis.within(finest, *at);
            }
            let finest = finest.unwrap_or_else(|| (0..self.list("inner").len()).collect());
            let told = self.told(dataset, position, &finest);
            if !told.map_err(|fault| fault.within(&Value::Object(codes.clone()).to_string()))? {
                suppressed.push(publish.len());
                signs.insert(dataset.observation(position).mark);
            }
            publish.push(Value::Object(codes));
            members.push(finest);
        }
        if signs.len() > 1 {
            return Err(Fault::new(
                Code::NoCertificate,
                &dataset.code,
                "what is held back carries different marks, which may tell why each is",
            )
            .remedy("Mark all of it `.. suppressed`."));
        }
        let dims: Vec<&str> = dataset.dimensions.iter().map(|dimension| dimension.code.as_str()).collect();
        Ok(json!({
            "name": name, "fingerprint": printed(dataset), "dims": dims,
            "publish": publish, "members": members, "suppressed": suppressed,
        }))
    }

    /// Whether a cell is told, which it may be only as what the ledger counts there.
    fn told(&self, dataset: &Dataset, position: u64, finest: &[usize]) -> Result<bool> {
        let wrong = |text: &str| Fault::new(Code::NoCertificate, "", text);
        if finest.is_empty() {
            return Err(wrong("the ledger has no finest cell there"));
        }
        let inner = self.list("inner");
        let counts = finest.iter().map(|at| inner.get(*at)?.get("freq")?.as_f64());
        let count = counts.sum::<Option<f64>>().ok_or_else(|| wrong("the ledger counts nothing there"))?;
        match dataset.observation(position).value {
            Cell::Figure(figure) if figure.total_cmp(&count).is_eq() => Ok(true),
            Cell::Figure(_) => Err(wrong("is not what the ledger counts there")
                .remedy("Only counts are weighed, as they are: no shares, and nothing rounded.")),
            Cell::Absent(Absence::Suppressed) => Ok(false),
            Cell::Absent(Absence::NotApplicable) => Err(wrong("says that there can be none, which nobody has weighed")
                .remedy("Hold it back as suppressed, or give the count.")),
            // Beside others that say so, a cell that is left out or says nothing reads as nought.
            Cell::Absent(Absence::Missing | Absence::NotPublished) => Err(wrong("is absent, but not held back")
                .remedy("Hold it back as `.. suppressed`, or give the count, a nought too.")),
            Cell::Text(_) => Err(wrong("is a text where a count belongs")),
        }
    }
}

impl Ledger for Disclosed {
    fn certificate(&self, dataset: &Dataset) -> Option<Certificate> {
        let print = printed(dataset);
        let entered = self
            .list("releases")
            .iter()
            .find(|release| release.get("fingerprint").and_then(Value::as_str) == Some(&print))?;
        let name = entered.get("name")?.as_str()?;
        // A fingerprint is what somebody wrote; the cells are what was weighed.
        let is_same = self.release(dataset, name).is_ok_and(|release| is_same(&release, entered));
        is_same.then(|| Certificate { release: name.to_owned(), fingerprint: fingerprint(dataset) })
    }
}

/// Whether a release was entered as it would be made now. What a rule asks for beside the counts may have been put to its rows.
fn is_same(made: &Value, entered: &Value) -> bool {
    let rows = |release: &Value| {
        let mut rows = release.get("publish").and_then(Value::as_array).cloned().unwrap_or_default();
        for row in rows.iter_mut().filter_map(Value::as_object_mut) {
            row.retain(|name, _| !ASKED.contains(&name.as_str()));
        }
        rows
    };
    let same = |name: &&str| made.get(*name) == entered.get(*name);
    ["dims", "members", "suppressed"].iter().all(same) && rows(made) == rows(entered)
}

fn printed(dataset: &Dataset) -> String {
    format!("{:016x}", fingerprint(dataset))
}

/// For each category of a dimension, which finest cells are counted there; `None` for all of them.
struct Axis(Vec<Option<BTreeSet<usize>>>);

impl Axis {
    fn new(dimension: &Dimension, ledger: &Disclosed) -> Result<Self> {
        let name = dimension.code.as_str();
        let place = || format!("dimension {name}");
        if RESERVED.contains(&name) {
            return Err(Fault::new(Code::Question, place(), "is the name of something else in a release"));
        }
        let inner = ledger.list("inner");
        if !inner.iter().any(|cell| cell.get(name).is_some()) {
            // What is counted has one name in the dataset and none in the ledger.
            return match dimension.categories.as_slice() {
                [_] => Ok(Self(vec![None])),
                _ => Err(Fault::new(Code::Unknown, place(), "the finest cells of the ledger are not counted by it")
                    .remedy(format!("Each needs its code: {{\"freq\": 3, \"{name}\": \"…\"}}."))),
            };
        }
        let mut codes = Vec::with_capacity(inner.len());
        for (at, cell) in inner.iter().enumerate() {
            let code = cell.get(name).and_then(Value::as_str);
            codes.push(
                code.ok_or_else(|| Fault::new(Code::WrongShape, place(), format!("finest cell {at} has no code")))?,
            );
        }
        let total = dimension.total_index();
        let of = |(at, _): (usize, _)| {
            let inside = (total != Some(at)).then(|| parts(dimension, at))?;
            let cells = codes.iter().enumerate().filter(|(_, code)| inside.contains(*code));
            Some(cells.map(|(cell, _)| cell).collect())
        };
        Ok(Self(dimension.categories.iter().enumerate().map(of).collect()))
    }

    /// Those of some finest cells that are counted in a category; of all when none are said.
    fn within(&self, finest: Option<Vec<usize>>, at: usize) -> Option<Vec<usize>> {
        match (self.0.get(at).and_then(Option::as_ref), finest) {
            (None, finest) => finest,
            (Some(here), None) => Some(here.iter().copied().collect()),
            (Some(here), Some(finest)) => Some(finest.into_iter().filter(|cell| here.contains(cell)).collect()),
        }
    }
}

/// The codes that a category consists of: its own, and those of its children and theirs.
fn parts(dimension: &Dimension, at: usize) -> BTreeSet<&str> {
    let mut parts = BTreeSet::new();
    let mut open: Vec<&str> = dimension.categories.get(at).map(|category| category.code.as_str()).into_iter().collect();
    while let Some(code) = open.pop() {
        if parts.insert(code) {
            let category = dimension.find(code).and_then(|at| dimension.categories.get(at));
            open.extend(category.into_iter().flat_map(|category| category.children.iter().map(String::as_str)));
        }
    }
    parts
}
