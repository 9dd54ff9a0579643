//! The pages of the steps that ask: safety, the talk, the areas of life, the own words. Saved after every step, and while
//! one writes.

use askama::Template;
use audit::Logged;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::front_door::request::Request;
use domain::front_door::speaker::Speaker;
use domain::id::Id;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, StatusCode};
use i18n::Say;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::interview::commands::{self, AssessError, Opened, Saved, Saving, Screening};
use crate::interview::forms;
use crate::interview::step::Step;
use crate::interview::views::{
    self, FieldView, Head, Meanwhile, SectionView, SuggestionView, Values, first_speaker, own_words, request_address,
};
use crate::safety::pages::address as danger_address;
use crate::work::{Choice, Errors, FieldWords, id_of, version_of};

pub(crate) fn routes() -> Router<App> {
    let mut routes = Router::new();
    for step in [Step::Safety, Step::Talk, Step::Areas, Step::Words] {
        routes = routes.route(
            &format!("/en-vag-in/{{id}}/{}", step.code()),
            get(move |visit, path| show(visit, path, step)).post(move |path, sent| send(path, sent, step)),
        );
    }
    routes.route("/en-vag-in/{id}/{step}/utkast", post(autosave))
}

#[derive(Template)]
#[template(path = "assess_ask.html")]
struct AskPage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    head: Head,
    who: Vec<Choice>,
    speaker: &'static str,
    sections: Vec<SectionView>,
    severity_steps: Vec<String>,
    yes_no_steps: Vec<String>,
}

#[derive(Template)]
#[template(path = "assess_areas.html")]
struct AreasPage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    head: Head,
    sections: Vec<SectionView>,
    severity_steps: Vec<String>,
    yes_no_steps: Vec<String>,
    words: String,
    words_by: String,
    summary: Option<FieldView>,
    summary_hint: String,
    suggestion: SuggestionView,
}

/// The words over the columns of a rating, from none to most, and "*vet inte*".
fn severity_steps(say: Say<'_>) -> Vec<String> {
    ["none", "slight", "moderate", "large", "very_large", "unknown"]
        .map(|code| say.t(&format!("front-column-{code}")))
        .to_vec()
}

fn yes_no_steps(say: Say<'_>) -> Vec<String> {
    ["yes", "no", "unknown"].map(|code| say.t(&format!("front-column-{code}"))).to_vec()
}

/// A step on its way to the browser.
struct Showing<'s> {
    step: Step,
    speaker: Speaker,
    typed: Option<&'s Fields>,
    errors: &'s Errors,
    /// Whether somebody else has saved since.
    conflict: bool,
}

fn head(visit: &Visit, opened: &Opened, showing: &Showing<'_>) -> Head {
    let say = visit.say();
    let mut head = views::head(say, opened, showing.step, showing.errors, visit.now());
    head.conflict = showing.conflict;
    if let (true, Some(fields)) = (showing.conflict, showing.typed) {
        head.meanwhile = meanwhile(say, opened, showing, fields);
    }
    head
}

/// Fields where what is stored is something else than what is typed.
fn meanwhile(say: Say<'_>, opened: &Opened, showing: &Showing<'_>, fields: &Fields) -> Vec<Meanwhile> {
    let (changes, _) = forms::answers(fields, showing.step);
    let sheet = &opened.assessment.sheet;
    let other = |change: &commands::Change| {
        let stored = sheet.said(change.item.code, change.speaker);
        let typed = change.answer.as_ref().map(crate::interview::sheet::written).unwrap_or_default();
        let words = views::value_words(say, change.item, stored)?;
        (stored != typed).then(|| Meanwhile { label: views::item_label(say, change.item), stored: words })
    };
    changes.iter().filter_map(other).collect()
}

enum StepPage<'a> {
    Ask(Box<AskPage<'a>>),
    Areas(Box<AreasPage<'a>>),
}

fn page<'a>(visit: &'a Visit, opened: &Opened, showing: &Showing<'_>) -> StepPage<'a> {
    let say = visit.say();
    let sheet = &opened.assessment.sheet;
    let values = showing.typed.map_or(Values::Stored(sheet), |fields| Values::Typed(fields, sheet));
    let sections = views::sections(say, showing.step, showing.speaker, values, showing.errors);
    let (a, t, csrf) = (visit.assets(), FieldWords::new(say, 4_000), visit.form_token());
    let head = head(visit, opened, showing);
    match showing.step {
        Step::Areas => {
            let name = &opened.label.given_name;
            let draft = opened.assessment.draft(opened.stored.request.record().id);
            StepPage::Areas(Box::new(AreasPage {
                a,
                say,
                t,
                csrf,
                head,
                sections,
                severity_steps: severity_steps(say),
                yes_no_steps: yes_no_steps(say),
                words: own_words(opened),
                words_by: if name.is_empty() { say.t("front-no-name") } else { name.clone() },
                summary: views::summary_field(say, values, showing.errors),
                summary_hint: family_hint(say, name),
                suggestion: views::suggestion(say, opened.table.as_deref(), &draft),
            }))
        }
        Step::Safety | Step::Talk | Step::Words | Step::Decision | Step::Review => StepPage::Ask(Box::new(AskPage {
            a,
            say,
            t,
            csrf,
            head,
            who: views::speakers(say, showing.speaker),
            speaker: showing.speaker.code(),
            sections,
            severity_steps: severity_steps(say),
            yes_no_steps: yes_no_steps(say),
        })),
    }
}

/// "Skriv så att Alma och hennes mamma kan läsa det."
pub(crate) fn family_hint(say: Say<'_>, name: &str) -> String {
    match name {
        "" => say.t("front-write-so-they-can-read"),
        name => say.with("front-write-so-name-can-read", "name", name),
    }
}

/// Where somebody is led who cannot open the step now.
pub(crate) fn elsewhere(visit: &Visit, id: Id<Request>, error: AssessError) -> Result<Response, Problem> {
    match error {
        AssessError::Interrupted => Ok(visit.see(&danger_address(id))),
        AssessError::NotTheirs => Ok(visit.see(&request_address(id))),
        error @ (AssessError::NotFound
        | AssessError::Changed
        | AssessError::CannotBeWrittenTo
        | AssessError::WrittenTooOften
        | AssessError::Refused(_)
        | AssessError::Interview(_)
        | AssessError::Correct(_)
        | AssessError::Adult(_)
        | AssessError::Act(_)) => Err(error.into()),
    }
}

/// The step that must be done before this one: safety, until every acute question has an answer that counts.
pub(crate) fn before(opened: &Opened, step: Step) -> Option<Step> {
    let record = opened.stored.request.record();
    let screened = opened.assessment.draft(record.id).screen() == record.screen && record.screen.unasked().is_empty();
    (step != Step::Safety && !screened).then_some(Step::Safety)
}

async fn show(visit: Visit, Path(id): Path<String>, step: Step) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let (opened, logged) = match commands::open(&visit.asker(), id).await {
        Ok(opened) => opened,
        Err(error) => return elsewhere(&visit, id, error),
    };
    if let Some(first) = before(&opened, step) {
        return Ok(visit.see_and_tell(&first.of(id), "front-safety-first"));
    }
    let query = Fields::parse(visit.query.as_bytes())?;
    let speaker = Speaker::from_code(query.text("vem"));
    let speaker = speaker.unwrap_or_else(|| first_speaker(opened.stored.request.record()));
    let errors = Errors::default();
    let showing = Showing { step, speaker, typed: None, errors: &errors, conflict: false };
    render(&visit, logged, &opened, &showing, Answering::Shown)
}

/// With which status a step is answered.
#[derive(Clone, Copy)]
enum Answering {
    Shown,
    Refused,
    TooLate,
}

fn render(
    visit: &Visit,
    logged: Logged,
    opened: &Opened,
    showing: &Showing<'_>,
    answering: Answering,
) -> Result<Response, Problem> {
    let title = visit.say().t(&format!("front-step-{}", showing.step.code()));
    match page(visit, opened, showing) {
        StepPage::Ask(page) => answer(visit, logged, &title, page.as_ref(), answering),
        StepPage::Areas(page) => answer(visit, logged, &title, page.as_ref(), answering),
    }
}

fn answer(
    visit: &Visit,
    logged: Logged,
    title: &str,
    body: &impl Template,
    answering: Answering,
) -> Result<Response, Problem> {
    match answering {
        Answering::Shown => visit.personal_page(logged, Shell::Work, title, body),
        Answering::Refused => visit.refused_personal_form(logged, Shell::Work, title, body),
        Answering::TooLate => visit.too_late_personal_page(logged, Shell::Work, title, body),
    }
}

async fn send(Path(id): Path<String>, sent: Sent, step: Step) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (id, version) = (id_of(&id)?, version_of(&fields)?);
    let speaker = forms::speaker(&fields);
    let (changes, errors) = forms::answers(&fields, step);
    if !errors.is_empty() {
        return again(&visit, id, &fields, Showing { step, speaker, typed: None, errors: &errors, conflict: false })
            .await;
    }
    let screening = if step == Step::Safety { Screening::Asked } else { Screening::Draft };
    let saving = Saving { changes, typed: None };
    match commands::save(&visit.asker(), visit.post()?, id, version, saving, screening).await {
        Ok(Saved::Interrupted) => Ok(visit.see(&danger_address(id))),
        Ok(Saved::Draft(_)) => Ok(visit.see(&onward(id, step, fields.text("then")))),
        Err(AssessError::Changed) => {
            let showing = Showing { step, speaker, typed: None, errors: &errors, conflict: true };
            again(&visit, id, &fields, showing).await
        }
        Err(error) => elsewhere(&visit, id, error),
    }
}

/// Where a saved step leads: to the next, to the same with another speaker, or to the same with a new suggestion.
fn onward(id: Id<Request>, step: Step, then: &str) -> String {
    match then.split_once(':') {
        Some(("speaker", speaker)) if Speaker::from_code(speaker).is_some() => {
            format!("{}?vem={speaker}", step.of(id))
        }
        Some(_) | None if then == "stay" => step.of(id),
        Some(_) | None => step.next().of(id),
    }
}

/// The same form again with everything that was typed.
async fn again(visit: &Visit, id: Id<Request>, fields: &Fields, showing: Showing<'_>) -> Result<Response, Problem> {
    let (opened, logged) = match commands::open(&visit.asker(), id).await {
        Ok(opened) => opened,
        Err(error) => return elsewhere(visit, id, error),
    };
    let answering = if showing.conflict { Answering::TooLate } else { Answering::Refused };
    render(visit, logged, &opened, &Showing { typed: Some(fields), ..showing }, answering)
}

/// The version that the next saving of a draft must name.
const VERSION_HEADER: HeaderName = HeaderName::from_static("x-draft-version");

/// Saves a draft while one writes. What cannot be read yet is left for when the step is sent.
async fn autosave(Path((id, step)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (id, version) = (id_of(&id)?, version_of(&fields)?);
    let step = Step::from_code(&step).ok_or(Problem::NotFound)?;
    let (changes, _) = forms::answers(&fields, step);
    let typed = (step == Step::Decision).then(|| forms::typed(&fields));
    let saving = Saving { changes, typed };
    let saved = commands::save(&visit.asker(), visit.post()?, id, version, saving, Screening::Draft).await?;
    let version = match saved {
        Saved::Draft(version) => version,
        Saved::Interrupted => return Err(Problem::NotNow),
    };
    let say = visit.say();
    let text = say.with("front-assess-saved", "time", say.time(visit.now()).as_str());
    let mut response = (StatusCode::OK, text).into_response();
    let headers = response.headers_mut();
    headers.insert(VERSION_HEADER, HeaderValue::from(version));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    Ok(response)
}
