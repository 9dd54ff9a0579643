//! One run: the pattern once, and then each engine with each size.

use std::time::Instant;

use anyhow::Context as _;
use environment::Environment;

use crate::Options;
use crate::commands::Targets;
use crate::copy::{self, Size};
use crate::pages::{Page, Times, ask, browser, gather, pages};
use crate::pattern::{self, Pattern};
use crate::places::{Engine, Place, Places};
use crate::report;
use crate::serving::Server;
use crate::sql::{Alone, alone, log_is_whole};
use crate::world::log_in;

/// What was measured of one engine with so many children.
pub(crate) struct Measured {
    pub(crate) engine: Engine,
    pub(crate) size: Size,
    /// How long filling took, in seconds.
    pub(crate) filled_seconds: f64,
    pub(crate) health: Times,
    pub(crate) pages: Vec<(Times, Alone)>,
    pub(crate) commands: Vec<Times>,
    /// Resident memory of the server at the end, and at its highest, in megabytes.
    pub(crate) memory: (f64, f64),
    /// How busy the machine was.
    pub(crate) load: f64,
}

/// Measures everything that was asked for, and prints it.
pub(crate) async fn all(options: &Options) -> anyhow::Result<()> {
    let folder = match &options.folder {
        Some(folder) => tempfile::Builder::new().prefix("cairn-bench.").tempdir_in(folder)?,
        None => tempfile::Builder::new().prefix("cairn-bench.").tempdir()?,
    };
    let places = Places::open(folder.path(), &options.engine, options.postgres.as_ref())?;
    let pattern_place = places.make(Engine::Sqlite, "pattern").await?;
    say("making the pattern");
    let pattern = pattern::make(&pattern_place, options.pattern, options.colleagues).await?;
    let mut measured = Vec::new();
    for engine in &options.engine {
        for children in &options.children {
            let name = format!("{}-{}-{children}", std::process::id(), engine.to_string().to_lowercase());
            let place = places.make(*engine, &name).await?;
            let one = one(options, &pattern_place, &pattern, *engine, &place, *children).await;
            places.remove(*engine, &name, &place).await?;
            measured.push(one.with_context(|| format!("{engine} with {children} children"))?);
        }
    }
    println!("{}", report::written(options, &measured));
    Ok(())
}

async fn one(
    options: &Options,
    pattern_place: &Place,
    pattern: &Pattern,
    engine: Engine,
    place: &Place,
    children: usize,
) -> anyhow::Result<Measured> {
    say(&format!("{engine}: filling with {children} children"));
    let began = Instant::now();
    let size = copy::fill(pattern_place, pattern, engine, place, children).await?;
    let filled_seconds = began.elapsed().as_secs_f64();
    say(&format!("{engine}: {} events, {:.0} MB, after {filled_seconds:.0} s; measuring", size.events, size.megabytes));
    let server = Server::start(place).await?;
    let pages = about(&server, options).await?;
    let (rounds, people) = (options.pages, options.people);
    let health_page = Page { name: "Health page `/halsa`", persona: "", addresses: vec!["/halsa".to_owned()] };
    let health = ask(server.address, &health_page, rounds, people).await?;
    let mut timed = Vec::new();
    for page in &pages {
        timed.push(ask(server.address, page, rounds, people).await?);
    }
    let commands = Targets {
        server: server.address,
        municipality: pattern.municipality.clone(),
        to: pattern.psychiatry.clone(),
        today: Environment::real().now().day(),
        times: options.commands,
        people,
    };
    let commands = commands.all().await?;
    let (memory, load) = (server.memory()?, crate::machine::load());
    server.stop().await?;
    let alone = alone(place, &pages, rounds).await?;
    log_is_whole(place).await?;
    let pages = timed.into_iter().zip(alone).collect();
    Ok(Measured { engine, size, filled_seconds, health, pages, commands, memory, load })
}

/// The pages, with the trails that the clinician holds.
async fn about(server: &Server, options: &Options) -> anyhow::Result<Vec<Page>> {
    let mut clinician = log_in(browser(server.address, 0), "johan").await?;
    let trails = gather(&mut clinician, "/leder?visa=mina", ("/led/", ""), options.pages.min(300)).await?;
    Ok(pages(trails))
}

/// Tells how far it has come.
fn say(what: &str) {
    eprintln!("bench: {what}");
}
