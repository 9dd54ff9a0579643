//! Finding a child when somebody calls, among the trails that one's own unit holds or has a part in.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use domain::child::Protection;
use family::Family;
use jiff::SignedDuration;
use testkit::{Browser, engines, run};

#[test]
fn a_child_is_found_by_the_beginning_of_its_name_where_ones_own_unit_holds_the_trail_and_every_search_is_logged() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            samira.get("/leder").await.is(200).says("/leder/sok");
            samira.post("/leder/sok", &[("sok", "elI")]).await.is(200).says("Elin").says(&family.at(""));
            let found = samira.post("/leder/sok", &[("sok", "elI")]).await;
            found.is(200).says("</a>, <span class=\"muted\">Björkeryd</span>");
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

/// Looks for Elin, and opens what was found.
async fn finds(family: &Family, who: &str) -> Browser {
    let mut browser = family.test.log_in(who).await;
    browser.get("/leder").await.is(200);
    let found = browser.post("/leder/sok", &[("sok", "Elin")]).await;
    found.is(200).says(&family.at(""));
    browser.get(&found.link("/led/")).await.is(200).says("Elin");
    browser
}

async fn does_not_find(family: &Family, who: &str) {
    let mut browser = family.test.log_in(who).await;
    browser.get("/leder").await.is(200);
    browser.post("/leder/sok", &[("sok", "Elin")]).await.is(200).says("Ingen hittades").does_not_say("/led/");
    browser.get(&family.at("")).await.is(404);
}

#[test]
fn a_unit_with_a_part_in_the_help_finds_the_child_and_not_what_the_holder_plans() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            family.involve("psychiatry").await;
            let mut maria = finds(&family, "maria").await;
            let found = maria.post("/leder/sok", &[("sok", "Elin")]).await;
            found.is(200).says("Elevhälsan Björkeryds skola håller i det").does_not_say("Du träffar Samira");
            let mut samira = finds(&family, "samira").await;
            let found = samira.post("/leder/sok", &[("sok", "Elin")]).await;
            found.is(200).says("Du träffar Samira").does_not_say("har del i leden");
            for stranger in ["johan", "ali", "karl"] {
                does_not_find(&family, stranger).await;
            }
        }
    });
}

#[test]
fn whoever_is_asked_finds_the_child_and_whoever_handed_over_does_for_as_long_as_they_may_open_the_trail() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            family.offers(&mut samira, "first_line", "Elin sover dåligt.").await;
            let mut johan = finds(&family, "johan").await;
            johan.get(&family.at("/tacka-ja")).await.is(200);
            let step = [("vad", "Besök"), ("dag", "2026-12-10")];
            johan.post(&family.at("/tacka-ja"), &step).await.is(303);
            finds(&family, "samira").await;
            family.test.wait(SignedDuration::from_hours(24 * 32));
            finds(&family, "johan").await;
            does_not_find(&family, "samira").await;
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
