//! Making sure who the child is while one talks, and naming those around it.

use domain::front_door::intake::Topic;
use domain::front_door::request::Request;
use domain::id::Id;
use jiff::SignedDuration;
use testkit::{Answer, Browser, Engine, engines, run};

use crate::returned::sent_on;
use crate::world::{World, lines};

/// A number of the Tax Agency's published test series.
const NUMBER: &str = "20000229-2399";

/// What somebody has found out about Alma.
const FOUND: [(&str, &str); 3] = [("given_name", "Alma"), ("number", NUMBER), ("born", "2013-02-28")];

/// Says who the child is on the page of the request, from what that page shows now.
async fn says_who(browser: &mut Browser, id: Id<Request>, fields: &[(&str, &str)]) -> Answer {
    let page = format!("/en-vag-in/{id}");
    let seen = browser.get(&page).await.field("version");
    browser.post(&format!("{page}/barn"), &[&[("version", seen.as_str())][..], fields].concat()).await
}

/// Where everything that is known of the child stands.
fn child_of(page: &Answer) -> String {
    page.link("/barn/").split_once("/vuxna").unwrap().0.to_owned()
}

#[test]
fn a_number_another_child_has_is_said_and_never_merged_silently() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (first, second) = (world.asks("Alma", Topic::School).await, world.asks("Alma", Topic::School).await);
            let mut mikael = world.taken_by("mikael", first).await;
            let broken = [("given_name", "Alma"), ("number", "20000229-2390")];
            says_who(&mut mikael, first, &broken).await.is(422).says("Kontrollera numret");
            says_who(&mut mikael, first, &FOUND).await.is(303);
            mikael.get(&format!("/en-vag-in/{first}")).await.is(200).says("Klarlagt").says("13 år");
            mikael.post(&format!("/en-vag-in/{second}/ta-emot"), &[]).await.is(303);
            says_who(&mut mikael, second, &FOUND).await.is(422).says("Ett annat barn här har samma nummer");
            says_who(&mut mikael, second, &[&FOUND[..], &[("same", "1")]].concat()).await.is(303);
            mikael.get(&format!("/en-vag-in/{second}")).await.is(200).says("Klarlagt");
            // The child whose number it was sees that somebody looked, both times.
            let looked = "
                SELECT COUNT(*) AS n
                FROM audit_line
                WHERE action = 'identity.find_child' AND act = 'front_door.identify' AND child_id IS NOT NULL";
            assert_eq!(lines(&world, looked).await, 2);
        }
    });
}

#[test]
fn whoever_tries_number_after_number_is_stopped() {
    run(async {
        let world = World::start(Engine::Sqlite).await;
        let (first, second) = (world.asks("Alma", Topic::School).await, world.asks("Boel", Topic::School).await);
        let mut mikael = world.taken_by("mikael", first).await;
        says_who(&mut mikael, first, &FOUND).await.is(303);
        let mut mikael = world.taken_by("mikael", second).await;
        for _ in 0..5 {
            says_who(&mut mikael, second, &FOUND).await.is(422);
        }
        says_who(&mut mikael, second, &FOUND).await.is(429);
    });
}

#[test]
fn who_the_child_is_stands_in_one_form_while_one_talks_and_behind_one_link_afterwards() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let forms = [format!("action=\"/en-vag-in/{id}/barn\""), format!("action=\"/en-vag-in/{id}/vuxen\"")];
            let (known, add) = ("Visa och rätta det som är känt", "/vuxna/lagg-till\"");
            let mut mikael = world.taken_by("mikael", id).await;
            let page = mikael.get(&format!("/en-vag-in/{id}")).await;
            page.is(200).says(&forms[0]).says(&forms[1]).does_not_say(known).does_not_say(add);
            let decided = world.asks("Boel", Topic::School).await;
            let mut mikael = sent_on(&world, decided).await;
            let page = mikael.get(&format!("/en-vag-in/{decided}")).await;
            page.is(200).says(known).says(add).does_not_say(&format!("/en-vag-in/{decided}/barn"));
            page.does_not_say(&format!("/en-vag-in/{decided}/vuxen"));
        }
    });
}

#[test]
fn whoever_saves_from_an_older_page_overwrites_nothing() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = world.taken_by("mikael", id).await;
            let page = format!("/en-vag-in/{id}");
            let seen = mikael.get(&page).await.field("version");
            says_who(&mut mikael, id, &[("given_name", "Almaida"), ("school", "Första skolan")]).await.is(303);
            let late = [("version", seen.as_str()), ("given_name", "Alma"), ("school", "Andra skolan")];
            mikael.get(&page).await.is(200);
            mikael.post(&format!("{page}/barn"), &late).await.is(409);
            mikael.get(&page).await.is(200).says("Almaida").says("Första skolan").does_not_say("Andra skolan");
        }
    });
}

#[test]
fn a_number_of_another_kind_stays_when_the_rest_is_saved_and_a_known_day_of_birth_is_not_taken_away() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = world.taken_by("mikael", id).await;
            let page = format!("/en-vag-in/{id}");
            let child = child_of(&mikael.get(&page).await);
            let seen = mikael.get(&child).await.field("version");
            let reserve = [
                ("version", seen.as_str()),
                ("given_name", "Alma"),
                ("number_kind", "reserve"),
                ("number", "99ABCDEF1234"),
                ("born", "2013-02-28"),
            ];
            mikael.post(&child, &reserve).await.is(303);
            mikael.get(&page).await.is(200).says("99ABCDEF1234").does_not_say("name=\"number\"");
            let without = [("given_name", "Alma"), ("born", "")];
            says_who(&mut mikael, id, &without).await.is(422).says("Dagen är känd");
            let whole = [("given_name", "Alma"), ("family_name", "Berg"), ("born", "2013-02-28")];
            says_who(&mut mikael, id, &whole).await.is(303);
            mikael.get(&page).await.is(200).says("Klarlagt").says("99ABCDEF1234").says("Berg");
        }
    });
}

#[test]
fn a_grown_up_has_another_number_than_the_child() {
    run(async {
        let world = World::start(Engine::Sqlite).await;
        let id = world.asks("Alma", Topic::School).await;
        let mut mikael = world.taken_by("mikael", id).await;
        says_who(&mut mikael, id, &FOUND).await.is(303);
        mikael.get(&format!("/en-vag-in/{id}")).await.is(200);
        let adult = [("guardian_name", "Sara Lund"), ("guardian_number", NUMBER), ("custody", "none")];
        mikael.post(&format!("/en-vag-in/{id}/vuxen"), &adult).await.is(422).says("Numret går inte att använda här");
    });
}

#[test]
fn nobody_is_named_as_a_guardian_of_somebody_of_age() {
    run(async {
        let world = World::start(Engine::Sqlite).await;
        let id = world.asks("Alma", Topic::School).await;
        world.taken_by("mikael", id).await;
        world.test.wait(SignedDuration::from_hours(24 * 366 * 5));
        let mut mikael = world.test.log_in("mikael").await;
        let page = mikael.get(&format!("/en-vag-in/{id}")).await;
        page.is(200).says("18 år").says("Spara vem barnet är").does_not_say("Lägg till en vuxen");
        let adult = [("guardian_name", "Sara Lund"), ("custody", "none")];
        mikael.post(&format!("/en-vag-in/{id}/vuxen"), &adult).await.is(403);
    });
}
