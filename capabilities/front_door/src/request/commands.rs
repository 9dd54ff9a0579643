//! Receiving a request, and taking it back. Receiving registers the child, opens a trail that the front door's duty
//! person holds, and starts the clock: from that moment somebody has it.

use access::Permit;
use access::action::front_door::Ask;
use access::action::identity::RegisterChild;
use access::action::trail::Open;
use access::facts::{Openness, RegionFacts, TrailFacts, UnitFacts};
use audit::{Act, Asker, Outcome, Refused};
use database::{Failure, Transaction};
use domain::child::{Child, Custody, Person, Protection};
use domain::front_door::intake::{self, Intake, Login};
use domain::front_door::joining;
use domain::front_door::request::{Refusal, Request};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Municipality, Post, Role, Staff, Unit};
use domain::trail::{Actor, NextStep, Start, Step, Text, Trail, When};
use i18n::Say;
use identity::children::adults::commands::name_asker;
use identity::children::commands::{NewChild, NewGuardian, add_guardian, make_person, register_as};
use identity::children::protection::{commands as protection, said};
use identity::children::{Contact, GuardianView, Shown};
use identity::login::commands::{Kind, give_code};
use identity::organisations::{Book, Colleague};
use trail::commands::{CommandError, Opening};

use crate::area::commands::front_door_of;
use crate::request::{promise, store};

/// Somebody asks for help.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What was told.
    pub intake: Intake,
    /// The child it is about.
    pub child: About,
    /// Who a guardian who is not logged in says they are.
    pub guardian: Stated,
    /// What happens first, in words the child can read: [`first_step`] says it.
    pub first_step: Option<Text<200>>,
}

/// Who somebody says they are. Nobody has made sure. Empty where they did not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Their name.
    pub name: String,
    /// What they are to the child, in their own word: "mamma".
    pub relation: String,
    /// Whether they say that somebody is protected.
    pub protected: SaysProtected,
}

/// Whether whoever asks says that an identity is protected: theirs or the child's, which they are not asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SaysProtected {
    /// They do not say so.
    #[default]
    No,
    /// They do.
    Yes,
}

impl SaysProtected {
    /// The grade that it is protected with until somebody has made sure.
    pub(crate) const fn protection(self) -> Protection {
        match self {
            Self::No => Protection::None,
            Self::Yes => Protection::Marked,
        }
    }
}

/// What happens first when somebody has asked: a person reads and gets in touch.
pub fn first_step(say: Say<'_>) -> Option<Text<200>> {
    Text::parse(&say.t("ask-first-step")).ok()
}

/// The child that a request is about.
#[derive(Clone, Debug)]
pub enum About {
    /// A child that is registered now, under this identifier. Its key may exist already, as when a draft becomes a
    /// request.
    New(Id<Child>, Box<NewChild>),
    /// A child that is known already.
    Known(Id<Child>),
}

/// What came of asking.
#[derive(Clone, Debug)]
pub struct Received {
    /// The request.
    pub request: Id<Request>,
    /// The child it is about.
    pub child: Id<Child>,
    /// The trail it opened, or joined.
    pub trail: Id<Trail>,
    /// The front door that has it.
    pub unit: Id<Unit>,
    /// Who there holds it now.
    pub holder: Colleague,
    /// When somebody must have answered.
    pub due_at: Moment,
    /// A code to follow it with, for somebody who asked without logging in. It cannot be shown again.
    pub code: Option<String>,
}

/// Why a request was not received. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// No front door answers for the municipality.
    #[error("no front door answers for the municipality")]
    NoFrontDoor,
    /// Nobody at the front door can hold it.
    #[error("nobody at the front door can hold the request")]
    NobodyThere,
    /// The request does not hold together.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Its trail was not opened.
    #[error(transparent)]
    Trail(#[from] CommandError),
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for ReceiveError {
    fn from(failure: Failure) -> Self {
        Self::Act(failure.into())
    }
}

impl From<ReceiveError> for web::Problem {
    fn from(error: ReceiveError) -> Self {
        match error {
            ReceiveError::NoFrontDoor | ReceiveError::NobodyThere => {
                tracing::error!(error = &error as &dyn std::error::Error, "a request found nobody to receive it");
                Self::Unavailable
            }
            ReceiveError::Refused(_) => Self::NotNow,
            ReceiveError::Trail(error) => error.into(),
            ReceiveError::Act(refused) => refused.into(),
        }
    }
}

/// Receives a request in an act of its own.
pub async fn receive(asker: &Asker, told: Asked) -> Result<Received, ReceiveError> {
    let mut act = asker.begin("front_door.ask").await?;
    let permit = act.authorize::<Ask>(&RegionFacts).await?;
    let received = receive_in(&mut act, &permit, told).await?;
    act.commit_about(permit, received.child).await?;
    Ok(received)
}

/// Receives a request inside another act, so that everything is saved together.
pub async fn receive_in(act: &mut Act, _permit: &Permit<Ask>, told: Asked) -> Result<Received, ReceiveError> {
    let now = act.now();
    let Asked { intake, child, guardian, first_step } = told;
    let (facts, holder) = front_door(act.transaction(), intake.municipality).await?;
    // All rights are asked for before anything is written.
    let register = act.authorize::<RegisterChild>(&RegionFacts).await?;
    let open = act.authorize::<Open>(&facts).await?;
    let due_at = promise::due(act.transaction(), facts.unit, intake.topic.urgency(), now).await?;
    let (request, event) = Request::receive(act.environment().id(), intake, due_at, now)?;
    let mut named = may_open(act.transaction(), facts.unit, &holder).await?;
    let says = guardian.protected;
    let child = match child {
        About::New(id, new) => {
            let protection = new.protection;
            let child = register_as(act, &register, id, *new).await?;
            if protection != Protection::None {
                protection::stated(act, &register, child, protection, &named).await?;
            }
            child
        }
        About::Known(id) => {
            if says == SaysProtected::Yes {
                named.extend(in_their_hands(act, id).await?);
                said::of_known_child(act, &register, id, &named).await?;
            }
            id
        }
    };
    let (follower, code) = follower(act, &register, child, &request.record().intake, guardian).await?;
    if let (intake::Asker::Guardian(_), Some(person)) = (request.record().intake.asker, follower) {
        said::of_asker(act, &register, (child, person), says.protection(), &named).await?;
    }
    let first_step =
        first_step.map_or(NextStep::Missing, |what| NextStep::Known(Step { what, when: When::On(due_at.day()) }));
    let trail = if let Some(joined) = joined(act, child, facts.unit).await? {
        trail::clocks::care::asked_again(act, &open, (child, joined.trail), facts.unit).await?;
        joined.trail
    } else {
        let opening = opening(child, request.record().intake.asker, follower, holder.post, first_step);
        trail::commands::open_in(act, &open, opening).await?
    };
    let new = store::New { request: &request, child, unit: facts.unit, trail, follower };
    store::insert(act.transaction(), &new, &event).await?;
    act.used_about(register, Outcome::Changed, child);
    act.used_about(open, Outcome::Changed, child);
    Ok(Received { request: request.record().id, child, trail, unit: facts.unit, holder, due_at, code })
}

/// Who may open a protected identity from the start: whoever holds the request, and those who lead the front door, so that
/// a sick day locks nobody out.
async fn may_open(
    transaction: &mut Transaction,
    unit: Id<Unit>,
    holder: &Colleague,
) -> Result<Vec<Id<Staff>>, Failure> {
    let book = Book::open(transaction).await?;
    let leads = |colleague: &&&Colleague| colleague.post.role == Role::UnitManager;
    let colleagues = book.colleagues_at(unit);
    let leaders = colleagues.iter().filter(leads).map(|colleague| colleague.post.staff);
    Ok(std::iter::once(holder.post.staff).chain(leaders).collect())
}

/// Whoever holds an open trail of a child that is known already: nobody loses what they have in hand because somebody says
/// that the child is protected.
async fn in_their_hands(act: &mut Act, child: Id<Child>) -> Result<Vec<Id<Staff>>, Failure> {
    let book = Book::open(act.transaction()).await?;
    let open = open_trails(act, child).await?;
    let holder =
        |(_, facts): &(Id<Trail>, TrailFacts)| book.colleague(facts.holder_assignment).map(|one| one.post.staff);
    Ok(open.iter().filter_map(holder).collect())
}

/// The open trail that a request about this child joins, if there is one.
async fn joined(act: &mut Act, child: Id<Child>, front_door: Id<Unit>) -> Result<Option<joining::Open>, Failure> {
    let open = open_trails(act, child).await?;
    let open: Vec<_> =
        open.iter().map(|(trail, facts)| joining::Open { trail: *trail, holder: facts.holder_unit }).collect();
    Ok(joining::joins(&open, front_door))
}

async fn open_trails(act: &mut Act, child: Id<Child>) -> Result<Vec<(Id<Trail>, TrailFacts)>, Failure> {
    let now = act.now();
    let mut open = Vec::new();
    for id in trail::of_child(act.transaction(), child).await? {
        let facts = trail::facts(act.transaction(), id, now).await?;
        open.extend(facts.filter(|facts| facts.openness == Openness::Open).map(|facts| (id, facts)));
    }
    Ok(open)
}

/// The front door that answers for a municipality, and who holds what comes in there now.
pub async fn front_door(
    transaction: &mut Transaction,
    municipality: Id<Municipality>,
) -> Result<(UnitFacts, Colleague), ReceiveError> {
    let unit = front_door_of(transaction, municipality).await?.ok_or(ReceiveError::NoFrontDoor)?;
    let book = Book::open(transaction).await?;
    let facts = book.unit(unit).map(|unit| UnitFacts { unit: unit.id, domain: unit.domain, branch: unit.branch });
    let facts = facts.ok_or(ReceiveError::NoFrontDoor)?;
    let mut colleagues = book.colleagues_at(unit);
    colleagues.retain(|colleague| colleague.post.role.receives());
    let holder = book.duty(unit).or_else(|| colleagues.first().copied()).ok_or(ReceiveError::NobodyThere)?;
    Ok((facts, holder.clone()))
}

/// Who can follow the request, and the code they do it with. A guardian who has not shown who they are gets no custody
/// by saying so: they follow their own request, and nothing else, until somebody has made sure.
async fn follower(
    act: &mut Act,
    permit: &Permit<RegisterChild>,
    child: Id<Child>,
    intake: &Intake,
    stated: Stated,
) -> Result<(Option<Id<Person>>, Option<String>), Failure> {
    let phone = intake.reach.telephone().map(|telephone| telephone.as_str().to_owned()).unwrap_or_default();
    match intake.asker {
        intake::Asker::Child(Login::As(person)) => Ok((Some(person), None)),
        // Somebody who is logged in is the same person about every child; whose custody they have is told child by child.
        intake::Asker::Guardian(Login::As(person)) => {
            let contact = Contact { phone, ..Contact::default() };
            let Stated { name, relation, protected: _ } = stated;
            let (custody, shown) = (Custody::None, Shown::Open);
            let guardian = GuardianView { person, custody, shown, name, relation, contact };
            name_asker(act, permit, child, guardian).await?;
            Ok((Some(person), None))
        }
        intake::Asker::Child(Login::Without) => {
            let person = make_person(act, permit, child, "").await?;
            let code = code_for(act, permit, Kind::Child(person)).await?;
            Ok((Some(person), code))
        }
        intake::Asker::Guardian(Login::Without) => {
            let contact = Contact { phone, ..Contact::default() };
            let guardian = NewGuardian {
                name: stated.name,
                relation: stated.relation,
                number: String::new(),
                contact,
                custody: Custody::None,
            };
            let person = add_guardian(act, permit, child, guardian).await?;
            let code = code_for(act, permit, Kind::Guardian(person)).await?;
            Ok((Some(person), code))
        }
        intake::Asker::Professional(_) => Ok((None, None)),
    }
}

/// The code of whoever asked. Somebody at work who wrote down what was told would be shown it: it is handed out later, to whom
/// it is for.
async fn code_for(act: &mut Act, permit: &Permit<RegisterChild>, kind: Kind) -> Result<Option<String>, Failure> {
    match act.actor().post() {
        Some(_) => Ok(None),
        None => give_code(act, permit, kind).await.map(Some),
    }
}

/// The trail to be opened: the duty person holds the baton from the moment somebody asks.
fn opening(
    child: Id<Child>,
    asker: intake::Asker,
    follower: Option<Id<Person>>,
    duty: Post,
    first_step: NextStep,
) -> Opening {
    let by = match (asker, follower) {
        (intake::Asker::Professional(post), _) => Actor::Post(post),
        (intake::Asker::Guardian(_), Some(person)) => Actor::Guardian(person),
        (intake::Asker::Child(_), _) | (intake::Asker::Guardian(_), None) => Actor::Child(child),
    };
    Opening { child, start: Start::FrontDoor { duty, by }, next_step: first_step }
}
