//! The page on which a call is written down while one talks.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::front_door::intake::Topic;
use domain::front_door::reach::Trace;
use domain::organisation::Post;
use i18n::Say;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::area::commands::{Area, answered};
use crate::ask::LANGUAGES;
use crate::ask::answers::{Answers, CHILD, GUARDIAN, NEEDED, NOT_NEEDED};
use crate::ask::calling::{Becoming, Call, CallError, answer, receive};
use crate::ask::forms::{self, Known};
use crate::ask::step::Step as Question;
use crate::interview::step::Step;
use crate::queue::pages::received_address;
use crate::work::{Choice, ErrorView, Errors, FieldWords};

/// Where the page is.
const HERE: &str = "/en-vag-in/samtal";
/// The most characters of what is told.
const WORDS_MAX: usize = 4_000;
/// The fields as they stand on the page, which the summary of what is wrong follows: what it is about comes first, so that
/// whoever answers hears at once whether there is danger. The guide asks in another order.
const FIELDS: [&str; 13] = [
    "topic",
    "words",
    "first_name",
    "age",
    "municipality",
    "school",
    "who",
    "own_name",
    "own_relation",
    "phone",
    "message",
    "interpreter",
    "language",
];

pub(crate) fn routes() -> Router<App> {
    Router::new().route(HERE, get(show).post(write))
}

#[derive(Template)]
#[template(path = "call.html")]
struct CallPage<'v> {
    a: Assets,
    say: Say<'v>,
    t: FieldWords,
    csrf: String,
    /// What saving leads to.
    lead: String,
    save: String,
    errors: Vec<ErrorView>,
    answers: Answers,
    who: Vec<Choice>,
    topics: Vec<Choice>,
    places: Vec<Choice>,
    messages: Vec<Choice>,
    interpreter: Vec<Choice>,
    languages: Vec<Choice>,
}

impl CallPage<'_> {
    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|error| error.field == field).map_or("", |error| &error.text)
    }

    fn most() -> usize {
        WORDS_MAX
    }
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let post = visit.post()?;
    let (becoming, logged) = answer(&visit.asker(), &post).await?;
    let page = page(&visit, becoming, Answers::default(), &own_areas(&visit, &post).await?, &Errors::default());
    visit.personal_page(logged, Shell::Work, &visit.say().t("call-title"), &page)
}

async fn write(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let post = visit.post()?;
    let areas = own_areas(&visit, &post).await?;
    let (answers, mut errors) = read(&fields, &areas);
    if errors.is_empty() {
        match receive(&visit.asker(), post, &answers, visit.say()).await {
            // Danger is asked about first, whatever the call is about.
            Ok(Call::Taken(id)) => return Ok(visit.see(&Step::Safety.of(id))),
            Ok(Call::Left(holder)) => return Ok(visit.see(&received_address(holder))),
            // Everything but who calls is read above as it is kept; a colleague who refers has a page of their own.
            Err(CallError::Missing) => errors.add("who", "call-who-missing"),
            Err(CallError::Elsewhere) => errors.add("municipality", "call-place-missing"),
            Err(error) => return Err(error.into()),
        }
    }
    let (becoming, logged) = answer(&visit.asker(), &post).await?;
    let page = page(&visit, becoming, answers, &areas, &errors);
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("call-title"), &page)
}

/// The municipalities that one's own front door answers for.
async fn own_areas(visit: &Visit, post: &Post) -> Result<Vec<Area>, Problem> {
    let mut areas = answered(visit.app.database()).await?;
    areas.retain(|area| area.unit == post.unit);
    Ok(areas)
}

/// Reads every question of the guide from the one page. The caller is called back: there is no other way to ask for.
fn read(fields: &Fields, areas: &[Area]) -> (Answers, Errors) {
    let mut answers = Answers::default();
    let mut errors = Errors::default();
    let mut typed = fields.clone();
    typed.set("reach", "call");
    for question in Question::ALL {
        let known = Known { areas: areas.to_vec(), preparation: None };
        for fault in forms::read(question, &typed, known, &mut answers) {
            errors.add(fault.field, own_words(fault.key));
        }
    }
    (answers, errors.in_order_of(&FIELDS))
}

/// What to write, said to whoever writes down for another. Where one page asks everything, what is wrong names its question.
fn own_words(key: &'static str) -> &'static str {
    match key {
        "ask-who-missing" => "call-who-missing",
        "ask-message-missing" => "call-message-missing",
        "ask-name-missing" => "call-name-missing",
        "ask-place-missing" => "call-place-missing",
        "ask-topic-missing" => "call-topic-missing",
        "ask-words-missing" => "call-words-missing",
        "ask-interpreter-missing" => "call-interpreter-missing",
        other => other,
    }
}

fn page<'v>(visit: &'v Visit, becoming: Becoming, answers: Answers, areas: &[Area], errors: &Errors) -> CallPage<'v> {
    let say = visit.say();
    let choice = |code: &str, key: String, chosen: &str| Choice::new(code, say.t(&key), chosen);
    let topic = |topic: Topic| choice(topic.code(), format!("front-topic-{}", topic.code()), &answers.topic);
    let topics = Topic::ALL.into_iter().filter(|topic| *topic != Topic::WorriedForFriend).map(topic).collect();
    let place = |area: &Area| Choice::new(area.municipality.to_string(), area.name.clone(), &answers.municipality);
    let nothing = |key: &str| Choice::new("", say.t(key), "-");
    let language = |code: &str| choice(code, format!("ask-language-{code}"), &answers.language);
    let (lead, save) = match becoming {
        Becoming::Theirs => ("call-lead", "call-save"),
        Becoming::Queued => ("call-lead-left", "call-save-left"),
    };
    CallPage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, WORDS_MAX),
        csrf: visit.form_token(),
        lead: say.t(lead),
        save: say.t(save),
        errors: errors.views(say),
        who: [GUARDIAN, CHILD].map(|who| choice(who, format!("call-who-{who}"), &answers.who)).into(),
        topics,
        places: std::iter::once(nothing("call-choose")).chain(areas.iter().map(place)).collect(),
        messages: [Trace::Safe, Trace::Unsafe]
            .map(|trace| choice(trace.code(), format!("call-message-{}", trace.code()), &answers.message))
            .into(),
        interpreter: [NOT_NEEDED, NEEDED]
            .map(|needed| choice(needed, format!("call-interpreter-{needed}"), &answers.interpreter))
            .into(),
        languages: std::iter::once(nothing("ask-language-choose")).chain(LANGUAGES.into_iter().map(language)).collect(),
        answers,
    }
}
