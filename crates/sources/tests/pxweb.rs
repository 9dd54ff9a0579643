//! PxWeb, both versions and every format with figures, against the local server.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

mod support;

use sources::connect::pxweb::{self, CodeList, Format, Selection, Table, Version};
use sources::fault::{Code, Fault};
use sources::http::{Client, Failure, Http, Request, Response};
use sources::local::{Behaviour, Server};
use sources::model::{Absence, Category, Cells, Dataset, Dimension, Marks, Value};

use support::World;

fn pxweb(server: &Server, path: &str, select: &[&str], format: Format) -> Result<Dataset, Fault> {
    pxweb_through(server, path, &[], select, format)
}

fn pxweb_through(
    server: &Server,
    path: &str,
    lists: &[&str],
    select: &[&str],
    format: Format,
) -> Result<Dataset, Fault> {
    let world = World::new();
    let client = world.client("PxWeb", pxweb::LIMIT);
    let parsed = |texts: &[&str]| texts.iter().map(|text| Selection::parse(text).unwrap()).collect::<Vec<_>>();
    let table = Table::at(&client, &format!("{}/pxweb/{path}", server.address()), "sv").through(&parsed(lists));
    table.fetch(&parsed(select), format)
}

const ONE: &str = "v1/sv/ssd/BE/TAB1";
const TWO: &str = "v2/tables/TAB1";

#[test]
fn a_question_is_split_below_the_limit_and_joined_to_the_same() {
    let large = Server::start(0, Behaviour { cells_max: 100_000, ..Behaviour::default() }).unwrap();
    let small = Server::start(0, Behaviour { cells_max: 7, ..Behaviour::default() }).unwrap();
    for path in [ONE, TWO] {
        let select = ["Region=13*", "Alder=0,1,2,3,4", "Kon=1,2", "Tid=top(2)"];
        let whole = pxweb(&large, path, &select, Format::JsonStat2).unwrap();
        let joined = pxweb(&small, path, &select, Format::JsonStat2).unwrap();
        assert_eq!(whole.cells, joined.cells, "{path}");
        assert_eq!(whole.size(), 3 * 5 * 2 * 2, "{path}");
    }
    assert!(small.asked().iter().filter(|asked| asked.method == "POST").count() >= 2 * 60 / 7);
}

#[test]
fn every_format_with_figures_holds_the_same_figures() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let select = ["Region=00,13", "Alder=0,1", "Kon=1,2", "Tid=2020,2021"];
    let expected = pxweb(&server, ONE, &select, Format::JsonStat2).unwrap();
    assert_eq!(expected.at(&["00", "0", "1", "BE0101N1", "2020"]).unwrap().value, Value::Absent(Absence::Missing));
    let of = |path: &'static str, version| {
        Format::ALL.into_iter().filter(move |format| format.is_of(version)).map(move |format| (path, format))
    };
    for (path, format) in of(ONE, Version::One).chain(of(TWO, Version::Two)) {
        let found = pxweb(&server, path, &select, format).unwrap_or_else(|fault| panic!("{path} {format:?}: {fault}"));
        // SDMX has one sign for every figure that is absent.
        let signs = if format == Format::Sdmx { "M" } else { ".." };
        let expected = Cells { marks: Marks::each([(0, signs.to_owned())].into()), ..expected.cells.clone() };
        assert_eq!(found.cells, expected, "{path} {format:?}");
    }
}

#[test]
fn a_format_that_the_version_has_not_is_never_asked_for() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    for (path, format) in [(ONE, Format::JsonPx), (ONE, Format::Html), (TWO, Format::Sdmx), (TWO, Format::Csv2)] {
        let fault = pxweb(&server, path, &["Region=00"], format).unwrap_err();
        assert_eq!(fault.code, Code::Question, "{fault}");
        assert!(fault.remedy.contains("json-stat2"), "{fault}");
    }
    assert_eq!(server.asked(), []);
}

#[test]
fn a_question_in_parquet_or_sdmx_is_split_and_joined_to_the_same() {
    let server = Server::start(0, Behaviour { cells_max: 7, ..Behaviour::default() }).unwrap();
    let select = ["Region=13*", "Alder=0,1,2,3,4", "Kon=1,2", "Tid=top(2)"];
    let whole = pxweb(&server, ONE, &select, Format::JsonStat2).unwrap();
    for (path, format) in [(ONE, Format::Sdmx), (ONE, Format::Parquet), (TWO, Format::Parquet), (TWO, Format::Html)] {
        assert_eq!(pxweb(&server, path, &select, format).unwrap().cells, whole.cells, "{path} {format:?}");
    }
}

#[test]
fn a_layout_that_can_be_read_in_two_ways_is_refused() {
    let axis = |code: &str| Dimension::new(code, ["1", "2"].map(Category::new).to_vec());
    let asked = [axis("Kon"), axis("Grupp")];
    let fault = pxweb::read_answer(b"\"Region\",\"x\"\n", Format::Csv, &asked).unwrap_err();
    assert_eq!(fault.code, Code::WrongShape, "{fault}");
    let region = Dimension::new("Region", vec![Category::new("00")]);
    let asked = [region, axis("Kon"), axis("Grupp")];
    let text = "\"Region\",\"1 1\",\"1 2\",\"2 1\",\"2 2\"\n\"00\",1,2,3,4\n";
    let fault = pxweb::read_answer(text.as_bytes(), Format::Csv, &asked).unwrap_err();
    assert!(fault.text.contains("two ways"), "{fault}");
}

#[test]
fn an_aggregation_puts_ages_together_in_both_versions() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let select = ["Region=13", "Alder=-9,10-19", "Kon=1", "Tid=2024"];
    for (path, list) in [(ONE, "Alder=agg:Alder10"), (ONE, "Alder=agg_Alder10"), (TWO, "Alder=agg_Alder10")] {
        let bands = pxweb_through(&server, path, &[list], &select, Format::JsonStat2).unwrap();
        let single = pxweb(&server, path, &["Region=13", "Alder=*", "Kon=1", "Tid=2024"], Format::JsonStat2).unwrap();
        let sum: f64 = (0..10).filter_map(|age| single.cells.value(age).figure()).sum();
        assert_eq!(bands.at(&["13", "-9", "1", "BE0101N1", "2024"]).unwrap().value, Value::Figure(sum), "{path}");
        assert_eq!(bands.dimension("Alder").unwrap().categories[0].name(), "0-9 år", "{path}");
    }
}

#[test]
fn a_valueset_is_a_part_of_the_values() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let select = ["Region=*", "Alder=0", "Kon=1", "Tid=2024"];
    let towns = pxweb_through(&server, TWO, &["Region=vs_Kommun"], &select, Format::JsonStat2).unwrap();
    let codes: Vec<&str> = towns.dimensions[0].categories.iter().map(|each| each.code.as_str()).collect();
    assert_eq!(codes, ["1380", "1384"]);
}

#[test]
fn code_lists_are_told_and_what_they_hold() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let world = World::new();
    let client = world.client("PxWeb", pxweb::LIMIT);
    let table = Table::at(&client, &format!("{}/pxweb/{TWO}", server.address()), "sv");
    let lists = pxweb::code_lists(&table.metadata().unwrap());
    let of_ages = CodeList { variable: "Alder".into(), id: "agg_Alder10".into(), label: "10-årsklasser".into() };
    assert!(lists.contains(&of_ages), "{lists:?}");
    let band = &table.code_list("agg_Alder10").unwrap().categories[1];
    assert_eq!((band.code.as_str(), band.children.len()), ("10-19", 10));
    assert_eq!(table.code_list("agg_None").unwrap_err().code, Code::Unknown);
}

#[test]
fn a_code_list_that_cannot_be_used_says_why() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    for (path, list, select, code) in [
        (ONE, "Alder=agg:Alder10", "Alder=*", Code::Question),
        (ONE, "Alder=Alder10", "Alder=-9", Code::Question),
        (ONE, "Kommun=agg:Alder10", "Alder=0", Code::Unknown),
        (ONE, "Alder=agg:Nothing", "Alder=0", Code::Refused),
        (TWO, "Alder=agg_Nothing", "Alder=0", Code::Refused),
    ] {
        let fault = pxweb_through(&server, path, &[list], &[select], Format::JsonStat2).unwrap_err();
        assert_eq!(fault.code, code, "{list}: {fault}");
    }
}

#[test]
fn a_variable_that_can_be_left_out_is() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let dataset = pxweb(&server, ONE, &["Region=00", "Alder=3", "Tid=2024"], Format::JsonStat2).unwrap();
    assert!(dataset.dimension("Kon").is_none());
}

#[test]
fn an_unknown_variable_value_or_table_is_named() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    for (path, select, place) in [
        (ONE, "Kommun=1380", "Kommun"),
        (ONE, "Region=9999", "Region=9999"),
        (TWO, "Region=9999", "Region=9999"),
        ("v2/tables/TAB9", "Region=00", "TAB9"),
    ] {
        let fault = pxweb(&server, path, &[select], Format::JsonStat2).unwrap_err();
        assert_eq!(fault.code, Code::Unknown, "{fault}");
        assert!(fault.place.contains(place), "{fault}");
    }
}

#[test]
fn tables_are_searched() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let world = World::new();
    let client = world.client("PxWeb", pxweb::LIMIT);
    let base = format!("{}/pxweb/v2", server.address());
    assert_eq!(pxweb::search(&client, &base, "folkmängd", "sv").unwrap()[0].id, "TAB1");
    assert_eq!(pxweb::search(&client, &base, "bilar", "sv").unwrap(), []);
}

/// Answers every question with this.
struct Always(Result<Response, Failure>);

impl Http for Always {
    fn send(&self, _: &Request) -> Result<Response, Failure> {
        self.0.clone()
    }
}

#[test]
fn the_address_of_a_page_for_people_is_told_as_that() {
    let page = Response { status: 200, body: b"\n<!DOCTYPE html><html></html>".to_vec(), ..Response::default() };
    let world = World::new();
    let http = Always(Ok(page));
    let client = Client::new("PxWeb", &http, &world, pxweb::LIMIT);
    for url in ["https://example.invalid/pxweb/sv/ssd/START__BE/TAB1/", "https://example.invalid/tables/TAB1"] {
        let fault = Table::at(&client, url, "sv").fetch(&[], Format::JsonStat2).unwrap_err();
        assert_eq!(fault.code, Code::WrongShape, "{fault}");
        assert!(fault.text.contains("page for people"), "{fault}");
        assert!(fault.remedy.contains("/tables/"), "{fault}");
    }
}

#[test]
fn a_fault_names_its_table_once() {
    let world = World::new();
    let http = Always(Err(Failure::Unreachable("nobody there".into())));
    let client = Client::new("PxWeb", &http, &world, pxweb::LIMIT);
    for url in ["https://example.invalid/v1/sv/TAB1", "https://example.invalid/v2/tables/TAB1"] {
        let fault = Table::at(&client, url, "sv").fetch(&[], Format::JsonStat2).unwrap_err();
        assert_eq!((fault.code, fault.place.matches("PxWeb").count()), (Code::Network, 1), "{fault}");
        assert!(fault.place.contains(url), "{fault}");
    }
}
