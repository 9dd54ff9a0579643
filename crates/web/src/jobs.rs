//! Background work on what belongs to browsers: sessions that have ended, keys of forms that were sent.

use access::action::jobs::Clear;
use access::facts::RegionFacts;
use audit::{Asker, Refused};
use domain::retention::Kept;
use jobs::Job;

use crate::{once, session};

/// The jobs of this crate.
pub const JOBS: &[Job] = &[
    Job {
        name: "sessions",
        about: "Delete sessions that have ended.",
        actor: "disposal",
        run: |asker| Box::pin(sessions(asker)),
    },
    Job {
        name: "sent_forms",
        about: "Delete the keys of forms that were sent more than 30 days ago.",
        actor: "disposal",
        run: |asker| Box::pin(sent_forms(asker)),
    },
];

async fn sessions(asker: Asker) -> Result<u64, Refused> {
    let mut act = asker.begin("jobs.sessions").await?;
    let permit = act.authorize::<Clear>(&RegionFacts).await?;
    let past = Kept::Session.past_until(act.now());
    let ended = session::end_past(act.transaction(), past).await?;
    if ended > 0 {
        act.commit(permit).await?;
    }
    Ok(ended)
}

async fn sent_forms(asker: Asker) -> Result<u64, Refused> {
    let mut act = asker.begin("jobs.sent_forms").await?;
    let permit = act.authorize::<Clear>(&RegionFacts).await?;
    let past = Kept::SentForm.past_until(act.now());
    let forgotten = once::forget(act.transaction(), past).await?;
    if forgotten > 0 {
        act.commit(permit).await?;
    }
    Ok(forgotten)
}
