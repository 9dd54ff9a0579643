//! The pattern's rows, as they lie in its SQLite file.

use std::str::FromStr as _;

use anyhow::{Context as _, bail};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _, SqliteConnection, ValueRef as _};
use uuid::Uuid;

/// What the target makes itself.
const NOT_COPIED: [&str; 1] = ["migration"];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Uuid,
    Text,
    Integer,
    Bytes,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) holds: Holds,
    /// "table.column", under which sealed values are bound to their place.
    pub(crate) place: &'static str,
}

/// A table, in the order they were made.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Nothing,
    Uuid(Uuid),
    Text(String),
    Integer(i64),
    Bytes(Vec<u8>),
}

/// A row, its cells in the order of the table's columns.
pub(crate) type Row = Vec<Cell>;

/// All rows of the pattern.
pub(crate) struct Rows {
    pub(crate) tables: Vec<Table>,
    rows: Vec<Vec<Row>>,
}

impl Table {
    /// The cell of a column.
    pub(crate) fn cell<'r>(&self, row: &'r Row, column: &str) -> Option<&'r Cell> {
        row.get(self.columns.iter().position(|known| known.name == column)?)
    }

    /// The identifier in a column.
    pub(crate) fn id(&self, row: &Row, column: &str) -> Option<Uuid> {
        match self.cell(row, column)? {
            Cell::Uuid(id) => Some(*id),
            Cell::Nothing | Cell::Text(_) | Cell::Integer(_) | Cell::Bytes(_) => None,
        }
    }
}

impl Rows {
    /// Reads everything.
    pub(crate) async fn read(database: &str) -> anyhow::Result<Self> {
        let path = database.trim_start_matches("sqlite:");
        let mut connection = SqliteConnectOptions::from_str("sqlite:")?.filename(path).connect().await?;
        let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
        let mut all = Self { tables: Vec::new(), rows: Vec::new() };
        for row in sqlx::query(names).fetch_all(&mut connection).await? {
            let name: String = row.try_get(0)?;
            if NOT_COPIED.contains(&name.as_str()) {
                continue;
            }
            let table = table(&mut connection, name).await?;
            all.rows.push(read(&mut connection, &table).await?);
            all.tables.push(table);
        }
        Ok(all)
    }

    /// A table by its name.
    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The rows of a table.
    pub(crate) fn all(&self, table: &Table) -> &[Row] {
        let place = self.tables.iter().position(|known| known.name == table.name);
        place.and_then(|place| self.rows.get(place)).map_or(&[], Vec::as_slice)
    }
}

async fn table(connection: &mut SqliteConnection, name: String) -> anyhow::Result<Table> {
    let mut columns = Vec::new();
    for row in sqlx::query("SELECT name, type FROM pragma_table_info($1)").bind(&name).fetch_all(connection).await? {
        let (column, declared): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let holds = match declared.to_ascii_lowercase().as_str() {
            "uuid" => Holds::Uuid,
            "text" => Holds::Text,
            "bigint" => Holds::Integer,
            "bytea" => Holds::Bytes,
            other => bail!("{name}.{column} is declared {other}"),
        };
        let place: &'static str = Box::leak(format!("{name}.{column}").into_boxed_str());
        columns.push(Column { name: column, holds, place });
    }
    Ok(Table { name, columns })
}

async fn read(connection: &mut SqliteConnection, table: &Table) -> anyhow::Result<Vec<Row>> {
    let columns: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name);
    let mut rows = Vec::new();
    for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await? {
        let mut cells = Vec::with_capacity(table.columns.len());
        for (place, column) in table.columns.iter().enumerate() {
            let missing = row.try_get_raw(place)?.is_null();
            cells.push(match column.holds {
                _ if missing => Cell::Nothing,
                Holds::Uuid => Cell::Uuid(row.try_get(place).with_context(|| column.place)?),
                Holds::Text => Cell::Text(row.try_get(place).with_context(|| column.place)?),
                Holds::Integer => Cell::Integer(row.try_get(place).with_context(|| column.place)?),
                Holds::Bytes => Cell::Bytes(row.try_get(place).with_context(|| column.place)?),
            });
        }
        rows.push(cells);
    }
    Ok(rows)
}
