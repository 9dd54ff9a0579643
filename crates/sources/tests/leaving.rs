//! What leaves: in which forms, and with whose leave.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

mod support;

use sources::fault::Code;
use sources::json::Json;
use sources::jsonstat;
use sources::model::{Absence, Category, Cells, Dataset, Origin, Part, Role, Unit, Value};
use sources::publish::catalogue::{Catalogue, Distribution, Entry};
use sources::publish::{self, Certificate, Cleared, Ledger, NoLedger};

use support::{read, small};

#[test]
fn what_leaves_as_csv_comes_back_as_the_same_figures() {
    let dataset = small();
    let cleared = Cleared::new(&dataset, &NoLedger).unwrap();
    let mut bytes = Vec::new();
    publish::csv(cleared, &mut bytes).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains("1380,\"Almvik, stad\",2024,..,suppressed\n"), "{text}");
    let back = read(&bytes, "").unwrap().dataset;
    assert_eq!(back.at(&["1380", "2023"]).unwrap().value, Value::Figure(83.5));
    assert_eq!(back.at(&["1380", "2024"]).unwrap().value, Value::Absent(Absence::Suppressed));
    assert_eq!(back.at(&["1401", "2024"]).unwrap().value, Value::Absent(Absence::Missing));
    let description = publish::csvw(cleared, "a.csv").to_string();
    let description: serde_json::Value = serde_json::from_str(&description).unwrap();
    assert_eq!(description["tableSchema"]["primaryKey"], serde_json::json!(["Region", "Tid"]));
    let titles: Vec<&str> = description["tableSchema"]["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["titles"].as_str().unwrap())
        .collect();
    assert_eq!(titles.join(","), text.lines().next().unwrap());
}

#[test]
fn a_text_like_a_formula_is_guarded_and_comes_back() {
    let mut dataset = small();
    let formula = "=HYPERLINK(\"http://x\")";
    dataset.dimensions[0].categories = vec![Category::labelled("-9", formula), Category::labelled("@b", "+46")];
    let mut bytes = Vec::new();
    publish::csv(Cleared::new(&dataset, &NoLedger).unwrap(), &mut bytes).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains("\n-9,\"'=HYPERLINK(\"\"http://x\"\")\",2023,83.5,"), "{text}");
    assert!(text.contains("\n'@b,'+46,2023,70,"), "{text}");
    let back = read(&bytes, "").unwrap().dataset;
    let named = |at: usize| (back.dimensions[0].categories[at].code.clone(), back.dimensions[0].categories[at].name());
    assert_eq!((named(0), named(1)), (("-9".to_owned(), formula), ("@b".to_owned(), "+46")));
}

#[test]
fn marks_on_figures_leave_and_come_back() {
    let mut dataset = small();
    dataset.cells.marks.set(0, "r");
    dataset.cells.parts = vec![(Part::Lower, vec![1.0; 4]), (Part::Upper, vec![99.0; 4])];
    dataset.dimensions[1].categories[0].notes.push("Ny fråga".into());
    let cleared = Cleared::new(&dataset, &NoLedger).unwrap();
    let mut bytes = Vec::new();
    publish::csv(cleared, &mut bytes).unwrap();
    for bytes in [bytes, publish::workbook(cleared).unwrap()] {
        let back = read(&bytes, "").unwrap().dataset;
        let marked = back.at(&["1380", "2023"]).unwrap();
        assert_eq!((marked.value, marked.mark, marked.interval), (Value::Figure(83.5), Some("r"), Some((1.0, 99.0))));
        assert_eq!(back.at(&["1380", "2024"]).unwrap().value, Value::Absent(Absence::Suppressed));
        assert_eq!(back.at(&["1401", "2024"]).unwrap().value, Value::Absent(Absence::Missing));
    }
    let description = publish::csvw(cleared, "a.csv").to_string();
    assert!(description.contains("Tid, 2023: Ny fråga"), "{description}");
}

#[test]
fn the_unit_of_a_measure_leaves_with_its_figures() {
    let mut dataset = small();
    dataset.dimensions[0].role = Role::Measure;
    let base = vec![("base".to_owned(), Json::of("antal"))];
    for unit in [Unit { label: Some("antal".into()), ..Unit::default() }, Unit { extra: base, ..Unit::default() }] {
        dataset.dimensions[0].categories[0].unit = Some(unit);
        let description = publish::csvw(Cleared::new(&dataset, &NoLedger).unwrap(), "a.csv").to_string();
        assert!(description.contains("Region, Almvik, stad: unit: antal"), "{description}");
    }
}

#[test]
fn what_leaves_as_a_workbook_comes_back_as_the_same_figures() {
    let dataset = small();
    let bytes = publish::workbook(Cleared::new(&dataset, &NoLedger).unwrap()).unwrap();
    let back = read(&bytes, "").unwrap().dataset;
    assert_eq!(back.at(&["1401", "2023"]).unwrap().value, Value::Figure(70.0));
    assert_eq!(back.at(&["1380", "2024"]).unwrap().value, Value::Absent(Absence::Suppressed));
    let fault = read(&bytes, "[file]\nsheet = \"Blad1\"").unwrap_err();
    assert!(fault.remedy.contains("Sources"), "{fault}");
}

#[test]
fn a_catalogue_names_every_dataset_in_both_forms() {
    let dataset = small();
    let entry = Entry {
        dataset: Cleared::new(&dataset, &NoLedger).unwrap(),
        name: "behöriga".into(),
        distributions: vec![Distribution { file: "a.json".into(), media: "application/json".into() }],
    };
    let catalogue = Catalogue {
        address: "https://data.example.org/".into(),
        title: "Öppna data".into(),
        description: "Om barn".into(),
        publisher: "Region Rösmark".into(),
    };
    let turtle = catalogue.turtle(std::slice::from_ref(&entry)).unwrap();
    assert!(turtle.contains("dcterms:title \"Behöriga till \\\"yrkesprogram\\\"\"@sv"), "{turtle}");
    assert!(turtle.contains("dcat:dataset <https://data.example.org/dataset/beh%C3%B6riga>"), "{turtle}");
    assert!(turtle.contains("\"2026-06-08\"^^xsd:date"), "{turtle}");
    let json: serde_json::Value = serde_json::from_str(&catalogue.json_ld(&[entry]).unwrap().to_string()).unwrap();
    let kinds: Vec<&str> =
        json["@graph"].as_array().unwrap().iter().map(|each| each["@type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["dcat:Catalog", "foaf:Agent", "dcat:Distribution", "dcat:Dataset"]);
}

/// Certifies one release.
struct Book(Option<Certificate>);

impl Ledger for Book {
    fn certificate(&self, _: &Dataset) -> Option<Certificate> {
        self.0.clone()
    }
}

#[test]
fn own_figures_leave_only_with_a_certificate_for_exactly_these() {
    let mut dataset = small();
    dataset.provenance.origin = Origin::Own;
    assert_eq!(Cleared::new(&dataset, &NoLedger).unwrap_err().code, Code::NoCertificate);
    let certificate = Certificate { release: "2026".into(), fingerprint: publish::fingerprint(&dataset) };
    let book = Book(Some(certificate));
    assert!(Cleared::new(&dataset, &book).is_ok());
    dataset.cells = Cells::dense(vec![83.5, 1.0, 70.0, 2.0]);
    assert_eq!(Cleared::new(&dataset, &book).unwrap_err().code, Code::NoCertificate);
}

#[test]
fn a_certificate_covers_everything_that_is_written() {
    let whole = || {
        let mut dataset = small();
        dataset.cells.parts = vec![(Part::Lower, vec![1.0; 4]), (Part::Upper, vec![9.0; 4])];
        dataset
    };
    let before = publish::fingerprint(&whole());
    let changes: [fn(&mut Dataset); 13] = [
        |dataset| dataset.cells.parts[1].1[2] = 8.0,
        |dataset| dataset.cells.parts[0].1[2] = 0.5,
        |dataset| dataset.dimensions[0].categories[0].label = Some("Ett barn".into()),
        |dataset| dataset.notes.push("Ett barn".into()),
        |dataset| dataset.dimensions[0].categories[0].notes.push("Ett barn".into()),
        |dataset| dataset.cells.marks.set(0, "r"),
        |dataset| dataset.extra.push(("extension".into(), Json::of("Ett barn"))),
        |dataset| dataset.updated = Some("Ett barn".into()),
        |dataset| dataset.provenance.name = "Ett barn".into(),
        |dataset| dataset.provenance.address = Some("Ett barn".into()),
        |dataset| dataset.dimensions[0].extra.push(("extension".into(), Json::of("Ett barn"))),
        |dataset| dataset.dimensions[0].categories[0].children.push("1401".into()),
        |dataset| {
            let unit = Unit { label: Some("Ett barn".into()), ..Unit::default() };
            dataset.dimensions[0].categories[0].unit = Some(unit);
        },
    ];
    for change in changes {
        let mut dataset = whole();
        change(&mut dataset);
        assert_ne!(publish::fingerprint(&dataset), before);
    }
}

#[test]
fn figures_whose_source_nobody_names_are_our_own() {
    let text = "Skola;År;Antal\nA;2024;3\n";
    for (mapping, origin) in
        [("", Origin::Own), ("source = \" \"", Origin::Own), ("source = \"Kolada\"", Origin::Published)]
    {
        assert_eq!(read(text, mapping).unwrap().dataset.provenance.origin, origin, "{mapping}");
    }
}

#[test]
fn own_figures_stay_own_in_a_file() {
    let mut dataset = small();
    dataset.provenance.origin = Origin::Own;
    let mut bytes = Vec::new();
    jsonstat::write_dataset(&dataset, &mut bytes).unwrap();
    let back = jsonstat::read(bytes.as_slice()).unwrap().datasets().remove(0);
    assert!(Cleared::new(&back, &NoLedger).is_err());
}
