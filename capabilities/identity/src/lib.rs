//! Organisations, people at work, children, guardians, and who stands in what relation to a child. Whoever works with a
//! child asks here who it is; nobody else writes these tables.

pub mod children;
pub mod import;
pub mod jobs;
pub mod login;
pub mod organisations;
pub mod pages;
pub mod surnames;

use database::{Migration, Migrations};
use domain::organisation::{Branch, Post};
use web::{Capability, MenuItem};

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
        Migration { number: 9, name: "grown_ups", sql: include_str!("../migrations/0009_grown_ups.sql") },
        Migration { number: 10, name: "joined", sql: include_str!("../migrations/0010_joined.sql") },
    ],
};

/// Where a unit says who is on duty; from the queue of a front door too.
const MENU: &[MenuItem] = &[MenuItem {
    place: 60,
    href: "/jour",
    beneath: &[],
    icon: "user-check",
    words: "duty-menu",
    for_whom: keeps_duty,
}];

/// Who has use of saying it often: those who lead, and the front door, where it changes by the day.
fn keeps_duty(post: &Post) -> bool {
    post.role.leads() || (post.branch == Branch::FrontDoor && post.role.may_hold())
}

/// What this capability brings to the server.
pub fn capability() -> Capability {
    Capability {
        name: "identity",
        routes: login::pages::routes().merge(children::pages::routes()).merge(organisations::duty::pages::routes()),
        migrations: MIGRATIONS,
        messages: i18n::Source {
            owner: "identity",
            swedish: include_str!("../texts/sv.ftl"),
            english: include_str!("../texts/en.ftl"),
        },
        menu: MENU,
        statements: &[
            organisations::store::STATEMENTS,
            children::store::STATEMENTS,
            children::guardians::store::STATEMENTS,
            children::relations::store::STATEMENTS,
            children::adults::store::STATEMENTS,
            children::corrections::store::STATEMENTS,
            children::joining::store::STATEMENTS,
            children::codes::store::STATEMENTS,
            children::protection::store::STATEMENTS,
            login::store::STATEMENTS,
            surnames::store::STATEMENTS,
        ],
        followers: vec![],
    }
}
