//! Sharing entries with a unit in another secrecy domain: by copies, on a ground, after a preview of exactly what the
//! receiver will newly see. Withdrawing stops new copies at once; those already received stay, with a note.
//! Source: dossier 6.1-6.3, stories 2, 15, 17; products C6; mission promise 3.
//! Not here: whether the ground holds, which `disclosure` decides.

use super::entry::{Entry, Origin, Place};
use super::{Actor, Text, Trail};
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::{Post, SecrecyDomain, Unit};

/// How many receivers one preview may show.
pub const RECEIVERS_MAX: usize = 20;
/// How many entries one preview may hold.
pub const ENTRIES_MAX: usize = 500;

/// The unit and secrecy domain that receive.
pub type Receiver = Place;

/// The ground to disclose, decided elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Its stable code.
    pub code: &'static str,
    /// Why it is necessary, where the ground asks for it.
    pub necessity: Option<Text<1000>>,
}

/// A standing sharing from one secrecy domain to one unit in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    id: Id<Sharing>,
    trail: Id<Trail>,
    from: Id<SecrecyDomain>,
    to: Receiver,
    ground: Ground,
    started_at: Moment,
    state: State,
}

/// Whether a sharing goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It goes on.
    Active,
    /// It has been withdrawn.
    Withdrawn {
        /// When.
        at: Moment,
        /// By whom.
        by: Actor,
    },
}

/// A copy that a receiver already has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Copied {
    /// Of which entry.
    pub of: Id<Entry>,
    /// Of which version.
    pub version: usize,
    /// At which unit.
    pub unit: Id<Unit>,
}

/// What one receiver will newly see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview<'a> {
    /// Who receives.
    pub receiver: Receiver,
    /// What is new to them, in the order handed in.
    pub items: Vec<Item<'a>>,
    /// What they already have.
    pub known: Vec<Id<Entry>>,
}

/// One entry that a receiver will newly see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// In what sense it is new.
    pub newness: Newness,
}

/// In what sense an entry is new to a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Newness {
    /// They have no version of it.
    First,
    /// They have an older version.
    Corrected {
        /// Which.
        had: usize,
    },
}

/// What somebody has been shown before they said yes: the version of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seen {
    /// Which entry.
    pub entry: Id<Entry>,
    /// Which version.
    pub version: usize,
}

/// What happened to a sharing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which sharing.
    pub sharing: Id<Sharing>,
    /// On which trail.
    pub trail: Id<Trail>,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub by: Actor,
    /// What.
    pub happened: Happened,
}

/// What happened to a sharing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// It started.
    Started {
        /// To whom.
        to: Receiver,
        /// The ground's code.
        ground: &'static str,
    },
    /// Copies were made: the line of the disclosure journal. Source: PDL 3:11.
    Copied {
        /// To whom.
        to: Receiver,
        /// Each source's version, in the order of the copies.
        sources: Vec<Seen>,
        /// The copies.
        copies: Vec<Id<Entry>>,
    },
    /// It was withdrawn; nothing more is shared.
    Withdrawn,
}

/// Why sharing was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The actor does not work in the domain that shares.
    #[error("the actor is not of the sharing domain")]
    NotOfDomain,
    /// Inside one domain nothing needs to be disclosed.
    #[error("the receiver is in the same secrecy domain")]
    SameDomain,
    /// An entry belongs to another domain than the one that shares.
    #[error("an entry belongs to another domain")]
    ForeignEntry,
    /// An entry is on another trail.
    #[error("an entry is on another trail")]
    OtherTrail,
    /// The preview was made for another receiver.
    #[error("the preview is for another receiver")]
    OtherReceiver,
    /// Something has changed since the preview was shown.
    #[error("the preview is out of date")]
    PreviewOutdated,
    /// The receiver already has everything.
    #[error("nothing is new to the receiver")]
    NothingNew,
    /// The sharing has been withdrawn.
    #[error("the sharing is withdrawn")]
    SharingWithdrawn,
    /// More entries or receivers than a person can look through.
    #[error("too many entries or receivers")]
    TooMany,
    /// Fewer identifiers were handed in than copies are to be made.
    #[error("too few identifiers")]
    TooFewIds,
    /// The moment is before the sharing started.
    #[error("the moment is before the sharing started")]
    TimeWentBack,
}

impl Refusal {
    /// The stable name, for texts in the interface.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotOfDomain => "not_of_domain",
            Self::SameDomain => "same_domain",
            Self::ForeignEntry => "foreign_entry",
            Self::OtherTrail => "other_trail",
            Self::OtherReceiver => "other_receiver",
            Self::PreviewOutdated => "preview_outdated",
            Self::NothingNew => "nothing_new",
            Self::SharingWithdrawn => "sharing_withdrawn",
            Self::TooMany => "too_many",
            Self::TooFewIds => "too_few_ids",
            Self::TimeWentBack => "time_went_back",
        }
    }
}

/// What each receiver will newly see if these entries are shared, given the copies there already are.
pub fn preview<'a>(
    from: Id<SecrecyDomain>,
    entries: &'a [Entry],
    receivers: &[Receiver],
    already: &[Copied],
) -> Result<Vec<Preview<'a>>, Refusal> {
    if receivers.len() > RECEIVERS_MAX || entries.len() > ENTRIES_MAX {
        return Err(Refusal::TooMany);
    }
    if receivers.iter().any(|receiver| receiver.domain == from) {
        return Err(Refusal::SameDomain);
    }
    if entries.iter().any(|entry| entry.snapshot().place.domain != from) {
        return Err(Refusal::ForeignEntry);
    }
    Ok(receivers.iter().map(|receiver| preview_for(*receiver, entries, already)).collect())
}

fn preview_for<'a>(receiver: Receiver, entries: &'a [Entry], already: &[Copied]) -> Preview<'a> {
    let mut preview = Preview { receiver, items: Vec::new(), known: Vec::new() };
    for entry in entries {
        let id = entry.snapshot().id;
        if came_from(entry, receiver) {
            preview.known.push(id);
            continue;
        }
        let of_this = already.iter().filter(|copied| copied.of == id && copied.unit == receiver.unit);
        let had = of_this.map(|copied| copied.version).max();
        match had {
            None => preview.items.push(Item { entry, newness: Newness::First }),
            Some(had) if had < entry.version() => {
                preview.items.push(Item { entry, newness: Newness::Corrected { had } });
            }
            Some(_) => preview.known.push(id),
        }
    }
    preview
}

/// Whether the receiver wrote the original.
fn came_from(entry: &Entry, receiver: Receiver) -> bool {
    match &entry.snapshot().origin {
        Origin::Own => false,
        Origin::Copy(provenance) => provenance.from == receiver,
    }
}

impl Preview<'_> {
    /// What a person who looks at the preview sees; hand it back to [`Sharing::perform`] with their yes.
    pub fn seen(&self) -> Vec<Seen> {
        let seen = |item: &Item<'_>| Seen { entry: item.entry.snapshot().id, version: item.entry.version() };
        self.items.iter().map(seen).collect()
    }
}

impl Sharing {
    /// Starts sharing with a unit in another domain. Nothing is copied yet.
    pub fn start(
        id: Id<Self>,
        trail: Id<Trail>,
        by: Post,
        to: Receiver,
        ground: Ground,
        now: Moment,
    ) -> Result<(Self, Event), Refusal> {
        if to.domain == by.domain {
            return Err(Refusal::SameDomain);
        }
        let happened = Happened::Started { to, ground: ground.code };
        let event = Event { sharing: id, trail, at: now, by: Actor::Post(by), happened };
        Ok((Self { id, trail, from: by.domain, to, ground, started_at: now, state: State::Active }, event))
    }

    /// A sharing as it was stored.
    pub fn restore(
        id: Id<Self>,
        trail: Id<Trail>,
        from: Id<SecrecyDomain>,
        to: Receiver,
        ground: Ground,
        started_at: Moment,
        state: State,
    ) -> Self {
        Self { id, trail, from, to, ground, started_at, state }
    }

    /// Which sharing.
    pub fn id(&self) -> Id<Self> {
        self.id
    }
    /// On which trail.
    pub fn trail(&self) -> Id<Trail> {
        self.trail
    }
    /// The domain that shares.
    pub fn from(&self) -> Id<SecrecyDomain> {
        self.from
    }
    /// Who receives.
    pub fn to(&self) -> Receiver {
        self.to
    }
    /// The ground to disclose.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }
    /// When it started.
    pub fn started_at(&self) -> Moment {
        self.started_at
    }
    /// Whether it goes on.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Makes the copies that the preview showed. `seen` is what the person who said yes had before them; if anything
    /// has changed since, nothing is shared.
    pub fn perform(
        &self,
        preview: &Preview<'_>,
        seen: &[Seen],
        by: Post,
        ids: impl IntoIterator<Item = Id<Entry>>,
        now: Moment,
    ) -> Result<(Vec<Entry>, Event), Refusal> {
        self.refuse_inactive(now)?;
        if by.domain != self.from {
            return Err(Refusal::NotOfDomain);
        }
        if preview.receiver != self.to {
            return Err(Refusal::OtherReceiver);
        }
        if preview.items.is_empty() {
            return Err(Refusal::NothingNew);
        }
        let sources = preview.seen();
        if sources != seen {
            return Err(Refusal::PreviewOutdated);
        }
        for item in &preview.items {
            let entry = item.entry.snapshot();
            if entry.trail != self.trail {
                return Err(Refusal::OtherTrail);
            }
            if entry.place.domain != self.from {
                return Err(Refusal::ForeignEntry);
            }
        }
        let pairs = preview.items.iter().zip(ids);
        let copies: Vec<Entry> = pairs.map(|(item, id)| item.entry.copy(id, self.to, self, now)).collect();
        if copies.len() < preview.items.len() {
            return Err(Refusal::TooFewIds);
        }
        let ids = copies.iter().map(|copy| copy.snapshot().id).collect();
        let event = self.event(Actor::Post(by), now, Happened::Copied { to: self.to, sources, copies: ids });
        Ok((copies, event))
    }

    /// Stops the sharing at once. Note it on the copies with [`Entry::note_ended`]; they stay.
    pub fn withdraw(self, by: Actor, now: Moment) -> Result<(Self, Event), Refusal> {
        self.refuse_inactive(now)?;
        let event = self.event(by.clone(), now, Happened::Withdrawn);
        Ok((Self { state: State::Withdrawn { at: now, by }, ..self }, event))
    }

    fn event(&self, by: Actor, now: Moment, happened: Happened) -> Event {
        Event { sharing: self.id, trail: self.trail, at: now, by, happened }
    }

    fn refuse_inactive(&self, now: Moment) -> Result<(), Refusal> {
        match self.state {
            State::Withdrawn { .. } => Err(Refusal::SharingWithdrawn),
            State::Active if now < self.started_at => Err(Refusal::TimeWentBack),
            State::Active => Ok(()),
        }
    }
}
