//! Promised times: what was promised, by whom, since when - and one promise as it runs. A clock starts at receipt,
//! never when someone picks the matter up. A national clock never pauses; a local clock may, and is then shown beside
//! it. Source: dossier 3.5, 3.6, 4.2 (2026-04-16).
//!
//! Every value is dated configuration. [`defaults`] is where a region begins, not what it must keep.
//! Not here: which days are working days, which [`crate::calendar`] knows.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::date;

use crate::calendar::{Pace, Promise, Remaining, Standing, WorkingDays};
use crate::moment::{Day, Moment};

/// What a promise is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Contact with primary care.
    PrimaryCareContact,
    /// Medical assessment by licensed staff in primary care or the first line.
    MedicalAssessment,
    /// First visit in specialist care.
    SpecialistFirstVisit,
    /// Planned care after a decision.
    PlannedCare,
    /// First assessment in child psychiatry (*förstärkt vårdgaranti*).
    PsychiatryFirstAssessment,
    /// In-depth assessment or treatment begins in child psychiatry.
    PsychiatryTreatmentStart,
    /// The long interview by telephone.
    StructuredInterview,
    /// First visit at a first-line clinic.
    FirstLineVisit,
    /// A referral is read and its level decided.
    ReferralTriage,
    /// The referrer is told that a referral comes back or goes elsewhere.
    ReturnReply,
    /// Contact guarantee (*kontaktgaranti*), urgent request.
    ContactUrgent,
    /// Contact guarantee, ordinary request.
    ContactOrdinary,
    /// Contact guarantee, information only.
    ContactInformation,
}

impl Code {
    /// Every code, in the order in which a steward reads them.
    pub const ALL: [Self; 13] = [
        Self::PrimaryCareContact,
        Self::MedicalAssessment,
        Self::SpecialistFirstVisit,
        Self::PlannedCare,
        Self::PsychiatryFirstAssessment,
        Self::PsychiatryTreatmentStart,
        Self::StructuredInterview,
        Self::FirstLineVisit,
        Self::ReferralTriage,
        Self::ReturnReply,
        Self::ContactUrgent,
        Self::ContactOrdinary,
        Self::ContactInformation,
    ];

    /// The name that storage and messages use. A promise to others: never changed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PrimaryCareContact => "primary_care_contact",
            Self::MedicalAssessment => "medical_assessment",
            Self::SpecialistFirstVisit => "specialist_first_visit",
            Self::PlannedCare => "planned_care",
            Self::PsychiatryFirstAssessment => "psychiatry_first_assessment",
            Self::PsychiatryTreatmentStart => "psychiatry_treatment_start",
            Self::StructuredInterview => "structured_interview",
            Self::FirstLineVisit => "first_line_visit",
            Self::ReferralTriage => "referral_triage",
            Self::ReturnReply => "return_reply",
            Self::ContactUrgent => "contact_urgent",
            Self::ContactOrdinary => "contact_ordinary",
            Self::ContactInformation => "contact_information",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A name that is no clock's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no clock has this code")]
pub struct UnknownCode;

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|code| code.as_str() == text).ok_or(UnknownCode)
    }
}

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

/// A promise as it runs towards its due time. It began at receipt; there is no way to begin it anywhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    definition: Definition,
    received_at: Moment,
    /// The receipt, moved on by the time the clock has been paused: what the share of used time is measured from.
    counts_from: Moment,
    due_at: Moment,
    pause: Option<Pause>,
}

/// A pause that is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub since: Moment,
    /// Why.
    pub reason: PauseReason,
}

/// Why a local clock waits for someone outside the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PauseReason {
    /// The referrer was asked to complete the referral. Dossier 3.6.
    SupplementRequested,
    /// The family chose to wait (*patientvald väntan*).
    FamilyChoseToWait,
}

/// What happened to a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It began, and is due then.
    Started {
        /// What was promised.
        code: Code,
        /// By whom.
        scope: Scope,
        /// When it is due.
        due_at: Moment,
    },
    /// It waits.
    Paused(Pause),
    /// It goes on, and is due later than before.
    Resumed {
        /// The new due time.
        due_at: Moment,
    },
    /// It ended.
    Stopped(Stopped),
}

/// A clock that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// What was promised.
    pub definition: Definition,
    /// When the matter arrived.
    pub received_at: Moment,
    /// When it was due.
    pub due_at: Moment,
    /// When it ended.
    pub stopped_at: Moment,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a promise ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Done at or before the due time.
    Kept,
    /// Done, or withdrawn, after the due time.
    Broken,
    /// Withdrawn by the one it was promised to, before the due time.
    Withdrawn,
}

/// Why a clock cannot do what it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// National figures do not pause.
    #[error("a national clock never pauses")]
    NationalNeverPauses,
    /// It already waits.
    #[error("the clock is already paused")]
    AlreadyPaused,
    /// It does not wait.
    #[error("the clock is not paused")]
    NotPaused,
    /// A broken promise cannot be hidden by a pause.
    #[error("the due time has already passed")]
    AlreadyLate,
    /// Nothing happens before the receipt, or before the pause began.
    #[error("the moment is earlier than what has already happened")]
    TooEarly,
}

impl Running {
    /// Starts the clock of a matter at its receipt.
    pub fn start(definition: &Definition, received_at: Moment, calendar: &WorkingDays) -> (Self, Event) {
        let due_at = definition.due(received_at, calendar);
        let Definition { code, scope, .. } = *definition;
        let running =
            Self { definition: definition.clone(), received_at, counts_from: received_at, due_at, pause: None };
        (running, Event::Started { code, scope, due_at })
    }

    /// A clock as it was stored. `counts_from` and `due_at` are what [`Self::counts_from`] and [`Self::due_at`] said.
    pub fn restore(
        definition: Definition,
        received_at: Moment,
        counts_from: Moment,
        due_at: Moment,
        pause: Option<Pause>,
    ) -> Self {
        Self { definition, received_at, counts_from, due_at, pause }
    }

    /// What was promised.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// When the matter arrived.
    pub fn received_at(&self) -> Moment {
        self.received_at
    }

    /// The receipt, moved on by past pauses.
    pub fn counts_from(&self) -> Moment {
        self.counts_from
    }

    /// When it is due, the pause that is going on not counted.
    pub fn due_at(&self) -> Moment {
        self.due_at
    }

    /// The pause that is going on.
    pub fn pause_now(&self) -> Option<Pause> {
        self.pause
    }

    /// Lets a local clock wait. A broken promise cannot be paused.
    pub fn pause(self, now: Moment, reason: PauseReason) -> Result<(Self, Event), Refusal> {
        match self.definition.scope {
            Scope::National => return Err(Refusal::NationalNeverPauses),
            Scope::Local if self.pause.is_some() => return Err(Refusal::AlreadyPaused),
            Scope::Local if now < self.received_at => return Err(Refusal::TooEarly),
            Scope::Local if now > self.due_at => return Err(Refusal::AlreadyLate),
            Scope::Local => (),
        }
        let pause = Pause { since: now, reason };
        Ok((Self { pause: Some(pause), ..self }, Event::Paused(pause)))
    }

    /// Lets a paused clock go on: it is due as much later as it has waited, counted as its unit counts.
    pub fn resume(self, now: Moment, calendar: &WorkingDays) -> Result<(Self, Event), Refusal> {
        let pause = self.pause.ok_or(Refusal::NotPaused)?;
        if now < pause.since {
            return Err(Refusal::TooEarly);
        }
        let running = self.moved_on(now, calendar);
        let due_at = running.due_at;
        Ok((running, Event::Resumed { due_at }))
    }

    /// Ends the clock because what was promised has been done.
    pub fn stop(self, now: Moment, calendar: &WorkingDays) -> Result<Event, Refusal> {
        self.end(now, calendar, Outcome::Kept)
    }

    /// Ends the clock because the one it was promised to no longer asks for it. A promise that is already broken stays
    /// broken.
    pub fn withdraw(self, now: Moment, calendar: &WorkingDays) -> Result<Event, Refusal> {
        self.end(now, calendar, Outcome::Withdrawn)
    }

    /// Whether the promise is broken at this moment. A paused clock is not.
    pub fn is_broken(&self, now: Moment) -> bool {
        self.pause.is_none() && now > self.due_at
    }

    /// What is left, or how late it is.
    pub fn remaining(&self, now: Moment, calendar: &WorkingDays) -> Remaining {
        let at = if self.pause.is_some() { self.clone().moved_on(now, calendar) } else { self.clone() };
        let promise = Promise { started_at: at.counts_from, due_at: at.due_at, pace: at.definition.unit.pace() };
        let remaining = calendar.remaining(promise, now);
        if self.pause.is_some() { Remaining { standing: Standing::Paused, ..remaining } } else { remaining }
    }

    fn moved_on(self, now: Moment, calendar: &WorkingDays) -> Self {
        let Some(pause) = self.pause else { return self };
        let pace = self.definition.unit.pace();
        let waited = calendar.time(pace, pause.since, now);
        let later = |moment: Moment| match pace {
            Pace::OpenHours => calendar.after_working_time(moment, waited),
            Pace::AllHours => moment.plus(waited),
        };
        Self { counts_from: later(self.counts_from), due_at: later(self.due_at), pause: None, ..self }
    }

    fn end(self, now: Moment, calendar: &WorkingDays, wished: Outcome) -> Result<Event, Refusal> {
        if now < self.received_at || self.pause.is_some_and(|pause| now < pause.since) {
            return Err(Refusal::TooEarly);
        }
        let Self { definition, received_at, due_at, .. } = self.moved_on(now, calendar);
        let outcome = if now > due_at { Outcome::Broken } else { wished };
        Ok(Event::Stopped(Stopped { definition, received_at, due_at, stopped_at: now, outcome }))
    }
}

/// The day the three-day medical assessment came into force (HSF 6:1). Values whose source names no first day are held
/// from the same day, which is earlier than any matter Cairn can contain.
const FIRST_DAY: Day = Day::new(date(2019, 1, 1));

/// The promised times a region begins with. Source: dossier 3.5 and, for the contact guarantee, 4.2.
pub fn defaults() -> Vec<Definition> {
    let rows = national_defaults().into_iter().map(|row| (Scope::National, row));
    let rows = rows.chain(local_defaults().into_iter().map(|row| (Scope::Local, row)));
    rows.map(|(scope, (code, amount, unit, start, evidence, text))| {
        let source = Source { evidence, text: text.to_owned() };
        Definition { code, amount, unit, start, scope, source, valid_from: FIRST_DAY }
    })
    .collect()
}

type Row = (Code, u16, Unit, Start, Evidence, &'static str);

#[rustfmt::skip]
fn national_defaults() -> [Row; 6] {
    use Code as C;
    use Evidence::{Law, Target};
    use Unit::{CalendarDays, SameDay};
    [
        (C::PrimaryCareContact, 0, SameDay, Start::ContactAttempt, Law, "HSF (2017:80) 6 kap. 1 § 1"),
        (C::MedicalAssessment, 3, CalendarDays, Start::SoughtCare, Law, "HSF (2017:80) 6 kap. 1 § 2"),
        (C::SpecialistFirstVisit, 90, CalendarDays, Start::ReferralIssued, Law, "HSF (2017:80) 6 kap. 1 § 3"),
        (C::PlannedCare, 90, CalendarDays, Start::Decision, Law, "HSF (2017:80) 6 kap. 1 § 4"),
        (C::PsychiatryFirstAssessment, 30, CalendarDays, Start::SoughtCareOrReferred, Target, "Förstärkt vårdgaranti BUP: mål, inte lag (vantetider.se)"),
        (C::PsychiatryTreatmentStart, 30, CalendarDays, Start::FirstAssessment, Target, "Förstärkt vårdgaranti BUP: mål, inte lag (vantetider.se)"),
    ]
}

#[rustfmt::skip]
fn local_defaults() -> [Row; 8] {
    use Code as C;
    use Evidence::{Practice, Proposed};
    use Unit::{CalendarDays, WorkingDays, WorkingHours};
    [
        (C::PsychiatryTreatmentStart, 30, CalendarDays, Start::Decision, Practice, "Lokal räkning från beslut (vgregion.se, Skaraborg BUP)"),
        (C::StructuredInterview, 7, CalendarDays, Start::FirstCall, Practice, "Halland 2011, BUP-linjen (regionhalland.se)"),
        (C::FirstLineVisit, 7, CalendarDays, Start::FirstCall, Practice, "Skåne, första linjen (levaiskane.se)"),
        (C::ReferralTriage, 1, WorkingDays, Start::Received, Proposed, "FÖRSLAG från Cairn; ingen publicerad regel funnen"),
        (C::ReturnReply, 3, WorkingDays, Start::Decision, Proposed, "FÖRSLAG från Cairn; ingen publicerad regel funnen"),
        (C::ContactUrgent, 4, WorkingHours, Start::Received, Proposed, "FÖRSLAG från Cairn efter Rösa lederna, initiativ A"),
        (C::ContactOrdinary, 2, WorkingDays, Start::Received, Proposed, "FÖRSLAG från Cairn efter Rösa lederna, initiativ A"),
        (C::ContactInformation, 5, WorkingDays, Start::Received, Proposed, "FÖRSLAG från Cairn efter Rösa lederna, initiativ A"),
    ]
}
