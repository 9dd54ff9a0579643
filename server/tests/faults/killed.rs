//! kill -9 of the real program while people are sending their requests, fifty times.

use testkit::{Engine, engines, run};
use tokio::sync::mpsc::UnboundedSender;

use crate::people::Person;
use crate::world::Installation;

/// How many times the server is killed.
const KILLS: usize = 50;
/// How many people send at once.
const PEOPLE: usize = 4;

#[test]
fn a_server_that_is_killed_fifty_times_on_sqlite_loses_no_accepted_request() {
    run(killed(Engine::Sqlite));
}

#[test]
fn a_server_that_is_killed_fifty_times_on_postgres_loses_no_accepted_request() {
    if engines().contains(&Engine::Postgres) {
        run(killed(Engine::Postgres));
    }
}

async fn killed(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let location = engine.fresh(&folder).await;
    let installation = Installation::make(&location, folder).await;
    let mut asking: Vec<Person> = Vec::new();
    let mut accepted: Vec<Person> = Vec::new();
    let mut begun = 0;
    for kill in 0..KILLS {
        let server = installation.start().await;
        let mut moved: Vec<Person> = asking.into_iter().map(|person| person.moved_to(server.address)).collect();
        while moved.len() < PEOPLE {
            moved.push(Person::new(&installation, server.address, begun));
            begun += 1;
        }
        // Killed when so many answers have come, a different number each time, while the others wait for theirs.
        let people = server.kill_under(moved, kill * 7 % 23 + 1, go_on).await;
        let (done, not): (Vec<_>, Vec<_>) = people.into_iter().partition(|person| person.code.is_some());
        accepted.extend(done);
        asking = not;
        let known = accepted.len() + asking.iter().filter(|person| person.is_accepted()).count();
        let stored = usize::try_from(installation.counts().await.requests).unwrap();
        assert!(stored >= known, "kill {kill}: {known} were accepted, {stored} are there");
    }
    let server = installation.start().await;
    for mut person in asking.into_iter().map(|person| person.moved_to(server.address)) {
        person.ask().await.expect("the server answers");
        accepted.push(person);
    }
    let mut last = None;
    for person in accepted {
        let mut person = person.moved_to(server.address);
        person.still_has_receipt().await;
        last = Some(person);
    }
    last.expect("somebody was accepted").can_log_in(server.address).await;
    server.kill().await;
    let counts = installation.counts().await;
    assert_eq!(
        (usize::try_from(counts.requests).unwrap(), counts.drafts),
        (begun, 0),
        "each asked once, none is half sent"
    );
    installation.verifies().await;
}

/// Goes on until the receipt has been seen or the server is gone.
async fn go_on(mut person: Person, answered: UnboundedSender<()>) -> Person {
    while person.code.is_none() {
        match person.go_on().await {
            // 409 says that what is sent again was saved before the server was killed.
            Ok(answer) => assert!(matches!(answer.status, 200 | 303 | 409), "no fault of its own: {}", answer.text),
            Err(_) => break,
        }
        let _ = answered.send(());
    }
    person
}
