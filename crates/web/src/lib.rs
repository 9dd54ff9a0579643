//! The axum kit: who asks, what was sent, what is shown, and what is said when it cannot be.
//!
//! Not here: any rule, any table about a child, any page of a capability.

mod acute;
mod address;
pub mod app;
mod assets;
pub mod form;
pub mod jobs;
mod kept;
pub mod layout;
pub mod limit;
mod looks;
pub mod once;
pub mod page;
pub mod problem;
mod problem_page;
pub mod server;
pub mod session;
mod steady;
pub mod visit;

pub use app::{App, Capability, MenuItem};
pub use assets::Assets;
pub use form::{Asked, Fields, Sent};
pub use layout::{Link, Shell};
pub use problem::Problem;
pub use session::Session;
pub use visit::Visit;

use database::{Migration, Migrations};

/// The tables of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "web",
    files: &[
        Migration { number: 1, name: "sessions", sql: include_str!("../migrations/0001_sessions.sql") },
        Migration { number: 2, name: "glass", sql: include_str!("../migrations/0002_glass.sql") },
        Migration { number: 3, name: "sent_twice", sql: include_str!("../migrations/0003_sent_twice.sql") },
    ],
};

/// The messages of this crate.
pub const MESSAGES: i18n::Source =
    i18n::Source { owner: "web", swedish: include_str!("../texts/sv.ftl"), english: include_str!("../texts/en.ftl") };

/// The pages of this crate: language and looks, and leaving quickly.
pub fn routes() -> axum::Router<App> {
    looks::routes()
}
