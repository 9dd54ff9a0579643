//! Rows to domain values, and the open part of a state as columns.

use access::{branch_from_code, role_from_code};
use database::{Failure, Row};
use domain::moment::Moment;
use domain::organisation::Post;
use domain::trail::{
    Actor, CloseReason, Closed, Destination, Handover, Holder, NextStep, Open, Receipt, Snapshot, Stage, State, Trail,
};
use jiff::SignedDuration;

use crate::sealed::{SealedHandover, SealedStep, SealedTrail, purpose, text};

/// A state as columns of its row.
pub(crate) struct Columns<'a> {
    pub(crate) state: &'static str,
    pub(crate) holder: Option<Holder>,
    pub(crate) last: Option<Holder>,
    pub(crate) next: Option<&'a NextStep>,
    pub(crate) told: Option<String>,
    pub(crate) closed_at: Option<Moment>,
    pub(crate) close_reason: Option<&'static str>,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(state: &'a State) -> Self {
        match state {
            State::Open(open) => Self {
                state: "open",
                holder: Some(open.holder),
                last: None,
                next: Some(&open.next_step),
                told: None,
                closed_at: None,
                close_reason: None,
            },
            State::Closed(closed) => Self {
                state: "closed",
                holder: None,
                last: Some(closed.last),
                next: None,
                told: Some(closed.told.as_str().to_owned()),
                closed_at: Some(closed.at),
                close_reason: Some(closed.reason.code()),
            },
        }
    }
}

pub(crate) fn trail(row: &Row, sealed: SealedTrail, pending: Option<Handover>) -> Result<Trail, Failure> {
    let state = if row.text("state")? == "open" {
        let holder = Holder {
            unit: row.id("holder_unit_id")?,
            assignment: row.id("holder_assignment_id")?,
            since: row.moment("held_since")?,
        };
        State::Open(Open { holder, pending, next_step: SealedStep::next(sealed.next)? })
    } else {
        let last = Holder {
            unit: row.id("last_unit_id")?,
            assignment: row.id("last_assignment_id")?,
            since: row.moment("last_since")?,
        };
        State::Closed(Closed {
            reason: row.code("close_reason", CloseReason::from_code)?,
            told: text(sealed.told.as_deref().unwrap_or_default())?,
            at: row.moment("closed_at")?,
            by: actor(row)?,
            last,
        })
    };
    Ok(Trail::restore(Snapshot {
        id: row.id("id")?,
        child: row.id("child_id")?,
        opened_at: row.moment("opened_at")?,
        changed_at: row.moment("last_at")?,
        hops: row.number("hops")?,
        returns: row.number("returns")?,
        version: row.number("version")?,
        state,
    }))
}

pub(crate) fn handover(row: &Row, sealed: &SealedHandover) -> Result<Handover, Failure> {
    let stage = match row.text("stage")?.as_str() {
        "sent" => Stage::Sent,
        "received" => Stage::Received(receipt(row)?),
        "asked" => Stage::Asked {
            receipt: receipt(row)?,
            question: text(sealed.question.as_deref().unwrap_or_default())?,
            asked_at: row.moment("asked_at")?,
        },
        _ => return Err(Failure::Meaning { what: "stage" }),
    };
    let level = row.integer_maybe("level")?.and_then(|level| u8::try_from(level).ok());
    Ok(Handover {
        id: row.id("handover_id")?,
        to: Destination { unit: row.id("to_unit_id")?, branch: row.code("to_branch", branch_from_code)? },
        purpose: purpose(&row.text("purpose")?, level)?,
        summary: text(&sealed.summary)?,
        sent_by: row.id("sent_by")?,
        sent_at: row.moment("sent_at")?,
        supplements: sealed.supplements()?,
        stage,
    })
}

fn receipt(row: &Row) -> Result<Receipt, Failure> {
    Ok(Receipt { at: row.moment("received_at")?, paused: SignedDuration::from_micros(row.integer("paused")?) })
}

/// How long, in the unit that is stored.
pub(crate) fn microseconds(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// Who did what a row of an event tells of.
pub(crate) fn actor(row: &Row) -> Result<Actor, Failure> {
    Ok(match row.text("actor_kind")?.as_str() {
        "staff" => Actor::Post(Post {
            staff: row.id("actor_staff_id")?,
            assignment: row.id("actor_assignment_id")?,
            unit: row.id("actor_unit_id")?,
            domain: row.id("actor_domain_id")?,
            branch: row.code("actor_branch", branch_from_code)?,
            role: row.code("actor_role", role_from_code)?,
        }),
        "guardian" => Actor::Guardian(row.id("actor_person_id")?),
        "child" => Actor::Child(row.id("actor_person_id")?),
        "job" => Actor::Job(row.text("actor_job")?),
        _ => return Err(Failure::Meaning { what: "actor_kind" }),
    })
}
