//! The connectors against the local server: limits, errors, pages that change, answers that break off. Nobody really waits.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use std::cell::{Cell, RefCell};
use std::time::Duration;

use domain::moment::{Day, Moment};
use jiff::SignedDuration;
use sources::connect::pxweb::{CodeList, Format, Selection, Table, Version};
use sources::connect::{kolada, pxweb};
use sources::fault::{Code, Fault};
use sources::http::{Cache, Client, Failure, Http, Limit, Pace, Request, Response, Wire};
use sources::local::{Behaviour, Server, Trouble};
use sources::model::{Absence, Category, Cells, Dataset, Dimension, Marks, Role, Value};

/// A clock that waiting moves.
struct World {
    now: Cell<Moment>,
    waits: RefCell<Vec<Duration>>,
}

impl World {
    fn new() -> Self {
        let now = Moment::in_stockholm(Day::from_parts(2026, 11, 22).unwrap(), 12, 0);
        Self { now: Cell::new(now), waits: RefCell::default() }
    }
}

impl Pace for World {
    fn now(&self) -> Moment {
        self.now.get()
    }

    fn wait(&self, duration: Duration) {
        self.now.set(self.now.get().plus(SignedDuration::try_from(duration).unwrap()));
        self.waits.borrow_mut().push(duration);
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

fn trouble(troubles: &[Trouble]) -> Behaviour {
    Behaviour { troubles: troubles.to_vec(), ..Behaviour::default() }
}

fn refuse(status: u16, retry_after: Option<&str>) -> Trouble {
    Trouble::Refuse { status, retry_after: retry_after.map(ToOwned::to_owned) }
}

/// Asks Kolada about two municipalities, and says how it went and how long was waited for.
fn ask(server: &Server, cache: Option<Cache>) -> (Result<Dataset, Fault>, Vec<Duration>) {
    let world = World::new();
    let wire = Wire::new(Duration::from_secs(20));
    let client =
        Client::new("Kolada", &wire, &world, Limit { calls: 1000, window: Duration::from_secs(1) }).cached(cache);
    let question = kolada::Question {
        indicators: vec!["N15428".into()],
        areas: vec!["1380".into(), "1384".into()],
        years: (2014..=2024).collect(),
        ..kolada::Question::default()
    };
    let answer = kolada::fetch(&client, &format!("{}/kolada/v3", server.address()), &question);
    (answer, world.waits.take())
}

#[test]
fn figures_come_with_their_absences_and_their_source() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let dataset = ask(&server, None).0.unwrap();
    assert!(matches!(dataset.at(&["N15428", "1380", "T", "2024"]).unwrap().value, Value::Figure(_)));
    assert_eq!(dataset.at(&["N15428", "1384", "K", "2022"]).unwrap().value, Value::Absent(Absence::Missing));
    let secret = dataset.at(&["N15428", "1384", "K", "2023"]).unwrap();
    assert_eq!((secret.value, secret.mark), (Value::Absent(Absence::Suppressed), Some("Sekretess")));
    assert_eq!(dataset.in_role(Role::Area).unwrap().categories[0].name(), "Almvik");
    assert!(dataset.provenance.licence.unwrap().contains("Källa: Kolada"));
}

#[test]
fn pages_are_followed_to_the_last() {
    let whole = ask(&Server::start(0, Behaviour::default()).unwrap(), None).0.unwrap();
    let server = Server::start(0, Behaviour { page: 2, ..Behaviour::default() }).unwrap();
    let mut paged = ask(&server, None).0.unwrap();
    paged.provenance = whole.provenance.clone();
    assert_eq!(paged, whole);
}

#[test]
fn a_catalogue_that_changes_between_two_pages_is_read_again() {
    let server = Server::start(0, Behaviour { page: 3, changes: 1, ..Behaviour::default() }).unwrap();
    assert!(ask(&server, None).0.is_ok());
    server.behave(|behaviour| behaviour.changes = usize::MAX);
    let fault = ask(&server, None).0.unwrap_err();
    assert_eq!(fault.code, Code::Incomplete, "{fault}");
}

#[test]
fn no_question_names_more_than_twenty_five() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let world = World::new();
    let wire = Wire::new(Duration::from_secs(20));
    let client = Client::new("Kolada", &wire, &world, kolada::LIMIT);
    let question = kolada::Question {
        indicators: vec!["N15428".into()],
        units: (0..60).map(|number| format!("V15E{number:03}")).collect(),
        years: vec![2024],
        ..kolada::Question::default()
    };
    let dataset = kolada::fetch(&client, &format!("{}/kolada/v3/", server.address()), &question).unwrap();
    assert_eq!(dataset.in_role(Role::Area).unwrap().categories.len(), 60);
    let data = server.asked().iter().filter(|asked| asked.path.contains("/oudata/")).count();
    assert_eq!(data, 3);
}

#[test]
fn what_is_unknown_is_noticed_although_the_source_says_nothing() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let world = World::new();
    let wire = Wire::new(Duration::from_secs(20));
    let client = Client::new("Kolada", &wire, &world, kolada::LIMIT);
    let base = format!("{}/kolada/v3", server.address());
    for (indicator, area, said) in [("N99999", "1380", "no key figure N99999"), ("N15428", "1399", "no area 1399")] {
        let question = kolada::Question {
            indicators: vec![indicator.into()],
            areas: vec![area.into()],
            ..kolada::Question::default()
        };
        let fault = kolada::fetch(&client, &base, &question).unwrap_err();
        assert_eq!((fault.code, fault.text.as_str()), (Code::Unknown, said));
    }
}

#[test]
fn a_deleted_row_is_a_tombstone_and_no_figure() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let world = World::new();
    let wire = Wire::new(Duration::from_secs(20));
    let client = Client::new("Kolada", &wire, &world, kolada::LIMIT);
    let question = kolada::Question {
        indicators: vec!["N15428".into()],
        areas: vec!["1401".into()],
        changed_since: Some("2026-01-01".into()),
        ..kolada::Question::default()
    };
    let dataset = kolada::fetch(&client, &format!("{}/kolada/v3", server.address()), &question).unwrap();
    let deleted = dataset.at(&["N15428", "1401", "T", "2021"]).unwrap();
    assert_eq!((deleted.value.figure(), deleted.mark), (None, Some("deleted")));
    assert!(dataset.at(&["N15428", "1401", "T", "2022"]).unwrap().value.figure().is_some());
}

#[test]
fn the_catalogue_is_searched() {
    let server = Server::start(0, Behaviour { page: 1, ..Behaviour::default() }).unwrap();
    let world = World::new();
    let wire = Wire::new(Duration::from_secs(20));
    let client = Client::new("Kolada", &wire, &world, kolada::LIMIT);
    let found = kolada::search(&client, &format!("{}/kolada/v3", server.address()), "ungdomar").unwrap();
    assert_eq!(found.iter().map(|each| each.id.as_str()).collect::<Vec<_>>(), ["N33820", "N00001"]);
}

#[test]
fn a_source_that_asks_for_time_gets_it() {
    for (after, seconds) in [("7", 7), ("Sun, 22 Nov 2026 11:00:09 GMT", 9), ("100000", 120)] {
        let server = Server::start(0, trouble(&[refuse(429, Some(after))])).unwrap();
        let (answer, waits) = ask(&server, None);
        assert!(answer.is_ok());
        assert_eq!(waits, [Duration::from_secs(seconds)], "{after}");
    }
}

#[test]
fn each_stumble_doubles_the_wait() {
    let troubles = [refuse(500, None), Trouble::Cut, refuse(503, None)];
    let (answer, waits) = ask(&Server::start(0, trouble(&troubles)).unwrap(), None);
    assert!(answer.is_ok());
    assert_eq!(waits, [1, 2, 4].map(Duration::from_secs));
}

#[test]
fn patience_ends() {
    let server = Server::start(0, trouble(&vec![refuse(429, None); 50])).unwrap();
    let fault = ask(&server, None).0.unwrap_err();
    assert_eq!(fault.code, Code::Limited);
    assert_eq!(server.asked().len(), 6);
    assert!(fault.place.starts_with("Kolada, http"), "{fault}");
}

#[test]
fn a_slow_answer_is_an_answer() {
    let (answer, waits) = ask(&Server::start(0, trouble(&[Trouble::Slow(30)])).unwrap(), None);
    assert!(answer.is_ok());
    assert_eq!(waits, []);
}

#[test]
fn silence_is_a_fault_of_the_network() {
    let server = Server::start(0, trouble(&[Trouble::Silence])).unwrap();
    let wire = Wire::new(Duration::from_millis(50));
    assert_eq!(wire.send(&Request::get(server.address())), Err(Failure::Timeout));
}

#[test]
fn nobody_there_is_a_fault_of_the_network() {
    let address = Server::start(0, Behaviour::default()).unwrap().address();
    let world = World::new();
    let wire = Wire::new(Duration::from_secs(5));
    let client = Client::new("Kolada", &wire, &world, kolada::LIMIT);
    assert_eq!(client.get(&address).unwrap_err().code, Code::Network);
}

#[test]
fn a_fetch_that_was_broken_off_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path(), Duration::from_hours(1));
    let mut troubles = vec![Trouble::Pass; 2];
    troubles.extend(vec![refuse(500, None); 6]);
    let server = Server::start(0, trouble(&troubles)).unwrap();
    assert!(ask(&server, Some(cache.clone())).0.is_err());
    let before = server.asked().len();
    assert!(ask(&server, Some(cache)).0.is_ok());
    assert_eq!(server.asked().len() - before, 1);
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path(), Duration::ZERO);
    let server = Server::start(0, Behaviour::default()).unwrap();
    let first = ask(&server, Some(cache.clone())).0.unwrap();
    let before = server.asked().len();
    let second = ask(&server, Some(cache)).0.unwrap();
    assert_eq!(first, second);
    assert!(server.asked()[before..].iter().all(|asked| asked.header("if-none-match").is_some()));
}

/// Answers nothing but counts.
struct Empty;

impl Http for Empty {
    fn send(&self, _: &Request) -> Result<Response, Failure> {
        Ok(Response { status: 200, ..Response::default() })
    }
}

#[test]
fn nobody_is_asked_more_often_than_the_limit() {
    let world = World::new();
    let client = Client::new("test", &Empty, &world, Limit { calls: 3, window: Duration::from_secs(1) });
    for _ in 0..9 {
        client.get("http://example.invalid").unwrap();
    }
    assert_eq!(world.waits.take().iter().sum::<Duration>(), Duration::from_secs(2));
}

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
    let wire = Wire::new(Duration::from_secs(20));
    let client = Client::new("PxWeb", &wire, &world, pxweb::LIMIT);
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
    let wire = Wire::new(Duration::from_secs(20));
    let client = Client::new("PxWeb", &wire, &world, pxweb::LIMIT);
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
    let wire = Wire::new(Duration::from_secs(20));
    let client = Client::new("PxWeb", &wire, &world, pxweb::LIMIT);
    let base = format!("{}/pxweb/v2", server.address());
    assert_eq!(pxweb::search(&client, &base, "folkmängd", "sv").unwrap()[0].id, "TAB1");
    assert_eq!(pxweb::search(&client, &base, "bilar", "sv").unwrap(), []);
}

#[test]
fn an_answer_that_is_of_no_use_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path(), Duration::from_hours(1));
    let server = Server::start(0, Behaviour { changes: 2, page: 2, ..Behaviour::default() }).unwrap();
    assert!(ask(&server, Some(cache)).0.is_ok());
}
