//! What a discloser is offered: what each receiver would newly see, and every ground there is or is not for it.

use access::Permit;
use access::action::trail::{Read, Share};
use access::facts::TrailFacts;
use audit::Act;
use domain::child::Person;
use domain::consent::Policy;
use domain::disclosure::{self, Offered};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Post, Unit};
use domain::trail::entry::{Entry, Kind, Place};
use domain::trail::sharing::{Copied, Preview, preview};
use identity::children::{GuardianView, Label, commands as children};
use identity::organisations::Book;
use std::sync::Arc;

use crate::adults::Adults;
use crate::entries::commands::seen;
use crate::entries::store::{self as entries, Stored};
use crate::sharing::arrangement::{Arrangement, State};
use crate::sharing::commands::ShareError;
use crate::sharing::store;

/// Everything a discloser chooses from.
pub(crate) struct Table {
    pub(crate) post: Post,
    pub(crate) label: Label,
    pub(crate) guardians: Vec<GuardianView>,
    /// Who has custody today: nobody of somebody of age.
    pub(crate) custody: Vec<Id<Person>>,
    /// Where to go when nobody has custody; empty when somebody has.
    pub(crate) without_custody: String,
    pub(crate) book: Arc<Book>,
    /// The entries and copies of the discloser's own domain.
    pub(crate) entries: Vec<Stored>,
    pub(crate) already: Vec<Copied>,
    pub(crate) kept: Vec<Arrangement>,
    pub(crate) age: u8,
    /// Who decides by the region's rule of today.
    pub(crate) policy: Policy,
}

impl Table {
    /// Reads it all.
    pub(crate) async fn lay(
        act: &mut Act,
        facts: &TrailFacts,
        (read, share): (&Permit<Read>, &Permit<Share>),
    ) -> Result<Self, ShareError> {
        let post = act.actor().post().copied().ok_or(ShareError::NotFound)?;
        let label = children::label_for_trail(act, read).await?.ok_or(ShareError::NotFound)?;
        let guardians = children::guardians_for_trail(act, read).await?;
        let without_custody = Adults::of(act, facts).without_custody(&guardians);
        let entries = seen(entries::of_domain(act, share, post.domain).await?, act, facts, &post);
        act.saw(entries.len());
        let already = entries::copied(act, share, post.domain).await?;
        let kept = store::of_trail(act, share).await?;
        let book = Book::open(act.transaction()).await?;
        let today = act.now().day();
        let age = label.age.on(today);
        let policy = directory::deciding::policy(act.transaction(), today).await?;
        let custody = facts.guardians.clone();
        Ok(Self { post, label, guardians, custody, without_custody, book, entries, already, kept, age, policy })
    }

    /// The chosen entries, in the order of the table. Nothing when one of them is not of one's own domain.
    pub(crate) fn chosen(&self, ids: &[Id<Entry>]) -> Option<Vec<&Stored>> {
        let chosen: Vec<_> = self.entries.iter().filter(|stored| ids.contains(&stored.id())).collect();
        let all = ids.iter().all(|id| chosen.iter().any(|stored| stored.id() == *id));
        (all && !chosen.is_empty()).then_some(chosen)
    }

    /// Where a unit is, if it can receive: it is another's domain than one's own.
    pub(crate) fn receiver(&self, unit: Id<Unit>) -> Option<Place> {
        let unit = self.book.unit(unit)?;
        (unit.domain != self.post.domain).then_some(Place { unit: unit.id, domain: unit.domain })
    }

    /// Every ground for a receiver, offered or hidden.
    pub(crate) fn grounds(&self, to: Place) -> Vec<Offered> {
        match (self.book.domain(self.post.domain), self.book.domain(to.domain)) {
            (Some(from), Some(to)) => disclosure::grounds(from, to, self.age),
            (None, _) | (_, None) => vec![],
        }
    }

    /// A consent that is given and alive for this receiver and these kinds of entries.
    pub(crate) fn standing(&self, to: Place, kinds: &[Kind], now: Moment) -> Option<&Arrangement> {
        self.covering(to, kinds).find(|kept| kept.carries(now, &self.custody))
    }

    /// Whether a consent would have stood, had nobody who gave it ceased to decide for the child.
    pub(crate) fn has_fallen(&self, to: Place, kinds: &[Kind], now: Moment) -> bool {
        let fallen = |kept: &Arrangement| kept.state == State::Active && kept.has_fallen(now.day(), &self.custody);
        self.covering(to, kinds).any(fallen)
    }

    /// The consents of one's own domain for a receiver, that cover these kinds of entries.
    fn covering(&self, to: Place, kinds: &[Kind]) -> impl Iterator<Item = &Arrangement> {
        self.kept.iter().filter(move |kept| {
            let covers = kinds.iter().all(|kind| kept.kinds.contains(kind));
            kept.consent.is_some() && kept.from.domain == self.post.domain && kept.to == to && covers
        })
    }

    /// What each receiver would newly see.
    pub(crate) fn previews<'e>(
        &self,
        entries: &'e [Entry],
        receivers: &[Place],
    ) -> Result<Vec<Preview<'e>>, domain::trail::sharing::Refusal> {
        preview(self.post.domain, entries, receivers, &self.already)
    }
}

/// The kinds of some entries, each once.
pub(crate) fn kinds_of<'s>(entries: impl IntoIterator<Item = &'s Entry>) -> Vec<Kind> {
    let kinds: std::collections::BTreeSet<Kind> = entries.into_iter().map(|entry| entry.snapshot().kind).collect();
    kinds.into_iter().collect()
}
