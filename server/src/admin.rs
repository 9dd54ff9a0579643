//! Commands of the operator: verifying the log, rotating keys, erasing a child.

use std::path::Path;

use access::Actor;
use access::action::identity::Erase;
use audit::{Asker, Broken, Refused, Verified};
use database::{Database, Failure, Rewrapped};
use domain::child::Child;
use domain::id::Id;
use environment::Environment;
use identity::children::Relations;
use identity::children::joining::goes_on_as;
use identity::import::{self, ImportError, Order, Plan};
use vault::Master;

use crate::assemble::StartError;

/// Verifies every chain of the log.
pub async fn verify_log(database: &Database) -> Result<Result<Verified, Broken>, Failure> {
    audit::verify(database).await
}

/// Makes a new master key and rewraps every key under it while servers go on working. The old keys stay in the file until
/// `retire_keys`: what a server was about to wrap by one of them must open.
pub async fn rotate_keys(
    database: &Database,
    key_file: &Path,
    environment: &Environment,
) -> Result<Rewrapped, StartError> {
    let master = Master::rotate(key_file, environment)?;
    Ok(database.rewrap(master).await?)
}

/// How long the file must have been as it is before older keys leave it. What a server began before a rotation is not
/// seen until it is committed, and nothing that a server does lasts longer than this.
const SETTLED_MINUTES: i64 = 60;

/// Rewraps what is left under older master keys, and takes those out of the file once nothing is.
pub async fn retire_keys(
    database: &Database,
    key_file: &Path,
    environment: &Environment,
) -> Result<Rewrapped, RetireError> {
    let master = Master::open(key_file, environment)?;
    let left = SETTLED_MINUTES - minutes_since_change(key_file, environment)?;
    if left > 0 {
        return Err(RetireError::TooSoon(left));
    }
    let rewrapped = database.rewrap(master).await?;
    match database.under_older_masters().await? {
        0 => {
            Master::retire(key_file, environment)?;
            Ok(rewrapped)
        }
        left => Err(RetireError::InUse(left)),
    }
}

fn minutes_since_change(file: &Path, environment: &Environment) -> Result<i64, std::io::Error> {
    let changed = std::fs::metadata(file)?.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let changed = i64::try_from(changed.as_secs()).unwrap_or(i64::MAX);
    Ok((environment.now().microseconds() / 1_000_000).saturating_sub(changed) / 60)
}

/// Why old keys stay in the file.
#[derive(Debug, thiserror::Error)]
pub enum RetireError {
    /// Something is still wrapped by one of them.
    #[error("{0} keys are still wrapped by an older master key; all keys stay in the file: run it again")]
    InUse(i64),
    /// A server may still be doing what it began before the rotation.
    #[error(
        "the key file was changed within the last hour, and a server may still use an older key: run it again in {0} minutes"
    )]
    TooSoon(i64),
    /// The file cannot be looked at.
    #[error("the key file cannot be looked at")]
    File(#[from] std::io::Error),
    /// The file cannot be used.
    #[error(transparent)]
    Master(#[from] vault::MasterError),
    /// The database failed.
    #[error("the database failed")]
    Failed(#[from] Failure),
}

/// What a file says there shall be, done: or the plan with the rows that cannot be taken, and nothing done.
pub async fn import(asker: &Asker, order: &Order<'_>) -> Result<Plan, ImportError> {
    let mut plan = import::prepare(asker, order).await?;
    if !plan.refusals.is_empty() {
        return Ok(plan);
    }
    match import::import(asker, order).await {
        // Something changed in between.
        Err(ImportError::Rows(refusals)) => {
            plan.refusals = refusals;
            Ok(plan)
        }
        done => done,
    }
}

/// What came of erasing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// The child's key is destroyed.
    Done,
    /// There is no such child.
    Unknown,
}

/// Erases a child: its key is destroyed, counts and the log stay.
pub async fn erase_child(asker: &Asker, child: Id<Child>) -> Result<Erased, Refused> {
    let asker = Asker { actor: Actor::Job("disposal"), ..asker.clone() };
    let mut act = asker.begin("identity.erase_child").await?;
    let now = act.now();
    // Whoever asks by the identifier of a record that went on in another's asks about the child.
    let child = goes_on_as(act.transaction(), child).await?;
    let Some(relations) = Relations::of(act.transaction(), child, now).await? else { return Ok(Erased::Unknown) };
    let permit = act.authorize::<Erase>(&relations.identity_facts()).await?;
    identity::children::commands::erase(&mut act, &permit, child).await?;
    act.commit(permit).await?;
    Ok(Erased::Done)
}
