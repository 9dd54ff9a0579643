//! When somebody must have answered a request, counted from the moment it came in on the front door's own calendar.
//! Source: dossier 3.5 (triage within one working day; PROPOSED, no public rule was found).

use database::{Failure, Transaction};
use domain::front_door::queue::Urgency;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use trail::clocks::calendar;

/// When somebody must have answered: what is acute at once, what is urgent before the office closes, the rest within the
/// time that is promised when it comes in: the one that the first page says.
pub async fn due(
    transaction: &mut Transaction,
    unit: Id<Unit>,
    urgency: Urgency,
    received_at: Moment,
) -> Result<Moment, Failure> {
    let calendar = calendar(transaction, unit).await?;
    Ok(match urgency {
        Urgency::Acute => received_at,
        Urgency::SameDay => calendar.close_of_day(received_at),
        Urgency::Ordinary => {
            let promises = directory::promises(transaction).await?;
            promises
                .first_answer(received_at)
                .map_or_else(|| calendar.close_of_day(received_at), |promise| promise.due(received_at, &calendar))
        }
    })
}
