//! Reading the log: what has been done with one child, and what has been done at one unit.

use access::Permit;
use access::action::oversight;
use database::{Failure, values};
use domain::child::Child;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;

use crate::act::Act;
use crate::line::Line;

pub(crate) const OF_CHILD: &str = "
    SELECT domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, person_id, job, action, outcome,
      act, subject_kind, subject_id, child_id, rows_seen, policies, previous, hash
    FROM audit_line
    WHERE child_id = $1 AND at < $2
    ORDER BY at DESC, sequence DESC
    LIMIT $3";
pub(crate) const OF_UNIT: &str = "
    SELECT domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, person_id, job, action, outcome,
      act, subject_kind, subject_id, child_id, rows_seen, policies, previous, hash
    FROM audit_line
    WHERE unit_id = $1 AND at >= $2 AND at < $3
    ORDER BY at DESC, sequence DESC
    LIMIT $4";

/// Every statement of this crate, for the test that prepares them.
#[doc(hidden)]
pub const STATEMENTS: &[&str] = &[
    OF_CHILD,
    OF_UNIT,
    crate::chain::TAKE_HEAD,
    crate::chain::CREATE_HEAD,
    crate::chain::MOVE_HEAD,
    crate::chain::INSERT_LINE,
    crate::verify::HEADS,
    crate::verify::LINES_AFTER,
];

/// Where to go on reading: before this moment.
pub type Cursor = Moment;

/// Some lines, newest first, and where to go on.
#[derive(Clone, Debug)]
pub struct Page {
    /// The lines.
    pub lines: Vec<Line>,
    /// Where the next ones begin, if there are more.
    pub next: Option<Cursor>,
}

impl Page {
    fn new(mut lines: Vec<Line>, size: i64) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = lines.len() > size;
        lines.truncate(size);
        let next = if more { lines.last().map(|line| line.at) } else { None };
        Self { lines, next }
    }
}

impl Act {
    /// What has been done with a child, newest first, for the child or a guardian.
    pub async fn lines_of_child(
        &mut self,
        permit: &Permit<oversight::SeeReaders>,
        child: Id<Child>,
        before: Cursor,
        size: i64,
    ) -> Result<Page, Failure> {
        if permit.subject().child != Some(child) {
            return Ok(Page { lines: Vec::new(), next: None });
        }
        let rows = self.transaction().rows(OF_CHILD, values![child, before, size + 1]).await?;
        Ok(Page::new(rows.iter().map(Line::from_row).collect::<Result<_, _>>()?, size))
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
            return Ok(Page { lines: Vec::new(), next: None });
        }
        let rows = self.transaction().rows(OF_UNIT, values![unit, from, before, size + 1]).await?;
        Ok(Page::new(rows.iter().map(Line::from_row).collect::<Result<_, _>>()?, size))
    }
}
