//! When somebody must have answered a request, counted from the moment it came in on the front door's own calendar.
//! Source: dossier 3.5 (triage within one working day; PROPOSED, no public rule was found).
//! And what becomes of the promises to whoever asked when the front door is done with them.

use access::facts::RequestFacts;
use access::{Action, Permit};
use audit::Act;
use database::{Failure, Transaction};
use domain::front_door::queue::Urgency;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use trail::clocks::calendar;
use trail::clocks::care::{self, Done};

use crate::request::store::{self, Stored};

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

/// The front door is done with whoever made a request. What was promised to others on the same trail who still wait runs
/// on.
pub(crate) async fn done_with<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &Stored,
    done: Done,
) -> Result<(), Failure> {
    let on = (stored.child, stored.trail);
    // In this order: the promise of somebody who asks between the two is not read, and so not taken for one that ends.
    let running = care::running(act, permit, on).await?;
    let waiting = store::unanswered(act, permit, stored).await?;
    care::done_with(act, permit, on, (done, stored.unit), (running, &waiting)).await
}
