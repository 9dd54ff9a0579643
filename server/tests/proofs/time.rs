//! What has an end: sessions, codes, and tries.

use jiff::SignedDuration;
use testkit::{Browser, engines, run};

use crate::expected::all;
use crate::headers::faults;
use crate::state::Beside;
use crate::walk::{GUESSED, ask};
use crate::world::World;

#[test]
fn a_session_that_nobody_used_for_an_hour_opens_nothing_and_changes_nothing() {
    run(async {
        for engine in engines() {
            let mut world = World::full(engine).await;
            // Everybody logs in before they leave the chair.
            for expected in all().filter(|expected| !expected.right.is_empty()) {
                world.browser(expected.right).await.get("/").await.is(200);
            }
            let mut beside = Beside::new(&world.test).await;
            let before = beside.state().await;
            world.test.wait(SignedDuration::from_mins(61));
            let mut found = Vec::new();
            for expected in all().filter(|expected| !expected.who.starts_with("anyone")) {
                let mut browser = world.browser(expected.right).await;
                let answer = ask(&mut browser, expected, &world.at(expected.address), &GUESSED).await;
                let home = expected.route == "POST /logga-ut" && answer.location == "/";
                if !home && answer.status != 404 && answer.location != "/logga-in" {
                    found.push(format!("{}: answered {} {}", expected.route, answer.status, answer.location));
                }
                found.extend(faults(expected.route, &answer));
            }
            found.extend(beside.state().await.changes_since(&before));
            assert!(found.is_empty(), "{engine:?}: {} faults\n{}", found.len(), found.join("\n"));
        }
    });
}

#[test]
fn a_code_past_its_day_opens_nothing_and_keeps_what_was_typed() {
    run(async {
        for engine in engines() {
            let world = World::full(engine).await;
            let codes: Vec<String> = world.needles.iter().filter(|needle| is_code(needle)).cloned().collect();
            assert!(codes.len() >= 5, "{engine:?}: codes of preparations and receipts: {codes:?}");
            world.test.wait(SignedDuration::from_hours(24 * 400));
            let mut beside = Beside::new(&world.test).await;
            let before = beside.state().await;
            for code in &codes {
                for address in ["/logga-in", "/forbered/kod"] {
                    let mut browser = world.test.browser();
                    browser.get(address).await.is(200);
                    let answer = browser.post(address, &[("code", code)]).await;
                    answer.is(422).says("<title>Fel: ").says(code);
                    world.test.wait(SignedDuration::from_mins(1));
                }
            }
            assert_eq!(beside.state().await.changes_since(&before), Vec::<String>::new(), "{engine:?}");
        }
    });
}

fn is_code(needle: &str) -> bool {
    needle.contains('-')
        && needle.chars().all(|letter| letter == '-' || letter.is_ascii_uppercase() || letter.is_ascii_digit())
        && needle.chars().any(|letter| letter.is_ascii_uppercase())
}

type Tried = (&'static str, &'static str, &'static [(&'static str, &'static str)], usize);

/// What is limited: who tries, where, what is sent, and how many tries are taken.
const TRIED: [Tried; 5] = [
    ("", "/logga-in", &[("code", "ABCD-EFGH-9999")], 10),
    ("", "/forbered/kod", &[("code", "ABCD-EFGH-9999")], 10),
    ("", "/forbered", &[], 60),
    ("", "/be-om-hjalp", &[("who", "")], 60),
    ("johan", "/nodoppning", &[("number", "20180102-2383"), ("reason", "acute_danger"), ("why", "Det brinner.")], 5),
];

#[test]
fn too_many_tries_are_told_how_long_to_wait_and_are_taken_again_after_that() {
    run(async {
        for (who, address, fields, most) in TRIED {
            let world = World::quiet(testkit::Engine::Sqlite).await;
            let mut browser = if who.is_empty() { world.test.browser() } else { world.test.log_in(who).await };
            browser.get(address).await.is(200);
            for _ in 0..most {
                browser.post(address, fields).await.is(422);
            }
            let stopped = browser.post(address, fields).await;
            stopped.is(429).says("Vänta en liten stund").says("Inget har sparats");
            let wait: i64 = retry_after(&stopped.headers).expect("says when to come back");
            world.test.wait(SignedDuration::from_secs(wait - 1));
            browser.post(address, fields).await.is(429);
            world.test.wait(SignedDuration::from_secs(1));
            again(&mut browser, who, &world).await.post(address, fields).await.is(422);
        }
    });
}

/// The same person: logged in again where the wait was longer than a session.
async fn again(browser: &mut Browser, who: &str, world: &World) -> Browser {
    let there = browser.get("/uppdrag").await.status;
    if who.is_empty() || there == 200 { browser.clone() } else { world.test.log_in(who).await }
}

fn retry_after(headers: &axum::http::HeaderMap) -> Option<i64> {
    headers.get("retry-after")?.to_str().ok()?.parse().ok()
}
