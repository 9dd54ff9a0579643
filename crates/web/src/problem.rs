//! What a person is told when a page cannot be shown or a change cannot be made: plain words, what is known of what was
//! saved, and what to do. The words stand in `texts/`; what the operator needs is in the log, once.

use access::{Denied, Knowledge};
use audit::Refused;
use axum::response::{IntoResponse, Response};
use database::Failure;
use http::StatusCode;

/// Why there is no page. Rendered in the visitor's language by the outermost layer, which also knows whether anything was
/// saved before it was met: no problem says that by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is no such thing, or the asker may not know.
    #[error("not found")]
    NotFound,
    /// The asker may know, but not do this.
    #[error("forbidden")]
    Forbidden,
    /// One must log in first.
    #[error("not logged in")]
    NotLoggedIn,
    /// Someone else changed it first.
    #[error("changed by someone else")]
    Conflict,
    /// The step does not fit how things stand now (it was already done, say).
    #[error("not now")]
    NotNow,
    /// The same form was sent before and done then; where it led is not known.
    #[error("done already")]
    Done,
    /// What was sent is not readable as a form.
    #[error("unreadable")]
    Unreadable,
    /// What was sent is too large.
    #[error("too large")]
    TooLarge,
    /// The form does not belong to this browser's session, or is too old.
    #[error("stale form")]
    StaleForm,
    /// Too many tries in a short time.
    #[error("too many")]
    TooMany {
        /// Until one more is taken.
        wait_seconds: u32,
    },
    /// This page does not take what was sent in this way.
    #[error("method not allowed")]
    Method,
    /// The child's data has been erased.
    #[error("erased")]
    Erased,
    /// Others wrote at the same time, again and again.
    #[error("busy")]
    Busy,
    /// The database does not answer or has no room.
    #[error("unavailable")]
    Unavailable,
    /// Something is wrong here.
    #[error("internal")]
    Internal,
}

impl Problem {
    /// The status and the key of its words.
    pub const fn table(self) -> (StatusCode, &'static str) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "problem-not-found"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "problem-forbidden"),
            // Not 401, which asks the browser for a password. Shown only where a page would lose what was written.
            Self::NotLoggedIn => (StatusCode::FORBIDDEN, "problem-not-logged-in"),
            Self::Conflict => (StatusCode::CONFLICT, "problem-conflict"),
            Self::NotNow => (StatusCode::CONFLICT, "problem-not-now"),
            Self::Done => (StatusCode::CONFLICT, "problem-done"),
            Self::Unreadable => (StatusCode::BAD_REQUEST, "problem-unreadable"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "problem-too-large"),
            Self::StaleForm => (StatusCode::FORBIDDEN, "problem-stale-form"),
            Self::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "problem-too-many"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "problem-method"),
            Self::Erased => (StatusCode::GONE, "problem-erased"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "problem-busy"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "problem-unavailable"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "problem-internal"),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.table().0.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied.knowledge {
            Knowledge::MayKnow => Self::Forbidden,
            Knowledge::MustNotKnow => Self::NotFound,
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Denied(denied) => denied.into(),
            Refused::Failed(failure) => failure.into(),
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        if failure.worth_retrying() {
            tracing::info!(error = &failure as &dyn std::error::Error, "two transactions met");
            return Self::Busy;
        }
        match failure {
            Failure::Conflict => Self::Conflict,
            Failure::Erased => Self::Erased,
            Failure::Contention(_) | Failure::Met => Self::Busy,
            Failure::Unavailable(_) | Failure::Full(_) => {
                tracing::warn!(error = &failure as &dyn std::error::Error, "the database did not save");
                Self::Unavailable
            }
            Failure::Constraint { .. }
            | Failure::Column { .. }
            | Failure::Meaning { .. }
            | Failure::Newer { .. }
            | Failure::Changed { .. }
            | Failure::Key(_)
            | Failure::Unreadable(_)
            | Failure::Ended
            | Failure::Other(_) => {
                tracing::error!(error = &failure as &dyn std::error::Error, "the database refused");
                Self::Internal
            }
        }
    }
}
