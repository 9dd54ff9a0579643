//! Setting a promised time, from a day to come. What is in force, or has been, is not changed: it was promised.

use access::action::identity::KeepOrganisations;
use access::facts::RegionFacts;
use audit::{Asker, Refused};
use database::Failure;
use domain::clock::{Code, Definition, Scope, SetRefusal};
use domain::moment::Day;

use crate::promises::store;

/// Why a promised time was not set. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// The rules of promises say no.
    #[error(transparent)]
    Rule(#[from] SetRefusal),
    /// Nothing such has been set.
    #[error("nothing such has been set")]
    NotSet,
    /// No right, or no database.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl From<Failure> for SetError {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure.into())
    }
}

/// Sets a promised time. One that was set for the same day, which has not come, is replaced.
pub async fn set(asker: &Asker, new: &Definition) -> Result<(), SetError> {
    let mut act = asker.begin("directory.set_promised_time").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    new.may_be_set(act.now().day())?;
    let now = act.now();
    store::set(act.transaction(), &permit, new, now).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Whether the asker may set promised times.
pub(crate) fn may_set(asker: &Asker) -> bool {
    asker.access.decide::<KeepOrganisations>(&asker.actor, &RegionFacts).is_ok()
}

/// Takes back a promised time that was set and has not come. What is in force, or has been, stays: it was promised.
pub async fn take_back(asker: &Asker, code: Code, scope: Scope, valid_from: Day) -> Result<(), SetError> {
    let mut act = asker.begin("directory.take_back_promised_time").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    if valid_from <= act.now().day() {
        return Err(SetRefusal::NotAhead.into());
    }
    if !store::remove(act.transaction(), &permit, (code, scope, valid_from)).await? {
        return Err(SetError::NotSet);
    }
    act.commit(permit).await?;
    Ok(())
}
