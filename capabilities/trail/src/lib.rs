//! The trail (*led*) of a child between organisations, and the baton (*stafettpinnen*) that exactly one unit and person
//! hold: stored so that no event is lost, handed over so that nobody is dropped, shown to people at work.

pub mod clocks;
pub mod commands;
mod store;

pub use store::facts;

use database::{Migration, Migrations};
use web::Capability;

/// The tables of this capability.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "trail",
    files: &[
        Migration { number: 1, name: "trail", sql: include_str!("../migrations/0001_trail.sql") },
        Migration { number: 2, name: "clocks", sql: include_str!("../migrations/0002_clocks.sql") },
    ],
};

/// What this capability brings to the server.
pub fn capability() -> Capability {
    Capability {
        name: "trail",
        routes: axum::Router::new(),
        migrations: MIGRATIONS,
        messages: i18n::Source {
            owner: "trail",
            swedish: include_str!("../texts/sv.ftl"),
            english: include_str!("../texts/en.ftl"),
        },
        menu: &[],
        statements: &[store::STATEMENTS, clocks::store::STATEMENTS],
    }
}
