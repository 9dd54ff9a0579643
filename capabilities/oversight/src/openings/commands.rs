//! What can be done with an opening: breaking the glass, ending it, explaining it afterwards.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::action::identity::FindChild;
use access::action::oversight::{BreakGlass, Explain, SeekGlass};
use access::action::trail::Read;
use access::facts::{OpeningFacts, Openness, TrailFacts, UnitFacts};
use access::{Denied, Permit};
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::child::Child;
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::organisation::Post;
use domain::oversight::break_glass::{OPEN_HOURS, Opening, Reason, Refusal, Request};
use domain::trail::relation::Relation;
use domain::trail::{Text, Trail};
use identity::children::commands as children;
use identity::children::described::{self, Description, Looked};
use identity::organisations::Book;
use jiff::SignedDuration;
use trail::clocks::office_hours;
use web::Problem;

use crate::openings::store::{self, Facts, Said};

/// How many working days a review may take. Source: products C11.
const REVIEW_WORKING_DAYS: u16 = 3;
/// How long one sees one's own openings.
const OWN_DAYS: i64 = 90;

/// Why something was not done with an opening. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// There is no such opening, or the asker may not know.
    #[error("not found")]
    NotFound,
    /// No right. The refusal is in the log.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules of openings say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed, or somebody else changed the opening first.
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
            CommandError::Refused(Refusal::ReviewerIsOpener | Refusal::NotTheOpener) => Self::Forbidden,
            CommandError::Refused(
                Refusal::AlreadyRelated
                | Refusal::AlreadyAnswered
                | Refusal::QuestionOpen
                | Refusal::NoQuestion
                | Refusal::TooManyQuestions
                | Refusal::DueInThePast
                | Refusal::TimeWentBack,
            ) => Self::NotNow,
            CommandError::Failed(failure) => failure.into(),
        }
    }
}

/// Why somebody opens a trail without a relation.
#[derive(Clone, Debug)]
pub struct Why {
    /// In one word.
    pub reason: Reason,
    /// In their own words.
    pub words: Text<1000>,
}

/// What the page shows on which one asks.
#[derive(Clone, Debug)]
pub struct Asking {
    /// One's own openings, the latest first.
    pub own: Vec<Facts>,
    /// The municipalities.
    pub book: Arc<Book>,
}

/// The page where one asks, with one's own openings on it.
pub async fn ask(asker: &Asker) -> Result<(Asking, Logged), CommandError> {
    let mut act = asker.begin_reading("oversight.ask_for_glass").await?;
    let post = post(&act)?;
    let permit = act.authorize::<SeekGlass>(&unit_of(&post)).await?;
    let since = act.now().plus(-SignedDuration::from_hours(24 * OWN_DAYS));
    let own = store::own(act.transaction(), post.staff, since).await?;
    act.saw(own.len());
    let book = Book::open(act.transaction()).await?;
    Ok((Asking { own, book }, act.finish(permit).await?))
}

/// Looks for a child that nobody knows the number of. Only those are named who have a trail that the asker does not see
/// already, and never more than a handful; each of them sees in the log that somebody looked.
pub async fn look_for(asker: &Asker, description: &Description) -> Result<(Looked, Logged), CommandError> {
    let mut act = asker.begin_reading("oversight.look_for_child").await?;
    let post = post(&act)?;
    let seek = act.authorize::<SeekGlass>(&unit_of(&post)).await?;
    let search = act.authorize::<FindChild>(&unit_of(&post)).await?;
    let looked = match described::look(&mut act, &search, description).await? {
        Looked::TooMany => Looked::TooMany,
        Looked::Found(all) => {
            let mut closed = Vec::new();
            for one in all {
                if is_closed_to(&mut act, one.child).await? {
                    closed.push(one);
                }
            }
            Looked::Found(closed)
        }
    };
    let named: Vec<_> = match &looked {
        Looked::Found(found) => found.iter().map(|one| one.child).collect(),
        Looked::TooMany => vec![],
    };
    act.saw(named.len());
    act.found(search, &named);
    Ok((looked, act.finish(seek).await?))
}

/// Whether a child has a trail that the asker cannot read.
async fn is_closed_to(act: &mut Act, child: Id<Child>) -> Result<bool, Failure> {
    let now = act.now();
    for trail in trail::of_child(act.transaction(), child).await? {
        if let Some(facts) = trail::facts(act.transaction(), trail, now).await?
            && !act.may::<Read>(&facts)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Breaks the glass for a child that was named to one who described it, and fits the description still. `None` when there
/// is nothing to open, as with a number.
pub async fn break_glass_for(
    asker: &Asker,
    (child, description): (Id<Child>, &Description),
    why: Why,
) -> Result<Option<Id<Trail>>, CommandError> {
    let mut act = asker.begin("oversight.break_glass").await?;
    let post = post(&act)?;
    let seek = act.authorize::<SeekGlass>(&unit_of(&post)).await?;
    let search = act.authorize::<FindChild>(&unit_of(&post)).await?;
    let fits = described::fits(&mut act, &search, child, description).await?;
    let found: Vec<_> = fits.then_some(child).into_iter().collect();
    open_first(act, (seek, search), &post, &found, &why).await
}

/// Breaks the glass for the child with a number. `None` when there is nothing to open: no such child, no trail, or one
/// that the asker sees already. It is not said which.
pub async fn break_glass(asker: &Asker, number: &IdentityNumber, why: Why) -> Result<Option<Id<Trail>>, CommandError> {
    let mut act = asker.begin("oversight.break_glass").await?;
    let post = post(&act)?;
    let seek = act.authorize::<SeekGlass>(&unit_of(&post)).await?;
    let search = act.authorize::<FindChild>(&unit_of(&post)).await?;
    let found = children::find_by_number(&mut act, &search, number).await?;
    open_first(act, (seek, search), &post, &found, &why).await
}

/// Opens what there is to open of the children who were found, and ends the act.
async fn open_first(
    mut act: Act,
    (seek, search): (Permit<SeekGlass>, Permit<FindChild>),
    post: &Post,
    found: &[Id<Child>],
    why: &Why,
) -> Result<Option<Id<Trail>>, CommandError> {
    let mut opened = None;
    for child in found {
        opened = opened.or(open_trail_of(&mut act, post, *child, why).await?);
    }
    act.found(search, found);
    let outcome = if opened.is_some() { Outcome::Changed } else { Outcome::Read };
    act.finish_as(seek, outcome).await?;
    Ok(opened)
}

/// Opens the first trail of a child that the asker does not see already.
async fn open_trail_of(
    act: &mut Act,
    post: &Post,
    child: Id<Child>,
    why: &Why,
) -> Result<Option<Id<Trail>>, CommandError> {
    let now = act.now();
    for trail in trail::of_child(act.transaction(), child).await? {
        let Some(facts) = trail::facts(act.transaction(), trail, now).await? else { continue };
        let relations = if act.may::<Read>(&facts) { relations(&facts, post) } else { BTreeSet::new() };
        let request = Request { id: act.environment().id(), trail, child, reason: why.reason, why: why.words.clone() };
        let due = office_hours().after_working_days(now, REVIEW_WORKING_DAYS);
        let opening = match Opening::open(request, *post, &relations, due, now) {
            Ok((opening, _)) => opening,
            Err(Refusal::AlreadyRelated) => continue,
            Err(refusal) => return Err(refusal.into()),
        };
        let permit = act.authorize::<BreakGlass>(&facts).await?;
        store::insert(act, &permit, &opening).await?;
        children::break_glass(act, &permit, post.staff, opening.closes_at()).await?;
        act.used(permit, Outcome::Changed);
        return Ok(Some(trail));
    }
    Ok(None)
}

/// How someone who sees a trail already is related to it. Whoever sees it through glass that is broken has no more to
/// break.
fn relations(facts: &TrailFacts, post: &Post) -> BTreeSet<Relation> {
    let holds = facts.holder_unit == post.unit;
    let holder = match facts.openness {
        Openness::Open => Relation::HoldingUnit,
        Openness::Closed => Relation::LastHolder,
    };
    BTreeSet::from([if holds { holder } else { Relation::FormerHolder }])
}

/// Ends every opening that lets the asker in right now.
pub async fn end(asker: &Asker) -> Result<(), CommandError> {
    let mut act = asker.begin("oversight.end_glass").await?;
    let (post, now) = (post(&act)?, act.now());
    let seek = act.authorize::<SeekGlass>(&unit_of(&post)).await?;
    let since = now.plus(-SignedDuration::from_hours(OPEN_HOURS));
    let mut permitted = Vec::new();
    for facts in store::open_of_staff(act.transaction(), post.staff, since, now).await? {
        let permit = permitted_to_open(&mut act, &facts).await?;
        permitted.push((facts, permit));
    }
    for (facts, permit) in permitted {
        store::end(&mut act, &permit, &facts, now).await?;
        children::end_glass(&mut act, facts.child, post.staff).await?;
        act.used(permit, Outcome::Changed);
    }
    act.commit(seek).await?;
    Ok(())
}

/// One's own opening, to see what is asked.
pub async fn own(asker: &Asker, id: Id<Opening>) -> Result<(Facts, Opening, Logged), CommandError> {
    let mut act = asker.begin_reading("oversight.own_opening").await?;
    let facts = own_facts(&mut act, id).await?;
    let permit = permitted_to_open(&mut act, &facts).await?;
    let opening = store::find_for_opener(&mut act, &permit, &facts).await?.ok_or(CommandError::NotFound)?;
    Ok((facts, opening, act.finish(permit).await?))
}

/// Answers the reviewer's question about one's own opening.
pub async fn explain(asker: &Asker, id: Id<Opening>, answer: Text<2000>) -> Result<(), CommandError> {
    let mut act = asker.begin("oversight.explain").await?;
    let (by, now) = (post(&act)?, act.now());
    let facts = own_facts(&mut act, id).await?;
    let permit = permitted_to_open(&mut act, &facts).await?;
    let opening = store::find_for_opener(&mut act, &permit, &facts).await?.ok_or(CommandError::NotFound)?;
    let words = answer.as_str().to_owned();
    let (opening, event) = opening.explain(by, answer, now)?;
    let said = Said { at: now, by, happened: event.happened, words: &words };
    store::save_for_opener(&mut act, &permit, &facts, &opening, said).await?;
    act.commit(permit).await?;
    Ok(())
}

async fn own_facts(act: &mut Act, id: Id<Opening>) -> Result<Facts, CommandError> {
    let facts = store::facts(act.transaction(), id).await?.ok_or(CommandError::NotFound)?;
    let opening = OpeningFacts { opening: facts.id.value(), child: facts.child, by: facts.by.staff };
    if act.may::<Explain>(&opening) { Ok(facts) } else { Err(CommandError::NotFound) }
}

async fn permitted_to_open(act: &mut Act, facts: &Facts) -> Result<Permit<BreakGlass>, CommandError> {
    let now = act.now();
    let trail = trail::facts(act.transaction(), facts.trail, now).await?.ok_or(CommandError::NotFound)?;
    Ok(act.authorize::<BreakGlass>(&trail).await?)
}

/// The post of whoever acts. Only people at work have to do with openings.
pub(crate) fn post(act: &Act) -> Result<Post, CommandError> {
    act.actor().post().copied().ok_or(CommandError::NotFound)
}

/// The asker's own unit.
pub(crate) fn unit_of(post: &Post) -> UnitFacts {
    UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch }
}
