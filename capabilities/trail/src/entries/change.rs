//! Pages that change an entry: correct it, hide it from guardians, show it again.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::id::Id;
use domain::trail::Trail;
use domain::trail::entry::Entry;
use i18n::Say;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::entries::commands::{self, EntryError};
use crate::entries::forms::{self, Faults};
use crate::entries::pages::{Around, HideFields, known};
use crate::entries::show::{open, refused};
use crate::entries::store::Stored;
use crate::entries::views::{Errors, FieldWords};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/led/{trail}/anteckning/{entry}/ratta", get(correct_form).post(correct))
        .route("/led/{trail}/anteckning/{entry}/dolj", get(hide_form).post(hide))
        .route("/led/{trail}/anteckning/{entry}/visa", post(show_again))
}

/// What in the address of the form names the hiding that it renews.
pub(crate) const RENEWS: &str = "dold";

/// What stands around the fields of a form that changes an entry.
struct Frame<'v> {
    a: Assets,
    t: FieldWords,
    say: Say<'v>,
    csrf: String,
    child: String,
    back: String,
    errors: Errors,
}

impl<'v> Frame<'v> {
    fn new(visit: &'v Visit, (trail, entry): (Id<Trail>, Id<Entry>), around: &Around, faults: &Faults) -> Self {
        let say = visit.say();
        Self {
            a: visit.assets(),
            t: FieldWords::new(say),
            say,
            csrf: visit.form_token(),
            child: around.child.clone(),
            back: format!("/led/{trail}/anteckning/{entry}"),
            errors: Errors::new(say, faults),
        }
    }
}

#[derive(Template)]
#[template(path = "entries/correct.html")]
struct CorrectPage<'v> {
    frame: Frame<'v>,
    body: String,
    why: String,
}

async fn correct_form(visit: Visit, Path((trail, entry)): Path<(String, String)>) -> Result<Response, Problem> {
    let (trail, entry) = (known(&trail)?, known(&entry)?);
    let (logged, around, stored, rights) = open(&visit, trail, entry).await?;
    if !rights.may_correct {
        return Err(Problem::NotNow);
    }
    let fields = Fields::of([("body", stored.entry.body().as_str())]);
    let page = correct_page(Frame::new(&visit, (trail, entry), &around, &Faults::new()), &fields);
    visit.personal_page(logged, Shell::Work, &visit.say().t("entry-correct-title"), &page)
}

fn correct_page<'v>(frame: Frame<'v>, fields: &Fields) -> CorrectPage<'v> {
    CorrectPage { frame, body: fields.raw("body").to_owned(), why: fields.raw("why").to_owned() }
}

async fn correct(Path((trail, entry)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let (trail, entry) = (known(&trail)?, known(&entry)?);
    let Sent { visit, fields } = sent;
    let faults = match forms::correction(&fields) {
        Ok((body, why)) => match commands::correct(&visit.asker(), trail, entry, body, why).await {
            Ok(()) => {
                return Ok(visit.see_and_tell(&format!("/led/{trail}/anteckning/{entry}"), "entry-corrected"));
            }
            Err(EntryError::Rule(domain::trail::entry::Refusal::NothingChanged)) => {
                vec![forms::Fault { field: "body".to_owned(), key: "entry-error-nothing-changed" }]
            }
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    let (logged, around, ..) = open(&visit, trail, entry).await?;
    let page = correct_page(Frame::new(&visit, (trail, entry), &around, &faults), &fields);
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("entry-correct-title"), &page)
}

#[derive(Template)]
#[template(path = "entries/hide.html")]
struct HidePage<'v> {
    frame: Frame<'v>,
    /// What comes of it: another thing when it is hidden already.
    lead: String,
    fields: HideFields,
}

async fn hide_form(visit: Visit, Path((trail, entry)): Path<(String, String)>) -> Result<Response, Problem> {
    let (trail, entry) = (known(&trail)?, known(&entry)?);
    let (logged, around, stored, rights) = open(&visit, trail, entry).await?;
    if !rights.may_hide {
        return Err(Problem::NotNow);
    }
    let asked = Fields::parse(visit.query.as_bytes())?;
    let renews = forms::hidden_from(asked.text(RENEWS));
    let hiding = stored.entry.snapshot().hidings.iter().find(|hiding| Some(hiding.from) == renews);
    let fields = hiding.map(forms::renewed).unwrap_or_default();
    let frame = Frame::new(&visit, (trail, entry), &around, &Faults::new());
    let page =
        HidePage { frame, lead: lead(&visit, &stored, &fields), fields: HideFields::new(&visit, &around, &fields) };
    visit.personal_page(logged, Shell::Work, &visit.say().t("entry-hide-title"), &page)
}

async fn hide(Path((trail, entry)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let (trail, entry) = (known(&trail)?, known(&entry)?);
    let Sent { visit, fields } = sent;
    match forms::new_hiding(&fields, visit.now().day()) {
        Ok(new) => {
            commands::hide(&visit.asker(), trail, entry, new).await?;
            Ok(visit.see_and_tell(&format!("/led/{trail}/anteckning/{entry}"), "entry-hidden"))
        }
        Err(faults) => {
            let (logged, around, stored, _) = open(&visit, trail, entry).await?;
            let frame = Frame::new(&visit, (trail, entry), &around, &faults);
            let (lead, fields) = (lead(&visit, &stored, &fields), HideFields::new(&visit, &around, &fields));
            let page = HidePage { frame, lead, fields };
            visit.refused_personal_form(logged, Shell::Work, &visit.say().t("entry-hide-title"), &page)
        }
    }
}

async fn show_again(Path((trail, entry)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let (trail, entry) = (known(&trail)?, known(&entry)?);
    let Sent { visit, fields } = sent;
    let from = forms::hidden_from(fields.text("from")).ok_or(Problem::NotFound)?;
    match forms::shown(&fields, from) {
        Ok(why) => {
            commands::show(&visit.asker(), trail, entry, (from, why)).await?;
            Ok(visit.see_and_tell(&format!("/led/{trail}/anteckning/{entry}"), "entry-shown"))
        }
        Err(faults) => refused(&visit, (trail, entry), &fields, &faults).await,
    }
}

/// What hiding does; or that it is hidden already, and is decided anew.
fn lead(visit: &Visit, stored: &Stored, fields: &Fields) -> String {
    let from = forms::hidden_from(fields.text("from"));
    let already = stored.entry.snapshot().hidings.iter().any(|hiding| Some(hiding.from) == from);
    visit.say().t(if already { "entry-hide-again" } else { "entry-hide-lead" })
}
