//! The page one comes to after taking a request: who it is, how to reach the family, what was told, and what has
//! happened. Everything here is logged.

mod anew;
mod holding;
mod people;
mod reaching;
mod referred;
mod told;
mod urgency;
mod writing;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::child::Protection;
use domain::front_door::intake::Interpreter;
use domain::front_door::request::{Request, State};
use domain::id::Id;
use domain::identity_number::Kind;
use domain::organisation::{Assignment, Unit};
use i18n::Say;
use identity::children::adults::commands::Confirming;
use identity::organisations::Book;
use web::{App, Assets, Fields, Problem, Shell, Visit};

use crate::decision::views::{MadeView, made_view};
use crate::interview::commands::{self, Overview};
use crate::interview::overview::people::{ChildForm, GuardianForm, GuardianRow};
use crate::interview::overview::referred::Referred;
use crate::interview::overview::told::{EventRow, Prepared};
use crate::interview::step::Step;
use crate::interview::views::{came, clock_of, name_and_age, request_address};
use crate::refer::follow_pages::QuestionView;
use crate::safety::pages::address as danger_address;
use crate::work::{Choice, ClockView, ErrorView, Errors, FieldWords, book_of, id_of};
use identity::pages::language as in_words;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/en-vag-in/{id}", get(show))
        .route("/en-vag-in/{id}/barn", post(people::identify))
        .route("/en-vag-in/{id}/vuxen", post(people::add_guardian))
        .route("/en-vag-in/{id}/kod", post(told::attach))
        .route("/en-vag-in/{id}/forsok", post(reaching::tried))
        .route("/en-vag-in/{id}/ge-upp", post(reaching::give_up))
        .route("/en-vag-in/{id}/skriv", post(writing::write))
        .route("/en-vag-in/{id}/brattom", post(urgency::choose))
        .route("/en-vag-in/{id}/nytt-beslut", post(anew::send))
        .route("/en-vag-in/{id}/fraga", post(referred::ask))
        .route("/en-vag-in/{id}/lagg-tillbaka", post(holding::release))
        .route("/en-vag-in/{id}/ta-over", post(holding::take_over))
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    here: String,
    title: String,
    about: String,
    clock: ClockView,
    errors: Vec<ErrorView>,
    protected: bool,
    /// Who holds the trail that the request joined; empty when it opened its own.
    joined: String,
    standing: Standing,
    holder: String,
    words: String,
    words_by: String,
    asker: &'static str,
    topic: String,
    reach: String,
    reach_href: String,
    trace: String,
    trace_tone: &'static str,
    interpreter: String,
    number: String,
    identified: bool,
    guardians: Vec<GuardianRow>,
    /// Where the grown-ups around the child and their codes are, and where the identity is protected.
    around: String,
    child: ChildForm,
    /// None for somebody who may not say who the grown-ups are.
    guardian: Option<GuardianForm>,
    reached: Vec<Choice>,
    reached_error: String,
    note: String,
    attempts: Vec<String>,
    give_up_reason: String,
    give_up_error: String,
    /// What is being written to whoever asked.
    write: Option<writing::WriteForm>,
    urgency: urgency::UrgencyForm,
    /// Where the baton and the next step are kept.
    trail: String,
    release_reason: String,
    release_error: String,
    reason_error: String,
    go_on: String,
    made: Option<MadeView>,
    /// What was decided before that, the latest first.
    earlier: Vec<MadeView>,
    /// The form for deciding anew; none where it cannot be.
    anew: Option<anew::AnewForm>,
    prepared: Vec<Prepared>,
    /// What whoever asked has added since.
    added: Vec<Prepared>,
    code_error: String,
    events: Vec<EventRow>,
    /// Who referred the child, where somebody at work did.
    referred: Option<Referred>,
    /// What they have been asked for, and have answered.
    questions: Vec<QuestionView>,
}

/// How the request stands to whoever looks.
struct Standing {
    /// Nobody has taken it.
    waiting: bool,
    /// They have.
    theirs: bool,
    /// It is taken and not decided.
    answering: bool,
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let (overview, logged) = commands::overview(&visit.asker(), id).await?;
    // Danger that nobody has acted on is shown before anything else.
    if overview.stored.request.record().interrupt.is_some() {
        return Ok(visit.see(&danger_address(id)));
    }
    let fields = people::known_fields(overview.who.as_ref(), visit.now().day());
    let page = page(&visit, &overview, &fields, &Errors::default()).await?;
    // No name in the title: browsers keep titles.
    let title = visit.say().t("front-request-page");
    visit.personal_page(logged, Shell::Work, &title, &page)
}

async fn again(visit: &Visit, id: Id<Request>, fields: &Fields, errors: &Errors) -> Result<Response, Problem> {
    let (overview, logged) = Box::pin(commands::overview(&visit.asker(), id)).await?;
    let mut all = people::known_fields(overview.who.as_ref(), visit.now().day());
    for (name, value) in fields.iter() {
        all.set(name, value);
    }
    let page = page(visit, &overview, &all, errors).await?;
    let title = visit.say().t("front-request-page");
    visit.refused_personal_form(logged, Shell::Work, &title, &page)
}

async fn page<'a>(
    visit: &'a Visit,
    overview: &Overview,
    fields: &Fields,
    errors: &Errors,
) -> Result<OverviewPage<'a>, Problem> {
    let (say, now) = (visit.say(), visit.now());
    let book = book_of(visit).await?;
    let record = overview.stored.request.record();
    let intake = &record.intake;
    let theirs = overview.assessment.is_some();
    let (waiting, answering) = match record.state {
        State::Waiting => (true, false),
        State::Taken(_) | State::Interviewed(..) => (false, true),
        State::Decided(..) | State::Closed(_) => (false, false),
    };
    let holder = record.state.holder().map(|holder| book.colleague_name(holder.by.assignment).to_owned());
    let (reach, reach_href) = if theirs { reaching::reach(say, overview) } else { (String::new(), String::new()) };
    let (trace_tone, trace) = reaching::trace(say, intake.trace);
    let attempts = overview.assessment.as_ref().map(|assessment| assessment.sheet.attempts()).unwrap_or_default();
    let known = overview.who.as_ref().map(|who| people::known_number(who, now.day()));
    let (kind, number) = known.unwrap_or((Kind::None, String::new()));
    Ok(OverviewPage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 2_000),
        csrf: visit.form_token(),
        here: request_address(record.id),
        title: name_and_age(say, &overview.label, now),
        about: came(say, &overview.label, record, now),
        clock: clock_of(say, record, &overview.calendar, now),
        errors: errors.views(say),
        joined: overview.joined.map(|joined| joined_words(say, &book, joined)).unwrap_or_default(),
        protected: overview.protection != Protection::None,
        standing: Standing { waiting, theirs, answering },
        holder: holder.unwrap_or_default(),
        words: if waiting { String::new() } else { intake.words.as_str().to_owned() },
        words_by: say.t(&format!("front-words-by-{}", intake.asker.code())),
        asker: intake.asker.code(),
        topic: say.t(&format!("front-topic-{}", intake.topic.code())),
        reach,
        reach_href,
        trace,
        trace_tone,
        interpreter: interpreter_words(say, &intake.interpreter),
        number,
        identified: record.child.is_some(),
        guardians: people::guardians(say, overview.stored.child, overview.who.as_ref()),
        around: format!("/barn/{}", overview.stored.child),
        child: people::child_form(say, kind, fields, errors),
        guardian: (overview.confirming == Confirming::May).then(|| people::guardian_form(say, fields, errors)),
        reached: reaching::choices(say, fields),
        reached_error: errors.of(say, "reached"),
        note: fields.raw("note").to_owned(),
        attempts: attempts.iter().rev().map(|attempt| reaching::attempt_words(say, &book, attempt, now)).collect(),
        give_up_reason: fields.raw("give_up_reason").to_owned(),
        give_up_error: errors.of(say, "give_up_reason"),
        write: writing::write_form(say, overview, fields, errors).filter(|_| answering && theirs),
        urgency: urgency::urgency_form(say, record.urgency.urgency, fields, errors),
        trail: format!("/led/{}", overview.stored.trail),
        release_reason: fields.raw("release_reason").to_owned(),
        release_error: errors.of(say, "release_reason"),
        reason_error: errors.of(say, "reason"),
        go_on: Step::Safety.of(record.id),
        made: overview.made.as_ref().map(|made| made_view(say, &book, made, now)),
        earlier: overview.earlier.iter().map(|made| made_view(say, &book, made, now)).collect(),
        anew: anew::anew_form(say, overview.anew, fields, errors),
        prepared: overview.preparation.as_ref().map(|given| told::prepared(say, given)).unwrap_or_default(),
        added: if waiting { vec![] } else { told::added(say, &book, overview, now) },
        code_error: errors.of(say, "code"),
        events: told::events(say, &book, overview, now),
        referred: referred::referred(say, &book, overview, fields, errors),
        questions: referred::asked(say, &book, overview, now),
    })
}

fn interpreter_words(say: Say<'_>, interpreter: &Interpreter) -> String {
    match interpreter {
        Interpreter::NotNeeded => String::new(),
        Interpreter::Needed(language) => say.with("front-interpreter", "language", &in_words(say, language.as_str())),
    }
}

fn joined_words(say: Say<'_>, book: &Book, (assignment, unit): (Id<Assignment>, Id<Unit>)) -> String {
    let values = [("holder", book.colleague_name(assignment).into()), ("unit", book.unit_name(unit).into())];
    say.message("front-joined", &values.into())
}
