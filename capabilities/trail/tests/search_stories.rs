//! Finding a child among the trails of one's own unit, when somebody calls.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use domain::child::Protection;
use family::Family;
use testkit::{engines, run};

#[test]
fn a_child_is_found_by_its_name_among_the_trails_of_ones_own_unit_and_nowhere_else() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            samira.get("/leder").await.is(200).says("/leder/sok");
            samira.post("/leder/sok", &[("sok", "elI")]).await.is(200).says("Elin").says(&family.at(""));
            samira.post("/leder/sok", &[("sok", "lin")]).await.is(200).says("Ingen hittades");
            samira.post("/leder/sok", &[("sok", "  ")]).await.is(422).says("Skriv vad barnet kallas");
            samira.post("/leder/sok", &[("sok", "' OR 1=1 --")]).await.is(200).says("Ingen hittades");
            let long = "å".repeat(5_000);
            samira.post("/leder/sok", &[("sok", &long)]).await.is(200).says("Ingen hittades");
            let mut johan = family.test.log_in("johan").await;
            johan.get("/leder/sok").await.is(200);
            johan.post("/leder/sok", &[("sok", "Elin")]).await.is(200).says("Ingen hittades");
            // Whoever keeps the log has no trails to look among.
            let mut lo = family.test.log_in("lo").await;
            lo.get("/min-dag").await.is(200);
            lo.post("/leder/sok", &[("sok", "Elin")]).await.is(403).does_not_say("/led/");
            let mut transaction = family.test.app.database().begin_reading("test.lines").await.expect("a database");
            let searches = "SELECT COUNT(*) AS n FROM audit_line WHERE act = 'trail.search'";
            let lines = transaction.row(searches, vec![]).await.expect("a count").expect("a row");
            assert!(lines.integer("n").expect("a number") >= 5, "every search stands in the log");
        }
    });
}

#[test]
fn a_protected_identity_is_not_found_by_its_name() {
    run(async {
        for engine in engines() {
            let family = Family::with(engine, 10, Protection::Marked).await;
            let mut samira = family.test.log_in("samira").await;
            samira.get("/leder").await.is(200);
            samira.post("/leder/sok", &[("sok", "Elin")]).await.is(200).says("Ingen hittades");
        }
    });
}
