//! SQL of the rules for who decides.

use access::Permit;
use access::action::identity::KeepOrganisations;
use database::{Failure, Row, Transaction, values};
use domain::clock::{Evidence, Source};
use domain::consent::{Policy, Rule};
use domain::moment::{Day, Moment};

const ALL: &str = "
    SELECT valid_from, alone_from, source
    FROM deciding_rule
    ORDER BY valid_from
    LIMIT 1000";
const REMOVE: &str = "
    DELETE FROM deciding_rule
    WHERE valid_from = $1";
const INSERT: &str = "
    INSERT INTO deciding_rule (valid_from, alone_from, source, set_at)
    VALUES ($1, $2, $3, $4)";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[ALL, REMOVE, INSERT];

/// What the region has set, in order of the first day.
pub(crate) async fn all(transaction: &mut Transaction) -> Result<Vec<Rule>, Failure> {
    transaction.rows(ALL, values![]).await?.iter().map(rule).collect()
}

fn rule(row: &Row) -> Result<Rule, Failure> {
    let policy = match row.integer_maybe("alone_from")? {
        Some(_) => Policy::MatureChildDecides { from: row.number("alone_from")? },
        None => Policy::GuardiansAlways,
    };
    let source = Source { evidence: Evidence::Decided, text: row.text("source")? };
    Ok(Rule { policy, valid_from: row.day("valid_from")?, source })
}

/// Stores one in place of another of the same day.
pub(crate) async fn set(
    transaction: &mut Transaction,
    _permit: &Permit<KeepOrganisations>,
    new: &Rule,
    now: Moment,
) -> Result<(), Failure> {
    let alone_from = match new.policy {
        Policy::MatureChildDecides { from } => Some(u32::from(from)),
        Policy::GuardiansAlways => None,
    };
    transaction.execute(REMOVE, values![new.valid_from]).await?;
    transaction.execute(INSERT, values![new.valid_from, alone_from, new.source.text.trim(), now]).await?;
    crate::store::changed(transaction).await
}

/// Removes the one of a day; says whether there was any.
pub(crate) async fn remove(
    transaction: &mut Transaction,
    _permit: &Permit<KeepOrganisations>,
    valid_from: Day,
) -> Result<bool, Failure> {
    let removed = transaction.execute(REMOVE, values![valid_from]).await?;
    crate::store::changed(transaction).await?;
    Ok(removed > 0)
}
