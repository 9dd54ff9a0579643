//! Files in and out: what is found out, what is refused, and what leaves.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

mod support;

use std::fmt::Write as _;
use std::io::Write as _;

use sources::connect;
use sources::fault::Code;
use sources::json::Json;
use sources::model::{Absence, Category, Cells, Dataset, Dimension, Role, Value, findings};
use sources::publish::{self, Cleared, NoLedger};
use sources::table::{COLUMNS_MAX, Input, Mapping, survey};

use support::{book, read, today};

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
    assert_eq!(dataset.at(&["Almvik", "2023"]).unwrap().value, Value::Figure(80.1));
}

#[test]
fn the_decimal_sign_is_read_from_the_figures_alone() {
    let comma = Value::Figure(80.1);
    for text in [
        "Kommun;År;Värde\nA;2023;80,1\nA;2024;..\n",
        "Kommun;År;Värde\nA;2023;80,1\nA;2024;.\nA;2025;.\n",
        "Kommun;År;Värde;Hämtat\nA;2023;80,1;30.4.2026\n",
        "Kommun;År;Kod;Värde\nA;2023;1.2;80,1\n",
        "Kommun;År;Namn;Värde\nA;2023;1.2;80,1\nA;2023;1.3;80,2\nA;2023;x.y;80,2\n",
    ] {
        let dataset = read(text, "").unwrap().dataset;
        assert_eq!(dataset.cells.value(0), comma, "{text}");
    }
    let rest = "A;2023;7\n";
    let many = (0..3000).map(|at| format!("A{at};2023;{at}\n")).collect::<Vec<_>>().concat();
    let late = read(format!("Kommun;År;Värde\n{many}A;2024;1,234\n{rest}"), "").unwrap();
    assert_eq!((late.misunderstood_count, late.misunderstood[0].line), (1, 3002));
    let mixed = read("Kommun;År;Värde\nA;2023;80,1\nB;2023;80,2\nC;2023;80.3\nD;2023;83,1 2\n", "").unwrap();
    assert_eq!(mixed.misunderstood.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn a_number_of_a_workbook_is_what_it_is() {
    let bytes = book(vec![12.5, 80.125, 7.0, 0.5]);
    for mapping in ["", "[file]\ndecimal = \",\"", "[file]\ndecimal = \".\""] {
        let dataset = read(&bytes, mapping).unwrap().dataset;
        assert_eq!(dataset.at(&["1380", "2023"]).unwrap().value, Value::Figure(12.5), "{mapping}");
        assert_eq!(dataset.at(&["1380", "2024"]).unwrap().value, Value::Figure(80.125), "{mapping}");
    }
}

#[test]
fn a_row_with_headings_of_a_workbook_is_counted_with_the_empty_ones() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Titel").unwrap();
    for (column, heading) in (0..).zip(["Kommun", "År", "Värde"]) {
        sheet.write_string(3, column, heading).unwrap();
    }
    sheet.write_string(4, 0, "A").unwrap();
    sheet.write_number(4, 1, 2024.0).unwrap();
    sheet.write_number(4, 2, 80.5).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let dataset = read(&bytes, "[file]\nheading_row = 4").unwrap().dataset;
    assert_eq!(dataset.at(&["A", "2024"]).unwrap().value, Value::Figure(80.5));
}

#[test]
fn a_weight_is_read_with_the_sign_of_its_column() {
    let mapping = Mapping::parse("[survey]\nweight = \"Vikt\"\nquestions = [\"Svar\"]\n").unwrap();
    let text = "Datum;Kod;Svar;Vikt\n30.4.2026;1.2;Ja;1,5\n1.5.2026;1.3;Ja;0,75\n2.5.2026;1.4;Nej;1,5\n";
    let survey = survey::read(&Input::Bytes(text.as_bytes().into()), &mapping, today()).unwrap();
    assert!(survey.weights.iter().zip([1.5, 0.75, 1.5]).all(|(weight, expected)| (weight - expected).abs() < 1e-12));
}

#[test]
fn a_second_column_of_figures_is_asked_about() {
    for text in ["Kommun;År;Antal;Medel\nA;2023;5;1\n", "Kommun;År;Medel;Antal\nA;2023;1,5;5\n"] {
        let fault = read(text, "").unwrap_err();
        assert_eq!(fault.code, Code::WrongShape, "{text}");
        assert!(fault.remedy.contains("Say in a mapping what column \"Medel\" holds"), "{fault}");
    }
    let mapping = "[[column]]\nheading = \"Medel\"\nrole = \"ignore\"";
    assert_eq!(read("Kommun;År;Antal;Medel\nA;2023;5;1\n", mapping).unwrap().rows, 1);
    assert_eq!(read("Kommun;År;Klass;Antal\nA;2023;7;5\n", "").unwrap().rows, 1);
}

#[test]
fn a_figure_never_gets_the_interval_of_another_row() {
    let head = "municipality_id,year,value,ci_low,ci_high\n";
    let (blank, filled) = ("1380,2024,,1.0,2.0\n", "1380,2024,71.0,,\n");
    for (rows, wrong) in [
        ("1380,2024,71.0,70.5,71.5\n1380,2024,50.0,49.0,51.0\n".to_owned(), 1),
        ("1380,2024,71.0,70.5,71.5\n1380,2024,tolv,49.0,51.0\n".to_owned(), 1),
        ("1380,2024,71.0,70.5,71.5\n1380,2024,,49.0,51.0\n".to_owned(), 0),
        ("1380,2024,,49.0,51.0\n1380,2024,71.0,70.5,71.5\n".to_owned(), 0),
    ] {
        let understood = read(format!("{head}{rows}"), "").unwrap();
        assert_eq!(understood.misunderstood_count, wrong, "{rows}");
        let dataset = understood.dataset;
        let cell = dataset.at(&["1380", "2024"]).unwrap();
        assert_eq!((cell.value, cell.interval), (Value::Figure(71.0), Some((70.5, 71.5))), "{rows}");
    }
    for rows in [format!("{blank}{filled}"), format!("{filled}{blank}")] {
        let understood = read(format!("{head}{rows}"), "").unwrap();
        let cell = understood.dataset.at(&["1380", "2024"]).unwrap();
        assert_eq!(
            (understood.misunderstood_count, cell.value, cell.interval),
            (0, Value::Figure(71.0), None),
            "{rows}"
        );
    }
}

#[test]
fn a_cell_that_is_given_twice_is_told_in_a_sparse_cube_too() {
    let mut text = "Kommun;År;Klass;Värde\n".to_owned();
    for at in 0..400 {
        writeln!(text, "A{at};{};K{at};1", 1900 + at % 200).unwrap();
    }
    for (rows, wrong) in
        [("A0;1900;K0;..\n", 1), ("B;1900;K0;..\nB;1900;K0;x\n", 1), ("B;1900;K0;..\nB;1900;K0;5\n", 1)]
    {
        let understood = read(format!("{text}{rows}"), "").unwrap();
        assert!(understood.dataset.size() > 1_000_000);
        assert_eq!(understood.misunderstood_count, wrong, "{rows}");
        assert_eq!(understood.dataset.at(&["A0", "1900", "K0"]).unwrap().value, Value::Figure(1.0));
    }
}

#[test]
fn a_hyphen_is_nought_by_nature() {
    let dataset = read("Kommun;År;Värde\nA;2023;-\nA;2024;4\n", "").unwrap().dataset;
    let cell = dataset.at(&["A", "2023"]).unwrap();
    assert_eq!((cell.value, cell.mark), (Value::Figure(0.0), Some("-")));
    let dataset = read("Kommun;År;Värde;Orsak\nA;2023;-;not applicable\n", "").unwrap().dataset;
    assert_eq!(dataset.at(&["A", "2023"]).unwrap().value, Value::Absent(Absence::NotApplicable));
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
    let dataset = read(text, "source = \"Kolada\"").unwrap().dataset;
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
fn a_selection_is_no_wrong_total() {
    let some = |codes: &[&str], code: &str, values: &[f64]| Dataset {
        dimensions: vec![Dimension::new(code, codes.iter().copied().map(Category::new).collect())],
        cells: Cells::dense(values.to_vec()),
        ..Dataset::default()
    };
    assert_eq!(findings(&some(&["7", "8", "TotSA"], "Alder", &[100.0, 100.0, 5000.0])), []);
    assert_eq!(findings(&some(&["7", "8", "TotSA"], "Alder", &[100.0, 100.0, 150.0])).len(), 1);
    assert_eq!(findings(&some(&["0-9", "10+", "TotSA"], "Alder", &[100.0, 100.0, 5000.0])).len(), 1);
    let mut areas = some(&["1380", "13", "00"], "Region", &[100.0, 900.0, 950.0]);
    areas.dimensions[0].total = Some("00".into());
    assert_eq!(findings(&areas), []);
    assert_eq!(findings(&some(&["1", "2", "T", "TotSa"], "Kon", &[100.0, 100.0, 200.0, 200.0])), []);
}

#[test]
fn ages_that_overlap_are_never_summed() {
    let ages = ["0-9", "10-19", "7", "TotSA"].map(Category::new).to_vec();
    assert_eq!(Dimension::new("Alder", ages).summable(), Err("the ages 0-9 and 7 overlap".to_owned()));
    let ages = ["0-9", "10-19", "TotSA"].map(Category::new).to_vec();
    assert_eq!(Dimension::new("Alder", ages).summable(), Ok(vec![0, 1]));
}

fn four_bytes(text: &str) -> Vec<u8> {
    text.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect()
}

#[test]
fn a_table_may_have_as_many_columns_as_a_spreadsheet_and_no_more() {
    let wide = |columns: usize| {
        let row = |of: &dyn Fn(usize) -> String| (0..columns).map(of).collect::<Vec<_>>().join(";");
        read(format!("{}\n{}\n", row(&|column| format!("c{column}")), row(&|column| column.to_string())), "")
    };
    let dataset = wide(COLUMNS_MAX).unwrap().dataset;
    assert_eq!((dataset.size(), dataset.cells.value(16_383)), (16_384, Value::Figure(16_383.0)));
    assert_eq!(wide(COLUMNS_MAX + 1).unwrap_err().code, Code::TooLarge);
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
        ("four bytes a letter", four_bytes("\u{feff}a;b\nx;1\n"), Code::Encoding),
        ("four bytes a letter and no mark", four_bytes("a;b\nx;1\n"), Code::Encoding),
        ("lines of an old Mac", b"Kommun;Antal\rA;1\rB;2\r".to_vec(), Code::Unsupported),
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
