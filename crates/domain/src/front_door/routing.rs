//! Where a child can be sent: age, area, level and whether the place is open. A refusal says why, so that the next one
//! can be tried; a warning leaves the decision to the professional. Source: dossier 3.1, 2.3, glossary 12 (*till och
//! med den dag man fyller 18*), stories 6 and 12.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::front_door::intake::Age;
use crate::front_door::level::Level;
use crate::id::Id;
use crate::moment::Day;
use crate::organisation::{Branch, Municipality, Unit};

/// How near the last day of a unit's ages a warning is given, in days.
pub const AGES_OUT_WARNING_DAYS: i32 = 60;
/// The most entries that are searched at once.
pub const ENTRIES_MAX: usize = 500;

/// What the directory says about a unit that takes children from the front door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which unit.
    pub unit: Id<Unit>,
    /// What kind of service it gives.
    pub branch: Branch,
    /// The ages it takes.
    pub ages: Ages,
    /// Where the children it takes live.
    pub area: Area,
    /// The levels it gives.
    pub levels: BTreeSet<Level>,
    /// Whether it is open.
    pub opening: Opening,
    /// The last day of its confirmation. Later it is shown as not confirmed, and warned about.
    pub confirmed_until: Day,
}

/// The ages a unit takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ages {
    /// From the day of turning this many years.
    pub from: u8,
    /// To.
    pub until: Until,
}

/// How a highest age is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Until {
    /// Up to and including the day of turning this many years (*till och med den dag man fyller*).
    DayOfTurning(u8),
    /// The whole year of being this old: `Through(17)` ends the day before turning 18.
    Through(u8),
}

impl Ages {
    /// The first day a child is old enough.
    pub fn first_day(self, born: Day) -> Option<Day> {
        birthday(born, self.from)
    }

    /// The last day a child is young enough.
    pub fn last_day(self, born: Day) -> Option<Day> {
        match self.until {
            Until::DayOfTurning(years) => birthday(born, years),
            Until::Through(years) => birthday(born, years.checked_add(1)?).map(|day| day.plus_days(-1)),
        }
    }
}

/// The day somebody turns this many years; on 1 March in common years when born on 29 February.
fn birthday(born: Day, years: u8) -> Option<Day> {
    let date = born.date();
    let year = date.year().checked_add(i16::from(years))?;
    Day::from_parts(year, date.month(), date.day()).or_else(|| Day::from_parts(year, 3, 1))
}

/// Where the children live that a unit takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Area {
    /// The whole region.
    Region,
    /// These municipalities.
    Municipalities(BTreeSet<Id<Municipality>>),
}

/// Whether a unit takes anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opening {
    /// Until further notice.
    Open,
    /// Not from this day.
    ClosesOn(Day),
}

/// What is known about the child's age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KnownAge {
    /// The day of birth, which decides.
    Born(Day),
    /// Only what somebody said.
    Stated(Age),
}

/// The child to be sent, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Passage {
    /// How old.
    pub age: KnownAge,
    /// Where the child lives.
    pub municipality: Id<Municipality>,
    /// The branch that the request came from; the front door itself when a family asked.
    pub from: Branch,
    /// The level that was decided.
    pub level: Level,
    /// The day of the decision.
    pub today: Day,
}

/// A place that can take the child. Made only by [`check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    unit: Id<Unit>,
    level: Level,
    warnings: Vec<Warning>,
}

impl Route {
    /// A route as storage kept it.
    pub fn restore(unit: Id<Unit>, level: Level, warnings: Vec<Warning>) -> Self {
        Self { unit, level, warnings }
    }

    /// Where to.
    pub fn unit(&self) -> Id<Unit> {
        self.unit
    }

    /// The level that is given there.
    pub fn level(&self) -> Level {
        self.level
    }

    /// What the professional should know first.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

/// What speaks against a place, and still leaves it to the professional.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Warning {
    /// Soon too old: plan the transition at the same time (*övergång till vuxenvård*). Acceptance is still possible.
    AgesOutSoon {
        /// The last day the unit may help.
        last_day: Day,
        /// Days until then.
        days_left: i32,
    },
    /// The age is only what somebody said.
    AgeNotVerified,
    /// The unit has not confirmed its entry since this day.
    NotConfirmedSince(Day),
    /// The unit closes on this day.
    ClosesOn(Day),
}

impl Warning {
    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AgesOutSoon { .. } => "ages_out_soon",
            Self::AgeNotVerified => "age_not_verified",
            Self::NotConfirmedSince(_) => "not_confirmed_since",
            Self::ClosesOn(_) => "closes_on",
        }
    }

    /// What to do about it, if there is something.
    pub const fn proposal(self) -> Option<Proposal> {
        match self {
            Self::AgesOutSoon { .. } => Some(Proposal::PlanTransition),
            Self::AgeNotVerified => Some(Proposal::AskForDayOfBirth),
            Self::NotConfirmedSince(_) | Self::ClosesOn(_) => Some(Proposal::CallTheUnit),
        }
    }
}

/// What to do about a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Proposal {
    /// Agree on who takes over when the child is too old.
    PlanTransition,
    /// Make sure how old the child is.
    AskForDayOfBirth,
    /// Call the unit before sending anyone there.
    CallTheUnit,
}

impl Proposal {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PlanTransition => "plan_transition",
            Self::AskForDayOfBirth => "ask_for_day_of_birth",
            Self::CallTheUnit => "call_the_unit",
        }
    }
}

/// Why a place cannot take the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum Refusal {
    /// Child psychiatry refers to child psychiatry: the clinics hand over between themselves, not through the front
    /// door (dossier 3.1, story 12).
    #[error("child psychiatry refers to child psychiatry without the front door")]
    InternalReferral,
    /// The unit is closed since this day.
    #[error("the unit is closed since {0}")]
    Closed(Day),
    /// The unit does not give this level.
    #[error("the unit does not give this level")]
    Level,
    /// The child lives outside the unit's area.
    #[error("the child lives outside the area")]
    Area,
    /// Too young until this day, when it is known.
    #[error("the child is too young")]
    TooYoung(Option<Day>),
    /// Too old since the day after this, when it is known.
    #[error("the child is too old")]
    TooOld(Option<Day>),
    /// The stated age is on the limit: only the day of birth decides.
    #[error("the day of birth decides")]
    DayOfBirthNeeded,
}

impl Refusal {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InternalReferral => "internal_referral",
            Self::Closed(_) => "unit_closed",
            Self::Level => "level_not_given",
            Self::Area => "outside_area",
            Self::TooYoung(_) => "too_young",
            Self::TooOld(_) => "too_old",
            Self::DayOfBirthNeeded => "day_of_birth_needed",
        }
    }
}

impl Refusal {
    /// Whether it is about how old the child is.
    pub const fn is_of_age(self) -> bool {
        match self {
            Self::TooYoung(_) | Self::TooOld(_) | Self::DayOfBirthNeeded => true,
            Self::InternalReferral | Self::Closed(_) | Self::Level | Self::Area => false,
        }
    }
}

/// Whether a unit can take the child.
pub fn check(entry: &Entry, passage: &Passage) -> Result<Route, Refusal> {
    let Passage { age, municipality, from, level, today } = *passage;
    let child = Child { age, municipality: Some(municipality), from, level: Some(level), today };
    Ok(Route { unit: entry.unit, level, warnings: examine(entry, &child)? })
}

/// The child on the way from one unit to another, with what is known: a handover may be at no level, and of a child whose
/// home is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Child {
    /// How old.
    pub age: KnownAge,
    /// Where the child lives, when it is known.
    pub municipality: Option<Id<Municipality>>,
    /// The branch that the referral began at; the giver's own for other handovers.
    pub from: Branch,
    /// The level of a referral.
    pub level: Option<Level>,
    /// The day of the handover.
    pub today: Day,
}

/// How a handover fits the unit that is to receive it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It fits, or the directory says nothing about it.
    Fits(Vec<Warning>),
    /// It does not. A professional may know better than the directory, and says why; the receiver reads it.
    WantsReason(Refusal),
    /// Nobody can send a child there.
    Never(Refusal),
}

/// How a handover fits a unit, by the same rule as the first decision. Level, age and area are the directory's word against
/// the professional's, who has met the child (mission promise 8); a unit that is closed, and child psychiatry that refers
/// to itself, are not.
pub fn fit(to: Branch, entry: Option<&Entry>, child: &Child) -> Fit {
    if is_internal(to, child) {
        return Fit::Never(Refusal::InternalReferral);
    }
    let Some(entry) = entry else { return Fit::Fits(Vec::new()) };
    match examine(entry, child) {
        Ok(warnings) => Fit::Fits(warnings),
        Err(refusal @ (Refusal::InternalReferral | Refusal::Closed(_))) => Fit::Never(refusal),
        Err(
            refusal @ (Refusal::Level
            | Refusal::Area
            | Refusal::TooYoung(_)
            | Refusal::TooOld(_)
            | Refusal::DayOfBirthNeeded),
        ) => Fit::WantsReason(refusal),
    }
}

/// A referral has a level; child psychiatry moves a child between its clinics without one.
fn is_internal(to: Branch, child: &Child) -> bool {
    to == Branch::ChildPsychiatry && child.from == Branch::ChildPsychiatry && child.level.is_some()
}

fn examine(entry: &Entry, child: &Child) -> Result<Vec<Warning>, Refusal> {
    if is_internal(entry.branch, child) {
        return Err(Refusal::InternalReferral);
    }
    let mut warnings = Vec::new();
    warnings.extend(open(entry.opening, child.today)?);
    if child.level.is_some_and(|level| !entry.levels.contains(&level)) {
        return Err(Refusal::Level);
    }
    match (&entry.area, child.municipality) {
        (Area::Region, _) | (Area::Municipalities(_), None) => {}
        (Area::Municipalities(area), Some(home)) if area.contains(&home) => {}
        (Area::Municipalities(_), Some(_)) => return Err(Refusal::Area),
    }
    warnings.extend(match child.age {
        KnownAge::Born(born) => of_age(entry.ages, born, child.today)?,
        KnownAge::Stated(age) => of_stated_age(entry.ages, age)?,
    });
    if child.today > entry.confirmed_until {
        warnings.push(Warning::NotConfirmedSince(entry.confirmed_until));
    }
    Ok(warnings)
}

/// Every unit that can take the child, those with fewest warnings first, otherwise in the order of the directory. At
/// most [`ENTRIES_MAX`] entries are looked at.
pub fn candidates(entries: &[Entry], passage: &Passage) -> Vec<Route> {
    let mut routes: Vec<Route> =
        entries.iter().take(ENTRIES_MAX).filter_map(|entry| check(entry, passage).ok()).collect();
    routes.sort_by_key(|route| route.warnings.len());
    routes
}

fn open(opening: Opening, today: Day) -> Result<Option<Warning>, Refusal> {
    match opening {
        Opening::Open => Ok(None),
        Opening::ClosesOn(day) if today < day => Ok(Some(Warning::ClosesOn(day))),
        Opening::ClosesOn(day) => Err(Refusal::Closed(day)),
    }
}

fn of_age(ages: Ages, born: Day, today: Day) -> Result<Option<Warning>, Refusal> {
    if let Some(first_day) = ages.first_day(born)
        && today < first_day
    {
        return Err(Refusal::TooYoung(Some(first_day)));
    }
    // Beyond the end of the calendar nobody is too old.
    let Some(last_day) = ages.last_day(born) else { return Ok(None) };
    let days_left = last_day.days_since(today);
    if days_left < 0 {
        return Err(Refusal::TooOld(Some(last_day)));
    }
    Ok((days_left <= AGES_OUT_WARNING_DAYS).then_some(Warning::AgesOutSoon { last_day, days_left }))
}

fn of_stated_age(ages: Ages, age: Age) -> Result<Option<Warning>, Refusal> {
    if age.years() < ages.from {
        return Err(Refusal::TooYoung(None));
    }
    match ages.until {
        Until::DayOfTurning(limit) if age.years() == limit => Err(Refusal::DayOfBirthNeeded),
        Until::DayOfTurning(limit) | Until::Through(limit) if age.years() > limit => Err(Refusal::TooOld(None)),
        Until::DayOfTurning(_) | Until::Through(_) => Ok(Some(Warning::AgeNotVerified)),
    }
}
