//! Keeping which front door answers for which municipality.

use access::action::front_door::KeepRules;
use access::facts::RegionFacts;
use audit::{Asker, Logged, Part, Refused};
use database::{Database, Failure};
use domain::id::Id;
use domain::organisation::{Branch, Municipality, Unit};
use identity::organisations::Book;

pub use crate::area::store::{Area, all, front_door_of};

use crate::area::store;

/// Why no front door was chosen.
#[derive(Debug, thiserror::Error)]
pub enum AreaError {
    /// There is no such municipality.
    #[error("there is no such municipality")]
    NoMunicipality,
    /// The unit is not a front door.
    #[error("the unit is not a front door")]
    NotFrontDoor,
    /// Nobody at the unit receives: what comes in would be held by nobody.
    #[error("nobody at the unit receives")]
    NobodyReceives,
    /// The asker may not, or the database failed.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl From<Failure> for AreaError {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure.into())
    }
}

/// A municipality as those who keep the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The municipality.
    pub municipality: Id<Municipality>,
    /// Its name.
    pub name: String,
    /// The front door that answers for it, if one does.
    pub unit: Option<Id<Unit>>,
}

/// Every municipality with a front door, by name. Public facts: anybody who asks for help chooses among them.
pub(crate) async fn answered(database: &Database) -> Result<Vec<Area>, Failure> {
    let mut transaction = database.begin_reading("front_door.areas").await?;
    let areas = all(&mut transaction).await?;
    transaction.commit().await?;
    Ok(areas)
}

/// Every municipality, by name, with and without a front door.
pub async fn every(asker: &Asker) -> Result<(Vec<Answered>, Logged), Refused> {
    let mut act = asker.begin_reading("front_door.areas").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    let areas = store::all(act.transaction()).await?;
    let book = Book::open(act.transaction()).await?;
    let answered = |(municipality, name): (Id<Municipality>, &str)| {
        let unit = areas.iter().find(|area| area.municipality == municipality).map(|area| area.unit);
        Answered { municipality, name: name.to_owned(), unit }
    };
    let every = book.municipalities().into_iter().map(answered).collect();
    Ok((every, act.finish(permit).await?))
}

/// Lets a front door answer for a municipality from now on. Requests that have come in stay where they are.
pub async fn answer_for(asker: &Asker, municipality: Id<Municipality>, unit: Id<Unit>) -> Result<(), AreaError> {
    let mut act = asker.begin("front_door.answer_for").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    let book = Book::open(act.transaction()).await?;
    if !book.municipalities().iter().any(|(known, _)| *known == municipality) {
        return Err(AreaError::NoMunicipality);
    }
    if book.unit(unit).is_none_or(|unit| unit.branch != Branch::FrontDoor) {
        return Err(AreaError::NotFrontDoor);
    }
    let receives = book.colleagues_at(unit).iter().any(|colleague| colleague.post.role.receives());
    if book.duty(unit).is_none() && !receives {
        return Err(AreaError::NobodyReceives);
    }
    store::set(act.transaction(), municipality, unit).await?;
    act.commit_parts(permit, &[Part::Municipality(municipality), Part::Unit(unit)]).await?;
    Ok(())
}
