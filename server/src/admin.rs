//! Commands of the operator: verifying the log, rotating keys, erasing a child.

use access::Actor;
use access::action::identity::Erase;
use audit::{Asker, Broken, Refused, Verified};
use database::{Database, Failure, Rewrapped};
use domain::child::Child;
use domain::id::Id;
use environment::Environment;
use identity::children::Relations;
use vault::Master;

use crate::assemble::StartError;
use crate::settings::Settings;

/// Verifies every chain of the log.
pub async fn verify_log(database: &Database) -> Result<Result<Verified, Broken>, Failure> {
    audit::verify(database).await
}

/// Makes a new master key, rewraps every key under it while others go on working, and takes the old one out of the file.
pub async fn rotate_keys(
    database: &Database,
    settings: &Settings,
    environment: &Environment,
) -> Result<Rewrapped, StartError> {
    let master = Master::rotate(&settings.master_key_file, environment)?;
    let rewrapped = database.rewrap(master).await?;
    Master::retire(&settings.master_key_file, environment)?;
    Ok(rewrapped)
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
    let Some(relations) = Relations::of(act.transaction(), child, now).await? else { return Ok(Erased::Unknown) };
    let permit = act.authorize::<Erase>(&relations.identity_facts()).await?;
    identity::children::commands::erase(&mut act, &permit, child).await?;
    act.commit(permit).await?;
    Ok(Erased::Done)
}
