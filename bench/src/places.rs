//! Where databases are made: files, or a PostgreSQL.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sqlx::{Connection as _, Executor as _, PgConnection};
use testkit::Cluster;

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Engine {
    /// A SQLite file.
    Sqlite,
    /// A database in a PostgreSQL.
    Postgres,
}

impl std::fmt::Display for Engine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// Where databases can be made.
pub(crate) struct Places {
    folder: PathBuf,
    /// The address of a PostgreSQL, and the cluster behind it when it is our own.
    postgres: Option<(String, Option<Cluster>)>,
}

/// A folder with a master key, and a database.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    pub(crate) database: String,
}

impl Places {
    /// Starts a cluster where one is needed and none is given.
    pub(crate) fn open(folder: &Path, engines: &[Engine], given: Option<&String>) -> anyhow::Result<Self> {
        let postgres = match given {
            _ if !engines.contains(&Engine::Postgres) => None,
            Some(address) => Some((address.clone(), None)),
            None => {
                let cluster = Cluster::start_new().context("PostgreSQL is not installed; try --engine sqlite")?;
                Some((cluster.address(), Some(cluster)))
            }
        };
        Ok(Self { folder: folder.to_owned(), postgres })
    }

    /// An empty place under a name.
    pub(crate) async fn make(&self, engine: Engine, name: &str) -> anyhow::Result<Place> {
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder)?;
        let database = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.join("cairn.sqlite").display()),
            Engine::Postgres => {
                let database = self.database(name)?;
                self.tell(format!("CREATE DATABASE {}", written(name))).await?;
                database
            }
        };
        Ok(Place { folder, database })
    }

    /// Removes a place again: many children take much room.
    pub(crate) async fn remove(&self, engine: Engine, name: &str, place: &Place) -> anyhow::Result<()> {
        std::fs::remove_dir_all(&place.folder)?;
        match engine {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => self.tell(format!("DROP DATABASE {} WITH (FORCE)", written(name))).await,
        }
    }

    async fn tell(&self, statement: String) -> anyhow::Result<()> {
        let (address, _) = self.postgres.as_ref().context("there is no PostgreSQL")?;
        let mut connection = PgConnection::connect(address).await.context("PostgreSQL does not answer")?;
        connection.execute(sqlx::AssertSqlSafe(statement)).await?;
        Ok(connection.close().await?)
    }

    fn database(&self, name: &str) -> anyhow::Result<String> {
        let (address, _) = self.postgres.as_ref().context("there is no PostgreSQL")?;
        let (base, query) =
            address.split_once('?').map_or((address.as_str(), None), |(base, query)| (base, Some(query)));
        let (server, _) = base.rsplit_once('/').context("the address of PostgreSQL names no database")?;
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        Ok(format!("{server}/{}{query}", written(name)))
    }
}

/// A name that both engines take.
fn written(name: &str) -> String {
    format!("cairn_bench_{}", name.replace('-', "_"))
}
