//! Pages about entries: the form that writes one, and the way to those of one that is written.

use access::action::trail::{Read, Write};
use askama::Template;
use audit::{Act, Logged, Outcome};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::id::Id;
use domain::trail::Trail;
use domain::trail::entry::{HideReason, Kind};
use i18n::Say;
use identity::children::{GuardianView, commands as children};
use identity::organisations::Book;
use std::sync::Arc;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::entries::change;
use crate::entries::commands;
use crate::entries::forms::{self, Faults};
use crate::entries::show::show;
use crate::entries::views::{ChoiceView, Errors, Eyes, FieldWords, child_line};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/led/{trail}/anteckning", get(blank).post(write))
        .route("/led/{trail}/anteckning/{entry}", get(show))
        .merge(change::routes())
}

/// The identifier in an address; an address that is none leads nowhere.
pub(crate) fn known<Kind>(written: &str) -> Result<Id<Kind>, Problem> {
    written.parse().map_err(|_| Problem::NotFound)
}

/// What every form about an entry shows around its fields.
pub(crate) struct Around {
    pub(crate) child: String,
    pub(super) child_name: String,
    teenager: bool,
    guardians: Vec<GuardianView>,
    book: Arc<Book>,
}

pub(super) async fn around(act: &mut Act, read: &access::Permit<Read>, say: Say<'_>) -> Result<Around, Problem> {
    let today = act.now().day();
    let label = children::label_for_trail(act, read).await?.ok_or(Problem::NotFound)?;
    let guardians = children::guardians_for_trail(act, read).await?;
    let book = Book::open(act.transaction()).await?;
    let teenager = crate::family::reading::decides_alone(label.age.on(today), today);
    Ok(Around { child: child_line(say, &label, today), child_name: label.given_name, teenager, guardians, book })
}

impl Around {
    pub(super) fn eyes<'a>(&'a self, visit: &'a Visit) -> Eyes<'a> {
        let (book, guardians) = (&*self.book, self.guardians.as_slice());
        Eyes { say: visit.say(), book, guardians, child_name: &self.child_name, now: visit.now() }
    }
}

#[derive(Template)]
#[template(path = "entries/write.html")]
struct WritePage<'v> {
    a: Assets,
    t: FieldWords,
    say: Say<'v>,
    csrf: String,
    key: String,
    base: String,
    child: String,
    readers: String,
    errors: Errors,
    kinds: Vec<ChoiceView>,
    happened: String,
    body: String,
    hide: bool,
    fields: HideFields,
}

/// The fields of a hiding, as typed.
pub(crate) struct HideFields {
    pub(crate) from: Vec<ChoiceView>,
    pub(crate) reasons: Vec<ChoiceView>,
    pub(crate) why: String,
    pub(crate) review: String,
}

impl HideFields {
    pub(crate) fn new(visit: &Visit, around: &Around, fields: &Fields) -> Self {
        let say = visit.say();
        let chosen = fields.text("from");
        let every = ChoiceView::new("every", say.t("entry-hidden-every"), chosen);
        let eyes = around.eyes(visit);
        let each = around.guardians.iter().filter(|guardian| guardian.custody == domain::child::Custody::Holder);
        let each =
            each.map(|guardian| ChoiceView::new(&guardian.person.to_string(), eyes.guardian(guardian.person), chosen));
        let reason = |reason: &HideReason| {
            let label = say.t(&format!("entry-reason-{}", reason.code()));
            ChoiceView::new(reason.code(), label, fields.text("reason"))
        };
        Self {
            from: std::iter::once(every).chain(each).collect(),
            reasons: HideReason::ALL.iter().map(reason).collect(),
            why: fields.raw("why").to_owned(),
            review: fields.text("review").to_owned(),
        }
    }
}

async fn blank(visit: Visit, Path(trail): Path<String>) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let today = visit.now().day().to_string();
    let key = visit.once();
    let fields = Fields::of([("happened", today.as_str()), (web::form::ONCE_FIELD, key.as_str())]);
    let (logged, around) = write_around(&visit, trail).await?;
    let page = write_page(&visit, trail, &around, &fields, &Faults::new());
    visit.personal_page(logged, Shell::Work, &visit.say().t("entry-write-title"), &page)
}

async fn write_around(visit: &Visit, trail: Id<Trail>) -> Result<(Logged, Around), Problem> {
    let mut act = visit.asker().begin_reading("entries.form").await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(Problem::NotFound)?;
    let read = act.authorize::<Read>(&facts).await?;
    let write = act.authorize::<Write>(&facts).await?;
    let around = around(&mut act, &read, visit.say()).await?;
    act.used(read, Outcome::Read);
    Ok((act.finish(write).await?, around))
}

fn write_page<'v>(
    visit: &'v Visit,
    trail: Id<Trail>,
    around: &Around,
    fields: &Fields,
    faults: &Faults,
) -> WritePage<'v> {
    let say = visit.say();
    let kind =
        |kind: &Kind| ChoiceView::new(kind.code(), say.t(&format!("entry-kind-{}", kind.code())), fields.text("kind"));
    let readers = if around.teenager { "entry-write-readers-teenager" } else { "entry-write-readers" };
    WritePage {
        a: visit.assets(),
        t: FieldWords::new(say),
        say,
        csrf: visit.form_token(),
        key: fields.raw(web::form::ONCE_FIELD).to_owned(),
        base: format!("/led/{trail}"),
        child: around.child.clone(),
        readers: say.with(readers, "name", &around.child_name),
        errors: Errors::new(say, faults),
        kinds: Kind::ALL.iter().map(kind).collect(),
        happened: fields.text("happened").to_owned(),
        body: fields.raw("body").to_owned(),
        hide: !fields.text("hide").is_empty(),
        fields: HideFields::new(visit, around, fields),
    }
}

async fn write(Path(trail): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let Sent { visit, fields } = sent;
    match forms::new_entry(&fields, visit.now().day()) {
        Ok(new) => {
            commands::write(&visit.asker(), trail, new).await?;
            Ok(visit.see_and_tell(&format!("/led/{trail}"), "entry-written"))
        }
        Err(faults) => {
            let (logged, around) = write_around(&visit, trail).await?;
            let page = write_page(&visit, trail, &around, &fields, &faults);
            visit.refused_personal_form(logged, Shell::Work, &visit.say().t("entry-write-title"), &page)
        }
    }
}
