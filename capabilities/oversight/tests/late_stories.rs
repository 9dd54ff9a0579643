//! A review of an opening that nobody answers in time: who is told, and how often.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

#[expect(dead_code, reason = "these stories use less of the world than the others do")]
mod world;

use access::Actor;
use domain::child::Protection;
use jiff::SignedDuration;
use jobs::{Runner, Went};
use testkit::{Engine, TestApp, engines, run};
use world::{World, first_opening};

/// The heading on *Min dag*.
const LATE: &str = "Nödöppningar som inte är granskade i tid";

/// What the job does when it is run now.
async fn told_of_late_reviews(test: &TestApp) -> Result<u64, String> {
    let asker = test.asker(Actor::Job("jobs"));
    let runner = Runner::new(oversight::jobs::JOBS.to_vec(), asker, SignedDuration::from_mins(15));
    match runner.run_by_hand(runner.jobs().first().expect("a job")).await.expect("the lease") {
        Went::Done(amount) => Ok(amount),
        other @ (Went::NotNow | Went::Failed(_)) => Err(format!("{other:?}")),
    }
}

#[test]
fn an_unanswered_review_is_late_after_three_working_days() {
    run(async {
        let world = World::new(Engine::Sqlite, Protection::None).await;
        let mut johan = world.test.log_in("johan").await;
        world.break_glass(&mut johan).await;
        let mut lo = world.test.log_in("lo").await;
        lo.get("/granskning").await.says("3 arbetsdagar kvar");
        // From Tuesday at ten to Friday at ten, and a minute.
        world.test.wait(SignedDuration::from_mins(3 * 24 * 60 + 1));
        let mut lo = world.test.log_in("lo").await;
        lo.get("/granskning").await.says("clock--late").says("Försenad");
    });
}

#[test]
fn a_late_review_is_told_to_a_manager_once_and_stands_on_their_day_until_it_is_answered() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            let mut johan = world.test.log_in("johan").await;
            world.break_glass(&mut johan).await;
            // From Tuesday at ten to Friday at ten: in time to the last moment.
            world.test.wait(SignedDuration::from_mins(3 * 24 * 60));
            assert_eq!(told_of_late_reviews(&world.test).await, Ok(0));
            world.test.log_in("lena").await.get("/min-dag").await.is(200).does_not_say(LATE);
            world.test.wait(SignedDuration::from_mins(1));
            let asker = world.test.asker(Actor::Job("disposal"));
            let refused = (oversight::jobs::JOBS.first().unwrap().run)(asker).await;
            assert!(matches!(refused, Err(audit::Refused::Denied(_))), "{refused:?}");
            assert_eq!(told_of_late_reviews(&world.test).await, Ok(1));
            assert_eq!(told_of_late_reviews(&world.test).await, Ok(0), "once for each review");
            let lines = "
                SELECT COUNT(*) AS n
                FROM audit_line
                WHERE job = 'reviews' AND action = 'oversight.tell_of_late_review' AND outcome = 'changed'
                  AND child_id IS NOT NULL";
            assert_eq!(world.count(lines).await, 1);

            for who in ["johan", "vera", "lo"] {
                let mut other = world.test.log_in(who).await;
                other.get("/min-dag").await.is(200).does_not_say(LATE);
            }
            let mut lena = world.test.log_in("lena").await;
            let page = lena.get("/min-dag").await;
            page.is(200).says(LATE).says("Johan E., psykolog").says("Skulle ha besvarats").does_not_say("Elin");
            let seen = "SELECT COUNT(*) AS n FROM audit_line WHERE act = 'trail.day' AND action = 'oversight.review'";
            assert_eq!(world.count(seen).await, 1, "what was shown is in the log");
            let opening = page.link("/granskning/");
            lena.get(&opening).await.is(200);
            lena.post(&opening, &[("verdict", "justified"), ("to_family", "Johan hade skäl.")]).await.is(303);
            lena.get("/min-dag").await.is(200).does_not_say(LATE);
            assert_eq!(told_of_late_reviews(&world.test).await, Ok(0));
            assert!(audit::verify(world.test.app.database()).await.unwrap().is_ok());
        }
    });
}

#[test]
fn an_answered_review_is_told_to_nobody() {
    run(async {
        let world = World::new(Engine::Sqlite, Protection::None).await;
        let mut johan = world.test.log_in("johan").await;
        world.break_glass(&mut johan).await;
        let mut lena = world.test.log_in("lena").await;
        let opening = first_opening(&mut lena).await;
        lena.get(&opening).await.is(200);
        lena.post(&opening, &[("verdict", "justified"), ("to_family", "Johan hade skäl.")]).await.is(303);
        world.test.wait(SignedDuration::from_hours(24 * 30));
        assert_eq!(told_of_late_reviews(&world.test).await, Ok(0));
    });
}
