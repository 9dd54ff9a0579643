//! Keeping which front door answers for which municipality.

use access::action::front_door::KeepRules;
use access::facts::RegionFacts;
use audit::{Asker, Refused};
use domain::id::Id;
use domain::organisation::{Municipality, Unit};

pub use crate::area::store::{Area, all, front_door_of};

use crate::area::store;

/// Lets a front door answer for a municipality from now on. Requests that have come in stay where they are.
pub async fn answer_for(asker: &Asker, municipality: Id<Municipality>, unit: Id<Unit>) -> Result<(), Refused> {
    let mut act = asker.begin("front_door.answer_for").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    store::set(act.transaction(), municipality, unit).await?;
    act.commit(permit).await?;
    Ok(())
}
