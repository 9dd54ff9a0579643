//! What is promised: how much time, counted how, from when, by whom and on what ground. And which of several definitions
//! is in force. Source: dossier 3.5, 3.6 (2026-04-16).

use jiff::SignedDuration;

use super::Code;
use crate::calendar::{Pace, WorkingDays};
use crate::moment::{Day, Moment};

/// How an amount of time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// On the receiver's working calendar, same clock time.
    WorkingDays,
    /// Open time on the receiver's working calendar.
    WorkingHours,
    /// Weekends and holidays count.
    CalendarDays,
    /// Nights, weekends and holidays count.
    Hours,
    /// Before the office closes on the day of receipt. Has no amount.
    SameDay,
}

impl Unit {
    /// Which time the unit counts.
    pub const fn pace(self) -> Pace {
        match self {
            Self::WorkingDays | Self::WorkingHours | Self::SameDay => Pace::OpenHours,
            Self::CalendarDays | Self::Hours => Pace::AllHours,
        }
    }
}

/// What happened when a clock starts. Every one of them is a receipt or an act, none is "somebody opened the message".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Start {
    /// Someone tried to reach the service.
    ContactAttempt,
    /// The family, or someone for them, sought care.
    SoughtCare,
    /// A referral was issued; or contact was made, if none is needed.
    ReferralIssued,
    /// The family sought care, or a referral arrived.
    SoughtCareOrReferred,
    /// Care was decided.
    Decision,
    /// The first assessment was made.
    FirstAssessment,
    /// The first call.
    FirstCall,
    /// The request or referral arrived.
    Received,
}

/// Who made the promise. Source: dossier 3.6: national figures do not pause, so the two are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// By law or national agreement. Never pauses.
    National,
    /// By the region or between the parties. May pause.
    Local,
}

/// How firm the ground under a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// Read in the text of a law or ordinance.
    Law,
    /// A national target that is not law.
    Target,
    /// Practice that a region has published.
    Practice,
    /// Decided by the region itself, or agreed between its parties.
    Decided,
    /// Proposed by Cairn because no source gives a value. Not Swedish policy.
    Proposed,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// How firm it is.
    pub evidence: Evidence,
    /// Document and section, as a steward can look it up. In Swedish, since it is quoted.
    pub text: String,
}

/// One promised time, in force from a day until a later one with the same code and scope replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What it is about.
    pub code: Code,
    /// How many of the unit. Ignored by [`Unit::SameDay`].
    pub amount: u16,
    /// The unit.
    pub unit: Unit,
    /// What starts it.
    pub start: Start,
    /// Who promised.
    pub scope: Scope,
    /// Where the value comes from.
    pub source: Source,
    /// The first day on which a receipt is promised this.
    pub valid_from: Day,
}

impl Definition {
    /// When a matter received at this moment is due.
    pub fn due(&self, received_at: Moment, calendar: &WorkingDays) -> Moment {
        match self.unit {
            Unit::WorkingDays => calendar.after_working_days(received_at, self.amount),
            Unit::WorkingHours => calendar.after_working_hours(received_at, self.amount),
            Unit::CalendarDays => calendar.after_calendar_days(received_at, self.amount),
            Unit::Hours => received_at.plus(SignedDuration::from_hours(i64::from(self.amount))),
            Unit::SameDay => calendar.close_of_day(received_at),
        }
    }

    /// Whether two definitions promise the same time from the same start.
    pub fn same_promise(&self, other: &Self) -> bool {
        let amounts = self.unit == Unit::SameDay || self.amount == other.amount;
        self.code == other.code && self.unit == other.unit && self.start == other.start && amounts
    }
}

/// The definition in force for a matter received at this moment: the one with the latest `valid_from` that is not in
/// the future. Of two with the same day, the later in the list holds. What was received under an older definition keeps it.
pub fn in_force(definitions: &[Definition], code: Code, scope: Scope, received_at: Moment) -> Option<&Definition> {
    let day = received_at.day();
    definitions
        .iter()
        .filter(|definition| definition.code == code && definition.scope == scope && definition.valid_from <= day)
        .max_by_key(|definition| definition.valid_from)
}

/// Every promise in force about a matter: the national first, then the local one where it differs.
pub fn promised(definitions: &[Definition], code: Code, received_at: Moment) -> Vec<&Definition> {
    let national = in_force(definitions, code, Scope::National, received_at);
    let local = in_force(definitions, code, Scope::Local, received_at);
    let local = local.filter(|local| national.is_none_or(|national| !national.same_promise(local)));
    national.into_iter().chain(local).collect()
}

/// Every promise that starts when this happens.
pub fn started_by(definitions: &[Definition], start: Start, at: Moment) -> Vec<&Definition> {
    let all = Code::ALL.into_iter().flat_map(|code| promised(definitions, code, at));
    all.filter(|definition| definition.start == start).collect()
}
