//! Somebody calls the front door. Whoever answers writes down what is told, in one page while they talk, and has taken the
//! request when it is saved: received, taken and held in one act. Whoever takes no requests leaves it in the queue.
//! Source: dossier 3.1 (most families telephone).

pub(crate) mod pages;

use access::action::front_door::{Ask, SeeQueue, Take};
use access::action::identity::RegisterChild;
use access::facts::{RegionFacts, RequestFacts};
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::age::Majority;
use domain::child::Protection;
use domain::front_door::intake::Login;
use domain::front_door::request::Request;
use domain::id::Id;
use domain::organisation::{Assignment, Post};
use i18n::Say;
use identity::children::commands::name_staff;
use identity::children::protection::said;

use crate::area::commands::front_door_of;
use crate::ask::answers::Answers;
use crate::ask::commands::told;
use crate::queue::commands::{TakeError, own_unit, take_in};
use crate::request::commands::{ReceiveError, receive_in};
use crate::request::store as requests;

/// What becomes of a call when it is saved, for what the page says before anything is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Becoming {
    /// Whoever writes it down takes it.
    Theirs,
    /// It waits in the queue, because whoever writes it down takes none.
    Queued,
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// Whoever wrote it down has taken it.
    Taken(Id<Request>),
    /// Whoever wrote it down takes none: who holds it until somebody does.
    Left(Id<Assignment>),
}

/// Why a call was not received. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// Something is missing in what was told.
    #[error("something is missing in what was told")]
    Missing,
    /// Another front door answers for where the child lives.
    #[error("another front door answers for the municipality")]
    Elsewhere,
    /// It was not received.
    #[error(transparent)]
    Received(#[from] ReceiveError),
    /// It was not taken.
    #[error(transparent)]
    Taken(#[from] TakeError),
}

impl From<Refused> for CallError {
    fn from(refused: Refused) -> Self {
        Self::Received(refused.into())
    }
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        Self::Received(failure.into())
    }
}

impl From<CallError> for web::Problem {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Missing | CallError::Elsewhere => Self::NotNow,
            CallError::Received(error) => error.into(),
            CallError::Taken(error) => error.into(),
        }
    }
}

/// Leave to write down a call at one's own front door, asked for when the page is opened.
pub(crate) async fn answer(asker: &Asker, post: &Post) -> Result<(Becoming, Logged), Refused> {
    let mut act = asker.begin_reading("front_door.answer_call").await?;
    let permit = act.authorize::<SeeQueue>(&own_unit(post)).await?;
    let becoming = if act.may::<Take>(&untold(&act, post)) { Becoming::Theirs } else { Becoming::Queued };
    Ok((becoming, act.finish(permit).await?))
}

/// The request that a call will be, before anything is told: at one's own front door, of a child whom nobody knows.
fn untold(act: &Act, post: &Post) -> RequestFacts {
    RequestFacts {
        request: act.environment().id::<Request>().value(),
        child: act.environment().id(),
        unit: post.unit,
        taken_by: None,
        protection: Protection::None,
        named: vec![],
        asker: None,
        asked_by: None,
        asked_from: None,
        majority: Majority::Minor,
    }
}

/// Receives what was told on the telephone, and takes it where whoever wrote it down takes requests.
pub(crate) async fn receive(asker: &Asker, post: Post, answers: &Answers, say: Say<'_>) -> Result<Call, CallError> {
    let mut act = asker.begin("front_door.receive_call").await?;
    let see = act.authorize::<SeeQueue>(&own_unit(&post)).await?;
    let ask = act.authorize::<Ask>(&RegionFacts).await?;
    let intake = answers.intake(Login::Without).ok_or(CallError::Missing)?;
    if front_door_of(act.transaction(), intake.municipality).await? != Some(post.unit) {
        return Err(CallError::Elsewhere);
    }
    let draft = act.environment().id();
    let told = told(&mut act, draft, intake, answers, say).await?;
    let received = receive_in(&mut act, &ask, told).await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), received.request, now).await?;
    let mut facts = facts.ok_or(TakeError::NotFound)?;
    if answers.says_protected() {
        // Asked as they will stand when they are named below.
        facts.named.push(post.staff);
    }
    if !act.may::<Take>(&facts) {
        act.used(see, Outcome::Read);
        act.commit_about(ask, received.child).await?;
        return Ok(Call::Left(received.holder.post.assignment));
    }
    if answers.says_protected() {
        // Whoever was told may open it; otherwise they could not take what they have just written down.
        let register = act.authorize::<RegisterChild>(&RegionFacts).await?;
        name_staff(&mut act, &register, received.child, post.staff).await?;
        if let Some(person) = facts.asker {
            said::of_asker(&mut act, &register, (received.child, person), Protection::None, &[post.staff]).await?;
        }
        act.used_about(register, Outcome::Changed, received.child);
    }
    let ready = take_in(&mut act, post, received.request).await?;
    act.used(see, Outcome::Read);
    act.used_about(ask, Outcome::Changed, received.child);
    ready.commit(act).await?;
    Ok(Call::Taken(received.request))
}
