//! Every job on both engines: does what is due, leaves what is not, stands in the log, and does nothing the second time.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use access::Actor;
use database::{Value, values};
use domain::id::Id;
use jiff::SignedDuration;
use jobs::{Runner, Went};
use server::assemble;
use testkit::{Region, TestApp, engines, run};

async fn write(test: &TestApp, sql: &'static str, values: Vec<Value>) {
    let mut transaction = test.app.database().begin("test.write").await.unwrap();
    transaction.execute(sql, values).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn count(test: &TestApp, sql: &'static str) -> i64 {
    let mut transaction = test.app.database().begin_reading("test.count").await.unwrap();
    transaction.row(sql, values![]).await.unwrap().unwrap().integer("n").unwrap()
}

/// Each job, how many rows there are, and how many `one_of_each` makes: the page that was sent is a form too.
const COUNTS: [(&str, &str, u64); 5] = [
    ("sessions", "SELECT COUNT(*) AS n FROM session", 1),
    ("sent_forms", "SELECT COUNT(*) AS n FROM sent_form", 2),
    ("access_codes", "SELECT COUNT(*) AS n FROM access_code", 1),
    ("drafts", "SELECT COUNT(*) AS n FROM draft", 1),
    ("preparations", "SELECT COUNT(*) AS n FROM preparation", 1),
];
/// Those that ask for a right for each child; their own stories stand with their capabilities.
const ABOUT_CHILDREN: [&str; 2] = ["consents", "reviews"];
const LINES: &str = "SELECT COUNT(*) AS n FROM audit_line WHERE job = 'disposal'";

/// One of each, as it comes to be now.
async fn one_of_each(test: &TestApp, name: &str) {
    test.log_in("mikael").await;
    let mut browser = test.browser();
    browser.get("/be-om-hjalp").await.is(200);
    browser.submit("/be-om-hjalp", &[("who", "child")]).await.is(200);
    let mut transaction = test.app.database().begin("test.form").await.unwrap();
    web::once::note(&mut transaction, name, "/", test.now()).await.unwrap();
    transaction.commit().await.unwrap();
    let month = test.now().plus(SignedDuration::from_hours(24 * 30));
    let person: Id<()> = test.environment.id();
    write(test, "INSERT INTO person (id) VALUES ($1)", values![person]).await;
    let code = "INSERT INTO access_code (fingerprint, person_id, kind, expires_at) VALUES ($1, $2, 'child', $3)";
    write(test, code, values![name.as_bytes(), person, month]).await;
    let preparation = "INSERT INTO preparation (fingerprint, sealed, expires_at) VALUES ($1, $1, $2)";
    write(test, preparation, values![name.as_bytes(), month]).await;
}

#[test]
fn every_job_does_what_is_due_once_and_leaves_what_is_not() {
    run(async {
        for engine in engines() {
            let test = TestApp::start(engine, assemble::capabilities()).await;
            Region::build(&test).await;
            let asker = test.asker(Actor::Job("jobs"));
            let runner = Runner::new(assemble::jobs(), asker, SignedDuration::from_mins(15));
            let names: Vec<_> = COUNTS.iter().map(|(name, ..)| *name).chain(ABOUT_CHILDREN).collect();
            assert_eq!(runner.jobs().iter().map(|job| job.name).collect::<Vec<_>>(), names);
            one_of_each(&test, "old").await;
            for job in runner.jobs() {
                let went = runner.run_by_hand(job).await.unwrap();
                assert!(matches!(went, Went::Done(0)), "{}: nothing is due yet, but {went:?}", job.name);
            }
            test.wait(SignedDuration::from_hours(24 * 30));
            one_of_each(&test, "new").await;
            let before = count(&test, LINES).await;
            for (job, (_, sql, made)) in runner.jobs().iter().zip(COUNTS) {
                let went = runner.run_by_hand(job).await.unwrap();
                // Logging in clears old sessions on the way.
                let expected = if job.name == "sessions" { 0 } else { made };
                assert!(matches!(went, Went::Done(amount) if amount == expected), "{}: {went:?}", job.name);
                assert_eq!(count(&test, sql).await.unsigned_abs(), made, "{}: what is new stays", job.name);
                let went = runner.run_by_hand(job).await.unwrap();
                assert!(matches!(went, Went::Done(0)), "{}: again {went:?}", job.name);
            }
            assert_eq!(count(&test, LINES).await, before + 4, "each that did something stands in the log");
            test.wait(SignedDuration::from_hours(11));
            let sessions = runner.jobs().first().unwrap();
            assert!(matches!(runner.run_by_hand(sessions).await.unwrap(), Went::Done(1)));
            assert!(audit::verify(test.app.database()).await.unwrap().is_ok());
        }
    });
}

#[test]
fn a_job_under_another_name_has_no_right_to_delete_anything() {
    run(async {
        let test = TestApp::start(testkit::Engine::Sqlite, assemble::capabilities()).await;
        let about_children = |name: &str| name == "drafts" || ABOUT_CHILDREN.contains(&name);
        for job in assemble::jobs().iter().filter(|job| !about_children(job.name)) {
            let refused = (job.run)(test.asker(Actor::Job("clocks"))).await;
            assert!(matches!(refused, Err(audit::Refused::Denied(_))), "{}", job.name);
        }
    });
}
