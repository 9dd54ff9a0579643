//! A disk that is full: the file that is written to cannot grow. What the system answers a program then is the same.

use testkit::{Browser, Engine, run};
use tokio::process::Command;

use crate::people::{Person, WORDS};
use crate::world::Installation;

/// How many people ask at most before the disk must have been full.
const PEOPLE_MAX: usize = 400;

#[test]
fn a_full_disk_loses_nothing_says_so_and_keeps_what_was_typed() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let location = Engine::Sqlite.fresh(&folder).await;
        let installation = Installation::make(&location, folder).await;
        let size = std::fs::metadata(installation.folder().join("cairn.sqlite")).unwrap().len();
        let server = installation.start_with_files_of_at_most(size + 64 * 1024).await;
        let mut writer = Person::new(&installation, server.address, PEOPLE_MAX + 1);
        for _ in 0..3 {
            writer.go_on().await.expect("the server answers");
        }
        let mut accepted = Vec::new();
        let mut person = Person::new(&installation, server.address, 0);
        let refused = loop {
            assert!(accepted.len() < PEOPLE_MAX, "the disk was never full");
            let answer = person.go_on().await.expect("the server goes on");
            match answer.status {
                200 | 303 => {}
                503 => break answer,
                status => panic!("status {status}: {}", answer.text),
            }
            if person.code.is_some() {
                let next = Person::new(&installation, server.address, accepted.len() + 1);
                accepted.push(std::mem::replace(&mut person, next));
            }
        };
        // It may have been a page that was only looked at: what was saved is said of forms, below.
        refused.says("Det gick inte just nu");
        let mut other = Browser::at(server.address, "127.9.0.1".parse().unwrap());
        other.get("/halsa").await.is(200);
        other.get("/halsa/drift").await.is(503).says("failed_seconds_ago 0");
        let given_back = loop {
            let answer = writer.write().await.expect("the server goes on");
            match answer.status {
                303 => {}
                503 => break answer,
                status => panic!("status {status}: {}", answer.text),
            }
        };
        given_back.says("Inget har sparats.").says("Det du skrev finns kvar här.").says("Skicka igen");
        given_back.says(&format!("name=\"words\" value=\"{WORDS}\"")).says("action=\"/be-om-hjalp/ord\"");
        let limit = ["--pid", &server.id().to_string(), "--fsize=unlimited"];
        assert!(Command::new("prlimit").args(limit).status().await.unwrap().success());
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
    });
}
