//! Pages of preparing oneself. Nothing here says who anybody is.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::front_door::intake::Topic;
use domain::moment::Moment;
use i18n::Say;
use web::form::ONCE_FIELD;
use web::limit::Tries;
use web::page::see_other;
use web::{App, Assets, Problem, Sent, Shell, Visit};

use crate::preparation::commands;
use crate::preparation::forms::{self, FIELDS, PART_MAX};
use crate::preparation::store::Preparation;
use crate::work::{Choice, ErrorView};

const START: &str = "/forbered";
const CODE: &str = "/forbered/kod";
const DELETE: &str = "/forbered/radera";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route(START, get(show).post(keep))
        .route(CODE, get(ask_code).post(open))
        .route(DELETE, post(delete))
        .route("/forbered-dig", get(|| async { see_other(START) }))
}

struct Words {
    error_prefix: String,
    error_heading: String,
    count_most: String,
}

impl Words {
    fn of(say: Say<'_>) -> Self {
        Self {
            error_prefix: say.t("frame-error-prefix"),
            error_heading: say.t("prepare-error-heading"),
            count_most: say.with("prepare-count-most", "most", PART_MAX),
        }
    }
}

struct Part {
    id: &'static str,
    label: String,
    value: String,
    error: String,
}

#[derive(Template)]
#[template(path = "prepare.html")]
struct PreparePage<'v> {
    a: Assets,
    t: Words,
    say: Say<'v>,
    csrf: String,
    /// The code under which it will be kept: sending the form twice keeps it once.
    code: String,
    topics: Vec<Choice>,
    parts: Vec<Part>,
    errors: Vec<ErrorView>,
}

impl<'v> PreparePage<'v> {
    fn new(visit: &'v Visit, code: String, preparation: &Preparation, errors: &[(&'static str, &'static str)]) -> Self {
        let say = visit.say();
        let error = |field| errors.iter().find(|(of, _)| *of == field).map_or(String::new(), |(_, key)| say.t(key));
        let part = |id: &'static str| Part {
            id,
            label: say.t(&format!("prepare-{id}")),
            value: part_of(preparation, id).to_owned(),
            error: error(id),
        };
        Self {
            a: visit.assets(),
            t: Words::of(say),
            say,
            csrf: visit.form_token(),
            code,
            topics: topics(say, preparation),
            parts: FIELDS.into_iter().map(part).collect(),
            errors: errors
                .iter()
                .map(|(field, key)| ErrorView { field: (*field).to_owned(), text: say.t(key) })
                .collect(),
        }
    }

    fn part_max() -> usize {
        PART_MAX
    }
}

fn part_of<'p>(preparation: &'p Preparation, id: &str) -> &'p str {
    match id {
        "how_long" => &preparation.how_long,
        "tried" => &preparation.tried,
        "helps" => &preparation.helps,
        _ => &preparation.words,
    }
}

fn topics(say: Say<'_>, preparation: &Preparation) -> Vec<Choice> {
    let choice = |value: &str, key: &str| Choice {
        value: value.to_owned(),
        label: say.t(key),
        hint: String::new(),
        chosen: value == preparation.topic,
    };
    let topics = Topic::ALL.into_iter().map(|topic| choice(topic.code(), &format!("ask-topic-{}", topic.code())));
    std::iter::once(choice("", "prepare-topic-none")).chain(topics).collect()
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let code = commands::new_code(visit.app.environment());
    let page = PreparePage::new(&visit, code, &Preparation::default(), &[]);
    visit.open_page(Shell::Public, &visit.say().t("prepare-title"), &page)
}

async fn keep(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.try_once_more(Tries::Asking)?;
    let (preparation, errors) = forms::read(&fields, visit.now().day());
    let code = fields.text(ONCE_FIELD).to_owned();
    if !errors.is_empty() {
        let page = PreparePage::new(&visit, code, &preparation, &errors);
        return visit.refused_form(Shell::Public, &visit.say().t("prepare-title"), &page);
    }
    let until = commands::keep(visit.app.database(), &code, &preparation).await?.ok_or(Problem::StaleForm)?;
    let page = KeptPage::new(&visit, visit.say().t("prepare-kept-title"), code, None, until);
    // Shown at once rather than at an address of its own: the code is in no address, no history and no cookie.
    visit.open_page(Shell::Public, &page.title, &page)
}

#[derive(Template)]
#[template(path = "prepare_kept.html")]
struct KeptPage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    title: String,
    code: String,
    until: String,
    rows: Vec<(String, String)>,
    delete: &'static str,
}

impl<'v> KeptPage<'v> {
    fn new(visit: &'v Visit, title: String, code: String, opened: Option<&Preparation>, until: Moment) -> Self {
        let say = visit.say();
        let rows = opened.map_or_else(Vec::new, |preparation| {
            let topic = Topic::from_code(&preparation.topic)
                .map_or(String::new(), |topic| say.t(&format!("ask-topic-{}", topic.code())));
            let parts =
                FIELDS.into_iter().map(|id| (say.t(&format!("prepare-{id}")), part_of(preparation, id).to_owned()));
            std::iter::once((say.t("prepare-topic"), topic))
                .chain(parts)
                .filter(|(_, value)| !value.is_empty())
                .collect()
        });
        let until = say.day(until.day(), visit.now().day());
        Self { a: visit.assets(), say, csrf: visit.form_token(), title, code, until, rows, delete: DELETE }
    }
}

#[derive(Template)]
#[template(path = "prepare_code.html")]
struct CodePage<'v> {
    a: Assets,
    t: Words,
    say: Say<'v>,
    csrf: String,
    code: String,
    errors: Vec<ErrorView>,
}

impl<'v> CodePage<'v> {
    fn new(visit: &'v Visit, code: String, errors: Vec<ErrorView>) -> Self {
        let say = visit.say();
        Self { a: visit.assets(), t: Words::of(say), say, csrf: visit.form_token(), code, errors }
    }

    fn error(&self) -> &str {
        self.errors.first().map_or("", |error| &error.text)
    }
}

async fn ask_code(visit: Visit) -> Result<Response, Problem> {
    let page = CodePage::new(&visit, String::new(), vec![]);
    visit.open_page(Shell::Public, &visit.say().t("prepare-code-title"), &page)
}

async fn open(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.try_once_more(Tries::Codes)?;
    let code = fields.text("code").to_owned();
    let Some((preparation, until)) = commands::find(visit.app.database(), &code, visit.now()).await? else {
        let unknown = ErrorView { field: "code".to_owned(), text: visit.say().t("prepare-code-unknown") };
        let page = CodePage::new(&visit, code, vec![unknown]);
        return visit.refused_form(Shell::Public, &visit.say().t("prepare-code-title"), &page);
    };
    let page = KeptPage::new(&visit, visit.say().t("prepare-shown-title"), code, Some(&preparation), until);
    visit.open_page(Shell::Public, &page.title, &page)
}

async fn delete(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    commands::delete(visit.app.database(), fields.text("code")).await?;
    Ok(visit.see_and_tell(START, "prepare-deleted"))
}
