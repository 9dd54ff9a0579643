//! Pages of the tables of rules: the list, an edition in sentences, and the way to a draft.

use access::action::front_door::KeepRules;
use access::facts::RegionFacts;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::front_door::level::Level;
use domain::front_door::table::Standing;
use domain::front_door::table::row::TableRow;
use i18n::Say;
use web::{App, Assets, Problem, Sent, Shell, Visit};

use crate::rules::commands::{self, Beginning, RulesError};
use crate::rules::{draft_pages, forms, sentences};
use crate::work::{book_of, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/regler", get(show))
        .route("/regler/utkast", post(start))
        .route("/regler/{id}", get(edition))
        .merge(draft_pages::routes())
}

impl From<RulesError> for Problem {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::NotFound => Self::NotFound,
            RulesError::Refused(refused) => refused.into(),
            RulesError::Fault(_) | RulesError::Flaw(_) | RulesError::ValidFromPassed | RulesError::Full => Self::NotNow,
        }
    }
}

#[derive(Template)]
#[template(path = "rules_list.html")]
struct ListPage<'a> {
    a: Assets,
    say: Say<'a>,
    csrf: String,
    editions: Vec<EditionView>,
    drafts: Vec<EditionView>,
}

struct EditionView {
    href: String,
    name: String,
    version: u32,
    about: String,
    from: String,
    in_force: bool,
    example: bool,
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let say = visit.say();
    let (shelf, logged) = commands::shelf(&visit.asker()).await?;
    let book = book_of(&visit).await?;
    let (now, today) = (visit.now(), visit.now().day());
    let by = |assignment: Option<_>| {
        assignment.map_or(say.t("front-rules-by-installation"), |id| book.colleague_name(id).to_owned())
    };
    let about = |key: &str, at, assignment| {
        let (at, by) = (say.day_and_time(at, now), by(assignment));
        say.message(key, &[("at", at.as_str().into()), ("by", by.as_str().into())].into())
    };
    let view = |row: &TableRow, href: String, about: String| EditionView {
        href,
        name: row.name.clone(),
        version: row.version,
        about,
        from: say.day(row.valid_from, today),
        in_force: shelf.in_force == Some(row.version),
        example: row.standing == Standing::Example.code(),
    };
    let editions = shelf.editions.iter().map(|edition| {
        let about = about("front-rules-saved", edition.saved_at, edition.saved_by);
        view(&edition.row, format!("/regler/{}", edition.row.id), about)
    });
    let drafts = shelf.drafts.iter().map(|draft| {
        let about = about("front-rules-changed", draft.changed_at, draft.changed_by);
        view(&draft.row, format!("/regler/utkast/{}", draft.row.id), about)
    });
    let page = ListPage {
        a: visit.assets(),
        say,
        csrf: visit.form_token(),
        editions: editions.collect(),
        drafts: drafts.collect(),
    };
    visit.personal_page(logged, Shell::Work, &say.t("front-rules-title"), &page)
}

async fn start(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let beginning = match fields.text("from") {
        "" => Beginning::Empty,
        "example" => Beginning::Example,
        id => Beginning::Edition(id_of(id)?),
    };
    let name = visit.say().t("front-rules-new-name");
    let draft = commands::start_draft(&visit.asker(), beginning, &name).await?;
    Ok(visit.see(&format!("/regler/utkast/{draft}")))
}

/// A rule as it is read.
pub(crate) struct RuleView {
    pub(crate) sentence: String,
    pub(crate) wording: String,
    pub(crate) fault: String,
}

/// The rules of a table as they are read.
pub(crate) fn rule_views(say: Say<'_>, row: &TableRow) -> Vec<RuleView> {
    let view = |rule: &_| {
        let (sentence, fault) = match sentences::row(say, rule) {
            Ok(sentence) => (sentence, String::new()),
            Err(fault) => (String::new(), say.t(&forms::fault_key(fault))),
        };
        RuleView { sentence, wording: rule.wording.clone(), fault }
    };
    row.rules.iter().map(view).collect()
}

/// What holds when no rule fires.
pub(crate) fn default_sentence(say: Say<'_>, row: &TableRow) -> String {
    match row.default_level.and_then(Level::from_number) {
        Some(level) => say.with("front-rules-default", "level", sentences::level(say, level).as_str()),
        None => say.t("front-rules-no-default"),
    }
}

#[derive(Template)]
#[template(path = "rules_edition.html")]
struct EditionPage<'a> {
    a: Assets,
    say: Say<'a>,
    csrf: String,
    id: String,
    name: String,
    version: u32,
    from: String,
    example: bool,
    resolution: String,
    default: String,
    rules: Vec<RuleView>,
    idle: Vec<String>,
    may_keep: bool,
}

/// Whether the visitor may keep the rules.
fn may_keep(visit: &Visit) -> bool {
    let asker = visit.asker();
    asker.access.decide::<KeepRules>(&asker.actor, &RegionFacts).is_ok()
}

async fn edition(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let say = visit.say();
    let found = commands::edition(visit.app.database(), id_of(&id)?).await?;
    let row = found.ok_or(Problem::NotFound)?.row;
    let table = commands::prove(&row)?;
    let idle = table.rules().iter().filter(|rule| table.idle_rules().contains(rule.code()));
    let page = EditionPage {
        a: visit.assets(),
        say,
        csrf: visit.form_token(),
        id: row.id.to_string(),
        name: row.name.clone(),
        version: row.version,
        from: say.day(row.valid_from, visit.now().day()),
        example: row.standing == Standing::Example.code(),
        resolution: say.t(&format!("front-rules-resolution-{}", row.resolution)),
        default: default_sentence(say, &row),
        rules: rule_views(say, &row),
        idle: idle.map(|rule| rule.wording().as_str().to_owned()).collect(),
        may_keep: may_keep(&visit),
    };
    visit.open_page(Shell::Work, &row.name, &page)
}
