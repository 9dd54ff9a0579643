//! Which engine runs, how to reach it, and how a transaction begins.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::pin::Pin;
use std::str::FromStr as _;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use environment::Environment;
use lru::LruCache;
use sqlx::pool::PoolConnectionMetadata;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgPool, SqliteConnection, SqlitePool};
use uuid::Uuid;
use vault::{BlindIndex, Key, Master};

use crate::failure::Failure;
use crate::health::Heard;
use crate::transaction::{Inner, Kind, Transaction, within};

/// How many unwrapped keys of children are kept in memory.
const KEYS_HELD: usize = 20_000;
/// How many connections a server holds to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How many readers SQLite may have at once; there is always one writer.
const SQLITE_READERS: u32 = 8;
/// How long a request waits for its turn before the page says that nothing was saved.
const WAIT: Duration = Duration::from_secs(5);
/// How long PostgreSQL works on a statement of a page, waits for a row that another holds, and keeps a transaction in
/// which nothing happens, before it gives up by itself: a server that has died must not hold others up.
const POSTGRES_TIMES: [(&str, &str); 3] =
    [("statement_timeout", "10s"), ("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "30s")];
/// Every statement stands once in the code, with the index that it is meant for, and is asked thousands of times: it is planned
/// once for each connection. Left alone PostgreSQL plans those that join many tables anew each time, which takes longer than
/// what they ask for (decision 0019).
const POSTGRES_PLANS: (&str, &str) = ("plan_cache_mode", "force_generic_plan");

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file. Made if it does not exist.
    Sqlite(PathBuf),
    /// A PostgreSQL address, `postgres://…`. May hold a password: never printed.
    Postgres(String),
}

/// The database. Cheap to clone; clones share connections and keys.
#[derive(Clone)]
pub struct Database {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) master: RwLock<Master>,
    pub(crate) index: BlindIndex,
    pub(crate) secrets: BTreeMap<&'static str, Key>,
    pub(crate) keys: Mutex<LruCache<Uuid, Key>>,
    observed: Mutex<BTreeMap<&'static str, u32>>,
    pub(crate) heard: Heard,
    snapshots: Mutex<HashMap<TypeId, Snapshot>>,
    environment: Environment,
}

/// A snapshot and the version it was taken at.
type Snapshot = (i64, Arc<dyn Any + Send + Sync>);

#[derive(Clone)]
pub(crate) enum Engine {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

impl Database {
    /// Opens the database, brings its schema up to date and reads its secrets.
    pub async fn open(
        location: &Location,
        master: Master,
        migrations: &[crate::Migrations],
        environment: &Environment,
    ) -> Result<Self, Failure> {
        let engine = connect(location).await?;
        let mut database = Self::over(engine, master, environment, BTreeMap::new());
        database.migrate(migrations).await?;
        let secrets = database.load_secrets().await?;
        let shared = &database.shared;
        let master = shared.master.read().unwrap_or_else(PoisonError::into_inner).clone();
        database = Self::over(shared.engine.clone(), master, environment, secrets);
        Ok(database)
    }

    fn over(engine: Engine, master: Master, environment: &Environment, secrets: BTreeMap<&'static str, Key>) -> Self {
        let index = BlindIndex::new(secrets.get(crate::keys::BLIND_INDEX).map_or([0; 32], Key::derive));
        let held = NonZeroUsize::new(KEYS_HELD).unwrap_or(NonZeroUsize::MIN);
        let shared = Shared {
            engine,
            master: RwLock::new(master),
            index,
            secrets,
            keys: Mutex::new(LruCache::new(held)),
            observed: Mutex::new(BTreeMap::new()),
            heard: Heard::default(),
            snapshots: Mutex::new(HashMap::new()),
            environment: environment.clone(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Time, identifiers and chance.
    pub fn environment(&self) -> &Environment {
        &self.shared.environment
    }

    /// Begins a named transaction that may write.
    pub async fn begin(&self, name: &'static str) -> Result<Transaction, Failure> {
        self.begin_writing(name, Kind::Writing).await
    }

    /// Begins a named transaction that writes what nobody asked for: a line in the log of what is shown or refused, that
    /// a session is in use. Whoever is told that nothing was saved is not told of these.
    pub async fn begin_aside(&self, name: &'static str) -> Result<Transaction, Failure> {
        self.begin_writing(name, Kind::Aside).await
    }

    async fn begin_writing(&self, name: &'static str, kind: Kind) -> Result<Transaction, Failure> {
        let begun = within(async {
            Ok(match &self.shared.engine {
                Engine::Sqlite { writer, .. } => Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
                Engine::Postgres(pool) => Inner::Postgres(pool.begin().await?),
            })
        });
        let inner = self.heard(begun.await)?;
        Ok(Transaction { name, queries: 0, inner, kind, held: BTreeMap::new(), database: self.clone() })
    }

    /// Begins a named transaction that only reads. On SQLite it does not wait for the writer.
    pub async fn begin_reading(&self, name: &'static str) -> Result<Transaction, Failure> {
        let begun = within(async {
            Ok(match &self.shared.engine {
                Engine::Sqlite { readers, .. } => Inner::Sqlite(readers.begin().await?),
                Engine::Postgres(pool) => Inner::Postgres(pool.begin().await?),
            })
        });
        let inner = self.heard(begun.await)?;
        let held = BTreeMap::new();
        Ok(Transaction { name, queries: 0, inner, kind: Kind::Reading, held, database: self.clone() })
    }

    /// The snapshot of a version, if it is held: small public facts that change seldom are read once per change.
    pub fn snapshot<T: Any + Send + Sync>(&self, version: i64) -> Option<Arc<T>> {
        let snapshots = self.shared.snapshots.lock().unwrap_or_else(PoisonError::into_inner);
        let (held, snapshot) = snapshots.get(&TypeId::of::<T>())?;
        if *held == version { Arc::clone(snapshot).downcast().ok() } else { None }
    }

    /// Holds a snapshot until its version changes.
    pub fn hold_snapshot<T: Any + Send + Sync>(&self, version: i64, snapshot: Arc<T>) {
        self.shared
            .snapshots
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(TypeId::of::<T>(), (version, snapshot));
    }

    /// The most statements each named transaction has run, so that a page that asks too much is seen in a test.
    pub fn observed(&self) -> BTreeMap<&'static str, u32> {
        self.shared.observed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn observe(&self, name: &'static str, queries: u32) {
        let mut observed = self.shared.observed.lock().unwrap_or_else(PoisonError::into_inner);
        let most = observed.entry(name).or_default();
        *most = queries.max(*most);
    }

    /// Closes all connections, waiting for what runs.
    pub async fn close(&self) {
        match &self.shared.engine {
            Engine::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }

    /// Whether both engines' texts would be prepared: used by the test that prepares every statement.
    #[doc(hidden)]
    pub async fn prepare(&self, sql: &'static str) -> Result<(), Failure> {
        use sqlx::{Executor as _, SqlSafeStr as _};
        match &self.shared.engine {
            Engine::Sqlite { writer, .. } => writer.acquire().await?.prepare(sql.into_sql_str()).await.map(drop)?,
            Engine::Postgres(pool) => pool.acquire().await?.prepare(sql.into_sql_str()).await.map(drop)?,
        }
        Ok(())
    }
}

async fn connect(location: &Location) -> Result<Engine, Failure> {
    match location {
        Location::Sqlite(path) => {
            // FULL: a request that was answered is on the disk even if the power goes.
            let options = SqliteConnectOptions::new()
                .filename(path)
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(WAIT)
                .statement_cache_capacity(400);
            let pool = || SqlitePoolOptions::new().acquire_timeout(WAIT).test_before_acquire(false);
            let writer = pool().max_connections(1).after_release(is_whole).connect_with(options.clone()).await?;
            let readers = pool().max_connections(SQLITE_READERS).connect_with(options.read_only(true)).await?;
            Ok(Engine::Sqlite { writer, readers })
        }
        Location::Postgres(address) => {
            let options = PgConnectOptions::from_str(address)?
                .options(POSTGRES_TIMES)
                .options([POSTGRES_PLANS])
                .statement_cache_capacity(400);
            let pool = PgPoolOptions::new()
                .acquire_timeout(WAIT)
                .max_connections(POSTGRES_CONNECTIONS)
                .idle_timeout(Duration::from_mins(10))
                .max_lifetime(Duration::from_mins(30))
                .connect_with(options)
                .await?;
            Ok(Engine::Postgres(pool))
        }
    }
}

/// Whether a connection can be used again. When a COMMIT fails because there is no room, SQLite may have ended the
/// transaction by itself, and then the library waits for the end of one that is not there: every transaction after it
/// would fail, for ever. Such a connection is closed and another is opened.
fn is_whole(
    connection: &mut SqliteConnection,
    _: PoolConnectionMetadata,
) -> Pin<Box<dyn Future<Output = Result<bool, sqlx::Error>> + Send + '_>> {
    Box::pin(async move {
        if connection.is_in_transaction() {
            // What was dropped unfinished is being rolled back; when this is answered, that has been done.
            connection.ping().await?;
        }
        Ok(!connection.is_in_transaction())
    })
}
