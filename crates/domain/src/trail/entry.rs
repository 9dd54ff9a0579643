//! An entry (*anteckning*): what somebody wrote on the trail. It belongs to exactly one secrecy domain and unit. A
//! correction is a new version; nothing is erased. The child's own words stay as they were written.
//! Source: dossier 2.3 (OSL 12:3), 6.3 (PDL 3:11, 3:13-14); mission promises 3 and 7.
//! Not here: who may read an entry, which `relation` gives the facts for and `access` decides.

mod event;
mod origin;
mod refusal;

pub use event::{Event, Happened};
pub use origin::{Origin, Provenance, Standing};
pub use refusal::Refusal;

pub use super::hiding::{HiddenFrom, HideReason, Hiding};
use super::sharing::{Receiver, Sharing};
use super::{Text, Trail, coded};
use crate::child::{Child, Person};
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::organisation::{Post, SecrecyDomain, Unit};

/// How many times one entry may be corrected.
pub const CORRECTIONS_MAX: usize = 100;
/// How many hidings one entry may carry at a time: everyone with custody, and each of them.
pub const HIDINGS_MAX: usize = 10;
/// The longest time before a hiding is looked at again. PROPOSED.
pub const REVIEW_DAYS_MAX: i32 = 366;

/// What an entry says.
pub type Body = Text<8000>;

/// Something written on a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry(Snapshot);

/// Everything an entry knows, to read and to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Which entry.
    pub id: Id<Entry>,
    /// On which trail.
    pub trail: Id<Trail>,
    /// Where it belongs.
    pub place: Place,
    /// What kind of thing it tells of.
    pub kind: Kind,
    /// Who wrote it.
    pub by: Writer,
    /// When.
    pub written_at: Moment,
    /// When it was last touched.
    pub changed_at: Moment,
    /// What was first written.
    pub body: Body,
    /// What was written instead, oldest first.
    pub corrections: Vec<Correction>,
    /// From whom it is hidden.
    pub hidings: Vec<Hiding>,
    /// Written here, or a copy.
    pub origin: Origin,
}

/// The one unit and secrecy domain that an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The unit.
    pub unit: Id<Unit>,
    /// Its secrecy domain.
    pub domain: Id<SecrecyDomain>,
}

impl From<&Post> for Place {
    fn from(post: &Post) -> Self {
        Self { unit: post.unit, domain: post.domain }
    }
}

/// What an entry tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A note.
    Note,
    /// A visit.
    Visit,
    /// A telephone call.
    Call,
    /// A meeting.
    Meeting,
    /// What the child has said or written, in the child's words.
    ChildsWords,
    /// An assessment (*bedömning*).
    Assessment,
    /// A decision.
    Decision,
    /// Advice given or received (*konsultation*).
    Advice,
}
coded!(Kind {
    Note => "note",
    Visit => "visit",
    Call => "call",
    Meeting => "meeting",
    ChildsWords => "childs_words",
    Assessment => "assessment",
    Decision => "decision",
    Advice => "advice",
});

/// Who writes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Writer {
    /// Someone at work.
    Post(Post),
    /// The child.
    Child(Id<Child>),
}

/// A new version. The old ones stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What it says now.
    pub body: Body,
    /// Why it was changed.
    pub why: Text<300>,
    /// By whom.
    pub by: Writer,
    /// When.
    pub at: Moment,
}

impl Entry {
    /// Writes an entry. Staff write at their own unit; a child's words are kept by the unit that holds the baton.
    pub fn write(
        id: Id<Self>,
        trail: Id<Trail>,
        place: Place,
        kind: Kind,
        by: Writer,
        body: Body,
        now: Moment,
    ) -> Result<(Self, Event), Refusal> {
        match &by {
            Writer::Post(post) if Place::from(post) != place => return Err(Refusal::NotOfUnit),
            Writer::Child(_) if kind != Kind::ChildsWords => return Err(Refusal::OnlyOwnWords),
            Writer::Post(_) | Writer::Child(_) => {}
        }
        let event = Event { entry: id, trail, at: now, by: by.clone(), happened: Happened::Written(kind) };
        let entry = Self(Snapshot {
            id,
            trail,
            place,
            kind,
            by,
            written_at: now,
            changed_at: now,
            body,
            corrections: Vec::new(),
            hidings: Vec::new(),
            origin: Origin::Own,
        });
        Ok((entry, event))
    }

    /// An entry as it was stored.
    pub fn restore(snapshot: Snapshot) -> Self {
        Self(snapshot)
    }

    /// Everything the entry knows.
    pub fn snapshot(&self) -> &Snapshot {
        &self.0
    }

    /// What it says now.
    pub fn body(&self) -> &Body {
        self.0.corrections.last().map_or(&self.0.body, |correction| &correction.body)
    }

    /// Which version that is, from 1.
    pub fn version(&self) -> usize {
        self.0.corrections.len().saturating_add(1)
    }

    /// Whether it is hidden from a guardian.
    pub fn is_hidden_from(&self, guardian: Id<Person>) -> bool {
        self.0.hidings.iter().any(|hiding| hiding.covers(guardian))
    }

    /// The hidings that must be looked at again by this day.
    pub fn reviews_due(&self, today: Day) -> impl Iterator<Item = &Hiding> {
        self.0.hidings.iter().filter(move |hiding| hiding.is_due(today))
    }

    /// Writes a new version.
    pub fn correct(mut self, by: Writer, body: Body, why: Text<300>, now: Moment) -> Result<(Self, Event), Refusal> {
        self.refuse_earlier(now)?;
        match &self.0.origin {
            Origin::Own => {}
            Origin::Copy(_) => return Err(Refusal::CopyStays),
        }
        match &by {
            Writer::Post(_) if self.0.kind == Kind::ChildsWords => return Err(Refusal::ChildsWordsStay),
            Writer::Post(post) => self.refuse_other_unit(post)?,
            Writer::Child(_) if self.0.by != by => return Err(Refusal::NotTheWriter),
            Writer::Child(_) => {}
        }
        if *self.body() == body {
            return Err(Refusal::NothingChanged);
        }
        if self.0.corrections.len() >= CORRECTIONS_MAX {
            return Err(Refusal::TooManyCorrections);
        }
        self.0.corrections.push(Correction { body, why, by: by.clone(), at: now });
        let version = self.version();
        Ok(self.changed(by, now, Happened::Corrected { version }))
    }

    /// Hides the entry from guardians, or renews a hiding that has been looked at.
    pub fn hide(mut self, hiding: Hiding) -> Result<(Self, Event), Refusal> {
        self.refuse_earlier(hiding.at)?;
        self.refuse_other_unit(&hiding.by)?;
        if !(1..=REVIEW_DAYS_MAX).contains(&hiding.review_on.days_since(hiding.at.day())) {
            return Err(Refusal::ReviewOutOfRange);
        }
        self.0.hidings.retain(|old| old.from != hiding.from);
        if self.0.hidings.len() >= HIDINGS_MAX {
            return Err(Refusal::TooManyHidings);
        }
        let Hiding { from, reason, by, at, review_on, .. } = hiding;
        self.0.hidings.push(hiding);
        Ok(self.changed(Writer::Post(by), at, Happened::Hidden { from, reason, review_on }))
    }

    /// Takes a hiding away.
    pub fn show(mut self, by: Post, from: HiddenFrom, now: Moment) -> Result<(Self, Event), Refusal> {
        self.refuse_earlier(now)?;
        self.refuse_other_unit(&by)?;
        let before = self.0.hidings.len();
        self.0.hidings.retain(|hiding| hiding.from != from);
        if self.0.hidings.len() == before {
            return Err(Refusal::NotHidden);
        }
        Ok(self.changed(Writer::Post(by), now, Happened::Shown { from }))
    }

    /// The copy that a receiver gets: what the entry says now, as hidden as it is here.
    pub(super) fn copy(&self, id: Id<Self>, to: Receiver, sharing: &Sharing, now: Moment) -> Self {
        let provenance = Provenance {
            copy_of: self.0.id,
            version: self.version(),
            from: self.0.place,
            sharing: sharing.id(),
            ground: sharing.ground().clone(),
            standing: Standing::Shared,
        };
        Self(Snapshot {
            id,
            place: to,
            body: self.body().clone(),
            corrections: Vec::new(),
            changed_at: now,
            origin: Origin::Copy(provenance),
            ..self.0.clone()
        })
    }

    /// Hides a copy from everyone its source is hidden from by now. Showing is not followed: whoever holds the copy
    /// decides that. Anything that is not a copy of this source is left as it is.
    #[must_use]
    pub fn hide_as(mut self, source: &Self) -> Self {
        match &self.0.origin {
            Origin::Copy(provenance) if provenance.copy_of == source.0.id => {
                let hidden: Vec<HiddenFrom> = self.0.hidings.iter().map(|hiding| hiding.from).collect();
                let new = source.0.hidings.iter().filter(|hiding| !hidden.contains(&hiding.from));
                self.0.hidings.extend(new.cloned());
            }
            Origin::Copy(_) | Origin::Own => {}
        }
        self
    }

    /// Notes on a copy that its sharing has ended. Anything else is left as it is.
    #[must_use]
    pub fn note_ended(mut self, sharing: Id<Sharing>, at: Moment) -> Self {
        match &mut self.0.origin {
            Origin::Copy(provenance) if provenance.sharing == sharing && provenance.standing == Standing::Shared => {
                provenance.standing = Standing::SharingEnded { at };
            }
            Origin::Copy(_) | Origin::Own => {}
        }
        self
    }

    fn changed(mut self, by: Writer, now: Moment, happened: Happened) -> (Self, Event) {
        self.0.changed_at = now;
        let event = Event { entry: self.0.id, trail: self.0.trail, at: now, by, happened };
        (self, event)
    }

    fn refuse_earlier(&self, now: Moment) -> Result<(), Refusal> {
        if now < self.0.changed_at { Err(Refusal::TimeWentBack) } else { Ok(()) }
    }

    fn refuse_other_unit(&self, by: &Post) -> Result<(), Refusal> {
        if Place::from(by) == self.0.place { Ok(()) } else { Err(Refusal::NotOfUnit) }
    }
}
