//! SQL of what whoever asked has added since, and what the front door has written to them.

use access::action::front_door::Ask;
use access::facts::RequestFacts;
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Row, values};
use domain::child::Child;
use domain::front_door::request::Request;
use domain::front_door::text::Note;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Assignment;

use crate::request::store::Stored;

const ADDITION: &str = "request_addition.sealed";

const INSERT: &str = "
    INSERT INTO request_addition (child_id, request_id, id, at, by_assignment_id, sealed)
    VALUES ($1, $2, $3, $4, $5, $6)";
const ADDITIONS: &str = "
    SELECT at, by_assignment_id, sealed
    FROM request_addition
    WHERE child_id = $1 AND request_id = $2
    ORDER BY at DESC, id DESC
    LIMIT 100";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, ADDITIONS];

/// Something that was added or answered, exactly as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// When.
    pub at: Moment,
    /// Who wrote it at the front door; none where whoever asked did.
    pub by: Option<Id<Assignment>>,
    /// The words.
    pub words: String,
}

/// How much of it whoever asked has written.
pub(crate) fn own(additions: &[Addition]) -> usize {
    additions.iter().filter(|addition| addition.by.is_none()).count()
}

/// How much of it the front door has written to them.
pub(crate) fn written(additions: &[Addition]) -> usize {
    additions.len().saturating_sub(own(additions))
}

/// Keeps something that is added to a request, or written to whoever asked.
pub(crate) async fn insert<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    (child, request): (Id<Child>, Id<Request>),
    by: Option<Id<Assignment>>,
    words: &Note,
) -> Result<(), Failure> {
    if !permit.is_for(request.value()) || permit.subject().child != Some(child) {
        return Err(Failure::Conflict);
    }
    keep(act, (child, request), by, words).await
}

/// Keeps something that came in together with a request: the right to ask is about no request yet.
pub(crate) async fn insert_with_request(
    act: &mut Act,
    _permit: &Permit<Ask>,
    on: (Id<Child>, Id<Request>),
    words: &Note,
) -> Result<(), Failure> {
    keep(act, on, None, words).await
}

async fn keep(
    act: &mut Act,
    (child, request): (Id<Child>, Id<Request>),
    by: Option<Id<Assignment>>,
    words: &Note,
) -> Result<(), Failure> {
    let (id, now): (Id<Addition>, _) = (act.environment().id(), act.now());
    let key = act.transaction().child_key(child).await?;
    let sealed = key.seal_value(ADDITION, &words.as_str(), act.environment());
    act.transaction().execute(INSERT, values![child, request, id, now, by, sealed]).await.map(drop)
}

/// What was added to a request, oldest first. Where there is more than is read at once, the oldest is left out.
pub(crate) async fn additions<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &Stored,
) -> Result<Vec<Addition>, Failure> {
    let request = stored.request.record().id;
    if !permit.is_for(request.value()) {
        return Ok(vec![]);
    }
    let rows = act.transaction().rows(ADDITIONS, values![stored.child, request]).await?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let key = act.transaction().child_key(stored.child).await?;
    let open = |row: &Row| {
        let (at, by) = (row.moment("at")?, row.id_maybe("by_assignment_id")?);
        Ok(Addition { at, by, words: key.open_value(ADDITION, &row.sealed("sealed")?)? })
    };
    rows.iter().rev().map(open).collect()
}
