//! SQL of leases.

use database::{Failure, Transaction, values};
use domain::id::Id;
use domain::moment::Moment;

use crate::{Holder, Last, Outcome};

const CLAIM: &str = "
    INSERT INTO job (name, holder_id, leased_until, due_at)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (name) DO UPDATE SET holder_id = excluded.holder_id, leased_until = excluded.leased_until
    WHERE job.leased_until <= $4 AND job.due_at <= $5";
const FINISH: &str = "
    UPDATE job
    SET leased_until = $3, due_at = $4, outcome = $5, ran_at = $3, amount = $6
    WHERE name = $1 AND holder_id = $2";
const LAST: &str = "
    SELECT outcome, ran_at, amount, due_at
    FROM job
    WHERE name = $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[CLAIM, FINISH, LAST];

/// Takes a job for a while, if nobody else is at it and it was due by `due_by`. Says whether it was taken.
pub(crate) async fn claim(
    transaction: &mut Transaction,
    name: &'static str,
    holder: Id<Holder>,
    (now, until, due_by): (Moment, Moment, Moment),
) -> Result<bool, Failure> {
    Ok(transaction.execute(CLAIM, values![name, holder, until, now, due_by]).await? == 1)
}

/// Lets go of a job and says how it went. Does nothing when the lease had ended and another has it.
pub(crate) async fn finish(
    transaction: &mut Transaction,
    name: &'static str,
    holder: Id<Holder>,
    (now, due): (Moment, Moment),
    (outcome, amount): (Outcome, i64),
) -> Result<(), Failure> {
    transaction.execute(FINISH, values![name, holder, now, due, outcome.code(), amount]).await.map(drop)
}

/// How a job went last time; `None` when it has never run.
pub(crate) async fn last(transaction: &mut Transaction, name: &'static str) -> Result<Option<Last>, Failure> {
    let Some(row) = transaction.row(LAST, values![name]).await? else { return Ok(None) };
    let (Some(code), Some(ran_at)) = (row.text_maybe("outcome")?, row.moment_maybe("ran_at")?) else { return Ok(None) };
    let outcome = Outcome::from_code(&code).ok_or(Failure::Meaning { what: "outcome" })?;
    let amount = row.integer_maybe("amount")?.unwrap_or_default();
    Ok(Some(Last { outcome, ran_at, amount, due_at: row.moment("due_at")? }))
}
