//! What is kept about two children who become one: nothing stays behind under the other, nothing is lost, and erasing the
//! one that goes on erases all.

use std::collections::BTreeSet;
use std::pin::pin;

use access::Actor;
use access::action::identity::Erase;
use database::{Migrations, values};
use domain::child::Child;
use domain::front_door::intake::Topic;
use domain::id::Id;
use identity::children::Relations;
use identity::children::commands::erase;
use testkit::{Engine, engines, run};

use crate::world::{World, lines};

const WHY: [(&str, &str); 2] = [("reason", "Samma nummer, och mamman bekräftar."), ("sure", "1")];

/// What is kept of a child in a row that has no version of its own.
const NOTE: &str = "
    INSERT INTO identity_change (child_id, id, at, assignment_id, sealed)
    VALUES ($1, $2, $3, $4, $5)";
const NOTED: &str = "
    SELECT sealed
    FROM identity_change
    WHERE child_id = $1 AND id = $2";
/// How many wait for what somebody else holds.
const WAITING: &str = "
    SELECT COUNT(*) AS n
    FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'";

/// Where the identifier of a child that is no more stays: what it led to.
const LEFT: [&str; 1] = ["child_joined"];

/// The tables about a child, of those that the front door's tests run with, read from what makes them.
fn tables() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for Migrations { files, .. } in
        [identity::MIGRATIONS, directory::MIGRATIONS, trail::MIGRATIONS, front_door::MIGRATIONS]
    {
        for file in files {
            for table in file.sql.split("CREATE TABLE ").skip(1) {
                let (name, rest) = table.split_once(" (").unwrap();
                let columns = rest.split_once("\n);").unwrap().0;
                let name = name.trim_end_matches("_anew").to_owned();
                // What a table is made anew as holds.
                if columns.contains("\n  child_id uuid") {
                    found.insert(name);
                } else {
                    found.remove(&name);
                }
            }
        }
    }
    found.into_iter().filter(|name| !LEFT.contains(&name.as_str())).collect()
}

/// How many rows of a table are about a child.
async fn rows(world: &World, table: &str, child: Id<Child>) -> i64 {
    let sql: &'static str =
        Box::leak(format!("SELECT COUNT(*) AS n FROM {table} WHERE child_id = $1").into_boxed_str());
    let mut transaction = world.test.app.database().begin_reading("test.rows").await.unwrap();
    transaction.row(sql, values![child]).await.unwrap().unwrap().integer("n").unwrap()
}

#[test]
fn nothing_about_the_other_stays_behind_and_nothing_is_lost() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let first = world.asks("Ella", Topic::School).await;
            let again = world.asks_again("Ella", first).await;
            let second = world.asks_from("nora", "Ella B.").await;
            let other = world.trail_of(first).await.child;
            let kept = world.trail_of(second).await.child;
            let tables = tables();
            assert!(tables.contains("request") && tables.contains("sharing") && tables.contains("care_clock"));
            let mut before = Vec::new();
            for table in &tables {
                before.push((table, rows(&world, table, other).await, rows(&world, table, kept).await));
            }
            let had: Vec<_> =
                before.iter().filter(|(_, other, _)| *other > 0).map(|(table, ..)| table.as_str()).collect();
            for table in
                ["guardian", "involvement", "request", "request_event", "trail", "baton", "trail_event", "care_clock"]
            {
                assert!(had.contains(&table), "{engine:?}: {table} has something to move: {had:?}");
            }

            let mut mikael = world.taken_by("mikael", second).await;
            let address = format!("/en-vag-in/{second}/samma-barn/{other}");
            let answer = mikael.post(&address, &WHY).await;
            assert_eq!(answer.status, 303, "{engine:?}: {}", answer.text);

            for (table, others, keeps) in before {
                assert_eq!(rows(&world, table, other).await, 0, "{engine:?}: {table} is about the other");
                // The other's units and names may be the survivor's already.
                if !["involvement", "child_surname", "draft", "child_key"].contains(&table.as_str()) {
                    let now = rows(&world, table, kept).await;
                    assert!(now >= others + keeps, "{engine:?}: {table} had {others} and {keeps}, and has {now}");
                }
            }
            for request in [first, again, second] {
                mikael.get(&format!("/en-vag-in/{request}")).await.is(200).says("Sammanslagen");
            }
        }
    });
}

#[test]
fn erasing_the_one_that_goes_on_erases_all() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (first, second) = (world.asks("Ella", Topic::School).await, world.asks("Ella", Topic::School).await);
            let (other, kept) = (world.trail_of(first).await.child, world.trail_of(second).await.child);
            let mut mikael = world.taken_by("mikael", second).await;
            mikael.post(&format!("/en-vag-in/{second}/samma-barn/{other}"), &WHY).await.is(303);

            let mut act = world.test.asker(Actor::Job("disposal")).begin("test.erase").await.unwrap();
            let now = act.now();
            let relations = Relations::of(act.transaction(), kept, now).await.unwrap().unwrap();
            let permit = act.authorize::<Erase>(&relations.identity_facts()).await.unwrap();
            erase(&mut act, &permit, kept).await.unwrap();
            act.commit(permit).await.unwrap();

            for child in [kept, other] {
                assert_eq!(rows(&world, "child_key", child).await, 0, "{engine:?}: no key is left");
            }
            for request in [first, second] {
                let status = mikael.get(&format!("/en-vag-in/{request}")).await.status;
                assert!([404, 410].contains(&status), "{engine:?}: {status}");
            }
        }
    });
}

/// Until somebody waits for what another holds.
async fn somebody_waits(world: &World) {
    while lines(world, WAITING).await == 0 {}
}

#[test]
fn what_somebody_writes_about_the_other_in_the_moment_of_the_joining_goes_on_with_it() {
    run(async {
        // On SQLite there is one writer at a time.
        for engine in engines().into_iter().filter(|engine| *engine == Engine::Postgres) {
            let world = World::start(engine).await;
            let (first, second) = (world.asks("Ella", Topic::School).await, world.asks("Ella", Topic::School).await);
            let (other, kept) = (world.trail_of(first).await.child, world.trail_of(second).await.child);
            let mut mikael = world.taken_by("mikael", second).await;
            let (database, id) = (world.test.app.database(), world.test.environment.id::<Child>());

            let mut writing = database.begin("test.write").await.unwrap();
            let key = writing.child_key(other).await.unwrap();
            let sealed = key.seal("identity_change.sealed", b"{}", &world.test.environment);
            let by = world.region.post("mikael").assignment;
            writing.execute(NOTE, values![other, id, world.test.now(), by, sealed]).await.unwrap();
            let address = format!("/en-vag-in/{second}/samma-barn/{other}");
            let mut joining = pin!(mikael.post(&address, &WHY));
            let early = tokio::select! {
                answer = &mut joining => Some(answer),
                () = somebody_waits(&world) => None,
            };
            writing.commit().await.unwrap();
            let answer = match early {
                Some(answer) => answer,
                None => joining.await,
            };

            assert_eq!(answer.status, 303, "{}", answer.text);
            assert_eq!(rows(&world, "identity_change", other).await, 0, "nothing stays under the key that is gone");
            let mut reading = database.begin_reading("test.noted").await.unwrap();
            let row = reading.row(NOTED, values![kept, id]).await.unwrap().unwrap();
            let opened =
                reading.child_key(kept).await.unwrap().open("identity_change.sealed", &row.sealed("sealed").unwrap());
            assert_eq!(opened.unwrap(), b"{}");
        }
    });
}
