//! The joint front door (*En väg in*): asking for help without logging in, the queue, the interview, the rating and the
//! decision. From the moment somebody asks, exactly one unit and person holds the baton.

pub mod area;
pub mod ask;
pub mod jobs;
pub mod preparation;
pub(crate) mod refer;
pub mod request;

pub mod decision;
pub mod interview;
pub mod joining;
pub mod queue;
pub mod rules;
pub mod safety;

mod guide;
mod in_hand;
mod work;

use database::{Migration, Migrations};
use domain::organisation::{Branch, Post, Role};
use identity::children::joining::WhenJoined;
use identity::organisations::WhenCounting;
use web::{Capability, MenuItem};

/// The tables of this capability.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "front_door",
    files: &[
        Migration { number: 1, name: "request", sql: include_str!("../migrations/0001_request.sql") },
        Migration { number: 2, name: "draft", sql: include_str!("../migrations/0002_draft.sql") },
        Migration { number: 3, name: "preparation", sql: include_str!("../migrations/0003_preparation.sql") },
        Migration { number: 4, name: "rules", sql: include_str!("../migrations/0004_rules.sql") },
        Migration { number: 5, name: "assessment", sql: include_str!("../migrations/0005_assessment.sql") },
        Migration { number: 6, name: "waiting", sql: include_str!("../migrations/0006_waiting.sql") },
        Migration { number: 7, name: "referral", sql: include_str!("../migrations/0007_referral.sql") },
        Migration { number: 8, name: "following", sql: include_str!("../migrations/0008_following.sql") },
        Migration { number: 9, name: "asked", sql: include_str!("../migrations/0009_asked.sql") },
        Migration { number: 10, name: "replies", sql: include_str!("../migrations/0010_replies.sql") },
        Migration { number: 11, name: "queue_row", sql: include_str!("../migrations/0011_queue_row.sql") },
        Migration { number: 12, name: "joined", sql: include_str!("../migrations/0012_joined.sql") },
    ],
};

/// What this capability brings to the server.
pub fn capability() -> Capability {
    Capability {
        name: "front_door",
        routes: ask::pages::routes()
            .merge(ask::calling::pages::routes())
            .merge(preparation::pages::routes())
            .merge(request::following::pages::routes())
            .merge(work_routes()),
        migrations: MIGRATIONS,
        messages: i18n::Source {
            owner: "front_door",
            swedish: concat!(
                include_str!("../texts/sv.ftl"),
                include_str!("../texts/joining_sv.ftl"),
                include_str!("../texts/refer_sv.ftl"),
                include_str!("../texts/rules_sv.ftl"),
                include_str!("../texts/work_sv.ftl")
            ),
            english: concat!(
                include_str!("../texts/en.ftl"),
                include_str!("../texts/joining_en.ftl"),
                include_str!("../texts/refer_en.ftl"),
                include_str!("../texts/rules_en.ftl"),
                include_str!("../texts/work_en.ftl")
            ),
        },
        menu: MENU,
        statements: &[
            request::store::STATEMENTS,
            request::events::store::STATEMENTS,
            request::following::store::STATEMENTS,
            area::store::STATEMENTS,
            in_hand::store::STATEMENTS,
            ask::store::STATEMENTS,
            preparation::store::STATEMENTS,
            refer::store::STATEMENTS,
            rules::store::STATEMENTS,
            queue::store::STATEMENTS,
            queue::counts::store::STATEMENTS,
            interview::store::STATEMENTS,
            decision::store::STATEMENTS,
            joining::store::STATEMENTS,
        ],
        followers: vec![
            Box::new(trail::WhenAccepted(|act, accepted| Box::pin(request::carrying::carried_out(act, accepted)))),
            Box::new(trail::OnTheDay(|act, say| Box::pin(refer::day::on_the_day(act, say)))),
            Box::new(trail::OnTheDay(|act, say| Box::pin(queue::day::on_the_day(act, say)))),
            Box::new(WhenJoined(|transaction, joined| Box::pin(joining::store::moved(transaction, joined)))),
            Box::new(WhenCounting(|transaction, in_hand| Box::pin(in_hand::store::count(transaction, in_hand)))),
        ],
    }
}

/// The pages of people at work.
fn work_routes() -> axum::Router<web::App> {
    refer::pages::routes()
        .merge(queue::pages::routes())
        .merge(interview::overview::routes())
        .merge(interview::pages::routes())
        .merge(joining::pages::routes())
        .merge(safety::pages::routes())
        .merge(decision::pages::routes())
        .merge(rules::pages::routes())
        .merge(area::pages::routes())
}

/// Places in the menu at work.
const MENU: &[MenuItem] = &[
    MenuItem {
        place: 20,
        href: "/en-vag-in",
        beneath: &[],
        icon: "inbox",
        words: "front-menu-queue",
        for_whom: works_here,
    },
    MenuItem { place: 25, href: "/remisser", beneath: &[], icon: "inbox", words: "refer-menu", for_whom: refers },
    MenuItem {
        place: 80,
        href: "/regler",
        beneath: &[],
        icon: "list-checks",
        words: "front-menu-rules",
        for_whom: keeps_rules,
    },
];

/// Who has use of the queue.
fn works_here(post: &Post) -> bool {
    post.branch == Branch::FrontDoor && post.role.may_hold()
}

/// Who has use of asking the front door for help for a child.
fn refers(post: &Post) -> bool {
    let meets_children = !matches!(
        post.role,
        Role::LogReviewer | Role::Registrar | Role::Steward | Role::HeadTeacher | Role::CareAdministrator
    );
    meets_children && post.branch != Branch::FrontDoor
}

/// Who has use of keeping the rules.
fn keeps_rules(post: &Post) -> bool {
    matches!(post.role, Role::Steward | Role::OperationsManager)
}
