//! The page of who a child is: what is known, the form that puts it right, and what stood there before.

use askama::Template;
use audit::Logged;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::child::Child;
use domain::id::Id;
use domain::protection::{Place, keeps_place};
use i18n::Say;
use web::limit::Tries;
use web::{App, Fields, Problem, Sent, Shell, Visit};

use crate::children::corrections::commands::{self, CorrectError, Correcting, Shown};
use crate::children::corrections::forms::{self, KINDS};
use crate::children::corrections::history::{Changed, FIELDS, said_years};
use crate::children::joining::pages::now_elsewhere;
use crate::children::pages::{Frame, messages};
use crate::children::{Age, LANGUAGES};
use crate::pages::{Choice, Errors, id_of, language, municipalities};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/barn/{child}", get(show).post(correct))
}

/// Something that is known, or that somebody else has written meanwhile.
struct RowView {
    name: String,
    text: String,
}

/// A change, with what stood there.
struct ChangeView {
    about: String,
    was: Vec<RowView>,
}

#[derive(Template)]
#[template(path = "child.html")]
struct ChildPage<'v> {
    frame: Frame<'v>,
    here: String,
    /// Whether places are kept: municipality and school are asked about only then.
    places: bool,
    may: bool,
    /// Where somebody else was first: what they wrote, where it is not what is typed.
    meanwhile: Option<Vec<RowView>>,
    known: Vec<RowView>,
    version: String,
    given_name: String,
    given_name_error: String,
    family_name: String,
    family_name_error: String,
    kinds: Vec<Choice>,
    kind_error: String,
    number: String,
    number_error: String,
    region: String,
    region_error: String,
    born: String,
    born_hint: String,
    born_error: String,
    municipalities: Vec<Choice>,
    municipality_error: String,
    school: String,
    school_error: String,
    phone: String,
    phone_error: String,
    messages: Vec<Choice>,
    languages: Vec<Choice>,
    language_error: String,
    changes: Vec<ChangeView>,
}

/// The fields of the form that say something of the child.
const STANDS: [&str; 9] =
    ["given_name", "family_name", "number", "born", "municipality", "school", "phone", "message", "interpreter"];

/// How the form is shown.
struct Showing<'f> {
    fields: &'f Fields,
    errors: &'f Errors,
    conflict: bool,
}

async fn show(visit: Visit, Path(child): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let child = id_of(&child)?;
    let (shown, logged) = match commands::show(&visit.asker(), child).await {
        Ok(shown) => shown,
        Err(error) => return now_elsewhere(&visit, child, "").await.unwrap_or_else(|| Err(error.into())),
    };
    let fields = forms::known(&shown.who, shown.now.day());
    let page = page(&visit, &shown, &Showing { fields: &fields, errors: &Errors::default(), conflict: false });
    visit.personal_page(logged, Shell::Work, &visit.say().t("child-page"), &page)
}

fn page<'v>(visit: &'v Visit, shown: &Shown, showing: &Showing<'_>) -> ChildPage<'v> {
    let (say, Showing { fields, errors, conflict }) = (visit.say(), showing);
    let today = shown.now.day();
    let known = forms::known(&shown.who, today);
    let rows = STANDS.map(|field| (field, known.text(field).to_owned()));
    let other = |(field, value): &&(&'static str, String)| fields.text(field) != value.as_str();
    let row = |(field, value): &(&'static str, String)| RowView {
        name: say.t(&format!("child-{field}")),
        text: in_words(say, shown, field, value),
    };
    let here = format!("/barn/{}", shown.child);
    ChildPage {
        frame: Frame::of(visit, say.t("child-page"), (format!("{here}/vuxna"), "adults-all"), errors)
            .warning(shown.who.protection),
        here,
        places: keeps_place(shown.who.protection) == Place::Kept,
        may: shown.correcting == Correcting::May,
        meanwhile: conflict.then(|| rows.iter().filter(other).map(row).collect()),
        known: rows.iter().filter(|(_, value)| !value.is_empty()).map(row).collect(),
        version: shown.who.version.to_string(),
        given_name: fields.raw("given_name").to_owned(),
        given_name_error: errors.of(say, "given_name"),
        family_name: fields.raw("family_name").to_owned(),
        family_name_error: errors.of(say, "family_name"),
        kinds: KINDS.map(|kind| Choice::of(say, "child-kind", kind, fields.text("number_kind"))).into(),
        kind_error: errors.of(say, "number_kind"),
        number: fields.raw("number").to_owned(),
        number_error: errors.of(say, "number"),
        region: fields.raw("number_region").to_owned(),
        region_error: errors.of(say, "number_region"),
        born: fields.raw("born").to_owned(),
        born_hint: match shown.who.label.age {
            Age::Born(_) => String::new(),
            Age::Stated(..) => say.with("child-born-said", "years", u32::from(shown.who.label.age.on(today))),
        },
        born_error: errors.of(say, "born"),
        municipalities: municipalities(&shown.book, say.t("child-municipality-unknown"), fields.text("municipality")),
        municipality_error: errors.of(say, "municipality"),
        school: fields.raw("school").to_owned(),
        school_error: errors.of(say, "school"),
        phone: fields.raw("phone").to_owned(),
        phone_error: errors.of(say, "phone"),
        messages: messages(say, fields.text("message")),
        languages: languages(say, fields.text("interpreter")),
        language_error: errors.of(say, "interpreter"),
        changes: shown.changes.iter().map(|changed| change(say, shown, changed)).collect(),
    }
}

/// What stands, or stood, in a field, as people say it.
fn in_words(say: Say<'_>, shown: &Shown, field: &str, value: &str) -> String {
    let today = shown.now.day();
    match (field, value) {
        ("municipality", id) => id.parse().map_or(String::new(), |id| shown.book.municipality_name(id).to_owned()),
        ("number", normal) => forms::number_parts(normal, today).1,
        ("born", kept) => match (said_years(kept), kept.parse()) {
            (Some(years), _) => say.with("child-years", "years", years),
            (None, Ok(born)) => say.day(born, today),
            (None, Err(_)) => kept.to_owned(),
        },
        ("message", "") => say.t("adults-message-not_asked"),
        ("message", code) => say.t(&format!("adults-message-{code}")),
        ("interpreter", code) => language(say, code),
        (_, text) => text.to_owned(),
    }
}

/// The languages, with the one that is written down, whichever it is.
fn languages(say: Say<'_>, chosen: &str) -> Vec<Choice> {
    let choice = |code: &str| Choice {
        chosen: code == chosen,
        value: code.to_owned(),
        label: language(say, code),
        hint: String::new(),
    };
    let none = Choice { label: say.t("child-interpreter-none"), ..choice("") };
    let written = (!chosen.is_empty() && !LANGUAGES.contains(&chosen)).then(|| choice(chosen));
    std::iter::once(none).chain(LANGUAGES.into_iter().map(choice)).chain(written).collect()
}

/// "Ändrades i dag 10.00 av Nora S.", and what stood there.
fn change(say: Say<'_>, shown: &Shown, changed: &Changed) -> ChangeView {
    let (at, by) = (say.day_and_time(changed.at, shown.now), shown.book.colleague_name(changed.by));
    let values = [("at", at.as_str().into()), ("by", by.into())];
    let Some(before) = &changed.before else {
        return ChangeView { about: say.message("child-changed-unkept", &values.into()), was: vec![] };
    };
    let was = FIELDS.into_iter().filter_map(|field| before.get(field).map(|value| (field, value)));
    let row = |(field, value): (&str, &String)| {
        let text = in_words(say, shown, field, value);
        RowView {
            name: say.t(&format!("child-{field}")),
            text: if text.is_empty() { say.t("child-was-nothing") } else { text },
        }
    };
    ChangeView { about: say.message("child-changed", &values.into()), was: was.map(row).collect() }
}

/// The form again with everything that was typed. Whoever came second sees what the first one wrote.
async fn again(visit: &Visit, child: Id<Child>, showing: &Showing<'_>) -> Result<Response, Problem> {
    let (shown, logged): (Shown, Logged) = commands::show(&visit.asker(), child).await?;
    let (page, title) = (page(visit, &shown, showing), visit.say().t("child-page"));
    if showing.conflict {
        return visit.too_late_personal_page(logged, Shell::Work, &title, &page);
    }
    visit.refused_personal_form(logged, Shell::Work, &title, &page)
}

async fn correct(Path(child): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (child, post) = (id_of(&child)?, visit.post()?);
    let errors = match forms::read(&fields, visit.now().day()) {
        Ok(told) => match commands::correct(&visit.asker(), post, child, told).await {
            Ok(()) => return Ok(visit.see_and_tell(&format!("/barn/{child}"), "child-corrected")),
            Err(CorrectError::Changed) => {
                let showing = Showing { fields: &fields, errors: &Errors::default(), conflict: true };
                return again(&visit, child, &showing).await;
            }
            Err(CorrectError::SameNumber) => {
                // Whoever tries number after number is stopped, as where one opens without a relation.
                visit.try_once_more(Tries::Numbers)?;
                Errors::one("number", "child-error-same-number")
            }
            Err(CorrectError::BornIsKnown) => Errors::one("born", "child-error-born-known"),
            Err(CorrectError::NoSuchPlace) => Errors::one("municipality", "child-error-municipality"),
            Err(error) => return Err(error.into()),
        },
        Err(errors) => errors,
    };
    again(&visit, child, &Showing { fields: &fields, errors: &errors, conflict: false }).await
}
