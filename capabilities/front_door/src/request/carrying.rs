//! Carrying out what was decided: a unit has taken the baton of a trail, and the front door is done with the requests behind
//! it. Each is closed in the receiver's own act, under a right and with a line of its own. Whoever accepts sees nothing of
//! what was told.

use access::action::front_door::CarryOut;
use audit::{Act, Outcome, Refused};

use crate::request::store;

/// Closes the requests that were sent on with a trail that somebody has accepted.
pub(crate) async fn carried_out(act: &mut Act, accepted: trail::Accepted) -> Result<(), Refused> {
    let trail::Accepted { trail, child, by } = accepted;
    let now = act.now();
    let Some(facts) = trail::facts(act.transaction(), trail, now).await? else { return Ok(()) };
    for sent_on in store::sent_on(act.transaction(), (child, trail), facts.holder_unit).await? {
        let permit = act.authorize::<CarryOut>(&sent_on).await?;
        let Some(before) = store::find_sent_on(act, &permit).await? else { continue };
        // One that cannot be closed yet, as when danger has not been acted on, stays with the front door.
        let outcome = match before.request.clone().close(by, now) {
            Ok((closed, event)) => {
                store::save_carried_out(act, &permit, &before, &closed, &event).await?;
                Outcome::Changed
            }
            Err(_) => Outcome::Read,
        };
        act.used(permit, outcome);
    }
    Ok(())
}
