//! Who has read what: opening a trail without a relation (*nödöppning*) and answering for it, samples of the log for
//! those who review it, and the family's own page of who has read. Source: dossier 6.3 (PDL 4:1-4:3, 8:5), stories 21
//! and 24.
//! Not here: the log itself, which `audit` keeps; who may do what, which `access` decides.

mod export;
pub mod jobs;
mod joining;
pub mod openings;
pub mod readers;
pub mod reviews;
pub mod samples;
mod views;

use access::role_code;
use database::{Migration, Migrations};
use domain::organisation::Post;
use identity::children::joining::WhenJoined;
use web::{Capability, MenuItem};

/// The tables of this capability.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "oversight",
    files: &[
        Migration { number: 1, name: "openings", sql: include_str!("../migrations/0001_openings.sql") },
        Migration { number: 2, name: "samples", sql: include_str!("../migrations/0002_samples.sql") },
        Migration { number: 3, name: "late", sql: include_str!("../migrations/0003_late.sql") },
        Migration { number: 4, name: "joined", sql: include_str!("../migrations/0004_joined.sql") },
    ],
};

/// Places in the menu at work.
const MENU: &[MenuItem] = &[
    MenuItem {
        place: 80,
        href: "/granskning",
        beneath: &[],
        icon: "clipboard-check",
        words: "oversight-menu-review",
        for_whom: reviews_the_log,
    },
    MenuItem {
        place: 90,
        href: "/nodoppning",
        beneath: &[],
        icon: "shield-alert",
        words: "oversight-menu-glass",
        for_whom: meets_children,
    },
];

/// What this capability brings to the server.
pub fn capability() -> Capability {
    Capability {
        name: "oversight",
        routes: openings::pages::routes()
            .merge(reviews::pages::routes())
            .merge(samples::pages::routes())
            .merge(readers::pages::routes()),
        migrations: MIGRATIONS,
        messages: i18n::Source {
            owner: "oversight",
            swedish: include_str!("../texts/sv.ftl"),
            english: include_str!("../texts/en.ftl"),
        },
        menu: MENU,
        statements: &[
            openings::store::STATEMENTS,
            reviews::store::STATEMENTS,
            reviews::late::store::STATEMENTS,
            samples::store::STATEMENTS,
            readers::store::STATEMENTS,
            joining::store::STATEMENTS,
        ],
        followers: vec![
            Box::new(trail::OnTheDay(|act, say| Box::pin(reviews::late::on_the_day(act, say)))),
            Box::new(WhenJoined(|transaction, joined| Box::pin(joining::store::moved(transaction, joined)))),
        ],
    }
}

/// Who has use of the pages of review. The right itself is a policy.
fn reviews_the_log(post: &Post) -> bool {
    ["log_reviewer", "unit_manager", "operations_manager"].contains(&role_code(post.role))
}

/// Who has use of the page of opening without a relation. The right itself is a policy.
fn meets_children(post: &Post) -> bool {
    !["head_teacher", "care_administrator", "log_reviewer", "registrar", "steward"].contains(&role_code(post.role))
}
