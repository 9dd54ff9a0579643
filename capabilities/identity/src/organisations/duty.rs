//! Who is on duty (*jour*) at a unit: holds what comes in until somebody takes it. Said by the unit itself, on any day.

pub(crate) mod pages;

use std::sync::Arc;

use access::action::identity::SetDuty;
use access::facts::UnitFacts;
use audit::{Asker, Part, Refused};
use database::Failure;
use domain::id::Id;
use domain::organisation::{Assignment, Post};

use crate::organisations::{Book, lay_in_hands_of, store};

/// Why nobody was put on duty. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum DutyError {
    /// They do not stand at the unit, or their role receives nothing there.
    #[error("they cannot be on duty at the unit")]
    CannotHave,
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for DutyError {
    fn from(failure: Failure) -> Self {
        Self::Act(failure.into())
    }
}

/// Whether whoever acts may say who is on duty where they stand.
pub(crate) fn may_set(asker: &Asker, post: &Post) -> bool {
    asker.access.decide::<SetDuty>(&asker.actor, &facts(post)).is_ok()
}

/// Puts a colleague, or oneself, on duty at one's own unit from now on. What has come in stays with whoever holds it.
pub async fn put_on_duty(asker: &Asker, post: &Post, duty: Id<Assignment>) -> Result<(), DutyError> {
    let mut act = asker.begin("identity.put_on_duty").await?;
    let permit = act.authorize::<SetDuty>(&facts(post)).await?;
    let book: Arc<Book> = Book::open(act.transaction()).await?;
    let fits =
        book.colleague(duty).is_some_and(|one| one.post.unit == post.unit && one.post.role.has_duty(post.branch));
    if !fits {
        return Err(DutyError::CannotHave);
    }
    // Somebody who leaves in this very moment is not put on duty.
    lay_in_hands_of(act.transaction(), duty).await?;
    store::set_duty(act.transaction(), post.unit, duty).await?;
    store::changed(act.transaction()).await?;
    act.commit_parts(permit, &[Part::Unit(post.unit), Part::Assignment(duty)]).await?;
    Ok(())
}

fn facts(post: &Post) -> UnitFacts {
    UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch }
}
