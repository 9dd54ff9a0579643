//! One server at a job at a time, on both engines; due by the clock; and nothing runs without its right.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use access::Actor;
use audit::Refused;
use database::values;
use jiff::SignedDuration;
use jobs::{Job, Outcome, Runner, Went};
use testkit::{Engine, TestApp, engines, run};
use tokio::sync::watch;

const EVERY: SignedDuration = SignedDuration::from_mins(15);

/// A real job, with three things to do: the keys of forms that were sent a month ago.
async fn with_work(engine: Engine) -> (TestApp, Job) {
    let test = TestApp::start(engine, vec![]).await;
    let mut transaction = test.app.database().begin("test.forms").await.unwrap();
    for key in ["a", "b", "c"] {
        web::once::note(&mut transaction, key, "/", test.now()).await.unwrap();
    }
    transaction.commit().await.unwrap();
    test.wait(SignedDuration::from_hours(24 * 30));
    let job = web::jobs::JOBS.iter().find(|job| job.name == "sent_forms").unwrap();
    (test, *job)
}

const FAIL: Job = Job {
    name: "fail",
    about: "Fails.",
    actor: "disposal",
    run: |_| Box::pin(async { Err(Refused::Failed(database::Failure::Conflict)) }),
};

fn runner(test: &TestApp, jobs: Vec<Job>) -> Runner {
    Runner::new(jobs, test.asker(Actor::Job("jobs")), EVERY)
}

fn did(went: &Went) -> u64 {
    if let Went::Done(amount) = went { *amount } else { 0 }
}

#[test]
fn of_two_servers_one_is_at_a_job_and_a_dead_one_lets_go_after_a_quarter_of_an_hour() {
    run(async {
        for engine in engines() {
            let (test, job) = with_work(engine).await;
            let (one, other) = (runner(&test, vec![job]), runner(&test, vec![job]));
            // A server that took the job and died.
            let mut transaction = test.app.database().begin("test.died").await.unwrap();
            let until = test.now().plus(SignedDuration::from_mins(15));
            let dead = test.environment.id::<jobs::Holder>();
            let insert = "INSERT INTO job (name, holder_id, leased_until, due_at) VALUES ($1, $2, $3, $4)";
            transaction.execute(insert, values![job.name, dead, until, test.now()]).await.unwrap();
            transaction.commit().await.unwrap();
            assert!(matches!(one.run_by_hand(&job).await.unwrap(), Went::NotNow));
            test.wait(SignedDuration::from_mins(15));
            let (first, second) = tokio::join!(one.run_by_hand(&job), other.run_by_hand(&job));
            // Whether they came at once or one after the other, what was due was done once.
            assert_eq!(did(&first.unwrap()) + did(&second.unwrap()), 3);
        }
    });
}

#[test]
fn a_job_is_run_when_it_is_due_and_not_before() {
    run(async {
        for engine in engines() {
            let (test, job) = with_work(engine).await;
            let runner = runner(&test, vec![FAIL, job]);
            let (_keep, stop) = watch::channel(false);
            assert_eq!(runner.last(&job).await.unwrap(), None);
            runner.round(&stop).await;
            let first = runner.last(&job).await.unwrap().unwrap();
            assert_eq!((first.outcome, first.amount, first.due_at), (Outcome::Done, 3, test.now().plus(EVERY)));
            let failed = runner.last(&FAIL).await.unwrap().unwrap();
            assert_eq!(failed.outcome, Outcome::Failed, "a job that fails says so, and holds up no other");
            test.wait(EVERY - SignedDuration::from_secs(1));
            runner.round(&stop).await;
            assert_eq!(runner.last(&job).await.unwrap().unwrap(), first);
            test.wait(SignedDuration::from_secs(1));
            runner.round(&stop).await;
            assert_eq!(runner.last(&job).await.unwrap().unwrap().ran_at, test.now());
        }
    });
}

#[test]
fn a_runner_that_is_asked_to_stop_begins_nothing_and_ends() {
    run(async {
        let test = TestApp::start(testkit::Engine::Sqlite, vec![]).await;
        let runner = runner(&test, vec![FAIL]);
        let (stop, stopped) = watch::channel(false);
        stop.send(true).unwrap();
        runner.round(&stopped).await;
        assert_eq!(runner.last(&FAIL).await.unwrap(), None);
        runner.work(stopped).await;
    });
}

#[test]
fn every_statement_is_prepared_on_both_engines() {
    run(async {
        for engine in engines() {
            let test = TestApp::start(engine, vec![]).await;
            for statement in jobs::STATEMENTS {
                test.app.database().prepare(statement).await.unwrap();
            }
        }
    });
}
