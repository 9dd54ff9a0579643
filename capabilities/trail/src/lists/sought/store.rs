//! SQL of looking for a child. One statement for each way of looking; names are sealed, and opened one by one.

use access::Permit;
use access::action::trail::List;
use audit::Act;
use database::{Failure, Row, Transaction, values};
use domain::child::Child;
use domain::id::Id;
use domain::organisation::Unit;
use identity::children::commands::label_in;

use crate::lists::Part;
use crate::lists::sought::{Held, Hit, Sought};
use crate::lists::store::unit_of;
use crate::sealed::{SealedStep, SealedTrail};
use crate::store::{TRAIL, held_lately_since};

const BY_NAME: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.holder_unit_id AS holder_unit_id,
      trail.holder_assignment_id AS assignment_id, trail.sealed AS sealed,
      child_label.label AS label, child_label.master AS master, child_label.wrapped AS wrapped
    FROM (
      SELECT child_id, id AS trail_id
      FROM trail
      WHERE holder_unit_id = $1
      UNION
      SELECT child_id, trail_id
      FROM trail_unit
      WHERE unit_id = $1
      UNION
      SELECT child_id, trail_id
      FROM handover
      WHERE to_unit_id = $1 AND ended_at IS NULL
      UNION
      SELECT child_id, trail_id
      FROM baton
      WHERE unit_id = $1 AND until_at >= $2
    ) AS related
    JOIN trail ON trail.child_id = related.child_id AND trail.id = related.trail_id
    JOIN child_label ON child_label.child_id = trail.child_id
    WHERE trail.state = 'open' AND child_label.master IS NOT NULL AND child_label.protection = 'none'
    ORDER BY trail.next_at, trail.id
    LIMIT $3";
const BY_CHILDREN: &str = "
    SELECT trail.child_id AS child_id, trail.id AS id, trail.holder_unit_id AS holder_unit_id,
      trail.holder_assignment_id AS assignment_id, trail.sealed AS sealed,
      child_label.label AS label, child_label.master AS master, child_label.wrapped AS wrapped
    FROM (
      SELECT child_id, id AS trail_id
      FROM trail
      WHERE holder_unit_id = $1
      UNION
      SELECT child_id, trail_id
      FROM trail_unit
      WHERE unit_id = $1
      UNION
      SELECT child_id, trail_id
      FROM handover
      WHERE to_unit_id = $1 AND ended_at IS NULL
      UNION
      SELECT child_id, trail_id
      FROM baton
      WHERE unit_id = $1 AND until_at >= $2
    ) AS related
    JOIN trail ON trail.child_id = related.child_id AND trail.id = related.trail_id
    JOIN child_label ON child_label.child_id = trail.child_id
    WHERE trail.state = 'open' AND child_label.master IS NOT NULL AND child_label.protection = 'none'
      AND trail.child_id IN ($4, $5, $6, $7)
    ORDER BY trail.next_at, trail.id
    LIMIT $3";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[BY_NAME, BY_CHILDREN];

/// The most open trails that a name is looked for among.
const SEARCHED_MAX: i64 = 2_000;
/// The most children of one number that are looked for: it is one, and two where a number was registered twice.
const CHILDREN_MAX: usize = 4;

/// The open trails about the children that are sought, soonest next step first, at most so many.
pub(crate) async fn sought(
    act: &mut Act,
    permit: &Permit<List>,
    sought: &Sought,
    most: usize,
) -> Result<Part<Hit>, Failure> {
    let (unit, since) = (unit_of(permit), held_lately_since(act.now()));
    let transaction = act.transaction();
    let found = match sought {
        Sought::Name(_) => transaction.rows(BY_NAME, values![unit, since, SEARCHED_MAX + 1]).await?,
        Sought::Children(children) => {
            let [first, second, third, fourth] = [0, 1, 2, 3].map(|place| children.get(place).copied());
            let values = values![unit, since, SEARCHED_MAX + 1, first, second, third, fourth];
            transaction.rows(BY_CHILDREN, values).await?
        }
    };
    let unsought = matches!(sought, Sought::Children(children) if children.len() > CHILDREN_MAX);
    let unread = i64::try_from(found.len()).is_ok_and(|found| found > SEARCHED_MAX);
    let mut part = Part { rows: Vec::new(), more: unsought || unread };
    for row in found {
        let label = label_in(transaction, &row)?;
        if !sought.is(&label) {
            continue;
        }
        if part.rows.len() == most {
            part.more = true;
            break;
        }
        part.rows.push(Hit { trail: row.id("id")?, label, held: held(transaction, &row, unit)? });
    }
    act.saw(part.rows.len());
    Ok(part)
}

/// What is planned is opened only for the unit that plans it.
fn held(transaction: &Transaction, row: &Row, own: Id<Unit>) -> Result<Held, Failure> {
    let unit: Id<Unit> = row.id("holder_unit_id")?;
    if unit != own {
        return Ok(Held::Elsewhere(unit));
    }
    let key = transaction.child_key_in(row.id::<Child>("child_id")?, row)?;
    let sealed: SealedTrail = key.open_value(TRAIL, &row.sealed("sealed")?)?;
    Ok(Held::Here { by: row.id("assignment_id")?, next: SealedStep::next(sealed.next)? })
}
