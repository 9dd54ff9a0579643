//! SQL of what is hidden from guardians.

use access::Permit;
use access::action::trail::{List, Write};
use audit::Act;
use database::{Failure, Row, values};
use domain::child::Person;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Post;
use domain::trail::Text;
use domain::trail::entry::{Entry, HiddenFrom, HideReason, Hiding, Place};
use vault::{Key, Sealed};

use crate::entries::hidings::{Due, Ended};
use crate::entries::rows::{self, HIDING, Scope, Stored};
use crate::entries::sealed::{Names, SealedHiding, SealedPost, name_of};
use crate::entries::store::{OnTrail, save_change};
use crate::lists::store::{unit_of, whom};
use crate::store::held_lately_since;

/// The place of why a hiding was ended.
pub(crate) const ENDED: &str = "entry_hiding.ended_sealed";
/// The most hidings of a unit that are looked through for those that fall to one person.
const DUE_MAX: i64 = 200;

const INSERT: &str = "
    INSERT INTO entry_hiding (child_id, entry_id, id, person_id, reason, hidden_at, review_on, unit_id, staff_id, sealed)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const END_FROM_ALL: &str = "
    UPDATE entry_hiding
    SET ended_at = $3, ended_sealed = $4
    WHERE child_id = $1 AND entry_id = $2 AND person_id IS NULL AND ended_at IS NULL";
const END_FROM_ONE: &str = "
    UPDATE entry_hiding
    SET ended_at = $3, ended_sealed = $4
    WHERE child_id = $1 AND entry_id = $2 AND person_id = $5 AND ended_at IS NULL";
// Of trails that the unit may still open: nobody is led to what they cannot reach.
const DUE: &str = "
    SELECT entry_hiding.child_id AS child_id, entry_hiding.entry_id AS entry_id, entry_hiding.reason AS reason,
      entry_hiding.review_on AS review_on, entry_hiding.staff_id AS staff_id, entry.trail_id AS trail_id,
      child_label.label AS label, child_label.protection AS protection, child_label.master AS master,
      child_label.wrapped AS wrapped
    FROM entry_hiding
    JOIN entry ON entry.child_id = entry_hiding.child_id AND entry.id = entry_hiding.entry_id
    JOIN trail ON trail.child_id = entry.child_id AND trail.id = entry.trail_id
    JOIN child_label ON child_label.child_id = entry_hiding.child_id
    LEFT JOIN trail_unit ON trail_unit.child_id = trail.child_id AND trail_unit.trail_id = trail.id
      AND trail_unit.unit_id = entry_hiding.unit_id
    WHERE entry_hiding.unit_id = $1 AND entry_hiding.review_on <= $2 AND entry_hiding.ended_at IS NULL
      AND child_label.master IS NOT NULL
      AND (COALESCE(trail.holder_unit_id, trail.last_unit_id) = $1 OR trail_unit.unit_id IS NOT NULL OR EXISTS (
        SELECT 1
        FROM baton
        WHERE baton.child_id = trail.child_id AND baton.trail_id = trail.id AND baton.unit_id = $1
          AND baton.until_at >= $3
      ))
    ORDER BY CASE WHEN entry_hiding.staff_id = $5 THEN 0 ELSE 1 END, entry_hiding.review_on, entry_hiding.id
    LIMIT $4";
const ENDED_OF: &str = "
    SELECT person_id, reason, hidden_at, review_on, sealed, ended_at, ended_sealed
    FROM entry_hiding
    WHERE child_id = $1 AND entry_id = $2 AND ended_at IS NOT NULL
    ORDER BY ended_at DESC, id
    LIMIT 50";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, END_FROM_ALL, END_FROM_ONE, DUE, ENDED_OF];

/// What a unit has hidden, on trails that it may open, and must look at again by today; one's own first, and the
/// longest overdue: however many others' there are, nobody misses what is theirs.
pub(crate) async fn due(act: &mut Act, permit: &Permit<List>) -> Result<Vec<Due>, Failure> {
    let (today, since) = (act.now().day(), held_lately_since(act.now()));
    let staff = act.actor().post().map(|post| post.staff);
    let transaction = act.transaction();
    let found = transaction.rows(DUE, values![unit_of(permit), today, since, DUE_MAX, staff]).await?;
    let due = |row: &Row| {
        Ok(Due {
            trail: row.id("trail_id")?,
            entry: row.id("entry_id")?,
            whom: whom(transaction, row)?,
            reason: row.code("reason", HideReason::from_code)?,
            review_on: row.day("review_on")?,
            decided_by: row.id_maybe("staff_id")?,
        })
    };
    let due: Vec<Due> = found.iter().map(due).collect::<Result<_, Failure>>()?;
    act.saw(due.len());
    Ok(due)
}

/// What an entry was hidden from before, the latest first, with the names of those who decided.
pub(crate) async fn ended<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    entry: Id<Entry>,
) -> Result<(Vec<Ended>, Names), Failure> {
    let scope = Scope::of(permit)?;
    let found = act.transaction().rows(ENDED_OF, values![scope.child, entry]).await?;
    let (mut names, mut all) = (Names::new(), Vec::new());
    if found.is_empty() {
        return Ok((all, names));
    }
    let key = act.transaction().child_key(scope.child).await?;
    for row in found {
        let hiding = rows::hiding(&row, &key, &mut names)?;
        let ending = match row.sealed_maybe("ended_sealed")? {
            None => None,
            Some(sealed) => {
                let SealedHiding { why, by } = key.open_value(ENDED, &sealed)?;
                Some((by.open(&mut names).ok_or(Failure::Meaning { what: ENDED })?, why))
            }
        };
        all.push(Ended { hiding, at: row.moment("ended_at")?, ending });
    }
    Ok((all, names))
}

/// Stores that an entry is hidden, in place of an earlier hiding from the same guardian.
pub(crate) async fn save(
    act: &mut Act,
    permit: &Permit<Write>,
    changed: &Stored,
    hiding: &Hiding,
) -> Result<(), Failure> {
    let scope = Scope::of(permit)?;
    let key = act.transaction().child_key(scope.child).await?;
    end(act, scope, changed.id(), hiding.from, (hiding.at, None)).await?;
    insert(act, scope, &key, changed, hiding).await?;
    save_change(act, scope, changed).await
}

/// Stores that a hiding is taken away, and why.
pub(crate) async fn save_shown(
    act: &mut Act,
    permit: &Permit<Write>,
    changed: &Stored,
    from: HiddenFrom,
    (by, why): (Post, &Text<1000>),
) -> Result<(), Failure> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    let key = act.transaction().child_key(scope.child).await?;
    let ending = SealedHiding { why: why.as_str().to_owned(), by: SealedPost::of(&by, name_of(&changed.names, &by)) };
    let sealed = key.seal_value(ENDED, &ending, act.environment());
    end(act, scope, changed.id(), from, (now, Some(sealed))).await?;
    save_change(act, scope, changed).await
}

/// Stores a hiding that an entry carries.
pub(crate) async fn insert(
    act: &mut Act,
    scope: Scope,
    key: &Key,
    entry: &Stored,
    hiding: &Hiding,
) -> Result<(), Failure> {
    let sealed = SealedHiding {
        why: hiding.why.as_str().to_owned(),
        by: SealedPost::of(&hiding.by, name_of(&entry.names, &hiding.by)),
    };
    let sealed = key.seal_value(HIDING, &sealed, act.environment());
    let id: Id<Hiding> = act.environment().id();
    let place = entry.entry.snapshot().place;
    let decided_here = (Place::from(&hiding.by) == place).then_some(hiding.by.staff);
    let values = values![
        scope.child,
        entry.id(),
        id,
        person_of(hiding.from),
        hiding.reason.code(),
        hiding.at,
        hiding.review_on,
        place.unit,
        decided_here,
        sealed
    ];
    act.transaction().execute(INSERT, values).await.map(drop)
}

async fn end(
    act: &mut Act,
    scope: Scope,
    entry: Id<Entry>,
    from: HiddenFrom,
    (at, why): (Moment, Option<Sealed>),
) -> Result<(), Failure> {
    let transaction = act.transaction();
    match from {
        HiddenFrom::EveryGuardian => transaction.execute(END_FROM_ALL, values![scope.child, entry, at, why]).await,
        HiddenFrom::Guardian(person) => {
            transaction.execute(END_FROM_ONE, values![scope.child, entry, at, why, person]).await
        }
    }
    .map(drop)
}

fn person_of(from: HiddenFrom) -> Option<Id<Person>> {
    match from {
        HiddenFrom::EveryGuardian => None,
        HiddenFrom::Guardian(person) => Some(person),
    }
}
