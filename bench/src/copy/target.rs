//! Writing many rows quickly: many values in one statement on SQLite, COPY on PostgreSQL. Only for loading; durability is
//! off meanwhile.

use std::fmt::Write as _;
use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, Row as _};

use crate::copy::Size;
use crate::copy::rows::{Cell, Row, Table};
use crate::places::Engine;

/// Values of one statement: SQLite takes at most 32,766.
const VALUES_MAX: usize = 8_000;

const COUNTED: &str = "
    SELECT (SELECT COUNT(*) FROM child) AS children,
      (SELECT COUNT(*) FROM trail_event) + (SELECT COUNT(*) FROM request_event) AS events,
      (SELECT COUNT(*) FROM audit_line) AS log_lines";

/// A database that is being filled.
pub(crate) enum Target {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Target {
    pub(crate) async fn open(engine: Engine, database: &str) -> anyhow::Result<Self> {
        Ok(match engine {
            Engine::Sqlite => {
                let options = SqliteConnectOptions::from_str("sqlite:")?
                    .filename(database.trim_start_matches("sqlite:"))
                    .foreign_keys(false)
                    .journal_mode(SqliteJournalMode::Memory)
                    .synchronous(SqliteSynchronous::Off)
                    .pragma("cache_size", "-1000000");
                Self::Sqlite(options.connect().await?)
            }
            Engine::Postgres => {
                let mut connection = PgConnectOptions::from_str(database)?.connect().await?;
                connection.execute("SET synchronous_commit = off").await?;
                Self::Postgres(connection)
            }
        })
    }

    pub(crate) async fn begin(&mut self) -> anyhow::Result<()> {
        self.tell("BEGIN".to_owned()).await
    }

    pub(crate) async fn commit(&mut self) -> anyhow::Result<()> {
        self.tell("COMMIT".to_owned()).await
    }

    /// Removes what the migrations put in.
    pub(crate) async fn empty(&mut self, table: &Table) -> anyhow::Result<()> {
        self.tell(format!("DELETE FROM {}", table.name)).await
    }

    async fn tell(&mut self, sql: String) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(connection) => connection.execute(AssertSqlSafe(sql)).await.map(drop)?,
            Self::Postgres(connection) => connection.execute(AssertSqlSafe(sql)).await.map(drop)?,
        }
        Ok(())
    }

    pub(crate) async fn put(&mut self, table: &Table, rows: Vec<Row>) -> anyhow::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let columns: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let into = format!("{} ({})", table.name, columns.join(", "));
        match self {
            Self::Sqlite(connection) => {
                let marks = format!("({})", vec!["?"; columns.len()].join(", "));
                for rows in rows.chunks((VALUES_MAX / columns.len().max(1)).max(1)) {
                    let sql = format!("INSERT INTO {into} VALUES {}", vec![marks.as_str(); rows.len()].join(", "));
                    let mut query = sqlx::query(AssertSqlSafe(sql));
                    for cell in rows.iter().flatten() {
                        query = match cell {
                            Cell::Nothing => query.bind(None::<i64>),
                            Cell::Uuid(value) => query.bind(*value),
                            Cell::Text(value) => query.bind(value.clone()),
                            Cell::Integer(value) => query.bind(*value),
                            Cell::Bytes(value) => query.bind(value.clone()),
                        };
                    }
                    query.execute(&mut *connection).await?;
                }
            }
            Self::Postgres(connection) => {
                let mut lines = String::new();
                for row in &rows {
                    for (place, cell) in row.iter().enumerate() {
                        lines.push_str(if place == 0 { "" } else { "\t" });
                        write_cell(&mut lines, cell)?;
                    }
                    lines.push('\n');
                }
                let mut copy = connection.copy_in_raw(&format!("COPY {into} FROM STDIN")).await?;
                copy.send(lines.into_bytes()).await?;
                copy.finish().await?;
            }
        }
        Ok(())
    }

    /// Lets the engine look at what it has, as it does by itself in time, and counts.
    pub(crate) async fn finish(mut self) -> anyhow::Result<Size> {
        let (children, events, log_lines, bytes): (i64, i64, i64, i64) = match &mut self {
            Self::Sqlite(connection) => {
                let row = sqlx::query(COUNTED).fetch_one(&mut *connection).await?;
                let size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
                let size = sqlx::query(size).fetch_one(&mut *connection).await?;
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, size.try_get(0)?)
            }
            Self::Postgres(connection) => {
                connection.execute("VACUUM ANALYZE").await?;
                // So that the first pages measured do not pay for the load. Not everybody may ask for it.
                let _ = connection.execute("CHECKPOINT").await;
                let row = sqlx::query(COUNTED).fetch_one(&mut *connection).await?;
                let size =
                    sqlx::query("SELECT pg_database_size(current_database())").fetch_one(&mut *connection).await?;
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, size.try_get(0)?)
            }
        };
        match self {
            Self::Sqlite(connection) => connection.close().await?,
            Self::Postgres(connection) => connection.close().await?,
        }
        #[expect(clippy::cast_precision_loss, reason = "a size for people to read")]
        let megabytes = bytes as f64 / 1_048_576.0;
        Ok(Size { children, events, log_lines, megabytes })
    }
}

/// A cell as COPY reads it.
fn write_cell(line: &mut String, cell: &Cell) -> std::fmt::Result {
    match cell {
        Cell::Nothing => line.push_str("\\N"),
        Cell::Uuid(value) => write!(line, "{value}")?,
        Cell::Integer(value) => write!(line, "{value}")?,
        Cell::Bytes(value) => {
            line.push_str("\\\\x");
            for byte in value {
                write!(line, "{byte:02x}")?;
            }
        }
        Cell::Text(value) => {
            for letter in value.chars() {
                match letter {
                    '\\' => line.push_str("\\\\"),
                    '\t' => line.push_str("\\t"),
                    '\n' => line.push_str("\\n"),
                    '\r' => line.push_str("\\r"),
                    other => line.push(other),
                }
            }
        }
    }
    Ok(())
}
