//! Rotating the master key while a server works: no request fails, and nothing is wrapped by a key that is gone.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use database::Database;
use server::{admin, assemble};
use testkit::{Browser, TestApp, engines, run};
use vault::Master;

/// Somebody begins to ask for help and looks at what they have written: a child's key is made, and opened again.
async fn ask(mut browser: Browser) -> Browser {
    browser.get("/be-om-hjalp").await.is(200);
    browser.submit("/be-om-hjalp", &[("who", "child")]).await.is(200);
    browser.submit("/be-om-hjalp/vad", &[("topic", "school")]).await.is(200);
    browser
}

/// The operator's own view of the data: another process in real life, with a memory of its own.
async fn operator(test: &TestApp) -> Database {
    let master = Master::open(&key_file(test), &test.environment).unwrap();
    Database::open(&test.location, master, &assemble::migrations(), &test.environment).await.unwrap()
}

fn key_file(test: &TestApp) -> std::path::PathBuf {
    test.folder().join("master.key")
}

/// As if the file had been changed so many minutes ago by the clock of the test.
fn file_is_changed(test: &TestApp, minutes_ago: i64) {
    let now = test.environment.now().microseconds() - minutes_ago * 60_000_000;
    let at = std::time::UNIX_EPOCH + std::time::Duration::from_micros(u64::try_from(now).unwrap());
    std::fs::File::options().append(true).open(key_file(test)).unwrap().set_modified(at).unwrap();
}

fn keys_in_file(test: &TestApp) -> usize {
    std::fs::read_to_string(key_file(test)).unwrap().lines().count()
}

#[test]
fn a_server_works_on_while_keys_are_rotated_and_retired() {
    run(async {
        for engine in engines() {
            let test = TestApp::start(engine, assemble::capabilities()).await;
            let early = ask(test.browser()).await;
            let (rotated, asked) = (AtomicBool::new(false), AtomicU32::new(0));
            let people = async {
                while !rotated.load(Ordering::SeqCst) {
                    ask(test.browser()).await;
                    asked.fetch_add(1, Ordering::SeqCst);
                }
            };
            let rotation = async {
                let database = operator(&test).await;
                for _ in 0..3 {
                    let before = asked.load(Ordering::SeqCst);
                    admin::rotate_keys(&database, &key_file(&test), &test.environment).await.unwrap();
                    // Somebody has asked from beginning to end since.
                    while asked.load(Ordering::SeqCst) < before + 2 {
                        tokio::task::yield_now().await;
                    }
                }
                assert_eq!(keys_in_file(&test), 4, "old keys stay until they are retired");
                rotated.store(true, Ordering::SeqCst);
                database
            };
            let ((), database) = tokio::join!(people, rotation);
            file_is_changed(&test, 60);
            admin::retire_keys(&database, &key_file(&test), &test.environment).await.unwrap();
            assert_eq!(keys_in_file(&test), 1);
            let mut early = early;
            early.get("/be-om-hjalp/vad").await.is(200);
            ask(test.browser()).await;
            // A server that starts anew with the one key that is left opens everything.
            let anew = operator(&test).await;
            assert_eq!(anew.under_older_masters().await.unwrap(), 0);
        }
    });
}

#[test]
fn a_key_that_a_server_wrapped_before_it_saw_the_new_one_still_opens() {
    run(async {
        for engine in engines() {
            let test = TestApp::start(engine, assemble::capabilities()).await;
            let database = operator(&test).await;
            // A server that was in the middle of its work when the rotation passed: it wraps by the old key still.
            let child = test.environment.id();
            let mut slow = test.app.database().begin("test.slow").await.unwrap();
            slow.create_child_key(child).await.unwrap();
            if engine == testkit::Engine::Postgres {
                admin::rotate_keys(&database, &key_file(&test), &test.environment).await.unwrap();
                // What is not committed nobody sees: the older key stays for it, whatever is counted.
                assert_eq!(database.under_older_masters().await.unwrap(), 0);
                file_is_changed(&test, 59);
                let early = admin::retire_keys(&database, &key_file(&test), &test.environment).await;
                assert!(early.is_err_and(|error| error.to_string().contains("within the last hour")));
                slow.commit().await.unwrap();
                assert_eq!(database.under_older_masters().await.unwrap(), 1);
                file_is_changed(&test, 60);
                admin::retire_keys(&database, &key_file(&test), &test.environment).await.unwrap();
            } else {
                // There is one writer at a time: the rotation waits for it.
                slow.commit().await.unwrap();
                admin::rotate_keys(&database, &key_file(&test), &test.environment).await.unwrap();
                file_is_changed(&test, 60);
                admin::retire_keys(&database, &key_file(&test), &test.environment).await.unwrap();
            }
            let anew = operator(&test).await;
            let mut reading = anew.begin_reading("test.read").await.unwrap();
            assert!(reading.child_key(child).await.is_ok());
        }
    });
}
