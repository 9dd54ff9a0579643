//! Closing consents, and questions, whose last day has passed: written down once, on the copies too. They stop holding by
//! themselves; this only says so. Nothing of what was asked or shared is opened.

pub(crate) mod store;

use access::action::trail::CloseConsent;
use audit::{Asker, Refused};
use database::Failure;

use crate::sharing::expiry::store::Due;
use crate::sharing::store::happened;

/// How many are looked up at once.
const AT_ONCE: i64 = 100;

/// Closes what is past its last day, some at a time, and says how many. Doing it again does nothing more.
pub(crate) async fn close_past(asker: Asker) -> Result<u64, Refused> {
    let today = asker.database.environment().now().day();
    let mut transaction = asker.database.begin_reading("sharing.past_last_day").await?;
    let due = store::due(&mut transaction, today, AT_ONCE).await?;
    transaction.commit().await?;
    let mut closed = 0;
    for one in due {
        match close(&asker, one).await {
            Ok(amount) => closed += amount,
            // Somebody answered it at this very moment. What is still due is found again.
            Err(Refused::Failed(Failure::Conflict)) => {}
            Err(refused) => return Err(refused),
        }
    }
    Ok(closed)
}

/// One in an act of its own, so that each is a line in the log and none holds up the others.
async fn close(asker: &Asker, due: Due) -> Result<u64, Refused> {
    let mut act = asker.begin("sharing.run_out").await?;
    let now = act.now();
    let Some(facts) = crate::facts(act.transaction(), due.trail, now).await? else { return Ok(0) };
    let permit = act.authorize::<CloseConsent>(&facts).await?;
    let Some(open) = store::find(&mut act, &permit, due.sharing).await? else { return Ok(0) };
    let Ok((ended, _)) = open.consent.clone().expire(now) else { return Ok(0) };
    store::close(&mut act, &permit, &open, &ended).await?;
    happened(&mut act, &permit, due.sharing, "run_out").await?;
    act.commit(permit).await?;
    Ok(1)
}
