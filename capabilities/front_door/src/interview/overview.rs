//! The page one comes to after taking a request: who it is, how to reach the family, what was told, and what has
//! happened. Everything here is logged.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::child::{Custody, Protection};
use domain::front_door::intake::Interpreter;
use domain::front_door::reach::{Reach, Trace};
use domain::front_door::request::{Refusal, Request, State};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::moment::{Day, Moment};
use i18n::Say;
use identity::children::commands::{NewGuardian, WhoItIs};
use identity::children::{Age, Contact, MessageSafety};
use identity::organisations::Book;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::decision::views::{MadeView, made_view};
use crate::interview::commands::{self, AssessError, Identified, Overview, Reached, SameNumber};
use crate::interview::sheet::Attempt;
use crate::interview::step::Step;
use crate::interview::views::{came, clock_of, name_and_age, request_address};
use crate::preparation::commands::{self as preparation, Attached};
use crate::preparation::store::Preparation;
use crate::queue::commands as queue;
use crate::safety::pages::address as danger_address;
use crate::work::{Choice, ClockView, ErrorView, Errors, FieldWords, book_of, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/en-vag-in/{id}", get(show))
        .route("/en-vag-in/{id}/barn", post(identify))
        .route("/en-vag-in/{id}/vuxen", post(add_guardian))
        .route("/en-vag-in/{id}/kod", post(attach))
        .route("/en-vag-in/{id}/forsok", post(tried))
        .route("/en-vag-in/{id}/ge-upp", post(give_up))
        .route("/en-vag-in/{id}/lagg-tillbaka", post(release))
        .route("/en-vag-in/{id}/ta-over", post(take_over))
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
    child: ChildForm,
    guardian: GuardianForm,
    reached: Vec<Choice>,
    reached_error: String,
    note: String,
    attempts: Vec<String>,
    give_up_reason: String,
    give_up_error: String,
    release_reason: String,
    release_error: String,
    reason_error: String,
    go_on: String,
    made: Option<MadeView>,
    prepared: Vec<Prepared>,
    code_error: String,
    events: Vec<EventRow>,
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

struct GuardianRow {
    name: String,
    about: String,
    phone: String,
    phone_href: String,
    message: String,
}

struct ChildForm {
    given_name: String,
    given_name_error: String,
    family_name: String,
    number: String,
    number_error: String,
    born: String,
    born_error: String,
    school: String,
    same: bool,
    same_asked: bool,
}

struct GuardianForm {
    name: String,
    name_error: String,
    relation: String,
    phone: String,
    custody: Vec<Choice>,
    custody_error: String,
}

struct Prepared {
    name: String,
    text: String,
}

struct EventRow {
    text: String,
    when: String,
    reason: String,
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let (overview, logged) = commands::overview(&visit.asker(), id).await?;
    // Danger that nobody has acted on is shown before anything else.
    if overview.stored.request.record().interrupt.is_some() {
        return Ok(visit.see(&danger_address(id)));
    }
    let fields = known_fields(overview.who.as_ref());
    let page = page(&visit, &overview, &fields, &Errors::default()).await?;
    // No name in the title: browsers keep titles.
    let title = visit.say().t("front-request-page");
    visit.personal_page(logged, Shell::Work, &title, &page)
}

async fn again(visit: &Visit, id: Id<Request>, fields: &Fields, errors: &Errors) -> Result<Response, Problem> {
    let (overview, logged) = commands::overview(&visit.asker(), id).await?;
    let mut all = known_fields(overview.who.as_ref());
    for (name, value) in fields.iter() {
        all.set(name, value);
    }
    let page = page(visit, &overview, &all, errors).await?;
    let title = visit.say().t("front-request-page");
    visit.refused_personal_form(logged, Shell::Work, &title, &page)
}

/// What is known of the child, as the form begins.
fn known_fields(who: Option<&WhoItIs>) -> Fields {
    let Some(who) = who else { return Fields::default() };
    let born = match who.label.age {
        Age::Born(born) => born.to_string(),
        Age::Stated(..) => String::new(),
    };
    Fields::of([
        ("given_name", who.label.given_name.as_str()),
        ("family_name", &who.identity.family_name),
        ("number", &who.identity.number),
        ("born", &born),
        ("school", &who.identity.school),
    ])
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
    let (reach, reach_href) = if theirs { reach(say, &intake.reach) } else { (String::new(), String::new()) };
    let (trace_tone, trace) = trace(say, intake.trace);
    let made = overview.made.as_ref().map(|made| made_view(say, &book, made, now));
    let reached = |reached: Reached| {
        Choice::new(reached.code(), say.t(&format!("front-reached-{}", reached.code())), fields.text("reached"))
    };
    let attempts = overview.assessment.as_ref().map(|assessment| assessment.sheet.attempts()).unwrap_or_default();
    let number = overview.who.as_ref().map(|who| who.identity.number.clone()).unwrap_or_default();
    Ok(OverviewPage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 2_000),
        csrf: visit.form_token(),
        here: request_address(record.id),
        title: name_and_age(say, &overview.label, now),
        about: came(say, &overview.label, record, now),
        clock: clock_of(say, record, now),
        errors: errors.views(say),
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
        interpreter: match &intake.interpreter {
            Interpreter::NotNeeded => String::new(),
            Interpreter::Needed(language) => say.with("front-interpreter", "language", language.as_str()),
        },
        number: IdentityNumber::from_normal_form(&number, now.day()).map_or(number, |known| known.written(now.day())),
        identified: record.child.is_some(),
        guardians: guardians(say, overview.who.as_ref()),
        child: child_form(say, fields, errors),
        guardian: guardian_form(say, fields, errors),
        reached: Reached::ALL.into_iter().map(reached).collect(),
        reached_error: errors.of(say, "reached"),
        note: fields.raw("note").to_owned(),
        attempts: attempts.iter().rev().map(|attempt| attempt_words(say, &book, attempt, now)).collect(),
        give_up_reason: fields.raw("give_up_reason").to_owned(),
        give_up_error: errors.of(say, "give_up_reason"),
        release_reason: fields.raw("release_reason").to_owned(),
        release_error: errors.of(say, "release_reason"),
        reason_error: errors.of(say, "reason"),
        go_on: Step::Safety.of(record.id),
        made,
        prepared: overview.preparation.as_ref().map(|given| prepared(say, given)).unwrap_or_default(),
        code_error: errors.of(say, "code"),
        events: events(say, &book, overview, now),
    })
}

/// What was prepared, row by row; what was left empty is left out.
fn prepared(say: Say<'_>, given: &Preparation) -> Vec<Prepared> {
    let Preparation { topic, how_long, tried, helps, words } = given;
    let topic = if topic.is_empty() { String::new() } else { say.t(&format!("front-topic-{topic}")) };
    [
        ("prepare-topic", topic.as_str()),
        ("prepare-how_long", how_long),
        ("prepare-tried", tried),
        ("prepare-helps", helps),
        ("prepare-words", words),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(key, text)| Prepared { name: say.t(key), text: text.to_owned() })
    .collect()
}

fn child_form(say: Say<'_>, fields: &Fields, errors: &Errors) -> ChildForm {
    ChildForm {
        given_name: fields.raw("given_name").to_owned(),
        given_name_error: errors.of(say, "given_name"),
        family_name: fields.raw("family_name").to_owned(),
        number: fields.text("number").to_owned(),
        number_error: errors.of(say, "number"),
        born: fields.text("born").to_owned(),
        born_error: errors.of(say, "born"),
        school: fields.raw("school").to_owned(),
        same: fields.has("same"),
        same_asked: errors.has("same"),
    }
}

fn guardian_form(say: Say<'_>, fields: &Fields, errors: &Errors) -> GuardianForm {
    let custody = |code: &str| Choice::new(code, say.t(&format!("front-custody-{code}")), fields.text("custody"));
    GuardianForm {
        name: fields.raw("guardian_name").to_owned(),
        name_error: errors.of(say, "guardian_name"),
        relation: fields.raw("relation").to_owned(),
        phone: fields.text("phone").to_owned(),
        custody: ["holder", "none"].map(custody).into(),
        custody_error: errors.of(say, "custody"),
    }
}

fn reach(say: Say<'_>, reach: &Reach) -> (String, String) {
    match reach {
        Reach::TextMessage(mobile) => {
            let number = mobile.telephone().as_str();
            (say.with("front-reach-text", "number", number), format!("tel:{number}"))
        }
        Reach::Call(telephone) => {
            (say.with("front-reach-call", "number", telephone.as_str()), format!("tel:{}", telephone.as_str()))
        }
        Reach::AtSchool(school) => (say.with("front-reach-school", "school", school.as_str()), String::new()),
        Reach::OnPage => (say.t("front-reach-page"), String::new()),
    }
}

fn trace(say: Say<'_>, trace: Trace) -> (&'static str, String) {
    let tone = match trace {
        Trace::Safe => "ok",
        Trace::Unsafe => "danger",
        Trace::NotAsked => "warn",
    };
    (tone, say.t(&format!("front-trace-{}", trace.code())))
}

fn guardians(say: Say<'_>, who: Option<&WhoItIs>) -> Vec<GuardianRow> {
    let row = |guardian: &identity::children::GuardianView| {
        let custody = match guardian.custody {
            Custody::Holder => say.t("front-custody-holder"),
            Custody::None => say.t("front-custody-none"),
        };
        let about = if guardian.relation.is_empty() { custody } else { format!("{}, {custody}", guardian.relation) };
        let message = match guardian.contact.message {
            MessageSafety::NotAsked => say.t("front-trace-not_asked"),
            MessageSafety::Safe => say.t("front-trace-safe"),
            MessageSafety::Unsafe => say.t("front-trace-unsafe"),
        };
        GuardianRow {
            name: if guardian.name.is_empty() { say.t("front-no-name") } else { guardian.name.clone() },
            about,
            phone_href: format!("tel:{}", guardian.contact.phone),
            phone: guardian.contact.phone.clone(),
            message,
        }
    };
    who.map(|who| who.guardians.iter().map(row).collect()).unwrap_or_default()
}

fn attempt_words(say: Say<'_>, book: &Book, attempt: &Attempt, now: Moment) -> String {
    let at = say.day_and_time(Moment::from_microseconds(attempt.at), now);
    let by = attempt.by.parse().map(|by| book.colleague_name(by)).unwrap_or_default();
    let outcome = say.t(&format!("front-reached-{}", attempt.outcome));
    let values = [("at", at.as_str().into()), ("by", by.into()), ("outcome", outcome.as_str().into())];
    let line = say.message("front-attempt", &values.into());
    if attempt.note.is_empty() { line } else { format!("{line} {}", attempt.note) }
}

fn events(say: Say<'_>, book: &Book, overview: &Overview, now: Moment) -> Vec<EventRow> {
    let row = |event: &commands::Happened| EventRow {
        text: match event.by.map(|by| book.colleague_name(by)).filter(|name| !name.is_empty()) {
            Some(name) => format!("{}, {name}", say.t(&format!("front-event-{}", event.kind))),
            None => say.t(&format!("front-event-{}", event.kind)),
        },
        when: say.day_and_time(event.at, now),
        reason: event.reason.clone(),
    };
    overview.events.iter().rev().map(row).collect()
}

async fn identify(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let (told, errors) = identified(&fields, visit.now().day());
    let Some(told) = told else { return again(&visit, id, &fields, &errors).await };
    match commands::identify(&visit.asker(), visit.post()?, id, told).await {
        Ok(()) => Ok(visit.see_and_tell(&request_address(id), "front-identified")),
        Err(AssessError::SameNumber) => {
            let mut errors = Errors::default();
            errors.add("same", "front-same-number");
            again(&visit, id, &fields, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The longest name taken, in characters.
const NAME_MAX: usize = 300;

fn identified(fields: &Fields, today: Day) -> (Option<Identified>, Errors) {
    let mut errors = Errors::default();
    let too_long = |name: &str| fields.text(name).chars().count() > NAME_MAX;
    if fields.text("given_name").is_empty() || too_long("given_name") || too_long("family_name") || too_long("school") {
        errors.add("given_name", "front-error-given-name");
    }
    let number = match fields.text("number") {
        "" => Some(IdentityNumber::none()),
        text => IdentityNumber::parse(text, today).ok(),
    };
    if number.is_none() {
        errors.add("number", "front-error-number");
    }
    let born: Option<Option<Day>> = match fields.text("born") {
        "" => Some(None),
        text => text.parse().ok().filter(|day| *day <= today).map(Some),
    };
    if born.is_none() {
        errors.add("born", "front-error-born");
    }
    let told = number.zip(born).filter(|_| errors.is_empty()).map(|(number, born)| Identified {
        given_name: fields.text("given_name").to_owned(),
        family_name: fields.text("family_name").to_owned(),
        born,
        number,
        school: fields.text("school").to_owned(),
        same: if fields.has("same") { SameNumber::Right } else { SameNumber::NotAsked },
    });
    (told, errors)
}

async fn add_guardian(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (id, mut errors) = (id_of(&id)?, Errors::default());
    let name = fields.text("guardian_name");
    if name.is_empty() || name.chars().count() > NAME_MAX {
        errors.add("guardian_name", "front-error-guardian-name");
    }
    let custody = match fields.text("custody") {
        "holder" => Custody::Holder,
        "none" => Custody::None,
        _ => {
            errors.add("custody", "front-error-custody");
            Custody::None
        }
    };
    if !errors.is_empty() {
        return again(&visit, id, &fields, &errors).await;
    }
    let short = |field: &str| fields.text(field).chars().take(NAME_MAX).collect::<String>();
    let contact = Contact { phone: short("phone"), ..Contact::default() };
    let (name, relation) = (name.to_owned(), short("relation"));
    let new = NewGuardian { name, relation, number: String::new(), contact, custody };
    commands::add_guardian(&visit.asker(), id, new).await?;
    Ok(visit.see_and_tell(&request_address(id), "front-guardian-added"))
}

async fn attach(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    match preparation::attach(&visit.asker(), id, fields.text("code")).await? {
        Attached::Given(_) => Ok(visit.see_and_tell(&request_address(id), "front-code-given")),
        Attached::NoRequest => Err(Problem::NotFound),
        Attached::UnknownCode => {
            let mut errors = Errors::default();
            errors.add("code", "prepare-code-unknown");
            again(&visit, id, &fields, &errors).await
        }
    }
}

async fn tried(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let Some(reached) = Reached::from_code(fields.text("reached")) else {
        let mut errors = Errors::default();
        errors.add("reached", "front-error-reached");
        return again(&visit, id, &fields, &errors).await;
    };
    let note: String = fields.text("note").chars().take(NAME_MAX).collect();
    commands::tried(&visit.asker(), visit.post()?, id, reached, &note).await?;
    Ok(visit.see_and_tell(&request_address(id), "front-tried"))
}

/// A reason, or the page again with what to do.
async fn with_reason(
    visit: &Visit,
    id: Id<Request>,
    fields: &Fields,
    field: &str,
) -> Result<Result<Note, Response>, Problem> {
    if let Ok(reason) = Note::new(fields.text(field)) {
        return Ok(Ok(reason));
    }
    let mut errors = Errors::default();
    errors.add(field, "front-error-reason");
    again(visit, id, fields, &errors).await.map(Err)
}

async fn give_up(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let reason = match with_reason(&visit, id, &fields, "give_up_reason").await? {
        Ok(reason) => reason,
        Err(response) => return Ok(response),
    };
    let mut errors = Errors::default();
    match commands::give_up(&visit.asker(), visit.post()?, id, reason).await {
        Ok(()) => return Ok(visit.see_and_tell("/en-vag-in", "front-given-up")),
        Err(AssessError::Refused(Refusal::TooFewAttempts)) => errors.add("reached", "front-error-too-few"),
        Err(AssessError::Refused(Refusal::TalkFirst)) => errors.add("reached", "front-error-talk-first"),
        Err(error) => return Err(error.into()),
    }
    again(&visit, id, &fields, &errors).await
}

async fn release(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    match with_reason(&visit, id, &fields, "release_reason").await? {
        Ok(reason) => {
            queue::release(&visit.asker(), visit.post()?, id, reason).await?;
            Ok(visit.see_and_tell("/en-vag-in", "front-released"))
        }
        Err(response) => Ok(response),
    }
}

async fn take_over(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    match with_reason(&visit, id, &fields, "reason").await? {
        Ok(reason) => {
            queue::take_over(&visit.asker(), visit.post()?, id, reason).await?;
            Ok(visit.see(&request_address(id)))
        }
        Err(response) => Ok(response),
    }
}
