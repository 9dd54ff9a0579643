//! SQL of openings whose child turned out to be another. What was said about an opening follows it by itself, and is sealed
//! anew before.

use database::{Failure, Follows, Part, Sealing, Transaction};
use identity::children::joining::Joined;

use crate::openings::store::{REASON, WORDS};

const REVIEWS: &str = "
    SELECT opening_id, sequence, sealed
    FROM review
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_REVIEW: &str = "
    UPDATE review
    SET sealed = $4
    WHERE child_id = $1 AND opening_id = $2 AND sequence = $3";
const OPENINGS: &str = "
    SELECT id, sealed
    FROM opening
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_OPENING: &str = "
    UPDATE opening
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND id = $3";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[REVIEWS, KEEP_REVIEW, OPENINGS, KEEP_OPENING];

const SEALED: [Sealing; 2] = [
    Sealing {
        read: REVIEWS,
        keep: KEEP_REVIEW,
        follows: Follows::ItsParent,
        key: &[Part::Id("opening_id"), Part::Number("sequence")],
        sealed: &[("sealed", WORDS)],
    },
    Sealing {
        read: OPENINGS,
        keep: KEEP_OPENING,
        follows: Follows::Itself,
        key: &[Part::Id("id")],
        sealed: &[("sealed", REASON)],
    },
];

pub(crate) async fn moved(transaction: &mut Transaction, joined: &Joined) -> Result<(), Failure> {
    for table in &SEALED {
        transaction.reseal(table, joined.keys()).await?;
    }
    Ok(())
}
