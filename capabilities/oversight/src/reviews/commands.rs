//! What a reviewer can do with openings at their own unit: see what waits, see one with what was done during it, answer.

use access::Permit;
use access::action::oversight::Review;
use access::facts::UnitFacts;
use audit::{Act, Asker, Line, Logged, Outcome, Refused, Stretch};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Post;
use domain::oversight::break_glass::{Answer, Opening};
use identity::children::joining::records_of;
use jiff::SignedDuration;

use crate::openings::commands::{CommandError, post, unit_of};
use crate::openings::store::{self as openings, Facts, Said};
use crate::reviews::store::{self, Place};
use crate::samples::store::{self as samples, Sample};

/// Openings on one page.
pub(crate) const PAGE: usize = 20;
/// How long answered openings stay on the page.
const ANSWERED_DAYS: i64 = 90;

/// What waits at a unit, what has been answered there, and the samples of its log.
pub struct Queue {
    /// Openings that wait, the most urgent first.
    pub waiting: Vec<Facts>,
    /// Whether more wait than are shown.
    pub more: More,
    /// Openings that were answered lately.
    pub answered: Vec<Facts>,
    /// Samples of the log, the latest first.
    pub samples: Vec<Sample>,
}

/// Whether a list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// There is another page.
    Yes,
    /// This is the end.
    No,
}

/// One opening, with what was done during it.
pub struct Shown {
    /// Who opened, when, and how it stands.
    pub facts: Facts,
    /// Why, and what has been said.
    pub opening: Opening,
    /// What the log says that the one who opened did with the child meanwhile.
    pub lines: Vec<Line>,
}

/// What waits at the asker's own unit, after a place in the list.
pub(crate) async fn queue(asker: &Asker, after: Option<Place>) -> Result<(Queue, Logged), CommandError> {
    let mut act = asker.begin_reading("oversight.queue").await?;
    let post = post(&act)?;
    let permit = act.authorize::<Review>(&unit_of(&post)).await?;
    let start = Place { due: Moment::from_microseconds(i64::MIN), id: Id::new(post.unit.value()) };
    let size = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut waiting = store::waiting(&mut act, &permit, after.unwrap_or(start), size).await?;
    let more = if waiting.len() > PAGE { More::Yes } else { More::No };
    waiting.truncate(PAGE);
    let since = act.now().plus(-SignedDuration::from_hours(24 * ANSWERED_DAYS));
    let answered = store::answered(&mut act, &permit, since).await?;
    let samples = samples::latest(&mut act, &permit).await?;
    act.saw(waiting.len() + answered.len());
    Ok((Queue { waiting, more, answered, samples }, act.finish(permit).await?))
}

/// One opening, looked at, printed or exported.
pub async fn show(asker: &Asker, id: Id<Opening>, how: Outcome) -> Result<(Shown, Logged), CommandError> {
    let mut act = asker.begin_reading("oversight.review").await?;
    let (facts, permit) = permitted(&mut act, id).await?;
    let opening = openings::find_for_reviewer(&mut act, &permit, &facts).await?.ok_or(CommandError::NotFound)?;
    let Post { staff, unit, .. } = facts.by;
    let stretch = Stretch { staff, unit, from: facts.opened_at, until: facts.until };
    // A child that was registered twice is in the log under both.
    let mut lines = Vec::new();
    for record in records_of(act.transaction(), facts.child).await? {
        lines.extend(act.lines_of_one(&permit, record, stretch).await?);
    }
    act.saw(lines.len());
    Ok((Shown { facts, opening, lines }, act.finish_as(permit, how).await?))
}

/// Answers for an opening.
pub async fn answer(asker: &Asker, id: Id<Opening>, answer: Answer) -> Result<(), CommandError> {
    let mut act = asker.begin("oversight.answer").await?;
    let (by, now) = (post(&act)?, act.now());
    let (facts, permit) = permitted(&mut act, id).await?;
    let opening = openings::find_for_reviewer(&mut act, &permit, &facts).await?.ok_or(CommandError::NotFound)?;
    let words = match &answer {
        Answer::Justified { to_family } | Answer::NotJustified { to_family, .. } => to_family.as_str().to_owned(),
        Answer::NeedsMore { question } => question.as_str().to_owned(),
    };
    let (opening, event) = opening.review(by, answer, now)?;
    let said = Said { at: now, by, happened: event.happened, words: &words };
    openings::save_for_reviewer(&mut act, &permit, &facts, &opening, said).await?;
    act.commit(permit).await?;
    Ok(())
}

/// The right to review an opening. One who may not is not told that there is any.
async fn permitted(act: &mut Act, id: Id<Opening>) -> Result<(Facts, Permit<Review>), CommandError> {
    let facts = openings::facts(act.transaction(), id).await?.ok_or(CommandError::NotFound)?;
    let Post { unit, domain, branch, .. } = facts.by;
    match act.authorize::<Review>(&UnitFacts { unit, domain, branch }).await {
        Ok(permit) => Ok((facts, permit)),
        Err(Refused::Denied(_)) => Err(CommandError::NotFound),
        Err(Refused::Failed(failure)) => Err(failure.into()),
    }
}
