//! SQL of drafts. A draft is found by the browser that wrote it, or by the assignment of somebody at work, and opens only
//! with the key of the child it is about.

use access::Permit;
use access::action::front_door::Ask;
use database::{Failure, Transaction, values};
use domain::child::Child;
use domain::id::Id;
use domain::moment::Moment;
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::ask::answers::Answers;

const ANSWERS: &str = "draft.answers";
const RECEIPT: &str = "draft.receipt";
/// How long a draft is kept after the last answer.
const DRAFT_LASTS: SignedDuration = SignedDuration::from_hours(24);
/// How long a receipt can be seen again in the browser that sent: long enough to write the code down.
const RECEIPT_LASTS: SignedDuration = SignedDuration::from_mins(30);

const FIND: &str = "
    SELECT child_id, state, sealed
    FROM draft
    WHERE browser_fingerprint = $1 AND expires_at > $2";
const INSERT: &str = "
    INSERT INTO draft (browser_fingerprint, child_id, state, sealed, expires_at)
    VALUES ($1, $2, 'open', $3, $4)
    ON CONFLICT (browser_fingerprint) DO NOTHING";
const SAVE: &str = "
    UPDATE draft
    SET sealed = $3, expires_at = $4
    WHERE browser_fingerprint = $1 AND child_id = $2 AND state = 'open'";
const CLAIM: &str = "
    UPDATE draft
    SET state = 'sent'
    WHERE browser_fingerprint = $1 AND child_id = $2 AND state = 'open'";
const KEEP_RECEIPT: &str = "
    UPDATE draft
    SET child_id = $2, sealed = $3, expires_at = $4
    WHERE browser_fingerprint = $1 AND state = 'sent'";
const DELETE: &str = "
    DELETE FROM draft
    WHERE browser_fingerprint = $1";
const ROW_OF: &str = "
    SELECT child_id, state
    FROM draft
    WHERE browser_fingerprint = $1";
const EXPIRED: &str = "
    SELECT browser_fingerprint, child_id, state
    FROM draft
    WHERE expires_at <= $1
    ORDER BY expires_at
    LIMIT $2";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[FIND, INSERT, SAVE, CLAIM, KEEP_RECEIPT, DELETE, ROW_OF, EXPIRED];

/// What is kept for a browser, or for somebody at work with answers of their own kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kept<A = Answers> {
    /// Answers that have not been sent.
    Draft(Id<Child>, Box<A>),
    /// What was answered when they were sent.
    Receipt(Receipt),
}

/// What somebody who has asked is told. It can be seen again for a short while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Receipt {
    /// Who holds it: their name at work.
    pub(crate) holder: String,
    /// The code of their role.
    pub(crate) role: String,
    /// The name of the front door.
    pub(crate) unit: String,
    /// The code of how soon somebody must act.
    pub(crate) urgency: String,
    /// How they will be reached.
    pub(crate) reach: String,
    /// When somebody must have answered, in microseconds since 1970.
    pub(crate) due_at: i64,
    /// The code to log in with; empty for somebody who was logged in.
    pub(crate) code: String,
    /// Who asked.
    pub(crate) who: String,
    /// The request, for somebody at work, who follows it without a code.
    pub(crate) request: String,
}

impl Default for Receipt {
    fn default() -> Self {
        let empty = String::new;
        Self {
            holder: empty(),
            role: empty(),
            unit: empty(),
            urgency: empty(),
            reach: empty(),
            due_at: 0,
            code: empty(),
            who: empty(),
            request: empty(),
        }
    }
}

pub(crate) async fn find<A: DeserializeOwned>(
    transaction: &mut Transaction,
    _permit: &Permit<Ask>,
    browser: &[u8],
    now: Moment,
) -> Result<Option<Kept<A>>, Failure> {
    let Some(row) = transaction.row(FIND, values![browser, now]).await? else { return Ok(None) };
    let child: Id<Child> = row.id("child_id")?;
    // Nothing but this row lies under the key of a draft, and whoever destroys the key has taken the row first.
    let key = transaction.child_key_unheld(child).await?;
    let sealed = row.sealed("sealed")?;
    Ok(Some(match row.text("state")?.as_str() {
        "open" => Kept::Draft(child, Box::new(opened(&key, ANSWERS, &sealed)?)),
        _ => Kept::Receipt(opened(&key, RECEIPT, &sealed)?),
    }))
}

fn opened<T: DeserializeOwned>(key: &vault::Key, place: &'static str, sealed: &vault::Sealed) -> Result<T, Failure> {
    Ok(key.open_value(place, sealed)?)
}

/// Keeps the first answers, under a new key.
pub(crate) async fn insert<A: Serialize>(
    transaction: &mut Transaction,
    _permit: &Permit<Ask>,
    browser: &[u8],
    answers: &A,
    now: Moment,
) -> Result<(), Failure> {
    let child: Id<Child> = transaction.database().environment().id();
    let key = transaction.create_child_key(child).await?;
    let sealed = key.seal_value(ANSWERS, answers, transaction.database().environment());
    transaction.change(INSERT, values![browser, child, sealed, now.plus(DRAFT_LASTS)]).await
}

pub(crate) async fn save<A: Serialize>(
    transaction: &mut Transaction,
    _permit: &Permit<Ask>,
    browser: &[u8],
    child: Id<Child>,
    answers: &A,
    now: Moment,
) -> Result<(), Failure> {
    let key = transaction.child_key_unheld(child).await?;
    let sealed = key.seal_value(ANSWERS, answers, transaction.database().environment());
    transaction.change(SAVE, values![browser, child, sealed, now.plus(DRAFT_LASTS)]).await
}

/// Takes the draft for sending. Only one sending gets it; another one finds a conflict, and then the receipt.
pub(crate) async fn claim(
    transaction: &mut Transaction,
    _permit: &Permit<Ask>,
    browser: &[u8],
    child: Id<Child>,
) -> Result<(), Failure> {
    transaction.change(CLAIM, values![browser, child]).await
}

/// Keeps the receipt in the place of the draft, under the key of the child it became.
pub(crate) async fn keep_receipt(
    transaction: &mut Transaction,
    _permit: &Permit<Ask>,
    browser: &[u8],
    child: Id<Child>,
    receipt: &Receipt,
    now: Moment,
) -> Result<(), Failure> {
    let key = transaction.child_key(child).await?;
    let sealed = key.seal_value(RECEIPT, receipt, transaction.database().environment());
    transaction.change(KEEP_RECEIPT, values![browser, child, sealed, now.plus(RECEIPT_LASTS)]).await
}

/// Forgets whatever is kept for a browser. A draft goes with its key; the key of a request that was sent stays.
pub(crate) async fn forget(
    transaction: &mut Transaction,
    _permit: &Permit<Ask>,
    browser: &[u8],
) -> Result<(), Failure> {
    let Some(row) = transaction.row(ROW_OF, values![browser]).await? else { return Ok(()) };
    let expired = Expired { browser: browser.to_vec(), child: row.id("child_id")?, state: row.text("state")? };
    remove(transaction, &expired).await
}

/// Something that is kept past its time.
pub(crate) struct Expired {
    pub(crate) browser: Vec<u8>,
    pub(crate) child: Id<Child>,
    state: String,
}

pub(crate) async fn expired(transaction: &mut Transaction, now: Moment, most: u32) -> Result<Vec<Expired>, Failure> {
    let rows = transaction.rows(EXPIRED, values![now, most]).await?;
    let expired = |row: &database::Row| {
        Ok(Expired {
            browser: row.bytes("browser_fingerprint")?,
            child: row.id("child_id")?,
            state: row.text("state")?,
        })
    };
    rows.iter().map(expired).collect()
}

/// Removes what is kept for a browser, and destroys the key of what was never sent.
pub(crate) async fn remove(transaction: &mut Transaction, expired: &Expired) -> Result<(), Failure> {
    transaction.change(DELETE, values![expired.browser.clone()]).await?;
    if expired.state == "open" { transaction.destroy_child_key(expired.child).await } else { Ok(()) }
}
