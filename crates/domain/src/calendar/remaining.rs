//! What is left of a promise, or how late it is, in every unit that a page may choose from.

use jiff::SignedDuration;

use super::WorkingDays;
use crate::moment::Moment;

/// Which time counts towards a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pace {
    /// Only time when the receiver is open.
    OpenHours,
    /// Every hour, nights and weekends included.
    AllHours,
}

/// A promise on its way: when it began to count, when it is due, and which time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// When it began: at receipt.
    pub started_at: Moment,
    /// When it is due.
    pub due_at: Moment,
    /// Which time counts towards it.
    pub pace: Pace,
}

/// What is left of a promise, or how late it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// Where it stands.
    pub standing: Standing,
    /// When it is due. While it is paused: when it would be due if it went on now.
    pub due_at: Moment,
    /// How far it is to the due time, or past it when late.
    pub distance: Distance,
    /// Share of the time that is used, 0-100.
    pub share_used: u8,
}

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Due on a later day.
    InTime,
    /// Due later today.
    Today,
    /// The due time has passed.
    Late,
    /// Waiting for someone else, by a local rule.
    Paused,
}

/// The way between two moments, in the units a page may choose from. Whole minutes, rounded down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Distance {
    /// Dates between them; 1 from any time yesterday to any time today.
    pub calendar_days: u32,
    /// Working days after the earlier date, up to and including the later.
    pub working_days: u32,
    /// All time between them.
    pub minutes: u32,
    /// Open time between them.
    pub working_minutes: u32,
}

impl Distance {
    /// All time between them as hours and minutes: 4 h 20 min.
    pub fn hours_and_minutes(self) -> (u32, u32) {
        (self.minutes / 60, self.minutes % 60)
    }

    /// Open time between them as hours and minutes.
    pub fn working_hours_and_minutes(self) -> (u32, u32) {
        (self.working_minutes / 60, self.working_minutes % 60)
    }
}

impl WorkingDays {
    /// What the pages need to say about a promise: where it stands, how far it is to (or past) the due time, and how
    /// much of the time is used.
    pub fn remaining(&self, promise: Promise, now: Moment) -> Remaining {
        let Promise { started_at, due_at, pace } = promise;
        let standing = if now > due_at {
            Standing::Late
        } else if now.day() == due_at.day() {
            Standing::Today
        } else {
            Standing::InTime
        };
        let used = self.time(pace, started_at, now.min(due_at)).as_secs();
        let whole = self.time(pace, started_at, due_at).as_secs();
        let share_used = if now >= due_at || whole <= 0 { 100 } else { used.max(0).saturating_mul(100) / whole };
        let distance = self.distance(now.min(due_at), now.max(due_at));
        Remaining { standing, due_at, distance, share_used: u8::try_from(share_used).unwrap_or(100).min(100) }
    }

    /// How far it is between two moments, in every unit a page may choose.
    pub fn distance(&self, earlier: Moment, later: Moment) -> Distance {
        Distance {
            calendar_days: u32::try_from(later.day().days_since(earlier.day())).unwrap_or(0),
            working_days: self.working_days_between(earlier.day(), later.day()),
            minutes: whole_minutes(later.since(earlier)),
            working_minutes: whole_minutes(self.working_time(earlier, later)),
        }
    }

    /// Time between two moments as this pace counts it.
    pub fn time(&self, pace: Pace, start: Moment, end: Moment) -> SignedDuration {
        match pace {
            Pace::OpenHours => self.working_time(start, end),
            Pace::AllHours => end.since(start).max(SignedDuration::ZERO),
        }
    }
}

fn whole_minutes(duration: SignedDuration) -> u32 {
    u32::try_from(duration.as_mins().max(0)).unwrap_or(u32::MAX)
}
