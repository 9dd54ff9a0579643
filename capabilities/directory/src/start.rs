//! The first page: whom to turn to, what happens when one asks for help here, and who gets to know.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use domain::clock::Unit;
use domain::organisation::Branch;
use identity::pages::Choice;
use web::{Assets, Problem, Session, Shell, Visit};

use access::branch_code;

use crate::guide::{Who, about_choices};
use crate::promises::{Promises, promises};
use crate::reading::promised_time;
use crate::words::icon_of;

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    a: Assets,
    t: StartText,
    who: &'static str,
    is_parent: bool,
    choices: Vec<Choice>,
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
    show(&visit, Who::Child).await
}

/// The first page, as a parent meets it.
pub(crate) async fn parent(visit: Visit) -> Result<Response, Problem> {
    show(&visit, Who::Parent).await
}

async fn show(visit: &Visit, who: Who) -> Result<Response, Problem> {
    let say = visit.say();
    let promises = promises_if_there(visit).await;
    let page = StartPage {
        a: visit.assets(),
        t: texts(visit, who),
        who: who.code(),
        is_parent: who == Who::Parent,
        choices: about_choices(say, who, None),
        steps: steps(visit, who, promises.as_deref()),
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

/// What is promised, in one short reading. It is about nobody.
///
/// The first page is where one finds whom to ring: it is shown without a promise when the database is gone.
async fn promises_if_there(visit: &Visit) -> Option<Arc<Promises>> {
    public_promises(visit).await.ok()
}

/// What is promised, in one short reading.
pub(crate) async fn public_promises(visit: &Visit) -> Result<Arc<Promises>, Problem> {
    let mut transaction = visit.app.database().begin_reading("directory.promises").await?;
    let promises = promises(&mut transaction).await?;
    transaction.commit().await?;
    Ok(promises)
}

/// What happens when one asks for help. The promised time is the one in force, which the receipt counts too, and never a
/// number in a text.
fn steps(visit: &Visit, who: Who, promises: Option<&Promises>) -> Vec<(String, String)> {
    let say = visit.say();
    let answer = match promises.and_then(|promises| promises.first_answer(visit.now())) {
        Some(promise) if promise.unit == Unit::SameDay => say.t("start-step-3-same-day"),
        Some(promise) => say.with("start-step-3", "time", promised_time(say, promise).as_str()),
        None => say.t("start-step-3-none"),
    };
    let step = |number: u8| {
        let key = format!("start-step-{number}-{}", who.key());
        let heading = if number == 3 { answer.clone() } else { say.t(&key) };
        (heading, say.t(&format!("{key}-text")))
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
