//! JSON-stat: what is read is written and read again as the same; what is wrong is refused with its place.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where its world is wrong"
)]

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sources::fault::Code;
use sources::json::Json;
use sources::jsonstat::{self, Document, Item};
use sources::model::{
    Absence, Category, Cells, Dataset, Dimension, Marks, Origin, Part, Provenance, Role, Unit, Value, Values,
};

fn read(text: &str) -> sources::fault::Result<Document> {
    jsonstat::read(text.as_bytes())
}

fn one(text: &str) -> Dataset {
    match read(text).unwrap() {
        Document::Dataset(dataset) => *dataset,
        other @ (Document::Collection(_) | Document::Bundle(_)) => panic!("not a dataset: {other:?}"),
    }
}

fn again(document: &Document) -> Document {
    let mut bytes = Vec::new();
    jsonstat::write(document, &mut bytes).unwrap();
    jsonstat::read(bytes.as_slice()).unwrap()
}

/// A dataset of one dimension `Tid` of three years, with these members added.
fn with(members: &str) -> String {
    format!(
        r#"{{"version":"2.0","class":"dataset","id":["Tid"],"size":[3],
        "dimension":{{"Tid":{{"category":{{"index":["2022","2023","2024"]}}}}}},{members}}}"#
    )
}

#[test]
fn every_form_of_values_and_status_means_the_same() {
    let marks = |each: &[(u64, &str)]| Marks::Each(each.iter().map(|(at, mark)| (*at, (*mark).to_owned())).collect());
    for (members, expected) in [
        (r#""value":[1,null,3]"#, Marks::None),
        (r#""value":{"0":1,"2":3}"#, Marks::None),
        (r#""value":[1,null,3],"status":["","..","p"]"#, marks(&[(1, ".."), (2, "p")])),
        (r#""value":[1,null,3],"status":[null,"x",null]"#, marks(&[(1, "x")])),
        (r#""value":{"2":3,"0":1},"status":{"1":"-"}"#, marks(&[(1, "-")])),
        (r#""value":[1,null,3],"status":"p""#, Marks::All("p".into())),
        (r#""value":[1,null,3],"status":["a"]"#, Marks::All("a".into())),
    ] {
        let dataset = one(&with(members));
        assert_eq!(dataset.at(&["2022"]).unwrap().value, Value::Figure(1.0), "{members}");
        assert!(matches!(dataset.at(&["2023"]).unwrap().value, Value::Absent(_)), "{members}");
        assert_eq!(dataset.at(&["2024"]).unwrap().value, Value::Figure(3.0), "{members}");
        assert_eq!(dataset.cells.marks, expected, "{members}");
    }
}

#[test]
fn a_missing_figure_says_why() {
    let dataset = one(&with(r#""value":[null,null,null],"status":{"0":"x","1":".","2":".."}"#));
    let why = |year| dataset.at(&[year]).unwrap().value;
    assert_eq!(why("2022"), Value::Absent(Absence::Suppressed));
    assert_eq!(why("2023"), Value::Absent(Absence::NotApplicable));
    assert_eq!(why("2024"), Value::Absent(Absence::Missing));
}

#[test]
fn what_is_wrong_is_refused_with_its_place() {
    let two = r#"{"version":"2.0","class":"dataset","id":["A","B"],"size":[1,2],"value":[1,2],"dimension":{"#;
    for (text, code, place) in [
        (with(r#""value":[1,2]"#), Code::WrongSize, "value"),
        (with(r#""value":[1,2,3,4]"#), Code::WrongSize, "value"),
        (with(r#""value":{"3":1}"#), Code::WrongSize, "value/3"),
        (with(r#""value":{"1":1,"1":2}"#), Code::WrongShape, "value/1"),
        (with(r#""value":{"x":1}"#), Code::WrongShape, "value"),
        (with(r#""value":[1,2,3],"status":["a","b"]"#), Code::WrongSize, "status"),
        (with(r#""value":[1,2,3],"status":{"7":"b"}"#), Code::WrongSize, "status/7"),
        (with(r#""value":7"#), Code::WrongShape, "value"),
        (with(r#""note":"none""#), Code::WrongShape, "value"),
        (with(r#""value":[]"#), Code::WrongSize, "value"),
        (format!(r#"{two}"A":{{"category":{{"index":["x"]}}}}}}}}"#), Code::WrongShape, "dimension/B"),
        (
            format!(r#"{two}"A":{{"category":{{"index":["x"]}}}},"B":{{"category":{{"index":["x"]}}}}}}}}"#),
            Code::WrongSize,
            "dimension/B/category",
        ),
        (
            format!(r#"{two}"A":{{"category":{{"index":["x"]}}}},"B":{{"category":{{"index":{{"x":0,"y":2}}}}}}}}}}"#),
            Code::WrongSize,
            "dimension/B/category/index/y",
        ),
        (
            format!(
                r#"{two}"A":{{"category":{{"index":["x"]}}}},"B":{{"category":{{"label":{{"x":"1","y":"2"}}}}}}}}}}"#
            ),
            Code::WrongShape,
            "dimension/B/category/index",
        ),
        (
            format!(
                r#"{two}"A":{{"category":{{"index":["x"]}}}},"B":{{"category":{{"index":["x","y"],"child":{{"x":["y"],"y":["x"]}}}}}}}}}}"#
            ),
            Code::WrongShape,
            "dimension/B/category/child",
        ),
        ("[1]".to_owned(), Code::WrongShape, ""),
        (r#"{"a":1}"#.to_owned(), Code::WrongShape, ""),
    ] {
        let fault = read(&text).unwrap_err();
        assert_eq!((fault.code, fault.place.as_str()), (code, place), "{text}: {fault}");
    }
}

#[test]
fn an_index_object_is_ordered_by_its_numbers() {
    let dataset = one(r#"{"version":"2.0","class":"dataset","id":["Tid"],"size":[2],"value":[1,2],
        "dimension":{"Tid":{"category":{"index":{"2024":1,"2023":0}}}}}"#);
    assert_eq!(dataset.at(&["2023"]).unwrap().value, Value::Figure(1.0));
}

#[test]
fn a_bundle_of_version_one_is_read() {
    let text = r#"{"dataset":{"label":"x","source":"SCB","value":[1,2],"dimension":{"id":["Region","Tid"],"size":[1,2],
        "role":{"time":["Tid"]},"Region":{"category":{"index":{"00":0}}},"Tid":{"category":{"index":{"2019":0,"2020":1}}}}}}"#;
    let document = read(text).unwrap();
    let Document::Bundle(datasets) = &document else { panic!("not a bundle") };
    let (name, dataset) = &datasets[0];
    assert_eq!(name, "dataset");
    assert_eq!(dataset.at(&["00", "2020"]).unwrap().value, Value::Figure(2.0));
    assert_eq!(dataset.in_role(Role::Area).unwrap().code, "Region");
    assert_eq!(again(&document), document);
}

#[test]
fn a_collection_holds_tables_links_and_collections() {
    let table = with(r#""value":[1,2,3]"#);
    let text = format!(
        r#"{{"version":"2.0","class":"collection","label":"Samling","link":{{"item":[
        {{"class":"dataset","href":"https://example.org/a.json","label":"A"}},{table},
        {{"class":"collection","label":"Inre","link":{{"item":[]}}}}]}}}}"#
    );
    let document = read(&text).unwrap();
    let Document::Collection(collection) = &document else { panic!("not a collection") };
    assert!(matches!(&collection.items[0], Item::Link { href, .. } if href == "https://example.org/a.json"));
    assert!(matches!(&collection.items[1], Item::Dataset(_)));
    assert!(matches!(&collection.items[2], Item::Collection(_)));
    assert_eq!(again(&document), document);
}

#[test]
fn metadata_without_values_is_read_as_such() {
    let metadata = jsonstat::metadata(with(r#""value":[]"#).as_bytes()).unwrap();
    assert_eq!(metadata.size(), 3);
}

#[test]
fn a_document_that_breaks_off_anywhere_is_refused() {
    let dataset = Document::Dataset(Box::new(one(&with(r#""value":[1.5,null,3],"status":{"1":".."},"note":["å"]"#))));
    let mut bytes = Vec::new();
    jsonstat::write(&dataset, &mut bytes).unwrap();
    let end = bytes.len() - 1;
    for length in 0..end {
        assert!(jsonstat::read(&bytes[..length]).is_err(), "{length}");
    }
}

#[test]
fn the_official_samples_are_read_and_written_again() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    let folder = [shared, Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data")]
        .into_iter()
        .map(|data| data.join("jsonstat"))
        .find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        eprintln!("skipped: ../shared/data/jsonstat is not present");
        return;
    };
    for folder in [folder.clone(), folder.join("own_fixtures"), folder.join("../pxweb/v2-scb")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() || ["config", "codelist", "search", "tables"].iter().any(|other| name.starts_with(other)) {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            if name.contains("metadata") {
                jsonstat::metadata(bytes.as_slice()).unwrap();
                continue;
            }
            match jsonstat::read(bytes.as_slice()) {
                Ok(document) => {
                    assert!(!name.starts_with("error_"), "{name} must be refused");
                    assert_eq!(again(&document), document, "{name}");
                }
                Err(fault) => assert!(name.starts_with("error_"), "{name}: {fault}"),
            }
        }
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zåäö]{1,6}", "[A-Z0-9\"\\\\ \n]{1,5}x", Just("😀å".to_owned())]
}

fn figure() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => any::<i32>().prop_map(f64::from),
        3 => (any::<i32>(), 0..6_i32).prop_map(|(mantissa, power)| f64::from(mantissa) / 10_f64.powi(power)),
        1 => any::<f64>().prop_filter("finite", |value| value.is_finite()),
        2 => Just(f64::NAN),
    ]
}

fn category(code: String) -> impl Strategy<Value = Category> {
    let unit = (proptest::option::of(word()), proptest::option::of(0_u8..9)).prop_map(|(label, decimals)| Unit {
        label,
        decimals,
        extra: vec![("base".into(), Json::of("antal"))],
    });
    (
        proptest::option::of(word()),
        proptest::option::of(unit),
        proptest::collection::vec(word(), 0..2),
        proptest::option::of((-90.0..90.0_f64, -90.0..90.0_f64)),
    )
        .prop_map(move |(label, unit, notes, coordinates)| Category {
            code: code.clone(),
            label,
            children: Vec::new(),
            unit,
            notes,
            coordinates,
        })
}

fn dimension(code: String) -> impl Strategy<Value = Dimension> {
    let categories = proptest::collection::btree_set(word(), 1..4)
        .prop_flat_map(|codes| codes.into_iter().map(category).collect::<Vec<_>>());
    (
        categories,
        0..Role::ALL.len(),
        proptest::option::of(word()),
        proptest::collection::vec(word(), 0..2),
        any::<bool>(),
    )
        .prop_map(move |(mut categories, role, label, notes, total)| {
            let last = categories.last().map(|category| category.code.clone());
            if let (Some(child), true) = (last.clone(), categories.len() > 1) {
                categories[0].children.push(child);
            }
            Dimension {
                code: code.clone(),
                label,
                role: Role::ALL[role],
                categories,
                notes,
                total: last.filter(|_| total),
                extra: vec![("link".into(), Json::object([("describedby", Json::List(vec![Json::Null]))]))],
            }
        })
}

fn dataset() -> impl Strategy<Value = Dataset> {
    let dimensions = proptest::collection::btree_set("[A-Za-z]{1,5}", 1..4)
        .prop_flat_map(|codes| codes.into_iter().map(dimension).collect::<Vec<_>>());
    (dimensions, word(), proptest::collection::vec(word(), 0..3), 0..4_usize, 0..3_usize, any::<bool>()).prop_flat_map(
        |(dimensions, label, notes, shape, marked, own)| {
            let size: usize = dimensions.iter().map(|dimension| dimension.categories.len()).product();
            let column = || proptest::collection::vec(figure(), size);
            (column(), column(), column(), proptest::collection::vec(proptest::option::of(word()), size)).prop_map(
                move |(values, lower, upper, words)| {
                    let each: BTreeMap<u64, String> =
                        (0_u64..).zip(&words).filter_map(|(at, word)| Some((at, word.clone()?))).collect();
                    let marks = match marked {
                        0 => Marks::None,
                        1 => Marks::each(each),
                        _ => Marks::All("p".into()),
                    };
                    let (values, parts) = match shape {
                        0 => (Values::Dense(values), Vec::new()),
                        1 => (Values::Dense(values), vec![(Part::Lower, lower), (Part::Upper, upper)]),
                        2 => {
                            let cells = (0_u64..).zip(values).filter(|(_, value)| !value.is_nan()).collect();
                            (Values::Sparse { size: size as u64, cells }, Vec::new())
                        }
                        _ => {
                            let text = |word: Option<String>| word.map_or(Json::Null, Json::Text);
                            let mut cells: Vec<Json> = words.into_iter().map(text).collect();
                            cells[0] = Json::of("figure");
                            (Values::Mixed(cells), Vec::new())
                        }
                    };
                    let origin = if own { Origin::Own } else { Origin::Published };
                    let fetched = Some(domain::moment::Moment::from_microseconds(1_767_225_600_123_456));
                    Dataset {
                        code: "N15428".into(),
                        label: label.clone(),
                        updated: Some("2026-01-01".into()),
                        provenance: Provenance { name: "SCB".into(), origin, fetched, ..Provenance::default() },
                        notes: notes.clone(),
                        dimensions: dimensions.clone(),
                        cells: Cells { values, marks, parts },
                        extra: vec![("href".into(), Json::of("https://example.org"))],
                    }
                },
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: RngSeed::Fixed(5), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_as_the_same(dataset in dataset()) {
        let document = Document::Dataset(Box::new(dataset));
        prop_assert_eq!(again(&document), document);
    }
}

#[test]
fn a_table_without_its_figures_says_how_to_get_them() {
    let text = r#"{"version":"2.0","class":"dataset","id":["A"],"size":[1],"value":[],"dimension":{"A":{"category":{"index":["x"]}}}}"#;
    let fault = jsonstat::read(text.as_bytes()).unwrap_err();
    assert_eq!(fault.code, Code::WrongSize, "{fault}");
    assert!(fault.remedy.contains("fetch pxweb"), "{fault}");
}
