//! A running Cairn.

use std::sync::Arc;

use access::{Access, Actor};
use audit::{Asker, Followers};
use axum::Router;
use database::{Database, Location, Migrations};
use domain::moment::{Day, Moment};
use environment::Environment;
use i18n::Texts;
use jiff::SignedDuration;
use tempfile::TempDir;
use vault::Master;
use web::app::{AcuteNumber, Login, ReaderNames, Settings, Shared};
use web::limit::Limiter;
use web::{App, Assets, Capability};

use crate::browser::Browser;
use crate::engine::Engine;
use crate::journal::Journal;

/// A running Cairn with the capabilities that a test is about, at ten o'clock on Tuesday 24 November 2026.
pub struct TestApp {
    /// What the whole server shares.
    pub app: App,
    /// The world: its clock stands until it is moved.
    pub environment: Environment,
    /// Where the data is.
    pub location: Location,
    router: Router,
    journal: Journal,
    folder: TempDir,
}

impl TestApp {
    /// Starts with an empty database on an engine.
    pub async fn start(engine: Engine, capabilities: Vec<Capability>) -> Self {
        let migrations = migrations_of(&capabilities);
        Self::assembled(engine, &migrations, |database| assemble(database, capabilities, Login::Demo)).await
    }

    /// Starts as for real use, where people at work log in through an identity provider.
    pub async fn with_provider(engine: Engine, capabilities: Vec<Capability>, settings: oidc::Settings) -> Self {
        let migrations = migrations_of(&capabilities);
        Self::assembled(engine, &migrations, |database| {
            let provider = oidc::Provider::new(settings, database.environment()).expect("the provider can be used");
            let (app, router) = assemble(database, capabilities, Login::Real);
            (app, router.layer(axum::Extension(provider)))
        })
        .await
    }

    /// Starts with an empty database on an engine what somebody else has put together, as the server does.
    pub async fn assembled(
        engine: Engine,
        migrations: &[Migrations],
        assemble: impl FnOnce(Database) -> (App, Router),
    ) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let location = engine.fresh(&folder).await;
        let tuesday = Day::from_parts(2026, 11, 24).expect("there is such a day");
        let environment = Environment::fixed(20_261_124, Moment::in_stockholm(tuesday, 10, 0));
        let master = Master::open(&folder.path().join("master.key"), &environment).expect("a master key can be made");
        let database = Database::open(&location, master, migrations, &environment).await.expect("the database opens");
        let (app, router) = assemble(database);
        let journal = Journal::default();
        Self { app, environment, location, router: journal.watch(router), journal, folder }
    }

    /// An asker who is someone.
    pub fn asker(&self, actor: Actor) -> Asker {
        self.app.asker(actor)
    }

    /// The asker that builds regions.
    pub fn demo(&self) -> Asker {
        self.asker(Actor::Job("demo"))
    }

    /// A browser that has not been here before.
    pub fn browser(&self) -> Browser {
        Browser::of(self.router.clone())
    }

    /// Everything that all browsers have asked for, and what came back but for the pages themselves.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The pages, to see which there are.
    pub fn router(&self) -> &Router {
        &self.router
    }

    /// A browser in which an invented person has logged in.
    pub async fn log_in(&self, persona: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.get("/logga-in").await;
        assert_eq!(page.status, 200, "the log-in page opens");
        let answer = browser.post("/logga-in", &[("persona", persona)]).await;
        assert_eq!(answer.status, 303, "{persona} can log in: {}", answer.text);
        browser
    }

    /// Moves the clock forward.
    pub fn wait(&self, duration: SignedDuration) {
        self.environment.advance(duration);
    }

    /// What time it is.
    pub fn now(&self) -> Moment {
        self.environment.now()
    }

    /// The folder of this run: the master key, and the SQLite file if that is the engine.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

fn migrations_of(capabilities: &[Capability]) -> Vec<Migrations> {
    let mut migrations = vec![audit::MIGRATIONS, jobs::MIGRATIONS, web::MIGRATIONS];
    migrations.extend(capabilities.iter().map(|capability| capability.migrations));
    migrations
}

/// Puts capabilities together as the server does.
fn assemble(database: Database, mut capabilities: Vec<Capability>, login: Login) -> (App, Router) {
    let mut sources = vec![i18n::SOURCE, web::MESSAGES];
    sources.extend(capabilities.iter().map(|capability| capability.messages));
    let mut menu: Vec<_> = capabilities.iter().flat_map(|capability| capability.menu).copied().collect();
    menu.sort_by_key(|item| item.place);
    let followers = capabilities.iter_mut().flat_map(|capability| std::mem::take(&mut capability.followers));
    let followers = Followers::new(followers.collect());
    let number = |code: &str, shown: &str| AcuteNumber {
        code: code.to_owned(),
        shown: shown.to_owned(),
        dialled: shown.replace([' ', '-'], ""),
        swedish: format!("Ring {shown}:"),
        english: format!("Call {shown}:"),
        source: code.to_owned(),
    };
    let app = App::new(Shared {
        database,
        access: Arc::new(Access::new().expect("the policies hold together")),
        texts: Texts::new(&sources).expect("the messages hold together"),
        settings: Settings {
            region_name: "Region Rösmark".to_owned(),
            login,
            // The last is the operator's own: no page has words for it.
            acute: [("112", "112"), ("bris", "116 111"), ("mind", "90101"), ("regional", "040-628 04 00")]
                .map(|(code, shown)| number(code, shown))
                .into(),
            acute_reviewed_on: Day::from_parts(2026, 11, 22),
            reader_names: ReaderNames::Hidden,
            trusted_proxies: vec![],
        },
        menu,
        limiter: Limiter::default(),
        assets: Assets::built().expect("the assets are built: cd assets && npm ci && npm run build"),
        followers,
    });
    let pages = capabilities.into_iter().fold(web::routes(), |pages, capability| pages.merge(capability.routes));
    let router = web::server::serve(pages, &app);
    (app, router)
}
