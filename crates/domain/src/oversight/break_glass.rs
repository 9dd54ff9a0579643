//! Opening a trail without a relation to it (*nödöppning*): with a reason, for three hours, and always answered for.
//! Source: PDL 4:1-4:3; products A2 (break-glass with a review queue) and C11 (three working days; the family is told).
//! Not here: which roles may do it or review it, which `access` decides; the working days, which are handed in as `due`.

mod refusal;
mod review;

use std::collections::BTreeSet;

use jiff::SignedDuration;

pub use refusal::Refusal;
pub use review::{Answer, Explanation, FollowUp, Question, Review, Verdict};

use crate::child::Child;
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::Post;
use crate::trail::relation::Relation;
use crate::trail::{Text, Trail, coded};

/// How long a trail stays open.
pub const OPEN_HOURS: i64 = 3;
/// How many times a reviewer may ask before they must decide. PROPOSED.
pub const QUESTIONS_MAX: usize = 3;

/// One opening, and its review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening(Snapshot);

/// Everything an opening knows, to read and to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Which opening.
    pub id: Id<Opening>,
    /// Of which trail.
    pub trail: Id<Trail>,
    /// About whom.
    pub child: Id<Child>,
    /// Who opened it.
    pub by: Post,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub why: Text<1000>,
    /// When.
    pub opened_at: Moment,
    /// When the review must be answered at the latest: three working days later.
    pub due: Moment,
    /// What the reviewer has asked and been told.
    pub explanations: Vec<Explanation>,
    /// How far the review has come.
    pub review: Review,
}

/// Why somebody opens a trail without a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Life or health is in danger now.
    AcuteDanger,
    /// The child is here and asks for help.
    ChildIsHere,
    /// The child or the family has asked.
    FamilyAsks,
    /// On duty for a colleague who cannot be reached.
    StandsIn,
    /// Supervision or a complaint demands it.
    Supervision,
}
coded!(Reason {
    AcuteDanger => "acute_danger",
    ChildIsHere => "child_is_here",
    FamilyAsks => "family_asks",
    StandsIn => "stands_in",
    Supervision => "supervision",
});

/// What happened to an opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which opening.
    pub opening: Id<Opening>,
    /// Of which trail.
    pub trail: Id<Trail>,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub by: Post,
    /// What.
    pub happened: Happened,
}

/// What happened to an opening. Its words are in the opening, not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Happened {
    /// The trail was opened.
    Opened {
        /// Why.
        reason: Reason,
        /// When the review must be answered.
        due: Moment,
    },
    /// The reviewer asked.
    Asked,
    /// The one who opened answered.
    Explained,
    /// The reviewer found good reason.
    Justified,
    /// The reviewer did not.
    NotJustified(FollowUp),
}

/// Whether a review that was due at a moment, and is not answered, is late: a manager is told then. The moment itself is in
/// time.
pub fn is_late(due: Moment, now: Moment) -> bool {
    now > due
}

/// What somebody asks for when they break the glass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The opening it makes.
    pub id: Id<Opening>,
    /// Which trail.
    pub trail: Id<Trail>,
    /// About whom.
    pub child: Id<Child>,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub why: Text<1000>,
}

impl Opening {
    /// Opens a trail for three hours. `relations` are the asker's to the trail; `due` is three working days from now.
    pub fn open(
        request: Request,
        by: Post,
        relations: &BTreeSet<Relation>,
        due: Moment,
        now: Moment,
    ) -> Result<(Self, Event), Refusal> {
        if relations.iter().any(|relation| sees_already(*relation)) {
            return Err(Refusal::AlreadyRelated);
        }
        if due <= now {
            return Err(Refusal::DueInThePast);
        }
        let Request { id, trail, child, reason, why } = request;
        let opening = Self(Snapshot {
            id,
            trail,
            child,
            by,
            reason,
            why,
            opened_at: now,
            due,
            explanations: Vec::new(),
            review: Review::Waiting,
        });
        let event = opening.event(by, now, Happened::Opened { reason, due });
        Ok((opening, event))
    }

    /// An opening as it was stored.
    pub fn restore(snapshot: Snapshot) -> Self {
        Self(snapshot)
    }

    /// Everything the opening knows.
    pub fn snapshot(&self) -> &Snapshot {
        &self.0
    }

    /// When the trail closes again for the one who opened it.
    pub fn closes_at(&self) -> Moment {
        self.0.opened_at.plus(SignedDuration::from_hours(OPEN_HOURS))
    }

    /// Whether it lets somebody see the trail: only the one who opened it, in the same assignment, within the hours.
    /// The review does not shorten them.
    pub fn lets_in(&self, asker: &Post, now: Moment) -> bool {
        let is_opener = asker.staff == self.0.by.staff && asker.assignment == self.0.by.assignment;
        is_opener && self.0.opened_at <= now && now < self.closes_at()
    }

    /// Whether the review should have been answered by now and is not.
    pub fn is_overdue(&self, now: Moment) -> bool {
        match self.0.review {
            Review::Waiting | Review::Asked(_) => is_late(self.0.due, now),
            Review::Justified(_) | Review::NotJustified { .. } => false,
        }
    }

    /// The reviewer's answer.
    pub fn review(mut self, by: Post, answer: Answer, now: Moment) -> Result<(Self, Event), Refusal> {
        self.refuse_earlier(now)?;
        if by.staff == self.0.by.staff {
            return Err(Refusal::ReviewerIsOpener);
        }
        match self.0.review {
            Review::Waiting | Review::Asked(_) => {}
            Review::Justified(_) | Review::NotJustified { .. } => return Err(Refusal::AlreadyAnswered),
        }
        let (review, happened) = match answer {
            Answer::Justified { to_family } => {
                (Review::Justified(Verdict { by, at: now, to_family }), Happened::Justified)
            }
            Answer::NotJustified { to_family, follow_up } => {
                let verdict = Verdict { by, at: now, to_family };
                (Review::NotJustified { verdict, follow_up }, Happened::NotJustified(follow_up))
            }
            Answer::NeedsMore { question } => {
                self.refuse_more_questions()?;
                (Review::Asked(Question { question, by, at: now }), Happened::Asked)
            }
        };
        self.0.review = review;
        let event = self.event(by, now, happened);
        Ok((self, event))
    }

    /// The one who opened answers the reviewer's question.
    pub fn explain(mut self, by: Post, answer: Text<2000>, now: Moment) -> Result<(Self, Event), Refusal> {
        self.refuse_earlier(now)?;
        if by.staff != self.0.by.staff {
            return Err(Refusal::NotTheOpener);
        }
        let Review::Asked(question) = std::mem::replace(&mut self.0.review, Review::Waiting) else {
            return Err(Refusal::NoQuestion);
        };
        self.0.explanations.push(Explanation { question, answer, at: now });
        let event = self.event(by, now, Happened::Explained);
        Ok((self, event))
    }

    fn event(&self, by: Post, at: Moment, happened: Happened) -> Event {
        Event { opening: self.0.id, trail: self.0.trail, at, by, happened }
    }

    fn refuse_earlier(&self, now: Moment) -> Result<(), Refusal> {
        let explained = self.0.explanations.last().map_or(self.0.opened_at, |explanation| explanation.at);
        let latest = match &self.0.review {
            Review::Waiting => explained,
            Review::Asked(question) => question.at,
            Review::Justified(verdict) | Review::NotJustified { verdict, .. } => verdict.at,
        };
        if now < latest { Err(Refusal::TimeWentBack) } else { Ok(()) }
    }

    fn refuse_more_questions(&self) -> Result<(), Refusal> {
        if matches!(self.0.review, Review::Asked(_)) {
            return Err(Refusal::QuestionOpen);
        }
        if self.0.explanations.len() >= QUESTIONS_MAX { Err(Refusal::TooManyQuestions) } else { Ok(()) }
    }
}

/// A relation that shows the course of the trail leaves no glass to break. One that shows copies or a summary does.
fn sees_already(relation: Relation) -> bool {
    match relation {
        Relation::HoldingUnit
        | Relation::FormerHolder
        | Relation::LastHolder
        | Relation::Guardian
        | Relation::Child => true,
        Relation::PendingReceiver | Relation::CopyHolder => false,
    }
}
