//! Setting who decides, from a day to come. What is in force, or has been, is not changed: families were asked under it.

use access::action::identity::KeepOrganisations;
use access::facts::RegionFacts;
use audit::{Asker, Refused};
use database::Failure;
use domain::consent::{Rule, RuleRefusal};
use domain::moment::Day;

use crate::deciding::store;

/// Why a rule was not set. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SetError {
    /// No such rule.
    #[error(transparent)]
    Rule(#[from] RuleRefusal),
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

/// Sets who decides. A rule that was set for the same day, which has not come, is replaced.
pub(crate) async fn set(asker: &Asker, new: &Rule) -> Result<(), SetError> {
    let mut act = asker.begin("directory.set_deciding_rule").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    new.may_be_set(act.now().day())?;
    let now = act.now();
    store::set(act.transaction(), &permit, new, now).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Takes back a rule that was set and whose day has not come.
pub(crate) async fn take_back(asker: &Asker, valid_from: Day) -> Result<(), SetError> {
    let mut act = asker.begin("directory.take_back_deciding_rule").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    if valid_from <= act.now().day() {
        return Err(RuleRefusal::NotAhead.into());
    }
    if !store::remove(act.transaction(), &permit, valid_from).await? {
        return Err(SetError::NotSet);
    }
    act.commit(permit).await?;
    Ok(())
}
