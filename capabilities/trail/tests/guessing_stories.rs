//! Somebody tries the number of a grown-up whose identity is protected: it tells them nothing, and it is in the log.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

mod people;

use domain::organisation::Role;
use identity::login::commands::Kind;
use identity::organisations::commands::{assign, register_staff};
use people::{GROWN_UP, Opened, grown_up};
use testkit::{Browser, engines, run};

const ANOTHERS: &str = "Numret hör till någon annan";
const HERE: &str = "finns redan runt barnet";
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
fn the_number_of_a_protected_grown_up_is_anothers_wherever_it_is_tried_by_one_who_is_not_named() {
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
                siv.post(&add, &grown_up(GROWN_UP, "none")).await.is(422).says(ANOTHERS).does_not_say(HERE);
            }
            // Nor is somebody made out to be her.
            let add = format!("{other}/vuxna/lagg-till");
            let placed = siv.post(&add, &grown_up("", "none")).await;
            placed.is(303);
            let person = placed.location.split_once('?').unwrap().0.to_owned();
            siv.get(&person).await.is(200);
            siv.post(&person, &grown_up(GROWN_UP, "none")).await.is(422).says(ANOTHERS);
            assert_eq!(opened.count("SELECT COUNT(*) AS n FROM guardian").await, 2);
            assert_eq!(opened.count("SELECT COUNT(*) AS n FROM person WHERE same_as IS NOT NULL").await, 0);

            let add = opened.at("/vuxna/lagg-till");
            opened.nora.get(&add).await.is(200);
            opened.nora.post(&add, &grown_up(GROWN_UP, "none")).await.is(422).says(HERE);
            assert_eq!(opened.count(LOOKED).await, 6, "two were written down, and four tries are in the log");
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
