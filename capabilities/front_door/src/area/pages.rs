//! The page on which those who keep the rules say which front door answers for which municipality.

use askama::Template;
use audit::Logged;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::id::Id;
use domain::organisation::{Branch, Municipality, Unit};
use i18n::Say;
use identity::organisations::Book;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::area::commands::{self, Answered, AreaError};
use crate::work::{Choice, ErrorView, Errors, FieldWords, book_of};

const HERE: &str = "/regler/kommuner";

pub(crate) fn routes() -> Router<App> {
    Router::new().route(HERE, get(show).post(choose))
}

#[derive(Template)]
#[template(path = "areas.html")]
struct AreasPage<'a> {
    a: Assets,
    say: Say<'a>,
    t: FieldWords,
    csrf: String,
    errors: Vec<ErrorView>,
    rows: Vec<Row>,
    missing: usize,
    municipalities: Vec<Choice>,
    municipality_error: String,
    units: Vec<Choice>,
    unit_error: String,
}

struct Row {
    name: String,
    unit: Option<String>,
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let (every, logged) = commands::every(&visit.asker()).await?;
    page(&visit, &every, logged, &Fields::default(), &Errors::default()).await
}

async fn choose(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let mut errors = Errors::default();
    let municipality: Option<Id<Municipality>> = fields.text("municipality").parse().ok();
    let unit: Option<Id<Unit>> = fields.text("unit").parse().ok();
    if let (Some(municipality), Some(unit)) = (municipality, unit) {
        match commands::answer_for(&visit.asker(), municipality, unit).await {
            Ok(()) => return Ok(visit.see_and_tell(HERE, "front-area-chosen")),
            Err(AreaError::NoMunicipality) => errors.add("municipality", "front-areas-municipality-missing"),
            Err(AreaError::NotFrontDoor) => errors.add("unit", "front-areas-unit-missing"),
            Err(AreaError::NobodyReceives) => errors.add("unit", "front-areas-nobody-receives"),
            Err(AreaError::Refused(refused)) => return Err(refused.into()),
        }
    }
    if municipality.is_none() {
        errors.add("municipality", "front-areas-municipality-missing");
    }
    if unit.is_none() {
        errors.add("unit", "front-areas-unit-missing");
    }
    let (every, logged) = commands::every(&visit.asker()).await?;
    page(&visit, &every, logged, &fields, &errors).await
}

async fn page(
    visit: &Visit,
    every: &[Answered],
    logged: Logged,
    fields: &Fields,
    errors: &Errors,
) -> Result<Response, Problem> {
    let say = visit.say();
    let book = book_of(visit).await?;
    let nothing = |key: &str| Choice::new("", say.t(key), "-");
    let municipality = |answered: &Answered| {
        Choice::new(answered.municipality.to_string(), answered.name.clone(), fields.text("municipality"))
    };
    let unit =
        |unit: &&domain::organisation::Unit| Choice::new(unit.id.to_string(), unit.name.clone(), fields.text("unit"));
    let page = AreasPage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, 0),
        csrf: visit.form_token(),
        errors: errors.views(say),
        rows: every.iter().map(|answered| row(&book, answered)).collect(),
        missing: every.iter().filter(|answered| answered.unit.is_none()).count(),
        municipalities: std::iter::once(nothing("front-areas-choose")).chain(every.iter().map(municipality)).collect(),
        municipality_error: errors.of(say, "municipality"),
        units: std::iter::once(nothing("front-areas-choose"))
            .chain(book.units_of(Branch::FrontDoor).iter().map(unit))
            .collect(),
        unit_error: errors.of(say, "unit"),
    };
    let title = say.t("front-areas-title");
    if errors.is_empty() {
        visit.personal_page(logged, Shell::Work, &title, &page)
    } else {
        visit.refused_personal_form(logged, Shell::Work, &title, &page)
    }
}

fn row(book: &Book, answered: &Answered) -> Row {
    Row { name: answered.name.clone(), unit: answered.unit.map(|unit| book.unit_name(unit).to_owned()) }
}
