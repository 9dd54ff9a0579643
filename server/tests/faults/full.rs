//! A disk that is full. Under SQLite the file that is written to cannot grow: what the system answers a program then is
//! the same. PostgreSQL lies on a small disk of its own, and that is full in truth.

use database::Location;
use testkit::{Browser, Cluster, Engine, run};
use tokio::process::Command;

use crate::people::{Person, WORDS};
use crate::world::{Installation, Server};

/// How many people ask at most before the disk must have been full.
const PEOPLE_MAX: usize = 400;
/// How many times somebody saved at most before there is no room for that either: until every page of a table that has
/// room is used up.
const WRITES_MAX: usize = 2_000;
/// What an empty cluster, a long piece of its log and an installation have room in.
const MEGABYTES: u32 = 256;
/// What is left of the disk: room for a few people more.
const LEFT: u64 = 256 * 1024;

#[test]
fn a_full_disk_loses_nothing_says_so_and_keeps_what_was_typed() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let location = Engine::Sqlite.fresh(&folder).await;
        let installation = Installation::make(&location, folder).await;
        let size = std::fs::metadata(installation.folder().join("cairn.sqlite")).unwrap().len();
        let server = installation.start_with_files_of_at_most(size + 64 * 1024).await;
        let limit = ["--pid", &server.id().to_string(), "--fsize=unlimited"].map(ToOwned::to_owned);
        let make_room = async move {
            assert!(Command::new("prlimit").args(limit).status().await.unwrap().success());
        };
        let writer = Person::about_to_write(&installation, server.address, PEOPLE_MAX + 1).await;
        nothing_is_lost(&installation, server, writer, vec![], make_room).await;
    });
}

#[test]
fn a_full_disk_under_postgres_loses_nothing_says_so_and_keeps_what_was_typed() {
    let cluster = match Cluster::start_on_a_disk_of(MEGABYTES) {
        Ok(cluster) => cluster,
        Err(why) => {
            eprintln!("skipped: {why}");
            return;
        }
    };
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let installation = Installation::make(&Location::Postgres(cluster.address()), folder).await;
        let server = installation.start().await;
        let accepted = Person::who_have_asked(3, &installation, server.address).await;
        let writer = Person::about_to_write(&installation, server.address, PEOPLE_MAX + 1).await;
        cluster.fill_disk(LEFT);
        nothing_is_lost(&installation, server, writer, accepted, async { cluster.make_room() }).await;
    });
}

/// People ask until the disk is full; then there is room again. Nothing that was accepted is lost, nothing is half saved,
/// and the server is never started again.
async fn nothing_is_lost(
    installation: &Installation,
    server: Server,
    mut writer: Person,
    mut accepted: Vec<Person>,
    make_room: impl Future<Output = ()>,
) {
    let mut person = Person::new(installation, server.address, accepted.len());
    let refused = loop {
        assert!(accepted.len() < PEOPLE_MAX, "the disk was never full");
        let answer = person.go_on().await.expect("the server goes on");
        match answer.status {
            200 | 303 => {}
            503 => break answer,
            status => panic!("status {status}: {}", answer.text),
        }
        if person.code.is_some() {
            let next = Person::new(installation, server.address, accepted.len() + 1);
            accepted.push(std::mem::replace(&mut person, next));
        }
    };
    // It may have been a page that was only looked at: what was saved is said of forms, below.
    refused.says("Det gick inte just nu");
    let mut other = Browser::at(server.address, "127.9.0.1".parse().unwrap());
    other.get("/halsa").await.is(200);
    other.get("/halsa/drift").await.is(503).says("failed_seconds_ago 0");
    let mut saved = 0;
    let (words, given_back) = loop {
        assert!(saved < WRITES_MAX, "there was always room for words");
        // Other words each time, for the same words from the same page are saved once.
        let words = format!("{WORDS} {saved}");
        let answer = writer.write_words(&words).await.expect("the server goes on");
        match answer.status {
            303 => saved += 1,
            503 => break (words, answer),
            status => panic!("status {status}: {}", answer.text),
        }
    };
    given_back.says("Inget har sparats.").says("Det du skrev finns kvar här.").says("Skicka igen");
    given_back.says(&format!("name=\"words\" value=\"{words}\"")).says("action=\"/be-om-hjalp/ord\"");
    for page in ["/be-om-hjalp", "/vem-gor-vad"] {
        other.get(page).await.is(200);
    }
    make_room.await;
    for mut person in [person, writer] {
        person.ask().await.expect("the server goes on, without being started again");
        accepted.push(person);
    }
    other.get("/halsa/drift").await.is(200);
    for person in &mut accepted {
        person.still_has_receipt().await;
    }
    server.kill().await;
    let counts = installation.counts().await;
    assert_eq!((usize::try_from(counts.requests).unwrap(), counts.drafts), (accepted.len(), 0));
    installation.verifies().await;
}
