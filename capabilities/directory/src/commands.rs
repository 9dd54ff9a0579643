//! Keeping the directory: writing an entry, vouching for it, and setting how long that is believed.

use std::collections::BTreeSet;

use access::action::directory::KeepEntry;
use access::action::identity::KeepOrganisations;
use access::facts::{RegionFacts, UnitFacts};
use audit::{Act, Asker, Refused};
use database::Failure;
use domain::directory::{
    CONFIRMATION_DAYS_MAX, Confirmation, ConfirmationFault, Entry, EntryFault, Hours, Intake, Phone, Wording,
};
use domain::front_door::level::Level;
use domain::front_door::routing::{Ages, Area, Opening, Until};
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Unit;
use identity::organisations::Book;

use crate::store;

/// An entry to be kept, with what most units have already filled in.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Which unit.
    pub unit: Id<Unit>,
    /// What it helps with, in words a child can read.
    pub about: Wording,
    /// Whom it is not for; empty when nobody is left out.
    pub not_for: Wording,
    /// The ages it takes: 6 until the day of turning 18, unless said otherwise.
    pub ages: Ages,
    /// The levels it gives.
    pub levels: BTreeSet<Level>,
    /// Where the children it takes live: the whole region, unless said otherwise.
    pub area: Area,
    /// Its number.
    pub phone: Option<Phone>,
    /// Where it is.
    pub address: String,
    /// When it answers.
    pub hours: Hours,
    /// How one comes there.
    pub intake: Intake,
    /// Whether it closes.
    pub opening: Opening,
    /// The day it was last vouched for; today when nothing else is known. Imports carry their own.
    pub confirmed_on: Option<Day>,
}

impl NewEntry {
    /// An entry that says what the unit does, for ages 6-18 of the whole region, by one's own call.
    pub fn new(unit: Id<Unit>, about_swedish: &str, about_english: &str) -> Self {
        Self {
            unit,
            about: Wording { swedish: about_swedish.to_owned(), english: about_english.to_owned() },
            not_for: Wording::default(),
            ages: Ages { from: 6, until: Until::DayOfTurning(18) },
            levels: BTreeSet::new(),
            area: Area::Region,
            phone: None,
            address: String::new(),
            hours: Hours::NotKnown,
            intake: Intake::SelfReferral,
            opening: Opening::Open,
            confirmed_on: None,
        }
    }
}

/// Why an entry was not kept or confirmed. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// There is no such unit, or it has no entry to confirm.
    #[error("no such unit or entry")]
    NotFound,
    /// The entry may not stand in the directory.
    #[error(transparent)]
    Entry(#[from] EntryFault),
    /// The confirmation is not one.
    #[error(transparent)]
    Confirmation(#[from] ConfirmationFault),
    /// No right, or the database failed; a conflict when somebody else changed it first.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl From<Failure> for KeepError {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure.into())
    }
}

impl From<KeepError> for web::Problem {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::NotFound => Self::NotFound,
            KeepError::Entry(_) | KeepError::Confirmation(_) => Self::Unreadable,
            KeepError::Refused(refused) => refused.into(),
        }
    }
}

/// What the writer of an entry had before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// An import or a first entry: whatever stands there is replaced.
    Anything,
    /// A form that showed that there was no entry.
    Nothing,
    /// A form that showed this version.
    Version(i64),
}

/// Writes a unit's entry, which vouches for it.
pub async fn keep_entry(asker: &Asker, new: NewEntry, seen: Seen) -> Result<(), KeepError> {
    let mut act = asker.begin("directory.keep_entry").await?;
    let facts = facts(&mut act, new.unit).await?;
    let permit = act.authorize::<KeepEntry>(&facts).await?;
    let stands = store::version_of(act.transaction(), new.unit).await?;
    let agrees = match seen {
        Seen::Anything => true,
        Seen::Nothing => stands.is_none(),
        Seen::Version(version) => stands == Some(version),
    };
    if !agrees {
        return Err(Failure::Conflict.into());
    }
    let confirmation = confirmation(&mut act, new.confirmed_on).await?;
    let entry = Entry {
        unit: new.unit,
        branch: facts.branch,
        about: new.about,
        not_for: new.not_for,
        ages: new.ages,
        levels: new.levels,
        area: new.area,
        phone: new.phone,
        address: new.address,
        hours: new.hours,
        intake: new.intake,
        opening: new.opening,
        confirmation,
    };
    entry.check()?;
    store::save(act.transaction(), &permit, &entry, stands).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Vouches for an entry as it stands, so that it is believed for as long as the region has set.
pub async fn confirm_entry(asker: &Asker, unit: Id<Unit>, version: i64) -> Result<(), KeepError> {
    let mut act = asker.begin("directory.confirm_entry").await?;
    let facts = facts(&mut act, unit).await?;
    let permit = act.authorize::<KeepEntry>(&facts).await?;
    let confirmation = confirmation(&mut act, None).await?;
    store::confirm(act.transaction(), &permit, unit, version, &confirmation).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Sets how many days a confirmation is believed. Entries already confirmed keep their day.
pub async fn set_confirmation_days(asker: &Asker, days: u16) -> Result<(), KeepError> {
    let mut act = asker.begin("directory.set_confirmation_days").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    if days == 0 || days > CONFIRMATION_DAYS_MAX {
        return Err(ConfirmationFault::Days.into());
    }
    store::set_confirmation_days(act.transaction(), &permit, days).await?;
    act.commit(permit).await?;
    Ok(())
}

async fn facts(act: &mut Act, unit: Id<Unit>) -> Result<UnitFacts, KeepError> {
    let book = Book::open(act.transaction()).await?;
    let unit = book.unit(unit).ok_or(KeepError::NotFound)?;
    Ok(UnitFacts { unit: unit.id, domain: unit.domain, branch: unit.branch })
}

async fn confirmation(act: &mut Act, on: Option<Day>) -> Result<Confirmation, KeepError> {
    let days = store::state(act.transaction()).await?.confirmation_days;
    let today = act.now().day();
    let by = act.actor().post().map(|post| post.assignment);
    Ok(Confirmation::new(on.unwrap_or(today), by, days, today)?)
}
