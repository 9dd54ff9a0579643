//! Following one's own request, adding to it, and taking it back.

use access::Actor;
use access::action::front_door::{AddTo, Follow, TakeBack};
use audit::{Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::front_door::following::{self, Standing, Told, reads_answers, takes_more, told};
use domain::front_door::request::{Refusal, Request, State};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Unit};
use identity::children::Relations;
use trail::clocks::care::Done;
use web::Problem;

use crate::decision::store::Made;
use crate::request::following::store::{self, Addition};
use crate::request::promise;
use crate::request::store::{self as requests, Followed, Stored};

/// Why a request was not shown, added to or taken back. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// There is no such request.
    #[error("there is no such request")]
    NotFound,
    /// It cannot be taken back as things stand.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nothing more is added.
    #[error(transparent)]
    NoMore(#[from] following::Refusal),
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for FollowError {
    fn from(failure: Failure) -> Self {
        Self::Act(failure.into())
    }
}

impl From<FollowError> for Problem {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::NotFound => Self::NotFound,
            FollowError::Refused(_) | FollowError::NoMore(_) => Self::NotNow,
            FollowError::Act(refused) => refused.into(),
        }
    }
}

/// A request as whoever asked follows it. What they may not be told is not here.
#[derive(Clone, Debug)]
pub struct Following {
    /// The request, with what they wrote.
    pub stored: Stored,
    /// How much they are told.
    pub told: Told,
    /// Who has it; none where that is not told, or nobody has.
    pub holder: Option<(Id<Assignment>, Id<Unit>)>,
    /// What came of it; none where that is not told.
    pub(crate) made: Option<Made>,
    /// When the answer before that was given, where it was decided anew.
    pub earlier: Option<Moment>,
    /// What they have added, and what the front door has written to them.
    pub additions: Vec<Addition>,
    /// Whether they may add more.
    pub more: Result<(), following::Refusal>,
    /// Whether they may take it back.
    pub back: Result<(), Refusal>,
}

/// The requests that whoever is logged in has made, newest first. Identifiers and times only.
pub async fn list(asker: &Asker) -> Result<(Vec<Followed>, Option<Logged>), FollowError> {
    let mut act = asker.begin_reading("front_door.following").await?;
    let now = act.now();
    let mut followed = Vec::new();
    let mut last = None;
    for one in requests::followed(&mut act).await?.into_iter().take(LISTED_MAX) {
        let Some(facts) = requests::facts(act.transaction(), one.id, now).await? else { continue };
        // One that is no longer followed, as when the child has come of age, is left out and not refused.
        if !act.may::<Follow>(&facts) {
            continue;
        }
        let permit = act.authorize::<Follow>(&facts).await?;
        if let Some(before) = last.replace(permit) {
            act.used(before, Outcome::Read);
        }
        followed.push(one);
    }
    act.saw(followed.len());
    match last {
        Some(permit) => Ok((followed, Some(act.finish(permit).await?))),
        None => Ok((followed, None)),
    }
}

/// How many requests are listed, the newest first.
const LISTED_MAX: usize = 10;

/// Opens one's own request.
pub async fn follow(asker: &Asker, id: Id<Request>) -> Result<(Following, Logged), FollowError> {
    let mut act = asker.begin_reading("front_door.follow").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(FollowError::NotFound)?;
    let permit = act.authorize::<Follow>(&facts).await?;
    let stored = requests::find(&mut act, &permit, id).await?.ok_or(FollowError::NotFound)?;
    let relations = Relations::of(act.transaction(), facts.child, now).await?.ok_or(FollowError::NotFound)?;
    let told = told(standing(act.actor(), &relations), facts.protection);
    let trail = trail::facts(act.transaction(), stored.trail, now).await?;
    let holder = holder(&stored, told, trail.map(|trail| (trail.holder_assignment, trail.holder_unit)));
    let mut made = match told {
        Told::Receipt => vec![],
        Told::Answer | Told::Everything => crate::decision::store::all(&mut act, &permit, &stored).await?,
    }
    .into_iter();
    let (made, earlier) = (made.next(), made.next().map(|earlier| earlier.at));
    let mut additions = store::additions(&mut act, &permit, &stored).await?;
    if !reads_answers(told) {
        additions.retain(|addition| addition.by.is_none());
    }
    let more = takes_more(&stored.request, store::own(&additions));
    let back = stored.request.clone().withdraw(now).map(drop);
    let following = Following { stored, told, holder, made, earlier, additions, more, back };
    Ok((following, act.finish(permit).await?))
}

/// What whoever asked is to the child.
fn standing(actor: &Actor, relations: &Relations) -> Standing {
    match actor {
        Actor::Child(_) => Standing::Child,
        Actor::Guardian(person) if relations.guardians.contains(person) => Standing::Custody,
        Actor::Guardian(_) | Actor::Staff(_) | Actor::Visitor | Actor::Job(_) => Standing::Unconfirmed,
    }
}

/// Who has the request: until it is answered somebody at the front door. Who holds the trail afterwards is for the child
/// and those with custody.
fn holder(
    stored: &Stored,
    told: Told,
    trail: Option<(Id<Assignment>, Id<Unit>)>,
) -> Option<(Id<Assignment>, Id<Unit>)> {
    let at_the_door = || trail.filter(|(_, unit)| *unit == stored.unit);
    match (told, &stored.request.record().state) {
        (Told::Receipt, _) | (_, State::Closed(_)) => None,
        (_, State::Waiting) | (Told::Answer, State::Decided(..)) => at_the_door(),
        (_, State::Taken(holder) | State::Interviewed(holder, _)) => Some((holder.by.assignment, holder.by.unit)),
        (Told::Everything, State::Decided(..)) => trail,
    }
}

/// Adds something to one's own request. Whoever has it reads it with the rest.
pub async fn add(asker: &Asker, id: Id<Request>, words: &Note) -> Result<(), FollowError> {
    let mut act = asker.begin("front_door.add_to").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(FollowError::NotFound)?;
    let permit = act.authorize::<AddTo>(&facts).await?;
    let stored = requests::find(&mut act, &permit, id).await?.ok_or(FollowError::NotFound)?;
    let already = store::own(&store::additions(&mut act, &permit, &stored).await?);
    takes_more(&stored.request, already)?;
    store::insert(&mut act, &permit, (stored.child, id), None, words).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Takes one's own request back. The trail stays with whoever holds it, who closes it and says so.
pub async fn take_back(asker: &Asker, id: Id<Request>) -> Result<(), FollowError> {
    let mut act = asker.begin("front_door.take_back").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(FollowError::NotFound)?;
    let permit = act.authorize::<TakeBack>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(FollowError::NotFound)?;
    let (request, event) = before.request.clone().withdraw(now)?;
    requests::save(&mut act, &permit, &before, &request, &event).await?;
    promise::done_with(&mut act, &permit, &before, Done::AskedNoMore).await?;
    act.commit(permit).await?;
    Ok(())
}
