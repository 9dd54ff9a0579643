//! SQL of promised times.

use access::Permit;
use access::action::identity::KeepOrganisations;
use database::{Failure, Row, Transaction, values};
use domain::clock::{Code, Definition, Scope, Source};
use domain::moment::{Day, Moment};

use crate::promises::codes::{
    evidence_code, evidence_from, scope_code, scope_from, start_code, start_from, unit_code, unit_from,
};

const ALL: &str = "
    SELECT code, scope, valid_from, amount, unit, start, source, evidence
    FROM promised_time
    ORDER BY valid_from, code, scope
    LIMIT 10000";
const REMOVE: &str = "
    DELETE FROM promised_time
    WHERE code = $1 AND scope = $2 AND valid_from = $3";
const INSERT: &str = "
    INSERT INTO promised_time (code, scope, valid_from, amount, unit, start, source, evidence, set_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[ALL, REMOVE, INSERT];

/// What the region has set, in order of the first day.
pub(crate) async fn all(transaction: &mut Transaction) -> Result<Vec<Definition>, Failure> {
    transaction.rows(ALL, values![]).await?.iter().map(definition).collect()
}

/// A definition as its columns hold it.
pub fn definition(row: &Row) -> Result<Definition, Failure> {
    Ok(Definition {
        code: row.code("code", |code| code.parse::<Code>().ok())?,
        amount: row.number("amount")?,
        unit: row.code("unit", unit_from)?,
        start: row.code("start", start_from)?,
        scope: row.code("scope", scope_from)?,
        source: Source { evidence: row.code("evidence", evidence_from)?, text: row.text("source")? },
        valid_from: row.day("valid_from")?,
    })
}

/// Stores one in place of another of the same code, scope and day.
pub(crate) async fn set(
    transaction: &mut Transaction,
    _permit: &Permit<KeepOrganisations>,
    new: &Definition,
    now: Moment,
) -> Result<(), Failure> {
    let Definition { code, amount, unit, start, scope, source, valid_from } = new;
    let (code, scope) = (code.as_str(), scope_code(*scope));
    transaction.execute(REMOVE, values![code, scope, *valid_from]).await?;
    let values = values![
        code,
        scope,
        *valid_from,
        u32::from(*amount),
        unit_code(*unit),
        start_code(*start),
        source.text.trim(),
        evidence_code(source.evidence),
        now
    ];
    transaction.execute(INSERT, values).await?;
    crate::store::changed(transaction).await
}

/// Removes one; says whether there was any.
pub(crate) async fn remove(
    transaction: &mut Transaction,
    _permit: &Permit<KeepOrganisations>,
    (code, scope, valid_from): (Code, Scope, Day),
) -> Result<bool, Failure> {
    let removed = transaction.execute(REMOVE, values![code.as_str(), scope_code(scope), valid_from]).await?;
    crate::store::changed(transaction).await?;
    Ok(removed > 0)
}
