//! SQL of handovers.

use access::action::trail::{HandOver, Read};
use access::{Permit, branch_code};
use audit::Act;
use database::{Failure, Transaction, values};
use domain::disclosure::Ground;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Post;
use domain::trail::entry::Place;
use domain::trail::sharing::Sharing;
use domain::trail::{Actor, Event, Handover, Happened, Stage, Trail};
use vault::Key;

use crate::rows;
use crate::sealed::{SealedHandover, level_of};
use crate::store::subject;

/// The place of the sealed part of a handover.
pub(crate) const HANDOVER: &str = "handover.sealed";

const INSERT_HANDOVER: &str = "
    INSERT INTO handover (child_id, trail_id, id, from_unit_id, to_unit_id, to_branch, purpose, level, sent_by, sent_at,
      stage, paused, due_at, sealed)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'sent', 0, $10, $11)";
const UPDATE_HANDOVER: &str = "
    UPDATE handover
    SET stage = $4, received_at = $5, paused = $6, asked_at = $7, sealed = $8
    WHERE child_id = $1 AND trail_id = $2 AND id = $3 AND ended_at IS NULL";
const SET_DUE: &str = "
    UPDATE handover
    SET due_at = $4
    WHERE child_id = $1 AND trail_id = $2 AND id = $3 AND ended_at IS NULL";
const DUE: &str = "
    SELECT due_at
    FROM handover
    WHERE child_id = $1 AND trail_id = $2 AND ended_at IS NULL";
const END_HANDOVER: &str = "
    UPDATE handover
    SET stage = $4, ended_at = $5
    WHERE child_id = $1 AND trail_id = $2 AND id = $3 AND ended_at IS NULL";
const INSERT_DISCLOSURE: &str = "
    INSERT INTO handover_disclosure (child_id, id, sharing_id, trail_id, handover_id, part, from_unit_id, from_domain_id,
      to_unit_id, to_domain_id, ground, staff_id, assignment_id, disclosed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const CROSSED_UNDER: &str = "
    SELECT sharing_id
    FROM handover_disclosure
    WHERE child_id = $1 AND trail_id = $2 AND handover_id = $3 AND part = 'summary'";
const CROSSED_WITH: &str = "
    SELECT COUNT(*) AS handovers
    FROM handover_disclosure
    WHERE child_id = $1 AND trail_id = $2 AND sharing_id = $3";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[INSERT_HANDOVER, UPDATE_HANDOVER, SET_DUE, DUE, END_HANDOVER, INSERT_DISCLOSURE, CROSSED_UNDER, CROSSED_WITH];

/// What of a handover crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The summary.
    Summary,
    /// An answer to the receiver's question.
    Answer,
}

impl Part {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Answer => "answer",
        }
    }
}

/// What crossed into another domain with a handover, in one line of the journal.
pub(crate) struct Line {
    pub(crate) part: Part,
    pub(crate) sharing: Id<Sharing>,
    pub(crate) handover: Id<Handover>,
    pub(crate) from: Place,
    pub(crate) to: Place,
    pub(crate) ground: Ground,
    pub(crate) by: Post,
}

/// Writes a line of the journal.
pub(crate) async fn disclose(act: &mut Act, permit: &Permit<HandOver>, line: Line) -> Result<(), Failure> {
    let (child, trail) = subject(permit)?;
    let Line { part, sharing, handover, from, to, ground, by } = line;
    let (id, now): (Id<Line>, Moment) = (act.environment().id(), act.now());
    let values = values![
        child,
        id,
        sharing,
        trail,
        handover,
        part.code(),
        from.unit,
        from.domain,
        to.unit,
        to.domain,
        ground.as_str(),
        by.staff,
        by.assignment,
        now
    ];
    act.transaction().execute(INSERT_DISCLOSURE, values).await.map(drop)
}

/// What the summary of a handover crossed under; nothing when it crossed into no other domain.
pub(crate) async fn crossed_under(
    act: &mut Act,
    permit: &Permit<HandOver>,
    handover: Id<Handover>,
) -> Result<Option<Id<Sharing>>, Failure> {
    let (child, trail) = subject(permit)?;
    let row = act.transaction().row(CROSSED_UNDER, values![child, trail, handover]).await?;
    row.map(|row| row.id("sharing_id")).transpose()
}

/// Whether a handover has crossed under this yes already: it was given for one.
pub(crate) async fn crossed_with(
    act: &mut Act,
    permit: &Permit<HandOver>,
    sharing: Id<Sharing>,
) -> Result<bool, Failure> {
    let (child, trail) = subject(permit)?;
    let row = act.transaction().row(CROSSED_WITH, values![child, trail, sharing]).await?;
    row.map_or(Ok(false), |row| row.integer("handovers").map(|handovers| handovers > 0))
}

/// Keeps the row of the handover that the event is about.
pub(crate) async fn follow(
    transaction: &mut Transaction,
    key: &Key,
    trail: &Trail,
    event: &Event,
) -> Result<(), Failure> {
    let child = trail.snapshot().child;
    let end = |handover: &Id<Handover>, stage: &str| values![child, event.trail, *handover, stage, event.at];
    match &event.happened {
        Happened::Offered(offer) => {
            let Actor::Post(by) = &event.by else { return Err(Failure::Meaning { what: "handover" }) };
            let sealed = SealedHandover { summary: offer.summary.as_str().to_owned(), ..SealedHandover::default() };
            let sealed = key.seal_value(HANDOVER, &sealed, transaction.database().environment());
            let (to, purpose) = (offer.to, offer.purpose);
            let (branch, level) = (branch_code(to.branch), level_of(purpose));
            let values = values![
                child,
                event.trail,
                offer.id,
                by.unit,
                to.unit,
                branch,
                purpose.code(),
                level,
                by.assignment,
                event.at,
                sealed
            ];
            transaction.execute(INSERT_HANDOVER, values).await.map(drop)
        }
        Happened::Received { .. } | Happened::MoreWanted { .. } | Happened::Supplied { .. } => match trail.pending() {
            Some(pending) => update_handover(transaction, key, trail, pending).await,
            None => Err(Failure::Conflict),
        },
        Happened::Accepted { handover, .. } => transaction.change(END_HANDOVER, end(handover, "accepted")).await,
        Happened::Returned { handover, .. } => transaction.change(END_HANDOVER, end(handover, "returned")).await,
        Happened::Withdrawn { handover, .. } => transaction.change(END_HANDOVER, end(handover, "withdrawn")).await,
        Happened::Opened { .. }
        | Happened::ManagerAlerted { .. }
        | Happened::Reassigned { .. }
        | Happened::NextStepSet { .. }
        | Happened::Closed { .. }
        | Happened::Reopened { .. } => Ok(()),
    }
}

async fn update_handover(
    transaction: &mut Transaction,
    key: &Key,
    trail: &Trail,
    pending: &Handover,
) -> Result<(), Failure> {
    let (stage, asked_at) = match &pending.stage {
        Stage::Sent => ("sent", None),
        Stage::Received(_) => ("received", None),
        Stage::Asked { asked_at, .. } => ("asked", Some(*asked_at)),
    };
    let receipt = pending.receipt();
    let received_at = receipt.map(|receipt| receipt.at);
    let paused = receipt.map_or(0, |receipt| rows::microseconds(receipt.paused));
    let sealed = key.seal_value(HANDOVER, &SealedHandover::from(pending), transaction.database().environment());
    let snapshot = trail.snapshot();
    let values = values![snapshot.child, snapshot.id, pending.id, stage, received_at, paused, asked_at, sealed];
    transaction.change(UPDATE_HANDOVER, values).await
}

/// Notes when an answer is due now.
pub(crate) async fn set_due(
    act: &mut Act,
    trail: &Trail,
    handover: Id<Handover>,
    due_at: Moment,
) -> Result<(), Failure> {
    let snapshot = trail.snapshot();
    act.transaction().change(SET_DUE, values![snapshot.child, snapshot.id, handover, due_at]).await
}

/// When an answer is promised to the handover that waits on the permit's trail.
pub(crate) async fn due(act: &mut Act, permit: &Permit<Read>) -> Result<Option<Moment>, Failure> {
    let (child, trail) = subject(permit)?;
    let row = act.transaction().row(DUE, values![child, trail]).await?;
    row.map(|row| row.moment("due_at")).transpose()
}
