//! SQL of what has happened to a request.

use access::facts::RequestFacts;
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Row, Transaction, values};
use domain::child::Child;
use domain::front_door::request::Record;
use domain::front_door::request::event::Event;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Assignment;

use crate::request::store::Stored;

const EVENT: &str = "request_event.sealed";

const INSERT: &str = "
    INSERT INTO request_event (child_id, request_id, number, kind, at, assignment_id, sealed)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ALL: &str = "
    SELECT kind, at, assignment_id, sealed
    FROM request_event
    WHERE child_id = $1 AND request_id = $2
    ORDER BY number
    LIMIT 500";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, ALL];

/// What happened to a request, as the page of the request tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// The event's code.
    pub kind: String,
    /// When.
    pub at: Moment,
    /// Who did it, at work.
    pub by: Option<Id<Assignment>>,
    /// The reason, where one was given; empty otherwise.
    pub reason: String,
}

/// What happened to a request, in order.
pub async fn all<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &Stored,
) -> Result<Vec<Happened>, Failure> {
    let id = stored.request.record().id;
    if !permit.is_for(id.value()) {
        return Ok(vec![]);
    }
    let key = act.transaction().child_key(stored.child).await?;
    let rows = act.transaction().rows(ALL, values![stored.child, id]).await?;
    let happened = |row: &Row| {
        Ok(Happened {
            kind: row.text("kind")?,
            at: row.moment("at")?,
            by: row.id_maybe("assignment_id")?,
            reason: key.open_value(EVENT, &row.sealed("sealed")?)?,
        })
    };
    rows.iter().map(happened).collect()
}

/// Keeps what happened, under the version that it led to.
pub(crate) async fn insert(
    transaction: &mut Transaction,
    child: Id<Child>,
    number: i64,
    record: &Record,
    event: &Event,
    assignment: Option<Id<Assignment>>,
) -> Result<(), Failure> {
    let key = transaction.child_key(child).await?;
    let sealed = key.seal_value(EVENT, &reason(event), transaction.database().environment());
    let values = values![child, record.id, number, event.code(), record.changed_at, assignment, sealed];
    transaction.execute(INSERT, values).await.map(drop)
}

/// The reason of an event, where one was given.
fn reason(event: &Event) -> &str {
    match event {
        Event::TakenOver { reason, .. }
        | Event::Released { reason, .. }
        | Event::TakenUpAgain { reason, .. }
        | Event::UrgencyChosen { reason, .. } => reason.as_str(),
        Event::Received { .. }
        | Event::Taken { .. }
        | Event::Identified { .. }
        | Event::Screened
        | Event::Interrupted { .. }
        | Event::Handled { .. }
        | Event::UrgencyRaised { .. }
        | Event::Interviewed { .. }
        | Event::Decided { .. }
        | Event::Closed(_)
        | Event::Merged { .. } => "",
    }
}
