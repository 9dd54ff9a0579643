//! The child's own words: written by the child, kept as written, older versions too.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::trail::Text;
use i18n::Say;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::entries::commands::{self, EntryError};
use crate::entries::forms::{self, Fault, Faults};
use crate::entries::pages::known;
use crate::entries::views::{Errors, FieldWords};
use crate::family::child::{is_own_words, own};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/min-sida/led/{trail}/ord", get(show).post(say))
}

#[derive(Template)]
#[template(path = "family/words.html")]
struct WordsPage<'v> {
    a: Assets,
    t: FieldWords,
    say: Say<'v>,
    csrf: String,
    action: String,
    errors: Errors,
    words: String,
    who_sees: String,
}

async fn show(visit: Visit, Path(trail): Path<String>) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let (logged, own) = own(&visit, Some(trail)).await?.ok_or(Problem::NotFound)?;
    let words = own.entries.iter().find(|stored| is_own_words(stored));
    let words = words.map_or(String::new(), |stored| stored.entry.body().as_str().to_owned());
    let unit = own.sight.holder.map_or(String::new(), |holder| holder.unit);
    let page = page(&visit, &trail.to_string(), words, &unit, &Faults::new());
    visit.personal_page(logged, Shell::Child, &visit.say().t("child-page-words-title"), &page)
}

fn page<'v>(visit: &'v Visit, trail: &str, words: String, unit: &str, faults: &Faults) -> WordsPage<'v> {
    let say = visit.say();
    WordsPage {
        a: visit.assets(),
        t: FieldWords::new(say),
        say,
        csrf: visit.form_token(),
        action: format!("/min-sida/led/{trail}/ord"),
        errors: Errors::new(say, faults),
        words,
        who_sees: say.with("child-page-words-seen", "unit", unit),
    }
}

async fn say(Path(trail): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let Sent { visit, fields } = sent;
    let faults = match typed(&visit, &fields) {
        Ok((body, why)) => match commands::say(&visit.asker(), trail, body, why).await {
            // Saying the same again is no mistake.
            Ok(()) | Err(EntryError::Rule(domain::trail::entry::Refusal::NothingChanged)) => {
                return Ok(visit.see_and_tell(&format!("/min-sida?led={trail}"), "words-kept"));
            }
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    let (logged, own) = own(&visit, Some(trail)).await?.ok_or(Problem::NotFound)?;
    let unit = own.sight.holder.map_or(String::new(), |holder| holder.unit);
    let page = page(&visit, &trail.to_string(), fields.raw("words").to_owned(), &unit, &faults);
    visit.refused_personal_form(logged, Shell::Child, &visit.say().t("child-page-words-title"), &page)
}

/// What the child wrote, and why it is changed: because the child wanted to.
fn typed(visit: &Visit, fields: &Fields) -> Result<(Text<8000>, Text<300>), Faults> {
    let fault = |key| vec![Fault { field: "words".to_owned(), key }];
    let body = forms::text(fields.raw("words"), "child-page-words-error").map_err(fault)?;
    let why = visit.say().t("child-page-words-why");
    Ok((body, Text::parse(&why).map_err(|_| fault("child-page-words-error"))?))
}
