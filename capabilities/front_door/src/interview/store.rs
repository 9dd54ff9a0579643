//! SQL of assessments.

use access::facts::RequestFacts;
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Row, values};
use domain::front_door::interview::{Draft, Interview};
use domain::front_door::request::Request;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Assignment;

use crate::interview::sheet::Sheet;
use crate::request::store::Stored;

const SHEET: &str = "assessment.sealed";

const BEGIN: &str = "
    INSERT INTO assessment (child_id, request_id, id, unit_id, started_at, changed_at, changed_by, sealed, version)
    VALUES ($1, $2, $3, $4, $5, $5, $6, $7, 1)
    ON CONFLICT (child_id, request_id) DO NOTHING";
const FIND: &str = "
    SELECT id, started_at, changed_at, changed_by, first_contact_at, waiting_since, sealed, version
    FROM assessment
    WHERE child_id = $1 AND request_id = $2";
const SAVE: &str = "
    UPDATE assessment
    SET changed_at = $3, changed_by = $4, first_contact_at = $5, contact_wait = $6, waiting_since = $7, sealed = $8,
      version = version + 1
    WHERE child_id = $1 AND request_id = $2 AND version = $9";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[BEGIN, FIND, SAVE];

/// An assessment as stored.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The interview.
    pub id: Id<Interview>,
    /// When it began.
    pub started_at: Moment,
    /// When it was last saved.
    pub changed_at: Moment,
    /// Who saved it last.
    pub changed_by: Option<Id<Assignment>>,
    /// The first time somebody talked with the family.
    pub first_contact_at: Option<Moment>,
    /// Since when it is the family's turn.
    pub waiting_since: Option<Moment>,
    /// What has been answered, typed and tried.
    pub sheet: Sheet,
    /// The version that a change must be based on.
    pub version: i64,
}

impl Assessment {
    /// The interview as the rules know it.
    pub fn draft(&self, request: Id<Request>) -> Draft {
        self.sheet.draft(self.id, request, self.started_at)
    }
}

/// Begins the assessment of a request, unless it has begun.
pub(crate) async fn begin<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &Stored,
) -> Result<(), Failure> {
    let request = stored.request.record().id;
    if !permit.is_for(request.value()) {
        return Err(Failure::Conflict);
    }
    let id: Id<Interview> = act.environment().id();
    let (now, by) = (act.now(), act.actor().post().map(|post| post.assignment));
    let key = act.transaction().child_key(stored.child).await?;
    let sealed = key.seal_value(SHEET, &Sheet::default(), act.environment());
    let values = values![stored.child, request, id, stored.unit, now, by, sealed];
    act.transaction().execute(BEGIN, values).await.map(drop)
}

/// The assessment of a request; none when nobody has taken it yet.
pub(crate) async fn find<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &Stored,
) -> Result<Option<Assessment>, Failure> {
    let request = stored.request.record().id;
    if !permit.is_for(request.value()) {
        return Ok(None);
    }
    let Some(row) = act.transaction().row(FIND, values![stored.child, request]).await? else { return Ok(None) };
    let key = act.transaction().child_key(stored.child).await?;
    let sheet = key.open_value(SHEET, &row.sealed("sealed")?)?;
    opened(&row, sheet).map(Some)
}

/// Saves an assessment that is still at its version; otherwise somebody else has saved it.
pub(crate) async fn save<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &Stored,
    assessment: &Assessment,
) -> Result<(), Failure> {
    let record = stored.request.record();
    if !permit.is_for(record.id.value()) {
        return Err(Failure::Conflict);
    }
    let (now, by) = (act.now(), act.actor().post().map(|post| post.assignment));
    let key = act.transaction().child_key(stored.child).await?;
    let sealed = key.seal_value(SHEET, &assessment.sheet, act.environment());
    let wait = assessment.first_contact_at.map(|at| at.microseconds() - record.received_at.microseconds());
    let values = values![
        stored.child,
        record.id,
        now,
        by,
        assessment.first_contact_at,
        wait,
        assessment.waiting_since,
        sealed,
        assessment.version,
    ];
    act.transaction().change(SAVE, values).await
}

fn opened(row: &Row, sheet: Sheet) -> Result<Assessment, Failure> {
    Ok(Assessment {
        id: row.id("id")?,
        started_at: row.moment("started_at")?,
        changed_at: row.moment("changed_at")?,
        changed_by: row.id_maybe("changed_by")?,
        first_contact_at: row.moment_maybe("first_contact_at")?,
        waiting_since: row.moment_maybe("waiting_since")?,
        sheet,
        version: row.integer("version")?,
    })
}
