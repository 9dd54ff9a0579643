//! The trail (*led*) of a child between organisations, and the baton (*stafettpinnen*) that exactly one unit and person
//! hold: stored so that no event is lost, handed over so that nobody is dropped, shown to people at work.

mod adults;
pub mod asking;
pub mod clocks;
pub mod commands;
pub mod crossing;
pub mod entries;
pub mod family;
mod fitting;
mod forms;
mod handovers;
mod history;
mod in_hand;
pub mod jobs;
mod listening;
mod lists;
pub mod pages;
mod panels;
mod rows;
mod sealed;
pub mod sharing;
mod store;
mod views;

pub use listening::{Accepted, Done, Note, Notes, OnTheDay, WhenAccepted};
pub use store::{facts, invite, of_child};

use access::Permit;
use access::action::trail::Read;
use audit::Act;
use database::Failure;
use database::{Migration, Migrations};
use domain::trail::{Event, Trail};
use identity::organisations::WhenCounting;
use web::Capability;

/// The tables of this capability.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "trail",
    files: &[
        Migration { number: 1, name: "trail", sql: include_str!("../migrations/0001_trail.sql") },
        Migration { number: 2, name: "clocks", sql: include_str!("../migrations/0002_clocks.sql") },
        Migration { number: 3, name: "entries", sql: include_str!("../migrations/0003_entries.sql") },
        Migration { number: 4, name: "sharing", sql: include_str!("../migrations/0004_sharing.sql") },
        Migration { number: 5, name: "family", sql: include_str!("../migrations/0005_family.sql") },
        Migration { number: 6, name: "units", sql: include_str!("../migrations/0006_units.sql") },
        Migration { number: 7, name: "run_out", sql: include_str!("../migrations/0007_run_out.sql") },
        Migration {
            number: 8,
            name: "handover_disclosure",
            sql: include_str!("../migrations/0008_handover_disclosure.sql"),
        },
        Migration { number: 9, name: "care_clocks", sql: include_str!("../migrations/0009_care_clocks.sql") },
        Migration { number: 10, name: "asked_again", sql: include_str!("../migrations/0010_asked_again.sql") },
    ],
};

/// What this capability brings to the server.
pub fn capability() -> Capability {
    Capability {
        name: "trail",
        routes: pages::routes().merge(entries::pages::routes()).merge(sharing::pages::routes()).merge(family::routes()),
        migrations: MIGRATIONS,
        messages: i18n::Source {
            owner: "trail",
            swedish: include_str!("../texts/sv.ftl"),
            english: include_str!("../texts/en.ftl"),
        },
        menu: pages::MENU,
        statements: &[
            store::STATEMENTS,
            handovers::store::STATEMENTS,
            history::store::STATEMENTS,
            in_hand::store::STATEMENTS,
            lists::store::STATEMENTS,
            lists::waiting::store::STATEMENTS,
            clocks::store::STATEMENTS,
            clocks::care::store::STATEMENTS,
            entries::store::STATEMENTS,
            sharing::store::STATEMENTS,
            sharing::expiry::store::STATEMENTS,
            entries::whole::store::STATEMENTS,
            family::store::STATEMENTS,
        ],
        followers: vec![Box::new(WhenCounting(|transaction, in_hand| {
            Box::pin(in_hand::store::count(transaction, in_hand))
        }))],
    }
}

/// The trail that a permit to read is about.
pub async fn find(act: &mut Act, permit: &Permit<Read>) -> Result<Option<Trail>, Failure> {
    store::find(act, permit).await
}

/// Everything that has happened to the trail that a permit to read is about, oldest first.
pub async fn history(act: &mut Act, permit: &Permit<Read>) -> Result<Vec<Event>, Failure> {
    history::store::all(act, permit).await
}
