//! Somebody tries the number of a grown-up whose identity is protected: it tells them nothing, and it is in the log.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

mod people;

use domain::organisation::Role;
use identity::login::commands::Kind;
use identity::organisations::commands::{assign, register_staff};
use people::{GROWN_UP, Opened, grown_up};
use testkit::{Browser, engines, run};

/// What is said of every number that somebody cannot be written down with.
const NOT_USABLE: &str = "Numret går inte att använda här";
/// The number of a grown-up who is not protected, of the Tax Agency's published test series.
const ORDINARY: &str = "20000101-2384";
/// Looks at who a child is, on the way to writing a grown-up down.
const LOOKED: &str = "
    SELECT COUNT(*) AS n
    FROM audit_line
    WHERE act IN ('identity.add_adult', 'identity.keep_adult') AND action = 'identity.see_identity'
      AND child_id IS NOT NULL";

/// Nora has written Eva down around Boel and protected her; Siv, her colleague, is named for nobody.
async fn guarded(opened: &mut Opened) -> Browser {
    let child = opened.child.clone();
    let skydd = format!("{}/skydd", opened.adds(&child, "holder").await);
    opened.nora.get(&skydd).await.is(200);
    let marked = [("grade", "marked"), ("source", "register"), ("since", "2026-11-20")];
    opened.nora.submit(&skydd, &marked).await.is(200).says("Skyddet är sparat");
    let demo = opened.test.demo();
    let siv = register_staff(&demo, "Siv Å.", None).await.unwrap();
    assign(&demo, siv, opened.region.unit("school_nurse"), Role::SchoolNurse).await.unwrap();
    opened.region.persona(&opened.test, 95, "siv", Kind::Staff(siv), "Siv Å.").await;
    opened.test.log_in("siv").await
}

#[test]
fn the_number_of_a_protected_grown_up_cannot_be_used_wherever_it_is_tried() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let (_, other) = opened.one_more("Frej", "8").await;
            let mut siv = guarded(&mut opened).await;
            let first = opened.child.clone();
            // Around the child where she stands, and around one where she does not.
            for child in [&first, &other] {
                let add = format!("{child}/vuxna/lagg-till");
                siv.get(&add).await.is(200);
                siv.post(&add, &grown_up(GROWN_UP, "none")).await.is(422).says(NOT_USABLE);
            }
            // Nor is somebody made out to be her.
            let add = format!("{other}/vuxna/lagg-till");
            let placed = siv.post(&add, &grown_up("", "none")).await;
            placed.is(303);
            let person = placed.location.split_once('?').unwrap().0.to_owned();
            siv.get(&person).await.is(200);
            siv.post(&person, &grown_up(GROWN_UP, "none")).await.is(422).says(NOT_USABLE);
            assert_eq!(opened.count("SELECT COUNT(*) AS n FROM guardian").await, 2);
            assert_eq!(opened.count("SELECT COUNT(*) AS n FROM person WHERE same_as IS NOT NULL").await, 0);

            let add = opened.at("/vuxna/lagg-till");
            opened.nora.get(&add).await.is(200);
            opened.nora.post(&add, &grown_up(GROWN_UP, "none")).await.is(422).says(NOT_USABLE);
            assert_eq!(opened.count(LOOKED).await, 6, "two were written down, and four tries are in the log");
        }
    });
}

/// A page without the tokens of its forms, of which every page has its own.
fn without_tokens(page: &str) -> String {
    let mut parts = page.split("name=\"csrf\" value=\"");
    let first = parts.next().unwrap();
    std::iter::once(first).chain(parts.map(|part| part.split_once('"').unwrap().1)).collect()
}

#[test]
fn the_number_of_a_protected_grown_up_is_answered_as_that_of_any_who_stands_there() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let mut siv = guarded(&mut opened).await;
            let add = opened.at("/vuxna/lagg-till");
            opened.nora.get(&add).await.is(200);
            opened.nora.post(&add, &grown_up(ORDINARY, "none")).await.is(303);
            siv.get(&add).await.is(200);
            let mut answers = vec![];
            for number in [GROWN_UP, ORDINARY] {
                let answer = siv.post(&add, &grown_up(number, "none")).await;
                answer.is(422).says(NOT_USABLE);
                assert_eq!(answer.text.matches(number).count(), 1, "what was typed is kept, and nothing said of it");
                answers.push(without_tokens(&answer.text).replace(number, ""));
            }
            assert_eq!(answers[0], answers[1], "{engine:?}");
        }
    });
}

#[test]
fn whoever_tries_number_after_number_of_grown_ups_is_stopped() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let mut siv = guarded(&mut opened).await;
            let add = opened.at("/vuxna/lagg-till");
            siv.get(&add).await.is(200);
            for _ in 0..5 {
                siv.post(&add, &grown_up(GROWN_UP, "none")).await.is(422);
            }
            siv.post(&add, &grown_up(GROWN_UP, "none")).await.is(429);
        }
    });
}
