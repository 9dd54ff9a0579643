//! What the trail's page shows of what is written and shared: the entries of the reader's own domain, and who sees what.

use access::Permit;
use access::action::trail::Read;
use access::facts::TrailFacts;
use audit::Act;
use database::Failure;
use domain::id::Id;
use domain::moment::Moment;
use domain::trail::Trail;
use i18n::Say;
use identity::children::GuardianView;
use identity::organisations::Book;
use web::Assets;

use crate::entries::commands::seen;
use crate::entries::panel::EntriesPanel;
use crate::entries::store as entries;
use crate::entries::views::Eyes;
use crate::family::store as family;
use crate::sharing::list::{ConsentPanel, Known};
use crate::sharing::store as sharings;

/// What the page has read already.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) say: Say<'a>,
    pub(crate) a: &'a Assets,
    pub(crate) book: &'a Book,
    pub(crate) guardians: &'a [GuardianView],
    pub(crate) child_name: &'a str,
    pub(crate) years: u8,
    pub(crate) now: Moment,
}

impl<'a> Around<'a> {
    pub(crate) fn eyes(&self) -> Eyes<'a> {
        let Self { say, book, guardians, child_name, now, .. } = *self;
        Eyes { say, book, guardians, child_name, now }
    }
}

/// Both panels, for someone at work; nothing for background work, which has no domain. Seven statements at most.
pub(crate) async fn read<'a>(
    act: &mut Act,
    permit: &Permit<Read>,
    facts: &TrailFacts,
    around: Around<'a>,
) -> Result<Option<(EntriesPanel<'a>, ConsentPanel<'a>)>, Failure> {
    let Some(post) = act.actor().post().copied() else { return Ok(None) };
    let trail: Id<Trail> = Id::new(permit.subject().id);
    let entries = seen(entries::of_domain(act, permit, post.domain).await?, act, facts, &post);
    act.saw(entries.len());
    let kept = sharings::of_trail(act, permit).await?;
    let choices = family::choices(act, permit).await?;
    let panel = EntriesPanel::of(around, trail, &entries);
    let consents = ConsentPanel::of(around, trail, &post, &Known::of(facts, &post, kept, entries, choices));
    Ok(Some((panel, consents)))
}
