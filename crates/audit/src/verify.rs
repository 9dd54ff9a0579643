//! Reading every chain from its beginning and saying where the first one breaks.

use database::{Database, Failure, values};
use domain::id::Id;
use domain::organisation::SecrecyDomain;

use crate::line::Line;

/// Lines read at a time.
const BATCH: i64 = 1_000;

pub(crate) const HEADS: &str = "
    SELECT domain_id, sequence, hash
    FROM audit_head
    ORDER BY domain_id";
pub(crate) const LINES_AFTER: &str = "
    SELECT domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, person_id, job, action, outcome,
      act, subject_kind, subject_id, child_id, rows_seen, policies, previous, hash
    FROM audit_line
    WHERE domain_id = $1 AND sequence > $2
    ORDER BY sequence
    LIMIT $3";

/// All chains are whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many chains.
    pub chains: u64,
    /// How many lines in all.
    pub lines: u64,
}

/// The first line that is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// In whose chain.
    pub domain: Id<SecrecyDomain>,
    /// Which line.
    pub sequence: i64,
    /// In what way.
    pub how: How,
}

/// In what way a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A line is missing here.
    Missing,
    /// The line does not follow the one before it.
    Unlinked,
    /// The line was changed.
    Changed,
    /// Lines stand after the recorded end.
    BeyondEnd,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let how = match self.how {
            How::Missing => "is missing",
            How::Unlinked => "does not follow the line before it",
            How::Changed => "was changed after it was written",
            How::BeyondEnd => "stands after the recorded end of the log",
        };
        write!(formatter, "line {} of secrecy domain {} {how}", self.sequence, self.domain)
    }
}

/// Verifies every chain. The inner error names the first broken line.
pub async fn verify(database: &Database) -> Result<Result<Verified, Broken>, Failure> {
    let mut transaction = database.begin_reading("audit.verify").await?;
    let mut verified = Verified { chains: 0, lines: 0 };
    for head in transaction.rows(HEADS, values![]).await? {
        let domain: Id<SecrecyDomain> = head.id("domain_id")?;
        let (end, mut previous, mut sequence) = (head.integer("sequence")?, vec![0_u8; 32], 0);
        loop {
            let rows = transaction.rows(LINES_AFTER, values![domain, sequence, BATCH]).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let line = Line::from_row(row)?;
                if let Some(how) = broken(&line, sequence, &previous, end) {
                    let sequence = if how == How::Missing { sequence + 1 } else { line.sequence };
                    return Ok(Err(Broken { domain, sequence, how }));
                }
                (sequence, previous) = (line.sequence, line.hash);
                verified.lines += 1;
            }
        }
        if sequence != end {
            return Ok(Err(Broken { domain, sequence: sequence + 1, how: How::Missing }));
        }
        if previous != head.bytes("hash")? {
            return Ok(Err(Broken { domain, sequence, how: How::Changed }));
        }
        verified.chains += 1;
    }
    transaction.commit().await?;
    Ok(Ok(verified))
}

fn broken(line: &Line, before: i64, previous: &[u8], end: i64) -> Option<How> {
    if line.sequence != before + 1 {
        Some(How::Missing)
    } else if line.sequence > end {
        Some(How::BeyondEnd)
    } else if line.previous != previous {
        Some(How::Unlinked)
    } else if line.digest() != line.hash {
        Some(How::Changed)
    } else {
        None
    }
}
