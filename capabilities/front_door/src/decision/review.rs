//! Check and send: everything once more, what is missing, and what happens when it is sent.

use askama::Template;
use audit::Logged;
use axum::extract::Path;
use axum::response::Response;
use domain::front_door::interview::Item;
use domain::front_door::level::Level;
use domain::front_door::request::Request;
use domain::front_door::speaker::Speaker;
use domain::id::Id;
use i18n::Say;
use web::{Assets, Problem, Sent, Shell, Visit};

use crate::decision::commands::{self, After, DecideError, Deciding};
use crate::decision::crossing::will_see;
use crate::decision::pages::refused_when_sent;
use crate::decision::views::{self, PromptView};
use crate::interview::commands::{AssessError, Saved, Saving, Screening, save};
use crate::interview::forms;
use crate::interview::pages::{before, elsewhere};
use crate::interview::step::{SUMMARY, Step, of_item};
use crate::interview::views::{Head, head, item_label, request_address, value_words};
use crate::rules::sentences;
use crate::safety::pages::address as danger_address;
use crate::work::{Choice, ErrorView, Errors, FieldWords, id_of, sentence, version_of};

/// Whether what is most important was read back to the family.
const READ_BACK: &str = "summary_read_back";

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    head: Head,
    rows: Vec<RowView>,
    missing: Vec<ErrorView>,
    read_back: Vec<Choice>,
    identified: bool,
    overview: String,
    happens: Vec<String>,
    prompts: Vec<PromptView>,
}

struct RowView {
    name: String,
    value: String,
    href: String,
}

fn page<'a>(visit: &'a Visit, deciding: &Deciding, errors: &Errors) -> ReviewPage<'a> {
    let (say, now) = (visit.say(), visit.now());
    let ground = deciding.ground(now);
    let (id, sheet) = (ground.record.id, ground.sheet);
    let draft = deciding.opened.assessment.draft(id);
    let mut missing: Vec<ErrorView> = draft
        .missing()
        .into_iter()
        .filter(|item| item.code != READ_BACK)
        .map(|item| ErrorView { field: format!("{}#{}", of_item(item).of(id), item.code), text: item_label(say, item) })
        .collect();
    let (_, form) = ground.read();
    missing.extend(form.views(say).into_iter().map(|error| {
        let field = format!("{}#{}", Step::Decision.of(id), error.field);
        ErrorView { field, text: error.text }
    }));
    let chosen = sheet.said(READ_BACK, Speaker::Professional);
    let answer = |code: &str| Choice::new(code, say.t(&format!("front-answer-{code}")), chosen);
    ReviewPage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 2_000),
        csrf: visit.form_token(),
        head: head(say, &deciding.opened, Step::Review, errors, now),
        rows: rows(say, deciding, id),
        missing,
        read_back: ["yes", "no", "unknown"].map(answer).into(),
        identified: ground.record.child.is_some(),
        overview: request_address(id),
        happens: happens(say, deciding),
        prompts: views::prompts(say, deciding, &ground),
    }
}

fn rows(say: Say<'_>, deciding: &Deciding, id: Id<Request>) -> Vec<RowView> {
    let sheet = &deciding.opened.assessment.sheet;
    let row = |key: &str, value: String, step: Step| RowView { name: say.t(key), value, href: step.of(id) };
    let draft = deciding.opened.assessment.draft(id);
    let ratings: Vec<String> = draft
        .ratings()
        .known()
        .map(|(domain, severity)| format!("{} {}", sentence(&sentences::area(say, domain)), severity.number()))
        .collect();
    let said = |code: &str, speaker| {
        let words = Item::from_code(code).and_then(|item| value_words(say, item, sheet.said(code, speaker)));
        words.unwrap_or_default()
    };
    let level = sheet.typed("level").parse().ok().and_then(Level::from_number);
    let unit = sheet.typed("unit").parse().map(|unit| deciding.book.unit_name(unit).to_owned()).unwrap_or_default();
    let outcome = match sheet.typed("outcome") {
        "" => String::new(),
        "route" => format!("{}: {unit}", say.t("front-outcome-route")),
        code => say.t(&format!("front-outcome-{code}")),
    };
    let next = match sheet.typed("next_on").parse() {
        Ok(day) => format!("{}, {}", sheet.typed("next_step"), say.day(day, day)),
        Err(_) => sheet.typed("next_step").to_owned(),
    };
    let level = level.map(|level| sentence(&sentences::level(say, level))).unwrap_or_default();
    let mut rows = vec![
        row("front-review-ratings", ratings.join(", "), Step::Areas),
        row("front-review-summary", said(SUMMARY, Speaker::Professional), Step::Areas),
        row("front-review-concern", said("concern", Speaker::Child), Step::Words),
        row("front-review-level", level, Step::Decision),
        row("front-review-reason", sheet.typed("reason").to_owned(), Step::Decision),
        row("front-review-outcome", outcome, Step::Decision),
        row("front-review-told", sheet.typed("told").to_owned(), Step::Decision),
        row("front-review-next", next, Step::Decision),
    ];
    rows.retain(|row| !row.value.is_empty());
    rows
}

/// What happens when it is sent, in plain words.
fn happens(say: Say<'_>, deciding: &Deciding) -> Vec<String> {
    let sheet = &deciding.opened.assessment.sheet;
    let unit = sheet.typed("unit").parse().map(|unit| deciding.book.unit_name(unit).to_owned()).unwrap_or_default();
    match (sheet.typed("outcome"), sheet.typed("after")) {
        ("route", _) => {
            let offer = say.with("front-happens-offer", "unit", unit.as_str());
            let name = deciding.opened.label.given_name.as_str();
            let crosses = deciding.crossing.iter().flat_map(|crossing| {
                [will_see(say, crossing, &deciding.book, name), say.t("trail-hand-over-happens-journal")]
            });
            std::iter::once(offer).chain(crosses).chain([say.t("front-happens-hold")]).collect()
        }
        ("advice" | "self_care", after) if after == After::Close.code() => vec![say.t("front-happens-close")],
        ("advice" | "self_care" | "acute", _) => vec![say.t("front-happens-keep")],
        (_, _) => vec![],
    }
}

pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let (deciding, logged) = match commands::open(&visit.asker(), id).await {
        Ok(opened) => opened,
        Err(error) => return elsewhere(&visit, id, error),
    };
    if let Some(first) = before(&deciding.opened, Step::Review) {
        return Ok(visit.see_and_tell(&first.of(id), "front-safety-first"));
    }
    let page = page(&visit, &deciding, &Errors::default());
    visit.personal_page(logged, Shell::Work, &visit.say().t("front-step-granska"), &page)
}

fn refused(visit: &Visit, logged: Logged, deciding: &Deciding, errors: &Errors) -> Result<Response, Problem> {
    let page = page(visit, deciding, errors);
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("front-step-granska"), &page)
}

pub(crate) async fn send(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (id, version) = (id_of(&id)?, version_of(&fields)?);
    let (changes, mut errors) = forms::answers(&fields, Step::Review);
    if fields.text(READ_BACK).is_empty() {
        errors.add(READ_BACK, "front-review-error-read-back");
    }
    if !errors.is_empty() {
        let (deciding, logged) = commands::open(&visit.asker(), id).await?;
        return refused(&visit, logged, &deciding, &errors);
    }
    let post = visit.post()?;
    let saving = Saving { changes, typed: None };
    let version = match save(&visit.asker(), post, id, version, saving, Screening::Draft).await {
        Ok(Saved::Draft(version)) => version,
        Ok(Saved::Interrupted) => return Ok(visit.see(&danger_address(id))),
        Err(AssessError::Changed) => return changed(&visit, id).await,
        Err(error) => return elsewhere(&visit, id, error),
    };
    match Box::pin(commands::decide(&visit.asker(), post, id, version)).await {
        Ok(()) => Ok(visit.see_and_tell(&request_address(id), "front-decided")),
        Err(DecideError::Form(errors)) => refused_when_sent(&visit, id, &errors).await,
        Err(DecideError::NotScreened) => Ok(visit.see_and_tell(&Step::Safety.of(id), "front-safety-first")),
        Err(DecideError::Missing) => {
            errors.add("missing", "front-review-error-missing");
            let (deciding, logged) = commands::open(&visit.asker(), id).await?;
            refused(&visit, logged, &deciding, &errors)
        }
        Err(DecideError::Assess(AssessError::Changed)) => changed(&visit, id).await,
        Err(DecideError::Assess(error)) => elsewhere(&visit, id, error),
        Err(error @ DecideError::Trail(_)) => Err(error.into()),
    }
}

/// Somebody else has saved since the page was opened: the page again, as it stands now.
async fn changed(visit: &Visit, id: Id<Request>) -> Result<Response, Problem> {
    let (deciding, logged) = commands::open(&visit.asker(), id).await?;
    let mut page = page(visit, &deciding, &Errors::default());
    page.head.conflict = true;
    visit.too_late_personal_page(logged, Shell::Work, &visit.say().t("front-step-granska"), &page)
}
