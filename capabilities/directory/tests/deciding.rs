//! Who decides when a child is mature: set by the steward from a day to come, with where it stands.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use domain::consent::Policy;
use testkit::{Engine, Region, TestApp, engines, run};

/// A form in which nothing is missing.
const WHOLE: [(&str, &str); 4] =
    [("kind", "child"), ("age", "15"), ("valid_from", "2026-12-01"), ("source", "Styrelsens beslut, § 9")];

/// The same with one answer changed.
fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let change = |(field, usual): (&'static str, &'static str)| (field, if field == name { value } else { usual });
    WHOLE.into_iter().map(change).collect()
}

async fn started(engine: Engine) -> TestApp {
    let test = TestApp::start(engine, vec![identity::capability(), directory::capability()]).await;
    Region::build(&test).await;
    test
}

/// Who decides today.
async fn policy(test: &TestApp) -> Policy {
    let mut reading = test.app.database().begin_reading("test.policy").await.expect("the database answers");
    let policy = directory::deciding::policy(&mut reading, test.now().day()).await.expect("the rules are read");
    reading.commit().await.expect("nothing is left open");
    policy
}

#[test]
fn the_steward_says_who_decides_from_a_day_to_come_takes_it_back_and_nobody_else_may() {
    run(async {
        for engine in engines() {
            let test = started(engine).await;
            let mut stig = test.log_in("stig").await;
            stig.get("/vem-gor-vad").await.is(200).says("href=\"/vem-bestammer\"");
            stig.get("/vem-bestammer").await.is(200).says("bestämmer själv från 13 år").says("FÖRSLAG från Cairn");
            let saved = stig.submit("/vem-bestammer", &WHOLE).await;
            saved.is(200).says("Regeln är sparad.").says("från 15 år").says("Styrelsens beslut, § 9");
            assert_eq!(policy(&test).await, Policy::MatureChildDecides { from: 13 }, "its day has not come");

            let named = [("valid_from", "2026-12-01")];
            let back = stig.submit("/vem-bestammer/ta-tillbaka", &named).await;
            back.is(200).says("Regeln är tillbakatagen").does_not_say("Styrelsens beslut");
            stig.post("/vem-bestammer/ta-tillbaka", &named).await.is(409);

            stig.submit("/vem-bestammer", &with("kind", "guardians")).await.is(200);
            test.wait(jiff::SignedDuration::from_hours(24 * 8));
            assert_eq!(policy(&test).await, Policy::GuardiansAlways);
            // What has come was asked under: it is not taken back.
            let mut stig = test.log_in("stig").await;
            stig.get("/vem-bestammer").await.is(200).does_not_say("/vem-bestammer/ta-tillbaka");
            stig.post("/vem-bestammer/ta-tillbaka", &named).await.is(409);

            let mut johan = test.log_in("johan").await;
            johan.get("/vem-gor-vad").await.is(200).does_not_say("href=\"/vem-bestammer\"");
            johan.get("/vem-bestammer").await.is(403);
            johan.post("/vem-bestammer", &with("valid_from", "2027-12-01")).await.is(403);
            johan.post("/vem-bestammer", &[]).await.is(403);
            johan.post("/vem-bestammer/ta-tillbaka", &named).await.is(403);
        }
    });
}

#[test]
fn a_rule_that_cannot_be_taken_says_what_to_write_and_loses_nothing() {
    run(async {
        let test = started(Engine::Sqlite).await;
        let mut stig = test.log_in("stig").await;
        stig.get("/vem-bestammer").await.is(200);
        for (field, typed, said) in [
            ("kind", "", "Välj vem som säger ja"),
            ("age", "11", "Skriv en ålder från 12 till 17"),
            ("age", "arton", "Skriv en ålder från 12 till 17"),
            ("valid_from", "2026-01-01", "Välj en dag som inte har kommit än"),
            ("source", " ", "Skriv var det står"),
        ] {
            let answer = stig.post("/vem-bestammer", &with(field, typed)).await;
            answer.is(422).says(said);
            if field != "source" {
                answer.says("Styrelsens beslut, § 9");
            }
        }
        stig.post("/vem-bestammer", &[]).await.is(422).says("Välj vem som säger ja").says("Skriv var det står");
        assert_eq!(policy(&test).await, Policy::MatureChildDecides { from: 13 });
    });
}
