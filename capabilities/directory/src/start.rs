//! The first page: whom to turn to, what happens when one asks for help here, and who gets to know.

use askama::Template;
use axum::response::Response;
use domain::clock::{self, Code, Scope};
use domain::organisation::Branch;
use web::{Assets, Problem, Session, Shell, Visit};

use access::branch_code;

use crate::guide::{Who, about_choices};
use crate::words::icon_of;

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    a: Assets,
    t: StartText,
    who: &'static str,
    is_parent: bool,
    choices: Vec<crate::guide::Choice>,
    steps: Vec<(String, String)>,
    services: Vec<Service>,
    home: &'static str,
}

struct StartText {
    title: String,
    lead: String,
    who: String,
    child: String,
    parent: String,
    anonymous: String,
    question: String,
    go_on: String,
    skip: String,
    steps: String,
    services: String,
    know: String,
    know_silence: String,
    know_danger: String,
    know_more: String,
    calm: String,
    contact: String,
    contact_text: String,
    contact_link: String,
}

struct Service {
    icon: &'static str,
    name: String,
    about: String,
    href: String,
}

/// The services that the first page names, in the order in which one usually meets them.
const SERVICES: [Branch; 5] =
    [Branch::PupilHealth, Branch::FirstLine, Branch::YouthClinic, Branch::SocialServices, Branch::ChildPsychiatry];

/// The first page, as someone under 18 meets it.
pub(crate) async fn child(visit: Visit) -> Result<Response, Problem> {
    show(&visit, Who::Child)
}

/// The first page, as a parent meets it.
pub(crate) async fn parent(visit: Visit) -> Result<Response, Problem> {
    show(&visit, Who::Parent)
}

fn show(visit: &Visit, who: Who) -> Result<Response, Problem> {
    let say = visit.say();
    let page = StartPage {
        a: visit.assets(),
        t: texts(visit, who),
        who: who.code(),
        is_parent: who == Who::Parent,
        choices: about_choices(say, who, None),
        steps: steps(visit, who),
        services: services(visit),
        home: home(&visit.session),
    };
    visit.open_page(Shell::PublicWide, &say.t("guide-title"), &page)
}

fn texts(visit: &Visit, who: Who) -> StartText {
    let say = visit.say();
    let own = |key: &str| say.t(&format!("{key}-{}", who.key()));
    let contact = if visit.session == Session::Nobody { "start-contact-link" } else { "start-contact-link-in" };
    StartText {
        title: say.t("guide-title"),
        lead: own("start-lead"),
        who: say.t("start-who"),
        child: say.t("start-child"),
        parent: say.t("start-parent"),
        anonymous: say.t("guide-anonymous"),
        question: own("guide-vad"),
        go_on: say.t("guide-go-on"),
        skip: say.t("start-skip"),
        steps: own("start-steps"),
        services: own("start-services"),
        know: own("start-know"),
        know_silence: own("start-know-silence"),
        know_danger: own("start-know-danger"),
        know_more: say.t("start-know-more"),
        calm: own("start-calm"),
        contact: say.t("start-contact"),
        contact_text: own("start-contact-text"),
        contact_link: say.t(contact),
    }
}

/// What happens when one asks for help. The promised time is the one in force, never a number in a text.
fn steps(visit: &Visit, who: Who) -> Vec<(String, String)> {
    let say = visit.say();
    let defaults = clock::defaults();
    let promise = clock::in_force(&defaults, Code::ContactOrdinary, Scope::Local, visit.now());
    let days = promise.map_or(0, |definition| i64::from(definition.amount));
    let step = |number: u8| {
        let key = format!("start-step-{number}-{}", who.key());
        (say.with(&key, "days", days), say.t(&format!("{key}-text")))
    };
    (1..=3).map(step).collect()
}

fn services(visit: &Visit) -> Vec<Service> {
    let say = visit.say();
    let service = |branch: Branch| {
        let code = branch_code(branch);
        Service {
            icon: icon_of(branch),
            name: say.t(&format!("start-service-{code}")),
            about: say.t(&format!("start-service-{code}-text")),
            href: format!("/vem-gor-vad?slag={code}"),
        }
    };
    SERVICES.into_iter().map(service).collect()
}

fn home(session: &Session) -> &'static str {
    match session {
        Session::Nobody => "/logga-in",
        Session::Staff { .. } => "/min-dag",
        Session::Child(_) => "/min-sida",
        Session::Guardian(_) => "/min-familj",
    }
}
