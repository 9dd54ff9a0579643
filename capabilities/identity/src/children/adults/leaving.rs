//! Ending a grown-up who was written down around the wrong child. Where a protection would fall with them it takes two of the
//! named, as taking it away does: otherwise one could end them, write them down anew, and be past the other.

use access::action::identity::ConfirmCustody;
use audit::Asker;
use domain::child::{Child, Custody, Person};
use domain::id::Id;
use domain::protection::may_fall;

use crate::children::Whose;
use crate::children::adults::commands::{AdultError, facts_about, note};
use crate::children::adults::store;
use crate::children::codes::commands::end_codes;
use crate::children::protection::store::{fall_if_nowhere, removal, would_fall};
use crate::children::store::hold_person;
use crate::login::commands::Kind;
use crate::surnames;

/// Ends a grown-up who was written down around the wrong child: nothing is left of them here but the lines of the log and
/// that custody has ended. Their codes end, and what was begun with them; and so does a protection where they stand around no
/// other child, if another of the named has asked that it be taken away.
pub async fn end(asker: &Asker, child: Id<Child>, person: Id<Person>) -> Result<(), AdultError> {
    let mut act = asker.begin("identity.end_adult").await?;
    act.transaction().hold_child_key(child).await?;
    hold_person(act.transaction(), person).await?;
    let (_, facts) = facts_about(&mut act, child, person).await?;
    let permit = act.authorize::<ConfirmCustody>(&facts).await?;
    let by = act.actor().post().copied().ok_or(AdultError::NotFound)?;
    if would_fall(act.transaction(), person, child).await? {
        may_fall(removal(act.transaction(), Whose::Guardians(person).owner(child)).await?, by.staff)?;
    }
    store::remove(act.transaction(), child, person).await?;
    surnames::note_guardian(act.transaction(), child, person, "").await?;
    end_codes(&mut act, Kind::Guardian(person)).await?;
    note(&mut act, &permit, person, Custody::None, None).await?;
    let now = act.now();
    fall_if_nowhere(act.transaction(), person, (now, Some(by.assignment))).await?;
    act.commit(permit).await?;
    Ok(())
}
