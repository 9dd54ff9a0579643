//! Counting what a request asks of the database.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

use database::{Database, Location, tallied, values};
use environment::Environment;
use vault::Master;

const NAMES: &str = "
    SELECT name
    FROM secret
    ORDER BY name";

async fn opened(folder: &tempfile::TempDir) -> Database {
    let environment = Environment::real();
    let master = Master::open(&folder.path().join("master.key"), &environment).unwrap();
    let location = Location::Sqlite(folder.path().join("cairn.sqlite"));
    Database::open(&location, master, &[], &environment).await.unwrap()
}

async fn ask(database: &Database, name: &'static str, times: u32) {
    let mut transaction = database.begin_reading(name).await.unwrap();
    for _ in 0..times {
        transaction.rows(NAMES, values![]).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn every_statement_of_a_request_is_counted_under_the_name_of_its_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let database = opened(&folder).await;
    let asking = async {
        ask(&database, "b", 2).await;
        ask(&database, "a", 1).await;
        ask(&database, "b", 1).await;
    };
    let ((), tally) = tallied(Box::pin(asking)).await;
    assert_eq!((tally.statements(), tally.of("a"), tally.of("b"), tally.of("c")), (4, 1, 3, 0));
    assert_eq!(tally.to_string(), "a 1, b 3");
}

#[tokio::test]
async fn two_requests_at_once_are_counted_apart_and_work_that_nobody_counts_is_done_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let database = opened(&folder).await;
    let (one, two) = tokio::join!(tallied(ask(&database, "one", 3)), tallied(ask(&database, "two", 5)));
    assert_eq!((one.1.statements(), two.1.statements()), (3, 5));
    ask(&database, "uncounted", 1).await;
}
