//! The page on which a unit says who is on duty.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::id::Id;
use domain::organisation::{Assignment, Post};
use i18n::Say;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::organisations::Colleague;
use crate::organisations::duty::{DutyError, may_set, put_on_duty};
use crate::pages::{Choice, ErrorView, Errors, FieldWords, book_of};

/// Where the page is.
const HERE: &str = "/jour";

pub(crate) fn routes() -> Router<App> {
    Router::new().route(HERE, get(show).post(set))
}

#[derive(Template)]
#[template(path = "duty.html")]
struct DutyPage<'v> {
    a: Assets,
    say: Say<'v>,
    t: FieldWords,
    csrf: String,
    errors: Vec<ErrorView>,
    unit: String,
    now: String,
    /// Whether whoever looks can take the duty with one click, and has not got it.
    take: String,
    choices: Vec<Choice>,
    error: String,
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let post = visit.post()?;
    if !may_set(&visit.asker(), &post) {
        return Err(Problem::Forbidden);
    }
    let page = page(&visit, &post, "", &Errors::default()).await?;
    visit.open_page(Shell::Work, &visit.say().t("duty-title"), &page)
}

async fn set(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let post = visit.post()?;
    let chosen = chosen(&fields);
    let mut errors = Errors::default();
    if let Some(duty) = chosen {
        match put_on_duty(&visit.asker(), &post, duty).await {
            Ok(()) => return Ok(visit.see_and_tell(HERE, "duty-set")),
            Err(DutyError::CannotHave) => {}
            Err(DutyError::Act(refused)) => return Err(refused.into()),
        }
    } else if !may_set(&visit.asker(), &post) {
        return Err(Problem::Forbidden);
    }
    errors.add("assignment", "duty-missing");
    let page = page(&visit, &post, fields.text("assignment"), &errors).await?;
    visit.refused_form(Shell::Work, &visit.say().t("duty-title"), &page)
}

fn chosen(fields: &Fields) -> Option<Id<Assignment>> {
    fields.text("assignment").parse().ok()
}

async fn page<'v>(visit: &'v Visit, post: &Post, chosen: &str, errors: &Errors) -> Result<DutyPage<'v>, Problem> {
    let say = visit.say();
    let book = book_of(visit).await?;
    let duty = book.duty(post.unit);
    let choice = |one: &&Colleague| {
        let value = one.post.assignment.to_string();
        let role = say.t(&format!("role-{}", access::role_code(one.post.role)));
        Choice { chosen: value == chosen, value, label: one.name.clone(), hint: role }
    };
    let has_it = |one: &Colleague| duty.is_some_and(|duty| duty.post.assignment == one.post.assignment);
    // Whoever has it now cannot be given it.
    let fits = |one: &&Colleague| one.post.role.has_duty(post.branch) && !has_it(one);
    let on_duty = duty.is_some_and(|duty| duty.post.assignment == post.assignment);
    let take = post.role.has_duty(post.branch) && !on_duty;
    Ok(DutyPage {
        a: visit.assets(),
        say,
        t: FieldWords::of(say),
        csrf: visit.form_token(),
        errors: errors.views(say),
        unit: book.unit_name(post.unit).to_owned(),
        now: duty.map(|duty| duty.name.clone()).unwrap_or_default(),
        take: if take { post.assignment.to_string() } else { String::new() },
        choices: book.colleagues_at(post.unit).iter().filter(|one| fits(one)).map(choice).collect(),
        error: errors.of(say, "assignment"),
    })
}
