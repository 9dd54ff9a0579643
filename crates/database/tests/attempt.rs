//! What is known of what an attempt has saved.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

use database::{Database, Location, Mark, Migration, Migrations, Saved, Transaction, Witness, attempt, values};
use environment::Environment;
use vault::Master;

const TABLE: Migrations = Migrations {
    owner: "test",
    files: &[Migration {
        number: 1,
        name: "thing",
        sql: "CREATE TABLE thing (id bigint NOT NULL PRIMARY KEY); CREATE TABLE done (id bigint NOT NULL PRIMARY KEY);",
    }],
};
const INSERT: &str = "
    INSERT INTO thing (id)
    VALUES ($1)";
const DONE: &str = "
    INSERT INTO done (id)
    VALUES ($1)";

async fn opened(folder: &tempfile::TempDir) -> Database {
    let environment = Environment::real();
    let master = Master::open(&folder.path().join("master.key"), &environment).unwrap();
    let location = Location::Sqlite(folder.path().join("cairn.sqlite"));
    Database::open(&location, master, &[TABLE], &environment).await.unwrap()
}

fn mark() -> Mark {
    Mark { sql: DONE, values: values![1_i64] }
}

async fn insert(mut transaction: Transaction, id: i64) {
    transaction.execute(INSERT, values![id]).await.unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn whoever_asks_is_told_what_was_saved_and_how_sure_that_is() {
    let folder = tempfile::tempdir().unwrap();
    let database = opened(&folder).await;
    let witness = Witness::default();
    attempt(
        Some(mark()),
        &witness,
        Box::pin(async {
            let mut undone = database.begin("test.undone").await.unwrap();
            undone.execute(INSERT, values![1_i64]).await.unwrap();
            drop(undone);
            database.begin_reading("test.reading").await.unwrap().commit().await.unwrap();
        }),
    )
    .await;
    assert_eq!(witness.saved(), Saved::Nothing);
    attempt(
        Some(mark()),
        &witness,
        Box::pin(async { insert(database.begin_aside("test.aside").await.unwrap(), 2).await }),
    )
    .await;
    assert_eq!(witness.saved(), Saved::Aside);
    witness.doubt();
    assert_eq!(witness.saved(), Saved::Unknown);
    attempt(
        Some(mark()),
        &witness,
        Box::pin(async { insert(database.begin("test.something").await.unwrap(), 3).await }),
    )
    .await;
    assert_eq!(witness.saved(), Saved::Something);
    attempt(
        Some(mark()),
        &witness,
        Box::pin(async {
            let mut transaction = database.begin("test.marked").await.unwrap();
            transaction.leave_mark().await.unwrap();
            insert(transaction, 4).await;
        }),
    )
    .await;
    assert_eq!(witness.saved(), Saved::Marked);
}

#[tokio::test]
async fn what_is_refused_in_the_moment_of_saving_leaves_no_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let database = opened(&folder).await;
    let witness = Witness::default();
    attempt(
        None,
        &witness,
        Box::pin(async {
            let mut transaction = database.begin("test.ended").await.unwrap();
            transaction.undo().await.unwrap();
            assert!(transaction.end().await.is_err(), "it has ended");
        }),
    )
    .await;
    assert_eq!(witness.saved(), Saved::Nothing);
}

#[tokio::test]
async fn what_was_saved_is_known_although_whoever_saved_it_came_to_grief() {
    let folder = tempfile::tempdir().unwrap();
    let database = opened(&folder).await;
    let (witness, seen) = (Witness::default(), Witness::default());
    let (told, heard) = tokio::sync::oneshot::channel();
    let work = async {
        insert(database.begin("test.saved").await.unwrap(), 1).await;
        told.send(()).unwrap();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = attempt(None, &seen, Box::pin(work)) => {}
        cut_off = heard => cut_off.unwrap(),
    }
    assert_eq!((witness.saved(), seen.saved()), (Saved::Nothing, Saved::Something));
}
