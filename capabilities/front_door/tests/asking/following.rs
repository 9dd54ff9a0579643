//! Following what one has asked for: with the code of the receipt, and nothing but that code.

use domain::front_door::request::Request;
use domain::id::Id;
use testkit::{Browser, Engine, Region, TestApp, engines, run};

use crate::world::{answer_all, code_of, count, logged_in, requests, taken, world};

/// A guardian nobody knows asks, and logs in with the code of the receipt.
async fn guardian_asks(test: &TestApp, region: &Region, changes: &[(&str, &str)]) -> (Browser, Id<Request>) {
    let (eva, id, _) = with_code(test, region, changes).await;
    (eva, id)
}

/// The same, with the code.
async fn with_code(test: &TestApp, region: &Region, changes: &[(&str, &str)]) -> (Browser, Id<Request>, String) {
    // No two ask at the same moment: the later one is the last in line.
    test.wait(jiff::SignedDuration::from_secs(1));
    let mut browser = test.browser();
    let guardian =
        [("who", "guardian"), ("topic", "school"), ("own_name", "Eva Lind"), ("own_relation", "mamma"), ("age", "9")];
    let all: Vec<_> = guardian.into_iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name)).collect();
    let all: Vec<_> = all.into_iter().chain(changes.iter().copied()).collect();
    answer_all(&mut browser, region, &all).await.is(200);
    let receipt = browser.submit("/be-om-hjalp/granska", &[]).await;
    receipt.is(200).says("Med den ser du svaret");
    let (id, code) = (*requests(test).await.last().unwrap(), code_of(&receipt));
    (logged_in(test, &code).await, id, code)
}

#[test]
fn a_guardian_follows_what_they_asked_with_the_code_of_the_receipt_and_takes_it_back() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (mut eva, id) = guardian_asks(&test, &region, &[]).await;
            // The first page of somebody whose custody nobody has confirmed leads to what they have asked.
            let page = eva.open("/min-familj").await;
            page.is(200)
                .says("Det du har bett om hjälp med")
                .says("Jag orkar inte gå till skolan.")
                .says("Mikael, sjuksköterska, En väg in Rösmark mitt")
                .says("Någon hör av sig senast")
                .says("bekräftat att du är vårdnadshavare");
            let address = format!("/min-begaran/{id}");
            let asks = format!("{address}/ta-tillbaka");
            eva.get(&asks).await.is(200).says("Vill du ta tillbaka det?").says("Nej, behåll det");
            eva.get(&address).await.is(200).says("Vi har fått det");
            eva.get(&asks).await.is(200);
            let back = eva.submit(&asks, &[]).await;
            back.is(200).says("Du har tagit tillbaka det.").does_not_say("Håller i det nu");
            eva.get(&asks).await.is(200).says("Det är redan avslutat");
        }
    });
}

#[test]
fn what_whoever_asked_adds_is_read_by_who_has_taken_it_and_by_nobody_before() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (mut eva, id) = guardian_asks(&test, &region, &[]).await;
            let address = format!("/min-begaran/{id}");
            eva.get(&address).await.is(200);
            eva.post(&address, &[("more", "  ")]).await.is(422).says("Skriv det du vill lägga till");
            let more = "I natt sov han inte alls.";
            eva.submit(&address, &[("more", more)]).await.is(200).says("Det är skickat").says(more);
            let long = "å".repeat(2_001);
            eva.post(&address, &[("more", &long)]).await.is(422).says("Korta texten").says(&long);
            let mut mikael = test.log_in("mikael").await;
            mikael.get("/en-vag-in").await.is(200).says("Har lagt till något").does_not_say(more);
            mikael.get(&format!("/en-vag-in/{id}")).await.is(200).does_not_say(more);
            mikael.post(&format!("/en-vag-in/{id}/ta-emot"), &[]).await.is(303);
            mikael.get(&format!("/en-vag-in/{id}")).await.is(200).says(more).says("Med den som bad om hjälp");
            eva.get(&address).await.is(200).says("Någon har läst det och arbetar med det");
        }
    });
}

#[test]
fn what_the_front_door_writes_is_read_with_the_code_and_by_nobody_else() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (mut eva, id) = guardian_asks(&test, &region, &[]).await;
            let (request, write) = (format!("/en-vag-in/{id}"), format!("/en-vag-in/{id}/skriv"));
            let mut petra = test.log_in("petra").await;
            petra.get("/en-vag-in").await.is(200);
            // Before anybody has taken it nobody writes.
            petra.post(&write, &[("write", "Hej")]).await.is(403);
            let mut mikael = taken(&test, id).await;
            mikael.get(&request).await.is(200).says("Skriv till den som bad om hjälp");
            mikael.post(&write, &[("write", " ")]).await.is(422).says("Skriv det du vill säga");
            let long = "å".repeat(2_001);
            mikael.post(&write, &[("write", &long)]).await.is(422).says("Korta texten").says(&long);
            let words = "Vi ringer i morgon klockan tio.";
            let written = mikael.submit(&write, &[("write", words)]).await;
            written.is(200).says("Det är skrivet").says(words).says("Vi har skrivit på sidan");
            eva.get(&format!("/min-begaran/{id}")).await.is(200).says(words).says("Mikael på En väg in");
            // An answer of the front door is no news to it, and takes none of what whoever asked may add.
            mikael.get("/en-vag-in?visa=family").await.is(200).says("Alma").does_not_say("Har lagt till något");
            let (mut other, _) = guardian_asks(&test, &region, &[("first_name", "Disa")]).await;
            other.get(&format!("/min-begaran/{id}")).await.is(404).does_not_say(words);
            // Colleagues read what stands there, and write nothing.
            petra.get(&request).await.is(200).does_not_say("Visa för dem");
            petra.post(&write, &[("write", "Hej")]).await.is(403);
        }
    });
}

#[test]
fn the_front_door_writes_fifty_times_and_what_was_written_last_is_shown() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (mut eva, id) = guardian_asks(&test, &region, &[]).await;
            let (request, write) = (format!("/en-vag-in/{id}"), format!("/en-vag-in/{id}/skriv"));
            let mut mikael = taken(&test, id).await;
            for number in 1..=50 {
                test.wait(jiff::SignedDuration::from_secs(1));
                mikael.get(&request).await.is(200);
                mikael.post(&write, &[("write", &format!("Rad nummer {number}."))]).await.is(303);
            }
            mikael.get(&request).await.is(200);
            let words = "En rad till.";
            let refused = mikael.post(&write, &[("write", words)]).await;
            refused.is(422).says("Nu har ni skrivit 50 gånger. Ring i stället.").says(words);
            let page = eva.get(&format!("/min-begaran/{id}")).await;
            page.is(200).says("Rad nummer 1.").says("Rad nummer 50.").does_not_say(words);
            let (first, last) = (page.text.find("Rad nummer 1.").unwrap(), page.text.find("Rad nummer 50.").unwrap());
            assert!(first < last, "what came first stands first");
        }
    });
}

#[test]
fn nobody_else_follows_adds_or_takes_back() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (_, id) = guardian_asks(&test, &region, &[]).await;
            let (mut other, own) = guardian_asks(&test, &region, &[("first_name", "Disa")]).await;
            let (address, asks) = (format!("/min-begaran/{id}"), format!("/min-begaran/{id}/ta-tillbaka"));
            other.get(&format!("/min-begaran/{own}")).await.is(200);
            for path in [&address, &asks] {
                other.get(path).await.is(404).does_not_say("Alma");
                other.post(path, &[("more", "Hej")]).await.is(404);
            }
            let mut visitor = test.browser();
            assert_eq!(visitor.get(&address).await.location, "/logga-in");
            assert_eq!(test.log_in("mikael").await.get(&address).await.location, "/logga-in");
        }
    });
}

#[test]
fn a_child_follows_what_it_asked() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        answer_all(&mut browser, &region, &[]).await.is(200);
        let receipt = browser.submit("/be-om-hjalp/granska", &[]).await;
        let mut alma = logged_in(&test, &code_of(&receipt)).await;
        let page = alma.open("/min-begaran").await;
        page.is(200).says("Jag orkar inte gå till skolan.").says("Håller i det nu").says("Mikael");
        page.does_not_say("vårdnadshavare");
    });
}

#[test]
fn what_is_urgent_is_not_taken_back_before_somebody_has_talked_with_them() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let (mut eva, id) = guardian_asks(&test, &region, &[("topic", "home_unsafe")]).await;
        let asks = format!("/min-begaran/{id}/ta-tillbaka");
        eva.get(&asks).await.is(200).says("Någon behöver prata med dig först").does_not_say("Ja, ta tillbaka");
        // Whoever sends it all the same, from a page with a form, is shown why.
        eva.get(&format!("/min-begaran/{id}")).await.is(200);
        let refused = eva.post(&asks, &[]).await;
        assert_eq!((refused.status, refused.location.as_str()), (303, asks.as_str()));
        eva.get(&format!("/min-begaran/{id}")).await.is(200).says("Vi har fått det");
    });
}

#[test]
fn two_requests_are_listed_and_one_opens_at_once() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let (mut eva, first) = guardian_asks(&test, &region, &[]).await;
        assert_eq!(eva.get("/min-begaran").await.location, format!("/min-begaran/{first}"));
        test.wait(jiff::SignedDuration::from_secs(1));
        // Logged in, about another child: the same person, and still nobody with custody.
        let changes = [("who", "guardian"), ("first_name", "Boel"), ("age", "7"), ("own_name", "Eva Lind")];
        answer_all(&mut eva, &region, &changes).await.is(200);
        eva.submit("/be-om-hjalp/granska", &[]).await.is(200);
        let second = *requests(&test).await.last().unwrap();
        let page = eva.get("/min-begaran").await;
        page.is(200).says(&format!("/min-begaran/{first}")).says(&format!("/min-begaran/{second}"));
        let mut mikael = taken(&test, second).await;
        mikael.get(&format!("/en-vag-in/{second}")).await.is(200).says("Eva Lind").says("vårdnad inte bekräftad");
    });
}

#[test]
fn who_logs_in_and_out_with_a_code_and_who_tries_one_that_nobody_has_stands_in_the_log() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (mut eva, _) = guardian_asks(&test, &region, &[]).await;
            let used =
                "SELECT COUNT(*) AS n FROM audit_line WHERE action = 'identity.use_code' AND outcome = 'changed'";
            let tried =
                "SELECT COUNT(*) AS n FROM audit_line WHERE action = 'identity.use_code' AND outcome = 'refused'";
            let out = "SELECT COUNT(*) AS n FROM audit_line WHERE action = 'identity.log_out' AND outcome = 'changed'";
            assert_eq!((count(&test, used).await, count(&test, tried).await), (1, 0));
            let mut stranger = test.browser();
            stranger.get("/logga-in").await.is(200);
            stranger.post("/logga-in", &[("code", "ABCD-EFGH-9999")]).await.is(422).says("ABCD-EFGH-9999");
            assert_eq!((count(&test, used).await, count(&test, tried).await), (1, 1));
            eva.open("/min-familj").await.is(200);
            assert_eq!(eva.post("/logga-ut", &[]).await.location, "/");
            assert_eq!(count(&test, out).await, 1);
            assert_eq!(eva.get("/min-familj").await.location, "/logga-in");
        }
    });
}

#[test]
fn a_promise_that_was_not_kept_is_said_to_be_late() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let (mut eva, id, code) = with_code(&test, &region, &[]).await;
        let address = format!("/min-begaran/{id}");
        eva.get(&address).await.is(200).says("Någon hör av sig senast");
        test.wait(jiff::SignedDuration::from_hours(24 * 7));
        // Her session has ended long since, and the code still works.
        assert_eq!(eva.get(&address).await.location, "/logga-in");
        let mut eva = logged_in(&test, &code).await;
        eva.get(&address).await.is(200).says("Det är vårt fel att det dröjer").does_not_say("Någon hör av sig senast");
    });
}
