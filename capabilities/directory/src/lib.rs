//! The directory (*Vem gör vad*) and the public guide (*Vart vänder jag mig?*): who does what, for whom, how to reach
//! them, confirmed when. Reading it asks for no login and leaves nothing behind.

pub mod commands;
pub mod deciding;
mod entries;
mod forms;
mod guide;
mod keep;
mod listing;
pub mod numbers;
pub mod promises;
mod reading;
mod start;
pub(crate) mod store;
mod words;

pub use domain::directory::{Entry, Hours, Intake, OnHolidays, OpenNow, Phone, Week, Weekday, Wording};
pub use entries::{Entries, Kept, entries, open_now, routing_entries};
pub use promises::{Promises, promises};

use axum::Router;
use axum::routing::{get, post};
use database::{Migration, Migrations};
use domain::organisation::{Post, Role};
use web::{App, Capability, MenuItem};

/// The tables of this capability.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "directory",
    files: &[
        Migration { number: 1, name: "entries", sql: include_str!("../migrations/0001_entries.sql") },
        Migration { number: 2, name: "promised_times", sql: include_str!("../migrations/0002_promised_times.sql") },
        Migration { number: 3, name: "deciding_rules", sql: include_str!("../migrations/0003_deciding_rules.sql") },
    ],
};

/// What this capability brings to the server.
pub fn capability() -> Capability {
    Capability {
        name: "directory",
        routes: routes(),
        migrations: MIGRATIONS,
        messages: i18n::Source {
            owner: "directory",
            swedish: include_str!("../texts/sv.ftl"),
            english: include_str!("../texts/en.ftl"),
        },
        menu: MENU,
        statements: &[store::STATEMENTS, promises::store::STATEMENTS, deciding::store::STATEMENTS],
        followers: vec![],
    }
}

/// Everyone at work looks things up; the steward sets times, and who decides.
const MENU: &[MenuItem] = &[
    MenuItem {
        place: 70,
        href: "/vem-gor-vad",
        beneath: &[],
        icon: "signpost",
        words: "directory-title",
        for_whom: |_| true,
    },
    MenuItem {
        place: 85,
        href: "/tider",
        beneath: &[],
        icon: "alarm-clock",
        words: "promises-menu",
        for_whom: keeps_promises,
    },
    MenuItem {
        place: 86,
        href: deciding::pages::HERE,
        beneath: &[],
        icon: "scale",
        words: "deciding-menu",
        for_whom: keeps_promises,
    },
];

/// Who has use of setting promised times, and of saying who decides.
fn keeps_promises(post: &Post) -> bool {
    post.role == Role::Steward
}

fn routes() -> Router<App> {
    Router::new()
        .route("/", get(start::child))
        .route("/foralder", get(start::parent))
        .route("/guiden", get(guide::restart).post(guide::ask))
        .route("/vem-gor-vad", get(listing::list))
        .route("/vem-gor-vad/{unit}", get(listing::entry))
        .route("/vem-gor-vad/{unit}/andra", get(keep::form).post(keep::save))
        .route("/vem-gor-vad/{unit}/bekrafta", post(keep::confirm))
        .route("/dina-uppgifter", get(reading::your_data))
        .route("/tystnadsplikt", get(reading::secrecy))
        .route("/tillganglighet", get(reading::accessibility))
        .route("/om-tiderna", get(reading::times))
        .route(promises::pages::HERE, get(promises::pages::show).post(promises::pages::set))
        .route("/tider/ta-tillbaka", post(promises::pages::take_back))
        .route(deciding::pages::HERE, get(deciding::pages::show).post(deciding::pages::set))
        .route("/vem-bestammer/ta-tillbaka", post(deciding::pages::take_back))
}
