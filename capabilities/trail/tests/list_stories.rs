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
        // The directory is read whole once after each change, and held.
        browser.get("/vem-gor-vad").await.is(200);
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
fn each_list_says_in_its_own_words_that_it_is_empty_and_has_no_column_that_is_always_ones_own_unit() {
    story(async |world| {
        let mut samira = world.log_in("samira").await;
        let label = "<label class=\"label\" for=\"sok\">Namn eller personnummer</label>";
        samira.get("/leder").await.is(200).says(label).says("Erbjuden till");
        for (list, nothing) in [
            ("forsenade", "Inget är försenat"),
            ("erbjudna", "Ingen väntar på att ni ska ta över"),
            ("vantar", "Ni väntar inte på svar från någon"),
            ("avslutade", "Enheten har inte avslutat någon led"),
        ] {
            samira.get(&format!("/leder?visa={list}")).await.is(200).says(nothing);
        }
        let mut johan = world.log_in("johan").await;
        johan.get("/leder").await.is(200).says("Enheten håller inte i någon led");
        johan.get("/leder?visa=mina").await.is(200).says("Du håller inte i någon led");
        johan.get("/leder?visa=utan-steg").await.is(200).says("Alla enhetens leder har ett nästa steg");
        world.offer("first_line").await;
        let asked = johan.get("/leder?visa=erbjudna").await;
        asked.is(200).says("Svar senast").says("Skickat av").does_not_say("Erbjuden till");
        let answer = format!("href=\"{}\">Svara<span class=\"vh\">, Elin", world.led(""));
        asked.says(&answer);
        johan.get("/min-dag").await.is(200).says(&answer);
        let waited = samira.get("/leder?visa=vantar").await;
        waited.does_not_say(">Svara<");
        waited
            .is(200)
            .says("Svar senast")
            .says("Erbjuden till")
            .says("<td role=\"cell\" data-l=\"Skickat av\">Samira L.</td>");
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
        for (who, told) in [("lo", "Uppdraget har inga leder"), ("stig", "Det här sköter du")] {
            let mut browser = world.log_in(who).await;
            browser.get("/min-dag").await.is(200).says(told).does_not_say("Elin");
            browser.get("/leder").await.is(403);
        }
    });
}

#[test]
fn a_steward_is_told_what_keeps_the_region_going_in_the_order_of_a_first_day() {
    story(async |world| {
        let mut stig = world.log_in("stig").await;
        let page = stig.get("/min-dag").await;
        page.is(200).says("Börja uppifrån").does_not_say("Uppdraget har inga leder");
        let (_, list) = page.text.split_once("<ol").expect("a list in an order");
        let kept = ["/regler", "/regler/kommuner", "/vem-gor-vad", "/tider", "/vem-bestammer"];
        let places: Vec<_> = kept.iter().map(|one| list.find(&format!("href=\"{one}\""))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
        world.log_in("lo").await.get("/min-dag").await.is(200).does_not_say("/regler");
    });
}

#[test]
fn a_child_is_found_by_number_in_one_question_however_often_the_number_was_registered() {
    story(async |world| {
        let mut samira = world.log_in("samira").await;
        samira.get("/leder").await.is(200);
        let number = [("sok", "20110304-2394")];
        samira.post("/leder/sok", &number).await.is(200).says("Elin").says(&world.led(""));
        let questions = || world.test.app.database().observed().get("trail.search").copied().expect("a search");
        let before = questions();
        let again = child(&world.test, "Elina", "2011-03-04", Protection::None).await;
        let (child, start) = (again, Start::Professional(world.region.post("samira")));
        let opening = Opening { child, start, next_step: NextStep::Missing };
        let asker = world.test.asker(Actor::Staff(world.region.post("samira")));
        commands::open(&asker, opening).await.expect("a trail");
        samira.post("/leder/sok", &number).await.is(200).says("Elina").says(&world.led(""));
        assert_eq!(questions(), before, "no question more for one child more");
        assert_eq!(lines_about(&world, "identity.find_child").await, 2, "each search stands in the log of the child");
    });
}

#[test]
fn the_menu_shows_that_a_trail_and_a_new_one_stand_under_the_trails() {
    story(async |world| {
        let current = "href=\"/leder\" aria-current=\"page\"";
        let mut samira = world.log_in("samira").await;
        let (trail, form) = (world.led(""), world.led("nasta-steg"));
        for address in ["/leder", "/leder/sok", "/ny-led", &trail, &form] {
            samira.get(address).await.is(200).says(current);
        }
        samira.get("/min-dag").await.is(200).says("href=\"/leder\"").does_not_say(current);
    });
}
