//! SQL of what would be dropped. Numbers only; an erased child has no trail that anybody can hold.

use database::{Failure, Transaction, values};
use identity::organisations::InHand;

const HELD: &str = "
    SELECT trail.holder_assignment_id AS assignment_id, COUNT(*) AS trails
    FROM trail
    JOIN child_label ON child_label.child_id = trail.child_id
    WHERE trail.holder_assignment_id IS NOT NULL AND child_label.master IS NOT NULL
    GROUP BY trail.holder_assignment_id";
const OFFERED: &str = "
    SELECT handover.to_unit_id AS unit_id, COUNT(*) AS offers
    FROM handover
    JOIN child_label ON child_label.child_id = handover.child_id
    WHERE handover.ended_at IS NULL AND child_label.master IS NOT NULL
    GROUP BY handover.to_unit_id";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[HELD, OFFERED];

/// Adds the open trails of each who holds, and the handovers that wait at each unit.
pub(crate) async fn count(transaction: &mut Transaction, in_hand: &mut InHand) -> Result<(), Failure> {
    for row in transaction.rows(HELD, values![]).await? {
        in_hand.trails.insert(row.id("assignment_id")?, row.integer("trails")?);
    }
    for row in transaction.rows(OFFERED, values![]).await? {
        in_hand.offers.insert(row.id("unit_id")?, row.integer("offers")?);
    }
    Ok(())
}
