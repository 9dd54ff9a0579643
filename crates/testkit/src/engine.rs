//! Both engines, as far as they are present.

use std::sync::atomic::{AtomicU32, Ordering};

use database::Location;
use sqlx::{Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A SQLite file in a temporary folder.
    Sqlite,
    /// A database of its own in the cluster that `./test` started.
    Postgres,
}

/// The address of the cluster for tests.
#[expect(clippy::disallowed_methods, reason = "the address of the test cluster is handed to tests in no other way")]
fn cluster() -> Option<String> {
    std::env::var("CAIRN_TEST_POSTGRES").ok().filter(|address| !address.is_empty())
}

/// The engines to test on. Where there is no cluster, says so and leaves PostgreSQL out; `./test` always starts one.
pub fn engines() -> Vec<Engine> {
    if cluster().is_some() {
        return vec![Engine::Sqlite, Engine::Postgres];
    }
    eprintln!("skipped: PostgreSQL not present (CAIRN_TEST_POSTGRES is not set; ./test sets it)");
    vec![Engine::Sqlite]
}

static MADE: AtomicU32 = AtomicU32::new(0);

impl Engine {
    /// A fresh, empty place for data.
    pub async fn fresh(self, folder: &TempDir) -> Location {
        match self {
            Self::Sqlite => Location::Sqlite(folder.path().join("cairn.sqlite")),
            Self::Postgres => {
                let address = cluster().expect("engines() only names PostgreSQL when there is a cluster");
                let name = format!("t{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
                let mut connection = PgConnection::connect(&address).await.expect("the test cluster answers");
                let create = format!("CREATE DATABASE {name}");
                connection.execute(sqlx::AssertSqlSafe(create)).await.expect("a database can be made");
                let (base, query) =
                    address.split_once('?').map_or((address.as_str(), ""), |(base, query)| (base, query));
                let server = base.rsplit_once('/').map_or(base, |(server, _)| server);
                Location::Postgres(if query.is_empty() {
                    format!("{server}/{name}")
                } else {
                    format!("{server}/{name}?{query}")
                })
            }
        }
    }
}
