//! Background work on codes.

use access::action::jobs::Clear;
use access::facts::RegionFacts;
use audit::{Asker, Refused};
use domain::retention::Kept;
use jobs::Job;

use crate::login::store;

/// The jobs of this capability.
pub const JOBS: &[Job] = &[Job {
    name: "access_codes",
    about: "Delete codes to log in with that are past their last day.",
    actor: "disposal",
    run: |asker| Box::pin(access_codes(asker)),
}];

async fn access_codes(asker: Asker) -> Result<u64, Refused> {
    let mut act = asker.begin("jobs.access_codes").await?;
    let permit = act.authorize::<Clear>(&RegionFacts).await?;
    let past = Kept::AccessCode.past_until(act.now());
    let deleted = store::delete_old_codes(act.transaction(), past).await?;
    if deleted > 0 {
        act.commit(permit).await?;
    }
    Ok(deleted)
}
