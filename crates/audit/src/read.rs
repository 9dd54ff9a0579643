//! Reading the log: what has been done with one child, and what has been done at one unit.

use access::Permit;
use access::action::oversight;
use database::{Failure, Row, values};
use domain::child::Child;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{SecrecyDomain, Staff, Unit};
use uuid::Uuid;

use crate::act::Act;
use crate::line::Line;

/// How many lines may be fetched by their numbers at once.
pub const LINES_AT_ONCE: usize = 20;
/// The most lines of one person about one child that are shown. Three hours hold no more.
const LINES_OF_ONE_MAX: i64 = 500;

pub(crate) const OF_CHILD: &str = "
    SELECT domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, person_id, job, action, outcome,
      act, subject_kind, subject_id, child_id, rows_seen, policies, previous, hash
    FROM audit_line
    WHERE child_id = $1 AND at <= $2 AND (at < $2 OR domain_id < $3 OR (domain_id = $3 AND sequence < $4))
    ORDER BY at DESC, domain_id DESC, sequence DESC
    LIMIT $5";
pub(crate) const OF_UNIT: &str = "
    SELECT domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, person_id, job, action, outcome,
      act, subject_kind, subject_id, child_id, rows_seen, policies, previous, hash
    FROM audit_line
    WHERE unit_id = $1 AND at >= $2 AND at <= $3
      AND (at < $3 OR domain_id < $4 OR (domain_id = $4 AND sequence < $5))
    ORDER BY at DESC, domain_id DESC, sequence DESC
    LIMIT $6";
pub(crate) const OF_ONE: &str = "
    SELECT domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, person_id, job, action, outcome,
      act, subject_kind, subject_id, child_id, rows_seen, policies, previous, hash
    FROM audit_line
    WHERE child_id = $1 AND at >= $2 AND at <= $3 AND staff_id = $4 AND unit_id = $5
    ORDER BY at, domain_id, sequence
    LIMIT $6";
pub(crate) const BY_SEQUENCE: &str = "
    SELECT domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, person_id, job, action, outcome,
      act, subject_kind, subject_id, child_id, rows_seen, policies, previous, hash
    FROM audit_line
    WHERE domain_id = $1 AND unit_id = $2
      AND sequence IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
    ORDER BY sequence";

/// Every statement of this crate, for the test that prepares them.
#[doc(hidden)]
pub const STATEMENTS: &[&str] = &[
    OF_CHILD,
    OF_UNIT,
    OF_ONE,
    BY_SEQUENCE,
    crate::chain::TAKE_HEAD,
    crate::chain::CREATE_HEAD,
    crate::chain::MOVE_HEAD,
    crate::chain::INSERT_LINE,
    crate::verify::HEADS,
    crate::verify::LINES_AFTER,
];

/// Where to go on reading: earlier than this line. An act may write several lines at one moment, so that the moment alone
/// would skip some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    at: Moment,
    domain: Id<SecrecyDomain>,
    sequence: i64,
}

impl Cursor {
    /// Everything before a moment.
    pub fn before(at: Moment) -> Self {
        Self { at, domain: Id::new(Uuid::nil()), sequence: i64::MIN }
    }

    /// Everything.
    pub fn latest() -> Self {
        Self::before(Moment::from_microseconds(i64::MAX))
    }

    /// As it stands in an address.
    pub fn written(self) -> String {
        format!("{}.{}.{}", self.at.microseconds(), self.domain, self.sequence)
    }

    /// From an address.
    pub fn read(written: &str) -> Option<Self> {
        let mut parts = written.split('.');
        let at = Moment::from_microseconds(parts.next()?.parse().ok()?);
        let cursor = Self { at, domain: parts.next()?.parse().ok()?, sequence: parts.next()?.parse().ok()? };
        parts.next().is_none().then_some(cursor)
    }

    fn after(line: &Line) -> Self {
        Self { at: line.at, domain: line.domain, sequence: line.sequence }
    }
}

/// Some lines, newest first, and where to go on.
#[derive(Clone, Debug)]
pub struct Page {
    /// The lines.
    pub lines: Vec<Line>,
    /// Where the next ones begin, if there are more.
    pub next: Option<Cursor>,
}

impl Page {
    fn empty() -> Self {
        Self { lines: Vec::new(), next: None }
    }

    fn new(rows: &[Row], size: i64) -> Result<Self, Failure> {
        Ok(Self::of(lines(rows)?, size))
    }

    fn of(mut lines: Vec<Line>, size: i64) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = lines.len() > size;
        lines.truncate(size);
        let next = if more { lines.last().map(Cursor::after) } else { None };
        Self { lines, next }
    }
}

fn lines(rows: &[Row]) -> Result<Vec<Line>, Failure> {
    rows.iter().map(Line::from_row).collect()
}

/// Someone at work and a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Who.
    pub staff: Id<Staff>,
    /// Where they worked.
    pub unit: Id<Unit>,
    /// From when.
    pub from: Moment,
    /// Until when, that moment included.
    pub until: Moment,
}

impl Act {
    /// What has been done with a child, newest first, for the child or a guardian: under the record that the permit is about,
    /// which is the first, and under every other that turned out to be the same child.
    pub async fn lines_of_records(
        &mut self,
        permit: &Permit<oversight::SeeReaders>,
        records: &[Id<Child>],
        before: Cursor,
        size: i64,
    ) -> Result<Page, Failure> {
        if records.first() != permit.subject().child.as_ref() || records.is_empty() {
            return Ok(Page::empty());
        }
        let Cursor { at, domain, sequence } = before;
        let mut all = Vec::new();
        for record in records {
            let rows = self.transaction().rows(OF_CHILD, values![*record, at, domain, sequence, size + 1]).await?;
            all.extend(lines(&rows)?);
        }
        all.sort_by_key(|line| std::cmp::Reverse((line.at, line.domain, line.sequence)));
        Ok(Page::of(all, size))
    }

    /// What has been done at a unit from `from` up to `before`, newest first, for its log reviewer.
    pub async fn lines_of_unit(
        &mut self,
        permit: &Permit<oversight::Review>,
        unit: Id<Unit>,
        from: Moment,
        before: Cursor,
        size: i64,
    ) -> Result<Page, Failure> {
        if !permit.is_for(unit.value()) {
            return Ok(Page::empty());
        }
        let Cursor { at, domain, sequence } = before;
        let rows = self.transaction().rows(OF_UNIT, values![unit, from, at, domain, sequence, size + 1]).await?;
        Page::new(&rows, size)
    }

    /// What one person at the unit has done with one child during a stretch of time, oldest first.
    pub async fn lines_of_one(
        &mut self,
        permit: &Permit<oversight::Review>,
        child: Id<Child>,
        stretch: Stretch,
    ) -> Result<Vec<Line>, Failure> {
        let Stretch { staff, unit, from, until } = stretch;
        if !permit.is_for(unit.value()) {
            return Ok(Vec::new());
        }
        let values = values![child, from, until, staff, unit, LINES_OF_ONE_MAX];
        lines(&self.transaction().rows(OF_ONE, values).await?)
    }

    /// Lines of the unit by their numbers in the chain of its domain; no more than [`LINES_AT_ONCE`] of them.
    pub async fn lines_by_sequence(
        &mut self,
        permit: &Permit<oversight::Review>,
        domain: Id<SecrecyDomain>,
        unit: Id<Unit>,
        sequences: &[i64],
    ) -> Result<Vec<Line>, Failure> {
        if !permit.is_for(unit.value()) {
            return Ok(Vec::new());
        }
        let mut values = values![domain, unit];
        // No line has the number 0.
        let padded = sequences.iter().copied().chain(std::iter::repeat(0)).take(LINES_AT_ONCE);
        values.extend(padded.map(database::Value::from));
        lines(&self.transaction().rows(BY_SEQUENCE, values).await?)
    }
}
