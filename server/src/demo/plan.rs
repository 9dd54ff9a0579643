//! What happens in the demo region, and when. Every story is laid out first; then all of it is done in order of time, so that
//! the log of each domain was written as time went.

use domain::moment::{Day, Moment};
use domain::oversight::break_glass::Reason;
use domain::trail::ReturnReason;
use domain::trail::entry::Kind;
use jiff::SignedDuration;

/// Something that happens to a child.
pub(super) struct Planned {
    pub(super) at: Moment,
    pub(super) child: &'static str,
    pub(super) deed: Deed,
}

/// What somebody does. Units are named by their names; whoever is on duty there acts.
pub(super) enum Deed {
    /// The child and its family become known, with their numbers.
    IsKnown,
    /// Someone is named among the few who may open a protected identity.
    Names(String),
    /// The child, a parent or the school asks the front door for help.
    Asks,
    /// A unit opens a trail for a child it meets.
    Opens { by: String, step: &'static str, days: i32 },
    /// A nurse at the front door takes the request.
    Takes,
    /// The nurse says what happens next.
    Plans { step: &'static str, on: Day },
    /// The nurse has interviewed, rates and decides.
    Decides(Decides),
    /// Whoever holds the trail offers it to another unit.
    Offers { by: String, to: String, level: u8, summary: &'static str },
    /// The unit that is asked says yes.
    Accepts { by: String, step: &'static str, on: Day },
    /// The unit that is asked gives it back.
    GivesBack(GivesBack),
    /// Somebody writes on the trail.
    Writes { by: String, key: &'static str, kind: Kind, body: &'static str },
    /// The child writes in its own words.
    Says(&'static str),
    /// The family is asked whether another unit may see an entry.
    AsksLeave { by: String, key: &'static str, to: String, purpose: &'static str },
    /// A parent answers.
    Answers { parent: &'static str, yes: Yes },
    /// The child lets a parent read, everything or one entry, or not.
    Lets { parent: &'static str, key: Option<&'static str>, read: Yes },
    /// Somebody without a relation opens the trail.
    BreaksGlass { by: &'static str, reason: Reason, why: &'static str },
    /// The reviewer asks whoever opened, or finds good reason.
    Reviews { opener: &'static str, by: &'static str, verdict: Verdict },
}

/// A yes or a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Yes {
    Yes,
    No,
}

/// What a reviewer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Asks(&'static str),
    Justified(&'static str),
}

/// A decision at the front door.
#[derive(Clone, Debug)]
pub(super) struct Decides {
    pub(super) level: u8,
    /// Another level than the table suggests wants a reason.
    pub(super) reason: &'static str,
    /// Where to; nowhere when advice was enough.
    pub(super) to: Option<String>,
    pub(super) summary: &'static str,
}

/// A return of the baton.
pub(super) struct GivesBack {
    pub(super) by: String,
    pub(super) reason: ReturnReason,
    pub(super) to_family: &'static str,
    pub(super) step: &'static str,
    pub(super) on: Day,
    /// The unit that has said yes instead; the giver goes on when there is none.
    pub(super) other: Option<String>,
}

/// Everything that happens.
pub(super) struct Plan {
    now: Moment,
    events: Vec<Planned>,
}

impl Plan {
    /// Nothing happens yet.
    pub(super) fn new(now: Moment) -> Self {
        Self { now, events: Vec::new() }
    }

    /// A day from today, or the Monday after it.
    pub(super) fn day(&self, ahead: i32) -> Day {
        let day = self.now.day().plus_days(ahead);
        let weekend = weekend(day);
        day.plus_days(if weekend > 0 { MONDAY - weekend } else { 0 })
    }

    /// Something happens on a working day, so many days ago or on the Friday before, at a time of day. What follows on it
    /// comes at a later time of day, or three days later: else a weekend could turn the two around.
    pub(super) fn at(&mut self, child: &'static str, days_ago: i32, (hour, minute): (i8, i8), deed: Deed) {
        let day = self.now.day().plus_days(-days_ago);
        let moment = Moment::in_stockholm(day.plus_days(-weekend(day)), hour, minute);
        self.events.push(Planned { at: moment.min(self.now), child, deed });
    }

    /// Something happened today, so many minutes ago.
    pub(super) fn ago(&mut self, child: &'static str, minutes: i64, deed: Deed) {
        self.events.push(Planned { at: self.now.plus(-SignedDuration::from_mins(minutes)), child, deed });
    }

    /// Everything in order of time; what happens at one moment stays in the order it was laid out.
    pub(super) fn in_order(mut self) -> Vec<Planned> {
        self.events.sort_by_key(|planned| planned.at);
        self.events
    }
}

/// How many days into the weekend a day is: none on working days, 1 on Saturday, 2 on Sunday.
fn weekend(day: Day) -> i32 {
    (i32::from(day.date().weekday().to_monday_zero_offset()) - FRIDAY).max(0)
}

/// The last working day of the week counted from Monday, and the next Monday counted from it.
const FRIDAY: i32 = 4;
const MONDAY: i32 = 3;
