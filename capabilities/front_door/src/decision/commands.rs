//! Deciding: the table in force, the ratings and the decision are kept together, and the trail carries it out, in one
//! transaction.

use std::sync::Arc;

use access::action::front_door::Decide;
use access::action::trail::{Close, HandOver, Plan};
use access::facts::Openness;
use audit::{Act, Asker, Logged, Outcome as LogOutcome};
use database::Failure;
use directory::Entries;
use domain::front_door::decision::{self, Decision, Outcome};
use domain::front_door::interview;
use domain::front_door::rating::{Domain, Ratings};
use domain::front_door::request::{Request, State};
use domain::front_door::routing::Entry;
use domain::front_door::table::{Missing, Reference, Standing, Suggestion, Table, Version};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Post, Unit};
use domain::trail::{CloseReason, Level as TrailLevel, NextStep, Purpose, Step, Text, When};
use identity::organisations::Book;
use trail::clocks::care::Done;
use trail::commands::{CommandError, Offering, close_in, offer_in, permitted, set_next_step_in};
use uuid::Uuid;
use web::Problem;

pub use crate::decision::forms::After;

use crate::decision::crossing::{self, Crossing};
use crate::decision::forms::{Filled, Ground, refused};
use crate::decision::store;
use crate::interview::commands::{AssessError, Opened, open_in};
use crate::interview::store as assessments;
use crate::request::promise;
use crate::request::store::{self as requests, Stored};
use crate::work::Errors;

/// Why nothing was decided. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The form is not complete, or does not hold: what to do, field by field.
    #[error("the decision does not hold")]
    Form(Errors),
    /// Required questions have no answer.
    #[error("required questions have no answer")]
    Missing,
    /// The acute questions were changed since they were sent.
    #[error("the acute questions have not been sent")]
    NotScreened,
    /// The assessment says no.
    #[error(transparent)]
    Assess(#[from] AssessError),
    /// The trail says no.
    #[error(transparent)]
    Trail(#[from] CommandError),
}

impl From<Failure> for DecideError {
    fn from(failure: Failure) -> Self {
        Self::Assess(failure.into())
    }
}

impl From<audit::Refused> for DecideError {
    fn from(refused: audit::Refused) -> Self {
        Self::Assess(refused.into())
    }
}

impl From<DecideError> for Problem {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::Form(_) | DecideError::Missing | DecideError::NotScreened => Self::NotNow,
            DecideError::Assess(error) => error.into(),
            DecideError::Trail(error) => error.into(),
        }
    }
}

/// An assessment with what a decision needs besides.
pub(crate) struct Deciding {
    pub(crate) opened: Opened,
    pub(crate) entries: Vec<Entry>,
    pub(crate) directory: Arc<Entries>,
    pub(crate) book: Arc<Book>,
    /// Whether what the chosen unit needs to know crosses into another secrecy domain.
    pub(crate) crossing: Option<Crossing>,
}

impl Deciding {
    /// What the form is read against.
    pub(crate) fn ground(&self, now: Moment) -> Ground<'_> {
        Ground {
            sheet: &self.opened.assessment.sheet,
            record: self.opened.stored.request.record(),
            label: &self.opened.label,
            door: self.opened.stored.unit,
            entries: &self.entries,
            book: &self.book,
            today: now.day(),
        }
    }
}

/// Opens an assessment to decide.
pub(crate) async fn open(asker: &Asker, id: Id<Request>) -> Result<(Deciding, Logged), AssessError> {
    let mut act = asker.begin_reading("front_door.deciding").await?;
    let (opened, permit) = open_in(&mut act, id).await?;
    if opened.stored.request.record().interrupt.is_some() {
        return Err(AssessError::Interrupted);
    }
    let today = act.now().day();
    let entries = directory::routing_entries(act.transaction(), today).await?;
    let directory = directory::entries(act.transaction()).await?;
    let book = Book::open(act.transaction()).await?;
    let crossing = crossing::asked(&mut act, &opened, &book).await?;
    Ok((Deciding { opened, entries, directory, book, crossing }, act.finish(permit).await?))
}

/// What the table in force says about the ratings. Without a table nothing can be suggested, and a professional decides
/// all the same.
fn suggest(table: Option<&Table>, ratings: &Ratings) -> Suggestion {
    let none = Reference { id: Id::new(Uuid::nil()), version: Version(0), standing: Standing::Example };
    match table {
        Some(table) => table.suggest(ratings),
        None => {
            Suggestion::MoreInformationNeeded(Missing { unknown: Domain::ALL.to_vec(), decisive: vec![], table: none })
        }
    }
}

/// What is decided and carried out together.
struct Deed {
    decision: Decision,
    filled: Filled,
}

/// Decides what is typed about the decision in the assessment that is still at its version, and carries it out.
pub async fn decide(asker: &Asker, post: Post, id: Id<Request>, version: i64) -> Result<(), DecideError> {
    let mut act = asker.begin("front_door.decide").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Decide>(&facts).await?;
    let stored = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let assessment = assessments::find(&mut act, &permit, &stored).await?.ok_or(AssessError::NotTheirs)?;
    if assessment.version != version {
        return Err(AssessError::Changed.into());
    }
    if stored.request.record().interrupt.is_some() {
        return Err(AssessError::Interrupted.into());
    }
    let draft = assessment.draft(id);
    if draft.screen() != stored.request.record().screen {
        return Err(DecideError::NotScreened);
    }
    let ratings = draft.ratings();
    let table = crate::rules::in_force(act.transaction(), now).await?;
    let label = store_label(&mut act, &facts).await?;
    let filled = fill(&mut act, &stored, &assessment.sheet, &label, now).await?;
    let (interview, _) = draft.finish(post, now).map_err(|refusal| {
        if matches!(refusal, interview::Refusal::Missing(_)) {
            DecideError::Missing
        } else {
            AssessError::Interview(refusal).into()
        }
    })?;
    let interview = interview.draft().id();
    let (request, interviewed) = match stored.request.record().state {
        State::Interviewed(..) => (stored.request.clone(), None),
        State::Waiting | State::Taken(_) | State::Decided(..) | State::Closed(_) => {
            let (request, event) =
                stored.request.clone().interview(interview, post, now).map_err(AssessError::Refused)?;
            (request, Some(event))
        }
    };
    let suggestion = suggest(table.as_deref(), &ratings);
    let made = Decision::make(act.environment().id(), &request, suggestion, filled.form.clone(), post, now);
    let (decision, _) = made.map_err(|refusal| DecideError::Form(refused(&refusal)))?;
    let (decided, event) = request.clone().decide(&decision, post, now).map_err(AssessError::Refused)?;
    // All rights are asked for before anything is written.
    let rights = Rights::ask(&mut act, &permit, &stored, (&decision, filled.after)).await?;
    let mut before = stored.clone();
    if let Some(interviewed) = interviewed {
        requests::save(&mut act, &permit, &before, &request, &interviewed).await?;
        before = Stored { request, version: before.version + 1, ..before };
    }
    requests::save(&mut act, &permit, &before, &decided, &event).await?;
    before = Stored { request: decided.clone(), version: before.version + 1, ..before };
    let table = table.map(|table| table.reference().id);
    store::insert(&mut act, &permit, &stored, &decision, &ratings, table).await?;
    let deed = Deed { decision, filled };
    promise::done_with(&mut act, &permit, &stored, Done::Interviewed).await?;
    if rights.carry_out(&mut act, &deed).await? == Carried::Done {
        let (closed, event) = decided.close(post, now).map_err(AssessError::Refused)?;
        requests::save(&mut act, &permit, &before, &closed, &event).await?;
    }
    rights.hand_back(&mut act);
    act.commit(permit).await?;
    Ok(())
}

async fn store_label(
    act: &mut Act,
    facts: &access::facts::RequestFacts,
) -> Result<identity::children::Label, DecideError> {
    let see = act.authorize::<access::action::front_door::SeeRequest>(facts).await?;
    let label = identity::children::commands::label_for_request(act, &see).await?.ok_or(AssessError::NotFound)?;
    act.used(see, LogOutcome::Read);
    Ok(label)
}

async fn fill(
    act: &mut Act,
    stored: &Stored,
    sheet: &crate::interview::sheet::Sheet,
    label: &identity::children::Label,
    now: Moment,
) -> Result<Filled, DecideError> {
    let entries = directory::routing_entries(act.transaction(), now.day()).await?;
    let book = Book::open(act.transaction()).await?;
    let record = stored.request.record();
    let ground = Ground { sheet, record, label, door: stored.unit, entries: &entries, book: &book, today: now.day() };
    let (filled, errors) = ground.read();
    if errors.is_empty() { Ok(filled) } else { Err(DecideError::Form(errors)) }
}

/// Leave to do with the trail what the decision asks.
enum Rights {
    /// On to a unit.
    Route { plan: access::Permit<Plan>, hand_over: access::Permit<HandOver>, unit: Id<Unit> },
    /// Nobody needs to hold it any more.
    Close(access::Permit<Close>),
    /// The front door does not hold the trail any more: nothing of it is moved.
    NotOurs(Carried),
    /// The front door keeps it.
    Keep { plan: access::Permit<Plan>, carried: Carried },
}

/// Whether the request is done with the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carried {
    /// The family has its advice.
    Done,
    /// Somebody has yet to accept, or to act.
    UnderWay,
}

impl Rights {
    async fn ask(
        act: &mut Act,
        permit: &access::Permit<Decide>,
        stored: &Stored,
        (decision, after): (&Decision, After),
    ) -> Result<Self, DecideError> {
        let (trail, now) = (stored.trail, act.now());
        let facts = trail::facts(act.transaction(), trail, now).await?.ok_or(AssessError::NotFound)?;
        if facts.holder_unit != stored.unit || facts.openness == Openness::Closed {
            return Self::elsewhere(&decision.record().outcome);
        }
        // A trail is not closed over the head of somebody who still waits for an answer.
        let id = stored.request.record().id;
        let after =
            if requests::others_wait(act.transaction(), permit, (trail, id)).await? { After::Keep } else { after };
        Ok(match (&decision.record().outcome, after) {
            (Outcome::Route(route), _) => Self::Route {
                plan: permitted::<Plan>(act, trail).await?,
                hand_over: permitted::<HandOver>(act, trail).await?,
                unit: route.unit(),
            },
            (Outcome::Advice(_) | Outcome::SelfCare(_), After::Close) => {
                Self::Close(permitted::<Close>(act, trail).await?)
            }
            (Outcome::Advice(_) | Outcome::SelfCare(_), After::Keep) => {
                Self::Keep { plan: permitted::<Plan>(act, trail).await?, carried: Carried::Done }
            }
            (Outcome::Acute { .. }, _) => {
                Self::Keep { plan: permitted::<Plan>(act, trail).await?, carried: Carried::UnderWay }
            }
        })
    }

    /// The trail was handed over, or closed, while this request waited. Nobody can be offered what others hold, and what
    /// is acute stays with whoever decided it.
    fn elsewhere(outcome: &Outcome) -> Result<Self, DecideError> {
        match outcome {
            Outcome::Route(_) => {
                let mut errors = Errors::default();
                errors.add("outcome", "front-decide-error-not-ours");
                Err(DecideError::Form(errors))
            }
            Outcome::Acute { .. } => Ok(Self::NotOurs(Carried::UnderWay)),
            Outcome::Advice(_) | Outcome::SelfCare(_) => Ok(Self::NotOurs(Carried::Done)),
        }
    }

    async fn carry_out(&self, act: &mut Act, deed: &Deed) -> Result<Carried, DecideError> {
        let record = deed.decision.record();
        match self {
            Self::Route { plan, hand_over, unit } => {
                set_next_step_in(act, plan, next_step(deed)).await?;
                let level = TrailLevel::new(record.level.number()).map_or(Purpose::Ordinary, Purpose::Referral);
                if let Some(summary) = deed.filled.handover.clone() {
                    let on = deed.filled.on.clone();
                    let offering = Offering { to: *unit, purpose: level, summary, on, despite: None };
                    offer_in(act, hand_over, offering).await.map_err(crossing::refused)?;
                }
                Ok(Carried::UnderWay)
            }
            Self::NotOurs(carried) => Ok(*carried),
            Self::Close(close) => {
                if let Some(told) = told(&record.told) {
                    close_in(act, close, CloseReason::AdviceGiven, told).await?;
                }
                Ok(Carried::Done)
            }
            Self::Keep { plan, carried } => {
                set_next_step_in(act, plan, next_step(deed)).await?;
                Ok(*carried)
            }
        }
    }

    fn hand_back(self, act: &mut Act) {
        match self {
            Self::Route { plan, hand_over, .. } => {
                act.used(plan, LogOutcome::Changed);
                act.used(hand_over, LogOutcome::Changed);
            }
            Self::NotOurs(_) => {}
            Self::Close(close) => act.used(close, LogOutcome::Changed),
            Self::Keep { plan, .. } => act.used(plan, LogOutcome::Changed),
        }
    }
}

fn told(told: &Note) -> Option<Text<2000>> {
    Text::parse(told.as_str()).ok()
}

fn next_step(deed: &Deed) -> NextStep {
    let record: &decision::Record = deed.decision.record();
    match deed.filled.step.clone() {
        Some(what) => NextStep::Known(Step { what, when: When::On(record.next_on) }),
        None => NextStep::Missing,
    }
}
