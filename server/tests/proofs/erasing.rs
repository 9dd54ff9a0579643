//! Erasing a child in the midst of everything: counts and the log stay whole, nothing about the child can be read any more,
//! and no page fails.

use domain::child::Child;
use domain::id::Id;
use server::admin::{Erased, erase_child, verify_log};
use testkit::{engines, run};

use crate::bytes::Search;
use crate::expected::all;
use crate::headers::faults;
use crate::state::Beside;
use crate::walk::ask;
use crate::world::World;

/// Counts that must stand as they were: what has happened, to how many.
const COUNTED: [&str; 9] = [
    "SELECT COUNT(*) AS n FROM child",
    "SELECT COUNT(*) AS n FROM request",
    "SELECT COUNT(*) AS n FROM request_event",
    "SELECT COUNT(*) AS n FROM trail",
    "SELECT COUNT(*) AS n FROM trail_event",
    "SELECT COUNT(*) AS n FROM entry",
    "SELECT COUNT(*) AS n FROM sharing",
    "SELECT COUNT(*) AS n FROM disclosure",
    "SELECT COUNT(*) AS n FROM opening",
];

async fn counts(world: &World) -> Vec<i64> {
    let mut transaction = world.test.app.database().begin_reading("test.counts").await.unwrap();
    let mut counts = Vec::new();
    for question in COUNTED {
        let row = transaction.row(question, vec![]).await.unwrap().unwrap();
        counts.push(row.integer("n").unwrap());
    }
    counts
}

async fn lines(world: &World) -> u64 {
    verify_log(world.test.app.database()).await.unwrap().expect("the log is whole").lines
}

#[test]
fn an_erased_child_is_gone_from_every_page_and_counts_and_the_log_stay() {
    run(async {
        for engine in engines() {
            let mut world = World::full(engine).await;
            let (before, log) = (counts(&world).await, lines(&world).await);
            assert!(before.iter().all(|count| *count > 0), "{engine:?}: there is something to count: {before:?}");
            let children = world.asked("SELECT id FROM child ORDER BY id").await;
            let erased: Id<Child> = world.names["child"].parse().unwrap();
            let others: Vec<Id<Child>> =
                children.iter().map(|id| id.parse().unwrap()).filter(|id| *id != erased).collect();

            assert_eq!(erase_child(&world.test.demo(), erased).await.unwrap(), Erased::Done);
            let found = ask_everything(&mut world, &[]).await;
            assert!(found.is_empty(), "{engine:?}: one is erased: {}\n{}", found.len(), found.join("\n"));
            for address in ["/led/{alma}", "/en-vag-in/{decided}"] {
                let status = world.open("johan", address).await.status;
                assert!([404, 410].contains(&status), "{engine:?}: {address} answers {status}");
            }
            world.open("nora", "/led/{held}").await.is(200);
            assert_eq!(counts(&world).await, before, "{engine:?}");
            assert!(lines(&world).await > log, "{engine:?}: the log goes on");

            for other in others {
                assert_eq!(erase_child(&world.test.demo(), other).await.unwrap(), Erased::Done);
            }
            let alike = world.asked("SELECT child_id FROM child_surname").await;
            assert!(alike.is_empty(), "{engine:?}: fingerprints of family names go with the child: {alike:?}");
            // What somebody has begun to write and not sent is theirs, and is nobody's record yet.
            let needles = world.needles.clone();
            let found = ask_everything(&mut world, &needles).await;
            assert!(found.is_empty(), "{engine:?}: all are erased: {}\n{}", found.len(), found.join("\n"));
            assert_eq!(counts(&world).await, before, "{engine:?}");
            assert!(lines(&world).await > log);
        }
    });
}

/// Asks for every page, and sends every form empty; tells what failed, and what was told that must not be.
async fn ask_everything(world: &mut World, gone: &[String]) -> Vec<String> {
    let search = Search::of(gone);
    let mut found = Vec::new();
    for expected in all().filter(|expected| !expected.who.contains("the same browser")) {
        // Pages only, and forms that change nothing when they are empty: the region is walked through again.
        if expected.route.starts_with("POST") && expected.answer == 303 {
            continue;
        }
        let mut browser = match expected.right {
            "" => world.test.browser(),
            right => world.browser(right).await,
        };
        let address = world.at(expected.address);
        let answer = ask(&mut browser, expected, &address, &[]).await;
        found.extend(faults(expected.route, &answer));
        // A referral that somebody at work has begun and not sent, as above.
        if expected.route.ends_with(" /remiss") || expected.route.contains(" /remiss/") {
            continue;
        }
        let told = search.found(answer.text.as_bytes()).join(", ");
        if !told.is_empty() {
            found.push(format!("{}: still told {told}", expected.route));
        }
    }
    found
}

#[test]
fn erasing_leaves_everything_that_is_not_the_childs_as_it_was() {
    run(async {
        for engine in engines() {
            let world = World::full(engine).await;
            let mut beside = Beside::new(&world.test).await;
            let before = beside.state().await;
            let child: Id<Child> = world.names["child"].parse().unwrap();
            assert_eq!(erase_child(&world.test.demo(), child).await.unwrap(), Erased::Done);
            let changes = beside.state().await.changes_since(&before);
            let expected = |change: &String| change.starts_with("child_key: from ");
            assert!(changes.iter().any(expected), "{engine:?}: the key is gone: {changes:?}");
            println!("{engine:?}: erasing changed {changes:?}");
        }
    });
}
