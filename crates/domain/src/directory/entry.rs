//! What the directory says about one unit.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::directory::{Confirmation, Hours, OpenNow, Phone, Validity};
use crate::front_door::level::Level;
use crate::front_door::routing::{self, Ages, Area, Opening, Until};
use crate::id::Id;
use crate::moment::{Day, Moment};
use crate::organisation::{Branch, Unit};

/// The longest text about a unit, in characters.
pub const ABOUT_MAX: usize = 600;
/// The longest address, in characters.
pub const ADDRESS_MAX: usize = 200;
/// The most municipalities in an area; Sweden has 290.
pub const AREA_MAX: usize = 290;
/// The highest age that may be written.
const AGE_MAX: u8 = 120;

/// What the directory says about one unit. Public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which unit.
    pub unit: Id<Unit>,
    /// What kind of service it gives.
    pub branch: Branch,
    /// What it helps with, in words a child can read.
    pub about: Wording,
    /// Whom it is not for, and who is then; often empty.
    pub not_for: Wording,
    /// The ages it takes.
    pub ages: Ages,
    /// The levels it gives.
    pub levels: BTreeSet<Level>,
    /// Where the children it takes live.
    pub area: Area,
    /// Its number, if it has one of its own.
    pub phone: Option<Phone>,
    /// Where it is; empty when it has no place of its own or does not tell.
    pub address: String,
    /// When it answers.
    pub hours: Hours,
    /// How one comes there.
    pub intake: Intake,
    /// Whether it takes anybody.
    pub opening: Opening,
    /// Who vouched for this, and until when it is believed.
    pub confirmation: Confirmation,
}

/// A text in both languages. English may be empty; Swedish is then shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// In Swedish.
    pub swedish: String,
    /// In English.
    pub english: String,
}

/// How one comes to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Intake {
    /// One may come or call oneself (*egen vårdbegäran*).
    SelfReferral,
    /// Through the joint front door (*En väg in*).
    FrontDoor,
    /// With a referral from another unit.
    Referral,
}

impl Intake {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::SelfReferral, Self::FrontDoor, Self::Referral];

    /// The stable name used in storage, forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SelfReferral => "self_referral",
            Self::FrontDoor => "front_door",
            Self::Referral => "referral",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|intake| intake.code() == code)
    }
}

impl Entry {
    /// Whether what is written may stand in the directory.
    pub fn check(&self) -> Result<(), EntryFault> {
        let texts = [&self.about, &self.not_for];
        let longest = texts.into_iter().flat_map(|text| [&text.swedish, &text.english]);
        if self.about.swedish.trim().is_empty() {
            return Err(EntryFault::NoAbout);
        }
        if longest.into_iter().any(|text| text.chars().count() > ABOUT_MAX)
            || self.address.chars().count() > ADDRESS_MAX
        {
            return Err(EntryFault::TooLong);
        }
        let (Until::DayOfTurning(last) | Until::Through(last)) = self.ages.until;
        if last < self.ages.from || last > AGE_MAX {
            return Err(EntryFault::Ages);
        }
        match &self.area {
            Area::Region => Ok(()),
            Area::Municipalities(area) if (1..=AREA_MAX).contains(&area.len()) => Ok(()),
            Area::Municipalities(_) => Err(EntryFault::Area),
        }
    }

    /// Whether its confirmation still holds.
    pub fn validity(&self, today: Day) -> Validity {
        self.confirmation.validity(today)
    }

    /// Whether the unit answers right now. A closed unit never does.
    pub fn open_now(&self, now: Moment) -> OpenNow {
        match self.opening {
            Opening::ClosesOn(day) if now.day() >= day => OpenNow::Opens(None),
            Opening::Open | Opening::ClosesOn(_) => self.hours.at(now),
        }
    }

    /// Whether it still takes anybody on this day.
    pub fn takes_anybody(&self, today: Day) -> bool {
        match self.opening {
            Opening::Open => true,
            Opening::ClosesOn(day) => today < day,
        }
    }

    /// What the front door needs to know of it.
    pub fn for_routing(&self) -> routing::Entry {
        routing::Entry {
            unit: self.unit,
            branch: self.branch,
            ages: self.ages,
            area: self.area.clone(),
            levels: self.levels.clone(),
            opening: self.opening,
            confirmed_until: self.confirmation.until,
        }
    }
}

/// Why an entry may not stand in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EntryFault {
    /// It does not say in Swedish what the unit does.
    #[error("the entry does not say what the unit does")]
    NoAbout,
    /// A text is too long.
    #[error("a text is too long")]
    TooLong,
    /// The oldest is younger than the youngest, or there is no such age.
    #[error("the ages do not fit together")]
    Ages,
    /// No municipality, or too many.
    #[error("the area names no municipality, or too many")]
    Area,
}

impl EntryFault {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoAbout => "no_about",
            Self::TooLong => "too_long",
            Self::Ages => "ages",
            Self::Area => "area",
        }
    }
}
