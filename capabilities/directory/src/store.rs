//! Entries of the directory in the database. Public facts: nothing is sealed, and only changes ask for a right.

use std::collections::{BTreeMap, BTreeSet};

use access::Permit;
use access::action::directory::KeepEntry;
use access::action::identity::KeepOrganisations;
use database::{Failure, Row, Transaction, values};
use domain::calendar::{ClockTime, OfficeHours};
use domain::directory::{Confirmation, Entry, Hours, Intake, OnHolidays, Phone, Week, Weekday, Wording};
use domain::front_door::level::Level;
use domain::front_door::routing::{Ages, Area, Opening, Until};
use domain::id::Id;
use domain::organisation::{Municipality, Unit};
use identity::organisations::Book;

use crate::entries::{Entries, Kept};

const VERSION: &str = "
    SELECT version, confirmation_days
    FROM directory_version
    WHERE only_row = 1";
const CHANGED: &str = "
    UPDATE directory_version
    SET version = version + 1
    WHERE only_row = 1";
const SET_CONFIRMATION_DAYS: &str = "
    UPDATE directory_version
    SET version = version + 1, confirmation_days = $1
    WHERE only_row = 1";
const ENTRIES: &str = "
    SELECT unit_id, about_sv, about_en, not_for_sv, not_for_en, age_from, age_to, age_to_kind, levels, area_kind, phone,
        address, hours_kind, holidays, intake, closes_on, confirmed_on, confirmed_by, confirm_by_day, version
    FROM directory_entry
    LIMIT 10000";
const AREAS: &str = "
    SELECT unit_id, municipality_id
    FROM directory_area
    LIMIT 500000";
const HOURS: &str = "
    SELECT unit_id, weekday, opens, closes
    FROM directory_hours
    LIMIT 500000";
const VERSION_OF: &str = "
    SELECT version
    FROM directory_entry
    WHERE unit_id = $1";
const INSERT: &str = "
    INSERT INTO directory_entry (unit_id, about_sv, about_en, not_for_sv, not_for_en, age_from, age_to, age_to_kind,
        levels, area_kind, phone, address, hours_kind, holidays, intake, closes_on, confirmed_on, confirmed_by,
        confirm_by_day, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
const UPDATE: &str = "
    UPDATE directory_entry
    SET about_sv = $2, about_en = $3, not_for_sv = $4, not_for_en = $5, age_from = $6, age_to = $7, age_to_kind = $8,
        levels = $9, area_kind = $10, phone = $11, address = $12, hours_kind = $13, holidays = $14, intake = $15,
        closes_on = $16, confirmed_on = $17, confirmed_by = $18, confirm_by_day = $19, version = $20
    WHERE unit_id = $1 AND version = $20 - 1";
const CONFIRM: &str = "
    UPDATE directory_entry
    SET confirmed_on = $3, confirmed_by = $4, confirm_by_day = $5, version = version + 1
    WHERE unit_id = $1 AND version = $2";
const DELETE_AREA: &str = "
    DELETE FROM directory_area
    WHERE unit_id = $1";
const INSERT_AREA: &str = "
    INSERT INTO directory_area (unit_id, municipality_id)
    VALUES ($1, $2)";
const DELETE_HOURS: &str = "
    DELETE FROM directory_hours
    WHERE unit_id = $1";
const INSERT_HOURS: &str = "
    INSERT INTO directory_hours (unit_id, weekday, opens, closes)
    VALUES ($1, $2, $3, $4)";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[
    VERSION,
    CHANGED,
    SET_CONFIRMATION_DAYS,
    ENTRIES,
    AREAS,
    HOURS,
    VERSION_OF,
    INSERT,
    UPDATE,
    CONFIRM,
    DELETE_AREA,
    INSERT_AREA,
    DELETE_HOURS,
    INSERT_HOURS,
];

/// Which state of the directory this is, and how long a confirmation is believed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    pub(crate) version: i64,
    pub(crate) confirmation_days: u16,
}

pub(crate) async fn state(transaction: &mut Transaction) -> Result<State, Failure> {
    let row = transaction.row(VERSION, values![]).await?.ok_or(Failure::Meaning { what: "directory_version" })?;
    Ok(State { version: row.integer("version")?, confirmation_days: row.number("confirmation_days")? })
}

pub(crate) async fn set_confirmation_days(
    transaction: &mut Transaction,
    _permit: &Permit<KeepOrganisations>,
    days: u16,
) -> Result<(), Failure> {
    transaction.change(SET_CONFIRMATION_DAYS, values![i64::from(days)]).await
}

/// Notes that something of the directory has changed, so that what is held in memory is read anew.
pub(crate) async fn changed(transaction: &mut Transaction) -> Result<(), Failure> {
    transaction.change(CHANGED, values![]).await
}

/// The version of a unit's entry, if it has one.
pub(crate) async fn version_of(transaction: &mut Transaction, unit: Id<Unit>) -> Result<Option<i64>, Failure> {
    transaction.row(VERSION_OF, values![unit]).await?.map(|row| row.integer("version")).transpose()
}

pub(crate) async fn read_entries(transaction: &mut Transaction) -> Result<Entries, Failure> {
    let book = Book::open(transaction).await?;
    let mut areas: BTreeMap<Id<Unit>, BTreeSet<Id<Municipality>>> = BTreeMap::new();
    for row in transaction.rows(AREAS, values![]).await? {
        areas.entry(row.id("unit_id")?).or_default().insert(row.id("municipality_id")?);
    }
    let mut hours: BTreeMap<Id<Unit>, Vec<(Weekday, OfficeHours)>> = BTreeMap::new();
    for row in transaction.rows(HOURS, values![]).await? {
        hours.entry(row.id("unit_id")?).or_default().push(stretch(&row)?);
    }
    let rows = transaction.rows(ENTRIES, values![]).await?;
    let kept = rows.iter().map(|row| {
        let unit = book.unit(row.id("unit_id")?).ok_or(meaning("unit_id"))?;
        let (area, hours) = (areas.remove(&unit.id).unwrap_or_default(), hours.remove(&unit.id).unwrap_or_default());
        Ok(Kept { entry: entry(row, unit, area, hours)?, version: row.integer("version")? })
    });
    let mut kept = kept.collect::<Result<Vec<_>, Failure>>()?;
    kept.sort_by_key(|kept| book.unit_name(kept.entry.unit).to_lowercase());
    Ok(Entries::new(kept))
}

fn entry(
    row: &Row,
    unit: &Unit,
    area: BTreeSet<Id<Municipality>>,
    hours: Vec<(Weekday, OfficeHours)>,
) -> Result<Entry, Failure> {
    let age_to = row.number("age_to")?;
    Ok(Entry {
        unit: unit.id,
        branch: unit.branch,
        about: Wording { swedish: row.text("about_sv")?, english: row.text("about_en")? },
        not_for: Wording { swedish: row.text("not_for_sv")?, english: row.text("not_for_en")? },
        ages: Ages {
            from: row.number("age_from")?,
            until: row.code("age_to_kind", |code| until_from_code(code, age_to))?,
        },
        levels: row.code("levels", levels_from_code)?,
        area: row.code("area_kind", |code| area_from_code(code, area))?,
        phone: row.text_maybe("phone")?.map(|text| Phone::parse(&text)).transpose().map_err(|_| meaning("phone"))?,
        address: row.text("address")?,
        hours: hours_of(row, hours)?,
        intake: row.code("intake", Intake::from_code)?,
        opening: row.day_maybe("closes_on")?.map_or(Opening::Open, Opening::ClosesOn),
        confirmation: Confirmation {
            on: row.day("confirmed_on")?,
            by: row.id_maybe("confirmed_by")?,
            until: row.day("confirm_by_day")?,
        },
    })
}

fn meaning(what: &'static str) -> Failure {
    Failure::Meaning { what }
}

fn until_from_code(code: &str, age: u8) -> Option<Until> {
    match code {
        "day_of_turning" => Some(Until::DayOfTurning(age)),
        "through" => Some(Until::Through(age)),
        _ => None,
    }
}

const fn until_code(until: Until) -> (&'static str, u8) {
    match until {
        Until::DayOfTurning(age) => ("day_of_turning", age),
        Until::Through(age) => ("through", age),
    }
}

fn levels_from_code(code: &str) -> Option<BTreeSet<Level>> {
    code.chars().map(|digit| u8::try_from(digit.to_digit(10)?).ok().and_then(Level::from_number)).collect()
}

fn levels_code(levels: &BTreeSet<Level>) -> String {
    levels.iter().map(|level| level.number().to_string()).collect()
}

fn area_from_code(code: &str, municipalities: BTreeSet<Id<Municipality>>) -> Option<Area> {
    match code {
        "region" => Some(Area::Region),
        "municipalities" => Some(Area::Municipalities(municipalities)),
        _ => None,
    }
}

const fn area_code(area: &Area) -> &'static str {
    match area {
        Area::Region => "region",
        Area::Municipalities(_) => "municipalities",
    }
}

fn holidays_from_code(code: &str) -> Option<OnHolidays> {
    match code {
        "closed" => Some(OnHolidays::Closed),
        "open" => Some(OnHolidays::Open),
        _ => None,
    }
}

const fn hours_code(hours: &Hours) -> (&'static str, &'static str) {
    match hours {
        Hours::NotKnown => ("not_known", "closed"),
        Hours::Always => ("always", "open"),
        Hours::Weekly { holidays: OnHolidays::Closed, .. } => ("weekly", "closed"),
        Hours::Weekly { holidays: OnHolidays::Open, .. } => ("weekly", "open"),
    }
}

fn hours_of(row: &Row, stretches: Vec<(Weekday, OfficeHours)>) -> Result<Hours, Failure> {
    match row.text("hours_kind")?.as_str() {
        "not_known" => Ok(Hours::NotKnown),
        "always" => Ok(Hours::Always),
        "weekly" => Ok(Hours::Weekly {
            week: Week::new(stretches).map_err(|_| meaning("directory_hours"))?,
            holidays: row.code("holidays", holidays_from_code)?,
        }),
        _ => Err(meaning("hours_kind")),
    }
}

fn stretch(row: &Row) -> Result<(Weekday, OfficeHours), Failure> {
    let time = |column| {
        let minutes: u16 = row.number(column)?;
        let halves = u8::try_from(minutes / 60).ok().zip(u8::try_from(minutes % 60).ok());
        halves.and_then(|(hour, minute)| ClockTime::new(hour, minute)).ok_or(meaning("directory_hours"))
    };
    let hours = OfficeHours::new(time("opens")?, time("closes")?).ok_or(meaning("directory_hours"))?;
    let day = Weekday::from_number(row.number("weekday")?).ok_or(meaning("weekday"))?;
    Ok((day, hours))
}

fn minutes(time: ClockTime) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

/// Writes an entry: a new one, or over the version that `replaces` names. Another version there is a conflict.
pub(crate) async fn save(
    transaction: &mut Transaction,
    permit: &Permit<KeepEntry>,
    entry: &Entry,
    replaces: Option<i64>,
) -> Result<(), Failure> {
    if !permit.is_for(entry.unit.value()) {
        return Err(meaning("permit"));
    }
    let (age_to_kind, age_to) = until_code(entry.ages.until);
    let (hours_kind, holidays) = hours_code(&entry.hours);
    let closes_on = match entry.opening {
        Opening::Open => None,
        Opening::ClosesOn(day) => Some(day),
    };
    let values = values![
        entry.unit,
        entry.about.swedish.as_str(),
        entry.about.english.as_str(),
        entry.not_for.swedish.as_str(),
        entry.not_for.english.as_str(),
        entry.ages.from,
        age_to,
        age_to_kind,
        levels_code(&entry.levels),
        area_code(&entry.area),
        entry.phone.as_ref().map(Phone::shown),
        entry.address.as_str(),
        hours_kind,
        holidays,
        entry.intake.code(),
        closes_on,
        entry.confirmation.on,
        entry.confirmation.by,
        entry.confirmation.until,
        replaces.unwrap_or(0) + 1,
    ];
    transaction.change(if replaces.is_some() { UPDATE } else { INSERT }, values).await?;
    save_area_and_hours(transaction, entry).await?;
    transaction.change(CHANGED, values![]).await
}

async fn save_area_and_hours(transaction: &mut Transaction, entry: &Entry) -> Result<(), Failure> {
    transaction.execute(DELETE_AREA, values![entry.unit]).await?;
    if let Area::Municipalities(municipalities) = &entry.area {
        for municipality in municipalities {
            transaction.change(INSERT_AREA, values![entry.unit, *municipality]).await?;
        }
    }
    transaction.execute(DELETE_HOURS, values![entry.unit]).await?;
    if let Hours::Weekly { week, .. } = &entry.hours {
        for (day, hours) in week.iter() {
            let values = values![entry.unit, day.number(), minutes(hours.opens()), minutes(hours.closes())];
            transaction.change(INSERT_HOURS, values).await?;
        }
    }
    Ok(())
}

/// Vouches for an entry as it stands.
pub(crate) async fn confirm(
    transaction: &mut Transaction,
    permit: &Permit<KeepEntry>,
    unit: Id<Unit>,
    version: i64,
    confirmation: &Confirmation,
) -> Result<(), Failure> {
    if !permit.is_for(unit.value()) {
        return Err(meaning("permit"));
    }
    let values = values![unit, version, confirmation.on, confirmation.by, confirmation.until];
    transaction.change(CONFIRM, values).await?;
    transaction.change(CHANGED, values![]).await
}
