//! The pages of people at work: their day, their unit's trails, one trail, and what can be done with it.

mod answer;
mod closing;
mod day;
mod form;
mod hand_over;
mod list;
mod open;
mod plan;
mod search;
mod show;

use axum::Router;
use axum::extract::{FromRequestParts, Path};
use axum::routing::{get, post};
use domain::id::Id;
use domain::organisation::Role;
use domain::trail::Trail;
use http::request::Parts;
use web::{App, MenuItem, Problem};

pub use day::QUERIES_MAX as DAY_QUERIES_MAX;
pub use list::QUERIES_MAX as LIST_QUERIES_MAX;
pub use show::QUERIES_MAX as SHOW_QUERIES_MAX;

/// Places in the menu at work.
pub(crate) const MENU: &[MenuItem] = &[
    MenuItem { place: 10, href: "/min-dag", beneath: &[], icon: "sun", words: "trail-menu-day", for_whom: |_| true },
    MenuItem {
        place: 30,
        href: "/leder",
        beneath: &["/led", "/ny-led"],
        icon: "route",
        words: "trail-menu-trails",
        for_whom: |post| !keeps_the_system(post.role),
    },
];

/// Whether a role keeps the log, the registry or the system, and so has no trails.
const fn keeps_the_system(role: Role) -> bool {
    matches!(role, Role::LogReviewer | Role::Registrar | Role::Steward)
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/min-dag", get(day::show))
        .route("/leder", get(list::show))
        .route("/leder/sok", get(search::empty).post(search::search))
        .route("/ny-led", get(open::form).post(open::send))
        .route("/led/{id}", get(show::show))
        .route("/led/{id}/lamna-over", get(hand_over::form).post(hand_over::send))
        .route("/led/{id}/lamna-over/{sharing}", post(hand_over::send_agreed))
        .route("/led/{id}/ta-tillbaka", get(hand_over::withdraw_form).post(hand_over::withdraw))
        .route("/led/{id}/komplettera", get(hand_over::supply_form).post(hand_over::supply))
        .route("/led/{id}/ta-emot", get(answer::receive_form).post(answer::receive))
        .route("/led/{id}/tacka-ja", get(answer::accept_form).post(answer::accept))
        .route("/led/{id}/fraga", get(answer::want_more_form).post(answer::want_more))
        .route("/led/{id}/lamna-tillbaka", get(answer::give_back_form).post(answer::give_back))
        .route("/led/{id}/ta-over", get(plan::reassign_form).post(plan::reassign))
        .route("/led/{id}/nasta-steg", get(plan::next_step_form).post(plan::set_next_step))
        .route("/led/{id}/avsluta", get(closing::close_form).post(closing::close))
        .route("/led/{id}/oppna-igen", get(closing::reopen_form).post(closing::reopen))
}

/// The trail in an address. What is no identifier is no trail.
struct OnTrail(Id<Trail>);

impl FromRequestParts<App> for OnTrail {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(id) = Path::<String>::from_request_parts(parts, app).await.map_err(|_| Problem::NotFound)?;
        id.parse().map(Self).map_err(|_| Problem::NotFound)
    }
}
