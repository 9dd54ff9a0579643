//! What changes with age: who may log in, who may read for whom, and when childhood ends. No law sets an age in health
//! care, so every age is dated configuration with its source. Source: dossier 2.3, 2.5 (2026-04-16).
//!
//! Ages are counted from the birth date that is stored on its own, never from an identity number.

use jiff::civil::date;

use crate::child::{Custody, Protection};
use crate::moment::Day;

/// The age of majority, FB 9:1 and 6:2. The only age here that no region can change.
pub const MAJORITY: u8 = 18;

/// Whether somebody is of age. With the day of majority custody ends, and with it everything that follows from custody.
/// Source: FB 6:2, 9:1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Majority {
    /// Under 18: those with custody stand beside the child.
    Minor,
    /// 18 or older: nobody has custody.
    OfAge,
}

impl Majority {
    /// At so many whole years.
    pub const fn at(years: u8) -> Self {
        if years >= MAJORITY { Self::OfAge } else { Self::Minor }
    }
}

/// Where a child stands between the ages at which something changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// 0-12: a guardian is proxy and reads.
    Child,
    /// 13-14: logs in alone; by practice neither child nor guardian reads the record online.
    Teenager,
    /// 15: a party of its own in social services; by practice presumed able to consent to ordinary contact.
    Fifteen,
    /// 16-17: reads the record; guardians do not.
    Sixteen,
    /// 18 and over: guardians have no standing.
    Adult,
}

/// The ages at which something changes, in force from a day until a later set replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stages {
    /// The first day.
    pub valid_from: Day,
    /// The child logs in without a guardian; the guardian's proxy ends.
    pub alone: Stage,
    /// The child is a party in social services, and is presumed able to consent to ordinary contact.
    pub party: Stage,
    /// The child reads the record online.
    pub reads_record: Stage,
}

/// One age with the ground it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The age in whole years.
    pub age: u8,
    /// How firm the age is.
    pub standing: StageStanding,
    /// Where it is written. In Swedish, since it is quoted.
    pub source: &'static str,
}

/// How firm an age is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StageStanding {
    /// Published practice of regions and of 1177.
    Practice,
    /// Believed, not yet confirmed by a lawyer.
    Unconfirmed,
}

/// The ages a region begins with.
pub fn defaults() -> [Stages; 1] {
    use StageStanding::{Practice, Unconfirmed};
    [Stages {
        valid_from: Day::new(date(2019, 1, 1)),
        alone: Stage {
            age: 13,
            standing: Practice,
            source: "1177: ombud upphör vid 13 (Region Halland, Region Örebro)",
        },
        party: Stage {
            age: 15, standing: Unconfirmed, source: "SoL (2025:400), lagrum ej bekräftat; äldre SoL 11:10"
        },
        reads_record: Stage {
            age: 16,
            standing: Practice,
            source: "1177: journal från 16 (Region Halland, Region Örebro)",
        },
    }]
}

/// The ages in force on a day: the latest set that is not in the future.
pub fn in_force(stages: &[Stages], day: Day) -> Option<&Stages> {
    stages.iter().filter(|stages| stages.valid_from <= day).max_by_key(|stages| stages.valid_from)
}

impl Stages {
    /// Where a child of this age stands.
    pub fn band(&self, age: u8) -> Band {
        match age {
            age if age >= MAJORITY => Band::Adult,
            age if age >= self.reads_record.age => Band::Sixteen,
            age if age >= self.party.age => Band::Fifteen,
            age if age >= self.alone.age => Band::Teenager,
            _ => Band::Child,
        }
    }

    /// Whether the child may log in without a guardian.
    pub fn may_log_in_alone(&self, age: u8) -> bool {
        age >= self.alone.age
    }

    /// Whether a guardian may read one item about the child. `shared` is what the child, or a maturity assessment
    /// approved by the operations manager, has decided for this item from the age at which the proxy ends.
    pub fn guardian_may_read(&self, asked: &GuardianReading) -> Result<(), NotForGuardian> {
        if asked.age >= MAJORITY {
            return Err(NotForGuardian::Adult);
        }
        if asked.custody == Custody::None {
            return Err(NotForGuardian::NoCustody);
        }
        // Proxy is impossible where either is protected, and the warning flag is enough: dossier 2.5, [22].
        if asked.child_protection != Protection::None || asked.guardian_protection != Protection::None {
            return Err(NotForGuardian::ProtectedIdentity);
        }
        match (asked.visibility, asked.age >= self.alone.age) {
            (Visibility::HiddenFromGuardian, _) => Err(NotForGuardian::Hidden),
            (Visibility::Ordinary, true) => Err(NotForGuardian::ChildDecides),
            (Visibility::Ordinary, false) | (Visibility::SharedWithGuardian, _) => Ok(()),
        }
    }
}

/// What is asked when a guardian wants to read one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuardianReading {
    /// The child's age in whole years.
    pub age: u8,
    /// Whether the reader has custody.
    pub custody: Custody,
    /// The child's protection.
    pub child_protection: Protection,
    /// The reader's own protection.
    pub guardian_protection: Protection,
    /// What is decided about the item.
    pub visibility: Visibility,
}

/// What is decided about one item and guardians.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// Nothing: the age decides.
    Ordinary,
    /// Secret to this guardian because it can be assumed to cause the child considerable harm (OSL 12:3).
    HiddenFromGuardian,
    /// The child has let this guardian read it.
    SharedWithGuardian,
}

/// Why a guardian may not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotForGuardian {
    /// Custody has ended.
    #[error("the child has come of age")]
    Adult,
    /// Has no custody.
    #[error("the reader has no custody")]
    NoCustody,
    /// Protection breaks every proxy.
    #[error("the child or the reader has a protected identity")]
    ProtectedIdentity,
    /// The item is hidden. To the guardian this looks as if there were no item.
    #[error("the item is hidden from guardians")]
    Hidden,
    /// From this age the child decides.
    #[error("the child decides who reads")]
    ChildDecides,
}

/// The day someone comes of age. Someone born on 29 February comes of age on 1 March.
pub fn eighteenth_birthday(born: Day) -> Day {
    let date = born.date();
    let year = date.year().saturating_add(i16::from(MAJORITY));
    let leap_day = || Day::from_parts(year, 3, 1);
    Day::from_parts(year, date.month(), date.day()).or_else(leap_day).unwrap_or(born)
}

/// Days until the eighteenth birthday; 0 on the day itself and negative after it. A first-line clinic's mission reaches
/// up to and including the day itself [dossier 2.3, 1].
pub fn days_until_eighteen(born: Day, today: Day) -> i32 {
    eighteenth_birthday(born).days_since(today)
}
