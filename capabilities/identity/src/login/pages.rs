//! Pages of logging in, choosing an assignment, and logging out.

use askama::Template;
use axum::Router;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use i18n::Language;
use oidc::Welcome;
use web::app::Login;
use web::layout::{initials, org_of};
use web::limit::Tries;
use web::page::{see_other, see_other_with_token, set_cookie};
use web::visit::{new_token, no_session_cookie};
use web::{App, Assets, Problem, Sent, Session, Shell, Visit};

use crate::login::commands::{self, Kind};
use crate::login::staff;
use crate::login::staff_pages::{self, MaybeProvider};
use crate::organisations::Book;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/logga-in", get(show).post(log_in))
        .route(staff_pages::DOOR, get(staff_pages::depart))
        .route(staff_pages::RETURN, get(staff_pages::arrive))
        .route(staff_pages::AFTER, get(staff_pages::logged_out))
        .route("/logga-ut", post(log_out))
        .route("/uppdrag", get(assignments).post(choose))
}

#[derive(Template)]
#[template(path = "log_in.html")]
struct LogInPage {
    a: Assets,
    t: Words,
    csrf: String,
    code: String,
    error: String,
    personas: Vec<PersonaView>,
    staff: Option<StaffDoor>,
}

/// The way in for people at work.
struct StaffDoor {
    heading: String,
    lead: String,
    words: String,
    href: &'static str,
}

struct Words {
    title: String,
    lead: String,
    code: String,
    code_hint: String,
    log_in: String,
    personas: String,
    personas_lead: String,
    error_prefix: String,
    error_heading: String,
}

struct PersonaView {
    code: String,
    kind: &'static str,
    initials: String,
    name: String,
    role: String,
    about: String,
}

async fn show(visit: Visit, provider: MaybeProvider) -> Result<Response, Problem> {
    let page = log_in_page(&visit, provider, String::new(), String::new()).await?;
    let title = page.t.title.clone();
    visit.open_page(Shell::Public, &title, &page)
}

async fn log_in_page(
    visit: &Visit,
    provider: MaybeProvider,
    code: String,
    error: String,
) -> Result<LogInPage, Problem> {
    let say = visit.say();
    let t = Words {
        title: say.t("login-title"),
        lead: say.t("login-lead"),
        code: say.t("login-code"),
        code_hint: say.t("login-code-hint"),
        log_in: say.t("login-log-in"),
        personas: say.t("login-personas"),
        personas_lead: say.t("login-personas-lead"),
        error_prefix: say.t("frame-error-prefix"),
        error_heading: say.t("login-error-heading"),
    };
    let personas = match visit.app.settings().login {
        Login::Demo => persona_views(visit).await?,
        Login::Real => vec![],
    };
    let staff = provider.map(|provider| StaffDoor {
        heading: say.t("login-staff"),
        lead: say.t("login-staff-lead"),
        words: say.with("login-staff-door", "provider", provider.name()),
        href: staff_pages::DOOR,
    });
    Ok(LogInPage { a: visit.assets(), t, csrf: visit.form_token(), code, error, personas, staff })
}

async fn persona_views(visit: &Visit) -> Result<Vec<PersonaView>, Problem> {
    let say = visit.say();
    let mut transaction = visit.app.database().begin_reading("identity.book").await?;
    let book = Book::open(&mut transaction).await?;
    transaction.commit().await?;
    let view = |persona: commands::Persona| {
        let about = match say.language() {
            Language::Swedish => persona.about_swedish,
            Language::English => persona.about_english,
        };
        let (kind, role) = match persona.kind {
            Kind::Staff(staff) => {
                let assignments = book.assignments_of(staff);
                let first = assignments.first();
                let kind = first.map_or("fam", |colleague| org_of(colleague.post.branch));
                let role = first.map_or(String::new(), |colleague| {
                    let role = say.t(&format!("role-{}", access::role_code(colleague.post.role)));
                    format!("{role}, {}", book.unit_name(colleague.post.unit))
                });
                (kind, role)
            }
            Kind::Child(_) => ("barn", say.t("login-as-child")),
            Kind::Guardian(_) => ("fam", say.t("login-as-guardian")),
        };
        PersonaView { code: persona.code, kind, initials: initials(&persona.name), name: persona.name, role, about }
    };
    Ok(commands::personas(visit.app.database()).await?.into_iter().map(view).collect())
}

async fn log_in(provider: MaybeProvider, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let demo = visit.app.settings().login == Login::Demo;
    // A new token at every login: one that was known before it is worth nothing after.
    let token = new_token(&visit.app);
    let (database, tokens) = (visit.app.database(), (visit.browser_token(), token.as_str()));
    let session = if demo && fields.has("persona") {
        commands::as_persona(database, tokens, fields.text("persona")).await?
    } else {
        visit.try_once_more(Tries::Codes)?;
        commands::with_code(&visit.asker(), tokens, fields.text("code")).await?
    };
    if let Some(session) = session {
        return Ok(see_other_with_token(home(&session), &token));
    }
    let error = visit.say().t("login-code-unknown");
    let page = log_in_page(&visit, provider, fields.text("code").to_owned(), error).await?;
    let title = page.t.title.clone();
    visit.refused_form(Shell::Public, &title, &page)
}

/// The first page of who has logged in.
pub(crate) fn home(session: &Session) -> &'static str {
    match session {
        Session::Nobody => "/",
        Session::Staff { standing: None, .. } => "/uppdrag",
        Session::Staff { standing: Some(_), .. } => "/min-dag",
        Session::Child(_) => "/min-sida",
        Session::Guardian(_) => "/min-familj",
    }
}

async fn log_out(provider: MaybeProvider, headers: HeaderMap, sent: Sent) -> Result<Response, Problem> {
    let visit = sent.visit;
    let at_work = match &visit.session {
        Session::Staff { standing: Some((post, _)), .. } => {
            staff::out(&visit.asker(), visit.browser_token(), post).await?;
            true
        }
        Session::Staff { standing: None, .. } => {
            commands::out(visit.app.database(), visit.browser_token()).await?;
            true
        }
        // Whoever was locked out and then logs out is shown the way out of the provider all the same.
        Session::Nobody => {
            commands::out(visit.app.database(), visit.browser_token()).await?;
            staff_pages::welcome(&headers) == Welcome::Anew
        }
        Session::Child(person) | Session::Guardian(person) => {
            commands::family_out(&visit.asker(), visit.browser_token(), *person).await?;
            false
        }
    };
    let mut response = see_other(if at_work && provider.is_some() { staff_pages::AFTER } else { "/" });
    set_cookie(&mut response, &no_session_cookie());
    Ok(response)
}

#[derive(Template)]
#[template(path = "assignments.html")]
struct AssignmentsPage {
    a: Assets,
    title: String,
    lead: String,
    none: String,
    csrf: String,
    assignments: Vec<AssignmentView>,
}

struct AssignmentView {
    id: String,
    kind: &'static str,
    unit: String,
    role: String,
    domain: String,
}

async fn assignments(visit: Visit) -> Result<Response, Problem> {
    let Session::Staff { staff, .. } = &visit.session else { return Err(Problem::NotLoggedIn) };
    let say = visit.say();
    let mut transaction = visit.app.database().begin_reading("identity.book").await?;
    let book = Book::open(&mut transaction).await?;
    transaction.commit().await?;
    let views = book.assignments_of(*staff).into_iter().map(|colleague| AssignmentView {
        id: colleague.post.assignment.to_string(),
        kind: org_of(colleague.post.branch),
        unit: book.unit_name(colleague.post.unit).to_owned(),
        role: say.t(&format!("role-{}", access::role_code(colleague.post.role))),
        domain: book.domain_name(colleague.post.domain).to_owned(),
    });
    let page = AssignmentsPage {
        a: visit.assets(),
        title: say.t("assignments-title"),
        lead: say.t("assignments-lead"),
        none: say.t("assignments-none"),
        csrf: visit.form_token(),
        assignments: views.collect(),
    };
    let title = page.title.clone();
    visit.open_page(Shell::Public, &title, &page)
}

async fn choose(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let Session::Staff { staff: who, .. } = &visit.session else { return Err(Problem::NotLoggedIn) };
    let assignment = fields.text("assignment").parse().map_err(|_| Problem::NotFound)?;
    let asker = visit.app.asker(access::Actor::Visitor);
    let chosen = staff::choose(&asker, visit.browser_token(), *who, assignment).await?;
    if chosen.is_some() { Ok(see_other("/min-dag")) } else { Err(Problem::NotFound) }
}
