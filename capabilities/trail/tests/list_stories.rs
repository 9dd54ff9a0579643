//! Opening trails, and finding them again: lists and the day, through HTTP.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod world;

use access::Actor;
use domain::child::Protection;
use domain::trail::{NextStep, Start};
use testkit::{TestApp, engines, run};
use trail::commands::{self, Opening};
use world::{World, child, lines_about, story};

#[test]
fn a_nurse_opens_a_trail_once_and_a_known_number_is_never_merged_silently() {
    story(async |world| {
        let mut nora = world.log_in("nora").await;
        let page = nora.get("/ny-led").await;
        page.is(200).says("Ny led");
        let key = page.field("key");
        let typed = [
            ("key", key.as_str()),
            ("fornamn", "Elin"),
            ("nummer", "20110304-2394"),
            ("vad", "Samtal hos Nora"),
            ("dag", "2026-11-30"),
        ];
        let same = nora.post("/ny-led", &typed).await;
        same.is(200).says("Är det samma barn?").does_not_say("Elevhälsan").does_not_say("Samira");
        let yes = [&typed[..], &[("samma", "0"), ("steg", "skicka")]].concat();
        let answer = nora.post("/ny-led", &yes).await;
        answer.is(303);
        let twice = nora.post("/ny-led", &yes).await;
        assert_eq!(twice.location, answer.location, "sent twice leads to the same trail");
        nora.get("/leder").await.is(200).says("Visar 1 led").says("Samtal hos Nora");
        // The child finds both in the log: that somebody looked for its number, and that a trail was opened.
        for (action, many) in [("identity.find_child", 2), ("trail.open", 2)] {
            assert_eq!(lines_about(&world, action).await, many, "{action}");
        }
        // Opening one more about the same child leads to the one there is.
        let page = nora.get("/ny-led").await;
        let key = page.field("key");
        let more = [("key", key.as_str()), ("fornamn", "Elin"), ("nummer", "20110304-2394"), ("vet_inte", "1")];
        nora.post("/ny-led", &more).await.is(200).says("Är det samma barn?");
        for same in ["0", "1"] {
            let answer = nora.post("/ny-led", &[&more[..], &[("samma", same), ("steg", "skicka")]].concat()).await;
            if answer.location.starts_with("/led/") {
                assert!(answer.location.ends_with("?klart=trail-open-already"), "{}", answer.location);
            }
        }
        nora.get("/leder").await.is(200).says("Visar 1 led");
        // A trail of one's own opens no other trail of the same child.
        nora.get(&world.led("")).await.is(404);
        let wrong = [("fornamn", ""), ("nummer", "20110304-2395"), ("alder", "44"), ("vet_inte", "1")];
        let page = nora.post("/ny-led", &wrong).await;
        page.is(422).says("Någon siffra stämmer inte").says("Skriv barnets förnamn").says("20110304-2395");
    });
}

#[test]
fn a_protected_child_has_no_name_in_lists_and_opens_for_nobody_who_is_not_named() {
    run(async {
        for engine in engines() {
            let test =
                TestApp::start(engine, vec![identity::capability(), directory::capability(), trail::capability()])
                    .await;
            let world = World::new(test, Protection::Registered).await;
            let mut samira = world.log_in("samira").await;
            samira.get("/leder").await.is(200).says("Skyddad identitet").does_not_say("Elin");
            samira.get("/min-dag").await.is(200).does_not_say("Elin");
            samira.get(&world.led("")).await.is(404).does_not_say("Elin");
            let typed = [("fornamn", "Elin"), ("nummer", "20110304-2394"), ("vet_inte", "1")];
            samira.get("/ny-led").await.is(200);
            samira.post("/ny-led", &typed).await.is(422).says("Ring En väg in");
        }
    });
}

#[test]
fn pages_ask_no_more_than_their_named_limits_and_lists_are_paged() {
    story(async |world| {
        let samira = world.region.post("samira");
        for _ in 0..30 {
            let opening =
                Opening { child: world.child, start: Start::Professional(samira), next_step: NextStep::Missing };
            commands::open(&world.test.asker(Actor::Staff(samira)), opening).await.expect("a trail");
        }
        let mut browser = world.log_in("samira").await;
        browser.get("/min-dag").await.is(200).says("Mer än 15 saker väntar på dig.").says("/leder?visa=mina");
        let first = browser.get("/leder").await;
        first.is(200).says("Visar 25 leder").says("Visa fler");
        let next = first.link("/leder?visa=enhetens&#38;efter=").replace("&#38;", "&");
        browser.get(&next).await.is(200).says("Visar 6 leder").does_not_say("Visa fler");
        browser.get("/leder?efter=hej").await.is(200);
        browser.get(&world.led("")).await.is(200);
        let observed = world.test.app.database().observed();
        let asked = |name: &str| observed.get(name).copied().unwrap_or(u32::MAX);
        assert!(asked("trail.day") <= trail::pages::DAY_QUERIES_MAX, "{}", asked("trail.day"));
        assert!(asked("trail.list") <= trail::pages::LIST_QUERIES_MAX, "{}", asked("trail.list"));
        assert!(asked("trail.show") <= trail::pages::SHOW_QUERIES_MAX, "{}", asked("trail.show"));
    });
}

#[test]
fn a_child_who_soon_turns_18_is_seen_in_time_and_a_keeper_of_the_system_sees_no_child() {
    story(async |world| {
        let soon = child(&world.test, "Hugo", "2009-01-10", Protection::None).await;
        let later = child(&world.test, "Maja", "2009-02-20", Protection::None).await;
        let samira = world.region.post("samira");
        for child in [soon, later] {
            let opening = Opening { child, start: Start::Professional(samira), next_step: NextStep::Missing };
            commands::open(&world.test.asker(Actor::Staff(samira)), opening).await.expect("a trail");
        }
        let mut browser = world.log_in("samira").await;
        let page = browser.get("/min-dag").await;
        page.is(200).says("Fyller 18 den 10 januari").does_not_say("20 februari");
        for who in ["lo", "stig"] {
            let mut browser = world.log_in(who).await;
            browser.get("/min-dag").await.is(200).says("Uppdraget har inga leder").does_not_say("Elin");
            browser.get("/leder").await.is(403);
        }
    });
}
