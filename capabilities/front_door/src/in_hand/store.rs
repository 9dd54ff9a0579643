//! SQL of what would be dropped. Numbers only; a request about an erased child waits for nobody.

use database::{Failure, Transaction, values};
use identity::organisations::InHand;

const TAKEN: &str = "
    SELECT request.taken_by_assignment AS assignment_id, COUNT(*) AS requests
    FROM request
    JOIN child_label ON child_label.child_id = request.child_id
    WHERE request.taken_by_assignment IS NOT NULL AND request.state IN ('taken', 'interviewed')
      AND child_label.master IS NOT NULL
    GROUP BY request.taken_by_assignment";
const ANSWERED_FOR: &str = "
    SELECT unit_id, COUNT(*) AS municipalities
    FROM front_door_area
    GROUP BY unit_id";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[TAKEN, ANSWERED_FOR];

/// Adds the requests that somebody has taken and not decided on, and for how many municipalities each front door answers.
pub(crate) async fn count(transaction: &mut Transaction, in_hand: &mut InHand) -> Result<(), Failure> {
    for row in transaction.rows(TAKEN, values![]).await? {
        in_hand.requests.insert(row.id("assignment_id")?, row.integer("requests")?);
    }
    for row in transaction.rows(ANSWERED_FOR, values![]).await? {
        in_hand.areas.insert(row.id("unit_id")?, row.integer("municipalities")?);
    }
    Ok(())
}
