//! Asking for help, as people do it.

use access::Actor;
use domain::front_door::intake::{Asker, Interpreter, Topic};
use domain::front_door::queue::Urgency;
use domain::front_door::reach::Reach;
use front_door::ask::purge_drafts;
use front_door::request::following::commands::take_back;
use jiff::SignedDuration;
use testkit::{Engine, engines, run};

use crate::world::{answer_all, count, requests, seen, world};

const KEYS: &str = "SELECT COUNT(*) AS n FROM child_key";
const DRAFTS: &str = "SELECT COUNT(*) AS n FROM draft";
const TRAILS: &str = "SELECT COUNT(*) AS n FROM trail";

#[test]
fn a_child_asks_without_logging_in_and_sees_who_reads_and_when() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let mut browser = test.browser();
            let review = answer_all(&mut browser, &region, &[]).await;
            review.is(200).says("Stämmer det här?").says("Alma, 14 år").says("Jag orkar inte gå till skolan.");
            review
                .says("Mikael, sjuksköterska på En väg in, får")
                .says("senast i morgon 10.00")
                .says("Björkeryds skola");
            let receipt = browser.submit("/be-om-hjalp/granska", &[]).await;
            receipt.is(200).says("Tack, vi har fått det").says("Mikael").says("class=\"code\"");
            let [id] = requests(&test).await[..] else { panic!("one request") };
            let stored = seen(&test, &region, id).await;
            let record = stored.request.record();
            assert_eq!(record.intake.words.as_str(), "Jag orkar inte gå till skolan.");
            assert_eq!(record.intake.topic, Topic::School);
            assert_eq!(record.intake.first_name.as_ref().unwrap().as_str(), "Alma");
            assert!(matches!(record.intake.asker, Asker::Child(_)));
            assert_eq!(count(&test, TRAILS).await, 1);
        }
    });
}

#[test]
fn the_code_on_the_receipt_logs_the_child_in() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        answer_all(&mut browser, &region, &[]).await;
        let receipt = browser.submit("/be-om-hjalp/granska", &[]).await;
        let code = receipt.text.split_once("class=\"code\">").unwrap().1.split_once('<').unwrap().0.to_owned();
        let mut phone = test.browser();
        phone.get("/logga-in").await.is(200);
        assert_eq!(phone.post("/logga-in", &[("code", &code)]).await.location, "/min-sida");
    });
}

#[test]
fn sending_twice_makes_one_request_and_shows_the_same_receipt() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let mut browser = test.browser();
            answer_all(&mut browser, &region, &[]).await;
            let mut other = browser.clone();
            let (first, second) =
                both(browser.post("/be-om-hjalp/granska", &[]), other.post("/be-om-hjalp/granska", &[])).await;
            assert_eq!(
                (first.location.as_str(), second.location.as_str()),
                ("/be-om-hjalp/kvitto", "/be-om-hjalp/kvitto")
            );
            assert_eq!(browser.post("/be-om-hjalp/granska", &[]).await.location, "/be-om-hjalp/kvitto");
            let (one, two) = (browser.get("/be-om-hjalp/kvitto").await, other.get("/be-om-hjalp/kvitto").await);
            // Only the form tokens differ from page to page.
            let without = |page: &testkit::Answer| page.text.replace(&page.field("csrf"), "");
            assert_eq!(without(&one), without(&two));
            assert_eq!(requests(&test).await.len(), 1);
        }
    });
}

async fn both<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (Box::pin(a), Box::pin(b));
    let (mut done_a, mut done_b) = (None, None);
    std::future::poll_fn(|context| {
        if done_a.is_none()
            && let std::task::Poll::Ready(value) = a.as_mut().poll(context)
        {
            done_a = Some(value);
        }
        if done_b.is_none()
            && let std::task::Poll::Ready(value) = b.as_mut().poll(context)
        {
            done_b = Some(value);
        }
        if done_a.is_some() && done_b.is_some() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    (done_a.unwrap(), done_b.unwrap())
}

/// A page, what is sent to it, what to write, and what was kept.
type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c str, &'c str);

#[test]
fn an_error_says_what_to_write_and_keeps_what_was_typed() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        answer_all(&mut browser, &region, &[]).await;
        let place = region.municipality("lindala").to_string();
        let long = "å".repeat(301);
        let words = "o".repeat(4_001);
        let cases: [Case<'_>; 12] = [
            ("/be-om-hjalp", &[], "Välj vem du är", "id=\"who\""),
            ("/be-om-hjalp/vad", &[("topic", "nonsense")], "Välj det som ligger närmast", "href=\"#topic\""),
            ("/be-om-hjalp/ord", &[("words", "  ")], "Skriv något om hur det är", "href=\"#words\""),
            ("/be-om-hjalp/ord", &[("words", &words)], "Korta texten till högst", &words),
            ("/be-om-hjalp/ord", &[("words", "hej"), ("code", "abc")], "Koden stämmer inte", "value=\"abc\""),
            ("/be-om-hjalp/namn", &[("first_name", "Bo"), ("age", "fjorton")], "till exempel 14", "value=\"fjorton\""),
            ("/be-om-hjalp/namn", &[("first_name", &long), ("age", "14")], "högst 300 tecken", &long),
            ("/be-om-hjalp/var", &[("municipality", &place), ("school", "A")], "Välj kommun", "value=\"A\""),
            (
                "/be-om-hjalp/svar",
                &[("reach", "text_message"), ("mobile", "12")],
                "till exempel 070-123 45 67",
                "value=\"12\"",
            ),
            ("/be-om-hjalp/svar", &[("reach", "text_message"), ("mobile", "0300-12345")], "Ring mig", "0300-12345"),
            ("/be-om-hjalp/meddelande", &[], "Välj ja eller nej", "href=\"#message\""),
            ("/be-om-hjalp/tolk", &[("interpreter", "yes")], "Välj vilket språk", "href=\"#language\""),
        ];
        for (path, fields, what_to_write, kept) in cases {
            browser.get(path).await.is(200);
            let answer = browser.post(path, fields).await;
            answer.is(422).says("<title>Fel: ").says("Något saknas").says(what_to_write).says(kept);
        }
        assert!(requests(&test).await.is_empty());
    });
}

#[test]
fn what_a_browser_kept_is_shown_beside_an_error_only_with_a_line_in_the_log() {
    run(async {
        for engine in engines() {
            let (test, _) = world(engine).await;
            let shown = "SELECT COUNT(*) AS n FROM audit_line WHERE act = 'front_door.save_draft' AND outcome = 'read'";
            let mut browser = test.browser();
            browser.get("/be-om-hjalp").await.is(200);
            browser.post("/be-om-hjalp", &[("who", "")]).await.is(422);
            assert_eq!(count(&test, shown).await, 0, "nothing was kept yet");
            browser.post("/be-om-hjalp", &[("who", "child")]).await.is(303);
            browser.get("/be-om-hjalp/vad").await.is(200);
            browser.post("/be-om-hjalp/vad", &[("topic", "")]).await.is(422);
            assert_eq!(count(&test, shown).await, 1);
        }
    });
}

#[test]
fn long_names_emoji_and_right_to_left_text_are_kept_as_written() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let name = "👩‍👩‍👧 ".repeat(37) + "مريم";
            let words = "أنا حزينة 😢 och orkar inte";
            let mut browser = test.browser();
            let review = answer_all(&mut browser, &region, &[("first_name", &name), ("words", words)]).await;
            review.is(200).says("dir=\"auto\"").says(words);
            browser.submit("/be-om-hjalp/granska", &[]).await.is(200);
            let stored = seen(&test, &region, requests(&test).await[0]).await;
            assert_eq!(stored.request.record().intake.first_name.as_ref().unwrap().as_str(), name);
            assert_eq!(stored.request.record().intake.words.as_str(), words);
        }
    });
}

#[test]
fn bytes_that_are_not_text_change_nothing() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        answer_all(&mut browser, &region, &[]).await;
        browser.get("/be-om-hjalp/ord").await.is(200);
        let body = [format!("csrf={}&words=", browser.token()).into_bytes(), vec![0xff, 0xfe]].concat();
        browser.post_bytes("/be-om-hjalp/ord", body).await.is(400).says("Inget har sparats");
        let large = vec![b'a'; 10 * 1024 * 1024];
        browser.post_bytes("/be-om-hjalp/ord", large).await.is(413);
        browser.get("/be-om-hjalp/ord").await.is(200).says("Jag orkar inte gå till skolan.");
        browser.get("/be-om-hjalp/finns-inte").await.is(404);
    });
}

#[test]
fn who_cannot_bear_to_live_is_shown_whom_to_call_first_and_comes_first_in_the_queue() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        browser.get("/be-om-hjalp").await.is(200);
        browser.submit("/be-om-hjalp", &[("who", "child")]).await.is(200);
        let calm = browser.post("/be-om-hjalp/vad", &[("topic", "self_harm_or_suicidal")]).await;
        assert_eq!(calm.location, "/be-om-hjalp/nu");
        let page = browser.get("/be-om-hjalp/nu").await;
        page.is(200).says("tel:112").says("tel:90101").says("/be-om-hjalp/ord");
        answer_all(&mut browser, &region, &[("topic", "self_harm_or_suicidal")]).await.says("läggs först i kön");
        browser.submit("/be-om-hjalp/granska", &[]).await.is(200);
        let stored = seen(&test, &region, requests(&test).await[0]).await;
        assert_eq!(stored.request.record().urgency.urgency, Urgency::Acute);
        assert_eq!(stored.request.record().due_at, stored.request.record().received_at);
        assert_eq!(stored.request.priority().sort_key()[0], 0);
    });
}

#[test]
fn undo_erases_the_draft_and_its_key() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let mut browser = test.browser();
            answer_all(&mut browser, &region, &[]).await;
            assert_eq!((count(&test, DRAFTS).await, count(&test, KEYS).await), (1, 1));
            browser.submit("/be-om-hjalp/radera", &[]).await.is(200).says("Allt du skrev är raderat");
            assert_eq!((count(&test, DRAFTS).await, count(&test, KEYS).await), (0, 0));
            assert_eq!(browser.get("/be-om-hjalp/ord").await.location, "/be-om-hjalp");
        }
    });
}

#[test]
fn a_draft_is_gone_after_a_day_and_a_sent_request_is_not() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (mut sends, mut leaves) = (test.browser(), test.browser());
            answer_all(&mut sends, &region, &[]).await;
            sends.submit("/be-om-hjalp/granska", &[]).await.is(200);
            answer_all(&mut leaves, &region, &[]).await;
            test.wait(SignedDuration::from_hours(25));
            assert_eq!(leaves.get("/be-om-hjalp/ord").await.location, "/be-om-hjalp");
            let disposal = test.asker(Actor::Job("disposal"));
            assert_eq!(purge_drafts(&disposal, test.now()).await.unwrap(), 2);
            assert_eq!(purge_drafts(&disposal, test.now()).await.unwrap(), 0);
            assert_eq!((count(&test, DRAFTS).await, count(&test, KEYS).await), (0, 1));
            seen(&test, &region, requests(&test).await[0]).await;
            assert!(purge_drafts(&test.asker(Actor::Visitor), test.now()).await.is_ok(), "nothing to do is no right");
        }
    });
}

#[test]
fn a_guardian_asks_in_their_own_words_and_gets_no_custody_by_saying_so() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        let changes = [
            ("who", "guardian"),
            ("own_name", "Eva Lind"),
            ("reach", "on_page"),
            ("interpreter", "yes"),
            ("language", "so"),
        ];
        let review = answer_all(&mut browser, &region, &changes).await;
        review.is(200).says("Barnet är").says("somaliska").does_not_say("Meddelanden");
        browser.submit("/be-om-hjalp/granska", &[]).await.is(200);
        let stored = seen(&test, &region, requests(&test).await[0]).await;
        let intake = &stored.request.record().intake;
        assert!(matches!(intake.asker, Asker::Guardian(_)));
        assert_eq!(intake.reach, Reach::OnPage);
        assert!(matches!(&intake.interpreter, Interpreter::Needed(language) if language.as_str() == "so"));
        let holders = "SELECT COUNT(*) AS n FROM guardian WHERE custody = 'holder'";
        assert_eq!(count(&test, holders).await, 0);
    });
}

#[test]
fn who_works_with_children_asks_at_work_after_logging_in() {
    run(async {
        let (test, _) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        browser.get("/be-om-hjalp").await.is(200);
        // Asking the front door is not opening a trail at one's own unit.
        assert_eq!(browser.post("/be-om-hjalp", &[("who", "professional")]).await.location, "/remiss");
        assert_eq!(browser.get("/remiss").await.location, "/logga-in");
        assert_eq!(count(&test, DRAFTS).await, 0);
    });
}

#[test]
fn questions_come_in_order_and_can_be_answered_again() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        assert_eq!(browser.get("/be-om-hjalp/svar").await.location, "/be-om-hjalp");
        browser.get("/be-om-hjalp").await.is(200).says("Fråga 1 av 7");
        browser.post("/be-om-hjalp", &[("who", "child")]).await.is(303);
        assert_eq!(browser.get("/be-om-hjalp/svar").await.location, "/be-om-hjalp/vad");
        assert_eq!(browser.get("/be-om-hjalp/granska").await.location, "/be-om-hjalp/vad");
        answer_all(&mut browser, &region, &[]).await.is(200);
        browser.get("/be-om-hjalp/namn").await.is(200).says("value=\"Alma\"");
        let changed = browser.post("/be-om-hjalp/namn", &[("first_name", "Disa"), ("age", "15")]).await;
        assert_eq!(changed.location, "/be-om-hjalp/granska");
        browser.get("/be-om-hjalp/granska").await.says("Disa, 15 år");
    });
}

#[test]
fn the_code_is_forgotten_by_the_browser_when_it_has_been_written_down() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        answer_all(&mut browser, &region, &[]).await;
        browser.submit("/be-om-hjalp/granska", &[]).await.is(200);
        browser.post("/be-om-hjalp/kvitto", &[]).await.is(303);
        assert_eq!(browser.get("/be-om-hjalp/kvitto").await.location, "/be-om-hjalp");
        assert_eq!(requests(&test).await.len(), 1);
        seen(&test, &region, requests(&test).await[0]).await;
    });
}

#[test]
fn who_asked_takes_it_back_but_not_when_it_is_urgent() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        for (topic, taken_back) in [("school", true), ("home_unsafe", false)] {
            let mut browser = test.browser();
            answer_all(&mut browser, &region, &[("topic", topic)]).await;
            browser.submit("/be-om-hjalp/granska", &[]).await.is(200);
            let id = *requests(&test).await.last().unwrap();
            let person = seen(&test, &region, id).await.follower.unwrap();
            let asker = test.asker(Actor::Child(person));
            assert_eq!(take_back(&asker, id).await.is_ok(), taken_back, "{topic}");
            assert!(take_back(&test.asker(Actor::Visitor), id).await.is_err());
            test.wait(SignedDuration::from_secs(1));
        }
    });
}
