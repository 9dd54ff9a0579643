//! Background work on reviews.

use jobs::Job;

use crate::reviews::late;

/// The jobs of this capability.
pub const JOBS: &[Job] = &[Job {
    name: "reviews",
    about: "Tell managers of openings whose review was not answered in three working days.",
    actor: "reviews",
    run: |asker| Box::pin(late::tell(asker)),
}];
