//! SQL of tables of rules. Public facts: nothing here is about a child.

use database::{Failure, Row, Transaction, values};
use domain::front_door::table::Table;
use domain::front_door::table::row::TableRow;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::Assignment;

use crate::rules::stored;

const EDITIONS: &str = "
    SELECT id, version, name, valid_from, rules, saved_at, saved_by
    FROM rule_table
    ORDER BY version DESC
    LIMIT 100";
const FIND_EDITION: &str = "
    SELECT id, version, name, valid_from, rules, saved_at, saved_by
    FROM rule_table
    WHERE id = $1";
const IN_FORCE: &str = "
    SELECT version
    FROM rule_table
    WHERE valid_from <= $1
    ORDER BY valid_from DESC, version DESC
    LIMIT 1";
const FIND_VERSION: &str = "
    SELECT id, version, name, valid_from, rules, saved_at, saved_by
    FROM rule_table
    WHERE version = $1";
const LAST_VERSION: &str = "
    SELECT COALESCE(MAX(version), 0) AS version
    FROM rule_table";
const INSERT_EDITION: &str = "
    INSERT INTO rule_table (id, version, name, valid_from, rules, saved_at, saved_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const DRAFTS: &str = "
    SELECT id, name, valid_from, rules, changed_at, changed_by, version
    FROM rule_draft
    ORDER BY changed_at DESC, id
    LIMIT 50";
const FIND_DRAFT: &str = "
    SELECT id, name, valid_from, rules, changed_at, changed_by, version
    FROM rule_draft
    WHERE id = $1";
const INSERT_DRAFT: &str = "
    INSERT INTO rule_draft (id, name, valid_from, rules, changed_at, changed_by, version)
    VALUES ($1, $2, $3, $4, $5, $6, 1)";
const UPDATE_DRAFT: &str = "
    UPDATE rule_draft
    SET name = $3, valid_from = $4, rules = $5, changed_at = $6, changed_by = $7, version = version + 1
    WHERE id = $1 AND version = $2";
const DELETE_DRAFT: &str = "
    DELETE FROM rule_draft
    WHERE id = $1 AND version = $2";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    EDITIONS,
    FIND_EDITION,
    IN_FORCE,
    FIND_VERSION,
    LAST_VERSION,
    INSERT_EDITION,
    DRAFTS,
    FIND_DRAFT,
    INSERT_DRAFT,
    UPDATE_DRAFT,
    DELETE_DRAFT,
];

/// An edition as it was saved.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The table as rows.
    pub row: TableRow,
    /// When it was saved.
    pub saved_at: Moment,
    /// Who saved it; none when the installation did.
    pub saved_by: Option<Id<Assignment>>,
}

/// A table on its way.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The table as rows; its version is not given yet.
    pub row: TableRow,
    /// When it was last changed.
    pub changed_at: Moment,
    /// Who changed it.
    pub changed_by: Option<Id<Assignment>>,
    /// What a change must be based on.
    pub version: i64,
}

pub(crate) async fn editions(transaction: &mut Transaction) -> Result<Vec<Edition>, Failure> {
    transaction.rows(EDITIONS, values![]).await?.iter().map(edition).collect()
}

pub(crate) async fn find_edition(transaction: &mut Transaction, id: Id<Table>) -> Result<Option<Edition>, Failure> {
    transaction.row(FIND_EDITION, values![id]).await?.as_ref().map(edition).transpose()
}

pub(crate) async fn version_in_force(transaction: &mut Transaction, today: Day) -> Result<Option<i64>, Failure> {
    transaction.row(IN_FORCE, values![today]).await?.map(|row| row.integer("version")).transpose()
}

pub(crate) async fn find_version(transaction: &mut Transaction, version: i64) -> Result<Option<Edition>, Failure> {
    transaction.row(FIND_VERSION, values![version]).await?.as_ref().map(edition).transpose()
}

/// The number of the next edition.
pub(crate) async fn next_version(transaction: &mut Transaction) -> Result<u32, Failure> {
    let row = transaction.row(LAST_VERSION, values![]).await?;
    row.map_or(Ok(0), |row| row.number::<u32>("version")).map(|last| last.saturating_add(1))
}

pub(crate) async fn insert_edition(
    transaction: &mut Transaction,
    row: &TableRow,
    saved_at: Moment,
    saved_by: Option<Id<Assignment>>,
) -> Result<(), Failure> {
    let values =
        values![row.id, row.version, row.name.as_str(), row.valid_from, stored::written(row), saved_at, saved_by];
    transaction.execute(INSERT_EDITION, values).await.map(drop)
}

pub(crate) async fn drafts(transaction: &mut Transaction) -> Result<Vec<Draft>, Failure> {
    transaction.rows(DRAFTS, values![]).await?.iter().map(draft).collect()
}

pub(crate) async fn find_draft(transaction: &mut Transaction, id: Id<Table>) -> Result<Option<Draft>, Failure> {
    transaction.row(FIND_DRAFT, values![id]).await?.as_ref().map(draft).transpose()
}

pub(crate) async fn insert_draft(
    transaction: &mut Transaction,
    row: &TableRow,
    at: Moment,
    by: Option<Id<Assignment>>,
) -> Result<(), Failure> {
    let values = values![row.id, row.name.as_str(), row.valid_from, stored::written(row), at, by];
    transaction.execute(INSERT_DRAFT, values).await.map(drop)
}

pub(crate) async fn update_draft(
    transaction: &mut Transaction,
    draft: &Draft,
    at: Moment,
    by: Option<Id<Assignment>>,
) -> Result<(), Failure> {
    let row = &draft.row;
    let values = values![row.id, draft.version, row.name.as_str(), row.valid_from, stored::written(row), at, by];
    transaction.change(UPDATE_DRAFT, values).await
}

pub(crate) async fn delete_draft(transaction: &mut Transaction, draft: &Draft) -> Result<(), Failure> {
    transaction.change(DELETE_DRAFT, values![draft.row.id, draft.version]).await
}

fn edition(row: &Row) -> Result<Edition, Failure> {
    let version = row.number("version")?;
    Ok(Edition { row: table(row, version)?, saved_at: row.moment("saved_at")?, saved_by: row.id_maybe("saved_by")? })
}

fn draft(row: &Row) -> Result<Draft, Failure> {
    Ok(Draft {
        row: table(row, 0)?,
        changed_at: row.moment("changed_at")?,
        changed_by: row.id_maybe("changed_by")?,
        version: row.integer("version")?,
    })
}

fn table(row: &Row, version: u32) -> Result<TableRow, Failure> {
    let table = TableRow {
        id: row.id("id")?,
        name: row.text("name")?,
        version,
        valid_from: row.day("valid_from")?,
        standing: String::new(),
        resolution: String::new(),
        default_level: None,
        rules: vec![],
    };
    stored::read(table, &row.text("rules")?).ok_or(Failure::Meaning { what: "rule_table.rules" })
}
