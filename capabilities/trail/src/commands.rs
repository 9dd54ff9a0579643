//! What can be done with a trail. Each thing has two forms: `…_in` does it inside somebody else's act, so that a
//! decision and its handover are saved together or not at all; the other begins an act of its own.

use access::Permit;
use access::action::trail::{Answer, Close, HandOver, Open, Plan};
use access::facts::{TrailFacts, UnitFacts};
use access::{Action, Denied};
use audit::{Act, Asker, Refused};
use database::Failure;
use domain::child::Child;
use domain::front_door::routing;
use domain::id::Id;
use domain::organisation::{Post, Unit};
use domain::trail::relation::FORMER_HOLDER_DAYS;
use domain::trail::{
    Actor, CloseReason, Destination, Event, Happened, NextStep, Offer, Purpose, Refusal, Return, Start, Step, Text,
    Trail, WithdrawReason,
};
use identity::organisations::Book;
use web::Problem;

use crate::crossing::{self, NoGround, On};
use crate::fitting::worded;
use crate::listening::{self, Accepted};
use crate::{clocks, store};

/// Delivers what is sent inside Cairn: it has arrived when it is sent, so the receiver's clocks start at once and wait
/// for nobody to pick it up. Source: dossier 0 rule 4, 4.2 ("received (automatic)").
const DELIVERY: &str = "delivery";

/// Why something was not done to a trail. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// There is no such trail, child or unit.
    #[error("not found")]
    NotFound,
    /// No right. The refusal is in the log.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules of the trail say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nothing may cross into the receiver's secrecy domain.
    #[error(transparent)]
    NoGround(#[from] NoGround),
    /// The child does not fit the receiver, by level, age or area, and nobody has said why all the same.
    #[error("the child does not fit the receiver")]
    Misfit(routing::Refusal),
    /// The database failed, or somebody else changed the trail first.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl From<Refused> for CommandError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Denied(denied) => Self::Denied(denied),
            Refused::Failed(failure) => Self::Failed(failure),
        }
    }
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::NotFound => Self::NotFound,
            CommandError::Denied(denied) => denied.into(),
            CommandError::Refused(_) | CommandError::NoGround(_) | CommandError::Misfit(_) => Self::NotNow,
            CommandError::Failed(failure) => failure.into(),
        }
    }
}

/// A trail to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// About whom.
    pub child: Id<Child>,
    /// Who holds it first.
    pub start: Start,
    /// What happens next.
    pub next_step: NextStep,
}

/// An offer of the baton to be sent.
#[derive(Clone, Debug)]
pub struct Offering {
    /// To whom.
    pub to: Id<Unit>,
    /// Why.
    pub purpose: Purpose,
    /// What the receiver needs to know in order to answer. It crosses to the receiver when it is sent.
    pub summary: Text<4000>,
    /// On what ground it crosses; nothing is asked inside one secrecy domain.
    pub on: Option<On>,
    /// Why there, although the directory says that they do not take the child. The receiver reads it with the summary.
    pub despite: Option<Text<1000>>,
}

/// Opens a trail. The permit is for the unit that holds it first.
pub async fn open_in(act: &mut Act, permit: &Permit<Open>, opening: Opening) -> Result<Id<Trail>, CommandError> {
    let Opening { child, start, next_step } = opening;
    let (holder, door) = match &start {
        Start::Professional(post) => (post.unit, None),
        Start::FrontDoor { duty, .. } => (duty.unit, Some(duty.unit)),
    };
    if !permit.is_for(holder.value()) {
        return Err(CommandError::NotFound);
    }
    let label = store::label_of_child(act, permit, child).await?.ok_or(CommandError::NotFound)?;
    let now = act.now();
    let (trail, event) = Trail::open(act.environment().id(), child, start, next_step, now)?;
    store::insert(act, permit, &trail, &event, &label).await?;
    identity::children::commands::involve(act.transaction(), child, holder, now).await?;
    if let Some(door) = door {
        clocks::care::asked(act, &trail, door).await?;
    }
    Ok(trail.snapshot().id)
}

/// Offers the baton to another unit, if the child fits it or somebody says why all the same.
pub async fn offer_fitting_in(
    act: &mut Act,
    permit: &Permit<HandOver>,
    offering: Offering,
) -> Result<(), CommandError> {
    let by = post(act)?;
    let to = Book::open(act.transaction()).await?.unit(offering.to).ok_or(CommandError::NotFound)?.clone();
    let Offering { purpose, summary, despite, .. } = &offering;
    let words = (summary.clone(), despite.as_ref());
    let (summary, _) = worded(act, permit, (by, &to), *purpose, words).await?;
    offer_in(act, permit, Offering { summary, ..offering }).await
}

/// Offers the baton to another unit that is known to fit, and delivers the offer. The giver holds it until the receiver
/// accepts.
pub async fn offer_in(act: &mut Act, permit: &Permit<HandOver>, offering: Offering) -> Result<(), CommandError> {
    let Offering { to, purpose, summary, on, despite: _ } = offering;
    let by = post(act)?;
    let receiving = Book::open(act.transaction()).await?.unit(to).ok_or(CommandError::NotFound)?.clone();
    let to = Destination { unit: to, branch: receiving.branch };
    let offer = Offer { id: act.environment().id(), to, purpose, summary };
    Box::pin(crossing::cross(act, permit, (by, &receiving), &offer, on)).await?;
    change(act, permit, |trail, now| {
        let (trail, offered) = trail.offer(by, offer, now)?;
        let (trail, received) = trail.receive(Actor::Job(DELIVERY.to_owned()), now)?;
        Ok((trail, vec![offered, received]))
    })
    .await
}

/// Notes that a handover has come, where it was not delivered at once.
pub async fn receive_in(act: &mut Act, permit: &Permit<Answer>) -> Result<(), CommandError> {
    let by = post(act)?;
    change(act, permit, |trail, now| one(trail.receive(Actor::Post(by), now))).await
}

/// Takes the baton, and says what happens next. The giver holds it no more.
pub async fn accept_in(act: &mut Act, permit: &Permit<Answer>, step: Step) -> Result<(), CommandError> {
    let by = post(act)?;
    change(act, permit, |trail, now| one(trail.accept(by, step, now))).await
}

/// Asks the giver for more before answering.
pub async fn want_more_in(act: &mut Act, permit: &Permit<Answer>, question: Text<1000>) -> Result<(), CommandError> {
    let by = post(act)?;
    change(act, permit, |trail, now| one(trail.want_more(by, question, now))).await
}

/// Answers the receiver's question.
pub async fn supply_in(act: &mut Act, permit: &Permit<HandOver>, answer: Text<4000>) -> Result<(), CommandError> {
    let by = post(act)?;
    let trail = store::find(act, permit).await?.ok_or(CommandError::NotFound)?;
    if let Some(pending) = trail.pending() {
        crossing::follow(act, permit, (by, pending)).await?;
    }
    change(act, permit, |trail, now| one(trail.supply(by, answer, now))).await
}

/// Gives the baton back with a reason, words for the family and a next step.
pub async fn give_back_in(act: &mut Act, permit: &Permit<Answer>, back: Return) -> Result<(), CommandError> {
    let by = post(act)?;
    change(act, permit, |trail, now| {
        let (trail, event, alert) = trail.give_back(by, back, now)?;
        Ok((trail, std::iter::once(event).chain(alert).collect()))
    })
    .await
}

/// Takes an offer back before it is accepted.
pub async fn withdraw_in(act: &mut Act, permit: &Permit<HandOver>, reason: WithdrawReason) -> Result<(), CommandError> {
    let by = post(act)?;
    change(act, permit, |trail, now| one(trail.withdraw(by, reason, now))).await
}

/// Takes over from a colleague at the same unit.
pub async fn reassign_in(act: &mut Act, permit: &Permit<Plan>) -> Result<(), CommandError> {
    let by = post(act)?;
    change(act, permit, |trail, now| one(trail.reassign(by, now))).await
}

/// Says what happens next, or admits that nobody knows.
pub async fn set_next_step_in(act: &mut Act, permit: &Permit<Plan>, next: NextStep) -> Result<(), CommandError> {
    let by = post(act)?;
    change(act, permit, |trail, now| one(trail.set_next_step(by, next, now))).await
}

/// Ends a trail and keeps what the family was told.
pub async fn close_in(
    act: &mut Act,
    permit: &Permit<Close>,
    reason: CloseReason,
    told: Text<2000>,
) -> Result<(), CommandError> {
    let by = post(act)?;
    change(act, permit, |trail, now| one(trail.close(by, reason, told, now))).await
}

/// Opens a closed trail again at the unit that held it last.
pub async fn reopen_in(act: &mut Act, permit: &Permit<Close>, why: Text<1000>, step: Step) -> Result<(), CommandError> {
    let by = post(act)?;
    change(act, permit, |trail, now| one(trail.reopen(by, why, step, now))).await
}

/// Opens a trail at one's own unit.
pub async fn open(asker: &Asker, opening: Opening) -> Result<Id<Trail>, CommandError> {
    let mut act = asker.begin("trail.open").await?;
    let by = post(&act)?;
    let facts = UnitFacts { unit: by.unit, domain: by.domain, branch: by.branch };
    let (permit, child) = (act.authorize::<Open>(&facts).await?, opening.child);
    let trail = open_in(&mut act, &permit, opening).await?;
    act.commit_about(permit, child).await?;
    Ok(trail)
}

/// A command in an act of its own: facts, permit, the thing itself, one line in the log.
macro_rules! alone {
    ($($(#[$doc:meta])* $name:ident, $act:literal, $action:ty, $inside:ident ($($argument:ident: $type:ty),*);)+) => { $(
        $(#[$doc])*
        pub async fn $name(asker: &Asker, trail: Id<Trail>, $($argument: $type),*) -> Result<(), CommandError> {
            let mut act = asker.begin($act).await?;
            let permit = permitted::<$action>(&mut act, trail).await?;
            $inside(&mut act, &permit, $($argument),*).await?;
            act.commit(permit).await?;
            Ok(())
        }
    )+ };
}

alone! {
    /// Offers the baton to another unit.
    offer, "trail.offer", HandOver, offer_fitting_in(offering: Offering);
    /// Notes that a handover has come, where it was not delivered at once.
    receive, "trail.receive", Answer, receive_in();
    /// Takes the baton.
    accept, "trail.accept", Answer, accept_in(step: Step);
    /// Asks the giver for more.
    want_more, "trail.want_more", Answer, want_more_in(question: Text<1000>);
    /// Answers the receiver's question.
    supply, "trail.supply", HandOver, supply_in(answer: Text<4000>);
    /// Gives the baton back.
    give_back, "trail.give_back", Answer, give_back_in(back: Return);
    /// Takes an offer back.
    withdraw, "trail.withdraw", HandOver, withdraw_in(reason: WithdrawReason);
    /// Takes over from a colleague.
    reassign, "trail.reassign", Plan, reassign_in();
    /// Says what happens next.
    set_next_step, "trail.set_next_step", Plan, set_next_step_in(next: NextStep);
    /// Ends a trail.
    close, "trail.close", Close, close_in(reason: CloseReason, told: Text<2000>);
    /// Opens a closed trail again.
    reopen, "trail.reopen", Close, reopen_in(why: Text<1000>, step: Step);
}

/// Asks for a right to a trail that is known to the asker only by its identifier.
pub async fn permitted<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    trail: Id<Trail>,
) -> Result<Permit<A>, CommandError> {
    let now = act.now();
    let facts = store::facts(act.transaction(), trail, now).await?.ok_or(CommandError::NotFound)?;
    Ok(act.authorize::<A>(&facts).await?)
}

/// The post of whoever acts. Only people at work change trails.
pub(crate) fn post(act: &Act) -> Result<Post, CommandError> {
    act.actor().post().copied().ok_or(CommandError::NotFound)
}

type Changed = Result<(Trail, Vec<Event>), Refusal>;

fn one(changed: Result<(Trail, Event), Refusal>) -> Changed {
    changed.map(|(trail, event)| (trail, vec![event]))
}

/// Finds, decides, saves, and lets clocks and relations follow.
async fn change<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    decide: impl FnOnce(Trail, domain::moment::Moment) -> Changed,
) -> Result<(), CommandError> {
    let trail = store::find(act, permit).await?.ok_or(CommandError::NotFound)?;
    let giver = trail.holder();
    let before = trail.clone();
    let (trail, events) = decide(trail, act.now())?;
    store::save(act, permit, &trail, &events).await?;
    clocks::follow(act, &trail, &events).await?;
    clocks::care::happened(act, &before, &trail, &events).await?;
    for event in &events {
        if let Happened::Accepted { holder, .. } = &event.happened {
            moved(act, &trail, giver.map(|giver| giver.unit), holder.unit).await?;
            let snapshot = trail.snapshot();
            let taken = Accepted { trail: snapshot.id, child: snapshot.child, by: post(act)? };
            listening::accepted(act, taken).await?;
        }
    }
    Ok(())
}

/// The receiver shares in the help from now on; the giver for some days more, to answer and to see that the child has
/// arrived.
async fn moved(act: &mut Act, trail: &Trail, giver: Option<Id<Unit>>, taker: Id<Unit>) -> Result<(), CommandError> {
    let (child, now) = (trail.snapshot().child, act.now());
    identity::children::commands::involve(act.transaction(), child, taker, now).await?;
    let Some(giver) = giver else { return Ok(()) };
    if !store::holds_another(act, trail, giver).await? {
        let until = store::end_of(now.day().plus_days(FORMER_HOLDER_DAYS));
        identity::children::commands::release(act.transaction(), child, giver, until).await?;
    }
    Ok(())
}
