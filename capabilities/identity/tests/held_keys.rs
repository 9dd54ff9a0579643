//! Somebody writes about a child in the moment when its key is destroyed, because the child turned out to be another: what is
//! written is saved before, or not at all.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

use database::Failure;
use domain::child::Child;
use domain::id::Id;
use testkit::{Engine, TestApp, engines, run};

/// Whoever would wait for what another holds gives up at once instead, so that waiting can be seen.
const NO_PATIENCE: &str = "SET LOCAL lock_timeout = '1ms'";

/// A child with a key, where two can write at once: on SQLite there is one writer at a time.
async fn child_on(engine: Engine) -> Option<(TestApp, Id<Child>)> {
    if engine == Engine::Sqlite {
        return None;
    }
    Some(child_with_key(engine).await)
}

async fn child_with_key(engine: Engine) -> (TestApp, Id<Child>) {
    let test = TestApp::start(engine, vec![identity::capability()]).await;
    let child: Id<Child> = test.environment.id();
    let mut transaction = test.app.database().begin("test.child").await.unwrap();
    transaction.create_child_key(child).await.unwrap();
    transaction.commit().await.unwrap();
    (test, child)
}

#[test]
fn whoever_writes_about_a_child_waits_for_whoever_has_taken_it_and_whoever_reads_does_not() {
    run(async {
        for engine in engines() {
            let Some((test, child)) = child_on(engine).await else { continue };
            let database = test.app.database();
            let mut joining = database.begin("test.join").await.unwrap();
            joining.take_child_keys(vec![child]).await.unwrap();
            let mut sealing = database.begin("test.seal").await.unwrap();
            sealing.execute(NO_PATIENCE, vec![]).await.unwrap();
            assert!(sealing.child_key(child).await.is_err_and(|failure| failure.worth_retrying()));
            let mut noting = database.begin("test.note").await.unwrap();
            noting.execute(NO_PATIENCE, vec![]).await.unwrap();
            assert!(noting.hold_child_key(child).await.is_err_and(|failure| failure.worth_retrying()));
            let mut reading = database.begin_reading("test.read").await.unwrap();
            assert!(reading.child_key(child).await.is_ok());
        }
    });
}

#[test]
fn whoever_takes_a_child_waits_for_those_who_write_about_it_and_they_not_for_each_other() {
    run(async {
        for engine in engines() {
            let Some((test, child)) = child_on(engine).await else { continue };
            let database = test.app.database();
            let (mut one, mut other) =
                (database.begin("test.one").await.unwrap(), database.begin("test.other").await.unwrap());
            one.child_key(child).await.unwrap();
            other.child_key(child).await.unwrap();
            one.commit().await.unwrap();
            let mut joining = database.begin("test.join").await.unwrap();
            joining.execute(NO_PATIENCE, vec![]).await.unwrap();
            let came = joining.take_child_keys(vec![child]).await;
            assert!(came.is_err_and(|failure| failure.worth_retrying()));
            drop(joining);
            other.commit().await.unwrap();
            let mut joining = database.begin("test.join").await.unwrap();
            joining.execute(NO_PATIENCE, vec![]).await.unwrap();
            joining.take_child_keys(vec![child]).await.unwrap();
        }
    });
}

#[test]
fn whoever_has_waited_for_a_child_that_ended_tries_again_and_finds_none() {
    run(async {
        for engine in engines() {
            let Some((test, child)) = child_on(engine).await else { continue };
            let database = test.app.database();
            let mut joining = database.begin("test.join").await.unwrap();
            joining.take_child_keys(vec![child]).await.unwrap();
            joining.destroy_child_key(child).await.unwrap();
            // Somebody reads still, and the key is in memory.
            database.begin_reading("test.read").await.unwrap().child_key(child).await.unwrap();
            let mut writing = database.begin("test.write").await.unwrap();
            let (came, saved) = tokio::join!(writing.child_key(child), joining.commit());
            saved.unwrap();
            assert!(matches!(came, Err(Failure::Met)), "{:?}", came.err());
            let mut again = database.begin("test.write").await.unwrap();
            assert!(matches!(again.child_key(child).await, Err(Failure::Erased)));
        }
    });
}

#[test]
fn nothing_is_sealed_under_a_key_that_is_gone_and_lies_in_memory_still() {
    run(async {
        for engine in engines() {
            let (test, child) = child_with_key(engine).await;
            let database = test.app.database();
            let mut ending = database.begin("test.end").await.unwrap();
            ending.destroy_child_key(child).await.unwrap();
            database.begin_reading("test.read").await.unwrap().child_key(child).await.unwrap();
            ending.commit().await.unwrap();
            let mut writing = database.begin("test.write").await.unwrap();
            assert!(matches!(writing.child_key(child).await, Err(Failure::Met)), "{engine:?}");
            assert!(matches!(writing.child_key(child).await, Err(Failure::Erased)), "{engine:?}");
        }
    });
}
