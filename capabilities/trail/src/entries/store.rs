//! SQL of entries and their versions.

use access::action::trail as action;
use access::facts::TrailFacts;
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Row, values};
use domain::id::Id;
use domain::organisation::SecrecyDomain;
use domain::trail::entry::{Entry, Origin, Snapshot, Writer};
use domain::trail::sharing::{Copied, Sharing};

use crate::entries::hidings::store as hidings;
use crate::entries::rows::{ENTRY, VERSION};
pub(crate) use crate::entries::rows::{Scope, Stored};
use crate::entries::sealed::{SealedEntry, SealedVersion, SealedWriter};
use crate::entries::whole::store::{Which, whole};

const OF_DOMAIN: &str = "
    SELECT entry.id AS id, entry.unit_id AS unit_id, entry.domain_id AS domain_id, entry.kind AS kind,
      entry.happened_on AS happened_on, entry.written_at AS written_at, entry.changed_at AS changed_at,
      entry.version AS version, entry.revision AS revision, entry.copy_of AS copy_of,
      entry.copy_version AS copy_version, entry.from_unit_id AS from_unit_id, entry.from_domain_id AS from_domain_id,
      entry.sharing_id AS sharing_id, entry.ground AS ground, entry.sharing_ended_at AS sharing_ended_at,
      entry.sealed AS sealed, sharing.until_on AS until_on
    FROM entry
    LEFT JOIN sharing ON sharing.child_id = entry.child_id AND sharing.id = entry.sharing_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.domain_id = $3
    ORDER BY entry.happened_on DESC, entry.written_at DESC, entry.id
    LIMIT 500";
const OF_FAMILY: &str = "
    SELECT entry.id AS id, entry.unit_id AS unit_id, entry.domain_id AS domain_id, entry.kind AS kind,
      entry.happened_on AS happened_on, entry.written_at AS written_at, entry.changed_at AS changed_at,
      entry.version AS version, entry.revision AS revision, entry.copy_of AS copy_of,
      entry.copy_version AS copy_version, entry.from_unit_id AS from_unit_id, entry.from_domain_id AS from_domain_id,
      entry.sharing_id AS sharing_id, entry.ground AS ground, entry.sharing_ended_at AS sharing_ended_at,
      entry.sealed AS sealed, sharing.until_on AS until_on
    FROM entry
    LEFT JOIN sharing ON sharing.child_id = entry.child_id AND sharing.id = entry.sharing_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.copy_of IS NULL
    ORDER BY entry.happened_on DESC, entry.written_at DESC, entry.id
    LIMIT 500";
const ONE: &str = "
    SELECT entry.id AS id, entry.unit_id AS unit_id, entry.domain_id AS domain_id, entry.kind AS kind,
      entry.happened_on AS happened_on, entry.written_at AS written_at, entry.changed_at AS changed_at,
      entry.version AS version, entry.revision AS revision, entry.copy_of AS copy_of,
      entry.copy_version AS copy_version, entry.from_unit_id AS from_unit_id, entry.from_domain_id AS from_domain_id,
      entry.sharing_id AS sharing_id, entry.ground AS ground, entry.sharing_ended_at AS sharing_ended_at,
      entry.sealed AS sealed, sharing.until_on AS until_on
    FROM entry
    LEFT JOIN sharing ON sharing.child_id = entry.child_id AND sharing.id = entry.sharing_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.id = $3";
const COPIES_OF: &str = "
    SELECT entry.id AS id, entry.unit_id AS unit_id, entry.domain_id AS domain_id, entry.kind AS kind,
      entry.happened_on AS happened_on, entry.written_at AS written_at, entry.changed_at AS changed_at,
      entry.version AS version, entry.revision AS revision, entry.copy_of AS copy_of,
      entry.copy_version AS copy_version, entry.from_unit_id AS from_unit_id, entry.from_domain_id AS from_domain_id,
      entry.sharing_id AS sharing_id, entry.ground AS ground, entry.sharing_ended_at AS sharing_ended_at,
      entry.sealed AS sealed, sharing.until_on AS until_on
    FROM entry
    LEFT JOIN sharing ON sharing.child_id = entry.child_id AND sharing.id = entry.sharing_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.copy_of = $3
    ORDER BY entry.id
    LIMIT 500";
const COPIED: &str = "
    SELECT copy_of, copy_version, unit_id
    FROM entry
    WHERE child_id = $1 AND trail_id = $2 AND copy_of IS NOT NULL AND from_domain_id = $3";
const INSERT: &str = "
    INSERT INTO entry (child_id, id, trail_id, unit_id, domain_id, kind, written_by, happened_on, written_at,
      changed_at, version, revision, copy_of, copy_version, from_unit_id, from_domain_id, sharing_id, ground, sealed)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 1, $11, $12, $13, $14, $15, $16, $17)";
const INSERT_VERSION: &str = "
    INSERT INTO entry_version (child_id, entry_id, version, written_at, sealed)
    VALUES ($1, $2, $3, $4, $5)";
const CHANGE: &str = "
    UPDATE entry
    SET changed_at = $4, version = $5, revision = revision + 1
    WHERE child_id = $1 AND id = $2 AND revision = $3";
const END_SHARING: &str = "
    UPDATE entry
    SET sharing_ended_at = $3, changed_at = $3, revision = revision + 1
    WHERE child_id = $1 AND sharing_id = $2 AND sharing_ended_at IS NULL";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[OF_DOMAIN, OF_FAMILY, ONE, COPIES_OF, COPIED, INSERT, INSERT_VERSION, CHANGE, END_SHARING];

/// What a permit may be about for entries to be read or written: the trail that the entries are on.
pub(crate) trait OnTrail: Action<Facts = TrailFacts> {}
impl OnTrail for action::Read {}
impl OnTrail for action::Write {}
impl OnTrail for action::Share {}
impl OnTrail for action::HandOver {}
impl OnTrail for action::Consent {}
impl OnTrail for action::CloseConsent {}
impl OnTrail for action::ReadAsChild {}
impl OnTrail for action::ReadAsGuardian {}
impl OnTrail for action::Say {}

/// The entries and copies of one secrecy domain, newest first.
pub(crate) async fn of_domain<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    domain: Id<SecrecyDomain>,
) -> Result<Vec<Stored>, Failure> {
    let scope = Scope::of(permit)?;
    let rows = act.transaction().rows(OF_DOMAIN, values![scope.child, scope.trail, domain]).await?;
    whole(act.transaction(), scope, Which::Domain(domain), rows).await
}

/// Everything written on the trail, whatever its domain, but no copies: for the family itself, whose secrecy it is.
pub(crate) async fn of_family<A: OnTrail>(act: &mut Act, permit: &Permit<A>) -> Result<Vec<Stored>, Failure> {
    let scope = Scope::of(permit)?;
    let rows = act.transaction().rows(OF_FAMILY, values![scope.child, scope.trail]).await?;
    whole(act.transaction(), scope, Which::Family, rows).await
}

/// One entry of the permit's trail. Whether it is of the asker's domain is the caller's question.
pub(crate) async fn find<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    entry: Id<Entry>,
) -> Result<Option<Stored>, Failure> {
    let scope = Scope::of(permit)?;
    let rows = act.transaction().rows(ONE, values![scope.child, scope.trail, entry]).await?;
    Ok(whole(act.transaction(), scope, Which::One(entry), rows).await?.pop())
}

/// The copies there are of an entry, in whatever domain: a hiding follows them.
pub(crate) async fn copies_of(
    act: &mut Act,
    permit: &Permit<action::Write>,
    entry: Id<Entry>,
) -> Result<Vec<Stored>, Failure> {
    let scope = Scope::of(permit)?;
    let rows = act.transaction().rows(COPIES_OF, values![scope.child, scope.trail, entry]).await?;
    whole(act.transaction(), scope, Which::CopiesOf(entry), rows).await
}

/// What receivers already have from a domain.
pub(crate) async fn copied<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    from: Id<SecrecyDomain>,
) -> Result<Vec<Copied>, Failure> {
    let scope = Scope::of(permit)?;
    let rows = act.transaction().rows(COPIED, values![scope.child, scope.trail, from]).await?;
    let copied = |row: &Row| {
        Ok(Copied { of: row.id("copy_of")?, version: row.number("copy_version")?, unit: row.id("unit_id")? })
    };
    rows.iter().map(copied).collect()
}

/// Stores a new entry, or a copy, with the version it has now and the hidings it carries.
pub(crate) async fn insert<A: OnTrail>(act: &mut Act, permit: &Permit<A>, new: &Stored) -> Result<(), Failure> {
    let scope = Scope::of(permit)?;
    let key = act.transaction().child_key(scope.child).await?;
    let environment = act.environment().clone();
    let Snapshot { id, place, kind, by, written_at, changed_at, body, hidings, origin, .. } = new.entry.snapshot();
    let (of, necessity) = match origin {
        Origin::Own => (None, None),
        Origin::Copy(provenance) => (Some(provenance), provenance.ground.necessity.as_ref()),
    };
    let writer = SealedWriter::of(by, &new.names);
    let sealed = SealedEntry { by: writer.clone(), necessity: necessity.map(|text| text.as_str().to_owned()) };
    let version = of.map(|of| i64::try_from(of.version).unwrap_or(i64::MAX));
    let values = values![
        scope.child,
        *id,
        scope.trail,
        place.unit,
        place.domain,
        kind.code(),
        writer_code(by),
        new.happened_on,
        *written_at,
        *changed_at,
        of.map(|of| of.copy_of),
        version,
        of.map(|of| of.from.unit),
        of.map(|of| of.from.domain),
        of.map(|of| of.sharing),
        of.map(|of| of.ground.code),
        key.seal_value(ENTRY, &sealed, &environment),
    ];
    act.transaction().execute(INSERT, values).await?;
    let version = SealedVersion { body: body.as_str().to_owned(), why: None, by: writer };
    let values = values![scope.child, *id, 1_i64, *written_at, key.seal_value(VERSION, &version, &environment)];
    act.transaction().execute(INSERT_VERSION, values).await?;
    for hiding in hidings {
        hidings::insert(act, scope, &key, new, hiding).await?;
    }
    Ok(())
}

/// Stores the latest correction.
pub(crate) async fn save_correction<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    changed: &Stored,
) -> Result<(), Failure> {
    let scope = Scope::of(permit)?;
    let Some(correction) = changed.entry.snapshot().corrections.last() else { return Err(Failure::Conflict) };
    let key = act.transaction().child_key(scope.child).await?;
    let sealed = SealedVersion {
        body: correction.body.as_str().to_owned(),
        why: Some(correction.why.as_str().to_owned()),
        by: SealedWriter::of(&correction.by, &changed.names),
    };
    let sealed = key.seal_value(VERSION, &sealed, act.environment());
    let values = values![scope.child, changed.id(), version(&changed.entry), correction.at, sealed];
    act.transaction().execute(INSERT_VERSION, values).await?;
    save_change(act, scope, changed).await
}

/// Notes on every copy that its sharing has ended. The copies stay.
pub(crate) async fn note_ended<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    sharing: Id<Sharing>,
) -> Result<(), Failure> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    act.transaction().execute(END_SHARING, values![scope.child, sharing, now]).await.map(drop)
}

pub(crate) async fn save_change(act: &mut Act, scope: Scope, changed: &Stored) -> Result<(), Failure> {
    let at = changed.entry.snapshot().changed_at;
    let values = values![scope.child, changed.id(), changed.revision, at, version(&changed.entry)];
    act.transaction().change(CHANGE, values).await
}

fn version(entry: &Entry) -> i64 {
    i64::try_from(entry.version()).unwrap_or(i64::MAX)
}

const fn writer_code(writer: &Writer) -> &'static str {
    match writer {
        Writer::Post(_) => "staff",
        Writer::Child(_) => "child",
    }
}
