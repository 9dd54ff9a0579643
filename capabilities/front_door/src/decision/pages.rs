//! The page of the decision: the suggestion beside, one's own level, where to, what the family is told, what happens next.

use askama::Template;
use audit::Logged;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::front_door::interrupt::Action;
use domain::front_door::level::Level;
use domain::front_door::request::Request;
use domain::front_door::speaker::Speaker;
use domain::id::Id;
use i18n::Say;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::decision::commands::{self, After, Deciding};
use crate::decision::crossing::{CrossingView, view};
use crate::decision::review;
use crate::decision::views::{self, MisfitView, PromptView};
use crate::interview::commands::{AssessError, Saved, Saving, Screening, save};
use crate::interview::forms;
use crate::interview::pages::{before, elsewhere, family_hint};
use crate::interview::sheet::UNKNOWN;
use crate::interview::step::{SUMMARY, Step};
use crate::interview::views::{Head, Meanwhile, SuggestionView, head, suggestion};
use crate::rules::sentences;
use crate::safety::pages::address as danger_address;
use crate::work::{Choice, Errors, FieldWords, id_of, sentence, version_of};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/en-vag-in/{id}/beslut", get(show).post(send))
        .route("/en-vag-in/{id}/granska", get(review::show).post(review::send))
}

#[derive(Template)]
#[template(path = "decision.html")]
struct DecisionPage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    head: Head,
    levels: Vec<Choice>,
    level_error: String,
    reason: String,
    reason_error: String,
    outcomes: Vec<Choice>,
    outcome_error: String,
    units: Vec<Choice>,
    unit_error: String,
    misfits: Vec<MisfitView>,
    /// At which level the units are; empty when none is chosen.
    units_at: String,
    actions: Vec<Choice>,
    action_error: String,
    after: Vec<Choice>,
    told: String,
    told_hint: String,
    told_error: String,
    next_step: String,
    next_step_error: String,
    next_on: String,
    next_on_error: String,
    handover: String,
    handover_error: String,
    crossing: Option<CrossingView>,
    principals: Vec<Choice>,
    prompts: Vec<PromptView>,
    suggestion: SuggestionView,
}

/// How the page is shown.
pub(crate) struct Showing<'s> {
    pub(crate) errors: &'s Errors,
    /// What is typed and not saved, because somebody else has saved meanwhile.
    pub(crate) unsaved: Option<&'s Fields>,
}

fn page<'a>(visit: &'a Visit, mut deciding: Deciding, showing: &Showing<'_>) -> DecisionPage<'a> {
    let (say, now) = (visit.say(), visit.now());
    let mut head = head(say, &deciding.opened, Step::Decision, showing.errors, now);
    if let Some(fields) = showing.unsaved {
        head.conflict = true;
        head.meanwhile = meanwhile(say, &deciding, fields);
        deciding.opened.assessment.sheet.type_in(forms::typed(fields));
    }
    let ground = deciding.ground(now);
    let sheet = ground.sheet;
    let draft = deciding.opened.assessment.draft(ground.record.id);
    let table = deciding.opened.table.as_deref();
    let suggested = table.and_then(|table| table.suggest(&draft.ratings()).level());
    let level = ground.level().or(suggested);
    let (units, misfits) = views::places(say, &ground, level, sheet.typed("unit"));
    let typed = |field: &str| sheet.typed(field).to_owned();
    let error = |field: &str| showing.errors.of(say, field);
    let name = &deciding.opened.label.given_name;
    DecisionPage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 2_000),
        csrf: visit.form_token(),
        levels: levels(say, sheet.typed("level"), suggested),
        level_error: error("level"),
        reason: typed("reason"),
        reason_error: error("reason"),
        outcomes: choices(say, "front-outcome", &["advice", "self_care", "route", "acute"], sheet.typed("outcome")),
        outcome_error: error("outcome"),
        units,
        unit_error: error("unit"),
        misfits,
        units_at: level.map(|level| sentences::level(say, level)).unwrap_or_default(),
        actions: choices(say, "front-danger-action", &Action::ALL.map(Action::code), sheet.typed("action")),
        action_error: error("action"),
        after: choices(say, "front-after", &After::ALL.map(After::code), sheet.typed("after")),
        told: typed("told"),
        told_hint: family_hint(say, name),
        told_error: error("told"),
        next_step: typed("next_step"),
        next_step_error: error("next_step"),
        next_on: typed("next_on"),
        next_on_error: error("next_on"),
        handover: match sheet.typed("handover") {
            "" => summary(&deciding),
            typed => typed.to_owned(),
        },
        handover_error: error("handover"),
        crossing: deciding
            .crossing
            .as_ref()
            .map(|crossing| view(say, crossing, (&*deciding.book, name.as_str()), sheet, showing.errors)),
        principals: views::principals(&ground),
        prompts: views::prompts(say, &deciding, &ground),
        suggestion: suggestion(say, table, &draft),
        head,
    }
}

/// What is most important to take along begins what the receiver is told.
fn summary(deciding: &Deciding) -> String {
    match deciding.opened.assessment.sheet.said(SUMMARY, Speaker::Professional) {
        UNKNOWN => String::new(),
        words => words.to_owned(),
    }
}

fn levels(say: Say<'_>, chosen: &str, suggested: Option<Level>) -> Vec<Choice> {
    let level = |level: Level| {
        let hint = if suggested == Some(level) { say.t("front-decide-suggested") } else { String::new() };
        let words = sentence(&sentences::level(say, level));
        Choice::new(level.number().to_string(), words, chosen).with_hint(hint)
    };
    Level::ALL.into_iter().map(level).collect()
}

fn choices(say: Say<'_>, key: &str, codes: &[&str], chosen: &str) -> Vec<Choice> {
    codes.iter().map(|code| Choice::new(*code, say.t(&format!("{key}-{code}")), chosen)).collect()
}

/// Fields of words where what is stored is something else than what is typed.
fn meanwhile(say: Say<'_>, deciding: &Deciding, fields: &Fields) -> Vec<Meanwhile> {
    let sheet = &deciding.opened.assessment.sheet;
    let other = |field: &&str| {
        let stored = sheet.typed(field);
        let differs = !stored.is_empty() && stored != fields.raw(field);
        differs.then(|| Meanwhile { label: say.t(&format!("front-decide-{field}")), stored: stored.to_owned() })
    };
    ["reason", "told", "next_step", "next_on", "handover"].iter().filter_map(other).collect()
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let (deciding, logged) = match commands::open(&visit.asker(), id).await {
        Ok(opened) => opened,
        Err(error) => return elsewhere(&visit, id, error),
    };
    if let Some(first) = before(&deciding.opened, Step::Decision) {
        return Ok(visit.see_and_tell(&first.of(id), "front-safety-first"));
    }
    let errors = Errors::default();
    let page = page(&visit, deciding, &Showing { errors: &errors, unsaved: None });
    visit.personal_page(logged, Shell::Work, &visit.say().t("front-step-beslut"), &page)
}

async fn send(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (id, version) = (id_of(&id)?, version_of(&fields)?);
    let saving = Saving { changes: vec![], typed: Some(forms::typed(&fields)) };
    match save(&visit.asker(), visit.post()?, id, version, saving, Screening::Draft).await {
        Ok(Saved::Draft(_)) => {}
        Ok(Saved::Interrupted) => return Ok(visit.see(&danger_address(id))),
        Err(AssessError::Changed) => {
            let (deciding, logged) = commands::open(&visit.asker(), id).await?;
            let errors = Errors::default();
            let page = page(&visit, deciding, &Showing { errors: &errors, unsaved: Some(&fields) });
            let title = visit.say().t("front-step-beslut");
            return visit.too_late_personal_page(logged, Shell::Work, &title, &page);
        }
        Err(error) => return elsewhere(&visit, id, error),
    }
    if fields.text("then") == "stay" {
        return Ok(visit.see(&Step::Decision.of(id)));
    }
    let (deciding, logged) = commands::open(&visit.asker(), id).await?;
    let (_, errors) = deciding.ground(visit.now()).read();
    if errors.is_empty() {
        return Ok(visit.see(&Step::Review.of(id)));
    }
    refused(&visit, logged, deciding, &errors)
}

/// The page again with what to do.
pub(crate) fn refused(visit: &Visit, logged: Logged, deciding: Deciding, errors: &Errors) -> Result<Response, Problem> {
    let page = page(visit, deciding, &Showing { errors, unsaved: None });
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("front-step-beslut"), &page)
}

/// The page of a request's decision with errors that only showed when it was sent.
pub(crate) async fn refused_when_sent(visit: &Visit, id: Id<Request>, errors: &Errors) -> Result<Response, Problem> {
    let (deciding, logged) = commands::open(&visit.asker(), id).await?;
    refused(visit, logged, deciding, errors)
}
