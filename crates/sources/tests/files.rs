//! Files in and out: what is found out, what is refused, and what leaves.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use std::fmt::Write as _;
use std::io::Write as _;

use domain::moment::Day;
use sources::connect;
use sources::fault::{Code, Fault};
use sources::json::Json;
use sources::jsonstat;
use sources::model::{Absence, Category, Cells, Dataset, Dimension, Origin, Provenance, Role, Value, findings};
use sources::publish::catalogue::{Catalogue, Distribution, Entry};
use sources::publish::{self, Certificate, Cleared, Ledger, NoLedger};
use sources::table::{self, Input, Mapping, Understood, survey};

fn today() -> Day {
    Day::from_parts(2026, 11, 22).unwrap()
}

fn read(bytes: impl AsRef<[u8]>, mapping: &str) -> Result<Understood, Fault> {
    table::read(&Input::Bytes(bytes.as_ref().into()), &Mapping::parse(mapping).unwrap(), today())
}

fn windows(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn delimiter_encoding_and_decimal_sign_are_found_out() {
    let text = "Kommun;År;Kön;Värde\r\nAlmvik;2024;K;83,5\r\nÅmyra;2024;K;1 200,25\r\n";
    let comma = "\u{feff}Municipality,Year,Sex,Value\nAlmvik,2024,K,83.5\nÅmyra,2024,K,1200.25\n";
    let tabs = text.replace(';', "\t");
    for bytes in [text.as_bytes().to_vec(), windows(text), utf16(text), comma.as_bytes().to_vec(), tabs.into_bytes()] {
        let dataset = read(&bytes, "").unwrap().dataset;
        let roles: Vec<Role> = dataset.dimensions.iter().map(|dimension| dimension.role).collect();
        assert_eq!(roles, [Role::Area, Role::Period, Role::Sex]);
        assert_eq!(dataset.at(&["Åmyra", "2024", "K"]).unwrap().value, Value::Figure(1200.25));
    }
}

#[test]
fn titles_above_and_sources_below_are_told_and_not_read() {
    let text = "Behöriga elever\n\nKommun;År;Värde\nAlmvik;2023;80,1\nAlmvik;2024;..\nKälla: Kolada\n";
    let understood = read(text, "").unwrap();
    assert_eq!(understood.rows, 2);
    assert_eq!(understood.misunderstood[0].line, 6);
    let dataset = understood.dataset;
    assert_eq!(dataset.at(&["Almvik", "2024"]).unwrap().value, Value::Absent(Absence::Missing));
}

#[test]
fn years_side_by_side_become_a_dimension() {
    let dataset = read("Kommun;2022;2023;2024\nAlmvik;1;2;3\nDalhult;4;5;6\n", "").unwrap().dataset;
    assert_eq!(dataset.in_role(Role::Period).unwrap().categories.len(), 3);
    assert_eq!(dataset.at(&["Dalhult", "2023"]).unwrap().value, Value::Figure(5.0));
}

#[test]
fn a_code_of_digits_alone_is_no_figure() {
    let dataset = read("municipality_code,county_code,year,population\n1315,13,2001,10493\n", "").unwrap().dataset;
    assert_eq!(dataset.at(&["1315", "13", "2001"]).unwrap().value, Value::Figure(10493.0));
    let fault = read("school_name,school_unit_code,municipality_code\nA,99999908,1384\n", "").unwrap_err();
    assert_eq!(fault.code, Code::WrongShape, "{fault}");
}

#[test]
fn cells_that_nobody_spoke_of_get_no_row() {
    let text = "Kommun;År;Mått;Värde\nAlmvik;2023;a;1\nDalhult;2024;b;..\nByn;2025;c;3\n";
    let dataset = read(text, "").unwrap().dataset;
    assert_eq!(dataset.size(), 27);
    let mut bytes = Vec::new();
    publish::csv(Cleared::new(&dataset, &NoLedger).unwrap(), &mut bytes).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap().lines().count(), 4);
}

#[test]
fn intervals_and_labels_stand_beside_the_figure() {
    let text = "municipality_id,municipality_title,year,value,ci_low,ci_high\n1380,Almvik,2024,71.0,70.5,71.5\n";
    let dataset = read(text, "").unwrap().dataset;
    assert_eq!(dataset.at(&["1380", "2024"]).unwrap().interval, Some((70.5, 71.5)));
    assert_eq!(dataset.in_role(Role::Area).unwrap().categories[0].name(), "Almvik");
}

#[test]
fn a_mapping_says_what_the_columns_mean() {
    let mapping = r#"
        label = "Trygghet"
        source = "Region Rösmark"
        [[column]]
        heading = "Var"
        role = "area"
        code = "Region"
        values = { "Almviks kommun" = "1380" }
        [[column]]
        heading = "Svar"
        role = "value"
        [[break]]
        at = "2024"
        note = "Ny fråga"
    "#;
    let understood = read("Var;Läsår;Svar;Skräp\nAlmviks kommun;2024;7;x\n", mapping);
    let dataset = understood.unwrap().dataset;
    assert_eq!(dataset.label, "Trygghet");
    assert_eq!(dataset.at(&["1380", "2024", "x"]).unwrap().value, Value::Figure(7.0));
    assert_eq!(dataset.in_role(Role::Period).unwrap().categories[0].notes, ["Ny fråga"]);
}

#[test]
fn a_mapping_with_a_slip_is_refused_with_its_place() {
    for (text, place) in [
        ("lable = \"x\"", "mapping, lable"),
        ("[[column]]\nheading = \"x\"\nrole = \"colour\"", "mapping, column.role"),
        ("[file]\nencoding = \"ebcdic\"", "mapping, file.encoding"),
        ("[[column]]\nrole = \"area\"", "mapping, column.heading"),
        ("= =", "mapping"),
    ] {
        assert_eq!(Mapping::parse(text).unwrap_err().place, place);
    }
    let fault = read("a;b\nx;1\n", "[[column]]\nheading = \"c\"\nrole = \"area\"").unwrap_err();
    assert_eq!(fault.code, Code::Unknown);
}

#[test]
fn a_personal_identity_number_stops_the_reading() {
    for text in [
        "Kommun;År;Värde\nAlmvik;2024;1\n20150101-2395;2024;2\n",
        "Kommun;År;Värde;Anmärkning\nAlmvik;2024;1;ring 150101-2395\n",
        "20150101-2395;År;Värde\nAlmvik;2024;1\n",
        "Kommun;År;Värde\nAlmvik;2024;1\nkontakt 20150101-2395\n",
    ] {
        let fault = read(text, "").unwrap_err();
        assert_eq!(fault.code, Code::IdentityNumber, "{text}");
        assert!(!fault.to_string().contains("2395"), "{fault}");
    }
}

#[test]
fn a_column_of_identity_numbers_is_no_column_of_figures() {
    for text in [
        "Person;Betyg\n201501012395;15\n",
        "Person;Betyg\n20150101-2395;15\n",
        "Person;Betyg\n1501012395;15\n",
        "Betyg 150101-2395\n\nKommun;År;Värde\nAlmvik;2024;1\n",
    ] {
        assert_eq!(read(text, "").unwrap_err().code, Code::IdentityNumber, "{text}");
    }
    // One figure of ten digits among many may look like one.
    let rows: Vec<String> = (0..9).map(|at| format!("Almvik;{};{}\n", 2010 + at, 1000 + at)).collect();
    let text = format!("Kommun;År;Värde\n{}Almvik;2024;1501012395\n", rows.concat());
    assert_eq!(read(text, "").unwrap().rows, 10);
}

#[test]
fn a_workbook_with_an_identity_number_is_stopped() {
    let mut dataset = small();
    dataset.dimensions[0].categories[1].code = "20150101-2395".into();
    let bytes = publish::workbook(Cleared::new(&dataset, &NoLedger).unwrap()).unwrap();
    assert_eq!(read(&bytes, "").unwrap_err().code, Code::IdentityNumber);
    assert_eq!(table::refuse_identity_numbers(&dataset, today()).unwrap_err().code, Code::IdentityNumber);
    let mut survey_rows = Vec::new();
    publish::csv(Cleared::new(&dataset, &NoLedger).unwrap(), &mut survey_rows).unwrap();
    for file in [bytes, survey_rows] {
        let mapping = Mapping::parse("[survey]").unwrap();
        let fault = survey::read(&Input::Bytes(file.into()), &mapping, today()).unwrap_err();
        assert_eq!(fault.code, Code::IdentityNumber);
    }
}

#[test]
fn an_identity_number_in_a_label_a_note_or_a_mark_is_found() {
    let changes: [fn(&mut Dataset); 4] = [
        |dataset| dataset.dimensions[0].categories[0].label = Some("150101-2395".into()),
        |dataset| dataset.notes.push("fråga 20150101-2395".into()),
        |dataset| dataset.cells.marks.set(3, "201501012395"),
        |dataset| dataset.label = "Betyg för 20150101-2395".into(),
    ];
    for change in changes {
        let mut dataset = small();
        assert_eq!(table::refuse_identity_numbers(&dataset, today()), Ok(()));
        change(&mut dataset);
        assert_eq!(table::refuse_identity_numbers(&dataset, today()).unwrap_err().code, Code::IdentityNumber);
    }
}

#[test]
fn an_answer_of_kolada_that_was_kept_is_read() {
    for version in [
        r#"{"values":[{"kpi":"N1","period":2023,"municipality":"1380","values":[{"gender":"T","count":1,"status":"","value":83.5,"isdeleted":false}]}],"next_url":null}"#,
        r#"{"count":1,"values":[{"kpi":"N1","period":"2023","municipality":"1380","values":[{"gender":"T","count":1,"status":"","value":83.5}]}],"next_page":""}"#,
    ] {
        let dataset = connect::read_answer(&Json::parse(version.as_bytes()).unwrap()).unwrap().unwrap();
        assert_eq!(dataset.at(&["N1", "1380", "T", "2023"]).unwrap().value, Value::Figure(83.5));
    }
    let catalogue = Json::parse(br#"{"values":[{"id":"N1","title":"x"}]}"#).unwrap();
    assert_eq!(connect::read_answer(&catalogue).unwrap().unwrap_err().code, Code::Unsupported);
    assert!(connect::read_answer(&Json::Null).is_none());
}

#[test]
fn answers_are_counted_and_small_groups_flagged() {
    let mut text = "Skola;Årskurs;Mår bra;Vikt;Fritext\n".to_owned();
    for number in 0..23 {
        let (school, answer) = if number < 3 { ("Lillskolan", "9") } else { ("Storskolan", "Ja") };
        writeln!(text, "{school};8;{answer};1,5;svar {number}").unwrap();
    }
    let mapping = "[survey]\nweight = \"Vikt\"\nschool = \"Skola\"\ngroups = [\"Årskurs\"]\nquestions = [\"Mår bra\"]\nno_answer = [\"9\"]\n";
    let mapping = Mapping::parse(mapping).unwrap();
    let survey = survey::read(&Input::Bytes(text.as_bytes().into()), &mapping, today()).unwrap();
    assert_eq!((survey.count, survey.questions[0].unanswered()), (23, 3));
    assert!((survey.weights[0] - 1.5).abs() < 1e-12);
    let small = survey.small_groups();
    assert_eq!((small.len(), small[0].count), (1, 3));
    text.push_str("Storskolan;8;Ja;1;20150101-2395\n");
    let fault = survey::read(&Input::Bytes(text.as_bytes().into()), &mapping, today()).unwrap_err();
    assert_eq!(fault.code, Code::IdentityNumber);
}

fn small() -> Dataset {
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
fn own_figures_stay_own_in_a_file() {
    let mut dataset = small();
    dataset.provenance.origin = Origin::Own;
    let mut bytes = Vec::new();
    jsonstat::write_dataset(&dataset, &mut bytes).unwrap();
    let back = jsonstat::read(bytes.as_slice()).unwrap().datasets().remove(0);
    assert!(Cleared::new(&back, &NoLedger).is_err());
}

fn population(values: &[f64], note: &str) -> Dataset {
    let sexes = ["1", "2", "TotSa"].map(Category::new).to_vec();
    Dataset {
        label: "Folkmängd".into(),
        notes: vec![note.into()],
        dimensions: vec![Dimension::new("Kon", sexes), Dimension::new("Tid", vec![Category::new("2026M01")])],
        cells: Cells::dense(values.to_vec()),
        ..Dataset::default()
    }
}

#[test]
fn a_perturbed_total_is_no_alarm_and_a_wrong_one_is() {
    let perturbed = "Cell Key Method (CKM)";
    assert_eq!(findings(&population(&[17152.0, 16412.0, 33560.0], perturbed)), []);
    assert_eq!(findings(&population(&[17152.0, 16412.0, 34560.0], perturbed)).len(), 1);
}

#[test]
fn ages_that_overlap_are_never_summed() {
    let ages = ["0-9", "10-19", "7", "TotSA"].map(Category::new).to_vec();
    assert_eq!(Dimension::new("Alder", ages).summable(), Err("the ages 0-9 and 7 overlap".to_owned()));
    let ages = ["0-9", "10-19", "TotSA"].map(Category::new).to_vec();
    assert_eq!(Dimension::new("Alder", ages).summable(), Ok(vec![0, 1]));
}

/// A workbook whose one sheet is this, packed.
fn packed(sheet: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    archive.write_all(sheet).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn every_broken_file_has_its_clear_error() {
    let wide = format!("{}\n1\n", "a;".repeat(1_000_000));
    let open = format!("a;b\n\"{}", "x\n".repeat(10));
    let dos = b"Kommun;V\x84rde\n\x8fmyra;1\nH\x84rj;2\n".to_vec();
    for (name, bytes, code) in [
        ("empty", Vec::new(), Code::WrongShape),
        ("a million columns", wide.into_bytes(), Code::TooLarge),
        ("a row without end", vec![b'x'; 9 * 1024 * 1024], Code::TooLarge),
        ("an open quotation mark", open.into_bytes(), Code::Broken),
        ("DOS letters", dos, Code::Encoding),
        ("zero bytes", b"a;b\n\0;1\n".to_vec(), Code::Encoding),
        ("a workbook of the old kind", vec![0xd0, 0xcf, 0x11, 0xe0, 0, 0], Code::Unsupported),
        ("half a workbook", b"PK\x03\x04 and then nothing".to_vec(), Code::Broken),
        ("a bomb", packed(&vec![b' '; 17 * 1024 * 1024]), Code::TooLarge),
        ("a workbook without a book", packed(b"<x/>"), Code::Broken),
        ("headings only", b"Kommun;V\xc3\xa4rde\n".to_vec(), Code::WrongShape),
        ("no figures", b"Kommun;Namn\na;b\n".to_vec(), Code::WrongShape),
        ("two columns of one name", b"Kommun;Kommun;Antal\na;b;1\n".to_vec(), Code::WrongShape),
        ("bad letters", b"\xef\xbb\xbfKommun;Antal\n\xff\xfe;1\n".to_vec(), Code::Encoding),
    ] {
        let fault = read(&bytes, "").err().unwrap_or_else(|| panic!("{name} was read"));
        assert_eq!(fault.code, code, "{name}: {fault}");
        assert!(!fault.text.is_empty(), "{name}");
    }
}

#[test]
fn dates_in_every_swedish_form_are_periods_or_are_found() {
    for (text, period) in [
        ("2024", true),
        ("2024-01-31", true),
        ("2024M01", true),
        ("HT 2024", true),
        ("läsåret 2023/24", true),
        ("2021–2024", true),
        ("31/1 2024", true),
        ("31 januari 2024", true),
        ("20240131", true),
        ("januari 2024", true),
        ("240131", false),
        ("1/31 2024", false),
        ("i våras", false),
    ] {
        let dataset = read(format!("Kommun;Tid;Antal\nAlmvik;{text};1\n"), "").unwrap().dataset;
        let found = findings(&dataset).iter().any(|finding| finding.check == "period");
        assert_eq!(found, !period, "{text}");
    }
}
