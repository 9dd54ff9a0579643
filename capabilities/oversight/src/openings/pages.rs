//! Pages of opening a trail without a relation, ending it, and explaining it.

use askama::Template;
use audit::Logged;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::id::Id;
use domain::oversight::break_glass::{Opening, Reason, Review};
use i18n::Say;
use identity::children::described::{Fitting, Looked};
use identity::pages::{Choice as PlaceChoice, municipalities};
use web::limit::Tries;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::openings::commands::Asking;
use crate::openings::forms::Whose;
use crate::openings::store::{Facts, State};
use crate::openings::{commands, forms};
use crate::views::{Choice, Fault, FieldError, FieldWords, error_of, errors, state, state_look, when, words};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/nodoppning", get(ask).post(break_glass))
        .route("/nodoppning/avsluta", post(end))
        .route("/nodoppning/{id}", get(own).post(explain))
}

#[derive(Template)]
#[template(path = "glass.html")]
struct GlassPage<'v> {
    a: Assets,
    s: Say<'v>,
    t: FieldWords,
    csrf: String,
    errors: Vec<FieldError>,
    number: String,
    given_name: String,
    age: String,
    municipalities: Vec<PlaceChoice>,
    family_name: String,
    reasons: Vec<Choice>,
    why: String,
    own: Vec<OwnView>,
}

/// The children who fit, one of whom is chosen.
#[derive(Template)]
#[template(path = "glass_found.html")]
struct FoundPage<'v> {
    a: Assets,
    s: Say<'v>,
    csrf: String,
    hidden: Vec<(&'static str, String)>,
    children: Vec<(String, String)>,
}

struct OwnView {
    href: String,
    when: String,
    tone: &'static str,
    icon: &'static str,
    state: String,
}

impl GlassPage<'_> {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

async fn ask(visit: Visit) -> Result<Response, Problem> {
    visit.post()?;
    let (asking, logged) = commands::ask(&visit.asker()).await?;
    let page = glass_page(&visit, &Fields::default(), &asking, &[]);
    visit.personal_page(logged, Shell::Work, &visit.say().t("oversight-glass-title"), &page)
}

async fn break_glass(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let (asking, logged) = commands::ask(&visit.asker()).await?;
    let (whose, why) = match forms::read(&fields, visit.now().day()) {
        Ok(read) => read,
        Err(faults) => return refused(&visit, &fields, (&asking, logged), &faults),
    };
    visit.try_once_more(Tries::Numbers)?;
    let (opened, nothing) = match whose {
        Whose::Numbered(number) => {
            let opened = commands::break_glass(&visit.asker(), &number, why).await?;
            (opened, Fault { field: "number", key: "oversight-glass-nothing" })
        }
        Whose::Described(description, Some(child)) => {
            let opened = commands::break_glass_for(&visit.asker(), (child, &description), why).await?;
            (opened, Fault { field: "given_name", key: "oversight-glass-nobody" })
        }
        Whose::Described(description, None) => {
            let (looked, found) = commands::look_for(&visit.asker(), &description).await?;
            match looked {
                Looked::Found(children) if !children.is_empty() => {
                    let page = found_page(&visit, &fields, &children);
                    logged.shown();
                    return visit.personal_page(found, Shell::Work, &visit.say().t("oversight-found-title"), &page);
                }
                Looked::Found(_) => {
                    found.shown();
                    (None, Fault { field: "given_name", key: "oversight-glass-nobody" })
                }
                Looked::TooMany => {
                    found.shown();
                    (None, Fault { field: "given_name", key: "oversight-glass-too-many" })
                }
            }
        }
    };
    if let Some(trail) = opened {
        return Ok(visit.see_and_tell(&format!("/led/{trail}"), "glass-broken"));
    }
    refused(&visit, &fields, (&asking, logged), &[nothing])
}

/// Those who fit: no more of them than somebody who describes them knows already, and the first letter of the family name.
fn found_page<'v>(visit: &'v Visit, fields: &Fields, children: &[Fitting]) -> FoundPage<'v> {
    let (say, today) = (visit.say(), visit.now().day());
    let child = |one: &Fitting| {
        let name = format!("{} {}", one.label.given_name, one.initial);
        let years = one.label.age.on(today).to_string();
        let values = [("name", name.trim()), ("years", years.as_str()), ("place", one.label.place.as_str())];
        (one.child.to_string(), words(say, "oversight-found-child", values))
    };
    FoundPage {
        a: visit.assets(),
        s: say,
        csrf: visit.form_token(),
        hidden: forms::DESCRIBED.map(|name| (name, fields.raw(name).to_owned())).into(),
        children: children.iter().map(child).collect(),
    }
}

fn refused(
    visit: &Visit,
    fields: &Fields,
    (asking, logged): (&Asking, Logged),
    faults: &[Fault],
) -> Result<Response, Problem> {
    let page = glass_page(visit, fields, asking, faults);
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("oversight-glass-title"), &page)
}

fn glass_page<'v>(visit: &'v Visit, fields: &Fields, asking: &Asking, faults: &[Fault]) -> GlassPage<'v> {
    let say = visit.say();
    let reason = |reason: &Reason| Choice {
        value: reason.code(),
        label: say.t(&format!("oversight-reason-{}", reason.code())),
        hint: String::new(),
        chosen: fields.text("reason") == reason.code(),
    };
    let own_view = |facts: &Facts| {
        let (tone, icon) = state_look(facts.state);
        OwnView {
            href: format!("/nodoppning/{}", facts.id),
            when: when(say, facts.opened_at, visit.now()),
            tone,
            icon,
            state: own_state(say, facts.state),
        }
    };
    GlassPage {
        a: visit.assets(),
        s: say,
        t: FieldWords::new(say, forms::WHY_MAX),
        csrf: visit.form_token(),
        errors: errors(say, faults),
        number: fields.raw("number").to_owned(),
        given_name: fields.raw("given_name").to_owned(),
        age: fields.raw("age").to_owned(),
        municipalities: municipalities(
            &asking.book,
            say.t("oversight-glass-municipality-choose"),
            fields.text("municipality"),
        ),
        family_name: fields.raw("family_name").to_owned(),
        reasons: Reason::ALL.iter().map(reason).collect(),
        why: fields.raw("why").to_owned(),
        own: asking.own.iter().map(own_view).collect(),
    }
}

/// A question is the one thing that the opener must do something about.
fn own_state(say: Say<'_>, now: State) -> String {
    if now == State::Asked { say.t("oversight-own-asked") } else { state(say, now) }
}

async fn end(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, .. } = sent;
    visit.post()?;
    commands::end(&visit.asker()).await?;
    Ok(visit.see_and_tell("/nodoppning", "glass-ended"))
}

#[derive(Template)]
#[template(path = "own_opening.html")]
struct OwnPage<'v> {
    a: Assets,
    s: Say<'v>,
    t: FieldWords,
    csrf: String,
    action: String,
    errors: Vec<FieldError>,
    opened: String,
    until: String,
    reason: String,
    why: String,
    tone: &'static str,
    icon: &'static str,
    state: String,
    talk: Vec<TalkView>,
    question: String,
    answer: String,
}

/// A question with its answer.
pub(crate) struct TalkView {
    pub(crate) question: String,
    pub(crate) asked: String,
    pub(crate) answer: String,
    pub(crate) answered: String,
}

impl OwnPage<'_> {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

async fn own(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let (facts, opening, logged) = commands::own(&visit.asker(), parsed(&id)?).await?;
    let page = own_page(&visit, &facts, &opening, &Fields::default(), &[]);
    visit.personal_page(logged, Shell::Work, &visit.say().t("oversight-own-title"), &page)
}

async fn explain(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let id = parsed(&id)?;
    match forms::explanation(&fields) {
        Ok(answer) => {
            commands::explain(&visit.asker(), id, answer).await?;
            Ok(visit.see_and_tell("/nodoppning", "glass-explained"))
        }
        Err(faults) => {
            let (facts, opening, logged) = commands::own(&visit.asker(), id).await?;
            let page = own_page(&visit, &facts, &opening, &fields, &faults);
            visit.refused_personal_form(logged, Shell::Work, &visit.say().t("oversight-own-title"), &page)
        }
    }
}

fn own_page<'v>(visit: &'v Visit, facts: &Facts, opening: &Opening, fields: &Fields, faults: &[Fault]) -> OwnPage<'v> {
    let (say, now) = (visit.say(), visit.now());
    let (tone, icon) = state_look(facts.state);
    let question = match &opening.snapshot().review {
        Review::Asked(question) => question.question.as_str().to_owned(),
        Review::Waiting | Review::Justified(_) | Review::NotJustified { .. } => String::new(),
    };
    OwnPage {
        a: visit.assets(),
        s: say,
        t: FieldWords::new(say, forms::EXPLANATION_MAX),
        csrf: visit.form_token(),
        action: visit.path.clone(),
        errors: errors(say, faults),
        opened: when(say, facts.opened_at, now),
        until: when(say, facts.until, now),
        reason: say.t(&format!("oversight-reason-{}", opening.snapshot().reason.code())),
        why: opening.snapshot().why.as_str().to_owned(),
        tone,
        icon,
        state: own_state(say, facts.state),
        talk: talk(visit, opening),
        question,
        answer: fields.raw("answer").to_owned(),
    }
}

/// Questions and answers of a review, oldest first.
pub(crate) fn talk(visit: &Visit, opening: &Opening) -> Vec<TalkView> {
    let (say, now) = (visit.say(), visit.now());
    let explanations = opening.snapshot().explanations.iter();
    explanations
        .map(|explanation| TalkView {
            question: explanation.question.question.as_str().to_owned(),
            asked: words(say, "oversight-asked-at", [("when", &say.day_and_time(explanation.question.at, now))]),
            answer: explanation.answer.as_str().to_owned(),
            answered: words(say, "oversight-answered-at", [("when", &say.day_and_time(explanation.at, now))]),
        })
        .collect()
}

/// An identifier in an address.
pub(crate) fn parsed<Kind>(id: &str) -> Result<Id<Kind>, Problem> {
    id.parse().map_err(|_| Problem::NotFound)
}
