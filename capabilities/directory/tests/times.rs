//! Setting promised times on the page for it.

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
