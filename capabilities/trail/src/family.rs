//! The family's own pages: the child's, the guardian's, and what each may decide there. Plain words, no jargon.
//! Source: design.md 4 and 5; dossier 2.3, 2.5.

pub(crate) mod child;
pub mod commands;
pub(crate) mod guardian;
pub(crate) mod question;
pub(crate) mod reading;
pub(crate) mod sight;
pub(crate) mod store;
pub(crate) mod talk;
pub(crate) mod words;
pub(crate) mod written;

pub use reading::Choice;

use axum::Router;
use web::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(child::routes())
        .merge(words::routes())
        .merge(written::routes())
        .merge(guardian::routes())
        .merge(question::routes())
        .merge(talk::routes())
}
