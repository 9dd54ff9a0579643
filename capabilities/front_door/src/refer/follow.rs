//! What became of it: the list of a unit, one request as whoever asked sees it, and the questions of the front door with
//! their answers.

use access::action::front_door::{FollowReferral, Interview, SeeReferrals};
use access::facts::RequestFacts;
use access::{Action, Permit};
use audit::{Act, Asker, Logged, Refused};
use database::Failure;
use domain::child::Protection;
use domain::front_door::referral::{Questions, Referral, Standing};
use domain::front_door::request::{Request, State};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::organisation::Post;
use web::Problem;

use crate::queue::commands::own_unit;
use crate::refer::store::{self, Before, Listed, Question};
use crate::request::store::{self as requests, Stored};

/// Why nothing was asked, answered or shown. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FollowError {
    /// There is no such request.
    #[error("there is no such request")]
    NotFound,
    /// Nobody at work asked for it, so that there is nobody to ask.
    #[error("nobody at work asked")]
    NobodyToAsk,
    /// Another question waits for its answer already.
    #[error("another question waits for its answer")]
    Unanswered,
    /// There is no such question that waits, or no use for an answer any more.
    #[error("no such question waits for an answer")]
    NotAsked,
    /// It is decided already, or closed.
    #[error("it is decided already")]
    Decided,
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
            FollowError::NobodyToAsk | FollowError::Unanswered | FollowError::NotAsked | FollowError::Decided => {
                Self::NotNow
            }
            FollowError::Act(refused) => refused.into(),
        }
    }
}

/// Rows on a page of what a unit has asked for.
const PAGE: usize = 50;

/// A page of what one's own unit has asked for, the latest first.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) rows: Vec<Listed>,
    /// Where the next page begins; none on the last.
    pub(crate) next: Option<Before>,
}

/// What one's own unit has asked for, the latest first.
pub(crate) async fn list(asker: &Asker, post: &Post, before: Before) -> Result<(Page, Logged), Refused> {
    let mut act = asker.begin_reading("front_door.referrals").await?;
    let permit = act.authorize::<SeeReferrals>(&own_unit(post)).await?;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = store::of_unit(&mut act, &permit, post.unit, before, limit).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(Before::of) } else { None };
    act.saw(rows.len());
    Ok((Page { rows, next }, act.finish(permit).await?))
}

/// A request as whoever asked for it sees it: what they told, how it stands, and what they are asked.
#[derive(Clone, Debug)]
pub(crate) struct Followed {
    pub(crate) stored: Stored,
    pub(crate) referral: Option<Referral>,
    pub(crate) questions: Vec<Question>,
    pub(crate) standing: Standing,
    pub(crate) protection: Protection,
}

impl Followed {
    /// The question that waits for an answer, if there is one and an answer is of use.
    pub(crate) fn open(&self) -> Option<&Question> {
        match self.standing {
            Standing::MoreWanted => self.questions.iter().find(|question| question.answer.is_none()),
            Standing::Received
            | Standing::UnderWay
            | Standing::Decided
            | Standing::Accepted
            | Standing::Answered
            | Standing::Returned
            | Standing::Joined
            | Standing::Withdrawn => None,
        }
    }
}

/// Opens a request that one's own unit has asked for.
pub(crate) async fn see(asker: &Asker, id: Id<Request>) -> Result<(Followed, Logged), FollowError> {
    let mut act = asker.begin_reading("front_door.follow_referral").await?;
    let (followed, permit) = followed(&mut act, id).await?;
    Ok((followed, act.finish(permit).await?))
}

async fn followed(act: &mut Act, id: Id<Request>) -> Result<(Followed, Permit<FollowReferral>), FollowError> {
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(FollowError::NotFound)?;
    let permit = act.authorize::<FollowReferral>(&facts).await?;
    let stored = requests::find(act, &permit, id).await?.ok_or(FollowError::NotFound)?;
    let (referral, questions) = of(act, &permit, &stored).await?;
    let standing = Standing::of(&stored.request.record().state, stored.unit, store::waiting(&questions));
    Ok((Followed { stored, referral, questions, standing, protection: facts.protection }, permit))
}

/// What was told beside a request, and the questions about it.
pub(crate) async fn of<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &Stored,
) -> Result<(Option<Referral>, Vec<Question>), Failure> {
    Ok((store::find(act, permit, stored).await?, store::questions(act, permit, stored).await?))
}

/// Whoever asked, or a colleague at the same unit, answers the question that waits.
pub(crate) async fn answer(
    asker: &Asker,
    post: &Post,
    id: Id<Request>,
    number: i64,
    text: &Note,
) -> Result<(), FollowError> {
    let mut act = asker.begin("front_door.answer_front_door").await?;
    let (followed, permit) = followed(&mut act, id).await?;
    if followed.open().is_none_or(|question| question.number != number) {
        return Err(FollowError::NotAsked);
    }
    store::answer(&mut act, &permit, &followed.stored, (number, post.assignment), text).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Whoever has taken a request asks the one at work who referred the child.
pub(crate) async fn ask(asker: &Asker, post: &Post, id: Id<Request>, text: &Note) -> Result<(), FollowError> {
    let mut act = asker.begin("front_door.ask_who_referred").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(FollowError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    if facts.asked_by.is_none() {
        return Err(FollowError::NobodyToAsk);
    }
    let stored = requests::find(&mut act, &permit, id).await?.ok_or(FollowError::NotFound)?;
    match stored.request.record().state {
        State::Taken(_) | State::Interviewed(..) => {}
        State::Waiting | State::Decided(..) | State::Closed(_) => return Err(FollowError::Decided),
    }
    let questions = store::questions(&mut act, &permit, &stored).await?;
    match store::waiting(&questions) {
        Questions::Answered => {}
        Questions::Unanswered => return Err(FollowError::Unanswered),
    }
    let number = questions.last().map_or(1, |question| question.number + 1);
    store::ask(&mut act, &permit, &stored, (number, post.assignment), text).await?;
    act.commit(permit).await?;
    Ok(())
}
