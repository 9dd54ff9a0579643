//! Reviews that nobody answered in time: told to a manager, once each, on their own *Min dag*, until somebody answers.
//! Source: products C11.

pub(crate) mod store;

use access::action::oversight::{Review, TellOfLateReview};
use audit::{Act, Asker, Outcome, Refused};
use database::Failure;
use domain::oversight::break_glass;
use i18n::Say;
use identity::organisations::Book;
use trail::{Note, Notes};

use crate::openings::commands::unit_of;
use crate::openings::store::Facts;
use crate::reviews::late::store::Due;
use crate::reviews::pages::who;
use crate::views::words;

/// How many are looked up at once.
const AT_ONCE: i64 = 100;

/// Notes that reviews are late, some at a time, and says how many. Doing it again does nothing more.
pub(crate) async fn tell(asker: Asker) -> Result<u64, Refused> {
    let now = asker.database.environment().now();
    let mut transaction = asker.database.begin_reading("oversight.late_reviews").await?;
    let due = store::due(&mut transaction, now, AT_ONCE).await?;
    transaction.commit().await?;
    let mut told = 0;
    for one in due {
        match tell_of(&asker, one).await {
            Ok(amount) => told += amount,
            // Somebody answered it at this very moment, or another server has told of it.
            Err(Refused::Failed(Failure::Conflict)) => {}
            Err(refused) => return Err(refused),
        }
    }
    Ok(told)
}

/// One in an act of its own: told and in the log, or neither.
async fn tell_of(asker: &Asker, due: Due) -> Result<u64, Refused> {
    let mut act = asker.begin("oversight.tell_of_late_review").await?;
    let now = act.now();
    let Some(facts) = trail::facts(act.transaction(), due.trail, now).await? else { return Ok(0) };
    let permit = act.authorize::<TellOfLateReview>(&facts).await?;
    if !break_glass::is_late(due.by, now) {
        return Ok(0);
    }
    store::note_told(&mut act, &permit, due.opening).await?;
    act.commit(permit).await?;
    Ok(1)
}

/// What a manager sees of it. Who may review at the unit is told; nobody else sees that there is anything.
pub(crate) async fn on_the_day(act: &mut Act, say: Say<'_>) -> Result<Option<Notes>, Refused> {
    let Some(post) = act.actor().post().copied() else { return Ok(None) };
    let unit = unit_of(&post);
    if !act.may::<Review>(&unit) {
        return Ok(None);
    }
    let permit = act.authorize::<Review>(&unit).await?;
    let late = store::told(act, &permit).await?;
    if late.is_empty() {
        return Ok(None);
    }
    let (book, now) = (Book::open(act.transaction()).await?, act.now());
    let note = |facts: &Facts| Note {
        href: format!("/granskning/{}", facts.id),
        title: who(say, &book, &facts.by),
        text: words(say, "oversight-late-row", [("when", &say.day_and_time(facts.due, now))]),
    };
    let rows = late.iter().map(note).collect();
    act.saw(late.len());
    act.used(permit, Outcome::Read);
    Ok(Some(Notes { heading: say.t("oversight-late-heading"), about: say.t("oversight-late-about"), rows }))
}
