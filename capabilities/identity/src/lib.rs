//! Organisations, people at work, children, guardians, and who stands in what relation to a child. Whoever works with a
//! child asks here who it is; nobody else writes these tables.

pub mod children;
pub mod import;
pub mod jobs;
pub mod login;
pub mod organisations;
pub mod surnames;

use database::{Migration, Migrations};
use web::Capability;

/// The tables of this capability.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "identity",
    files: &[
        Migration { number: 1, name: "organisations", sql: include_str!("../migrations/0001_organisations.sql") },
        Migration { number: 2, name: "children", sql: include_str!("../migrations/0002_children.sql") },
        Migration { number: 3, name: "glass", sql: include_str!("../migrations/0003_glass.sql") },
        Migration { number: 4, name: "surnames", sql: include_str!("../migrations/0004_surnames.sql") },
        Migration { number: 5, name: "named", sql: include_str!("../migrations/0005_named.sql") },
        Migration { number: 6, name: "authorities", sql: include_str!("../migrations/0006_authorities.sql") },
        Migration { number: 7, name: "family", sql: include_str!("../migrations/0007_family.sql") },
        Migration { number: 8, name: "corrections", sql: include_str!("../migrations/0008_corrections.sql") },
    ],
};

/// What this capability brings to the server.
pub fn capability() -> Capability {
    Capability {
        name: "identity",
        routes: login::pages::routes().merge(children::pages::routes()),
        migrations: MIGRATIONS,
        messages: i18n::Source {
            owner: "identity",
            swedish: include_str!("../texts/sv.ftl"),
            english: include_str!("../texts/en.ftl"),
        },
        menu: &[],
        statements: &[
            organisations::store::STATEMENTS,
            children::store::STATEMENTS,
            children::guardians::store::STATEMENTS,
            children::relations::store::STATEMENTS,
            children::adults::store::STATEMENTS,
            children::corrections::store::STATEMENTS,
            children::codes::store::STATEMENTS,
            children::protection::store::STATEMENTS,
            login::store::STATEMENTS,
            surnames::store::STATEMENTS,
        ],
        followers: vec![],
    }
}
