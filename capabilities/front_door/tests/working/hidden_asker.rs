//! A grown-up who asked is protected afterwards: how they are reached, and that they stand there, is for those who are named.

use domain::front_door::intake::Topic;
use testkit::{Answer, Browser, engines, run};

use crate::world::{World, in_danger, lines, send, step};

/// The number that was left with the request.
const PHONE: &str = "+46701740635";
/// What is said in its place.
const IN_ITS_PLACE: &str = "De som är namngivna ser hur personen nås";
const SOMEBODY: &str = "Vuxen med skyddade uppgifter";
/// A number of the Tax Agency's published test series.
const NUMBER: &str = "20000229-2399";

/// The address of the one grown-up around the child of a request.
fn grown_up(page: &Answer) -> String {
    let list = page.link("/barn/").split_once("/vuxna").unwrap().0.to_owned();
    page.link(&format!("{list}/vuxna/"))
}

/// Protects a grown-up; whoever does is named, and nobody else.
async fn protects(browser: &mut Browser, person: &str) {
    let skydd = format!("{person}/skydd");
    browser.get(&skydd).await.is(200);
    let marked = [("grade", "marked"), ("source", "register"), ("since", "2026-11-03")];
    browser.submit(&skydd, &marked).await.is(200).says("Skyddet är sparat");
}

#[test]
fn the_number_of_a_protected_parent_who_asked_is_for_the_named_on_every_page_of_the_request() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let first = world.asks("Alma", Topic::LowOrWorried).await;
            let id = world.asks_again("Alma", first).await;
            let (request, danger) = (format!("/en-vag-in/{id}"), step(id, "fara"));
            let mut mikael = world.taken_by("mikael", id).await;
            let page = mikael.get(&request).await;
            page.is(200).says(PHONE).does_not_say(IN_ITS_PLACE);
            protects(&mut mikael, &grown_up(&page)).await;
            mikael.get(&request).await.is(200).says(PHONE).does_not_say(IN_ITS_PLACE);

            let answer = send(&mut mikael, &step(id, "sakerhet"), &in_danger("acute_self_harm")).await;
            assert_eq!(answer.location, danger);
            let page = mikael.get(&danger).await;
            page.is(200).says(&format!("href=\"tel:{PHONE}\"")).does_not_say(IN_ITS_PLACE);
            page.says(&format!("name=\"call_back\" type=\"tel\" value=\"{PHONE}\""));

            let mut petra = world.test.log_in("petra").await;
            petra.get(&danger).await.is(200).says(IN_ITS_PLACE).does_not_say(PHONE).says("112");
            let reason = [("reason", "Mikael ringer 112.")];
            let theirs = petra.submit(&step(id, "ta-over"), &reason).await;
            theirs.is(200).says("Vad har du gjort?").says(IN_ITS_PLACE).does_not_say(PHONE);
            petra.post(&danger, &[("note", "Mikael ringer.")]).await.is(422).says(IN_ITS_PLACE).does_not_say(PHONE);
            let acted = [
                ("action", "talked_with_duty_clinician"),
                ("note", "Pratade med jouren."),
                ("follow_up_day", "2026-11-24"),
                ("follow_up_time", "15:30"),
                ("call_back", "010-123 45 67"),
                ("place", "Hemma"),
            ];
            petra.submit(&danger, &acted).await.is(200);
            petra.get(&request).await.is(200).says(SOMEBODY).says(IN_ITS_PLACE).does_not_say(PHONE);
        }
    });
}

#[test]
fn a_number_of_somebody_protected_is_anothers_to_whoever_is_not_named_and_the_try_is_in_the_log() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let (request, add) = (format!("/en-vag-in/{id}"), format!("/en-vag-in/{id}/vuxen"));
            let mut mikael = world.taken_by("mikael", id).await;
            mikael.get(&request).await.is(200);
            let adult = [("guardian_name", "Sara Lund"), ("custody", "none"), ("guardian_number", NUMBER)];
            let page = mikael.submit(&add, &adult).await;
            page.is(200).says("Sara Lund");
            protects(&mut mikael, &grown_up(&page)).await;
            mikael.get(&request).await.is(200);
            mikael.post(&add, &adult).await.is(422).says("Numret går inte att använda här");

            let mut petra = world.test.log_in("petra").await;
            petra.get(&request).await.is(200);
            let reason = [("reason", "Mikael är sjuk.")];
            petra.submit(&step(id, "ta-over"), &reason).await.is(200).says(SOMEBODY);
            let guess = [("guardian_name", "Vem som helst"), ("custody", "none"), ("guardian_number", NUMBER)];
            let refused = petra.post(&add, &guess).await;
            refused.is(422).says("Numret går inte att använda här");
            refused.does_not_say("Sara Lund");
            let tried = "
                SELECT COUNT(*) AS n
                FROM audit_line
                WHERE act = 'front_door.add_guardian' AND action = 'identity.see_identity' AND child_id IS NOT NULL";
            assert_eq!(lines(&world, tried).await, 3, "one was written down, and two tried");
            for _ in 0..3 {
                petra.post(&add, &guess).await.is(422);
            }
            petra.post(&add, &guess).await.is(429);
        }
    });
}
