//! Background work on what families begin and do not send.

use access::action::jobs::Clear;
use access::facts::RegionFacts;
use audit::{Asker, Refused};
use domain::retention::Kept;
use jobs::Job;

use crate::{ask, preparation};

/// The jobs of this capability.
pub const JOBS: &[Job] = &[
    Job {
        name: "drafts",
        about: "Destroy requests for help that were begun and not sent within a day, with their keys, and old receipts.",
        actor: "disposal",
        run: |asker| Box::pin(drafts(asker)),
    },
    Job {
        name: "preparations",
        about: "Delete preparations whose code is older than 30 days.",
        actor: "disposal",
        run: |asker| Box::pin(preparations(asker)),
    },
];

async fn drafts(asker: Asker) -> Result<u64, Refused> {
    let now = asker.database.environment().now();
    let destroyed = ask::commands::purge_drafts(&asker, Kept::Draft.past_until(now)).await?;
    Ok(u64::try_from(destroyed).unwrap_or(u64::MAX))
}

async fn preparations(asker: Asker) -> Result<u64, Refused> {
    let mut act = asker.begin("jobs.preparations").await?;
    let permit = act.authorize::<Clear>(&RegionFacts).await?;
    let past = Kept::Preparation.past_until(act.now());
    let deleted = preparation::purge_in(act.transaction(), past).await?;
    if deleted > 0 {
        act.commit(permit).await?;
    }
    Ok(deleted)
}
