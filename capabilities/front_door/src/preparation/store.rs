//! SQL of preparations.

use access::facts::RequestFacts;
use access::{Action, Permit};
use database::{Failure, Transaction, values};
use domain::child::Child;
use domain::front_door::request::Request;
use domain::id::Id;
use domain::moment::Moment;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::Key;

const SEALED: &str = "preparation.sealed";
const GIVEN: &str = "request_preparation.sealed";

const INSERT: &str = "
    INSERT INTO preparation (fingerprint, sealed, expires_at)
    VALUES ($1, $2, $3)
    ON CONFLICT (fingerprint) DO NOTHING";
const FIND: &str = "
    SELECT sealed, expires_at
    FROM preparation
    WHERE fingerprint = $1 AND expires_at > $2";
const DELETE: &str = "
    DELETE FROM preparation
    WHERE fingerprint = $1";
const PURGE: &str = "
    DELETE FROM preparation
    WHERE expires_at <= $1";
const GIVE: &str = "
    INSERT INTO request_preparation (child_id, request_id, at, sealed)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (child_id, request_id) DO UPDATE SET at = excluded.at, sealed = excluded.sealed";
const FIND_GIVEN: &str = "
    SELECT sealed
    FROM request_preparation
    WHERE child_id = $1 AND request_id = $2";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, FIND, DELETE, PURGE, GIVE, FIND_GIVEN];

/// What somebody wrote to prepare themselves. Each part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preparation {
    /// What it is about: the code of a topic; empty when they did not choose.
    pub topic: String,
    /// For how long.
    pub how_long: String,
    /// What they have tried.
    pub tried: String,
    /// What would help.
    pub helps: String,
    /// In their own words.
    pub words: String,
}

/// What a code stands for: where its preparation lies, and the key that opens it. Both need the code and a secret of the
/// installation, so that neither a stolen database nor the server alone can open anything.
pub(crate) struct Opener {
    fingerprint: Vec<u8>,
    key: Key,
}

impl Opener {
    /// From a code without blanks and dashes.
    pub(crate) fn of(transaction: &Transaction, plain_code: &str) -> Self {
        let database = transaction.database();
        let fingerprint = database.fingerprint("preparation", plain_code.as_bytes());
        let secret = database.fingerprint("preparation_key", plain_code.as_bytes());
        let bytes: [u8; 32] = secret.try_into().unwrap_or([0; 32]);
        let owner = fingerprint.first_chunk::<16>().map_or(Uuid::nil(), |chunk| Uuid::from_bytes(*chunk));
        Self { fingerprint, key: Key::from_bytes(owner, bytes) }
    }
}

/// Keeps a preparation. Keeping under the same code again changes nothing.
pub(crate) async fn insert(
    transaction: &mut Transaction,
    opener: &Opener,
    preparation: &Preparation,
    expires_at: Moment,
) -> Result<(), Failure> {
    let sealed = opener.key.seal_value(SEALED, preparation, transaction.database().environment());
    transaction.execute(INSERT, values![opener.fingerprint.clone(), sealed, expires_at]).await.map(drop)
}

/// The preparation and how long it is kept.
pub(crate) async fn find(
    transaction: &mut Transaction,
    opener: &Opener,
    now: Moment,
) -> Result<Option<(Preparation, Moment)>, Failure> {
    let Some(row) = transaction.row(FIND, values![opener.fingerprint.clone(), now]).await? else { return Ok(None) };
    let preparation = opener.key.open_value(SEALED, &row.sealed("sealed")?)?;
    Ok(Some((preparation, row.moment("expires_at")?)))
}

pub(crate) async fn delete(transaction: &mut Transaction, opener: &Opener) -> Result<(), Failure> {
    transaction.execute(DELETE, values![opener.fingerprint.clone()]).await.map(drop)
}

pub(crate) async fn purge(transaction: &mut Transaction, now: Moment) -> Result<u64, Failure> {
    transaction.execute(PURGE, values![now]).await
}

/// Gives a preparation to a request: from now on it lies under the child's key.
pub(crate) async fn give(
    transaction: &mut Transaction,
    child: Id<Child>,
    request: Id<Request>,
    preparation: &Preparation,
    now: Moment,
) -> Result<(), Failure> {
    let key = transaction.child_key(child).await?;
    let sealed = key.seal_value(GIVEN, preparation, transaction.database().environment());
    transaction.execute(GIVE, values![child, request, now, sealed]).await.map(drop)
}

/// What was given to a request.
pub(crate) async fn given<A: Action<Facts = RequestFacts>>(
    transaction: &mut Transaction,
    permit: &Permit<A>,
    child: Id<Child>,
    request: Id<Request>,
) -> Result<Option<Preparation>, Failure> {
    if !permit.is_for(request.value()) {
        return Ok(None);
    }
    let Some(row) = transaction.row(FIND_GIVEN, values![child, request]).await? else { return Ok(None) };
    let key = transaction.child_key(child).await?;
    Ok(Some(key.open_value(GIVEN, &row.sealed("sealed")?)?))
}
