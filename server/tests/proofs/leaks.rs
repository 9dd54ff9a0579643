//! A stolen database reveals no child, and neither do logs, addresses, headers, titles or measurements. Everything that
//! was typed about anybody is looked for in every byte that is stored, in every form it could have.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use testkit::{Engine, TestApp, engines, run};
use tracing_subscriber::fmt::MakeWriter;

use crate::bytes::{Search, stored};
use crate::expected::all;
use crate::routes;
use crate::world::World;

/// Everything that this process has logged, at the most talkative.
#[derive(Clone, Default)]
struct Logs(Arc<Mutex<Vec<u8>>>);

impl Logs {
    fn capture() -> Self {
        let logs = Self::default();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
        subscriber.with_writer(logs.clone()).init();
        logs
    }

    fn all(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Logs {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[test]
fn nothing_that_was_typed_about_anybody_can_be_read_outside_the_pages_of_those_who_may() {
    let logs = Logs::capture();
    run(async {
        for engine in engines() {
            let mut world = World::full(engine).await;
            open_every_page(&mut world).await;
            assert!(world.needles.len() > 100, "much was typed: {}", world.needles.len());
            let search = Search::of(&world.needles);
            let nothing: [&str; 0] = [];
            for stored in stored(&world.test).await {
                assert_eq!(
                    search.found(&stored.bytes),
                    nothing,
                    "{engine:?}: {} ({} bytes)",
                    stored.name,
                    stored.bytes.len()
                );
            }
            let left = world.test.journal().all().into_iter().filter_map(|seen| {
                let left = format!("{}\n{}\n{}", seen.asked, seen.headers, seen.title);
                let found = search.found(left.as_bytes());
                (!found.is_empty())
                    .then(|| format!("{} answered {} {:?}: {found:?}", seen.asked, seen.status, seen.title))
            });
            let left: Vec<_> = left.collect();
            assert!(left.is_empty(), "{engine:?}: in addresses, headers or titles:\n{}", left.join("\n"));
            for (address, text) in measurements(&world.test).await {
                assert_eq!(search.found(text.as_bytes()), nothing, "{engine:?}: {address}");
            }
            tracing::info!("logged by the test itself: {}", control(engine));
            let logged = logs.all();
            assert_eq!(search.found(&logged), nothing, "{engine:?}: the log");
            let control = [control(engine)];
            assert_eq!(Search::of(&control).found(&logged), [control[0].as_str()], "what is logged is seen here");
        }
    });
}

/// Every page by one who may see it: what its title and its address leave behind counts too.
async fn open_every_page(world: &mut World) {
    for expected in all().filter(|expected| expected.route.starts_with("GET ") && !expected.right.is_empty()) {
        let answer = world.open(expected.right, expected.address).await;
        assert_eq!(answer.status, expected.answer, "{}: {}", expected.route, answer.text);
    }
}

fn control(engine: Engine) -> String {
    format!("Zq-control {engine:?}")
}

/// What is sent to anybody, without a log-in, that is no page: measurements and the like.
async fn measurements(test: &TestApp) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for route in routes::running(test.router()) {
        if route.method != "GET" || route.pattern.contains('{') {
            continue;
        }
        let answer = test.browser().get(&route.pattern).await;
        let kind = answer.headers.get("content-type").map(|kind| kind.as_bytes().to_vec()).unwrap_or_default();
        if !kind.starts_with(b"text/html") {
            all.push((route.pattern, answer.text));
        }
    }
    all
}

#[test]
fn what_may_be_public_is_found_so_the_search_sees_what_is_stored() {
    run(async {
        for engine in engines() {
            let world = World::quiet(engine).await;
            // Names of units are text; the hash of the last line of a log is bytes.
            world.test.log_in("nora").await.get("/leder").await.is(200);
            let hash = last_hash(&world).await;
            let public = ["Skolhälsovården Björkeryds skola".to_owned(), "Hjälp när man mår dåligt.".to_owned()];
            let stored = stored(&world.test).await;
            for needle in &public {
                let needles = [needle.clone()];
                let search = Search::of(&needles);
                assert!(stored.iter().any(|stored| !search.found(&stored.bytes).is_empty()), "{engine:?}: {needle}");
            }
            let holds = |bytes: &[u8]| bytes.windows(hash.len()).any(|window| window == hash);
            assert!(stored.iter().any(|stored| holds(&stored.bytes)), "{engine:?}: bytes are seen as bytes");
        }
    });
}

async fn last_hash(world: &World) -> Vec<u8> {
    let mut transaction = world.test.app.database().begin_reading("test.hash").await.unwrap();
    let row = transaction.row("SELECT hash FROM audit_head ORDER BY sequence DESC LIMIT 1", vec![]).await.unwrap();
    row.unwrap().bytes("hash").unwrap()
}
