//! SQL of the queue. A list joins what it shows; nothing is asked once per row.

use access::Permit;
use access::action::front_door::SeeQueue;
use audit::Act;
use database::{Failure, Row, values};
use domain::child::{Child, Protection};
use domain::front_door::queue::Urgency;
use domain::front_door::request::Request;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};
use identity::children::Label;
use identity::children::commands::label_in;
use uuid::Uuid;

use crate::request::gist::{Gist, gist_in};

const WAITING: &str = "
    SELECT child_id, id, state, urgency, acute_rank, due_at, received_at, taken_by, asker_kind, asker_assignment, changed_at,
      sealed, draft_at, waiting_since, added_at, answered_at, label, protection, master, wrapped
    FROM queue_row
    WHERE unit_id = $1 AND state = 'waiting' AND (acute_rank, due_at, received_at, id) > ($2, $3, $4, $5)
    ORDER BY acute_rank, due_at, received_at, id
    LIMIT $6";
const UNDER_WAY: &str = "
    SELECT child_id, id, state, urgency, acute_rank, due_at, received_at, taken_by, asker_kind, asker_assignment, changed_at,
      sealed, draft_at, waiting_since, added_at, answered_at, label, protection, master, wrapped
    FROM queue_row
    WHERE unit_id = $1 AND state IN ('taken', 'interviewed')
      AND (acute_rank, due_at, received_at, id) > ($2, $3, $4, $5)
      AND CASE $7
        WHEN 'mine' THEN taken_by = $8
        WHEN 'others' THEN taken_by <> $8 AND waiting_since IS NULL
        ELSE waiting_since IS NOT NULL
      END
    ORDER BY acute_rank, due_at, received_at, id
    LIMIT $6";
const DONE: &str = "
    SELECT queue_row.child_id AS child_id, queue_row.id AS id, queue_row.state AS state, queue_row.urgency AS urgency,
      queue_row.acute_rank AS acute_rank, queue_row.due_at AS due_at, queue_row.received_at AS received_at,
      decision.decided_by AS taken_by, queue_row.asker_kind AS asker_kind,
      queue_row.asker_assignment AS asker_assignment, queue_row.changed_at AS changed_at, queue_row.sealed AS sealed,
      decision.decided_at AS draft_at, queue_row.waiting_since AS waiting_since,
      CAST(NULL AS bigint) AS added_at, CAST(NULL AS bigint) AS answered_at,
      queue_row.label AS label, queue_row.protection AS protection, queue_row.master AS master,
      queue_row.wrapped AS wrapped
    FROM decision
    JOIN queue_row ON queue_row.child_id = decision.child_id AND queue_row.id = decision.request_id
    WHERE decision.unit_id = $1 AND decision.decided_at >= $7
      AND queue_row.state IN ('decided', 'closed') AND NOT EXISTS (
        SELECT 1
        FROM decision AS later
        WHERE later.child_id = decision.child_id AND later.request_id = decision.request_id
          AND later.decided_at > decision.decided_at
      )
      AND (queue_row.acute_rank, queue_row.due_at, queue_row.received_at, queue_row.id) > ($2, $3, $4, $5)
    ORDER BY queue_row.acute_rank, queue_row.due_at, queue_row.received_at, queue_row.id
    LIMIT $6";
const NEXT: &str = "
    SELECT id
    FROM request
    WHERE unit_id = $1 AND state = 'waiting'
    ORDER BY acute_rank, due_at, received_at, id
    LIMIT 10";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[WAITING, UNDER_WAY, DONE, NEXT];

/// Which part of the queue is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// *Att ta emot*
    Waiting,
    /// *Mina*
    Mine,
    /// *Hos kollegor*: so that somebody can take over.
    Others,
    /// *Väntar på familj*
    Family,
    /// *Klara i dag*
    Done,
}

impl Tab {
    /// Every tab, in order.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Mine, Self::Others, Self::Family, Self::Done];

    /// Its name in addresses and keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Mine => "mine",
            Self::Others => "others",
            Self::Family => "family",
            Self::Done => "done",
        }
    }

    /// The tab with this name, if there is one.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.code() == code)
    }

    /// The tab with this name; the first when there is none.
    pub fn from_code(code: &str) -> Self {
        Self::named(code).unwrap_or(Self::Waiting)
    }

    /// Where it is shown.
    pub fn address(self) -> String {
        format!("/en-vag-in?visa={}", self.code())
    }
}

/// The key after which a page of the list begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    rank: i64,
    due_at: i64,
    received_at: i64,
    id: Uuid,
}

impl Cursor {
    /// Before everything.
    pub const START: Self = Self { rank: -1, due_at: 0, received_at: 0, id: Uuid::nil() };

    /// Reads a cursor from an address; what is no cursor is the start.
    pub fn read(text: &str) -> Self {
        let parse = || {
            let mut parts = text.split('_');
            let rank = parts.next()?.parse().ok()?;
            let due_at = parts.next()?.parse().ok()?;
            let received_at = parts.next()?.parse().ok()?;
            let id = Uuid::try_parse(parts.next()?).ok()?;
            Some(Self { rank, due_at, received_at, id })
        };
        parse().unwrap_or(Self::START)
    }

    /// The cursor as an address writes it.
    pub fn written(&self) -> String {
        let Self { rank, due_at, received_at, id } = self;
        format!("{rank}_{due_at}_{received_at}_{id}")
    }

    /// After a row.
    pub fn after(row: &Waiting) -> Self {
        let (due_at, received_at) = (row.due_at.microseconds(), row.received_at.microseconds());
        Self { rank: row.rank, due_at, received_at, id: row.id.value() }
    }
}

/// A row of the queue: what may be shown before anybody has taken it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which one.
    pub id: Id<Request>,
    /// The child.
    pub child: Id<Child>,
    /// First name, age, place.
    pub label: Label,
    /// How the identity is protected.
    pub protection: Protection,
    /// The code of its state.
    pub state: String,
    /// How soon somebody must act.
    pub urgency: Urgency,
    /// 0 for acute, 1 for the rest.
    pub rank: i64,
    /// When somebody must have answered.
    pub due_at: Moment,
    /// When it came in.
    pub received_at: Moment,
    /// Who has it.
    pub taken_by: Option<Id<Assignment>>,
    /// The code of who asked.
    pub asker_kind: String,
    /// Where it was asked from, by somebody at work.
    pub asker_assignment: Option<Id<Assignment>>,
    /// What it is about, and whether anybody has asked about danger.
    pub gist: Gist,
    /// When its draft was last saved, or when it was decided.
    pub draft_at: Option<Moment>,
    /// Since when it is the family's turn.
    pub waiting_since: Option<Moment>,
    /// When whoever asked last added something.
    pub added_at: Option<Moment>,
    /// When whoever referred last answered a question.
    pub answered_at: Option<Moment>,
}

/// What a page of the queue asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) unit: Id<Unit>,
    pub(crate) me: Id<Assignment>,
    pub(crate) tab: Tab,
    pub(crate) after: Cursor,
    pub(crate) limit: i64,
    pub(crate) today: Moment,
}

pub(crate) async fn page(act: &mut Act, permit: &Permit<SeeQueue>, asked: Asked) -> Result<Vec<Waiting>, Failure> {
    if !permit.is_for(asked.unit.value()) {
        return Ok(vec![]);
    }
    let Asked { unit, me, tab, after: Cursor { rank, due_at, received_at, id }, limit, today } = asked;
    let mut values = values![unit, rank, due_at, received_at, id, limit];
    let statement = match tab {
        Tab::Waiting => WAITING,
        Tab::Mine | Tab::Others | Tab::Family => {
            values.extend(values![tab.code(), me]);
            UNDER_WAY
        }
        Tab::Done => {
            values.extend(values![today]);
            DONE
        }
    };
    let rows = act.transaction().rows(statement, values).await?;
    rows.iter().map(|row| waiting(act, row)).collect()
}

fn waiting(act: &mut Act, row: &Row) -> Result<Waiting, Failure> {
    let transaction = act.transaction();
    Ok(Waiting {
        id: row.id("id")?,
        child: row.id("child_id")?,
        label: label_in(transaction, row)?,
        protection: row.code("protection", protection)?,
        state: row.text("state")?,
        urgency: row.code("urgency", Urgency::from_code)?,
        rank: row.integer("acute_rank")?,
        due_at: row.moment("due_at")?,
        received_at: row.moment("received_at")?,
        taken_by: row.id_maybe("taken_by")?,
        asker_kind: row.text("asker_kind")?,
        asker_assignment: row.id_maybe("asker_assignment")?,
        gist: gist_in(transaction, row)?,
        draft_at: row.moment_maybe("draft_at")?,
        waiting_since: row.moment_maybe("waiting_since")?,
        added_at: row.moment_maybe("added_at")?,
        answered_at: row.moment_maybe("answered_at")?,
    })
}

pub(crate) fn protection(code: &str) -> Option<Protection> {
    match code {
        "none" => Some(Protection::None),
        "marked" => Some(Protection::Marked),
        "registered" => Some(Protection::Registered),
        "new_identity" => Some(Protection::NewIdentity),
        _ => None,
    }
}

/// The first that wait, in order. Identifiers only: whether one may be taken is decided for each.
pub(crate) async fn next(act: &mut Act, unit: Id<Unit>) -> Result<Vec<Id<Request>>, Failure> {
    act.transaction().rows(NEXT, values![unit]).await?.iter().map(|row| row.id("id")).collect()
}
