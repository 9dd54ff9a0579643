//! Putting lines at the end of their chains.

use database::{Failure, Transaction, values};
use domain::id::Id;
use domain::organisation::SecrecyDomain;

use crate::line::Line;

/// Takes the end of a chain, which also makes others wait until this transaction is done: two lines never get one place.
pub(crate) const TAKE_HEAD: &str = "
    UPDATE audit_head
    SET sequence = sequence + $2
    WHERE domain_id = $1
    RETURNING sequence, hash";
pub(crate) const CREATE_HEAD: &str = "
    INSERT INTO audit_head (domain_id, sequence, hash)
    VALUES ($1, 0, $2)
    ON CONFLICT (domain_id) DO NOTHING";
pub(crate) const MOVE_HEAD: &str = "
    UPDATE audit_head
    SET hash = $2
    WHERE domain_id = $1";
pub(crate) const INSERT_LINE: &str = "
    INSERT INTO audit_line (
      domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, person_id, job, action, outcome, act,
      subject_kind, subject_id, child_id, rows_seen, policies, previous, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";

/// Appends lines that all belong to one actor, and so to one chain.
pub(crate) async fn append(transaction: &mut Transaction, lines: Vec<Line>) -> Result<(), Failure> {
    let Some(domain) = lines.first().map(|line| line.domain) else { return Ok(()) };
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let (last, mut hash) = take(transaction, domain, count).await?;
    for (line, sequence) in lines.into_iter().zip(last - count + 1..) {
        let mut line = Line { sequence, previous: hash, ..line };
        line.hash = line.digest();
        hash = line.hash.clone();
        insert(transaction, line).await?;
    }
    transaction.change(MOVE_HEAD, values![domain, hash]).await
}

async fn take(transaction: &mut Transaction, domain: Id<SecrecyDomain>, count: i64) -> Result<(i64, Vec<u8>), Failure> {
    let mut row = transaction.row(TAKE_HEAD, values![domain, count]).await?;
    if row.is_none() {
        transaction.execute(CREATE_HEAD, values![domain, vec![0_u8; 32]]).await?;
        row = transaction.row(TAKE_HEAD, values![domain, count]).await?;
    }
    let row = row.ok_or(Failure::Conflict)?;
    Ok((row.integer("sequence")?, row.bytes("hash")?))
}

async fn insert(transaction: &mut Transaction, line: Line) -> Result<(), Failure> {
    let values = values![
        line.domain,
        line.sequence,
        line.at,
        line.actor_kind,
        line.staff,
        line.assignment,
        line.unit,
        line.role,
        line.person,
        line.job,
        line.action,
        line.outcome.code(),
        line.act,
        line.subject_kind,
        line.subject,
        line.child,
        line.rows_seen,
        line.policies,
        line.previous,
        line.hash,
    ];
    transaction.execute(INSERT_LINE, values).await.map(drop)
}
