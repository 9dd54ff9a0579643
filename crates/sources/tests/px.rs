//! Files of px, and documents that are broken.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use sources::fault::Code;
use sources::jsonstat;
use sources::model::{Absence, Value};
use sources::px;

fn windows(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

const PX: &str = "CHARSET=\"ANSI\";\nAXIS-VERSION=\"2010\";\nLANGUAGE=\"sv\";\nDECIMALS=0;\nMATRIX=\"T1\";\nTITLE=\"Folk\";\n\
    STUB=\"region\";\nHEADING=\"år\";\nVALUES(\"region\")=\"Almvik\",\"Dal\"\n\"hult\";\nCODES(\"region\")=\"1380\",\"1401\";\n\
    VALUES(\"år\")=\"2023\",\"2024\";\nTIMEVAL(\"år\")=TLIST(A1,\"2023\"-\"2024\");\nTITLE[en]=\"People\";\n\
    UNITS=\"antal\";\nSOURCE=\"SCB\";\nNOTE=\"En anmärkning\";\nDATA=\n1 \"..\"\n-7.5 \"-\"\n;\n";

#[test]
fn a_px_file_is_read() {
    for bytes in [PX.as_bytes().to_vec(), windows(PX)] {
        let dataset = px::read(bytes.as_slice()).unwrap();
        assert_eq!((dataset.label.as_str(), dataset.code.as_str()), ("Folk", "T1"));
        assert_eq!(dataset.dimensions[0].categories[1].name(), "Dalhult");
        assert_eq!(dataset.at(&["1401", "2023"]).unwrap().value, Value::Figure(-7.5));
        assert_eq!(dataset.at(&["1380", "2024"]).unwrap().value, Value::Absent(Absence::Missing));
        assert_eq!(dataset.at(&["1401", "2024"]).unwrap().value, Value::Figure(0.0));
        assert_eq!(dataset.notes, ["En anmärkning"]);
    }
}

const KEYED: &str = "STUB=\"region\",\"kön\";HEADING=\"år\";VALUES(\"region\")=\"Almvik\",\"Dalhult\";CODES(\"region\")=\"1380\",\"1401\";\n\
    VALUES(\"kön\")=\"män\",\"kvinnor\";VALUES(\"år\")=\"2023\",\"2024\";KEYS(\"region\")=\"CODES\";KEYS(\"kön\")=\"VALUES\";\n\
    DATA=\n\"1401\",\"män\",7 8\n\"1380\",\"kvinnor\",1 \"..\";";

#[test]
fn a_px_file_with_keys_has_nought_where_a_row_is_left_out() {
    let dataset = px::read(KEYED.as_bytes()).unwrap();
    for (codes, value) in [
        (["1401", "män", "2024"], Value::Figure(8.0)),
        (["1380", "kvinnor", "2023"], Value::Figure(1.0)),
        (["1380", "kvinnor", "2024"], Value::Absent(Absence::Missing)),
        (["1380", "män", "2023"], Value::Figure(0.0)),
        (["1401", "kvinnor", "2024"], Value::Figure(0.0)),
    ] {
        assert_eq!(dataset.at(&codes).unwrap().value, value, "{codes:?}");
    }
    for (from, to) in
        [("\"1401\",\"män\"", "\"1402\",\"män\""), ("\"1401\",\"män\"", "\"1380\",\"kvinnor\""), ("7 8", "7")]
    {
        assert!(px::read(KEYED.replace(from, to).as_bytes()).is_err(), "{from} {to}");
    }
}

#[test]
fn a_px_file_that_breaks_off_anywhere_is_refused() {
    let end = PX.trim_end().len();
    for length in (0..end).filter(|length| PX.is_char_boundary(*length)) {
        assert!(px::read(&PX.as_bytes()[..length]).is_err(), "{length}");
    }
}

#[test]
fn every_broken_document_has_its_clear_error() {
    let dense = |values: &str| {
        format!(
            r#"{{"version":"2.0","class":"dataset","id":["A"],"size":[2],"dimension":{{"A":{{"category":{{"index":["x","y"]}}}}}},"value":{values}}}"#
        )
    };
    let huge = r#"{"version":"2.0","class":"dataset","id":["A","B"],"size":[4000000000,4000000000],"dimension":{},"value":{}}"#;
    for (name, text, code) in [
        ("empty", String::new(), Code::WrongShape),
        ("half a document", dense("[1,2]")[..40].to_owned(), Code::Broken),
        ("a second document", format!("{}{{}}", dense("[1,2]")), Code::Broken),
        ("nested too deep", format!("{{\"a\":{}", "[".repeat(100_000)), Code::TooLarge),
        ("a number too large", dense("[1,1e999]"), Code::Broken),
        ("too many values", dense("[1,2,3]"), Code::WrongSize),
        ("too few values", dense("[1]"), Code::WrongSize),
        ("a control character", dense("[1,2]").replace('x', "\u{0}"), Code::Broken),
    ] {
        let fault = jsonstat::read(text.as_bytes()).err().unwrap_or_else(|| panic!("{name} was read"));
        assert_eq!(fault.code, code, "{name}: {fault}");
    }
    assert!(jsonstat::read(huge.as_bytes()).is_err(), "sizes that no file could fill");
    let keyed = "KEYS(\"a\")=VALUES;";
    let codes: Vec<String> = (0..3000).map(|code| format!("\"{code}\"")).collect();
    let bomb = format!(
        "STUB=\"a\",\"b\",\"c\";VALUES(\"a\")={0};VALUES(\"b\")={0};VALUES(\"c\")={0};{keyed}DATA=;",
        codes.join(",")
    );
    for (name, text, code) in [
        ("no px file", "hello".to_owned(), Code::Broken),
        ("no data", "STUB=\"a\";VALUES(\"a\")=\"x\";".to_owned(), Code::Broken),
        ("no variables", "TITLE=\"x\";DATA=1;".to_owned(), Code::WrongShape),
        ("more figures than cells", "STUB=\"a\";VALUES(\"a\")=\"x\";DATA=1 2;".to_owned(), Code::WrongSize),
        ("words among figures", "STUB=\"a\";VALUES(\"a\")=\"x\";DATA=many;".to_owned(), Code::NotUnderstood),
        (
            "codes and values that differ",
            "STUB=\"a\";VALUES(\"a\")=\"x\";CODES(\"a\")=\"1\",\"2\";DATA=1;".to_owned(),
            Code::WrongSize,
        ),
        ("a cube that no file could fill", bomb, Code::TooLarge),
    ] {
        let fault = px::read(text.as_bytes()).err().unwrap_or_else(|| panic!("{name} was read"));
        assert_eq!(fault.code, code, "{name}: {fault}");
    }
}
