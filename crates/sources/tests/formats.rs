//! Answers in parquet, SDMX and HTML: files that others have written, and broken ones, each with its clear error.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use std::path::Path;

use sources::connect::pxweb::{self, Format};
use sources::fault::{Code, Fault};
use sources::model::{Category, Dataset, Dimension, Role, Value};
use sources::parquet::{self, Values};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parquet").join(format!("{name}.parquet"))).unwrap()
}

fn dimension(code: &str, label: &str, values: &[&str]) -> Dimension {
    let categories = values.iter().copied().map(Category::new).collect();
    Dimension { label: Some(label.to_owned()), ..Dimension::new(code, categories) }
}

/// What the files of two contents were asked for.
fn asked() -> Vec<Dimension> {
    vec![
        dimension("Region", "region", &["00", "13", "1380"]),
        dimension("Kon", "kön", &["1", "2"]),
        dimension("ContentsCode", "tabellinnehåll", &["A", "B"]),
        dimension("Tid", "månad", &["2023M12", "2024M01"]),
    ]
}

fn figure(dataset: &Dataset, codes: &[&str]) -> (Value, Option<String>) {
    let cell = dataset.at(codes).unwrap();
    (cell.value, cell.mark.map(ToOwned::to_owned))
}

#[test]
fn parquet_that_others_have_written_is_read_in_every_layout() {
    for name in ["dictionary_snappy", "plain_unpacked_second", "groups_snappy_second"] {
        let dataset = pxweb::read_answer(&file(name), Format::Parquet, &asked()).unwrap();
        assert_eq!(dataset.size(), 24, "{name}");
        let of = |codes: &[&str]| figure(&dataset, codes);
        assert_eq!(of(&["00", "1", "A", "2023M12"]), (Value::Figure(100.5), None), "{name}");
        assert_eq!(of(&["1380", "2", "A", "2024M01"]), (Value::Figure(111.5), None), "{name}");
        assert_eq!(of(&["13", "1", "B", "2023M12"]), (Value::Figure(4.0), None), "{name}");
        // A sign says why there is no figure; a hyphen is a true nought.
        assert_eq!(of(&["00", "2", "A", "2024M01"]).1.as_deref(), Some(".."), "{name}");
        assert_eq!(of(&["00", "2", "A", "2024M01"]).0.figure(), None, "{name}");
        assert_eq!(of(&["00", "1", "B", "2023M12"]), (Value::Figure(0.0), Some("-".to_owned())), "{name}");
        assert_eq!(of(&["1380", "2", "B", "2024M01"]).1.as_deref(), Some("."), "{name}");
    }
}

#[test]
fn figures_of_every_kind_are_read_and_rows_without_one() {
    let table = parquet::read(&file("kinds"), |_| true).unwrap();
    for (name, first, last) in
        [("i32", 1.0, -3.0), ("i64", 1_099_511_627_776.0, -1.0), ("f32", 0.5, 2.25), ("f64", 1.5, -2.0)]
    {
        let Some(Values::Figures(figures)) = table.column(name) else { panic!("{name} holds no figures") };
        assert_eq!((figures[0].to_string(), figures[2].to_string()), (f64::to_string(&first), f64::to_string(&last)));
        assert!(figures[1].is_nan(), "{name}");
    }
    let Some(Values::Texts(texts)) = table.column("text") else { panic!("text holds no texts") };
    assert_eq!((texts.at(0), texts.at(1), texts.at(2), texts.len()), (Some("å"), None, Some(""), 3));
}

#[test]
fn a_column_of_many_pages_is_read_to_its_last_row() {
    let table = parquet::read(&file("pages"), |_| true).unwrap();
    let Some(Values::Texts(texts)) = table.column("text") else { panic!("no texts") };
    assert_eq!(table.rows, 3000);
    for row in 0..3000 {
        let expected = (row % 7 != 0).then(|| (row % 300).to_string());
        assert_eq!(texts.at(row), expected.as_deref(), "row {row}");
    }
}

#[test]
fn a_parquet_file_that_is_cut_anywhere_is_refused() {
    let whole = file("dictionary_snappy");
    for end in 0..whole.len() {
        assert!(parquet::read(&whole[..end], |_| true).is_err(), "{end}");
    }
}

/// A file of five thousand columns.
fn wide() -> Vec<u8> {
    let mut footer = vec![0x29, 0xfc, 0x88, 0x27];
    footer.extend([0x48, 1, b'c', 0].repeat(5000));
    footer.push(0);
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", &footer[..], &length, b"PAR1"].concat()
}

#[test]
fn a_column_of_which_nothing_is_said_takes_no_room() {
    // One column, one row, and a group whose chunk is an empty struct of a byte.
    let schema = [&[0x29, 0x2c, 0x55, 2, 0][..], &[0x15, 10, 0x25, 0, 0x18, 1, b'v', 0]].concat();
    let footer = [&schema[..], &[0x16, 2, 0x19, 0x1c], &[0x19, 0x1c, 0, 0x26, 2, 0], &[0]].concat();
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    let fault = parquet::names(&[b"PAR1", &footer[..], &length, b"PAR1"].concat()).unwrap_err();
    assert_eq!((fault.code, fault.text.as_str()), (Code::Broken, "a column without pages"), "{fault}");
}

#[test]
fn every_broken_parquet_file_has_its_clear_error() {
    for (name, code, said) in [
        ("bomb_rows", Code::TooLarge, "1000000000000 rows in 1 columns"),
        ("bomb_page", Code::TooLarge, "a page of 2147483647 bytes"),
        ("bomb_snappy", Code::WrongSize, "row group 1, column \"value\": page 1: a page is not as large as it says"),
        ("bomb_run", Code::Broken, "row group 1, column \"value\": page 1"),
        ("beyond", Code::Broken, "beyond the end of the file"),
        ("no_dictionary", Code::Broken, "dictionary that is not there"),
        ("short", Code::Broken, "fewer values than it says"),
        ("values", Code::WrongShape, "7 values for 1 rows"),
        ("more", Code::Broken, "more values than the column has rows"),
        ("fewer_columns", Code::WrongShape, "3 columns are said, 1 are described"),
        ("deep", Code::TooLarge, "too many layers"),
        ("gzip", Code::Unsupported, "only Snappy"),
        ("delta", Code::Unsupported, "values in encoding 7"),
        ("nested", Code::Unsupported, "column \"region\" is no column of a flat table"),
    ] {
        let fault = parquet::read(&file(name), |_| true).map(|_| ()).expect_err(name);
        assert_eq!(fault.code, code, "{name}: {fault}");
        assert!(fault.to_string().contains(said), "{name}: {fault}");
    }
    assert_eq!(parquet::read(&wide(), |_| true).unwrap_err().code, Code::TooLarge);
    for bytes in [&b""[..], b"PAR1", b"PAR1PAR1", b"PAR1\0\0\0\0PAR1", b"PAR1\xff\xff\xff\xffPAR1"] {
        assert!(parquet::read(bytes, |_| true).is_err(), "{bytes:?}");
    }
}

#[test]
fn parquet_that_holds_something_else_than_was_asked_for_is_refused() {
    let read =
        |asked: &[Dimension]| pxweb::read_answer(&file("dictionary_snappy"), Format::Parquet, asked).unwrap_err();
    let mut fewer = asked();
    fewer[0].categories.pop();
    assert!(read(&fewer).text.contains("\"1380\" was not asked for"), "{}", read(&fewer));
    let mut more = asked();
    more[0].categories.push(Category::new("1384"));
    assert_eq!(read(&more).code, Code::Incomplete, "{}", read(&more));
    let mut unknown = asked();
    unknown.push(dimension("Alder", "ålder", &["0", "1"]));
    assert!(read(&unknown).text.contains("no column for"), "{}", read(&unknown));
    let mut third = asked();
    third[2].categories.push(Category::new("C"));
    assert!(read(&third).text.contains("ContentsCode_C"), "{}", read(&third));
}

const MESSAGE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<GenericData xmlns:g="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/generic" xmlns:c="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/common" xmlns="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message">
  <Header><ID>T_DATA</ID><Test>false</Test><KeyFamilyRef>N_x002F_A</KeyFamilyRef></Header>
  <DataSet>
    <g:KeyFamilyRef>T</g:KeyFamilyRef>
    <g:Series>
      <g:SeriesKey><g:Value concept="FREQ" value="M" /><g:Value concept="lder" value="-9" /></g:SeriesKey>
      <g:Obs><g:Time>2024-01</g:Time><g:ObsValue value="236.96" /><g:Attributes><g:Value concept="OBS_STATUS" value="A" /></g:Attributes></g:Obs>
      <g:Obs><g:Time>2024-02</g:Time><g:Attributes><g:Value concept="OBS_STATUS" value="M" /></g:Attributes></g:Obs>
    </g:Series>
    <g:Series>
      <g:SeriesKey><g:Value concept="FREQ" value="M" /><g:Value concept="lder" value="100" /></g:SeriesKey>
      <g:Obs><g:Time>2024-01</g:Time><g:ObsValue value="1E3" /><g:Attributes><g:Value concept="OBS_STATUS" value="A" /></g:Attributes></g:Obs>
      <g:Obs><g:Time>2024-02</g:Time><g:ObsValue value="-2" /><g:Attributes><g:Value concept="OBS_STATUS" value="P" /></g:Attributes></g:Obs>
    </g:Series>
    <g:Annotations><c:Annotation><c:AnnotationText xml:lang="en">A note &amp; more</c:AnnotationText></c:Annotation></g:Annotations>
  </DataSet>
</GenericData>"#;

fn ages() -> Vec<Dimension> {
    vec![
        dimension("Alder", "ålder", &["-9", "100+"]),
        dimension("ContentsCode", "tabellinnehåll", &["X1"]),
        dimension("Tid", "månad", &["2024M01", "2024M02"]),
    ]
}

fn sdmx(text: &str) -> Result<Dataset, Fault> {
    pxweb::read_answer(text.as_bytes(), Format::Sdmx, &ages())
}

#[test]
fn sdmx_is_matched_with_what_was_asked_for() {
    for text in [MESSAGE.to_owned(), format!("\u{feff}{MESSAGE}")] {
        let dataset = sdmx(&text).unwrap();
        assert_eq!(dataset.in_role(Role::Period).unwrap().categories.len(), 2);
        assert_eq!(figure(&dataset, &["-9", "X1", "2024M01"]), (Value::Figure(236.96), None));
        let (absent, mark) = figure(&dataset, &["-9", "X1", "2024M02"]);
        assert_eq!((absent.figure(), mark.as_deref()), (None, Some("M")));
        assert_eq!(figure(&dataset, &["100+", "X1", "2024M01"]), (Value::Figure(1000.0), None));
        assert_eq!(figure(&dataset, &["100+", "X1", "2024M02"]), (Value::Figure(-2.0), Some("P".to_owned())));
    }
}

#[test]
fn every_broken_message_of_sdmx_has_its_clear_error() {
    let replaced = |from: &str, to: &str| MESSAGE.replace(from, to);
    let entities =
        replaced("<GenericData", "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><GenericData");
    let deep = format!("{}{}", "<a>".repeat(1000), "</a>".repeat(1000));
    let attributes = format!("<a {}/>", "a=\"\" ".repeat(1000));
    let names = format!("<a>{}</a>", "<b xmlns:c=\"x\"/>".repeat(100));
    for (name, text, code, said) in [
        ("empty", String::new(), Code::Broken, ""),
        ("cut", MESSAGE[..MESSAGE.len() / 2].to_owned(), Code::Broken, "line"),
        ("a document type", replaced("<GenericData", "<!DOCTYPE x><GenericData"), Code::Unsupported, "document type"),
        ("entities", entities, Code::Unsupported, "document type"),
        ("too deep", deep, Code::TooLarge, "deeper"),
        ("attributes", attributes, Code::TooLarge, "attributes"),
        ("namespaces", names, Code::TooLarge, ""),
        ("another message", replaced("GenericData", "CompactData"), Code::Unsupported, "CompactData"),
        ("another version", replaced("v2_0", "v2_1"), Code::Unsupported, "version 2.0"),
        ("no data set", replaced("DataSet", "Nothing"), Code::WrongShape, "no data set"),
        ("an unknown concept", replaced("\"lder\"", "\"kn\""), Code::WrongShape, "series 1: concept \"kn\""),
        ("an unknown code", replaced("value=\"100\"", "value=\"7\""), Code::WrongShape, "series 2: ålder: \"7\""),
        ("an unknown period", replaced("2024-02", "2024-03"), Code::WrongShape, "series 1: observation 2"),
        ("no figure", replaced("236.96", "mycket"), Code::WrongShape, "\"mycket\" is no figure"),
        ("twice", replaced("FREQ\" value=\"M\"", "lder\" value=\"-9\""), Code::WrongShape, "stands there twice"),
        ("two figures", replaced("value=\"100\"", "value=\"-9\""), Code::Incomplete, "two figures"),
        (
            "less",
            MESSAGE.replacen("<g:Obs><g:Time>2024-02", "<!-- --><g:Was><g:Time>2024-02", 1).replacen(
                "</g:Obs>\n    </g:Series>",
                "</g:Was>\n    </g:Series>",
                1,
            ),
            Code::Incomplete,
            "3 cells came, 4",
        ),
    ] {
        let fault = sdmx(&text).map(|_| ()).expect_err(name);
        assert_eq!(fault.code, code, "{name}: {fault}");
        assert!(fault.to_string().contains(said), "{name}: {fault}");
    }
    let windows = pxweb::read_answer(b"<a>\xe5</a>", Format::Sdmx, &ages()).unwrap_err();
    assert_eq!(windows.code, Code::Encoding);
    let ambiguous = vec![dimension("a", "å", &["1"]), dimension("b", "ä", &["1"])];
    let text = MESSAGE.replace("\"lder\"", "\"\"");
    let fault = pxweb::read_answer(text.as_bytes(), Format::Sdmx, &ambiguous).unwrap_err();
    assert!(fault.text.contains("may be two variables"), "{fault}");
}

#[test]
fn a_table_for_people_is_read_or_refused() {
    let asked = [dimension("Region", "region", &["00", "13"]), dimension("Tid", "år", &["2023", "2024"])];
    let table = "<table id=\"T\" >\n<thead>\n<tr>\n<th></th>\n<th scope=\"col\">2023</th>\n<th scope=\"col\">2024</th>\n</tr>\n</thead>\n\
                 <tbody>\n<tr>\n<th scope=\"row\">00</th><td>1\u{a0}234</td>\n<td>-</td>\n</tr>\n\
                 <tr>\n<th scope=\"row\">13</th><td>5,5</td>\n<td>..</td>\n</tr>\n</tbody>\n</table>\n";
    let read = |text: &str| pxweb::read_answer(text.as_bytes(), Format::Html, &asked);
    let dataset = read(table).unwrap();
    assert_eq!(figure(&dataset, &["00", "2023"]), (Value::Figure(1234.0), None));
    assert_eq!(figure(&dataset, &["00", "2024"]), (Value::Figure(0.0), Some("-".to_owned())));
    assert_eq!(figure(&dataset, &["13", "2023"]), (Value::Figure(5.5), None));
    assert_eq!(figure(&dataset, &["13", "2024"]).0.figure(), None);
    for (from, to, code) in [
        ("<tbody>", "", Code::WrongShape),
        ("</tr>", "", Code::Broken),
        ("</td>", "", Code::Broken),
        ("5,5", "5,555", Code::WrongShape),
        ("5,5", "(5)", Code::WrongShape),
        (">13<", ">14<", Code::Incomplete),
        ("scope=\"col\"", "colspan=99999999999", Code::TooLarge),
    ] {
        let fault = read(&table.replace(from, to)).unwrap_err();
        assert_eq!(fault.code, code, "{from}: {fault}");
    }
}

#[test]
fn what_has_digits_and_is_no_figure_is_never_a_mark() {
    let asked = [dimension("Region", "region", &["00"]), dimension("Tid", "år", &["2024"])];
    let csv = |field: &str| (Format::Csv, format!("\"region\",\"2024\"\n\"00\",\"{field}\"\n"));
    let json = |field: &str| {
        let columns = r#"[{"code":"Region","type":"d"},{"code":"Tid","type":"t"},{"code":"N1","type":"c"}]"#;
        (Format::Json, format!(r#"{{"columns":{columns},"data":[{{"key":["00","2024"],"values":["{field}"]}}]}}"#))
    };
    for field in ["1 234", "12,5", "−5", "5 %", "1e400"] {
        for (format, text) in [csv(field), json(field)] {
            let fault = pxweb::read_answer(text.as_bytes(), format, &asked).map(|_| ()).expect_err(field);
            assert_eq!(fault.code, Code::WrongShape, "{format:?} {fault}");
            assert!(fault.text.contains("neither a figure nor a mark"), "{format:?} {fault}");
        }
    }
    for (format, text) in [csv("..."), json("...")] {
        let dataset = pxweb::read_answer(text.as_bytes(), format, &asked).unwrap();
        assert_eq!((dataset.cells.value(0).figure(), dataset.cells.marks.at(0)), (None, Some("...")), "{format:?}");
    }
}
