//! Real answers of the sources, where somebody has put them beside the project in `../shared/data`: they are not part of it.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use std::path::{Path, PathBuf};

use domain::moment::Day;
use sources::connect;
use sources::connect::pxweb::{self, Format};
use sources::fault::Code;
use sources::json::Json;
use sources::jsonstat::{self, Document};
use sources::model::{Dataset, Role, Value, findings};
use sources::publish::{self, Cleared, NoLedger};
use sources::px;
use sources::table::{self, Input, Mapping, Understood};

/// A folder of samples, or `None` with a line that says so.
fn samples(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = ["../../../../shared/data", "../../../shared/data"].map(|data| root.join(data).join(name));
    let found = found.into_iter().find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: ../shared/data/{name} is not present");
    }
    found
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(end));
    files.sort();
    assert!(!files.is_empty(), "nothing ends with {end} in {}", folder.display());
    files
}

fn json(path: &Path) -> Json {
    Json::parse(&std::fs::read(path).unwrap()).unwrap()
}

fn read(path: &Path) -> Understood {
    let today = Day::from_parts(2026, 11, 22).unwrap();
    table::read(&Input::File(path.to_owned()), &Mapping::default(), today).unwrap()
}

/// Figures by the codes of their cells: what must be the same after every conversion.
fn figures(dataset: &Dataset) -> Vec<(Vec<String>, String)> {
    let mut figures: Vec<(Vec<String>, String)> = dataset
        .positions()
        .filter_map(|position| match dataset.observation(position).value {
            Value::Figure(figure) => {
                let codes = dataset.categories(position).iter().map(|category| category.code.clone()).collect();
                Some((codes, figure.to_string()))
            }
            Value::Text(_) | Value::Absent(_) => None,
        })
        .collect();
    figures.sort();
    figures
}

/// Through JSON-stat, CSV and a workbook and back.
fn converted(dataset: &Dataset, name: &str) {
    let cleared = Cleared::new(dataset, &NoLedger).unwrap();
    let mut bytes = Vec::new();
    cleared.jsonstat(&mut bytes).unwrap();
    let again = jsonstat::read(bytes.as_slice()).unwrap();
    assert_eq!(again, Document::Dataset(Box::new(dataset.clone())), "{name}");
    let expected = figures(dataset);
    assert!(!expected.is_empty(), "{name}");
    let mut bytes = Vec::new();
    publish::csv(cleared, &mut bytes).unwrap();
    let today = Day::from_parts(2026, 11, 22).unwrap();
    for bytes in [bytes, publish::workbook(cleared).unwrap()] {
        let back = table::read(&Input::Bytes(bytes.into()), &Mapping::default(), today).unwrap();
        assert_eq!(back.misunderstood, [], "{name}");
        assert_eq!(figures(&back.dataset), expected, "{name}");
    }
}

#[test]
fn answers_of_kolada_are_read_and_converted() {
    let (Some(kolada), Some(values)) = (samples("kolada"), samples("values")) else { return };
    for path in files(&values, ".v3.json").into_iter().chain(files(&kolada, "1480.v3.json")) {
        let name = path.display().to_string();
        let dataset = connect::read_answer(&json(&path)).unwrap().unwrap();
        assert!(dataset.in_role(Role::Area).is_some() && dataset.in_role(Role::Period).is_some(), "{name}");
        converted(&dataset, &name);
    }
    let catalogue = connect::read_answer(&json(&kolada.join("kpi_core_set.v3.json"))).unwrap();
    assert_eq!(catalogue.unwrap_err().code, Code::Unsupported);
}

#[test]
fn px_files_of_the_reference_are_read_and_converted() {
    let Some(folder) = samples("pxweb/v2-reference") else { return };
    for path in files(&folder, ".px") {
        let dataset = px::read(std::fs::File::open(&path).unwrap()).unwrap();
        assert!(dataset.in_role(Role::Measure).is_some(), "{}", path.display());
        converted(&dataset, &path.display().to_string());
    }
}

#[test]
fn answers_of_statistics_sweden_hold_the_same_in_every_format() {
    let Some(folder) = samples("pxweb/v1-scb") else { return };
    let plain = json(&folder.join("data_response_format_json.json"));
    let plain = connect::read_answer(&plain).unwrap().unwrap();
    let body = std::fs::read(folder.join("data_response_format_json-stat_v1.json")).unwrap();
    let stat = pxweb::read_answer(&body, Format::JsonStat, &[]).unwrap();
    let sorted = |dataset: &Dataset| {
        let mut values: Vec<String> = figures(dataset).into_iter().map(|(_, figure)| figure).collect();
        values.sort();
        values
    };
    assert_eq!(sorted(&plain), sorted(&stat));
    converted(&plain, "json");
    converted(&stat, "json-stat");
}

#[test]
fn the_population_of_2026_is_perturbed_and_raises_no_alarm() {
    let Some(folder) = samples("pxweb/v2-scb") else { return };
    let document = jsonstat::read(std::fs::File::open(folder.join("TAB6471_data.json")).unwrap()).unwrap();
    for dataset in document.datasets() {
        let totals: Vec<_> = findings(&dataset).into_iter().filter(|finding| finding.check == "total").collect();
        assert_eq!(totals, []);
    }
}

#[test]
fn tables_of_values_are_read_to_the_last_row() {
    let Some(folder) = samples("values") else { return };
    for path in files(&folder, ".csv") {
        let understood = read(&path);
        let name = path.display().to_string();
        assert_eq!(understood.misunderstood, [], "{name}");
        let lines = std::fs::read_to_string(&path).unwrap().lines().filter(|line| !line.trim().is_empty()).count();
        assert_eq!(usize::try_from(understood.rows).unwrap(), lines - 1, "{name}");
        assert!(understood.dataset.in_role(Role::Area).is_some(), "{name}");
        assert!(!figures(&understood.dataset)[0].1.is_empty(), "{name}");
    }
}
