//! Asking, and Kolada, against the local server: limits, errors, pages that change, answers that break off. Nobody really waits.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

mod support;

use std::time::Duration;

use sources::connect::kolada;
use sources::fault::{Code, Fault};
use sources::http::{Cache, Client, Failure, Http, Limit, Request, Response, Wire};
use sources::local::{Behaviour, Server, Trouble};
use sources::model::{Absence, Dataset, Role, Value};

use support::World;

fn trouble(troubles: &[Trouble]) -> Behaviour {
    Behaviour { troubles: troubles.to_vec(), ..Behaviour::default() }
}

fn refuse(status: u16, retry_after: Option<&str>) -> Trouble {
    Trouble::Refuse { status, retry_after: retry_after.map(ToOwned::to_owned) }
}

/// Asks Kolada about two municipalities, and says how it went and how long was waited for.
fn ask(server: &Server, cache: Option<Cache>) -> (Result<Dataset, Fault>, Vec<Duration>) {
    let world = World::new();
    let client = world.client("Kolada", Limit { calls: 1000, window: Duration::from_secs(1) }).cached(cache);
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
    let client = world.client("Kolada", kolada::LIMIT);
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
    let client = world.client("Kolada", kolada::LIMIT);
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
    let client = world.client("Kolada", kolada::LIMIT);
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
    let client = world.client("Kolada", kolada::LIMIT);
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
    let client = world.client("Kolada", kolada::LIMIT);
    assert_eq!(client.get(&address).unwrap_err().code, Code::Network);
}

#[test]
fn an_address_that_is_none_is_told_at_once() {
    for address in ["not-an-address", "ftp://example.invalid/x", "file:///x", "http://", "http://a b/"] {
        let world = World::new();
        let client = world.client("Kolada", kolada::LIMIT);
        let fault = client.get(address).unwrap_err();
        assert_eq!(fault.code, Code::Question, "{address}: {fault}");
        assert_eq!(world.waits.take(), [], "{address}");
    }
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

#[test]
fn an_answer_that_is_of_no_use_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path(), Duration::from_hours(1));
    let server = Server::start(0, Behaviour { changes: 2, page: 2, ..Behaviour::default() }).unwrap();
    assert!(ask(&server, Some(cache)).0.is_ok());
}
