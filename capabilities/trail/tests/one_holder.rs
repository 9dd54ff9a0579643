//! The database itself refuses a trail with two holders, and an open one with none: whatever a program gets wrong.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use database::values;
use family::Family;
use testkit::{engines, run};

const A_SECOND: &str = "
    INSERT INTO baton (child_id, trail_id, sequence, unit_id, assignment_id, from_at)
    SELECT child_id, trail_id, sequence + 1, unit_id, assignment_id, from_at
    FROM baton
    WHERE trail_id = $1";
const NOBODY: &str = "
    UPDATE trail
    SET holder_unit_id = NULL, holder_assignment_id = NULL, held_since = NULL
    WHERE id = $1";
const CLOSED_AND_HELD: &str = "
    UPDATE trail
    SET state = 'closed'
    WHERE id = $1";

#[test]
fn the_database_refuses_two_holders_and_none() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 14).await;
            for wrong in [A_SECOND, NOBODY, CLOSED_AND_HELD] {
                let mut transaction = family.test.app.database().begin("test.wrong").await.expect("a transaction");
                let refused = transaction.execute(wrong, values![family.trail]).await;
                assert!(refused.is_err(), "{engine:?} takes this: {wrong}");
            }
        }
    });
}
