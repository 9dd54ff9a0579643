//! The joint front door (*En väg in*): asking for help without logging in, the queue, the interview, the rating and the
//! decision. From the moment somebody asks, exactly one unit and person holds the baton.

pub mod area;
pub mod ask;
pub mod preparation;
pub mod request;

use database::{Migration, Migrations};
use web::Capability;

/// The tables of this capability.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "front_door",
    files: &[
        Migration { number: 1, name: "request", sql: include_str!("../migrations/0001_request.sql") },
        Migration { number: 2, name: "draft", sql: include_str!("../migrations/0002_draft.sql") },
        Migration { number: 3, name: "preparation", sql: include_str!("../migrations/0003_preparation.sql") },
    ],
};

/// What this capability brings to the server.
pub fn capability() -> Capability {
    Capability {
        name: "front_door",
        routes: ask::pages::routes().merge(preparation::pages::routes()),
        migrations: MIGRATIONS,
        messages: i18n::Source {
            owner: "front_door",
            swedish: include_str!("../texts/sv.ftl"),
            english: include_str!("../texts/en.ftl"),
        },
        menu: &[],
        statements: &[
            request::store::STATEMENTS,
            area::store::STATEMENTS,
            ask::store::STATEMENTS,
            preparation::store::STATEMENTS,
        ],
    }
}
