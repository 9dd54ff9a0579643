//! The directory (*Vem gör vad*) and the public guide (*Vart vänder jag mig?*): who does what, for whom, how to reach
//! them, confirmed when. Reading it asks for no login and leaves nothing behind.

pub mod commands;
mod entries;
pub(crate) mod store;

pub use domain::directory::{Entry, Hours, Intake, OnHolidays, OpenNow, Phone, Week, Weekday, Wording};
pub use entries::{Entries, Kept, entries, open_now, routing_entries};

use database::{Migration, Migrations};
use web::Capability;

/// The tables of this capability.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "directory",
    files: &[Migration { number: 1, name: "entries", sql: include_str!("../migrations/0001_entries.sql") }],
};

/// What this capability brings to the server.
pub fn capability() -> Capability {
    Capability {
        name: "directory",
        routes: axum::Router::new(),
        migrations: MIGRATIONS,
        messages: i18n::Source {
            owner: "directory",
            swedish: include_str!("../texts/sv.ftl"),
            english: include_str!("../texts/en.ftl"),
        },
        menu: &[],
        statements: &[store::STATEMENTS],
    }
}
