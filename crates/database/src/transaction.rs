//! A named transaction. Everything in it is saved together or not at all; dropping it saves nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{Postgres, Sqlite};
use uuid::Uuid;

use crate::attempt::{self, Saving};
use crate::engine::Database;
use crate::failure::Failure;
use crate::keys::holding::Held;
use crate::value::{Inner as RowInner, Row, Value};

/// A named transaction on either engine.
pub struct Transaction {
    pub(crate) name: &'static str,
    pub(crate) queries: u32,
    pub(crate) inner: Inner,
    pub(crate) kind: Kind,
    /// The keys that are not destroyed by others before it ends, by whose they are.
    pub(crate) held: BTreeMap<Uuid, Held>,
    pub(crate) database: Database,
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Reading,
    /// Writing what nobody asked for, such as a line in the log of what is shown.
    Aside,
    Writing,
}

pub(crate) enum Inner {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
    Ended,
}

impl Transaction {
    /// The name of the act this transaction belongs to.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many statements have run.
    pub fn queries(&self) -> u32 {
        self.queries
    }

    /// The database it runs in.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Runs a statement and tells how many rows it changed.
    pub async fn execute(&mut self, sql: &'static str, values: Vec<Value>) -> Result<u64, Failure> {
        self.count(sql, &values);
        let answer = within(async {
            Ok(match &mut self.inner {
                Inner::Sqlite(transaction) => sqlite(sql, values).execute(&mut **transaction).await?.rows_affected(),
                Inner::Postgres(transaction) => {
                    postgres(sql, values).execute(&mut **transaction).await?.rows_affected()
                }
                Inner::Ended => return Err(Failure::Ended),
            })
        });
        let answer = answer.await;
        self.database.heard(answer)
    }

    /// Runs a statement that must change exactly one row; otherwise someone else changed it first.
    pub async fn change(&mut self, sql: &'static str, values: Vec<Value>) -> Result<(), Failure> {
        if self.execute(sql, values).await? == 1 { Ok(()) } else { Err(Failure::Conflict) }
    }

    /// All rows of a question. The question carries its own limit.
    pub async fn rows(&mut self, sql: &'static str, values: Vec<Value>) -> Result<Vec<Row>, Failure> {
        self.count(sql, &values);
        let answer = within(async {
            Ok(match &mut self.inner {
                Inner::Sqlite(transaction) => {
                    let rows = sqlite(sql, values).fetch_all(&mut **transaction).await?;
                    rows.into_iter().map(|row| Row(RowInner::Sqlite(row))).collect()
                }
                Inner::Postgres(transaction) => {
                    let rows = postgres(sql, values).fetch_all(&mut **transaction).await?;
                    rows.into_iter().map(|row| Row(RowInner::Postgres(row))).collect()
                }
                Inner::Ended => return Err(Failure::Ended),
            })
        });
        let answer = answer.await;
        self.database.heard(answer)
    }

    /// The row of a question that has at most one.
    pub async fn row(&mut self, sql: &'static str, values: Vec<Value>) -> Result<Option<Row>, Failure> {
        self.count(sql, &values);
        let answer = within(async {
            Ok(match &mut self.inner {
                Inner::Sqlite(transaction) => {
                    sqlite(sql, values).fetch_optional(&mut **transaction).await?.map(|row| Row(RowInner::Sqlite(row)))
                }
                Inner::Postgres(transaction) => {
                    let row = postgres(sql, values).fetch_optional(&mut **transaction).await?;
                    row.map(|row| Row(RowInner::Postgres(row)))
                }
                Inner::Ended => return Err(Failure::Ended),
            })
        });
        let answer = answer.await;
        self.database.heard(answer)
    }

    /// Saves everything.
    pub async fn commit(mut self) -> Result<(), Failure> {
        self.end().await
    }

    /// Leaves the mark of the attempt that this is part of, if it has one that is not left yet. It is saved with the rest.
    pub async fn leave_mark(&mut self) -> Result<(), Failure> {
        attempt::leave_mark(self).await
    }

    /// Saves everything and ends the transaction where it stands: whatever is tried in it afterwards fails. When the
    /// database goes away in this very moment nobody can say whether it was saved; a form that is sent again tells.
    pub async fn end(&mut self) -> Result<(), Failure> {
        self.database.observe(self.name, self.queries);
        let inner = std::mem::replace(&mut self.inner, Inner::Ended);
        let saving = match self.kind {
            Kind::Reading | Kind::Aside => None,
            Kind::Writing => Some(Saving::begin()),
        };
        let answer = within(async {
            match inner {
                Inner::Sqlite(transaction) => transaction.commit().await?,
                Inner::Postgres(transaction) => transaction.commit().await?,
                Inner::Ended => return Err(Failure::Ended),
            }
            Ok(())
        });
        let answer = answer.await;
        if let Some(saving) = saving {
            saving.heard(&answer);
        }
        self.database.heard(answer)?;
        match self.kind {
            Kind::Reading | Kind::Writing => {}
            Kind::Aside => attempt::note_aside(),
        }
        Ok(())
    }

    /// Forgets everything and ends the transaction where it stands: whatever is tried in it afterwards fails.
    pub async fn undo(&mut self) -> Result<(), Failure> {
        self.database.observe(self.name, self.queries);
        let inner = std::mem::replace(&mut self.inner, Inner::Ended);
        let answer = within(async {
            match inner {
                Inner::Sqlite(transaction) => transaction.rollback().await?,
                Inner::Postgres(transaction) => transaction.rollback().await?,
                Inner::Ended => return Err(Failure::Ended),
            }
            Ok(())
        });
        let answer = answer.await;
        self.database.heard(answer)
    }

    fn count(&mut self, sql: &'static str, values: &[Value]) {
        self.queries += 1;
        crate::tally::note(self.name, sql, values);
    }

    /// For a migration: an index over millions of rows takes longer than any page may.
    pub(crate) async fn take_as_long_as_it_takes(&mut self) -> Result<(), Failure> {
        match &self.inner {
            Inner::Postgres(_) => self.script("SET LOCAL statement_timeout = 0").await,
            Inner::Sqlite(_) | Inner::Ended => Ok(()),
        }
    }

    pub(crate) async fn script(&mut self, sql: &'static str) -> Result<(), Failure> {
        match &mut self.inner {
            Inner::Sqlite(transaction) => {
                sqlx::raw_sql(sql).execute(&mut **transaction as &mut SqliteConnection).await?;
            }
            Inner::Postgres(transaction) => {
                sqlx::raw_sql(sql).execute(&mut **transaction as &mut PgConnection).await?;
            }
            Inner::Ended => return Err(Failure::Ended),
        }
        Ok(())
    }
}

/// How long a statement may take. The database is told a shorter time where it can be; this is for one that has gone
/// without a word, as when a cable is pulled.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// Waits for an answer, but not for ever.
pub(crate) async fn within<T>(asking: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::time::timeout(ANSWER_WITHIN, asking).await.unwrap_or_else(|_| Err(Failure::late()))
}

fn sqlite(sql: &'static str, values: Vec<Value>) -> sqlx::query::Query<'static, Sqlite, SqliteArguments> {
    values.into_iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Uuid(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::Integer(value) => query.bind(value),
        Value::Bytes(value) => query.bind(value),
    })
}

fn postgres(sql: &'static str, values: Vec<Value>) -> sqlx::query::Query<'static, Postgres, PgArguments> {
    values.into_iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Uuid(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::Integer(value) => query.bind(value),
        Value::Bytes(value) => query.bind(value),
    })
}
