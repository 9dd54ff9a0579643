//! A personal identity number stops the reading, wherever it stands and however it is written.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

mod support;

use sources::fault::Code;
use sources::json::Json;
use sources::model::{Dataset, Unit, Values};
use sources::publish::{self, Cleared, NoLedger};
use sources::table::{self, Input, Mapping, survey};

use support::{read, small, today};

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
fn half_of_what_is_filled_in_is_a_column_of_identity_numbers() {
    for text in [
        "Kommun;År;Värde\nA;2024;1501012395\nB;2024;\nC;2024;\nD;2024;\n",
        // What a spreadsheet makes of 0501012396 and the like: nine digits.
        "Kommun;År;Klass;Värde\nA;2024;101012391;1\n",
        "Kommun;År;Värde\nA;2024;101012391\n",
    ] {
        assert_eq!(read(text, "").unwrap_err().code, Code::IdentityNumber, "{text}");
    }
}

#[test]
fn every_sheet_of_a_workbook_is_looked_at() {
    for (name, place) in [("Blad2", Some("20150101-2395")), ("20150101-2395", None)] {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "Kommun").unwrap();
        sheet.write_string(0, 1, "Värde").unwrap();
        sheet.write_string(1, 0, "A").unwrap();
        sheet.write_number(1, 1, 1.0).unwrap();
        let other = book.add_worksheet().set_name(name).unwrap();
        other.write_string(2, 2, place.unwrap_or("A")).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        for mapping in ["", "[file]\nsheet = \"None\""] {
            let fault = read(&bytes, mapping).unwrap_err();
            assert!(!fault.to_string().contains("2395"), "{fault}");
        }
        assert_eq!(read(&bytes, "").unwrap_err().code, Code::IdentityNumber);
    }
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
    fn beside() -> Vec<(String, Json)> {
        vec![("a".to_owned(), Json::List(vec![Json::object([("b", Json::of("20150101-2395"))])]))]
    }
    let changes: [fn(&mut Dataset); 14] = [
        |dataset| dataset.extra = beside(),
        |dataset| dataset.dimensions[1].extra = beside(),
        |dataset| dataset.dimensions[1].extra = vec![("20150101-2395".into(), Json::Null)],
        |dataset| dataset.provenance.name = "20150101-2395".into(),
        |dataset| dataset.provenance.address = Some("http://x/20150101-2395".into()),
        |dataset| dataset.updated = Some("20150101-2395".into()),
        |dataset| {
            dataset.dimensions[0].code = "20150101-2395".into();
            dataset.dimensions[0].label = Some("Person".into());
        },
        |dataset| {
            let unit = Unit { label: Some("20150101-2395".into()), ..Unit::default() };
            dataset.dimensions[0].categories[0].unit = Some(unit);
        },
        |dataset| dataset.cells.values = Values::Dense(vec![201_501_012_395.0, 1.0, 2.0, 3.0]),
        |dataset| dataset.cells.values = Values::Dense(vec![1_501_012_395.0, f64::NAN, f64::NAN, 3.0]),
        |dataset| dataset.dimensions[0].categories[0].label = Some("150101-2395".into()),
        |dataset| dataset.notes.push("fråga 20150101-2395".into()),
        |dataset| dataset.cells.marks.set(3, "201501012395"),
        |dataset| dataset.label = "Betyg för 20150101-2395".into(),
    ];
    for change in changes {
        let mut dataset = small();
        assert_eq!(table::refuse_identity_numbers(&dataset, today()), Ok(()));
        change(&mut dataset);
        let fault = table::refuse_identity_numbers(&dataset, today()).unwrap_err();
        assert_eq!(fault.code, Code::IdentityNumber);
        assert!(!fault.to_string().contains("2395"), "{fault}");
    }
}
