//! Putting the parts together: the one list of capabilities, and everything that follows from it.

use std::sync::Arc;

use access::{Access, Actor};
use audit::{Asker, Followers};
use axum::Router;
use database::{Database, Migrations};
use environment::Environment;
use i18n::{Source, Texts};
use jobs::{Job, Runner};
use oidc::Provider;
use vault::Master;
use web::app::{Login, Shared};
use web::limit::Limiter;
use web::{App, Assets, Capability};

use crate::settings::Settings;

/// Why the server cannot start. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be made.
    #[error("the data folder {folder} cannot be made: {source}")]
    Folder {
        /// Which folder.
        folder: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The master key cannot be used.
    #[error(transparent)]
    Master(#[from] vault::MasterError),
    /// The database cannot be opened.
    #[error("the database cannot be opened")]
    Database(#[from] database::Failure),
    /// The policies do not hold together.
    #[error(transparent)]
    Policies(#[from] access::PolicyError),
    /// The messages do not hold together.
    #[error(transparent)]
    Texts(#[from] i18n::TextsError),
    /// The identity provider cannot be used as it is set.
    #[error("the setting `staff_login.certificates_file` cannot be used: {0}")]
    Provider(oidc::ProviderError),
    /// The assets were not built.
    #[error("the assets were not built into this program; run: cd assets && npm ci && npm run build, and build again")]
    Assets,
}

/// All capabilities, from the ground up.
pub fn capabilities() -> Vec<Capability> {
    vec![
        identity::capability(),
        directory::capability(),
        trail::capability(),
        front_door::capability(),
        oversight::capability(),
    ]
}

/// The tables of the kit and of all capabilities, in the order they are made.
pub fn migrations() -> Vec<Migrations> {
    let mut migrations = vec![audit::MIGRATIONS, jobs::MIGRATIONS, web::MIGRATIONS];
    migrations.extend(capabilities().iter().map(|capability| capability.migrations));
    migrations
}

/// All background work.
pub fn jobs() -> Vec<Job> {
    [web::jobs::JOBS, identity::jobs::JOBS, front_door::jobs::JOBS, trail::jobs::JOBS, oversight::jobs::JOBS].concat()
}

/// What capabilities do when something happens below them.
pub fn followers() -> Followers {
    Followers::new(capabilities().into_iter().flat_map(|capability| capability.followers).collect())
}

/// Somebody who asks outside any page: background work, an operator's command, the demo region.
pub fn asker(actor: Actor, database: Database) -> Result<Asker, StartError> {
    Ok(Asker { actor, access: Arc::new(Access::new()?), database, followers: followers() })
}

/// Who runs background work. Each job acts under its own name.
pub fn runner(database: Database, settings: &Settings) -> Result<Runner, StartError> {
    Ok(Runner::new(jobs(), asker(Actor::Job("jobs"), database)?, settings.jobs_every))
}

/// The messages of the kit and of all capabilities.
pub fn messages() -> Vec<Source> {
    let mut sources = vec![i18n::SOURCE, web::MESSAGES];
    sources.extend(capabilities().iter().map(|capability| capability.messages));
    sources
}

/// Opens the data that the settings name, making the folder, the key and the tables that are missing.
pub async fn open(settings: &Settings, environment: &Environment) -> Result<Database, StartError> {
    std::fs::create_dir_all(&settings.data)
        .map_err(|source| StartError::Folder { folder: settings.data.clone(), source })?;
    let master = Master::open(&settings.master_key_file, environment)?;
    Ok(Database::open(&settings.database, master, &migrations(), environment).await?)
}

/// The running application and its pages.
pub fn app(database: Database, settings: &Settings, login: Login) -> Result<(App, Router), StartError> {
    let capabilities = capabilities();
    let mut menu: Vec<_> = capabilities.iter().flat_map(|capability| capability.menu).copied().collect();
    menu.sort_by_key(|item| item.place);
    let app = App::new(Shared {
        database,
        access: Arc::new(Access::new()?),
        texts: Texts::new(&messages())?,
        settings: web::app::Settings {
            region_name: settings.region_name.clone(),
            login,
            acute: settings.acute.clone(),
            acute_reviewed_on: Some(settings.acute_reviewed_on),
            reader_names: settings.reader_names,
            trusted_proxies: settings.trusted_proxies.clone(),
        },
        menu,
        limiter: Limiter::default(),
        assets: Assets::built().ok_or(StartError::Assets)?,
        followers: followers(),
    });
    let pages = capabilities.into_iter().fold(web::routes(), |pages, capability| pages.merge(capability.routes));
    let router = web::server::serve(pages, &app);
    // Demo log-in exists in no other mode, and the other way round.
    let provider = match (&settings.staff_login, login) {
        (Some(settings), Login::Real) => {
            Some(Provider::new(settings.clone(), app.environment()).map_err(StartError::Provider)?)
        }
        (Some(_) | None, Login::Demo) | (None, Login::Real) => None,
    };
    let router = match provider {
        Some(provider) => router.layer(axum::Extension(provider)),
        None => router,
    };
    Ok((app, router.layer(axum::middleware::from_fn(crate::telemetry::request))))
}
