//! An act: one named transaction by one actor, from the question of rights to the line in the log.

use std::sync::Arc;

use access::facts::{Facts, RegionFacts, UnitFacts};
use access::{Access, Action, Actor, Denied, Permit};
use database::{Database, Failure, Transaction};
use domain::child::Child;
use domain::id::Id;
use domain::moment::Moment;
use environment::Environment;

use crate::chain::append;
use crate::followers::Followers;
use crate::line::{Line, Outcome};
use crate::part::Part;

/// Who asks, and what they ask with: everything an act needs.
#[derive(Clone)]
pub struct Asker {
    /// Who.
    pub actor: Actor,
    /// The policies in force.
    pub access: Arc<Access>,
    /// The data.
    pub database: Database,
    /// What capabilities of higher tiers do when something happens below them.
    pub followers: Followers,
}

/// Proof that the log has a line of what is about to be shown. Pages with personal data ask for it.
#[derive(Debug)]
pub struct Logged(());

impl Logged {
    /// Uses the proof up: one line, one page.
    pub fn shown(self) {
        let Self(()) = self;
    }
}

/// Why an act did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// No right. The refusal is in the log.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database failed; nothing was saved.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// A named transaction by one actor. Dropping it saves nothing and shows nothing.
pub struct Act {
    asker: Asker,
    name: &'static str,
    now: Moment,
    transaction: Transaction,
    kind: Kind,
    pending: Vec<Line>,
    rows_seen: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Reading,
    Writing,
}

impl Asker {
    /// Begins an act that changes something.
    pub async fn begin(&self, name: &'static str) -> Result<Act, Failure> {
        let transaction = self.database.begin(name).await?;
        Ok(self.act(name, transaction, Kind::Writing))
    }

    /// Begins an act that only shows something. It is logged all the same, before anything is shown.
    pub async fn begin_reading(&self, name: &'static str) -> Result<Act, Failure> {
        let transaction = self.database.begin_reading(name).await?;
        Ok(self.act(name, transaction, Kind::Reading))
    }

    fn act(&self, name: &'static str, transaction: Transaction, kind: Kind) -> Act {
        let now = self.database.environment().now();
        Act { asker: self.clone(), name, now, transaction, kind, pending: Vec::new(), rows_seen: 0 }
    }
}

/// Facts of the installation itself, which are about no child: what is done under them may be told part by part.
pub trait OfTheInstallation: Facts {}

impl OfTheInstallation for RegionFacts {}

impl OfTheInstallation for UnitFacts {}

impl Act {
    /// The moment of the act: asked once, the same for everything in it.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.asker.actor
    }

    /// What was handed in of one type, to be called inside this act.
    pub fn followers<F: Copy + 'static>(&self) -> Vec<F> {
        self.asker.followers.of::<F>()
    }

    /// Identifiers and chance.
    pub fn environment(&self) -> &Environment {
        self.asker.database.environment()
    }

    /// The transaction, for a store.
    pub fn transaction(&mut self) -> &mut Transaction {
        &mut self.transaction
    }

    /// Notes how many rows of persons are shown, so that a list is told from a look in the log.
    pub fn saw(&mut self, rows: usize) {
        self.rows_seen += i64::try_from(rows).unwrap_or(i64::MAX);
    }

    /// Asks whether the actor may do `A` to what the facts describe. A refusal is logged at once and ends the act.
    pub async fn authorize<A: Action>(&mut self, facts: &A::Facts) -> Result<Permit<A>, Refused> {
        match self.asker.access.decide::<A>(&self.asker.actor, facts) {
            Ok(permit) => Ok(permit),
            Err(denied) => {
                let line = Line::new(&self.asker.actor, self.name, &denied.trace, Outcome::Refused, 0, self.now);
                self.refuse(line).await?;
                Err(Refused::Denied(denied))
            }
        }
    }

    /// Asks like `authorize`, but for something the page can do without: no line is written for a no.
    pub fn may<A: Action>(&self, facts: &A::Facts) -> bool {
        self.asker.access.decide::<A>(&self.asker.actor, facts).is_ok()
    }

    /// Hands back a permit that was used on the way; its line is written with the act's last.
    pub fn used<A: Action>(&mut self, permit: Permit<A>, outcome: Outcome) {
        self.pend(permit, outcome);
    }

    /// Hands back a permit to search, with what the search found: there is a line about each child, who sees in the log
    /// that somebody looked, and a line without a child when nothing was found.
    pub fn found<A: Action>(&mut self, permit: Permit<A>, children: &[Id<Child>]) {
        let mut trace = permit.into_trace();
        let about: Vec<_> = if children.is_empty() { vec![None] } else { children.iter().copied().map(Some).collect() };
        for child in about {
            trace.subject.child = child;
            self.pending.push(Line::new(&self.asker.actor, self.name, &trace, Outcome::Read, 0, self.now));
        }
    }

    /// Hands back a permit that was asked for before it was known whom it would be about, as to register a child or to open
    /// its trail: the line is about the child all the same.
    pub fn used_about<A: Action>(&mut self, permit: Permit<A>, outcome: Outcome, child: Id<Child>) {
        self.pend_about(permit, outcome, Some(child));
    }

    /// Ends an act that changed something under a permit that is not about a child, with a line about the child.
    pub async fn commit_about<A: Action>(mut self, permit: Permit<A>, child: Id<Child>) -> Result<Logged, Failure> {
        self.pend_about(permit, Outcome::Changed, Some(child));
        self.transaction.leave_mark().await?;
        self.end().await
    }

    /// Ends an act that only searched, with a line about each child that was found.
    pub async fn finish_found<A: Action>(
        mut self,
        permit: Permit<A>,
        children: &[Id<Child>],
    ) -> Result<Logged, Failure> {
        self.found(permit, children);
        self.end().await
    }

    /// Ends an act that changed something: rows, log line and the mark that it was done together, or nothing.
    pub async fn commit<A: Action>(mut self, permit: Permit<A>) -> Result<Logged, Failure> {
        self.pend(permit, Outcome::Changed);
        self.transaction.leave_mark().await?;
        self.end().await
    }

    /// Ends an act that changed parts of the installation, under a permit for the whole of it or for a unit: there is a line
    /// about each part, and one about the whole where none is named.
    pub async fn commit_parts<A>(mut self, permit: Permit<A>, parts: &[Part]) -> Result<Logged, Failure>
    where
        A: Action,
        A::Facts: OfTheInstallation,
    {
        let mut trace = permit.into_trace();
        let whole = trace.subject;
        let named = parts.iter().map(|part| part.subject());
        for subject in named.chain(parts.is_empty().then_some(whole)) {
            trace.subject = subject;
            self.pending.push(Line::new(&self.asker.actor, self.name, &trace, Outcome::Changed, 0, self.now));
        }
        self.transaction.leave_mark().await?;
        self.end().await
    }

    /// Ends an act that only showed something: the line is written before anything is shown.
    pub async fn finish<A: Action>(mut self, permit: Permit<A>) -> Result<Logged, Failure> {
        self.pend(permit, Outcome::Read);
        self.end().await
    }

    /// Ends an act in some other way: printed, exported.
    pub async fn finish_as<A: Action>(mut self, permit: Permit<A>, outcome: Outcome) -> Result<Logged, Failure> {
        self.pend(permit, outcome);
        self.end().await
    }

    fn pend<A: Action>(&mut self, permit: Permit<A>, outcome: Outcome) {
        let child = permit.subject().child;
        self.pend_about(permit, outcome, child);
    }

    fn pend_about<A: Action>(&mut self, permit: Permit<A>, outcome: Outcome, child: Option<Id<Child>>) {
        let mut trace = permit.into_trace();
        trace.subject.child = child;
        self.pending.push(Line::new(&self.asker.actor, self.name, &trace, outcome, self.rows_seen, self.now));
    }

    async fn end(self) -> Result<Logged, Failure> {
        let Self { asker, name, mut transaction, kind, pending, .. } = self;
        match kind {
            Kind::Writing => {
                append(&mut transaction, pending).await?;
                transaction.commit().await?;
            }
            Kind::Reading => {
                transaction.commit().await?;
                let mut log = asker.database.begin_aside(LOG_OF_READING).await?;
                append(&mut log, pending).await?;
                log.commit().await?;
            }
        }
        tracing::debug!(act = name, "logged act {name}");
        Ok(Logged(()))
    }

    /// The refusal must be saved although the act is not. What a writing act has done before it asked for one right too
    /// many is forgotten.
    async fn refuse(&mut self, line: Line) -> Result<(), Failure> {
        match self.kind {
            Kind::Reading => {}
            Kind::Writing => self.transaction.undo().await?,
        }
        let mut log = self.asker.database.begin_aside(LOG_OF_REFUSAL).await?;
        append(&mut log, vec![line]).await?;
        log.commit().await
    }
}

/// The short transaction that logs what a reading act is about to show.
const LOG_OF_READING: &str = "audit.reading";
/// The short transaction that logs a refusal.
const LOG_OF_REFUSAL: &str = "audit.refusal";
