//! SQL of which front door answers where. Public facts.

use database::{Failure, Transaction, values};
use domain::id::Id;
use domain::organisation::{Municipality, Unit};

const SET: &str = "
    INSERT INTO front_door_area (municipality_id, unit_id)
    VALUES ($1, $2)
    ON CONFLICT (municipality_id) DO UPDATE SET unit_id = excluded.unit_id";
const ALL: &str = "
    SELECT front_door_area.municipality_id AS municipality_id, municipality.name AS name, front_door_area.unit_id AS unit_id
    FROM front_door_area
    JOIN municipality ON municipality.id = front_door_area.municipality_id
    ORDER BY municipality.name
    LIMIT 400";
const OF: &str = "
    SELECT unit_id
    FROM front_door_area
    WHERE municipality_id = $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[SET, ALL, OF];

/// A municipality with a front door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// The municipality.
    pub municipality: Id<Municipality>,
    /// Its name.
    pub name: String,
    /// The front door that answers for it.
    pub unit: Id<Unit>,
}

pub(crate) async fn set(
    transaction: &mut Transaction,
    municipality: Id<Municipality>,
    unit: Id<Unit>,
) -> Result<(), Failure> {
    transaction.execute(SET, values![municipality, unit]).await.map(drop)
}

/// Every municipality with a front door, by name.
pub async fn all(transaction: &mut Transaction) -> Result<Vec<Area>, Failure> {
    let area = |row: &database::Row| {
        Ok(Area { municipality: row.id("municipality_id")?, name: row.text("name")?, unit: row.id("unit_id")? })
    };
    transaction.rows(ALL, values![]).await?.iter().map(area).collect()
}

/// The front door that answers for children of a municipality.
pub async fn front_door_of(
    transaction: &mut Transaction,
    municipality: Id<Municipality>,
) -> Result<Option<Id<Unit>>, Failure> {
    transaction.row(OF, values![municipality]).await?.map(|row| row.id("unit_id")).transpose()
}
