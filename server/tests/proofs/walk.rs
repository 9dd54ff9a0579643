//! Every route of the running server, asked by a stranger, by somebody of another organisation or family, and by somebody
//! who may; with what every answer must carry, and how much it may ask of the database.

use std::collections::BTreeSet;

use testkit::{Answer, Browser, engines, run};

use crate::bytes::Search;
use crate::expected::{Expected, all};
use crate::headers::faults;
use crate::routes::{self, Route};
use crate::state::Beside;
use crate::world::World;

/// What went wrong at which route.
type Faults = Vec<String>;

#[test]
fn every_route_has_a_line_that_says_who_may() {
    run(async {
        let world = World::quiet(testkit::Engine::Sqlite).await;
        let running: BTreeSet<String> = routes::running(world.test.router()).iter().map(written).collect();
        let expected: BTreeSet<String> = all().map(|expected| expected.route.to_owned()).collect();
        let new: Vec<_> = running.difference(&expected).collect();
        assert!(
            new.is_empty(),
            "{new:?}: add a line for each in server/tests/proofs/expected.rs that says who may, an address in the region of \
             the tests (with names from server/tests/proofs/world), somebody who may, somebody who may not, and the answer"
        );
        let gone: Vec<_> = expected.difference(&running).collect();
        assert!(
            gone.is_empty(),
            "{gone:?} are no longer served: take their lines out of server/tests/proofs/expected.rs"
        );
        assert_eq!(expected.len(), all().count(), "one line for each route");
    });
}

fn written(route: &Route) -> String {
    format!("{} {}", route.method, route.pattern)
}

#[test]
fn a_stranger_and_another_organisation_learn_nothing_and_change_nothing_and_who_may_is_answered() {
    run(async {
        for engine in engines() {
            let mut world = World::full(engine).await;
            let mut beside = Beside::new(&world.test).await;
            let before = beside.state().await;
            assert!(before.rows() > 100, "{engine:?}: the region holds something: {}", before.rows());
            let mut faults = ask_as_strangers(&mut world).await;
            faults.extend(ask_as_others(&mut world).await);
            let changes = beside.state().await.changes_since(&before);
            faults.extend(changes.into_iter().map(|change| format!("those who may not have changed {change}")));
            faults.extend(ask_as_those_who_may(&mut world).await);
            assert!(faults.is_empty(), "{engine:?}: {} faults\n{}", faults.len(), faults.join("\n"));
        }
    });
}

/// Asks for a route; where a form is sent, one with nothing in it but these.
pub(crate) async fn ask(browser: &mut Browser, expected: &Expected, address: &str, typed: &[(&str, &str)]) -> Answer {
    match expected.route.split_once(' ') {
        Some(("GET", _)) => browser.get(address).await,
        Some(("POST", _)) => {
            browser.get("/logga-in").await.is(200);
            browser.post(address, typed).await
        }
        _ => panic!("{}: only pages and forms", expected.route),
    }
}

/// What somebody sends who guesses what a form holds.
pub(crate) const GUESSED: [(&str, &str); 3] = [("version", "1"), ("where", "up"), ("outcome", "in_order")];

/// Whether a route is for anybody.
fn is_open(expected: &Expected) -> bool {
    expected.who.starts_with("anyone")
}

async fn ask_as_strangers(world: &mut World) -> Faults {
    let mut found = Faults::new();
    for expected in all().filter(|expected| !is_open(expected)) {
        let answer = ask(&mut world.test.browser(), expected, &world.at(expected.address), &GUESSED).await;
        let led_to_log_in = answer.status == 303 && answer.location == "/logga-in";
        // Logging out when one is not logged in leads home.
        let led_home = expected.route == "POST /logga-ut" && answer.location == "/";
        if !(led_to_log_in || led_home || answer.status == 404) {
            found.push(format!("{}: a stranger was answered {} {}", expected.route, answer.status, answer.location));
        }
        found.extend(asked_too_much(expected, &answer));
        found.extend(told(world, expected, &answer, "a stranger"));
        found.extend(faults(expected.route, &answer));
    }
    found
}

async fn ask_as_others(world: &mut World) -> Faults {
    let mut found = Faults::new();
    for expected in all().filter(|expected| !expected.wrong.is_empty()) {
        let mut other = world.browser(expected.wrong).await;
        let address = world.at(expected.address);
        let answer = ask(&mut other, expected, &address, &GUESSED).await;
        let about_something = expected.route.contains('{');
        let turned_away = match answer.status {
            404 => true,
            // Where there is nothing to know of, one is told that one may not, or to log in as who may.
            403 => !about_something || public(expected),
            303 => answer.location == "/logga-in",
            _ => false,
        };
        if !turned_away {
            let said = format!("{} was answered {} {}", expected.wrong, answer.status, answer.location);
            found.push(format!("{}: {said}", expected.route));
        }
        found.extend(asked_too_much(expected, &answer));
        found.extend(told(world, expected, &answer, expected.wrong));
        found.extend(faults(expected.route, &answer));
    }
    found
}

/// Whether everybody knows of what the route is about: units and rules are no secrets.
fn public(expected: &Expected) -> bool {
    expected.route.contains("/vem-gor-vad/") || expected.route.contains("/regler/")
}

/// What was told of anybody to one who may not know.
fn told(world: &World, expected: &Expected, answer: &Answer, whom: &str) -> Faults {
    let told = Search::of(&world.needles).found(answer.text.as_bytes()).join(", ");
    if told.is_empty() { vec![] } else { vec![format!("{}: told {whom} {told}", expected.route)] }
}

async fn ask_as_those_who_may(world: &mut World) -> Faults {
    let mut found = Faults::new();
    for expected in all() {
        let mut browser = match expected.right {
            "" => world.test.browser(),
            right => world.browser(right).await,
        };
        let answer = ask(&mut browser, expected, &world.at(expected.address), &[]).await;
        found.extend(asked_too_much(expected, &answer));
        if answer.status != expected.answer {
            let said = format!("was answered {} {}, not {}", answer.status, answer.location, expected.answer);
            found.push(format!("{}: {} {said}: {}", expected.route, expected.right, title(&answer)));
        }
        found.extend(faults(expected.route, &answer));
    }
    found
}

/// A page that asks the database more than its limit is slow where there are many children.
fn asked_too_much(expected: &Expected, answer: &Answer) -> Option<String> {
    let (asked, most) = (answer.tally.statements(), expected.statements);
    (asked > most).then(|| format!("{}: asks {asked} statements, not at most {most}: {}", expected.route, answer.tally))
}

fn title(answer: &Answer) -> &str {
    let (_, rest) = answer.text.split_once("<title>").unwrap_or_default();
    rest.split_once("</title>").map_or("", |(title, _)| title)
}

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/reference/routes.txt");
const HEAD: &str = "\
# Every route: method, address, capability, the most statements it may ask of the database, who may. Written by `cargo xtask reference`; do not edit.
# \"anyone\" needs no log-in. Everybody else is led to log in, and whoever may not is told that there is no such page.
";

/// The routes as one text.
fn reference() -> String {
    let capabilities = server::assemble::capabilities();
    let owners: Vec<(&str, Vec<Route>)> =
        capabilities.iter().map(|capability| (capability.name, routes::running(&capability.routes))).collect();
    let line = |expected: &Expected| {
        let (method, pattern) = expected.route.split_once(' ').unwrap_or_default();
        let owns = |route: &Route| route.method == method && route.pattern == pattern;
        let owner = owners.iter().find(|(_, routes)| routes.iter().any(owns)).map_or("web", |(name, _)| *name);
        let most = expected.statements;
        (pattern, method, format!("{method:<5}{pattern:<48} {owner:<11} {most:>3}  {}\n", expected.who))
    };
    let mut lines: Vec<_> = all().map(line).collect();
    lines.sort();
    std::iter::once(format!("{HEAD}\n")).chain(lines.into_iter().map(|(_, _, line)| line)).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "`cargo xtask reference` asks this test to write, in no other way")]
fn the_routes_are_those_that_were_reviewed() {
    let now = reference();
    if std::env::var_os("CAIRN_WRITE_REFERENCE").is_some() {
        std::fs::write(REFERENCE, &now).expect("the reference can be written");
    }
    let written = std::fs::read_to_string(REFERENCE).unwrap_or_default();
    assert!(
        written == now,
        "docs/reference/routes.txt is not up to date; run: cargo xtask reference, and read the difference"
    );
}
