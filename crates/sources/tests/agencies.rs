//! Socialstyrelsen and Skolverket against the local server.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

mod support;

use sources::connect::{planned, skolverket, socialstyrelsen};
use sources::fault::{Code, Fault};
use sources::local::{Behaviour, Server};
use sources::model::{Absence, Dataset, Role, Value};

use support::World;

fn socialstyrelsen(server: &Server, values: &[(&str, &[&str])]) -> Result<Dataset, Fault> {
    let world = World::new();
    let client = world.client("Socialstyrelsen", socialstyrelsen::LIMIT);
    let values = values
        .iter()
        .map(|(name, values)| ((*name).to_owned(), values.iter().map(|value| (*value).to_owned()).collect()))
        .collect();
    let question = socialstyrelsen::Question { subject: "lakemedel".into(), values };
    socialstyrelsen::fetch(&client, &format!("{}/socialstyrelsen", server.address()), &question)
}

#[test]
fn socialstyrelsen_is_asked_one_medicine_at_a_time_and_absent_is_not_nought() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let years: [&str; 3] = ["2021", "2022", "2023"];
    let dataset = socialstyrelsen(
        &server,
        &[
            ("matt", &["1"]),
            ("atc", &["N06BA04", "N06AB03"]),
            ("region", &["0", "13"]),
            ("kon", &["1", "2"]),
            ("ar", &years),
        ],
    )
    .unwrap();
    assert_eq!(dataset.at(&["1", "N06BA04", "00", "1", "2021"]).unwrap().value, Value::Figure(1001.5));
    assert_eq!(dataset.at(&["1", "N06BA04", "00", "1", "2022"]).unwrap().value, Value::Absent(Absence::Missing));
    assert_eq!(dataset.at(&["1", "N06AB03", "13", "2", "2023"]).unwrap().value, Value::Figure(1012.5));
    let asked = server.asked().iter().filter(|asked| asked.path.contains("/resultat/")).count();
    assert_eq!(asked, 2 * 3);
}

#[test]
fn socialstyrelsen_says_nothing_of_unknown_values_so_they_are_looked_up() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let fault = socialstyrelsen(&server, &[("matt", &["1"]), ("region", &["99"]), ("ar", &["2021"])]).unwrap_err();
    assert_eq!((fault.code, fault.text.as_str()), (Code::Unknown, "region has no value 99"));
}

#[test]
fn school_units_come_without_the_names_of_people() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let world = World::new();
    let client = world.client("Skolverket", skolverket::LIMIT);
    let units = skolverket::units(&client, &format!("{}/skolverket", server.address()), "1384", None).unwrap();
    assert_eq!(units.len(), 2);
    assert_eq!(units[0].coordinates, Some((12.07, 57.48)));
    let mut bytes = Vec::new();
    skolverket::csv(&units, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("99999916,Nedlagda skolan,UPPHORT,1384,GR FKLASS,Rösmarks kommun"), "{text}");
    assert!(!text.contains("Testrektor"), "{text}");
}

fn planned(server: &Server, area: &str, kind: &str) -> Result<Dataset, Fault> {
    let world = World::new();
    let client = world.client("Skolverket", skolverket::LIMIT);
    planned::statistics(&client, &format!("{}/planned", server.address()), area, kind)
}

#[test]
fn what_is_counted_of_school_units_says_why_a_figure_is_held_back() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    let dataset = planned(&server, "1384", "gr").unwrap();
    let at = |unit: &str, year: &str| dataset.at(&["averageGradesMeritRating9thGrade", unit, year]).unwrap();
    assert_eq!(at("99999908", "2023/24").value, Value::Figure(240.1));
    assert_eq!(at("99999908", "2022/23").value, Value::Absent(Absence::Missing));
    assert_eq!(at("99999916", "2023/24").value, Value::Absent(Absence::Suppressed));
    assert_eq!(at("99999924", "2023/24").value, Value::Absent(Absence::Missing));
    assert_eq!(dataset.in_role(Role::Area).unwrap().categories[1].name(), "Lilla skolan");
    assert!(server.asked().iter().all(|asked| asked.header("accept").unwrap().contains("hal+json")));
}

#[test]
fn school_units_that_nobody_counts_are_said_to_be_none() {
    let server = Server::start(0, Behaviour::default()).unwrap();
    assert_eq!(planned(&server, "1380", "gr").unwrap_err().code, Code::Unknown);
    assert_eq!(planned(&server, "1384", "vux").unwrap_err().code, Code::Question);
}
