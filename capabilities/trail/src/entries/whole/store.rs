//! SQL of what belongs to entries: their versions and their hidings. Of the entries that are asked for, and of no others on
//! the trail.

use std::collections::BTreeMap;

use database::{Failure, Row, Transaction, Value, values};
use domain::id::Id;
use domain::organisation::SecrecyDomain;
use domain::trail::entry::Entry;

use crate::entries::rows::{self, Parts, Scope, Stored, VERSION};

const VERSIONS_OF_DOMAIN: &str = "
    SELECT entry_version.entry_id, entry_version.version, entry_version.written_at, entry_version.sealed
    FROM entry_version
    JOIN entry ON entry.child_id = entry_version.child_id AND entry.id = entry_version.entry_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.domain_id = $3
    ORDER BY entry_version.entry_id, entry_version.version";
const HIDINGS_OF_DOMAIN: &str = "
    SELECT entry_hiding.entry_id, entry_hiding.person_id, entry_hiding.reason, entry_hiding.hidden_at,
      entry_hiding.review_on, entry_hiding.sealed
    FROM entry_hiding
    JOIN entry ON entry.child_id = entry_hiding.child_id AND entry.id = entry_hiding.entry_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.domain_id = $3 AND entry_hiding.ended_at IS NULL
    ORDER BY entry_hiding.hidden_at, entry_hiding.id";
const VERSIONS_OF_FAMILY: &str = "
    SELECT entry_version.entry_id, entry_version.version, entry_version.written_at, entry_version.sealed
    FROM entry_version
    JOIN entry ON entry.child_id = entry_version.child_id AND entry.id = entry_version.entry_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.copy_of IS NULL
    ORDER BY entry_version.entry_id, entry_version.version";
const HIDINGS_OF_FAMILY: &str = "
    SELECT entry_hiding.entry_id, entry_hiding.person_id, entry_hiding.reason, entry_hiding.hidden_at,
      entry_hiding.review_on, entry_hiding.sealed
    FROM entry_hiding
    JOIN entry ON entry.child_id = entry_hiding.child_id AND entry.id = entry_hiding.entry_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.copy_of IS NULL AND entry_hiding.ended_at IS NULL
    ORDER BY entry_hiding.hidden_at, entry_hiding.id";
const VERSIONS_OF_COPIES: &str = "
    SELECT entry_version.entry_id, entry_version.version, entry_version.written_at, entry_version.sealed
    FROM entry_version
    JOIN entry ON entry.child_id = entry_version.child_id AND entry.id = entry_version.entry_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.copy_of = $3
    ORDER BY entry_version.entry_id, entry_version.version";
const HIDINGS_OF_COPIES: &str = "
    SELECT entry_hiding.entry_id, entry_hiding.person_id, entry_hiding.reason, entry_hiding.hidden_at,
      entry_hiding.review_on, entry_hiding.sealed
    FROM entry_hiding
    JOIN entry ON entry.child_id = entry_hiding.child_id AND entry.id = entry_hiding.entry_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.copy_of = $3 AND entry_hiding.ended_at IS NULL
    ORDER BY entry_hiding.hidden_at, entry_hiding.id";
const VERSIONS_OF_ONE: &str = "
    SELECT entry_version.entry_id, entry_version.version, entry_version.written_at, entry_version.sealed
    FROM entry_version
    JOIN entry ON entry.child_id = entry_version.child_id AND entry.id = entry_version.entry_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.id = $3
    ORDER BY entry_version.entry_id, entry_version.version";
const HIDINGS_OF_ONE: &str = "
    SELECT entry_hiding.entry_id, entry_hiding.person_id, entry_hiding.reason, entry_hiding.hidden_at,
      entry_hiding.review_on, entry_hiding.sealed
    FROM entry_hiding
    JOIN entry ON entry.child_id = entry_hiding.child_id AND entry.id = entry_hiding.entry_id
    WHERE entry.child_id = $1 AND entry.trail_id = $2 AND entry.id = $3 AND entry_hiding.ended_at IS NULL
    ORDER BY entry_hiding.hidden_at, entry_hiding.id";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    VERSIONS_OF_DOMAIN,
    HIDINGS_OF_DOMAIN,
    VERSIONS_OF_FAMILY,
    HIDINGS_OF_FAMILY,
    VERSIONS_OF_COPIES,
    HIDINGS_OF_COPIES,
    VERSIONS_OF_ONE,
    HIDINGS_OF_ONE,
];

/// Which entries of a trail.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Which {
    /// Those of one secrecy domain.
    Domain(Id<SecrecyDomain>),
    /// All but copies.
    Family,
    /// The copies of one.
    CopiesOf(Id<Entry>),
    /// One.
    One(Id<Entry>),
}

impl Which {
    const fn versions(self) -> &'static str {
        match self {
            Self::Domain(_) => VERSIONS_OF_DOMAIN,
            Self::Family => VERSIONS_OF_FAMILY,
            Self::CopiesOf(_) => VERSIONS_OF_COPIES,
            Self::One(_) => VERSIONS_OF_ONE,
        }
    }

    const fn hidings(self) -> &'static str {
        match self {
            Self::Domain(_) => HIDINGS_OF_DOMAIN,
            Self::Family => HIDINGS_OF_FAMILY,
            Self::CopiesOf(_) => HIDINGS_OF_COPIES,
            Self::One(_) => HIDINGS_OF_ONE,
        }
    }

    fn values(self, scope: Scope) -> Vec<Value> {
        match self {
            Self::Domain(domain) => values![scope.child, scope.trail, domain],
            Self::Family => values![scope.child, scope.trail],
            Self::CopiesOf(entry) | Self::One(entry) => values![scope.child, scope.trail, entry],
        }
    }
}

/// The rows' entries with their versions and hidings: two more questions, however many entries there are.
pub(crate) async fn whole(
    transaction: &mut Transaction,
    scope: Scope,
    which: Which,
    rows: Vec<Row>,
) -> Result<Vec<Stored>, Failure> {
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let key = transaction.child_key(scope.child).await?;
    let mut parts: BTreeMap<Id<Entry>, Parts> = BTreeMap::new();
    let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<Id<Entry>>, _>>()?;
    parts.extend(ids.into_iter().map(|id| (id, Parts::default())));
    for row in transaction.rows(which.versions(), which.values(scope)).await? {
        if let Some(part) = parts.get_mut(&row.id("entry_id")?) {
            part.versions.push((row.moment("written_at")?, key.open_value(VERSION, &row.sealed("sealed")?)?));
        }
    }
    for row in transaction.rows(which.hidings(), which.values(scope)).await? {
        if let Some(part) = parts.get_mut(&row.id("entry_id")?) {
            let hiding = rows::hiding(&row, &key, &mut part.names)?;
            part.hidings.push(hiding);
        }
    }
    let now = transaction.database().environment().now();
    let open = |row: &Row| {
        let part = parts.remove(&row.id("id")?).unwrap_or_default();
        rows::stored(row, scope, &key, part, now)
    };
    rows.iter().map(open).collect()
}
