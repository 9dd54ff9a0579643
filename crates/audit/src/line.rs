//! One line of the log, and the bytes its hash is made of.

use access::{Actor, Subject, Trace, role_code};
use database::{Failure, Row};
use domain::child::{Child, Person};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, SecrecyDomain, Staff, Unit};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was seen.
    Read,
    /// It was changed.
    Changed,
    /// It was refused.
    Refused,
    /// It was printed.
    Printed,
    /// It was exported.
    Exported,
}

impl Outcome {
    /// The code under which it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Changed => "changed",
            Self::Refused => "refused",
            Self::Printed => "printed",
            Self::Exported => "exported",
        }
    }

    /// The outcome of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Read, Self::Changed, Self::Refused, Self::Printed, Self::Exported]
            .into_iter()
            .find(|outcome| outcome.code() == code)
    }
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The secrecy domain whose chain it is in; the nil domain is the public side.
    pub domain: Id<SecrecyDomain>,
    /// Its number in the chain, from 1.
    pub sequence: i64,
    /// When.
    pub at: Moment,
    /// What kind of actor.
    pub actor_kind: String,
    /// Who, at work.
    pub staff: Option<Id<Staff>>,
    /// In which assignment.
    pub assignment: Option<Id<Assignment>>,
    /// At which unit.
    pub unit: Option<Id<Unit>>,
    /// In which role.
    pub role: Option<String>,
    /// Who, as a private person.
    pub person: Option<Id<Person>>,
    /// Which background work.
    pub job: Option<String>,
    /// The action that was decided on.
    pub action: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The named act (page or command) it was part of.
    pub act: String,
    /// The kind of thing.
    pub subject_kind: String,
    /// Which one.
    pub subject: Uuid,
    /// The child it is about, if any.
    pub child: Option<Id<Child>>,
    /// How many rows were shown.
    pub rows_seen: i64,
    /// The policies that decided, sorted, separated by a space.
    pub policies: String,
    /// The hash of the line before.
    pub previous: Vec<u8>,
    /// The hash of this line.
    pub hash: Vec<u8>,
}

impl Line {
    /// The line of a decision, before it has its place in a chain.
    pub(crate) fn new(
        actor: &Actor,
        act: &'static str,
        trace: &Trace,
        outcome: Outcome,
        rows_seen: i64,
        at: Moment,
    ) -> Self {
        let post = actor.post();
        let Subject { kind, id, child } = trace.subject;
        Self {
            domain: post.map_or(Id::new(Uuid::nil()), |post| post.domain),
            sequence: 0,
            at,
            actor_kind: actor.kind().to_owned(),
            staff: post.map(|post| post.staff),
            assignment: post.map(|post| post.assignment),
            unit: post.map(|post| post.unit),
            role: post.map(|post| role_code(post.role).to_owned()),
            person: actor.person(),
            job: if let Actor::Job(name) = actor { Some((*name).to_owned()) } else { None },
            action: trace.action.to_owned(),
            outcome,
            act: act.to_owned(),
            subject_kind: kind.to_owned(),
            subject: id,
            child,
            rows_seen,
            policies: trace.policies.join(" "),
            previous: Vec::new(),
            hash: Vec::new(),
        }
    }

    /// The hash this line should have: SHA-256 over the previous hash and every field, each with its length in front so
    /// that no two different lines give the same bytes.
    pub fn digest(&self) -> Vec<u8> {
        let id = |id: Option<Uuid>| id.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
        let text = |text: &Option<String>| text.as_deref().unwrap_or_default().as_bytes().to_vec();
        let fields = [
            self.previous.clone(),
            self.domain.value().as_bytes().to_vec(),
            self.sequence.to_be_bytes().to_vec(),
            self.at.microseconds().to_be_bytes().to_vec(),
            self.actor_kind.as_bytes().to_vec(),
            id(self.staff.map(Id::value)),
            id(self.assignment.map(Id::value)),
            id(self.unit.map(Id::value)),
            text(&self.role),
            id(self.person.map(Id::value)),
            text(&self.job),
            self.action.as_bytes().to_vec(),
            self.outcome.code().as_bytes().to_vec(),
            self.act.as_bytes().to_vec(),
            self.subject_kind.as_bytes().to_vec(),
            self.subject.as_bytes().to_vec(),
            id(self.child.map(Id::value)),
            self.rows_seen.to_be_bytes().to_vec(),
            self.policies.as_bytes().to_vec(),
        ];
        let mut hasher = Sha256::new();
        for field in &fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field);
        }
        hasher.finalize().to_vec()
    }

    pub(crate) fn from_row(row: &Row) -> Result<Self, Failure> {
        Ok(Self {
            domain: row.id("domain_id")?,
            sequence: row.integer("sequence")?,
            at: row.moment("at")?,
            actor_kind: row.text("actor_kind")?,
            staff: row.id_maybe("staff_id")?,
            assignment: row.id_maybe("assignment_id")?,
            unit: row.id_maybe("unit_id")?,
            role: row.text_maybe("role")?,
            person: row.id_maybe("person_id")?,
            job: row.text_maybe("job")?,
            action: row.text("action")?,
            outcome: row.code("outcome", Outcome::from_code)?,
            act: row.text("act")?,
            subject_kind: row.text("subject_kind")?,
            subject: row.id::<()>("subject_id")?.value(),
            child: row.id_maybe("child_id")?,
            rows_seen: row.integer("rows_seen")?,
            policies: row.text("policies")?,
            previous: row.bytes("previous")?,
            hash: row.bytes("hash")?,
        })
    }
}
