//! Rows and sealed forms of an entry, to domain values.

use access::Permit;
use database::{Failure, Row};
use domain::child::Child;
use domain::disclosure;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::trail::entry::{
    Body, Correction, Entry, HiddenFrom, HideReason, Hiding, Kind, Origin, Place, Provenance, Snapshot, Standing,
};
use domain::trail::sharing::Ground;
use domain::trail::{Text, Trail};
use vault::Key;

use crate::entries::sealed::{Names, SealedEntry, SealedHiding, SealedVersion};
use crate::entries::store::OnTrail;

/// The place of what is sealed of an entry itself.
pub(crate) const ENTRY: &str = "entry.sealed";
/// The place of a version.
pub(crate) const VERSION: &str = "entry_version.sealed";
/// The place of a hiding.
pub(crate) const HIDING: &str = "entry_hiding.sealed";

/// The trail and child that a permit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) trail: Id<Trail>,
    pub(crate) child: Id<Child>,
}

impl Scope {
    pub(crate) fn of<A: OnTrail>(permit: &Permit<A>) -> Result<Self, Failure> {
        let subject = permit.subject();
        let child = subject.child.ok_or(Failure::Meaning { what: "a permit's child" })?;
        Ok(Self { trail: Id::new(subject.id), child })
    }
}

/// An entry as stored: with the day it tells of, the names of those who wrote, and the count that a save is based on.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) entry: Entry,
    pub(crate) happened_on: Day,
    pub(crate) names: Names,
    pub(crate) revision: i64,
}

impl Stored {
    /// The same entry with the same names after a change.
    pub(crate) fn with(&self, entry: Entry) -> Self {
        Self { entry, ..self.clone() }
    }

    pub(crate) fn id(&self) -> Id<Entry> {
        self.entry.snapshot().id
    }
}

/// What belongs to one entry, gathered.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) versions: Vec<(Moment, SealedVersion)>,
    pub(crate) hidings: Vec<Hiding>,
    pub(crate) names: Names,
}

pub(crate) fn hiding(row: &Row, key: &Key, names: &mut Names) -> Result<Hiding, Failure> {
    let sealed: SealedHiding = key.open_value(HIDING, &row.sealed("sealed")?)?;
    let person = row.id_maybe("person_id")?;
    Ok(Hiding {
        from: person.map_or(HiddenFrom::EveryGuardian, HiddenFrom::Guardian),
        reason: row.code("reason", HideReason::from_code)?,
        why: text(&sealed.why, HIDING)?,
        by: sealed.by.open(names).ok_or(Failure::Meaning { what: HIDING })?,
        at: row.moment("hidden_at")?,
        review_on: row.day("review_on")?,
    })
}

pub(crate) fn stored(row: &Row, scope: Scope, key: &Key, parts: Parts, now: Moment) -> Result<Stored, Failure> {
    let Parts { versions, hidings, mut names } = parts;
    let sealed: SealedEntry = key.open_value(ENTRY, &row.sealed("sealed")?)?;
    let mut versions = versions.into_iter();
    let (_, first) = versions.next().ok_or(Failure::Meaning { what: VERSION })?;
    let mut corrections = Vec::new();
    for (at, version) in versions {
        corrections.push(Correction {
            body: text(&version.body, VERSION)?,
            why: text(version.why.as_deref().unwrap_or("-"), VERSION)?,
            by: version.by.open(scope.child, &mut names).ok_or(Failure::Meaning { what: VERSION })?,
            at,
        });
    }
    let origin = origin(row, sealed.necessity.as_deref(), now)?;
    let snapshot = Snapshot {
        id: row.id("id")?,
        trail: scope.trail,
        place: Place { unit: row.id("unit_id")?, domain: row.id("domain_id")? },
        kind: row.code("kind", Kind::from_code)?,
        by: sealed.by.open(scope.child, &mut names).ok_or(Failure::Meaning { what: ENTRY })?,
        written_at: row.moment("written_at")?,
        changed_at: row.moment("changed_at")?,
        body: body(&first.body)?,
        corrections,
        hidings,
        origin,
    };
    let (happened_on, revision) = (row.day("happened_on")?, row.integer("revision")?);
    Ok(Stored { entry: Entry::restore(snapshot), happened_on, names, revision })
}

fn origin(row: &Row, necessity: Option<&str>, now: Moment) -> Result<Origin, Failure> {
    let Some(copy_of) = row.id_maybe("copy_of")? else { return Ok(Origin::Own) };
    let standing = Standing::of(row.moment_maybe("sharing_ended_at")?, row.day_maybe("until_on")?, now);
    let code = row.code("ground", ground_code)?;
    Ok(Origin::Copy(Provenance {
        copy_of,
        version: row.number("copy_version")?,
        from: Place { unit: row.id("from_unit_id")?, domain: row.id("from_domain_id")? },
        sharing: row.id("sharing_id")?,
        ground: Ground { code, necessity: necessity.map(|why| text(why, ENTRY)).transpose()? },
        standing,
    }))
}

/// The ground of a stored code, as the domain's own constant.
fn ground_code(code: &str) -> Option<&'static str> {
    disclosure::Ground::ALL.into_iter().map(disclosure::Ground::as_str).find(|known| *known == code)
}

fn body(written: &str) -> Result<Body, Failure> {
    text(written, VERSION)
}

pub(crate) fn text<const MAX: usize>(written: &str, what: &'static str) -> Result<Text<MAX>, Failure> {
    Text::parse(written).map_err(|_| Failure::Meaning { what })
}
