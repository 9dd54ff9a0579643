//! SQL of trails whose child turned out to be another. What hangs on a trail by a reference follows it by itself, and is
//! sealed anew before.

use access::Permit;
use access::action::trail::Close;
use database::{Failure, Follows, Part, Sealing, Transaction, values};
use domain::child::Child;
use domain::id::Id;
use domain::trail::Trail;
use identity::children::joining::Joined;

use crate::entries::hidings::store::ENDED;
use crate::entries::rows::{ENTRY, HIDING, VERSION};
use crate::handovers::store::HANDOVER;
use crate::history::store::EVENT;
use crate::sharing::rows::SHARING;
use crate::store::TRAIL;

const HANDOVERS: &str = "
    SELECT trail_id, id, sealed
    FROM handover
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_HANDOVER: &str = "
    UPDATE handover
    SET sealed = $4
    WHERE child_id = $1 AND trail_id = $2 AND id = $3";
const EVENTS: &str = "
    SELECT trail_id, sequence, payload
    FROM trail_event
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_EVENT: &str = "
    UPDATE trail_event
    SET payload = $4
    WHERE child_id = $1 AND trail_id = $2 AND sequence = $3";
const TRAILS: &str = "
    SELECT id, sealed
    FROM trail
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_TRAIL: &str = "
    UPDATE trail
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND id = $3";
const ENTRIES: &str = "
    SELECT id, sealed
    FROM entry
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_ENTRY: &str = "
    UPDATE entry
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND id = $3";
const VERSIONS: &str = "
    SELECT entry_id, version, sealed
    FROM entry_version
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_VERSION: &str = "
    UPDATE entry_version
    SET child_id = $2, sealed = $5
    WHERE child_id = $1 AND entry_id = $3 AND version = $4";
const HIDINGS: &str = "
    SELECT entry_id, id, sealed, ended_sealed
    FROM entry_hiding
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_HIDING: &str = "
    UPDATE entry_hiding
    SET child_id = $2, sealed = $5, ended_sealed = $6
    WHERE child_id = $1 AND entry_id = $3 AND id = $4";
const SHARINGS: &str = "
    SELECT id, sealed
    FROM sharing
    WHERE child_id = $1
    LIMIT 2000";
const KEEP_SHARING: &str = "
    UPDATE sharing
    SET child_id = $2, sealed = $4
    WHERE child_id = $1 AND id = $3";
const MOVE_ACTORS: &str = "
    UPDATE trail_event
    SET actor_person_id = $2
    WHERE child_id = $2 AND actor_kind = 'child' AND actor_person_id = $1";
const MOVE_ANSWERS: &str = "
    UPDATE running_clock
    SET child_id = $2
    WHERE child_id = $1";
const MOVE_ITEMS: &str = "
    UPDATE sharing_item
    SET child_id = $2
    WHERE child_id = $1";
const MOVE_PARTIES: &str = "
    UPDATE sharing_party
    SET child_id = $2, party_id = CASE WHEN party_id = $1 THEN $2 ELSE party_id END
    WHERE child_id = $1";
const MOVE_DISCLOSURES: &str = "
    UPDATE disclosure
    SET child_id = $2
    WHERE child_id = $1";
const MOVE_HANDOVER_DISCLOSURES: &str = "
    UPDATE handover_disclosure
    SET child_id = $2
    WHERE child_id = $1";
const MOVE_SHARING_EVENTS: &str = "
    UPDATE sharing_event
    SET child_id = $2
    WHERE child_id = $1";
const MOVE_READINGS: &str = "
    UPDATE guardian_reading
    SET child_id = $2
    WHERE child_id = $1";
const MOVE_UNITS: &str = "
    UPDATE trail_unit
    SET child_id = $2
    WHERE child_id = $1";
const MOVE_CLOCKS: &str = "
    UPDATE care_clock
    SET trail_id = $3
    WHERE child_id = $1 AND trail_id = $2 AND stopped_at IS NULL AND NOT EXISTS (
      SELECT 1
      FROM care_clock AS there
      WHERE there.child_id = $1 AND there.trail_id = $3 AND there.code = care_clock.code
        AND there.scope = care_clock.scope AND there.started_at = care_clock.started_at AND there.stopped_at IS NULL
    )";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    HANDOVERS,
    KEEP_HANDOVER,
    EVENTS,
    KEEP_EVENT,
    TRAILS,
    KEEP_TRAIL,
    ENTRIES,
    KEEP_ENTRY,
    VERSIONS,
    KEEP_VERSION,
    HIDINGS,
    KEEP_HIDING,
    SHARINGS,
    KEEP_SHARING,
    MOVE_ACTORS,
    MOVE_ANSWERS,
    MOVE_ITEMS,
    MOVE_PARTIES,
    MOVE_DISCLOSURES,
    MOVE_HANDOVER_DISCLOSURES,
    MOVE_SHARING_EVENTS,
    MOVE_READINGS,
    MOVE_UNITS,
    MOVE_CLOCKS,
];

/// What is sealed: first what follows its trail, then the trail, then the rest.
const SEALED: [Sealing; 7] = [
    Sealing {
        read: HANDOVERS,
        keep: KEEP_HANDOVER,
        follows: Follows::ItsParent,
        key: &[Part::Id("trail_id"), Part::Id("id")],
        sealed: &[("sealed", HANDOVER)],
    },
    Sealing {
        read: EVENTS,
        keep: KEEP_EVENT,
        follows: Follows::ItsParent,
        key: &[Part::Id("trail_id"), Part::Number("sequence")],
        sealed: &[("payload", EVENT)],
    },
    Sealing {
        read: TRAILS,
        keep: KEEP_TRAIL,
        follows: Follows::Itself,
        key: &[Part::Id("id")],
        sealed: &[("sealed", TRAIL)],
    },
    Sealing {
        read: ENTRIES,
        keep: KEEP_ENTRY,
        follows: Follows::Itself,
        key: &[Part::Id("id")],
        sealed: &[("sealed", ENTRY)],
    },
    Sealing {
        read: VERSIONS,
        keep: KEEP_VERSION,
        follows: Follows::Itself,
        key: &[Part::Id("entry_id"), Part::Number("version")],
        sealed: &[("sealed", VERSION)],
    },
    Sealing {
        read: HIDINGS,
        keep: KEEP_HIDING,
        follows: Follows::Itself,
        key: &[Part::Id("entry_id"), Part::Id("id")],
        sealed: &[("sealed", HIDING), ("ended_sealed", ENDED)],
    },
    Sealing {
        read: SHARINGS,
        keep: KEEP_SHARING,
        follows: Follows::Itself,
        key: &[Part::Id("id")],
        sealed: &[("sealed", SHARING)],
    },
];

/// What is not sealed: what the child did itself, whose events have followed their trails by now, then the rest.
const OPEN: [&str; 9] = [
    MOVE_ACTORS,
    MOVE_ANSWERS,
    MOVE_ITEMS,
    MOVE_PARTIES,
    MOVE_DISCLOSURES,
    MOVE_HANDOVER_DISCLOSURES,
    MOVE_SHARING_EVENTS,
    MOVE_READINGS,
    MOVE_UNITS,
];

pub(crate) async fn moved(transaction: &mut Transaction, joined: &Joined) -> Result<(), Failure> {
    for table in &SEALED {
        transaction.reseal(table, joined.keys()).await?;
    }
    for text in OPEN {
        transaction.execute(text, values![joined.other, joined.kept]).await?;
    }
    Ok(())
}

/// Lets what is promised on one trail of a child run on along another. Where the very same is promised there from the same
/// moment, it runs there already.
pub(crate) async fn move_clocks(
    transaction: &mut Transaction,
    _permit: &Permit<Close>,
    (child, ends): (Id<Child>, Id<Trail>),
    goes_on: Id<Trail>,
) -> Result<(), Failure> {
    transaction.execute(MOVE_CLOCKS, values![child, ends, goes_on]).await.map(drop)
}
