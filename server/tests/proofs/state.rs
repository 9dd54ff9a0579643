//! What a database holds, to see that nothing was written.

use std::collections::BTreeMap;

use database::Location;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use testkit::TestApp;

/// Tables in which something may be written although nothing was changed: who was refused, that somebody is there, and
/// that a form is on its way, so that it is not taken twice.
const LOGS: [&str; 4] = ["audit_line", "audit_head", "session", "sent_form"];

/// Every table but the logs, with how many rows it has and what is in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State(BTreeMap<String, (i64, String)>);

impl State {
    /// The tables that differ.
    pub(crate) fn changes_since(&self, before: &Self) -> Vec<String> {
        let changed = self.0.iter().filter(|(table, now)| before.0.get(*table) != Some(now));
        changed
            .map(|(table, (rows, _))| match before.0.get(table) {
                Some((before, _)) if before == rows => format!("{table}: a row was changed"),
                Some((before, _)) => format!("{table}: from {before} to {rows} rows"),
                None => format!("{table}: new"),
            })
            .collect()
    }

    /// How many rows there are in all.
    pub(crate) fn rows(&self) -> i64 {
        self.0.values().map(|(rows, _)| rows).sum()
    }
}

/// A connection of one's own, beside the server's.
pub(crate) enum Beside {
    Sqlite(SqliteConnection, String),
    Postgres(PgConnection, String),
}

impl Beside {
    /// Beside a running Cairn.
    pub(crate) async fn new(test: &TestApp) -> Self {
        match &test.location {
            Location::Sqlite(path) => {
                let address = format!("sqlite:{}", path.display());
                let mut connection = SqliteConnection::connect(&address).await.expect("the file opens");
                let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
                let rows = sqlx::query(tables).fetch_all(&mut connection).await.expect("the tables");
                let mut questions = Vec::new();
                for table in rows.iter().map(|row| row.get::<String, _>(0)).filter(|name| counted(name)) {
                    let columns = format!("SELECT name FROM pragma_table_info('{table}')");
                    let columns =
                        sqlx::query(AssertSqlSafe(columns)).fetch_all(&mut connection).await.expect("columns");
                    let line: Vec<_> =
                        columns.iter().map(|row| format!("quote({})", row.get::<String, _>(0))).collect();
                    let line = line.join(" || ',' || ");
                    questions.push(format!(
                        "SELECT '{table}' AS name, COUNT(*) AS rows, COALESCE(group_concat(line, '|'), '') AS content
                         FROM (SELECT {line} AS line FROM {table} ORDER BY 1)"
                    ));
                }
                Self::Sqlite(connection, questions.join(" UNION ALL "))
            }
            Location::Postgres(address) => {
                let mut connection = PgConnection::connect(address).await.expect("the database answers");
                let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
                let rows = sqlx::query(tables).fetch_all(&mut connection).await.expect("the tables");
                let tables = rows.iter().map(|row| row.get::<String, _>(0)).filter(|name| counted(name));
                let question = |table: String| {
                    format!(
                        "SELECT '{table}' AS name, COUNT(*) AS rows,
                           COALESCE(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS content
                         FROM {table} t"
                    )
                };
                let questions: Vec<_> = tables.map(question).collect();
                Self::Postgres(connection, questions.join(" UNION ALL "))
            }
        }
    }

    /// What the database holds now.
    pub(crate) async fn state(&mut self) -> State {
        let mut state = BTreeMap::new();
        match self {
            Self::Sqlite(connection, question) => {
                let rows = sqlx::query(AssertSqlSafe(question.clone())).fetch_all(connection).await.expect("a count");
                for row in rows {
                    state.insert(row.get("name"), (row.get("rows"), row.get("content")));
                }
            }
            Self::Postgres(connection, question) => {
                let rows = sqlx::query(AssertSqlSafe(question.clone())).fetch_all(connection).await.expect("a count");
                for row in rows {
                    state.insert(row.get("name"), (row.get("rows"), row.get("content")));
                }
            }
        }
        State(state)
    }
}

fn counted(table: &str) -> bool {
    !LOGS.contains(&table)
}
