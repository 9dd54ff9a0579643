//! Promised times: set on the page for it, and shown to everybody.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use directory::promises::commands::set;
use domain::clock::{Definition, Evidence, FIRST_ANSWER, Scope, Source, Unit, defaults, in_force};
use testkit::{Region, TestApp, engines, run};

/// A form in which nothing is missing.
const WHOLE: [(&str, &str); 7] = [
    ("code", "referral_triage"),
    ("scope", "local"),
    ("amount", "3"),
    ("unit", "working_days"),
    ("valid_from", "2026-12-01"),
    ("evidence", "decided"),
    ("source", "Styrelsens beslut, § 9"),
];

/// The same with one answer changed.
fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let change = |(field, usual): (&'static str, &'static str)| (field, if field == name { value } else { usual });
    WHOLE.into_iter().map(change).collect()
}

#[test]
fn the_steward_sets_a_time_from_a_day_to_come_takes_it_back_and_nobody_else_may() {
    run(async {
        for engine in engines() {
            let test = TestApp::start(engine, vec![identity::capability(), directory::capability()]).await;
            Region::build(&test).await;
            let mut stig = test.log_in("stig").await;
            stig.get("/vem-gor-vad").await.is(200).says("href=\"/tider\"");
            stig.get("/tider").await.is(200).says("En remiss läses och nivån bestäms").says("Ändra en tid");
            let saved = stig.submit("/tider", &WHOLE).await;
            saved
                .is(200)
                .says("Tiden är sparad.")
                .says("3 arbetsdagar")
                .says("Styrelsens beslut, § 9")
                .says("Beslutat här");
            test.browser().get("/om-tiderna").await.is(200).says("3 arbetsdagar, från och med");
            test.browser().get("/").await.is(200).says("Du får svar inom en arbetsdag");

            let named = [("code", "referral_triage"), ("scope", "local"), ("valid_from", "2026-12-01")];
            let back = stig.submit("/tider/ta-tillbaka", &named).await;
            back.is(200).says("Tiden är tillbakatagen").does_not_say("Styrelsens beslut");
            stig.post("/tider/ta-tillbaka", &named).await.is(409);

            stig.submit("/tider", &WHOLE).await.is(200);
            test.wait(jiff::SignedDuration::from_hours(24 * 8));
            test.browser().get("/").await.is(200).says("Du får svar inom 3 arbetsdagar");
            // What has come was promised: it is not taken back.
            let mut stig = test.log_in("stig").await;
            stig.get("/tider").await.is(200).does_not_say("/tider/ta-tillbaka");
            stig.post("/tider/ta-tillbaka", &named).await.is(409);

            let mut johan = test.log_in("johan").await;
            johan.get("/vem-gor-vad").await.is(200).does_not_say("href=\"/tider\"");
            johan.get("/tider").await.is(403);
            johan.post("/tider", &with("valid_from", "2027-12-01")).await.is(403);
            johan.post("/tider", &[]).await.is(403);
            johan.post("/tider/ta-tillbaka", &named).await.is(403);
        }
    });
}

#[test]
fn every_field_that_cannot_be_used_says_what_to_write_and_keeps_what_was_typed() {
    run(async {
        let test = TestApp::start(testkit::Engine::Sqlite, vec![identity::capability(), directory::capability()]).await;
        Region::build(&test).await;
        let mut stig = test.log_in("stig").await;
        stig.get("/tider").await.is(200);
        let cases = [
            ("code", "", "Välj vad som lovas"),
            ("scope", "ours", "Välj vem som lovar"),
            ("amount", "tre", "Skriv ett helt tal"),
            ("amount", "0", "Skriv ett helt tal"),
            ("amount", "367", "Skriv ett helt tal"),
            ("unit", "", "Välj vad det räknas i"),
            ("unit", "same_day", "Skriv ett helt tal"),
            ("valid_from", "1 december", "Välj en dag som inte har kommit än"),
            ("valid_from", "2026-01-01", "Välj en dag som inte har kommit än"),
            ("evidence", "proposed", "Välj på vilken grund"),
            ("source", "  ", "Skriv var det står"),
        ];
        for (field, typed, what_to_write) in cases {
            let answer = stig.post("/tider", &with(field, typed)).await;
            answer.is(422).says("<title>Fel: ").says(what_to_write);
            if field != "source" {
                answer.says("Styrelsens beslut, § 9");
            }
        }
        stig.post("/tider", &[]).await.is(422).says("Välj vad som lovas").says("Välj på vilken grund");
        test.browser().get("/om-tiderna").await.is(200).does_not_say("Styrelsens beslut");
    });
}

/// What the region sets for the first answer, from a day on.
fn first_answer(test: &TestApp, amount: u16, unit: Unit, from: &str) -> Definition {
    let begun = defaults();
    let begun = in_force(&begun, FIRST_ANSWER, Scope::Local, test.now()).unwrap();
    let source = Source { evidence: Evidence::Practice, text: "Nämndens beslut".to_owned() };
    Definition { amount, unit, source, valid_from: from.parse().unwrap(), ..begun.clone() }
}

#[test]
fn the_first_page_promises_what_is_in_force_and_the_page_of_times_says_what_is_to_come() {
    run(async {
        for engine in engines() {
            let test = TestApp::start(engine, vec![identity::capability(), directory::capability()]).await;
            Region::build(&test).await;
            let mut browser = test.browser();
            for page in ["/", "/foralder"] {
                browser.get(page).await.is(200).says("Du får svar inom en arbetsdag").asks_at_most(2);
            }
            set(&test.demo(), &first_answer(&test, 3, Unit::WorkingDays, "2026-12-01")).await.unwrap();
            browser.get("/").await.is(200).says("Du får svar inom en arbetsdag").asks_at_most(2);
            let times = browser.get("/om-tiderna").await;
            times.is(200).says("3 arbetsdagar, från och med").says("Nämndens beslut").asks_at_most(2);
            test.wait(jiff::SignedDuration::from_hours(24 * 8));
            browser.get("/").await.is(200).says("Du får svar inom 3 arbetsdagar");
            browser.get("/om-tiderna").await.is(200).says("3 arbetsdagar").does_not_say("från och med");
            set(&test.demo(), &first_answer(&test, 0, Unit::SameDay, "2027-01-01")).await.unwrap();
            test.wait(jiff::SignedDuration::from_hours(24 * 40));
            browser.get("/foralder").await.is(200).says("Du får svar samma dag");
            set(&test.demo(), &first_answer(&test, 3, Unit::WorkingDays, "2027-01-02")).await.unwrap_err();
        }
    });
}
