//! Background work on trails.

use jobs::Job;

use crate::sharing::expiry;

/// The jobs of this capability.
pub const JOBS: &[Job] = &[Job {
    name: "consents",
    about: "Close consents, and questions about sharing, whose last day has passed.",
    actor: "consents",
    run: |asker| Box::pin(expiry::close_past(asker)),
}];
