//! Pages of a draft: its head, its rules one by one, whether it holds, and saving it as an edition.

use askama::Template;
use audit::Logged;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::front_door::level::Level;
use domain::front_door::rating::{Domain, Severity};
use domain::front_door::table::row::{ConditionRow, RowFault, RuleRow, TableRow};
use domain::front_door::table::{CONDITIONS_MAX, Resolution, Standing, Table};
use domain::id::Id;
use i18n::Say;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::rules::commands::{self, Change, Draft, RulesError};
use crate::rules::pages::{RuleView, default_sentence, rule_views};
use crate::rules::{forms, sentences};
use crate::work::{Choice, ErrorView, Errors, FieldWords, id_of, version_of};

/// Empty conditions offered after those a rule has.
const SPARE_CONDITIONS: usize = 2;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/regler/utkast/{id}", get(show).post(save_head))
        .route("/regler/utkast/{id}/spara", post(adopt))
        .route("/regler/utkast/{id}/kasta", post(throw_away))
        .route("/regler/utkast/{id}/regel/{place}", get(show_rule).post(save_rule))
        .route("/regler/utkast/{id}/regel/{place}/flytta", post(move_rule))
}

fn address(id: Id<Table>) -> String {
    format!("/regler/utkast/{id}")
}

#[derive(Template)]
#[template(path = "rules_draft.html")]
struct DraftPage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    here: String,
    version: i64,
    errors: Vec<ErrorView>,
    name: String,
    name_error: String,
    valid_from: String,
    valid_from_error: String,
    standing: Vec<Choice>,
    standing_error: String,
    resolution: Vec<Choice>,
    resolution_error: String,
    levels: Vec<Choice>,
    default: String,
    rules: Vec<RuleView>,
    last: usize,
    proof: Proof,
}

/// Whether the draft holds, in words.
struct Proof {
    holds: bool,
    text: String,
    idle: Vec<String>,
}

fn proof(say: Say<'_>, row: &TableRow) -> Proof {
    let wrong = |text| Proof { holds: false, text, idle: vec![] };
    match commands::prove(row) {
        Ok(table) => {
            let idle = table.rules().iter().filter(|rule| table.idle_rules().contains(rule.code()));
            let idle = idle.map(|rule| rule.wording().as_str().to_owned()).collect();
            Proof { holds: true, text: say.t("front-rules-holds"), idle }
        }
        Err(RulesError::Flaw(flaw)) => wrong(sentences::flaw(say, &flaw)),
        Err(RulesError::Fault(RowFault::Rule { rule, fault })) => {
            let what = say.t(&forms::fault_key(fault));
            let values = [("number", (rule + 1).into()), ("what", what.as_str().into())];
            wrong(say.message("front-rules-fault-in-rule", &values.into()))
        }
        Err(RulesError::Fault(fault)) => wrong(say.t(&format!("front-rules-fault-{}", fault.code()))),
        Err(RulesError::NotFound | RulesError::Refused(_) | RulesError::ValidFromPassed | RulesError::Full) => {
            wrong(String::new())
        }
    }
}

fn head_fields(row: &TableRow) -> Fields {
    let default = row.default_level.map(|number| number.to_string()).unwrap_or_default();
    Fields::of([
        ("name", row.name.as_str()),
        ("valid_from", &row.valid_from.to_string()),
        ("standing", &row.standing),
        ("resolution", &row.resolution),
        ("default_level", &default),
    ])
}

fn level_choices(say: Say<'_>, chosen: &str) -> Vec<Choice> {
    let choice = |level: Level| Choice::new(level.number().to_string(), sentences::level(say, level), chosen);
    Level::ALL.into_iter().map(choice).collect()
}

fn page<'a>(visit: &'a Visit, draft: &Draft, fields: &Fields, errors: &Errors) -> DraftPage<'a> {
    let say = visit.say();
    let standing = |standing: Standing| {
        let code = standing.code();
        let words = say.t(&format!("front-rules-standing-{code}"));
        Choice::new(code, words, fields.text("standing")).with_hint(say.t(&format!("front-rules-standing-{code}-hint")))
    };
    let resolution = |resolution: Resolution| {
        let code = resolution.code();
        Choice::new(code, say.t(&format!("front-rules-resolution-{code}")), fields.text("resolution"))
    };
    let mut levels = vec![Choice::new("", say.t("front-rules-no-level"), fields.text("default_level"))];
    levels.extend(level_choices(say, fields.text("default_level")));
    DraftPage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 120),
        csrf: visit.form_token(),
        here: address(draft.row.id),
        version: draft.version,
        errors: errors.views(say),
        name: fields.raw("name").to_owned(),
        name_error: errors.of(say, "name"),
        valid_from: fields.text("valid_from").to_owned(),
        valid_from_error: errors.of(say, "valid_from"),
        standing: Standing::ALL.into_iter().map(standing).collect(),
        standing_error: errors.of(say, "standing"),
        resolution: Resolution::ALL.into_iter().map(resolution).collect(),
        resolution_error: errors.of(say, "resolution"),
        levels,
        default: default_sentence(say, &draft.row),
        rules: rule_views(say, &draft.row),
        last: draft.row.rules.len(),
        proof: proof(say, &draft.row),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let (draft, logged) = commands::draft(&visit.asker(), id_of(&id)?).await?;
    let page = page(&visit, &draft, &head_fields(&draft.row), &Errors::default());
    visit.personal_page(logged, Shell::Work, &draft.row.name, &page)
}

async fn refused(visit: &Visit, id: Id<Table>, fields: &Fields, errors: &Errors) -> Result<Response, Problem> {
    let (draft, logged) = commands::draft(&visit.asker(), id).await?;
    let page = page(visit, &draft, fields, errors);
    visit.refused_personal_form(logged, Shell::Work, &draft.row.name, &page)
}

async fn save_head(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    match forms::head(&fields) {
        Ok(head) => {
            commands::change(&visit.asker(), id, version_of(&fields)?, Change::Head(head)).await?;
            Ok(visit.see_and_tell(&address(id), "front-draft-saved"))
        }
        Err(errors) => refused(&visit, id, &fields, &errors).await,
    }
}

async fn adopt(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let mut errors = Errors::default();
    match commands::adopt(&visit.asker(), id, version_of(&fields)?).await {
        Ok(edition) => return Ok(visit.see_and_tell(&format!("/regler/{edition}"), "front-rules-adopted")),
        Err(RulesError::Flaw(_) | RulesError::Fault(_)) => errors.add("proof", "front-rules-error-proof"),
        Err(RulesError::ValidFromPassed) => errors.add("valid_from", "front-rules-error-passed"),
        Err(error @ (RulesError::NotFound | RulesError::Refused(_) | RulesError::Full)) => return Err(error.into()),
    }
    let (draft, _) = commands::draft(&visit.asker(), id).await?;
    refused(&visit, id, &head_fields(&draft.row), &errors).await
}

async fn throw_away(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    commands::drop_draft(&visit.asker(), id_of(&id)?, version_of(&fields)?).await?;
    Ok(visit.see_and_tell("/regler", "front-draft-thrown"))
}

async fn move_rule(Path((id, place)): Path<(String, usize)>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let change = match fields.text("where") {
        "up" => Change::Up(place),
        "down" => Change::Down(place),
        "away" => Change::Remove(place),
        _ => return Err(Problem::Unreadable),
    };
    commands::change(&visit.asker(), id, version_of(&fields)?, change).await?;
    Ok(visit.see(&format!("{}#rules", address(id))))
}

#[derive(Template)]
#[template(path = "rules_rule.html")]
struct RulePage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    here: String,
    action: String,
    version: i64,
    number: usize,
    errors: Vec<ErrorView>,
    wording: String,
    wording_error: String,
    levels: Vec<Choice>,
    level_error: String,
    conditions: Vec<ConditionView>,
}

struct ConditionView {
    number: usize,
    kind_id: String,
    kinds: Vec<Choice>,
    kind_error: String,
    domains_id: String,
    domains: Vec<Choice>,
    domains_error: String,
    severity_id: String,
    severities: Vec<Choice>,
    severity_error: String,
    least_id: String,
    least: String,
    least_error: String,
}

fn rule_fields(rule: Option<&RuleRow>) -> (Fields, usize) {
    let mut fields = Fields::default();
    let Some(rule) = rule else { return (fields, 0) };
    fields.set("wording", &rule.wording);
    fields.set("level", &rule.level.to_string());
    for (place, condition) in rule.conditions.iter().enumerate() {
        let ConditionRow { kind, severity, least, .. } = condition;
        let number = |number: &Option<u8>| number.map(|number| number.to_string()).unwrap_or_default();
        fields.set(&forms::field(place, "kind"), kind);
        fields.set(&forms::field(place, "severity"), &number(severity));
        fields.set(&forms::field(place, "least"), &number(least));
    }
    (fields, rule.conditions.len())
}

fn condition_view(say: Say<'_>, place: usize, row: &ConditionRow, least: &str, errors: &Errors) -> ConditionView {
    let id = |part| forms::field(place, part);
    let kind = |code: &str| Choice::new(code, say.t(&format!("front-rules-kind-{code}")), &row.kind);
    let mut kinds = vec![Choice::new("", say.t("front-rules-kind-none"), &row.kind)];
    kinds.extend(["at_least", "at_most", "sum_at_least", "count_at_least"].map(kind));
    let domain = |domain: Domain| {
        let code = domain.code();
        let chosen = if row.domains.iter().any(|chosen| chosen == code) { code } else { "" };
        Choice::new(code, sentences::area(say, domain), chosen)
    };
    let chosen = row.severity.map(|number| number.to_string()).unwrap_or_default();
    let severity =
        |step: Severity| Choice::new(step.number().to_string(), sentences::severity(say, step), chosen.as_str());
    let mut severities = vec![Choice::new("", say.t("front-rules-no-severity"), &chosen)];
    severities.extend(Severity::ALL.map(severity));
    ConditionView {
        number: place + 1,
        kind_id: id("kind"),
        kinds,
        kind_error: errors.of(say, &id("kind")),
        domains_id: id("domains"),
        domains: Domain::ALL.into_iter().map(domain).collect(),
        domains_error: errors.of(say, &id("domains")),
        severity_id: id("severity"),
        severities,
        severity_error: errors.of(say, &id("severity")),
        least_id: id("least"),
        least: least.to_owned(),
        least_error: errors.of(say, &id("least")),
    }
}

/// What a rule's page is made of.
struct RuleForm<'f> {
    id: Id<Table>,
    place: usize,
    version: i64,
    fields: &'f Fields,
    conditions: Vec<ConditionRow>,
    errors: &'f Errors,
}

fn rule_page<'a>(visit: &'a Visit, form: RuleForm<'_>) -> RulePage<'a> {
    let say = visit.say();
    let RuleForm { id, place, version, fields, conditions, errors } = form;
    let view = |(place, row): (usize, &ConditionRow)| {
        condition_view(say, place, row, fields.text(&forms::field(place, "least")), errors)
    };
    RulePage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 120),
        csrf: visit.form_token(),
        here: address(id),
        action: format!("{}/regel/{place}", address(id)),
        version,
        number: place + 1,
        errors: errors.views(say),
        wording: fields.raw("wording").to_owned(),
        wording_error: errors.of(say, "wording"),
        levels: level_choices(say, fields.text("level")),
        level_error: errors.of(say, "level"),
        conditions: conditions.iter().enumerate().map(view).collect(),
    }
}

/// A condition nobody has filled in.
fn spare() -> ConditionRow {
    ConditionRow { kind: String::new(), domains: vec![], severity: None, least: None }
}

async fn show_rule(visit: Visit, Path((id, place)): Path<(String, usize)>) -> Result<Response, Problem> {
    let (draft, logged) = commands::draft(&visit.asker(), id_of(&id)?).await?;
    let rule = draft.row.rules.get(place);
    let (fields, used) = rule_fields(rule);
    let mut conditions = rule.map(|rule| rule.conditions.clone()).unwrap_or_default();
    conditions.resize_with((used + SPARE_CONDITIONS).min(CONDITIONS_MAX), spare);
    let (id, version, errors) = (draft.row.id, draft.version, Errors::default());
    let form = RuleForm { id, place, version, fields: &fields, conditions, errors: &errors };
    let page = rule_page(&visit, form);
    visit.personal_page(logged, Shell::Work, &draft.row.name, &page)
}

async fn save_rule(Path((id, place)): Path<(String, usize)>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (id, version) = (id_of(&id)?, version_of(&fields)?);
    let errors = match forms::rule(&fields) {
        Ok(rule) => {
            commands::change(&visit.asker(), id, version, Change::Rule { place, rule }).await?;
            return Ok(visit.see_and_tell(&address(id), "front-rule-saved"));
        }
        Err(errors) => errors,
    };
    let (_, logged): (Draft, Logged) = commands::draft(&visit.asker(), id).await?;
    let shown = (0..CONDITIONS_MAX).filter(|place| fields.has(&forms::field(*place, "kind")));
    let conditions = shown.map(|place| forms::condition(&fields, place)).collect();
    let form = RuleForm { id, place, version, fields: &fields, conditions, errors: &errors };
    let page = rule_page(&visit, form);
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("front-rules-rule-title"), &page)
}
