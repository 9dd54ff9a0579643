//! Seeing who has read about a child: the child itself, or a guardian.

use std::sync::Arc;

use access::action::identity::{ConfirmCustody, GiveCode, Protect, Unprotect};
use access::action::oversight::SeeReaders;
use access::{Action, Actor};
use audit::{Asker, Cursor, Line, Logged, Outcome};
use domain::child::Child;
use domain::id::Id;
use domain::moment::Moment;
use identity::children::joining::records_of;
use identity::children::{Relations, commands as children};
use identity::organisations::Book;

use crate::openings::commands::CommandError;
use crate::readers::store::{self, Told};

/// Lines on one page.
const PAGE: i64 = 50;

/// What the log says about a child, as far as the reader may see it.
pub struct Readers {
    /// The lines, newest first.
    pub lines: Vec<Line>,
    /// Where older ones begin.
    pub next: Option<Cursor>,
    /// Openings without a relation.
    pub openings: Vec<Told>,
    /// Names of units and people at work.
    pub book: Arc<Book>,
    /// When it was read.
    pub now: Moment,
}

/// Who has read about the child that is logged in.
pub async fn of_oneself(asker: &Asker, before: Option<Cursor>) -> Result<(Readers, Logged), CommandError> {
    see(asker, None, before).await
}

/// Who has read about a child, for its guardian. What the child itself has read and written is the child's own and is
/// left out.
pub async fn of_child(
    asker: &Asker,
    child: Id<Child>,
    before: Option<Cursor>,
) -> Result<(Readers, Logged), CommandError> {
    see(asker, Some(child), before).await
}

async fn see(
    asker: &Asker,
    child: Option<Id<Child>>,
    before: Option<Cursor>,
) -> Result<(Readers, Logged), CommandError> {
    let mut act = asker.begin_reading("oversight.readers").await?;
    let now = act.now();
    let child = match child {
        Some(child) => child,
        None => children::own_self(&mut act).await?.ok_or(CommandError::NotFound)?,
    };
    let relations = Relations::of(act.transaction(), child, now).await?.ok_or(CommandError::NotFound)?;
    let permit = act.authorize::<SeeReaders>(&relations.identity_facts()).await?;
    // A child that was registered twice is in the log under both.
    let records = records_of(act.transaction(), child).await?;
    let page = act.lines_of_records(&permit, &records, before.unwrap_or_else(Cursor::latest), PAGE).await?;
    let openings = store::of_child(&mut act, &permit, child).await?;
    let book = Book::open(act.transaction()).await?;
    let viewer = *act.actor();
    let lines: Vec<_> = page.lines.into_iter().filter(|line| is_shown(line, &viewer)).collect();
    act.saw(lines.len());
    let readers = Readers { lines, next: page.next, openings, book, now };
    Ok((readers, act.finish(permit).await?))
}

/// Having looked at this very page is not news. A guardian follows neither what the child does nor what the other
/// guardian does: when somebody logs in says something of where they are and what they fear. That somebody around the child
/// has been protected is told to no guardian, nor that somebody was refused what others than the named may not change then:
/// they may be the one whom it protects from. Source: dossier 2.5.
fn is_shown(line: &Line, viewer: &Actor) -> bool {
    let own = line.person.is_some() && line.person == viewer.person();
    let looked_here = own && line.action == SeeReaders::NAME;
    let action = line.action.as_str();
    let stopped = line.outcome == Outcome::Refused && [ConfirmCustody::NAME, GiveCode::NAME].contains(&action);
    let protects = stopped || [Protect::NAME, Unprotect::NAME].contains(&action);
    let anothers = !own
        && match line.actor_kind.as_str() {
            "child" => true,
            "guardian" => matches!(viewer, Actor::Guardian(_)),
            _ => protects && matches!(viewer, Actor::Guardian(_)),
        };
    !looked_here && !anothers
}
