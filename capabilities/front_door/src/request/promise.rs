//! When somebody must have answered a request, counted from the moment it came in. Source: dossier 3.5 (triage of a
//! referral within one working day; PROPOSED, no public rule was found).

use domain::calendar::WorkingDays;
use domain::clock::{Code, Scope, defaults, in_force};
use domain::front_door::queue::Urgency;
use domain::moment::Moment;

/// When somebody must have answered: what is acute at once, what is urgent before the office closes, the rest within the
/// promised time.
pub fn due(urgency: Urgency, received_at: Moment) -> Moment {
    let calendar = WorkingDays::default();
    match urgency {
        Urgency::Acute => received_at,
        Urgency::SameDay => calendar.close_of_day(received_at),
        Urgency::Ordinary => in_force(&defaults(), Code::ReferralTriage, Scope::Local, received_at)
            .map_or_else(|| calendar.close_of_day(received_at), |promise| promise.due(received_at, &calendar)),
    }
}
